"""A state of play, and what happened in a step: the values that the engine takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scenarios.model import FormLine, Option, OptionCase
from scenarios.program import AGITATION, DISTRESS, TRUST, Move


class State(NamedTuple):
    """Everything that play depends on.

    Attributes:
        node: scene or ending one is at.
        pending: node an interrupt will resume to, -1 when none runs.
        entered: whether the pending node's `enter:` effects have been applied already.
        meters: packed meters and sympathy streak (`program.pack_meters`).
        bits: flags, facts, counts, fired interrupts, visited scenes (`program.Program` has the layout).
    """

    node: int
    pending: int
    entered: bool
    meters: int
    bits: int

    @property
    def agitation(self) -> int:
        """0..10."""
        return AGITATION[self.meters]

    @property
    def trust(self) -> int:
        """0..10."""
        return TRUST[self.meters]

    @property
    def distress(self) -> int:
        """0..10."""
        return DISTRESS[self.meters]


class Arrival(NamedTuple):
    """One node entered on the way. `how` is goto, interrupt, resume, otherwise or break_off.

    `state` is the state in which its `say` (or the ending's text) is read; `heated` says that `enter:` effects were
    applied on this arrival. An interrupted target is reported only once it is really entered.
    """

    state: State
    how: str
    heated: bool


class _StepParts(NamedTuple):
    before: State
    move: Move
    act: int
    vain: bool
    revealed: int
    between: State | None
    entered: tuple[Arrival, ...] | None
    after: State
    broke_off: bool
    target: int


class Step(_StepParts):
    """What taking a choice did.

    Most steps just go to the next scene; what follows from that is put together only where it is asked for.

    Attributes:
        before: the state it was taken in.
        move: the choice.
        act: index of its case that held.
        vain: asked in vain; its ratings count nothing.
        revealed: mask of facts that came out.
        middle: the state after steps 1-4, in which `reply` is read (its node is still the scene's).
        arrivals: nodes entered, the last one is where one now is.
        after: the state now.
        broke_off: whether step 8 ended the visit; then `target` is the node that was pending.
        target: node fixed in step 6.
    """

    __slots__ = ()

    @property
    def middle(self) -> State:
        """The state after steps 1-4."""
        if self.between is not None:
            return self.between
        return State(self.before.node, self.before.pending, self.before.entered, self.after.meters, self.after.bits)

    @property
    def arrivals(self) -> tuple[Arrival, ...]:
        """Nodes entered, the last one is where one now is."""
        return (Arrival(self.after, "goto", False),) if self.entered is None else self.entered


class FormStep(NamedTuple):
    """What handing in a form did. `picks` has the option id of every line that was there, in order."""

    before: State
    picks: Mapping[str, str]
    arrivals: tuple[Arrival, ...]
    after: State
    broke_off: bool
    target: int


class Offer(NamedTuple):
    """A choice that the state offers; `open` if its `needs` holds too."""

    move: Move
    act: int
    open: bool


class OpenLine(NamedTuple):
    """A form line that is there in a state, with the author's options that are there, each with its case."""

    line: FormLine
    options: tuple[tuple[Option, OptionCase], ...]
