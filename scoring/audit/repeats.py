"""Whether points can be earned by doing the same thing again and again.

Every loop holds a choice that is used up (JF3002), and a rating earns nothing the second time (RULES §8). What a
repeat can still earn are the meters. So it is asked of the solution: does every best line take a choice again that was
taken to effect before, and is the visitor the better for it again?
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.diagnostic import Diagnostic
from scenarios.explore import Block
from scenarios.packing import AGITATION_OF, DISTRESS_OF, TRUST_OF
from scenarios.program import Move
from scenarios.witness import seed_of, token
from scoring.audit.replay import replay
from scoring.audit.subject import Subject
from scoring.costs import Costs
from scoring.solve import Solution

NEVER = 1_000_000
BEST = 1e-6
"""Cost up to which a choice counts as best, in score points."""


@dataclass(frozen=True, slots=True)
class Farming:
    """A best line that repeats as little as any: its inputs, and how often it takes each choice it repeats."""

    path: tuple[str, ...]
    times: dict[str, int]
    ending: str


def check(subject: Subject) -> Iterator[Diagnostic]:
    """JF3030 for each variant whose best lines all repeat something."""
    for variant, study in subject.studies.items():
        if not repeatable(study.solution):
            continue
        found = farming(study.solution)
        if found is not None:
            choice = study.exploration.program.choice_moves[next(iter(found.times))].choice
            seed = seed_of(study.exploration, found.path, lambda play, end=found.ending: play.node.id == end)  # type: ignore[misc]
            yield Diagnostic(
                "JF3030", choice.mark or subject.top,
                {"variant": variant, "choices": ", ".join(f"{name} ×{n}" for name, n in found.times.items()),
                 "run": replay(subject.scenario, variant, found.path, seed)},
            )  # fmt: skip


def repeatable(solution: Solution) -> list[Move]:
    """Choices that may be taken again after they were taken to effect, where there is anything to choose."""
    program, liveness = solution.exploration.program, solution.exploration.liveness
    return [
        move
        for move in program.moves
        if (move.counter.limit is None or move.counter.limit > 1)
        and not move.gated_mask
        and not move.is_timeout
        and len(program.nodes[move.node].moves) > 1
        and liveness.counted(move.node)
    ]


def farming(solution: Solution) -> Farming | None:
    """A best line with as few repeats as possible, if even that one has any."""
    if not solution.scale.scorable:
        return None
    return _Repeats(solution).line()


def better(before: NDArray[np.intp], after: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Where packed meters are better than they were: calmer, more trusting or less distressed, and nothing worse."""
    gains = (
        AGITATION_OF[before] - AGITATION_OF[after],
        TRUST_OF[after] - TRUST_OF[before],
        DISTRESS_OF[before] - DISTRESS_OF[after],
    )
    worse = np.logical_or.reduce([gain < 0 for gain in gains])
    found: NDArray[np.bool_] = np.logical_or.reduce([gain > 0 for gain in gains]) & ~worse
    return found


class _Repeats:
    """Fewest repeats on a best line from every state on, last block first."""

    def __init__(self, solution: Solution) -> None:
        self.solution = solution
        self.exploration = solution.exploration
        self.again = {move.number for move in repeatable(solution)}
        self.costs = Costs(solution)
        blocks = self.exploration.blocks
        self.fewest: list[NDArray[np.int64]] = [np.empty(0, dtype=np.int64)] * len(blocks)
        self.way: list[NDArray[np.int64]] = [np.empty(0, dtype=np.int64)] * len(blocks)

    def line(self) -> Farming | None:
        """The line from the start, if it repeats anything."""
        for number in range(len(self.exploration.blocks) - 1, -1, -1):
            self._block(number, self.exploration.blocks[number])
        starts = [edges for edges in self.exploration.begin if edges.place is not None]
        if not starts or int(self.fewest[starts[0].block][starts[0].index[0]]) in (0, NEVER):
            return None
        return self._walk(starts[0].block, int(starts[0].index[0]))

    def _block(self, number: int, block: Block) -> None:
        size = len(block.states)
        fewest = np.full(size, NEVER, dtype=np.int64)
        way = np.full(size, -1, dtype=np.int64)
        is_form = self.exploration.program.nodes[block.place.node].form is not None
        costs = {} if is_form else self.costs.of(number)
        for index, edges in enumerate(block.edges):
            if edges.hypothetical:
                continue
            rows = edges.rows
            ahead = np.zeros(len(rows), dtype=np.int64)
            if edges.place is not None:
                ahead = self.fewest[edges.block][edges.index]
            if edges.move is not None:
                ahead = ahead + self._repeats(edges.move, block)[rows]
                best = costs[edges.move.number][rows].sum(axis=1) <= BEST
                ahead = np.where(best, ahead, NEVER)
            better = ahead < fewest[rows]
            fewest[rows[better]] = ahead[better]
            way[rows[better]] = index
        self.fewest[number], self.way[number] = np.minimum(fewest, NEVER), way

    def _repeats(self, move: Move, block: Block) -> NDArray[np.int64]:
        """1 in rows where the choice was taken to effect before and does the meters good again, else 0."""
        expander, packing = self.exploration.expander, self.exploration.packing
        taken = expander.to_effect(move, block.states) if move.number in self.again else None
        if taken is None:
            return np.zeros(len(block.states), dtype=np.int64)
        entry = next(entry for entry in block.moves if entry.move is move)
        before = packing.meters(block.states)
        after = np.zeros_like(before)
        for index in range(len(move.acts)):
            which = entry.act == index
            after[which] = expander.act_table(move, index).meters[before[which]]
        return (taken & better(before, after)).astype(np.int64)

    def _walk(self, number: int, row: int) -> Farming:
        program = self.exploration.program
        path: list[str] = []
        times: Counter[str] = Counter()
        repeated: set[str] = set()
        while True:
            block = self.exploration.blocks[number]
            edges = block.edges[int(self.way[number][row])]
            path.append(token(self.exploration, number, edges.move))
            if edges.move is not None:
                name = f"{program.nodes[edges.move.node].id}.{edges.move.choice.id}"
                times[name] += 1
                if self._repeats(edges.move, block)[row]:
                    repeated.add(name)
            if edges.place is None:
                counts = {name: n for name, n in times.items() if name in repeated}
                return Farming(tuple(path), counts, program.nodes[edges.ending].id)
            number, row = edges.block, int(edges.index[int(np.flatnonzero(edges.rows == row)[0])])
