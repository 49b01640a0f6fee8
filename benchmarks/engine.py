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
from scenarios.program import Move, compile_edition
from simulator.record.events import Chain, Event
from simulator.record.log import Session
from simulator.visit import Visit

DECISIONS = 2000
FEWER = 200
"""Decisions where each is committed to disk."""
SEED = 1


class Numbers:
    """The numbers that every reader draws from: Lehmer's, because JavaScript can do them exactly."""

    def __init__(self, seed: int) -> None:
        self._now = seed

    def below(self, count: int) -> int:
        """The next number, 0 to count - 1."""
        self._now = self._now * 16807 % 2147483647
        return (self._now >> 8) % count


class Ours:
    """Our engine with the story."""

    def __init__(self, text: str) -> None:
        loaded = load_text(text)
        assert loaded.scenario is not None, loaded.diagnostics
        self.edition: Edition = edition(loaded.scenario)
        self.engine = Engine(compile_edition(self.edition))

    def open(self, play: Play) -> list[Move]:
        """What can be taken, in file order."""
        return self.engine.open_moves(play.state)

    def trace(self, decisions: int, seed: int) -> list[Any]:
        """What is chosen, where it ends, with how many points."""
        found: list[Any] = []
        numbers, done = Numbers(seed), 0
        while done < decisions:
            play, points = Play(self.edition, engine=self.engine), dict.fromkeys(story.DIMENSIONS, 0)
            while not play.ended:
                moves = self.open(play)
                move = moves[numbers.below(len(moves))]
                step = play.choose(move.choice.id)
                case = step.move.acts[step.act].case
                found.append(case.text.zh)
                for code, value in self.engine.emotion(step.move, step.act, step.before.meters)[1].items():
                    points[code[0]] += value
                done += 1
            ending = self.edition.scenario.endings[play.node.id]
            found += [ending.text[0].text.zh, *points.values()]
        return found

    # ---- what is timed ----------------------------------------------------------------------------------------

    def rules(self, decisions: int) -> int:
        """The rules alone: no input to check, nothing kept."""
        numbers, engine, done = Numbers(SEED), self.engine, 0
        while done < decisions:
            state, _ = engine.start()
            while moves := engine.open_moves(state):
                state = engine.step(state, moves[numbers.below(len(moves))]).after
                done += 1
        return done

    def inputs(self, decisions: int) -> int:
        """Choices by id, checked, with the past kept for undo."""
        numbers, done = Numbers(SEED), 0
        while done < decisions:
            play = Play(self.edition, engine=self.engine)
            while not play.ended:
                moves = self.open(play)
                play.choose(moves[numbers.below(len(moves))].choice.id)
                done += 1
        return done

    def events(self, decisions: int) -> int:
        """The same with a hashed event of what happened, but not of what was on the screen."""
        numbers, done = Numbers(SEED), 0
        while done < decisions:
            play, chain = Play(self.edition, engine=self.engine), Chain("bench")
            while not play.ended:
                moves = self.open(play)
                step = play.choose(moves[numbers.below(len(moves))].choice.id)
                scene = self.engine.node(step.before).id
                chain.append(
                    Event("choice", {"scene": scene, "choice": step.move.choice.id, "state": list(step.after)})
                )
                done += 1
        return done

    def visits(self, decisions: int, log: Callable[[Edition, str], Any] | None = None, words: bool = False) -> int:
        """Whole visits, as the product plays them.

        Args:
            decisions: at least so many.
            log: makes a visit's log from edition and seed; a chain in memory by default.
            words: whether everything that is said is put into words as well.
        """
        numbers, done, number = Numbers(SEED), 0, 0
        while done < decisions:
            number += 1
            seed = str(number)
            kept: Any = log(self.edition, seed) if log is not None else Chain("bench")
            play = Play(self.edition, seed, self.engine)
            visit = Visit(play, _session(self.edition, seed), kept)
            talk = visit.conversation("zh") if words else None
            while not play.ended:
                moves = self.open(play)
                step = visit.choose(moves[numbers.below(len(moves))].choice.id)
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
            "rules": partial(_rate, ours.rules),
            "inputs": partial(_rate, ours.inputs),
            "events": partial(_rate, ours.events),
            "visit": partial(_rate, ours.visits),
            "words": partial(_rate, partial(ours.visits, words=True)),
            **{name: partial(_peer_rate, peer) for name, peer in runtimes.items()},
        }
        if (durable := _durable(stack, folder, ours, report)) is not None:
            works["durable"] = partial(_rate, durable, FEWER)
        for work in works.values():
            work()  # once to warm up
        found = rotate(rounds * 2 if full else rounds, works)
    names = {
        "rules": "ours: the rules alone",
        "inputs": "ours: + inputs checked, past kept",
        "events": "ours: + a hashed event of what happened",
        "visit": "ours: a visit with its hashed events in memory",
        "words": "ours: the same, every text put into words",
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


def _rate(play: Callable[[int], int], decisions: int = DECISIONS) -> float:
    start = time.perf_counter()
    done = play(decisions)
    return done / (time.perf_counter() - start)


def _peer_rate(peer: Peer) -> float:
    answer = peer.ask("play", decisions=DECISIONS, seed=SEED)
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
    expected = ours.trace(DECISIONS, SEED)
    for name, peer in runtimes.items():
        found = peer.ask("trace", decisions=DECISIONS, seed=SEED)["trace"]
        if found == expected:
            continue
        at = next((n for n, pair in enumerate(zip(found, expected, strict=False)) if pair[0] != pair[1]), -1)
        report.notes.append(
            f"{name} plays another visit than we do, from item {at}: {found[at]!r}, not {expected[at]!r}"
        )


def _durable(stack: ExitStack, folder: Path, ours: Ours, report: Report) -> Callable[[int], int] | None:
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
