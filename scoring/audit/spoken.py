"""Lines of a `say` or a `reply` that nobody hears: their condition holds in no state in which they could be spoken.

The meters are exactly those of the explored states. Flags, facts, scenes and choices count as possible wherever they
come about at all; so what is said to be never spoken never is, and some of what is never spoken is not said to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np

from scenarios.diagnostic import Diagnostic
from scenarios.explore import Block
from scenarios.expression import (
    FALSE,
    METERS,
    TRUE,
    And,
    Call,
    Compare,
    Expression,
    Literal,
    Name,
    Not,
    Or,
    all_of,
    fold,
    negate,
    unparse,
    walk,
)
from scenarios.model import Alternatives, Line, Scene
from scenarios.packing import Bools, meter_table
from scoring.audit.seen import Seen
from scoring.audit.subject import Subject
from scoring.study import Study

MOST = 6
"""Yes-or-no atoms of a condition; of one with more nothing is claimed."""

PACKED = (11, 11, 11, 3)
"""Agitation, trust, distress and the streak of sympathy, in the order in which they are packed."""

Place = tuple[str, int]
"""`scene` and -1 for what is said on entering, or `scene.choice` and the place of a case for what answers it."""


def check(subject: Subject) -> Iterator[Diagnostic]:
    """JF3031 for each line with a condition that is spoken in no variant; of a fragment's copy nothing is claimed.

    A line without one, behind others, is there in case.
    """
    if not subject.complete:
        return
    variants = [_Variant(study, subject.seen[name]) for name, study in subject.studies.items()]
    for scene in subject.scenario.scenes.values():
        unheard: dict[Line, str] = {}
        heard: set[Line] = set()
        for place, alternatives in () if scene.fragment else _spoken(scene):
            silent = _unheard(alternatives, place, variants)
            unheard |= dict.fromkeys(silent, place[0])
            heard.update(line for line in alternatives if line not in silent)
        for line, name in unheard.items():
            if line not in heard:  # cases may share a reply
                about = {"place": name, "condition": _words(line.when), "basis": subject.basis}
                yield Diagnostic("JF3031", line.text.mark or scene.mark, about)


def _spoken(scene: Scene) -> Iterator[tuple[Place, Alternatives]]:
    yield from (((scene.id, -1), alternatives) for alternatives in scene.say)
    for choice in (*scene.choices, *((scene.timeout_choice,) if scene.timeout_choice else ())):
        yield from (((f"{scene.id}.{choice.id}", n), case.reply) for n, case in enumerate(choice.cases) if case.reply)


def _unheard(alternatives: Alternatives, place: Place, variants: Sequence[_Variant]) -> list[Line]:
    """Which of the lines no variant comes to. A place that nobody comes to is a finding of its own."""
    there = [variant for variant in variants if variant.at(place).any()]
    found: list[Line] = []
    before: list[Expression] = []
    for line in alternatives if there else ():
        own = line.when if line.when is not None else TRUE
        settled = all(variant.fold(own) == FALSE for variant in there)  # the loader says so
        if line.when is not None and not settled and not any(variant.may_hold(own, before, place) for variant in there):
            found.append(line)
        before.append(own)
    return found


class _Variant:
    """What can be said in one variant."""

    def __init__(self, study: Study, found: Seen) -> None:
        self.fold = study.edition.fold
        self._seen = found
        self._scenario = study.edition.scenario
        self._exploration = study.exploration
        self._nowhere = np.zeros(int(np.prod(PACKED)), dtype=np.bool_)
        self._meters: dict[Place, Bools] = {}
        for block in self._exploration.blocks:
            if block.real.any():
                self._block(block)

    def at(self, place: Place) -> Bools:
        """The packed meters with which play comes to a place."""
        scene = self._scenario.scenes.get(place[0])
        if scene is not None and scene.otherwise is not None and scene.id in self._seen.scenes:
            return ~self._nowhere  # it may be passed through, which leaves no state there
        return self._meters.get(place, self._nowhere)

    def may_hold(self, own: Expression, before: Sequence[Expression], place: Place) -> bool:
        """Whether a line's condition can hold at a place where those of the lines before it do not."""
        wanted = all_of([self.fold(own), *(negate(self.fold(each)) for each in before)])
        atoms = {node for node in walk(wanted) if _is_atom(node)}
        settled = {atom: value for atom in atoms if (value := self._settled(atom, place)) is not None}
        wanted = _with(wanted, settled)
        free = sorted({node for node in walk(wanted) if _is_atom(node)}, key=unparse)
        if len(free) > MOST:
            return True
        for values in product((FALSE, TRUE), repeat=len(free)):
            left = _with(wanted, dict(zip(free, values, strict=True)))
            if left != FALSE and bool((meter_table(left) & self.at(place)).any()):
                return True
        return False

    def _settled(self, atom: Expression, place: Place) -> Literal | None:
        """TRUE or FALSE where an atom cannot be otherwise, else None."""
        match atom:
            case Name(name):
                possible = name in self._seen.flags
            case Call("known", fact):
                possible = fact in self._seen.facts
            case Call("visited", name):
                if name == place[0] or place[0].startswith(f"{name}."):
                    return TRUE
                possible = name in self._seen.scenes
            case Call("chosen", name):
                scene = self._scenario.scenes.get(name.rpartition(".")[0])
                timed = scene is not None and scene.timeout_choice is not None
                possible = timed or name in self._seen.opened
            case _:
                return None
        return None if possible else FALSE

    def _block(self, block: Block) -> None:
        node = self._exploration.program.nodes[block.place.node]
        live = self._exploration.liveness.live(block.place.node, block.place.pending)[1]
        self._add((node.id, -1), self._where(block, block.real, live))
        for entry in block.moves:
            for index, act in enumerate(entry.move.acts):
                if not act.case.reply:
                    continue
                number = next(n for n, case in enumerate(entry.move.choice.cases) if case is act.case)
                before = self._where(block, block.real & entry.open & (entry.act == index), live)
                after = np.zeros_like(before)
                after[self._exploration.expander.act_table(entry.move, index).meters[before]] = True
                self._add((f"{node.id}.{entry.move.choice.id}", number), after)

    def _where(self, block: Block, rows: Bools, live: int) -> Bools:
        """The meters of some rows of a block; one that matters to nothing else was not kept and may be anything."""
        found = self._nowhere.copy()
        found[self._exploration.packing.meters(block.states[rows])] = True
        table = found.reshape(PACKED)
        for axis in range(len(PACKED)):
            if not live & 1 << axis:
                table = np.broadcast_to(table.any(axis=axis, keepdims=True), PACKED)
        return np.ascontiguousarray(table).reshape(-1)

    def _add(self, place: Place, meters: Bools) -> None:
        self._meters[place] = self._meters.get(place, self._nowhere) | meters


def _words(condition: Expression | None) -> str:
    return unparse(condition) if condition is not None else ""


def _is_atom(node: Expression) -> bool:
    return isinstance(node, Call) or (isinstance(node, Name) and node.id not in METERS)


def _with(expr: Expression, values: Mapping[Expression, Literal]) -> Expression:
    """A condition in which some atoms are settled, simplified."""
    return fold(_put(expr, values), {}, {})


def _put(expr: Expression, values: Mapping[Expression, Literal]) -> Expression:
    match expr:
        case Name() | Call():
            return values.get(expr, expr)
        case Compare(op, left, right):
            return Compare(op, _put(left, values), _put(right, values), expr.column)
        case Not(operand):
            return Not(_put(operand, values), expr.column)
        case And(operands):
            return And(tuple(_put(each, values) for each in operands), expr.column)
        case Or(operands):
            return Or(tuple(_put(each, values) for each in operands), expr.column)
        case _:
            return expr
