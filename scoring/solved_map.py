"""The map of a variant with what the solver knows: the best line, and which places can be reached at all."""

from __future__ import annotations

from scenarios.play import InputError
from scenarios.scene_map import SceneMap, legs, scene_map
from scoring.evaluate import Evaluator
from scoring.lines_of_play import best_line


def solved_map(evaluator: Evaluator) -> SceneMap:
    """The map of a solved edition: a place is reachable if some legal visit comes there.

    A best line that ends in a scene without an open choice (an error that `check` reports) is left out.
    """
    solution = evaluator.solution
    nodes = solution.exploration.program.nodes
    visited = {nodes[block.place.node].id for block in solution.exploration.blocks if block.real.any()}
    try:
        best = legs(best_line(evaluator))
    except InputError:
        best = None
    return scene_map(solution.edition, best, visited | solution.endings.keys())
