"""Lines that are never spoken: none is claimed that a search over the engine hears, and of meters none is missed."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from random import Random

import pytest

from scenarios.diagnostic import Mark
from scenarios.edition import Edition, edition
from scenarios.engine import Arrival, Engine, FormStep, State, Step
from scenarios.expression import Expression, parse
from scenarios.model import Alternatives, Line, Scenario, Text
from scenarios.program import compile_edition
from scoring.audit.spoken import check
from scoring.audit.subject import Subject
from scoring.study import Study
from tests.scoring.generate import numbered
from tests.scoring.mutated import clean_text, findings

LIMIT = 20_000


def talkative(chosen: Edition, seed: int) -> Scenario:
    """A scenario whose scenes and choices say a line on some condition, each with a place of its own."""
    random, lines = Random(seed), iter(range(1, 10_000))
    scenario = chosen.scenario
    atoms = [
        *(f"{meter} {sign} {value}" for meter in ("agitation", "trust", "distress") for sign in (">=", "<=")
          for value in (0, 2, 4, 7, 9, 10)),
        *(f"visited({name})" for name in scenario.scenes),
        *(f"known({name})" for name in chosen.variant.facts),
        *scenario.flags,
    ]  # fmt: skip

    def condition() -> Expression:
        one, other = random.choice(atoms), random.choice(atoms)
        text = random.choice([one, one, f"not {one}", f"{one} and {other}", f"{one} and not {other}"])
        parsed, _ = parse(text, Mark("x"))
        assert parsed is not None, text
        return parsed

    def alternatives() -> Alternatives:
        return tuple(Line(Text(f"{n}", "", Mark("x", n)), condition()) for n in (next(lines), next(lines)))

    scenes = {
        name: replace(
            scene,
            say=(*scene.say, alternatives()),
            choices=tuple(
                replace(choice, cases=tuple(replace(case, reply=alternatives()) for case in choice.cases))
                for choice in scene.choices
            ),
        )
        for name, scene in scenario.scenes.items()
    }
    return replace(scenario, scenes=scenes)


def heard(chosen: Edition) -> set[int] | None:
    """The lines that a search over the engine comes to, one state at a time; None if there are too many states."""
    engine = Engine(compile_edition(chosen))
    facts = sum(engine.program.fact_bits.values())
    found: set[int] = set()

    def say(lines: Alternatives, state: State) -> None:
        line = engine.first(lines, state)
        if line is not None and line.text.mark is not None:
            found.add(line.text.mark.line)

    def arrive(arrivals: tuple[Arrival, ...], known: int) -> None:
        for arrival in arrivals:
            scene = engine.node(arrival.state).scene
            reading = arrival.state._replace(bits=arrival.state.bits & ~facts | known)
            for lines in scene.say if scene is not None else ():
                say(lines, reading)
                line = engine.first(lines, reading)
                mask = sum(engine.program.fact_bits[fact] for fact in (line.reveals if line is not None else ()))
                reading = reading._replace(bits=reading.bits | mask)
            known = arrival.state.bits & facts

    start, arrivals = engine.start()
    arrive(arrivals, 0)
    queue, seen = deque([start]), {start}
    while queue:
        state = queue.popleft()
        for step in [] if engine.node(state).is_ending else _steps(engine, state):
            if isinstance(step, Step):
                say(step.move.acts[step.act].case.reply, step.middle)
            arrive(step.arrivals, (step.middle if isinstance(step, Step) else step.before).bits & facts)
            if step.after not in seen:
                seen.add(step.after)
                queue.append(step.after)
        if len(seen) > LIMIT:
            return None
    return found


def _steps(engine: Engine, state: State) -> list[Step | FormStep]:
    if engine.node(state).form is not None:
        return [engine.fill(state, {})]
    moves = [*engine.open_moves(state)]
    timeout = engine.timeout(state)
    if timeout is not None and timeout not in moves:
        moves.append(timeout)
    return [engine.step(state, move, draw) for move in moves for draw in range(len(engine.outcomes(move, state)) or 1)]


def claimed(chosen: Edition) -> set[int]:
    """The lines that are said to be never spoken."""
    subject = Subject(chosen.scenario, {chosen.variant.name: Study(chosen)})
    return {finding.mark.line for finding in check(subject) if finding.mark is not None}


@pytest.mark.parametrize("seed", range(24))
def test_against_brute_force(seed: int) -> None:
    """Whatever is said to be never spoken is heard nowhere."""
    made = talkative(numbered(seed), seed)
    chosen = edition(made, next(iter(made.variants)))
    spoken = heard(chosen)
    if spoken is None:
        pytest.skip("too large for a search state by state")
    assert not claimed(chosen) & spoken


def clean(say: str) -> list[tuple[str, str]]:
    """What is found where the last scene of the clean scenario says something else: place and condition."""
    text = clean_text(("say: 我走了。", f"say: {say}"))
    return [
        (found.arguments["place"], found.arguments["condition"]) for found in findings(text) if found.code == "JF3031"
    ]


@pytest.mark.parametrize(
    ("say", "conditions"),
    [
        ("[{when: agitation == 10, text: 砸了它}, 我走了。]", ["agitation == 10"]),  # the visit would be broken off
        ("[{when: not visited(bye), text: 头一回}, 我走了。]", ["not visited(bye)"]),  # he is there
        ("[{when: visited(bye), text: 又来}, 我走了。]", []),
        ("[{first_of: [{when: known(owed), text: 一}, {when: known(owed) and trust <= 9, text: 二}, 三]}]",
         ["known(owed) and trust <= 9"]),
        ("[{first_of: [{when: agitation <= 9, text: 一}, {when: trust <= 9, text: 二}, 三]}]", ["trust <= 9"]),
        ("[{first_of: [{when: agitation <= 5, text: 一}, {when: agitation >= 5, text: 二}]}]", []),
        ("[{when: chosen(answer.no) and chosen(answer.promise), text: 都选了}, 我走了。]", []),  # nothing is claimed
    ],
)  # fmt: skip
def test_what_is_found(say: str, conditions: list[str]) -> None:
    """By the meters that play comes to, what is settled at the place, and the lines before.

    A last line without a condition is there in case, and no finding.
    """
    assert clean(say) == [("bye", condition) for condition in conditions]


def test_a_reply_is_heard_after_what_the_choice_does() -> None:
    """The reply to a choice that calms is read with the calmer meters; one that two cases share needs one of them."""
    calming = "seat: {text: 先坐，慢慢说。, moves: [hear_out], effects: {agitation: -3}, goto: hub, reply: "
    before = "seat: {text: 先坐，慢慢说。, moves: [hear_out], goto: hub"
    for reply, count in (("[{when: agitation >= 6, text: 急}, 好]", 1), ("[{when: agitation >= 2, text: 急}, 好]", 0)):
        text = clean_text((before, calming + reply))
        assert sum(finding.code == "JF3031" for finding in findings(text)) == count, reply
