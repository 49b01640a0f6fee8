"""A visit at a front end: the play, its record and its score, kept together.

The terminal game, the plain game and `jiefang run` all go through here, so that every decision is durable before
anything further is shown, whatever shows it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from scenarios.conversation import Conversation, Language
from scenarios.edition import Edition
from scenarios.engine import FormStep, Step
from scenarios.offered import json_list
from scenarios.play import Input, Play
from simulator.record.choice_events import choice_events, state_data
from simulator.record.events import Event
from simulator.record.log import Session, SessionLog

Mode = Literal["practice", "simulation", "exam"]


@dataclass(frozen=True, slots=True)
class Policies:
    """What a mode shows and allows."""

    meters: bool
    coach: bool
    undo: bool
    clock: bool
    feedback: bool


POLICIES: Mapping[str, Policies] = {
    "practice": Policies(meters=True, coach=True, undo=True, clock=False, feedback=True),
    "simulation": Policies(meters=False, coach=False, undo=False, clock=True, feedback=True),
    "exam": Policies(meters=False, coach=False, undo=False, clock=True, feedback=True),
}


class Visit:
    """One session being played.

    Attributes:
        play: the rules' side of it.
        session: who, what, when, which mode.
        log: where events go, each durable when the call returns; None for a visit that is not kept.
    """

    def __init__(
        self, play: Play, session: Session, log: SessionLog | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.play = play
        self.session = session
        self.log = log
        self._clock = clock
        self._event = choice_events(play.engine.program).event
        self._shown: float | None = None
        self.undos = 0
        self.drafts: dict[str, dict[str, str]] = {}
        self._logged: dict[str, dict[str, str]] = {}

    @property
    def edition(self) -> Edition:
        """What is played."""
        return self.play.engine.program.edition

    @property
    def policies(self) -> Policies:
        """What the session's mode shows and allows."""
        return POLICIES[self.session.mode]

    def conversation(self, language: Language) -> Conversation:
        """Words for it."""
        return Conversation(self.play, language)

    def shown(self) -> None:
        """The moment is on the screen now: latency counts from here until the next step.

        A visit without a screen never says so; its log has latency 0 and the choices in file order.
        """
        self._shown = self._clock()

    def choose(self, choice_id: str) -> Step:
        """Take a choice (`timeout`: let time run out); it is recorded before this returns.

        Raises:
            InputError: it cannot be taken here.
            StoreError: it could not be recorded; the choice stands, and `pending` says so until a later write works.
        """
        play, log = self.play, self.log
        on_screen = self._shown is not None
        shown = json_list(play.shown()) if on_screen else play.offered.listed
        step = play.choose(choice_id)
        if log is not None:
            kind = "timed_out" if choice_id == "timeout" else "choice"
            latency = self._latency() if on_screen else 0
            log.append(self._event(kind, step, shown, latency))
        return step

    def submit(self, picks: Mapping[str, str]) -> FormStep:
        """Hand in the form one is at; recorded before this returns.

        Raises:
            InputError, StoreError: as `choose`.
        """
        step = self.play.submit(picks)
        state = step.after
        self._record(
            Event(
                "form",
                {
                    "scene": self.play.engine.node(step.before).id,
                    "picks": dict(step.picks),
                    "latency": self._latency(),
                    "after": [state.agitation, state.trust, state.distress],
                    "state": state_data(state),
                },
            )
        )
        return step

    def enter(self, given: Input) -> Step | FormStep:
        """Make an input of either kind."""
        return self.choose(given) if isinstance(given, str) else self.submit(given)

    def undo(self) -> Step | FormStep | None:
        """Take back the last step; None where there is none. The undone decision stays in the log."""
        step = self.play.undo()
        if step is not None:
            self.undos += 1
            self._record(Event("undo", {"state": state_data(self.play.state)}))
        return step

    def note(self, text: str) -> None:
        """Keep a note of the trainee's own."""
        self._record(Event("note", {"text": text, "scene": self.play.node.id}))

    def said(self, text: str) -> None:
        """Keep what the trainee would have said (before the options appear); never scored."""
        self._record(Event("said", {"text": text, "scene": self.play.node.id}))

    def looked_up(self, what: str) -> None:
        """Log that something was looked up in the handbook; allowed, not scored."""
        self._record(Event("lookup", {"what": what, "scene": self.play.node.id}))

    def hint(self, about: Literal["better", "stake"] = "better") -> None:
        """Log that a hint was asked for: how the last choice could have been better, or what is at stake here."""
        self._record(Event("hint", {"scene": self.play.node.id, "about": about}))

    def keep_draft(self) -> None:
        """Log what is filled in of the form one is at, so that it is there when the visit goes on; nothing if no news.

        Raises:
            StoreError: as `choose`.
        """
        here = self.play.node
        draft = self.drafts.get(here.id, {})
        if here.form is not None and draft != self._logged.get(here.id, {}):
            self._logged[here.id] = dict(draft)
            self._record(Event("paused", {"scene": here.id, "draft": dict(draft)}))

    def take_up_drafts(self, events: Iterable[Event]) -> None:
        """Have the forms as a log left them; what is no draft is passed over."""
        for event in events:
            draft = event.data.get("draft") if event.kind == "paused" else None
            if isinstance(draft, Mapping):
                kept = {str(line): str(option) for line, option in draft.items()}
                self.drafts[str(event.data.get("scene", ""))] = kept
        self._logged = {scene: dict(draft) for scene, draft in self.drafts.items()}

    def end(self) -> None:
        """Note that the visit is over."""
        self._record(Event("ended", {"ending": self.play.node.id}))

    # ---- parts ------------------------------------------------------------------------------------------------

    def _latency(self) -> int:
        """Milliseconds since the moment was on the screen, which it then is no more; 0 where it was not."""
        if self._shown is None:
            return 0
        passed = self._clock() - self._shown
        self._shown = None
        return max(0, round(passed * 1000))

    def _record(self, event: Event) -> None:
        if self.log is not None:
            self.log.append(event)


def said_first(events: Iterable[Event]) -> list[str]:
    """Of each step of a log that stands, what the trainee said in words of their own before it; empty where nothing."""
    found: list[str] = []
    said = ""
    for event in events:
        match event.kind:
            case "said":
                said = str(event.data.get("text", ""))
            case "choice" | "timed_out" | "form":
                found.append(said)
                said = ""
            case "undo":
                said = ""
                del found[-1:]
    return found


def replay(play: Play, events: list[Event]) -> Play:
    """Bring a fresh play to where a log ends.

    Raises:
        InputError: an event cannot be played here; the log belongs to something else.
    """
    for event in events:
        match event.kind:
            case "choice":
                play.choose(str(event.data["choice"]))
            case "timed_out":
                play.choose("timeout")
            case "form":
                play.submit(event.data["picks"])
            case "undo":
                play.undo()
    return play
