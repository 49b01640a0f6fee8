"""A form laid out as a ruled sheet: labels left, entries right, the reviewer's pencil under the label. No widget."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from textual.content import Content

from simulator.app.text import clean, joined, words
from simulator.app.wrapping import hung, wrap, wrap_cjk
from simulator.forms import Draft, Field
from simulator.i18n import _

NARROW = 50
"""Below this width labels stand above their entries."""

Place = tuple[int, int]
"""Index of a field and of an entry in it."""


@dataclass(frozen=True, slots=True)
class Area:
    """Cells of a line that belong to an entry: from `start`, up to `end`."""

    start: int
    end: int
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sheet; `field` is the index of the field it belongs to, None for a rule."""

    content: Content
    areas: tuple[Area, ...] = ()
    field: int | None = None


@dataclass(frozen=True, slots=True)
class Pencil:
    """What the sheet shows beside its words: where the cursor is (None: elsewhere) and which fields were found open."""

    at: Place | None
    remarks: Collection[str] = ()


def lay_out(draft: Draft, pencil: Pencil, width: int) -> list[Row]:
    """The whole sheet in lines of at most `width` cells."""
    margin = _margin(draft.fields) if width >= NARROW else 0
    rows: list[Row] = []
    for index in range(len(draft.fields)):
        rows.append(_rule(width, margin, first=index == 0))
        rows += [replace(row, field=index) for row in _field(draft, index, pencil, width, margin)]
    rows.append(_rule(width, margin, last=True))
    return rows


def _margin(fields: Sequence[Field]) -> int:
    """Cells of the label column."""
    longest = max((cell_len(clean(field.label)) for field in fields), default=0)
    return min(max(longest, 10), 16) + 3


def _rule(width: int, margin: int, *, first: bool = False, last: bool = False) -> Row:
    if not margin:
        return Row(words("─" * width, "$rule"))
    cross = "┬" if first else "┴" if last else "┼"
    return Row(words("─" * margin + cross + "─" * (width - margin - 1), "$rule"))


def _field(draft: Draft, index: int, pencil: Pencil, width: int, margin: int) -> list[Row]:
    field = draft.fields[index]
    room = width - margin - 1 if margin else width
    body = _flowing(draft, index, pencil, room) or _listed(draft, index, pencil, room)
    if not margin:
        return [Row(line) for line in _label(draft, field, pencil, width)] + body
    label = _label(draft, field, pencil, margin - 1)
    height = max(len(label), len(body))
    blank = Content("")
    rows = []
    for number in range(height):
        left = label[number] if number < len(label) else blank
        right = body[number] if number < len(body) else Row(blank)
        gap = " " * (margin - left.cell_length)
        areas = tuple(Area(a.start + margin + 1, a.end + margin + 1, a.place) for a in right.areas)
        rows.append(Row(joined(left, gap, ("│", "$rule"), right.content), areas))
    return rows


def _label(draft: Draft, field: Field, pencil: Pencil, width: int) -> list[Content]:
    """The label, what it asks for in faint ink, and a remark where the field was found open."""
    here = pencil.at is not None and draft.fields[pencil.at[0]] is field
    pieces = [words(field.label, "bold $indigo" if here else "bold")]
    if field.kind == "tick":
        pieces += [words(_("与原话相符的勾上"), "$faint"), words(_("已勾 {n} 条", n=draft.ticked), "$faint")]
    remark = _remark(draft, field) if field.id in pencil.remarks else ""
    if remark:
        pieces.append(words(f"↳ {remark}", "italic $vermilion"))
    return [joined(" ", line) for piece in pieces for line in wrap(piece, width - 1)]


def _remark(draft: Draft, field: Field) -> str:
    """What the reviewer's pencil says of a field that was found open; nothing once it is filled in."""
    if field.kind == "tick":
        return _("一条也没有勾；真没有，就再交一次") if draft.blank else ""
    return _("还没有选") if draft.is_open(field) else ""


def _sign(draft: Draft, field: Field, entry: int) -> str:
    on = draft.has(field.entries[entry])
    return ("■" if on else "□") if field.kind == "tick" else ("●" if on else "○")


def _lead(draft: Draft, index: int, entry: int, pencil: Pencil) -> Content:
    field = draft.fields[index]
    here = pencil.at == (index, entry)
    digits = len(str(len(field.entries)))
    on = draft.has(field.entries[entry])
    return joined(
        ("▌" if here else " ", "$indigo"),
        (f"{entry + 1:>{digits}}", "bold $indigo" if here else "$faint"),
        " ",
        (_sign(draft, field, entry), "bold $indigo" if on else "$faint"),
        " ",
    )


def _text(draft: Draft, index: int, entry: int) -> Content:
    field = draft.fields[index]
    return words(field.entries[entry].text, "bold" if draft.has(field.entries[entry]) else "")


def _listed(draft: Draft, index: int, pencil: Pencil, room: int) -> list[Row]:
    """Entries below one another, further lines hung below the first."""
    rows: list[Row] = []
    for entry in range(len(draft.fields[index].entries)):
        lead = _lead(draft, index, entry, pencil)
        bar = "▌" if pencil.at == (index, entry) else " "
        rest = joined((bar, "$indigo"), " " * (lead.cell_length - 1))
        area = Area(0, room, (index, entry))
        rows += [Row(line, (area,)) for line in hung(_text(draft, index, entry), room - 1, lead, rest)]
    return rows


def _flowing(draft: Draft, index: int, pencil: Pencil, room: int) -> list[Row]:
    """A short pick list in one line, or nothing where it does not fit."""
    field = draft.fields[index]
    if field.kind == "tick":
        return []
    line, areas = Content(""), []
    for entry in range(len(field.entries)):
        text = _text(draft, index, entry)
        if "\n" in text.plain or len(wrap_cjk(text.plain, room)) > 1:
            return []
        piece = joined(_lead(draft, index, entry, pencil), text, "  ")
        areas.append(Area(line.cell_length, line.cell_length + piece.cell_length, (index, entry)))
        line = joined(line, piece)
    return [Row(line, tuple(areas))] if line.cell_length <= room + 2 else []
