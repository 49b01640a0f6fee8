"""Structure over all reachable states: what the graph of scenes alone cannot tell.

That something never happens is said only where every variant was explored whole; the finding names what was explored.
What is closed in some variants only is how variants differ, and no finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from scenarios.check.reads import facts_read
from scenarios.diagnostic import Diagnostic, Mark
from scenarios.explore import Exploration
from scenarios.expression import METERS, Expression, Literal, calls, names, unparse
from scenarios.loops import edges, reachable
from scenarios.model import Choice, Scenario, Scene
from scenarios.packing import meter_table
from scenarios.witness import seed_of, shortest_path
from scoring.audit.replay import replay
from scoring.audit.seen import Seen
from scoring.audit.subject import Subject


def check(subject: Subject) -> Iterator[Diagnostic]:
    """JF3021 to JF3029: scenes, choices, cases, options, endings, interrupts, facts and flags that never come about."""
    if subject.complete:
        yield from _Never(subject, subject.seen).findings()


class _Never:
    """What happens in no variant of a scenario."""

    def __init__(self, subject: Subject, variants: Mapping[str, Seen]) -> None:
        self.subject = subject
        self.scenario: Scenario = subject.scenario
        self.variants = variants
        self.all = Seen()
        for each in variants.values():
            for part in Seen.__slots__:
                getattr(self.all, part).update(getattr(each, part))
        self.reachable = reachable(self.scenario)

    def findings(self) -> Iterator[Diagnostic]:
        """All of them."""
        for scene in self.scenario.scenes.values():
            if scene.id in self.all.scenes:
                # A fragment serves many callers; what this one closes in its copy is none of its mistakes.
                if not scene.fragment:
                    yield from self._choices(scene)
                    yield from self._options(scene)
            elif scene.id in self.reachable:
                yield from self._scene(scene)
        for ending in self.scenario.endings.values():
            if ending.id not in self.all.endings and ending.mark is not None:
                yield self._finding("JF3025", ending.mark, name=ending.id)
        for interrupt in self.scenario.interrupts:
            if interrupt.id not in self.all.fired and not self._settled(interrupt.when):
                yield self._finding("JF3026", interrupt.mark, name=interrupt.id, condition=unparse(interrupt.when))
        yield from self._facts()
        yield from self._duties()

    def _finding(self, code: str, mark: Mark | None, **arguments: object) -> Diagnostic:
        return Diagnostic(code, mark or self.subject.top, {**arguments, "basis": self.subject.basis})

    def _settled(self, *conditions: Expression | None) -> bool:
        """Whether one of them cannot hold whatever the state; the loader says so at the condition itself."""
        editions = [study.edition for study in self.subject.studies.values()]
        for condition in conditions:
            folded = {edition.fold(condition) for edition in editions} if condition is not None else set()
            if folded and all(_impossible(each) for each in folded):
                return True
        return False

    def _scene(self, scene: Scene) -> Iterator[Diagnostic]:
        """A scene that something reached leads to; what lies behind it follows from it and is not told again.

        Of a fragment's copy only where it begins, under the name of the call.
        """
        call = scene.id.rpartition("/")[0] if scene.fragment else ""
        ways = [
            way
            for name in self.scenario.scenes
            if name in self.all.scenes and not (call and name.startswith(f"{call}/"))
            for way in self._ways(self.scenario.scenes[name], scene.id)
        ]
        if ways:
            yield self._finding("JF3021", scene.mark, name=call or scene.id, ways="; ".join(dict.fromkeys(ways)))

    def _ways(self, scene: Scene, target: str) -> Iterator[str]:
        """How a scene leads to another, each way with what it asks for and never gets."""
        for choice in _own(scene):
            name = f"{scene.id}.{choice.id}"
            for case in choice.cases:
                goto = case.goto or scene.next
                for branch in goto.branches if goto is not None else ():
                    if branch.to == target:
                        asked = [case.when, branch.when]
                        shown = " and ".join(f"({unparse(part)})" for part in asked if part is not None)
                        if name not in self.all.opened:
                            shown = self._condition(name, choice)
                        yield f"{name} [{shown}]" if shown else name
        if any(edge.to == target and not edge.choice for edge in edges(scene)):
            yield scene.id

    def _choices(self, scene: Scene) -> Iterator[Diagnostic]:
        for choice in _own(scene):
            name = f"{scene.id}.{choice.id}"
            if name not in self.all.opened:
                if self._settled(choice.when, choice.needs):
                    continue
                about = {"scene": scene.id, "choice": choice.id, "condition": self._condition(name, choice)}
                yield self._finding("JF3022", choice.mark or scene.mark, **about)
                continue
            for number, case in enumerate(choice.cases):
                if case.when is None or (name, number) in self.all.cases:
                    continue
                if not self._settled(case.when):
                    about = {"scene": scene.id, "choice": choice.id, "condition": unparse(case.when)}
                    yield self._finding("JF3024", case.mark or choice.mark, **about)

    def _condition(self, name: str, choice: Choice) -> str:
        """The condition of a choice that is never met; both where neither alone is to blame."""
        parts: list[tuple[str, Expression | None]] = [("when", choice.when), ("needs", choice.needs)]
        if name in self.all.offered:
            parts = parts[1:]
        told = [f"{key}: {unparse(part)}" for key, part in parts if part is not None]
        told += [f"until: {fact}" for fact in choice.gated if not told]
        return "; ".join(told) or "—"

    def _options(self, scene: Scene) -> Iterator[Diagnostic]:
        for line in scene.form.lines if scene.form is not None else ():
            for option in line.options if line.kind == "pick" else ():
                shown = option.when is None or f"{scene.id}.{line.id}={option.id}" in self.all.options
                if not shown and not self._settled(option.when):
                    about = {"scene": scene.id, "line": line.id, "option": option.id}
                    yield self._finding("JF3023", option.mark or line.mark, **about, condition=_words(option.when))

    def _facts(self) -> Iterator[Diagnostic]:
        """A fact some choice reveals, and play never hears; in some variants only where it costs points there."""
        revealed = _revealing(self.scenario)
        facts = {fact.id: fact for variant in self.scenario.variants.values() for fact in variant.facts.values()}
        read = facts_read(self.scenario)
        for fact in facts.values():
            if fact.id not in revealed:
                continue  # JF3004 says so
            ways = ", ".join(revealed[fact.id])
            if fact.id not in self.all.facts:
                yield self._finding("JF3027", fact.mark, name=fact.id, ways=ways)
                continue
            for name, each in self.variants.items():
                here = self.scenario.variants[name].facts.get(fact.id)
                if here is not None and fact.id not in each.facts and (here.key or fact.id in read):
                    about = {"name": fact.id, "variant": name, "ways": ways}
                    yield self._finding("JF3028", fact.mark, **about)

    def _duties(self) -> Iterator[Diagnostic]:
        """A duty that nobody can meet in a variant that asks for it."""
        for duty in self.scenario.requires:
            for name, each in self.variants.items():
                fold = self.subject.studies[name].edition.fold
                if duty.flag not in each.flags and fold(duty.when) != Literal(False):
                    yield self._finding("JF3029", duty.mark, name=duty.flag, variant=name)


def _impossible(condition: Expression) -> bool:
    """Whether a folded condition that reads nothing but meters never holds."""
    if calls(condition) or not names(condition) <= set(METERS):
        return False
    return not meter_table(condition).any()


def _words(condition: Expression | None) -> str:
    return unparse(condition) if condition is not None else ""


def _own(scene: Scene) -> tuple[Choice, ...]:
    """A scene's choices, and the own outcome of its timeout."""
    return (*scene.choices, scene.timeout_choice) if scene.timeout_choice is not None else scene.choices


def _revealing(scenario: Scenario) -> dict[str, list[str]]:
    """For each fact the places that reveal it, `scene.choice` or a scene that tells it, with the gate."""
    found: dict[str, list[str]] = {}
    for scene in scenario.scenes.values():
        for line in (line for alternatives in scene.say for line in alternatives):
            for fact in line.reveals:
                found.setdefault(fact, []).append(scene.id)
        for choice in _own(scene):
            for reveal in (reveal for case in choice.cases for reveal in case.reveals):
                gate = f" ({unparse(reveal.when)})" if reveal.when is not None else ""
                found.setdefault(reveal.fact, []).append(f"{scene.id}.{choice.id}{gate}")
    return {fact: list(dict.fromkeys(ways)) for fact, ways in found.items()}


def stuck_states(exploration: Exploration) -> list[Diagnostic]:
    """Scenes that have no open choice in some reachable state (RULES §3, `otherwise`), each with the way to one."""
    variant = exploration.program.edition.variant.name
    found: dict[int, Diagnostic] = {}
    for block_number, block in enumerate(exploration.blocks):
        node = exploration.program.nodes[block.place.node]
        if node.form is not None or node.number in found:
            continue
        open_here = np.zeros(len(block.states), dtype=np.bool_)
        for entry in block.moves:
            if not entry.move.is_timeout:
                open_here |= entry.open
        blocked = np.flatnonzero(block.real & ~open_here)
        if len(blocked):
            path = shortest_path(exploration, block_number, int(blocked[0]))
            seed = seed_of(exploration, path, lambda play, end=node.id: play.node.id == end and not play.open_ids())  # type: ignore[misc]
            run = replay(exploration.program.edition.scenario, variant, path, seed)
            found[node.number] = Diagnostic(
                "JF3020",
                node.scene.mark if node.scene is not None else None,
                {"scene": node.id, "variant": variant, "path": ",".join(path) or "—", "run": run},
            )
    return list(found.values())
