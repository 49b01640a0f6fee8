"""A checked tree to a scenario: what is declared first, then the scenes, then what needs all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from scenarios import duties, source
from scenarios.calls import Expansion
from scenarios.choices import number, words
from scenarios.dates import VISIT, as_day
from scenarios.edition import Edition
from scenarios.expression import Environment, Expression
from scenarios.findings import Findings
from scenarios.forms import Desk
from scenarios.fragment_files import Fragments, text_of
from scenarios.golden import golden_tests
from scenarios.loops import ways_out
from scenarios.model import Scenario, Scene, Sources, Text, Variant
from scenarios.references import (
    all_flags,
    check_graph,
    check_names,
    check_reads,
    check_settled,
    check_unreachable,
    check_when,
    reading,
)
from scenarios.scenes import scene
from scenarios.schema import SCENARIO
from scenarios.scope import Scope
from scenarios.source import Scalar, Source
from scenarios.translation import NO_ENGLISH, overlay
from scenarios.translation_notes import notes
from scenarios.variants import Variants, entries
from scenarios.walk import walk
from scenarios.words import WALKED_OUT, Supplied, supplied

OTHER_FOLDER = "JF2036"
CUT_SHORT = ("JF0", "JF1", "JF200", "JF202")
"""Errors that take something out: a slip in one target would make half a scenario out of reach, one in a parameter
every condition on it settled. What follows from them is not reported beside them."""
FOLLOWING = ("JF2029", "JF2050", "JF2051", "JF2052", "JF2053")
"""Flags that nothing sets and steps of tests that there are not, while what was taken out may set or be them."""
UNDATED = date(2026, 1, 1)
"""Stands for the day of the visit where the file names none, so that the rest can be checked; the law is not then."""
ONLY_CHECKED = frozenset({"ensure", "tests", "ignore"})
"""Keys that play and scores do not depend on: changing them must leave the edition what it is."""


@dataclass(frozen=True, slots=True)
class Files:
    """What a scenario is loaded from.

    Attributes:
        chinese: `scenario.yaml` as read.
        english: `en.yaml` as read, if there is one.
        english_name: where it stands or should stand.
        fragments: what may be called.
        folder: name of the folder, which must be the scenario's id; empty if that is not to be checked.
        check_law: whether citations are looked up.
        rubric: the rubric of its pack as read, if it has one; not looked into.
    """

    chinese: Source
    english: Source | None
    english_name: str
    fragments: Fragments
    folder: str = ""
    check_law: bool = True
    rubric: Source | None = None


def build(files: Files, findings: Findings, lent: Supplied | None = None) -> Scenario | None:
    """Build a scenario; with errors found, what comes out is not to be used.

    Args:
        files: what it is loaded from.
        findings: takes everything that is wrong.
        lent: what the language supplies, if not this release's.

    Returns:
        None if there is no tree or not a single variant or scene to build from.
    """
    findings.extend(files.chinese.diagnostics)
    root = files.chinese.root
    if not isinstance(root, source.Mapping):
        return None
    walk(SCENARIO, root, findings, files.chinese.file)
    english = _english(files, root, findings)
    return _Build(files, root, english, findings, lent).scenario()


def _english(files: Files, root: source.Mapping, findings: Findings) -> dict[int, Scalar]:
    if files.english is None:
        findings.add(NO_ENGLISH, None, name=files.english_name)
        return {}
    findings.extend(files.english.diagnostics)
    if files.english.root is None:
        return {}
    return overlay(
        SCENARIO, root, files.english.root, findings.of(files.english.file), findings, notes(files.english.text)
    )


class _Build:
    """One scenario being built."""

    def __init__(
        self,
        files: Files,
        root: source.Mapping,
        english: Mapping[int, Scalar],
        findings: Findings,
        lent: Supplied | None,
    ) -> None:
        self._files = files
        self._root = root
        self._findings = findings
        self._lent = lent
        self._supplied = lent or supplied()
        day = root.get("date")
        visit = as_day(text_of(day)) if day is not None else None
        self._visit = visit or UNDATED
        english_file = files.english.file if files.english else ""
        self._scope = Scope(findings, english, english_file, visit=visit if files.check_law else None)
        self._expansion = Expansion(files.fragments)

    def scenario(self) -> Scenario | None:
        """Do it."""
        variants = self._declare()
        desk = Desk(variants, self._supplied)
        conditions = self._scope.environment.conditions
        scenes = {site.id: scene(site, desk) for site in self._expansion.sites}
        check_when(self._expansion.sites, scenes, conditions)
        built = self._assemble(variants, scenes)
        if self._findings.damaged:
            self._findings.drop(*FOLLOWING)
        if built is None:
            return None
        ways = ways_out(built)
        check_graph(built, ways, self._findings)
        if not self._findings.has_errors(*CUT_SHORT):
            check_unreachable(built, ways, self._expansion.calls, self._findings)
            self._check_settled(built)
        return built

    # ------------------------------------------------------------------------------------------ what there is

    def _declare(self) -> dict[str, Variant]:
        """Everything that can be named, so that what names it can be checked wherever it stands."""
        root, scope, findings = self._root, self._scope, self._findings
        self._check_folder()
        scope.facts = frozenset(entries(root.get("facts")))
        scope.endings = frozenset(entries(root.get("endings")))
        resolver = Variants(root, scope, self._visit)
        types = resolver.declared()
        scope.params = frozenset(types) | {VISIT}
        comparable = {name: kind for name, kind in types.items() if kind is not date}
        scope.environment = Environment(params=comparable)
        scenes = root.get("scenes")
        if isinstance(scenes, source.Mapping):
            self._expansion.expand(scope, scenes)
        if self._wants_walked_out():
            scope.endings |= {WALKED_OUT}
        variants = resolver.build()
        conditions = entries(root.get("conditions"))
        taken = dict.fromkeys(types, "param") | dict.fromkeys(conditions, "condition")
        flags = all_flags(self._expansion, taken)
        self._flags = flags
        check_names(entries(root.get("params")), conditions, findings)
        check_reads(self._expansion, flags)
        self._environments(comparable, flags, frozenset(variants))
        self._conditions(conditions)
        return variants

    def _check_folder(self) -> None:
        own = self._root.get("id")
        if own is not None and self._files.folder and text_of(own) != self._files.folder:
            self._findings.add(OTHER_FOLDER, own, name=text_of(own), folder=self._files.folder)

    def _wants_walked_out(self) -> bool:
        node = self._root.get("break_off")
        return node is None or (isinstance(node, source.Mapping) and text_of(node.get("ending") or node) == WALKED_OUT)

    def _environments(self, params: Mapping[str, type], flags: tuple[str, ...], variants: frozenset[str]) -> None:
        """What conditions may name, here and in every call."""
        choices: dict[int, set[str]] = {}
        for site in self._expansion.sites:
            written = site.node.get("choices")
            local = site.id.removeprefix(site.scope.prefix)
            names = written.entries if isinstance(written, source.Mapping) else ("continue",)
            choices.setdefault(id(site.scope), set()).update(f"{local}.{name}" for name in names)
        copied = {f"{scope.prefix}{each}" for scope in self._expansion.scopes for each in choices.get(id(scope), ())}
        sites = {site.id for site in self._expansion.sites}
        for scope in self._expansion.scopes:
            fragment = self._expansion.used[scope.fragment]
            scope.environment = replace(
                scope.environment,
                flags=frozenset((*fragment.flags("reads"), *fragment.flags("sets"))),
                scenes=frozenset(scope.scenes),
                choices=frozenset(choices.get(id(scope), ())),
            )
        self._scope.environment = Environment(
            params=params,
            flags=frozenset(flags),
            facts=self._scope.facts,
            scenes=frozenset(self._scope.scenes) | sites | self._scope.endings,
            choices=frozenset(choices.get(id(self._scope), set()) | copied),
            variants=variants,
        )

    def _conditions(self, written: Mapping[str, source.Entry]) -> None:
        """Named conditions: read all, then check each knowing all."""
        scope = self._scope
        parsed: dict[str, Expression] = {}
        for name, entry in written.items():
            expr = scope.read(entry.value)
            if expr is not None:
                parsed[name] = expr
        scope.environment = replace(scope.environment, conditions=parsed)
        for entry in written.values():
            scope.condition(entry.value)

    # ------------------------------------------------------------------------------------------ the whole

    def _assemble(self, variants: Mapping[str, Variant], scenes: dict[str, Scene]) -> Scenario | None:
        root, scope = self._root, self._scope
        break_off, wanted = duties.break_off(root.get("break_off"), scope)
        endings = duties.endings(root.get("endings"), scope, self._supplied.walked_out if wanted else None)
        start = root.get("start")
        first = duties.scene_named(start, scope) if start is not None else None
        interrupts = duties.interrupts(root.get("interrupts"), scope)
        requires = duties.requirements(root.get("requires"), scope)
        loses = tuple(duties.losses(root.get("loses"), scope))
        ensure = duties.promises(root.get("ensure"), scope)
        tests = golden_tests(root.get("tests"), scope, scenes, endings, variants)
        if not variants or first is None:
            return None
        return Scenario(
            id=text_of(root.get("id") or root),
            title=scope.optional_text(root, "title") or Text(""),
            date=self._visit,
            level=number(root.get("level"), 1),
            audience=words(root.get("audience")),
            brief=scope.optional_text(root, "brief") or Text(""),
            warning=scope.optional_text(root, "warning"),
            start=first,
            variants=variants,
            scenes=scenes,
            interrupts=interrupts,
            endings=endings,
            break_off=break_off,
            requires=requires,
            loses=loses,
            conditions=scope.environment.conditions,
            flags=self._flags,
            ensure=ensure,
            tests=tests,
            reviewed=duties.reviewed(root.get("reviewed")),
            sources=Sources(self._bundle),
            path=self._files.chinese.file,
            ignored=duties.ignored(root.get("ignore"), scope),
            reviewed_mark=self._findings.mark(root.get("reviewed") or root),
            lent=self._lent,
            rubric=self._files.rubric,
        )

    def _bundle(self) -> dict[str, Any]:
        """All data it was built from, as plain JSON values."""
        english = self._files.english
        data = source.plain(self._root)
        assert isinstance(data, dict)
        rubric = self._files.rubric
        return {
            "scenario": {key: value for key, value in data.items() if key not in ONLY_CHECKED},
            "en": source.plain(english.root) if english is not None and english.root is not None else {},
            "fragments": {name: {"zh": one.zh, "en": one.en} for name, one in self._expansion.used.items()},
            "path": f"{text_of(self._root.get('id') or self._root)}/scenario.yaml",
            # A scenario without a pack's rubric is what it was before there were packs, by the same hash.
            **({} if rubric is None or rubric.root is None else {"rubric": source.plain(rubric.root)}),
        }

    def _check_settled(self, built: Scenario) -> None:
        params = frozenset(self._scope.environment.params) | {"variant"}
        wanted = reading(params, built.conditions)
        # Nobody plays these: their conditions are folded, and no emotion table is read.
        editions = [Edition(built, variant, {}) for variant in built.variants.values()]
        check_settled(self._scope, editions, wanted)
