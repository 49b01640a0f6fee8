"""Choices and variants that make no difference, and choices that nobody would take (RULES §9)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from scenarios.diagnostic import Diagnostic
from scenarios.expand import Expander
from scenarios.packing import METER_MASK
from scenarios.play import Play
from scenarios.program import Act, Move
from scoring.audit.subject import Subject
from scoring.choice_costs import BlockCosts
from scoring.lines_of_play import best_line

TIE = 1e-6


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Cosmetic choices, choices that never tempt, variants that change nothing."""
    yield from _cosmetic(subject)
    yield from _never_tempting(subject)
    yield from _same_lines(subject)


# ---- choices ---------------------------------------------------------------------------------------------------------


def _cosmetic(subject: Subject) -> Iterator[Diagnostic]:
    """Two choices equal in target, effects, flags, facts and ratings in every state of every variant."""
    equal: dict[tuple[str, str, str], bool] = {}
    for variant, study in subject.studies.items():
        expander = study.exploration.expander
        for block in subject.costs[variant].blocks():
            for one, other in combinations(range(len(block.moves)), 2):
                key = (block.node.id, block.moves[one].choice.id, block.moves[other].choice.id)
                if equal.get(key) is False:
                    continue
                same = _same(block, one, other, expander)
                if same is not None:
                    equal[key] = same
    for (scene, first, second), same in equal.items():
        if same:
            mark = next((c.mark for c in subject.scenario.scenes[scene].choices if c.id == second), None)
            yield Diagnostic("JF5021", mark, {"scene": scene, "one": first, "other": second})


def _same(block: BlockCosts, one: int, other: int, expander: Expander) -> bool | None:
    """Whether two choices do the same wherever both are open in a block; None where they never are."""
    open_ = ~np.isnan(block.costs)
    rows = np.flatnonzero(block.block.real & open_[:, one] & open_[:, other])
    if not len(rows):
        return None
    meters = (block.block.states[rows, 0] & METER_MASK).astype(np.intp)
    a, b = block.moves[one], block.moves[other]
    pairs = np.unique(np.stack([block.acts[rows, one], block.acts[rows, other]], axis=1), axis=0)
    for act_a, act_b in pairs:
        there = meters[(block.acts[rows, one] == act_a) & (block.acts[rows, other] == act_b)]
        if not _does_the_same(a.acts[act_a], b.acts[act_b]) or not _same_tables(expander, a, act_a, b, act_b, there):
            return False
    return a.gated_mask == b.gated_mask


def _does_the_same(one: Act, other: Act) -> bool:
    return (one.sets, one.clears, one.reveals, one.way) == (
        other.sets,
        other.clears,
        other.reveals,
        other.way,
    ) and one.case.red_line == other.case.red_line


def _same_tables(expander: Expander, a: Move, act_a: int, b: Move, act_b: int, meters: np.ndarray) -> bool:
    one, other = expander.act_table(a, int(act_a)), expander.act_table(b, int(act_b))
    if not np.array_equal(one.meters[meters], other.meters[meters]):
        return False
    nothing = np.zeros(len(meters), dtype=np.int8)
    for code in one.rates.keys() | other.rates.keys():
        mine = one.rates[code][meters] if code in one.rates else nothing
        theirs = other.rates[code][meters] if code in other.rates else nothing
        if not np.array_equal(mine, theirs):
            return False
    return True


def _never_tempting(subject: Subject) -> Iterator[Diagnostic]:
    """A choice that costs more than every other one wherever it stands, and is rated below all of them throughout."""
    tempting: dict[tuple[str, str], bool] = {}
    for variant in subject.studies:
        for block in subject.costs[variant].blocks():
            rows = block.rows
            if not len(rows):
                continue
            points = subject.costs[variant].points(block, rows)
            costs = block.costs[rows]
            for column, move in enumerate(block.moves):
                there = ~np.isnan(costs[:, column])
                if there.any() and not tempting.get((block.node.id, move.choice.id)):
                    below = _below_all(costs[there], points[there], column)
                    tempting[block.node.id, move.choice.id] = not below
    for (scene, choice), tempts in tempting.items():
        if not tempts:
            mark = next((c.mark for c in subject.scenario.scenes[scene].choices if c.id == choice), None)
            yield Diagnostic("JF5026", mark, {"scene": scene, "choice": choice})


def _below_all(costs: np.ndarray, points: np.ndarray, column: int) -> bool:
    """Whether a choice is dearer than all others that are open, and rated no better in any dimension, in every row."""
    others = np.delete(costs, column, axis=1)
    open_ = ~np.isnan(others)
    dearer = np.where(open_, others + TIE < costs[:, [column]], True).all()
    rated = np.delete(points, column, axis=1)
    lower = np.where(open_[:, :, None], points[:, [column]] < rated, True).all()
    return bool(dearer and lower)


# ---- variants --------------------------------------------------------------------------------------------------------


def _same_lines(subject: Subject) -> Iterator[Diagnostic]:
    """Two variants with the same best line: the variant changes nothing a trainee should do."""
    lines = {variant: _inputs(best_line(study.evaluator)) for variant, study in subject.studies.items()}
    for one, other in combinations(lines, 2):
        if lines[one] == lines[other]:
            yield Diagnostic("JF5025", subject.top, {"one": one, "other": other})


def _inputs(play: Play) -> list[tuple[str, object]]:
    """What was done, scene by scene; options drawn from the directory stand for each other."""
    from scenarios.engine import Step

    nodes = play.engine.program.nodes
    return [
        (nodes[step.before.node].id, step.move.choice.id if isinstance(step, Step) else dict(step.picks))
        for step in play.steps
    ]
