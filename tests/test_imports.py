"""The import direction of the three packages, file by file: scenarios -> scoring -> simulator, and no circles."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("scenarios", "scoring", "simulator")
MAY_IMPORT = {
    "scenarios": {"scenarios"},
    "scoring": {"scenarios", "scoring"},
    "simulator": {"scenarios", "scoring", "simulator"},
}
APP = "simulator.app"

# Where numpy is at home: the state graph and all that is computed on it. Everything else imports these late.
SOLVING = (
    "scenarios.emotion_grid",
    "scenarios.expand",
    "scenarios.explore",
    "scenarios.packing",
    "scenarios.witness",
    "scoring",
    "simulator.bots",
)
LIGHT_ALL_THE_SAME = {"scoring", "scoring.rubric", "scoring.own_rubric"}

FILES = sorted(path.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


@dataclass(frozen=True)
class Import:
    """One imported module: its line, and whether it runs when the importing file is loaded."""

    module: str
    line: int
    at_load: bool


def module_name(path: Path) -> str:
    """`scenarios/check/__init__.py` -> `scenarios.check`."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in FILES}


def inside(module: str, *packages: str) -> bool:
    """Whether the module is one of the packages or stands in one."""
    return any(module == package or module.startswith(package + ".") for package in packages)


def is_type_checking(test: ast.expr) -> bool:
    """Whether an `if` asks for TYPE_CHECKING: its body never runs."""
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def targets(node: ast.AST, path: Path) -> Iterator[str]:
    """The modules that one statement or call imports; a name imported from a package counts as its submodule."""
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=module, names=names, level=level):
            package = path.with_suffix("").parts[:-1]  # the same for a file and for an __init__.py
            base = ".".join([*package[: len(package) - level + 1], *([module] if module else [])]) if level else module
            for alias in names:
                submodule = f"{base}.{alias.name}"
                yield submodule if submodule in MODULES else str(base)
        case ast.Call(
            func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            yield name


def walk(node: ast.AST, path: Path, *, at_load: bool) -> Iterator[Import]:
    """Every import below a node; those in functions and under TYPE_CHECKING do not run at load."""
    for child in ast.iter_child_nodes(node):
        runs = at_load and not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for target in targets(child, path):
            yield Import(target, getattr(child, "lineno", 0), runs)
        if isinstance(child, ast.If) and is_type_checking(child.test):
            for statement in child.body:
                yield from walk(ast.Module([statement], []), path, at_load=False)
            for statement in child.orelse:
                yield from walk(ast.Module([statement], []), path, at_load=runs)
        else:
            yield from walk(child, path, at_load=runs)


@cache
def imports(path: Path) -> tuple[Import, ...]:
    """All imports of a file, wherever they stand."""
    return tuple(walk(ast.parse((ROOT / path).read_text("utf-8"), str(path)), path, at_load=True))


each_file = pytest.mark.parametrize("path", FILES, ids=str)


def test_there_is_something_to_test() -> None:
    """All three packages were found, so that the tests below do not pass on an empty list."""
    assert {path.parts[0] for path in FILES} == set(PACKAGES)


@each_file
def test_a_file_imports_only_packages_before_its_own(path: Path) -> None:
    """`scenarios` imports neither of the others, `scoring` only `scenarios`, and nothing imports `simulator`."""
    allowed = MAY_IMPORT[path.parts[0]]
    wrong = [
        f"{path}:{found.line} imports {found.module}"
        for found in imports(path)
        if found.module.split(".")[0] in PACKAGES and found.module.split(".")[0] not in allowed
    ]
    assert not wrong, f"{path.parts[0]} may import only {sorted(allowed)}"


@each_file
def test_only_the_app_imports_textual(path: Path) -> None:
    """Textual is for `simulator/app`; the rest may start the app from inside a function, never at load."""
    if inside(module_name(path), APP):
        return
    wrong = [
        f"{path}:{found.line} imports {found.module}"
        for found in imports(path)
        if inside(found.module, "textual") or (found.at_load and inside(found.module, APP))
    ]
    assert not wrong


def test_only_its_commands_reach_the_app() -> None:
    """What both games show stands outside `simulator/app`: the plain game, the record and the reports never need it."""
    outside = [path for path in FILES if not inside(module_name(path), APP)]
    reaching = {str(path) for path in outside for found in imports(path) if inside(found.module, APP)}
    assert reaching == {f"simulator/commands/{name}.py" for name in ("cast", "debrief", "play", "preview", "replay")}


def test_no_circles() -> None:
    """Files can be put in one order in which each imports, at load, only files before it."""
    graph = {
        name: {found.module for found in imports(path) if found.at_load and found.module in MODULES} - {name}
        for name, path in MODULES.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail("import circle: " + " <- ".join(error.args[1]))


WATCH = """
import importlib, json, sys
brought = {}
for name in json.load(sys.stdin):
    before = set(sys.modules)
    importlib.import_module(name)
    new = {"textual", "numpy"} & (set(sys.modules) - before)
    if new:
        brought[name] = sorted(new)
print(json.dumps(brought))
"""


def brought_by(modules: list[str]) -> dict[str, list[str]]:
    """Import modules in a new interpreter; which of them first brought `textual` or `numpy` along."""
    done = subprocess.run(
        [sys.executable, "-c", WATCH], input=json.dumps(modules), capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, list[str]] = json.loads(done.stdout)
    return result


def test_textual_and_numpy_come_late() -> None:
    """A command pays for neither the screen nor the solver unless it needs them.

    Importing the command line, or any other module but the app's and the solver's, leaves both out of `sys.modules`.
    """
    light = [name for name in MODULES if name in LIGHT_ALL_THE_SAME or not inside(name, APP, *SOLVING)]
    assert brought_by(sorted(light, key=lambda name: name != "simulator.cli")) == {}


class TestReader:
    """The reader of imports sees what it must see: an import it missed would prove nothing."""

    @pytest.mark.parametrize(
        ("source", "where", "expected"),
        [
            ("import scoring.solve", "scenarios/x.py", ("scoring.solve", True)),
            ("from scoring import a_name", "scenarios/x.py", ("scoring", True)),
            ("from scoring import rubric", "scenarios/x.py", ("scoring.rubric", True)),
            ("from . import diagnostic", "scenarios/x.py", ("scenarios.diagnostic", True)),
            ("from ..diagnostic import Mark", "scenarios/check/x.py", ("scenarios.diagnostic", True)),
            ("from .. import diagnostic", "scenarios/check/__init__.py", ("scenarios.diagnostic", True)),
            ("def f():\n    import scoring", "scenarios/x.py", ("scoring", False)),
            ("class A:\n    import scoring", "scenarios/x.py", ("scoring", True)),
            ("if TYPE_CHECKING:\n    import scoring", "scenarios/x.py", ("scoring", False)),
            ("try:\n    import scoring\nexcept ImportError:\n    pass", "scenarios/x.py", ("scoring", True)),
            ("importlib.import_module('scoring')", "scenarios/x.py", ("scoring", True)),
        ],
    )
    def test_sees(self, source: str, where: str, expected: tuple[str, bool]) -> None:
        """Each way of importing is found, with the right module and moment."""
        found = list(walk(ast.parse(source), Path(where), at_load=True))
        assert [(one.module, one.at_load) for one in found] == [expected]
