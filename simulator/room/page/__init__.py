"""The page of the room as the server writes it: the same markup whether it is loaded, pushed or read without script."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined

from simulator.i18n import Language, speaking
from simulator.i18n import _ as spoken
from simulator.room.showing import Ended, Histogram, Line, Locked, Showing, Stage, Voting, Waiting

FILES = {"room.css": "text/css", "room.js": "text/javascript", "icon.svg": "image/svg+xml"}
"""What the page loads, all from the same origin."""

_TEMPLATES = {
    Waiting: "waiting.html",
    Voting: "voting.html",
    Locked: "locked.html",
    Histogram: "histogram.html",
    Ended: "ended.html",
}


def file(name: str) -> bytes:
    """One of `FILES`."""
    return (resources.files(__package__) / name).read_bytes()


def seen(transcript: tuple[Line, ...], count: int) -> str:
    """Names the first lines of a transcript: how many, and a hash. A page says by it what it has already."""
    return _named(transcript[:count])  # the whole of a tuple is that tuple: one entry for sixty phones


@lru_cache(maxsize=8)
def _named(lines: tuple[Line, ...]) -> str:
    return f"{len(lines)}.{blake2b(repr(lines).encode(errors='replace'), digest_size=8).hexdigest()}"


class Pages:
    """Writes the page in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        environment = Environment(
            loader=PackageLoader("simulator.room", "page"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.update(_=self.words, language=language, percent=_percent, signed=_signed)
        self._environment = environment
        self._stage = lru_cache(maxsize=64)(self._written_stage)

    def words(self, text: str, /, **values: object) -> str:
        """A text of the interface in the page's language, whatever that of the facilitator's screen is."""
        with speaking(self._language):
            return spoken(text, **values)

    def door(self, code: str = "", problem: str = "") -> str:
        """The page that asks for the code.

        Args:
            code: what is filled in already.
            problem: why one was not let in.
        """
        return self._environment.get_template("door.html").render(code=code, problem=problem)

    def room(self, showing: Showing, choices: Mapping[int, int], problem: str = "") -> str:
        """The whole page of a device.

        Args:
            showing: what is shown.
            choices: what the device chose, round -> option.
            problem: why its vote was not taken.
        """
        return self._environment.get_template("room.html").render(
            stage=self.stage(showing.stage, choices),
            key=self.key(showing.stage, choices),
            lines=self.lines(showing.transcript),
            seen=seen(showing.transcript, len(showing.transcript)),
            problem=problem,
        )

    def stage(self, stage: Stage, choices: Mapping[int, int]) -> str:
        """The part of the page above the transcript."""
        return self._stage(stage, tuple(sorted(choices.items())))

    def key(self, stage: Stage, choices: Mapping[int, int]) -> str:
        """Names a stage as a device sees it; the same key, the same markup."""
        return blake2b(self.stage(stage, choices).encode(errors="replace"), digest_size=8).hexdigest()

    def lines(self, transcript: tuple[Line, ...], start: int = 0) -> str:
        """The lines of a transcript from one on, as items of a list."""
        step = transcript[start - 1].step if start else None
        return self._environment.get_template("lines.html").render(lines=transcript[start:], step=step)

    def plain(self, problem: str) -> str:
        """A page with nothing but a message."""
        return self._environment.get_template("plain.html").render(problem=problem)

    def _written_stage(self, stage: Stage, choices: tuple[tuple[int, int], ...]) -> str:
        return self._environment.get_template(_TEMPLATES[type(stage)]).render(stage=stage, choices=dict(choices))


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _signed(number: float) -> str:
    return f"{number:+.2f}".replace("-", "−")
