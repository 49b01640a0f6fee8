"""What events about votes change; see `fold`."""

from __future__ import annotations

from dataclasses import replace

from simulator.debrief import events as e
from simulator.debrief.debrief import Debrief
from simulator.debrief.fitting import RefusedError, listed
from simulator.debrief.votes import Round
from simulator.i18n import _

ROUNDS = 2
"""Votes on one item: before and after the discussion."""
MOST = 999
"""Votes for one option, and devices in one round."""


def voted(state: Debrief, event: e.DebriefEvent, seq: int) -> Debrief | None:
    """The state after an event about votes; None for another event.

    Raises:
        RefusedError: it does not fit.
    """
    match event:
        case e.RoundOpened():
            return replace(state, rounds=(*state.rounds, _opened(state, event, seq)))
        case e.BallotCast(round=round_id, device=device, option=option):
            vote = _open(state, round_id)
            _option(vote, option)
            if not device or (device not in vote.ballots and len(vote.ballots) >= MOST):
                raise RefusedError(_("这一轮收不下更多的票。"))
            return _put(state, replace(vote, ballots={**vote.ballots, device: option}))
        case e.Tallied(round=round_id, counts=counts):
            vote = _open(state, round_id)
            for option, count in counts.items():
                _option(vote, option)
                if not 0 <= count <= MOST:
                    raise RefusedError(_("票数要在 0 到 {most} 之间。", most=MOST))
            return _put(state, replace(vote, tally=dict(counts)))
        case e.RoundLocked(round=round_id):
            return _put(state, replace(_open(state, round_id), locked=True))
        case e.DiscussionEnded(item=item):
            if item in state.discussed or not any(each.locked for each in state.rounds_of(item)):
                raise RefusedError(_("这一项还没有投过票，或者已经讨论完。"))
            return replace(state, discussed=state.discussed | {item})
    return None


def _opened(state: Debrief, event: e.RoundOpened, seq: int) -> Round:
    """A new round, if one may begin."""
    listed(state, event.item)
    if state.open_round is not None:
        raise RefusedError(_("还有一轮投票没有截止。"))
    before = state.rounds_of(event.item)
    if len(before) >= ROUNDS:
        raise RefusedError(_("这一项已经投过两轮。"))
    ids = [option.id for option in event.options]
    if len(ids) < 2 or len(set(ids)) < len(ids) or not set(event.right) <= set(ids):
        raise RefusedError(_("投票要有两个以上不同的选项。"))
    if before and [option.id for option in before[0].options] != ids:
        raise RefusedError(_("第二轮要用第一轮的选项，次序也一样。"))
    return Round(seq, event.item, len(before) + 1, event.options, frozenset(event.right), {}, {})


def _open(state: Debrief, round_id: int) -> Round:
    vote = state.round(round_id)
    if vote is None or vote.locked:
        raise RefusedError(_("这一轮投票不在进行。"))
    return vote


def _option(vote: Round, option: str) -> None:
    if all(each.id != option for each in vote.options):
        raise RefusedError(_("没有这个选项：{id}", id=option))


def _put(state: Debrief, vote: Round) -> Debrief:
    return replace(state, rounds=tuple(vote if each.id == vote.id else each for each in state.rounds))
