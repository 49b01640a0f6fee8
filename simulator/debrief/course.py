"""The course of a debrief: on which page the room is, and the one thing the facilitator does next."""

from __future__ import annotations

from typing import Literal

from simulator.debrief.debrief import Debrief, Item
from simulator.debrief.votes import Advice, Round, advice

Page = Literal["prebrief", "agenda", "phase", "item", "summary"]
ItemStep = Literal["look", "vote", "discuss", "again", "compare", "revealed"]
"""Where an item is: looked at, first vote, talked over, second vote, both votes side by side, told."""
Next = Literal[
    "accept", "begin", "describe", "analyse", "back", "open", "vote", "lock", "again", "reveal", "onward", "summarise",
    "commit", "write",
]  # fmt: skip
"""What comes next; see `next_step`."""


def page(state: Debrief) -> Page:
    """Where the room is: the same after a crash as before it, as all of it follows from what is kept."""
    if not state.prebrief:
        return "prebrief"
    if state.current:
        return "item"
    if state.phase == "summary":
        return "summary"
    return "phase" if state.phase in ("reaction", "description") else "agenda"


def item_step(state: Debrief, item: Item) -> ItemStep:
    """How far an item has come."""
    rounds = state.rounds_of(item.id)
    if rounds and not rounds[-1].locked:
        return "vote" if len(rounds) == 1 else "again"
    if state.is_revealed(item.place):
        return "revealed"
    if not rounds:
        return "look"
    return "discuss" if len(rounds) == 1 else "compare"


def next_step(state: Debrief, at: Page, *, votable: bool = True) -> Next | None:
    """The next thing to do on a page; None where there is nothing.

    Args:
        state: the debrief.
        at: the page that is shown; it may be the agenda in the middle of something else.
        votable: whether the open item has options one can vote for.
    """
    if at == "prebrief":
        return "accept"
    if at == "agenda":
        return _from_agenda(state)
    if at == "phase":
        return "describe" if state.phase == "reaction" else "analyse"
    if at == "summary":
        return "commit" if len(state.commitments) < len(state.sessions) else "write"
    item = state.item(state.current)
    return None if item is None else _of_item(state, item, votable=votable)


def _from_agenda(state: Debrief) -> Next | None:
    if state.phase is None:
        return "begin"
    if state.phase == "analysis" and not state.current:
        return "open" if state.items else "summarise"
    return "back"


def _of_item(state: Debrief, item: Item, *, votable: bool) -> Next:
    step = item_step(state, item)
    if step == "look":
        return "vote" if votable else "reveal"
    if step in ("vote", "again"):
        return "lock"
    if step == "discuss":
        over = item.id in state.discussed or first_advice(state, item) == "go_on"
        return "reveal" if over else "again"
    if step == "compare":
        return "reveal"
    return "summarise" if following(state) is None else "onward"


def following(state: Debrief) -> Item | None:
    """The item after the open one that is not revealed yet, else the first such; None when all are."""
    places = [item.id for item in state.items]
    start = places.index(state.current) + 1 if state.current in places else 0
    rest = [item for item in (*state.items[start:], *state.items[:start]) if item.id != state.current]
    return next((item for item in rest if not state.is_revealed(item.place)), None)


def first_advice(state: Debrief, item: Item) -> Advice | None:
    """What the first vote on an item says to do; None before it is locked, and where nothing counts as right."""
    first = next(iter(state.rounds_of(item.id)), None)
    if first is None or not first.locked or not first.right or first.share_right is None:
        return None
    return advice(first.share_right)


def shown_rounds(state: Debrief, item: Item) -> tuple[Round, ...]:
    """The votes on an item whose histogram may be seen now: none while it could still sway somebody."""
    rounds = state.rounds_of(item.id)
    if any(not each.locked for each in rounds):
        return ()
    return tuple(each for each in rounds if state.may_show(each))
