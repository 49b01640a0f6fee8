"""Choices: cases merged over what the choice says for all of them, the own outcome of a timeout, passages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scenarios.expression import Expression
from scenarios.model import Alternatives, Case, Choice, Effects, Line, Reveal, Text
from scenarios.scope import UNKNOWN_FACT, Scope
from scenarios.source import Entry, Mapping, Node, Scalar, Sequence
from scenarios.words import CONTINUE, CONTINUE_TEXT, TIMEOUT

TWO_RATES, STICKY_MAX, DEAD_CASE, UNKNOWN_CHOICE = "JF1018", "JF1019", "JF1023", "JF2007"
UNDECLARED_FLAG, NEVER_REVEALED, UNKNOWN_FLAG = "JF2015", "JF2037", "JF2050"

DEFAULT_ASKINGS = 2
"""How often something may be asked whose answer depends on a gate."""

_NO_EFFECTS = Effects()


def words(node: Node | None) -> tuple[str, ...]:
    """The texts of a list."""
    if not isinstance(node, Sequence):
        return ()
    return tuple(item.text for item in node.items if isinstance(item, Scalar))


def number(node: Node | None, default: int) -> int:
    """A whole number, or the default where there is none."""
    return node.value if isinstance(node, Scalar) and isinstance(node.value, int) else default


def is_true(node: Node | None) -> bool:
    """Whether `true` stands there."""
    return isinstance(node, Scalar) and node.value is True


def effects(node: Node | None) -> Effects:
    """What the author adds to the meters."""
    if not isinstance(node, Mapping):
        return _NO_EFFECTS
    return Effects(**{meter: number(entry.value, 0) for meter, entry in node.entries.items()})


def rates(node: Node | None) -> dict[str, int]:
    """Points per indicator."""
    if not isinstance(node, Mapping):
        return {}
    # The walk has left nothing but numbers.
    return {code: entry.value.value for code, entry in node.entries.items() if code != "when"}  # type: ignore[attr-defined]


# ---------------------------------------------------------------------------------------------- lines


def line(node: Node, scope: Scope) -> Line:
    """One thing said."""
    if isinstance(node, Scalar):
        return Line(scope.text(node))
    assert isinstance(node, Mapping)
    text = scope.optional_text(node, "text") or Text("")
    reveals = node.get("reveals")
    return Line(
        text,
        scope.optional_condition(node),
        scope.optional_text(node, "who"),
        known_facts(reveals, scope) if reveals is not None else (),
    )


def known_facts(node: Node | None, scope: Scope) -> tuple[str, ...]:
    """Ids of facts that there are; the others are reported."""
    if not isinstance(node, Sequence):
        return ()
    for item in node.items:
        if isinstance(item, Scalar) and item.text not in scope.facts:
            scope.findings.add(UNKNOWN_FACT, item, scope.facts, name=item.text)
    return tuple(fact for fact in words(node) if fact in scope.facts)


def alternatives(node: Node | None, scope: Scope) -> Alternatives:
    """A text or a list of lines of which the first that holds is said."""
    if node is None:
        return ()
    return tuple(line(item, scope) for item in node.items) if isinstance(node, Sequence) else (line(node, scope),)


# ---------------------------------------------------------------------------------------------- cases


def flags(node: Node | None, scope: Scope, *, setting: bool) -> tuple[str, ...]:
    """Flags that are set or cleared; what may not be is reported."""
    if not isinstance(node, Sequence):
        return ()
    for item in node.items:
        if not isinstance(item, Scalar):
            continue
        if scope.may_set is not None and item.text not in scope.may_set:
            scope.findings.add(UNDECLARED_FLAG, item, scope.may_set, name=item.text, fragment=scope.fragment)
        elif not setting and item.text not in scope.environment.flags:
            scope.findings.add(UNKNOWN_FLAG, item, scope.environment.flags, name=item.text)
    return words(node)


def reveals(node: Node | None, scope: Scope) -> tuple[Reveal, ...]:
    """Facts that come out, with their gates."""
    if not isinstance(node, Sequence):
        return ()
    found: list[Reveal] = []
    for item in node.items:
        fact = item.get("fact") if isinstance(item, Mapping) else item
        when = scope.optional_condition(item) if isinstance(item, Mapping) else None
        if not isinstance(fact, Scalar):
            continue
        if fact.text in scope.facts:
            found.append(Reveal(fact.text, when))
        else:
            scope.findings.add(UNKNOWN_FACT, fact, scope.facts, name=fact.text)
    return tuple(found)


def consequences(node: Mapping, scope: Scope) -> dict[str, Any]:
    """What a choice, a case or a timeout says itself, as arguments of :class:`Case`."""
    own: dict[str, Any] = {}
    for key, entry in node.entries.items():
        if key in _IN_SCOPE:
            own[key] = _IN_SCOPE[key](scope, entry.value)
        elif key in _BY_ITSELF:
            own[key] = _BY_ITSELF[key](entry.value)
    if "basis" in node.entries:
        own["practice"] = True
    if "rates_only" in own:
        if "rates" in own:
            scope.findings.add(TWO_RATES, node.entries["rates_only"])
        own["rates"] = own["rates_only"]
        own["rates_only"] = True
    elif "rates" in own:
        own["rates_only"] = False
    return own


_IN_SCOPE: dict[str, Callable[[Scope, Node], Any]] = {
    "text": Scope.text,
    "sets": lambda scope, node: flags(node, scope, setting=True),
    "clears": lambda scope, node: flags(node, scope, setting=False),
    "reveals": lambda scope, node: reveals(node, scope),
    "reply": lambda scope, node: alternatives(node, scope),
    "why": Scope.text,
    "law": Scope.citations,
    "goto": Scope.target,
}
_BY_ITSELF: dict[str, Callable[[Node], Any]] = {
    "rates": rates,
    "rates_only": rates,
    "effects": effects,
    "red_line": lambda node: node.text if isinstance(node, Scalar) else None,
}


def cases(node: Mapping, scope: Scope) -> tuple[Case, ...]:
    """All cases of a choice, merged, the last without condition."""
    base = consequences(node, scope)
    if "text" not in base:
        base["text"] = Text("", mark=scope.mark(node))
    if "cases" not in node.entries:
        return (Case(**base, mark=scope.mark(node)),)
    found: list[Case] = []
    written = node.get("cases")
    if isinstance(written, Sequence):
        for item in written.items:
            assert isinstance(item, Mapping)
            if found and found[-1].when is None:
                scope.findings.add(DEAD_CASE, item)
            when = scope.optional_condition(item)
            if when is not None or "when" not in item.entries:
                found.append(Case(**{**base, **consequences(item, scope)}, when=when, mark=scope.mark(item)))
    if not found or found[-1].when is not None:
        found.append(Case(**base, mark=scope.mark(node)))
    return tuple(found)


# ---------------------------------------------------------------------------------------------- choices


def choice(entry: Entry, scope: Scope) -> Choice:
    """One choice."""
    node = entry.value
    assert isinstance(node, Mapping)
    keys = node.entries
    found = cases(node, scope)
    until = node.get("until") if "until" in keys else None
    gated = dict.fromkeys(reveal.fact for case in found for reveal in case.reveals if reveal.when is not None)
    if isinstance(until, Scalar):
        _until(until, found, scope)
        if until.text in scope.facts:
            gated[until.text] = None
    return Choice(
        id=entry.key,
        cases=found,
        moves=words(keys["moves"].value) if "moves" in keys else (),
        when=scope.condition(keys["when"].value) if "when" in keys else None,
        needs=scope.condition(keys["needs"].value) if "needs" in keys else None,
        limit=_limit(node, scope, bool(gated)),
        gated=tuple(gated),
        optional="optional" in keys and is_true(keys["optional"].value),
        mark=scope.findings.mark(entry),
    )


def _until(node: Scalar, found: tuple[Case, ...], scope: Scope) -> None:
    if node.text not in scope.facts:
        scope.findings.add(UNKNOWN_FACT, node, scope.facts, name=node.text)
    elif not any(reveal.fact == node.text for case in found for reveal in case.reveals):
        scope.findings.add(NEVER_REVEALED, node, name=node.text)


def _limit(node: Mapping, scope: Scope, gated: bool) -> int | None:
    keys = node.entries
    if "sticky" in keys and is_true(keys["sticky"].value):
        if "max" in keys:
            scope.findings.add(STICKY_MAX, keys["max"])
        return None
    asked = DEFAULT_ASKINGS if gated else 1
    return number(keys["max"].value, asked) if "max" in keys else asked


def passage() -> Choice:
    """The one choice of a scene that only says something."""
    return Choice(CONTINUE, (Case(CONTINUE_TEXT),), limit=None)


def timeout_choice(node: Mapping, choices: tuple[Choice, ...], scope: Scope) -> Choice | None:
    """The own outcome of a timeout: what it says itself, laid over every case of the choice it counts as."""
    same_as = node.get("same_as")
    if not isinstance(same_as, Scalar):
        return None
    copied = next((each for each in choices if each.id == same_as.text), None)
    own = consequences(node, scope)
    if copied is None:
        scope.findings.add(UNKNOWN_CHOICE, same_as, [each.id for each in choices], name=same_as.text, key="same_as")
        return None
    return Choice(
        id=TIMEOUT,
        cases=tuple(_laid_over(case, own, scope, node) for case in copied.cases),
        moves=copied.moves,
        when=copied.when,
        needs=copied.needs,
        limit=copied.limit,
        gated=copied.gated,
        optional=copied.optional,
        same_as=copied.id,
        mark=scope.mark(node),
    )


def _laid_over(case: Case, own: dict[str, Any], scope: Scope, node: Mapping) -> Case:
    when: Expression | None = case.when
    fields = {name: getattr(case, name) for name in Case.__slots__ if name not in ("when", "mark")}
    return Case(**{**fields, **own}, when=when, mark=scope.mark(node))
