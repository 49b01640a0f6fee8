"""Fixed ways of playing, for `jiefang run --bot`: the best, the random and the naive players."""

from __future__ import annotations

from scenarios.play import Play
from scoring.evaluate import Evaluator
from scoring.inputs import random_choice, random_picks
from scoring.lines_of_play import best_input, follow
from scoring.players import Players


def play_bot(play: Play, evaluator: Evaluator, name: str) -> Play:
    """Play to the end as one of the players.

    Raises:
        KeyError: no such player.
    """
    if name == "best":
        return follow(play, lambda now: best_input(now, evaluator))
    if name == "random":
        return follow(play, lambda now: random_picks(now) if now.node.form is not None else random_choice(now))
    players = Players(evaluator)

    def choose(now: Play) -> str | dict[str, str]:
        chosen = players.choose(now.state, name)
        return chosen if isinstance(chosen, str) else drawn(now, chosen)

    return follow(play, choose)


def drawn(play: Play, picks: dict[str, str]) -> dict[str, str]:
    """Picks with `*` (any option drawn from the directory) made the first drawn one."""
    lines = {line.line.id: line for line in play.form()}
    for line, option in picks.items():
        if option == "*":
            authored = {o.id for o in lines[line].line.options}
            picks[line] = next(o.id for o, _ in lines[line].options if o.id not in authored)
    return picks
