"""What `jiefang check --fix` changes: only what is safe, keeping every word, line ends and everything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.diagnostic import Rule, catalogue
from scenarios.fixes import fix, fixable
from scenarios.source import parse

FIXABLE = [rule for code, rule in catalogue().items() if fixable(code)]


@pytest.mark.parametrize("rule", FIXABLE, ids=lambda rule: rule.code)
def test_every_bad_example_is_mended(rule: Rule) -> None:
    """The catalogue's own example of each mistake is read without any finding afterwards."""
    mended = fix(rule.bad)
    assert mended.done and {d.code for d in mended.done} >= {rule.code}
    assert not parse(mended.text).diagnostics


@pytest.mark.parametrize("rule", FIXABLE, ids=lambda rule: rule.code)
def test_what_is_right_stays(rule: Rule) -> None:
    """Nothing is changed where nothing is wrong: the very same text comes back."""
    assert fix(rule.good).text is rule.good


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("seat:\r\n\ttext：您好\r\n", "seat:\r\n  text: 您好\r\n"),
        ("a: 1\rtext：您好", "a: 1\rtext: 您好"),
        ("seat:\n　text: 您好\n", "seat:\n  text: 您好\n"),
        ("moves: ［hear_out，silence］\n", "moves: [hear_out, silence]\n"),
        ("text: 他说: 不行", "text: 他说：不行"),
        ("say:\n  -您好\n  -请坐\n", "say:\n  - 您好\n  - 请坐\n"),
    ],
)
def test_examples(before: str, after: str) -> None:
    """Line ends are kept; several mistakes on a line are mended one after the other."""
    assert fix(before).text == after


@pytest.mark.parametrize(
    "text",
    [
        'text: "不行"两个字',  # quotes within a text: which ones are meant is not sure
        "text: 请到 #3 窗口",  # a comment or a text
        "yes: no",
        "text: He said: no",  # an English colon may be a key that lost its line
        'rates: ｛L1: 2, why: "［拍桌］"｝',  # brackets within quotes are the author's words
    ],
)
def test_what_is_not_sure_is_left(text: str) -> None:
    """Where a text may have been meant in two ways nobody but the author decides."""
    assert fix(text).text == text


@given(st.text("ab：:\t　 -，,［］[]{}#\"'\n您好&*@>", max_size=60))
def test_any_text_gets_no_worse(text: str) -> None:
    """Whatever stands there: the first line with a finding does not move up, no word is lost, and it ends."""
    mended = fix(text)
    assert [c for c in text if c.isalpha()] == [c for c in mended.text if c.isalpha()]
    first = [d.mark.line for d in parse(text).diagnostics if d.mark]
    then = [d.mark.line for d in parse(mended.text).diagnostics if d.mark]
    assert not then or (first and min(then) >= min(first))
    assert text.count("\n") == mended.text.count("\n")


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("a.yaml", "text: 您好, 请坐.  # 说明, 不动.\n", "text: 您好，请坐。  # 说明, 不动.\n"),
        ("a.yaml", "brief: |\r\n  请坐,喝水.\r\n  等等...\r\n", "brief: |\r\n  请坐，喝水。\r\n  等等……\r\n"),
        ("a.yaml", 'say: ["您好,请坐", 再见]\n', 'say: ["您好，请坐", 再见]\n'),
        ("x/en.yaml", "text: Hello，there.\n", "text: Hello, there.\n"),
        ("fragments/en/a.yaml", "text: Sit  down , sir.\n", "text: Sit down, sir.\n"),
    ],
)
def test_marks_of_texts(file: str, before: str, after: str) -> None:
    """Chinese gets its full-width marks and English its half-width ones, comments and line ends stay."""
    mended = fix(before, file)
    assert mended.text == after
    assert {(each.code, each.mark.file) for each in mended.done if each.mark} == {("JF7203", file)}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.yaml", "say: [您好, 请坐]\n"),  # two texts
        ("a.yaml", "say: {a: 您好,b: 请坐}\n"),
        ("a.yaml", "law: [信访工作条例:20, 劳动争议解释(一):15]\n"),
        ("en.yaml", "text: 您好，请坐\n"),  # not translated
        ("a.yaml", "text: Hello，there\n"),  # a Chinese file with an English text: the author knows
    ],
)
def test_signs_that_are_no_marks_of_a_text(file: str, text: str) -> None:
    """A comma between entries, a colon of YAML's or of a citation stays."""
    assert fix(text, file).text == text
