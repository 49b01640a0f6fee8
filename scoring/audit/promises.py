"""What the author promised: `ensure:` on every path of every variant, and the golden tests of the file.

A promise is checked over all states of a variant, explored anew so that everything it reads is kept to the end: its
breach is booked at the endings as if it were a loss there, by the rules that book losses. What is found is the shortest
way that breaks it; where none is found, none exists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenarios.diagnostic import Diagnostic
from scenarios.edition import Edition
from scenarios.expand import DIMENSION_LETTERS, Edges, Rows
from scenarios.explore import Exploration, TooManyStatesError
from scenarios.expression import Expression, Literal, Not, Value, all_of, fold, names, unparse
from scenarios.model import Loss, Promise
from scenarios.play import Play
from scenarios.witness import distances, seed_of, shortest_path, token
from scoring.audit.replay import replay
from scoring.audit.subject import Subject, basis
from scoring.golden import run_tests

PROMISE_LIMIT = 4_000_000
"""States beyond which a promise is left undecided, and said to be."""
GROUP_LIMIT = 400_000
"""States beyond which promises that are explored together are parted: what each reads multiplies."""
TOGETHER = 40
"""Promises explored at once at most: their breaches are told apart as powers of two in one sum of points."""
BROKEN, ASKED = "L1", "C1"
"""The indicators in whose columns breaches, and `when` conditions that came to hold, are booked."""


def check(subject: Subject) -> Iterator[Diagnostic]:
    """JF6001 to JF6004 for the promises, JF8001 to JF8003 for the tests of every variant."""
    found = {variant: verdicts(study.edition) for variant, study in subject.studies.items()}
    for variant, each in found.items():
        for verdict in each:
            yield from _told(verdict, variant, subject)
    for number, promise in enumerate(subject.scenario.ensure):
        mine = {variant: each[number] for variant, each in found.items()}
        idle = subject.complete and not any(verdict.asked or verdict.undecided for verdict in mine.values())
        if promise.when is not None and idle:
            explored = basis({variant: verdict.states for variant, verdict in mine.items()})
            yield Diagnostic(
                "JF6003", promise.mark, {"number": number + 1, "when": unparse(promise.when), "basis": explored}
            )
    for variant, study in subject.studies.items():
        yield from run_tests(subject.scenario, variant, study.evaluator, subject.top)


@dataclass(frozen=True, slots=True)
class Breach:
    """The shortest way that breaks a promise: inputs, the seed with which they lead there, and where they lead."""

    path: tuple[str, ...]
    seed: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a promise in a variant.

    Attributes:
        number: which promise, from 0.
        breach: the shortest way to break it, None if there is none.
        asked: whether its `when` holds at some ending that can be reached.
        undecided: there were too many states.
        states: how many states were explored for it.
    """

    number: int
    states: int
    breach: Breach | None = None
    asked: bool = False
    undecided: bool = False


def _told(verdict: Verdict, variant: str, subject: Subject) -> Iterator[Diagnostic]:
    promise = subject.scenario.ensure[verdict.number]
    about = {"number": verdict.number + 1, "variant": variant}
    if verdict.undecided:
        yield Diagnostic("JF6004", promise.mark, {**about, "limit": f"{PROMISE_LIMIT:,}"})
    elif verdict.breach is not None:
        breach = verdict.breach
        run = replay(subject.scenario, variant, breach.path, breach.seed)
        if promise.never is not None:
            arguments = {**about, "never": unparse(promise.never), "place": breach.place, "run": run}
            yield Diagnostic("JF6002", promise.mark, arguments)
        else:
            when = unparse(promise.when) if promise.when is not None else "true"
            arguments = {**about, "when": when, "then": unparse(promise.then or Literal(True)), "run": run}
            yield Diagnostic("JF6001", promise.mark, {**arguments, "ending": breach.place})


def verdicts(edition: Edition) -> list[Verdict]:
    """What becomes of each promise of a scenario in one variant, exactly."""
    wanted = list(range(len(edition.scenario.ensure)))
    found: list[Verdict] = []
    for start in range(0, len(wanted), TOGETHER):
        found += _decided(edition, wanted[start : start + TOGETHER])
    return found


def _decided(edition: Edition, numbers: Sequence[int]) -> list[Verdict]:
    """All at once or, if that makes many states, each half by itself."""
    alone = len(numbers) == 1
    try:
        return _Proof(edition, numbers, PROMISE_LIMIT if alone else min(GROUP_LIMIT, PROMISE_LIMIT)).verdicts()
    except TooManyStatesError:
        if alone:
            return [Verdict(numbers[0], PROMISE_LIMIT, undecided=True)]
        middle = len(numbers) // 2
        return _decided(edition, numbers[:middle]) + _decided(edition, numbers[middle:])


class _Proof:
    """Some promises of a scenario over all states of one variant."""

    def __init__(self, edition: Edition, numbers: Sequence[int], limit: int) -> None:
        self.edition = edition
        self.numbers = numbers
        self.promises: list[Promise] = [edition.scenario.ensure[number] for number in numbers]
        self.exploration = Exploration(asking(edition, self.promises), limit, owed=False).run()
        self._broken: dict[int, _Place] = {}
        self._asked = 0

    @cached_property
    def _steps(self) -> list[NDArray[np.int32]]:
        return distances(self.exploration)

    def verdicts(self) -> list[Verdict]:
        """One for each promise."""
        self._look()
        states = self.exploration.states
        return [
            Verdict(number, states, self._breach(index), bool(self._asked >> index & 1))
            for index, number in enumerate(self.numbers)
        ]

    def _look(self) -> None:
        """Go over everything: what ends a visit, and for `never` every state too."""
        for edges in self.exploration.begin:
            self._look_at_end(-1, edges)
        for number, block in enumerate(self.exploration.blocks):
            for edges in block.edges:
                self._look_at_end(number, edges)
            for index, condition in self._never:
                rows = np.flatnonzero(self.exploration.packing.test(condition)(block.states)).astype(np.int32)
                self._note(index, number, None, rows)

    def _look_at_end(self, number: int, edges: Edges) -> None:
        if edges.place is not None or edges.booked is None:
            return
        self._asked |= int(np.bitwise_or.reduce(_column(edges, ASKED)))
        broken = _column(edges, BROKEN)
        for index in range(len(self.numbers)):
            self._note(index, number, edges, edges.rows[np.flatnonzero(broken >> index & 1)])

    def _note(self, index: int, block: int, edges: Edges | None, rows: Rows) -> None:
        """Keep the nearest of the places where a promise is broken; block -1 stands before the first state."""
        if not len(rows):
            return
        if block < 0:
            self._broken[index] = _Place(0, block, edges, 0)
            return
        steps = self._steps[block][rows]
        nearest = int(steps.argmin())
        length = int(steps[nearest]) + (edges is not None)
        if index not in self._broken or length < self._broken[index].length:
            self._broken[index] = _Place(length, block, edges, int(rows[nearest]))

    @cached_property
    def _never(self) -> list[tuple[int, Expression]]:
        """Conditions that may hold in no state, an ending or not; `ending` means nothing before there is one."""
        found = []
        for index, promise in enumerate(self.promises):
            if promise.never is None:
                continue
            condition = self.edition.fold(promise.never)
            if condition != Literal(False) and "ending" not in names(condition):
                found.append((index, condition))
        return found

    def _breach(self, index: int) -> Breach | None:
        found = self._broken.get(index)
        if found is None:
            return None
        nodes = self.exploration.program.nodes
        path = shortest_path(self.exploration, found.block, found.row) if found.block >= 0 else []
        if found.edges is None:
            place = nodes[self.exploration.blocks[found.block].place.node].id
        else:
            place = nodes[found.edges.ending].id
            path += [token(self.exploration, found.block, found.edges.move)] if found.block >= 0 else []
        promise = self.promises[index]
        seed = seed_of(self.exploration, path, lambda play: play.node.id == place and breaks(promise, play))
        return Breach(tuple(path), seed, place)


class _Place(NamedTuple):
    """Where a promise is broken: fewest inputs that lead there, the state, and the edges to an ending taken in it."""

    length: int
    block: int
    edges: Edges | None
    row: int


def breaks(promise: Promise, play: Play) -> bool:
    """Whether a play of an edition of :func:`asking`, as it stands, breaks a promise; by the engine alone."""
    edition = play.engine.program.edition
    condition = edition.fold(_violated(promise))
    if play.ended:
        condition = _at_ending(condition, play.node.id, edition)
    elif promise.never is None or "ending" in names(condition):
        return False
    return play.engine.holds(condition, play.state)


def _violated(promise: Promise) -> Expression:
    """What must not hold (at an ending, for `when`/`then`)."""
    if promise.never is not None:
        return promise.never
    parts = [part for part in (promise.when, Not(promise.then) if promise.then is not None else None) if part]
    return all_of(parts)


def _at_ending(condition: Expression, ending: str, edition: Edition) -> Expression:
    constants: Mapping[str, Value] = {"ending": ending}
    return fold(condition, constants, {})


def asking(edition: Edition, promises: Sequence[Promise]) -> Edition:
    """The same visit, in which nothing counts but the promises: losses of its endings that say which are broken."""
    scenario = edition.scenario
    endings = {}
    for name, ending in scenario.endings.items():
        losses = []
        for index, promise in enumerate(promises):
            for code, condition in ((BROKEN, _violated(promise)), (ASKED, promise.when)):
                if condition is not None:
                    held = _at_ending(edition.fold(condition), name, edition)
                    if held != Literal(False):
                        losses.append(Loss(code, 1 << index, held))
        endings[name] = replace(ending, loses=tuple(losses))
    facts = {name: replace(fact, key="", key_points=0) for name, fact in edition.variant.facts.items()}
    bare = replace(scenario, endings=endings, requires=(), loses=())
    return replace(edition, scenario=bare, variant=replace(edition.variant, facts=facts))


def _column(edges: Edges, code: str) -> NDArray[np.int64]:
    """For each row of edges to an ending, the promises booked under an indicator, as bits."""
    assert edges.booked is not None
    return edges.booked[:, DIMENSION_LETTERS.index(code[0])].astype(np.int64)
