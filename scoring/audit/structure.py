"""Structure over all reachable states: what the graph of scenes alone cannot tell."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scenarios.diagnostic import Diagnostic
from scenarios.explore import Exploration
from scenarios.witness import shortest_path
from scoring.audit.subject import Subject


def check(subject: Subject) -> Iterator[Diagnostic]:
    """What can never happen."""
    yield from ()


def stuck_states(exploration: Exploration) -> list[Diagnostic]:
    """Scenes that have no open choice in some reachable state (RULES §3, `otherwise`), each with the way to one."""
    variant = exploration.program.edition.variant.name
    found: dict[int, Diagnostic] = {}
    for block_number, block in enumerate(exploration.blocks):
        node = exploration.program.nodes[block.place.node]
        if node.form is not None or node.number in found:
            continue
        open_here = np.zeros(len(block.states), dtype=np.bool_)
        for entry in block.moves:
            if not entry.move.is_timeout:
                open_here |= entry.open
        blocked = np.flatnonzero(block.real & ~open_here)
        if len(blocked):
            path = shortest_path(exploration, block_number, int(blocked[0]))
            found[node.number] = Diagnostic(
                "JF3020",
                node.scene.mark if node.scene is not None else None,
                {"scene": node.id, "variant": variant, "path": ",".join(path) or "—"},
            )
    return list(found.values())
