"""Agreement between people and the program, against published examples."""

from __future__ import annotations

import statistics

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulator.debrief import events as e
from simulator.debrief.agreement import FEWEST, OF_MARK, POINTS, agreements, band_of, icc_a1, weighted_kappa
from simulator.debrief.fold import Fold, Happened
from simulator.debrief.parts import Place
from tests.simulator.debrief.conftest import begun

SHROUT_FLEISS = [(9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7)]
"""Shrout & Fleiss (1979), table 2: four judges rate six people."""

XEROMAMMOGRAMS = [[21, 12, 0, 0], [4, 17, 1, 0], [3, 9, 15, 2], [0, 0, 0, 1]]
"""Two radiologists on 85 pictures: normal, benign, suspected, cancer (Boyd et al. 1982; Stata manual, [R] kappa)."""

points = st.sampled_from(POINTS)
pairs = st.lists(st.tuples(points, points), max_size=40)


def from_table(table: list[list[int]]) -> list[tuple[int, int]]:
    """A table of counts as pairs."""
    return [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]


class TestKappa:
    """Quadratic weighted kappa."""

    def test_a_published_example(self) -> None:
        """Observed agreement 94.77 %, by chance 84.09 %, kappa 0.6714."""
        assert weighted_kappa(from_table(XEROMAMMOGRAMS), range(4)) == pytest.approx(0.6714, abs=5e-5)

    def test_by_hand(self) -> None:
        """Three things on three categories: squared differences 1 of 3, by chance 15 of 9."""
        assert weighted_kappa([(0, 0), (1, 2), (2, 2)], range(3)) == pytest.approx(1 - (1 / 3) / (15 / 9))

    @given(st.lists(points, min_size=1, max_size=40))
    def test_equal_ratings_agree_fully(self, given: list[int]) -> None:
        """Kappa is 1 for equal ratings; not defined where there is only one and the same."""
        kappa = weighted_kappa([(each, each) for each in given], POINTS)
        assert kappa == 1 if len(set(given)) > 1 else kappa is None

    @given(pairs)
    def test_it_does_not_matter_who_is_first(self, given: list[tuple[int, int]]) -> None:
        """Kappa is symmetric, at most 1, and the same for ratings in another order or counted from the other end."""
        kappa = weighted_kappa(given, POINTS)
        assert kappa == weighted_kappa([(other, one) for one, other in given], POINTS)
        assert kappa == weighted_kappa(given[::-1], POINTS)
        turned = weighted_kappa([(-one, -other) for one, other in given], POINTS)
        assert turned == (kappa if kappa is None else pytest.approx(kappa))
        assert kappa is None or kappa <= 1

    @given(pairs)
    def test_it_is_what_fleiss_and_cohen_say_of_it(self, given: list[tuple[int, int]]) -> None:
        """With quadratic weights kappa is 2 cov / (var + var + squared difference of the means)."""
        assume(len(given) > 1)
        ones, others = [one for one, _ in given], [other for _, other in given]
        mean, mean_other = statistics.fmean(ones), statistics.fmean(others)
        covariance = statistics.fmean((a - mean) * (b - mean_other) for a, b in given)
        below = statistics.pvariance(ones) + statistics.pvariance(others) + (mean - mean_other) ** 2
        kappa = weighted_kappa(given, POINTS)
        if kappa is None:
            assert below == pytest.approx(0)
        else:
            assert kappa == pytest.approx(2 * covariance / below)

    def test_nothing_rated_and_no_category(self) -> None:
        """Nothing gives nothing; a rating that is no category is an error."""
        assert weighted_kappa([], POINTS) is None
        with pytest.raises(ValueError, match="no category"):
            weighted_kappa([(0, 3)], POINTS)


class TestIcc:
    """ICC(A,1)."""

    def test_a_published_example(self) -> None:
        """Shrout & Fleiss give ICC(2,1) = .29 for their table, which McGraw & Wong call ICC(A,1)."""
        assert icc_a1(SHROUT_FLEISS) == pytest.approx(0.29, abs=5e-3)

    def test_the_mean_squares_of_that_example(self) -> None:
        """From the mean squares that Shrout & Fleiss print: 11.24 people, 32.49 judges, 1.02 residual."""
        expected = (11.24 - 1.02) / (11.24 + 3 * 1.02 + 4 / 6 * (32.49 - 1.02))
        assert icc_a1(SHROUT_FLEISS) == pytest.approx(expected, abs=5e-4)

    @given(st.lists(st.integers(0, 100), min_size=2, max_size=20))
    def test_equal_ratings_agree_fully(self, scores: list[int]) -> None:
        """1 for equal scores; not defined where all are one and the same."""
        icc = icc_a1([(each, each) for each in scores])
        assert icc == pytest.approx(1) if len(set(scores)) > 1 else icc is None

    @given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=20), st.integers(-50, 50))
    def test_raters_may_change_places(self, table: list[tuple[int, int]], shift: int) -> None:
        """Symmetric, at most 1, and the same where both move together; a rater who is stricter alone lowers it."""
        icc = icc_a1(table)
        same = [icc_a1([(b, a) for a, b in table]), icc_a1([(a + shift, b + shift) for a, b in table])]
        assert same == [None if icc is None else pytest.approx(icc, abs=1e-9)] * 2
        assert icc is None or icc <= 1 + 1e-9
        equal = [(a, a) for a, _ in table]
        if len({a for a, _ in table}) > 1 and shift:
            stricter = icc_a1([(a, a + shift) for a, _ in equal])
            assert stricter is not None and stricter < 1

    def test_what_it_is_not_defined_for(self) -> None:
        """One thing, one rater, nothing; rows of different lengths are an error."""
        assert icc_a1([]) is None and icc_a1([(1, 2)]) is None and icc_a1([(1,), (2,)]) is None
        with pytest.raises(ValueError, match="lengths"):
            icc_a1([(1, 2), (1, 2, 3)])


class TestOfADebrief:
    """The agreement of each person who rated with the program."""

    @staticmethod
    def after(*ratings: e.DebriefEvent) -> Fold:
        """A debrief with some ratings."""
        fold = Fold([Happened(begun(), 1, "")])
        for number, rating in enumerate(ratings, 2):
            fold.take(Happened(rating, number, ""))
        return fold

    def test_each_person_by_himself(self) -> None:
        """Decisions against marks, scores against scores, bands against bands; people are not mixed."""
        marks = list(OF_MARK)
        ratings: list[e.DebriefEvent] = [
            e.DecisionRated(Place("s1", number), "", "组长", OF_MARK[mark], "", mark)
            for number, mark in enumerate(marks)
        ]
        ratings += [
            e.DimensionRated(session, dimension, "老吴", score, "", "", score)
            for session in ("s1", "s2")
            for dimension, score in (("listening", 92), ("emotion", 61), ("referral", 40))
        ]
        state = self.after(*ratings).state
        assert state is not None
        first, second = agreements(state)
        assert (first.by, first.decisions.value, first.decisions.n) == ("组长", 1, len(marks))
        assert (first.scores.value, first.scores.n) == (None, 0)
        assert second.by == "老吴" and second.scores.value == pytest.approx(1) and second.scores.n == 6
        assert second.bands.value == 1 and not second.bands.enough

    def test_too_few_ratings_give_no_figure(self) -> None:
        """One below the least number: how many there are is said, and nothing else."""
        given = [
            e.DecisionRated(Place("s1", number), "", "组长", number % 2, "", "best") for number in range(FEWEST - 1)
        ]
        state = self.after(*given, e.DecisionRated(Place("s1", 9), "", "组长", 1, "", "")).state
        assert state is not None
        (found,) = agreements(state)
        assert (found.decisions.value, found.decisions.n) == (None, FEWEST - 1)

    def test_bands_by_score(self) -> None:
        """A score counts as the band it reaches."""
        assert [band_of(score) for score in (100, 90, 89.9, 80, 60, 59.9, 0)] == [
            "excellent", "excellent", "good", "good", "pass", "fail", "fail",
        ]  # fmt: skip
