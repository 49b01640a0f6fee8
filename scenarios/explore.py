"""All reachable states of a scenario variant, in blocks that stand in topological order.

A block holds the states of one place (node, pending node) that have taken equally many of the choices of their loop;
because every cycle of scenes contains a once-only or `max:` choice, edges only lead to later blocks. Each block is
therefore complete before it is expanded, is sorted once, and can be solved backwards without any further ordering.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from scenarios.diagnostic import Diagnostic, ScenarioError
from scenarios.edition import Edition
from scenarios.expand import Edges, Expander, MoveRows, Place, Rows, at, same
from scenarios.graph import components
from scenarios.liveness import Liveness
from scenarios.packing import Bools, Packing, Words
from scenarios.program import RESUME_NODE, Counter, Move, Program, compile_edition, successors

STATE_LIMIT = 20_000_000
"""Above this many states a scenario is refused (`TooManyStatesError`)."""

Key = tuple[int, ...]
_Counted = tuple[tuple[tuple[int, np.uint64], ...], list[Counter]]


class TooManyStatesError(ScenarioError):
    """More states than can be solved; names the scenes and bits to blame."""


@dataclass(slots=True)
class Block:
    """States of one place, sorted.

    Attributes:
        place: where they are.
        states: packed rows, sorted, each once; shape (n, words).
        real: which can be reached by legal play (the others only ask what would still be offered).
        moves: the scene's choices over these states (empty for a form).
        edges: out of these states.
    """

    key: Key
    place: Place
    states: Words
    real: Bools
    moves: list[MoveRows] = field(default_factory=list)
    edges: list[Edges] = field(default_factory=list)

    def find(self, rows: Words) -> NDArray[np.intp]:
        """Index of each row among the block's states, -1 where it is not among them."""
        if self.states.shape[1] == 1:
            index = np.searchsorted(self.states[:, 0], rows[:, 0])
            index = np.minimum(index, len(self.states) - 1)
            return np.where(self.states[index, 0] == rows[:, 0], index, -1)
        mine = _as_keys(self.states)
        wanted = _as_keys(rows)
        index = np.minimum(np.searchsorted(mine, wanted), len(mine) - 1)
        return np.where(mine[index] == wanted, index, -1)


def _as_keys(rows: Words) -> NDArray[np.void]:
    """Rows of several words as one sortable key each (big-endian bytes, so that byte order is number order)."""
    swapped = np.ascontiguousarray(rows.astype(">u8"))
    return swapped.view(np.dtype((np.void, swapped.shape[1] * 8))).reshape(-1)


def unique_rows(rows: Words) -> tuple[Words, NDArray[np.intp]]:
    """Sorted rows, each once, and where each given row is among them."""
    if rows.shape[1] == 1:
        values, inverse = np.unique(rows[:, 0], return_inverse=True)
        return values.reshape(-1, 1), inverse.reshape(-1)
    order = np.lexsort(tuple(rows[:, word] for word in reversed(range(rows.shape[1]))))
    ordered = rows[order]
    fresh = np.ones(len(rows), dtype=np.bool_)
    fresh[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    inverse = np.empty(len(rows), dtype=np.intp)
    inverse[order] = np.cumsum(fresh) - 1
    return ordered[fresh], inverse


class Exploration:
    """The reachable states of one edition.

    Attributes:
        blocks: in topological order.
        begin: the edges that lead into the first states (or straight to an ending).
    """

    def __init__(self, edition: Edition, limit: int = STATE_LIMIT, *, owed: bool = True) -> None:
        """Take an edition in hand.

        Args:
            edition: scenario and variant.
            limit: refuse above this many states.
            owed: whether to follow choices whose `needs` does not hold too, which only scoring asks for.
        """
        self.program: Program = compile_edition(edition)
        self.liveness = Liveness(self.program)
        self.packing = Packing(self.program, self.liveness)
        self.expander = Expander(self.program, self.liveness, self.packing)
        self.limit = limit
        self._order = _Order(self.program, self.liveness, self.packing)
        self.blocks: list[Block] = []
        self.begin: list[Edges] = []
        self.by_key: dict[Key, int] = {}
        loop_of = self.liveness.loop_of
        self._needs_matter = {node.number for node in self.program.nodes if owed and loop_of[node.number] >= 0}

    @property
    def states(self) -> int:
        """How many states legal play can reach."""
        return sum(int(block.real.sum()) for block in self.blocks)

    @property
    def transitions(self) -> int:
        """How many edges lead out of them."""
        return sum(len(edges.rows) for block in self.blocks for edges in block.edges)

    def run(self) -> Exploration:
        """Explore everything.

        Raises:
            TooManyStatesError: over the limit.
            ScenarioError: an interrupt leads back behind itself (JF3010).
        """
        waiting: dict[Key, list[tuple[Edges, Bools]]] = {}
        queue: list[Key] = []

        def send(edges: Edges, key: Key, real: Bools) -> None:
            if key not in waiting:
                waiting[key] = []
                heapq.heappush(queue, key)
            waiting[key].append((edges, real))

        for edges, target in self._split(self.expander.begin()):
            self.begin.append(edges)
            if target is not None:
                send(edges, target, np.ones(1, dtype=np.bool_))
        total = 0
        while queue:
            key = heapq.heappop(queue)
            arrivals = waiting.pop(key)
            block = self._gather(key, arrivals)
            total += len(block.states)
            if total > self.limit:
                raise self._too_many(total)
            self.by_key[key] = len(self.blocks)
            self.blocks.append(block)
            for edges, target in self._expand(block):
                block.edges.append(edges)
                if self.expander.led_back is not None:
                    raise ScenarioError([self._leads_back(block, *self.expander.led_back)])
                if target is None:
                    continue
                if target <= key:
                    raise ScenarioError([self._leads_back(block, edges.move, int(edges.rows[0]))])
                real = same(np.False_, len(edges.rows)) if edges.hypothetical else at(block.real, edges.rows)
                send(edges, target, real)
        return self

    def _split(self, found: list[Edges]) -> Iterator[tuple[Edges, Key | None]]:
        """Edges split so that each group leads into one block, with that block's key (None for an ending)."""
        for edges in found:
            if edges.place is None or edges.states is None:
                yield edges, None
                continue
            parts = list(self._order.keys(edges.place, edges.states))
            if len(parts) == 1:
                yield edges, parts[0][0]
                continue
            for key, which in parts:
                booked = edges.booked.take(which, axis=0) if edges.booked is not None else None
                yield (
                    Edges(edges.move, edges.outcome, edges.probability, edges.rows.take(which), edges.place, -1, False,
                          edges.target, edges.states.take(which, axis=0), booked, edges.hypothetical),
                    key,
                )  # fmt: skip

    def _gather(self, key: Key, arrivals: list[tuple[Edges, Bools]]) -> Block:
        rows = np.concatenate([edges.states for edges, _ in arrivals if edges.states is not None])
        states, inverse = unique_rows(rows)
        real = np.zeros(len(states), dtype=np.bool_)
        place = arrivals[0][0].place
        assert place is not None
        number = len(self.blocks)
        offset = 0
        for edges, from_real in arrivals:
            assert edges.states is not None
            index = inverse[offset : offset + len(edges.states)]
            offset += len(edges.states)
            edges.block, edges.index, edges.states = number, index.astype(np.int32), None
            real[index if from_real.all() else index[from_real]] = True
        return Block(key, place, states, real)

    def _expand(self, block: Block) -> Iterator[tuple[Edges, Key | None]]:
        node = self.program.nodes[block.place.node]
        if node.form is not None:
            return self._split(self.expander.fill(block.place, block.states))
        block.moves = self.expander.moves(node, block.states)
        edges: list[Edges] = []
        for entry in block.moves:
            which = np.flatnonzero(entry.open).astype(np.int32)
            if len(which) == len(block.states):
                which = self.expander.everything(len(which))
            if len(which):
                edges += self.expander.take(block.place, entry, block.states, which)
            if entry.open is not entry.offered and node.number in self._needs_matter:
                ghost = np.flatnonzero(entry.offered & ~entry.open & block.real).astype(np.int32)
                if len(ghost):
                    edges += self.expander.take(block.place, entry, block.states, ghost, hypothetical=True)
        return self._split(edges)

    def _leads_back(self, block: Block, move: Move | None, row: int) -> Diagnostic:
        """An interrupt leads back to what it interrupted, by a move in the last block: where, and a way to it."""
        from scenarios.witness import shortest_path, token

        number = len(self.blocks) - 1
        scene = self.program.nodes[block.place.node]
        path: list[str] = []
        if block.real[row]:
            path = [*shortest_path(self, number, row), token(self, number, move)]
        mark = move.choice.mark if move is not None else scene.scene.mark if scene.scene is not None else None
        about = {"scene": scene.id, "choice": move.choice.id if move else "", "path": ",".join(path) or "—"}
        return Diagnostic("JF3010", mark, about)

    def _too_many(self, total: int) -> TooManyStatesError:
        sizes: dict[str, int] = {}
        for block in self.blocks:
            name = self.program.nodes[block.place.node].id
            sizes[name] = sizes.get(name, 0) + len(block.states)
        worst = sorted(sizes, key=lambda name: -sizes[name])[:3]
        bits = self.liveness.live(self.program.number_of[worst[0]], -1)[0] if worst else 0
        flags = [flag for flag, bit in self.program.flag_bits.items() if bits & bit]
        hubs = [
            " ".join(self.program.nodes[number].id for number in loop)
            for loop in sorted(
                self.liveness.loops, key=lambda loop: -sum(len(self.program.nodes[n].moves) for n in loop)
            )
        ][:2]
        arguments = {
            "states": f"{total:,}",
            "limit": f"{self.limit:,}",
            "scenes": ", ".join(worst),
            "flags": ", ".join(flags) or "—",
            "hubs": "; ".join(hubs) or "—",
        }
        return TooManyStatesError([Diagnostic("JF9001", None, arguments)])

    def single(self, number: int, index: int) -> Block:
        """A block of one explored state, its edges included: cut out of its block, or expanded where that has none."""
        source = self.blocks[number]
        block = Block(source.key, source.place, source.states[index : index + 1], np.ones(1, dtype=np.bool_))
        # Edges that only ask what would still be offered lead out of states that play can reach.
        if not source.edges or not source.real[index]:
            self.link(block)
            return block
        block.moves = [entry.cut(index) for entry in source.moves]
        block.edges = [cut for edges in source.edges if (cut := edges.cut(index)) is not None]
        return block

    def several(self, number: int, indices: NDArray[np.intp]) -> Block:
        """A block of some explored states of a block, their edges included.

        Args:
            number: of the block.
            indices: of the states in it, in order, each once.
        """
        if len(indices) == 1:
            return self.single(number, int(indices[0]))
        source = self.blocks[number]
        block = Block(source.key, source.place, source.states[indices], np.ones(len(indices), dtype=np.bool_))
        self.link(block)
        return block

    def link(self, block: Block) -> None:
        """Expand a block of states that are known already, its edges pointing into the blocks there are."""
        block.edges = []
        for edges, target in self._expand(block):
            block.edges.append(edges)
            if target is not None and edges.states is not None:
                edges.block = self.by_key[target]
                edges.index = self.blocks[edges.block].find(edges.states).astype(np.int32)

    def locate(self, place: Place, row: Words) -> tuple[int, int] | None:
        """Block number and index of a packed state, or None if it is not among the explored ones."""
        for key, _ in self._order.keys(place, row):
            number = self.by_key.get(key)
            if number is not None:
                index = int(self.blocks[number].find(row)[0])
                if index >= 0:
                    return number, index
        return None


class _Order:
    """Which block a state belongs to; keys sort topologically."""

    def __init__(self, program: Program, liveness: Liveness, packing: Packing) -> None:
        self.program = program
        self.liveness = liveness
        self.packing = packing
        self._component, self._position = self._arrange()
        self._loop_counters = [
            self._counted([move.counter for number in loop for move in program.nodes[number].moves])
            for loop in liveness.loops
        ]
        self._fired = self._counted([Counter(bit.bit_length() - 1, 1, 1) for _, bit, _ in program.interrupts])

    def _counted(self, counters: list[Counter]) -> _Counted:
        """Counters of one bit as masks, whose set bits are counted all at once; the others one by one."""
        single = 0
        for counter in counters:
            if counter.width == 1:
                single |= counter.mask << counter.shift
        return self.packing.parts(single), [counter for counter in counters if counter.width > 1]

    def _sum(self, rows: Words, counted: _Counted) -> NDArray[np.int64] | int:
        """How much the counters come to in each row; 0 where none is tracked."""
        total: NDArray[np.int64] | int = 0
        for word, mask in counted[0]:
            total = total + np.bitwise_count(rows[:, word] & mask).astype(np.int64)
        for counter in counted[1]:
            total = total + self.packing.counts(rows, counter)
        return total

    def _arrange(self) -> tuple[dict[int, int], dict[int, int]]:
        """Topological number of each node's component, and position within it along edges that count nothing."""
        program, liveness = self.program, self.liveness
        graph = {node.number: set(successors(node)) for node in program.nodes}
        # An interrupt may leave to a main scene and drop what was pending: that scene then comes after it.
        drops = {
            number
            for node in program.nodes
            if node.number not in program.main
            for number in graph[node.number]
            if number in program.main and not program.nodes[number].is_ending
        }
        for target in drops:
            behind = liveness.reach(target)
            for number in program.main:
                if number not in behind and not program.nodes[number].is_ending:
                    graph[number].add(target)
        component: dict[int, int] = {}
        for index, members in enumerate(components({n: sorted(s) for n, s in graph.items()})):
            for number in members:
                component[number] = index
        # An ending can be pending too; whichever it is, only a further interrupt can come of it.
        last = len(component)
        for node in program.nodes:
            if node.is_ending:
                component[node.number] = last
        free = {node.number: sorted(_uncounted(program, node.number)) for node in program.nodes}
        position = {number: index for index, members in enumerate(components(free)) for number in members}
        return component, position

    def keys(self, place: Place, rows: Words) -> Iterator[tuple[Key, Rows]]:
        """The block keys of rows at a place, with the rows that belong to each."""
        liveness = self.liveness
        running = place.pending >= 0
        main = place.pending if running else place.node
        loop = liveness.loop_of[main]
        inner = liveness.loop_of[place.node] if running else -1
        fired = self._sum(rows, self._fired) if loop >= 0 or running else 0
        count = fired + self._sum(rows, self._loop_counters[loop]) if loop >= 0 else 0
        nested = self._sum(rows, self._loop_counters[inner]) if inner >= 0 else 0
        code = (count * 64 + (fired if running else 0)) * 4096 + nested
        head = self._component[main]
        phase = 0 if running else 1
        scene_component = self._component[place.node] if running else 0
        position = self._position[place.node]
        for value, which in _parted(code, len(rows)):
            taken, rest = divmod(value, 64 * 4096)
            sub_value, nested_value = divmod(rest, 4096)
            yield (
                head, taken, phase, sub_value, scene_component, nested_value, position,
                place.node, place.pending, int(place.entered),
            ), which  # fmt: skip


def _parted(code: NDArray[np.int64] | int, count: int) -> Iterator[tuple[int, Rows]]:
    """Each value of a column, ascending, with the rows that have it."""
    if isinstance(code, int):
        yield code, np.arange(count, dtype=np.int32)
        return
    low, high = int(code.min()), int(code.max())
    if low == high:
        yield low, np.arange(count, dtype=np.int32)
        return
    for value in np.unique(code):
        yield int(value), np.flatnonzero(code == value).astype(np.int32)


def _uncounted(program: Program, number: int) -> set[int]:
    """Where a node leads without anything being counted: sticky choices, forms, `otherwise`."""
    node = program.nodes[number]
    found: set[int] = set()
    for move in node.all_moves:
        if move.counter.limit is None:
            for act in move.acts:
                found |= {n for n in act.way.nodes if n != RESUME_NODE}
    if node.form_way is not None:
        found |= {n for n in node.form_way.nodes if n != RESUME_NODE}
    if node.otherwise is not None:
        found.add(node.otherwise)
    return found
