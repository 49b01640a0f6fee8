"""Results of `check` that are kept: used only while nothing changed, rebuilt when they are not sound."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator import paths
from simulator.checking import many
from simulator.checking.many import check_all
from simulator.checking.remembered import fingerprint, recalled
from tests.scoring.mutated import clean_text, small_text
from tests.simulator.calls import put


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A scenario with findings, in a folder of its own."""
    return put(tmp_path / "mine", small_text())


def kept() -> list[Path]:
    """The files that results are kept in."""
    return sorted((paths.cache() / "checks").glob("*.json"))


def test_a_second_check_finds_the_same(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing changed: the same findings, and nothing is checked."""
    first = check_all([place])
    monkeypatch.setattr(many, "_checked", lambda places, solve: [] if not places else pytest.fail("checked again"))
    assert check_all([place]) == first and first[place].shown


@pytest.mark.parametrize("change", ["scenario", "english", "fragment", "pack", "quick"])
def test_whatever_it_depends_on(place: Path, change: str) -> None:
    """The scenario, its English, a fragment or a table beside it, and how it is checked."""
    before = fingerprint(place, solve=True)
    beside = place.parent / "fragments"
    beside.mkdir()
    match change:
        case "scenario":
            os.utime(place / "scenario.yaml", ns=(1, 1))
            assert fingerprint(place, solve=True) == before  # a touched file is the same file
            (place / "scenario.yaml").write_text(clean_text(), "utf-8")
        case "english":
            (place / "en.yaml").write_text("title: Small\n", "utf-8")
        case "fragment":
            (beside / "note.yaml").write_text("id: note\n", "utf-8")
        case "pack":
            (place.parent / "pack.yaml").write_text("id: mine\n", "utf-8")
    assert fingerprint(place, solve=change != "quick") != before


@pytest.mark.parametrize("damage", [b"", b"{}", b"x\n{}", b"\xff\xfe"])
def test_a_damaged_file_is_not_trusted(place: Path, damage: bytes) -> None:
    """It is checked again, and the file is sound afterwards."""
    first = check_all([place], solve=False)
    (file,) = kept()
    sound = file.read_bytes()
    file.write_bytes(damage)
    assert check_all([place], solve=False) == first and file.read_bytes() == sound


def test_one_changed_letter_is_noticed(place: Path) -> None:
    """A text that was changed by hand is not shown as a finding."""
    check_all([place], solve=False)
    (file,) = kept()
    file.write_text(file.read_text("utf-8").replace("JF7500", "JF7501"), "utf-8")
    assert recalled(place, fingerprint(place, solve=False)) is None


def test_where_nothing_can_be_kept(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that cannot be written costs time, nothing else."""
    monkeypatch.setattr(paths, "cache", lambda: Path("/dev/null/cache"))
    assert check_all([place], solve=False)[place].shown
