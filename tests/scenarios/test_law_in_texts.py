"""What texts say of the law: every common error is found, its correction is not, and wrong options may state it."""

from __future__ import annotations

import pytest

from scenarios.check import law
from scenarios.check.law import CommonError, authority, common_errors
from scenarios.model import Scenario
from scenarios.statutes import article
from tests.scenarios.snippets import snippet

each_error = pytest.mark.parametrize("error", common_errors(), ids=lambda error: error.id)
ERROR = "越级上访是违法的。"


def scenario(text: str) -> Scenario:
    """The scenario of a snippet."""
    loaded = snippet(text)
    assert loaded.scenario is not None, loaded.diagnostics
    return loaded.scenario


def codes(text: str) -> list[str]:
    """What is found in it."""
    return [finding.code for finding in law.check(scenario(text))]


@each_error
def test_the_error_is_found(error: CommonError) -> None:
    """In each of its bad sentences and in none of its good ones, some of which deny the error in its own words."""
    assert [said for said in error.bad if not error.found(said)] == []
    assert [said for said in error.good if error.found(said)] == []


@each_error
def test_a_denial_is_no_error(error: CommonError) -> None:
    """Whoever says that an error is one does not make it."""
    for said in error.bad:
        assert not error.found(f"有人说“{said.rstrip('。')}”，这种说法不对。"), said


@each_error
def test_the_correction_rests_on_an_article_that_is_held(error: CommonError) -> None:
    """Where an article is named, the law data has it."""
    assert not error.law or article(error.law) is not None


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (f"{{brief: {ERROR}}}", ["JF7100"]),
        (f"{{endings: {{done: {{text: {ERROR}}}}}}}", ["JF7100"]),
        (f"{{scenes: {{arrive: {{choices: {{rush: {{why: {ERROR}}}}}}}}}}}", ["JF7100"]),
        (f"{{scenes: {{arrive: {{choices: {{rush: {{text: {ERROR}, rates: {{C6: 2}}}}}}}}}}}}", ["JF7100"]),
        # A wrong option may state the error, a petitioner may believe it, and what is not rated says nothing.
        (f"{{scenes: {{arrive: {{choices: {{rush: {{text: {ERROR}, rates: {{C6: -2}}}}}}}}}}}}", []),
        (f"{{scenes: {{arrive: {{choices: {{rush: {{text: {ERROR}}}}}}}}}}}", []),
        (f"{{scenes: {{arrive: {{say: {ERROR}}}}}}}", []),
    ],
)
def test_who_says_it(change: str, expected: list[str]) -> None:
    """Only texts that speak with authority."""
    assert codes(change) == expected


@pytest.mark.parametrize(
    ("day", "text", "expected"),
    [
        ("2026-09-15", "按《噪声污染防治法》处理。", ["JF7101"]),
        ("2026-08-01", "按《噪声污染防治法》处理。", []),  # still in force that day
        ("2026-09-15", "《噪声污染防治法》已经废止。", []),
        ("2026-09-15", "按《信访工作条例》处理。", []),
        ("2026-09-15", "他拿着一本《劳动合同》。", []),
    ],
)
def test_statutes_that_are_gone(day: str, text: str, expected: list[str]) -> None:
    """Named as if they held, on a day when they do not."""
    assert codes(f"{{date: {day}, brief: {text}}}") == expected


def test_forms_are_read_too() -> None:
    """Options of a referral sheet are among the texts that are looked at."""
    made = scenario(
        "{scenes: {arrive: {next: sheet}, sheet: {referral: {limits: {label: 时限, options: "
        "{a: {text: 六十日, rates: {C3: 2}}, b: {text: 三天, rates: {C3: -2}}}}}, next: done}}}"
    )
    texts = [text.zh for text, _ in authority(made)]
    assert "六十日" in texts and "三天" not in texts
