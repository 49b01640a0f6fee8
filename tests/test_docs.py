"""The documentation names what there is: every JSON key, every command and option, every finding."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest

from scenarios.diagnostic import catalogue
from simulator.cli import COMMANDS, group
from simulator.debrief.record import DebriefStore
from simulator.record.store import open_store
from tests.simulator.calls import Caller, call, library, small, solutions

__all__ = ["call", "library", "small", "solutions"]

ROOT = Path(__file__).resolve().parent.parent
NAMED = {
    "dimensions",
    "before",
    "after",
    "variants",
    "bots",
    "reported",
    "coverage",
    "decisive",
    "tests",
    "endings",
    "red_lines",
    "left",
    "texts",
}
"""Objects whose keys are names of things, not part of the contract."""


@cache
def text(page: str) -> str:
    """A page of the documentation."""
    return (ROOT / "docs" / page).read_text("utf-8")


def section(page: str, heading: str) -> str:
    """What stands under a heading, up to the next one of the same kind.

    Raises:
        AssertionError: no such heading.
    """
    found = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", text(page), re.MULTILINE | re.DOTALL)
    assert found is not None, f"docs/{page}: no heading “## {heading}”"
    return found[1]


def documented(heading: str) -> set[str]:
    """The keys that docs/json.md names in the first column of a section's table."""
    rows = re.findall(r"^\| (`[^|]*`) \|", section("json.md", heading), re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`([^`]+)`", row)}


def keys(value: Any, path: str = "", parent: str = "") -> Iterator[str]:
    """The path of every key in a JSON value, as docs/json.md writes it."""
    if isinstance(value, list):
        for item in value:
            yield from keys(item, f"{path}[]")
    elif isinstance(value, dict):
        for key, item in value.items():
            name = "{name}" if parent in NAMED else key
            here = f"{path}.{name}" if path else name
            # A name that happens to be that of such an object is only a name.
            yield from (here, *keys(item, here, "" if parent in NAMED else key))


def missing(heading: str, printed: Any) -> set[str]:
    """Keys that are printed and not documented; a name needs no line of its own where the keys below it have one."""
    known = documented(heading)
    told = known | {key[: key.index("{name}") + 6] for key in known if "{name}." in key}
    return {key for key in keys(printed) if key not in told and not _deeper(key, told)}


def _deeper(key: str, told: set[str]) -> bool:
    return key.endswith("{name}") and any(other.startswith(f"{key}.") for other in told)


LAST = "seat,months,who,wait,done,form=best,promise,sheet=best,number"
"""A visit with a red line and forms."""


class TestJson:
    """docs/json.md."""

    def test_run(self, call: Caller, small: str) -> None:
        """Every key of `run --json`, a red line and a form among what was done."""
        printed = call("run", small, "--choices", LAST, "--json").data
        assert printed["red_lines"] and any(decision["line"] for decision in printed["decisions"])
        assert missing("run", printed) == set()

    def test_list(self, call: Caller, small: str) -> None:
        """Every key of `list --json`."""
        assert missing("list", call("list", "--json").data) == set()

    def test_check(self, call: Caller, small: str) -> None:
        """Every key of `check --format json`."""
        printed = call("check", small, "--no-solve", "--format", "json").data
        assert printed and missing("check", printed) == set()

    def test_handbook(self, call: Caller) -> None:
        """Every key of `handbook --json`, in the contents and in what is found."""
        for words in ((), ("复查",), ("劳动争议解释(一):32",), ("--card", "crises"), ("--card", "bodies")):
            assert missing("handbook", call("handbook", *words, "--json").data) == set()
        there = set(keys(call("handbook", "--json").data)) | set(keys(call("handbook", "复议", "--json").data))
        assert {key for key in documented("handbook") if key not in there and not key.startswith("rows[].texts")} <= {
            "articles[].paragraphs[].number", "articles[].paragraphs[].text",
        }  # fmt: skip

    def test_analyse(self, call: Caller, small: str) -> None:
        """Every key of `analyse --json`."""
        assert missing("analyse", call("analyse", small, "--json").data) == set()

    def test_sessions(self, call: Caller, small: str) -> None:
        """Every key of `sessions list`, `show` and `verify --json`."""
        session = call("run", small, "--bot", "first", "--save", "--json").data["session"]
        assert missing("sessions list", call("sessions", "list", "--json").data) == set()
        shown = call("sessions", "show", session, "--json").data
        assert shown["events"]
        for event in shown["events"]:
            event["data"] = {}
        assert missing("sessions show", shown) == set()
        assert missing("sessions verify", call("sessions", "verify", session, "--json").data) == set()

    def test_debrief(self, call: Caller, small: str) -> None:
        """Every key of `debrief --list --json`, and none besides."""
        session = call("run", small, "--bot", "first", "--save", "--json").data["session"]
        with open_store() as store:
            DebriefStore(store).begin_debrief([session]).close()
        printed = call("debrief", "--list", "--json").data
        assert set(keys(printed)) == documented("debrief")

    def test_what_is_documented_is_printed(self, call: Caller, small: str) -> None:
        """No key is promised that is not there."""
        printed = {
            "run": call("run", small, "--choices", LAST, "--json").data,
            "list": call("list", "--json").data,
            "check": call("check", small, "--no-solve", "--format", "json").data,
            "analyse": call("analyse", small, "--json").data,
        }
        for heading, data in printed.items():
            promised = {
                key for key in documented(heading) if "[]" in key or "." in key or heading in ("run", "analyse")
            }
            there = set(keys(data))
            assert {key for key in promised if key not in there} == set(), heading

    def test_the_reader_of_keys(self) -> None:
        """It finds keys in lists and objects, and knows names from keys."""
        value = {"a": [{"b": 1}, {"c": {"d": 2}}], "bots": {"first": 3, "bots": 4}, "variants": {"x": {"score": 5}}}
        assert set(keys(value)) == {
            "a", "a[].b", "a[].c", "a[].c.d", "bots", "bots.{name}", "variants", "variants.{name}",
            "variants.{name}.score",
        }  # fmt: skip
        assert missing("run", json.loads('{"scenario": 1, "surprise": 2}')) == {"surprise"}


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """A command and all below it, with what one types."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            assert found is not None
            yield from commands(found, f"{name} {below}")


EVERY = list(commands(group(), "jiefang"))


class TestCommands:
    """docs/commands.md."""

    @pytest.mark.parametrize(("name", "command"), EVERY, ids=[name for name, _ in EVERY])
    def test_every_command_and_option_has_its_words(self, name: str, command: click.Command) -> None:
        """A section a command that names its options; `--lang`, `--pack` and `--help` are told once."""
        words = section("commands.md", name)
        options = {max(param.opts, key=len) for param in command.params if isinstance(param, click.Option)}
        missing_options = {option for option in options - {"--lang", "--pack"} if f"`{option}`" not in words}
        assert missing_options == set(), f"docs/commands.md, {name}"

    def test_the_options_of_all(self) -> None:
        """`--lang`, `--pack` and `--help`."""
        assert "`--lang zh|en`" in text("commands.md") and "`--pack PATH`" in text("commands.md")
        assert "--help" in section("commands.md", "jiefang")

    def test_no_command_that_there_is_not(self) -> None:
        """Every section is about something that can be called, every option in it exists."""
        known = dict(EVERY)
        for heading in re.findall(r"^## (jiefang.*)$", text("commands.md"), re.MULTILINE):
            assert heading in known, heading
            options = {option for param in known[heading].params for option in (*param.opts, *param.secondary_opts)} | {
                "--help"
            }
            named = set(re.findall(r"`(--[a-z-]+)`", section("commands.md", heading)))
            assert named <= options, heading

    def test_every_example_can_be_parsed(self) -> None:
        """Examples are calls that the command line understands."""
        lines = re.findall(r"^    (jiefang .*)$", text("commands.md"), re.MULTILINE)
        assert len(lines) > 10
        for line in lines:
            words = line.split(" > ")[0].split()
            if "|" in line or words[1] not in COMMANDS:
                continue
            command = dict(EVERY)[" ".join(words[:2])]
            rest = words[2:]
            if isinstance(command, click.Group):
                command, rest = dict(EVERY)[" ".join(words[:3])], words[3:]
            command.make_context(line, rest)

    def test_the_summary_of_each_command(self, call: Caller) -> None:
        """`jiefang --help` has a line for every command."""
        shown = call("--help").out
        assert all(re.search(rf"^  {name} +\S", shown, re.MULTILINE) for name in COMMANDS)

    def test_every_code_of_an_input(self) -> None:
        """What can be wrong with an input of `run` is listed with it."""
        source = (ROOT / "simulator" / "messages.py").read_text("utf-8")
        codes = set(re.findall(r"JF81\d\d", source))
        listed = set(re.findall(r"^\| (JF81\d\d) \|", section("commands.md", "jiefang run"), re.MULTILINE))
        raised = {
            code
            for path in (ROOT / "scenarios" / "play.py", ROOT / "scoring" / "inputs.py")
            for code in re.findall(r'InputError\("(JF81\d\d)"', path.read_text("utf-8"))
        }
        assert listed == codes == raised


@cache
def page_tool() -> ModuleType:
    """tools/diagnostics_page.py."""
    spec = importlib.util.spec_from_file_location("diagnostics_page", ROOT / "tools" / "diagnostics_page.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestDiagnostics:
    """docs/diagnostics.md."""

    def test_every_code_is_there(self) -> None:
        """With its severity and its words in both languages."""
        for code, rule in catalogue().items():
            (row,) = re.findall(rf"^\| {code} \| (.*) \|$", text("diagnostics.md"), re.MULTILINE)
            severity, english, chinese = re.split(r" (?<!\\)\| ", row)
            assert severity == rule.severity.value, code
            assert re.search("[一-鿿]", chinese) and english, code

    def test_it_is_what_the_tool_writes(self) -> None:
        """Whoever changes a catalogue runs `tools/diagnostics_page.py`."""
        assert text("diagnostics.md") == page_tool().page(), "run .venv/bin/python tools/diagnostics_page.py"

    def test_cells(self) -> None:
        """What would end a cell or become markup is escaped, code is left alone."""
        cell = page_tool().cell
        assert cell("a | b\n <c> *d*") == r"a \| b \<c\> \*d\*"
        assert cell("write `a_b: [c]` or `d|e`_") == r"write `a_b: [c]` or `d\|e`\_"
        assert cell("one ` alone") == r"one \` alone"


def test_links_between_pages_lead_somewhere() -> None:
    """Every link to a page of the documentation, and to a heading in it."""
    for page in sorted((ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]*\.md)?(?:#([^)]*))?\)", page.read_text("utf-8")):
            file = page.parent / target[0] if target[0] else page
            assert file.exists(), (page.name, target)
            headings = [
                re.sub(r"[^\w\- ]", "", line.lstrip("# ").lower()).replace(" ", "-")
                for line in file.read_text("utf-8").splitlines()
                if line.startswith("#")
            ]
            assert not target[1] or target[1] in headings, (page.name, target)


RUNS = re.findall(r"^    jiefang ((?:run|list|handbook|analyse) ?[^\n]*)$", text("commands.md"), re.MULTILINE)
"""The calls of docs/commands.md that only read the library."""


@pytest.mark.parametrize("line", [line for line in RUNS if "my-scenario" not in line and "analyse" not in line])
def test_the_calls_printed_there_work(call: Caller, line: str) -> None:
    """Whoever types an example of docs/commands.md gets what it promises, not an error."""
    made = call(*line.split())
    assert made.code == 0, made.err
