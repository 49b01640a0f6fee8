"""What texts say of the law: common errors (`common_errors.yaml`), and statutes that no longer hold.

Only texts that speak with authority are looked at: reasons, the brief, endings, and what is rated well in compliance or
referral. A wrong option may state the error, and a petitioner may believe it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scenarios.diagnostic import Diagnostic, Mark
from scenarios.model import Scenario, Text
from scenarios.own_data import own_data
from scenarios.statutes import Statute, statute, statutes

_SENTENCE = re.compile(r"[^。；！？\n]+")
_NAMED = re.compile(r"《([^《》]{2,40})》")
_DENIED = re.compile(
    r"不是|不等于|不属于|不构成|并非|没有(?:这样的|这种|此)?规定|不对|错误|误区|误以为|不能说|别以为|哪有"
)
"""Words with which a sentence denies what it names, wherever they stand."""
_FORBIDDEN = re.compile(r"(?:不能|不会|不可|不得|不许|不要|不该|不应)[^。；，]{0,4}$")
"""How a sentence may go on to the error in order to forbid it."""
_AWARE = re.compile(r"废止|失效|原来|旧|从前|以前|取代|不再|改成|换成")
"""A sentence with one of these knows that the statute is gone."""


@dataclass(frozen=True, slots=True)
class CommonError:
    """One entry of `common_errors.yaml`."""

    id: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    right: Mapping[str, str]
    law: str
    bad: tuple[str, ...]
    good: tuple[str, ...]

    def found(self, text: str) -> str:
        """The first sentence that makes the error, or nothing. Whoever denies or forbids it does not make it."""
        for sentence in _SENTENCE.findall(text):
            match = self.pattern.search(sentence)
            if match is None or _DENIED.search(sentence) or _FORBIDDEN.search(sentence[: match.start()]):
                continue
            if self.unless is None or not self.unless.search(sentence):
                return str(sentence)
        return ""


@cache
def common_errors() -> tuple[CommonError, ...]:
    """All of them, in the order of the file."""
    return tuple(
        CommonError(
            entry["id"],
            re.compile(entry["pattern"]),
            re.compile(entry["unless"]) if "unless" in entry else None,
            entry["right"],
            entry.get("law", ""),
            tuple(entry["bad"]),
            tuple(entry["good"]),
        )
        for entry in own_data(Path(__file__).with_name("common_errors.yaml"))
    )


def check(scenario: Scenario) -> Iterator[Diagnostic]:
    """JF7100 common errors, JF7101 statutes that are named though they no longer hold."""
    for text, mark in authority(scenario):
        for error in common_errors():
            said = error.found(text.zh)
            if said:
                right = dict(error.right)
                if error.law:
                    right = {"zh": f"{right['zh']}（{error.law}）", "en": f"{right['en']} ({error.law})"}
                yield Diagnostic("JF7100", text.mark or mark, {"text": said[:40], "right": right})
        yield from _repealed(text, text.mark or mark, scenario)


def _repealed(text: Text, mark: Mark | None, scenario: Scenario) -> Iterator[Diagnostic]:
    for sentence in _SENTENCE.findall(text.zh):
        for name in _NAMED.findall(sentence):
            gone = _gone().get(name)
            if gone is None or gone[0] > scenario.date.isoformat() or _AWARE.search(sentence):
                continue
            about = {"statute": {"zh": name, "en": gone[2]}, "since": gone[0], "instead": gone[1] or "—"}
            yield Diagnostic("JF7101", mark, about)


@cache
def _gone() -> Mapping[str, tuple[str, str, str]]:
    """Names of statutes that were repealed: since when, what took their place, the English name.

    A name that a statute in force still has is not here.
    """
    since = {statute.id: day for statute in statutes() if (day := _gone_since(statute))}
    alive = {name for statute in statutes() if statute.id not in since for name in _names(statute)}
    return {
        name: (since[statute.id], statute.successor or "、".join(statute.instead), statute.name["en"])
        for statute in statutes()
        if statute.id in since
        for name in _names(statute)
        if name not in alive
    }


def _gone_since(found: Statute) -> str:
    """The first day on which a statute no longer holds; where none was verified, that on which its successor came."""
    if found.repealed is not None:
        return found.repealed.isoformat()
    after = statute(found.successor) if found.status == "repealed" and found.successor else None
    return after.in_force.isoformat() if after is not None and after.in_force is not None else ""


def _names(statute: Statute) -> set[str]:
    """What a statute is called in a text; an edition's year in brackets is left out there."""
    return {re.sub(r"[（(][^（()）]*[)）]$", "", name) for name in (statute.id, statute.name["zh"])}


def authority(scenario: Scenario) -> Iterator[tuple[Text, Mark | None]]:
    """The texts that speak with authority, each with a place to point at."""
    yield scenario.brief, None
    for ending in scenario.endings.values():
        yield from ((line.text, ending.mark) for line in ending.text)
    for scene in scenario.scenes.values():
        cases = [
            (case, choice.mark)
            for choice in (*scene.choices, *((scene.timeout_choice,) if scene.timeout_choice else ()))
            for case in choice.cases
        ]
        lines = scene.form.lines if scene.form is not None else ()
        options = [(case, scene.mark) for line in lines for option in line.options for case in option.cases]
        for case, mark in (*cases, *options):
            if case.why is not None:
                yield case.why, mark
            if _is_right(case.rates, case.red_line):
                yield case.text, mark


def _is_right(rates: Mapping[str, int], red_line: str | None) -> bool:
    """Whether a case is rated well in compliance or referral, and badly in neither."""
    told = [points for code, points in rates.items() if code[0] in "CR"]
    return red_line is None and bool(told) and min(told) >= 0 and max(told) > 0
