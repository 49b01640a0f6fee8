"""`jiefang analyse --emit-tests`: golden paths of every variant written into the scenario's file."""

from __future__ import annotations

import os
from pathlib import Path

from scenarios.edition import edition
from scenarios.model import Scenario
from scenarios.search_path import SCENARIO_FILE
from scenarios.tests_block import CannotWriteError, WrittenTest, with_tests
from simulator.errors import UserError, refuse_unpacked
from simulator.i18n import _

_COMMENTS = {"best": "最佳路线", "worst": "最差路线"}
"""A scenario's file is Chinese, and so are the comments in it."""


def emit_tests(place: Path, scenario: Scenario) -> int:
    """Write the tests of a scenario into its file; a file that says the same already is not touched.

    Args:
        place: the scenario's folder or file.
        scenario: as loaded from there.

    Returns:
        How many tests the block holds.

    Raises:
        UserError: the file is so written that they have no place in it, or it belongs to a zip.
        OSError: it cannot be read or written; then it is as it was.
        ScenarioError: a variant cannot be solved, or has a scene without an open choice.
    """
    from simulator.checking.mend import Mended

    refuse_unpacked(place)
    file = place / SCENARIO_FILE if os.path.isdir(place) else place
    with file.open(encoding="utf-8", newline="") as source:
        before = source.read()
    tests = [test for name in scenario.variants for test in _tests(scenario, name)]
    try:
        after = with_tests(before, tests)
    except CannotWriteError as error:
        raise refusal(file, error) from error
    if after != before:
        Mended(file, before, after, ()).write()
    return len(tests)


def _tests(scenario: Scenario, variant: str) -> list[WrittenTest]:
    from scoring.audit.run import playable
    from scoring.emitted import emitted
    from scoring.study import Study

    # Solved anew: what is kept of a solution does not know the worst line.
    return [
        WrittenTest(test.variant, test.choices, test.seed, test.expect, _comment(test.kind, test.expect["ending"]))
        for test in emitted(playable(Study(edition(scenario, variant))))
    ]


def _comment(kind: str, ending: str) -> str:
    return _COMMENTS.get(kind) or f"到结局 {ending} 最短的一条路"


def refusal(file: Path, error: CannotWriteError) -> UserError:
    """Why the tests have no place in a file, with the way out."""
    place = f"{file}:{error.line}"
    if error.reason == "flow":
        return UserError(
            _("{place}：tests: 写在方括号里，没法往里添。", place=place), _("改成一行一项的写法，每项以“- ”开头。")
        )
    if error.reason == "marks":
        return UserError(
            _("{place}：--emit-tests 上次写的那一段，开头和结尾的标记对不上。", place=place),
            _("把 # >>> 到 # <<< 之间连同标记一起删掉，再来一次。"),
        )
    return UserError(_("{place}：这个文件的写法放不下测试。", place=place), _("先用 jiefang check 看看哪里不对。"))
