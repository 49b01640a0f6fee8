"""Scenes: from what is written at one place to the model."""

from __future__ import annotations

from scenarios.calls import Site
from scenarios.choices import (
    UNKNOWN_CHOICE,
    alternatives,
    choice,
    effects,
    flags,
    is_true,
    line,
    number,
    passage,
    timeout_choice,
)
from scenarios.forms import Desk, record_form, referral_sheet
from scenarios.model import RESUME, RETURN, Alternatives, Choice, Form, Goto, Scene
from scenarios.scene_parts import NO_NEXT, kind_of
from scenarios.scope import Scope
from scenarios.source import Mapping, Node, Scalar, Sequence

ONE_TEXT, PLAIN_OTHERWISE, CHANCE_AFTER_FORM = "JF1024", "JF2002", "JF2056"
_CHOICES = {"zh": "有选项的场景", "en": "a scene with choices"}


def scene(site: Site, desk: Desk) -> Scene:
    """Build one scene."""
    node, scope = site.node, site.scope
    keys = node.entries
    kind = kind_of(node)
    goto = scope.target(keys["next"].value) if "next" in keys else None
    if goto is not None and goto.chance and kind in ("form", "referral"):
        scope.findings.add(CHANCE_AFTER_FORM, keys["next"].value)
    choices = _choices(node, scope, kind, goto)
    timeout, own = _timeout(node, choices, scope) if "timeout" in keys else (None, None)
    if kind == "choices" and goto is None and "next" not in keys and not scope.findings.is_damaged(node):
        _need_next(site, (*choices, own) if own else choices)
    return Scene(
        id=site.id,
        say=say(keys["say"].value, scope) if "say" in keys else (),
        choices=choices,
        form=_form(site.id, node, scope, desk, kind) if kind in ("form", "referral") else None,
        stakes=number(keys["stakes"].value, 1) if "stakes" in keys else 1,
        seconds=number(keys["seconds"].value, 0) if "seconds" in keys else None,
        timeout=timeout,
        timeout_choice=own,
        next=goto,
        otherwise=_otherwise(keys["otherwise"].value, scope) if "otherwise" in keys else None,
        enter=effects(keys["enter"].value if "enter" in keys else None),
        opening="opening" in keys and is_true(keys["opening"].value),
        sets=flags(keys["sets"].value, scope, setting=True) if "sets" in keys else (),
        fragment=scope.fragment,
        mark=scope.findings.mark(site.entry),
    )


def say(node: Node | None, scope: Scope) -> tuple[Alternatives, ...]:
    """Lines spoken in order, each with its alternatives."""
    if node is None:
        return ()
    if isinstance(node, Scalar):
        return ((line(node, scope),),)
    assert isinstance(node, Sequence)
    return tuple(_spoken(item, scope) for item in node.items)


def _spoken(item: Node, scope: Scope) -> Alternatives:
    if not isinstance(item, Mapping):
        return (line(item, scope),)
    first_of = item.get("first_of")
    if ("text" in item.entries) == (first_of is not None) or (first_of is not None and len(item.entries) > 1):
        scope.findings.add(ONE_TEXT, item)
    if isinstance(first_of, Sequence):
        return alternatives(first_of, scope)
    return (line(item, scope),)


def _choices(node: Mapping, scope: Scope, kind: str, goto: Goto | None) -> tuple[Choice, ...]:
    written = node.get("choices")
    if isinstance(written, Mapping):
        return tuple(choice(entry, scope) for entry in written.entries.values())
    return (passage(),) if kind == "" and goto is not None else ()


def _form(scene_id: str, node: Mapping, scope: Scope, desk: Desk, kind: str) -> Form | None:
    if kind == "form":
        return record_form(scene_id, node, scope, desk)
    referral = node.get("referral")
    return referral_sheet(referral, scope, desk) if kind == "referral" and isinstance(referral, Mapping) else None


def _timeout(node: Mapping, choices: tuple[Choice, ...], scope: Scope) -> tuple[str | None, Choice | None]:
    written = node.get("timeout")
    if isinstance(written, Mapping):
        return None, timeout_choice(written, choices, scope)
    if not isinstance(written, Scalar):
        return None, None
    ids = [each.id for each in choices]
    if written.text in ids:
        return written.text, None
    scope.findings.add(UNKNOWN_CHOICE, written, ids, name=written.text, key="timeout")
    return None, None


def _need_next(site: Site, choices: tuple[Choice, ...]) -> None:
    """Report choices that lead nowhere: neither they nor their scene say where."""
    choices_node = site.node.get("choices")
    for each in choices:
        if any(case.goto is None for case in each.cases) and not _has_goto(choices_node, each.id, site.scope):
            site.scope.findings.add(NO_NEXT, each.mark or site.entry, name=each.id, kind=_CHOICES)


def _has_goto(choices: Node | None, name: str, scope: Scope) -> bool:
    """Whether a choice has a `goto` that was merely wrong, which was reported there."""
    node = choices.get(name) if isinstance(choices, Mapping) else None
    return isinstance(node, Mapping) and ("goto" in node.entries or scope.findings.is_damaged(node))


def _otherwise(node: Node | None, scope: Scope) -> str | None:
    """A plain scene or ending: the model has no room for conditions here."""
    if not isinstance(node, Scalar):
        return None
    if node.text == RETURN and scope.outer is not None:
        back = scope.way_back()
        if back is None:
            return None
        if len(back.branches) == 1:
            return back.branches[0].to
    elif node.text != RESUME:
        return scope.arrival(node.text, node)
    scope.findings.add(PLAIN_OTHERWISE, node, name=node.text)
    return None
