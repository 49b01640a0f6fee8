"""A state of a visit in names, so that it can be set by hand, and set up again after the file has changed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scenarios.engine import State
from scenarios.liveness import Liveness
from scenarios.program import SYMPATHY, Program, pack_meters


@dataclass(frozen=True, slots=True)
class Beginning:
    """A state in names. What no longer exists is left out when it is set up.

    Attributes:
        scene: id of the scene or ending.
        meters: agitation, trust, distress, each 0..10.
        sympathy: the sympathy streak, 0..2.
        flags: flags that are set.
        facts: facts that are known.
        visited: scenes that conditions ask for (`visited(…)`) and that were entered.
        taken: (`scene.choice`, how often it was taken).
        disclosed: `scene.choice` of those that were asked until something came out.
        fired: scenes of interrupts that came already.
        resumes: in the scene of an interrupt, the scene it goes back to; empty elsewhere.
        entered: whether that scene has been entered already.
    """

    scene: str
    meters: tuple[int, int, int]
    sympathy: int = 0
    flags: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    visited: frozenset[str] = frozenset()
    taken: frozenset[tuple[str, int]] = frozenset()
    disclosed: frozenset[str] = frozenset()
    fired: frozenset[str] = frozenset()
    resumes: str = ""
    entered: bool = False

    def at(self, scene: str, program: Program) -> Beginning:
        """The same at another scene; that of an interrupt goes back to where one is now."""
        main = {program.nodes[number].id for number in program.main}
        if scene in main or program.nodes[program.number_of[scene]].is_ending:
            return replace(self, scene=scene, resumes="", entered=False)
        here = self.scene if self.scene in main else self.resumes or program.nodes[program.start].id
        return replace(self, scene=scene, resumes=here, entered=True)


def in_names(program: Program, state: State) -> Beginning:
    """A state in names."""
    bits, nodes = state.bits, program.nodes

    def those(places: dict[str, int]) -> frozenset[str]:
        return frozenset(name for name, bit in places.items() if bits & bit)

    counts = {name: move.counter.read(bits) for name, move in program.choice_moves.items()}
    return Beginning(
        scene=nodes[state.node].id,
        meters=(state.agitation, state.trust, state.distress),
        sympathy=SYMPATHY[state.meters],
        flags=those(program.flag_bits),
        facts=those(program.fact_bits),
        visited=those(program.visited_bits),
        taken=frozenset((name, count) for name, count in counts.items() if count),
        disclosed=frozenset(name for name, move in program.choice_moves.items() if bits & move.effect_bit),
        fired=frozenset(nodes[node].id for _, bit, node in program.interrupts if bits & bit),
        resumes=nodes[state.pending].id if state.pending >= 0 else "",
        entered=state.entered,
    )


def state_of(program: Program, beginning: Beginning) -> State | None:
    """The state that is meant; None where its scene is not there any more."""
    number = program.number_of.get(beginning.scene)
    if number is None:
        return None
    bits = 0
    for names, places in (
        (beginning.flags, program.flag_bits), (beginning.facts, program.fact_bits),
        (beginning.visited, program.visited_bits),
    ):  # fmt: skip
        for name in names & places.keys():
            bits |= places[name]
    for name, count in beginning.taken:
        move = program.choice_moves.get(name)
        if move is not None:
            most = 1 if move.counter.limit is None else move.counter.limit
            bits |= min(count, most) << move.counter.shift
            bits |= move.effect_bit if name in beginning.disclosed else 0
    for _, bit, node in program.interrupts:
        bits |= bit if program.nodes[node].id in beginning.fired else 0
    pending = program.number_of.get(beginning.resumes, program.start) if _interrupts(program, number) else -1
    meters = pack_meters(*beginning.meters, beginning.sympathy)
    return State(number, pending, beginning.entered and pending >= 0, meters, bits)


def _interrupts(program: Program, number: int) -> bool:
    """Whether a node is one that only interrupts lead to, so that it goes back to another."""
    return number not in program.main and not program.nodes[number].is_ending


@dataclass(frozen=True, slots=True)
class Settable:
    """Names of what can be set at a scene, in file order; scenes and choices only as far as they still matter."""

    flags: tuple[str, ...]
    facts: tuple[str, ...]
    visited: tuple[str, ...]
    choices: tuple[str, ...]


def settable(program: Program, scene: str) -> Settable:
    """What can be set at a scene."""
    number = program.number_of[scene]
    live, _ = Liveness(program).live(number, program.start if _interrupts(program, number) else -1)
    choices = tuple(
        name
        for name, move in program.choice_moves.items()
        if live & (move.counter.mask << move.counter.shift) and not move.is_timeout
    )
    visited = tuple(name for name, bit in program.visited_bits.items() if live & bit)
    return Settable(tuple(program.flag_bits), tuple(program.fact_bits), visited, choices)
