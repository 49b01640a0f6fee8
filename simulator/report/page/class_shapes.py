"""What a class report says, as plain texts in one language."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.report.page.shapes import DebriefView, Labelled, Tone


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session in the table. `score` is what it scored, or why it did not, in words; `sentence` what decided it."""

    name: str
    title: str
    variant: str
    mode: str
    date: str
    score: str
    band: str
    tone: Tone
    sentence: str


@dataclass(frozen=True, slots=True)
class Share:
    """A row with a bar: a band, an indicator. `percent` is its length; None where nothing was asked of anybody."""

    name: str
    percent: float | None
    shown: str
    more: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """How the scores of a dimension are spread.

    Attributes:
        counts: how many scores lie in each tenth of 0..100, the last with 100 in it.
        figures: number of scores, lowest, lower quartile, median, upper quartile, highest; as text.
        said: the counts in words.
    """

    name: str
    counts: tuple[int, ...]
    figures: tuple[str, ...]
    said: str

    @property
    def heights(self) -> tuple[float, ...]:
        """The counts in percent of the largest."""
        most = max(self.counts, default=0) or 1
        return tuple(round(100 * count / most, 1) for count in self.counts)


@dataclass(frozen=True, slots=True)
class OptionView:
    """What was chosen at a decision, and how often; `best` says whether, or how often, it was the best there."""

    text: str
    times: str
    percent: float
    cost: str
    best: str


@dataclass(frozen=True, slots=True)
class CrossView:
    """A decision at which much was lost.

    `cue` is what had just been said, or the form and its field; `place`
    names the scenario where there are several.
    """

    place: str
    cue: str
    lost: str
    options: tuple[OptionView, ...]


@dataclass(frozen=True, slots=True)
class ClassView:
    """A report on several visits. Empty parts are left out."""

    language: str
    running: str
    facts: tuple[Labelled, ...]
    faults: tuple[str, ...]
    warnings: tuple[str, ...]
    sessions: tuple[SessionRow, ...]
    bands: tuple[Share, ...]
    dimensions: tuple[Spread, ...]
    strongest: tuple[Share, ...]
    weakest: tuple[Share, ...]
    indicators: tuple[Share, ...]
    crossings: tuple[CrossView, ...]
    red_lines: tuple[Labelled, ...]
    debriefs: tuple[DebriefView, ...]
    rated: int
    colophon: tuple[str, ...] = ()
