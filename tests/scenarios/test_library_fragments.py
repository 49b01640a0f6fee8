"""The fragments that come with the program: each can be called as its head says, and does what it is there for."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from scenarios.edition import edition
from scenarios.model import Choice, Scenario
from scenarios.play import Play
from scenarios.text import placeholders
from tests.scenarios.snippets import codes, dumped, snippet

ROOT = Path(__file__).parents[2]
FRAGMENTS = ROOT / "scenarios/fragments"
NAMES = sorted(path.stem for path in FRAGMENTS.glob("*.yaml"))
WITHOUT_ENGLISH = "JF75"


def example(name: str) -> tuple[str, dict[str, Any]]:
    """The calling scene at the head of a fragment: its id and what it holds."""
    head = FRAGMENTS.joinpath(f"{name}.yaml").read_text("utf-8").partition("\nid: ")[0]
    lines = [line[2:] for line in head.splitlines() if line.startswith("#   ")]
    ((scene, call),) = yaml.safe_load("\n".join(lines)).items()
    return scene, call


def called(name: str, following: Any = "done") -> Scenario:
    """A scenario that calls a fragment as its head says, and then goes on as told.

    Every parameter and fact that the example names in its texts is there, and the English of what it gives, too.
    """
    scene, call = example(name)
    given = call.get("with", {})
    wanted = {part.name for text in given.values() for part in placeholders(text) if hasattr(part, "name")}
    data: dict[str, Any] = {
        "params": dict.fromkeys(wanted, "三天后"),
        "scenes": {"arrive": {"next": scene}, scene: call | {"next": following}},
        "endings": {"left": {"outcome": "poor", "text": "就这么走了。"}},
        "en": {"scenes": {scene: {"with": {key: f"English {text}" for key, text in given.items()}}}} if given else {},
    }
    loaded = snippet(dumped(data))
    assert [code for code in codes(loaded) if not code.startswith(WITHOUT_ENGLISH)] == []
    assert loaded.scenario is not None
    return loaded.scenario


def ways(scenario: Scenario) -> list[tuple[list[str], str]]:
    """Every way through a scenario: the choices made after `seat`, and the ending."""
    found: list[tuple[list[str], str]] = []
    waiting: list[list[str]] = [[]]
    while waiting:
        path = waiting.pop()
        play = Play(edition(scenario))
        for choice in ["seat", *path]:
            play.choose(choice)
        if play.ended:
            found.append((path, play.node.id))
        else:
            waiting += [[*path, choice] for choice in play.open_ids()]
    return found


def made(scenario: Scenario, path: list[str]) -> list[Choice]:
    """The choices of a way as they stand in the scenario."""
    play = Play(edition(scenario))
    chosen = []
    for name in ["seat", *path]:
        scene = scenario.scenes[play.node.id]
        chosen.append(next(choice for choice in scene.choices if choice.id == name))
        play.choose(name)
    return chosen


def scene_ids(scenario: Scenario, call: str) -> list[str]:
    """The scenes of a call's copy, in file order."""
    return [name for name in scenario.scenes if name.startswith(f"{call}/")]


def red_lines(scenario: Scenario, path: list[str]) -> set[str]:
    """The red lines crossed on a way."""
    return {case.red_line for choice in made(scenario, path) for case in choice.cases if case.red_line}


@pytest.mark.parametrize("name", NAMES)
def test_the_example_at_the_head_can_be_called(name: str) -> None:
    """It names the fragment and gives every parameter and no other; nothing is found in it."""
    data = yaml.safe_load(FRAGMENTS.joinpath(f"{name}.yaml").read_text("utf-8"))
    _, call = example(name)
    assert call["call"] == f"common.{name}"
    assert call.get("with", {}).keys() == data["params"].keys()
    scenario = called(name)
    assert any(scene.fragment == f"common.{name}" for scene in scenario.scenes.values())


@pytest.mark.parametrize("name", NAMES)
def test_every_text_has_its_english(name: str) -> None:
    """What is said, the choices, the replies and the reasons, with what the caller gives put in."""
    scenario = called(name)
    for scene in scenario.scenes.values():
        if not scene.fragment:
            continue
        texts = [line.text for entry in scene.say for line in entry]
        for choice in scene.choices:
            for case in choice.cases:
                texts += [text for text in (case.text, case.why) if text is not None]
                texts += [line.text for line in case.reply]
        assert all(text.en and not re.search("[\u4e00-\u9fff]", text.en.partition("English ")[0]) for text in texts)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("farewell", ["anything", "loop"]),
        ("crisis", ["ask", "ready", "together"]),
        ("crisis", ["stay", "ask_now", "ready", "together"]),
        ("greeting", ["seat", "role"]),
        ("greeting", ["form", "role"]),
    ],
)
@pytest.mark.parametrize("trust", [0, 4])
def test_the_right_way_does_not_end_a_heated_visit(name: str, path: list[str], trust: int) -> None:
    """Doing right at agitation 9 never breaks the visit off, whatever the petitioner is like."""
    scenario = called(name)
    scene, _ = example(name)
    for style in ("reactive", "instrumental", "despairing"):
        variant = next(iter(scenario.variants.values()))
        distress = 8 if name == "crisis" else 3
        start = replace(scenario, start=scene_ids(scenario, scene)[0])
        petitioner = replace(variant.petitioner, style=style, agitation=9, trust=trust, distress=distress)
        hot = replace(start, variants={variant.name: replace(variant, petitioner=petitioner)})
        play = Play(edition(hot))
        for choice in path:
            play.choose(choice)
        assert play.node.id == "done"


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_lists_it(name: str) -> None:
    """With its parameters and the flags it sets."""
    data = yaml.safe_load(FRAGMENTS.joinpath(f"{name}.yaml").read_text("utf-8"))
    page = ROOT.joinpath("docs/language.md").read_text("utf-8")
    (row,) = [line for line in page.splitlines() if line.startswith(f"| `common.{name}` |")]
    _, params, flags, _ = (cell.strip() for cell in row.strip("|").split("|"))
    assert re.findall(r"`(\w+)`", params) == list(data["params"])
    assert re.findall(r"`(\w+)`", flags) == data["sets"]


class TestFarewell:
    """One question whether anything was left unsaid, then one word about the next step, or none."""

    def test_only_the_next_step_closes_the_loop(self) -> None:
        """Kind words and "wait at home" leave it open, whatever was asked before; the caller's ending goes by it."""
        scenario = called("farewell", [{"when": "loop_closed", "to": "done"}, "left"])
        last = {(path[-1], end) for path, end in ways(scenario)}
        assert last == {("careful", "left"), ("loop", "done"), ("wait_home", "left")}

    def test_anything_left_unsaid_is_asked_once(self) -> None:
        """It stays in the scene, and is not offered again."""
        scenario = called("farewell")
        assert sorted(path for path, _ in ways(scenario) if path[0] == "anything") == [
            ["anything", "careful"],
            ["anything", "loop"],
            ["anything", "wait_home"],
        ]


class TestCrisis:
    """The steps of the crisis card: ask, ask again, ask about plan and means, stay and fetch help."""

    def test_asked_at_once_or_the_second_time(self) -> None:
        """Either leads on to the plan and to help; a sign passed over twice ends without."""
        scenario = called("crisis", [{"when": "supported", "to": "done"}, "left"])
        for path, end in ways(scenario):
            asked = path[0] == "ask" or path[1] == "ask_now"
            assert asked == (len(path) > 2)
            assert (end == "done") == (path[-1] == "together")

    def test_every_red_line_can_be_met_and_avoided(self) -> None:
        """Passing over the danger, hiding it, sending someone to a ward and promising: at no step is one forced."""
        scenario = called("crisis")
        met = [red_lines(scenario, path) for path, _ in ways(scenario)]
        assert {"K1.ignore_danger", "K1.conceal", "K1.psychiatry", "K2.promise"} == set().union(*met)
        for scene in scenario.scenes.values():
            if scene.fragment:
                assert any(not case.red_line for choice in scene.choices for case in choice.cases)
        assert red_lines(scenario, ["ask", "ready", "together"]) == set()
        assert red_lines(scenario, ["stay", "ask_now", "ready", "together"]) == set()

    def test_the_best_way_asks_and_fetches_help(self) -> None:
        """At each step what E6 rates highest is what the crisis card says."""
        scenario = called("crisis")
        best = []
        for scene in scenario.scenes.values():
            if scene.fragment:
                rated = {choice.id: dict(choice.cases[0].rates).get("E6", 0) for choice in scene.choices}
                best.append(max(rated, key=lambda choice: rated[choice]))
                assert sorted(rated.values())[-2] < rated[best[-1]]
        assert best == ["ask", "ask_now", "ready", "together"]

    def test_time_up_is_silence_not_a_red_line(self) -> None:
        """Whoever says nothing for twenty seconds sat there, and is given a second sign."""
        scenario = called("crisis")
        play = Play(edition(scenario))
        play.choose("seat")
        play.enter("timeout")
        assert play.node.id.endswith("/again")


class TestGreeting:
    """A seat, and who one is."""

    def test_every_way_leads_on(self) -> None:
        """Two choices, whatever they are; none of them crosses a red line."""
        scenario = called("greeting")
        found = ways(scenario)
        assert {len(path) for path, _ in found} == {2}
        assert not any(red_lines(scenario, path) for path, _ in found)

    def test_polite_words_do_not_give_the_answer_away(self) -> None:
        """Among the choices that are spoken, wrong ones are as courteous as the right one."""
        scenario = called("greeting")
        for scene in scenario.scenes.values():
            if scene.fragment:
                wrong = [choice for choice in scene.choices if choice.id not in ("seat", "role")]
                assert sum("您" in choice.cases[0].text.zh for choice in wrong) >= 2
