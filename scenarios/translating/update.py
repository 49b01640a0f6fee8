"""An English file brought up to date with its Chinese one: what is missing put in, what has changed marked.

Pure: texts go in, a text comes out. Translations, comments, order and layout stay as they are. The file is changed by
inserting lines; only where a value has to become a list or a mapping, or stands in brackets, is the value itself
written anew around the words that were there.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from scenarios import source
from scenarios.shape import Record
from scenarios.source import Mapping as Tree
from scenarios.source import Scalar, Sequence
from scenarios.translating.draft import Draft
from scenarios.translating.edits import Edits, Spot
from scenarios.translating.layout import Layout
from scenarios.translating.merge import Merge
from scenarios.translating.tally import Tally
from scenarios.translation import wanting
from scenarios.translation_notes import is_own, notes, with_notes, without_notes

ROUNDS = 8
"""More than levels at which one value can become several; the last round changes nothing."""


HEAD = (
    "# English texts only, each at the place it has in the Chinese file; `jiefang translate` keeps this up to date.\n"
)
"""First line of a new file."""


@dataclass(frozen=True, slots=True)
class Updated:
    r"""An English file after the update.

    Attributes:
        text: what it says now, with `\n` line ends.
        total: how many Chinese texts need English.
        translated: how many of them have it.
        missing: paths of those that have none.
        stale: paths of those whose Chinese has changed since.
        gone: paths of what has no Chinese any more and was put behind comment signs.
        by_hand: paths of what could not be brought into line, and was left as it is.
        accepted: paths of those that were stale until now.
    """

    text: str
    total: int
    translated: int
    missing: tuple[str, ...]
    stale: tuple[str, ...]
    gone: tuple[str, ...]
    by_hand: tuple[str, ...]
    accepted: tuple[str, ...]

    @property
    def percent(self) -> int:
        """The share that has English, rounded down; 100 where nothing needs it."""
        return self.translated * 100 // self.total if self.total else 100


def update(shape: Record, chinese: Tree, english: str, accept: Collection[str] = ()) -> Updated:
    """Bring an English file up to date.

    Args:
        shape: of the Chinese file.
        chinese: its tree, which the walk found no error in.
        english: what stands in the English file, which `source.parse` finds no error in; empty where there is none.
        accept: paths of texts whose English is right for the Chinese as it is now; a path stands for everything below
            it, `ALL` for all of them.
    """
    gone: list[str] = []
    accepted: list[str] = []
    text = english
    for _ in range(ROUNDS):
        tally = Tally(notes(text), accept)
        before, text = text, _round(shape, chinese, text, tally)
        gone += tally.gone
        accepted += tally.accepted
        if text == before:
            break
    return Updated(
        text=text,
        total=wanting(shape, chinese),
        translated=tally.done,
        missing=tuple(tally.missing),
        stale=tuple(tally.stale),
        gone=tuple(gone),
        by_hand=tuple(tally.by_hand),
        accepted=tuple(accepted),
    )


def _round(shape: Record, chinese: Tree, english: str, tally: Tally) -> str:
    """Do what can be done to a text as it is. What makes room for something is done alone, and seen in the next."""
    body = _bare(english)
    tree = source.parse(body).root if body.strip() else None
    if body and not body.endswith("\n"):
        body += "\n"
    if isinstance(tree, Tree) and tree.entries:
        layout = Layout(body)
        edits = Edits(layout)
        Merge(layout, edits, tally).node(shape, chinese, tree, "", "", Spot(1, ""))
        body = edits.applied()
    else:
        body += Draft(tally.open).file(shape, chinese)
    return with_notes(body, tally.noted)


def _bare(english: str) -> str:
    """An English file without what is written anew each time."""
    text = without_notes(english)
    tree = source.parse(text, root="any").root
    if "# " not in text or tree is None:
        return text
    within: set[int] = set()
    layout = Layout(text)
    _lines_within(tree, layout, within)
    kept = [line for number, line in enumerate(text.split("\n"), 1) if number in within or not is_own(line)]
    return "\n".join(kept)


def _lines_within(node: source.Node, layout: Layout, within: set[int]) -> None:
    """Note the lines that only continue a text of several lines: a comment there is none."""
    if isinstance(node, Scalar):
        within.update(range(node.line + 1, layout.last_line(node) + 1))
    elif isinstance(node, Sequence):
        for item in node.items:
            _lines_within(item, layout, within)
    elif isinstance(node, Tree):
        for entry in node.entries.values():
            _lines_within(entry.value, layout, within)
