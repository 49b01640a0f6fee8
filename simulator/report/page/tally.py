"""Many visits added up, one at a time: of each only what a class report needs is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scenarios.conversation import Conversation, Language
from scenarios.engine import FormStep
from simulator.forms import title
from simulator.i18n import _
from simulator.record.log import Session
from simulator.replay.prices import Prices
from simulator.replay.recording import Recording
from simulator.report.review import deciding_sentence, earned, just_before, practise_next

if TYPE_CHECKING:
    from scoring.rate import Decision, Result

Place = tuple[str, str, str]
"""Scenario, scene, line of a form (empty for a choice)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A session as it stands in the table.

    Attributes:
        score: None where there is none; then `state` says why, in words.
        dimensions: scores by dimension, only those that there are.
        red_lines: codes, as often as they were crossed.
    """

    session: Session
    title: str
    score: float | None
    band: str
    state: str
    sentence: str
    dimensions: Mapping[str, float]
    red_lines: tuple[str, ...]


@dataclass(slots=True)
class Chosen:
    """An option at a decision.

    Attributes:
        times: how often it was chosen.
        cost: what that cost in all, in score points.
        best: how often it was the best there.
    """

    text: str
    times: int = 0
    cost: float = 0.0
    best: int = 0


@dataclass(slots=True)
class Crossing:
    """A decision, over all visits that came to it."""

    title: str
    cue: str
    times: int = 0
    cost: float = 0.0
    options: dict[str, Chosen] = field(default_factory=dict)


@dataclass(slots=True)
class Asked:
    """An indicator: how often the best option would have earned points in it, how often what was done earned as much.

    `lost` is what decisions cost on its account, in score points.
    """

    times: int = 0
    met: int = 0
    lost: float = 0.0


class Tally:
    """Visits added up in one language.

    Attributes:
        lines: a line for each session.
        crossings: decisions by place.
        asked: indicators by code.
        faults: what is wrong with logs, by session.
    """

    def __init__(self, language: Language) -> None:
        self.lines: list[Line] = []
        self.crossings: dict[Place, Crossing] = {}
        self.asked: dict[str, Asked] = {}
        self.faults: list[tuple[Session, tuple[str, ...]]] = []
        self.rated = 0
        self._language: Language = language

    def add(self, recording: Recording, prices: Prices | None) -> None:
        """Add a visit of which at least the session is known."""
        session = recording.session
        assert session is not None
        if recording.faults:
            self.faults.append((session, recording.faults))
        result = prices.result if prices is not None and prices.result.scorable else None
        self.lines.append(self._line(recording, session, result))
        if result is not None:
            self.rated += 1
            self._decisions(recording, result)

    def _line(self, recording: Recording, session: Session, result: Result | None) -> Line:
        heading = recording.title(self._language) or session.scenario
        if result is None or recording.play is None:
            state = _("没有办法重演") if recording.play is None else _("未计分")
            return Line(session, heading, None, "", state, "", {}, ())
        lines = tuple(line.code for line in result.red_lines)
        sentence = deciding_sentence(result, recording.play, self._language)
        if not result.complete:
            return Line(session, heading, None, "", _("没有走到结局"), sentence, {}, lines)
        scores = {name: each.score for name, each in result.dimensions.items() if each.score is not None}
        return Line(session, heading, result.score, result.band.id, "", sentence, scores, lines)

    def _decisions(self, recording: Recording, result: Result) -> None:
        play = recording.play
        assert play is not None
        conversation = Conversation(play, self._language)
        for decision in result.decisions:
            self._choice(decision, conversation)
            for code, met in earned(decision, play).items():
                asked = self.asked.setdefault(code, Asked())
                asked.times += 1
                asked.met += met
        for entry in practise_next(result, limit=len(self.asked) + 24):
            self.asked.setdefault(entry.code, Asked()).lost += entry.cost

    def _choice(self, decision: Decision, conversation: Conversation) -> None:
        edition = conversation.engine.program.edition
        place = (edition.scenario.id, decision.scene, decision.line)
        found = self.crossings.get(place)
        if found is None:
            heading = conversation.text(edition.scenario.title, conversation.play.start)
            found = self.crossings[place] = Crossing(heading, self._cue(decision, conversation))
        found.times += 1
        found.cost += decision.cost
        key = "\ntimeout" if decision.timed_out else decision.choice
        chosen = found.options.get(key)
        best = found.options.get(decision.best)
        if chosen is None or best is None:
            from scoring.explain import explain

            words = explain(decision, conversation.play.steps[decision.step], conversation)
            said = _("（没有作声）") if decision.timed_out else words.said
            chosen = found.options.setdefault(key, Chosen(said))
            best = found.options.setdefault(decision.best, Chosen(words.better))
        chosen.times += 1
        chosen.cost += decision.cost
        best.best += 1

    def _cue(self, decision: Decision, conversation: Conversation) -> str:
        step = conversation.play.steps[decision.step]
        if isinstance(step, FormStep):
            form = conversation.engine.node(step.before).form
            assert form is not None
            line = next(line for line in form.lines if line.id == decision.line)
            return f"{title(form.kind)}{_('：')}{conversation.text(line.label, step.before)}"
        said = just_before(conversation.play, decision.step, conversation)
        return " ".join(spoken.text for spoken in said)

    def bands(self) -> Counter[str]:
        """How many sessions have each band."""
        return Counter(line.band for line in self.lines if line.score is not None)

    def dearest(self, most: int) -> list[tuple[Place, Crossing]]:
        """The decisions at which most was lost in all, dearest first."""
        dear = [each for each in self.crossings.items() if each[1].cost > 0.05]
        return sorted(dear, key=lambda each: (-each[1].cost, each[0]))[:most]
