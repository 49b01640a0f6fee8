"""The map of a scenario variant: its scenes and endings, the ways between them, what a best visit uses of it.

Pure data for whoever draws it: `jiefang graph` (Mermaid, DOT, SVG) and the map of a screen. Conditions are those of one
variant, everything that it fixes worked out; a way that it closes is not on its map.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scenarios.edition import Edition
from scenarios.engine import Arrival, Step
from scenarios.expression import FALSE, TRUE, Expression, all_of, negate
from scenarios.graph import components
from scenarios.model import RESUME, Case, Choice, Goto, Scene, Text
from scenarios.play import Play
from scenarios.program import RESUME_NODE
from scenarios.words import CONTINUE, TIMEOUT

Kind = Literal["scene", "passage", "record", "referral", "interrupt", "good", "fair", "poor", "broken"]
"""What a place is: the last four are endings, `interrupt` a scene that only interrupts lead to."""

ENDINGS: tuple[Kind, ...] = ("good", "fair", "poor", "broken")

How = Literal["choice", "next", "timeout", "otherwise"]
"""Why one goes on: a choice, the end of a passage or form, time run out, no choice left."""

Leg = tuple[str, str, str]
"""One step of a visit: the scene left, the choice taken (empty for a form or passage), where it leads: a scene, an
ending or `resume`. What enters by itself comes from nowhere: `("", "interrupt", scene)`, `("", "break_off", end)`."""


@dataclass(frozen=True, slots=True)
class Place:
    """A scene or an ending.

    Attributes:
        text: the first thing said there, or the ending's first text, placeholders unfilled; None for a silent form.
        call: the call site (`close`) whose copy of a fragment it belongs to, or empty.
        fragment: `namespace.fragment` it is a copy of, or empty.
        layer: 0 for where one starts; every way that is not part of a loop leads to a higher layer.
        reachable: whether play can get there in this variant.
        best: whether the best line comes through.
    """

    id: str
    kind: Kind
    text: Text | None
    call: str
    fragment: str
    layer: int
    reachable: bool
    best: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One reason to go from one place to another.

    Attributes:
        choice: its id, `timeout` for time run out; empty for `next` and `otherwise`.
        text: what is said, where it is a choice that has words.
        when: what must hold besides; None where nothing must, or nothing that came before it does.
        share: the chance in per cent where it is drawn by weight, else 100.
        best: whether the best line takes it.
    """

    how: How
    choice: str = ""
    text: Text | None = None
    when: Expression | None = None
    share: int = 100
    best: bool = False


@dataclass(frozen=True, slots=True)
class Connection:
    """All ways from one place to another. `to` may be `resume`: back to what an interrupt interrupted."""

    source: str
    to: str
    ways: tuple[Way, ...]
    best: bool = False


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where an interrupt enters, and when."""

    id: str
    when: Expression
    to: str
    best: bool = False


@dataclass(frozen=True, slots=True)
class SceneMap:
    """The map of one variant.

    Attributes:
        places: by id, in file order, endings last.
        connections: by place they leave, in file order; one for each pair of places.
        entrances: of the interrupts.
        break_off: the ending at agitation 10, or None.
        has_best: whether a best line was laid over it.
    """

    start: str
    places: Mapping[str, Place]
    connections: tuple[Connection, ...]
    entrances: tuple[Entrance, ...]
    break_off: str | None
    has_best: bool = False

    def calls(self) -> dict[str, list[Place]]:
        """Call sites of fragments and the places copied there."""
        found: dict[str, list[Place]] = {}
        for place in self.places.values():
            if place.call:
                found.setdefault(place.call, []).append(place)
        return found

    def layers(self) -> list[list[Place]]:
        """Reachable places by layer, in file order."""
        found: list[list[Place]] = []
        for place in self.places.values():
            if place.reachable:
                found.extend([] for _ in range(place.layer + 1 - len(found)))
                found[place.layer].append(place)
        return found


def scene_map(edition: Edition, best: Sequence[Leg] | None = None, visited: Collection[str] | None = None) -> SceneMap:
    """Draw the map of a variant.

    Args:
        edition: scenario and variant.
        best: the steps of a best visit, from :func:`legs`; None to leave it out.
        visited: the places that the solver's exploration found to be reachable; None: those that can be reached
            as far as the ways and the variant alone say, whatever meters and flags may be.

    Returns:
        The map.
    """
    scenario = edition.scenario
    ways = {name: list(_ways(scene, edition)) for name, scene in scenario.scenes.items()}
    following = {name: list(dict.fromkeys(to for to, _ in found if to != RESUME)) for name, found in ways.items()}
    following |= {name: [] for name in scenario.endings}
    entrances = [(each, edition.fold(each.when)) for each in scenario.interrupts]
    open_entrances = [(each, when) for each, when in entrances if when != FALSE]
    told = _from([scenario.start], following)
    broken = [scenario.break_off] if scenario.break_off is not None else []
    there = told | _from([*(each.goto for each, _ in open_entrances), *broken], following)
    if visited is not None:
        there &= frozenset(visited)
    taken = frozenset(best or ())
    on_line = frozenset(end for scene, _, to in taken for end in (scene, to))
    layers = _layers(following, scenario.start)
    return SceneMap(
        start=scenario.start,
        places={place.id: place for place in _places(edition, _Marks(told, there, layers, on_line))},
        connections=tuple(_connections(ways, taken)),
        entrances=tuple(Entrance(each.id, when, each.goto, each.goto in on_line) for each, when in open_entrances),
        break_off=scenario.break_off,
        has_best=best is not None,
    )


def legs(play: Play) -> tuple[Leg, ...]:
    """The steps of a visit, for the map. A step that an interrupt stopped leads to where it was to lead."""
    nodes = play.engine.program.nodes
    found: list[Leg] = []

    def arrive(at: str, arrivals: Iterable[Arrival]) -> None:
        for arrival in arrivals:
            name = nodes[arrival.state.node].id
            if arrival.how == "otherwise":
                found.append((at, "", name))
            elif arrival.how in ("interrupt", "break_off"):
                found.append(("", arrival.how, name))
            at = name

    arrive(nodes[play.start.node].id, play.opening)
    for step in play.steps:
        choice = ""
        if isinstance(step, Step):
            choice = TIMEOUT if step.move.is_timeout else step.move.choice.id
        source, to = nodes[step.before.node].id, RESUME if step.target == RESUME_NODE else nodes[step.target].id
        found.append((source, "" if choice == CONTINUE else choice, to))
        arrive(to, step.arrivals)
    return tuple(found)


# ---------------------------------------------------------------------------------------------- ways


def _ways(scene: Scene, edition: Edition) -> Iterator[tuple[str, Way]]:
    """Every way out of a scene in this variant, with where it leads."""
    own = (scene.timeout_choice,) if scene.timeout_choice is not None else ()
    for choice in (*scene.choices, *own):
        yield from _ways_of_choice(scene, choice, edition)
    if scene.form is not None and scene.next is not None:
        yield from (
            (to, Way("next", when=_told(when), share=share)) for to, when, share in _targets(scene.next, TRUE, edition)
        )
    if scene.otherwise is not None:
        yield scene.otherwise, Way("otherwise")


def _ways_of_choice(scene: Scene, choice: Choice, edition: Edition) -> Iterator[tuple[str, Way]]:
    own = choice.same_as is not None
    how: How = "timeout" if own else "next" if choice.id == CONTINUE else "choice"
    name = TIMEOUT if own else "" if how == "next" else choice.id
    offered = all_of([edition.fold(choice.when), edition.fold(choice.needs)])
    for case, when in _cases(choice.cases, offered, edition):
        goto = case.goto or scene.next
        for to, condition, share in _targets(goto, when, edition) if goto is not None else ():
            text = case.text if how == "choice" else None
            yield to, Way(how, name, text, _told(condition), share)


def _told(condition: Expression) -> Expression | None:
    return None if condition == TRUE else condition


def _cases(cases: Sequence[Case], offered: Expression, edition: Edition) -> Iterator[tuple[Case, Expression]]:
    """The cases that can hold, each with its own condition; that none before it held is left unsaid."""
    rest = offered
    for case in cases:
        when = edition.fold(case.when)
        if all_of([rest, when]) != FALSE:
            yield case, all_of([offered, when])
        rest = all_of([rest, negate(when)])
        if rest == FALSE:
            return


def _targets(goto: Goto, when: Expression, edition: Edition) -> Iterator[tuple[str, Expression, int]]:
    """Where it may lead, with what must hold and the chance in per cent."""
    if goto.chance:
        total = sum(branch.weight for branch in goto.branches)
        yield from ((branch.to, when, round(100 * branch.weight / total)) for branch in goto.branches)
        return
    rest = when
    for branch in goto.branches:
        condition = edition.fold(branch.when)
        if all_of([rest, condition]) != FALSE:
            yield branch.to, all_of([when, condition]), 100
        rest = all_of([rest, negate(condition)])
        if rest == FALSE:
            return


def _connections(ways: Mapping[str, list[tuple[str, Way]]], taken: frozenset[Leg]) -> Iterator[Connection]:
    for source, found in ways.items():
        together: dict[str, list[Way]] = {}
        for to, way in found:
            best = (source, way.choice, to) in taken
            together.setdefault(to, []).append(
                Way(way.how, way.choice, way.text, way.when, way.share, best) if best else way
            )
        for to, group in together.items():
            yield Connection(source, to, tuple(group), any(way.best for way in group))


# ---------------------------------------------------------------------------------------------- places


@dataclass(frozen=True, slots=True)
class _Marks:
    """What is known of all places: reached without interrupts, reached at all, layers, the best line."""

    told: frozenset[str]
    there: frozenset[str]
    layers: Mapping[str, int]
    best: frozenset[str]


def _places(edition: Edition, marks: _Marks) -> Iterator[Place]:
    scenario = edition.scenario
    entered = frozenset(each.goto for each in scenario.interrupts)
    for name, scene in scenario.scenes.items():
        kind = _kind(scene)
        if kind in ("scene", "passage") and name not in marks.told and (name in marks.there or name in entered):
            kind = "interrupt"
        said = next((line.text for entry in scene.say for line in entry if edition.fold(line.when) != FALSE), None)
        yield _place(name, kind, said, scene.fragment, marks)
    for name, ending in scenario.endings.items():
        text = next((line.text for line in ending.text if edition.fold(line.when) != FALSE), None)
        yield _place(name, _outcome(ending.outcome), text, "", marks)


def _place(name: str, kind: Kind, text: Text | None, fragment: str, marks: _Marks) -> Place:
    call = name.rpartition("/")[0] if fragment else ""
    there = name in marks.there
    return Place(name, kind, text, call, fragment, marks.layers.get(name, 0), there, name in marks.best)


def _kind(scene: Scene) -> Kind:
    if scene.form is not None:
        return scene.form.kind
    return "passage" if [choice.id for choice in scene.choices] == [CONTINUE] else "scene"


def _outcome(outcome: str) -> Kind:
    return next((kind for kind in ENDINGS if kind == outcome), "fair")


def _from(starts: Iterable[str], following: Mapping[str, Iterable[str]]) -> frozenset[str]:
    seen = set(starts)
    waiting = list(seen)
    while waiting:
        for to in following.get(waiting.pop(), ()):
            if to not in seen:
                seen.add(to)
                waiting.append(to)
    return frozenset(seen)


def _layers(following: Mapping[str, Sequence[str]], start: str) -> dict[str, int]:
    """The longest way to each place, loops counted as one step that is walked through in file order."""
    layers: dict[str, int] = {}
    order = {name: position for position, name in enumerate(following)}
    for part in components(following):
        members = frozenset(part)
        first = max((layers[name] for name in part if name in layers), default=0)
        heads = [name for name in part if name in layers] or [
            start if start in members else min(part, key=order.__getitem__)
        ]
        for name, depth in _depths(heads, members, following).items():
            layers[name] = first + depth
        for name in part:
            for to in following[name]:
                if to not in members:
                    layers[to] = max(layers.get(to, 0), layers[name] + 1)
    return layers


def _depths(heads: Sequence[str], members: frozenset[str], following: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Fewest steps from the entries of a loop to each of its members."""
    found = dict.fromkeys(heads, 0)
    waiting = list(heads)
    for name in waiting:
        for to in following[name]:
            if to in members and to not in found:
                found[to] = found[name] + 1
                waiting.append(to)
    return found
