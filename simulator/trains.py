"""What a scenario trains: the indicators it is about. Of the library proved beforehand, of any other counted."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.engine import Engine
    from scenarios.model import Scenario
    from scenarios.program import Node

MOST = 4
"""Indicators that are named."""


@cache
def of_library() -> dict[str, list[str]]:
    """Codes of the indicators that decide most in each scenario of the library, the most first.

    Written by `tools/library_page.py` from the certificates.
    """
    found: dict[str, list[str]] = json.loads((resources.files("simulator") / "trains.json").read_text("utf-8"))
    return found


def counted(scenario: Scenario) -> list[str]:
    """The indicators in which the options of most scenes and form lines differ, in the first variant.

    A count, not a proof: it takes the meters as they are at the start, and needs no solving.
    """
    from scenarios.edition import edition
    from scenarios.engine import Engine
    from scenarios.program import compile_edition

    program = compile_edition(edition(scenario))
    engine = Engine(program)
    found: dict[str, int] = {}
    for node in program.nodes:
        for rated in _decisions(engine, node):
            for code in {code for option in rated for code in option}:
                found[code] = found.get(code, 0) + (len({option.get(code, 0) for option in rated}) > 1)
    telling = [code for code, count in found.items() if count]
    return sorted(telling, key=lambda code: (-found[code], code))[:MOST]


def _decisions(engine: Engine, node: Node) -> list[list[dict[str, int]]]:
    """For each decision of a node, the ratings of its options."""
    from scenarios.program import pack_meters

    if node.form is not None:
        return [
            [dict(case.rates) for option in (*line.options, *line.fillers[:1]) for case in option.cases]
            for line in node.form.lines
        ]
    who = engine.program.edition.variant.petitioner
    meters = pack_meters(who.agitation, who.trust, who.distress)
    return [[dict(engine.emotion(move, act, meters)[1]) for move in node.moves for act in range(len(move.acts))]]
