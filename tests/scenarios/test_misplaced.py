"""A key on the wrong level is told from one that nobody knows."""

from __future__ import annotations

import pytest

from scenarios.diagnostic import render
from scenarios.load import load_text
from tests.scenarios.snippets import MINIMAL


@pytest.mark.parametrize(
    ("written", "code", "told"),
    [
        ("next: done\n", "JF1028", "a key of a scene"),
        ("hall: {say: 您好, next: done}\n", "JF1028", "a scene"),
        ("wages: {outcome: good, text: 走了。}\n", "JF1028", "an ending"),
        ("colour: blue\n", "JF1001", "Keys there are"),
        ("ensur: []\n", "JF1001", "ensure"),
    ],
)
def test_at_the_top(written: str, code: str, told: str) -> None:
    """What belongs further in is said to; a slip of the pen and an unknown word stay what they are."""
    found = [each for each in load_text(MINIMAL + written).diagnostics if each.code in ("JF1001", "JF1028")]
    shown = render(found[0], "en")
    assert (len(found), found[0].code) == (1, code)
    assert told in f"{shown.message} {shown.hint}"


def test_inside_a_choice() -> None:
    """The same further in: the lines of a case written one level too high."""
    text = MINIMAL.replace("rush: {text: 简单点说。}", "rush: {text: 简单点说。, fact: owed}")
    (found,) = [each for each in load_text(text).diagnostics if each.code == "JF1028"]
    assert "透露的事实" in render(found, "zh").message
