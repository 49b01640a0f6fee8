"""One step of play for a whole column of states at once: the engine's rules over packed rows.

Every function mirrors one of `engine.Engine`; a test walks both side by side. Rows split where a condition divides
them, so that each group of edges has one choice, one outcome and one place it leads to.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from scenarios.emotion_grid import move_grid
from scenarios.expression import Expression, Literal
from scenarios.liveness import EndRule, Liveness
from scenarios.model import Effects
from scenarios.packing import AGITATION_OF, DISTRESS_OF, TRUST_OF, Bools, Packing, Words
from scenarios.program import METER_STATES, RESUME_NODE, TRUE, Act, Move, Node, Program, Way

Rows = NDArray[np.int32]
"""Indices of states within a block, ascending, each once."""
DIMENSION_LETTERS = "LECR"
FALSE = Literal(False)


A = TypeVar("A", bound=np.generic)


def same(value: A, count: int) -> NDArray[A]:
    """One value for every row, in no space; read-only."""
    return np.broadcast_to(value, count)


def at(array: NDArray[A], rows: Rows) -> NDArray[A]:
    """The given rows of an array over a block's states; the array itself, not a copy, where they are all."""
    return array if len(rows) == len(array) else array.take(rows, axis=0)


def divided(which: Rows, now: Words, hit: Bools) -> tuple[tuple[Rows, Words], tuple[Rows, Words]]:
    """Rows and their states, those that are hit and the others."""
    index = np.flatnonzero(hit)
    if not len(index):
        return (which[:0], now[:0]), (which, now)
    if len(index) == len(which):
        return (which, now), (which[:0], now[:0])
    others = np.flatnonzero(~hit)
    return (which.take(index), now.take(index, axis=0)), (which.take(others), now.take(others, axis=0))


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
    index: Rows = field(default_factory=lambda: np.empty(0, dtype=np.int32))

    def cut(self, row: int) -> Edges | None:
        """The edge out of one state of the block, as if that were the only one; None if there is none."""
        where = int(self.rows.searchsorted(np.int32(row)))
        if where == len(self.rows) or self.rows[where] != row:
            return None
        part = slice(where, where + 1)
        booked = self.booked[part] if self.booked is not None else None
        there = np.zeros(1, dtype=np.int32)
        return replace(self, rows=there, states=None, booked=booked, index=self.index[part])


@dataclass(slots=True)
class MoveRows:
    """One choice over a block: where it is offered, where open, which case holds, where asking was in vain.

    Arrays that are the same in every row may be read-only. `kinds` is room for the points of the choice.
    """

    move: Move
    offered: Bools
    open: Bools
    act: NDArray[np.int8]
    vain: Bools
    kinds: NDArray[np.int16] | None = None

    def cut(self, row: int) -> MoveRows:
        """The choice in one state of the block."""
        part = slice(row, row + 1)
        kinds = self.kinds[part] if self.kinds is not None else None
        return MoveRows(self.move, self.offered[part], self.open[part], self.act[part], self.vain[part], kinds)


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
        self._counted: Rows = np.empty(0, dtype=np.int32)
        self.led_back: tuple[Move | None, int] | None = None
        """The first move, and the row it is made in, by which an interrupt led back to what it interrupted."""

    def everything(self, count: int) -> Rows:
        """The indices of a block's rows; those of equally large blocks are one array."""
        if len(self._counted) != count:
            self._counted = np.arange(count, dtype=np.int32)
            self._counted.setflags(write=False)
        return self._counted

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

    def used_up(self, move: Move, rows: Words) -> Bools | None:
        """Where the choice may not be taken again; None for nowhere."""
        packing = self.packing
        used: Bools | None = None
        if move.counter.limit is not None and self.liveness.counted(move.node):
            used = packing.reached(rows, move.counter)
        if move.gated_mask:
            told = packing.all_of(rows, move.gated_mask)
            used = told if used is None else used | told
        return used

    def to_effect(self, move: Move, rows: Words) -> Bools | None:
        """Where it has been taken to effect before; None for nowhere."""
        if not self.liveness.counted(move.node):
            return None
        if move.effect_bit:
            return self.packing.any_of(rows, move.effect_bit)
        return self.packing.any_of(rows, move.counter.mask << move.counter.shift)

    def offered(self, move: Move, rows: Words) -> Bools:
        """Where the state offers the choice (also of another scene): `when` holds and it is not used up."""
        used = self.used_up(move, rows)
        if used is None:
            return self.packing.test(move.when)(rows)
        return ~used if move.when == TRUE else self.packing.test(move.when)(rows) & ~used

    def acts_of(self, move: Move, rows: Words) -> NDArray[np.int8]:
        """Which case of the choice holds in each row."""
        if len(move.acts) == 1:
            return same(np.int8(0), len(rows))
        result = np.zeros(len(rows), dtype=np.int8)
        left: Bools | None = None
        for index, act in enumerate(move.acts):
            if act.when == TRUE:
                result[slice(None) if left is None else left] = index
                break
            hit = self.packing.test(act.when)(rows)
            hit = hit if left is None else left & hit
            result[hit] = index
            left = ~hit if left is None else left & ~hit
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
            vain = np.zeros(len(rows), dtype=np.bool_) if move.effect_bit else same(np.False_, len(rows))
            entry = MoveRows(move, offered, is_open, self.acts_of(move, rows), vain)
            by_id[move.choice.id] = entry
            found.append(entry)
        return found

    def take(self, place: Place, entry: MoveRows, rows: Words, which: Rows, hypothetical: bool = False) -> list[Edges]:
        """The edges of taking a choice in the given rows; also notes where it is in vain."""
        found: list[Edges] = []
        for index in range(len(entry.move.acts)):
            chosen = which if len(entry.move.acts) == 1 else which[at(entry.act, which) == index]
            if len(chosen):
                found += self._take_act(place, entry, index, rows, chosen, hypothetical)
        return found

    def _take_act(
        self, place: Place, entry: MoveRows, index: int, rows: Words, which: Rows, hypothetical: bool
    ) -> list[Edges]:
        move, act = entry.move, entry.move.acts[index]
        packing = self.packing
        now = packing.count_up(at(rows, which), move.counter)
        packing.set_meters(now, self.act_table(move, index).meters.take(packing.meters(now)))
        packing.mark(now, act.sets, act.clears)
        if act.reveals:
            news = self._reveal(act, now)
            if move.effect_bit:
                entry.vain[which] = ~news
                packing.mark_where(now, move.effect_bit, news)
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
            which = np.flatnonzero(act == index).astype(np.int32)
            if not len(which):
                continue
            now = self.packing.count_up(at(rows, which), move.counter)
            self.packing.set_meters(now, self.act_table(move, index).meters.take(self.packing.meters(now)))
            self.packing.mark(now, case.sets, case.clears)
            result[which] = ~self._reveal(case, now)
        return result

    def _reveal(self, act: Act, now: Words) -> Bools:
        """Step 4, in place: facts whose gate holds; returns where anything new came out."""
        packing = self.packing
        news = np.zeros(len(now), dtype=np.bool_)
        masks: list[tuple[int, Bools]] = []
        for bit, gate in act.reveals:
            # A fact nothing reads any more is not tracked; that it is new matters only where it is.
            if bit & packing.tracked:
                fresh = ~packing.any_of(now, bit) & packing.test(gate)(now)
                news |= fresh
                masks.append((bit, fresh))
        for bit, fresh in masks:
            packing.mark_where(now, bit, fresh)
        return news

    # ---- forms ------------------------------------------------------------------------------------------------

    def fill(self, place: Place, rows: Words) -> list[Edges]:
        """The edges of handing in the form of a scene: all rows, whatever was picked."""
        node = self.program.nodes[place.node]
        assert node.form_way is not None
        out = _Collector(self, place, None, False)
        which = self.everything(len(rows))
        self._follow(out, place, node.form_way, which, self.packing.put(rows, node.form_sets))
        return out.edges

    # ---- targets ----------------------------------------------------------------------------------------------

    def begin(self) -> list[Edges]:
        """The start of the visit, as edges out of nowhere."""
        program = self.program
        row = np.zeros((1, self.packing.words), dtype=np.uint64)
        row[0, 0] = program.start_meters
        out = _Collector(self, None, None, False)
        self._settle(out, np.zeros(1, dtype=np.int32), row, program.start, False)
        return out.edges

    def _follow(self, out: _Collector, place: Place, way: Way, which: Rows, now: Words) -> None:
        if len(way.branches) == 1:
            self._leave(out, place, way.branches[0][1], which, now)
            return
        for condition, target in way.branches:
            if condition == TRUE:
                self._leave(out, place, target, which, now)
                return
            (hit, hit_rows), (which, now) = divided(which, now, self.packing.test(condition)(now))
            if len(hit):
                self._leave(out, place, target, hit, hit_rows)
            if not len(which):
                return

    def _leave(self, out: _Collector, place: Place, target: int, which: Rows, now: Words) -> None:
        if target == RESUME_NODE:
            self._settle(out, which, now, place.pending, place.entered)
        elif place.pending >= 0 and target not in self.program.main and not self.program.nodes[target].is_ending:
            self._enter(out, which, now, target, place.pending, place.entered)
        else:
            if place.pending >= 0 and self._leads_back(place.pending, target):
                self.led_back = self.led_back or (out.move, int(which[0]))
            self._settle(out, which, now, target, False)

    def _leads_back(self, pending: int, target: int) -> bool:
        """Whether a target of the main flow can lead to the pending one (RULES §2, step 9), whatever the state."""
        return not self.program.nodes[target].is_ending and pending in self.liveness.reach(target)

    def _settle(self, out: _Collector, which: Rows, now: Words, target: int, entered: bool) -> None:
        program, packing = self.program, self.packing
        for when, fired, node in program.interrupts:
            strikes = packing.test(when)(now)
            if not strikes.any():
                continue
            (hit, struck), (which, now) = divided(which, now, strikes & ~packing.any_of(now, fired))
            if len(hit):
                self._enter(out, hit, packing.put(struck, fired), node, target, entered)
            if not len(which):
                return
        if program.break_off is not None:
            broken = AGITATION_OF.take(packing.meters(now)) == 10
            (hit, gone), (which, now) = divided(which, now, broken)
            if len(hit):
                out.end(hit, gone, program.break_off, broke_off=True, target=target)
        if not len(which):
            return
        effects = program.nodes[target].enter
        if not entered and effects:
            now = packing.with_meters(now, self._heated(effects).take(packing.meters(now)))
            self._settle(out, which, now, target, True)
            return
        if program.nodes[target].is_ending:
            out.end(which, now, target, broke_off=False, target=target)
        else:
            self._show(out, which, now, Place(target))

    def _enter(self, out: _Collector, which: Rows, now: Words, node: int, pending: int, entered: bool) -> None:
        effects = self.program.nodes[node].enter
        if effects:
            now = self.packing.with_meters(now, self._heated(effects).take(self.packing.meters(now)))
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
                    packing.mark_where(now, mask, hit)
        if node.otherwise is not None and node.form is None:
            any_open = np.zeros(len(which), dtype=np.bool_)
            for entry_rows in self.moves(node, now):
                if not entry_rows.move.is_timeout:
                    any_open |= entry_rows.open
            (which, now), (closed, nowhere) = divided(which, now, any_open)
            if len(closed):
                self._leave(out, place, node.otherwise, closed, nowhere)
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
                points[:, column] += self.mood.take(self.packing.meters(rows))
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
