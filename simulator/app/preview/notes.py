"""A prospect in words: one line of figures below a choice."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from scenarios.vocabulary import vocabulary
from simulator import moments
from simulator.app.text import cut, joined, words
from simulator.app.widgets.choices import Entry
from simulator.figures import number, signed
from simulator.i18n import _, language
from simulator.preview.prospects import FormWorth, Prospect

GAP = "  "
LONGEST, COST = 16, 5
"""Cells of an id that the figures of others wait for, and of the column of costs."""


def entry(prospect: Prospect) -> Entry:
    """The choice itself; a closed one with the condition that is not met."""
    text = prospect.text or _("（时间到，没有开口）")
    return Entry(prospect.id, text, open=prospect.open, reason="" if prospect.open else f"[{prospect.needs}]")


def notes(prospects: Sequence[Prospect]) -> list[list[Content]]:
    """For each its id and worth, in columns that can be compared; what it does, where it leads."""
    wide = max((cell_len(each.id) for each in prospects if cell_len(each.id) <= LONGEST), default=0)
    return [[_note(each, wide)] for each in prospects]


def _note(prospect: Prospect, wide: int) -> Content:
    name = words(prospect.id + " " * (wide - cell_len(prospect.id)) + (" ✓" if prospect.walked else "  "), "$faint")
    pieces = [name, *_worth(prospect), *_does(prospect), _leads(prospect)]
    if prospect.open and prospect.needs:
        pieces.append(words(f"[{prospect.needs}]", "$faint"))
    return _row(pieces)


def _worth(prospect: Prospect) -> list[Content]:
    if prospect.cost is None:
        return []
    tone = "$malachite" if prospect.best else "$gamboge" if prospect.cost < 5 else "$vermilion"
    cost = words(_("最好") if prospect.best else score(-prospect.cost), tone)
    cost = joined(" " * (COST - cost.cell_length), cost)
    return [cost] if prospect.left is None else [cost, words(_("还能得 {n}", n=score(prospect.left)), "$ink")]


def score(points: float) -> str:
    """Score points, with a real minus sign."""
    return number(points).replace("-", "−")


def _does(prospect: Prospect) -> list[Content]:
    names = vocabulary().meters
    found = []
    moved = [
        f"{names[meter].name.text(language())} {signed(by)}"
        for meter, by in zip(moments.METERS, prospect.moved, strict=True)
        if by
    ]
    if moved:
        found.append(words(" ".join(moved), "$ink"))
    if prospect.rates:
        found.append(words(" ".join(f"{code} {signed(points)}" for code, points in prospect.rates), "$faint"))
    if prospect.red_line:
        found.append(words(prospect.red_line, "$vermilion"))
    return found


def _leads(prospect: Prospect) -> Content:
    shown = [name if share == 100 else f"{name} {share} %" for name, share in prospect.leads]
    return words("→\u00a0" + " / ".join(shown), "$faint")


def _row(pieces: Sequence[Content]) -> Content:
    return Content(GAP).join(piece for piece in pieces if piece)


def absent(choices: Sequence[tuple[str, str]]) -> Content:
    """The choices of the scene that are not there now, and why."""
    if not choices:
        return Content("")
    told = [f"{name} [{when}]" if when else _("{id}（选过了）", id=name) for name, when in choices]
    return words(_("现在没有的：{names}", names=GAP.join(told)), "$faint")


LABEL = 40
"""Cells of a form line's label that are shown."""


def form_notes(lines: Sequence[FormWorth]) -> list[Content]:
    """The lines of a form, each with what its options cost."""
    found = []
    for line in lines:
        options = []
        for option, cost, best in line.options:
            name = {"tick": _("勾上"), "leave": _("不勾")}.get(option, option)
            figure = "" if cost is None else " " + (_("最好") if best else score(-cost) if cost >= 0.05 else "0")
            options.append(joined(name, (figure, "$malachite" if best else "$gamboge")))
        found.append(joined((line.line, "$ink"), (f" {cut(line.label, LABEL)}", "$faint"), GAP, _row(options)))
    return found
