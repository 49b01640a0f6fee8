"""Two to six sessions of one scenario side by side: the curves over one another, and scene by scene who did what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen

from simulator import i18n
from simulator.app.keys import key
from simulator.app.replay.curves import SIGNS, TONES, Curves
from simulator.app.screens.room import Room
from simulator.app.text import joined, stacked, words
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.app.wrapping import hung
from simulator.errors import UserError
from simulator.figures import number as figure
from simulator.i18n import _
from simulator.record import words as record
from simulator.replay.compare import Comparison, Row, compare
from simulator.replay.prices import Prices, Rater
from simulator.replay.recording import Recording
from simulator.report import comparison as said


class RowList(Picklist):
    """A row of the comparison after the other."""

    BINDINGS = [key("enter", "take", "回放", "从这一处回放走到这里的头一个人", name="compare.open", label="↵")]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.comparison: Comparison | None = None

    @property
    def count(self) -> int:
        """How many rows."""
        return 0 if self.comparison is None else len(self.comparison.rows)

    def action_number(self, number: int) -> None:
        """A number is a session, not a row."""
        screen = self.screen
        if isinstance(screen, CompareScreen):
            screen.open_replay(number - 1)

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """Where they are, whether they did the same, and each deed with those who did it."""
        assert self.comparison is not None, "there is a row"
        row = self.comparison.rows[index]
        sign, tone = mark_of(row)
        digits = len(str(self.count))
        mark = ("▌" if here else " ", "$indigo")
        first = joined(mark, (f"{index + 1:>{digits}} ", "$indigo"), (sign, f"bold {tone}"), " ")
        rest = joined(mark, " " * (digits + 3))
        found: list[Content] = []
        style = "" if said.differs(row) else "$faint"
        for line in said.deeds(self.comparison, row.deeds, row.parted):
            found += hung(words(line, style), width - 1, rest if found else first, rest)
        return found or [first]

    def action_point(self, index: int) -> None:
        """Point at another row, and show its place on the curves."""
        super().action_point(index)
        self.screen.query_one(Curves).point(self.at)


def mark_of(row: Row) -> tuple[str, str]:
    """`≠` where those who were there did different things, `·` where not all were there."""
    if row.agreed:
        return " ", "$ink"
    return ("≠", "$vermilion") if said.differs(row) else ("·", "$faint")


class CompareScreen(Room[None]):
    """Sessions side by side. What they cost is worked out in a thread; until then there are no costs.

    Attributes:
        recordings: two to six, of one scenario; each can be replayed.
        prices: of each, None where there are none.
    """

    CSS_PATH = "compare.tcss"
    AUTO_FOCUS = "#rows"
    BINDINGS = [
        key("n", "parted(1)", "不同处", "到下一处做得不同的地方", name="compare.parted"),
        key("N", "parted(-1)", "前一处", "到前一处做得不同的地方", name="compare.last_parted", label="N", show=False),
        key("escape,q", "dismiss", "回去", "回到来的地方", name="compare.back", label="Esc"),
    ]

    def __init__(self, recordings: Sequence[Recording], prices: Sequence[Prices | None] | None = None) -> None:
        """Take the sessions.

        Raises:
            UserError: they cannot be compared.
        """
        super().__init__()
        self.recordings = tuple(recordings)
        self._priced = prices is not None
        self.prices: tuple[Prices | None, ...] = tuple(prices or [None] * len(recordings))
        self.comparison = compare(self.recordings, self.prices, i18n.language())

    def inside(self) -> ComposeResult:
        with Vertical(id="both"):
            yield Prose(id="who")
            yield Curves(id="curves")
            yield RowList(id="rows")

    def on_mount(self) -> None:
        """Begin where they parted; what it cost comes after."""
        super().on_mount()
        if self.comparison.divergence is not None:
            self.query_one(RowList).renew(self.comparison.divergence.row)
            self.query_one(Curves).point(self.comparison.divergence.row)
        if not self._priced:
            self.call_after_refresh(self.price)

    def on_resize(self) -> None:
        """A high window has room for high curves."""
        height = self.size.height
        self.query_one(Curves).make_high(12 if height >= 44 else 8 if height >= 30 else 5 if height >= 23 else 3)

    def speak(self) -> None:
        """Say it in the language in use."""
        if self.comparison.language != i18n.language():
            self.comparison = compare(self.recordings, self.prices, i18n.language())
        found = self.comparison
        self.title_bar.show(_("比较  {title}", title=self.recordings[0].title(found.language)))
        self.banner.show("" if not self._priced else "  ".join(found.notes()))
        self.query_one("#who", Prose).show(self._who())
        self.query_one(Curves).show(found.left)
        rows = self.query_one(RowList)
        rows.comparison = found
        rows.renew(rows.at)

    def _who(self) -> Content:
        lines = []
        for place, (recording, prices) in enumerate(zip(self.recordings, self.prices, strict=True)):
            session = recording.session
            assert session is not None, "it was compared"
            sign = (f"{place + 1} {SIGNS[place]} ", f"bold {TONES[place]}")
            about = "  ".join((record.mode(session), record.when(session.started)[:16], session.id))
            name = self.comparison.names()[place]
            lines.append(joined(sign, (f"{name}  ", "bold $ink"), self._score(recording, prices), (about, "$faint")))
        if self.comparison.divergence is None:
            lines.append(words(_("凡是走到同一处的，做的都一样。"), "$faint"))
        else:
            text = _("第一处不同在第 {n} 行。按编号从那一处回放。", n=self.comparison.divergence.row + 1)
            lines.append(words(text, "$faint"))
        return stacked(lines)

    def _score(self, recording: Recording, prices: Prices | None) -> str:
        """What a session scored; nothing where it has no prices yet."""
        if prices is None or not prices.result.scorable:
            return ""
        if not prices.result.complete:
            return _("没有走完") + "  "
        return f"{figure(prices.result.score)} {prices.result.band.name.text(i18n.language())}  "

    def about(self) -> str:
        """For the help screen."""
        return _(
            "走到同一处的排在一行：≠ 是做得不同，· 是有人没有走到。每件事前面是谁做的、丢了多少。"
            "上面是几个人的曲线，各用各的记号。按编号回放那个人的这一处。"
        )

    # ---- prices -----------------------------------------------------------------------------------------------

    @work(thread=True, group="prices", exclusive=True)
    def price(self) -> None:
        """What each session cost; an edition is solved once."""
        rater = Rater()
        found = [rater.prices(recording) for recording in self.recordings]
        compared = compare(self.recordings, found, i18n.language())
        self.app.call_from_thread(self._found, tuple(found), compared)

    def _found(self, prices: tuple[Prices | None, ...], compared: Comparison) -> None:
        if self.is_attached:
            self.prices, self.comparison, self._priced = prices, compared, True
            self.speak()

    # ---- doing ------------------------------------------------------------------------------------------------

    def action_parted(self, by: int) -> None:
        """To the next row in which they did different things."""
        rows = self.query_one(RowList)
        places = [number for number, row in enumerate(self.comparison.rows) if not row.agreed]
        ahead = [number for number in places if (number > rows.at if by > 0 else number < rows.at)]
        if ahead:
            rows.action_point(ahead[0] if by > 0 else ahead[-1])
        else:
            self.notify(_("那边没有不同的地方了。"), timeout=2, markup=False)

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        event.stop()
        deeds = self.comparison.rows[event.index].deeds
        self.open_replay(next(place for place, deed in enumerate(deeds) if deed is not None))

    def open_replay(self, place: int) -> None:
        """Replay a session from the row that is pointed at."""
        from simulator.app.replay.screen import ReplayScreen

        if not 0 <= place < len(self.recordings) or not self.comparison.rows:
            return
        deed = self.comparison.rows[self.query_one(RowList).at].deeds[place]
        if deed is None:
            self.notify(_("{name} 没有走到这里。", name=self.comparison.names()[place]), timeout=2, markup=False)
            return
        screen = ReplayScreen(self.recordings[place], self.prices[place])
        screen.walk.go(deed.moment)
        self.app.push_screen(screen)


def open_compare(screen: Screen[Any], recordings: Sequence[Recording]) -> None:
    """Put sessions side by side on top of a screen, or say why that cannot be."""
    from simulator.errors import sentence

    try:
        screen.app.push_screen(CompareScreen(recordings))
    except UserError as error:
        screen.notify(sentence(error), severity="warning", timeout=6, markup=False)
