"""Structure over states: what is called unreachable is so for the engine too, and what costs what in whole blocks."""

from __future__ import annotations

from collections import deque

import numpy as np
import pytest

from scenarios.diagnostic import render
from scenarios.edition import Edition, edition
from scenarios.engine import Engine, State
from scenarios.explore import Exploration
from scenarios.expression import Literal
from scenarios.load import load_text
from scenarios.program import compile_edition
from scoring.audit.repeats import farming
from scoring.audit.run import audit
from scoring.audit.seen import Seen, seen
from scoring.costs import Costs
from scoring.evaluate import Evaluator
from scoring.inputs import play_all, split
from scoring.rate import rate
from scoring.solve import solve
from tests.scoring.generate import numbered
from tests.scoring.mutated import clean_text, findings, scenario_of
from tests.scoring.test_witness import successors

LIMIT = 30_000
NEVER = "trust >= 10 and agitation >= 9"


def walked(chosen: Edition) -> Seen | None:
    """By the engine alone, one state at a time; None if there are too many states."""
    engine = Engine(compile_edition(chosen))
    start, arrivals = engine.start()
    found = Seen()
    queue, known = deque([start]), {start}
    kept = [each for each in chosen.scenario.interrupts if chosen.fold(each.when) != Literal(False)]
    bits = {each.id: bit for each, (_, bit, _) in zip(kept, engine.program.interrupts, strict=True)}
    found.scenes |= {engine.node(arrival.state).id for arrival in arrivals}
    while queue:
        state = queue.popleft()
        _look(engine, state, bits, found)
        if engine.node(state).is_ending:
            continue
        for after in successors(engine, state):
            if after not in known:
                known.add(after)
                queue.append(after)
        if len(known) > LIMIT:
            return None
    return found


def _look(engine: Engine, state: State, bits: dict[str, int], found: Seen) -> None:
    node = engine.node(state)
    (found.endings if node.is_ending else found.scenes).add(node.id)
    found.facts |= engine.known(state)
    found.fired |= {name for name, bit in bits.items() if state.bits & bit}
    if node.is_ending or node.form is not None:
        return
    found.offered |= {f"{node.id}.{offer.move.choice.id}" for offer in engine.offers(state)}
    moves = engine.open_moves(state)
    timeout = engine.timeout(state)
    for move in [*moves, *([timeout] if timeout is not None and timeout not in moves else [])]:
        found.opened.add(f"{node.id}.{move.choice.id}")
        case = move.acts[engine.act_of(move, state)].case
        found.cases.add((f"{node.id}.{move.choice.id}", [c is case for c in move.choice.cases].index(True)))


@pytest.mark.parametrize("seed", range(40))
def test_against_brute_force(seed: int) -> None:
    """What can happen in a random scenario is what a search over the engine finds, no less and no more."""
    chosen = numbered(seed)
    expected = walked(chosen)
    if expected is None:
        pytest.skip("too large for a search state by state")
    found = seen(Exploration(chosen).run())
    passing = {node.id for node in compile_edition(chosen).nodes if node.otherwise is not None}
    assert found.scenes - passing == expected.scenes - passing and found.scenes >= expected.scenes
    assert found.endings == expected.endings
    assert found.opened == expected.opened
    assert found.cases == expected.cases
    assert found.fired >= expected.fired
    told = {f for s in chosen.scenario.scenes.values() for lines in s.say for line in lines for f in line.reveals}
    assert found.facts - told == expected.facts - told and found.facts >= expected.facts
    # An own outcome of a timeout is offered with what it copies; the engine's list leaves it out.
    own = {f"{s.id}.{s.timeout_choice.id}" for s in chosen.scenario.scenes.values() if s.timeout_choice}
    assert found.offered - own == expected.offered - own


class TestFindings:
    """What is said, and what is left unsaid."""

    def test_what_is_closed_in_one_variant_is_no_finding(self) -> None:
        """A choice that only one variant offers is what variants are for."""
        sing = 'care: {text: 慢走，路上当心。, when: variant == "other", moves: [care], rates: {E2: +1}, goto: done}'
        text = clean_text(("care: {text: 慢走，路上当心。, moves: [care], rates: {E2: +1}, goto: done}", sing))
        assert not [f for f in findings(text) if f.code.startswith("JF3")]

    def test_nothing_is_claimed_of_variants_not_seen(self) -> None:
        """Examined alone, one variant does not show what the other has."""
        text = clean_text() + "conditions: {never: chosen(answer.no) and chosen(answer.promise)}\n"
        text = text.replace("moves: [care], rates", "needs: never, moves: [care], rates")
        assert [f.code for f in findings(text) if f.code.startswith("JF3")] == ["JF3022"]
        assert not [f for f in findings(text, "default") if f.code.startswith("JF3")]

    def test_what_lies_behind_is_not_told_again(self) -> None:
        """Of scenes that follow one another only the first, with the condition on the way to it."""
        text = clean_text(
            (
                "goto: done}\n      number",
                "goto: [{when: trust >= 10 and agitation >= 9, to: first}, done]}\n      number",
            ),
            ("  shout:\n", "  first: {say: 一, next: second}\n  second: {say: 二, next: done}\n  shout:\n"),
        )
        (finding,) = [f for f in findings(text) if f.code.startswith("JF3")]
        assert finding.code == "JF3021" and finding.arguments["name"] == "first"
        assert f"bye.go [({NEVER})]" in render(finding).message

    def test_a_fragment_s_copy_is_judged_as_a_whole(self) -> None:
        """What one call closes inside it is no finding; that the call is never reached is, under its name."""
        fragment = (
            "id: part\nstart: ask\nparams: {short: boolean}\nscenes:\n  ask: {say: 要吗？, next: return, choices: "
            "{give: {text: 给。}, more: {text: 还要别的吗？, when: not short, goto: again}}}\n"
            "  again: {say: 不要。, next: return}\n"
        )
        call = "  extra: {call: own.part, with: {short: true}, next: done}\n  shout:\n"
        for condition, expected in (("chosen(answer.no)", []), (NEVER, [("JF3021", "extra")])):
            text = clean_text(
                (
                    "rates: {R6: -2}, goto: done}",
                    f"rates: {{R6: -2}}, goto: [{{when: {condition}, to: extra}}, done]}}",
                ),
                ("  shout:\n", call),
            )
            loaded = load_text(text, fragments={"own.part": fragment})
            assert loaded.scenario is not None, loaded.diagnostics
            found = [f for f in audit(loaded.scenario) if f.code.startswith("JF3")]
            assert [(f.code, f.arguments["name"]) for f in found] == expected

    @pytest.mark.parametrize("condition", ["trust > 10", "trust >= 6 and trust <= 3", "false", "party > 5"])
    def test_what_the_loader_says_is_not_said_again(self, condition: str) -> None:
        """A condition that cannot hold whatever the state is reported where it stands, once."""
        sing = f"      sing: {{text: 唱一段吧。, needs: '{condition}', goto: done}}\n"
        text = clean_text(("variants:\n", "params: {party: 3}\nvariants:\n"), ("      care:", f"{sing}      care:"))
        assert not [f for f in findings(text) if f.code.startswith("JF3")]

    def test_a_vain_question_is_not_farming(self) -> None:
        """Asking again for what was not told yet is how gated facts work."""
        assert farming(solve(edition(scenario_of(clean_text()), "default"))) is None


class TestFarming:
    """Choices that pay each time."""

    DONE = "      done: {text: 请您等一下"
    NOD = (DONE, f"      nod: {{text: 嗯。, max: 5, rates_only: {{}}, effects: {{trust: +1}}, goto: hub}}\n{DONE}")
    GATE = ("when: trust >= 5", "when: trust >= 8")

    def test_the_line_shown_is_a_best_one_and_repeats(self) -> None:
        """Played, it scores 100 and takes the choice as often as is said."""
        text = clean_text(self.NOD, self.GATE)
        finding = next(f for f in findings(text) if f.code == "JF3030")
        chosen = edition(scenario_of(text), str(finding.arguments["variant"]))
        evaluator = Evaluator(solve(chosen))
        inputs = split(str(finding.arguments["run"]).partition("--choices ")[2])
        from scenarios.play import Play

        result = rate(play_all(Play(chosen), inputs, evaluator), evaluator)
        assert result.raw_score == pytest.approx(100) and inputs.count("nod") == 3
        assert finding.arguments["choices"] == "hub.nod ×3"

    def test_a_way_back_is_no_farming(self) -> None:
        """A sticky choice that does nothing but lead back to the hub is taken after every aside, and earns nothing."""
        aside = "  aside: {say: 嗯。, next: hub, choices: {back: {text: 接着说。, sticky: true, rates_only: {}"
        away = "leave: {text: 先这样吧。, rates: {L3: -2}, goto: form}"
        for effects, expected in ((", effects: {trust: +1}", ["JF3030"]), ("", [])):
            text = clean_text(
                ("reveals: [owed], goto: hub", "reveals: [owed], goto: aside"),
                ("when: trust >= 5}]\n        goto: hub", "when: trust >= 8}]\n        goto: aside"),
                ("moves: [silence], goto: hub", "moves: [silence], goto: aside"),
                ("  shout:\n", f"{aside}{effects}}}, {away}}}}}\n  shout:\n"),
            )
            assert [f.code for f in findings(text, "default") if f.code == "JF3030"] == expected

    def test_once_is_enough(self) -> None:
        """Where one best line does without repeating, nothing is found, however often it could be taken."""
        assert not [f for f in findings(clean_text(self.NOD)) if f.code == "JF3030"]


@pytest.mark.parametrize("variant", ["default", "other"])
def test_costs_in_columns(variant: str) -> None:
    """In every state each open choice costs what the evaluator says of the single state."""
    chosen = edition(scenario_of(clean_text()), variant)
    evaluator = Evaluator(solve(chosen))
    engine = Engine(compile_edition(chosen))
    costs = Costs(evaluator.solution)
    start, _ = engine.start()
    queue, known, compared = deque([start]), {start}, 0
    while queue:
        state = queue.popleft()
        if engine.node(state).is_ending:
            continue
        if engine.node(state).form is None:
            exploration = evaluator.exploration
            from scenarios.expand import Place

            place = Place(state.node, state.pending, state.entered)
            number, row = exploration.locate(place, exploration.packing.pack(state)) or (-1, -1)
            for move in engine.open_moves(state):
                mine = costs.of(number)[move.number][row]
                assert np.allclose(mine, evaluator.choices(state).of(move.choice.id).costs)
                compared += 1
        for after in successors(engine, state):
            if after not in known and len(known) < 400:
                known.add(after)
                queue.append(after)
    assert compared > 100
