"""Record forms and referral sheets: what the author wrote, the facts and the directory, as lines of decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from scenarios.choices import DEAD_CASE, rates, words
from scenarios.counts import Answer, answers, count_line, kind_line
from scenarios.expression import Call, Compare, Expression, ListLiteral, Literal, Name, all_of
from scenarios.model import Fact, Form, FormLine, Option, OptionCase, Text, Variant
from scenarios.scope import UNKNOWN_FACT, Scope
from scenarios.source import Entry, Node, Scalar, Sequence
from scenarios.source import Mapping as MappingNode
from scenarios.words import LABELS, LEAVE, TICK, Supplied

SAME_LINE, NO_TEXT, NO_DIRECTORY, NOT_IN_DIRECTORY, BAD_PICK = "JF2020", "JF2040", "JF2041", "JF2042", "JF2039"
NO_LABEL, TOO_FEW = "JF2043", "JF1006"

MISSING_KEY, MISSING_OTHER, WRONG_TICK = -2, -1, -2
"""Ratings in C2 of a line of the record form: a key fact left out, another, a statement that is not true ticked."""
RECORD_INDICATOR = "C2"


@dataclass(frozen=True, slots=True)
class Desk:
    """What forms are made from, besides their own text."""

    variants: Mapping[str, Variant]
    supplied: Supplied


# ---------------------------------------------------------------------------------------------- record form


def record_form(scene: str, node: MappingNode, scope: Scope, desk: Desk) -> Form:
    """来访登记表: a line for each wording of each fact, for each invented statement, and the picks."""
    lines: list[FormLine] = []
    for fact in _listed(node.get("statements"), scope, desk):
        lines += _statements(fact, desk.variants)
    lines += _invented(node.get("wrong"), scope)
    picks = node.get("picks")
    if isinstance(picks, MappingNode):
        for entry in picks.entries.values():
            line = _pick(scene, entry, scope, desk)
            if line is not None:
                lines.append(line)
    _report_same(lines, node, scope)
    return Form("record", tuple(lines))


def _listed(node: Node | None, scope: Scope, desk: Desk) -> list[str]:
    facts = list(dict.fromkeys(fact for variant in desk.variants.values() for fact in variant.facts))
    if not isinstance(node, Sequence):
        return facts
    for item in node.items:
        if isinstance(item, Scalar) and item.text not in scope.facts:
            scope.findings.add(UNKNOWN_FACT, item, scope.facts, name=item.text)
    chosen = set(words(node))
    return [fact for fact in facts if fact in chosen]


def _report_same(lines: list[FormLine], node: MappingNode, scope: Scope) -> None:
    seen: set[str] = set()
    for line in lines:
        if line.id in seen:
            scope.findings.add(SAME_LINE, line.mark or node, name=line.id)
        seen.add(line.id)


def _statements(fact: str, variants: Mapping[str, Variant]) -> list[FormLine]:
    """The lines of one fact: true, softened, distorted."""
    there = {name: variant.facts[fact] for name, variant in variants.items() if fact in variant.facts}
    known = Call("known", fact)
    first = next(iter(there.values()))
    label = _wording(fact, "text", [each.text for each in there.values()])
    lines = [FormLine(fact, label, "tick", (_tick(), _leave(there, variants)), known, mark=first.mark)]
    for form in ("softened", "distorted"):
        wordings = {name: getattr(each, form) for name, each in there.items() if getattr(each, form) is not None}
        if wordings:
            when = all_of((known, *_only_in(wordings.keys(), there.keys())))
            label = _wording(fact, form, list(wordings.values()))
            lines.append(replace(_untrue(f"{fact}.{form}", label), when=when, mark=label.mark))
    return lines


def _wording(fact: str, form: str, texts: list[Text]) -> Text:
    """The wording itself, or a placeholder for it where variants word it differently."""
    if all(text == texts[0] for text in texts):
        return texts[0]
    name = "{fact:" + fact + ("}" if form == "text" else f".{form}}}")
    return Text(name, name, texts[0].mark)


def _only_in(names: AbstractSet[str], of: AbstractSet[str]) -> tuple[Expression, ...]:
    """A condition for some of the variants; none if it is all of them."""
    if names >= of:
        return ()
    if len(names) == 1:
        return (Compare("==", Name("variant"), Literal(next(iter(names)))),)
    return (Compare("in", Name("variant"), ListLiteral(tuple(Literal(name) for name in sorted(names)))),)


def _tick() -> Option:
    return Option("tick", (OptionCase(TICK),))


def _leave(there: Mapping[str, Fact], variants: Mapping[str, Variant]) -> Option:
    """Leaving a true statement out: worse where it is a key fact."""
    missing = {name: MISSING_KEY if fact.key_points else MISSING_OTHER for name, fact in there.items()}
    keys = {name for name, points in missing.items() if points == MISSING_KEY}
    if not keys or len(keys) == len(there):
        return Option("leave", (_rated(LEAVE, RECORD_INDICATOR, MISSING_KEY if keys else MISSING_OTHER),))
    key = replace(_rated(LEAVE, RECORD_INDICATOR, MISSING_KEY), when=all_of(_only_in(keys, variants.keys())))
    return Option("leave", (key, _rated(LEAVE, RECORD_INDICATOR, MISSING_OTHER)))


def _rated(text: Text, code: str, points: int) -> OptionCase:
    return OptionCase(text, rates={code: points})


def _untrue(name: str, label: Text) -> FormLine:
    """A statement that must not be ticked."""
    options = (Option("tick", (_rated(TICK, RECORD_INDICATOR, WRONG_TICK),)), Option("leave", (OptionCase(LEAVE),)))
    return FormLine(name, label, "tick", options)


def _invented(node: Node | None, scope: Scope) -> list[FormLine]:
    if isinstance(node, MappingNode):
        named = [(entry.key, entry.value) for entry in node.entries.values()]
    elif isinstance(node, Sequence):
        named = [(f"wrong-{number}", item) for number, item in enumerate(node.items, 1)]
    else:
        named = []
    return [replace(_untrue(name, scope.text(item)), mark=scope.mark(item)) for name, item in named]


def _pick(scene: str, entry: Entry, scope: Scope, desk: Desk) -> FormLine | None:
    """One field that is picked: written out, or the number of visitors, or the kind of matter."""
    mark = scope.findings.mark(entry)
    if isinstance(entry.value, MappingNode):
        return _written_out(entry, scope, desk)
    build: Callable[[str, list[Answer]], FormLine] | None = {
        "visitors": lambda salt, given: count_line(salt, given, mark),
        "kind": lambda _, given: kind_line(desk.supplied.kinds, given, mark),
    }.get(entry.key)
    if build is None:
        scope.findings.add(BAD_PICK, entry, ("visitors", "kind"), name=entry.key)
        return None
    given = answers(entry, scope, desk.variants, desk.supplied.kinds if entry.key == "kind" else None)
    return build(f"{scene}|{entry.key}", given) if given else None


# ---------------------------------------------------------------------------------------------- written out


def _written_out(entry: Entry, scope: Scope, desk: Desk) -> FormLine | None:
    """A line with `options`, and what fills it up from the directory."""
    node = entry.value
    options = node.get("options") if isinstance(node, MappingNode) else None
    if not isinstance(node, MappingNode) or not isinstance(options, MappingNode):
        return None
    label = scope.optional_text(node, "label") or LABELS.get(entry.key)
    if label is None:
        scope.findings.add(NO_LABEL, entry, LABELS.keys(), name=entry.key)
        label = Text(entry.key)
    directory = desk.supplied.of(entry.key)
    built = tuple(_option(each, scope, directory, entry.key) for each in options.entries.values())
    if len(built) < 2 and "among" not in node.entries:
        scope.findings.add(TOO_FEW, options, key="options", least=2, count=len(built))
    among, fillers = _fillers(entry.key, node, built, scope, directory)
    return FormLine(entry.key, label, "pick", built, None, among, fillers, scope.findings.mark(entry))


def _option(entry: Entry, scope: Scope, directory: Mapping[str, Text], line: str) -> Option:
    node = entry.value
    assert isinstance(node, MappingNode)
    base = _option_fields(node, scope)
    if "text" not in base:
        text = directory.get(entry.key)
        if text is None:
            scope.findings.add(NO_TEXT, entry, directory.keys(), name=entry.key, line=line)
        base["text"] = text or Text(entry.key)
    found: list[OptionCase] = []
    written = node.get("cases")
    for item in written.items if isinstance(written, Sequence) else ():
        assert isinstance(item, MappingNode)
        if found and found[-1].when is None:
            scope.findings.add(DEAD_CASE, item)
        when = scope.optional_condition(item)
        if when is not None or "when" not in item.entries:
            found.append(OptionCase(**{**base, **_option_fields(item, scope)}, when=when))
    if not found or found[-1].when is not None:
        found.append(OptionCase(**base))
    return Option(entry.key, tuple(found), scope.optional_condition(node), scope.findings.mark(entry))


def _option_fields(node: MappingNode, scope: Scope) -> dict[str, Any]:
    own: dict[str, Any] = {}
    for key, entry in node.entries.items():
        match key:
            case "text" | "why":
                own[key] = scope.text(entry.value)
            case "rates":
                own[key] = rates(entry.value)
            case "law":
                own[key] = scope.citations(entry.value)
            case "basis":
                own["practice"] = True
            case "red_line":
                own[key] = entry.value.text if isinstance(entry.value, Scalar) else None
    return own


def _fillers(
    line: str, node: MappingNode, options: tuple[Option, ...], scope: Scope, directory: Mapping[str, Text]
) -> tuple[int, tuple[Option, ...]]:
    """How many options the line is filled up to, and what from."""
    among = node.get("among")
    if not isinstance(among, Scalar) or not isinstance(among.value, int):
        return 0, ()
    if line not in ("body", "procedure"):
        scope.findings.add(NO_DIRECTORY, among, name=line)
        return 0, ()
    excepted = node.get("except")
    for item in excepted.items if isinstance(excepted, Sequence) else ():
        if isinstance(item, Scalar) and item.text not in directory:
            scope.findings.add(NOT_IN_DIRECTORY, item, directory.keys(), name=item.text)
    taken = {*words(excepted), *(option.id for option in options)}
    rating = rates(node.get("filler")) if "filler" in node.entries else _default_filler(options)
    fillers = tuple(
        Option(name, (OptionCase(text, rates=rating),)) for name, text in directory.items() if name not in taken
    )
    return among.value, fillers


def _default_filler(options: tuple[Option, ...]) -> dict[str, int]:
    """-1 in the first code of the best option, whichever of its cases makes it best."""
    cases = [case for option in options for case in option.cases]
    if not cases:
        return {}  # none could be used, which was reported
    best = max(cases, key=lambda case: sum(case.rates.values()))
    return dict.fromkeys(list(best.rates)[:1], -1)


def referral_sheet(node: MappingNode, scope: Scope, desk: Desk) -> Form:
    """分流单: each line as the author wrote it."""
    lines = [_written_out(entry, scope, desk) for entry in node.entries.values()]
    return Form("referral", tuple(line for line in lines if line is not None))
