"""Beside a long list on a wide screen: what is known of the row that is pointed at."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from textual.content import Content

from scenarios.vocabulary import vocabulary
from simulator import i18n
from simulator.app.text import joined, stacked, words
from simulator.i18n import _

if TYPE_CHECKING:
    from simulator.directory import Listed, Unfinished


def of_scenario(listed: Listed, weak: Collection[str]) -> Content:
    """A scenario: for whom, how hard, what it trains, what was scored. `weak` are codes of weak points."""
    language, known = i18n.language(), vocabulary()
    if listed.problem:
        return stacked([words(listed.name(language), "bold $ink"), words(listed.facts(language), "$faint")])
    audiences = _("、").join(known.audiences[key].name.text(language) for key in listed.audience)
    level = known.levels[listed.level].name.text(language)
    lines = [
        words(listed.name(language), "bold $ink"),
        words("  ·  ".join((level, _("{n} 种情形", n=len(listed.variants)))), "$faint"),
        words(audiences, "$faint"),
    ]
    if listed.trains:
        lines += [Content(""), words(_("练什么"), "$faint")]
        lines += [_trained(code, code in weak) for code in listed.trains]
    return stacked([*lines, Content(""), words(_("成绩"), "$faint"), words(listed.marks(), "$ink")])


def _trained(code: str, weak: bool) -> Content:
    language, known = i18n.language(), vocabulary()
    indicator = known.indicators[code]
    dimension = known.dimensions[indicator.dimension].name.text(language)
    piece = joined((f"{code} ", "$indigo"), (indicator.name.text(language), "$ink"), (f"  {dimension}", "$faint"))
    return joined(piece, (_("  您的弱项"), "$gamboge")) if weak else piece


def of_unfinished(visit: Unfinished) -> Content:
    """A visit to go on with: how it was played, how far it came, and the last thing the petitioner said."""
    language = i18n.language()
    mode = vocabulary().modes[visit.mode].name.text(language)
    lines = [
        words(visit.name(language), "bold $ink"),
        words(_("{mode}  ·  第 {n} 步", mode=mode, n=visit.steps + 1), "$faint"),
    ]
    if said := visit.left_at.get(language):
        lines += [Content(""), words(_("停在「{words}」", words=said), "$ink")]
    return stacked(lines)


def of_welcome() -> Content:
    """The first visit."""
    return stacked(
        [
            words(_("试一试"), "bold $ink"),
            Content(""),
            words(_("两分钟，同事扮来访人，把按键用一遍。不计分，跳过也行"), "$ink"),
        ]
    )
