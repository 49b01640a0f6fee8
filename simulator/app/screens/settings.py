"""The settings: every line is a setting, arrows left and right change it, at once and for good."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from simulator import paths, terminal
from simulator.app.keys import key
from simulator.app.screens.room import Room
from simulator.app.screens.settings_rows import Choice, Row, rows
from simulator.app.text import cut, fitted, joined, words
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.figures import capital
from simulator.i18n import _
from simulator.settings import Settings

WIDEST = 96
"""Cells that a line takes at most."""


class SettingsList(Picklist):
    """A line a setting: its name, and its values side by side or how it stands."""

    BINDINGS = [
        key("left", "change(-1)", "前一个", "换成前一个值", name="settings.previous", label="←", show=False),
        key("right", "change(1)", "换", "换成后一个值", name="settings.next", label="←→"),
        key("enter,space", "take", "改", "换成后一个值，或者打开来写", name="settings.take"),
    ]

    @dataclass
    class Changed(Message):
        """A setting that is one of a few has another value."""

        own: Settings

    @dataclass
    class Pointed(Message):
        """Another line is pointed at."""

    def __init__(self, own: Settings, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.own = own
        self.rows: tuple[Row, ...] = rows()
        self._cells: dict[int, list[tuple[int, int]]] = {}

    @property
    def count(self) -> int:
        """How many lines."""
        return len(self.rows)

    def action_number(self, number: int) -> None:
        """Lines here have no numbers."""

    def show(self, own: Settings) -> None:
        """Show settings as they are now."""
        self.own = own
        self.renew(self.at)

    def above(self, index: int, width: int) -> list[Content]:
        """A free line where the ones that are written begin, and where there is room over each."""
        roomy = self.screen.size.height >= 34
        first = not isinstance(self.rows[index], Choice) and isinstance(self.rows[index - 1], Choice)
        return [Content("")] if index and (roomy or first) else []

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """One line."""
        row = self.rows[index]
        wide = max(cell_len(each.name()) for each in self.rows) + 3
        lead = joined(
            ("▌ " if here else "  ", "$indigo"), fitted(capital(row.name()), wide, "bold $ink" if here else "$ink")
        )
        room = min(width, WIDEST) - lead.cell_length
        if isinstance(row, Choice):
            return [joined(lead, self._values(index, row, room, lead.cell_length))]
        return [joined(lead, " ", (_tail(row.shown(self.own), room - 3), "$ink" if here else "$faint"))]

    def _values(self, index: int, row: Choice, room: int, start: int) -> Content:
        """The values side by side; where they do not fit only the one that is picked, between arrows."""
        now = getattr(self.own, row.field)
        names = [row.called(value) for value in row.values]
        self._cells[index] = []
        if sum(cell_len(name) + 3 for name in names) > room:
            return joined(("‹ ", "$faint"), (row.called(now), "bold $indigo"), (" ›", "$faint"))
        made = Content("")
        for value, name in zip(row.values, names, strict=True):
            piece = words(f" {name} ", "bold $ground on $indigo" if value == now else "$faint")
            begin = start + made.cell_length
            self._cells[index].append((begin, begin + piece.cell_length))
            made = joined(made, piece, " ")
        return made

    def action_point(self, index: int) -> None:
        """Point at another line and tell of it."""
        before = self.at
        super().action_point(index)
        if self.at != before:
            self.post_message(self.Pointed())

    def action_change(self, by: int) -> None:
        """Another value."""
        row = self.rows[self.at]
        if isinstance(row, Choice):
            place = row.values.index(getattr(self.own, row.field))
            self._set(row, (place + by) % len(row.values))

    def _set(self, row: Choice, place: int) -> None:
        self.own = self.own._replace(**{row.field: row.values[place]})
        self.redraw(self.at)
        self.post_message(self.Changed(self.own))

    def take(self, index: int) -> None:
        """Enter changes what is one of a few and opens the rest."""
        if isinstance(self.rows[index], Choice):
            self.action_change(1)
        else:
            super().take(index)

    def on_click(self, event: events.Click) -> None:
        """A click on a value picks it."""
        event.prevent_default()
        index = self._under(event)
        place = event.get_content_offset(self)
        if index < 0 or place is None:
            return
        self.action_point(index)
        row = self.rows[index]
        cells = self._cells.get(index, [])
        under = [number for number, (start, end) in enumerate(cells) if start <= place.x < end]
        if isinstance(row, Choice) and under:
            self._set(row, under[0])
        elif not cells:
            self.action_take()


def _tail(text: str, cells: int) -> str:
    """A text in at most so many cells; of a path the end matters."""
    if cell_len(text) <= cells or not text.startswith(("/", "~")):
        return cut(text, cells)
    while text and cell_len(text) > cells - 1:
        text = text[1:]
    return "…" + text


class SettingsScreen(Room[None]):
    """What a person can set."""

    CSS_PATH = "settings.tcss"
    AUTO_FOCUS = "#settings"
    BINDINGS = [key("escape,q", "dismiss", "回去", "回到刚才的地方", name="settings.back", label="Esc")]

    def inside(self) -> ComposeResult:
        with Vertical(id="house"):
            yield SettingsList(self.jiefang.own, id="settings")
            yield Prose(id="what")
            yield Prose(id="file")

    # ---- words ------------------------------------------------------------------------------------------------

    def speak(self) -> None:
        """Say it in the language in use."""
        self.title_bar.show(capital(_("设置")), self.jiefang.own.trainee)
        self.query_one("#file", Prose).show(words(_("存在 {path}", path=paths.settings()), "$faint"))
        self.query_one(SettingsList).show(self.jiefang.own)
        self._explain()

    def about(self) -> str:
        """For the help screen."""
        return _("上下选一项，左右换值，马上生效，也记在文件里，可以手改。")

    @on(SettingsList.Pointed)
    def _explain(self) -> None:
        settings = self.query_one(SettingsList)
        self.query_one("#what", Prose).show(words(settings.rows[settings.at].what(), "$faint"))

    # ---- doing ------------------------------------------------------------------------------------------------

    @on(SettingsList.Changed)
    def _changed(self, event: SettingsList.Changed) -> None:
        self.jiefang.use(event.own)

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        field = self.query_one(SettingsList).rows[event.index].field
        {"trainee": self._ask_name, "record": self._ask_record, "keys": self._keys, "tour": self._tour}[field]()

    def _ask_name(self) -> None:
        from simulator.app.screens.ask import AskScreen

        def named(text: str | None) -> None:
            if text is not None:
                self.jiefang.use(self.jiefang.own._replace(trainee=text))
                self.speak()

        own = self.jiefang.own
        self.app.push_screen(
            AskScreen(lambda: _("姓名"), lambda: _("写进以后的记录；不写也行。"), own.trainee, 40), named
        )

    def _ask_record(self) -> None:
        from simulator.app.screens.ask import AskScreen

        if terminal.served():
            self.notify(_("在浏览器里玩，记录存在开服务的那台电脑上，不能改到别处。"), timeout=4, markup=False)
            return

        def placed(text: str | None) -> None:
            if text is not None:
                self.jiefang.use(self.jiefang.own._replace(record=text))
                self.speak()

        hint = _("一个文件，或者一个文件夹；空着就用默认的 {path}。", path=paths.store())
        if os.environ.get("JIEFANG_STORE"):
            hint = _("现在由环境变量 JIEFANG_STORE 定着，这里写的要等去掉它才有用。")
        own = self.jiefang.own.record
        self.app.push_screen(AskScreen(lambda: _("记录存在哪里"), lambda: hint, own, 500, refused), placed)

    def _keys(self) -> None:
        from simulator.app.screens.keymap import KeymapScreen

        self.app.push_screen(KeymapScreen())

    def _tour(self) -> None:
        from simulator.app.screens.tour import begin

        begin(self.jiefang)


def refused(text: str) -> str:
    """Why no record can be kept at a place; empty if it can, or could be made."""
    if not text:
        return ""
    from simulator.record.place import file_of

    if "://" in text:
        return _("这里要写本机上的文件。")
    try:
        path = file_of(text)
        folder = path.parent
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        if not Path(text).expanduser().is_absolute():
            return _("请从根目录或 ~ 写起，不然换个地方打开就找不到了。")
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            return _("这里不能写：{path}", path=folder)
        if path.exists() and path.read_bytes()[:16] not in (b"", b"SQLite format 3\x00"):
            return _("这个文件是别的东西，不能当记录用：{path}", path=path)
    except (OSError, ValueError, RuntimeError) as error:
        return _("这里不能用：{why}", why=getattr(error, "strerror", None) or error)
    return ""
