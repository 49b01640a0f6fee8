"""A scenario variant with every name turned into a number: what the engine plays and the solver explores.

A state of play is three things: the node one is at, the meters packed into one small integer, and one integer of bits
for everything else that is remembered. This module decides which bit is what, and resolves conditions, targets and
counts against that layout, so that the engine and the state explorer cannot disagree about it.

Meters are packed as `((agitation * 11 + trust) * 11 + distress) * 3 + sympathy`, 0..3992.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from scenarios.edition import Edition
from scenarios.expression import Call, Expression, Literal, calls
from scenarios.model import RESUME, Case, Choice, Effects, Form, Goto, Scene

METER_STATES = 11 * 11 * 11 * 3
BREAK_OFF = "walked_out"
TRUE = Literal(True)
NO_EFFECTS = Effects()


def pack_meters(agitation: int, trust: int, distress: int, sympathy: int = 0) -> int:
    """Pack three meters (0..10) and the sympathy streak (0..2) into 0..3992."""
    return ((agitation * 11 + trust) * 11 + distress) * 3 + sympathy


AGITATION = tuple(m // 363 for m in range(METER_STATES))
TRUST = tuple(m // 33 % 11 for m in range(METER_STATES))
DISTRESS = tuple(m // 3 % 11 for m in range(METER_STATES))
SYMPATHY = tuple(m % 3 for m in range(METER_STATES))


@dataclass(frozen=True, slots=True)
class Counter:
    """Where the state counts how often a choice was taken: `width` bits from `shift`, 1 bit for a sticky one."""

    shift: int
    width: int
    limit: int | None

    @property
    def mask(self) -> int:
        """The counter's bits, unshifted."""
        return (1 << self.width) - 1

    def read(self, bits: int) -> int:
        """How often it was taken (a sticky choice: 0 or 1)."""
        return bits >> self.shift & self.mask

    def count(self, bits: int) -> int:
        """The bits after it was taken once more; stays at the limit."""
        taken = bits >> self.shift & self.mask
        top = 1 if self.limit is None else self.limit
        return bits + (1 << self.shift) if taken < top else bits


@dataclass(frozen=True, slots=True)
class Way:
    """A compiled target: branches in order (`when` folded), or a chance with weights."""

    branches: tuple[tuple[Expression, int], ...]
    weights: tuple[int, ...] = ()

    @property
    def nodes(self) -> tuple[int, ...]:
        """Every node (or RESUME_NODE) it may lead to."""
        return tuple(node for _, node in self.branches)


RESUME_NODE = -2
"""Stands for `resume` among a way's nodes."""


@dataclass(frozen=True, slots=True)
class Act:
    """A compiled case of a choice."""

    when: Expression
    case: Case
    sets: int
    clears: int
    reveals: tuple[tuple[int, Expression], ...]
    way: Way


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """A compiled choice. `number` is unique in the program; `effect_bit` is 0 unless the choice is gated.

    `counter` is that of the copied choice for the own outcome of a timeout, so that both share their once-bit.
    """

    number: int
    choice: Choice
    node: int
    when: Expression
    needs: Expression
    acts: tuple[Act, ...]
    counter: Counter
    gated_mask: int
    effect_bit: int
    is_timeout: bool
    stakes: int
    opening: bool
    has_chance: bool = False

    def used_up(self, bits: int) -> bool:
        """Whether it may not be taken again: its count is reached, or the facts it asks for are out."""
        limit = self.counter.limit
        if limit is not None and self.counter.read(bits) >= limit:
            return True
        return bool(self.gated_mask) and bits & self.gated_mask == self.gated_mask

    def taken_to_effect(self, bits: int) -> bool:
        """Whether it has been taken before and, for a gated one, disclosed something then."""
        if self.effect_bit:
            return bool(bits & self.effect_bit)
        return self.counter.read(bits) > 0


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A compiled scene, or an ending (`scene` is None)."""

    number: int
    id: str
    scene: Scene | None
    moves: tuple[Move, ...] = ()
    timeout: Move | None = None
    form: Form | None = None
    form_way: Way | None = None
    form_sets: int = 0
    otherwise: int | None = None
    enter: Effects = NO_EFFECTS
    visited_bit: int = 0
    says: tuple[tuple[tuple[Expression, int], ...], ...] = ()
    broken: bool = False

    @property
    def is_ending(self) -> bool:
        """Whether the visit ends here."""
        return self.scene is None

    @property
    def all_moves(self) -> tuple[Move, ...]:
        """The choices, and the own outcome of a timeout last."""
        if self.timeout is not None and self.timeout.is_timeout:
            return (*self.moves, self.timeout)
        return self.moves


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """A compiled edition.

    Attributes:
        nodes: scenes in file order, then endings.
        start: node the visit starts at.
        interrupts: (condition, fired bit, node) in file order.
        break_off: node of the ending that agitation 10 leads to, or None.
        flag_bits, fact_bits: bit (as a mask) of each flag and fact of this variant.
        main: nodes reachable without interrupts.
    """

    edition: Edition
    nodes: tuple[Node, ...]
    number_of: dict[str, int]
    start: int
    start_meters: int
    interrupts: tuple[tuple[Expression, int, int], ...]
    break_off: int | None
    flag_bits: dict[str, int]
    fact_bits: dict[str, int]
    visited_bits: dict[str, int]
    choice_moves: dict[str, Move]
    bit_count: int
    main: frozenset[int]
    moves: tuple[Move, ...] = field(repr=False)

    @property
    def style(self) -> str:
        """The petitioner's style in this variant."""
        return self.edition.variant.petitioner.style


class _Bits:
    """Hands out bits, one after the other."""

    def __init__(self) -> None:
        self.used = 0

    def take(self, width: int = 1) -> int:
        """The shift of `width` fresh bits."""
        shift = self.used
        self.used += width
        return shift


def compile_edition(edition: Edition) -> Program:
    """Resolve an edition into a program.

    Choices whose condition is false in this variant are left out; targets whose condition is false likewise.
    """
    found = edition.derived.get("program")
    if not isinstance(found, Program):
        found = edition.derived["program"] = _Compiler(edition).program()
    return found


class _Compiler:
    """One compilation; see :func:`compile_edition`."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.scenario = edition.scenario
        self.bits = _Bits()
        self.flag_bits = {flag: 1 << self.bits.take() for flag in self.scenario.flags}
        self.fact_bits = {fact: 1 << self.bits.take() for fact in edition.variant.facts}
        names = [*self.scenario.scenes, *self.scenario.endings]
        self.number_of = {name: number for number, name in enumerate(names)}
        self.moves: list[Move] = []
        self.choice_moves: dict[str, Move] = {}
        self.visited_bits: dict[str, int] = {}

    def program(self) -> Program:
        """Do it."""
        scenario, edition = self.scenario, self.edition
        fired = [1 << self.bits.take() for _ in scenario.interrupts]
        for scene_id in sorted(self._visited_scenes()):
            self.visited_bits[scene_id] = 1 << self.bits.take()
        nodes = [self._scene(scene) for scene in scenario.scenes.values()]
        for ending in scenario.endings.values():
            number = self.number_of[ending.id]
            bit = self.visited_bits.get(ending.id, 0)
            nodes.append(Node(number, ending.id, None, broken=ending.outcome == "broken", visited_bit=bit))
        interrupts = []
        for interrupt, bit in zip(scenario.interrupts, fired, strict=True):
            when = edition.fold(interrupt.when)
            if when != Literal(False):
                interrupts.append((when, bit, self.number_of[interrupt.goto]))
        person = edition.variant.petitioner
        start = self.number_of[scenario.start]
        return Program(
            edition=edition,
            nodes=tuple(nodes),
            number_of=self.number_of,
            start=start,
            start_meters=pack_meters(person.agitation, person.trust, person.distress),
            interrupts=tuple(interrupts),
            break_off=self.number_of[scenario.break_off] if scenario.break_off is not None else None,
            flag_bits=self.flag_bits,
            fact_bits=self.fact_bits,
            visited_bits=self.visited_bits,
            choice_moves=self.choice_moves,
            bit_count=self.bits.used,
            main=reachable(nodes, [start]),
            moves=tuple(self.moves),
        )

    def _visited_scenes(self) -> set[str]:
        found: set[str] = set()
        for expression in self._expressions():
            if isinstance(expression, Literal):
                continue
            found |= {name for function, name in calls(expression) if function == "visited"}
        return found & set(self.number_of)

    def _expressions(self) -> Iterable[Expression]:
        """Every condition that play reads, folded for this variant."""
        fold = self.edition.fold
        scenario = self.scenario
        for interrupt in scenario.interrupts:
            yield fold(interrupt.when)
        for requirement in scenario.requires:
            yield fold(requirement.when)
        for loss in (*scenario.loses, *(loss for e in scenario.endings.values() for loss in e.loses)):
            yield fold(loss.when)
        for ending in scenario.endings.values():
            yield from (fold(line.when) for line in ending.text)
        for scene in scenario.scenes.values():
            choices = scene.choices + ((scene.timeout_choice,) if scene.timeout_choice else ())
            yield from (fold(line.when) for alternatives in scene.say for line in alternatives)
            yield from (fold(branch.when) for branch in (scene.next.branches if scene.next else ()))
            for choice in choices:
                yield fold(choice.when)
                yield fold(choice.needs)
                for case in choice.cases:
                    yield fold(case.when)
                    yield from (fold(reveal.when) for reveal in case.reveals)
                    yield from (fold(line.when) for line in case.reply)
                    yield from (fold(branch.when) for branch in (case.goto.branches if case.goto else ()))
            for line in scene.form.lines if scene.form else ():
                yield fold(line.when)
                for option in (*line.options, *line.fillers):
                    yield fold(option.when)
                    yield from (fold(case.when) for case in option.cases)

    def _scene(self, scene: Scene) -> Node:
        number = self.number_of[scene.id]
        counters: dict[str, tuple[Counter, int, int]] = {}
        moves = tuple(
            move for choice in scene.choices if (move := self._move(scene, number, choice, counters)) is not None
        )
        timeout: Move | None = None
        if scene.timeout_choice is not None:
            timeout = self._move(scene, number, scene.timeout_choice, counters)
        elif scene.timeout is not None:
            timeout = next((move for move in moves if move.choice.id == scene.timeout), None)
        says = tuple(
            tuple((self.edition.fold(line.when), self._facts(line.reveals)) for line in alternatives)
            for alternatives in scene.say
        )
        return Node(
            number=number,
            id=scene.id,
            scene=scene,
            moves=moves,
            timeout=timeout,
            form=scene.form,
            form_way=self._way(scene.next) if scene.form is not None and scene.next is not None else None,
            form_sets=self._flags(scene.sets),
            otherwise=self.number_of[scene.otherwise] if scene.otherwise is not None else None,
            enter=scene.enter,
            visited_bit=self.visited_bits.get(scene.id, 0),
            says=says if any(mask for entry in says for _, mask in entry) else (),
        )

    def _move(
        self, scene: Scene, node: int, choice: Choice, counters: dict[str, tuple[Counter, int, int]]
    ) -> Move | None:
        fold = self.edition.fold
        gated = self._facts(choice.gated)
        if choice.same_as is not None:
            if choice.same_as not in counters:
                return None
            counter, gated, effect_bit = counters[choice.same_as]
        else:
            limit = choice.limit
            counter = Counter(self.bits.take((limit or 1).bit_length()), (limit or 1).bit_length(), limit)
            effect_bit = 1 << self.bits.take() if gated else 0
        when = fold(choice.when)
        acts: list[Act] = []
        for case in choice.cases:
            condition = fold(case.when)
            if condition == Literal(False):
                continue
            acts.append(self._act(scene, case, condition))
            if condition == TRUE:
                break
        move = Move(
            number=len(self.moves),
            choice=choice,
            node=node,
            when=when,
            needs=fold(choice.needs),
            acts=tuple(acts),
            counter=counter,
            gated_mask=gated,
            effect_bit=effect_bit,
            is_timeout=choice.same_as is not None,
            stakes=scene.stakes,
            opening=scene.opening,
            has_chance=any(act.way.weights for act in acts),
        )
        self.choice_moves[f"{scene.id}.{choice.id}"] = move
        if choice.same_as is None:
            counters[choice.id] = (counter, gated, effect_bit)
        if when == Literal(False):
            return None
        self.moves.append(move)
        return move

    def _act(self, scene: Scene, case: Case, condition: Expression) -> Act:
        goto = case.goto or scene.next
        assert goto is not None, f"{scene.id}: the loader lets no choice through without a target"
        return Act(
            when=condition,
            case=case,
            sets=self._flags(case.sets),
            clears=self._flags(case.clears),
            reveals=tuple(
                (self.fact_bits[reveal.fact], self.edition.fold(reveal.when))
                for reveal in case.reveals
                if reveal.fact in self.fact_bits
            ),
            way=self._way(goto),
        )

    def _way(self, goto: Goto) -> Way:
        if goto.chance:
            branches = tuple((TRUE, self._target(branch.to)) for branch in goto.branches)
            return Way(branches, tuple(branch.weight for branch in goto.branches))
        kept: list[tuple[Expression, int]] = []
        for branch in goto.branches:
            condition = self.edition.fold(branch.when)
            if condition == Literal(False):
                continue
            kept.append((condition, self._target(branch.to)))
            if condition == TRUE:
                break
        return Way(tuple(kept))

    def _target(self, to: str) -> int:
        return RESUME_NODE if to == RESUME else self.number_of[to]

    def _flags(self, flags: Iterable[str]) -> int:
        mask = 0
        for flag in flags:
            mask |= self.flag_bits[flag]
        return mask

    def _facts(self, facts: Iterable[str]) -> int:
        mask = 0
        for fact in facts:
            mask |= self.fact_bits.get(fact, 0)
        return mask


def ways_of(node: Node) -> Iterable[Way]:
    """Every target a scene may lead to."""
    for move in node.all_moves:
        for act in move.acts:
            yield act.way
    if node.form_way is not None:
        yield node.form_way


def successors(node: Node) -> set[int]:
    """Nodes a scene may lead to in one step, whatever the state; `resume` is left out."""
    found = {number for way in ways_of(node) for number in way.nodes if number != RESUME_NODE}
    if node.otherwise is not None:
        found.add(node.otherwise)
    return found


def reachable(nodes: list[Node] | tuple[Node, ...], start: Iterable[int]) -> frozenset[int]:
    """Nodes that can be reached from `start` (which they include), interrupts apart."""
    seen = set(start)
    stack = list(seen)
    while stack:
        for number in successors(nodes[stack.pop()]):
            if number not in seen:
                seen.add(number)
                stack.append(number)
    return frozenset(seen)


def bit_of(program: Program, call: Call) -> int:
    """The mask that a `known` or `visited` call reads; 0 where this variant has no such thing."""
    if call.function == "known":
        return program.fact_bits.get(call.argument, 0)
    return program.visited_bits.get(call.argument, 0)
