"""`jiefang graph`: a scenario as Mermaid, DOT and SVG."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from scenarios.edition import edition
from scenarios.scene_map import scene_map
from simulator import i18n
from simulator.app.themes import PAPER as SCREEN
from simulator.graph import look
from simulator.graph.dot import dot, quoted
from simulator.graph.drawing import Drawing, drawing
from simulator.graph.labels import CHOICE_CELLS, SAID_CELLS, plain, shortened
from simulator.graph.mermaid import mermaid
from simulator.graph.mermaid import quoted as mermaid_quoted
from simulator.graph.svg import svg
from tests.scenarios.snippets import snippet
from tests.simulator.calls import Caller, call, library, small, solutions

__all__ = ["call", "library", "small", "solutions"]

HOSTILE = [
    '"]; click n0 "javascript:alert(1)"', "<script>alert(1)</script>", "[/x]", "a\nb", "%%{init: {'theme':'x'}}%%",
    "end", "1. x", "- y", "`**b**`", "\\N \\l \\", "&quot; #quot; #35;", "--> x", "|x|", "fa:fa-ban", "$$x$$", "]]>",
    "subgraph z", "style n0 fill:#f00;", "@{ shape: x }", "\u202e\u2028\x07x",
]  # fmt: skip
"""What means something to Mermaid, DOT, HTML or XML."""


def hostile() -> Drawing:
    """A drawing whose every text is one of them."""
    escaped = [text.replace("{", "{{") for text in HOSTILE]
    scenes: dict[str, Any] = {
        f"s{n}": {"say": text, "next": f"s{n + 1}", "choices": {"a": {"text": text}, "b": {"text": f"好{text}"}}}
        for n, text in enumerate(escaped[:-1])
    }
    scenes |= {"arrive": None, f"s{len(scenes)}": {"say": "好。", "next": "done"}}
    over = {"title": escaped[0], "start": "s0", "scenes": scenes, "endings": {"done": {"text": escaped[1]}}}
    loaded = snippet(json.dumps(over))
    assert loaded.scenario is not None, loaded.diagnostics
    chosen = edition(loaded.scenario)
    return drawing(chosen, scene_map(chosen))


def laid_out(text: str) -> dict[str, Any]:
    """What Graphviz reads in a DOT file. Fails where `dot` is missing: it is in .ci/debian-packages."""
    assert shutil.which("dot"), "install graphviz (.ci/debian-packages)"
    done = subprocess.run(["dot", "-Tjson0"], input=text.encode(), capture_output=True, check=True)
    assert not done.stderr
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def unescaped(label: str) -> list[str]:
    """The lines that a label in a DOT file stands for."""
    import html

    lines = re.split(r"\\[nl]", re.sub(r"\\\\", "\0", label))
    return [html.unescape(line.replace("\0", "\\").replace('\\"', '"')).strip() for line in lines if line]


class TestCommand:
    """The command line."""

    def test_prints_mermaid_by_default(self, call: Caller, small: str) -> None:
        """With the best line of the variant."""
        shown = call("graph", small)
        assert shown.code == 0 and "\nflowchart TB\n" in shown.out and shown.err == ""
        assert " ==>|" in shown.out and "最佳路线" in shown.out and "●" in shown.out

    def test_speaks_english(self, call: Caller, small: str) -> None:
        """Kinds and legend follow the language."""
        out = call("graph", small, "--lang", "en").out
        assert "best line" in out and "Referral sheet" in out and "at any time" in out and "图例" not in out

    def test_no_solve_leaves_the_best_line_out(self, call: Caller, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Nothing is solved, nothing is emphasised."""
        monkeypatch.setattr("scoring.cache.solved", lambda *_args: pytest.fail("solved"))
        out = call("graph", small, "--no-solve", "--format", "dot").out
        assert "penwidth=2" not in out and "最佳路线" not in out and "●" not in out

    def test_a_variant(self, call: Caller, small: str) -> None:
        """The title names it; an unknown one is a wrong call."""
        assert "情形 other" in call("graph", small, "--variant", "other", "--format", "dot").out
        wrong = call("graph", small, "--variant", "othr")
        assert wrong.code == 2 and "other" in wrong.err

    def test_writes_a_file_whose_name_says_the_format(self, call: Caller, small: str, tmp_path: Path) -> None:
        """Never over another, unless told to."""
        target = tmp_path / "map.gv"
        assert call("graph", small, "--out", target).code == 0
        assert target.read_text("utf-8").startswith("digraph")
        target.write_text("mine", "utf-8")
        refused = call("graph", small, "--out", target)
        assert refused.code == 1 and "--force" in refused.err and target.read_text("utf-8") == "mine"
        assert call("graph", small, "--out", target, "--force", "--format", "mermaid").code == 0
        assert "flowchart" in target.read_text("utf-8")

    def test_a_file_that_cannot_be_written(self, call: Caller, small: str, tmp_path: Path) -> None:
        """One message, no traceback."""
        shown = call("graph", small, "--out", tmp_path / "none" / "map.mmd")
        assert shown.code == 1 and "none" in shown.err

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_without_graphviz(
        self, call: Caller, small: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str
    ) -> None:
        """One message with the way out, and Mermaid still works."""
        monkeypatch.setenv("PATH", str(tmp_path))
        shown = call("graph", small, "--format", "svg", "--lang", language)
        assert shown.code == 1 and shown.out == ""
        assert "apt-get install graphviz" in shown.err and "--format mermaid" in shown.err
        assert call("graph", small, "--format", "mermaid").code == 0

    def test_a_map_too_large_for_mermaid(self, call: Caller, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is written, and what else to do is said."""
        monkeypatch.setattr("simulator.graph.mermaid.mermaid", lambda _picture: "x" * 50_001)
        shown = call("graph", small, "--no-solve")
        assert shown.code == 0 and len(shown.out) == 50_001 and "--format svg" in shown.err

    def test_a_variant_that_cannot_be_solved(self, call: Caller, tmp_path: Path) -> None:
        """It is drawn all the same; what is missing is said."""
        from tests.scenarios.snippets import MINIMAL, dumped, merged
        from tests.scenarios.snippets import plain as data
        from tests.simulator.calls import put

        stuck = {"scenes": {"arrive": {"next": "arrive"}}}
        place = put(tmp_path, dumped(merged(data(MINIMAL), stuck)).replace("id: example", "id: small"))
        shown = call("graph", str(place), "--format", "dot")
        assert shown.code == 0 and "digraph" in shown.out and "jiefang check" in shown.err
        assert "Traceback" not in shown.err


class TestHostileText:
    """Nothing an author writes is syntax."""

    def test_mermaid(self) -> None:
        """In quotes stand only letters, blanks and entities; every line is one of ours."""
        text = mermaid(hostile())
        for line in text.splitlines()[2:]:
            bare = re.sub(r'"(?:[^"!-/:-@\[-`{-~]|#\d+;|<br/>|\u2060)*"', "", line)
            assert re.fullmatch(r"[\w .,:#%\-=>|<(){}\[\]/\\]*", bare, re.ASCII), line
            assert '"' not in bare and "script" not in bare and "click" not in bare

    def test_mermaid_means_what_was_written(self) -> None:
        """Entities read back give the text."""
        for text in HOSTILE:
            read = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), mermaid_quoted([text])[1:-1])
            assert read.replace("\u2060", "") == plain(text)

    def test_graphviz_reads_what_was_written(self) -> None:
        """As many nodes and edges as were drawn, with their words."""
        picture = hostile()
        read = laid_out(dot(picture))
        nodes = {node["name"]: node for node in read["objects"] if "nodes" not in node}
        boxes = (*picture.boxes, *picture.legend)
        assert nodes.keys() == {box.name for box in boxes}
        for box in boxes:
            assert unescaped(nodes[box.name]["label"]) == [plain(line) for line in box.lines]
        drawn = [edge for edge in read["edges"] if edge.get("style") != "invis"]
        assert len(drawn) == len(picture.arrows) + len(picture.legend_arrows)

    def test_svg(self) -> None:
        """Well-formed, no script, no link, and the words are there."""
        picture = hostile()
        root = ElementTree.fromstring(svg(picture))
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert tags <= {"svg", "g", "title", "polygon", "polyline", "path", "text", "ellipse", "a"}
        links = {value for element in root.iter() for key, value in element.attrib.items() if key.endswith("href")}
        assert links == set()
        shown = {
            " ".join("".join(element.itertext()).split()) for element in root.iter() if element.tag.endswith("text")
        }
        assert {" ".join(line.split()) for box in picture.boxes for line in box.lines} <= shown

    @given(st.lists(st.text(max_size=60), max_size=4))
    @settings(max_examples=200)
    def test_a_quoted_string_ends_where_it_should(self, lines: list[str]) -> None:
        """For any text, in both formats."""
        for whole in (quoted(lines), quoted(lines, "\\l")):
            assert re.fullmatch(r'"(?:[^"\\]|\\[\\"nl])*"', whole) and "\n" not in whole
        assert re.fullmatch(r'"(?:[^"\n]|<br/>)*"', mermaid_quoted(lines))

    @given(st.text(max_size=300), st.integers(3, 40))
    def test_a_label_fits_its_cells(self, text: str, cells: int) -> None:
        """Counted as a terminal does."""
        assert cell_len(shortened(text, cells)) <= cells

    def test_long_texts(self) -> None:
        """A text of a hundred thousand characters is cut before it is looked at."""
        assert cell_len(shortened("问" * 100_000, SAID_CELLS)) <= SAID_CELLS
        assert shortened("好。", CHOICE_CELLS) == "好。"


class TestPictures:
    """What can be seen."""

    def test_the_colours_are_those_of_the_screens(self) -> None:
        """One palette, the light one."""
        assert (
            SCREEN.ground, SCREEN.surface, SCREEN.ink, SCREEN.faint, SCREEN.rule,
        ) == (look.GROUND, look.PAPER, look.INK, look.FAINT, look.RULE)  # fmt: skip
        assert (
            SCREEN.indigo, SCREEN.malachite, SCREEN.gamboge, SCREEN.vermilion,
        ) == (look.INDIGO, look.MALACHITE, look.GAMBOGE, look.VERMILION)  # fmt: skip

    def test_no_two_kinds_look_alike_without_colour(self) -> None:
        """Shape or style tells them apart, in Graphviz; Mermaid has words where shapes are the same."""
        places = [kind for kind in look.LOOKS if kind not in ("any_time", "back")]
        assert len({(look.LOOKS[kind].shape, look.LOOKS[kind].style) for kind in places}) == len(places)

    @pytest.mark.parametrize("language", ["zh", "en"])
    @pytest.mark.parametrize("name", ["unpaid-wages", "village-official"])
    def test_the_library_is_drawn(self, call: Caller, name: str, language: str) -> None:
        """Real Graphviz draws both visits: every place once, fragments as groups, the unreachable grey."""
        shown = call("graph", name, "--no-solve", "--format", "svg", "--lang", language)
        assert shown.code == 0, shown.err
        root = ElementTree.fromstring(shown.out)
        classes = [element.get("class") for element in root.iter()]
        dotted = call("graph", name, "--no-solve", "--format", "dot", "--lang", language).out
        assert classes.count("node") == len(re.findall(r"^ +(?!graph)\w+ \[label=", dotted, re.MULTILINE))
        assert classes.count("cluster") == dotted.count("subgraph cluster_")
        assert ("fragment" if language == "en" else "片段") in shown.out or name == "village-official"
        assert f'fillcolor="{look.GREY}"' in dotted

    def test_conditions_and_the_rest_are_told(self) -> None:
        """A way that needs something says it; more choices than fit are counted."""
        choices = {f"c{n}": {"text": f"第{n}句"} for n in range(6)} | {"last": {"text": "走。", "needs": "trust >= 5"}}
        over = {"scenes": {"arrive": {"choices": {"seat": None, "rush": None} | choices}}, "facts": None}
        loaded = snippet(json.dumps(over))
        assert loaded.scenario is not None, loaded.diagnostics
        chosen = edition(loaded.scenario)
        (arrow,) = [each for each in drawing(chosen, scene_map(chosen)).arrows if each.source == "n0"]
        assert arrow.lines == ("第0句", "第1句", "第2句", "第3句", "另 3 个选项")
        i18n.use("en")
        try:
            (arrow,) = [each for each in drawing(chosen, scene_map(chosen)).arrows if each.source == "n0"]
        finally:
            i18n.use("zh")
        assert arrow.lines[-1] == "and 3 more"
