"""Whatever a story becomes and however its English is laid out, nothing is lost and nothing is done twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from scenarios import source
from scenarios.diagnostic import Diagnostic, Severity, severity_of
from scenarios.findings import Findings
from scenarios.schema import SCENARIO
from scenarios.translating.update import Updated, update
from scenarios.translation import overlay
from scenarios.translation_notes import GONE, notes
from scenarios.walk import walk
from tests.scenarios.snippets import MINIMAL, dumped, merged, plain
from tests.scenarios.test_load_translation import ENGLISH, WHOLE

CHINESE = merged(plain(MINIMAL), plain(WHOLE))
TRANSLATED = plain(ENGLISH)["en"]
TEXTS = ("text", "why", "softened", "distorted", "label", "who", "title", "brief", "name")
IDS = ("seat", "rush", "record", "where", "arrive", "owed", "papers", "way", "done", "a")


class Change:
    """Changes of a story as authors make them, each with a chance."""

    def __init__(self, random: Random, chance: float) -> None:
        self._random = random
        self._chance = chance
        self._number = 0

    def _happens(self) -> bool:
        return self._random.random() < self._chance

    def _new(self) -> str:
        self._number += 1
        return f"新的话{self._number}"

    def of(self, data: Any) -> Any:
        """The story afterwards."""
        if isinstance(data, list):
            return [self.of(item) for item in data]
        if not isinstance(data, dict):
            return data
        found: dict[str, Any] = {}
        for key, value in data.items():
            if key in ("why", "softened", "distorted") and self._happens():
                continue
            name = f"{key}-new" if key in IDS and isinstance(value, dict) and self._happens() else key
            found[name] = self.of(self._value(key, value))
        if "moves" in data and "why" not in data and self._happens():
            found["why"] = self._new()
        return found

    def _value(self, key: str, value: Any) -> Any:
        if key in ("say", "reply") and self._happens():
            value = list(value) if isinstance(value, list) else [value]
            what = self._random.choice(["more", "fewer", "order"])
            if what == "more" or len(value) == 1:
                value.insert(self._random.randrange(len(value) + 1), self._new())
            elif what == "fewer":
                value.pop(self._random.randrange(len(value)))
            else:
                self._random.shuffle(value)
        elif key in TEXTS and isinstance(value, str) and self._happens():
            value += self._new()
        return value


def some_of(data: Any, random: Random, chance: float) -> Any:
    """A translation of which parts are not written yet."""
    if not isinstance(data, dict):
        return data
    return {key: some_of(value, random, chance) for key, value in data.items() if random.random() >= chance}


def laid_out(data: Any, random: Random) -> str:
    """A translation in block style, in brackets, or both."""
    style = random.choice([False, None, True])
    return yaml.safe_dump(data, sort_keys=False, default_flow_style=style, width=random.choice([40, 10_000]),
                          indent=random.choice([2, 4]))  # fmt: skip


def tree(text: str) -> source.Mapping:
    """A text that nothing is wrong with."""
    read = source.parse(text)
    assert isinstance(read.root, source.Mapping)
    assert not read.diagnostics, (read.diagnostics, text)
    return read.root


def updated(chinese: str, english: str) -> Updated:
    """What becomes of an English file."""
    return update(SCENARIO, tree(chinese), english)


def found(chinese: str, english: str) -> list[Diagnostic]:
    """What the loader says of the two."""
    findings, root = Findings("scenario.yaml"), tree(chinese)
    walk(SCENARIO, root, findings, "scenario.yaml")
    assert not findings.all()
    overlay(SCENARIO, root, tree(english), findings.of("en.yaml"), findings, notes(english))
    return list(findings.all())


def texts(data: Any) -> Iterator[str]:
    """Every text in a translation."""
    if isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from texts(value)
    elif isinstance(data, str) and data.strip():
        yield data


def filled(data: Any, missing: set[str], path: str = "") -> Any:
    """A translation in which what is missing has been written."""
    if isinstance(data, dict):
        return {key: filled(value, missing, f"{path}.{key}" if path else key) for key, value in data.items()}
    if isinstance(data, list):
        return [filled(item, missing, f"{path}[{number}]") for number, item in enumerate(data, 1)]
    return "English" if data in (None, "") and short(path) in missing else data


def short(path: str) -> str:
    """A path without what a short form leaves out."""
    return re.sub(r"(\.text|\[1\])+$", "", path)


def bare(text: str) -> str:
    """A text without what its way of writing adds."""
    return re.sub(r"[\s\"'\\]+", "", text)


def promises(chinese: str, before: str, after: Updated) -> None:
    """What holds for every update."""
    translation = source.plain(tree(after.text))
    lost = Counter(texts(source.plain(tree(before)))) if before else Counter()
    lost -= Counter(texts(translation))
    aside = bare("".join(line.partition(GONE)[2] for line in after.text.splitlines() if GONE in line))
    assert [text for text in lost if bare(text) not in aside] == []
    assert updated(chinese, after.text).text == after.text
    assert after.by_hand or after.translated + len(after.missing) == after.total
    if after.by_hand:
        return
    said = found(chinese, after.text)
    assert {each.arguments["path"] for each in said if each.code == "JF7507"} == set(after.stale)
    assert sum(each.arguments["count"] for each in said if each.code == "JF7501") == len(after.missing)
    whole = dumped(filled(translation, set(map(short, after.missing))))
    assert [each for each in found(chinese, whole) if each.code.startswith("JF75")] == []


@given(st.randoms(use_true_random=False), st.sampled_from([0.0, 0.1, 0.3]), st.sampled_from([0.02, 0.1, 0.3]))
def test_any_story_and_any_layout(random: Random, unwritten: float, chance: float) -> None:
    """Translated in part, then changed, then changed back."""
    written = some_of(TRANSLATED, random, unwritten)
    english = laid_out(written, random) if written else ""
    chinese = dumped(CHINESE)
    first = updated(chinese, english)
    promises(chinese, english, first)
    changed = dumped(Change(random, chance).of(CHINESE))
    second = updated(changed, first.text)
    promises(changed, first.text, second)
    promises(chinese, second.text, updated(chinese, second.text))
    assert not update(SCENARIO, tree(changed), second.text, ["all"]).stale or second.by_hand


@given(st.randoms(use_true_random=False))
def test_an_untranslated_story(random: Random) -> None:
    """A new file is whole: once it is filled in, nothing is left to say."""
    chinese = dumped(Change(random, 0.2).of(CHINESE))
    made = updated(chinese, "")
    assert made.translated == 0
    assert len(made.missing) == made.total
    promises(chinese, "", made)


SIGNS = (
    "\n", "  ", " ", "- ", ": ", "{", "}", "[", "]", ",", "'", '"', "# ", "|", "|+\n", ">-\n", "~", "null", "&a ",
    "!t ", "---\n", "? ", "a", "text: ", "first_of: ", "\n\n", "# zh: x\n", "# gone: y\n",
    "# jiefang: title 00000000\n", "{}", "''",
)  # fmt: skip


@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_any_english_file(random: Random, slips: int) -> None:
    """Whatever slips a file has: as long as it can be read, the outcome can be, too, and nothing of it is lost."""
    english = laid_out(TRANSLATED, random)
    for _ in range(slips):
        at = random.randrange(len(english) + 1)
        behind = at + random.choice([0, 0, random.randrange(8)])
        english = english[:at] + random.choice([random.choice(SIGNS), ""]) + english[behind:]
    read = source.parse(english)
    if not isinstance(read.root, source.Mapping) or any(severity_of(d) is Severity.ERROR for d in read.diagnostics):
        return
    chinese = dumped(CHINESE)
    after = updated(chinese, english)
    again = source.parse(after.text)
    assert not [d for d in again.diagnostics if severity_of(d) is Severity.ERROR], after.text
    assert again.root is not None
    lost = Counter(texts(source.plain(read.root))) - Counter(texts(source.plain(again.root)))
    aside = bare("".join(line.partition(GONE)[2] for line in after.text.splitlines() if GONE in line))
    assert [text for text in lost if bare(text) not in aside] == []
    assert updated(chinese, after.text).text == after.text
