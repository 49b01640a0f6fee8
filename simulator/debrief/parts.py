"""What events of a debrief speak of: moments, sessions, proposals, options, outcomes. All are plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scenarios.bilingual import Bilingual

Phase = Literal["reaction", "description", "analysis", "summary"]
PHASES: tuple[Phase, ...] = ("reaction", "description", "analysis", "summary")
"""The phases of PEARLS in their order (Eppich & Cheng 2015)."""
Tag = Literal["plus", "delta", "question"]
Why = Literal["costly", "found", "chosen"]
"""Why something is on the agenda: it cost most, it was the only good move and was found, or somebody wanted it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A moment of a session: the session's id, and the moment's number, from 0."""

    session: str
    moment: int


@dataclass(frozen=True, slots=True)
class SessionNote:
    """What a debrief remembers of a session, so that it can be read when the session is gone. No name is kept here.

    Attributes:
        id, edition, variant, mode, started, ended, ending, band: as in the record.
        title: of the scenario.
        score: None where it was not worked out.
        dimensions: the engine's score by dimension, 0..100; None for one without enough evidence.
    """

    id: str
    scenario: str
    edition: str
    variant: str
    title: Bilingual
    mode: str
    started: str
    ended: str
    ending: str
    score: float | None
    band: str
    dimensions: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something for the agenda.

    Attributes:
        title: what was done, named; for after it was revealed, because the name can tell the mark.
        cue: what had just been said; shown until then.
        by: who proposed it; empty for the facilitator, `record` for the program.
    """

    place: Place
    title: Bilingual
    cue: Bilingual
    why: Why
    by: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was shown of a decision when it was revealed, so that the minutes say what the room saw.

    Attributes:
        line: of a form, else empty.
        said, better: what was chosen, and the best option; equal where that was chosen.
        why: the author's reason, if there is one.
        mark: id of the mark.
        cost: in score points.
        law: citations.
    """

    line: str
    said: Bilingual
    better: Bilingual
    why: Bilingual | None
    mark: str
    cost: float
    law: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """An option that can be voted for, as it was shown."""

    id: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a branch led.

    Attributes:
        ending: its id; empty where the branch has not been played to an end.
        title: what the ending is called; None without one.
        score: of the branch, or what can still be reached from where it stands; None where nothing is assessed.
        was: what happened really, in the same way.
    """

    ending: str = ""
    title: Bilingual | None = None
    score: float | None = None
    was: float | None = None
