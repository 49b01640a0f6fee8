"""What can still matter from a node on: bits that are read, rules of the end that can still change.

A state is only as large as what some reachable scene still reads; without that, states grow hundreds of times
(`docs/solver.md`). Everything here is static: it looks at targets and conditions of one variant, not at states.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from scenarios.expression import Call, Expression, Literal, Name, calls, names
from scenarios.graph import components
from scenarios.model import METERS
from scenarios.program import Move, Node, Program, bit_of, reachable, successors, ways_of

METER_BIT = {"agitation": 1, "trust": 2, "distress": 4, "sympathy": 8}
ALL_METERS = 15


@dataclass(frozen=True, slots=True)
class EndRule:
    """One rule read at the end: points forgone if the condition holds (`sign` of a flag unset is in it).

    Attributes:
        name: what the trainee is told (`registered`, a fact's id, `mood`, an index of `loses`).
        kind: requires, key, loses or mood.
        code: indicator or dimension letter the points count in.
        points: how many; `mood` computes its own.
        condition: folded; the points are forgone where it holds.
        variables: bits whose change could change it; -1 stands for the meters.
    """

    name: str
    kind: str
    code: str
    points: float
    condition: Expression
    bits: int
    meters: bool


class Liveness:
    """Static facts about a program's nodes.

    Attributes:
        program: what is looked at.
        rules: the end's rules, those of single endings apart.
        loop_of: number of the loop (strongly connected component with a cycle) each main or interrupt node is on,
            -1 for none.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        nodes = program.nodes
        graph = {node.number: sorted(successors(node)) for node in nodes}
        self.component_order = components(graph)
        """Strongly connected components, those that lead to others first."""
        self.loop_of = [-1] * len(nodes)
        self.loops: list[tuple[int, ...]] = []
        for component in self.component_order:
            if len(component) > 1 or component[0] in graph[component[0]]:
                for number in component:
                    self.loop_of[number] = len(self.loops)
                self.loops.append(tuple(sorted(component)))
        self.rules = tuple(end_rules(program))
        self._reach: dict[int, frozenset[int]] = {}
        self._interrupt_nodes = reachable(nodes, [node for _, _, node in program.interrupts])
        entries = [reachable(nodes, [node]) - program.main for _, _, node in program.interrupts]
        self._shared = {n for n in self._interrupt_nodes if sum(n in entry for entry in entries) > 1}
        self._reads = [self._node_reads(node) for node in nodes]
        self._changes = [self._node_changes(node) for node in nodes]
        self._live: dict[tuple[int, int], tuple[int, int]] = {}

    # ---- regions ----------------------------------------------------------------------------------------------

    def reach(self, node: int) -> frozenset[int]:
        """Nodes reachable from a node without interrupts, itself included."""
        found = self._reach.get(node)
        if found is None:
            found = self._reach[node] = reachable(self.program.nodes, [node])
        return found

    def region(self, node: int, pending: int) -> frozenset[int]:
        """Everything that may still be entered from a node (with a pending one), interrupts included."""
        if pending >= 0:
            return self.reach(node) | self.region(pending, -1) | {pending}
        if self.program.nodes[node].is_ending and not self.program.interrupts:
            return frozenset((node,))
        return self.reach(node) | self._interrupt_nodes

    # ---- reads and changes ------------------------------------------------------------------------------------

    def reads_of(self, expression: Expression) -> tuple[int, int]:
        """(bits, meters) that a folded condition reads."""
        bits = meters = 0
        if isinstance(expression, Literal):
            return 0, 0
        for name in names(expression):
            if name in METERS:
                meters |= METER_BIT[name]
            elif name != "ending":
                bits |= self.program.flag_bits[name]
        for function, argument in calls(expression):
            if function == "chosen":
                move = self.program.choice_moves.get(argument)
                if move is not None:
                    bits |= move.counter.mask << move.counter.shift
            else:
                bits |= bit_of(self.program, Call(function, argument))
        return bits, meters

    def counted(self, node: int) -> bool:
        """Whether a scene can be entered a second time, so that its counts matter."""
        return self.loop_of[node] >= 0 or node in self._shared

    def _node_reads(self, node: Node) -> tuple[int, int]:
        found = [self.reads_of(expression) for expression in node_conditions(self.program, node)]
        for move in node.all_moves:
            bits = move.gated_mask
            if move.effect_bit:
                # Whether asking is in vain depends on every fact it may disclose being new.
                bits |= _reveal_mask(move)
            if self.counted(node.number):
                bits |= (move.counter.mask << move.counter.shift) | move.effect_bit
            found.append((bits, ALL_METERS if move.choice.moves else 0))
        return _union(found)

    def _node_changes(self, node: Node) -> tuple[int, bool]:
        """(bits, whether the meters may change) by entering and leaving a node."""
        bits = node.form_sets | node.visited_bit
        meters = bool(node.enter)
        for entry in node.says:
            for _, mask in entry:
                bits |= mask
        for move in node.all_moves:
            bits |= (move.counter.mask << move.counter.shift) | move.effect_bit
            meters = meters or bool(move.choice.moves)
            for act in move.acts:
                bits |= act.sets | act.clears
                meters = meters or bool(act.case.effects)
                for bit, _ in act.reveals:
                    bits |= bit
        return bits, meters

    @cached_property
    def _interrupt_reads(self) -> tuple[int, int]:
        found = [self.reads_of(when) for when, _, _ in self.program.interrupts]
        fired = 0
        for _, bit, _ in self.program.interrupts:
            fired |= bit
        breaks = METER_BIT["agitation"] if self.program.break_off is not None else 0
        if self.program.break_off is not None:
            # Wherever a visit can break off, what the ending of a break-off loses is read.
            found += [self.reads_of(loss) for loss in ending_conditions(self.program, self.program.break_off)]
        return _union([*found, (fired, breaks)])

    # ---- the answers ------------------------------------------------------------------------------------------

    def open_rules(self, node: int, pending: int) -> tuple[int, ...]:
        """Indices of the end's rules that something reachable can still change."""
        if self.program.nodes[node].is_ending:
            return ()
        bits = 0
        meters = False
        for number in self.region(node, pending):
            if not self.program.nodes[number].is_ending:
                bits |= self._changes[number][0]
                meters = meters or self._changes[number][1]
        return tuple(index for index, rule in enumerate(self.rules) if rule.bits & bits or (rule.meters and meters))

    def live(self, node: int, pending: int) -> tuple[int, int]:
        """(bits, meters) of a state at a node that can still matter."""
        key = (node, pending)
        found = self._live.get(key)
        if found is None:
            region = self.region(node, pending)
            parts = [self._reads[number] for number in region]
            parts.append(self._interrupt_reads)
            for index in self.open_rules(node, pending):
                rule = self.rules[index]
                parts.append((rule.bits, 7 if rule.meters else 0))
            for number in region:
                if self.program.nodes[number].is_ending:
                    parts.extend(self.reads_of(loss) for loss in ending_conditions(self.program, number))
            found = self._live[key] = _union(parts)
        return found


def _reveal_mask(move: Move) -> int:
    mask = 0
    for act in move.acts:
        for bit, _ in act.reveals:
            mask |= bit
    return mask


def _union(parts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    bits = meters = 0
    for more_bits, more_meters in parts:
        bits |= more_bits
        meters |= more_meters
    return bits, meters


def node_conditions(program: Program, node: Node) -> Iterable[Expression]:
    """Every folded condition that decides what happens at a scene."""
    fold = program.edition.fold
    for move in node.all_moves:
        yield from move_conditions(move)
    for way in ways_of(node):
        if not way.weights:
            yield from (condition for condition, _ in way.branches)
    for entry in node.says:
        yield from (when for when, _ in entry)
    for line in node.form.lines if node.form else ():
        yield fold(line.when)
        for option in line.options:
            yield fold(option.when)
            yield from (fold(case.when) for case in option.cases)


def move_conditions(move: Move) -> Iterable[Expression]:
    """Every folded condition of one choice, its targets apart."""
    yield move.when
    yield move.needs
    for act in move.acts:
        yield act.when
        yield from (gate for _, gate in act.reveals)


def ending_conditions(program: Program, node: int) -> Iterable[Expression]:
    """Conditions of what an ending itself loses."""
    ending = program.edition.scenario.endings[program.nodes[node].id]
    return (program.edition.fold(loss.when) for loss in ending.loses)


def end_rules(program: Program) -> Iterable[EndRule]:
    """The rules of RULES §8 "Ends" for this variant, those of single endings apart."""
    from scenarios.expression import And, Not

    edition = program.edition
    false = Literal(False)

    def rule(name: str, kind: str, code: str, points: float, condition: Expression) -> EndRule:
        bits = 0
        meters = False
        for used in names(condition):
            if used in METERS:
                meters = True
            else:
                bits |= program.flag_bits[used]
        for function, argument in calls(condition):
            if function == "chosen":
                move = program.choice_moves.get(argument)
                bits |= move.counter.mask << move.counter.shift if move is not None else 0
            else:
                bits |= bit_of(program, Call(function, argument))
        return EndRule(name, kind, code, points, condition, bits, meters)

    for requirement in edition.scenario.requires:
        # A `known(f)` there also holds while f is undisclosed, so that not asking never cancels a duty.
        condition = edition.fold(assume_known(edition.fold(requirement.when)))
        if condition == false:
            continue
        unset: Expression = Not(Name(requirement.flag))
        if condition != Literal(True):
            unset = And((condition, unset))
        yield rule(requirement.flag, "requires", requirement.indicator, requirement.points, unset)
    for fact in edition.variant.facts.values():
        if fact.key:
            yield rule(fact.id, "key", fact.key, fact.key_points, Not(Call("known", fact.id)))
    for index, loss in enumerate(edition.scenario.loses):
        condition = edition.fold(loss.when)
        if condition != false:
            yield rule(str(index), "loses", loss.indicator, loss.points, condition)
    yield EndRule("mood", "mood", "E", 0, Literal(True), 0, True)


def assume_known(expression: Expression) -> Expression:
    """The condition with every `known(f)` read as true."""
    from scenarios.expression import And, Compare, Not, Or

    match expression:
        case Call("known", _):
            return Literal(True)
        case Not(operand):
            return Not(assume_known(operand))
        case And(operands):
            return And(tuple(assume_known(operand) for operand in operands))
        case Or(operands):
            return Or(tuple(assume_known(operand) for operand in operands))
        case Compare(op, left, right):
            return Compare(op, assume_known(left), assume_known(right))
        case _:
            return expression
