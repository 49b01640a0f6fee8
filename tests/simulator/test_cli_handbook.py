"""`jiefang handbook`: what a clerk reads when looking something up, in both languages."""

from __future__ import annotations

import re
from datetime import date

import pytest

from scenarios import statutes as law
from scenarios.handbook import CARDS, rows
from simulator.commands.handbook import CARDS as OFFERED
from simulator.handbook.lines import WHOLE, laid_out
from simulator.handbook.words import card_names, validity
from simulator.help import width_of
from tests.simulator.calls import Caller, call, process

__all__ = ["call"]

PRACTICE = {"zh": "工作做法，不是法条", "en": "Practice, not law"}


class TestArticles:
    """Articles and statutes."""

    def test_an_article_whole(self, call: Caller) -> None:
        """What it says, at the desk, the error, validity, topics; then the rows and procedures that rest on it."""
        shown = call("handbook", "信访工作条例:22")
        entry = law.article("信访工作条例:22")
        assert entry is not None and shown.code == 0 and shown.err == ""
        for text in (entry.summary, entry.desk, entry.error):
            assert text["zh"] in shown.out
        assert shown.out.startswith("《信访工作条例》第22条\n") and "现行有效，2022-05-01 起施行" in shown.out
        assert "期限：15日" in shown.out and "程序：信访部门登记分流" in shown.out

    def test_in_english(self, call: Caller) -> None:
        """The same in English: nothing Chinese but the ids to cite by and to type."""
        shown = call("handbook", "review", "--lang", "en").out
        assert shown.startswith("Petition Work Regulations, Art. 35 (信访工作条例:35)\n")
        assert "Common error: Giving 15 days for the review request." in shown and "in force since 2022-05-01" in shown
        assert re.findall("[一-鿿]", re.sub(r"\([^()]*(?:\([^()]*\))?[^()]*:\d+[^()]*\)", "", shown)) == []

    @pytest.mark.parametrize("words", ["复查", "拖欠工资怎么办", "信访工作条例 35", "representatives"])
    def test_words(self, call: Caller, words: str) -> None:
        """Words and questions find something; each of them may be an argument of its own."""
        made = call("handbook", *words.split())
        assert made.code == 0 and "常见错误：" in made.out

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (
                "信访条例:22",
                ["已废止，2022-05-01 起不再有效；现在用《信访工作条例》", "现在引：《信访工作条例》第23条"],
            ),
            ("劳动争议解释(一):32", ["第1款 2025-09-01 起不再有效；现在引《劳动争议解释(二)》第21条"]),
            ("社会救助暂行办法", ["是否还有效没有核到，不要引用；现在用《社会救助法》"]),
            ("全民所有制工业企业法", ["没有核到，不要引用；现在引《工会法》第36条"]),
            ("行政诉讼法解释(2018):1", ["第2款第9项："]),
            ("行政复议法:20", ["中华人民共和国行政复议法  ·  "]),
        ],
    )
    def test_what_no_longer_holds(self, call: Caller, words: str, said: list[str]) -> None:
        """Repealed statutes, articles and paragraphs say so and name what took their place."""
        shown = call("handbook", words).out
        assert all(text in shown for text in said), shown

    def test_not_yet_in_force(self) -> None:
        """On the day before its first day a statute is not called valid; its forerunner still is."""
        code, before = law.statute("生态环境法典"), law.statute("噪声污染防治法")
        assert code is not None and before is not None
        assert validity(code, date(2026, 8, 14)).startswith("尚未施行") and "现行有效" in validity(
            before, date(2026, 8, 14)
        )
        assert validity(code, date(2026, 8, 15)).startswith("现行有效") and "已废止" in validity(
            before, date(2026, 8, 15)
        )

    def test_many(self, call: Caller) -> None:
        """The best are shown whole, every other in a line: none is left out."""
        made, found = call("handbook", "--topic", "deadline"), call("handbook", "--topic", "deadline", "--json").data
        assert made.out.count("接待台上：") == WHOLE
        assert all(entry["written"] in made.out for entry in found["articles"]) and len(found["articles"]) > 50

    def test_a_statute(self, call: Caller) -> None:
        """Its name shows all of its articles in order, a line each."""
        shown = call("handbook", "信访工作条例").out
        numbers = re.findall(r"^  《信访工作条例》第(\d+)条：", shown, re.MULTILINE)
        statute = law.statute("信访工作条例")
        assert statute is not None and numbers == list(statute.articles)


class TestCards:
    """`--card` and the contents."""

    @pytest.mark.parametrize("language", ["zh", "en"])
    @pytest.mark.parametrize("card", CARDS)
    def test_every_row_with_all_of_its_texts(self, call: Caller, card: str, language: str) -> None:
        """And practice is called practice, as often as there are such rows, never more."""
        shown = call("handbook", "--card", card, "--lang", language).out
        for row in rows(card):
            for texts in row.texts.values():
                told = texts[language] if isinstance(texts[language], list) else [texts[language]]
                assert all(text in shown for text in told), row.id
        assert shown.count(PRACTICE[language]) == sum(row.practice for row in rows(card))

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_the_directory(self, call: Caller, language: str) -> None:
        """Each body with what it decides, each procedure with its limits; practice marked."""
        shown = call("handbook", "--card", "bodies", "--lang", language).out
        entries = [*law.bodies().values(), *law.procedures().values()]
        assert all(entry.name[language] in shown for entry in entries)
        assert all(body.decides[language] in shown for body in law.bodies().values())
        assert all(one.limits[language] in shown for one in law.procedures().values())
        assert shown.count(PRACTICE[language]) == sum(entry.practice for entry in entries)

    def test_words_choose_rows(self, call: Caller) -> None:
        """Of one card, those that have them; of the directory likewise."""
        shown = call("handbook", "--card", "crises", "自杀").out
        assert "扬言自杀" in shown and "醉酒" not in shown
        shown = call("handbook", "--card", "bodies", "复核").out
        assert "程序：信访复核" in shown and "医疗保障局" not in shown

    def test_contents(self, call: Caller) -> None:
        """Every statute, topic and card, with counts that add up."""
        shown, data = call("handbook").out, call("handbook", "--json").data
        articles = sum(len(of.articles) for of in law.statutes())
        assert f"法规 {len(law.statutes())} 部，条文 {articles} 条" in shown
        assert all(f"《{of.id}》" in shown for of in law.statutes())
        assert all(f"  {key}  " in shown for key in (*law.topics(), *OFFERED))
        assert sum(of["articles"] for of in data["statutes"]) == articles and data["articles"] == []

    def test_the_cards_offered_are_those_there_are(self) -> None:
        """`--card` takes each card of the data and the directory."""
        assert list(OFFERED) == list(card_names()) == [*CARDS, "bodies"]


class TestWrongCalls:
    """One message with the way out."""

    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            (["zzzz"], 1, "手册里没有「zzzz」"),
            (["信访工作条例:99"], 1, "有的是：2、5、6"),
            (["信访工作条列:20"], 1, "是不是 信访工作条例？"),
            (["噪声污染防治法:5"], 1, "一条也没有收"),
            (["复查", "--topic", "noise"], 1, "去掉 --topic"),
            (["--topic", "deadlin"], 2, "是不是 deadline？"),
            (["--card", "sums"], 2, "deadlines"),
            (["--card", "phrases", "--topic", "noise"], 2, "不能一起用"),
            (["--card", "phrases", "zzzz"], 1, "手册里没有「zzzz」"),
            (["[/x]\x1b[31m"], 1, "手册里没有"),
            (["复" * 5000], 1, "手册里没有"),
        ],
    )
    def test_what_is_said(self, call: Caller, arguments: list[str], code: int, said: str) -> None:
        """Exit code 1 where nothing is found, 2 where the call is wrong; nothing on standard output."""
        made = call("handbook", *arguments)
        assert (made.code, made.out) == (code, "") and said in made.err and "\x1b" not in made.err

    def test_nothing_as_json(self, call: Caller) -> None:
        """Standard output is JSON all the same; the exit code says that nothing was found."""
        made = call("handbook", "zzzz", "--json")
        assert made.code == 1 and not any(made.data.values())


def test_lines_for_a_terminal() -> None:
    """No line is wider than the terminal; what goes on stands further in; nothing is lost."""
    text = "    依据：《信访工作条例》第22条第1款、《信访工作条例》第23条、《检举控告工作规则》第26条"
    lines = laid_out(text, 40)
    assert len(lines) > 1 and max(map(width_of, lines)) <= 40
    assert lines[0].startswith("    依据") and all(line.startswith("      ") for line in lines[1:])
    assert "".join(line.strip() for line in lines) == text.strip()


def test_it_brings_in_nothing_heavy() -> None:
    """No screen, no solver, no record."""
    code = (
        "import sys\nfrom simulator.cli import main\ntry:\n    main(['handbook', '复查'])\nexcept SystemExit: pass\n"
        "print(sorted({'textual', 'rich', 'numpy', 'sqlite3'} & set(sys.modules)))\n"
    )
    assert process(python=code).out.splitlines()[-1] == "[]"


class TestRoute:
    """The channel router, question by question."""

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("1\n1\n1\n1\n2\n", "人社工伤认定"),
            ("2\n", "当真对待"),
            ("1\n2\n", "单独登记、按权限转，不得透露、转给被检举方"),
            ("1\n1\n5\n", "程序：信访复核"),
            ("1\n1\n1\n4\n", "程序：信访程序办理（第31条第六路）"),
        ],
    )
    def test_answers_lead_to_where_a_matter_belongs(self, typed: str, said: str) -> None:
        """Numbers on the standard input; it ends by itself where one has arrived."""
        made = process("handbook", "--route", typed=typed)
        assert made.code == 0 and made.err == "" and said in made.out
        assert made.out.count("选哪一项？") == typed.count("\n")

    def test_the_end_of_the_input_ends_it(self) -> None:
        """Without an answer it has asked and goes."""
        made = process("handbook", "--route", typed="")
        assert made.code == 0 and "眼下有没有等不得的？" in made.out

    def test_alone(self, call: Caller) -> None:
        """It goes with nothing else, and says so."""
        made = call("handbook", "--route", "复查")
        assert made.code == 2 and "--route 自己问" in made.err
