"""A prospect in words: one line of figures below a choice."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from scenarios.vocabulary import vocabulary
from simulator import moments
from simulator.app.text import cut, joined, words
from simulator.app.widgets.choices import Entry
from simulator.figures import number, signed
from simulator.i18n import _, language
from simulator.preview.prospects import FormWorth, Prospect

GAP = "  "


def entry(prospect: Prospect) -> Entry:
    """The choice itself; a closed one with the condition that is not met."""
    text = prospect.text or _("（时间到，没有开口）")
    return Entry(prospect.id, text, open=prospect.open, reason="" if prospect.open else f"[{prospect.needs}]")


def notes(prospect: Prospect) -> list[Content]:
    """Its id and worth, what it does, where it leads."""
    pieces = [*_worth(prospect), *_does(prospect), _leads(prospect)]
    if prospect.open and prospect.needs:
        pieces.append(words(f"[{prospect.needs}]", "$faint"))
    return [_row(pieces)]


def _worth(prospect: Prospect) -> list[Content]:
    found = [words(("✓ " if prospect.walked else "") + prospect.id, "$faint")]
    if prospect.cost is not None:
        tone = "$malachite" if prospect.best else "$gamboge" if prospect.cost < 5 else "$vermilion"
        cost = _("最好") if prospect.best else f"−{number(prospect.cost)}"
        left = "" if prospect.left is None else _("还能得 {n}", n=number(prospect.left)) + " "
        found.append(joined((left, "$ink"), (cost, tone)))
    return found


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
    return words("→ " + " / ".join(shown), "$faint")


def _row(pieces: Sequence[Content]) -> Content:
    return Content(GAP).join(piece for piece in pieces if piece)


LABEL = 40
"""Cells of a form line's label that are shown."""


def form_notes(lines: Sequence[FormWorth]) -> list[Content]:
    """The lines of a form, each with what its options cost."""
    found = []
    for line in lines:
        options = []
        for option, cost, best in line.options:
            name = {"tick": _("勾上"), "leave": _("不勾")}.get(option, option)
            figure = "" if cost is None else " " + (_("最好") if best else f"−{number(cost)}" if cost >= 0.05 else "0")
            options.append(joined(name, (figure, "$malachite" if best else "$gamboge")))
        found.append(joined((line.line, "$ink"), (f" {cut(line.label, LABEL)}", "$faint"), GAP, _row(options)))
    return found
