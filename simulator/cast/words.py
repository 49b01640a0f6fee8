"""What a recording says of itself: its title, and the label of each marker. Author text comes out as plain text."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from scenarios.conversation import Conversation
from simulator.cast.script import Act
from simulator.errors import harmless
from simulator.forms import kind_of, title
from simulator.i18n import _

if TYPE_CHECKING:
    from scoring.rate import Result

LABEL = 72
"""Cells that a label takes at most: players show them in a small box over the recording."""


def titled(conversation: Conversation) -> str:
    """What the recording is of."""
    play = conversation.play
    return _line(conversation.text(play.engine.program.edition.scenario.title, play.start))


def started_at(time: str) -> int | None:
    """Seconds since 1970 of a time of a log; None where it is none."""
    try:
        return int(datetime.fromisoformat(time).timestamp())
    except (ValueError, OverflowError, OSError):
        return None


def decided(conversation: Conversation, act: Act) -> str:
    """A decision that is about to be taken: its number and scene, and what will be chosen.

    Args:
        conversation: of the play that stands before it.
        act: a decision.
    """
    play = conversation.play
    number, taken = len(play.steps) + 1, _taken(conversation, act)
    if act.kept:
        return _line(_("{n} {scene}：{what}", n=number, scene=play.node.id, what=taken))
    return _line(_("{n} {scene}（后来撤回）：{what}", n=number, scene=play.node.id, what=taken))


def _taken(conversation: Conversation, act: Act) -> str:
    play = conversation.play
    if act.kind == "timed_out":
        return _("时间到了，没有开口")
    if act.kind == "form":
        return title(kind_of(play))
    for offer in play.offers():
        if offer.move.choice.id == act.choice:
            return conversation.text(offer.move.acts[offer.act].case.text, play.state)
    return act.choice


def resulted(result: Result, language: str) -> str:
    """The result that is shown at the end; it has a band unless nothing could go wrong in the scenario."""
    if not result.scorable:
        return _("结果")
    return _line(_("结果：{band}", band=result.band.name.text(language)))


def broken_off() -> str:
    """Where a log that is damaged is sound no further."""
    return _("记录到这里为止是完好的")


def _line(text: str) -> str:
    """In one line of at most so many cells."""
    plain = " ".join(harmless(text).split())
    return plain if cell_len(plain) <= LABEL else set_cell_size(plain, LABEL - 1).rstrip() + "…"
