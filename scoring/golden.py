"""The golden tests in a scenario file: inputs, and what must come out."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping

from scenarios.diagnostic import Diagnostic, Mark
from scenarios.model import GoldenTest, Scenario
from scenarios.play import InputError, Play
from scoring.evaluate import Evaluator
from scoring.inputs import play_all
from scoring.rate import Result, rate

_COMPARISON = re.compile(r"\s*(>=|<=|==|!=|>|<)?\s*(-?\d+(?:\.\d+)?)\s*")
_OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
TOLERANCE = 0.5
"""How far an exact expected score may be off (scores are written without decimals)."""
EXACT = 0.05
"""How far from the best or the worst a score may be to be called so."""


def run_tests(scenario: Scenario, variant: str, evaluator: Evaluator, top: Mark) -> list[Diagnostic]:
    """Run the tests of one variant; a finding for each expectation that does not hold.

    Returns:
        JF8001 an input cannot be made, JF8002 an expectation fails, JF8003 the inputs do not reach an ending.
    """
    found: list[Diagnostic] = []
    for number, test in enumerate(scenario.tests, 1):
        if test.variant == variant:
            found += _run(number, test, evaluator, test.mark or top)
    return found


def _run(number: int, test: GoldenTest, evaluator: Evaluator, mark: Mark) -> Iterator[Diagnostic]:
    play = Play(evaluator.solution.edition, test.seed)
    about = {"number": number, "variant": test.variant}
    try:
        play_all(play, test.choices, evaluator)
    except InputError as error:
        given = {key: str(value) for key, value in error.arguments.items()}
        yield Diagnostic(
            "JF8001", mark,
            {**about, "position": given.get("position", "?"), "choice": given.get("choice", given.get("line", "?")),
             "scene": given.get("scene", play.node.id),
             "open": next((given[key] for key in ("open", "options", "lines") if given.get(key)), "—")},
            given.get("nearest", ""),
        )  # fmt: skip
        return
    if not play.ended:
        yield Diagnostic("JF8003", mark, {**about, "scene": play.node.id})
        return
    result = rate(play, evaluator)
    for key, wanted in test.expect.items():
        actual, holds = _holds(key, wanted, play, result, evaluator)
        if not holds:
            yield Diagnostic("JF8002", mark, {**about, "what": key, "wanted": _words(wanted), "actual": actual})


def _words(wanted: object) -> str:
    return (", ".join(map(str, wanted)) or "—") if isinstance(wanted, (list, tuple)) else str(wanted)


def _holds(key: str, wanted: object, play: Play, result: Result, evaluator: Evaluator) -> tuple[str, bool]:
    """(what it is, whether the expectation holds)."""
    state = play.state
    if key == "ending":
        return result.ending, result.ending == wanted
    if key in ("score", "raw_score"):
        value = result.score if key == "score" else result.raw_score
        return f"{value:.1f}", compare(value, wanted)
    if key == "rank":
        worst = evaluator.solution.worst_score
        return f"{result.raw_score:.1f} ({worst:.1f} … 100.0)", ranks(result.raw_score, worst, str(wanted))
    if key in ("agitation", "trust", "distress"):
        return str(getattr(state, key)), compare(getattr(state, key), wanted)
    sets = {
        "known": play.engine.known(state),
        "flags": play.engine.flags(state),
        "red_lines": {code for line in result.red_lines for code in (line.code, line.level)},
    }
    wanted_names = set(wanted) if isinstance(wanted, (list, tuple)) else {str(wanted)}
    actual = sets.get(key, frozenset())
    if key == "red_lines" and not wanted_names:
        return ", ".join(sorted(actual)) or "—", not actual
    return ", ".join(sorted(actual)) or "—", wanted_names <= actual


def compare(value: float, wanted: object) -> bool:
    """Whether a value meets `>= 95`, `<= 3`, or a plain number (within half a point)."""
    match = _COMPARISON.fullmatch(str(wanted))
    if match is None:
        return False
    sign, number = match.groups()
    if sign is None:
        return abs(value - float(number)) <= TOLERANCE
    return _OPERATORS[sign](value, float(number))


def ranks(score: float, worst: float, wanted: str) -> bool:
    """Whether a raw score is the `best` there is (100), the `worst`, or `within 5` points of the best."""
    if wanted == "worst":
        return score <= worst + EXACT
    given = re.search(r"\d+", wanted)
    return 100 - score <= (float(given.group()) if given else 0.0) + EXACT
