"""States as rows of 64-bit words, and conditions over whole columns of them.

A row has the packed meters in the low 12 bits of its first word; the bits that some scene still reads follow. Rows of
one place (node and pending node) are equal exactly if nothing that can still happen tells them apart.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from itertools import product
from operator import and_, or_

import numpy as np
from numpy.typing import NDArray

from scenarios.engine import State
from scenarios.expression import And, Call, Compare, Expression, Literal, Name, Not, Or, calls, evaluate, names
from scenarios.liveness import ALL_METERS, Liveness
from scenarios.model import METERS
from scenarios.program import AGITATION, DISTRESS, METER_STATES, TRUST, Counter, Program, bit_of

Words = NDArray[np.uint64]
Bools = NDArray[np.bool_]
METER_WIDTH = 12
METER_MASK = np.uint64((1 << METER_WIDTH) - 1)
_FIRST = 64 - METER_WIDTH

AGITATION_OF = np.array(AGITATION, dtype=np.int8)
TRUST_OF = np.array(TRUST, dtype=np.int8)
DISTRESS_OF = np.array(DISTRESS, dtype=np.int8)


class Packing:
    """Which tracked bit stands where, and column-wise reading of rows.

    Attributes:
        words: how many 64-bit words a row has.
    """

    def __init__(self, program: Program, liveness: Liveness) -> None:
        self.program = program
        self.liveness = liveness
        tracked = 0
        for node in program.nodes:
            tracked |= liveness.live(node.number, -1)[0]
        for _, _, entry in program.interrupts:
            tracked |= liveness.live(entry, program.start)[0]
        self.tracked = tracked
        self._place = self._places()
        self.words = 1 + max((word for word, _ in self._place.values()), default=0)
        self._spread: dict[int, list[int]] = {}
        self._parts: dict[int, tuple[tuple[int, np.uint64], ...]] = {}
        self._masks: dict[tuple[int, int], tuple[Words, NDArray[np.uint16] | None]] = {}
        self._tests: dict[Expression, Callable[[Words], Bools]] = {}

    def _places(self) -> dict[int, tuple[int, int]]:
        """Tracked bit -> (word, shift); counters of several bits are never split over two words."""
        widths = {
            move.counter.shift: move.counter.width
            for move in self.program.choice_moves.values()
            if move.counter.width > 1
        }
        place: dict[int, tuple[int, int]] = {}
        word, shift = 0, METER_WIDTH
        bit = 0
        while bit < self.program.bit_count:
            width = widths.get(bit, 1)
            if any(self.tracked >> b & 1 for b in range(bit, bit + width)):
                if shift + width > 64:
                    word, shift = word + 1, 0
                for b in range(bit, bit + width):
                    place[b] = (word, shift)
                    shift += 1
            bit += width
        return place

    # ---- rows -------------------------------------------------------------------------------------------------

    def spread(self, bits: int) -> list[int]:
        """A mask of the program's layout as a mask per word; untracked bits are dropped."""
        found = self._spread.get(bits)
        if found is None:
            found = self._spread[bits] = self._worked_out(bits)
        return list(found)

    def _worked_out(self, bits: int) -> list[int]:
        result = [0] * self.words
        for bit, (word, shift) in self._place.items():
            if bits >> bit & 1:
                result[word] |= 1 << shift
        return result

    def pack(self, state: State) -> Words:
        """The row of a state, dead bits and meters masked out; shape (1, words)."""
        row = self.spread(state.bits)
        row[0] |= state.meters
        rows = np.array([row], dtype=np.uint64)
        return self.mask(rows, state.node, state.pending)

    def mask(self, rows: Words, node: int, pending: int) -> Words:
        """Rows with everything cleared that cannot matter at a place."""
        key = (node, pending)
        found = self._masks.get(key)
        if found is None:
            bits, meters = self.liveness.live(node, pending)
            mask = np.array(self.spread(bits), dtype=np.uint64)
            mask[0] |= METER_MASK
            found = self._masks[key] = (mask, _meter_projection(meters))
        mask, projection = found
        rows = rows & mask
        if projection is not None:
            rows[:, 0] = (rows[:, 0] & ~METER_MASK) | projection.take(self.meters(rows))
        return rows

    @staticmethod
    def meters(rows: Words) -> NDArray[np.intp]:
        """Packed meters of each row."""
        return (rows[:, 0] & METER_MASK).astype(np.intp)

    @staticmethod
    def with_meters(rows: Words, meters: NDArray[np.uint16] | NDArray[np.intp]) -> Words:
        """A copy of the rows with other meters."""
        rows = rows.copy()
        Packing.set_meters(rows, meters)
        return rows

    def parts(self, bits: int) -> tuple[tuple[int, np.uint64], ...]:
        """A mask of the program's layout as (word, mask) of those words that have any of its tracked bits."""
        found = self._parts.get(bits)
        if found is None:
            found = tuple((word, np.uint64(mask)) for word, mask in enumerate(self.spread(bits)) if mask)
            self._parts[bits] = found
        return found

    @staticmethod
    def set_meters(rows: Words, meters: NDArray[np.uint16] | NDArray[np.intp]) -> None:
        """Give the rows other meters, in place."""
        rows[:, 0] &= ~METER_MASK
        rows[:, 0] |= meters.astype(np.uint64)

    def mark(self, rows: Words, sets: int, clears: int = 0) -> None:
        """As `put`, in place."""
        for word, mask in self.parts(sets):
            rows[:, word] |= mask
        for word, mask in self.parts(clears):
            rows[:, word] &= ~mask

    def mark_where(self, rows: Words, bits: int, where: Bools) -> None:
        """Set bits in some of the rows, in place."""
        chosen = where.astype(np.uint64)
        for word, mask in self.parts(bits):
            rows[:, word] |= chosen * mask

    def put(self, rows: Words, sets: int, clears: int = 0) -> Words:
        """A copy of the rows with bits of the program's layout set and then cleared."""
        rows = rows.copy()
        self.mark(rows, sets, clears)
        return rows

    def any_of(self, rows: Words, bits: int) -> Bools:
        """Whether a row has any of the bits."""
        result: Bools | None = None
        for word, mask in self.parts(bits):
            found: Bools = (rows[:, word] & mask) != 0
            result = found if result is None else result | found
        return np.zeros(len(rows), dtype=np.bool_) if result is None else result

    def all_of(self, rows: Words, bits: int) -> Bools:
        """Whether a row has all of the bits (those that are tracked)."""
        result: Bools | None = None
        for word, mask in self.parts(bits):
            found: Bools = (rows[:, word] & mask) == mask
            result = found if result is None else result & found
        return np.ones(len(rows), dtype=np.bool_) if result is None else result

    def reached(self, rows: Words, counter: Counter) -> Bools:
        """Whether a counted choice was taken as often as it may be."""
        if counter.limit == 1:
            return self.any_of(rows, counter.mask << counter.shift)
        return self.counts(rows, counter) >= (counter.limit or 1)

    def counts(self, rows: Words, counter: Counter) -> NDArray[np.int64]:
        """How often the counter's choice was taken; 0 where it is not tracked."""
        place = self._place.get(counter.shift)
        if place is None:
            return np.zeros(len(rows), dtype=np.int64)
        word, shift = place
        return ((rows[:, word] >> np.uint64(shift)) & np.uint64(counter.mask)).astype(np.int64)

    def count_up(self, rows: Words, counter: Counter) -> Words:
        """A copy of the rows with the counter one higher, up to its limit."""
        place = self._place.get(counter.shift)
        if place is None:
            return rows.copy()
        word, shift = place
        rows = rows.copy()
        top = 1 if counter.limit is None else counter.limit
        if top == 1:
            rows[:, word] |= np.uint64(1 << shift)
        else:
            below = self.counts(rows, counter) < top
            rows[:, word] += below.astype(np.uint64) << np.uint64(shift)
        return rows

    # ---- conditions -------------------------------------------------------------------------------------------

    def test(self, expression: Expression) -> Callable[[Words], Bools]:
        """A column-wise test of a folded condition."""
        found = self._tests.get(expression)
        if found is None:
            found = self._tests[expression] = self._compile(expression)
        return found

    def _compile(self, expression: Expression) -> Callable[[Words], Bools]:
        if isinstance(expression, Literal):
            value = bool(expression.value)
            return lambda rows: np.full(len(rows), value, dtype=np.bool_)
        if not calls(expression) and names(expression) <= set(METERS):
            table = meter_table(expression)
            return lambda rows: table.take(self.meters(rows))
        match expression:
            case Name() | Call():
                bits = self._bits(expression)
                return lambda rows: self.any_of(rows, bits)
            case Not(operand):
                inner = self.test(operand)
                return lambda rows: ~inner(rows)
            case And(operands):
                tests = [self.test(operand) for operand in operands]
                return lambda rows: reduce(and_, (test(rows) for test in tests))
            case Or(operands):
                tests = [self.test(operand) for operand in operands]
                return lambda rows: reduce(or_, (test(rows) for test in tests))
            case Compare(op, left, right) if op in ("==", "!=") and isinstance(right, Literal):
                inner = self.test(left)
                same = (op == "==") == bool(right.value)
                return inner if same else lambda rows: ~inner(rows)
            case Compare(op, left, right) if op in ("==", "!="):
                first, second = self.test(left), self.test(right)
                equal = op == "=="
                return lambda rows: (first(rows) == second(rows)) == equal
        raise AssertionError(f"not a condition over states: {expression}")

    def _bits(self, read: Name | Call) -> int:
        if isinstance(read, Name):
            return self.program.flag_bits[read.id]
        if read.function == "chosen":
            move = self.program.choice_moves.get(read.argument)
            return move.counter.mask << move.counter.shift if move is not None else 0
        return bit_of(self.program, read)


def meter_table(expression: Expression) -> Bools:
    """A condition that reads only meters, for all packed meters; shape (3993,)."""
    used = [name for name in METERS if name in names(expression)]
    table = np.empty((11,) * len(used), dtype=np.bool_)
    for values in product(range(11), repeat=len(used)):
        lookup = dict(zip(used, values, strict=True))
        table[values] = bool(evaluate(expression, lambda read, lookup=lookup: lookup[read.id]))  # type: ignore[misc]
    columns = {"agitation": AGITATION_OF, "trust": TRUST_OF, "distress": DISTRESS_OF}
    found: Bools = np.broadcast_to(table[tuple(columns[name] for name in used)], METER_STATES)
    return np.ascontiguousarray(found)


def _meter_projection(meters: int) -> NDArray[np.uint16] | None:
    """Packed meters with the dead ones at 0, or None where all live."""
    if meters == ALL_METERS:
        return None
    keep = [bool(meters & bit) for bit in (1, 2, 4, 8)]
    index = np.arange(METER_STATES)
    agitation, trust, distress, sympathy = (index // 363, index // 33 % 11, index // 3 % 11, index % 3)
    return (((agitation * keep[0] * 11 + trust * keep[1]) * 11 + distress * keep[2]) * 3 + sympathy * keep[3]).astype(
        np.uint16
    )
