"""A play as text: what is said by whom, in one language, for every front end and every report.

Nothing here decides anything. Texts of authors stay plain strings; who shows them must not read them as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from scenarios.engine import Arrival, Engine, FormStep, OpenLine, State, Step
from scenarios.model import Line, OptionCase, Text
from scenarios.play import Play
from scenarios.text import fill

Language = Literal["zh", "en"]
Speaker = Literal["petitioner", "other", "you", "stage", "system"]

_STAGE = re.compile(r"（[^（）]*）|\([^()]*\)")
_ENDS = '.!?…。！？”"’'
"""What a sentence ends with."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance. `name` is who speaks in words (empty for stage directions and the system)."""

    speaker: Speaker
    name: str
    text: str

    @property
    def parts(self) -> tuple[tuple[bool, str], ...]:
        """(is a stage direction, text) in order; directions stand in parentheses at the ends or between sentences."""
        return split_stage(self.text)


def split_stage(text: str) -> tuple[tuple[bool, str], ...]:
    """Split a text into speech and stage directions (full-width or plain parentheses).

    Plain parentheses inside a sentence are only parentheses.
    """
    parts: list[tuple[bool, str]] = []
    at = 0
    for match in _STAGE.finditer(text):
        before = text[at : match.start()].strip()
        if match.group().startswith("(") and before and not _between_sentences(before, text[match.end() :]):
            continue
        if before:
            parts.append((False, before))
        parts.append((True, match.group()))
        at = match.end()
    rest = text[at:].strip()
    if rest:
        parts.append((False, rest))
    return tuple(parts)


def _between_sentences(before: str, after: str) -> bool:
    """Whether a parenthesis stands at the end, or after the end of a sentence."""
    return before[-1] in _ENDS or not after.strip()


class Conversation:
    """Words for a play in one language."""

    def __init__(self, play: Play, language: Language = "zh") -> None:
        self.play = play
        self.language: Language = language

    @property
    def engine(self) -> Engine:
        """The rules that are played."""
        return self.play.engine

    def text(self, text: Text, state: State) -> str:
        """A text filled in for a state."""
        variant = self.engine.program.edition.variant
        return fill(text, variant, self.engine.known(state), self.language)

    @property
    def petitioner(self) -> str:
        """The petitioner's name."""
        return self.text(self.engine.program.edition.variant.petitioner.name, self.play.start)

    def line(self, line: Line, state: State) -> Spoken:
        """One line of a scene, a reply or an ending."""
        text = self.text(line.text, state)
        if line.who is not None:
            return Spoken("other", self.text(line.who, state), text)
        parts = split_stage(text)
        if parts and all(stage for stage, _ in parts):
            return Spoken("stage", "", text)
        return Spoken("petitioner", self.petitioner, text)

    def arrival(self, arrival: Arrival, known: int | None = None) -> Iterator[Spoken]:
        """What is said on entering a scene, or the text of an ending.

        Args:
            arrival: as the engine reported it.
            known: mask of the facts known before anything was said, where lines disclose facts; None where none did.
        """
        state = arrival.state
        node = self.engine.node(state)
        if node.scene is None:
            ending = self.engine.program.edition.scenario.endings[node.id]
            line = self.engine.first(ending.text, state)
            if line is not None:
                yield Spoken("stage", "", self.text(line.text, state))
            return
        facts = self.engine.program.fact_bits
        reading = state
        if node.says and known is not None:
            # The state is that after all lines. Which line was spoken was settled before it disclosed its facts.
            reading = state._replace(bits=state.bits & ~sum(facts.values()) | known)
        for alternatives in node.scene.say:
            line = self.engine.first(alternatives, reading)
            if line is not None:
                yield self.line(line, state)
                for fact in line.reveals:
                    reading = reading._replace(bits=reading.bits | facts.get(fact, 0))

    def arrivals(self, arrivals: Sequence[Arrival], known: int | None = None) -> list[Spoken]:
        """What is said on the way through several scenes; `known` as for the first of them."""
        found: list[Spoken] = []
        for arrival in arrivals:
            found += self.arrival(arrival, known)
            known = self._facts(arrival.state) if known is not None else None
        return found

    def _facts(self, state: State) -> int:
        return state.bits & sum(self.engine.program.fact_bits.values())

    def step(self, step: Step | FormStep) -> list[Spoken]:
        """What a step says: the trainee's words, the reply, and what follows."""
        found: list[Spoken] = []
        if isinstance(step, Step):
            case = step.move.acts[step.act].case
            found.append(Spoken("you", "", self.text(case.text, step.before)))
            reply = self.engine.first(case.reply, step.middle)
            if reply is not None:
                found.append(self.line(reply, step.middle))
        before = step.middle if isinstance(step, Step) else step.before
        return found + self.arrivals(step.arrivals, self._facts(before))

    def opening(self) -> list[Spoken]:
        """What is said at the start."""
        return self.arrivals(self.play.opening, 0)

    def transcript(self) -> list[Spoken]:
        """Everything said so far."""
        return self.opening() + [spoken for step in self.play.steps for spoken in self.step(step)]

    def option(self, case: OptionCase, state: State) -> str:
        """The text of a form option."""
        return self.text(case.text, state)

    def label(self, line: OpenLine, state: State) -> str:
        """The label of a form line; for a statement to tick, the statement."""
        return self.text(line.line.label, state)

    def facts(self) -> list[tuple[str, str]]:
        """(id, text) of every fact known now, in file order."""
        state = self.play.state
        known = self.engine.known(state)
        return [
            (fact.id, self.text(fact.text, state))
            for fact in self.engine.program.edition.variant.facts.values()
            if fact.id in known
        ]
