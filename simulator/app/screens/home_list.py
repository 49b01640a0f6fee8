"""The list on the home screen: the first visit, visits to go on with, what is recommended, the library."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message

from simulator import i18n
from simulator.app.keys import key
from simulator.app.text import joined, spread, words
from simulator.app.widgets.long_list import LongList
from simulator.figures import capital
from simulator.i18n import _

if TYPE_CHECKING:
    from simulator.directory import Filter, Listed, Unfinished

WIDEST = 96
"""Cells that a row takes at most, so that its two ends stay together on a wide screen."""

FILTERS = (("level", "v"), ("audience", "a"), ("dimension", "d"))
"""What the library can be narrowed by, and the key of each."""


@dataclass(frozen=True)
class Advice:
    """The scenario that is recommended, and the weak indicator it trains; empty where none is known."""

    listed: Listed
    code: str


@dataclass(frozen=True)
class Welcome:
    """The offer of a first visit, made to whoever has neither taken it nor played anything."""


class Directory(LongList):
    """The first visit where it is offered, unfinished visits, the recommended scenario, then the library."""

    BINDINGS = [key("enter", "take", "进入", "打开这一项", name="home.open")]

    class Pointed(Message):
        """Another row is pointed at, or the rows are other ones."""

    @dataclass
    class Narrowed(Message):
        """A filter was clicked."""

        field: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.welcome: tuple[Welcome, ...] = ()
        self.unfinished: tuple[Unfinished, ...] = ()
        self.advice: tuple[Advice, ...] = ()
        self.scenarios: tuple[Listed, ...] = ()
        self.filter: Filter | None = None
        self._spans: list[tuple[int, int, str]] = []
        self.typed: Callable[[events.Key], Awaitable[bool]] | None = None

    async def on_key(self, event: events.Key) -> None:
        """Whatever begins a search is asked first, before the next key of the same burst is looked at here."""
        if self.typed is not None and self.screen.focused is self and await self.typed(event):
            event.stop()
            event.prevent_default()

    @property
    def count(self) -> int:
        """How many rows."""
        return self._starts()[-1] + len(self.scenarios)

    @property
    def pointed_at(self) -> Welcome | Unfinished | Listed | None:
        """The row that is pointed at."""
        rows: Sequence[Welcome | Unfinished | Listed] = (
            *self.welcome,
            *self.unfinished,
            *(advice.listed for advice in self.advice),
            *self.scenarios,
        )
        return rows[self.at] if 0 <= self.at < len(rows) else None

    def action_number(self, number: int) -> None:
        """Rows here have no numbers."""

    def action_point(self, index: int) -> None:
        """Point at a row, and tell."""
        before = self.at
        super().action_point(index)
        if self.at != before:
            self.post_message(self.Pointed())

    def renew(self, at: int = 0) -> None:
        """Other rows, and tell."""
        super().renew(at)
        self.post_message(self.Pointed())

    # ---- drawing ----------------------------------------------------------------------------------------------

    def _starts(self) -> tuple[int, int, int]:
        """The first row of the visits to go on with, of the recommendation, and of the library."""
        left = len(self.welcome)
        advice = left + len(self.unfinished)
        return left, advice, advice + len(self.advice)

    def gap(self, index: int) -> int:
        """A heading over each part, a free line over every row but the very first."""
        return 1 if index == 0 else 2 if index in self._starts() else 1

    def above(self, index: int, width: int) -> list[Content]:
        """A heading over each of the parts, a free line over every row."""
        left, advice, library = self._starts()
        if index and index not in (left, advice, library):
            return [Content("")]
        if index == library:
            heading = self._shelf(min(width, WIDEST) - 1)
        else:
            name = _("第一次来") if index < left else _("继续") if index < advice else _("建议")
            heading = words("  " + capital(name), "$faint")
        return [Content(""), heading] if index else [heading]

    def _shelf(self, width: int) -> Content:
        """The name of the library, how many there are, and what it is narrowed to, each with its key."""
        made = Content("")
        spans = []
        for field, letter in FILTERS:
            value = getattr(self.filter, field) if self.filter is not None else None
            name = _value(field, value)
            tone = "bold $indigo" if value not in (None, "") else "$faint"
            piece = joined((letter, "$indigo"), (f" {_label(field)} ", "$faint"), (name, tone))
            gap = "   " if made else ""
            spans.append((made.cell_length + len(gap), made.cell_length + len(gap) + piece.cell_length, field))
            made = joined(made, gap, piece)
        left = words("  " + _("练习场"), "$faint")
        start = max(width - made.cell_length, left.cell_length + 1)
        self._spans = [(start + first, start + last, field) for first, last, field in spans]
        return spread(left, made, width)

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """Two lines: what it is, and what is known of it."""
        room = min(width, WIDEST) - 3
        mark = words("▌ " if here else "  ", "$indigo")
        first, second = self._words(index, room, here=here)
        return [joined(mark, first), joined(mark, second)]

    def _words(self, index: int, room: int, *, here: bool) -> tuple[Content, Content]:
        from scenarios.vocabulary import vocabulary

        language = i18n.language()
        bold = "bold $ink" if here else "$ink"
        left, advice, library = self._starts()
        if index < left:
            return words(_("试一试"), bold), words(_("两分钟，同事扮来访人，把按键用一遍。不计分，跳过也行"), "$faint")
        if index < advice:
            visit = self.unfinished[index - left]
            mode = vocabulary().modes[visit.mode].name.text(language)
            right = words(_("{mode}  ·  第 {n} 步", mode=mode, n=visit.steps + 1), "$faint")
            left_at = visit.left_at.get(language) or ""
            # Found out last, since it takes playing the visit again.
            stopped = words(_("停在「{words}」", words=left_at) if left_at else " ", "$faint")
            return spread(words(visit.name(language), bold), right, room), stopped.truncate(room, ellipsis=True)
        scenario = self.scenarios[index - library] if index >= library else self.advice[index - advice].listed
        tone = "$faint" if scenario.problem else bold
        facts = words(scenario.facts(language, room), "$faint")
        if index < library:
            facts = words(_why(self.advice[index - advice].code), "$faint")
        return (
            spread(words(scenario.name(language), tone), words(scenario.marks(), "$faint"), room),
            facts.truncate(room, ellipsis=True),
        )

    def on_click(self, event: events.Click) -> None:
        """A click on a filter is its key."""
        place = event.get_content_offset(self)
        if place is None or self._under(event) >= 0:
            return
        owner = self._owner()
        line = place.y + self.scroll_offset.y
        if 0 <= line < len(owner) - 1 and owner[line + 1] == self._starts()[-1]:
            for first, last, field in self._spans:
                if first <= place.x < last:
                    self.post_message(self.Narrowed(field))


def narrowed_to(wanted: Filter) -> str:
    """A filter in words."""
    values = [(field, getattr(wanted, field)) for field, _letter in FILTERS]
    return "  ".join(f"{_label(field)} {_value(field, value)}" for field, value in values if value not in (None, ""))


def _value(field: str, value: object) -> str:
    from scenarios.vocabulary import vocabulary

    if value in (None, ""):
        return _("全部")
    known = vocabulary()
    terms = {"level": known.levels, "audience": known.audiences, "dimension": known.dimensions}[field]
    return terms[value].name.text(i18n.language())  # type: ignore[index, no-any-return]


def _label(field: str) -> str:
    return capital({"level": _("级别"), "audience": _("对象"), "dimension": _("维度")}[field])


def _why(code: str) -> str:
    """Why a scenario is recommended."""
    from scenarios.vocabulary import vocabulary

    if not code:
        return _("从这里开始")
    name = vocabulary().indicators[code].name.text(i18n.language())
    return _("最近几次，{name}丢分最多", name=name)
