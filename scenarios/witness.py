"""The shortest way to a state: a path one can play, to show that something is possible."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenarios.explore import Exploration

FAR = np.iinfo(np.int32).max


def distances(exploration: Exploration) -> list[NDArray[np.int32]]:
    """Fewest steps (choices and forms) from the start to every state, per block; FAR where play cannot get."""
    steps = [np.full(len(block.states), FAR, dtype=np.int32) for block in exploration.blocks]
    for edges in exploration.begin:
        if edges.place is not None:
            steps[edges.block][edges.index] = 0
    for number, block in enumerate(exploration.blocks):
        for edges in block.edges:
            if edges.place is None or edges.hypothetical:
                continue
            before = steps[number][edges.rows]
            after = np.where(before < FAR, before + 1, FAR).astype(np.int32)
            np.minimum.at(steps[edges.block], edges.index, after)
    return steps


def shortest_path(exploration: Exploration, block: int, index: int) -> list[str]:
    """Inputs that lead from the start to a state, as `jiefang run --choices` takes them (forms as `scene=best`).

    A chance on the way is assumed to fall as needed.
    """
    steps = distances(exploration)
    path: list[str] = []
    while steps[block][index] > 0:
        block, index, token = _parent(exploration, steps, block, index)
        path.append(token)
    return path[::-1]


def _parent(exploration: Exploration, steps: list[NDArray[np.int32]], block: int, index: int) -> tuple[int, int, str]:
    wanted = int(steps[block][index]) - 1
    for number in range(block - 1, -1, -1):
        source = exploration.blocks[number]
        for edges in source.edges:
            if edges.block != block or edges.place is None or edges.hypothetical:
                continue
            rows = edges.rows[edges.index == index]
            rows = rows[steps[number][rows] == wanted]
            if len(rows):
                if edges.move is None:
                    return number, int(rows[0]), f"{exploration.program.nodes[source.place.node].id}=best"
                return number, int(rows[0]), "timeout" if edges.move.is_timeout else edges.move.choice.id
    raise AssertionError("a state at a distance has one before it")
