"""The product's own tables say the same from YAML and from the JSON that is kept of them."""

from __future__ import annotations

import json
import os
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest
import yaml

import scenarios
import scoring
from scenarios.own_data import copy_of, own_data

TABLES = sorted(
    file
    for package in (scenarios, scoring)
    for folder in package.__path__
    for file in Path(folder).rglob("*.yaml")
    if not {"library", "fragments", "templates"} & set(file.parts)
)


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table that was read once, where copies are kept."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    file = tmp_path / "表.yaml"
    file.write_text("heat: {热: 5, cold: [1, 2.5, true, null]}\n", "utf-8")
    assert own_data(file) == {"heat": {"热": 5, "cold": [1, 2.5, True, None]}}
    return file


def no_yaml(*_: object, **__: object) -> None:
    """Stand-in for `yaml.load` where it must not be called."""
    raise AssertionError("the YAML was read again")


@pytest.mark.parametrize("file", TABLES, ids=lambda file: file.name)
def test_every_table_can_be_kept_as_json(file: Path) -> None:
    """No table has a key or a value that JSON would give back as something else; the loader gives what YAML says."""
    plain = yaml.safe_load(file.read_text("utf-8"))
    assert json.loads(json.dumps(plain)) == plain
    assert own_data(file) == plain == own_data(file)


def test_a_kept_copy_is_used(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time the YAML is not parsed, and the data are fresh ones that may be changed."""
    monkeypatch.setattr(yaml, "load", no_yaml)
    first = own_data(table)
    first["heat"].clear()
    assert own_data(table)["heat"]["热"] == 5


def test_a_changed_table_is_read_anew(table: Path) -> None:
    """A copy is never stale: not even after an edit that keeps size and time."""
    before = table.stat()
    table.write_text(table.read_text("utf-8").replace("5", "6"), "utf-8")
    os.utime(table, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert own_data(table)["heat"]["热"] == 6


@pytest.mark.parametrize("damage", [b"", b"\n{}", b"\xff\n\xff", b'{"heat": 1}', b"[" * 100_000])
def test_a_damaged_copy_is_made_anew(table: Path, damage: bytes) -> None:
    """A copy that is cut off, of another table or no copy at all is not believed but replaced."""
    whole = copy_of(table).read_bytes()
    for content in (damage, whole[:-1], whole.replace(b"2.5", b"3.5")):
        copy_of(table).write_bytes(content)
        assert own_data(table)["heat"]["cold"][1] == 2.5
        assert copy_of(table).read_bytes() == whole


def test_where_nothing_can_be_kept_the_yaml_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be written costs time, not the table; and Python's own switch is heeded."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    file = tmp_path / "a.yaml"
    file.write_text("a: 1\n", "utf-8")
    (tmp_path / "__pycache__").write_text("in the way", "utf-8")
    assert own_data(file) == {"a": 1}
    (tmp_path / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert own_data(file) == {"a": 1}
    assert list(tmp_path.iterdir()) == [file]


def test_what_json_cannot_say_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number as a key would come back as a text, so such a table stays YAML; no scrap is left behind."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    file = tmp_path / "a.yaml"
    file.write_text("1: a\n", "utf-8")
    assert own_data(file) == own_data(file) == {1: "a"}
    assert not copy_of(file).exists()
    assert copy_of(file).parent == Path(cache_from_source(str(file))).parent
