"""A scenario as Twee 3: readable by others, complete, harmless."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.convert.reading import converted
from scenarios.convert.twee_export import escaped, twee
from scenarios.edition import Edition, edition
from scenarios.load import load_or_raise
from scenarios.scene_map import scene_map
from tests.npm import package
from tests.scenarios.converting.importing import DAY, loaded
from tests.scenarios.snippets import snippet
from tests.simulator.test_cli_graph import HOSTILE

LIBRARY = ["unpaid-wages", "village-official"]

PARSE = """
import { parseTwee } from 'extwee';
import fs from 'fs';
const found = JSON.parse(fs.readFileSync(0, 'utf8')).map((text) => {
  const story = parseTwee(text);
  return {
    name: story.name, start: story.start, ifid: story.IFID,
    passages: story.passages.map((each) => ({ name: each.name, tags: each.tags, text: each.text })),
  };
});
console.log(JSON.stringify(found));
"""


def visit(root: Path, name: str, variant: str | None = None) -> Edition:
    """One variant of a visit of the library."""
    return edition(load_or_raise(root / "scenarios" / "library" / name), variant)


def hostile() -> Edition:
    """A scenario whose every text means something to some story format."""
    texts = [
        text.replace("{", "{{") for text in [*HOSTILE[:-1], ":: x", "$x", "<<set $x to 1>>", "(if: $x)[y]", "[[a->b]]"]
    ]
    scenes: dict[str, Any] = {
        f"s{n}": {"say": text, "next": f"s{n + 1}", "choices": {"a": {"text": text}}} for n, text in enumerate(texts)
    }
    scenes |= {"arrive": None, f"s{len(texts)}": {"say": "好。", "next": "done"}}
    found = snippet(json.dumps({"title": texts[0], "start": "s0", "scenes": scenes}))
    assert found.scenario is not None, found.diagnostics
    return edition(found.scenario)


class TestLibrary:
    """Both visits there and back."""

    @pytest.mark.parametrize("language", ["zh", "en"])
    @pytest.mark.parametrize("name", LIBRARY)
    def test_every_place_and_way_is_there(self, root: Path, name: str, language: str) -> None:
        """Each place a passage with its kind as a tag, each way a link; nothing of it is lost when it is read back."""
        chosen = visit(root, name)
        text = twee(chosen, language)
        found = scene_map(chosen)
        heads = dict(re.findall(r"^:: (\S+) \[([^\]]*)\]", text, re.MULTILINE))
        assert heads.keys() == found.places.keys() | {"Interrupts"}
        assert all(place.kind in heads[place.id].split() for place in found.places.values())
        assert {key for key, tags in heads.items() if "unreachable" in tags} == {
            place.id for place in found.places.values() if not place.reachable
        }
        links = len(re.findall(r"\[\[.*?->.*?\]\]", text))
        assert links == sum(len(each.ways) for each in found.connections if each.to != "resume")
        written = converted(text, "f.twee", "example", DAY)
        assert {each.code for each in written.findings} <= {"JF4019"}
        back = loaded(written)
        # `Interrupts` is a scene of the copy, and what had more than one text has an ending behind it.
        assert len(back.scenes) + len(back.endings) >= len(found.places)

    def test_conditions_and_forms_are_told(self, root: Path) -> None:
        """As text before what they concern."""
        text = twee(visit(root, "unpaid-wages", "crowd"), "zh")
        assert "（条件：agitation ≥ 9）[[outburst]]" in text
        assert "□ 请求付清拖欠的工资" in text
        assert "（条件：reps）[[" in text and "（时间到）" in text
        assert "if crowded" not in text, "the variant has settled it"

    def test_a_variant(self, root: Path) -> None:
        """Its own texts, and an id of its own for Twine."""
        ids = {re.findall(r'"ifid": "([0-9A-F-]{36})"', twee(visit(root, "unpaid-wages", name), "zh"))[0]
               for name in ("three", "crowd", "filed")}  # fmt: skip
        assert len(ids) == 3


class TestEscaping:
    """Nothing an author writes is a command."""

    def test_hostile_texts(self) -> None:
        """As many passages and links as there are, whatever the texts are."""
        text = twee(hostile(), "zh")
        found = scene_map(hostile())
        assert len(re.findall(r"^::", text, re.MULTILINE)) == len(found.places) + 2
        written = converted(text, "f.twee", "example", DAY)
        assert written.findings == ()

    @given(st.text(max_size=80))
    def test_any_text(self, text: str) -> None:
        """One line without a sign that a story format reads."""
        shown = escaped(text)
        assert not re.search(r"[<>\[\]{}|$\\`\n]|->|<-|''|//|__|~~|\^\^|==|::", shown)
        assert not re.match(r"[*#!:+-]", shown)


@pytest.mark.install
def test_a_real_parser_reads_it(root: Path, tmp_path: Path) -> None:
    """extwee finds the same passages, tags, title and start."""
    (tmp_path / "node_modules").symlink_to(package("extwee@2.3.18"))
    (tmp_path / "parse.mjs").write_text(PARSE, "utf-8")
    editions = [*(visit(root, name) for name in LIBRARY), hostile()]
    node = shutil.which("node")
    assert node is not None, "this test needs node: sudo apt-get install nodejs npm"
    done = subprocess.run(
        [node, tmp_path / "parse.mjs"], input=json.dumps([twee(chosen, "zh") for chosen in editions]),
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    for chosen, story in zip(editions, json.loads(done.stdout), strict=True):
        found = scene_map(chosen)
        passages = {each["name"]: each for each in story["passages"]}
        assert passages.keys() - {"Interrupts", "StoryTitle", "StoryData"} == found.places.keys()
        assert story["start"] == found.start and story["name"] and len(story["ifid"]) == 36
        assert all(place.kind in passages[place.id]["tags"] for place in found.places.values())
