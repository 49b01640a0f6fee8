"""The curve to scrub along: where one stands, what the visit has cost so far, and nothing of what comes."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message

from simulator.app.replay.pieces import tone
from simulator.app.text import joined
from simulator.app.widgets.curve import AXIS, EIGHTHS, FILL, Graph, floor, position, scale
from simulator.replay.telling import Telling
from simulator.replay.walk import Walk


class Scrubber(Graph):
    """The curve over a track with the signs of what is revealed; a click or a drag goes there."""

    @dataclass
    class Moved(Message):
        """Somebody scrubbed; `number` is the moment there."""

        number: int

    def __init__(self, walk: Walk, *, id: str | None = None) -> None:
        super().__init__(1, id=id)
        self._walk = walk
        self._telling: Telling | None = None
        self._held = False

    def show(self, telling: Telling) -> None:
        """Show a recording."""
        self._telling = telling
        self.relay()

    # ---- drawing ----------------------------------------------------------------------------------------------

    def lines(self, width: int) -> list[Content]:
        """The curve from its top line down, then the track."""
        telling = self._telling
        if telling is None:
            return []
        room = max(width - AXIS - 1, 8)
        levels = self._levels(telling, room)
        known = [level for level in levels if level is not None]
        bottom = floor(known)
        heights = [
            0 if level is None else round((max(level, bottom) - bottom) / (100 - bottom) * self.rows * 8)
            for level in levels
        ]
        found = [self._row(row, heights, bottom) for row in range(self.rows - 1, -1, -1)]
        return [*found, self._track(telling, room)]

    def _row(self, row: int, heights: list[int], bottom: float) -> Content:
        label = "100" if row == self.rows - 1 else f"{bottom:.0f}" if row == 0 else ""
        run = "".join(EIGHTHS[min(8, max(0, height - row * 8))] for height in heights)
        return joined(scale(label), (run, FILL))

    def _levels(self, telling: Telling, room: int) -> list[float | None]:
        """The level in every column, that after the moment that stands there; None where it is not shown."""
        found: list[float | None] = [None] * room
        if telling.prices is None:
            return found
        for number in range(self._walk.count):
            if self._walk.shows_marks(number):
                start, end = self._column(number, room), self._column(number + 1, room)
                found[start:end] = [telling.left(number + 1)] * (end - start)
        if self._walk.count and self._walk.shows_marks(self._walk.count - 1):
            found[-1] = telling.left(self._walk.count)
        return found

    def _column(self, number: int, room: int) -> int:
        return position(number, self._walk.count + 1, room)

    def _track(self, telling: Telling, room: int) -> Content:
        """What is behind as a line, what is ahead as points, signs where they fell, and where one stands."""
        here = self._column(self._walk.at, room)
        cells: list[tuple[str, str]] = [("━", "$rule") if column < here else ("·", "$rule") for column in range(room)]
        for number in range(self._walk.count):
            verdict = telling.verdict(number) if self._walk.shows_marks(number) else None
            if verdict is not None and (verdict.cost >= 2 or verdict.id == "red_line"):
                column = self._column(number, room)
                for place, sign in enumerate(verdict.sign[: room - column]):
                    cells[column + place] = (sign, f"bold {tone(verdict)}")
        cells[here] = ("▲", "bold $indigo")
        track = joined(*cells)
        return joined(" " * AXIS, track)

    # ---- scrubbing --------------------------------------------------------------------------------------------

    def _at(self, event: events.MouseEvent) -> int | None:
        place = event.get_content_offset(self)
        if place is None:
            return None
        room = max(self.room - AXIS - 1, 8)
        column = max(0, min(place.x - AXIS, room - 1))
        return round(column * self._walk.count / max(room - 1, 1))

    def _to(self, event: events.MouseEvent) -> None:
        number = self._at(event)
        if number is not None:
            self.post_message(self.Moved(number))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the place."""
        self._held = True
        self.capture_mouse()
        self._to(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag it along."""
        if self._held:
            self._to(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        self._held = False
        self.release_mouse()
