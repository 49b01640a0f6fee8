"""Inputs written as text, for `jiefang run --choices` and the golden tests of a scenario.

`seat, hub.ask, timeout, record=best, where=random, where.body=housing`: one choice id a step (with its scene before it,
if one likes); a form as a whole, or single lines of it, the others then being filled in the best way.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from scenarios.play import Input, InputError, Play, draw_key
from scoring.evaluate import Evaluator
from scoring.lines_of_play import best_picks


def play_all(play: Play, tokens: Sequence[str], evaluator: Evaluator) -> Play:
    """Make every input in order.

    Raises:
        InputError: one cannot be made; `position` (from 1) is among its arguments. JF8110: inputs are left when the
            visit has ended.
    """
    position = 0
    while position < len(tokens):
        start = position
        try:
            given, position = next_input(play, tokens, position, evaluator)
            play.enter(given)
        except InputError as error:
            error.arguments.setdefault("position", _position(tokens, start, position, error) + 1)
            raise
    return play


def _position(tokens: Sequence[str], start: int, end: int, error: InputError) -> int:
    """Which of the inputs that make one step is the wrong one: of a form, the one for the line at fault."""
    mark = f".{error.arguments.get('line', '')}="
    return next((n for n in range(start, end) if mark in tokens[n]), start)


def next_input(play: Play, tokens: Sequence[str], position: int, evaluator: Evaluator) -> tuple[Input, int]:
    """The next input, and the position after it."""
    token = tokens[position].strip()
    if play.ended:
        raise InputError("JF8110", ending=play.node.id, left=len(tokens) - position, choice=token)
    if play.node.form is None:
        return _choice(play, token), position + 1
    name, _, value = token.partition("=")
    if _is_here(play, name) and value in ("best", "random"):
        picks = best_picks(play, evaluator) if value == "best" else random_picks(play)
        return picks, position + 1
    picks = best_picks(play, evaluator)
    taken = position
    while taken < len(tokens):
        name, _, option = tokens[taken].strip().partition("=")
        scene, _, line = name.partition(".")
        if not line or not _is_here(play, scene):
            break
        picks[line] = option
        taken += 1
    if taken == position:
        lines = ", ".join(line.line.id for line in play.form())
        raise InputError("JF8104", choice=token, scene=play.node.id, lines=lines)
    return picks, taken


def _is_here(play: Play, name: str) -> bool:
    """Whether a name means the scene one is at: its id, or that of the call it was copied in by."""
    return name == play.node.id or play.node.id.startswith(f"{name}/")


def _choice(play: Play, token: str) -> str:
    """The choice that is meant: `give`, `close/ask.give`, or by its call alone `close/give`."""
    about = {"choice": token, "scene": play.node.id, "open": ", ".join(play.open_ids())}
    if "=" in token:
        raise InputError("JF8111", **about)
    scene, _, choice = token.rpartition("." if "." in token else "/")
    if scene and not _is_here(play, scene):
        raise InputError("JF8112", **about)
    return choice


def random_picks(play: Play) -> dict[str, str]:
    """Uniform picks for the form one is at, drawn from the play's seed."""
    draw = random.Random(draw_key(play.seed, play.node.id, "random", len(play.steps)))
    return {line.line.id: draw.choice(line.options)[0].id for line in play.form()}


def random_choice(play: Play) -> str:
    """A uniform choice among the open ones, drawn from the play's seed."""
    draw = random.Random(draw_key(play.seed, play.node.id, "random", len(play.steps)))
    return draw.choice(play.engine.open_moves(play.state)).choice.id


def tokens_of(play: Play) -> list[str]:
    """The inputs of a play as text, so that `run --choices` repeats it."""
    from scenarios.engine import Step

    found: list[str] = []
    for step, timed_out in zip(play.steps, play.timed_out, strict=True):
        if isinstance(step, Step):
            found.append("timeout" if timed_out else step.move.choice.id)
        else:
            scene = play.engine.node(step.before).id
            found += [f"{scene}.{line}={option}" for line, option in step.picks.items()] or [f"{scene}=best"]
    return found


def split(text: str) -> list[str]:
    """Tokens of a comma-separated list; full-width commas count too."""
    return [token.strip() for token in text.replace("，", ",").split(",") if token.strip()]


def joined(tokens: Iterable[str]) -> str:
    """Tokens as one argument."""
    return ",".join(tokens)
