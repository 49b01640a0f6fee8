"""Every text of the interface has its English, with the same placeholders, in an up-to-date compiled catalogue."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from simulator import i18n
from simulator.cli import SUMMARIES

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = ROOT / "simulator" / "locale" / "en" / "LC_MESSAGES"
FILES = sorted(path.relative_to(ROOT) for kind in ("*.py", "*.html") for path in (ROOT / "simulator").rglob(kind))
KEYWORDS = ({"_": None}, {"key": (3,)}, {"key": (4,)})
"""Calls whose literal texts are shown in either language; `key` describes a key: its word and its sentence."""

PLACEHOLDER = re.compile(r"\{[^{}]*\}")
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of everything in a file, code or the template of a page, that is shown in either language."""
    source = (ROOT / path).read_bytes()
    if path.suffix == ".html":
        for line, text, _comments, _context in extract("jinja2", io.BytesIO(source), keywords={"_": None}):
            yield line, str(text)
        return
    for keywords in KEYWORDS:
        for line, text, _comments, _context in extract("python", io.BytesIO(source), keywords=dict(keywords)):
            if isinstance(text, str) and text:
                yield line, text
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name("key"), keywords=keywords_):
                for keyword in keywords_:
                    label = keyword.value.value if isinstance(keyword.value, ast.Constant) else ""
                    if keyword.arg == "label" and CHINESE.search(str(label)):
                        yield node.lineno, str(label)


@cache
def english() -> dict[str, str]:
    """Every translation there is."""
    found: dict[str, str] = {}
    for path in sorted(CATALOGUES.glob("*.po")):
        with path.open("rb") as file:
            found |= {str(m.id): str(m.string) for m in read_po(file, locale="en") if m.id and m.string and not m.fuzzy}
    return found


def test_one_text_has_one_english() -> None:
    """The catalogues are read as one: what stands in two of them differently would be said by chance."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(CATALOGUES.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                if message.id and message.string:
                    found.setdefault(str(message.id), {})[path.name] = str(message.string)
    assert {text: where for text, where in found.items() if len(set(where.values())) > 1} == {}


def test_there_are_texts_and_catalogues() -> None:
    """Texts and translations are found at all, so that the tests below do not pass on nothing."""
    assert sum(1 for path in FILES for _text in texts(path)) > 100
    assert "请进" in [text for path in FILES if path.suffix == ".html" for _line, text in texts(path)]
    assert len(english()) > 100


@pytest.mark.parametrize("path", FILES, ids=str)
def test_every_text_has_its_english(path: Path) -> None:
    """What `_()` or `key()` is given as a literal is in some catalogue."""
    missing = [f"{path}:{line} {text!r}" for line, text in texts(path) if text not in english()]
    assert not missing


def test_the_summaries_of_commands_have_their_english() -> None:
    """`--help` translates the table of commands, which no extractor sees."""
    assert not [text for text in SUMMARIES.values() if text not in english()]


@pytest.mark.parametrize("path", sorted(CATALOGUES.glob("*.po")), ids=lambda path: path.name)
class TestCatalogue:
    """Each catalogue by itself."""

    def test_placeholders_are_the_same(self, path: Path) -> None:
        """A translation fills in exactly what its source fills in."""
        with path.open("rb") as file:
            wrong = [
                (m.id, m.string)
                for m in read_po(file, locale="en")
                if m.id and m.string and set(PLACEHOLDER.findall(str(m.id))) != set(PLACEHOLDER.findall(str(m.string)))
            ]
        assert not wrong

    def test_english_has_no_chinese(self, path: Path) -> None:
        """No Chinese character or full-width mark is left in the English, names of the language apart."""
        with path.open("rb") as file:
            left = [m.string for m in read_po(file, locale="en") if m.id and CHINESE.search(str(m.string))]
        assert not [text for text in left if "中文" not in text]

    def test_the_compiled_catalogue_is_up_to_date(self, path: Path) -> None:
        """The .mo beside it is what the .po compiles to: `pybabel compile -i NAME.po -o NAME.mo` renews it."""
        with path.open("rb") as file:
            catalogue = read_po(file, locale="en")
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        assert messages(compiled) == messages(io.BytesIO(path.with_suffix(".mo").read_bytes()))


def messages(file: io.BytesIO) -> dict[object, object]:
    """What a compiled catalogue has."""
    from gettext import GNUTranslations

    file.seek(0)
    return {text: shown for text, shown in GNUTranslations(file)._catalog.items() if text}  # type: ignore[attr-defined]


def test_the_language_changes_at_any_moment() -> None:
    """The same call gives the other language after `use`, placeholders filled in."""
    i18n.use("en")
    assert i18n._("已勾 {n} 条", n=2) == "Ticked: 2"
    i18n.use("zh")
    assert i18n._("已勾 {n} 条", n=2) == "已勾 2 条"


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of every literal of a module that is no docstring and no type; pieces of f-strings too."""
    tree = ast.parse((ROOT / path).read_bytes())
    documented = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield node.lineno, node.value


@cache
def everything() -> str:
    """All literals of the code and the templates of pages, one behind the other."""
    code = [text for path in FILES if path.suffix == ".py" for _line, text in literals(path)]
    pages = [text for path in FILES if path.suffix == ".html" for _line, text in texts(path)]
    return "\0".join(["", *code, *pages, ""])


def test_no_translation_is_left_over() -> None:
    """Every entry of a catalogue is of a text that the program still has."""
    assert [text for text in english() if f"\0{text}\0" not in everything()] == []


NO_TEXTS = {
    "simulator/graph/", "simulator/emitting.py", "simulator/form_search.py", "simulator/initials.py",
    "simulator/handbook/", "simulator/checking/", "simulator/plain_form.py", "simulator/forms.py", "simulator/i18n.py",
    "simulator/commands/new.py", "simulator/debrief/names.py", "simulator/replay/names.py",
}  # fmt: skip
"""Where Chinese literals are no words of the interface: languages written and read, spellings, what a search takes."""
SPEAKING = [path for path in FILES if path.suffix == ".py" and not any(str(path).startswith(at) for at in NO_TEXTS)]


@pytest.mark.parametrize("path", SPEAKING, ids=str)
def test_no_chinese_text_bypasses_the_catalogues(path: Path) -> None:
    """Words of the interface are translated: a literal with Chinese letters is in a catalogue, or no word."""
    found = [
        f"{path}:{line} {text!r}"
        for line, text in literals(path)
        if re.search(r"[\u4e00-\u9fff]{2}", text) and text not in english() and text not in ("中文", "接访台")
    ]
    assert not found
