"""Twee 3 files: passages with names and tags, the story's title and start, and a reader of what stands in a passage.

Format: <https://github.com/iftechfoundation/twine-specs/blob/master/twee-3-specification.md>.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import zip_longest

from scenarios.convert.story import MAX_ITEMS, MAX_STEPS, TOO_LARGE, Losses, Passage, Story, clean
from scenarios.convert.twee_passage import Reader
from scenarios.diagnostic import Mark

NOTHING, BAD_HEAD, TWICE, BAD_DATA = "JF4000", "JF4005", "JF4006", "JF4007"
STRANGE_FORMAT, SPECIAL = "JF4009", "JF4011"

FORMATS = ("sugarcube", "harlowe")
"""Story formats whose macros are read."""

SPECIAL_NAMES = frozenset(
    "PassageDone PassageFooter PassageHeader PassageReady StoryAuthor StoryBanner StoryCaption StoryDisplayTitle "
    "StoryInterface StoryMenu StorySettings StoryShare StorySubtitle".split()
)
"""Passages of SugarCube that are furniture, not story."""

SPECIAL_TAGS = frozenset("script stylesheet widget header footer annotation Twine.private".split())

_HEAD = re.compile(r"^::[ \t]*([^\n]*)\n?", re.MULTILINE)
_PARTS = re.compile(r"((?:[^\\\[\]{}]|\\.)*)(?:\[([^\]]*)\])?[ \t]*(\{.*\})?[ \t]*")
_ESCAPED = re.compile(r"\\(.)")


def read(text: str, file: str, losses: Losses) -> Story | None:
    r"""Read a story.

    Args:
        text: the file, with line ends as `\n`.
        file: its name, for marks.
        losses: takes what cannot be carried over.

    Returns:
        The story, or None if there is no passage in it or it is too large.
    """
    story = Story()
    reader = Reader(losses)
    start = "Start"
    for passage, body in _passages(text, file, losses):
        reader.items += 1
        if passage.name == "StoryTitle":
            story.title = clean(body[:200])
        elif passage.name == "StoryData":
            start = _start(body, passage.mark, losses) or start
        elif passage.name == "StoryInit" or "startup" in passage.tags:
            reader.read(passage, body)
            story.initial |= reader.first_values(passage)
        elif passage.name in SPECIAL_NAMES or SPECIAL_TAGS & set(passage.tags):
            losses.add(SPECIAL, passage.mark, name=passage.name)
        elif passage.name in story.passages:
            losses.add(TWICE, passage.mark, name=passage.name)
        else:
            reader.read(passage, body)
            story.passages[passage.name] = passage
        for count, limit in ((reader.items, MAX_ITEMS), (reader.steps, MAX_STEPS)):
            if count > limit:
                losses.add(TOO_LARGE, passage.mark, count=count, limit=limit)
                return None
    if not story.passages:
        losses.add(NOTHING, Mark(file))
        return None
    story.start = start if start in story.passages else next(iter(story.passages))
    return story


def _passages(text: str, file: str, losses: Losses) -> Iterator[tuple[Passage, str]]:
    """Every passage with its text. The line of its mark is that of its header."""
    heads = list(_HEAD.finditer(text))
    if heads and clean(text[: min(heads[0].start(), 1000)]):
        losses.add(SPECIAL, Mark(file), name=clean(text[: min(heads[0].start(), 60)]))
    line, counted = 1, 0
    for head, following in zip_longest(heads, heads[1:]):
        line += text.count("\n", counted, head.start())
        counted = head.start()
        mark = Mark(file, line)
        parts = _PARTS.fullmatch(head[1].rstrip()[:2_000])
        name, tags = (parts[1], parts[2] or "") if parts is not None else (head[1], "")
        name = clean(_ESCAPED.sub(r"\1", name))
        if parts is None or not name:
            losses.add(BAD_HEAD, mark, text=head[1])
            name = name or "?"
        body = text[head.end() : following.start() if following is not None else len(text)]
        yield Passage(name, mark, tuple(clean(_ESCAPED.sub(r"\1", tags)).split())), body


def _start(body: str, mark: Mark, losses: Losses) -> str:
    """The name of the first passage that StoryData gives."""
    try:
        data = json.loads(body[:100_000])
        start, form = data.get("start", ""), data.get("format", "")
    except (ValueError, AttributeError, RecursionError):
        losses.add(BAD_DATA, mark)
        return ""
    if isinstance(form, str) and form and form.lower() not in FORMATS:
        losses.add(STRANGE_FORMAT, mark, name=form)
    return clean(start) if isinstance(start, str) else ""
