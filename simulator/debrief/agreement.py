"""How far people and the program agree: quadratic weighted kappa for decisions and bands, ICC(A,1) for scores."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from simulator.debrief.debrief import Debrief

FEWEST = 5
"""Ratings below which no figure is given: it would say more about chance than about anybody."""
ENOUGH = 30
"""Ratings from which a figure may be leaned on (Koo & Li 2016, Journal of Chiropractic Medicine 15(2), 155-163, who
ask for 30 different things rated); below it is shown as a mere indication."""

POINTS = (-2, -1, 0, 1, 2)
"""Ratings of a decision, from harmful to exemplary, as the indicators are rated."""
OF_MARK: Mapping[str, int] = {
    "best": 2, "good": 1, "fair": 0, "inaccuracy": -1, "mistake": -2, "blunder": -2, "red_line": -2,
}  # fmt: skip
"""The program's mark on the scale of human ratings. A convention of ours, so that both can be compared at all."""


def weighted_kappa(pairs: Sequence[tuple[Hashable, Hashable]], categories: Sequence[Hashable]) -> float | None:
    """Cohen's kappa with quadratic weights, for two raters on an ordinal scale.

    1 - Σ w_ij o_ij / Σ w_ij e_ij with w_ij = (i - j)²: observed disagreement by what two raters with these
    frequencies would have by chance.

    Args:
        pairs: what both said of each thing.
        categories: in their order; two or more.

    Returns:
        1 for full agreement, 0 for chance, below 0 for less; None where it is not defined: nothing rated, or both
        raters always said one and the same thing.

    Raises:
        ValueError: a rating is no category.

    Source: Cohen (1968), Psychological Bulletin 70(4), 213-220; quadratic weights: Fleiss & Cohen (1973), Educational
    and Psychological Measurement 33(3), 613-619.
    """
    place = {category: number for number, category in enumerate(categories)}
    try:
        found = [(place[one], place[other]) for one, other in pairs]
    except KeyError as error:
        raise ValueError(f"no category: {error}") from error
    n = len(found)
    observed = sum((one - other) ** 2 for one, other in found)
    expected = sum((one - other) ** 2 for one, _ in found for _, other in found)
    return 1 - n * observed / expected if expected else None


def icc_a1(ratings: Sequence[Sequence[float]]) -> float | None:
    """The intraclass correlation ICC(A,1): absolute agreement of single ratings, two-way model.

    (MSR - MSE) / (MSR + (k - 1) MSE + k/n (MSC - MSE)), with the mean squares of rows, columns and error.

    Args:
        ratings: n rows, one a thing rated, of k columns, one a rater.

    Returns:
        1 for full agreement; can be below 0; None where it is not defined: fewer than two rows or columns, or all
        ratings equal.

    Raises:
        ValueError: rows of different lengths.

    Source: McGraw & Wong (1996), Psychological Methods 1(1), 30-46, table 4; the same as ICC(2,1) of Shrout & Fleiss
    (1979), Psychological Bulletin 86(2), 420-428.
    """
    if any(len(row) != len(other) for row, other in pairwise(ratings)):
        raise ValueError("rows of different lengths")
    n, k = len(ratings), len(ratings[0]) if ratings else 0
    if n < 2 or k < 2:
        return None
    # Shifted so that equal columns of large numbers lose no digits.
    origin = ratings[0][0]
    table = [[value - origin for value in row] for row in ratings]
    mean = sum(map(sum, table)) / (n * k)
    rows = [sum(row) / k for row in table]
    columns = [sum(row[j] for row in table) / n for j in range(k)]
    msr = k * sum((row - mean) ** 2 for row in rows) / (n - 1)
    msc = n * sum((column - mean) ** 2 for column in columns) / (k - 1)
    error = sum((table[i][j] - rows[i] - columns[j] + mean) ** 2 for i in range(n) for j in range(k))
    mse = error / ((n - 1) * (k - 1))
    below = msr + (k - 1) * mse + k / n * (msc - mse)
    return (msr - mse) / below if below > 1e-12 * (msr + msc + mse) else None


@dataclass(frozen=True, slots=True)
class Agreement:
    """A figure of agreement.

    Attributes:
        value: None where too few were rated, or it is not defined.
        n: how many were rated by both.
    """

    value: float | None
    n: int

    @property
    def enough(self) -> bool:
        """Whether there are enough ratings to lean on it."""
        return self.n >= ENOUGH


@dataclass(frozen=True, slots=True)
class RaterAgreement:
    """How far one person and the program agree.

    Attributes:
        by: who.
        decisions: quadratic kappa of ratings -2..+2 with the marks (`OF_MARK`).
        scores: ICC(A,1) of dimension scores.
        bands: quadratic kappa of dimension bands; a score counts as its band.
    """

    by: str
    decisions: Agreement
    scores: Agreement
    bands: Agreement


def agreements(state: Debrief) -> list[RaterAgreement]:
    """The agreement of each person who rated with the program, in order of first appearance.

    People are not pooled: their ratings of one thing are not independent of each other.
    """
    given = [each.by for each in state.decision_ratings] + [each.by for each in state.dimension_ratings]
    return [
        RaterAgreement(by, _decisions(state, by), _scores(state, by), _bands(state, by)) for by in dict.fromkeys(given)
    ]


def _decisions(state: Debrief, by: str) -> Agreement:
    pairs = [
        (each.rating, OF_MARK[each.mark]) for each in state.decision_ratings if each.by == by and each.mark in OF_MARK
    ]
    return _guarded(weighted_kappa(pairs, POINTS), len(pairs))


def _scores(state: Debrief, by: str) -> Agreement:
    table = [
        (each.score, each.engine)
        for each in state.dimension_ratings
        if each.by == by and each.score is not None and each.engine is not None
    ]
    return _guarded(icc_a1(table), len(table))


def _bands(state: Debrief, by: str) -> Agreement:
    pairs = list(_band_pairs(state, by))
    from scoring.rubric import rubric

    return _guarded(weighted_kappa(pairs, [band.id for band in rubric().bands]), len(pairs))


def _band_pairs(state: Debrief, by: str) -> Iterator[tuple[str, str]]:
    from scoring.rubric import rubric

    known = {band.id for band in rubric().bands}
    for each in state.dimension_ratings:
        own = each.band or ("" if each.score is None else band_of(each.score))
        if each.by == by and each.engine is not None and own in known:
            yield own, band_of(each.engine)


def band_of(score: float) -> str:
    """The id of the band that a score reaches by itself, red lines aside."""
    from scoring.rubric import rubric

    bands = rubric().bands
    return next((band.id for band in bands if score >= band.score), bands[-1].id)


def _guarded(value: float | None, n: int) -> Agreement:
    return Agreement(value if n >= FEWEST else None, n)
