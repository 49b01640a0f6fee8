"""The JSON Schema of an English file takes what the loader takes, and refuses what it refuses for its shape."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scenarios import source
from scenarios.json_schema import json_schema
from scenarios.load import load_text
from scenarios.schema import SCENARIO
from scenarios.translating.update import update
from tests.scenarios.snippets import MINIMAL, dumped, merged, plain
from tests.scenarios.test_load_translation import ENGLISH, WHOLE

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    *sorted((ROOT / "scenarios" / "library").glob("*/en.yaml")),
    *sorted((ROOT / "scenarios" / "fragments" / "en").glob("*.yaml")),
]
SCHEMA = jsonschema.Draft202012Validator(json_schema("translation"))


def refused(data: Any) -> list[str]:
    """What the schema has against an English file."""
    return [error.message for error in SCHEMA.iter_errors(data)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_english_file_fits(path: Path) -> None:
    """Of scenarios and of fragments."""
    read = source.read(path)
    assert read.root is not None
    assert refused(source.plain(read.root)) == []


def test_every_form_that_a_text_may_take() -> None:
    """Short and long, a list of one and what stands in it, and nothing at all."""
    assert refused(plain(ENGLISH)["en"]) == []
    english = (
        "title: 2026\nbrief:\nparams: {office: ~}\nfacts: {}\nscenes: {arrive: {say: {who: A, text: B}, choices: ~}}\n"
    )
    assert refused(plain(english)) == []
    assert refused({}) == []


def test_what_translate_writes_fits() -> None:
    """An English file in which nothing is translated yet."""
    chinese = source.parse(dumped(merged(plain(MINIMAL), plain(WHOLE))))
    assert isinstance(chinese.root, source.Mapping)
    written = update(SCENARIO, chinese.root, "").text
    assert "scenes:" in written
    assert refused(plain(written)) == []


@pytest.mark.parametrize(
    "english",
    [
        "{titel: Example}",
        "{start: arrive}",
        "{level: 2}",
        "{title: true}",
        "{title: [a, b]}",
        "{scenes: {arrive: {stakes: 2}}}",
        "{scenes: {arrive: {choices: Sit down.}}}",
        "{scenes: {arrive: {choices: {seat: {moves: [hear_out]}}}}}",
        "{scenes: {arrive: {choices: {seat: {cases: {text: a, texts: b}}}}}}",
        "{petitioner: {age: 40}}",
        "[Example]",
    ],
)
def test_what_the_loader_refuses(english: str) -> None:
    """Keys that hold no text, unknown ones, and values of the wrong kind, whatever the Chinese is."""
    data = plain(english)
    assert refused(data)
    chinese = dumped(merged(plain(MINIMAL), plain("{scenes: {arrive: {choices: {seat: {cases: [{text: 坐}]}}}}}")))
    found = load_text(chinese, english=dumped(data)).diagnostics
    assert {each.code for each in found} & {"JF7502", "JF7503", "JF7504", "JF0009"}
