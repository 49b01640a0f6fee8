"""Golden tests worked out from a solution: the best line of a variant, the worst, and a way to every other ending.

Written into the scenario's file they make an edit that moves the optimum, or closes an ending, show in review.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scenarios.engine import Step
from scenarios.expand import Edges
from scenarios.explore import Exploration
from scenarios.play import Play
from scenarios.witness import FAR, distances, seed_of, shortest_path, token
from scoring.evaluate import Evaluator
from scoring.inputs import play_all
from scoring.lines_of_play import best_line, best_picks, worst_line
from scoring.rate import rate
from scoring.study import Study

Kind = str
"""What a line shows: `best`, `worst`, or `ending`."""


@dataclass(frozen=True, slots=True)
class Emitted:
    """A test to be written: inputs, the seed, and what must come out; `kind` says why it is there."""

    variant: str
    kind: Kind
    choices: tuple[str, ...]
    seed: str
    expect: Mapping[str, str]


def emitted(study: Study) -> list[Emitted]:
    """The tests of a variant: best, worst, then one for each ending that neither comes to, in file order.

    Args:
        study: of the variant; its solution must have been solved, not read, as the worst line needs values of states.
    """
    evaluator = study.evaluator
    best, worst = best_line(evaluator), worst_line(evaluator)
    found = [_line("best", best, evaluator), _line("worst", worst, evaluator)]
    reached = {best.node.id, worst.node.id}
    ways = shortest_ways(study.exploration)
    for ending in study.edition.scenario.endings:
        if ending in ways and ending not in reached:
            path = ways[ending]
            seed = seed_of(study.exploration, path, lambda play, end=ending: play.node.id == end)  # type: ignore[misc]
            if seed is not None:
                play = play_all(Play(study.edition, seed), path, evaluator)
                found.append(_test("ending", play, path, evaluator))
    return found


def shortest_ways(exploration: Exploration) -> dict[str, tuple[str, ...]]:
    """For each ending that can be reached, inputs of a shortest way to it."""
    steps = distances(exploration)
    nearest: dict[str, tuple[int, int, Edges, int]] = {}
    nodes = exploration.program.nodes
    for number, edges in _ends(exploration):
        name = nodes[edges.ending].id
        if number < 0:
            nearest[name] = (0, number, edges, 0)
            continue
        before = steps[number][edges.rows]
        row = int(before.argmin())
        length = int(before[row]) + 1
        if before[row] < FAR and (name not in nearest or length < nearest[name][0]):
            nearest[name] = (length, number, edges, int(edges.rows[row]))
    return {
        name: (*shortest_path(exploration, number, row), token(exploration, number, edges.move)) if number >= 0 else ()
        for name, (_, number, edges, row) in nearest.items()
    }


def _ends(exploration: Exploration) -> Iterator[tuple[int, Edges]]:
    """Edges that end the visit, with the number of the block they leave; -1 before the first state."""
    yield from ((-1, edges) for edges in exploration.begin if edges.place is None)
    for number, block in enumerate(exploration.blocks):
        yield from ((number, edges) for edges in block.edges if edges.place is None and not edges.hypothetical)


def _line(kind: Kind, play: Play, evaluator: Evaluator) -> Emitted:
    return _test(kind, play, written(play, evaluator), evaluator)


def _test(kind: Kind, play: Play, choices: Sequence[str], evaluator: Evaluator) -> Emitted:
    result = rate(play, evaluator)
    expect = {"ending": play.node.id}
    solution = evaluator.solution
    if solution.scale.scorable:
        if kind == "best" or (kind == "worst" and result.raw_score <= solution.worst_score + 0.01):
            expect["rank"] = kind
        if kind != "best":
            expect["score"] = f"{result.score:.0f}"
    return Emitted(solution.edition.variant.name, kind, tuple(choices), play.seed, expect)


def written(play: Play, evaluator: Evaluator) -> list[str]:
    """The inputs of a play, of a form only those lines that are not filled in the best way."""
    again = Play(evaluator.solution.edition, play.seed)
    found: list[str] = []
    for step, timed_out in zip(play.steps, play.timed_out, strict=True):
        if isinstance(step, Step):
            choice = "timeout" if timed_out else step.move.choice.id
            found.append(choice)
            again.choose(choice)
            continue
        scene, best = again.node.id, best_picks(again, evaluator)
        other = [f"{scene}.{line}={pick}" for line, pick in step.picks.items() if best.get(line, "leave") != pick]
        found += other or [f"{scene}=best"]
        again.submit(step.picks)
    return found
