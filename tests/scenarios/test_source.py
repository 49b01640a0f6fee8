"""The tree of a YAML text: values, places, scalar rules, and its speed."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scenarios.diagnostic import Mark
from scenarios.source import Entry, Mapping, Node, Scalar, Sequence, parse, plain, read

SCENARIO = Path(__file__).parent.parent / "data" / "review-window" / "scenario.yaml"


def data(text: str) -> Any:
    """The plain data of a sound text."""
    source = parse(text, root="any")
    assert source.root is not None
    assert source.diagnostics == ()
    return plain(source.root)


def value(written: str) -> Any:
    """What a value means when it is written behind a key."""
    return data(f"key: {written}\n")["key"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("true", True), ("false", False), ("null", None), ("~", None), ("", None)),
        *(("0", 0), ("7", 7), ("-5", -5), ("+2", 2), ("-0", 0), ("123456789012345678", 123456789012345678)),
        *((text, text) for text in ("9:30", "007", "2026-09-15", "1e5", "0x1F", "0o17", "1_000", "0.5", ".inf", "+")),
        *((text, text) for text in ("=", "y", "n", "1234567890123456789", "+07", "--1", "12 个", "１２", "10月14日")),
        *(('"true"', "true"), ("'12'", "12"), ('""', ""), ("'~'", "~"), ('"a\\tb"', "a\tb")),
    ],
)
def test_only_truth_integers_and_null_have_a_meaning(written: str, meant: object) -> None:
    """Plain scalars are truth values, integers or null by our own rules; everything else stays text."""
    assert value(written) == meant
    assert type(value(written)) is type(meant)


@pytest.mark.parametrize("word", ["yes", "No", "ON", "off", "True", "FALSE", "Null", "NULL"])
def test_words_that_may_mean_a_truth_value_are_asked_about(word: str) -> None:
    """A value that other YAML readers would turn into something else is an error, and stays text meanwhile."""
    source = parse(f"key: {word}\n")
    assert [d.code for d in source.diagnostics] == ["JF0048"]
    assert source.diagnostics[0].mark == Mark("<text>", 1, 6)
    assert source.root is not None
    assert plain(source.root) == {"key": word}
    assert parse(f'key: "{word}"\n').diagnostics == ()
    assert parse(f"{word}: 1\n").diagnostics == ()


def test_keys_are_texts_as_written() -> None:
    """`on`, `9:30`, `true` and numbers are keys like any other, never True or 570."""
    assert data('on: 1\n9:30: 2\ntrue: 3\n007: 4\n"quoted": 5\n') == {
        "on": 1,
        "9:30": 2,
        "true": 3,
        "007": 4,
        "quoted": 5,
    }


def test_every_value_and_key_knows_its_place() -> None:
    """Lines and columns count from 1 and in characters, for keys and for values of every kind."""
    source = parse("标题: 工地欠薪\nscenes:\n  - {when: 情绪稳定, text: '好'}\n  - |\n    长\n", "a.yaml")
    root = source.root
    assert isinstance(root, Mapping)
    scenes = root.entries["scenes"]
    assert isinstance(scenes, Entry)
    assert isinstance(scenes.value, Sequence)
    first, block = scenes.value.items
    assert isinstance(first, Mapping)
    places: list[Node | Entry] = [root.entries["标题"], root.entries["标题"].value, scenes, scenes.value, first]
    assert [(node.line, node.column) for node in places] == [(1, 1), (1, 5), (2, 1), (3, 3), (3, 5)]
    assert source.mark(first.entries["text"]) == Mark("a.yaml", 3, 18)
    assert source.mark(first.entries["text"].value) == Mark("a.yaml", 3, 24)
    assert source.mark(block) == Mark("a.yaml", 4, 5)
    assert source.mark(None) == Mark("a.yaml", 1, 1)


def test_scalars_say_how_they_were_written() -> None:
    """The text and the quotes of a value survive: `+2` is a rating, `"2"` a text."""
    root = parse("rate: +2\ntext: '2'\nlong: |\n  2\n").root
    assert isinstance(root, Mapping)
    rate, text, long = (root.get(key) for key in ("rate", "text", "long"))
    assert isinstance(rate, Scalar)
    assert (rate.value, rate.text, rate.quoted) == (2, "+2", False)
    assert isinstance(text, Scalar)
    assert (text.value, text.style, text.quoted) == ("2", "'", True)
    assert isinstance(long, Scalar)
    assert (long.value, long.style, long.quoted) == ("2\n", "|", True)
    assert root.get("missing") is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_count_alike(end: str) -> None:
    """Unix, Windows and old Mac line ends give the same lines, places and data."""
    source = parse(end.join(["a: 1", "", "b:", "  - x", "  - ：　", ""]).encode())
    assert [(d.code, str(d.mark)) for d in source.diagnostics] == [("JF0028", "<text>:5:6")]
    assert source.line_text(4) == "  - x"
    assert (source.line_text(0), source.line_text(7)) == ("", "")


def test_duplicate_keys_name_both_lines() -> None:
    """The first of two equal keys is kept, the second reported with the line of the first."""
    source = parse("a: 1\nb: 2\na: 3\n")
    assert [(d.code, d.mark, d.arguments["first"]) for d in source.diagnostics] == [("JF0040", Mark("<text>", 3, 1), 1)]
    assert source.root is not None
    assert plain(source.root) == {"a": 1, "b": 2}


def test_empty_texts() -> None:
    """Nothing, blanks, comments and an empty document are an empty file, or null where anything may stand."""
    for text in ("", "\n\n", "# nichts\n", "---\n", "\ufeff"):
        assert [d.code for d in parse(text).diagnostics] == ["JF0008"]
        assert parse(text).root is None
        assert data(text) is None


def test_the_root_is_a_mapping_unless_asked_otherwise() -> None:
    """A list or a value at the top is an error for scenarios and welcome with root="any"."""
    assert [d.code for d in parse("- 1\n").diagnostics] == ["JF0009"]
    assert parse("- 1\n").root is None
    assert data("- 1\n") == [1]
    assert data("您好") == "您好"


def test_a_real_scenario_reads_without_a_word() -> None:
    """The scenario in the test data has no trap in it, and its data are those of PyYAML but for our scalars."""
    source = read(SCENARIO)
    assert source.diagnostics == ()
    assert source.root is not None
    found = plain(source.root)
    assert isinstance(found, dict)
    assert list(found) == list(yaml.safe_load(source.text))


names = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")), max_size=40
)
scalars = st.none() | st.booleans() | st.integers(-(10**17), 10**17) | texts
nested = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4), max_leaves=25
)


class Quoting(yaml.SafeDumper):
    """Writes texts in double quotes, keys and all, as nothing else carries every text unharmed."""


Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


@given(nested, st.booleans(), st.booleans(), st.sampled_from([20, 80, 10_000]))
def test_round_trip(made: Any, unicode: bool, flow: bool, width: int) -> None:
    """Whatever PyYAML writes comes back as the same data, in block and in flow style, folded or not."""
    text = yaml.dump(made, Dumper=Quoting, allow_unicode=unicode, default_flow_style=flow, width=width)
    source = parse(text, root="any")
    assert [d for d in source.diagnostics if d.code != "JF0010"] == []
    assert source.root is not None
    assert plain(source.root) == made


words = st.text("abcdefgh0123456789-", max_size=8).map("w".__add__)


@given(
    st.recursive(
        words | st.integers(-99, 99),
        lambda i: st.lists(i, max_size=4) | st.dictionaries(words, i, max_size=4),
        max_leaves=20,
    )
)
def test_round_trip_of_plain_scalars(made: Any) -> None:
    """Plain names and numbers come back as they went, without a finding."""
    assert data(yaml.safe_dump(made)) == made


@given(nested)
def test_every_mark_points_at_its_value(made: Any) -> None:
    """At the place of every scalar and key stands the beginning of what was written there."""
    source = parse(yaml.dump(made, Dumper=Quoting, allow_unicode=True, width=10_000), root="any")

    def check(node: Node) -> None:
        begins = source.line_text(node.line)[node.column - 1 :]
        if isinstance(node, Scalar):
            assert begins.startswith(node.style or node.text)
        elif isinstance(node, Sequence):
            assert begins[:1] in {"-", "["}
            for item in node.items:
                check(item)
        elif isinstance(node, Mapping):
            for entry in node.entries.values():
                assert source.line_text(entry.line)[entry.column - 1 :].startswith(('"', "? "))
                check(entry.value)

    assert source.root is not None
    check(source.root)


def test_without_libyaml_the_same_tree() -> None:
    """Where PyYAML comes without libyaml its own parser gives the same data, places and findings."""
    program = """
import sys, yaml
del yaml.CSafeLoader
from scenarios.source import parse, plain
source = parse(open(sys.argv[1], encoding="utf-8").read())
print(hash(str(source.root)), source.diagnostics)
for text in sys.argv[2:]:
    print([(d.code, str(d.mark)) for d in parse(text).diagnostics])
"""
    broken = ["a: 他说: 不行\n", "a: @x\n", 'a: "b\n', "a: [\n", "a: *x\n", "a: yes\na: 1\n", "a:\n\tb: 1\n", "[" * 99]
    command = [sys.executable, "-c", program, str(SCENARIO), *broken]
    slow = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "0"})
    command[2] = program.replace("del yaml.CSafeLoader\n", "")
    fast = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "0"})
    assert slow.stdout == fast.stdout


def best_of(rounds: int, *runs: Callable[[], object]) -> list[float]:
    """The shortest time of each of several things done in turn, in seconds of this process."""
    times = [[0.0] * rounds for _ in runs]
    for number in range(rounds):
        for index, run in enumerate(runs):
            gc.collect()
            begin = time.process_time()
            run()
            times[index][number] = time.process_time() - begin
    return [min(each) for each in times]


def test_faster_than_yaml_load() -> None:
    """A file of some sixty scenes, places and traps included, reads in no more time than `yaml.load` takes."""
    lines = SCENARIO.read_text("utf-8").splitlines(keepends=True)
    text = "".join(f"part{number}:\n" + "".join("  " + line for line in lines) for number in range(2))
    assert parse(text).diagnostics == ()
    ours, theirs = best_of(5, lambda: parse(text), lambda: yaml.load(text, Loader=yaml.CSafeLoader))
    assert ours < theirs * 1.2
