"""The pages that are generated from the model: every key of the language, every move."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from scenarios.json_schema import KINDS
from scenarios.load import load_text
from scenarios.schema import CHOICE, SCENARIO, SCENE
from scenarios.shape import Either, ListOf, MapOf, Record, Shape
from scenarios.vocabulary import vocabulary
from tests.scenarios.snippets import MINIMAL, dumped, merged, plain
from tools import moves_page, reference_page
from tools.reference_examples import FILES, examples

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("zh", "en")


def records(shape: Shape | None) -> dict[int, Record]:
    """Every record below a shape, by identity."""
    match shape:
        case Record():
            below = [records(field.shape) for field in shape.fields.values()]
            return {id(shape): shape} | {key: value for part in below for key, value in part.items()}
        case ListOf():
            return records(shape.item)
        case MapOf():
            return records(shape.value)
        case Either():
            return records(shape.scalar) | records(shape.sequence) | records(shape.mapping)
    return {}


EVERY = [*{key: value for root in FILES.values() for key, value in records(root).items()}.values()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tool", [reference_page, moves_page], ids=lambda tool: tool.__name__)
def test_a_page_is_what_the_tool_writes(tool: object, language: str) -> None:
    """Whoever changes the language, the vocabulary or the emotion table runs the tool that is named."""
    name = str(tool.__name__).replace(".", "/")  # type: ignore[attr-defined]
    path = tool.PAGES[language]  # type: ignore[attr-defined]
    wanted = tool.page(language)  # type: ignore[attr-defined]
    assert path.read_text("utf-8") == wanted, f"run .venv/bin/python {name}.py"


def test_every_kind_of_file_is_there() -> None:
    """What has a JSON Schema has its keys on the page; the English file has those of the scenario."""
    assert FILES.keys() | {"translation"} == KINDS.keys() | {"rubric"}
    assert all(KINDS[kind][0] is record for kind, record in FILES.items() if kind in KINDS)


def test_every_key_has_an_example() -> None:
    """No key of the language without one, and each shows the key it is for."""
    missing = [(r.name["en"], key) for r in EVERY for key in r.fields if (id(r), key) not in examples()]
    assert missing == []
    assert all(text.startswith(f"{key}: ") for (_, key), text in examples().items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_has_a_row(language: str) -> None:
    """Each record of the language has a section, each of its keys a row with words in the page's own language."""
    rows = re.findall(r"^\| `(\w+)`( \*)? \| (.*) \| `?.*?`? \| (.+?) \| `.*` \|$", reference_page.page(language), re.M)
    assert len(rows) == sum(len(record.fields) for record in EVERY)
    wanted = [(key, " *" if field.required else "") for record in EVERY for key, field in record.fields.items()]
    assert sorted((key, star) for key, star, _, _ in rows) == sorted(wanted)
    if language == "zh":
        assert all(re.search("[一-鿿]|^none", about) for *_, about in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_inside_a_page(language: str) -> None:
    """Every link of a generated page leads to a heading that is there once."""
    for tool in (reference_page, moves_page):
        text = tool.page(language)
        headings = [reference_page.anchor(line.lstrip("# ")) for line in text.splitlines() if line.startswith("#")]
        assert len(set(headings)) == len(headings)
        assert set(re.findall(r"\]\(#([^)]*)\)", text)) <= set(headings)


DEFAULTS = [
    (record, key)
    for record in records(SCENARIO).values()
    for key, field in record.fields.items()
    if field.default is not None
]
SITES = {
    "a choice": "scenes: {arrive: {choices: {seat: {%s: %s}}}}",
    "a scene": "scenes: {arrive: {%s: %s}}",
    "the petitioner": "petitioner: {%s: %s}",
    "a duty": "{scenes: {arrive: {choices: {seat: {sets: [seen]}}}}, requires: {seen: {indicator: L1, %s: %s}}}",
    "the weight of a key fact": "{facts: {owed: {text: 欠薪, key: {indicator: L1, %s: %s}}}}",
    "a test": "tests: [{choices: [seat], expect: {ending: done}, %s: %s}]",
}
"""Where a key of a record may stand in a scenario."""


def loaded(written: str) -> dict[str, object]:
    """A small scenario with something laid over it, as it is understood; what it was written like does not count."""
    found = load_text(dumped(merged(plain(MINIMAL), plain(written)))).scenario
    assert found is not None
    return {each.name: getattr(found, each.name) for each in fields(found) if each.compare and each.name != "sources"}


@pytest.mark.parametrize(("record", "key"), DEFAULTS, ids=lambda value: getattr(value, "name", {"en": value})["en"])
def test_a_default_is_what_leaving_the_key_out_means(record: Record, key: str) -> None:
    """What the page and the JSON Schema call the default loads to the same scenario as nothing."""
    default = str(record.fields[key].default).lower()
    site = SITES[record.name["en"]]
    left_out = re.sub(r"(, )?%s: %s", "", site)
    assert loaded(site % (key, default)) == loaded(left_out)


def test_a_wrong_default_would_be_found() -> None:
    """The comparison sees a value: another number loads to another scenario."""
    assert loaded(SITES["a scene"] % ("stakes", "2")) != loaded(SITES["a scene"] % ("stakes", "1"))
    assert (CHOICE.fields["max"].default, SCENE.fields["stakes"].default) == (1, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_move_has_its_words_and_rows(language: str) -> None:
    """The page of moves has each one's name, example, and as many rows as the emotion table."""
    text = moves_page.page(language)
    for key, move in vocabulary().moves.items():
        section = text.split(f"\n### {key}\n")[1].split("\n### ")[0].split("\n## ")[0]
        assert getattr(move.name, language) in section
        assert getattr(move.example, language) in section
        rows = [line for line in section.splitlines() if line.startswith("| ")]
        assert len(rows) == len(moves_page.table().moves[key]) + 2
        assert f"| [`{key}`](#{key}) " in text
