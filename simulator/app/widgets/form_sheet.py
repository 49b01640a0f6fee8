"""A form as paper to fill in: arrows and tab move, space, enter, a number or the mouse tick and pick."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.timer import Timer

from simulator.app.keys import key
from simulator.app.widgets.form_layout import Area, Pencil, Place, Row, lay_out
from simulator.app.widgets.page import Page
from simulator.forms import Draft, Field

PAUSE = 0.7
"""Seconds within which a second digit still belongs to the first, where there are more than nine statements."""


class FormSheet(Page, can_focus=True):
    """The fields of a form, all on one sheet."""

    BINDINGS = [
        key("up,k", "move(-1)", "上移", "上一条", name="form.up", show=False),
        key("down,j", "move(1)", "下移", "下一条", name="form.down", show=False),
        key("left", "step(-1)", "左移", "同一栏的前一项", name="form.left", show=False),
        key("right", "step(1)", "右移", "同一栏的后一项", name="form.right", show=False),
        key("tab", "field(1)", "下一栏", "到下一栏；最后一栏之后是交表", name="form.next", label="Tab", show=False),
        key("shift+tab", "field(-1)", "上一栏", "回上一栏", name="form.previous", show=False),
        # The sheet follows its cursor; what is paged through is the conversation.
        Binding("pageup", "screen.read(-1)", show=False),
        Binding("pagedown", "screen.read(1)", show=False),
        key(
            "space,enter", "press", "勾选", "勾上、去掉或选定这一项；也可以直接按编号", name="form.press", label="空格"
        ),
        *(Binding(str(digit), f"digit({digit})", "", show=False, id=f"form.{digit}") for digit in range(10)),
    ]

    @dataclass
    class Changed(Message):
        """Something was ticked or picked."""

    def __init__(self, draft: Draft, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.draft = draft
        self.at: Place = (0, 0)
        self.remarks: set[str] = set()
        self._rows: list[Row] = []
        self._typed = 0
        self._waiting: Timer | None = None

    # ---- what is shown ----------------------------------------------------------------------------------------

    def show(self, draft: Draft) -> None:
        """Show the same form in other words."""
        self.draft = draft
        self.relay()

    def lines(self, width: int) -> list[Content]:
        self._rows = lay_out(self.draft, Pencil(self.at if self.has_focus else None, self.remarks), width)
        return [row.content for row in self._rows]

    def line_style(self, y: int) -> Style:
        """The entry that is pointed at lies a little apart from the paper."""
        style = self.visual_style
        areas = self._rows[y].areas if 0 <= y < len(self._rows) else ()
        here = self.has_focus and len(areas) == 1 and areas[0].place == self.at
        return style + Style.parse(f"on {self.app.theme_variables['ground']}") if here else style

    def point_out(self, fields: list[Field]) -> None:
        """Note in the margin what is still open, and go there."""
        self.remarks = {field.id for field in fields}
        if fields:
            self._go((self.draft.fields.index(fields[0]), 0))
        self.relay()

    def go_to(self, fields: list[Field]) -> None:
        """To the next of these fields behind the one that one is in; round at the end."""
        places = [self.draft.fields.index(field) for field in fields]
        self._go((next((place for place in places if place > self.at[0]), places[0]), 0))

    @property
    def field(self) -> Field:
        """The field one is in."""
        return self.draft.fields[self.at[0]]

    # ---- moving -----------------------------------------------------------------------------------------------

    def action_move(self, by: int) -> None:
        """One entry on or back, over the borders of fields; a field in one line counts as one."""
        self.settle()
        field, entry = self.at
        if not self._in_one_line(field) and 0 <= entry + by < len(self.field.entries):
            self._go((field, entry + by))
        elif 0 <= field + by < len(self.draft.fields):
            self._go((field + by, self._landing(field + by, by)))
        elif by > 0:
            self.screen.focus_next()

    def action_step(self, by: int) -> None:
        """One entry on or back within the field."""
        self.settle()
        field, entry = self.at
        self._go((field, (entry + by) % len(self.field.entries)))

    def action_field(self, by: int) -> None:
        """To the next field or back; past the ends, to what else the screen has."""
        self.settle()
        field = self.at[0] + by
        if 0 <= field < len(self.draft.fields):
            self._go((field, self._landing(field, 1)))
        elif by > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def _landing(self, index: int, by: int) -> int:
        """Where one arrives in a field: at what is picked, else at its near end."""
        field = self.draft.fields[index]
        if self._in_one_line(index):
            return next((n for n, entry in enumerate(field.entries) if self.draft.has(entry)), 0)
        return 0 if by > 0 else len(field.entries) - 1

    def _in_one_line(self, index: int) -> bool:
        return any(len([area for area in row.areas if area.place[0] == index]) > 1 for row in self._rows)

    def _go(self, place: Place) -> None:
        if place != self.at:
            self.at = place
            self._laid.clear()
            self.refresh()
        self.bring_into_view()

    def bring_into_view(self) -> None:
        """Scroll to the entry that is pointed at; its field's label comes along where it is the first."""
        self.laid(self.room)
        rows = [number for number, row in enumerate(self._rows) if any(area.place == self.at for area in row.areas)]
        if rows:
            first = rows[0] - 1 if self.at[1] == 0 else rows[0]
            self.show_lines(max(first, 0), rows[-1] - max(first, 0) + 1)

    # ---- ticking and picking ----------------------------------------------------------------------------------

    def action_press(self) -> None:
        """Tick, take the tick off, or pick what is pointed at."""
        self._forget_digits()
        self.draft.press(self.field, self.field.entries[self.at[1]])
        self.relay()
        self.post_message(self.Changed())

    def press(self, place: Place) -> None:
        """Go to an entry and press it."""
        self.settle()
        self._go(place)
        self.action_press()

    def choose(self, place: Place) -> None:
        """Go to an entry; pick it, or tick it or take the tick off."""
        self._go(place)
        if self.field.kind == "tick" or not self.draft.has(self.field.entries[place[1]]):
            self.action_press()

    def action_digit(self, digit: int) -> None:
        """Press an entry by its number. Where a further digit could follow, wait for it a moment."""
        count = len(self.field.entries)
        number = self._typed * 10 + digit
        if number > count:
            # The first digit was a number of its own.
            self.settle()
            number = digit
        self._forget_digits()
        if not 1 <= number <= count:
            return
        self._go((self.at[0], number - 1))
        if number * 10 <= count:
            self._typed = number
            self._waiting = self.set_timer(PAUSE, self.action_press)
        else:
            self.action_press()

    def settle(self) -> None:
        """Press at once what a digit still waits for."""
        if self._typed:
            self.action_press()

    def _forget_digits(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting, self._typed = None, 0

    def on_click(self, event: events.Click) -> None:
        """A click ticks or picks; one on a label goes to the field."""
        if self.dragged:
            return
        y = event.y + self.scroll_offset.y
        area = self._area(event.x, y)
        if area is not None:
            self.press(area.place)
        elif 0 <= y < len(self._rows) and self._rows[y].field is not None:
            self.settle()
            self._go((self._rows[y].field or 0, 0))

    def _area(self, x: int, y: int) -> Area | None:
        areas = self._rows[y].areas if 0 <= y < len(self._rows) else ()
        return next((area for area in areas if area.start <= x < area.end), None)

    def on_focus(self) -> None:
        self._laid.clear()
        self.refresh()
        self.call_after_refresh(self.bring_into_view)

    def on_blur(self) -> None:
        self.settle()
        self._laid.clear()
        self.refresh()
