"""Solved editions on disk: sound ones are used, all others are solved anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scenarios.edition import Edition
from scoring import cache
from scoring.cache import read, solved, write
from scoring.evaluate import Evaluator
from scoring.lines_of_play import best_line
from scoring.rate import rate
from scoring.rubric import rubric
from scoring.solve import Solution, solve
from tests.scoring.small import small_edition


@pytest.fixture(scope="module")
def edition() -> Edition:
    """A small scenario with a hub, a form and a chance of breaking off."""
    return small_edition()


@pytest.fixture(scope="module")
def solution(edition: Edition) -> Solution:
    """It, solved."""
    return solve(edition)


def test_a_kept_solution_gives_the_same_values(edition: Edition, solution: Solution, tmp_path: Path) -> None:
    """What comes back from disk rates every decision of the best line as what was solved did."""
    path = tmp_path / "a.solution"
    write(path, solution)
    kept = read(path, edition, rubric())
    assert kept is not None
    assert kept.scale == solution.scale
    assert kept.endings == solution.endings
    assert (kept.start_random, kept.start_worst) == (solution.start_random, solution.start_worst)
    fresh, old = Evaluator(solution), Evaluator(kept)
    assert rate(best_line(fresh), fresh) == rate(best_line(old), old)
    for block, again in zip(solution.exploration.blocks, kept.exploration.blocks, strict=True):
        assert np.array_equal(block.real, again.real)
    for mine, theirs in zip(solution.values.value, kept.values.value, strict=True):
        assert np.array_equal(mine, theirs)


@pytest.mark.parametrize("place", [0, 5, 200, -40, -1])
def test_a_damaged_file_is_not_trusted(edition: Edition, solution: Solution, tmp_path: Path, place: int) -> None:
    """One changed byte anywhere, and the file counts for nothing."""
    path = tmp_path / "a.solution"
    write(path, solution)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    assert read(path, edition, rubric()) is None


@pytest.mark.parametrize("size", [0, 1, 31, 100])
def test_a_cut_off_file_is_not_trusted(edition: Edition, solution: Solution, tmp_path: Path, size: int) -> None:
    """A file that ends early counts for nothing."""
    path = tmp_path / "a.solution"
    write(path, solution)
    path.write_bytes(path.read_bytes()[:size])
    assert read(path, edition, rubric()) is None


def test_a_foreign_solution_is_not_used(
    edition: Edition, solution: Solution, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A solution of another edition, or of another solver, is sound and still not this one."""
    path = tmp_path / "a.solution"
    write(path, solution)
    assert read(path, small_edition(agitation=7), rubric()) is None
    monkeypatch.setattr(cache, "SOLVER_VERSION", cache.SOLVER_VERSION + 1)
    assert read(path, edition, rubric()) is None


def test_a_bad_file_is_replaced(edition: Edition, tmp_path: Path) -> None:
    """`solved` writes a good file over a bad one, and uses it the next time."""
    first = solved(edition, tmp_path)
    (path,) = tmp_path.glob("*.solution")
    path.write_bytes(b"nonsense")
    again = solved(edition, tmp_path)
    assert again.scale == first.scale
    assert read(path, edition, rubric()) is not None


def test_a_folder_that_cannot_be_written_only_costs_time(edition: Edition, tmp_path: Path) -> None:
    """Solving works without a cache."""
    (tmp_path / "file").write_text("in the way")
    assert solved(edition, tmp_path / "file" / "cache").states > 0
