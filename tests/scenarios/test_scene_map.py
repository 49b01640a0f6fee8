"""The map of a scenario: what is drawn by `jiefang graph` and shown as a map."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.edition import Edition, edition
from scenarios.expression import unparse
from scenarios.load import load_or_raise
from scenarios.play import Play
from scenarios.scene_map import Connection, SceneMap, legs, scene_map
from tests.scenarios.snippets import MINIMAL, dumped, merged, plain, snippet

SMALL = """
params: {late: false}
variants:
  late: {params: {late: true}}
facts: {owed: 拖欠八个月工资}
scenes:
  arrive:
    say: 同志，我想反映个事。
    next: [{when: late, to: overdue}, hub]
    choices:
      seat: {text: 您坐，慢慢说。}
      rush: {text: 简单点说。, cases: [{when: late, goto: hub}, {goto: done}]}
  overdue: {say: 都过了期限了。, next: hub}
  hub:
    say: 您问吧。
    next: hub
    seconds: 10
    timeout: {same_as: ask}
    otherwise: done
    choices:
      ask: {text: 欠了多少？, reveals: [owed]}
      end: {text: 好。, needs: known(owed), goto: sheet}
      luck: {text: 试试。, goto: [{weight: 3, to: hub}, {weight: 1, to: done}]}
  sheet: {form: record, next: done}
  shout:
    say: （拍桌子）
    choices:
      sit: {text: 坐下说。, goto: resume}
  cellar:
    say: 没人来过。
    choices:
      out: {text: 出去。, goto: done}
interrupts:
  outburst: {when: agitation >= 9, goto: shout}
  never: {when: late and not late, goto: cellar}
"""

HEATED = """
petitioner: {agitation: 8}
scenes:
  arrive: {choices: {seat: {effects: {agitation: 3}}}}
  shout: {choices: {sit: {effects: {agitation: -5}}}}
"""


def small(variant: str = "default") -> Edition:
    """One variant of a scenario with every kind of way."""
    loaded = snippet(SMALL)
    assert loaded.scenario is not None, loaded.diagnostics
    return edition(loaded.scenario, variant)


def told(connection: Connection) -> list[str]:
    """The ways of a connection as short words."""
    return [
        " ".join(filter(None, [way.how, way.choice, unparse(way.when) if way.when is not None else ""]))
        for way in connection.ways
    ]


def ways(found: SceneMap) -> dict[tuple[str, str], list[str]]:
    """All of them by the places they join."""
    return {(each.source, each.to): told(each) for each in found.connections}


class TestWays:
    """Connections between places."""

    def test_every_reason_to_go_on_is_there(self) -> None:
        """Choices with what they need, time run out, nothing left, chances, forms, passages, `resume`."""
        assert ways(scene_map(small())) == {
            ("arrive", "hub"): ["choice seat"],
            ("arrive", "done"): ["choice rush"],
            ("overdue", "hub"): ["next"],
            ("hub", "hub"): ["choice ask", "choice luck", "timeout timeout"],
            ("hub", "sheet"): ["choice end known(owed)"],
            ("hub", "done"): ["choice luck", "otherwise"],
            ("sheet", "done"): ["next"],
            ("shout", "resume"): ["choice sit"],
            ("cellar", "done"): ["choice out"],
        }

    def test_a_variant_closes_ways(self) -> None:
        """A case and a branch that the variant's parameters settle are the only ones left."""
        found = ways(scene_map(small("late")))
        assert found["arrive", "overdue"] == ["choice seat"]
        assert found["arrive", "hub"] == ["choice rush"]
        assert ("arrive", "done") not in found

    def test_chances(self) -> None:
        """A drawn branch says how likely it is."""
        shares = {
            (each.to, way.share) for each in scene_map(small()).connections for way in each.ways if way.share != 100
        }
        assert shares == {("hub", 75), ("done", 25)}


class TestPlaces:
    """Kinds, layers, what can be reached."""

    def test_kinds(self) -> None:
        """Scene, passage, form, interrupt and endings are told apart."""
        kinds = {name: place.kind for name, place in scene_map(small("late")).places.items()}
        assert kinds == {
            "arrive": "scene", "overdue": "passage", "hub": "scene", "sheet": "record", "shout": "interrupt",
            "cellar": "interrupt", "done": "good", "walked_out": "broken",
        }  # fmt: skip

    def test_what_a_variant_cannot_reach(self) -> None:
        """A scene behind a condition that is false in the variant, and an interrupt that can never fire."""
        grey = {name for name, place in scene_map(small()).places.items() if not place.reachable}
        assert grey == {"overdue", "cellar"}
        grey = {name for name, place in scene_map(small("late")).places.items() if not place.reachable}
        assert grey == {"cellar"}

    def test_what_was_visited_decides_where_it_is_given(self) -> None:
        """Places that no play comes to are unreachable, whatever the ways say."""
        found = scene_map(small(), visited={"arrive", "hub", "done"})
        assert {place.id for place in found.places.values() if place.reachable} == {"arrive", "hub", "done"}

    def test_layers(self) -> None:
        """The longest way counts, so that ways lead on; the start is 0."""
        layers = {place.id: place.layer for place in scene_map(small("late")).places.values() if place.reachable}
        assert layers == {"arrive": 0, "overdue": 1, "hub": 2, "sheet": 3, "done": 4, "shout": 0, "walked_out": 0}
        rows = scene_map(small("late")).layers()
        assert [place.id for place in rows[2]] == ["hub"] and [place.id for place in rows[4]] == ["done"]

    def test_copies_of_fragments_stand_together(self, root: Path) -> None:
        """The places of one call are found by its site."""
        scenario = load_or_raise(root / "scenarios" / "library" / "unpaid-wages")
        found = scene_map(edition(scenario))
        assert {site: [place.id for place in places] for site, places in found.calls().items()} == {
            "sign_in": ["sign_in/ask", "sign_in/worry"],
            "signing": ["signing/offer", "signing/amend"],
            "notice": ["notice/ask", "notice/look"],
            "close": ["close/leave"],
        }
        assert found.places["notice/ask"].fragment == "common.written_notice"


@pytest.mark.parametrize("name", ["unpaid-wages", "village-official"])
def test_layers_rise_along_every_way_but_loops(root: Path, name: str) -> None:
    """In the library every way leads to a higher layer, or back into a loop it belongs to."""
    scenario = load_or_raise(root / "scenarios" / "library" / name)
    for variant in scenario.variants:
        found = scene_map(edition(scenario, variant))
        back = {
            (each.source, each.to)
            for each in found.connections
            if each.to != "resume" and found.places[each.to].layer <= found.places[each.source].layer
        }
        assert all(source == to for source, to in back), back


class TestBestLine:
    """A visit laid over the map."""

    def test_a_visit_marks_its_ways(self) -> None:
        """The choices taken, the places come through, what happens by itself; nothing else."""
        play = Play(small())
        for choice in ("seat", "ask", "end"):
            play.choose(choice)
        play.submit({"owed": "tick"})
        assert legs(play) == (
            ("arrive", "seat", "hub"), ("hub", "ask", "hub"), ("hub", "end", "sheet"), ("sheet", "", "done"),
        )  # fmt: skip
        found = scene_map(small(), legs(play))
        assert found.has_best
        assert [place.id for place in found.places.values() if place.best] == ["arrive", "hub", "sheet", "done"]
        best = {(each.source, each.to, way.choice) for each in found.connections for way in each.ways if way.best}
        assert best == {
            ("arrive", "hub", "seat"),
            ("hub", "hub", "ask"),
            ("hub", "sheet", "end"),
            ("sheet", "done", ""),
        }

    def test_time_run_out(self) -> None:
        """A step that time took is not the choice it copies."""
        play = Play(small())
        play.choose("seat")
        play.choose("timeout")
        assert legs(play)[-1] == ("hub", "timeout", "hub")

    def test_an_interrupt_comes_from_nowhere(self) -> None:
        """It is entered on the way, and `resume` leads back."""
        hot = snippet(HEATED, base=_whole())
        assert hot.scenario is not None, hot.diagnostics
        play = Play(edition(hot.scenario))
        play.choose("seat")
        play.choose("sit")
        assert legs(play) == (("arrive", "seat", "hub"), ("", "interrupt", "shout"), ("shout", "sit", "resume"))
        found = scene_map(edition(hot.scenario), legs(play))
        assert found.entrances[0].best and found.places["shout"].best


def _whole() -> str:
    return dumped(merged(plain(MINIMAL), plain(SMALL)))
