"""How texts are written: left to fill in, terms of art, length for 80 columns, punctuation; right texts pass."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.check import text as texts
from scenarios.check.glossary import misnamed, old_names, outdated, terms
from scenarios.check.shown import shown
from scenarios.diagnostic import Diagnostic
from scenarios.load import load
from scenarios.model import Text
from scenarios.punctuation import slips, tidied
from scenarios.statutes import statutes
from tests.scenarios.snippets import snippet

LIBRARY = sorted((Path(__file__).resolve().parents[2] / "scenarios" / "library").iterdir())


def found(change: str) -> list[Diagnostic]:
    """What is found in the minimal scenario with something changed."""
    loaded = snippet(change)
    assert loaded.scenario is not None, loaded.diagnostics
    return list(texts.check(loaded.scenario))


def codes(change: str) -> list[str]:
    """Codes of what is found."""
    return [finding.code for finding in found(change)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("{brief: 这里是｛party｝号窗口。}", ["JF7200"]),
        ("{brief: 电话 TODO。}", ["JF7200"]),
        ("{brief: 依据是××第×条。}", ["JF7200"]),
        ("{params: {office: '{party}局'}, brief: '这里是{office}。'}", ["JF7200"]),
        ("{params: {office: '{party}局'}, title: '{office}', brief: '这里是{office}。'}", ["JF7200"]),  # once
        ("{params: {office: '{party}局'}, brief: 没有用到它。}", []),
        ("{params: {hall: 一}, variants: {a: {params: {hall: 待填}}}, brief: '{hall}。'}", ["JF7200"]),
        ("{brief: '这里是{party}号窗口，号码 0000-1234567，材料待补交。'}", []),
        ("{brief: '三个人{owed?，{owed?}}。'}", None),
    ],
)  # fmt: skip
def test_left_to_fill_in(change: str, expected: list[str] | None) -> None:
    """In a text, or in the value that a parameter has in one of the variants; what the loader refuses is its own."""
    if expected is None:
        assert any(finding.code == "JF2035" for finding in snippet(change).diagnostics)
    else:
        assert codes(change) == expected


@pytest.mark.parametrize(
    ("chinese", "english", "expected"),
    [
        ("您可以申请复核。", "You may ask for a reconsideration.", ["reconsideration"]),
        ("您可以申请复核。", "You may ask for a final review.", []),
        ("复议和复核是两回事。", "Reconsideration and final review are two things.", []),
        ("先去仲裁。", "Go to mediation first.", ["mediation"]),
        ("先调解，再仲裁。", "Mediation first, then arbitration.", []),
        ("今天天气好。", "The letters and visits office is open.", []),  # not what the Chinese speaks of
        ("去信访局。", "", []),
    ],
)
def test_terms_in_english(chinese: str, english: str, expected: list[str]) -> None:
    """A term of the Chinese has its own English and not that of something else."""
    assert [wrong for wrong, _ in misnamed(Text(chinese, english))] == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("{brief: 到劳动局去办。}", ["JF7201"]),
        ("{brief: 到人社局去办。}", []),
        ("{brief: 他说“我要到劳动局上访”。}", []),  # his own words
        ("{scenes: {arrive: {say: 我要上访！}}}", []),  # he may
        ("{scenes: {arrive: {choices: {rush: {text: 简单点说。, why: 上访户都是这样。}}}}}", ["JF7201"]),
    ],
)
def test_words_that_are_no_longer_used(change: str, expected: list[str]) -> None:
    """Only what speaks with authority is held to the words of today."""
    assert codes(change) == expected


def test_the_law_data_keep_to_the_glossary() -> None:
    """The terms are those of the law data: none of its summaries is a finding."""
    words = [
        each
        for statute in statutes()
        for entry in statute.articles.values()
        for each in (entry.summary, entry.desk, *entry.paragraphs.values())
    ]
    assert len(words) > 400
    assert [wrong for each in words for wrong in misnamed(Text(each["zh"], each["en"]))] == []


def test_every_entry_of_the_glossary_can_be_found() -> None:
    """A Chinese word that is to be replaced is itself none of those that replace it."""
    for entry in old_names():
        assert not list(outdated(entry.term["zh"])), entry.term
    assert all(not term.wrong.fullmatch(term.en) for term in terms())


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("{title: " + "长" * 18 + "}", ["JF7202"]),
        ("{title: " + "长" * 17 + "}", []),
        ("{scenes: {arrive: {choices: {rush: {text: " + "长" * 112 + "}}}}}", ["JF7202"]),
        ("{scenes: {arrive: {choices: {rush: {text: " + "长" * 111 + "}}}}}", []),
        ("{scenes: {arrive: {choices: {rush: {text: '" + "长" * 100 + "{owed?，" + "长" * 20 + "}'}}}}}", ["JF7202"]),
        ("{scenes: {arrive: {say: " + "长" * 181 + "}}}", ["JF7202"]),
        ("{scenes: {arrive: {say: " + "长" * 180 + "}}}", []),
        ("{title: 短, en: {title: " + "long " * 8 + "}}", ["JF7202"]),
    ],
)  # fmt: skip
def test_length(change: str, expected: list[str]) -> None:
    """By cells, not characters, in either language, with everything that may stand in the text."""
    assert codes(change) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "您好,请坐。", ["half"]),
        ("zh", "您好. 请坐", ["half"]),
        ("zh", "{due},请来。", ["half"]),
        ("zh", "他问:“管不管”。", ["half"]),
        ("zh", "上午9:30到，拨 0000-1234567，转 3.5 号。", []),
        ("zh", "说到这里...他停了", ["dots"]),
        ("zh", "说到这里……他停了", []),
        ("zh", "好的，，请坐", ["twice"]),
        ("zh", "您好 请坐", ["apart"]),
        ("zh", "拨打 110 报警", []),
        ("zh", "他说\"不行\"。", ["straight"]),
        ("zh", "他说“不行。", ["pairs"]),
        ("zh", "他说不行”。", ["pairs"]),
        ("zh", "（他说“不行”）", []),
        ("zh", "(低头)好。", ["brackets"]),
        ("zh", "三个人{owed?，连着八个月}。", []),
        ("en", "Hello，sit down.", ["full"]),
        ("en", "Hello,  sit down.", ["gaps"]),
        ("en", "Hello , sit down.", ["spaced"]),
        ("en", "Don’t say “no”.", []),
        ("en", "He said “no.", ["pairs"]),
        ("en", "还没有译，。", []),
    ],
)  # fmt: skip
def test_punctuation(language: str, text: str, expected: list[str]) -> None:
    """Each slip is seen, and what is right is not."""
    assert [name for name, _ in slips(text, language)] == expected


@given(st.text("您好请坐ab19,.;:!?，。；：！？…“”（）() {}", max_size=40), st.sampled_from(["zh", "en"]))
def test_tidying_keeps_every_word(text: str, language: str) -> None:
    """Letters, digits and Chinese stay as they are and where they are; a text that was tidied stays as it is."""
    better = tidied(text, language)
    assert [c for c in better if c.isalnum()] == [c for c in text if c.isalnum()]
    assert tidied(better, language) == better


def test_the_english_is_pointed_at_where_it_stands() -> None:
    """A slip of the translation is a finding in the English file."""
    finding = found("{title: 短, en: {title: 'Hello，you'}}")[0]
    assert finding.code == "JF7203" and finding.mark is not None
    assert (finding.mark.file, finding.mark.line) == ("en.yaml", 1)


def test_every_text_of_the_library_is_looked_at() -> None:
    """No kind of text that scenarios have is left out, fragments apart; each kind has its room and its name."""
    kinds: set[str] = set()
    for place in LIBRARY:
        scenario = load(place).scenario
        assert scenario is not None
        kinds |= {one.kind for one in shown(scenario)}
    assert kinds == texts.ROOM.keys() == texts.WHAT.keys()
