"""The JSON Schema of the language takes what the loader takes, and refuses what the loader refuses for its shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scenarios import source
from scenarios.dates import as_day
from scenarios.json_schema import KINDS, json_schema
from scenarios.load import load_text
from scenarios.vocabulary import vocabulary
from tests.scenarios.snippets import MINIMAL, dumped, merged, plain

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = [
    *sorted((ROOT / "scenarios" / "library").glob("*/scenario.yaml")),
    ROOT / "tests/data/review-window/scenario.yaml",
]
FRAGMENTS = sorted((ROOT / "scenarios" / "fragments").glob("*.yaml"))

SHAPES = {
    "a wrong key": "{scenes: {arrive: {choise: {}}}}",
    "a key that is missing": "{petitioner: {name: null}}",
    "an unknown move": "{scenes: {arrive: {choices: {seat: {moves: [hear_in]}}}}}",
    "a rating out of range": "{scenes: {arrive: {choices: {seat: {rates: {L1: 3}}}}}}",
    "an unknown indicator": "{scenes: {arrive: {choices: {seat: {rates: {L9: 1}}}}}}",
    "a meter out of range": "{petitioner: {agitation: 11}}",
    "an id that is none": "{scenes: {arrive: {choices: {Seat: {text: 坐}}}}}",
    "a date that is none": "{date: 明天}",
    "a text where a list is due": "{audience: petition-office}",
    "a list where a text is due": "{title: [a, b]}",
    "a red line that is none": "{scenes: {arrive: {choices: {rush: {red_line: K9.none}}}}}",
    "an empty list": "{audience: []}",
    "a month that there is not": "{date: 2026-13-05}",
    "a day that there is not": "{date: 2026-02-29}",
    "a text without words": "{title: ''}",
    "a text of blanks": "{scenes: {arrive: {choices: {seat: {text: '  '}}}}}",
    "a note without words": "{reviewed: {by: '', law_as_of: 2026-09-15}}",
    "a parameter without a value": "{params: {office: ''}}",
    "an id that the language keeps": "{scenes: {arrive: {choices: {timeout: {text: 坐}}}}}",
    "a condition with such a name": "{conditions: {trust: known(owed)}}",
    "a word that is not one of the list": "{petitioner: {style: calm}}",
    "a truth where a text is due": "{title: true}",
    "a fraction where a comparison is due": "{tests: [{choices: [seat], expect: {score: 1.5}}]}",
}
NUMBERS = {
    "a text": "{title: 2026}",
    "a text with a fraction": "{title: 1.5}",
    "a note": "{reviewed: {by: 12, law_as_of: 2026-09-15}}",
    "a comparison": "{tests: [{choices: [seat], expect: {score: 85}}]}",
}


def check(kind: str) -> jsonschema.Draft202012Validator:
    """A validator of a kind of file."""
    return jsonschema.Draft202012Validator(json_schema(kind))


def tree(path: Path) -> Any:
    """The data of a file by the language's own rules."""
    read = source.read(path)
    assert read.root is not None
    return source.plain(read.root)


def paths(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object in a schema, with where it stands."""
    if isinstance(schema, dict):
        yield path, schema
    for key, value in (
        schema.items() if isinstance(schema, dict) else enumerate(schema) if isinstance(schema, list) else ()
    ):
        yield from paths(value, f"{path}/{key}")


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_schema(kind: str) -> None:
    """Of the dialect that it names, in both languages, and every reference leads somewhere."""
    for language in ("zh", "en"):
        schema = json_schema(kind, language)  # type: ignore[arg-type]
        jsonschema.Draft202012Validator.check_schema(schema)
        assert all(schema["$defs"].values())


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.parent.name)
def test_every_scenario_fits(path: Path) -> None:
    """What loads without an error is valid."""
    assert not [error.message for error in check("scenario").iter_errors(tree(path))]


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.stem)
def test_every_fragment_fits(path: Path) -> None:
    """The library's fragments are valid."""
    assert not [error.message for error in check("fragment").iter_errors(tree(path))]


@pytest.mark.parametrize("change", SHAPES.values(), ids=SHAPES)
def test_what_the_loader_refuses(change: str) -> None:
    """Mistakes of shape are refused by both; the scenario without them is taken by both."""
    validator = check("scenario")
    sound, broken = plain(MINIMAL), merged(plain(MINIMAL), plain(change))
    assert not list(validator.iter_errors(sound)) and load_text(dumped(sound)).scenario is not None
    assert list(validator.iter_errors(broken)) and load_text(dumped(broken)).scenario is None


@pytest.mark.parametrize("change", NUMBERS.values(), ids=NUMBERS)
def test_unquoted_numbers(change: str) -> None:
    """Texts that look like numbers need no quotes, neither for the loader nor in an editor."""
    changed = merged(plain(MINIMAL), plain(change))
    assert load_text(dumped(changed)).scenario is not None
    assert not [error.message for error in check("scenario").iter_errors(changed)]


def test_the_days_that_there_are() -> None:
    """Exactly those that the loader takes, leap days among them."""
    day = re.compile(check("scenario").schema["properties"]["date"]["pattern"])
    for year in (1000, 1200, 1900, 2000, 2023, 2024, 2026, 2400, 2999):
        for month in range(14):
            for number in range(33):
                text = f"{year}-{month:02}-{number:02}"
                assert bool(day.search(text)) == (as_day(text) is not None), text
    assert not any(map(day.search, ("0999-01-01", "3000-01-01", "2026-1-1", "2026-09-15 ", "x2026-09-15")))


def test_every_word_is_explained() -> None:
    """Words that may stand as a value or a key: each says in both languages what it means."""
    for path, found in paths(json_schema()):
        if "enum" in found and "propertyNames" not in path:
            assert len(found["enumDescriptions"]) == len(found["markdownEnumDescriptions"]) == len(found["enum"]), path
            assert all(" · " in words for words in found["markdownEnumDescriptions"]), path
        if found.get("type") == "object":
            assert all(each["description"] for each in found.get("properties", {}).values()), path


def test_moves_are_explained() -> None:
    """Every move of the vocabulary is there with its name and an example, in both languages."""
    (moves,) = [d for d in json_schema()["$defs"].values() if "hear_out" in d.get("enum", ())]
    assert moves["enum"] == list(vocabulary().moves)
    at = moves["enum"].index("hear_out")
    assert vocabulary().moves["hear_out"].name.zh in moves["markdownEnumDescriptions"][at]
    assert vocabulary().moves["hear_out"].name.en in moves["markdownEnumDescriptions"][at]
