"""What the checks share about a variant: explored once, solved once, valued over the same states."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.engine import Engine
from scenarios.explore import Exploration, TooManyStatesError
from scoring.audit.run import audit
from scoring.cache import solved
from scoring.evaluate import Evaluator
from scoring.players import Players
from scoring.study import Study
from tests.scoring.mutated import clean_text, scenario_of
from tests.scoring.small import small_edition


@pytest.mark.parametrize("kept", [False, True])
def test_one_exploration_serves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bool) -> None:
    """Solved anew or read from the cache, the solution stands on the one exploration, whose edges are there."""
    if kept:
        solved(small_edition(), tmp_path)
    runs: list[Exploration] = []
    run = Exploration.run
    monkeypatch.setattr(Exploration, "run", lambda self: runs.append(self) or run(self))
    study = Study(small_edition(), tmp_path)
    assert study.evaluator.solution is study.solution
    assert study.solution.exploration is study.exploration
    assert sum(len(block.edges) for block in study.exploration.blocks) > 50
    assert runs == [study.exploration]


def test_the_checks_explore_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All checks of a variant together explore it a single time."""
    runs: list[Exploration] = []
    run = Exploration.run
    monkeypatch.setattr(Exploration, "run", lambda self: runs.append(self) or run(self))
    assert audit(scenario_of(clean_text()), tmp_path, ["default"]) == []
    assert len(runs) == 1


def test_a_state_cut_out_of_its_block_is_valued_as_one_expanded_anew() -> None:
    """With the edges of the exploration or without them, as after the cache, every valuation is the same."""
    evaluator = Study(small_edition()).evaluator
    scores = Players(evaluator).scores()
    again = Evaluator(evaluator.solution)
    for block in again.exploration.blocks:
        block.edges = []
    assert Players(again).scores() == scores
    start, _ = Engine(again.exploration.program).start()
    assert again.choices(start) == evaluator.choices(start)


def test_the_limit_holds() -> None:
    """Too many states are refused as `solve` refuses them."""
    with pytest.raises(TooManyStatesError):
        Study(small_edition(), limit=50).exploration  # noqa: B018
