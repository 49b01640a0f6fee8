"""What texts say of the law: every common error is found, its correction is not, and wrong options may state it."""

from __future__ import annotations

import pytest

from scenarios.check import law
from scenarios.check.common_errors import CommonError, common_errors
from scenarios.check.law import authority
from scenarios.model import Scenario
from scenarios.statutes import article, statutes
from tests.scenarios.snippets import snippet

each_error = pytest.mark.parametrize("error", common_errors(), ids=lambda error: error.id)
each_wording = pytest.mark.parametrize(
    ("error", "language"),
    [
        pytest.param(error, language, id=f"{error.id}-{language}")
        for error in common_errors()
        for language in error.wordings
    ],
)
ERROR = "越级上访是违法的。"


def scenario(text: str) -> Scenario:
    """The scenario of a snippet."""
    loaded = snippet(text)
    assert loaded.scenario is not None, loaded.diagnostics
    return loaded.scenario


def codes(text: str) -> list[str]:
    """What is found in it."""
    return [finding.code for finding in law.check(scenario(text))]


@each_wording
def test_the_error_is_found(error: CommonError, language: str) -> None:
    """In each of its bad sentences and in none of its good ones, some of which deny the error in its own words."""
    wording = error.wordings[language]
    assert wording.bad and wording.good
    assert [said for said in wording.bad if not error.found(said, language)] == []
    assert [said for said in wording.good if error.found(said, language)] == []


@each_wording
def test_a_denial_is_no_error(error: CommonError, language: str) -> None:
    """Whoever says that an error is one does not make it."""
    for said in error.wordings[language].bad:
        plain = said.rstrip("。.")
        denial = f"有人说“{plain}”，这种说法不对。" if language == "zh" else f"That {plain}, is a common mistake."
        assert not error.found(denial, language), denial


@each_wording
def test_a_question_is_no_error(error: CommonError, language: str) -> None:
    """Whoever asks whether it is so does not say that it is."""
    for said in error.wordings[language].bad:
        plain = said.rstrip("。.")
        asked = (
            (f"{plain}吗？", f"是不是{plain}。") if language == "zh" else (f"{plain}?", f"They ask whether {plain}.")
        )
        assert [each for each in asked if error.found(each, language)] == []


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


@pytest.mark.parametrize(
    ("day", "text", "expected"),
    [
        ("2026-05-01", "消费投诉四十五个工作日内调解。", ["JF7100"]),
        ("2026-04-01", "消费投诉四十五个工作日内调解。", []),  # then it was so
    ],
)
def test_errors_of_their_time(day: str, text: str, expected: list[str]) -> None:
    """What held until a day is an error only from that day on."""
    assert codes(f"{{date: {day}, brief: {text}}}") == expected


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("按《劳动争议调节仲裁法》处理。", "劳动争议调解仲裁法"),
        ("按《中华人民共和国信访工作条列条例》处理。", "信访工作条例"),
        ("按《信访工作条例》和《中华人民共和国民法典》处理。", None),
        ("按《宁川省信访条例》处理。", None),  # what a place enacts for itself
        ("现在还没有《调解法》。", None),
        ("他拿着一本《新华字典》。", None),
    ],
)
def test_statutes_that_nobody_knows(text: str, nearest: str | None) -> None:
    """A name that the law data do not have is a finding, with the nearest that they have."""
    found = [finding for finding in law.check(scenario(f"{{brief: {text}}}")) if finding.code == "JF7102"]
    assert [finding.nearest for finding in found] == ([] if nearest is None else [nearest])


def test_an_english_text_may_err_alone() -> None:
    """An error that only the translation makes is found; one that both make is one finding."""
    english = "en: {brief: You may ask for a review within fifteen days.}"
    assert codes(f"{{brief: 三十日内可以申请复查。, {english}}}") == ["JF7100"]
    assert codes(f"{{brief: 十五日内申请复查。, {english}}}") == ["JF7100"]


@pytest.mark.parametrize(("reviewed", "expected"), [("2026-01-15", ["JF7103"]), (law.as_of(), []), ("2027-01-01", [])])
def test_law_checked_since_the_review(reviewed: str, expected: list[str]) -> None:
    """A review older than the law data is pointed out where it stands."""
    made = scenario(f"{{reviewed: {{by: 林, law_as_of: {reviewed}}}}}")
    found = list(law.check(made))
    assert [finding.code for finding in found] == expected
    assert all(finding.mark is not None and finding.mark.line > 1 for finding in found)


def test_the_law_data_make_no_error() -> None:
    """What the handbook says of the law is what holds, and no pattern takes it for an error."""
    said = [
        (error.id, language, text)
        for found in statutes()
        for entry in found.articles.values()
        for words in (entry.summary, entry.desk, *entry.paragraphs.values())
        for language, text in words.items()
        for error in common_errors()
        if error.found(text, language)
    ]
    assert said == []
