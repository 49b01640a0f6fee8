"""The English of a scenario: laid over the Chinese text by text, what does not fit reported once and at its place."""

from __future__ import annotations

import json

import pytest

from scenarios.diagnostic import Severity, severity_of
from scenarios.load import load_text
from scenarios.model import Scenario
from scenarios.translation_notes import digest
from tests.scenarios.snippets import MINIMAL, codes, snippet

WHOLE = """
params: {office: 县信访局, phone: 0000-1234567, due: date + 30d}
facts: {owed: {text: 拖欠八个月工资, softened: 有一部分没结清}, ledger: 有记工本}
scenes:
  arrive:
    say: [{first_of: [{when: trust > 5, text: 您好}, 喂]}, {who: 同事, text: 来电话了}]
    seconds: 20
    timeout: {same_as: rush, why: 没等到}
    next: record
    choices:
      seat:
        why: 好
        reply: [{when: trust > 5, text: 好}, 哦]
        cases: [{when: trust > 5, text: 您请坐}, {rates: {L1: 1}}]
  record:
    form: record
    wrong: {police: 已报警}
    picks: {way: {label: 方式, options: {a: {text: 口头}, b: {text: 来信}}}}
    next: where
  where: {referral: {papers: {options: {a: {text: 身份证, why: 要}, b: {text: 工资条}}}}, next: done}
"""
ENGLISH = """
en:
  title: Example
  brief: An example.
  petitioner: {name: Zhou}
  params: {office: the bureau}
  facts: {owed: {text: Eight months, softened: Some}, ledger: A ledger}
  scenes:
    arrive:
      say: [{first_of: [Hello, Hi]}, {who: Colleague, text: The phone}]
      timeout: {why: Too late}
      choices:
        seat: {text: Sit down, why: Good, reply: [Good, Oh], cases: [{text: Do sit}, {}]}
        rush: Be brief
    record: {wrong: {police: Police called}, picks: {way: {label: Way, options: {a: Oral, b: {text: Letter}}}}}
    where: {referral: {papers: {options: {a: {text: Card, why: Needed}, b: Slip}}}}
  endings: {done: Gone.}
"""


def made(text: str) -> Scenario:
    """A usable scenario."""
    loaded = snippet(text)
    assert loaded.scenario is not None, loaded.diagnostics
    return loaded.scenario


def test_complete_english_is_no_finding() -> None:
    """Every text that can be said has its place; codes, numbers and dates need none."""
    assert codes(snippet(WHOLE + ENGLISH)) == []


def test_texts_arrive_where_they_belong() -> None:
    """In lines, cases, forms, timeouts and endings."""
    scenario = made(WHOLE + ENGLISH)
    arrive = scenario.scenes["arrive"]
    assert [line.text.en for line in arrive.say[0]] == ["Hello", "Hi"]
    assert arrive.say[1][0].who is not None
    assert arrive.say[1][0].who.en == "Colleague"
    assert [case.text.en for case in arrive.choices[0].cases] == ["Do sit", "Sit down"]
    assert arrive.choices[1].cases[0].text.en == "Be brief"
    assert arrive.timeout_choice is not None
    assert arrive.timeout_choice.cases[0].why is not None
    assert arrive.timeout_choice.cases[0].why.en == "Too late"
    record = scenario.scenes["record"].form
    assert record is not None
    assert [line.label.en for line in record.lines] == ["Eight months", "Some", "A ledger", "Police called", "Way"]
    assert scenario.endings["done"].text[0].text.en == "Gone."


def test_first_of_may_be_a_plain_list() -> None:
    """Shorter to write, nothing else it could mean."""
    assert codes(snippet(WHOLE + ENGLISH.replace("{first_of: [Hello, Hi]}", "[Hello, Hi]"))) == []


@pytest.mark.parametrize(
    ("change", "code", "file"),
    [
        (("title: Example", "title: ''"), "JF7501", "scenario.yaml"),
        (("rush: Be brief", "rush: {why: x}"), "JF7502", "en.yaml"),
        (("rush: Be brief", "rsh: Be brief"), "JF7502", "en.yaml"),
        (("rush: Be brief", "rush: [a, b]"), "JF7503", "en.yaml"),
        (("reply: [Good, Oh]", "reply: [Good]"), "JF7505", "en.yaml"),
        (("reply: [Good, Oh]", "reply: Good"), "JF7503", "en.yaml"),
        (("cases: [{text: Do sit}, {}]", "cases: {text: Do sit}"), "JF7503", "en.yaml"),
        (("timeout: {why: Too late}", "timeout: {same_as: rush, why: Too late}"), "JF7504", "en.yaml"),
        (("wrong: {police: Police called}", "wrong: [Police called]"), "JF7503", "en.yaml"),
        (("endings: {done: Gone.}", "endings: {done: {}}"), "JF7501", "scenario.yaml"),
        (("brief: An example.", "briefing: An example."), "JF7502", "en.yaml"),
    ],
)
def test_what_does_not_fit(change: tuple[str, str], code: str, file: str) -> None:
    """What is missing is found in the Chinese file, everything else in the English one."""
    assert change[0] in ENGLISH
    found = [each for each in snippet(WHOLE + ENGLISH.replace(*change)).diagnostics if each.code == code]
    assert found
    assert found[0].mark is not None
    assert found[0].mark.file == file


def test_a_missing_scene_is_one_finding() -> None:
    """Not one for each of its texts."""
    (found,) = [
        each
        for each in snippet(WHOLE + ENGLISH.replace("    where: {", "    were: {")).diagnostics
        if each.code == "JF7501"
    ]
    assert found.arguments["path"] == "scenes.where"
    assert found.arguments["count"] == 3


def test_a_broken_english_file_does_not_stop_the_play() -> None:
    """Its mistakes are found; the Chinese is shown."""
    loaded = load_text(MINIMAL, english="title: [Example\n")
    assert [each.mark.file for each in loaded.diagnostics if each.mark and each.code.startswith("JF00")] == ["en.yaml"]
    assert loaded.scenario is not None


def test_no_english_at_all_is_one_warning() -> None:
    """The scenario can be played."""
    loaded = snippet("{}")
    assert [each.code for each in loaded.diagnostics] == ["JF7500"]
    assert severity_of(loaded.diagnostics[0]) is Severity.WARNING
    assert loaded.scenario is not None


def test_mistakes_in_the_chinese_file_are_not_counted_twice() -> None:
    """A line that was taken out for being wrong does not make the English too long."""
    wrong = WHOLE.replace("reply: [{when: trust > 5, text: 好}, 哦]", "reply: [{wen: trust > 5, text: 好}, true]")
    assert not [code for code in codes(snippet(wrong + ENGLISH)) if code.startswith("JF75")]


@pytest.mark.parametrize("nothing", ["~", "null", "''", "' '"])
def test_nothing_in_a_list_is_not_shown(nothing: str) -> None:
    """However nothing is written: the Chinese is shown, and the text is missing."""
    text = MINIMAL.replace("say: 同志，我想反映个事。", "say: [同志。, 我想反映个事。]")
    loaded = load_text(text, english=f"scenes: {{arrive: {{say: [Hello., {nothing}]}}}}\n")
    assert "scenes.arrive.say[2]" in [each.arguments["path"] for each in loaded.diagnostics if each.code == "JF7501"]
    assert loaded.scenario is not None
    assert [line.text.en for (line,) in loaded.scenario.scenes["arrive"].say] == ["Hello.", ""]


def test_how_much_is_translated() -> None:
    """A note says it where something is missing; where nothing is, there is none."""
    (found,) = [
        each for each in snippet(WHOLE + ENGLISH.replace("[Good, Oh]", "['', Oh]")).diagnostics if each.code == "JF7508"
    ]
    assert dict(found.arguments) == {"done": 25, "total": 26, "percent": 96, "stale": 0}
    assert found.mark is not None
    assert found.mark.file == "en.yaml"


def test_a_text_whose_chinese_has_changed() -> None:
    """It is found in the English file, with the place of the Chinese; a text of which nothing is known is not."""
    hashed = {"title": digest("例子"), "brief": digest("另一个例子。"), "scenes.arrive.choices.rush.text": "abcdef00"}
    noted = f"noted: {json.dumps(hashed)}"
    loaded = snippet(WHOLE + ENGLISH + noted)
    found = [each for each in loaded.diagnostics if each.code == "JF7507"]
    assert [each.arguments["path"] for each in found] == ["brief", "scenes.arrive.choices.rush.text"]
    assert all(each.mark is not None and each.mark.file == "en.yaml" for each in found)
    assert all(str(each.arguments["there"]).startswith("scenario.yaml:") for each in found)
    assert [each.arguments["stale"] for each in loaded.diagnostics if each.code == "JF7508"] == [2]
