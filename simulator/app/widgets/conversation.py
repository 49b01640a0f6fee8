"""What was said, as a play script: who speaks in the margin, the words beside it, directions in faint ink.

The newest answer can come out in its own rhythm. It is laid out whole before its first word, so that nothing moves
while it is heard; what is not out yet is blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.timer import Timer

from scenarios.conversation import Spoken
from simulator.app.text import clean, cut, joined, told, words
from simulator.app.widgets.page import Page
from simulator.app.widgets.speech import Beat, beats
from simulator.app.wrapping import hung, wrap
from simulator.figures import signed
from simulator.i18n import _
from simulator.moments import Change, Moment

MEASURE = 72
"""Cells of a comfortable line."""

MARGIN = 12
"""Most cells that a name takes in the margin; a longer one stands on a line of its own."""

Lines = list[Content]


class Conversation(Page, can_focus=True):
    """The visit so far. Grows by a moment at a time; earlier ones are not laid out again."""

    @dataclass
    class Heard(Message):
        """The answer is out, in its rhythm or hurried."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.moments: list[Moment] = []
        self._blocks: dict[tuple[int, int], Lines] = {}
        self._margin = 4
        self._width = 0
        self._beats: Iterator[Beat] | None = None
        self._out = Beat(0, 0, 0)
        self._pause = 0.0
        self._timer: Timer | None = None

    # ---- what is shown ----------------------------------------------------------------------------------------

    def show(self, moments: Sequence[Moment]) -> None:
        """Show a visit from its start, in whatever language its moments are."""
        self.hurry()
        self.moments = list(moments)
        self._blocks.clear()
        self._margin = self._measure_margin()
        self.relay()
        self.call_after_refresh(self.follow)

    def add(self, moment: Moment) -> None:
        """A step was taken."""
        self.hurry()
        self.moments.append(moment)
        margin = self._measure_margin()
        if margin != self._margin:
            self._margin = margin
            self._blocks.clear()
        self.relay()
        self.call_after_refresh(self.follow)

    def take_back(self) -> None:
        """The last step was undone."""
        self.hurry()
        self._blocks = {key: block for key, block in self._blocks.items() if key[0] < len(self.moments) - 1}
        self.moments.pop()
        self.relay()
        self.call_after_refresh(self.follow)

    def follow(self) -> None:
        """Bring the answer into view, from its first line if it is longer than the view."""
        width = self.room
        if not self.moments or width <= 0:
            return
        total = len(self.laid(width))
        answer = len(self._block(len(self.moments) - 1, width)) - self._own(len(self.moments) - 1, width)
        end = max(0, total - self.size.height)
        # Just laid out it may have no scroll bar yet, and would not scroll unforced.
        self.scroll_to(y=min(end, max(0, total - answer)), animate=True, duration=0.15, force=True)

    def _own(self, number: int, width: int) -> int:
        """Lines of a moment up to the end of what the trainee said and did."""
        block = self._block(number, width)
        spoken = self.moments[number].spoken
        if number == 0 or not any(one.speaker == "you" for one in spoken):
            return 0
        empty = [index for index, line in enumerate(block) if not line.plain and index > 0]
        return empty[0] + 1 if empty else 0

    # ---- in its rhythm ----------------------------------------------------------------------------------------

    @property
    def speaking(self) -> bool:
        """Whether the answer is still coming out."""
        return self._beats is not None

    def hush(self) -> None:
        """Show nothing of the newest answer until `speak`."""
        self._beats, self._out = iter(()), Beat(0, 0, 0)

    def speak(self, rate: int) -> None:
        """Let the newest answer come out at so many Chinese characters a second."""
        self.hush()
        self._width = self.room
        if self.moments and self.room > 0:
            self._pause = 1 / rate
            self._beats = beats(self._answer())
            self.refresh()
        self._beat()

    def hurry(self) -> None:
        """Let all of it be out now."""
        if self._beats is not None:
            self._beats = None
            if self._timer is not None:
                self._timer.stop()
            self.refresh()
            self.post_message(self.Heard())

    def _beat(self) -> None:
        """The next thing comes out."""
        if self._beats is None:
            return
        before = self._out
        beat = next(self._beats, None)
        while beat is not None and not beat.wait:
            self._out, beat = beat, next(self._beats, None)
        if beat is None:
            self.hurry()
            return
        self._out = beat
        first = self._first + before.line
        self.refresh_lines(first, beat.line - before.line + 1)
        self._timer = self.set_timer(beat.wait * self._pause, self._beat)

    @property
    def _first(self) -> int:
        """The line in which the newest answer begins."""
        width, last = self.room, len(self.moments) - 1
        return len(self.laid(width)) - len(self._block(last, width)) + self._own(last, width)

    def _answer(self) -> list[tuple[str, int, bool]]:
        """Of each line of the newest answer its text, where the words begin, and whether a name stands before them."""
        found = []
        for line in self.laid(self.room)[self._first :]:
            begin = min((at for at in range(len(line) + 1) if cell_len(line.plain[:at]) >= self._margin + 3), default=0)
            begin = begin if cell_len(line.plain[:begin]) >= self._margin + 3 else len(line)
            found.append((line.plain, begin, bool(line.plain[:begin].strip())))
        return found

    def _selected(self, line: Content, number: int) -> Content:
        """A line with what was marked in it, as far as it is out."""
        if self._beats is not None:
            behind = number - self._first - self._out.line
            line = Content("") if behind > 0 else line[: self._out.end] if behind == 0 else line
        return super()._selected(line, number)

    def on_resize(self, event: events.Resize) -> None:
        """Another size: other lines, and the newest in view again. What is being said goes on in the same width."""
        if self.room != self._width:
            self._width = self.room
            self.hurry()
        self._laid.clear()
        super().on_resize(event)
        self.call_after_refresh(self.follow)

    # ---- laying out -------------------------------------------------------------------------------------------

    def _measure_margin(self) -> int:
        names = [clean(spoken.name) for moment in self.moments for spoken in moment.spoken]
        fitting = [cell_len(name) for name in [*names, _("您")] if cell_len(name) <= MARGIN]
        return max(fitting)

    def lines(self, width: int) -> Lines:
        """All moments, a free line between them; what is less than a view stands at its foot, near the choices."""
        found = [line for number in range(len(self.moments)) for line in self._block(number, width)]
        return [Content("")] * (self.size.height - len(found)) + found

    def _block(self, number: int, width: int) -> Lines:
        found = self._blocks.get((number, width))
        if found is None:
            found = self._blocks[number, width] = self._moment(number, min(width - 1, MEASURE + self._margin + 4))
        return found

    def _moment(self, number: int, width: int) -> Lines:
        moment = self.moments[number]
        found: Lines = []
        speaker = None
        for place, spoken in enumerate(moment.spoken):
            if moment.last and place == len(moment.spoken) - 1:
                # The end is no aside: it stands in ink, by itself.
                gap = words(" " * (self._margin + 3))
                return [*found, Content(""), *hung(words(spoken.text, "$ink"), width, gap, gap)]
            same = (spoken.speaker, spoken.name) == speaker
            if not same and (found or number):
                found.append(Content(""))
            found += self._spoken(spoken, width, named=not same)
            if spoken.speaker == "you":
                found += self._first_said(moment.first, width)
                found += self._changes(moment.changes, width)
            speaker = (spoken.speaker, spoken.name)
        return found

    def _spoken(self, spoken: Spoken, width: int, *, named: bool) -> Lines:
        gap = " " * (self._margin + 3)
        if spoken.speaker == "system":
            return hung(words(spoken.text, "$faint"), width, words(gap), words(gap))
        if spoken.speaker == "you":
            lead, rest = self._lead(_("您") if named else "", "$indigo"), words(gap)
            bar = words("▎", "$indigo")
            return hung(_said(spoken), width - 1, joined(lead, bar), joined(rest, bar))
        if spoken.speaker == "stage":
            return hung(words(spoken.text, "$faint"), width, words(gap), words(gap))
        name = clean(spoken.name) if named else ""
        style = "bold $ink" if spoken.speaker == "petitioner" else "$ink"
        if cell_len(name) > self._margin:
            above = [words(cut(name, width), style)]
            return above + hung(_said(spoken), width, words(gap), words(gap))
        return hung(_said(spoken), width, self._lead(name, style), words(gap))

    def _lead(self, name: str, style: str) -> Content:
        """A name, set to the right side of the margin."""
        return joined(" " * (1 + self._margin - cell_len(name)), (name, style), "  ")

    def _first_said(self, text: str, width: int) -> Lines:
        """What the trainee said in words of their own, below what they chose."""
        if not text:
            return []
        gap = words(" " * (self._margin + 4))
        return hung(words(_("您先说的：{text}", text=text), "$indigo"), width, gap, gap)

    def _changes(self, changes: Sequence[Change], width: int) -> Lines:
        """Why the meters moved, as many reasons on a line as fit; what one reason moved stands together."""
        gap = words(" " * (self._margin + 4))
        room = width - gap.cell_length
        together: dict[str, list[str]] = {}
        for change in changes:
            together.setdefault(change.reason, []).append(f"{change.meter} {signed(change.amount)}")
        lines: list[str] = []
        for reason, moved in together.items():
            piece = " ".join([*moved, reason])
            if lines and cell_len(lines[-1]) + 3 + cell_len(piece) <= room:
                lines[-1] += "   " + piece
            else:
                lines.append(piece)
        return [gap + part for line in lines for part in wrap(words(line, "$faint"), room)]


def _said(spoken: Spoken) -> Content:
    """Speech in ink, directions in faint ink."""
    return told(spoken.parts or ((False, spoken.text),))
