"""One step of play for a whole column of states at once: the engine's rules over packed rows.

Every function mirrors one of `engine.Engine`; a test walks both side by side. Rows split where a condition divides
them, so that each group of edges has one choice, one outcome and one place it leads to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenarios.emotion_grid import move_grid
from scenarios.expression import Expression, Literal
from scenarios.liveness import EndRule, Liveness
from scenarios.model import Effects
from scenarios.packing import AGITATION_OF, DISTRESS_OF, TRUST_OF, Bools, Packing, Words
from scenarios.program import METER_STATES, RESUME_NODE, TRUE, Act, Move, Node, Program, Way

Rows = NDArray[np.intp]
DIMENSION_LETTERS = "LECR"
FALSE = Literal(False)


class Place(NamedTuple):
    """Where states of one block are: the node, the node an interrupt resumes to (or -1), and whether it was entered."""

    node: int
    pending: int = -1
    entered: bool = False


@dataclass(slots=True)
class Edges:
    """Transitions of one kind out of a block of states.

    Attributes:
        move: the choice taken; None for a form.
        outcome, probability: branch of a chance, and how likely it is (1 without one).
        rows: which states of the block, by index.
        place: where they lead; None where the visit ends.
        ending: number of the ending, -1 if none.
        broke_off: whether it ends by step 8; `target` is then the node that was pending.
        states: rows at the place, masked (not for endings).
        booked: points forgone by end rules that nothing can change any more, shape (n, 4), or None for none.
        hypothetical: taken although `needs` does not hold; asks only what would then still be offered.
    """

    move: Move | None
    outcome: int
    probability: float
    rows: Rows
    place: Place | None
    ending: int
    broke_off: bool
    target: int
    states: Words | None
    booked: NDArray[np.float64] | None
    hypothetical: bool = False
    block: int = -1
    index: Rows = field(default_factory=lambda: np.empty(0, dtype=np.intp))


@dataclass(slots=True)
class MoveRows:
    """One choice over a block: where it is offered, where open, which case holds, where asking would be in vain."""

    move: Move
    offered: Bools
    open: Bools
    act: NDArray[np.int8]
    vain: Bools


@dataclass(frozen=True, slots=True)
class ActTable:
    """A case of a choice over all packed meters: where they go, and the ratings per indicator code."""

    meters: NDArray[np.uint16]
    rates: dict[str, NDArray[np.int8]]


class Expander:
    """Column-wise steps for one program."""

    def __init__(self, program: Program, liveness: Liveness, packing: Packing) -> None:
        self.program = program
        self.liveness = liveness
        self.packing = packing
        self._tables: dict[tuple[int, int], ActTable] = {}
        self._heat: dict[Effects, NDArray[np.uint16]] = {}
        self._booking: dict[tuple[int, int, int, int], tuple[EndRule, ...]] = {}
        self._emotion = program.edition.table

    # ---- tables -----------------------------------------------------------------------------------------------

    def act_table(self, move: Move, act: int) -> ActTable:
        """Where a case takes the meters, and what it rates, over all packed meters."""
        key = (move.number, act)
        found = self._tables.get(key)
        if found is None:
            found = self._tables[key] = self._act_table(move, move.acts[act])
        return found

    def _act_table(self, move: Move, act: Act) -> ActTable:
        case = act.case
        grid = move_grid(self._emotion, move.choice.moves, self.program.style, move.opening)
        index = np.arange(METER_STATES)
        added = (case.effects.agitation, case.effects.trust, case.effects.distress)
        values = [
            np.clip(column.astype(np.int16) + change.reshape(-1) + more, 0, 10)
            for column, change, more in zip(
                (AGITATION_OF, TRUST_OF, DISTRESS_OF), (grid.dA, grid.dT, grid.dD), added, strict=True
            )
        ]
        sympathy = grid.sympathy_after.reshape(-1)
        meters = (((values[0] * 11 + values[1]) * 11 + values[2]) * 3 + sympathy).astype(np.uint16)
        rates: dict[str, NDArray[np.int8]] = {}
        if not case.rates_only:
            rates.update({code: values.reshape(-1) for code, values in grid.rates.items()})
        for code, points in case.rates.items():
            rates[code] = np.full(len(index), points, dtype=np.int8)
        return ActTable(meters, rates)

    def _heated(self, effects: Effects) -> NDArray[np.uint16]:
        found = self._heat.get(effects)
        if found is None:
            values = [
                np.clip(column.astype(np.int16) + more, 0, 10)
                for column, more in (
                    (AGITATION_OF, effects.agitation),
                    (TRUST_OF, effects.trust),
                    (DISTRESS_OF, effects.distress),
                )
            ]
            sympathy = np.arange(METER_STATES) % 3
            found = (((values[0] * 11 + values[1]) * 11 + values[2]) * 3 + sympathy).astype(np.uint16)
            self._heat[effects] = found
        return found

    # ---- choices ----------------------------------------------------------------------------------------------

    def used_up(self, move: Move, rows: Words) -> Bools:
        """Where the choice may not be taken again."""
        used = np.zeros(len(rows), dtype=np.bool_)
        if move.counter.limit is not None and self.liveness.counted(move.node):
            used |= self.packing.counts(rows, move.counter) >= move.counter.limit
        if move.gated_mask:
            used |= self.packing.all_of(rows, move.gated_mask)
        return used

    def to_effect(self, move: Move, rows: Words) -> Bools:
        """Where it has been taken to effect before."""
        if not self.liveness.counted(move.node):
            return np.zeros(len(rows), dtype=np.bool_)
        if move.effect_bit:
            return self.packing.any_of(rows, move.effect_bit)
        return self.packing.counts(rows, move.counter) > 0

    def offered(self, move: Move, rows: Words) -> Bools:
        """Where the state offers the choice (also of another scene): `when` holds and it is not used up."""
        return self.packing.test(move.when)(rows) & ~self.used_up(move, rows)

    def acts_of(self, move: Move, rows: Words) -> NDArray[np.int8]:
        """Which case of the choice holds in each row."""
        result = np.zeros(len(rows), dtype=np.int8)
        if len(move.acts) == 1:
            return result
        left = np.ones(len(rows), dtype=np.bool_)
        for index, act in enumerate(move.acts):
            hit = left if act.when == TRUE else left & self.packing.test(act.when)(rows)
            result[hit] = index
            left = left & ~hit
        return result

    def moves(self, node: Node, rows: Words) -> list[MoveRows]:
        """Every choice of a scene over a block of its states, the own outcome of a timeout last."""
        found: list[MoveRows] = []
        by_id: dict[str, MoveRows] = {}
        for move in node.all_moves:
            offered = self.offered(move, rows)
            is_open = offered if move.needs == TRUE else offered & self.packing.test(move.needs)(rows)
            if move.is_timeout:
                copied = by_id.get(move.choice.same_as or "")
                is_open = is_open & copied.open if copied is not None else np.zeros_like(is_open)
                offered = is_open
            entry = MoveRows(move, offered, is_open, self.acts_of(move, rows), np.zeros(len(rows), dtype=np.bool_))
            by_id[move.choice.id] = entry
            found.append(entry)
        return found

    def take(self, place: Place, entry: MoveRows, rows: Words, which: Rows, hypothetical: bool = False) -> list[Edges]:
        """The edges of taking a choice in the given rows; also notes where it is in vain."""
        found: list[Edges] = []
        for index in range(len(entry.move.acts)):
            chosen = which if len(entry.move.acts) == 1 else which[entry.act[which] == index]
            if len(chosen):
                found += self._take_act(place, entry, index, rows, chosen, hypothetical)
        return found

    def _take_act(
        self, place: Place, entry: MoveRows, index: int, rows: Words, which: Rows, hypothetical: bool
    ) -> list[Edges]:
        move, act = entry.move, entry.move.acts[index]
        packing = self.packing
        now = packing.count_up(rows[which], move.counter)
        now = packing.with_meters(now, self.act_table(move, index).meters[packing.meters(now)])
        if act.sets or act.clears:
            now = packing.put(now, act.sets, act.clears)
        if act.reveals:
            now, news = self._reveal(act, now)
            if move.effect_bit:
                entry.vain[which] = ~news
                now[news] = packing.put(now[news], move.effect_bit)
        elif move.effect_bit:
            entry.vain[which] = True
        out = _Collector(self, place, move, hypothetical)
        way = act.way
        if way.weights:
            total = sum(way.weights)
            for outcome, ((_, target), weight) in enumerate(zip(way.branches, way.weights, strict=True)):
                out.outcome, out.probability = outcome, weight / total
                self._leave(out, place, target, which, now)
        else:
            self._follow(out, place, way, which, now)
        return out.edges

    def vain(self, move: Move, rows: Words, act: NDArray[np.int8]) -> Bools:
        """Where asking would be in vain, taken or not."""
        result = np.zeros(len(rows), dtype=np.bool_)
        if not move.effect_bit:
            return result
        for index, case in enumerate(move.acts):
            which = np.flatnonzero(act == index)
            if not len(which):
                continue
            now = self.packing.count_up(rows[which], move.counter)
            now = self.packing.with_meters(now, self.act_table(move, index).meters[self.packing.meters(now)])
            now = self.packing.put(now, case.sets, case.clears)
            result[which] = ~self._reveal(case, now)[1]
        return result

    def _reveal(self, act: Act, now: Words) -> tuple[Words, Bools]:
        """Step 4: facts whose gate holds; also where anything new came out."""
        packing = self.packing
        news = np.zeros(len(now), dtype=np.bool_)
        masks: list[tuple[int, Bools]] = []
        for bit, gate in act.reveals:
            fresh = ~packing.any_of(now, bit) & packing.test(gate)(now)
            # A fact nothing reads any more is not tracked; that it is new matters only where it is.
            if bit & packing.tracked:
                news |= fresh
                masks.append((bit, fresh))
        for bit, fresh in masks:
            now[fresh] = packing.put(now[fresh], bit)
        return now, news

    # ---- forms ------------------------------------------------------------------------------------------------

    def fill(self, place: Place, rows: Words) -> list[Edges]:
        """The edges of handing in the form of a scene: all rows, whatever was picked."""
        node = self.program.nodes[place.node]
        assert node.form_way is not None
        out = _Collector(self, place, None, False)
        which = np.arange(len(rows))
        self._follow(out, place, node.form_way, which, self.packing.put(rows, node.form_sets))
        return out.edges

    # ---- targets ----------------------------------------------------------------------------------------------

    def begin(self) -> list[Edges]:
        """The start of the visit, as edges out of nowhere."""
        program = self.program
        row = np.zeros((1, self.packing.words), dtype=np.uint64)
        row[0, 0] = program.start_meters
        out = _Collector(self, None, None, False)
        self._settle(out, np.zeros(1, dtype=np.intp), row, program.start, False)
        return out.edges

    def _follow(self, out: _Collector, place: Place, way: Way, which: Rows, now: Words) -> None:
        if len(way.branches) == 1:
            self._leave(out, place, way.branches[0][1], which, now)
            return
        left = np.ones(len(which), dtype=np.bool_)
        for condition, target in way.branches:
            hit = left if condition == TRUE else left & self.packing.test(condition)(now)
            if hit.any():
                self._leave(out, place, target, which[hit], now[hit])
            left = left & ~hit

    def _leave(self, out: _Collector, place: Place, target: int, which: Rows, now: Words) -> None:
        if target == RESUME_NODE:
            self._settle(out, which, now, place.pending, place.entered)
        elif place.pending >= 0 and target not in self.program.main and not self.program.nodes[target].is_ending:
            self._enter(out, which, now, target, place.pending, place.entered)
        else:
            self._settle(out, which, now, target, False)

    def _settle(self, out: _Collector, which: Rows, now: Words, target: int, entered: bool) -> None:
        program, packing = self.program, self.packing
        for when, fired, node in program.interrupts:
            hit = packing.test(when)(now) & ~packing.any_of(now, fired)
            if hit.any():
                self._enter(out, which[hit], packing.put(now[hit], fired), node, target, entered)
                which, now = which[~hit], now[~hit]
        if program.break_off is not None and len(which):
            hit = AGITATION_OF[packing.meters(now)] == 10
            if hit.any():
                out.end(which[hit], now[hit], program.break_off, broke_off=True, target=target)
                which, now = which[~hit], now[~hit]
        if not len(which):
            return
        effects = program.nodes[target].enter
        if not entered and effects:
            now = packing.with_meters(now, self._heated(effects)[packing.meters(now)])
            self._settle(out, which, now, target, True)
            return
        if program.nodes[target].is_ending:
            out.end(which, now, target, broke_off=False, target=target)
        else:
            self._show(out, which, now, Place(target))

    def _enter(self, out: _Collector, which: Rows, now: Words, node: int, pending: int, entered: bool) -> None:
        effects = self.program.nodes[node].enter
        if effects:
            now = self.packing.with_meters(now, self._heated(effects)[self.packing.meters(now)])
        entered = entered or not self.program.nodes[pending].enter
        self._show(out, which, now, Place(node, pending, entered))

    def _show(self, out: _Collector, which: Rows, now: Words, place: Place) -> None:
        packing = self.packing
        node = self.program.nodes[place.node]
        if node.visited_bit:
            now = packing.put(now, node.visited_bit)
        for entry in node.says:
            left = np.ones(len(which), dtype=np.bool_)
            masks: list[tuple[Bools, int]] = []
            for when, mask in entry:
                hit = left & packing.test(when)(now)
                masks.append((hit, mask))
                left = left & ~hit
            for hit, mask in masks:
                if mask and hit.any():
                    # The rows may belong to another branch of a chance as well.
                    now = now.copy()
                    now[hit] = packing.put(now[hit], mask)
        if node.otherwise is not None and node.form is None:
            any_open = np.zeros(len(which), dtype=np.bool_)
            for entry_rows in self.moves(node, now):
                if not entry_rows.move.is_timeout:
                    any_open |= entry_rows.open
            if not any_open.all():
                self._leave(out, place, node.otherwise, which[~any_open], now[~any_open])
                which, now = which[any_open], now[any_open]
        if len(which):
            out.go(which, now, place)

    # ---- the end's rules --------------------------------------------------------------------------------------

    def closed_rules(self, source: Place | None, place: Place | None) -> tuple[EndRule, ...]:
        """End rules that are still open at one place and settled at the next (all of them at an ending)."""
        before = (source.node, source.pending) if source is not None else (-1, -1)
        after = (place.node, place.pending) if place is not None else (-1, -1)
        found = self._booking.get((*before, *after))
        if found is None:
            rules = self.liveness.rules
            opened = set(range(len(rules)) if source is None else self.liveness.open_rules(*before))
            still = set() if place is None else set(self.liveness.open_rules(*after))
            found = tuple(rules[index] for index in sorted(opened - still))
            self._booking[(*before, *after)] = found
        return found

    def forgone(self, rules: tuple[EndRule, ...], rows: Words) -> NDArray[np.float64]:
        """Points per dimension that rules of the end forgo in each row; shape (n, 4)."""
        points = np.zeros((len(rows), 4))
        for rule in rules:
            column = DIMENSION_LETTERS.index(rule.code[0])
            if rule.kind == "mood":
                points[:, column] += self.mood[self.packing.meters(rows)]
            else:
                points[:, column] += rule.points * self.packing.test(rule.condition)(rows)
        return points

    def ending_forgone(self, ending: int, rows: Words) -> NDArray[np.float64]:
        """Points that an ending itself loses."""
        points = np.zeros((len(rows), 4))
        fold = self.program.edition.fold
        for loss in self.program.edition.scenario.endings[self.program.nodes[ending].id].loses:
            condition: Expression = fold(loss.when)
            if condition != FALSE:
                column = DIMENSION_LETTERS.index(loss.indicator[0])
                points[:, column] += loss.points * self.packing.test(condition)(rows)
        return points

    @cached_property
    def mood(self) -> NDArray[np.float64]:
        """½ (A - 3)⁺ + ½ (5 - T)⁺ + (D - 7)⁺ over all packed meters, in emotion points (RULES §8, Ends)."""
        agitation, trust, distress = (c.astype(float) for c in (AGITATION_OF, TRUST_OF, DISTRESS_OF))
        points: NDArray[np.float64] = 0.5 * np.maximum(agitation - 3, 0) + 0.5 * np.maximum(5 - trust, 0)
        points += np.maximum(distress - 7, 0)
        return points


class _Collector:
    """Gathers the edges of one choice (or form) out of one block."""

    def __init__(self, expander: Expander, source: Place | None, move: Move | None, hypothetical: bool) -> None:
        self.expander = expander
        self.source = source
        self.move = move
        self.hypothetical = hypothetical
        self.outcome = 0
        self.probability = 1.0
        self.edges: list[Edges] = []

    def go(self, which: Rows, now: Words, place: Place) -> None:
        """Edges to a scene."""
        rules = self.expander.closed_rules(self.source, place)
        booked = self.expander.forgone(rules, now) if rules else None
        if booked is not None and not booked.any():
            booked = None
        states = self.expander.packing.mask(now, place.node, place.pending)
        self.edges.append(
            Edges(self.move, self.outcome, self.probability, which, place, -1, False, place.node, states, booked,
                  self.hypothetical)
        )  # fmt: skip

    def end(self, which: Rows, now: Words, ending: int, *, broke_off: bool, target: int) -> None:
        """Edges to an ending."""
        expander = self.expander
        booked = expander.forgone(expander.closed_rules(self.source, None), now) + expander.ending_forgone(ending, now)
        self.edges.append(
            Edges(self.move, self.outcome, self.probability, which, None, ending, broke_off, target, None, booked,
                  self.hypothetical)
        )  # fmt: skip
