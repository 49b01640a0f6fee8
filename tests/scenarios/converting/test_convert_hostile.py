"""Whatever is imported: no exception, no error in what is written, bounded time."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.convert.reading import converted, imported
from scenarios.convert.story import MAX_LOSSES
from tests.scenarios.converting.importing import DAY, loaded
from tests.scenarios.converting.test_convert_ink import story

NAMES = ["开头", "hub", "a b", "resume", "trust", "x]y", "Start", "begin", "walked_out", "hub-rest", "true", "", "null"]
NAME = st.sampled_from(NAMES)
VARIABLE = st.sampled_from(["x", "n", "trust", "ending", "variant", "known", "true"])
VALUE = st.sampled_from(["true", "false", "0", "2", "-3", '"a"', "'{b}'", "$y", "random(1, 2)", "0.5", "$n + 1"])
OP = st.sampled_from("is isnot eq == gt gte < <= > neq".split())
CONDITION = st.recursive(
    st.one_of(
        VARIABLE.map("${}".format),
        st.tuples(VARIABLE, OP, VALUE).map(lambda it: f"${it[0]} {it[1]} {it[2]}"),
        NAME.map('visited("{}")'.format),
        NAME.map('(history:) contains "{}"'.format),
    ),
    lambda inner: st.one_of(
        inner.map("not {}".format),
        st.tuples(inner, st.sampled_from(["and", "or", "&&", "||"]), inner).map(lambda it: f"({' '.join(it)})"),
    ),
    max_leaves=4,
)
PIECE = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "\n",
            "[[",
            "]]",
            "<<",
            ">>",
            "[",
            "]",
            "(",
            ")",
            "<b>",
            "$x",
            "{x}",
            "/*",
            "*/",
            "<!--",
            "：：",
            "\n:: ",
            "->",
            "|",
        ]
    ),
    NAME.map("[[{}]]".format),
    NAME.map("[[去->{}]]".format),
    NAME.map("[[去|{}][$x to true]]".format),
    NAME.map('<<goto "{}">>'.format),
    NAME.map('(link-goto: "去", "{}")'.format),
    st.tuples(VARIABLE, VALUE).map(lambda it: f"<<set ${it[0]} to {it[1]}>>"),
    st.tuples(VARIABLE, VALUE).map(lambda it: f"(set: ${it[0]} to {it[1]})"),
    st.sampled_from(["<<else>>", "<</if>>", "<<endif>>", "<<audio a>>", "(enchant: ?x)[y]"]),
    CONDITION.map("<<elseif {}>>".format),
    CONDITION.map("<<if {}>>".format),
)
BODY = st.recursive(
    st.lists(PIECE, max_size=6).map("".join),
    lambda inner: st.one_of(
        st.tuples(CONDITION, inner, inner).map(lambda it: f"<<if {it[0]}>>{it[1]}<<else>>{it[2]}<</if>>"),
        st.tuples(CONDITION, inner, inner).map(lambda it: f"(if: {it[0]})[{it[1]}](else:)[{it[2]}]"),
        st.tuples(inner, inner).map("".join),
    ),
    max_leaves=4,
)
HEAD = st.tuples(NAME, st.sampled_from(["", " [good]", " [a b]", " {}", " ["])).map("".join)
TWEE = st.lists(st.tuples(HEAD, BODY).map(lambda it: f":: {it[0]}\n{it[1]}"), max_size=6).map("\n".join)

PATH = st.sampled_from(
    ["arrive", "bye", ".^.b", ".^.c-0", ".^.^.^.5", "0.0", "", ".", ".^", "story.first.0.g-0", "x" * 9]
)
LEAF: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(
        [*"ev /ev str /str out nop pop du done end ->-> thread <> ^话 # /# == && || ! > + seq visit".split(), "\n"]
    ),
    st.sampled_from([True, 0, 1, None, 1.5]),
    st.builds(lambda path, c: {"->": path, "c": True} if c else {"->": path}, PATH, st.booleans()),
    st.builds(lambda path, flags: {"*": path, "flg": flags}, PATH, st.integers(0, 31)),
    st.sampled_from(
        [{"VAR?": "mood"}, {"VAR=": "mood", "re": True}, {"CNT?": "arrive"}, {"temp=": "$r"}, {"f()": "g"}]
    ),
)
CONTAINER = st.recursive(
    st.lists(LEAF, max_size=8),
    lambda inner: st.one_of(
        st.lists(st.one_of(LEAF, inner), max_size=8),
        st.tuples(
            st.lists(st.one_of(LEAF, inner), max_size=6),
            st.dictionaries(st.sampled_from(["b", "c-0", "g-0", "s", "s0", "arrive", "bye", "#n"]), inner, max_size=3),
        ).map(lambda it: [*it[0], it[1]]),
    ),
    max_leaves=12,
)


class TestAnything:
    """Generated files."""

    @given(TWEE)
    @settings(max_examples=100)
    def test_twee(self, text: str) -> None:
        """Any Twee: what is written loads without an error."""
        written = converted(text, "f.twee", "example", DAY)
        assert (written.text is None) == any(each.code in ("JF4000", "JF4002") for each in written.findings)
        if written.text is not None:
            loaded(written)

    @given(CONTAINER, st.dictionaries(st.sampled_from(["arrive", "bye", "global decl"]), CONTAINER, max_size=3))
    @settings(max_examples=100)
    def test_ink(self, root: list[Any], named: dict[str, Any]) -> None:
        """Any tree of instructions."""
        text = json.dumps({"inkVersion": 21, "root": [[*root, None], "done", named]})
        written = converted(text, "f.json", "example", DAY)
        if written.text is not None:
            loaded(written)

    @given(st.data())
    @settings(max_examples=60)
    def test_a_real_story_with_something_wrong(self, data: st.DataObject) -> None:
        """Pieces of a compiled story taken out, doubled or put elsewhere."""
        tree = json.loads(story("visit.json"))
        for _ in range(data.draw(st.integers(1, 4))):
            lists = _lists(tree["root"])
            here = data.draw(st.sampled_from(lists))
            at = data.draw(st.integers(0, len(here)))
            what = data.draw(st.one_of(LEAF, st.sampled_from(lists)))
            if data.draw(st.booleans()) and at < len(here):
                del here[at]
            else:
                here.insert(at, json.loads(json.dumps(what)))
        written = converted(json.dumps(tree), "f.json", "example", DAY)
        if written.text is not None:
            loaded(written)

    @given(st.binary(max_size=300))
    def test_bytes(self, data: bytes) -> None:
        """No exception, whatever is in the file."""
        for text in (data.decode("utf-8", "replace"), data.decode("latin-1"), ":: a\n" + data.decode("latin-1")):
            converted(text, "f", "example", DAY)


def _lists(value: Any) -> list[list[Any]]:
    found: list[list[Any]] = []
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, list):
            found.append(here)
        waiting += here if isinstance(here, list) else list(here.values()) if isinstance(here, dict) else []
    return found


SIZE = 1_000_000


def filled(unit: str, head: str = ":: a\n") -> str:
    """A file of one megabyte of one thing."""
    return (head + unit * (SIZE // len(unit.encode()) + 1)).encode()[:SIZE].decode("utf-8", "ignore")


def ink_of(items: list[str]) -> str:
    """Compiled ink of many instructions, given as JSON."""
    return '{"inkVersion": 21, "root": [[' + ",".join(items) + ",null],null]}"


LARGE = {
    "links": filled("[[x->a]]\n"), "open links": filled("[["), "macros": filled("<<x>>"), "open macros": filled("<<"),
    "ifs": filled("<<if $x>>"), "branches": filled("<<elseif $x is 1>>y", ":: a\n<<if $x>>"),
    "hooks": ":: a\n" + "(if: $x)[" * 90_000 + "]" * 90_000, "parentheses": filled("(if:"),
    "else": filled("(if: $x)[a](else:)[b]"), "passages": filled(":: a\n", ""), "heads": filled("[{\\", ":: "),
    "text": filled("好" * 300), "lines": filled("a\n"), "tags": filled("<a"), "sets": filled("<<set $x to 1>>"),
    "values": ":: a\n" + "".join(f"<<set $x to {n}>>" for n in range(50_000)), "not": filled("not ", ":: a\n<<if "),
    "variables": filled("$a "), "comments": filled("/*"), "brackets": filled("["),
    "links of brackets": filled("[[[]]]"), "bracket ends": ":: a\n[[" + "[" * 400_000 + "]" * 400_000,
    "zeros": filled("\0"),
    "chain": "".join(f":: p{n}\n<<goto 'p{n + 1}'>>\n" for n in range(30_000)),
    "many conditions": "".join(
        f":: p{n}\n" + "".join(f"<<if $x{k} is {k}>>a<<elseif $x{n % 7}>>b<</if>>" for k in range(4))
        + f"[[p{n + 1}][$x{n % 30} to {n % 10}]]\n" for n in range(850)
    ),
    "deep ink": '{"inkVersion": 21, "root": ' + "[" * 400_000, "flat ink": ink_of(['"^a","\\n"'] * 80_000),
    "ink choices": ink_of(['"ev","str","^a","/str","/ev",{"*":"0","flg":4}'] * 15_000),
    "ink positions": ink_of([f'{{"*":"0.{n}","flg":0}}' for n in range(30_000)]),
    "ink doubling": ink_of(['"ev"', '{"VAR?":"a"}', *['"du","du","||"'] * 50_000]),
    "ink branches": ink_of(['["ev",{"VAR?":"x"},"/ev",{"->":".^.b","c":true},{"b":["^a","\\n",null]}]'] * 12_000),
    "ink path": ink_of(['{"->":"' + ".^" * 400_000 + '"}']),
}  # fmt: skip
"""Up to a megabyte each."""


class TestLarge:
    """Files of a megabyte."""

    @pytest.mark.parametrize("name", LARGE)
    def test_time(self, name: str) -> None:
        """Less than a second of processor time, the shorter of two runs; a handful of findings."""
        times = []
        for _ in range(2):
            begun = time.process_time()
            written = converted(LARGE[name], "f", "example", DAY)
            times.append(time.process_time() - begun)
            if times[-1] < 1:
                break
        assert min(times) < 1, times
        assert len(written.findings) <= MAX_LOSSES + 1
        if written.text is not None:
            assert len(written.text.encode()) <= 900_000

    @pytest.mark.slow
    def test_memory(self) -> None:
        """Each of them, and the program itself, takes no more than 200 MB."""
        code = "import resource, sys, json; from scenarios.convert.reading import converted\n"
        code += "for text in json.load(sys.stdin): converted(text, 'f', 'example', '2026-09-15')\n"
        code += "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
        worst = 0
        for text in LARGE.values():
            done = subprocess.run(
                [sys.executable, "-c", code],
                input=json.dumps([text]),
                capture_output=True,
                text=True,
                check=True,
            )
            worst = max(worst, int(done.stdout))
        assert worst <= 200, worst

    def test_codes_of_size(self) -> None:
        """Too many things, a text too long, more losses than are listed, a choice too long."""
        codes = {
            each.code
            for text in (LARGE["links"], LARGE["text"], ":: a\n" + "<<x>>\n" * 600, f":: a\n[[{'好' * 2_001}->a]]")
            for each in converted(text, "f", "example", DAY).findings
        }
        assert codes >= {"JF4002", "JF4003", "JF4004", "JF4021"}

    def test_a_file_over_the_limit(self, tmp_path: Path) -> None:
        """It is not read."""
        large = tmp_path / "large.twee"
        large.write_text(":: a\n" + "x" * 1_000_000, "utf-8")
        written = imported(large, "x", DAY)
        assert written.text is None and [each.code for each in written.findings] == ["JF0004"]
