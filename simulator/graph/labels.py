"""What a drawn map says, in the language in use: titles of places, words on ways. No syntax of any format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len, chop_cells

from scenarios.edition import Edition
from scenarios.expression import Expression, unparse
from scenarios.model import Text
from scenarios.scene_map import Connection, Place, Way
from scenarios.text import fill
from simulator.graph.look import Sort
from simulator.i18n import _, language

SAID_CELLS = 28
"""Cells of what is said in a scene; one line."""

CHOICE_CELLS = 28
"""Cells of a choice on a way, and of a condition."""

MOST_WAYS = 4
"""Choices written on one way; the others are counted."""

BEST_SIGN = "●"
"""Stands before the choices of the best line, so that it is not told by width and colour alone."""

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def plain(text: str) -> str:
    """A text on one line, without what cannot be seen."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def shortened(text: str, cells: int) -> str:
    """A text on one line of at most `cells` cells, with `…` where something was left out."""
    flat = plain(text[: 8 * cells])
    if cell_len(flat) <= cells and len(text) <= 8 * cells:
        return flat
    return chop_cells(flat, cells - 1)[0].rstrip() + "…" if flat else ""


@dataclass(frozen=True, slots=True)
class Labels:
    """Words of one map.

    Attributes:
        edition: gives the wording of parameters and facts.
    """

    edition: Edition

    def title(self) -> str:
        """Scenario and variant."""
        head, variant = self.text(self.edition.scenario.title), self.edition.variant.name
        return plain(_("{scenario} · 情形 {variant}", scenario=head, variant=variant))

    def text(self, text: Text) -> str:
        """A text of the scenario with its placeholders filled in; facts are not known yet."""
        return fill(text, self.edition.variant, (), language())

    def place(self, place: Place) -> list[str]:
        """The lines of a place: its id and kind, then what is said there."""
        notes = [] if place.kind == "scene" else [kind_name(place.kind)]
        if not place.reachable:
            notes.append(_("走不到"))
        name = place.id.rpartition("/")[2] if place.call else place.id
        head = " · ".join([name, *notes])
        said = shortened(self.text(place.text), SAID_CELLS) if place.text is not None else ""
        return [head, said] if said else [head]

    def whole(self, place: Place) -> str:
        """What is said at a place, unshortened."""
        return plain(self.text(place.text)) if place.text is not None else ""

    def call(self, site: str, fragment: str) -> str:
        """The title of a fragment's copy."""
        return _("{site} · 片段 {fragment}", site=site, fragment=fragment)

    def connection(self, connection: Connection) -> list[str]:
        """The lines on a way: its choices, those of the best line first, with their conditions."""
        groups: dict[tuple[str, str], list[Way]] = {}
        for way in connection.ways:
            groups.setdefault((way.how, way.choice), []).append(way)
        told = [lines for ways in sorted(groups.values(), key=_best_last) if (lines := list(self._group(ways)))]
        shown = [line for lines in told[:MOST_WAYS] for line in lines]
        more = len(told) - MOST_WAYS
        return [*shown, _("另 {n} 个选项", n=more)] if more > 0 else shown

    def _group(self, ways: list[Way]) -> Iterator[str]:
        """One choice, whatever cases of it lead this way."""
        first = next((way for way in ways if way.text is not None), ways[0])
        sign = f"{BEST_SIGN} " if any(way.best for way in ways) else ""
        words = self._words(first, CHOICE_CELLS - cell_len(sign))
        if words:
            yield sign + words
        if all(way.when is not None for way in ways):
            yield condition(first.when or ways[0].when)
        if first.share != 100:
            yield _("{n} % 的机会", n=first.share)

    def _words(self, way: Way, cells: int) -> str:
        match way.how:
            case "choice":
                return shortened(self.text(way.text), cells) if way.text is not None else way.choice
            case "timeout":
                return _("（时间到）")
            case "otherwise":
                return _("（没有可选的）")
            case _:
                return ""


def _best_last(ways: list[Way]) -> bool:
    return not any(way.best for way in ways)


def condition(when: Expression | None) -> str:
    """A condition, as the scenario language writes it, in square brackets."""
    return "" if when is None else f"[{shortened(unparse(when), CHOICE_CELLS)}]"


def kind_name(kind: Sort) -> str:
    """What a kind of place, or an end that is none, is called."""
    return {
        "scene": _("场景"),
        "passage": _("过场"),
        "record": _("来访登记表"),
        "referral": _("分流单"),
        "interrupt": _("插入场景"),
        "good": _("结局：好"),
        "fair": _("结局：尚可"),
        "poor": _("结局：差"),
        "broken": _("结局：谈崩"),
        "any_time": _("任何时候"),
        "back": _("回到被打断处"),
    }[kind]
