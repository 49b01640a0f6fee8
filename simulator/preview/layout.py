"""The map of a variant as lines of text: places by depth, what each leads to, where one is. No widget."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.scene_map import Place, SceneMap


@dataclass(frozen=True, slots=True)
class MapRow:
    """A place on the map.

    Attributes:
        place: the scene or ending.
        depth: how far it is indented: its layer, closed up where layers are passed over.
        leads: (scene or ending, whether the best line goes there), in file order.
        entered: id of an interrupt that enters it, or empty.
    """

    place: Place
    depth: int
    leads: tuple[tuple[str, bool], ...]
    entered: str = ""


def rows(found: SceneMap) -> list[MapRow]:
    """The places that can be come to by layer, in file order; then what no visit comes to."""
    leads: dict[str, list[tuple[str, bool]]] = {}
    for connection in found.connections:
        leads.setdefault(connection.source, []).append((connection.to, connection.best))
    entered = {entrance.to: entrance.id for entrance in found.entrances}
    ordered = [(depth, place) for depth, layer in enumerate(filter(None, found.layers())) for place in layer]
    ordered += [(0, place) for place in found.places.values() if not place.reachable]
    return [
        MapRow(place, depth if place.reachable else 0, tuple(leads.get(place.id, ())), entered.get(place.id, ""))
        for depth, place in ordered
    ]
