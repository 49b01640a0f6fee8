"""The way that a finding shows: `jiefang run … --choices a,b,…` in its arguments, as something to play."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from scenarios.diagnostic import Diagnostic
from scenarios.engine import Engine
from scenarios.play import Input, InputError, Play
from simulator.preview.way import Way, first_picks

if TYPE_CHECKING:
    from scoring.evaluate import Evaluator


class Shown(NamedTuple):
    """A way as it is written: the variant, the inputs, the seed."""

    variant: str
    inputs: tuple[str, ...]
    seed: str


def shown_way(found: Diagnostic) -> Shown | None:
    """The way that a finding shows, or None where it shows none."""
    command = found.arguments.get("run")
    if not isinstance(command, str):
        return None
    try:
        words = shlex.split(command)
    except ValueError:
        return None
    if words[:2] != ["jiefang", "run"] or "--choices" not in words[:-1]:
        return None
    values = dict(pairwise(words))
    inputs = tuple(filter(None, values["--choices"].split(",")))
    return Shown(values.get("--variant", ""), inputs, values.get("--seed", "0"))


def played(engine: Engine, shown: Shown, evaluator: Evaluator | None = None) -> Way:
    """The way as inputs, as far as it can be played.

    Forms are filled in as it says, and anyhow while the best is not known: that does not change the way.
    """
    play = Play(engine.program.edition, shown.seed, engine)
    inputs: list[Input] = []
    position = 0
    try:
        while position < len(shown.inputs) and not play.ended:
            given, position = _next(play, shown.inputs, position, evaluator)
            play.enter(given)
            inputs.append(given)
    except InputError:
        pass  # the file has changed since; one stands where the way still leads
    return Way(tuple(inputs), shown.seed)


def _next(play: Play, tokens: Sequence[str], position: int, evaluator: Evaluator | None) -> tuple[Input, int]:
    if evaluator is not None:
        from scoring.inputs import next_input

        return next_input(play, tokens, position, evaluator)
    if play.node.form is None:
        return tokens[position].rpartition(".")[2], position + 1
    picks = first_picks(play)
    while position < len(tokens) and "=" in tokens[position]:
        position += 1
    return picks, position
