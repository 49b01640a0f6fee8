"""The event of a choice, written as canonical JSON at once.

There is one for every decision, so it is put together from its parts instead of going through a JSON library, which
takes ten times as long. A test holds it equal to what `canonical` makes of the same data.
"""

from __future__ import annotations

from json.encoder import encode_basestring as _quoted
from typing import Any

from scenarios.engine import State, Step
from scenarios.program import AGITATION, DISTRESS, TRUST, Program
from simulator.record.events import Event


class _MeterTexts(dict[int, str]):
    """`[agitation,trust,distress]` by packed meters; at most as many as there are packed meters."""

    def __missing__(self, meters: int) -> str:
        text = self[meters] = f"[{AGITATION[meters]},{TRUST[meters]},{DISTRESS[meters]}]"
        return text


_new = tuple.__new__
_METERS = _MeterTexts()


def state_data(state: State) -> list[Any]:
    """A state as an event has it: node, pending node, entered, packed meters, and the bits in hexadecimal.

    The bits are text because JSON has no number of a thousand bits that every program would read back.
    """
    return [state.node, state.pending, state.entered, state.meters, f"{state.bits:x}"]


class ChoiceEvents:
    """Writes the events of choices of one program."""

    def __init__(self, program: Program) -> None:
        self._places = tuple(f'"state":[{node.number},-1,false,' for node in program.nodes)
        self._names = tuple(
            (f'"choice":{_quoted(move.choice.id)}', f'"scene":{_quoted(program.nodes[move.node].id)}')
            for move in program.moves
        )

    def event(self, kind: str, step: Step, shown: str, latency: int) -> Event:
        """What was on the screen, what was chosen, and the state it led to.

        Args:
            kind: `choice` or `timed_out`.
            step: what the choice did.
            shown: ids of the choices offered, as the text of a JSON list without spaces; in the order on screen if
                they were on one, else in file order.
            latency: milliseconds since they were on the screen, 0 if they were not.

        Returns:
            The event; its data are `scene`, `choice`, `shown`, `latency`, `before` and `after` (agitation, trust and
            distress, 0..10), and `state` (see `state_data`).
        """
        before, move, _, _, _, _, _, (node, pending, entered, meters, bits), _, _ = step
        choice, scene = self._names[move.number]
        if pending < 0 and not entered:
            place = self._places[node]
        else:
            place = f'"state":[{node},{pending},{"true" if entered else "false"},'
        text = (
            f'{{"after":{_METERS[meters]},"before":{_METERS[before[3]]},{choice},"latency":{latency},{scene},'
            f'"shown":{shown},{place}{meters},"{bits:x}"]}}'
        )
        return _new(Event, (kind, None, text))


def choice_events(program: Program) -> ChoiceEvents:
    """The writer of a program; made once."""
    found = program.edition.derived.get("choice_events")
    if not isinstance(found, ChoiceEvents):
        found = program.edition.derived["choice_events"] = ChoiceEvents(program)
    return found
