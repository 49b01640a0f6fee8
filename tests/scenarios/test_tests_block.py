"""The program's block of tests in a scenario's file: everything else stays, byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios import source
from scenarios.tests_block import BEGIN, END, CannotWriteError, WrittenTest, with_test, with_tests

TESTS = [
    WrittenTest("default", ("seat", "no", "form=best"), "0", {"ending": "done", "rank": "best"}, "最佳路线"),
    WrittenTest("other", (), "7", {"ending": "done", "score": "12"}, "到结局 done 最短的一条路"),
]
HEAD = "id: small  # 说明\ntitle: '小 剧本'\nbrief: |\n  tests:\n    # >>> 不是标记\n\n"
OWN = "tests:\n  - {choices: [seat], expect: {ending: done}}   # 我写的\n"
FILES = {
    "none": HEAD,
    "no line end": HEAD + "level: 1",
    "own": HEAD + OWN,
    "own and more": HEAD + OWN + "\n# 复核\nreviewed: {by: 某人}\n",
    "at the margin": HEAD + "tests:\n- choices: [seat]\n  expect: {ending: done}\n# 到此为止\n",
    "empty list": HEAD + "tests: []  # 还没写\nlevel: 1\n",
    "nothing": HEAD + "tests:\nlevel: 1\n",
    "windows": (HEAD + OWN + "level: 1\n").replace("\n", "\r\n"),
    "mark": "\ufeff" + HEAD + OWN,
    "first key": "tests:\n  - {choices: [seat], expect: {}}\nid: small\n",
    "comment inside": HEAD
    + "tests:\n  # 先走最好的\n  - choices: [seat]\n    # 里面\n    expect: {ending: done}\n  # 最后\n",
}


def outside(text: str) -> str:
    """A text without the program's block."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(newline)
    begin, end = lines.index(next(n for n in lines if n.strip() == BEGIN)), 0
    end = next(n for n, line in enumerate(lines) if line.strip() == END)
    return newline.join([*lines[:begin], *lines[end + 1 :]])


def read_back(text: str) -> list[object]:
    """The tests of a file, as data."""
    read = source.parse(text.removeprefix("\ufeff"))
    assert read.root is not None and not read.diagnostics, read.diagnostics
    found = source.plain(read.root)
    assert isinstance(found, dict) and isinstance(found["tests"], list)
    return found["tests"]


@pytest.mark.parametrize("name", FILES)
class TestWriting:
    """Into files of many kinds."""

    def test_the_tests_are_there(self, name: str) -> None:
        """The author's tests first, then the program's, as data a loader reads."""
        before = FILES[name]
        own = [] if name in ("none", "no line end", "empty list", "nothing") else read_back(before)
        found = read_back(with_tests(before, TESTS))
        assert found[: len(own)] == own
        assert found[len(own) :] == [
            {
                "variant": "default",
                "choices": ["seat", "no", "form=best"],
                "expect": {"ending": "done", "rank": "best"},
            },
            {"variant": "other", "choices": [], "seed": 7, "expect": {"ending": "done", "score": 12}},
        ]

    def test_all_else_stays(self, name: str) -> None:
        """Byte for byte; only a missing key, a line end or an empty list give way."""
        before, after = FILES[name], with_tests(FILES[name], TESTS)
        kept = outside(after)
        if name in ("none", "no line end"):
            assert kept.startswith(before.rstrip("\n")) and kept[len(before.rstrip("\n")) :].strip() == "tests:"
        elif name == "empty list":
            assert kept == before.replace("tests: []", "tests:")
        else:
            assert kept == before

    def test_twice_is_once(self, name: str) -> None:
        """Written again, the file is the same; with other tests, only the block changes."""
        once = with_tests(FILES[name], TESTS)
        assert with_tests(once, TESTS) == once
        fewer = with_tests(once, TESTS[:1])
        assert outside(fewer) == outside(once) and len(read_back(fewer)) == len(read_back(once)) - 1


class TestRefusal:
    """Files in which the block has no place."""

    @pytest.mark.parametrize(
        ("text", "reason", "line"),
        [
            ("id: a\ntests: [{choices: [a], expect: {}}]\n", "flow", 2),
            ("{id: a, tests: []}\n", "broken", 1),
            ("id: [\n", "broken", 1),
            ("", "broken", 1),
            (f"id: a\n  {BEGIN}\n", "marks", 2),
            (f"id: a\n{BEGIN}\nlevel: 1\n", "marks", 2),
            (f"id: a\n{END}\n{BEGIN}\nlevel: 1\n", "marks", 3),
            (f"id: a\n{BEGIN}\n{END}\n{BEGIN}\n{END}\n", "marks", 4),
        ],
    )
    def test_it_is_said(self, text: str, reason: str, line: int) -> None:
        """The reason and the line; nothing is guessed."""
        with pytest.raises(CannotWriteError) as refused:
            with_tests(text, TESTS)
        assert (refused.value.reason, refused.value.line) == (reason, line)

    @given(st.text(max_size=200))
    def test_any_text(self, text: str) -> None:
        """Whatever the text is: written, or refused with a reason."""
        try:
            after = with_tests(text, TESTS)
        except CannotWriteError:
            return
        assert with_tests(after, TESTS) == after


def test_lines_are_not_too_long() -> None:
    """A long way is wrapped, and still the same way."""
    way = tuple(f"choice-number-{n}" for n in range(40))
    text = with_tests("id: a\n", [WrittenTest("default", way, "0", {"ending": "done"}, "最佳路线")])
    assert max(map(len, text.split("\n"))) <= 120
    (test,) = read_back(text)
    assert isinstance(test, dict) and test["choices"] == list(way)


MINE = WrittenTest("default", ("seat", "form=best"), "0", {"ending": "done", "score": "88"}, "走到 done")
MINE_READ = {"variant": "default", "choices": ["seat", "form=best"], "expect": {"ending": "done", "score": 88}}


@pytest.mark.parametrize("name", FILES)
class TestOneByName:
    """A single test, put in by its name."""

    def test_it_is_there_and_all_else_stays(self, name: str) -> None:
        """Behind the author's own tests; taking its lines out again gives the file as it was."""
        before = FILES[name]
        own = [] if name in ("none", "no line end", "empty list", "nothing") else read_back(before)
        after = with_test(before, MINE)
        assert read_back(after) == [*own, MINE_READ]
        if own:
            newline = "\r\n" if "\r\n" in before else "\n"
            lines = after.split(newline)
            first = next(n for n, line in enumerate(lines) if line.endswith("# 走到 done"))
            assert newline.join([*lines[:first], *lines[first + 3 :]]) == before

    def test_the_same_name_is_replaced(self, name: str) -> None:
        """Written again it is the same file; with another outcome only that changes; another name is another test."""
        once = with_test(FILES[name], MINE)
        assert with_test(once, MINE) == once
        other = WrittenTest("other", ("no",), "3", {"ending": "out"}, MINE.comment)
        changed = read_back(with_test(once, other))
        assert changed == [*read_back(once)[:-1],
                           {"variant": "other", "choices": ["no"], "seed": 3, "expect": {"ending": "out"}}]  # fmt: skip
        two = with_test(once, WrittenTest("default", ("no",), "0", {"ending": "out"}, "走到"))
        assert len(read_back(two)) == len(read_back(once)) + 1

    def test_the_programs_block_stays(self, name: str) -> None:
        """It goes before the block, never into it, also where the block holds a test of that name."""
        block = with_tests(FILES[name], [WrittenTest("default", (), "0", {"ending": "x"}, MINE.comment)])
        after = with_test(block, MINE)
        assert with_tests(after, []).count("# 走到 done") == 1
        assert after[after.index(BEGIN) :] == block[block.index(BEGIN) :]
        assert with_test(after, MINE) == after


@pytest.mark.parametrize("text", ["id: a\ntests: [{choices: [a], expect: {}}]\n", "{id: a}\n", f"id: a\n{BEGIN}\n"])
def test_one_that_has_no_place_is_refused(text: str) -> None:
    """As the block is."""
    with pytest.raises(CannotWriteError):
        with_test(text, MINE)


def test_a_replaced_test_leaves_comments_around_it() -> None:
    """What stands before and behind it is not its own."""
    before, behind = "tests:\n  # 甲\n", "  # 乙\n  - {choices: [b], expect: {}}\n"
    own = "  - variant: default  # 走到 done\n    choices: [a]\n    # 里面\n    expect: {}\n"
    after = with_test(before + own + behind, MINE)
    assert after.startswith(before + "  - variant: default  # 走到 done\n    choices: [seat, form=best]\n")
    assert after.endswith("score: 88}\n" + behind)


@given(st.text(max_size=200))
def test_one_into_any_text(text: str) -> None:
    """Whatever the text is: written, or refused with a reason."""
    try:
        after = with_test(text, MINE)
    except CannotWriteError:
        return
    assert with_test(after, MINE) == after
