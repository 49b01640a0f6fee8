"""What a report says, as plain texts in one language; templates lay it out, and nothing here is markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["", "good", "caution", "severe"]
"""Colour of a mark or a bar; it only repeats what sign and figure say."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text under a label; an empty label goes on with the one before. `kind` names its look."""

    label: str
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A place of the curve in percent of the drawing, from its top left corner."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Flag:
    """A mark on the curve, a tick of its axis or a caption: where, and what stands there."""

    at: Point
    text: str
    tone: Tone = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """The score that could still be reached, from 100, after every decision.

    Attributes:
        line, area: SVG path data in a square of 100 by 100.
        flags: the costliest falls, by the numbers of their decisions.
        ticks: of the axis of scores, in whole scores.
        captions: forms, where they were handed in.
        said: all of it in one or two sentences.
    """

    line: str
    area: str
    flags: tuple[Flag, ...]
    ticks: tuple[Flag, ...]
    captions: tuple[Flag, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A dimension. `length` is a percentage; None where there is no score, then `note` says why."""

    name: str
    length: float | None
    shown: str
    weight: str
    note: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Law:
    """An article: the statute by its full name with the number, and what it says in our own words.

    `above` says that its summary has been told with an earlier decision; then `summary` is empty.
    """

    place: str
    summary: str
    above: bool = False


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision that cost something, with everything there is to say about it.

    Attributes:
        number: its place among the decisions, from 1; its anchor is `d` with it.
        points: with a sign.
        told: then, chosen, better, why, meters.
        beside: time taken, typed first, tried and taken back, looked up, own notes.
        facilitator: notes and ratings from debriefs.
    """

    number: int
    points: str
    sign: str
    mark: str
    act: str
    tone: Tone
    told: tuple[Labelled, ...]
    law: tuple[Law, ...]
    practice: str
    beside: tuple[Labelled, ...]
    facilitator: tuple[Labelled, ...]

    @property
    def short(self) -> bool:
        """Whether it is short enough to be kept on one page of paper."""
        return len(self.told) + 3 * sum(bool(law.summary) for law in self.law) + len(self.facilitator) <= 12


@dataclass(frozen=True, slots=True)
class TurnMark:
    """The mark of what the trainee did. `link` is the anchor of the decision or form; empty where it cost nothing."""

    sign: str
    text: str
    tone: Tone
    link: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Something said or done.

    Attributes:
        kind: petitioner, other, you, stage or form.
        parts: (is a stage direction, text).
        beside: time taken and why the meters moved.
        own: what the trainee typed first, and the trainee's notes.
    """

    kind: str
    name: str
    parts: tuple[tuple[bool, str], ...]
    mark: TurnMark | None = None
    beside: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRow:
    """A line of a form: as it was filled in, and as it is best. `agrees` where both are the same or cost the same."""

    label: str
    own: str
    best: str
    mark: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class FormView:
    """A form as it was handed in. `anchor` is `f` with the number of its moment."""

    anchor: str
    title: str
    summary: str
    rows: tuple[FormRow, ...]


@dataclass(frozen=True, slots=True)
class PracticeView:
    """An indicator to practise, what it cost and what earns it."""

    code: str
    name: str
    points: str
    earns: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A decision on the score sheet. `link` is its anchor, if it has an entry of its own."""

    number: int
    done: str
    mark: str
    points: str
    left: str
    tone: Tone
    link: str


@dataclass(frozen=True, slots=True)
class DebriefView:
    """What a debrief said about what is reported.

    Attributes:
        title: when it was.
        notes, ratings, branches, commitments: with who or what they are about as label.
    """

    title: str
    notes: tuple[Labelled, ...]
    ratings: tuple[Labelled, ...]
    branches: tuple[Labelled, ...]
    commitments: tuple[Labelled, ...]

    @property
    def empty(self) -> bool:
        """Whether it said nothing."""
        return not (self.notes or self.ratings or self.branches or self.commitments)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result in words.

    Attributes:
        band: name on the seal; empty for none.
        score: shown beside it; empty where there is none.
        sentence: what decided it, or why there is no score.
        notes: caps, luck, undos.
        red_lines: (name, anchor of the decision).
    """

    band: str
    score: str
    sentence: str
    notes: tuple[str, ...] = ()
    red_lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class VisitView:
    """A report on one visit. Empty parts are left out."""

    language: str
    title: str
    running: str
    facts: tuple[Labelled, ...]
    faults: tuple[str, ...]
    warnings: tuple[str, ...]
    verdict: Verdict
    farewell: tuple[Turn, ...]
    curve: Curve | None
    bars: tuple[Bar, ...]
    decisions: tuple[DecisionView, ...]
    clean: str
    found: tuple[Labelled, ...]
    practice: tuple[PracticeView, ...]
    turns: tuple[Turn, ...]
    forms: tuple[FormView, ...]
    notes: tuple[Labelled, ...]
    debriefs: tuple[DebriefView, ...]
    sheet: tuple[SheetRow, ...]
    colophon: tuple[str, ...] = field(default=())
