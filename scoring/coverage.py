"""Which indicators a scenario variant tests, and in how many decisions."""

from __future__ import annotations

from scenarios.expand import Expander
from scenarios.expression import Literal
from scenarios.program import Node
from scenarios.vocabulary import vocabulary


def coverage(expander: Expander, visited: frozenset[int]) -> dict[str, int]:
    """For each indicator: scenes and form lines whose options differ in it.

    Args:
        expander: of the variant's program.
        visited: nodes that play can reach.
    """
    found = dict.fromkeys(vocabulary().indicators, 0)
    for number in sorted(visited):
        node = expander.program.nodes[number]
        for values in _decisions(node, expander):
            for code in found:
                rated = {value.get(code, 0) for value in values}
                found[code] += len(rated) > 1
    return found


def _decisions(node: Node, expander: Expander) -> list[list[dict[str, int]]]:
    """For each decision of a node, the ratings of its options in every case (the widest spread over the meters)."""
    fold = expander.program.edition.fold
    if node.form is not None:
        return [
            [
                dict(case.rates)
                for option in (*line.options, *line.fillers[:1])
                for case in option.cases
                if fold(case.when) != Literal(False)
            ]
            for line in node.form.lines
            if fold(line.when) != Literal(False)
        ]
    if len(node.moves) < 2:
        return []
    values = []
    for move in node.moves:
        for act in range(len(move.acts)):
            table = expander.act_table(move, act).rates
            values.append({code: int(max(points, key=abs)) for code, points in table.items()})
    return [values]
