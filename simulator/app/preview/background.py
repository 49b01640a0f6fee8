"""What goes on behind the preview: looking whether a file was saved, reading it, every check with the solver."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message

from scenarios.diagnostic import Diagnostic, ScenarioError, Severity, severity_of
from simulator import paths
from simulator.app.screens.room import Room
from simulator.preview.proof import Failed, Found, News, Progress, Proof, Solved
from simulator.preview.workbench import Reading, Workbench, read

if TYPE_CHECKING:
    from scenarios.edition import Edition
    from scoring.evaluate import Evaluator

LOOK = 0.1
"""Seconds between two looks at the files."""

SETTLE = 0.03
"""Seconds after which a change must stand still: an editor may save in several steps."""

PATIENCE = 0.1
"""Seconds before solving begins: the screen goes first, and another save may follow."""

GONE = 15
"""Looks for which a file may be missing before that is told; an editor may put a new one in its place."""


class Background(Room[None]):
    """A screen over a workbench that follows its files.

    Attributes:
        bench: the scenario and the visit in it.
        proved: findings of the last solving that came to an end; `old` where the files have changed since.
        share: how much of the solving is done, 0..1; None where nothing is being solved.
        trouble: why it could not be solved, or empty.
        took: milliseconds from the save that was seen to the new state on screen.
    """

    @dataclass
    class Heard(Message):
        """The process that proves has something to tell."""

        number: int
        news: News

    @dataclass
    class Learnt(Message):
        """A solution is there to be asked."""

        evaluator: Evaluator

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self.proved: tuple[Diagnostic, ...] = ()
        self.old = False
        self.share: float | None = None
        self.trouble = ""
        self.took: float | None = None
        self.saved = 0
        self._stamps: dict[str, tuple[int, int]] = {}
        self._watching: asyncio.Task[None] | None = None
        self._proof: Proof | None = None
        self._number = 0
        self._solved: set[str] = set()

    # ---- what a subclass gives --------------------------------------------------------------------------------

    def reread(self) -> None:
        """The scenario is another one now: show it."""

    def renew_findings(self) -> None:
        """Findings, or how far the solving is, have changed."""

    def renew_worth(self) -> None:
        """What things are worth is known now."""

    # ---- coming and going -------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Begin to watch and to prove."""
        super().on_mount()
        self._watching = asyncio.create_task(self._watch())
        self._watching.add_done_callback(self._watched)
        self.call_after_refresh(self.prove)

    def on_unmount(self) -> None:
        """Nothing goes on without the screen."""
        if self._watching is not None:
            self._watching.cancel()
        self._number += 1
        if self._proof is not None:
            self._proof.stop()

    # ---- watching ---------------------------------------------------------------------------------------------

    async def _watch(self) -> None:
        self._stamps = await self._look()
        while True:
            await asyncio.sleep(LOOK)
            now = await self._look()
            if now != self._stamps:
                began = time.perf_counter()
                self._stamps, reading = await self._settled(now)
                self._take(reading, began)

    def _watched(self, task: asyncio.Task[None]) -> None:
        """An error of the watching is one of the program: nobody else would hear of it."""
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self.app._handle_exception(error)

    async def _look(self) -> dict[str, tuple[int, int]]:
        from simulator.checking.watch import stamps

        found = {}
        with contextlib.suppress(OSError):
            found = await asyncio.to_thread(stamps, [self.bench.path])
        own = [time_ns for name, (_, time_ns) in found.items() if name.startswith(str(self.bench.path))]
        self.saved = max(own, default=self.saved)
        return found

    async def _settled(self, now: dict[str, tuple[int, int]]) -> tuple[dict[str, tuple[int, int]], Reading]:
        """What stands in the files once they stand still.

        They do when they were the same before and after they were read, and no file is missing that was there, unless
        it stays away for long.
        """
        looks = 0
        while True:
            reading, _ = await asyncio.gather(asyncio.to_thread(read, self.bench.path), asyncio.sleep(SETTLE))
            later = await self._look()
            looks += 1
            if later == now and (self._stamps.keys() <= later.keys() or looks > GONE):
                return later, reading
            now = later

    def _take(self, reading: Reading, began: float) -> None:
        """Go on with what was read, and show it before anything else is done with it."""
        self.bench.take(reading)
        self.old = bool(self.proved)
        self.stop_proving()
        self.reread()
        self.call_after_refresh(self._shown, began)

    def _shown(self, began: float) -> None:
        self.took = (time.perf_counter() - began) * 1000
        self.prove()

    # ---- proving ----------------------------------------------------------------------------------------------

    @property
    def faulty(self) -> bool:
        """Whether there is an error, so that nothing is solved."""
        return any(severity_of(each) is Severity.ERROR for each in self.bench.findings)

    def prove(self) -> None:
        """Make every check in the background, in the place of what is under way."""
        self.stop_proving()
        if self.share is not None:
            number = self._number
            self.set_timer(PATIENCE, lambda: self._prove(number))
        self.renew_findings()

    def stop_proving(self) -> None:
        """What is under way is of no use any more."""
        self._number += 1
        if self._proof is not None:
            self._proof.stop()
        self.trouble = ""
        self.share = None if self.faulty or self.bench.play is None else 0.0

    @work(thread=True, group="proof")
    def _prove(self, number: int) -> None:
        if number != self._number:
            return
        try:
            proof = self._proof = Proof(self.bench.path, self.bench.variant)
        except OSError as error:
            self.post_message(self.Heard(number, Failed(str(error))))
            return
        if number != self._number:
            proof.stop()
        for news in proof.news():
            self.post_message(self.Heard(number, news))

    @on(Heard)
    def _heard(self, event: Heard) -> None:
        if event.number != self._number:
            return
        match event.news:
            case Progress(share):
                self.share = share
            case Solved(_, edition):
                self._solved.add(edition)
                self.learn()
            case Found(findings):
                self.share, self.old = None, False
                self.proved = tuple(each for each in findings if each not in self.bench.findings)
            case Failed(why):
                self.share, self.trouble = None, why
        self.renew_findings()

    # ---- what things are worth --------------------------------------------------------------------------------

    def learn(self) -> None:
        """Get the solution of what is played, if it has been solved and is not at hand."""
        play = self.bench.play
        if play is None or self.bench.evaluator is not None:
            return
        edition = play.engine.program.edition
        if edition.hash in self._solved:
            self._learn(edition)

    @work(thread=True, group="learning")
    def _learn(self, edition: Edition) -> None:
        from scoring.cache import solved
        from scoring.evaluate import Evaluator

        with contextlib.suppress(ScenarioError):
            self.post_message(self.Learnt(Evaluator(solved(edition, paths.cache() / "solutions"))))

    @on(Learnt)
    def _learnt(self, event: Learnt) -> None:
        self.bench.know(event.evaluator)
        self.renew_worth()
