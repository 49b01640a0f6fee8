"""Where a scene's names are looked up: the scenario itself, or one call of a fragment.

A scope turns what is written into model values: texts with their English, conditions, targets. What names nothing is
reported here, and a fragment's own names and parameters become those of the place it is called from.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from scenarios.diagnostic import Mark
from scenarios.expression import Call, Environment, Expression, Name, all_of, check, parse, substitute, walk
from scenarios.findings import Findings
from scenarios.model import RESUME, RETURN, Branch, Goto, Text
from scenarios.source import Mapping, Node, Scalar, Sequence
from scenarios.statutes import check_citation
from scenarios.text import Given, IfKnown, placeholders, replaced, template

MIXED_TARGET, NO_LAST_TARGET, DEAD_TARGET = "JF1020", "JF1021", "JF1022"
UNKNOWN_TARGET, RETURN_OUTSIDE, RESUME_INSIDE = "JF2001", "JF2003", "JF2004"
UNKNOWN_FACT, CHANCE_RETURN = "JF2005", "JF2019"
UNKNOWN_PLACEHOLDER, BAD_PLACEHOLDER = "JF2034", "JF2035"

_NO_GOTO = Goto(())
new_tuple = tuple.__new__
"""A named tuple's own `__new__` takes twice as long, and marks are made by the thousand."""


@dataclass(slots=True, eq=False)
class Scope:
    """Names and what they stand for.

    Attributes:
        findings: for marks in the file that is being read.
        english: the English of each text of that file, by `id` of its node.
        prefix: put before the ids of scenes: empty, or `close/` for the copy made at `close`.
        params: what texts may name as `{param}`.
        facts: facts there are.
        scenes: by their id here, the scene one arrives at (the first of a fragment for a call); empty if broken.
        endings: ids that are endings.
        environment: what conditions may name; set once everything is declared.
        texts: by parameter of a fragment, the texts it is given, Chinese and English.
        values: by parameter of a fragment, what it is given, as part of a condition.
        back: where `return` leads; None outside fragments.
        fragment: name of the fragment this is a call of, or empty.
        may_set: flags that may be set, None for any.
        visit: day of the visit, on which the law must be in force; None if citations are not checked.
        clean: conditions already read and found in order, by text; shared by all calls of a fragment.
        seen: conditions of the scenario's own files with their places.
    """

    findings: Findings
    english: MappingType[int, Scalar]
    english_file: str = ""
    prefix: str = ""
    params: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    scenes: dict[str, str] = field(default_factory=dict)
    endings: frozenset[str] = frozenset()
    environment: Environment = field(default_factory=Environment)
    texts: MappingType[str, tuple[str, str]] = field(default_factory=dict)
    values: MappingType[str, Expression] = field(default_factory=dict)
    outer: Scope | None = None
    back: Node | None = None
    fragment: str = ""
    may_set: frozenset[str] | None = None
    visit: date | None = None
    clean: dict[str, Expression] = field(default_factory=dict)
    seen: list[tuple[Expression, Mark]] = field(default_factory=list)
    _resolved: dict[str, Expression] = field(default_factory=dict)
    _back: Goto | None = None

    def mark(self, node: Node) -> Mark:
        """Where a value stands."""
        return new_tuple(Mark, (self.findings.file, node.line, node.column))

    # ------------------------------------------------------------------------------------------ texts

    def text(self, node: Node) -> Text:
        """A text in both languages, placeholders checked."""
        assert isinstance(node, Scalar)
        zh = node.value if type(node.value) is str else str(node.value)
        if zh[-1:] == "\n":
            zh = zh.rstrip("\n")
        en = ""
        mark_en = None
        english = self.english.get(id(node)) if self.english else None
        if english is not None:
            mark_en = new_tuple(Mark, (self.english_file, english.line, english.column))
            en = english.text.rstrip("\n") if english.text[-1:] == "\n" else english.text
        if "{" in zh:
            self._placeholders(zh, self.findings, node)
            zh = replaced(zh, {name: given[0] for name, given in self.texts.items()})
        if "{" in en and english is not None:
            self._placeholders(en, self.findings.of(self.english_file), english)
            en = replaced(en, {name: given[1] for name, given in self.texts.items()})
        return Text(zh, en, new_tuple(Mark, (self.findings.file, node.line, node.column)), mark_en)

    def optional_text(self, node: Mapping, key: str) -> Text | None:
        """The text under a key, if there is one."""
        entry = node.entries.get(key)
        return None if entry is None else self.text(entry.value)

    def citations(self, node: Node) -> tuple[str, ...]:
        """Articles of law, checked against the day of the visit."""
        assert isinstance(node, Sequence)
        found: list[str] = []
        for item in node.items:
            assert isinstance(item, Scalar)
            found.append(item.text)
            if self.visit is not None and not _is_sound(item.text, self.visit):
                self.findings.extend(check_citation(item.text, self.visit, self.mark(item)))
        return tuple(found)

    def _placeholders(self, text: str, findings: Findings, node: Scalar) -> None:
        problem = template(text).problem
        if problem is not None:
            findings.add(BAD_PLACEHOLDER, node, name=problem[1])
            return
        for part in placeholders(text):
            if isinstance(part, Given) and part.name not in self.params:
                fact = part.name in self.facts
                findings.add(UNKNOWN_PLACEHOLDER, node, self.params, name=part.name, fix=_fix(part.name, fact))
            elif isinstance(part, IfKnown) and part.fact not in self.facts:
                findings.add(UNKNOWN_FACT, node, self.facts, name=part.fact)
            elif not isinstance(part, Given | IfKnown):
                findings.add(BAD_PLACEHOLDER, node, name="{fact:" + part.fact + "}")

    # ------------------------------------------------------------------------------------------ conditions

    def condition(self, node: Node, environment: Environment | None = None) -> Expression | None:
        """A condition, checked; None if it cannot be read."""
        assert isinstance(node, Scalar)
        text = str(node.value)
        expr = self.clean.get(text) if environment is None else None
        mark = None
        if expr is None:
            mark = condition_mark(self.findings.file, node)
            expr, found = parse(text, mark)
            if expr is not None:
                more = check(expr, environment or self.environment, mark)
                found = (*found, *more)
            self.findings.extend(found)
            if expr is None:
                return None
            if not found and environment is None:
                self.clean[text] = expr
        if self.outer is None:
            self.seen.append((expr, mark or condition_mark(self.findings.file, node)))
            return self._own(expr, text)
        return self._resolve(expr, text)

    def read(self, node: Node) -> Expression | None:
        """A named condition, not checked yet: the others must be known first."""
        assert isinstance(node, Scalar)
        expr, _ = parse(str(node.value), Mark(""))
        return None if expr is None else self._own(expr, str(node.value))

    def optional_condition(self, node: Mapping, key: str = "when") -> Expression | None:
        """The condition under a key, if there is one."""
        entry = node.entries.get(key)
        return None if entry is None else self.condition(entry.value)

    def _own(self, expr: Expression, text: str) -> Expression:
        """A call's id stands for the first scene of its fragment, in conditions, too."""
        known = self._resolved.get(text)
        if known is not None:
            return known
        for part in walk(expr):
            if type(part) is Call and part.function != "known":
                return self._resolve(expr, text)
        self._resolved[text] = expr
        return expr

    def _resolve(self, expr: Expression, text: str) -> Expression:
        known = self._resolved.get(text)
        if known is None:
            known = self._resolved[text] = substitute(expr, self.values, self._argument)
        return known

    def _argument(self, function: str, argument: str) -> str:
        if function == "visited":
            return self.scenes.get(argument) or argument
        if function == "chosen":
            scene, _, choice = argument.rpartition(".")
            return f"{self.scenes.get(scene) or scene}.{choice}"
        return argument

    # ------------------------------------------------------------------------------------------ targets

    def target(self, node: Node) -> Goto | None:
        """A target; None if nothing is left of it."""
        if isinstance(node, Scalar):
            to = self.scenes.get(node.text)
            if to:  # by far the most; no scene is called as what is reserved
                return Goto((Branch(to, None, 0, self.mark(node)),))
            return self._one(node) or None
        assert isinstance(node, Sequence)
        return self._several(node)

    def _one(self, node: Scalar) -> Goto | None:
        name = str(node.value)
        if name == RETURN and self.outer is not None:
            return self.way_back()
        to = self.arrival(name, node)
        return None if to is None else Goto((Branch(to, mark=self.mark(node)),))

    def way_back(self) -> Goto | None:
        """Where `return` leads: to the `next` of the call."""
        if self._back is None:
            assert self.outer is not None
            found = None if self.back is None else self.outer.target(self.back)
            self._back = found or _NO_GOTO
        return self._back if self._back.branches else None

    def arrival(self, name: str, node: Node) -> str | None:
        """The scene or ending that a name stands for, or `resume`."""
        to = self.scenes.get(name)
        if to is not None:
            return to or None
        if name in self.endings:
            return name
        if name == RESUME and self.outer is None:
            return name
        if name == RESUME:
            self.findings.add(RESUME_INSIDE, node, name=name)
        elif name == RETURN:
            self.findings.add(RETURN_OUTSIDE, node, name=name)
        else:
            self.findings.add(UNKNOWN_TARGET, node, self.scenes.keys() | self.endings, name=name)
        return None

    def _several(self, node: Sequence) -> Goto | None:
        weighted = [isinstance(item, Mapping) and "weight" in item.entries for item in node.items]
        if any(weighted):
            return self._chance(node, weighted)
        branches: list[Branch] = []
        for number, item in enumerate(node.items, 1):
            when = self.optional_condition(item) if isinstance(item, Mapping) else None
            conditional = isinstance(item, Mapping) and "when" in item.entries
            last = number == len(node.items)
            if conditional and last:
                self.findings.add(NO_LAST_TARGET, item)
            elif not conditional and not last:
                self.findings.add(DEAD_TARGET, node.items[number])
            branches += self._branch(item, when, alone=len(node.items) == 1)
        return Goto(tuple(branches)) if branches else None

    def _branch(self, item: Node, when: Expression | None, *, alone: bool) -> list[Branch]:
        to = _to(item)
        goto = None if to is None else self._one(to)
        if goto is None:
            return []
        if goto.chance and not alone:
            self.findings.add(CHANCE_RETURN, item)
        mark = self.mark(item)
        return [Branch(branch.to, _both(when, branch.when), branch.weight, mark) for branch in goto.branches]

    def _chance(self, node: Sequence, weighted: list[bool]) -> Goto | None:
        branches: list[Branch] = []
        for item, has_weight in zip(node.items, weighted, strict=True):
            if not has_weight or (isinstance(item, Mapping) and "when" in item.entries):
                self.findings.add(MIXED_TARGET, item)
                continue
            to = _to(item)
            goto = None if to is None else self._one(to)
            if goto is None:
                continue
            if len(goto.branches) > 1:
                self.findings.add(CHANCE_RETURN, item)
            assert isinstance(item, Mapping)
            weight = item.entries["weight"].value
            assert isinstance(weight, Scalar)
            assert isinstance(weight.value, int)
            branches.append(Branch(goto.branches[0].to, None, weight.value, self.mark(item)))
        return Goto(tuple(branches), chance=True) if branches else None


@lru_cache(maxsize=4096)
def _is_sound(citation: str, visit: date) -> bool:
    return not check_citation(citation, visit)


def condition_mark(file: str, node: Scalar) -> Mark:
    """Where the first character of a condition stands: after the quotation mark, if there is one."""
    return Mark(file, node.line, node.column + (node.style in ("'", '"')))


def _to(item: Node) -> Scalar | None:
    node = item.get("to") if isinstance(item, Mapping) else item
    return node if isinstance(node, Scalar) else None


def _both(first: Expression | None, second: Expression | None) -> Expression | None:
    if first is None or second is None:
        return first or second
    return all_of((first, second))


def _fix(name: str, fact: bool) -> MappingType[str, str]:
    """The way out where a fact was named like a parameter."""
    if not fact:
        return {"zh": "", "en": ""}
    return {"zh": f"它是事实，写成 {{{name}?……}}。", "en": f"It is a fact: write {{{name}?…}}."}


def as_value(name: str, outer: Scope) -> Expression:
    """A parameter of the calling place as part of a condition."""
    return outer.values.get(name, Name(name))
