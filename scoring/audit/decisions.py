"""The decisions of a scenario over all its variants: what is on offer, and which choice is best how often."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from scenarios.model import Scenario, Scene, Text
from scenarios.program import Move
from scoring.choice_costs import BlockCosts, ChoiceCosts

BEST = 1e-6
"""A choice that costs less than this is best; values carry rounding errors of about 1e-12."""


@dataclass
class Option:
    """One choice of a decision.

    Attributes:
        id: the choice's.
        text: its words where they apply most often.
        states: in how many states (of all variants) it is open beside another one.
        best: in how many of them it is best.
        least, most: what it costs there at least and at most, in score points.
    """

    id: str
    text: Text
    states: int = 0
    best: int = 0
    least: float = np.inf
    most: float = -np.inf
    _said: dict[Text, int] = field(default_factory=dict)

    @property
    def silent(self) -> bool:
        """Whether nothing is said: the text is one stage direction."""
        text = self.text.zh.strip()
        return text.startswith("（") and text.endswith("）") and text.count("（") == 1


@dataclass(frozen=True)
class Decision:
    """A scene with at least two choices that are open together in some reachable state.

    Attributes:
        scene: the scene.
        options: those of its choices, in file order.
        together: pairs of their ids, in file order, that are open beside each other in some state.
    """

    scene: Scene
    options: tuple[Option, ...]
    together: frozenset[tuple[str, str]] = frozenset()

    @property
    def best(self) -> Option:
        """The choice that is best most often; the first of several."""
        return max(self.options, key=lambda option: option.best)

    @property
    def texts(self) -> tuple[Option, ...]:
        """The options in which something is said."""
        return tuple(option for option in self.options if not option.silent)


def decisions(scenario: Scenario, costs: Mapping[str, ChoiceCosts]) -> tuple[Decision, ...]:
    """Every decision of a scenario, in file order; copies of a shared fragment count once, as the first of them.

    Args:
        scenario: as loaded.
        costs: of each of its variants.
    """
    found: dict[str, dict[str, Option]] = {}
    together: dict[str, set[tuple[str, str]]] = {}
    for each in costs.values():
        for block in each.blocks():
            _count(block, found.setdefault(block.node.id, {}))
            together.setdefault(block.node.id, set()).update(_pairs(block))
    scenes = scenario.scenes
    seen: set[tuple[str, ...]] = set()
    made = []
    for name, scene in scenes.items():
        options = {key: option for key, option in found.get(name, {}).items() if option.states}
        ordered = tuple(options[choice.id] for choice in scene.choices if choice.id in options)
        texts = tuple(option.text.zh for option in ordered)
        if len(ordered) > 1 and not (scene.fragment and texts in seen):
            made.append(Decision(scene, ordered, frozenset(together[name])))
            seen.add(texts)
    return tuple(made)


def _count(block: BlockCosts, options: dict[str, Option]) -> None:
    rows = block.rows
    for column, move in enumerate(block.moves):
        option = options.get(move.choice.id)
        if option is None:
            option = options[move.choice.id] = Option(move.choice.id, move.acts[-1].case.text)
        cost = block.costs[rows, column]
        there = ~np.isnan(cost)
        if not there.any():
            continue
        option.states += int(there.sum())
        option.best += int((cost[there] < BEST).sum())
        option.least = min(option.least, float(cost[there].min()))
        option.most = max(option.most, float(cost[there].max()))
        _words(option, move, block.acts[rows[there], column])


def _pairs(block: BlockCosts) -> Iterator[tuple[str, str]]:
    """Choices that are open beside each other in some state of a block."""
    open_ = ~np.isnan(block.costs[block.rows])
    for one, other in combinations(range(len(block.moves)), 2):
        if (open_[:, one] & open_[:, other]).any():
            yield block.moves[one].choice.id, block.moves[other].choice.id


def _words(option: Option, move: Move, acts: NDArray[np.int8]) -> None:
    """Keep the text of the case that holds most often."""
    if len(move.acts) == 1 and not option._said:
        return
    for act, count in zip(*np.unique(acts, return_counts=True), strict=True):
        text = move.acts[int(act)].case.text
        option._said[text] = option._said.get(text, 0) + int(count)
    option.text = max(option._said, key=lambda text: option._said[text])
