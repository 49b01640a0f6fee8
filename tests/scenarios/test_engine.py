"""The rules of play, on generated scenarios: what must hold on every run, whoever plays."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scenarios import offered
from scenarios.edition import Edition
from scenarios.engine import Engine, State, Step
from scenarios.expand import Place
from scenarios.explore import Exploration, TooManyStatesError
from scenarios.model import Effects, Reveal, Scene
from scenarios.play import Input, InputError, Play
from scenarios.program import compile_edition
from tests.scoring.generate import choice, condition, editions, scene, visit

RUNS = settings(max_examples=60, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 10_000)


def any_input(play: Play, random: Random) -> Input:
    """Something that can be done now."""
    if play.node.form is not None:
        return {line.line.id: random.choice(line.options)[0].id for line in play.form()}
    names = [offer.move.choice.id for offer in play.offers() if offer.open]
    return random.choice([*names, "timeout"] if play.engine.timeout(play.state) is not None else names)


def played(edition: Edition, seed: int) -> tuple[Play, list[Input]]:
    """A random run to its end, and what was done in it."""
    random, play = Random(seed), Play(edition, str(seed))
    inputs: list[Input] = []
    while not play.ended:
        inputs.append(any_input(play, random))
        play.enter(inputs[-1])
        assert len(inputs) < 500, "every scenario is finite"
    return play, inputs


def states_of(play: Play) -> list[State]:
    """The states of a run, the first included."""
    return [play.start, *(step.after for step in play.steps)]


@RUNS
@given(edition=editions(), seed=SEEDS)
def test_same_inputs_give_same_states(edition: Edition, seed: int) -> None:
    """A run is its edition, seed and inputs: made again, by an engine of its own, it goes through the same states."""
    play, inputs = played(edition, seed)
    again = Play(edition, str(seed))
    for each in inputs:
        again.enter(each)
    assert states_of(again) == states_of(play)
    assert [step.arrivals for step in again.steps] == [step.arrivals for step in play.steps]


@RUNS
@given(edition=editions(), seed=SEEDS)
def test_meters_stay_within_0_and_10(edition: Edition, seed: int) -> None:
    """Agitation, trust and distress run 0..10 and the sympathy streak 0..2, whatever is done."""
    for state in states_of(played(edition, seed)[0]):
        assert 0 <= state.agitation <= 10 and 0 <= state.trust <= 10 and 0 <= state.distress <= 10
        assert state.meters == ((state.agitation * 11 + state.trust) * 11 + state.distress) * 3 + state.meters % 3


@RUNS
@given(edition=editions(), seed=SEEDS)
def test_no_choice_is_taken_more_often_than_its_limit(edition: Edition, seed: int) -> None:
    """A once-only choice is taken once, `max: n` n times, the own outcome of a timeout counted with what it copies."""
    play, _ = played(edition, seed)
    taken: Counter[tuple[int, str]] = Counter()
    for step in play.steps:
        if isinstance(step, Step):
            own = step.move.choice
            taken[step.before.node, own.same_as or own.id] += 1
            assert own.limit is None or taken[step.before.node, own.same_as or own.id] <= own.limit


@RUNS
@given(edition=editions(), seed=SEEDS)
def test_only_what_is_open_can_be_taken(edition: Edition, seed: int) -> None:
    """Everywhere something is open; what is not offered or not earned is refused, and refusing changes nothing."""
    play, _ = played(edition, seed)
    while play.undo() is not None:
        if play.node.form is not None:
            continue
        offers = play.offers()
        assert any(offer.open for offer in offers)
        shut = [offer.move.choice.id for offer in offers if not offer.open]
        offered = {offer.move.choice.id for offer in offers}
        absent = [move.choice.id for move in play.node.moves if move.choice.id not in offered]
        before = play.state
        for name in (*shut, *absent):
            with pytest.raises(InputError):
                play.choose(name)
        assert play.state == before


@RUNS
@given(edition=editions(), seed=SEEDS)
def test_undo_returns_to_exactly_the_earlier_state(edition: Edition, seed: int) -> None:
    """Undo, step by step, goes back through the very states of the run to its start, and the way on is the same."""
    play, inputs = played(edition, seed)
    states = states_of(play)
    for expected in reversed(states[:-1]):
        assert play.undo() is not None
        assert play.state == expected
    assert play.undo() is None
    for given_input, expected in zip(inputs, states[1:], strict=True):
        play.enter(given_input)
        assert play.state == expected


@RUNS
@given(edition=editions(), seed=SEEDS)
def test_an_interrupt_fires_once_and_waits_for_another(edition: Edition, seed: int) -> None:
    """An interrupt fires once a visit and keeps its target pending; while it runs nothing else fires or breaks off."""
    play, _ = played(edition, seed)
    program = play.engine.program
    for step in play.steps:
        before, after = step.before, step.after
        fired = [bit for _, bit, _ in program.interrupts if after.bits & bit and not before.bits & bit]
        assert len(fired) <= len(step.arrivals)
        assert all(after.bits & bit for _, bit, _ in program.interrupts if before.bits & bit)
        stays = before.pending >= 0 and step.target >= 0 and step.target not in program.main
        if stays and not program.nodes[step.target].is_ending and len(step.arrivals) == 1:
            assert not fired and not step.broke_off
            assert (after.pending, after.node) == (before.pending, step.target)
        if after.pending >= 0 and before.pending < 0:
            assert fired


@RUNS
@given(edition=editions(), seed=SEEDS)
def test_agitation_10_breaks_off_outside_interrupts(edition: Edition, seed: int) -> None:
    """Where break-offs are on, no scene of the main flow is shown at agitation 10; it is the broken ending instead."""
    play, _ = played(edition, seed)
    program = play.engine.program
    for state in states_of(play):
        if program.break_off is not None and state.agitation == 10 and state.pending < 0:
            assert state.node == program.break_off
    for step in play.steps:
        if step.broke_off:
            assert step.after.node == program.break_off and step.after.agitation == 10


@settings(max_examples=80, suppress_health_check=list(HealthCheck))
@given(edition=editions(), seed=SEEDS)
def test_the_packed_exploration_agrees_with_the_engine(edition: Edition, seed: int) -> None:
    """Every state that a random walk meets is among the explored ones, and the walk's next state too."""
    try:
        exploration = Exploration(edition, 20_000).run()
    except TooManyStatesError:
        assume(False)
    for number in range(3):
        play, _ = played(edition, seed + number)
        for state in states_of(play)[:-1]:
            place = Place(state.node, state.pending, state.entered)
            assert exploration.locate(place, exploration.packing.pack(state)) is not None, state


@settings(max_examples=120, suppress_health_check=list(HealthCheck))
@given(edition=editions(), seed=SEEDS)
def test_the_short_way_is_the_long_way(edition: Edition, seed: int) -> None:
    """Direct choices, and offers that are kept, give what the long way works out, whatever was played before."""
    program = compile_edition(edition)
    long = Engine(program, shortcuts=False)
    engine = Engine(program)
    for number in range(3):
        for state in states_of(played(edition, seed + number)[0]):
            assert engine.offered(state) == long.offered(state)
            assert engine.offers(state) == long.offers(state)
            for move in long.open_moves(state):
                for draw in range(max(1, len(long.outcomes(move, state)))):
                    short, same = engine.step(state, move, draw), long.step(state, move, draw)
                    assert (short.middle, short.arrivals) == (same.middle, same.arrivals)
                    parts = [(s.before, s.move, s.act, s.vain, s.revealed, s.after, s.broke_off) for s in (short, same)]
                    assert parts[0] == parts[1] and short.target == same.target


def test_what_is_kept_of_offers_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that has played for ever remembers no more answers than its limit, and answers as before."""
    monkeypatch.setattr(offered, "LIMIT", 5)
    edition = visit(
        scene("a", *(choice(f"ask{number}", "a") for number in range(6)), choice("on", "end", when="trust >= 3"))
    )
    engine, long = Engine(compile_edition(edition)), Engine(compile_edition(edition), shortcuts=False)
    state = engine.start()[0]
    for number in range(64):
        asked = state._replace(bits=number, meters=number)
        assert engine.offered(asked) == long.offered(asked)
        (table,) = [each for each in engine._offered._scenes if each is not None]
        assert sum(map(len, table.answers.values())) + len(table.always or ()) <= 5


# ---------------------------------------------------------------------------------------------- by hand


def test_an_interrupt_resumes_what_it_interrupted() -> None:
    """`resume` enters the pending target, whose `enter:` effects apply once, and the interrupt does not come again."""
    edition = visit(
        scene("a", choice("heat", "b", heat=(5, 0, 0)), choice("on", "b")),
        scene("burst", choice("soothe", "resume", heat=(-3, 0, 0))),
        scene("b", choice("on", "end"), enter=Effects(agitation=2)),
        interrupts={"agitation >= 9": "burst"},
    )
    play = Play(edition)
    play.choose("heat")
    assert (play.node.id, play.engine.program.nodes[play.state.pending].id, play.state.agitation) == ("burst", "b", 9)
    play.choose("soothe")
    assert (play.node.id, play.state.pending, play.state.agitation) == ("b", -1, 8)


def test_heat_on_arrival_interrupts_before_the_scene_and_is_not_applied_again() -> None:
    """An interrupt that `enter:` effects set off comes before the scene is shown; resuming does not heat once more."""
    edition = visit(
        scene("a", choice("on", "b")),
        scene("burst", choice("soothe", "resume", heat=(-3, 0, 0))),
        scene("b", choice("on", "end"), enter=Effects(agitation=5)),
        interrupts={"agitation >= 9": "burst"},
    )
    play = Play(edition)
    play.choose("on")
    assert (play.node.id, play.state.entered, play.state.agitation) == ("burst", True, 9)
    play.choose("soothe")
    assert (play.node.id, play.state.agitation) == ("b", 6)


def test_still_at_10_after_an_interrupt_breaks_off() -> None:
    """While an interrupt runs nothing breaks off; at `resume` agitation still 10 does."""
    edition = visit(
        scene("a", choice("heat", "b", heat=(9, 0, 0))),
        scene("burst", choice("soothe", "resume", heat=(-3, 0, 0)), choice("stare", "resume")),
        scene("b", choice("on", "end")),
        interrupts={"agitation >= 9": "burst"},
    )
    play = Play(edition)
    play.choose("heat")
    assert play.node.id == "burst" and play.state.agitation == 10
    step = play.choose("stare")
    assert play.node.id == "walked_out" and step.broke_off
    play.undo()
    play.choose("soothe")
    assert play.node.id == "b"


def test_copies_of_a_fragment_keep_their_own_bits_and_return() -> None:
    """Two copies of a fragment's scene return each to its caller; what is used up in one is open in the other."""

    def copy(call: str, back: str) -> Scene:
        return scene(f"{call}/ask", choice("name", f"{call}/ask"), choice("done", back, limit=None), fragment="c.ask")

    edition = visit(
        scene("a", choice("on", "first/ask")),
        copy("first", "b"),
        scene("b", choice("on", "second/ask")),
        copy("second", "c"),
        scene("c", choice("on", "end")),
    )
    play = Play(edition)
    for name in ("on", "name", "done"):
        play.choose(name)
    assert play.node.id == "b"
    play.choose("on")
    assert [offer.move.choice.id for offer in play.engine.offers(play.state)] == ["name", "done"]
    play.choose("done")
    assert play.node.id == "c"


def test_a_gated_question_may_be_asked_twice_and_stays_owed() -> None:
    """Asked in vain it says so, uses up one asking, and is gone once the fact is out or the askings are."""
    gated = choice(
        "ask", "hub", {"L3": 2}, reveals=(Reveal("owed", condition("trust >= 7")),), gated=("owed",), limit=2
    )
    warm = choice("warm", "hub", heat=(0, 4, 0))
    edition = visit(scene("hub", gated, warm, choice("go", "end")), facts={"owed": "L"})
    engine = Engine(compile_edition(edition))
    play = Play(edition, engine=engine)
    assert play.choose("ask").vain
    assert "ask" in {offer.move.choice.id for offer in play.offers()}
    play.choose("warm")
    step = play.choose("ask")
    assert not step.vain and engine.known(play.state) == {"owed"}
    assert "ask" not in {offer.move.choice.id for offer in play.offers()}


def test_a_direct_choice_says_where_it_went_and_what_lay_between() -> None:
    """A choice that just leads on: the reply is read in its own scene, before the next one counts as visited."""
    edition = visit(
        scene("a", choice("on", "b", heat=(2, 0, 0))),
        scene("b", choice("back", "end", when="visited(b)"), choice("never", "end", when="not visited(b)")),
    )
    engine = Engine(compile_edition(edition))
    step = engine.step(engine.start()[0], engine.program.nodes[0].moves[0])
    visited = engine.program.visited_bits["b"]
    assert step.middle.node == 0 and not step.middle.bits & visited and step.middle.agitation == 6
    assert [(arrival.state, arrival.how, arrival.heated) for arrival in step.arrivals] == [(step.after, "goto", False)]
    assert step.after.node == 1 and step.after.bits & visited


@pytest.mark.parametrize(("when", "fires"), [("agitation >= 9", True), ("agitation >= 9 and trust <= 1", False)])
def test_an_interrupt_comes_before_a_direct_choice_only_where_it_can(when: str, fires: bool) -> None:
    """Meters that let an interrupt in stop the short way; others do not."""
    edition = visit(
        scene("a", choice("heat", "b", heat=(5, 0, 0))),
        scene("burst", choice("soothe", "resume", heat=(-3, 0, 0))),
        scene("b", choice("on", "end")),
        interrupts={when: "burst"},
    )
    play = Play(edition)
    play.choose("heat")
    assert play.node.id == ("burst" if fires else "b")


def test_a_direct_choice_within_an_interrupt_keeps_what_is_pending() -> None:
    """Calmed down, from one scene of an interrupt to its next: it still resumes where it broke in."""
    edition = visit(
        scene("a", choice("heat", "b", heat=(5, 0, 0))),
        scene("burst", choice("soothe", "calmer", heat=(-5, 0, 0))),
        scene("calmer", choice("on", "resume")),
        scene("b", choice("on", "end")),
        interrupts={"agitation >= 9": "burst"},
    )
    play = Play(edition)
    for name, node in [("heat", "burst"), ("soothe", "calmer"), ("on", "b")]:
        play.choose(name)
        assert play.node.id == node
    assert play.state.pending == -1
