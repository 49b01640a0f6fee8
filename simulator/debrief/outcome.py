"""Where a line led that was played instead, as a debrief keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.conversation import Conversation, Language
from simulator.debrief.both import both
from simulator.debrief.parts import Outcome
from simulator.graph.labels import shortened
from simulator.replay.branch import Branch

if TYPE_CHECKING:
    from simulator.replay.prices import Prices

WORDS = 40
"""Cells of what is read at the ending."""


def outcome(branch: Branch, prices: Prices | None) -> Outcome:
    """Ending and score of a branch beside what happened; of one without an end, what can still be reached.

    Args:
        branch: the line.
        prices: of the recording it leaves; None where it cannot be scored.
    """
    score = was = None
    if prices is not None:
        score, was = branch.result(prices.evaluator).score, prices.result.score
    if not branch.ended:
        return Outcome(score=score, was=was)
    play = branch.play

    def said(language: Language) -> str:
        text = "".join(each.text for each in Conversation(play, language).arrivals(play.arrivals[-1:]))
        return shortened(text, WORDS) or play.node.id

    return Outcome(play.node.id, both(said), score, was)
