"""What the loader makes of well-formed scenarios, and how it reports mistakes: all at once, each at its place."""

from __future__ import annotations

import gc
from pathlib import Path
from types import FunctionType

import pytest

from scenarios.diagnostic import Mark, ScenarioError
from scenarios.expression import unparse
from scenarios.load import from_bundle, load, load_or_raise, load_text
from scenarios.model import Choice, Effects, Scenario, Scene
from scenarios.search_path import library
from tests.scenarios.snippets import MINIMAL, codes, dumped, merged, plain, snippet


def scenario(text: str) -> Scenario:
    """The scenario a snippet makes; it must be in order."""
    loaded = snippet(text)
    assert loaded.scenario is not None, loaded.diagnostics
    return loaded.scenario


def arrive(text: str) -> Scene:
    """The first scene of a scenario whose first scene is changed by a snippet."""
    return scenario(f"scenes: {{arrive: {text}}}").scenes["arrive"]


def seat(text: str) -> Choice:
    """The first choice of the first scene, changed by a snippet."""
    return arrive(f"{{choices: {{seat: {text}}}}}").choices[0]


class TestChoices:
    """Cases are merged over the choice; the choice itself is the last case."""

    def test_a_choice_without_cases_is_one_case(self) -> None:
        """Nothing to merge: the choice as written."""
        choice = seat("{rates: {L1: +2}, sets: [seated], why: 好。, effects: {trust: +1}}")
        (case,) = choice.cases
        assert (case.text.zh, case.rates, case.sets) == ("您坐，慢慢说。", {"L1": 2}, ("seated",))
        assert case.why is not None
        assert case.effects == Effects(trust=1)
        assert case.when is None
        assert choice.moves == ("hear_out",)

    def test_the_choice_is_the_last_case_where_all_have_conditions(self) -> None:
        """What no case covers is what the choice says itself."""
        choice = seat("{rates: {L1: 1}, why: 一般。, cases: [{when: trust >= 5, rates: {L1: 2}}]}")
        first, last = choice.cases
        assert first.when is not None
        assert (unparse(first.when), first.rates, last.rates, last.when) == ("trust >= 5", {"L1": 2}, {"L1": 1}, None)
        assert first.why == last.why

    def test_an_unconditional_last_case_stands_for_the_choice(self) -> None:
        """Then nothing is added."""
        choice = seat("{rates: {L1: 1}, cases: [{when: trust >= 5, text: 请坐。}, {rates_only: {L2: -1}}]}")
        assert [(case.text.zh, case.rates, case.rates_only) for case in choice.cases] == [
            ("请坐。", {"L1": 1}, False),
            ("您坐，慢慢说。", {"L2": -1}, True),
        ]

    def test_a_case_that_rates_replaces_rates_only(self) -> None:
        """`rates` in a case adds to the moves again, whatever the choice says."""
        choice = seat("{rates_only: {L1: 1}, cases: [{when: trust >= 5, rates: {L1: 2}}]}")
        assert [case.rates_only for case in choice.cases] == [False, True]

    @pytest.mark.parametrize(
        ("text", "limit", "gated"),
        [
            ("{}", 1, ()),
            ("{max: 3}", 3, ()),
            ("{sticky: true, goto: done}", None, ()),
            ("{reveals: [{fact: owed, when: trust >= 5}]}", 2, ("owed",)),
            ("{reveals: [{fact: owed, when: trust >= 5}], max: 1}", 1, ("owed",)),
            ("{until: owed}", 2, ("owed",)),
            ("{cases: [{when: trust > 2, reveals: [{fact: owed, when: trust > 4}]}]}", 2, ("owed",)),
        ],
    )
    def test_how_often(self, text: str, limit: int | None, gated: tuple[str, ...]) -> None:
        """Once; `max` times; without limit if sticky; twice where the answer depends on a gate or on `until`."""
        choice = seat(text)
        assert (choice.limit, choice.gated) == (limit, gated)

    def test_lines(self) -> None:
        """`reply` is the first line that holds, `say` all of them, each the first of its alternatives."""
        scene = arrive("""{
            say: [甲, {when: trust > 5, who: 同事, text: 乙}, {first_of: [{when: trust > 5, text: 丙}, 丁]}],
            choices: {seat: {reply: [{when: trust > 5, text: 好}, 哦]}}}""")
        assert [[line.text.zh for line in each] for each in scene.say] == [["甲"], ["乙"], ["丙", "丁"]]
        assert scene.say[1][0].who is not None
        assert [line.text.zh for line in scene.choices[0].cases[0].reply] == ["好", "哦"]


class TestScenes:
    """Targets, clocks and passages."""

    def test_a_passage_has_one_sticky_choice(self) -> None:
        """It can be passed any number of times."""
        scene = scenario("scenes: {arrive: {next: hall}, hall: {say: 这边请。, next: done}}").scenes["hall"]
        (choice,) = scene.choices
        assert (choice.id, choice.limit, choice.cases[0].text.zh) == ("continue", None, "（继续）")
        assert choice.cases[0].text.en == "(continue)"

    def test_the_own_outcome_of_a_timeout(self) -> None:
        """It is laid over every case of the choice it counts as, and shares that choice's limit."""
        scene = arrive("""{seconds: 20, timeout: {same_as: rush, rates: {L2: -1}, why: 没等到。},
            choices: {rush: {moves: [interrupt], max: 2, cases: [{when: trust > 5, sets: [rushed]}]}}}""")
        own = scene.timeout_choice
        assert own is not None
        assert scene.timeout is None
        assert (own.id, own.same_as, own.limit, own.moves) == ("timeout", "rush", 2, ("interrupt",))
        assert [(case.rates, case.sets) for case in own.cases] == [({"L2": -1}, ("rushed",)), ({"L2": -1}, ())]

    def test_a_chance(self) -> None:
        """Weights are kept; nothing is decided."""
        goto = arrive("{next: [{weight: 2, to: done}, {weight: 1, to: done}]}").next
        assert goto is not None
        assert goto.chance
        assert [branch.weight for branch in goto.branches] == [2, 1]

    def test_a_conditional_target(self) -> None:
        """The last branch has no condition."""
        goto = arrive("{next: [{when: known(owed), to: done}, arrive]}").next
        assert goto is not None
        assert [(branch.to, branch.when is None) for branch in goto.branches] == [("done", False), ("arrive", True)]


class TestEndings:
    """The break-off has an ending of the language's own unless the author says otherwise."""

    def test_supplied(self) -> None:
        """By default agitation 10 leads to `walked_out`, in both languages."""
        made = scenario("{}")
        assert made.break_off == "walked_out"
        ending = made.endings["walked_out"]
        assert ending.outcome == "broken"
        assert ending.text[0].text.zh
        assert ending.text[0].text.en

    def test_own(self) -> None:
        """An ending of that name is the author's."""
        made = scenario("endings: {walked_out: {outcome: broken, text: 门关上了。}}")
        assert made.endings["walked_out"].text[0].text.zh == "门关上了。"

    def test_none(self) -> None:
        """`break_off: none` needs none."""
        made = scenario("break_off: none")
        assert made.break_off is None
        assert "walked_out" not in made.endings

    def test_another(self) -> None:
        """Any ending may be named."""
        made = scenario("break_off: {ending: done}")
        assert (made.break_off, list(made.endings)) == ("done", ["done"])

    def test_losses(self) -> None:
        """One entry may name several indicators; endings have their own, as a mapping or a list."""
        made = scenario("""
loses: [{when: known(owed), C3: 3, R1: 1}]
endings: {done: {loses: {C3: 2}}, other: {outcome: poor, text: 走了。, loses: [{when: trust < 3, L1: 1}]}}
scenes: {arrive: {choices: {rush: {goto: other}}}}
""")
        assert [(loss.indicator, loss.points) for loss in made.loses] == [("C3", 3), ("R1", 1)]
        assert [loss.points for loss in made.endings["done"].loses] == [2]
        assert made.endings["other"].loses[0].when is not None


class TestDuties:
    """What must be done, and what must hold."""

    def test_requirements(self) -> None:
        """Two points by default."""
        made = scenario("""
scenes: {arrive: {choices: {seat: {sets: [a, b]}}}}
requires: {a: C1, b: {indicator: R5, points: 3, when: known(owed)}}
""")
        assert [(r.flag, r.indicator, r.points, r.when is None) for r in made.requires] == [
            ("a", "C1", 2, True),
            ("b", "R5", 3, False),
        ]
        assert made.flags == ("a", "b")

    def test_promises_may_ask_for_the_ending(self) -> None:
        """Nothing else may."""
        made = scenario("""ensure: [{when: 'ending == "done"', then: known(owed) or trust < 9}]""")
        assert made.ensure[0].never is None
        assert "JF1525" in codes(snippet("""scenes: {arrive: {choices: {seat: {when: 'ending == "done"'}}}}"""))

    def test_named_conditions_may_use_each_other_but_not_in_a_circle(self) -> None:
        """The circle is named where it is defined."""
        assert "JF1537" in codes(snippet("conditions: {a: b or trust > 3, b: a and trust > 4}"))
        assert not codes(snippet("conditions: {a: b or known(owed), b: trust > 4}"))


class TestReporting:
    """Findings: all at once, each with its place, none that only follows from another."""

    def test_everything_in_one_go(self) -> None:
        """Mistakes of every kind are found together."""
        found = codes(
            snippet("""
titel: 例
scenes: {arrive: {next: don, choices: {seat: {moves: [hear_outs], reveals: [owned], needs: trust >= 5 and sat}}}}
endings: {done: {outcome: goood}}
""")
        )
        assert set(found) >= {"JF1001", "JF2001", "JF1007", "JF2005", "JF1520"}

    def test_the_place_is_the_value_itself(self) -> None:
        """Line and column are those of the misspelt name, a condition's those of the word within it."""
        text = MINIMAL.replace("next: done", "next: don").replace(
            "text: 简单点说。", "text: 简单点说。, needs: 'trust > 3 and sat'"
        )
        places = {each.code: each.mark for each in load_text(text).diagnostics}
        lines = text.split("\n")
        target = next(number for number, line in enumerate(lines, 1) if "next: don" in line)
        condition = next(number for number, line in enumerate(lines, 1) if "sat'" in line)
        assert places["JF2001"] == Mark("scenario.yaml", target, 11)
        assert places["JF1520"] == Mark("scenario.yaml", condition, lines[condition - 1].index("sat'") + 1)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("scenes: {arrive: {choises: {seat: {text: 坐}}, choices: null}}", ["JF1001"]),
            ("scenes: {arrive: {next: {to: done}}}", ["JF1003"]),
            ("scenes: {arrive: {next: null, choices: {seat: {goto: don}, rush: {goto: done}}}}", ["JF2001"]),
            ("scenes: {Hall: {say: 您好, next: done}, arrive: {next: Hall}}", ["JF1008"]),
            ("titel: 例\ntitle: null", ["JF1001"]),
            ("scenes: {arrive: {next: note}, note: {call: own.nothing, next: done}}", ["JF2009"]),
            ("facts: {owed: {text: [a]}}", ["JF1003"]),
        ],
    )
    def test_one_mistake_one_finding(self, text: str, expected: list[str]) -> None:
        """What was reported as wrong is not reported as missing, nor wherever it is named."""
        assert codes(snippet(text)) == expected

    def test_a_wrong_citation_does_not_make_a_scenario_unusable(self) -> None:
        """It can still be played; everything else that is an error cannot."""
        loaded = snippet("scenes: {arrive: {choices: {seat: {law: [信访工作条例:999]}}}}")
        assert codes(loaded) == ["JF7002"]
        assert loaded.scenario is not None
        assert snippet("scenes: {arrive: {next: don}}").scenario is None

    def test_the_law_must_be_in_force_on_the_day_of_the_visit(self) -> None:
        """The same citation is right after, wrong before the law began."""
        text = "scenes: {arrive: {choices: {seat: {law: [信访工作条例:20]}}}}"
        assert not codes(snippet(text))
        assert "JF7003" in codes(snippet(f"date: 2021-01-01\n{text}"))


class TestFiles:
    """Loading from a folder."""

    def write(self, folder: Path, text: str = MINIMAL) -> Path:
        """A scenario in a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "scenario.yaml").write_text(text, "utf-8")
        return folder

    def test_folder_or_file(self, tmp_path: Path) -> None:
        """Both name the same scenario."""
        folder = self.write(tmp_path / "example")
        assert load(folder).scenario == load(folder / "scenario.yaml").scenario
        assert load_or_raise(folder).id == "example"

    def test_the_id_is_the_folders_name(self, tmp_path: Path) -> None:
        """Else the scenario could not be found by its id."""
        loaded = load(self.write(tmp_path / "other"))
        assert "JF2036" in codes(loaded)
        with pytest.raises(ScenarioError) as caught:
            load_or_raise(tmp_path / "other")
        assert caught.value.diagnostics[0].code == "JF2036"

    def test_a_packs_fragments_stand_beside_its_scenarios(self, tmp_path: Path) -> None:
        """Their namespace is the name of the pack's folder."""
        folder = self.write(
            tmp_path / "mine" / "example",
            dumped(merged(plain(MINIMAL), plain("scenes: {arrive: {next: n}, n: {call: mine.note, next: done}}"))),
        )
        fragments = tmp_path / "mine" / "fragments"
        fragments.mkdir()
        (fragments / "note.yaml").write_text("id: note\nstart: s\nscenes: {s: {say: 好。, next: return}}\n", "utf-8")
        loaded = load(folder)
        assert not codes(loaded)
        assert loaded.scenario is not None
        assert loaded.scenario.scenes["n/s"].fragment == "mine.note"

    def test_english_stands_beside_it(self, tmp_path: Path) -> None:
        """`en.yaml` in the same folder."""
        folder = self.write(tmp_path / "example")
        (folder / "en.yaml").write_text("title: Example\n", "utf-8")
        loaded = load(folder)
        assert loaded.scenario is not None
        assert loaded.scenario.title.en == "Example"


def test_from_bundle_rebuilds_the_library(root: Path) -> None:
    """Every scenario of the library comes back from its own data, unchanged."""
    folders = sorted((root / "scenarios" / "library").glob("*/scenario.yaml"))
    for folder in folders:
        made = load(folder).scenario
        if made is not None:
            again = from_bundle(made.bundle)
            assert again.scenes == made.scenes
            assert again.variants == made.variants
            assert again.endings == made.endings
            assert again.bundle == made.bundle


@pytest.mark.parametrize("collecting", [True, False])
def test_the_collector_is_left_as_it_was(collecting: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python looks for garbage again after a load, even one that broke off, if and only if it did before."""

    def broken(*_: object) -> None:
        raise RuntimeError

    was = gc.isenabled()
    try:
        (gc.enable if collecting else gc.disable)()
        assert (scenario := load_text(MINIMAL).scenario) is not None
        assert from_bundle(scenario.bundle).scenes == scenario.scenes
        load(tmp_path)
        assert gc.isenabled() is collecting
        monkeypatch.setattr("scenarios.load.build", broken)
        with pytest.raises(RuntimeError):
            load(tmp_path)
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if was else gc.disable)()


def test_nothing_is_kept_of_what_was_loaded() -> None:
    """A program that reads a file again and again, as `check --watch` does, does not grow by it: garbage is found."""
    text = (library() / "unpaid-wages" / "scenario.yaml").read_text("utf-8")

    def read(times: int) -> int:
        for _ in range(times):
            load_text(text)
        return sum(isinstance(each, FunctionType) for each in gc.get_objects())

    gc.collect()
    before = read(1)
    assert read(20) - before < 100


@pytest.mark.parametrize(
    "spoilt", ["", "\n: {", "\nscens: {s0: {say: 1}}", "\nconditions: {a: b and c, b: a or trust > 20}"]
)
def test_loading_leaves_no_circles(spoilt: str) -> None:
    """Whatever a text holds, all that was made to load it goes with the last who holds it, and no search is needed."""
    text = (library() / "unpaid-wages" / "scenario.yaml").read_text("utf-8") + spoilt
    load_text(text)
    was = gc.isenabled()
    gc.disable()
    try:
        gc.collect()
        load_text(text)
        assert gc.collect() == 0
    finally:
        if was:
            gc.enable()
