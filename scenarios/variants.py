"""Variants: the top level and what each variant changes, put together to parameters, petitioner and facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from scenarios.choices import number, words
from scenarios.dates import VISIT, is_date, reckoning, shifted
from scenarios.findings import Findings
from scenarios.model import Fact, ParamValue, Petitioner, Text, Variant
from scenarios.scope import Scope
from scenarios.source import Entry, Node, Scalar
from scenarios.source import Mapping as MappingNode

NO_VARIANT, DEFAULT_TAKEN = "JF1025", "JF2023"
UNKNOWN_PARAM, UNKNOWN_FACT, WRONG_PARAM = "JF2021", "JF2026", "JF2022"
UNKNOWN_DATE, BAD_DATE, DATE_CIRCLE = "JF2024", "JF2025", "JF2027"
RESERVED_PARAM = "JF1009"

DEFAULT = "default"
KEY_FACT, KEY_POINTS = "L", 2
_KINDS = {
    int: {"zh": "整数", "en": "a whole number"},
    bool: {"zh": "true 或 false", "en": "true or false"},
    str: {"zh": "文字", "en": "a text"},
    date: {"zh": "日期", "en": "a date"},
}


def entries(node: Node | None) -> Mapping[str, Entry]:
    """The entries of a mapping; nothing where none stands."""
    return node.entries if isinstance(node, MappingNode) else {}


def kind_of(node: Node) -> type:
    """The type of a parameter as it is written."""
    assert isinstance(node, Scalar)
    if isinstance(node.value, str):
        return date if is_date(node.value) else str
    return type(node.value)


@dataclass(slots=True)
class Variants:
    """The variants of one scenario.

    Attributes:
        root: the scenario.
        scope: for texts; knows parameters and facts.
        visit: day of the visit.
    """

    root: MappingNode
    scope: Scope
    visit: date
    _base: dict[str, Fact] = field(default_factory=dict)

    def declared(self) -> dict[str, type]:
        """The parameters with their types."""
        params = entries(self.root.get("params"))
        if VISIT in params:
            self.scope.findings.add(RESERVED_PARAM, params[VISIT], name=VISIT, reserved=VISIT)
        return {name: kind_of(entry.value) for name, entry in params.items()}

    def build(self) -> dict[str, Variant]:
        """All variants by name, `default` first unless the author says that there is none."""
        self._base = {name: self._fact(name, e.value, None) for name, e in entries(self.root.get("facts")).items()}
        return {name: self._variant(name, node) for name, node in self._named()}

    def _named(self) -> Iterator[tuple[str, MappingNode]]:
        """Names and nodes; the default has an empty one."""
        written = entries(self.root.get("variants"))
        none = self.root.entries.get("default")
        if none is None:
            yield DEFAULT, MappingNode({}, 1, 1)
            if DEFAULT in written:
                self.scope.findings.add(DEFAULT_TAKEN, written[DEFAULT], name=DEFAULT)
        elif not written:
            self.scope.findings.add(NO_VARIANT, none)
        for name, entry in written.items():
            if isinstance(entry.value, MappingNode) and (none is not None or name != DEFAULT):
                yield name, entry.value

    def _variant(self, name: str, node: MappingNode) -> Variant:
        params, english = self._params(node.get("params"))
        return Variant(
            name,
            params,
            english,
            self._petitioner(node.get("petitioner")),
            self._facts(node.get("facts")),
            self.scope.optional_text(node, "title"),
        )

    # ------------------------------------------------------------------------------------------ parameters

    def _params(self, changes: Node | None) -> tuple[dict[str, ParamValue], dict[str, str]]:
        top = entries(self.root.get("params"))
        changed = entries(changes)
        for name, entry in changed.items():
            if name not in top:
                self.scope.findings.add(UNKNOWN_PARAM, entry, top.keys(), name=name)
            elif kind_of(entry.value) is not kind_of(top[name].value):
                expected, found = _KINDS[kind_of(top[name].value)], _KINDS[kind_of(entry.value)]
                self.scope.findings.add(WRONG_PARAM, entry.value, name=name, expected=expected, found=found)
        nodes = {name: changed.get(name, entry).value for name, entry in top.items()}
        days = _Calendar(nodes, self.visit, self.scope.findings)
        params: dict[str, ParamValue] = {VISIT: self.visit}
        english: dict[str, str] = {}
        for name, node in nodes.items():
            assert isinstance(node, Scalar)
            if kind_of(node) is date:
                params[name] = days.day(name) or self.visit
            elif isinstance(node.value, str):
                text = self.scope.text(node)
                params[name] = text.zh
                if text.en:
                    english[name] = text.en
            elif node.value is not None:
                params[name] = node.value
        return params, english

    # ------------------------------------------------------------------------------------------ facts

    def _facts(self, changes: Node | None) -> dict[str, Fact]:
        changed = entries(changes)
        for name, entry in changed.items():
            if name not in self._base:
                self.scope.findings.add(UNKNOWN_FACT, entry, self._base.keys(), name=name)
        found: dict[str, Fact] = {}
        for name, fact in self._base.items():
            node = changed[name].value if name in changed else None
            if node is None:
                found[name] = fact
            elif not isinstance(node, Scalar) or node.value is not None:
                found[name] = self._fact(name, node, fact)
        return found

    def _fact(self, name: str, node: Node, base: Fact | None) -> Fact:
        """A fact as written, over what it is otherwise."""
        mark = self.scope.mark(node)
        if not isinstance(node, MappingNode):
            text = self.scope.text(node)
            if base is None:
                return Fact(name, text, mark=mark)
            return Fact(name, text, base.key, base.key_points, base.softened, base.distorted, mark)
        old = base or Fact(name, Text("", mark=mark))
        key, points = _weight(node.get("key")) if "key" in node.entries else (old.key, old.key_points)
        return Fact(
            name,
            self._wording(node, "text") or old.text,
            key,
            points,
            self._wording(node, "softened") or old.softened,
            self._wording(node, "distorted") or old.distorted,
            mark,
        )

    def _wording(self, node: MappingNode, form: str) -> Text | None:
        return self.scope.optional_text(node, form)

    # ------------------------------------------------------------------------------------------ petitioner

    def _petitioner(self, changes: Node | None) -> Petitioner:
        nodes = {**entries(self.root.get("petitioner")), **entries(changes)}
        looks = nodes.get("looks")
        return Petitioner(
            name=self.scope.text(nodes["name"].value) if "name" in nodes else Text(""),
            age=self._number(nodes, "age"),
            style=_text(nodes, "style"),
            agitation=self._number(nodes, "agitation"),
            trust=self._number(nodes, "trust"),
            distress=self._number(nodes, "distress"),
            sex="female" if _text(nodes, "sex") == "female" else "male",
            role=self.scope.text(nodes["role"].value) if "role" in nodes else None,
            looks=words(looks.value) if looks else (),
            speaks=_text(nodes, "speaks") != "false",
        )

    @staticmethod
    def _number(nodes: Mapping[str, Entry], key: str) -> int:
        return number(nodes[key].value, 0) if key in nodes else 0


def _text(nodes: Mapping[str, Entry], key: str) -> str:
    node = nodes[key].value if key in nodes else None
    return node.text if isinstance(node, Scalar) else ""


def _weight(node: Node | None) -> tuple[str, int]:
    """The indicator or dimension a key fact counts in, and its points."""
    if isinstance(node, MappingNode):
        indicator = node.get("indicator")
        return (indicator.text if isinstance(indicator, Scalar) else "", number(node.get("points"), KEY_POINTS))
    if not isinstance(node, Scalar) or node.text == "false":
        return "", 0
    return (KEY_FACT if node.text == "true" else node.text), KEY_POINTS


@dataclass(slots=True)
class _Calendar:
    """Works out dates that are counted from one another."""

    nodes: Mapping[str, Node]
    visit: date
    findings: Findings
    _known: dict[str, date | None] = field(default_factory=dict)

    def day(self, name: str, chain: tuple[str, ...] = ()) -> date | None:
        """The day a parameter means, or None if that cannot be said."""
        if name == VISIT:
            return self.visit
        if name not in self._known:
            self._known[name] = self._reckon(name, (*chain, name))
        return self._known[name]

    def _reckon(self, name: str, chain: tuple[str, ...]) -> date | None:
        node = self.nodes[name]
        assert isinstance(node, Scalar)
        written = reckoning(node.text)
        if written is None:
            self.findings.add(BAD_DATE, node, name=node.text)
            return None
        start = written.day
        if start is None:
            if not self._is_date(written.name):
                dates = [VISIT, *(each for each in self.nodes if self._is_date(each))]
                self.findings.add(UNKNOWN_DATE, node, dates, name=written.name, valid=", ".join(dates))
                return None
            if written.name in chain:
                self.findings.add(DATE_CIRCLE, node, chain=" → ".join((*chain, written.name)))
                return None
            start = self.day(written.name, chain)
        day = None if start is None else shifted(start, written.days)
        if day is None and start is not None:
            self.findings.add(BAD_DATE, node, name=node.text)
        return day

    def _is_date(self, name: str) -> bool:
        return name == VISIT or (name in self.nodes and kind_of(self.nodes[name]) is date)
