"""Rules that hold for every file of the app, read from the files themselves."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator import app as package
from simulator import i18n

ROOT = Path(package.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
SAFE = {"words", "joined", "stacked", "fitted", "spread", "Content"}
"""What makes text that Textual does not parse."""

PARSED = {
    "Static", "Label", "Button", "OptionList", "Option", "RadioButton", "RadioSet", "Checkbox", "Select",
    "SelectionList", "Collapsible", "Tab", "Tabs", "TabPane", "Placeholder", "Tooltip",
}  # fmt: skip
"""Widgets whose first argument Textual reads as markup (reference/tui.md)."""

ATTRIBUTES = {"border_title", "border_subtitle", "tooltip", "label", "prompt"}


def is_safe(node: ast.expr, makers: set[str]) -> bool:
    """A literal, or made by the text module, or by a function of the file that gives Content."""
    match node:
        case ast.Constant():
            return True
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in SAFE | makers
    return False


def offences(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Places where a text that is no literal reaches a parser of markup."""
    makers = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.returns is not None and ast.unparse(node.returns) == "Content"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            unsafe = bool(node.args) and not is_safe(node.args[0], makers)
            if name in ("from_markup", "render_markup") or (name in PARSED | {"update"} and unsafe):
                yield node.lineno, name
            if name == "notify" and "markup=False" not in map(ast.unparse, node.keywords):
                yield node.lineno, "notify without markup=False"
        if isinstance(node, ast.Assign) and not is_safe(node.value, makers):
            for target in node.targets:
                # Our own widgets keep plain strings under such names and make them safe when they draw.
                own = isinstance(target, ast.Attribute) and ast.unparse(target.value) == "self"
                if isinstance(target, ast.Attribute) and target.attr in ATTRIBUTES and not own:
                    yield node.lineno, target.attr


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_is_parsed(path: Path) -> None:
    """Nothing but literals and what `text.py` makes reaches a widget that reads markup."""
    assert list(offences(ast.parse(path.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    "source",
    "Static(name)|Button(f'{x}')|w.border_title = title|app.notify(text)|Content.from_markup(x)|s.update(x)".split("|"),
)
def test_the_guard_sees(source: str) -> None:
    """Each way of passing text on is found."""
    assert list(offences(ast.parse(source)))


def spoken(path: Path) -> Iterator[str]:
    """Every interface text of a file: `_("…")`, and what `key()` says."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            where = node.args[:1] if name == "_" else node.args[2:4] if name == "key" else []
            yield from (arg.value for arg in where if isinstance(arg, ast.Constant) and arg.value)


def test_everything_is_said_in_english_too() -> None:
    """Every interface text of the app and of `jiefang play` has an English one with the same `{names}`."""
    import string

    i18n.use("en")
    files = [*FILES, ROOT.parent / "commands" / "play.py"]
    texts = {text for path in files for text in spoken(path)}
    missing = sorted(text for text in texts if i18n._(text) == text)
    assert missing == []

    def fields(text: str) -> set[str | None]:
        return {field for _, field, _, _ in string.Formatter().parse(text)} - {None}

    assert [text for text in texts if fields(text) != fields(i18n._(text))] == []


START = """
import json, sys
import simulator.cli, simulator.commands.play, simulator.app.app, simulator.app.screens.home
import simulator.app.screens.arrival, simulator.scenario_index, scenarios.search_path
print(json.dumps(sorted(sys.modules)))
"""


def test_the_first_screen_brings_little() -> None:
    """Neither numpy nor YAML, no scenario and no store is imported for the first frame, home or arrival."""
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    heavy = {
        "numpy",
        "yaml",
        "sqlite3",
        "scenarios.diagnostic",
        "scenarios.load",
        "scenarios.vocabulary",
        "simulator.record.store",
        "scoring",
    }
    assert not loaded & heavy
