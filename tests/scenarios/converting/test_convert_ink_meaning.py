"""A story of ink and the scenario made of it say the same, whatever is chosen: checked against ink's own runtime."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from scenarios.edition import edition
from scenarios.play import Play
from tests.npm import package
from tests.scenarios.converting.importing import clean, heard_here, imported
from tests.scenarios.converting.test_convert_ink import STORIES, story

PLAY = """
const { Story } = require('inkjs');
const fs = require('fs');
const found = [];
function walk(state, path) {
  const story = new Story(text);
  if (state) story.state.LoadJson(state);
  const said = story.ContinueMaximally();
  const choices = story.currentChoices.map((choice) => choice.text.trim());
  found.push({ path, said: said.replace(/\\s/g, ''), choices });
  if (path.length > 6) return;
  const here = story.state.toJson();
  choices.forEach((choice, index) => {
    if (path.includes(choice)) return;
    const next = new Story(text);
    next.state.LoadJson(here);
    next.ChooseChoiceIndex(index);
    walk(next.state.toJson(), [...path, choice]);
  });
}
const text = fs.readFileSync(0, 'utf8');
walk(null, []);
console.log(JSON.stringify(found));
"""


def every_way(compiled: str, tmp_path: Path) -> list[dict[str, Any]]:
    """What ink's runtime says and offers along every way that takes no choice twice."""
    (tmp_path / "node_modules").symlink_to(package("inkjs@2.4.0"))
    (tmp_path / "play.cjs").write_text(PLAY, "utf-8")
    node = shutil.which("node")
    assert node is not None, "this test needs node: sudo apt-get install nodejs npm"
    done = subprocess.run(
        [node, tmp_path / "play.cjs"], input=compiled, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    ways: list[dict[str, Any]] = json.loads(done.stdout)
    return ways


@pytest.mark.install
def test_the_same_is_said(tmp_path: Path) -> None:
    """Along every way of ink/desk.ink, of which nothing but the second taking of `+` is lost.

    ink says the words of a choice again that stand before its brackets; a visit has said them as the choice.
    """
    scenario, codes = imported(story("desk.json"), "desk.json")
    assert set(codes) <= {"JF4019"}
    ways = every_way(story("desk.json"), tmp_path)
    assert len(ways) > 20
    for way in ways:
        play = Play(edition(scenario))
        said = heard_here(play)
        for choice in way["path"]:
            play.choose(_offered(play)[choice])
            said = heard_here(play)
        ours, theirs = "".join(said).replace(" ", ""), way["said"]
        again = theirs.removesuffix(ours)
        assert theirs.endswith(ours) and (way["path"] or [""])[-1].startswith(again), way
        assert set(_offered(play)) == set(way["choices"]) - set(way["path"]), way


def _offered(play: Play) -> dict[str, str]:
    return {offer.move.choice.cases[0].text.zh: offer.move.choice.id for offer in play.offers()}


@pytest.mark.install
@pytest.mark.parametrize("name", ["visit", "desk"])
def test_it_is_what_inkjs_compiles(tmp_path: Path, name: str) -> None:
    """The JSON in the folder comes from the ink beside it, by the real compiler."""
    node = shutil.which("node")
    assert node is not None, "this test needs node: sudo apt-get install nodejs npm"
    compiler = package("inkjs@2.4.0") / "inkjs" / "bin" / "inkjs-compiler.js"
    target = tmp_path / "story.json"
    subprocess.run([node, compiler, "-o", target, STORIES / f"{name}.ink"], check=True, capture_output=True)
    assert json.loads(target.read_text("utf-8-sig")) == json.loads(story(f"{name}.json"))


def test_the_desk() -> None:
    """What the runtime proves is worth proving: every knot is there, and nothing is lost but `+`."""
    scenario, codes = imported(story("desk.json"), "desk.json")
    assert codes in ([], ["JF4019"])
    assert {"hall", "ask", "name"} <= scenario.scenes.keys() and clean(
        story("desk.json").replace('"flg":4', '"flg":20')
    )
