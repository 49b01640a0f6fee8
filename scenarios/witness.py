"""The shortest way to a state: a path one can play, to show that something is possible."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from scenarios.explore import Exploration
from scenarios.play import InputError, Play
from scenarios.program import Move

FAR = np.iinfo(np.int32).max
SEEDS = 1_000
"""How many seeds are tried until the chances on a way fall as it needs them."""


def distances(exploration: Exploration) -> list[NDArray[np.int32]]:
    """Fewest steps (choices and forms) from the start to every state, per block; FAR where play cannot get."""
    steps = [np.full(len(block.states), FAR, dtype=np.int32) for block in exploration.blocks]
    for edges in exploration.begin:
        if edges.place is not None:
            steps[edges.block][edges.index] = 0
    for number, block in enumerate(exploration.blocks):
        for edges in block.edges:
            # An edge into no block yet is that of an exploration that was broken off.
            if edges.place is None or edges.hypothetical or edges.block < 0:
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
                return number, int(rows[0]), token(exploration, number, edges.move)
    raise AssertionError("a state at a distance has one before it")


def token(exploration: Exploration, block: int, move: Move | None) -> str:
    """What is typed to leave a state of a block by a move, or by its form where there is none."""
    if move is None:
        return f"{exploration.program.nodes[exploration.blocks[block].place.node].id}=best"
    return "timeout" if move.is_timeout else move.choice.id


def seed_of(exploration: Exploration, path: Sequence[str], holds: Callable[[Play], bool]) -> str | None:
    """The first seed with which a path can be played and comes to what is claimed.

    Args:
        exploration: what the path was found in.
        path: inputs; forms may be filled in anyhow, which changes nothing of the way.
        holds: whether a play that took the whole path has come to it.

    Returns:
        `0` where no chance is on the way; None if no seed up to :data:`SEEDS` will do.
    """
    edition = exploration.program.edition
    chances = any(move.has_chance for move in exploration.program.moves)
    for seed in range(SEEDS if chances else 1):
        play = Play(edition, str(seed))
        if taken(play, path) and holds(play):
            return str(seed)
    return None


def taken(play: Play, path: Sequence[str]) -> bool:
    """Take a path as far as it can be taken, forms filled in anyhow; whether that is all of it."""
    try:
        for each in path:
            if play.node.form is None:
                play.choose(each)
            else:
                play.submit({line.line.id: line.options[0][0].id for line in play.form()})
    except InputError:
        return False
    return True
