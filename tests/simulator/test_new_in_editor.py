"""What `jiefang new` writes, in the YAML language server that editors use: both files find their schema."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.test_schema_in_editor import Client
from tests.simulator.calls import Caller, call

__all__ = ["call"]

pytestmark = pytest.mark.install


@pytest.fixture
def started(call: Caller, tmp_path: Path) -> Path:
    """The folder of a new scenario."""
    assert call("new", "lamp", "--dir", tmp_path, "--yes").code == 0
    return tmp_path / "lamp"


@pytest.fixture
def client(started: Path) -> Iterator[Client]:
    """A client that knows the folder and nothing else."""
    found = Client(started)
    try:
        yield found
    finally:
        found.close()


def changed(file: Path, before: str, after: str) -> int:
    """Change a line; returns its number, counted from 0."""
    text = file.read_text("utf-8")
    assert text.count(before) == 1
    file.write_text(text.replace(before, after), "utf-8")
    return text[: text.index(before)].count("\n")


def test_both_files_are_bound(client: Client, started: Path) -> None:
    """A wrong key, a day that there is not and an id that the language keeps are flagged on their lines, in words."""
    scenario = started / "scenario.yaml"
    date = changed(scenario, "date: 2026-09-15", "date: 2026-13-45")
    level = changed(scenario, "\nlevel: ", "\nlevle: ") + 1
    ending = changed(scenario, "\n  unsure: {", "\n  timeout: {") + 1
    client.open(scenario)
    assert client.flagged("levle") == [level]
    assert client.flagged("日期，如 2026-09-15") == [date], client.diagnostics
    assert client.flagged("留给语言自己用") == [ending], client.diagnostics


def test_the_english(client: Client, started: Path) -> None:
    """Keys that hold texts are offered, one that does not is flagged, an empty value is not."""
    english = started / "en.yaml"
    wrong = changed(english, "\nfacts:\n", "\nstart: arrive\nwarning:\nfacts:\n  extra:\n    \n") + 1
    client.open(english)
    assert client.flagged("start") == [wrong], client.diagnostics
    assert client.flagged("") == [wrong]
    offered = client.complete(english, wrong + 4, 4)
    assert {"text", "softened", "distorted"} <= set(offered)
    assert "key" not in offered
