"""Checks that need the whole scenario: names that clash, conditions that never change, loops, scenes nobody reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scenarios.calls import Expansion, Site
from scenarios.choices import words
from scenarios.diagnostic import Mark
from scenarios.edition import Edition
from scenarios.expression import METERS, Expression, Literal, names
from scenarios.findings import Findings
from scenarios.loops import Ways, endless, reachable, reachable_without_interrupts
from scenarios.model import RESUME, Scenario, Scene
from scenarios.scope import Scope
from scenarios.source import Entry, Node, Scalar, Sequence
from scenarios.source import Mapping as MappingNode

RESUME_OUTSIDE, FLAG_CLASH, NAME_CLASH, UNSET_READ = "JF2049", "JF2028", "JF2030", "JF2031"
METER_IN_WHEN, SETTLED = "JF2033", "JF2046"
UNREACHABLE, ENDLESS = "JF3001", "JF3002"


# ---------------------------------------------------------------------------------------------- flags


def setters(site: Site) -> Iterable[Scalar]:
    """Every flag that a scene sets, where it stands."""
    node = site.node
    written = node.get("choices")
    for entry in written.entries.values() if isinstance(written, MappingNode) else ():
        if isinstance(entry.value, MappingNode):
            yield from _flags(entry.value)
            cases = entry.value.get("cases")
            for case in cases.items if isinstance(cases, Sequence) else ():
                if isinstance(case, MappingNode):
                    yield from _flags(case)
    timeout = node.get("timeout")
    if isinstance(timeout, MappingNode):
        yield from _flags(timeout)
    yield from _flags(node)


def _flags(node: MappingNode) -> Iterable[Scalar]:
    entry = node.entries.get("sets")
    if entry is not None and isinstance(entry.value, Sequence):
        yield from (item for item in entry.value.items if isinstance(item, Scalar))


def all_flags(expansion: Expansion, taken: Mapping[str, str]) -> tuple[str, ...]:
    """Every flag that something sets, in order of first appearance.

    Args:
        expansion: the scenes.
        taken: names that mean something else in conditions, with what they are.
    """
    found: dict[str, None] = {}
    for site in expansion.sites:
        for node in setters(site):
            if node.text in taken and node.text not in METERS:
                kind = _KINDS[taken[node.text]]
                site.scope.findings.add(FLAG_CLASH, node, name=node.text, kind=kind)
            found[node.text] = None
    return tuple(found)


_KINDS = {
    "param": {"zh": "参数", "en": "a parameter"},
    "condition": {"zh": "起了名字的条件", "en": "a named condition"},
}


def check_names(params: Mapping[str, Entry], conditions: Mapping[str, Entry], findings: Findings) -> None:
    """A name means one thing in conditions."""
    for name in conditions.keys() & params.keys():
        findings.add(NAME_CLASH, conditions[name], name=name)


def check_reads(expansion: Expansion, flags: tuple[str, ...]) -> None:
    """Flags that a fragment wants to read and nothing here sets are always false; worth knowing, no mistake."""
    for scope in expansion.scopes:
        fragment = expansion.used[scope.fragment]
        node = fragment.root.get("reads")
        for name in words(node):
            if name not in flags and scope.outer is not None:
                scope.findings.add(UNSET_READ, node, name=name, fragment=scope.fragment)


# ---------------------------------------------------------------------------------------------- conditions


def reading(wanted: frozenset[str], conditions: Mapping[str, Expression]) -> frozenset[str]:
    """The wanted names, and every named condition that reads one of them, directly or through others."""
    found = set(wanted)
    grown = True
    while grown:
        more = {name for name, expr in conditions.items() if name not in found and names(expr) & found}
        grown = bool(more)
        found |= more
    return frozenset(found)


def check_when(sites: Iterable[Site], scenes: Mapping[str, Scene], conditions: Mapping[str, Expression]) -> None:
    """A meter in the `when` of a choice lets a trainee destroy an option without paying for it."""
    meters = reading(METERS, conditions)
    for site in sites:
        for choice in scenes[site.id].choices:
            if choice.when is not None and names(choice.when) & meters:
                site.scope.findings.add(METER_IN_WHEN, _when(site, choice.id), name=choice.id)


def _when(site: Site, choice: str) -> Node | None:
    """The `when` of a choice, where it stands."""
    choices = site.node.get("choices")
    written = choices.get(choice) if isinstance(choices, MappingNode) else None
    return written.get("when") if isinstance(written, MappingNode) else None


def check_settled(scope: Scope, editions: list[Edition], wanted: frozenset[str]) -> None:
    """Conditions on parameters that come out the same in every variant.

    Args:
        scope: the scenario's own; has seen its conditions.
        editions: of all variants.
        wanted: parameters, `variant` and the named conditions that read them.
    """
    conditions = scope.environment.conditions
    constant = {name for name, expr in conditions.items() if len({each.fold(expr) for each in editions}) == 1}
    known = {name for name in constant & wanted if isinstance(editions[0].fold(conditions[name]), Literal)}
    done: set[Mark] = set()
    for expr, mark in scope.seen:
        if mark in done or not names(expr) & wanted or names(expr) & known:
            continue  # what follows from a named condition is reported where that is defined
        done.add(mark)
        folded = {edition.fold(expr) for edition in editions}
        if len(folded) == 1 and isinstance(value := folded.pop(), Literal) and isinstance(value.value, bool):
            always = {"zh": "成立", "en": "always true"} if value.value else {"zh": "不成立", "en": "never true"}
            scope.findings.add(SETTLED, mark, always=always, count=len(editions))


# ---------------------------------------------------------------------------------------------- graph


def check_graph(scenario: Scenario, ways: Ways, findings: Findings) -> None:
    """Loops that need never end, `resume` where nothing was interrupted.

    Args:
        scenario: as built.
        ways: its edges.
        findings: takes what is wrong.
    """
    for cycle in endless(scenario, ways):
        first = scenario.scenes[str(cycle[0])]
        way = " → ".join(part if isinstance(part, str) else part.choice or "…" for part in cycle)
        findings.add(ENDLESS, first.mark, cycle=way)
    main = reachable_without_interrupts(scenario, ways)
    for name in main & scenario.scenes.keys():
        for mark in _resumes(scenario.scenes[name]):
            findings.add(RESUME_OUTSIDE, mark, name=name)


def check_unreachable(scenario: Scenario, ways: Ways, calls: Mapping[str, Mark], findings: Findings) -> None:
    """Scenes that nothing leads to; a call as a whole where that is so.

    Args:
        scenario: as built; with a target missing, what lies behind it counts as out of reach.
        ways: its edges.
        calls: where each call of a fragment stands, by its full id.
        findings: takes what is wrong.
    """
    known = reachable(scenario, ways)
    lost = [scene for name, scene in scenario.scenes.items() if name not in known]
    used = {call for name in known for call in _calls_around(name)}
    for scene in lost:
        name, mark = scene.id, scene.mark
        outer = next((call for call in _calls_around(scene.id) if call not in used), "")
        if outer:
            name, mark = outer, calls.get(outer, mark)
        findings.add(UNREACHABLE, mark, name=name)


def _calls_around(name: str) -> list[str]:
    """`a/b/c` -> `a`, `a/b`."""
    parts = name.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]


def _resumes(scene: Scene) -> Iterable[Mark | None]:
    own = (scene.timeout_choice,) if scene.timeout_choice else ()
    gotos = [scene.next, *(case.goto for choice in (*scene.choices, *own) for case in choice.cases)]
    for goto in gotos:
        for branch in goto.branches if goto else ():
            if branch.to == RESUME:
                yield branch.mark
