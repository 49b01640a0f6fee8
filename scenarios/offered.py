"""Which choices a scene offers in a state.

Visits come to the same scenes again and again, and what a scene offers depends on little: the bits that its own
conditions and counts read, and which of its comparisons of meters hold. So the answer is kept under just that. A
random visit finds it there mostly from the second visit on; the first time it is worked out choice by choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from json.encoder import encode_basestring as _quoted
from typing import NamedTuple

from scenarios.expression import Expression, names
from scenarios.model import METERS
from scenarios.program import Move, Program
from scenarios.state import State
from scenarios.state_tests import StateTests, Test, meter_parts

LIMIT = 20_000
"""Answers kept for one program; with more than that it starts anew."""


class Offered(NamedTuple):
    """What a scene offers, in file order.

    Attributes:
        moves: choices on the screen: `when` holds and not used up, `needs` or not.
        open: those that can be taken.
        ids: of `moves`.
        listed: the same in order, as the text of a JSON list, for the log.
        open_ids: of `open`.
        by_id: `open` by id.
        whole: whether `moves` are all choices of the scene.
    """

    moves: tuple[Move, ...]
    open: tuple[Move, ...]
    ids: frozenset[str]
    listed: str
    open_ids: tuple[str, ...]
    by_id: dict[str, Move]
    whole: bool


_Entry = tuple[Move, Test | None, Test | None, int]
_Answers = dict[int, Offered]


class _Scene:
    """The choices of one scene, and the answers given so far.

    Attributes:
        entries: each choice with its `when` and `needs` (None: always) and its `_once_bit`.
        reads: mask of the bits that decide what is offered.
        meters: tests of the comparisons of meters that do; None where they are more than can be told apart.
        answers: by the truth of those tests, then by the bits read.
        by_meters: the same dictionaries by packed meters.
        always: the one there is, where meters decide nothing; else None.
    """

    __slots__ = ("always", "answers", "by_meters", "entries", "meters", "reads")

    def __init__(self, moves: tuple[Move, ...], tests: StateTests) -> None:
        self.entries: tuple[_Entry, ...] = tuple(
            (move, tests.or_none(move.when), tests.or_none(move.needs), _once_bit(move)) for move in moves
        )
        conditions = [condition for move in moves for condition in (move.when, move.needs)]
        self.reads = 0
        for move in moves:
            self.reads |= (move.counter.mask << move.counter.shift) | move.gated_mask
        for condition in conditions:
            self.reads |= tests.bits_read(condition)
        self.meters = _meter_tests(conditions, tests)
        self.answers: dict[int, _Answers] = {}
        self.by_meters: dict[int, _Answers] = {}
        self.always: _Answers | None = {} if self.meters == () else None

    def for_meters(self, state: State) -> _Answers:
        """The answers for states with such meters."""
        if self.meters is None:
            group = state.meters
        else:
            group = sum(1 << place for place, test in enumerate(self.meters) if test(state))
        found = self.by_meters[state.meters] = self.answers.setdefault(group, {})
        return found

    def work_out(self, state: State) -> Offered:
        """What is offered, asked choice by choice."""
        bits = state.bits
        shown = [
            (move, needs)
            for move, when, needs, once in self.entries
            if not (bits & once if once else move.used_up(bits)) and (when is None or when(state))
        ]
        moves = tuple(move for move, _ in shown)
        can = tuple(move for move, needs in shown if needs is None or needs(state))
        return Offered(
            moves,
            can,
            frozenset(move.choice.id for move in moves),
            json_list(move.choice.id for move in moves),
            tuple(move.choice.id for move in can),
            {move.choice.id: move for move in can},
            len(moves) == len(self.entries),
        )

    def forget(self) -> None:
        """Drop all answers."""
        self.answers.clear()
        self.by_meters.clear()
        if self.always is not None:
            self.always.clear()


class OfferedChoices:
    """What is offered, for every scene of a program. Keeps at most `LIMIT` answers."""

    def __init__(self, program: Program, tests: StateTests, keep: bool = True) -> None:
        """`keep`: whether answers are kept; without it each is worked out, to the same result."""
        self._program = program
        self._tests = tests
        self._scenes: list[_Scene | None] = [None] * len(program.nodes)  # made when a visit first comes there
        self._left = LIMIT
        self._keep = keep

    def at(self, state: State) -> Offered:
        """What is offered in a state."""
        scene = self._scenes[state[0]]
        if scene is None:
            scene = self._scenes[state[0]] = _Scene(self._program.nodes[state[0]].moves, self._tests)
        answers = scene.always
        if answers is None:
            answers = scene.by_meters.get(state[3])
            if answers is None:
                answers = scene.for_meters(state)
        read = state[4] & scene.reads
        found = answers.get(read)
        if found is None:
            found = scene.work_out(state)
            if self._keep:
                self._left -= 1
                answers[read] = found
                if not self._left:
                    self._forget()
        return found

    def _forget(self) -> None:
        for scene in self._scenes:
            if scene is not None:
                scene.forget()
        self._left = LIMIT


def json_list(texts: Iterable[str]) -> str:
    """Texts as a JSON list without spaces."""
    return f"[{','.join(map(_quoted, texts))}]"


def _meter_tests(conditions: list[Expression], tests: StateTests) -> tuple[Test, ...] | None:
    parts: dict[Expression, Test] = {}
    for condition in conditions:
        if names(condition) & set(METERS):
            found = meter_parts(condition)
            if found is None:
                return None
            parts |= {part: tests.test(part) for part in found}
    return tuple(parts.values())


def _once_bit(move: Move) -> int:
    """The bit of a plain once-only choice; 0 for one that is counted or gated in another way."""
    plain = move.counter.limit == 1 and not move.gated_mask
    return 1 << move.counter.shift if plain else 0
