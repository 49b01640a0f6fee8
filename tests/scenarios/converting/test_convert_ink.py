"""Compiled ink to a scenario."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scenarios.convert.reading import converted
from tests.scenarios.converting.importing import DAY, clean, heard, imported

STORIES = Path(__file__).parent / "ink"


def story(name: str) -> str:
    """A compiled story of the folder `ink`."""
    return (STORIES / name).read_text("utf-8-sig")


def ink(*content: Any, **named: Any) -> str:
    """Compiled ink of one knot and what it needs."""
    return json.dumps({"inkVersion": 21, "root": [[*content, None], "done", named or None], "listDefs": {}})


def choice(text: str, to: str, flags: int = 20) -> list[Any]:
    """A choice with its text in brackets."""
    return ["ev", "str", f"^{text}", "/str", "/ev", {"*": to, "flg": flags}]


def branch(back: str, *content: Any) -> list[Any]:
    """A conditional branch that rejoins."""
    return [{"->": ".^.b", "c": True}, {"b": [*content, {"->": back}, None]}]


class TestVisit:
    """ink/visit.ink, compiled by inkjs."""

    def test_what_is_lost(self) -> None:
        """A counter, its value in a text, and a sticky choice on a loop; nothing else."""
        _scenario, codes = imported(story("visit.json"), "visit.json")
        assert sorted(codes) == ["JF4014", "JF4015", "JF4019"]
        marks = [str(each.mark) for each in converted(story("visit.json"), "visit.json", "x", DAY).findings]
        assert sorted(marks) == ["visit.json#arrive:1:1", "visit.json#bye:1:1", "visit.json#bye:1:1"]

    def test_it_plays_as_it_did(self) -> None:
        """Knots, stitches, gathers, alternatives of a condition, visits, a divert under a condition."""
        scenario, _codes = imported(story("visit.json"), "visit.json")
        assert heard(scenario) == ["“我就问你们管不管！”他拍了一下柜台。"]
        seated = ["他坐下了。", "已经登记。", "两句话。"]
        assert heard(scenario, "arrive-c-0") == seated
        assert heard(scenario, "arrive-c-0", "story-second") == ["=bye"]
        assert heard(scenario, "arrive-c-0", "story-first-g-0") == ["汇合了。", "来过了。", "=bye"]
        assert scenario.endings["bye"].outcome == "good"

    def test_the_words_of_choices(self) -> None:
        """What stands before, in and behind the brackets; a choice under a condition."""
        scenario, _codes = imported(story("visit.json"), "visit.json")
        texts = {each.id: each.cases[0].text.zh for each in scenario.scenes["arrive"].choices}
        assert texts == {"arrive-c-0": "您先坐，喝口水。", "arrive": "（没有说话）", "arrive-c-2": "您再说一遍。"}
        assert [each.when is not None for each in scenario.scenes["arrive"].choices] == [False, False, True]


class TestListed:
    """What ink has and we have not."""

    @pytest.mark.parametrize(
        ("item", "told"),
        [({"x()": "pay", "exArgs": 0}, "pay"), ({"->t->": "k"}, "->t->"), ("->->", "tunnel"), ("thread", "thread")],
    )
    def test_functions_tunnels_threads(self, item: Any, told: str) -> None:
        """Each is listed with what it was."""
        found = converted(ink("^好。", "\n", item, "done"), "f.json", "x", DAY).findings
        assert [each.code for each in found] == ["JF4024"] and told in str(found[0].arguments)

    def test_alternatives(self) -> None:
        """Of `{a|b}` the first is kept, and that is listed."""
        sequence = [
            "ev", "visit", 1, "seq", "/ev", "ev", "du", 0, "==", "/ev", {"->": ".^.s0", "c": True},
            "ev", "du", 1, "==", "/ev", {"->": ".^.s1", "c": True}, "nop",
            {"s0": ["pop", "^甲", {"->": ".^.^.17"}, None], "s1": ["pop", "^乙", {"->": ".^.^.17"}, None], "#f": 5},
        ]  # fmt: skip
        text = ink("^好。", "\n", *choice("问", ".^.c-0"), sequence, "\n", {"c-0": ["^完。", "\n", "end", None]})
        scenario, codes = imported(text.replace(', null], "done"', '], "done"'), "f.json")
        assert codes == ["JF4024"] and heard(scenario) == ["好。", "甲"]

    def test_counts(self) -> None:
        """Whether a place was seen can be told, how often cannot."""
        seen = ["ev", {"CNT?": "k"}, 1, ">", "/ev", branch(".^.^.^.6", "^又来。"), "nop", "\n", "end", None]
        _scenario, codes = imported(ink({"->": "k"}, k=seen), "f.json")
        assert codes == ["JF4017"]

    def test_a_path_that_leads_nowhere(self) -> None:
        """It becomes an ending, and is listed."""
        scenario, codes = imported(ink("^好。", "\n", *choice("走", "nowhere")), "f.json")
        assert codes == ["JF4010"] and heard(scenario, "nowhere") == ["=nowhere"]

    @pytest.mark.parametrize("text", ["{", '{"root": 5, "inkVersion": 21}', '{"inkVersion": 4, "root": []}', "{}"])
    def test_what_is_no_ink(self, text: str) -> None:
        """One error that says so."""
        written = converted(text, "f.json", "x", DAY)
        assert written.text is None and [each.code for each in written.findings] == ["JF4001"]

    def test_first_values(self) -> None:
        """`VAR` in the global declaration."""
        declared = ["ev", 2, {"VAR=": "mood"}, "/ev", "end", None]
        asked = ["ev", {"VAR?": "mood"}, 2, "==", "/ev", branch(".^.^.^.6", "^二。"), "nop", "\n", "end", None]
        assert heard(clean(ink({"->": "k"}, k=asked, **{"global decl": declared}), "f.json")) == ["二。", "=k-end"]
