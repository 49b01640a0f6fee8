"""Which keys of a scene go together: it offers choices, or is a form, or calls a fragment, or is a passage."""

from __future__ import annotations

from scenarios.findings import Findings
from scenarios.shape import Words
from scenarios.source import Entry, Mapping

SEVERAL_KINDS, NO_KIND, NO_NEXT, NO_MEANING, CLOCK = "JF1013", "JF1014", "JF1015", "JF1016", "JF1017"

_KINDS = ("choices", "form", "referral", "call")
_NAMES: dict[str, Words] = {
    "choices": {"zh": "有选项的场景", "en": "a scene with choices"},
    "form": {"zh": "登记表", "en": "a record form"},
    "referral": {"zh": "分流单", "en": "a referral sheet"},
    "call": {"zh": "片段调用", "en": "the call of a fragment"},
    "": {"zh": "过场（只有 say 和 next）", "en": "a passage (only `say` and `next`)"},
}
_ANYWHERE = {"say", "next", "enter", "opening"}
_FORM = _ANYWHERE | {"sets", "stakes"}
_ALLOWED: dict[str, set[str]] = {
    "choices": _ANYWHERE | {"choices", "stakes", "seconds", "timeout", "otherwise"},
    "form": _FORM | {"form", "wrong", "picks", "statements"},
    "referral": _FORM | {"referral"},
    "call": {"call", "with", "next"},
    "": _ANYWHERE,
}


def kind_of(node: Mapping) -> str:
    """`choices`, `form`, `referral`, `call`, or nothing for a passage."""
    return next((kind for kind in _KINDS if kind in node.entries), "")


def check_parts(entry: Entry, node: Mapping, findings: Findings) -> None:
    """Report what contradicts itself in a scene.

    Args:
        entry: the scene's key.
        node: the scene.
        findings: takes what is wrong.
    """
    keys = node.entries
    kinds = [kind for kind in _KINDS if kind in keys]
    if len(kinds) > 1:
        findings.add(SEVERAL_KINDS, keys[kinds[1]], name=entry.key, kinds=", ".join(kinds))
        return
    kind = kinds[0] if kinds else ""
    if findings.is_damaged(node):
        return
    if kind != "choices" and "next" not in keys:
        if kind:
            findings.add(NO_NEXT, entry, name=entry.key, kind=_NAMES[kind])
        else:
            findings.add(NO_KIND, entry, name=entry.key)
        return
    for key in keys.keys() - _ALLOWED[kind]:
        findings.add(NO_MEANING, keys[key], name=key, kind=_NAMES[kind], scene=entry.key)
    if ("seconds" in keys) != ("timeout" in keys):
        there, missing = ("seconds", "timeout") if "seconds" in keys else ("timeout", "seconds")
        findings.add(CLOCK, keys[there], name=there, missing=missing)
