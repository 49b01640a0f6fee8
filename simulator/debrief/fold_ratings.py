"""What events about human ratings change; see `fold`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scenarios.vocabulary import vocabulary
from simulator.debrief import events as e
from simulator.debrief.debrief import Debrief, DecisionRating, DimensionRating
from simulator.debrief.fitting import RefusedError, looked_at, placed, wanted
from simulator.i18n import _


def rated(state: Debrief, event: e.DebriefEvent) -> Debrief | None:
    """The state after an event about a rating; None for another event. A rater's newer rating replaces the older.

    Raises:
        RefusedError: it does not fit.
    """
    match event:
        case e.DimensionRated(session, dimension, by, score, band, reason, engine):
            looked_at(state, session)
            if dimension not in vocabulary().dimensions:
                raise RefusedError(_("没有这个维度：{name}", name=dimension))
            if score is not None and not 0 <= score <= 100:
                raise RefusedError(_("评分要在 0 到 100 之间。"))
            rating = DimensionRating(session, dimension, wanted(by), score, band, reason, engine)
            others = tuple(
                each for each in state.dimension_ratings
                if (each.session, each.dimension, each.by) != (session, dimension, rating.by)
            )  # fmt: skip
            new = () if score is None and not band else (rating,)
            _changes_something(new, others, state.dimension_ratings)
            return replace(state, dimension_ratings=others + new)
        case e.DecisionRated(place, line, by, points, reason, mark):
            if points is not None and not -2 <= points <= 2:
                raise RefusedError(_("对一个决定的评分要在 −2 到 +2 之间。"))
            who = (placed(state, place), line, wanted(by))
            rest = tuple(each for each in state.decision_ratings if (each.place, each.line, each.by) != who)
            given = () if points is None else (DecisionRating(*who, points, reason, mark),)
            _changes_something(given, rest, state.decision_ratings)
            return replace(state, decision_ratings=rest + given)
    return None


def _changes_something(new: tuple[Any, ...], others: tuple[Any, ...], before: tuple[Any, ...]) -> None:
    if not new and len(others) == len(before):
        raise RefusedError(_("没有可以收回的评分。"))
