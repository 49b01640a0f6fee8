"""A map as boxes and arrows with their words: what every format then only has to spell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from scenarios.edition import Edition
from scenarios.expression import Compare, Name
from scenarios.expression import Literal as Constant
from scenarios.model import RESUME
from scenarios.scene_map import Connection, SceneMap
from simulator.graph.labels import BEST_SIGN, Labels, condition, kind_name
from simulator.graph.look import FAINT, GAMBOGE, GREY_LINE, INDIGO, INK, LOOKS, VERMILION, Sort
from simulator.i18n import _

Stroke = Literal["solid", "dashed", "dotted"]


@dataclass(frozen=True, slots=True)
class Box:
    """Something drawn. `lines` are its words, `tip` the whole text, `group` the name of its group or empty."""

    name: str
    sort: Sort
    lines: tuple[str, ...]
    tip: str = ""
    group: str = ""
    grey: bool = False
    best: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one box to another. `best` is drawn wide."""

    source: str
    to: str
    lines: tuple[str, ...]
    stroke: Stroke
    colour: str
    best: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of it. Names of boxes and groups are made here: nothing an author wrote is one."""

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    groups: tuple[tuple[str, str], ...]
    legend: tuple[Box, ...]
    legend_arrows: tuple[Arrow, ...]
    legend_title: str


def drawing(edition: Edition, found: SceneMap) -> Drawing:
    """Lay out the words of a map, in the language in use."""
    labels = Labels(edition)
    calls = found.calls()
    groups = {site: f"g{number}" for number, site in enumerate(calls)}
    names = {name: f"n{number}" for number, name in enumerate(found.places)}
    boxes = [
        Box(
            names[place.id], place.kind, tuple(labels.place(place)), labels.whole(place),
            groups.get(place.call, ""), not place.reachable, place.best,
        )
        for place in found.places.values()
    ]  # fmt: skip
    ends = list(_ends(found, names))
    arrows = [*(_arrow(each, found, names, labels) for each in found.connections), *ends]
    pseudo: tuple[Sort, ...] = ("any_time", "back")
    used = {name for arrow in arrows for name in (arrow.source, arrow.to)}
    boxes += [Box(sort, sort, (kind_name(sort),)) for sort in pseudo if sort in used]
    legend, legend_arrows = _legend(boxes, found)
    return Drawing(
        title=labels.title(),
        boxes=tuple(boxes),
        arrows=tuple(arrows),
        groups=tuple((groups[site], labels.call(site, places[0].fragment)) for site, places in calls.items()),
        legend=legend,
        legend_arrows=legend_arrows,
        legend_title=_("图例"),
    )


def _arrow(each: Connection, found: SceneMap, names: dict[str, str], labels: Labels) -> Arrow:
    source = found.places[each.source]
    to = "back" if each.to == RESUME else names[each.to]
    target = found.places.get(each.to)
    closed = not source.reachable or (target is not None and not target.reachable)
    hows = {way.how for way in each.ways}
    stroke: Stroke = (
        "dashed" if each.to == RESUME or hows == {"otherwise"} else "dotted" if hows == {"timeout"} else "solid"
    )
    colour = GREY_LINE if closed else INDIGO if each.best else GAMBOGE if each.to == RESUME else INK
    return Arrow(names[each.source], to, tuple(labels.connection(each)), stroke, colour, each.best)


def _ends(found: SceneMap, names: dict[str, str]) -> Iterator[Arrow]:
    """What may happen at any time: interrupts, and the visit breaking off."""
    for entrance in found.entrances:
        colour = INDIGO if entrance.best else GAMBOGE if found.places[entrance.to].reachable else GREY_LINE
        yield Arrow("any_time", names[entrance.to], (condition(entrance.when),), "dashed", colour, entrance.best)
    if found.break_off is not None:
        colour = VERMILION if found.places[found.break_off].reachable else GREY_LINE
        when = Compare("==", Name("agitation"), Constant(10))
        yield Arrow("any_time", names[found.break_off], (condition(when),), "dashed", colour)


def _legend(boxes: list[Box], found: SceneMap) -> tuple[tuple[Box, ...], tuple[Arrow, ...]]:
    """One box of each kind there is, one for what cannot be reached, and the line of the best visit."""
    there = {box.sort for box in boxes if box.sort not in ("any_time", "back")}
    shown = [Box(f"k{n}", sort, (kind_name(sort),)) for n, sort in enumerate(LOOKS) if sort in there]
    if any(box.grey for box in boxes):
        shown.append(replace(Box("k_grey", "scene", (_("走不到"),)), grey=True))
    if not found.has_best:
        return tuple(shown), ()
    best = [Box("k_from", "scene", (BEST_SIGN,), best=True), Box("k_to", "scene", (BEST_SIGN,), best=True)]
    return (*shown, *best), (Arrow("k_from", "k_to", (_("最佳路线"),), "solid", INDIGO, best=True),)


def text_colour(box: Box) -> str:
    """The colour of a box's words."""
    return FAINT if box.grey else INK
