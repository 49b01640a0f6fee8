"""What happens anywhere among the reachable states of a variant: the ground of every "this never happens"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from scenarios.expand import MoveRows
from scenarios.explore import Block, Exploration
from scenarios.expression import Literal
from scenarios.loops import reachable
from scenarios.model import FormLine
from scenarios.packing import Bools
from scenarios.program import TRUE, Act, Node


@dataclass(slots=True)
class Seen:
    """Everything that legal play can come to in one variant.

    Attributes:
        scenes, endings: ids that can be reached; a scene that `otherwise` may pass through unseen counts.
        offered, opened: `scene.choice` that some state offers, and that can be taken in some state.
        cases: (`scene.choice`, place among its cases) that can be taken.
        options: `scene.line=option` that some form shows.
        fired: ids of interrupts that can fire.
        facts: facts that can be disclosed.
        flags: flags that can be set.
    """

    scenes: set[str] = field(default_factory=set)
    endings: set[str] = field(default_factory=set)
    offered: set[str] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)
    cases: set[tuple[str, int]] = field(default_factory=set)
    options: set[str] = field(default_factory=set)
    fired: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)


def seen(exploration: Exploration) -> Seen:
    """Look through all states once, column by column."""
    return _Look(exploration).seen()


class _Look:
    def __init__(self, exploration: Exploration) -> None:
        self.exploration = exploration
        self.program = exploration.program
        self.packing = exploration.packing
        self.expander = exploration.expander
        self.found = Seen()
        self._fact_of = {bit: fact for fact, bit in self.program.fact_bits.items()}

    def seen(self) -> Seen:
        """Do it."""
        for block in self.exploration.blocks:
            if block.real.any():
                self._block(block)
        self._ends()
        self._interrupts()
        self._told()
        return self.found

    def _block(self, block: Block) -> None:
        node = self.program.nodes[block.place.node]
        self.found.scenes.add(node.id)
        if node.form is not None:
            self._form(block, node)
            self.found.flags |= {*node.scene.sets} if node.scene is not None else set()
        for entry in block.moves:
            name = f"{node.id}.{entry.move.choice.id}"
            if (entry.offered & block.real).any():
                self.found.offered.add(name)
            if (entry.open & block.real).any():
                self.found.opened.add(name)
                self._cases(name, entry, block)

    def _cases(self, name: str, entry: MoveRows, block: Block) -> None:
        taken = entry.open & block.real
        for index, act in enumerate(entry.move.acts):
            place = next(n for n, case in enumerate(entry.move.choice.cases) if case is act.case)
            if (name, place) in self.found.cases and not self._unheard(act):
                continue
            which = np.flatnonzero(taken & (entry.act == index))
            if len(which):
                self.found.cases.add((name, place))
                self.found.flags |= {*act.case.sets}
                self._reveals(entry, index, block, which)

    def _unheard(self, act: Act) -> bool:
        return any(self._fact_of[bit] not in self.found.facts for bit, _ in act.reveals)

    def _reveals(self, entry: MoveRows, index: int, block: Block, which: np.ndarray) -> None:
        """The facts that a case discloses: gates read the state after the step's effects (RULES §2, step 4)."""
        act = entry.move.acts[index]
        wanted = [(self._fact_of[bit], gate) for bit, gate in act.reveals]
        wanted = [(fact, gate) for fact, gate in wanted if fact not in self.found.facts]
        self.found.facts |= {fact for fact, gate in wanted if gate == TRUE}
        if all(gate == TRUE for _, gate in wanted):
            return
        now = self.packing.count_up(block.states[which], entry.move.counter)
        meters = self.expander.act_table(entry.move, index).meters
        now = self.packing.put(self.packing.with_meters(now, meters[self.packing.meters(now)]), act.sets, act.clears)
        self.found.facts |= {fact for fact, gate in wanted if self.packing.test(gate)(now).any()}

    def _form(self, block: Block, node: Node) -> None:
        assert node.form is not None
        for line in node.form.lines:
            if line.kind == "pick":
                for name, shown in self._options(block, line):
                    if (shown & block.real).any():
                        self.found.options.add(f"{node.id}.{line.id}={name}")

    def _options(self, block: Block, line: FormLine) -> Iterator[tuple[str, Bools]]:
        fold = self.program.edition.fold
        there = self.packing.test(fold(line.when))(block.states)
        for option in line.options:
            yield option.id, there & self.packing.test(fold(option.when))(block.states)

    def _ends(self) -> None:
        nodes = self.program.nodes
        for edges in self.exploration.begin:
            if edges.place is None:
                self.found.endings.add(nodes[edges.ending].id)
        for block in self.exploration.blocks:
            for edges in block.edges:
                if edges.place is None and not edges.hypothetical and block.real[edges.rows].any():
                    self.found.endings.add(nodes[edges.ending].id)

    def _interrupts(self) -> None:
        """One that has fired is remembered in every later state; an entry that `otherwise` may leave leaves none."""
        edition = self.program.edition
        kept = [each for each in edition.scenario.interrupts if edition.fold(each.when) != Literal(False)]
        for interrupt, (_, bit, entry) in zip(kept, self.program.interrupts, strict=True):
            passing = self.program.nodes[entry].otherwise is not None
            blocks = self.exploration.blocks
            if passing or any((self.packing.any_of(b.states, bit) & b.real).any() for b in blocks):
                self.found.fired.add(interrupt.id)

    def _told(self) -> None:
        """Facts that a spoken line discloses, wherever it may be spoken; scenes passed through count as seen."""
        known = reachable(self.program.edition)
        passed = {n.id for n in self.program.nodes if n.otherwise is not None and n.form is None and n.id in known}
        self.found.scenes |= passed
        for node in self.program.nodes:
            if node.id in self.found.scenes:
                for alternatives in node.says:
                    for when, mask in alternatives:
                        if when != Literal(False):
                            self.found.facts |= {fact for bit, fact in self._fact_of.items() if mask & bit}
