"""What a recording is worth, moment by moment."""

from __future__ import annotations

import pytest

from simulator.record.store import Store
from simulator.replay.prices import Prices
from simulator.replay.recording import read
from tests.simulator.replay.conftest import Recorded, evaluator_of, found


@pytest.fixture
def prices(store: Store, recorded: Recorded) -> Prices:
    """A rated recording."""
    return Prices(read(found(store, recorded(seed=3))), evaluator_of("unpaid-wages"))


def test_every_point_belongs_to_a_moment(prices: Prices) -> None:
    """What the moments cost adds up to what is missing from 100."""
    numbers = [moment.number for moment in prices.recording.moments]
    assert sum(map(prices.cost, numbers)) == pytest.approx(100 - prices.result.raw_score, abs=1e-6)
    assert sum(len(prices.decisions(number)) for number in numbers) == len(prices.result.decisions)


def test_mistakes_are_dear_or_cross_a_line(prices: Prices) -> None:
    """None is left out, none is added."""
    for moment in prices.recording.moments:
        crossed = any(decision.red_line for decision in prices.decisions(moment.number))
        assert (moment.number in prices.mistakes()) == (prices.cost(moment.number) >= 2.0 or crossed)


def test_the_best_line_loses_nothing_more(prices: Prices) -> None:
    """From every moment it reaches an ending with all that could still be reached there."""
    left = 100.0
    for moment in prices.recording.moments:
        best = prices.best_line(moment.number, "zh")
        assert best.steps[0].scene == moment.scene
        assert best.ending in prices.recording.edition.scenario.endings  # type: ignore[union-attr]
        if not prices.result.red_lines:
            assert best.score == pytest.approx(max(left, 0.0), abs=1e-6)
        left -= prices.cost(moment.number)


def test_words_in_both_languages(prices: Prices) -> None:
    """Each decision is explained, each step of a best line says something."""
    for language in ("zh", "en"):
        for moment in prices.recording.moments:
            assert len(prices.explanations(moment.number, language)) == len(prices.decisions(moment.number))
            if moment.is_form:
                assert prices.reasons(moment.number, language) == []
        assert all(step.said for step in prices.best_line(0, language).steps)


def test_nothing_to_rate(store: Store, recorded: Recorded) -> None:
    """A recording without its edition has no price."""
    from dataclasses import replace

    with pytest.raises(ValueError, match="nothing"):
        Prices.of(read(replace(found(store, recorded(steps=2)), edition="")))
