"""Which indicators decide something (RULES §9): without their ratings another choice is best, or they differ less.

Looked at along the best line: at each of its decisions an indicator's ratings are set to 0, everything else left as it
is. It is decisive there if the best option changes, or the spread of the costs by 2 points or more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scenarios.expand import Expander
from scenarios.model import FormLine
from scenarios.play import Play
from scenarios.vocabulary import vocabulary
from scoring.evaluate import Evaluator, Valuation
from scoring.lines_of_play import best_input
from scoring.rubric import LETTERS

LEAST = 2.0
"""By how many points the spread must change."""
SAME = 1e-9

Ratings = Mapping[str, int]
Option = tuple[float, Ratings]
"""What an option costs in score points, and its ratings by indicator."""


def decisive(evaluator: Evaluator) -> dict[str, int]:
    """For each indicator the number of decisions on the best line at which it is decisive."""
    found = dict.fromkeys(vocabulary().indicators, 0)
    play = Play(evaluator.solution.edition)
    while not play.ended:
        for stakes, options in _decisions(play, evaluator):
            for code in {code for _, rated in options for code, points in rated.items() if points}:
                found[code] += _decides(code, stakes, options, evaluator)
        play.enter(best_input(play, evaluator))
    return found


def _decides(code: str, stakes: int, options: list[Option], evaluator: Evaluator) -> bool:
    price = float(evaluator.prices[LETTERS.index(code[0])])
    before = [cost for cost, _ in options]
    after = [cost + price * stakes * _share(code, rated) for cost, rated in options]
    apart = abs((max(before) - min(before)) - (max(after) - min(after)))
    return _best(before) != _best(after) or apart >= LEAST - SAME


def _share(code: str, rated: Ratings) -> int:
    """Points an option has by an indicator: with it and without, the sum of the dimension clipped to ±2."""
    whole = sum(points for other, points in rated.items() if other[0] == code[0])
    return _clipped(whole) - _clipped(whole - rated.get(code, 0))


def _clipped(points: int) -> int:
    return max(-2, min(2, points))


def _best(costs: list[float]) -> int:
    return next(n for n, cost in enumerate(costs) if cost <= min(costs) + SAME)


def _decisions(play: Play, evaluator: Evaluator) -> Iterator[tuple[int, list[Option]]]:
    """The decisions one is at: a scene's, or each line of its form, with its stakes and options."""
    scene = play.node.scene
    stakes = scene.stakes if scene is not None else 1
    if play.node.form is None:
        yield stakes, list(_choices(play, evaluator))
        return
    lines = {line.id: line for line in play.node.form.lines}
    for line_id, valuation in evaluator.form(play.state).items():
        yield stakes, list(_picks(play, lines[line_id], valuation))


def _choices(play: Play, evaluator: Evaluator) -> Iterator[Option]:
    expander: Expander = evaluator.exploration.expander
    valuation = evaluator.choices(play.state)
    for move in play.engine.open_moves(play.state):
        valued = valuation.of(move.choice.id)
        rates = expander.act_table(move, play.engine.act_of(move, play.state)).rates
        rated = {code: int(points[play.state.meters]) for code, points in rates.items()}
        # Asking in vain is worth nothing, whatever it is rated.
        yield valued.cost, rated if any(valued.points) else {}


def _picks(play: Play, line: FormLine, valuation: Valuation) -> Iterator[Option]:
    options = {option.id: option for option in line.options}
    for valued in valuation.options:
        option = options[valued.id] if valued.id in options else line.fillers[0]
        yield valued.cost, play.engine.option_case(option, play.state).rates
