"""What a trainee can get round: dimensions that a whole visit need not touch, break-offs that cost nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from scenarios.diagnostic import Diagnostic
from scenarios.expand import Edges
from scenarios.explore import Block
from scenarios.vocabulary import vocabulary
from scenarios.witness import shortest_path
from scoring.audit.subject import Subject
from scoring.choice_costs import ChoiceCosts
from scoring.coverage import coverage
from scoring.points import HIGHEST, QUADS, LinePoints
from scoring.rubric import DIMENSIONS
from scoring.study import Study

CHEAP = 1.0
"""Score points below which breaking a visit off costs nothing to speak of, as for red lines."""

FAR = np.iinfo(np.int32).max // 2
Fewest = list[NDArray[np.int32]]


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Every finding about what can be got round."""
    for variant, study in subject.studies.items():
        if study.solution.scale.scorable:
            fewest = fewest_tests(study)
            yield from _dimensions(variant, study, fewest, subject)
            yield from _break_offs(variant, subject.costs[variant], fewest, subject)
    yield from _indicators(subject)


# ---- dimensions ------------------------------------------------------------------------------------------------------


def _dimensions(variant: str, study: Study, fewest: Fewest, subject: Subject) -> Iterator[Diagnostic]:
    """A complete visit (one to a regular ending) in which no decision tests an assessed dimension."""
    for number, dimension in enumerate(DIMENSIONS):
        if not study.solution.scale.assessed[number]:
            continue
        least = min((int(_onward(edges, fewest)[0, number]) for edges in study.exploration.begin), default=FAR)
        if least == 0:
            title = vocabulary().dimensions[dimension].name
            path = ",".join(_path(study, fewest, number)) or "—"
            about = {"variant": variant, "dimension": {"zh": title.zh, "en": title.en}, "path": path}
            yield Diagnostic("JF5020", subject.top, about)


def fewest_tests(study: Study) -> Fewest:
    """Per block and state: how few decisions, from there to a regular ending, test each dimension; shape (states, 4).

    A decision tests a dimension if two of its offered choices differ in their points there (RULES §8). A visit that
    breaks off is charged for what it leaves out and does not count (FAR).
    """
    blocks = study.exploration.blocks
    found: Fewest = [np.empty((0, 4), np.int32)] * len(blocks)
    for number in range(len(blocks) - 1, -1, -1):
        block = blocks[number]
        best = np.full((len(block.states), 4), FAR, dtype=np.int32)
        for edges in block.edges:
            if edges.hypothetical:
                continue
            onward = _onward(edges, found)
            best[edges.rows] = np.minimum(best[edges.rows], onward)
        found[number] = np.minimum(best + _tests(study, block), FAR)
    return found


def _onward(edges: Edges, found: Fewest) -> NDArray[np.int32]:
    """How few decisions after each of the edges test each dimension; shape (edges, 4)."""
    if edges.place is not None:
        ahead: NDArray[np.int32] = found[edges.block][edges.index]
        return ahead
    return np.full((max(len(edges.rows), 1), 4), FAR if edges.broke_off else 0, dtype=np.int32)


def _tests(study: Study, block: Block) -> NDArray[np.int32]:
    """How many decisions of a block's scene test each dimension, per state: 0 or 1, or lines of a form."""
    tables, expander = study.solution.tables, study.exploration.expander
    node = study.exploration.program.nodes[block.place.node]
    tests = np.zeros((len(block.states), 4), dtype=np.int32)
    if node.form is not None:
        for line in node.form.lines:
            points = LinePoints(expander, node, line, block.states)
            tests += _spread([(there, QUADS[kinds]) for _, there, kinds, _ in points.options], len(block.states))
        return tests
    meters = study.exploration.packing.meters(block.states)
    offered = [
        (entry.offered, QUADS[tables.rows(entry, block.states, meters)])
        for entry in block.moves
        if not entry.move.is_timeout
    ]
    return tests + _spread(offered, len(block.states))


def _spread(options: list[tuple[NDArray[np.bool_], NDArray[np.int16]]], size: int) -> NDArray[np.int32]:
    """Where two of the options that are there differ, per dimension; shape (size, 4) of 0 and 1."""
    none = np.int16(HIGHEST + 1)
    high, low = np.full((size, 4), -none, np.int16), np.full((size, 4), none, np.int16)
    for there, points in options:
        high = np.where(there[:, None], np.maximum(high, points), high)
        low = np.where(there[:, None], np.minimum(low, points), low)
    return (high > low).astype(np.int32)


def _path(study: Study, fewest: Fewest, dimension: int) -> list[str]:
    """Inputs of a complete visit that tests a dimension least, as `jiefang run --choices` takes them."""
    exploration = study.exploration
    start = min(exploration.begin, key=lambda edges: int(_onward(edges, fewest)[0, dimension]))
    path: list[str] = []
    block, index = start.block, int(start.index[0]) if len(start.index) else 0
    while block >= 0:
        here = exploration.blocks[block]
        step = None
        for edges in here.edges:
            rows = np.flatnonzero(edges.rows == index)
            if edges.hypothetical or not len(rows):
                continue
            count = int(_onward(edges, fewest)[rows[0], dimension])
            if step is None or count < step[0]:
                step = (count, edges, int(rows[0]))
        assert step is not None
        _, edges, row = step
        node = exploration.program.nodes[here.place.node]
        if edges.move is None:
            path.append(f"{node.id}=best")
        else:
            path.append("timeout" if edges.move.is_timeout else edges.move.choice.id)
        block, index = (edges.block, int(edges.index[row])) if edges.place is not None else (-1, 0)
    return path


# ---- indicators ------------------------------------------------------------------------------------------------------


def _indicators(subject: Subject) -> Iterator[Diagnostic]:
    """An indicator is rated somewhere, and no decision of any variant tells better from worse in it."""
    rated: set[str] = set()
    told: set[str] = set()
    for study in subject.studies.values():
        exploration = study.exploration
        visited = frozenset(block.place.node for block in exploration.blocks)
        told |= {code for code, count in coverage(exploration.expander, visited).items() if count}
        for number in visited:
            node = exploration.program.nodes[number]
            for move in node.moves:
                for act in range(len(move.acts)):
                    table = exploration.expander.act_table(move, act).rates
                    rated |= {code for code, points in table.items() if points.any()}
            lines = node.form.lines if node.form is not None else ()
            rated |= {code for line in lines for option in line.options for case in option.cases for code in case.rates}
    for code in sorted(rated - told):
        name = vocabulary().indicators[code].name
        yield Diagnostic("JF5023", subject.top, {"code": code, "name": {"zh": name.zh, "en": name.en}})


# ---- break-offs ------------------------------------------------------------------------------------------------------


def _break_offs(variant: str, costs: ChoiceCosts, fewest: Fewest, subject: Subject) -> Iterator[Diagnostic]:
    """A choice that drives the petitioner out, is rated below one that does not, and yet costs next to nothing.

    Only where the visit could still end regularly: otherwise whatever made it so has been charged already.
    """
    cheapest: dict[tuple[str, str], tuple[float, int, int]] = {}
    for block in costs.blocks():
        rows = block.rows[fewest[block.number][block.rows, 0] < FAR]
        breaks, open_ = block.breaks[rows], ~np.isnan(block.costs[rows])
        if not (breaks & open_).any():
            continue
        points = costs.points(block, rows) @ np.array(costs.solution.scale.prices)
        stays = np.where(open_ & ~breaks, points, -np.inf).max(axis=1)
        for column, move in enumerate(block.moves):
            there = rows[breaks[:, column] & open_[:, column] & (points[:, column] < stays)]
            if len(there):
                at = int(there[block.costs[there, column].argmin()])
                entry = (float(block.costs[at, column]), block.number, at)
                key = (block.node.id, move.choice.id)
                cheapest[key] = min(entry, cheapest.get(key, entry))
    for (scene, choice), (cost, number, index) in cheapest.items():
        if cost < CHEAP:
            path = ",".join([*shortest_path(costs.exploration, number, index), choice])
            mark = next((c.mark for c in subject.scenario.scenes[scene].choices if c.id == choice), subject.top)
            about = {"variant": variant, "scene": scene, "choice": choice, "cost": f"{max(cost, 0):.2f}", "path": path}
            yield Diagnostic("JF5022", mark, about)
