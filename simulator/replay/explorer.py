"""The explorer: at each decision of a scenario, how often each option was taken and how the visits went that took it.

As a chess player looks an opening up: counted are decisions, not visits, because a hub is come to more than once. All
editions of a scenario are counted together by the ids of scenes and options; the words are those of the edition that
was played last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scenarios.conversation import Language
from scenarios.diagnostic import ScenarioError
from scenarios.edition import Edition
from scenarios.model import Choice, FormLine, Option, Text
from scenarios.program import Node, compile_edition
from scenarios.text import fill
from simulator.i18n import _
from simulator.record.cohorts import Count, Played, Wanted
from simulator.record.errors import StoreError
from simulator.record.store import Store

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Taken:
    """An option and what became of it.

    Attributes:
        id: of the choice, or of the form line's option.
        text: its words; None for a tick, which has none of its own, and where the latest edition has no such option.
        times: how often it was taken; 0 for an option that nobody took.
        timed_out: of those, how often because time ran out.
        share: of all decisions here, 0..1.
        score: mean score of the visits that took it, 0..100; None where none of them has one.
        cost: what it cost on average, in score points; None where `score` is.
        current: whether the latest edition has it.
        waits: whether it is what happens when time runs out, and nothing else.
    """

    id: str
    text: Text | None
    times: int
    timed_out: int
    share: float
    score: float | None
    cost: float | None
    current: bool
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Crossroads:
    """A decision: a scene, or a line of a form.

    Attributes:
        scene, line: ids; `line` is empty for a scene's choice.
        label: the form line's label or statement; None for a scene.
        times: how often it was decided.
        options: those that were taken, the most frequent first; then those that nobody took, in file order.
    """

    scene: str
    line: str
    label: Text | None
    times: int
    options: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class Explorer:
    """A scenario as it was played.

    Attributes:
        wanted: whose sessions were looked at.
        played: sessions by edition, the latest played first.
        latest: the first of those editions that can be read; None where none can.
        crossroads: every decision that somebody took, in the order of the scenario; last those that it has no more.
    """

    wanted: Wanted
    played: tuple[Played, ...]
    latest: Edition | None
    crossroads: tuple[Crossroads, ...]

    @classmethod
    def of(cls, store: Store, wanted: Wanted) -> Explorer:
        """Look a scenario up in the store.

        Raises:
            StoreError: it cannot be read.
        """
        played, counts = store.explored(wanted)
        latest = _latest(store, played)
        return cls(wanted, tuple(played), latest, tuple(_crossroads(counts, latest)))

    @property
    def counted(self) -> int:
        """Sessions that have a score worked out, and so are counted."""
        return sum(each.rated for each in self.played)

    @property
    def unrated(self) -> int:
        """Sessions that have ended and no score; `jiefang sessions rescore` works it out."""
        return sum(each.ended for each in self.played) - self.counted

    @property
    def unfinished(self) -> int:
        """Sessions that have not ended."""
        return sum(each.sessions - each.ended for each in self.played)

    def words(self, text: Text | None, language: Language) -> str:
        """A text of the latest edition; what depends on the course of a visit is left out."""
        if text is None or self.latest is None:
            return ""
        return fill(text, self.latest.variant, (), language)


def _latest(store: Store, played: Sequence[Played]) -> Edition | None:
    for each in played:
        try:
            return store.edition(each.edition)
        except (StoreError, ScenarioError):
            continue
    return None


def _crossroads(counts: Sequence[Count], latest: Edition | None) -> Iterator[Crossroads]:
    left: dict[tuple[str, str], dict[str, Count]] = {}
    for count in counts:
        left.setdefault((count.scene, count.line), {})[count.choice] = count
    for node in compile_edition(latest).nodes if latest is not None else ():
        waits = {move.choice.id for move in node.all_moves if move.is_timeout}
        for line, label, known in _decisions_of(node):
            taken = left.pop((node.id, line), None)
            if taken is not None:
                found = _at(node.id, line, label, taken, known)
                yield replace(found, options=tuple(replace(each, waits=each.id in waits) for each in found.options))
    for (scene, line), taken in left.items():
        yield _at(scene, line, None, taken, {})


def _decisions_of(node: Node) -> Iterator[tuple[str, Text | None, dict[str, Text | None]]]:
    """Line, its label, and the words of every option, of each decision at a node."""
    if node.form is not None:
        for line in node.form.lines:
            yield line.id, line.label, _options(line)
    elif node.moves:
        yield "", None, {move.choice.id: _said(move.choice) for move in node.all_moves}


def _options(line: FormLine) -> dict[str, Text | None]:
    if line.kind == "tick":
        return {"tick": None, "leave": None}
    return {option.id: _said(option) for option in line.options}


def _said(option: Choice | Option) -> Text:
    """What it says where nothing special holds: its last case."""
    return option.cases[-1].text


def _at(
    scene: str, line: str, label: Text | None, taken: dict[str, Count], known: dict[str, Text | None]
) -> Crossroads:
    times = sum(count.times for count in taken.values())
    frequent = sorted(taken.values(), key=lambda count: (-count.times, count.choice))
    options = [_taken(count, times, known.get(count.choice), count.choice in known) for count in frequent]
    nobody = [Count(scene, line, each) for each in known if each not in taken]
    options += [_taken(count, times, known[count.choice], True) for count in nobody]
    return Crossroads(scene, line, label, times, tuple(options))


def _taken(count: Count, times: int, text: Text | None, current: bool) -> Taken:
    def mean(total: int) -> float | None:
        return total / MILLION / count.scored if count.scored else None

    return Taken(
        id=count.choice,
        text=text,
        times=count.times,
        timed_out=count.timed_out,
        share=count.times / times,
        score=mean(count.score),
        cost=mean(count.cost),
        current=current,
    )


def option_words(found: Explorer, option: Taken, language: Language) -> str:
    """What an option says; its id where that is all there is."""
    if option.waits:
        return _("（时间到，没有开口）")
    if option.text is not None:
        return found.words(option.text, language)
    ticks = {"tick": _("勾上"), "leave": _("不勾")}
    return ticks.get(option.id, option.id) if option.current else option.id


def data(found: Explorer, language: Language) -> dict[str, Any]:
    """`jiefang replay --explore --json` (docs/json.md)."""
    wanted = found.wanted
    return {
        "scenario": wanted.scenario,
        "filter": {name: getattr(wanted, name) for name in ("variant", "mode", "trainee", "since")},
        "counted": found.counted,
        "unrated": found.unrated,
        "unfinished": found.unfinished,
        "editions": [
            {"hash": each.edition, "variant": each.variant, "first": each.first, "last": each.last,
             "sessions": each.sessions, "ended": each.ended, "rated": each.rated}
            for each in found.played
        ],
        "decisions": [
            {
                "scene": each.scene,
                "line": each.line or None,
                "label": found.words(each.label, language) or None,
                "times": each.times,
                "options": [_option_data(found, option, language) for option in each.options],
            }
            for each in found.crossroads
        ],
    }  # fmt: skip


def _option_data(found: Explorer, option: Taken, language: Language) -> dict[str, Any]:
    return {
        "id": option.id,
        "text": option_words(found, option, language),
        "times": option.times,
        "timed_out": option.timed_out,
        "share": round(option.share, 6),
        "score": None if option.score is None else round(option.score, 4),
        "cost": None if option.cost is None else round(option.cost, 4),
        "current": option.current,
        "waits": option.waits,
    }
