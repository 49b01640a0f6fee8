"""Two to six sessions of one scenario beside each other: who did what in which scene, and where they parted."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from scenarios.conversation import Conversation, Language
from scenarios.edition import Edition
from scenarios.engine import FormStep, State
from simulator.errors import UserError
from simulator.i18n import _
from simulator.replay import editions
from simulator.replay.alignment import Row as Places
from simulator.replay.alignment import Visit, align
from simulator.replay.names import nameless
from simulator.replay.prices import Prices
from simulator.replay.recording import Moment, Recording

FEWEST, MOST = 2, 6
LONGEST = 1_000
"""Moments of a session that are compared; a visit has about forty."""

Meters = tuple[int, int, int]
"""Agitation, trust, distress, 0..10."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A form's line as it was filled in.

    Attributes:
        line: id.
        label: its label, or the statement to tick, in words.
        pick: id of the option.
        said: the option in words; for a tick its id.
        cost: in score points; None where the session is not priced.
    """

    line: str
    label: str
    pick: str
    said: str
    cost: float | None


@dataclass(frozen=True, slots=True)
class Deed:
    """What one session did in a row.

    Attributes:
        moment: number of the moment in its recording.
        choice: id of the choice; empty for a form.
        said: the choice in words; for a form empty, see `entries`.
        timed_out: whether time ran out instead.
        latency: milliseconds; None where there was no screen.
        cost: of the whole moment, in score points; None where the session is not priced.
        mark: id of the mark, for a form that of its dearest line; empty where the session is not priced.
        entries: of a form, in its order.
    """

    moment: int
    choice: str
    said: str
    timed_out: bool
    latency: int | None
    cost: float | None
    mark: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A visit to a scene.

    Attributes:
        scene: id.
        deeds: of each session; None for one that was not there.
        agreed: whether all sessions were there and did the same.
        parted: ids of the form lines that those who had them filled in differently; empty for a choice.
        changed: whether the scene is written differently in their editions.
    """

    scene: str
    deeds: tuple[Deed | None, ...]
    agreed: bool
    parted: tuple[str, ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class Divergence:
    """The first time that sessions did different things in the same scene.

    Attributes:
        row: its number.
        scene: id.
        moments: number of the moment at which each session stood there; None for one that did not stand there then.
    """

    row: int
    scene: str
    moments: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Sessions side by side.

    Attributes:
        recordings, prices: as given; prices are None for a session that is not priced.
        rows: visits to scenes, aligned.
        divergence: None where the sessions did the same wherever they met.
        editions: every edition that was played, the first session's first.
        left: for each session the score that could still be reached, before the first row and after each; a session
            that has no deed in a row stays where it was; None for a session that is not priced.
        meters: the same with the meters.
        language: of the words in it.
    """

    recordings: tuple[Recording, ...]
    prices: tuple[Prices | None, ...]
    rows: tuple[Row, ...]
    divergence: Divergence | None
    editions: tuple[editions.EditionDifference, ...]
    left: tuple[tuple[float, ...] | None, ...]
    meters: tuple[tuple[Meters, ...], ...]
    language: Language

    def names(self) -> list[str]:
        """The sessions without the names of people: 甲, 乙; A, B."""
        return [nameless(number, self.language) for number in range(len(self.recordings))]

    def notes(self) -> list[str]:
        """What one should know before reading it: other editions, logs that are not sound or not priced."""
        found = list(editions.words(self.editions))
        for name, recording, prices in zip(self.names(), self.recordings, self.prices, strict=True):
            if recording.faults:
                found.append(_("{name} 的记录不完好，只比到完好的部分：{fault}", name=name, fault=recording.faults[0]))
            if len(recording.moments) > LONGEST:
                found.append(_("{name} 有 {n} 步，只比前 {most} 步", name=name, n=len(recording.moments), most=LONGEST))
            if prices is None:
                found.append(_("{name} 的剧本没有求解，不标得失", name=name))
        return found


def compare(recordings: Sequence[Recording], prices: Sequence[Prices | None], language: Language) -> Comparison:
    """Put sessions side by side.

    Args:
        recordings: two to six, of one scenario.
        prices: of each, where there are any.
        language: of the words.

    Raises:
        UserError: too few or too many, not of one scenario, or one cannot be replayed at all.
    """
    found = _checked(recordings)
    shown = [recording.moments[:LONGEST] for recording in recordings]
    places = align([[Visit(moment.scene, _deed(moment)) for moment in moments] for moments in shown])
    teller = _Teller(recordings, prices, language)
    return Comparison(
        recordings=tuple(recordings),
        prices=tuple(prices),
        rows=tuple(_row(row, shown, found, teller) for row in places),
        divergence=_divergence(places, shown),
        editions=editions.differences(found),
        left=tuple(_left(places, number, each) for number, each in enumerate(prices)),
        meters=tuple(_course(places, number, recording) for number, recording in enumerate(recordings)),
        language=language,
    )


def _checked(recordings: Sequence[Recording]) -> list[Edition]:
    """The editions of recordings that can be compared."""
    if not FEWEST <= len(recordings) <= MOST:
        raise UserError(
            _("一次比 {fewest} 到 {most} 次接访，这里是 {n} 次。", fewest=FEWEST, most=MOST, n=len(recordings)),
            _("用 jiefang sessions list 看编号。"),
            2,
        )
    found = []
    for recording in recordings:
        if recording.edition is None or recording.play is None:
            name = "" if recording.session is None else recording.session.id
            raise UserError(
                _("这次接访不能重演，没有办法比较：{id}", id=name),
                recording.faults[0] if recording.faults else _("用 jiefang sessions verify 看是哪里不对。"),
            )
        found.append(recording.edition)
    ids = dict.fromkeys(edition.scenario.id for edition in found)
    if len(ids) > 1:
        raise UserError(
            _("只能比较同一个剧本的接访，这里有：{ids}", ids=_("、").join(ids)),
            _("用 jiefang sessions list --scenario {id} 看同一个剧本的接访。", id=next(iter(ids))),
            2,
        )
    return found


def _deed(moment: Moment) -> Hashable:
    """What was done, to be compared: waiting until time runs out is not the choice that then counts."""
    if isinstance(moment.step, FormStep):
        return tuple(sorted(moment.step.picks.items()))
    return (moment.step.move.choice.id, moment.timed_out)


# ---- rows -----------------------------------------------------------------------------------------------------


class _Teller:
    """What the sessions did, in words and with its price."""

    def __init__(self, recordings: Sequence[Recording], prices: Sequence[Prices | None], language: Language) -> None:
        self._conversations = [
            Conversation(recording.play, language) for recording in recordings if recording.play is not None
        ]
        self._prices = prices

    def deed(self, session: int, moment: Moment) -> Deed:
        """One moment of a session."""
        prices = self._prices[session]
        decisions = () if prices is None else prices.decisions(moment.number)
        dearest = max(decisions, key=lambda decision: decision.cost, default=None)
        step = moment.step
        is_form = isinstance(step, FormStep)
        return Deed(
            moment=moment.number,
            choice="" if isinstance(step, FormStep) else step.move.choice.id,
            said=self._choice(session, moment),
            timed_out=moment.timed_out,
            latency=moment.latency,
            cost=None if prices is None else prices.cost(moment.number),
            mark="" if dearest is None else dearest.mark.id,
            entries=self._entries(session, moment, {d.line: d.cost for d in decisions}) if is_form else (),
        )

    def _choice(self, session: int, moment: Moment) -> str:
        step = moment.step
        return (
            "" if isinstance(step, FormStep) else self._said(session, step.move.acts[step.act].case.text, step.before)
        )

    def _entries(self, session: int, moment: Moment, costs: dict[str, float]) -> tuple[Entry, ...]:
        step = moment.step
        assert isinstance(step, FormStep)
        engine = self._conversations[session].engine
        form = engine.node(step.before).form
        assert form is not None
        found = []
        for line in form.lines:
            pick = step.picks.get(line.id)
            if pick is None:
                continue
            option = next((each for each in (*line.options, *line.fillers) if each.id == pick), None)
            said = pick
            if line.kind != "tick" and option is not None:
                said = self._said(session, engine.option_case(option, step.before).text, step.before)
            found.append(Entry(line.id, self._said(session, line.label, step.before), pick, said, costs.get(line.id)))
        return tuple(found)

    def _said(self, session: int, text: Any, state: State) -> str:
        return self._conversations[session].text(text, state)


def _row(places: Places, shown: Sequence[Sequence[Moment]], played: Sequence[Edition], teller: _Teller) -> Row:
    there = [(session, shown[session][number]) for session, number in enumerate(places) if number is not None]
    scene = there[0][1].scene
    deeds = [_deed(moment) for _session, moment in there]
    written = [played[session].scenario.scenes[scene] for session, _moment in there]
    told = {session: teller.deed(session, moment) for session, moment in there}
    return Row(
        scene=scene,
        deeds=tuple(told.get(session) for session in range(len(places))),
        agreed=len(there) == len(places) and len(set(deeds)) == 1,
        parted=_parted([moment for _session, moment in there]),
        changed=any(each != written[0] for each in written[1:]),
    )


def _parted(moments: Sequence[Moment]) -> tuple[str, ...]:
    """The lines of a form on which moments differ; not those that only one of them had."""
    picks: dict[str, set[str]] = {}
    for moment in moments:
        if isinstance(moment.step, FormStep):
            for line, pick in moment.step.picks.items():
                picks.setdefault(line, set()).add(pick)
    return tuple(line for line, different in picks.items() if len(different) > 1)


def _divergence(places: Sequence[Places], shown: Sequence[Sequence[Moment]]) -> Divergence | None:
    """The first row where sessions whose next moment is in its scene do different things.

    A session may have its next visit to the scene in a later row: it skipped what others did first, and so parted here.
    """
    coming = [0] * len(shown)
    for number, row in enumerate(places):
        scene = next(shown[session][at].scene for session, at in enumerate(row) if at is not None)
        stands = [at < len(moments) and moments[at].scene == scene for at, moments in zip(coming, shown, strict=True)]
        there = [session for session, is_there in enumerate(stands) if is_there]
        if len({_deed(shown[session][coming[session]]) for session in there}) > 1:
            moments = tuple(at if is_there else None for at, is_there in zip(coming, stands, strict=True))
            return Divergence(number, scene, moments)
        coming = [at + (row[session] is not None) for session, at in enumerate(coming)]
    return None


# ---- curves ---------------------------------------------------------------------------------------------------


def _left(places: Sequence[Places], session: int, prices: Prices | None) -> tuple[float, ...] | None:
    if prices is None:
        return None
    found = [100.0]
    for row in places:
        number = row[session]
        decisions = () if number is None else prices.decisions(number)
        found.append(decisions[-1].left if decisions else found[-1])
    return tuple(found)


def _course(places: Sequence[Places], session: int, recording: Recording) -> tuple[Meters, ...]:
    assert recording.play is not None, "it was checked"
    found = [_meters(recording.play.start)]
    for row in places:
        number = row[session]
        found.append(found[-1] if number is None else _meters(recording.moments[number].step.after))
    return tuple(found)


def _meters(state: State) -> Meters:
    return (state.agitation, state.trust, state.distress)
