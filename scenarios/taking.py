"""What taking a choice does, worked out once for a program so that a step has only to look it up.

Most choices of a scenario are direct: one case that leads to scenes where nothing else happens on arrival. The engine
takes those in one go; `tests/scenarios/test_engine.py` holds that equal to the long way that RULES §2 describes.
"""

from __future__ import annotations

from typing import NamedTuple

from scenarios.model import Effects
from scenarios.program import AGITATION, RESUME_NODE, TRUE, Move, Program
from scenarios.state import State
from scenarios.state_tests import StateTests, Test, meter_bound


class Taking(NamedTuple):
    """What a case of a choice does, ready for use.

    Attributes:
        meters: packed meters after it, by packed meters before; filled as they occur (at most `METER_STATES`), and
            shared by all cases with the same moves and effects.
        sets: bits that it sets, its own once-bit among them unless `counts`.
        keeps: all bits but those that it clears.
        counts: whether its counter is wider than a bit.
        free: facts that it discloses whatever holds.
        gated: (fact bit, condition) of the others.
        target: where it leads, None where that depends on something.
    """

    meters: dict[int, int]
    sets: int
    keeps: int
    counts: bool
    free: int
    gated: tuple[tuple[int, Test], ...]
    target: int | None


class Direct(NamedTuple):
    """A choice of one case that leads to plain scenes: what `step` needs of it, and little to decide.

    A plain scene (or ending) has no `enter:` effects, disclosures or `otherwise`.

    Attributes:
        meters, sets, keeps, free: as in `Taking`.
        target: where it leads, -1 where that depends on something.
        visited: the bit that the target's being visited sets, or 0.
        branches: (condition, target, visited) in order, where it depends on something.
    """

    meters: dict[int, int]
    sets: int
    keeps: int
    free: int
    target: int
    visited: int
    branches: tuple[tuple[Test | None, int, int], ...]


class CalmMeters(dict[int, bool]):
    """Whether at packed meters surely no interrupt fires and nothing breaks off, whatever else holds.

    Filled as meters occur; at most as many as there are packed meters.
    """

    def __init__(self, program: Program, tests: StateTests) -> None:
        super().__init__()
        self._program = program
        # Interrupts whose condition bounds the meters cannot fire outside; None: one can fire at any meters.
        bounds = [meter_bound(when) for when, _, _ in program.interrupts]
        self._bounds = [None if bound is None else tests.test(bound) for bound in bounds]

    def __missing__(self, meters: int) -> bool:
        state = State(self._program.start, -1, False, meters, 0)
        broken = self._program.break_off is not None and AGITATION[meters] == 10
        found = self[meters] = not broken and not any(bound is None or bound(state) for bound in self._bounds)
        return found


def takings(program: Program, tests: StateTests) -> tuple[tuple[Taking, ...], ...]:
    """What each case of each choice does, by the choice's number."""
    rows: dict[tuple[tuple[str, ...], bool, Effects], dict[int, int]] = {}

    def taking(move: Move, number: int) -> Taking:
        act = move.acts[number]
        counts = move.counter.width > 1
        free = 0
        for bit, gate in act.reveals:
            free |= bit if gate == TRUE else 0
        return Taking(
            meters=rows.setdefault((tuple(move.choice.moves), move.opening, act.case.effects), {}),
            sets=act.sets if counts else act.sets | 1 << move.counter.shift,
            keeps=~act.clears,
            counts=counts,
            free=free,
            gated=tuple((bit, tests.test(gate)) for bit, gate in act.reveals if gate != TRUE),
            target=act.way.nodes[0] if len(act.way.branches) == 1 else None,
        )

    return tuple(tuple(taking(move, number) for number in range(len(move.acts))) for move in program.moves)


def direct(program: Program, tests: StateTests, move: Move, taking: Taking) -> Direct | None:
    """A choice ready to be taken in one go; None where it has to go the long way.

    Args:
        program: what is played.
        tests: its conditions.
        move: the choice.
        taking: what its first case does.
    """
    way = move.acts[0].way
    if len(move.acts) > 1 or taking.counts or taking.gated or move.effect_bit or way.weights:
        return None
    branches = []
    for when, number in way.branches:
        if number == RESUME_NODE:
            return None
        node = program.nodes[number]
        if node.enter or node.says or node.otherwise is not None:
            return None
        branches.append((tests.or_none(when), number, node.visited_bit))
    _, target, visited = branches[0] if len(branches) == 1 else (None, -1, 0)
    return Direct(taking.meters, taking.sets, taking.keeps, taking.free, target, visited, tuple(branches))


def branch_taken(branches: tuple[tuple[Test | None, int, int], ...], state: State) -> tuple[int, int]:
    """Target and visited bit of the first branch that holds."""
    for test, target, visited in branches:
        if test is None or test(state):
            return target, visited
    raise AssertionError("the loader puts an unconditional branch last")
