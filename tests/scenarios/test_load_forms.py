"""Record forms and referral sheets: lines, ratings and answers that differ between variants."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scenarios.counts import Answer, count_line
from scenarios.diagnostic import Mark
from scenarios.edition import Edition, edition
from scenarios.expression import evaluate
from scenarios.model import FormLine, Scenario
from scenarios.text import fill
from tests.scenarios.snippets import codes, snippet

RECORD = "scenes: {arrive: {next: record}, record: {form: record, wrong: {police: 已报警}, picks: {%s}, next: done}}\n"
FACTS = """
facts:
  owed: {text: 拖欠八个月工资, key: true, softened: 有一部分没结清, distorted: 一分没发}
  ledger: 有记工本
variants:
  late: {facts: {ledger: {key: R2}, owed: {text: 拖欠九个月工资, distorted: null}}}
  gone: {facts: {ledger: null}, params: {party: 8}}
""".replace(", distorted: null", "")


def made(text: str) -> Scenario:
    """A scenario in order."""
    loaded = snippet(text)
    assert loaded.scenario is not None, loaded.diagnostics
    return loaded.scenario


def lines(scenario: Scenario, scene: str = "record") -> dict[str, FormLine]:
    """The lines of a form by id."""
    form = scenario.scenes[scene].form
    assert form is not None
    return {line.id: line for line in form.lines}


def rated(line: FormLine, option: str, played: Edition) -> dict[str, int]:
    """How an option is rated in a variant, nothing known and no flags set."""
    chosen = next(each for each in line.options if each.id == option)
    for case in chosen.cases:
        if evaluate(played.fold(case.when), lambda _: False):
            return dict(case.rates)
    raise AssertionError("the last case has no condition")


def shown(line: FormLine, played: Edition) -> list[str]:
    """The options on the list in a variant."""
    return [each.id for each in line.options if evaluate(played.fold(each.when), lambda _: False)]


class TestStatements:
    """A line for each wording of each fact, then the invented ones, then the picks."""

    def test_order_and_conditions(self) -> None:
        """True, softened, distorted: all only once the fact is known."""
        scenario = made(FACTS + RECORD % "visitors: 3")
        found = lines(scenario)
        assert list(found) == ["owed", "owed.softened", "owed.distorted", "ledger", "police", "visitors"]
        for name in ("owed", "owed.softened", "ledger"):
            played = edition(scenario, "default")
            assert not evaluate(played.fold(found[name].when), lambda _: False)
            assert evaluate(played.fold(found[name].when), lambda _: True)
        assert found["police"].when is None

    def test_ratings(self) -> None:
        """A key fact left out costs 2, another 1; what is not true costs 2 if ticked."""
        scenario = made(FACTS + RECORD % "")
        found, played = lines(scenario), edition(scenario, "default")
        assert rated(found["owed"], "leave", played) == {"C2": -2}
        assert rated(found["owed"], "tick", played) == {}
        assert rated(found["ledger"], "leave", played) == {"C2": -1}
        for name in ("owed.softened", "owed.distorted", "police"):
            assert rated(found[name], "tick", played) == {"C2": -2}
            assert rated(found[name], "leave", played) == {}

    def test_a_fact_that_is_key_in_one_variant(self) -> None:
        """The rating follows the variant."""
        scenario = made(FACTS + RECORD % "")
        line = lines(scenario)["ledger"]
        assert rated(line, "leave", edition(scenario, "late")) == {"C2": -2}
        assert rated(line, "leave", edition(scenario, "default")) == {"C2": -1}

    def test_a_fact_that_is_worded_differently_in_one_variant(self) -> None:
        """The label is filled with the variant's wording."""
        scenario = made(FACTS + RECORD % "")
        label = lines(scenario)["owed"].label
        assert fill(label, scenario.variants["late"], (), "zh") == "拖欠九个月工资"
        assert fill(label, scenario.variants["default"], (), "zh") == "拖欠八个月工资"

    def test_only_some_facts(self) -> None:
        """`statements` says which."""
        text = FACTS + RECORD % "" + "  \n"
        scenario = made(text.replace("form: record", "form: record, statements: [ledger]"))
        assert list(lines(scenario)) == ["ledger", "police"]

    def test_a_plain_list_gives_ids(self) -> None:
        """They are wrong-1, wrong-2 and so on."""
        scenario = made((RECORD % "").replace("{police: 已报警}", "[已报警, 已起诉]"))
        assert list(lines(scenario)) == ["owed", "wrong-1", "wrong-2"]


class TestPicks:
    """Right answers given as a value."""

    def test_the_number_of_visitors_follows_the_variant(self) -> None:
        """Four numbers are offered, the right one among them; a wrong one costs 1 in C2."""
        scenario = made(FACTS + RECORD % "visitors: '{party}'")
        line = lines(scenario)["visitors"]
        for name, right in (("default", "3"), ("gone", "8")):
            played = edition(scenario, name)
            offered = shown(line, played)
            assert len(offered) == 4
            assert [each for each in offered if rated(line, each, played) == {}] == [right]
            assert all(rated(line, each, played) in ({}, {"C2": -1}) for each in offered)

    @given(st.integers(1, 30), st.text(max_size=5))
    def test_neighbours(self, right: int, salt: str) -> None:
        """Always four different numbers of at least 1, the right one among them, the same every time."""
        line = count_line(salt, [Answer(str(right), None)], Mark("x"))
        numbers = [int(option.id) for option in line.options]
        assert len(set(numbers)) == 4
        assert min(numbers) >= 1
        assert right in numbers
        assert [o.id for o in count_line(salt, [Answer(str(right), None)], Mark("x")).options] == [
            str(n) for n in numbers
        ]

    def test_the_kind_may_depend_on_the_situation(self) -> None:
        """A list of cases; the four kinds are offered in each."""
        scenario = made(FACTS + RECORD % "kind: [{when: party > 5, is: report}, appeal]")
        line = lines(scenario)["kind"]
        assert [option.id for option in line.options] == ["suggestion", "report", "appeal", "litigation"]
        for name, right in (("default", "appeal"), ("gone", "report")):
            played = edition(scenario, name)
            assert [each for each in shown(line, played) if rated(line, each, played) == {}] == [right]
            assert rated(line, "suggestion", played) == {"R1": -2}

    def test_written_out(self) -> None:
        """Options with their own texts and ratings."""
        scenario = made(
            RECORD % "channel: {label: 方式, options: {oral: {text: 口头}, letter: {text: 来信, rates: {C2: -1}}}}"
        )
        line = lines(scenario)["channel"]
        assert (line.label.zh, [option.id for option in line.options]) == ("方式", ["oral", "letter"])

    def test_wrong_values(self) -> None:
        """A number of visitors is a number, a kind one of four."""
        for picks in ("visitors: 0", "visitors: 很多", "visitors: -3", "kind: apeal", "kind: [appeal, report]"):
            assert codes(snippet(RECORD % picks))


class TestReferral:
    """Each line as written, filled up from the directory."""

    TEXT = """
scenes:
  arrive: {next: where}
  where:
    referral:
      body:
        options:
          petition-bureau: {rates: {R2: +2}, law: [信访工作条例:20]}
          court: {text: 直接去法院, rates: {R2: -1}, cases: [{when: party > 5, rates: {R2: -2}, why: 人多。}]}
        among: 4
        except: [review-body]
      papers: {options: {a: {text: 身份证}, b: {text: 工资条}}}
    next: done
"""

    def test_texts_of_the_directory(self) -> None:
        """A body's id is enough, in both languages."""
        body = lines(made(self.TEXT), "where")["body"]
        text = body.options[0].cases[0].text
        assert text.zh
        assert text.en
        assert body.label.zh == "责任单位"

    def test_fillers(self) -> None:
        """All other bodies but the excepted, rated -1 in the best option's first code."""
        body = lines(made(self.TEXT), "where")["body"]
        names = [option.id for option in body.fillers]
        assert body.among == 4
        assert len(names) > 5
        assert not {"petition-bureau", "court", "review-body"} & set(names)
        assert {tuple(option.cases[0].rates.items()) for option in body.fillers} == {(("R2", -1),)}

    def test_a_rating_of_ones_own(self) -> None:
        """`filler` says how."""
        text = self.TEXT.replace("among: 4", "among: 4\n        filler: {R2: -2, R3: -1}")
        body = lines(made(text), "where")["body"]
        assert body.fillers[0].cases[0].rates == {"R2": -2, "R3": -1}

    def test_a_line_without_a_usable_option(self) -> None:
        """What is wrong with its options is said; filling it up is no fault of its own."""
        text = self.TEXT.replace("petition-bureau: {rates", "Bureau: {rates").replace(
            "          court: {text", "          Court: {text"
        )
        assert set(codes(snippet(text))) == {"JF1010"}

    def test_cases_are_merged_over_the_option(self) -> None:
        """The option itself is the last case."""
        court = lines(made(self.TEXT), "where")["body"].options[1]
        assert [(case.text.zh, dict(case.rates), case.why is not None) for case in court.cases] == [
            ("直接去法院", {"R2": -2}, True),
            ("直接去法院", {"R2": -1}, False),
        ]
