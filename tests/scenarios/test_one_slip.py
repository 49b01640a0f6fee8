"""One slip of a trainer in a whole visit: what is wrong is said, and not what merely follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.diagnostic import render
from scenarios.load import load_text

SLIPS = {
    "a target that does not exist": ("    next: gather\n", "    next: gathr\n", {"JF2001"}),
    "a way out forgotten": ("    next: gather\n", "", {"JF1015"}),
    "a word for a number": ("level: 1\n", "level: 入门\n", {"JF1027"}),
    "a unit behind a number": ("    stakes: 2\n", "    stakes: 2倍\n", {"JF1027"}),
    "a full-width sign": ("rates: {L2: +1, E2: +2}", "rates: {L2: ＋1, E2: +2}", {"JF1027"}),
    "a day written short": ("date: 2026-09-15 ", "date: 2026-9-15 ", {"JF1011"}),
    "a day that does not exist": ("date: 2026-09-15 ", "date: 2026-02-30 ", {"JF1011"}),
    "a number as text in a condition": ("crowded: party > 5\n", 'crowded: party > "5"\n', {"JF1527"}),
    "a key misspelt": ("    params: {party: 8, filming", "    param: {party: 8, filming", {"JF1001"}),
    "choices misspelt": ("    choices:\n      rush:\n", "    choises:\n      rush:\n", {"JF1001"}),
    "sets misspelt": ("sets: [aid_linked]", "set: [aid_linked]", {"JF1001"}),
    "yes for true": (
        "    text: 请求付清拖欠的工资\n    key: true",
        "    text: 请求付清拖欠的工资\n    key: yes",
        {"JF0048"},
    ),
    "no blank behind a dash": (
        "      - first_of:\n          - {when: crowded, text: （七八个人",
        "      -first_of:\n          - {when: crowded, text: （七八个人",
        {"JF0030"},
    ),
}


@pytest.fixture(scope="module")
def visit(root: Path) -> tuple[str, str]:
    """A visit of the library, Chinese and English."""
    folder = root / "scenarios" / "library" / "unpaid-wages"
    return (folder / "scenario.yaml").read_text("utf-8"), (folder / "en.yaml").read_text("utf-8")


@pytest.mark.parametrize("slip", SLIPS)
def test_only_the_slip_is_reported(visit: tuple[str, str], slip: str) -> None:
    """No scene counts as out of reach, no condition as settled, no law as not yet in force because of it."""
    before, after, expected = SLIPS[slip]
    text, english = visit
    assert before in text, "the visit has changed; choose another place for the slip"
    found = load_text(text.replace(before, after, 1), english=english).diagnostics
    assert {each.code for each in found} == expected, [render(each, "en").message for each in found]


def test_what_was_written_is_shown(visit: tuple[str, str]) -> None:
    """Where a number is due, the message quotes what stands there and says how numbers are written."""
    text, english = visit
    (found,) = load_text(text.replace("level: 1\n", "level: 入门\n", 1), english=english).diagnostics
    for language, message, hint in (("zh", "这里写的是“入门”", "只写数字"), ("en", "found “入门”", "Digits only")):
        shown = render(found, language)
        assert message in shown.message and hint in shown.hint
