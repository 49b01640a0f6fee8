"""Decisions per second: our headless engine with a hashed event a decision, beside three ink runtimes.

Every reader plays the same story of 200 scenes and 630 choices from the same numbers, visit after visit, and takes at
random one of the choices that are open. Before anything is timed, all of them play the same visits and what they
chose, where they ended and with how many points is compared.

Ours is the product's own way: a `Visit` whose log is a `Chain` in memory, so each decision checks the input, plays it,
and makes a canonical JSON event that is hashed onto the one before. The other rows leave parts of that out or add to
it; none of them is the goal's.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import peers, story
from benchmarks.measure import Report, paired, rotate
from benchmarks.peers import MissingPeerError, Peer
from scenarios.edition import Edition, edition
from scenarios.engine import Engine
from scenarios.load import load_text
from scenarios.play import Play
from scenarios.program import compile_edition
from simulator.record.choice_events import choice_events
from simulator.record.events import Chain
from simulator.record.log import Session
from simulator.visit import Visit

DECISIONS = 10_000
SLOWER = 2000
"""Decisions of a runtime that takes longer for them."""
FEWER = 200
"""Decisions where each is committed to disk."""
SEED = 1


def following(number: int) -> int:
    """The number after one: Lehmer's, because JavaScript can do them exactly. Its lower byte is not used."""
    return number * 16807 % 2147483647


class Ours:
    """Our engine with the story."""

    def __init__(self, text: str) -> None:
        loaded = load_text(text)
        assert loaded.scenario is not None, loaded.diagnostics
        self.edition: Edition = edition(loaded.scenario)
        self.engine = Engine(compile_edition(self.edition))

    def trace(self, decisions: int, seed: int) -> list[Any]:
        """What is chosen, where it ends, with how many points."""
        found: list[Any] = []
        draw, done = seed, 0
        while done < decisions:
            play, points = Play(self.edition, engine=self.engine), dict.fromkeys(story.DIMENSIONS, 0)
            while ids := play.offered.open_ids:
                draw = following(draw)
                step = play.choose(ids[(draw >> 8) % len(ids)])
                case = step.move.acts[step.act].case
                found.append(case.text.zh)
                for code, value in self.engine.emotion(step.move, step.act, step.before.meters)[1].items():
                    points[code[0]] += value
                done += 1
            ending = self.edition.scenario.endings[play.node.id]
            found += [ending.text[0].text.zh, *points.values()]
        return found

    # ---- what is timed: decisions until at least so many were taken and a visit is over -----------------------

    def rules(self, decisions: int, draw: int) -> int:
        """The rules alone: no input to check, nothing kept."""
        engine, done = self.engine, 0
        while done < decisions:
            state, _ = engine.start()
            while moves := engine.open_moves(state):
                draw = draw * 16807 % 2147483647
                state = engine.step(state, moves[(draw >> 8) % len(moves)]).after
                done += 1
        return done

    def inputs(self, decisions: int, draw: int) -> int:
        """Choices by id, checked, with the past kept for undo."""
        done = 0
        while done < decisions:
            play = Play(self.edition, engine=self.engine)
            while ids := play.offered.open_ids:
                draw = draw * 16807 % 2147483647
                play.choose(ids[(draw >> 8) % len(ids)])
                done += 1
        return done

    def events(self, decisions: int, draw: int) -> int:
        """The same with a hashed event of what happened, but without what was on the screen and for how long."""
        event, done = choice_events(self.engine.program).event, 0
        while done < decisions:
            play, chain = Play(self.edition, engine=self.engine), Chain("bench")
            while ids := play.offered.open_ids:
                draw = draw * 16807 % 2147483647
                step = play.choose(ids[(draw >> 8) % len(ids)])
                chain.append(event("choice", step, "[]", 0))
                done += 1
        return done

    def visits(
        self,
        decisions: int,
        draw: int,
        log: Callable[[Edition, str], Any] | None = None,
        words: bool = False,
        screen: bool = False,
    ) -> int:
        """Whole visits, as the product plays them.

        Args:
            decisions: at least so many.
            draw: where the numbers begin; each visit has a seed of its own besides.
            log: makes a visit's log from edition and seed; a chain in memory by default.
            words: whether everything that is said is put into words as well.
            screen: whether choices are put into the order on screen, and the time until one is taken is measured.
        """
        done = 0
        while done < decisions:
            seed = str(draw)
            kept: Any = log(self.edition, seed) if log is not None else Chain("bench")
            play = Play(self.edition, seed, self.engine)
            visit = Visit(play, _session(self.edition, seed), kept)
            talk = visit.conversation("zh") if words else None
            while ids := play.offered.open_ids:
                if screen:
                    visit.shown()
                draw = draw * 16807 % 2147483647
                step = visit.choose(ids[(draw >> 8) % len(ids)])
                if talk is not None:
                    talk.step(step)
                done += 1
            if log is not None:
                kept.close()
        return done


def _session(played: Edition, seed: str) -> Session:
    return Session("bench", played.scenario.id, "", played.variant.name, "simulation", seed, "", "zh", "")


def measure(rounds: int = 5, full: bool = False) -> Report:
    """Measure it."""
    report = Report("engine: decisions per second, 200 scenes, 630 choices")
    tale = story.generate()
    ours = Ours(story.to_yaml(tale))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="jiefang-bench-")))
        runtimes = _runtimes(stack, folder, story.to_ink(tale), report)
        _compare(ours, runtimes, report)
        works: dict[str, Callable[[], float]] = {
            "rules": _Rate(ours.rules),
            "inputs": _Rate(ours.inputs),
            "events": _Rate(ours.events),
            "visit": _Rate(ours.visits),
            "screen": _Rate(partial(ours.visits, screen=True)),
            "words": _Rate(partial(ours.visits, words=True), SLOWER),
            **{name: _PeerRate(peer) for name, peer in runtimes.items()},
        }
        if (durable := _durable(stack, folder, ours, report)) is not None:
            works["durable"] = _Rate(durable, FEWER, time.perf_counter)
        for work in works.values():
            work()  # once to warm up
        found = rotate(rounds * 2 if full else rounds, works)
    names = {
        "rules": "ours: the rules alone",
        "inputs": "ours: + inputs checked, past kept",
        "events": "ours: + a hashed event of what happened",
        "visit": "ours: a visit with its hashed events in memory",
        "screen": "ours: the same, choices in the order on screen",
        "words": "ours: a visit in memory, every text put into words",
        "durable": "ours: a visit with every decision committed to disk",
        "inkjs": "inkjs 2.4.0 (JavaScript)",
        "bink": "bink 0.7.1 (Rust, called from Python)",
        "inkcpp": "inkcpp-py 0.1.12 (C++, called from Python)",
    }
    for name, text in names.items():
        if name in found:
            beside = f"{paired(found[name], found['inkjs']):.1f} x inkjs" if "inkjs" in found else ""
            report.add(text, found[name], "/s", beside)
    if "inkjs" in found:
        report.goal(
            "a visit with hashed events in memory, decisions per second / inkjs",
            paired(found["visit"], found["inkjs"]), 15, at_least=True,
        )  # fmt: skip
    return report


class _Rate:
    """Decisions per second of processor time; each call plays visits that were not played before."""

    def __init__(
        self,
        play: Callable[[int, int], int],
        decisions: int = DECISIONS,
        clock: Callable[[], float] = time.process_time,
    ) -> None:
        self._play = play
        self._decisions = decisions
        self._clock = clock
        self._seed = SEED

    def __call__(self) -> float:
        self._seed += 1
        start = self._clock()
        done = self._play(self._decisions, self._seed)
        return done / (self._clock() - start)


class _PeerRate:
    """The same for a peer, which times itself."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._seed = SEED

    def __call__(self) -> float:
        self._seed += 1
        answer = self._peer.ask("play", decisions=SLOWER, seed=self._seed)
        return float(answer["decisions"] / answer["seconds"])


def _runtimes(stack: ExitStack, folder: Path, source: str, report: Report) -> dict[str, Peer]:
    """The ink runtimes that are here, each with the story."""
    ink, compiled = folder / "story.ink", folder / "story.json"
    ink.write_text(source, "utf-8")
    found: dict[str, Peer] = {}
    try:
        inkjs = stack.enter_context(peers.ink_compiler())
        inkjs.ask("source", file=str(ink))
        inkjs.ask("compile")
        inkjs.ask("save", file=str(compiled))
        inkjs.ask("load", file=str(compiled))
        found["inkjs"] = inkjs
    except MissingPeerError as error:
        report.notes += [str(error), "bink, inkcpp: skipped, they read what inkjs compiles"]
        return found
    for name in peers.RUNTIMES:
        try:
            peer = stack.enter_context(peers.ink_runtime(name, compiled))
            peer.ask("play", decisions=1, seed=SEED)
            found[name] = peer
        except MissingPeerError as error:
            report.notes.append(str(error))
    return found


def _compare(ours: Ours, runtimes: dict[str, Peer], report: Report) -> None:
    """Whether all of them play the same."""
    expected = ours.trace(SLOWER, SEED)
    for name, peer in runtimes.items():
        found = peer.ask("trace", decisions=SLOWER, seed=SEED)["trace"]
        if found == expected:
            continue
        at = next((n for n, pair in enumerate(zip(found, expected, strict=False)) if pair[0] != pair[1]), -1)
        report.notes.append(
            f"{name} plays another visit than we do, from item {at}: {found[at]!r}, not {expected[at]!r}"
        )


def _durable(stack: ExitStack, folder: Path, ours: Ours, report: Report) -> Callable[[int, int], int] | None:
    """Visits that are kept in a store of their own."""
    try:
        from simulator.record.store import open_store
    except ImportError as error:
        report.notes.append(f"durable commits: skipped, {error}")
        return None
    before = os.environ.get("JIEFANG_HOME")
    os.environ["JIEFANG_HOME"] = str(folder)
    stack.callback(_restore_home, before)
    store = stack.enter_context(open_store())

    def log(played: Edition, seed: str) -> Any:
        return store.create(played, mode="simulation", seed=seed, trainee="bench", language="zh")

    return partial(ours.visits, log=log)


def _restore_home(before: str | None) -> None:
    if before is None:
        os.environ.pop("JIEFANG_HOME", None)
    else:
        os.environ["JIEFANG_HOME"] = before
