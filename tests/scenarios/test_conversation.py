"""A play in words: who says what, stage directions apart, in either language."""

from __future__ import annotations

from functools import cache

import pytest

from scenarios.conversation import Conversation, Language, Spoken, split_stage
from scenarios.edition import Edition, edition
from scenarios.load import load_text
from scenarios.play import Input, Play

TEXT = """
id: example
title: 例子
date: 2026-09-15
level: 1
audience: [petition-office]
brief: 一个例子。
petitioner: {name: 周大河, age: 46, style: reactive, agitation: 3, trust: 3, distress: 3}
params: {party: 3}
facts: {owed: "欠了{party}个人的工资", boss: 老板跑了, shop: 门口有个铺子}
start: hall
scenes:
  hall:
    say:
      - （推门进来）
      - first_of:
          - {when: agitation >= 8, text: 我等够了！}
          - {when: not known(shop), text: "（擦汗）我们{party}个人，从门口铺子那边来。", reveals: [shop]}
          - 您说吧。
      - {who: 保安, text: 人在这儿。}
      - {when: agitation >= 8, text: 没有这一句。}
      - {when: known(shop), text: 就是那个铺子。}
    choices:
      ask:
        text: 欠了多少{owed?，您说过}？
        reveals: [owed, {fact: boss, when: trust >= 9}]
        goto: hall
        reply:
          - {when: agitation >= 8, text: 不说！}
          - {when: known(owed), text: 欠了八个月。}
      ask_again:
        text: 再问一句{owed?，欠薪的事}。
        reply: （没有回答）
        goto: hall
      guard: {text: 保安您好。, goto: hall, reply: [{who: 保安, text: 好。}]}
      quiet: {text: （没有说话）, goto: passage}
  passage: {say: 天黑了。, next: form}
  form:
    form: record
    wrong: [已经报警]
    picks: {visitors: 3}
    next: where
  where:
    referral: {body: {options: {labour-inspection: {rates: {R2: +1}}, court: {text: 法院, rates: {R2: -1}}}}}
    next: last
  last: {say: 走了。, next: done, choices: {go: {text: 慢走。}}}
endings:
  done:
    outcome: good
    text:
      - {when: known(owed), text: 他走了，钱有了着落。}
      - 他走了。
"""
ENGLISH = """
title: An example
petitioner: {name: Zhou Dahe}
facts: {owed: "the wages of {party}", boss: The boss is gone}
scenes:
  hall:
    say:
      - (comes in)
      - first_of: [I have waited enough!, "(wipes his brow) The {party} of us come from the shop.", Well then.]
      - {who: Guard, text: They are here.}
      - Never said.
    choices:
      ask: {text: "How much{owed?, as you said}?", reply: [No!, Eight months.]}
      guard: {text: Good day., reply: [{who: Guard, text: Day.}]}
      quiet: {text: (says nothing)}
endings: {done: [He left with his wages in sight., He left.]}
"""


@cache
def example(english: str = ENGLISH) -> Edition:
    """The edition."""
    loaded = load_text(TEXT, english=english)
    assert loaded.scenario is not None, [(d.code, str(d.mark), dict(d.arguments)) for d in loaded.diagnostics]
    return edition(loaded.scenario)


def conversation(*inputs: Input, language: Language = "zh") -> Conversation:
    """Words for a play with some inputs made."""
    play = Play(example())
    for given in inputs:
        play.enter(given)
    return Conversation(play, language)


FORMS: tuple[Input, ...] = ({"visitors": "3"}, {"body": "court"})


class TestStageDirections:
    """What is said, and what is done."""

    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("", []),
            ("您坐。", [(False, "您坐。")]),
            ("（没有说话）", [(True, "（没有说话）")]),
            ("（拍柜台）我就问你们管不管！", [(True, "（拍柜台）"), (False, "我就问你们管不管！")]),
            ("好。（站起来）走吧。", [(False, "好。"), (True, "（站起来）"), (False, "走吧。")]),
            ("行吧（坐下）", [(False, "行吧"), (True, "（坐下）")]),
            ("（起身）（又坐下）", [(True, "（起身）"), (True, "（又坐下）")]),
            ("(bangs the desk) Well?", [(True, "(bangs the desk)"), (False, "Well?")]),
            ("I see. (pause) Go on.", [(False, "I see."), (True, "(pause)"), (False, "Go on.")]),
            ("I see… (He sits.)", [(False, "I see…"), (True, "(He sits.)")]),
            ("The three (of us) came.", [(False, "The three (of us) came.")]),
            ("(stands) The three (of us) came.", [(True, "(stands)"), (False, "The three (of us) came.")]),
            ("(stands) (sits) Fine.", [(True, "(stands)"), (True, "(sits)"), (False, "Fine.")]),
            ("Article 20 (4) says so. (pause) It does.",
             [(False, "Article 20 (4) says so."), (True, "(pause)"), (False, "It does.")]),
            ("（没有收口", [(False, "（没有收口")]),
            ("(open", [(False, "(open")]),
        ],
    )  # fmt: skip
    def test_split(self, text: str, parts: list[tuple[bool, str]]) -> None:
        """Full-width parentheses are directions; plain ones at the ends and between sentences, not inside one."""
        assert list(split_stage(text)) == parts
        assert list(Spoken("you", "", text).parts) == parts

    def test_nothing_is_lost(self) -> None:
        """The parts together are the text, blanks apart."""
        for text in ("a (b) c. (d) e", "（一）二（三）", " (x) y (z) ", "甲。 （乙） 丙"):
            assert "".join(part for _, part in split_stage(text)).replace(" ", "") == text.replace(" ", "")


class TestSpeakers:
    """Who speaks."""

    def test_the_petitioner_by_name(self) -> None:
        """And nobody where a line is only a direction."""
        spoken = conversation().opening()
        assert [(s.speaker, s.name) for s in spoken] == [
            ("stage", ""), ("petitioner", "周大河"), ("other", "保安"), ("petitioner", "周大河"),
        ]  # fmt: skip

    def test_the_trainee_and_replies(self) -> None:
        """One's own words, then the reply, then what follows."""
        words = conversation("guard")
        spoken = words.step(words.play.steps[0])
        assert [(s.speaker, s.name, s.text) for s in spoken[:2]] == [
            ("you", "", "保安您好。"),
            ("other", "保安", "好。"),
        ]
        assert spoken[2].text == "（推门进来）"

    def test_a_reply_that_is_a_direction(self) -> None:
        """It is the stage's."""
        words = conversation("ask_again")
        assert words.step(words.play.steps[0])[1] == Spoken("stage", "", "（没有回答）")

    def test_silence_of_one_s_own(self) -> None:
        """It stays the trainee's, as a direction."""
        words = conversation("quiet")
        spoken = words.step(words.play.steps[0])[0]
        assert (spoken.speaker, spoken.parts) == ("you", ((True, "（没有说话）"),))

    def test_an_ending_is_told_by_nobody(self) -> None:
        """The first text that holds."""
        told = [conversation(*asked, "quiet", "continue", *FORMS, "go").transcript()[-1] for asked in ((), ("ask",))]
        assert [line.text for line in told] == ["他走了。", "他走了，钱有了着落。"]
        assert {line.speaker for line in told} == {"stage"}


class TestLines:
    """Which lines are said."""

    def test_a_line_that_discloses_a_fact_is_the_one_that_was_spoken(self) -> None:
        """Its own condition is read before the fact is out, that of the lines behind it after."""
        assert [s.text for s in conversation().opening()] == [
            "（推门进来）", "（擦汗）我们3个人，从门口铺子那边来。", "人在这儿。", "就是那个铺子。",
        ]  # fmt: skip

    def test_the_second_time_it_is_known(self) -> None:
        """Coming back, another alternative holds."""
        words = conversation("guard")
        assert [s.text for s in words.step(words.play.steps[0])[2:]] == [
            "（推门进来）", "您说吧。", "人在这儿。", "就是那个铺子。",
        ]  # fmt: skip

    def test_the_transcript_is_all_of_it(self) -> None:
        """The opening and every step, in order; a form says nothing itself."""
        words = conversation("ask", "quiet", "continue", *FORMS)
        whole = words.transcript()
        parts = words.opening() + [s for step in words.play.steps for s in words.step(step)]
        assert whole == parts and [s.text for s in whole][-1] == "走了。"

    def test_replies_read_what_has_just_come_out(self) -> None:
        """`reply` is read after the step."""
        words = conversation("ask")
        assert words.step(words.play.steps[0])[1].text == "欠了八个月。"

    def test_words_of_an_earlier_step_stay_as_they_were(self) -> None:
        """A text is filled in for the state it was said in, whatever came later."""
        words = conversation("ask_again", "ask")
        assert words.step(words.play.steps[0])[0].text == "再问一句。"
        later = conversation("ask", "ask_again")
        assert later.step(later.play.steps[1])[0].text == "再问一句，欠薪的事。"


class TestFacts:
    """The case card."""

    def test_what_is_known(self) -> None:
        """In file order, filled in; a fact behind a gate that did not open stays hidden."""
        assert conversation().facts() == [("shop", "门口有个铺子")]
        assert conversation("ask").facts() == [("owed", "欠了3个人的工资"), ("shop", "门口有个铺子")]

    def test_taken_back(self) -> None:
        """What was undone is not known."""
        words = conversation("ask")
        words.play.undo()
        assert words.facts() == [("shop", "门口有个铺子")]


class TestForms:
    """Words of forms."""

    @pytest.mark.parametrize(("language", "label"), [("zh", "欠了3个人的工资"), ("en", "the wages of 3")])
    def test_labels_and_options(self, language: Language, label: str) -> None:
        """Statements are labels; options of a directory have the directory's names."""
        words = conversation("ask", "quiet", "continue", language=language)
        state = words.play.state
        lines = {line.line.id: words.label(line, state) for line in words.play.form()}
        assert lines["owed"] == label
        words.play.submit({"visitors": "3"})
        state = words.play.state
        (body,) = words.play.form()
        texts = {option.id: words.option(case, state) for option, case in body.options}
        assert texts["court"] == "法院" and texts["labour-inspection"]
        assert texts["labour-inspection"].isascii() == (language == "en")


class TestEnglish:
    """The other language."""

    def test_what_is_translated(self) -> None:
        """Names, lines, alternatives, speakers, facts, endings."""
        words = conversation("ask", "quiet", "continue", *FORMS, "go", language="en")
        assert [(s.name, s.text) for s in words.opening()[:3]] == [
            ("", "(comes in)"), ("Zhou Dahe", "(wipes his brow) The 3 of us come from the shop."),
            ("Guard", "They are here."),
        ]  # fmt: skip
        assert words.petitioner == "Zhou Dahe"
        assert words.transcript()[-1].text == "He left with his wages in sight."
        assert words.facts()[0] == ("owed", "the wages of 3")

    def test_what_is_not_falls_back_to_chinese(self) -> None:
        """Text by text, so that nothing is ever empty."""
        words = conversation("ask_again", language="en")
        spoken = words.step(words.play.steps[0])
        assert [s.text for s in spoken[:2]] == ["再问一句。", "（没有回答）"]
        assert words.facts() == [("shop", "门口有个铺子")]

    def test_no_english_at_all(self) -> None:
        """The same words in both languages, but for what the language itself supplies."""
        play = Play(example(""))
        zh, en = Conversation(play, "zh"), Conversation(play, "en")
        assert zh.transcript() == en.transcript()

    def test_the_language_can_change_at_any_moment(self) -> None:
        """It is the words' affair, not the play's."""
        words = conversation("ask")
        before = words.play.state
        words.language = "en"
        assert words.transcript()[0].text == "(comes in)" and words.play.state == before


def test_markup_is_only_text() -> None:
    """What looks like markup comes out as it was written."""
    text = TEXT.replace("走了。, next: done", '"[/x][@click=app.quit]走{{了}。", next: done')
    loaded = load_text(text)
    assert loaded.scenario is not None
    play = Play(edition(loaded.scenario))
    for given in ("quiet", "continue", *FORMS):
        play.enter(given)
    assert Conversation(play).transcript()[-1].text == "[/x][@click=app.quit]走{了}。"
