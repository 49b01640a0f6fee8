"""Calls of fragments: each makes a copy of the fragment's scenes at the place of the call.

`close: {call: common.written_notice, …}` gives the scenes `close/ask` …; going to `close` is going to `close/<start>`.
"""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.dates import is_date
from scenarios.diagnostic import Mark
from scenarios.expression import Environment, Expression, Literal
from scenarios.fragment_files import Fragment, Fragments, text_of
from scenarios.scene_parts import check_parts
from scenarios.scope import Scope, as_value
from scenarios.source import Entry, Mapping, Node, Scalar
from scenarios.text import Given, replaced, template

UNKNOWN_FRAGMENT, MISSING_PARAM, EXTRA_PARAM, WRONG_PARAM = "JF2009", "JF2010", "JF2011", "JF2012"
REPEATED, TOO_DEEP, TOO_MANY_SCENES, NO_ENGLISH = "JF2013", "JF2014", "JF2018", "JF7500"
UNKNOWN_TARGET = "JF2001"

MAX_DEPTH = 4
"""Fragments that call one another in a row."""

MAX_SCENES = 1_000
"""Scenes of a scenario with all copies; far beyond what can be solved."""

_PYTHON = {"text": str, "integer": int, "boolean": bool}
_TYPES = {
    "text": {"zh": "文字", "en": "a text"},
    "integer": {"zh": "整数", "en": "a whole number"},
    "boolean": {"zh": "true 或 false", "en": "true or false"},
}


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A scene to be built: its full id, what was written, and where its names are looked up."""

    id: str
    entry: Entry
    scope: Scope

    @property
    def node(self) -> Mapping:
        """The scene as written."""
        assert isinstance(self.entry.value, Mapping)
        return self.entry.value


class Expansion:
    """The scenes of a scenario with all fragments copied in.

    Attributes:
        sites: every scene, in file order, copies at the place of their call.
        scopes: the scope of every call.
        calls: where each call stands, by its full id.
        used: fragments that were called, by name.
    """

    def __init__(self, fragments: Fragments) -> None:
        self.sites: list[Site] = []
        self.scopes: list[Scope] = []
        self.calls: dict[str, Mark] = {}
        self.used: dict[str, Fragment] = {}
        self._fragments = fragments
        self._full = False

    def expand(self, scope: Scope, scenes: Mapping, chain: tuple[str, ...] = ()) -> None:
        """Note all scenes of a scope, those of calls included."""
        for name, entry in scenes.entries.items():
            assert isinstance(entry.value, Mapping)
            check_parts(entry, entry.value, scope.findings)
            call = entry.value.get("call")
            if call is not None:
                # Known before the copy is made, so that a broken call is reported once and not wherever it is named.
                scope.scenes[name] = ""
                scope.scenes[name] = self._call(scope, name, entry.value, call, chain)
            elif len(self.sites) < MAX_SCENES:
                scope.scenes[name] = scope.prefix + name
                self.sites.append(Site(scope.prefix + name, entry, scope))
            else:
                scope.scenes[name] = ""
                self._too_many(scope, entry)

    def _too_many(self, scope: Scope, entry: Entry) -> None:
        if not self._full:
            self._full = True
            scope.findings.add(TOO_MANY_SCENES, entry, limit=MAX_SCENES)

    def _call(self, scope: Scope, name: str, node: Mapping, call: Node, chain: tuple[str, ...]) -> str:
        """Copy a fragment; returns the scene one arrives at, or nothing."""
        self.calls[scope.prefix + name] = scope.mark(call)
        called = text_of(call)
        fragment = self._fragment(called, call, scope, chain)
        if fragment is None or self._full:
            return ""
        inner = _inner(scope, fragment, name, node)
        _give(scope, inner, fragment, node, call)
        scenes = fragment.root.get("scenes")
        if not isinstance(scenes, Mapping):
            return ""
        self.scopes.append(inner)
        self.expand(inner, scenes, (*chain, called))
        start = fragment.root.get("start")
        if start is None:
            return ""
        if text_of(start) not in inner.scenes:
            inner.findings.add(UNKNOWN_TARGET, start, inner.scenes, name=text_of(start))
        return inner.scenes.get(text_of(start), "")

    def _fragment(self, name: str, call: Node, scope: Scope, chain: tuple[str, ...]) -> Fragment | None:
        if name in chain:
            scope.findings.add(REPEATED, call, name=name, chain=" → ".join((*chain, name)))
            return None
        if len(chain) >= MAX_DEPTH:
            scope.findings.add(TOO_DEEP, call, name=name, limit=MAX_DEPTH, chain=" → ".join((*chain, name)))
            return None
        fragment = self.used.get(name) or self._fragments.get(name)
        if fragment is None:
            scope.findings.add(UNKNOWN_FRAGMENT, call, self._fragments.names(), name=name)
            return None
        if name not in self.used:
            self.used[name] = fragment
            scope.findings.extend(fragment.findings)
            scope.findings.damaged.update(fragment.damaged)
            if not fragment.english_file:
                scope.findings.of(fragment.file).add(NO_ENGLISH, None, name=f"en/{name.partition('.')[2]}.yaml")
        return fragment


def _inner(scope: Scope, fragment: Fragment, name: str, node: Mapping) -> Scope:
    """A new scope for a call."""
    flags = fragment.flags("sets")
    return Scope(
        findings=scope.findings.of(fragment.file),
        english=fragment.english,
        english_file=fragment.english_file,
        prefix=f"{scope.prefix}{name}/",
        params=frozenset(fragment.params()),
        environment=Environment(params={key: _PYTHON[kind] for key, kind in fragment.params().items()}),
        outer=scope,
        back=node.get("next"),
        fragment=fragment.name,
        visit=scope.visit,
        may_set=frozenset(flags),
        clean=fragment.clean,
    )


# ---------------------------------------------------------------------------------------------- parameters


def _give(outer: Scope, inner: Scope, fragment: Fragment, node: Mapping, call: Node) -> None:
    """Bind the fragment's parameters to what the call gives."""
    types = fragment.params()
    given = node.get("with")
    entries = given.entries if isinstance(given, Mapping) else {}
    texts: dict[str, tuple[str, str]] = {}
    values: dict[str, Expression] = {}
    for name, entry in entries.items():
        if name not in types:
            outer.findings.add(EXTRA_PARAM, entry, types.keys() - entries.keys(), name=name, fragment=fragment.name)
        elif isinstance(entry.value, Scalar):
            _bind(outer, name, types[name], entry.value, texts, values)
    for name in types:
        if name not in entries:
            expected = _TYPES.get(types[name], _TYPES["text"])
            outer.findings.add(MISSING_PARAM, given or call, name=name, fragment=fragment.name, expected=expected)
    inner.texts, inner.values = texts, values


def _bind(
    outer: Scope,
    name: str,
    kind: str,
    node: Scalar,
    texts: dict[str, tuple[str, str]],
    values: dict[str, Expression],
) -> None:
    """Bind one parameter. `"{party}"` passes a parameter of the calling place on."""
    parts = template(node.text).parts
    passed = parts[0].name if len(parts) == 1 and isinstance(parts[0], Given) else ""
    if kind == "text":
        _bind_text(outer, name, node, texts)
        values[name] = as_value(passed, outer) if passed else Literal(texts[name][0])
        return
    wanted = _PYTHON[kind]
    actual = outer.environment.params.get(passed) if passed else type(node.value)
    if actual is not wanted:
        outer.findings.add(WRONG_PARAM, node, name=name, expected=_TYPES[kind], value=node.text)
        return
    shown = replaced(node.text, {key: pair[0] for key, pair in outer.texts.items()})
    texts[name] = (shown, shown)
    assert isinstance(node.value, int | str)
    values[name] = as_value(passed, outer) if passed else Literal(node.value)


def _bind_text(outer: Scope, name: str, node: Scalar, texts: dict[str, tuple[str, str]]) -> None:
    if isinstance(node.value, bool) or is_date(node.text):
        outer.findings.add(WRONG_PARAM, node, name=name, expected=_TYPES["text"], value=node.text)
        texts[name] = ("", "")
        return
    node.value = node.text
    text = outer.text(node)
    texts[name] = (text.zh, text.en or text.zh)
