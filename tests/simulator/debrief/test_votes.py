"""Votes: what counts as right, the gain, and the advice."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulator.debrief.votes import Round, advice, normalised_gain, right_options
from tests.simulator.debrief.conftest import OPTIONS

shares = st.floats(0, 1)


def option(name: str, cost: float, *, is_open: bool = True, red_line: str | None = None) -> SimpleNamespace:
    """An option as it is valued."""
    return SimpleNamespace(id=name, cost=cost, open=is_open, red_line=red_line)


def test_what_is_at_most_two_points_behind_the_best_is_right() -> None:
    """As in the drill of mistakes; what was not open, or crosses a red line, is never right."""
    valuation = SimpleNamespace(
        options=(
            option("best", 0.0), option("near", 2.0), option("far", 2.01), option("shut", 0.0, is_open=False),
            option("red", 0.5, red_line="K2.promise"),
        )
    )  # fmt: skip
    assert right_options(valuation) == {"best", "near"}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("share", "wanted"),
    [(0.0, "explain"), (0.349, "explain"), (0.35, "discuss"), (0.70, "discuss"), (0.701, "go_on"), (1.0, "go_on")],
)
def test_advice_after_the_first_vote(share: float, wanted: str) -> None:
    """Under 35 % explain, up to 70 % discuss, above go on."""
    assert advice(share) == wanted


@pytest.mark.parametrize(
    ("before", "after", "gain"), [(0.4, 0.7, 0.5), (0.25, 1.0, 1.0), (0.5, 0.5, 0.0), (0.5, 0.25, -0.5)]
)
def test_the_normalised_gain(before: float, after: float, gain: float) -> None:
    """What was gained of what could be gained (Hake 1998)."""
    assert normalised_gain(before, after) == pytest.approx(gain)


def test_no_gain_where_nothing_could_be_gained() -> None:
    """Where everybody was right before it is not defined, whatever came after."""
    assert normalised_gain(1.0, 1.0) is None and normalised_gain(1.0, 0.5) is None


@given(shares, shares)
def test_the_gain_leads_from_before_to_after(before: float, after: float) -> None:
    """The gain is that share of what was missing that leads to the second result, and never more than all of it."""
    assume(before < 1 - 1e-6)
    gain = normalised_gain(before, after)
    assert gain is not None and gain <= 1 + 1e-9
    assert before + gain * (1 - before) == pytest.approx(after)


@given(
    st.dictionaries(st.sampled_from([each.id for each in OPTIONS]), st.integers(0, 999)),
    st.dictionaries(st.text(min_size=1, max_size=5), st.sampled_from([each.id for each in OPTIONS]), max_size=70),
)
def test_a_histogram_holds_every_vote_once(tally: dict[str, int], ballots: dict[str, str]) -> None:
    """Hands and ballots add up; shares add up to one; the order is that on the screen."""
    vote = Round(1, "1.1", 1, OPTIONS, frozenset({"no"}), tally, ballots)
    bars = vote.histogram()
    assert [bar.option for bar in bars] == list(OPTIONS)
    assert vote.total == sum(tally.values()) + len(ballots) == sum(bar.count for bar in bars)
    if vote.total:
        assert sum(bar.share for bar in bars) == pytest.approx(1)
        assert vote.share_right == pytest.approx(sum(bar.share for bar in bars if bar.right))
    else:
        assert vote.share_right is None and all(bar.share == 0 for bar in bars)
