"""What texts say of the law: common errors, statutes that no longer hold or that nobody knows, reviews out of date.

Only texts that speak with authority are looked at: reasons, the brief, endings, and what is rated well in compliance or
referral. A wrong option may state the error, and a petitioner may believe it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache

from scenarios.check.common_errors import CommonError, common_errors
from scenarios.diagnostic import Diagnostic, Mark
from scenarios.model import Scenario, Text
from scenarios.statutes import Statute, nearest, statute, statutes

_SENTENCE = re.compile(r"[^。；！？\n]+")
_NAMED = re.compile(r"《([^《》]{2,40})》")
_NATION = "中华人民共和国"
_STATUTE = re.compile(r"(?:法|法典|条例)$")
"""What the name of a statute ends in. Rules, measures and interpretations have names of too many kinds."""
_LOCAL = re.compile(r".{1,8}?(?:省|市|县|州|盟|自治区|特区)")
"""A local regulation begins with the name of its place."""
_ABSENT = re.compile(r"没有|还没|尚未|未出台|不存在|不叫")
"""A sentence with one of these says that there is no such statute."""
_AWARE = re.compile(r"废止|失效|原来|旧|从前|以前|取代|不再|改成|换成")
"""A sentence with one of these knows that the statute is gone."""


def check(scenario: Scenario) -> Iterator[Diagnostic]:
    """JF7100 common errors, JF7101 and JF7102 statutes named that are gone or not known, JF7103 an old review."""
    for text, mark in authority(scenario):
        place = text.mark or mark
        yield from _errors(text, place, scenario.date)
        yield from _repealed(text, place, scenario)
        yield from _unknown(text, place)
    yield from _reviewed_before(scenario)


def _errors(text: Text, mark: Mark | None, on: date) -> Iterator[Diagnostic]:
    """An error that both languages make is reported once, in Chinese."""
    for error, said, language in _made(text.zh, text.en, on):
        place = text.mark_en or mark if language == "en" else mark
        right = dict(error.right)
        if error.law:
            right = {"zh": f"{right['zh']}（{error.law}）", "en": f"{right['en']} ({error.law})"}
        yield Diagnostic("JF7100", place, {"text": said[:60], "right": right})


@lru_cache(maxsize=8192)  # whoever reads a scenario again after a save has changed one text of many
def _made(zh: str, en: str, on: date) -> tuple[tuple[CommonError, str, str], ...]:
    """The errors that a text makes on a day, each with the sentence and the language."""
    found = []
    for error in common_errors():
        if error.since is None or on >= error.since:
            said, language = error.found(zh), "zh"
            if not said:
                said, language = error.found(en, "en"), "en"
            if said:
                found.append((error, said, language))
    return tuple(found)


def _repealed(text: Text, mark: Mark | None, scenario: Scenario) -> Iterator[Diagnostic]:
    for sentence in _SENTENCE.findall(text.zh):
        for name in _NAMED.findall(sentence):
            gone = _gone().get(name)
            if gone is None or gone[0] > scenario.date.isoformat() or _AWARE.search(sentence):
                continue
            about = {"statute": {"zh": name, "en": gone[2]}, "since": gone[0], "instead": gone[1] or "—"}
            yield Diagnostic("JF7101", mark, about)


def _unknown(text: Text, mark: Mark | None) -> Iterator[Diagnostic]:
    """Names of statutes that the law data do not have; what a place enacts for itself is not expected there."""
    for sentence in _SENTENCE.findall(text.zh):
        if _ABSENT.search(sentence) or _AWARE.search(sentence):
            continue
        for written in _NAMED.findall(sentence):
            name = written.removeprefix(_NATION)
            if _STATUTE.search(name) and not _LOCAL.match(name) and name not in _known():
                yield Diagnostic("JF7102", mark, {"name": name}, nearest(name))


@cache
def _known() -> frozenset[str]:
    return frozenset(name for statute in statutes() for name in (statute.id, *_names(statute))) | {"信访法"}


def _reviewed_before(scenario: Scenario) -> Iterator[Diagnostic]:
    """A review is as good as the law of its day: the data may have been checked again since."""
    day = str(scenario.reviewed.get("law_as_of", ""))
    if day and day < as_of():
        yield Diagnostic("JF7103", scenario.reviewed_mark, {"reviewed": day, "checked": as_of()})


@cache
def as_of() -> str:
    """The latest day up to which the law data were checked, as ISO text; a month counts from its first day."""
    return max(f"{statute.checked}-01"[:10] for statute in statutes() if statute.checked)


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
