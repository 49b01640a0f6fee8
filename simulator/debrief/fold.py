"""From events to the state of a debrief: what each event changes, and which do not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from scenarios.bilingual import Bilingual
from simulator.debrief import events as e
from simulator.debrief.debrief import Debrief, Item, PhaseTime, Revelation, seconds_between
from simulator.debrief.fitting import RefusedError, listed, looked_at, placed, put, titled, wanted
from simulator.debrief.fold_kept import kept
from simulator.debrief.fold_ratings import rated
from simulator.debrief.fold_votes import voted
from simulator.debrief.parts import Phase
from simulator.i18n import _

CRASH = 600.0
"""Seconds between the last event and a reopening that still count: it was a crash, and not the next day."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event in its place: `seq` from 1, `time` UTC."""

    event: e.DebriefEvent
    seq: int
    time: str


class Fold:
    """The state of a debrief while its events come in.

    Attributes:
        state: after the last event; None before the first.
    """

    def __init__(self, log: Iterable[Happened] = ()) -> None:
        """Take up a log.

        Raises:
            RefusedError: an event does not fit; the message says which.
        """
        self.state: Debrief | None = None
        self._standing: list[Happened] = []
        for happened in log:
            try:
                self.take(happened)
            except RefusedError as error:
                raise RefusedError(_("第 {seq} 条：{why}", seq=happened.seq, why=error)) from error

    def after(self, happened: Happened) -> Debrief:
        """The state as it would be after an event; nothing is changed.

        Raises:
            RefusedError: it does not fit.
        """
        if isinstance(happened.event, e.Undone):
            return replace(_replayed(self._without_last()), changed=happened.time, last=happened.time)
        return applied(self.state, happened)

    def take(self, happened: Happened) -> Debrief:
        """Add an event; the state after it.

        Raises:
            RefusedError: it does not fit, and nothing is changed.
        """
        state = self.after(happened)
        if isinstance(happened.event, e.Undone):
            self._standing = self._without_last()
        else:
            self._standing.append(happened)
        self.state = state
        return state

    @property
    def last(self) -> e.DebriefEvent | None:
        """What an undo would take back."""
        return next((each.event for each in reversed(self._standing) if each.event.undoable), None)

    def _without_last(self) -> list[Happened]:
        for number in range(len(self._standing) - 1, -1, -1):
            if self._standing[number].event.undoable:
                return self._standing[:number] + self._standing[number + 1 :]
        raise RefusedError(_("没有可以撤回的。"))


def _replayed(log: Iterable[Happened]) -> Debrief:
    """The state without what was undone; ballots for a vote that is not there any more go with it."""
    state: Debrief | None = None
    for happened in log:
        try:
            state = applied(state, happened)
        except RefusedError:
            if not isinstance(happened.event, e.BallotCast):
                raise
    assert state is not None, "the beginning cannot be undone"
    return state


def applied(state: Debrief | None, happened: Happened) -> Debrief:
    """The state after an event that is no `Undone`.

    Raises:
        RefusedError: it does not fit the state.
    """
    event, time = happened.event, happened.time
    if state is None:
        return _begun(event, time)
    if isinstance(event, e.Begun):
        raise RefusedError(_("复盘已经开始了。"))
    changed = (
        voted(state, event, happened.seq)
        or _agenda(state, event, happened.seq)
        or _time(state, event, time)
        or _room(state, event)
        or kept(state, event, happened.seq)
        or rated(state, event)
    )
    assert changed is not None, f"{event.kind} is not looked after"
    happens = state.changed if isinstance(event, e.Reopened) else time
    return replace(changed, changed=happens, last=time)


def _begun(event: e.DebriefEvent, time: str) -> Debrief:
    if not isinstance(event, e.Begun):
        raise RefusedError(_("复盘还没有开始。"))
    ids = [session.id for session in event.sessions]
    if not ids or len(set(ids)) < len(ids):
        raise RefusedError(_("复盘要有一次或几次接访，每次只写一遍。"))
    return Debrief(event.id, event.language, time, time, event.sessions, last=time)


def _agenda(state: Debrief, event: e.DebriefEvent, seq: int) -> Debrief | None:
    match event:
        case e.AgendaProposed(items=proposals):
            new = [
                Item(f"{seq}.{number}", placed(state, each.place), titled(each.title), titled(each.cue), each.why,
                     each.by)
                for number, each in enumerate(proposals, 1)
            ]  # fmt: skip
            if not new:
                raise RefusedError(_("没有可以列入议程的。"))
            return replace(state, items=(*state.items, *new))
        case e.ItemRemoved(item=item_id):
            item = listed(state, item_id)
            return replace(
                state,
                items=tuple(each for each in state.items if each is not item),
                rounds=tuple(each for each in state.rounds if each.item != item_id),
                discussed=state.discussed - {item_id},
                current="" if state.current == item_id else state.current,
            )
        case e.ItemMoved(item=item_id, to=to):
            item = listed(state, item_id)
            others = [each for each in state.items if each is not item]
            if not 0 <= to <= len(others):
                raise RefusedError(_("议程里没有这个位置。"))
            return replace(state, items=(*others[:to], item, *others[to:]))
        case e.ItemRetitled(item=item_id, title=title):
            item = listed(state, item_id)
            text = Bilingual(wanted(title), wanted(title))
            return replace(state, items=put(state.items, item, replace(item, title=text, cue=text)))
        case e.ItemOpened(item=item_id):
            return replace(state, current=listed(state, item_id).id if item_id else "")
    return None


def _time(state: Debrief, event: e.DebriefEvent, time: str) -> Debrief | None:
    match event:
        case e.Reopened(missing=missing):
            known = frozenset(session.id for session in state.sessions)
            return replace(_over_the_gap(state, time), missing=known & frozenset(missing))
        case e.PhaseEntered(phase=phase, minutes=minutes):
            planned = _planned(state, phase, minutes) if minutes is not None else state
            return _running(replace(_stopped(planned, time), phase=phase), phase, time)
        case e.TimerPlanned(phase=phase, minutes=minutes):
            return _planned(state, phase, minutes)
        case e.TimerStarted():
            timer = _timer(state)
            if timer.running:
                raise RefusedError(_("计时已经在走。"))
            return _running(state, timer.phase, time)
        case e.TimerStopped():
            if not _timer(state).running:
                raise RefusedError(_("计时已经停着。"))
            return _stopped(state, time)
    return None


def _room(state: Debrief, event: e.DebriefEvent) -> Debrief | None:
    match event:
        case e.PrebriefAccepted():
            if state.prebrief:
                raise RefusedError(_("开场约定已经确认过。"))
            return replace(state, prebrief=True)
        case e.Revealed(place=place, seen=seen):
            if state.is_revealed(placed(state, place)):
                raise RefusedError(_("这一步已经揭晓。"))
            return replace(state, revealed=(*state.revealed, Revelation(place, seen)))
        case e.Hidden(place=place):
            if not state.is_revealed(place):
                raise RefusedError(_("这一步还没有揭晓。"))
            return replace(state, revealed=tuple(each for each in state.revealed if each.place != place))
        case e.Flagged(place=place, on=on):
            if (placed(state, place) in state.flags) == on:
                raise RefusedError(_("标记没有变化。"))
            return replace(state, flags=state.flags ^ {place})
        case e.NamesShown(session=session, real=real):
            looked_at(state, session)
            if (session in state.real_names) == real:
                raise RefusedError(_("名字的写法没有变化。"))
            return replace(state, real_names=state.real_names ^ {session})
    return None


# ---- timers --------------------------------------------------------------------------------------------------------


def _timer(state: Debrief) -> PhaseTime:
    timer = state.timer()
    if timer is None:
        raise RefusedError(_("还没有进入任何阶段。"))
    return timer


def _planned(state: Debrief, phase: Phase, minutes: float | None) -> Debrief:
    if minutes is not None and not 0 < minutes <= 600:
        raise RefusedError(_("时长要在 0 到 600 分钟之间。"))
    return _timed(state, phase, lambda timer: replace(timer, minutes=minutes))


def _running(state: Debrief, phase: Phase, time: str) -> Debrief:
    return _timed(state, phase, lambda timer: replace(timer, since=time))


def _stopped(state: Debrief, time: str) -> Debrief:
    for timer in state.phases:
        if timer.running:
            stopped = replace(timer, seconds=timer.elapsed(time), since="")
            return replace(state, phases=put(state.phases, timer, stopped))
    return state


def _over_the_gap(state: Debrief, time: str) -> Debrief:
    """A timer that was running runs on; what lies between the last event and now counts only after a crash."""
    running = [timer for timer in state.phases if timer.running]
    if not running or seconds_between(state.last, time) <= CRASH:
        return state
    return _running(_stopped(state, state.last), running[0].phase, time)


def _timed(state: Debrief, phase: Phase, change: Callable[[PhaseTime], PhaseTime]) -> Debrief:
    there = state.timer(phase)
    if there is None:
        return replace(state, phases=(*state.phases, change(PhaseTime(phase))))
    return replace(state, phases=put(state.phases, there, change(there)))
