"""Twee 3 to a scenario: what is carried over means the same, what is not is listed."""

from __future__ import annotations

import re

import pytest
import yaml

from scenarios.convert.reading import converted
from scenarios.diagnostic import Rule, catalogue, render
from tests.scenarios.converting.importing import DAY, clean, heard, imported

RULES = [rule for code, rule in catalogue().items() if code.startswith("JF40")]
NO_SHORT_EXAMPLE = {"JF4002", "JF4003", "JF4004", "JF4021"}
"""Only large files raise these; test_convert_hostile.py does."""

VISIT = """
:: StoryTitle
Land: 拆迁补偿

:: StoryData
{"ifid": "D674C58C-DEFA-4F70-B7A2-27742230C0FC", "format": "SugarCube", "start": "窗口"}

:: StoryInit
<<set $mood to 1>>

:: 窗口 [arrive] {"position": "100,100"}
“我就问你们管不管！”
<<if $registered>>已经登记了。<<elseif $mood is 1>>还没有登记。<<else>>怪了。<</if>>
[[请坐，慢慢说->hub]]
[[走吧|leave]]
[[leave<-请回吧]]

:: hub
<<set $registered to true>><<set $mood = 2, $note to "记下">>
您问吧。
<<if $mood gte 2 and not $angry>>[[登记->record][$angry to true]]<</if>>
<<link "不说了" "leave">><</link>>

:: record
(if: $registered)[已登记。(if: $note is "记下")[记下了。]](else:)[[[出去->leave]]]
(if: (history:) contains "hub")[去过了。] (unless: $angry)[不会出现。]
[[leave]]
(link-goto: "出门", "leave")

:: leave [good]
走了。
"""


class TestRules:
    """The catalogue of losses."""

    def test_every_rule_has_an_example(self) -> None:
        """Only those that need a large file have none."""
        assert {rule.code for rule in RULES if not rule.bad} == NO_SHORT_EXAMPLE

    @pytest.mark.parametrize("rule", [rule for rule in RULES if rule.bad], ids=lambda rule: rule.code)
    def test_examples(self, rule: Rule) -> None:
        """The bad one raises it, with everything its words name; the good one loses nothing at all."""
        found = [each for each in converted(rule.bad, "story", "example", DAY).findings if each.code == rule.code]
        assert found and found[0].mark is not None
        for language in ("zh", "en"):
            shown = render(found[0], language)
            assert not re.search(r"\{[a-z]+\}", shown.message)
        clean(rule.good, "story")


class TestCarriedOver:
    """Nothing lost, the same play."""

    def test_places(self) -> None:
        """Title, start, scenes, endings with their outcome, links of all four kinds."""
        scenario = clean(VISIT)
        assert scenario.title.zh == "Land: 拆迁补偿" and scenario.start == "scene"
        assert list(scenario.scenes) == ["scene", "hub", "record"]
        assert {name: ending.outcome for name, ending in scenario.endings.items() if name != "walked_out"} == {
            "leave": "good"
        }
        texts = {choice.cases[0].text.zh for scene in scenario.scenes.values() for choice in scene.choices}
        assert texts == {"请坐，慢慢说", "走吧", "请回吧", "登记", "不说了", "出去", "leave", "出门"}

    def test_conditions_mean_what_they_meant(self) -> None:
        """First values, values besides the first, else and elseif, visits, setters of links."""
        scenario = clean(VISIT)
        assert heard(scenario) == ["“我就问你们管不管！”", "还没有登记。"]
        assert heard(scenario, "hub") == ["您问吧。"]
        assert heard(scenario, "hub", "record") == ["已登记。", "记下了。", "去过了。"]
        assert heard(scenario, "hub", "record", "leave-2") == ["=leave"]

    def test_a_variable_that_is_set_back(self) -> None:
        """The flags of its other values are cleared."""
        scenario = clean(
            ":: a\n[[二->b][$x to 2]]\n[[真->b][$x to true]]\n:: b\n<<if $x is 2>>二<<elseif $x is true>>真<</if>>\n"
            "[[零->c][$x to false]]\n:: c\n<<if $x>>还有<<else>>没有<</if>>\n[[走->d]]\n:: d\n走。"
        )
        assert heard(scenario, "b") == ["二"] and heard(scenario, "b-2") == ["真"]
        assert heard(scenario, "b", "c") == ["没有"] == heard(scenario, "b-2", "c")

    @pytest.mark.parametrize(
        ("asked", "holds"),
        [
            ("$x is 3", [False, True, False]),
            ("$x > 1", [False, True, True]),
            ("$x lte 3", [True, True, False]),
            ("3 < $x", [False, False, True]),
            ("$x isnot 3", [True, False, True]),
            ("$x is not 3 and not ($x > 4)", [True, False, False]),
            ("$x", [False, True, True]),
            ("$x is 'a'", [False, False, False]),
            ("$unset", [False, False, False]),
            ("$unset is 0 or $x == 5", [True, True, True]),
        ],
    )
    def test_comparisons(self, asked: str, holds: list[bool]) -> None:
        """For the first value 0 and the later ones 3 and 5."""
        scenario = clean(
            f":: StoryInit\n<<set $x to 0>>\n:: a\n[[0->b]]\n[[3->b][$x to 3]]\n[[5->b][$x to 5]]\n"
            f":: b\n<<if {asked}>>是<<else>>否<</if>>\n[[走->c]]\n:: c\n走。"
        )
        for choice, expected in zip(("b-0", "b-3", "b-5"), holds, strict=True):
            assert heard(scenario, choice) == ["是" if expected else "否"], choice

    def test_goto_under_a_condition(self) -> None:
        """It leads on at once where the condition holds, else one goes on reading."""
        scenario = clean(
            ":: a\n[[是->b][$x to true]]\n[[否->b]]\n:: b\n等等。\n<<if $x>><<goto 'd'>><</if>>\n后来。\n[[走->c]]\n"
            ":: c\n走。\n:: d\n到了。\n[[走->c]]"
        )
        assert heard(scenario, "b") == ["等等。", "到了。"]
        assert heard(scenario, "b-2") == ["等等。", "后来。"]

    def test_links_before_a_goto_under_a_condition(self) -> None:
        """Whether it leads on comes first, whatever stands above it."""
        scenario = clean(
            ":: a\n[[是->b][$x to true]]\n[[否->b]]\n:: b\n等等。\n[[走->c]]\n<<if $x>><<goto 'd'>><</if>>\n"
            ":: c\n走。\n:: d\n到了。\n[[走->c]]"
        )
        assert heard(scenario, "b") == ["等等。", "到了。"]
        assert heard(scenario, "b-2") == ["等等。"] and heard(scenario, "b-2", "c") == ["=c"]

    def test_what_is_set_under_a_condition(self) -> None:
        """Cases of the choices that lead there; what such a choice itself settles is worked out."""
        scenario = clean(
            ":: a\n[[是->b][$x to true]]\n[[否->b]]\n[[绕->z]]\n"
            ":: z\n<<set $z to 3>>绕。\n[[是->b][$x to true]]\n[[否->b]]\n"
            ":: b\n<<if $x>><<set $y to true, $w to 1>><<else>><<set $w to 2>><</if>>\n"
            "<<if $z is 3>><<set $q to 1>><</if>>\n[[走->c]]\n"
            ":: c\n<<if $y>>有<</if>>\n<<if $w is 1>>一<<else>>二<</if>>\n<<if $q>>问<</if>>\n[[完->d]]\n:: d\n完。"
        )
        assert heard(scenario, "b", "c") == ["有", "一"]
        assert heard(scenario, "b-2", "c") == ["二"]
        assert heard(scenario, "z", "b", "c") == ["有", "一", "问"]
        assert heard(scenario, "z", "b-2", "c") == ["二", "问"]

    def test_what_is_read_and_then_changed(self) -> None:
        """The first time it is as it was, the next time as it was left."""
        scenario = clean(
            ":: a\n[[看->b]]\n"
            ":: b\n<<if $open>>开着。<<else>>关着。<<set $open to true>><</if>>\n[[去->c]]\n[[完->d]]\n"
            ":: c\n院子。\n[[再看->e]]\n:: e\n<<if $open>>开着。<<else>>关着。<</if>>\n[[完->d]]\n:: d\n完。"
        )
        assert heard(scenario, "b") == ["关着。"] and heard(scenario, "b", "c", "e") == ["开着。"]

    def test_what_the_first_passage_sets(self) -> None:
        """Someone has to choose something first, for only choices set flags."""
        scenario = clean(":: a\n<<set $x to true>><<if $x>>真<</if>>\n[[走->b]]\n:: b\n走。")
        assert scenario.start == "begin" and heard(scenario, "sit") == ["真"]

    def test_a_passage_that_only_leads_on_is_none(self) -> None:
        """Whoever leads there leads to what it leads to; a ring of them is left as it is."""
        scenario = clean(
            ":: a\n<<goto 'b'>>\n:: b\n<<goto 'c'>>\n:: c\n好。\n[[走->d]]\n:: d\n<<goto 'e'>>\n:: e\n走。"
        )
        assert list(scenario.scenes) == ["c"] and heard(scenario, "e") == ["=e"]
        ring, _codes = imported(":: a\n<<goto 'b'>>\n:: b\n<<goto 'a'>>")
        assert set(ring.scenes) == {"a", "b"}

    def test_an_ending_with_a_condition_keeps_it(self) -> None:
        """It says it in a scene before the ending."""
        scenario = clean(":: a\n[[走->b][$x to true]]\n:: b\n走了。<<if $x>>回头看了看。<</if>>")
        assert heard(scenario, "b") == ["走了。", "回头看了看。", "=b-end"]

    def test_names(self) -> None:
        """Ids are made of what is Latin in a name and are never reserved or given twice."""
        scenario = clean(
            ":: 开头\n[[resume]]\n[[true]]\n[[Trust Me!]]\n[[trust me]]\n:: resume\n一\n:: true\n二\n:: Trust Me!\n三\n"
            ":: trust me\n四"
        )
        assert list(scenario.scenes) == ["scene"]
        assert [name for name in scenario.endings if name != "walked_out"] == [
            "resume-2", "true-2", "trust-me", "trust-me-2",
        ]  # fmt: skip

    def test_braces_quotes_and_comments(self) -> None:
        """No text becomes a placeholder, YAML, or a second passage."""
        text = '{party} {{x}} "引号" \\ # 不是注释 - [x]: y &a *b'
        scenario = clean(f":: a\n{text}\n/* 注释 [[z]] */<!-- [[y]] -->\n[[走 {{x}}->b]]\n:: b\n走。")
        assert heard(scenario) == [text.replace("{", "{{")]
        assert scenario.scenes["a"].choices[0].cases[0].text.zh == "走 {{x}"

    def test_escaped_headers(self) -> None:
        """Brackets in a name are written with a backslash."""
        scenario = clean(":: a\n[[b [x]]]\n:: b \\[x\\] [good]\n走。")
        assert scenario.endings["b-x"].outcome == "good"


class TestListed:
    """Losses with their places."""

    def test_places_of_losses(self) -> None:
        """File and line of what was lost, not of its passage."""
        found = converted(":: a\n好。\n<<audio 'x'>>\n[[走->nowhere]]\n", "f.twee", "example", DAY).findings
        assert [(each.code, str(each.mark)) for each in found] == [("JF4012", "f.twee:3:1"), ("JF4010", "f.twee:4:1")]

    def test_a_calculated_variable_is_lost_as_a_whole(self) -> None:
        """Its other assignments too, and what asks for it is always there."""
        scenario, codes = imported(
            ":: a\n[[走->b][$n to 1]]\n:: b\n<<set $n to $n + 1>><<if $n is 2>>二<</if>>\n[[走->c]]\n:: c\n走。"
        )
        assert codes == ["JF4015", "JF4017"] and scenario.flags == () and heard(scenario, "b") == ["二"]

    def test_nothing_is_dropped_in_silence(self) -> None:
        """Every link, and every word outside macros, is in the scenario."""
        scenario, codes = imported(VISIT + ":: more\n<<run x()>>（看看 $mood）[[去->窗口]][[去->没有]]")
        assert set(codes) == {"JF4012", "JF4014", "JF4010"}
        written = converted(VISIT, "story.twee", "example", DAY).text
        assert written is not None and yaml.safe_load(written)["id"] == "example"
        assert "nowhere" in scenario.endings

    def test_todo_marks(self) -> None:
        """Each choice says that ratings and moves are missing, the head what else is."""
        text = converted(VISIT, "story.twee", "example", DAY).text
        assert text is not None
        assert text.count("# TODO moves: [], rates: {}") == text.count("        text: ")
        assert "date: 2026-09-15  # TODO" in text and "petitioner: {" in text
