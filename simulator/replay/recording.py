"""A recorded visit, played again from its log and held against it, moment by moment.

Nothing of a log is believed. Every state is worked out anew from the inputs and compared with the one that was
recorded; what comes before the first contradiction is sound and is replayed, what is wrong is said in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Any

from scenarios.diagnostic import ScenarioError, render
from scenarios.edition import RULES_VERSION, Edition, from_data
from scenarios.engine import Engine, FormStep, State, Step
from scenarios.play import Input, InputError, Play
from scenarios.program import compile_edition
from simulator.i18n import _, language
from simulator.record.choice_events import state_data
from simulator.record.events import PLAYED, Sealed
from simulator.record.log import Session
from simulator.record.transcript import Transcript, parsed
from simulator.record.verify import Fault, Verdict, examine

_KEPT = 4
"""So many editions that were read last are kept."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One decision that stood: a choice, time that ran out, or a form handed in.

    Attributes:
        number: its place among the moments, from 0; also that of its step in the play.
        seq: its event in the log, from 1.
        time: when it was taken, UTC, ISO 8601.
        scene: id of the scene.
        step: as replayed; has the states before and after.
        shown: ids of the choices in the order on screen; in file order for a visit without one, empty for a form.
        latency: milliseconds from the moment on the screen to the decision; None for a visit without a screen.
        timed_out: whether time ran out.
        said: what the trainee typed before the options appeared; empty for nothing.
        notes: the trainee's own notes made here.
        lookups: what was looked up in the handbook here.
        hints: how often a hint was asked for here.
        undone: what was tried here first and taken back, oldest first: ids of choices, or `form`.
    """

    number: int
    seq: int
    time: str
    scene: str
    step: Step | FormStep
    shown: tuple[str, ...] = ()
    latency: int | None = None
    timed_out: bool = False
    said: str = ""
    notes: tuple[str, ...] = ()
    lookups: tuple[str, ...] = ()
    hints: int = 0
    undone: tuple[str, ...] = ()

    @property
    def taken(self) -> Input:
        """What was done, as the play takes it: a choice id, `timeout`, or the picks of the form."""
        if isinstance(self.step, FormStep):
            return dict(self.step.picks)
        return "timeout" if self.timed_out else self.step.move.choice.id

    @property
    def is_form(self) -> bool:
        """Whether a form was handed in."""
        return isinstance(self.step, FormStep)


@dataclass(frozen=True, slots=True)
class Recording:
    """A session as far as it is sound.

    Attributes:
        session: as its log tells it; None where the log does not even begin.
        edition: what was played, as it was then; None where it is missing, damaged or unreadable.
        play: brought to the last sound moment; None without an edition.
        moments: every decision that stood, in order.
        ended: whether the visit came to its end on the sound part.
        faults: what is wrong, in words, in order of place; empty for a sound log.
        notes: what one should know besides: not finished, recorded under other rules, signed.
        verdict: what examining the log found.
        log: the events that were replayed, from `started` on; those that were taken back are among them.
    """

    session: Session | None
    edition: Edition | None
    play: Play | None
    moments: tuple[Moment, ...]
    ended: bool
    faults: tuple[str, ...]
    notes: tuple[str, ...]
    verdict: Verdict = field(compare=False)
    log: tuple[Sealed, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether all of it is what it was."""
        return not self.faults

    def title(self, spoken: str) -> str:
        """The title of what was played; empty without an edition."""
        if self.edition is None:
            return ""
        title = self.edition.scenario.title
        return title.en if spoken == "en" and title.en else title.zh

    def play_at(self, number: int) -> Play:
        """A play of its own that stands before a moment; before nothing, at the end, for `len(moments)`.

        Raises:
            IndexError: there is no such moment, or nothing to play.
        """
        if self.play is None or not 0 <= number <= len(self.moments):
            raise IndexError(number)
        again = Play(self.play.engine.program.edition, self.play.seed, self.play.engine)
        for moment in self.moments[:number]:
            again.enter(moment.taken)
        return again


def read(found: Transcript, key: bytes | None = None) -> Recording:
    """Replay a session.

    Args:
        found: as it was found in the store or in a file.
        key: of signatures, if one has it.
    """
    verdict = examine(found, key)
    faults = [str(fault) for fault in verdict.faults if fault.code != "unsigned"]
    notes = list(verdict.notes)
    sound = _sound_part(verdict)
    edition = _edition(found, verdict, faults)
    if edition is None or not sound:
        return Recording(verdict.session, edition, None, (), ended=False, faults=tuple(faults), notes=tuple(notes),
                         verdict=verdict)  # fmt: skip
    assert verdict.session is not None, "the log begins"
    replayed = _Replayed(Play(edition, verdict.session.seed, _engine(edition)))
    wrong = replayed.run(sound)
    if wrong:
        faults.append(wrong)
    if edition.rules != RULES_VERSION and not wrong:
        notes.append(_("按这个程序的规则逐步重演，每一步的状态都与当时记下的一致。"))
    return Recording(
        verdict.session, edition, replayed.play, tuple(replayed.moments), ended=replayed.ended and not faults,
        faults=tuple(faults), notes=tuple(notes), verdict=verdict,
        log=tuple(replayed.log),
    )  # fmt: skip


def _sound_part(verdict: Verdict) -> list[Sealed]:
    """The events before the first fault in the log itself; what is wrong beside it spoils none of them."""
    if not verdict.log or verdict.log[0].event.kind != "started":
        return []
    first = min((fault.seq for fault in verdict.faults if _spoils(fault)), default=len(verdict.log) + 1)
    return [sealed for sealed in verdict.log if sealed.seq < first]


def _spoils(fault: Fault) -> bool:
    """Whether an event cannot be trusted from this fault on; behind a lost tail stands nothing to distrust."""
    return fault.seq > 0 and fault.code not in ("truncated", "forged", "unsigned")


def _edition(found: Transcript, verdict: Verdict, faults: list[str]) -> Edition | None:
    """The edition of the session's log, not just any that lies beside it."""
    if verdict.session is None:
        return None
    if sha256(found.edition.encode("utf-8", "replace")).hexdigest() != verdict.session.edition:
        if not any(fault.code == "edition" for fault in verdict.faults):
            faults.append(_("当时的剧本不在，或者已经损坏，没有办法重演。"))
        return None
    try:
        return _parsed(found.edition)
    except ScenarioError as error:
        faults.append(_("当时的剧本这个程序读不了：{why}", why=render(error.diagnostics[0], language()).message))
        return None


@lru_cache(maxsize=_KEPT)
def _parsed(text: str) -> Edition:
    """An edition from its text; a class that is read has few of them, and many sessions of each.

    Raises:
        ScenarioError: it cannot be read.
    """
    return from_data(parsed(text) or {})


@lru_cache(maxsize=_KEPT)
def _engine(edition: Edition) -> Engine:
    """The rules for an edition; plays share them as `Recording.play_at` does."""
    return Engine(compile_edition(edition))


class _Replayed:
    """A log being played again. `run` says what is wrong, in words, and stops before it."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self.moments: list[Moment] = []
        self.ended = False
        self.log: list[Sealed] = []
        self._beside: dict[str, list[str]] = {"said": [], "note": [], "lookup": [], "hint": []}
        self._undone: list[str] = []

    def run(self, log: Sequence[Sealed]) -> str:
        for sealed in log:
            wrong = self._event(sealed)
            if wrong:
                return wrong
            self.log.append(sealed)
        return ""

    def _event(self, sealed: Sealed) -> str:
        kind, data = sealed.event.kind, sealed.event.data
        if kind in self._beside:
            self._beside[kind].append(str(data.get("text", data.get("what", ""))))
        elif kind in PLAYED:
            self.ended = False
            return self._played(sealed, kind, data)
        elif kind == "ended":
            if str(data.get("ending", "")) != self.play.node.id or not self.play.ended:
                return _(
                    "第 {seq} 条说到了结局「{ending}」，重演走不到那里", seq=sealed.seq, ending=data.get("ending", "")
                )
            self.ended = True
        return ""

    def _played(self, sealed: Sealed, kind: str, data: Mapping[str, Any]) -> str:
        before = len(self.play.steps)
        try:
            if kind == "undo":
                return self._undo(sealed, data)
            step = self.play.enter(dict(data["picks"]) if kind == "form" else _choice(kind, data))
        except (InputError, KeyError, TypeError, AttributeError, ValueError):
            self._back_to(before)
            return _("第 {seq} 条的决定在当时的剧本上做不出来", seq=sealed.seq)
        wrong = _difference(sealed, data, step.after)
        if wrong:
            self._back_to(before)
            return wrong
        self.moments.append(self._moment(sealed, kind, data, step))
        return ""

    def _undo(self, sealed: Sealed, data: Mapping[str, Any]) -> str:
        if not self.moments:
            return _("第 {seq} 条撤回了一步，而前面没有可撤的", seq=sealed.seq)
        step = self.play.steps[-1]
        wrong = _difference(sealed, data, step.before)
        if wrong:
            return wrong
        self.play.undo()
        gone = self.moments.pop()
        self._undone = [*gone.undone, "form" if gone.is_form else str(gone.taken)]
        # What was typed and looked up on the way belongs to the moment that comes in its place.
        self._beside["said"][:0] = [gone.said] if gone.said else []
        self._beside["note"][:0] = gone.notes
        self._beside["lookup"][:0] = gone.lookups
        self._beside["hint"][:0] = [""] * gone.hints
        return ""

    def _moment(self, sealed: Sealed, kind: str, data: Mapping[str, Any], step: Step | FormStep) -> Moment:
        beside, self._beside = self._beside, {name: [] for name in self._beside}
        undone, self._undone = tuple(self._undone), []
        latency = data.get("latency")
        return Moment(
            number=len(self.moments),
            seq=sealed.seq,
            time=sealed.time,
            scene=self.play.engine.node(step.before).id,
            step=step,
            shown=tuple(map(str, data.get("shown", ()))),
            latency=latency if isinstance(latency, int) and latency > 0 else None,
            timed_out=kind == "timed_out",
            said=beside["said"][-1] if beside["said"] else "",
            notes=tuple(beside["note"]),
            lookups=tuple(beside["lookup"]),
            hints=len(beside["hint"]),
            undone=undone,
        )

    def _back_to(self, steps: int) -> None:
        while len(self.play.steps) > steps:
            self.play.undo()


def _choice(kind: str, data: Mapping[str, Any]) -> str:
    return "timeout" if kind == "timed_out" else str(data["choice"])


def _difference(sealed: Sealed, data: Mapping[str, Any], state: State) -> str:
    """What an event says of the state that the rules do not; the log may be well chained and still made up."""
    told = data.get("state")
    if told is None or told == state_data(state):
        return ""
    return _("第 {seq} 条记下的状态与按规则算出的不同", seq=sealed.seq)
