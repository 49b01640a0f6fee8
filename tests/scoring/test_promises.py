"""Promises (`ensure:`): a breach comes with the shortest way to it; where none is found, there is none."""

from __future__ import annotations

import shlex
from collections import deque
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from scenarios.diagnostic import Diagnostic
from scenarios.edition import Edition, edition
from scenarios.engine import Engine
from scenarios.load import load
from scenarios.model import Promise
from scenarios.play import Play
from scenarios.witness import taken
from scoring.audit import promises
from scoring.audit.promises import asking, breaks, verdicts
from scoring.audit.replay import called
from scoring.audit.run import audit
from scoring.audit.subject import Subject
from scoring.inputs import split
from scoring.study import Study
from tests.scoring.generate import condition, numbered
from tests.scoring.mutated import clean_text, findings, scenario_of
from tests.scoring.test_witness import successors
from tests.simulator.calls import Caller, call, put, solutions

__all__ = ["call", "solutions"]

LIMIT = 30_000
CHANCY = (
    "moves: [blame], rates: {L3: -2}, goto: hub}",
    "moves: [blame], rates: {L3: -2}, goto: [{weight: 1, to: answer}, {weight: 9, to: hub}]}",
)
BROKEN = {
    "when and then": ('[{when: ending == "done", then: known(owed)}]', "JF6001", 6),
    "never in a state": ("[{never: chosen(hub.blame) and not known(owed)}]", "JF6002", 2),
    "never at an ending": ('[{never: ending == "done" and chosen(answer.promise)}]', "JF6002", 6),
    "a meter at the end": ('[{when: ending == "done", then: agitation <= 8}]', "JF6001", 7),
    "a place": ("[{when: registered, then: visited(shout)}]", "JF6001", 6),
    "breaking off": ('[{never: ending == "walked_out"}]', "JF6002", 3),
    "nothing asked": ("[{then: registered}]", "JF6001", 3),
}


def broken(text: str, variant: str = "default") -> list[Diagnostic]:
    """The findings about promises in a variant of the clean scenario."""
    return [f for f in findings(clean_text() + f"ensure: {text}\n", variant) if f.code.startswith("JF6")]


def broken_by(text: str, inputs: list[str], seed: str = "0") -> bool:
    """Whether the engine, playing these inputs, ends where the first promise is broken."""
    scenario = scenario_of(text)
    play = Play(asking(edition(scenario, "default"), scenario.ensure), seed)
    return taken(play, inputs) and breaks(scenario.ensure[0], play)


class TestBreaches:
    """A promise that does not hold."""

    @pytest.mark.parametrize("name", BROKEN)
    def test_the_command_shown_breaks_it(self, name: str, call: Caller, tmp_path: Path) -> None:
        """`jiefang run` plays what the finding prints, and the visit it plays breaks the promise."""
        ensure, code, length = BROKEN[name]
        text = clean_text() + f"ensure: {ensure}\n"
        (finding,) = broken(ensure)
        assert finding.code == code and finding.mark is not None
        words = shlex.split(str(finding.arguments["run"]))
        assert words[:3] == ["jiefang", "run", "small"]
        made = call("run", put(tmp_path, text), *words[3:], "--json")
        assert made.code == 0, made
        reached = finding.arguments.get("ending") or finding.arguments["place"]
        assert made.data["ending"] == (reached if made.data["complete"] else "")
        inputs = split(words[words.index("--choices") + 1])
        assert len(inputs) == length
        taken_there = [d["choice"] for d in made.data["decisions"] if d["line"] is None]
        assert taken_there == [each for each in inputs if "=" not in each]
        assert broken_by(text, inputs)

    def test_where_chance_decides_the_seed_is_found(self, call: Caller, tmp_path: Path) -> None:
        """The path is printed with a seed with which the chances on it fall as it needs."""
        text = clean_text(CHANCY) + "ensure: [{never: chosen(hub.blame) and visited(answer) and not registered}]\n"
        finding = next(f for f in findings(text, "default") if f.code == "JF6002")
        words = shlex.split(str(finding.arguments["run"]))
        seed = words[words.index("--seed") + 1]
        made = call("run", put(tmp_path, text), *words[3:], "--json")
        assert made.code == 0 and made.data["decisions"][-1]["choice"] == "blame"
        inputs = split(words[words.index("--choices") + 1])
        assert broken_by(text, inputs, seed) and not broken_by(text, inputs, "0")

    def test_the_command_names_what_it_can_find(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """The id where the search path has the scenario, else where it was read from; a blank in it does no harm."""
        folder = tmp_path / "my scenarios"
        folder.mkdir()
        place = put(folder, clean_text() + "ensure: [{then: known(owed)}]\n")
        scenario = load(place).scenario
        assert scenario is not None
        commands = {str(f.arguments["run"]) for f in audit(scenario, variants=["default"]) if f.code == "JF6001"}
        (command,) = commands
        assert shlex.split(command)[:3] == ["jiefang", "run", str(place)]
        monkeypatch.setenv("JIEFANG_SCENARIOS", str(folder))
        assert called(scenario) == "small"
        monkeypatch.delenv("JIEFANG_SCENARIOS")
        monkeypatch.chdir(folder)
        relative = load(Path("small")).scenario
        assert relative is not None and called(relative) == "./small"

    def test_each_variant_by_itself(self) -> None:
        """A promise that holds in one variant and not in the other is found in that one."""
        found = findings(clean_text() + "ensure: [{never: agitation >= 6 and visited(hall)}]\n")
        assert [(f.code, f.arguments["variant"]) for f in found] == [("JF6002", "default"), ("JF6002", "other")]
        calm = findings(clean_text() + 'ensure: [{never: variant == "other" and visited(hub)}]\n')
        assert [(f.code, f.arguments["variant"]) for f in calm] == [("JF6002", "other")]


class TestKept:
    """A promise that holds."""

    @pytest.mark.parametrize(
        "ensure",
        [
            '[{when: ending == "done", then: registered}]',
            '[{when: known(owed), then: chosen(hub.months)}]',
            '[{never: chosen(answer.no) and chosen(answer.promise)}]',
            '[{never: ending == "walked_out" and agitation < 10}]',
            '[{never: ending == "done" and not registered}]',
        ],
    )  # fmt: skip
    def test_nothing_is_said(self, ensure: str) -> None:
        """In no variant."""
        assert broken(ensure) == broken(ensure, "other") == []

    def test_one_that_asks_for_nothing_is_pointed_out(self) -> None:
        """Its condition holds at no ending; the finding says what was explored."""
        text = clean_text() + "ensure: [{when: chosen(answer.no) and chosen(answer.promise), then: registered}]\n"
        (finding,) = findings(text)
        assert finding.code == "JF6003" and "default, other" in str(finding.arguments["basis"])

    def test_it_is_not_said_of_a_part_of_the_variants(self) -> None:
        """What another variant does is not known where it was not examined."""
        text = clean_text() + "ensure: [{when: chosen(answer.no) and chosen(answer.promise), then: registered}]\n"
        assert findings(text, "default") == []


class TestSize:
    """Promises that read much."""

    def test_too_many_states_are_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """JF6004, with the limit; nothing is claimed of the promise."""
        monkeypatch.setattr(promises, "PROMISE_LIMIT", 50)
        found = broken('[{when: ending == "done", then: known(owed)}, {never: chosen(answer.no) and known(owed)}]')
        assert [(f.code, f.arguments["limit"]) for f in found] == [("JF6004", "50")] * 2

    def test_parted_they_are_judged_the_same(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where all together make too many states, each is still decided by itself."""
        wanted = some_promises(Random(1), edition(scenario_of(clean_text()), "default"))
        chosen = edition(replace(scenario_of(clean_text()), ensure=tuple(wanted)), "default")
        whole = verdicts(chosen)
        monkeypatch.setattr(promises, "GROUP_LIMIT", 50)
        parted = verdicts(chosen)
        assert [(v.number, v.breach is None, v.asked) for v in parted] == [
            (v.number, v.breach is None, v.asked) for v in whole
        ]
        kept = Promise(None, None, condition("chosen(answer.no) and chosen(answer.promise)"))
        both = edition(replace(chosen.scenario, ensure=(kept, wanted[0])), "default")
        assert [v.breach is None for v in verdicts(both)] == [True, False]

    def test_many_at_once(self) -> None:
        """More promises than fit into one sum are told apart all the same."""
        scenario = scenario_of(clean_text())
        kept = Promise(None, None, condition("chosen(answer.no) and chosen(answer.promise)"))
        wrong = Promise(None, None, condition("chosen(answer.no)"))
        many = replace(scenario, ensure=(*[kept] * 60, wrong, *[kept] * 40, wrong))
        found = verdicts(edition(many, "default"))
        assert [v.number for v in found] == list(range(102))
        assert [v.number for v in found if v.breach is not None] == [60, 101]

    def test_the_subject_is_left_as_it_is(self) -> None:
        """Checking promises changes nothing of what other checks see."""
        scenario = scenario_of(clean_text() + "ensure: [{then: registered}]\n")
        study = Study(edition(scenario, "default"))
        before = study.exploration.states, study.solution.states
        list(promises.check(Subject(scenario, {"default": study})))
        assert (study.exploration.states, study.solution.states) == before


def walked(chosen: Edition, wanted: list[Promise]) -> list[int | None] | None:
    """By the engine alone, one state at a time: fewest steps that break each promise; None if there are too many."""
    engine = Engine(Play(chosen).engine.program)
    play = Play(chosen, engine=engine)
    start, _ = engine.start()
    known = {start: 0}
    queue = deque([start])
    found: list[int | None] = [None] * len(wanted)
    while queue:
        state = queue.popleft()
        play.state = state
        for index, promise in enumerate(wanted):
            if found[index] is None and breaks(promise, play):
                found[index] = known[state]
        if engine.node(state).is_ending:
            continue
        for after in successors(engine, state):
            if after not in known:
                known[after] = known[state] + 1
                queue.append(after)
        if len(known) > LIMIT:
            return None
    return found


def some_promises(random: Random, chosen: Edition) -> list[Promise]:
    """Promises about whatever the scenario has."""
    scenario = chosen.scenario
    atoms = [
        f"agitation >= {random.randint(4, 9)}",
        f"trust <= {random.randint(1, 6)}",
        f"distress > {random.randint(2, 8)}",
    ]
    atoms += list(scenario.flags) + [f"known({fact})" for fact in chosen.variant.facts]
    choices = [f"chosen({s.id}.{c.id})" for s in scenario.scenes.values() for c in s.choices]
    atoms += random.sample(choices, min(4, len(choices)))
    atoms += [f"visited({name})" for name in random.sample([*scenario.scenes], min(2, len(scenario.scenes)))]
    ends = [f'ending == "{name}"' for name in scenario.endings]

    def part(pool: list[str]) -> str:
        return " and ".join(("not " if random.random() < 0.3 else "") + f"({atom})" for atom in random.sample(pool, 2))

    found = []
    for _ in range(4):
        found.append(Promise(None, None, condition(part(atoms))))
        found.append(Promise(None, None, condition(f"{part(atoms)} and {random.choice(ends)}")))
        found.append(Promise(condition(random.choice(ends)), condition(part(atoms)), None))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_against_brute_force(seed: int) -> None:
    """On random scenarios and promises: broken or not, and in how few steps, as a search over the engine says."""
    random = Random(seed)
    chosen = numbered(seed)
    wanted = some_promises(random, chosen)
    expected = walked(asking(chosen, wanted), wanted)
    if expected is None:
        pytest.skip("too large for a search state by state")
    found = verdicts(replace(chosen, scenario=replace(chosen.scenario, ensure=tuple(wanted))))
    assert [None if v.breach is None else len(v.breach.path) for v in found] == expected
    for verdict, promise in zip(found, wanted, strict=True):
        assert verdict.breach is None or verdict.breach.seed is not None, promise
