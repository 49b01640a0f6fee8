"""How a verdict looks, the same everywhere in a replay. No widget."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content

from simulator.app.text import clean, joined, words
from simulator.app.wrapping import hung
from simulator.i18n import _
from simulator.replay.telling import Filled, Remark, Shown, Verdict

STYLES = {
    "better": "$malachite", "meter": "$faint", "law": "$faint", "note": "$faint", "red_line": "$vermilion",
    "time": "$faint", "lookup": "$faint", "hint": "$faint", "undone": "$faint",
}  # fmt: skip
WORTH = 8
"""Cells of a sign with its cost."""

MEASURE = 84
"""Cells of the longest line of a remark."""


def tone(verdict: Verdict) -> str:
    """The pigment of a mark; it only repeats what its sign says."""
    if verdict.id in ("best", "good"):
        return "$malachite"
    return {"fair": "$ink", "inaccuracy": "$gamboge"}.get(verdict.id, "$vermilion")


def worth(verdict: Verdict, width: int = WORTH) -> Content:
    """Sign and cost in a column: "?? −12.3"."""
    sign, points = clean(verdict.sign), verdict.points
    gap = " " * max(1, width - cell_len(sign) - cell_len(points))
    return words(sign + gap + points, f"bold {tone(verdict)}")


def option(number: int, shown: Shown, width: int, *, marks: bool, taken: bool) -> list[Content]:
    """An option, with what it was worth if `marks`, and pointed at if it was taken and `taken` is shown."""
    here = taken and shown.taken
    lead = joined(("▸" if here else " ", "bold $indigo"), (f"{number} ", "bold $indigo" if here else "$indigo"))
    rest = "   "
    if marks:
        lead = joined(lead, worth(shown.verdict) if shown.verdict is not None else " " * WORTH, "  ")
        rest += " " * (WORTH + 2)
    style = "$faint" if shown.closed else "bold $ink" if here else "$ink"
    text = joined(
        (shown.text, style),
        (f"  {shown.closed}" if shown.closed else "", "$gamboge"),
        ("  " + _("最好的") if marks and shown.best else "", "$malachite"),
        ("  " + _("先试过，撤回了") if taken and shown.tried else "", "$faint"),
    )
    return hung(text, width - 1, lead, words(rest))


def line_of_form(filled: Filled, width: int, *, marks: bool, taken: bool) -> list[Content]:
    """A line of a form as it was filled in; with `marks` its verdict, and what was better."""
    verdict = filled.verdict if marks else None
    lead = words(" ")
    if marks:
        lead = joined(" ", worth(verdict) if verdict is not None else " " * WORTH, "  ")
    rest = words(" " * lead.cell_length)
    if filled.tick:
        sign = ("■ " if filled.ticked else "□ ") if taken else "□ "
        text = joined((sign, "bold $indigo" if filled.ticked and taken else "$faint"), filled.label)
    else:
        said = filled.said if taken else "……"
        text = joined((f"{filled.label}{_('：')}", "$faint"), (said, "bold $ink" if taken else "$faint"))
    found = hung(text, width - 1, lead, rest)
    if marks and filled.better:
        better = joined((_("更好的是") + _("："), "$malachite"), (filled.better, "$malachite"))
        found += hung(better, width - 1, rest, rest)
        if filled.why:
            found += hung(words(filled.why, "$faint"), width - 1, rest, rest)
    return found


def remarks(found: list[Remark], width: int) -> list[Content]:
    """Labelled texts, the labels in a column."""
    label = max((cell_len(clean(each.label)) for each in found), default=0)
    lines: list[Content] = []
    for each in found:
        gap = " " * (label - cell_len(clean(each.label)) + 2)
        first = joined(" ", (each.label, "bold"), gap)
        rest = words(" " * (label + 3))
        lines += hung(words(each.text, STYLES.get(each.kind, "")), min(width - 1, MEASURE), first, rest)
    return lines
