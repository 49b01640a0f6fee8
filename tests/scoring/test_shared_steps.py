"""The shared step of signing in: what it teaches stays true however heated the visit is."""

import numpy as np
import pytest

from scenarios.edition import edition
from scenarios.load import load_or_raise
from scenarios.search_path import library
from scoring.choice_costs import ChoiceCosts
from scoring.solve import solve

RIGHT = {"sign_in/ask": "oral", "sign_in/worry": "scope"}
NEARLY = 2.0
"""Score points: beside a visit at the edge, an outburst that is then met well can be worth a little."""


@pytest.mark.parametrize("variant", ["three", "crowd", "filed", "left"])
def test_signing_in_rightly_is_right_in_every_state(variant: str) -> None:
    """In no state that play can reach does a wrong way of signing in beat the right one by more than a trifle."""
    costs = ChoiceCosts(solve(edition(load_or_raise(library() / "unpaid-wages"), variant)))
    met = set()
    for found in costs.blocks():
        right = RIGHT.get(found.node.id)
        names = [move.choice.id for move in found.moves]
        if right in names:
            met.add(found.node.id)
            assert np.nanmax(found.costs[found.rows, names.index(right)]) < NEARLY
    assert met == set(RIGHT)
