"""The preview in a real terminal, while its file is edited from outside and from within."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="needs a pseudo-terminal")

from tests.simulator.app.real_terminal import RealTerminal  # noqa: E402  it needs a pseudo-terminal to be imported


def replaced(file: Path, old: str, new: str) -> None:
    """Save a change as most editors do: a new file in the place of the old one."""
    text = file.read_text("utf-8")
    assert old in text
    beside = file.with_name("4913")
    beside.write_text(text.replace(old, new), "utf-8")
    beside.replace(file)


def test_a_file_is_edited_while_it_runs(lamp: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A save is shown, an error told with the visit kept; `e` opens the editor, and what it saved is shown."""
    editor = tmp_path / "edit.sh"
    editor.write_text('#!/bin/sh\necho "EDITOR SAW $1" \nsed -i "s/楼梯口呢/门口呢/" "$1"\n', "utf-8")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    file = lamp / "scenario.yaml"
    with RealTerminal("preview", str(lamp)) as terminal:
        terminal.wait_for("您先坐，喝口水")
        terminal.press("1")
        terminal.wait_for("之前找过谁")
        terminal.press("")
        replaced(file, "之前找过谁、怎么说的？", "楼梯口呢？")
        terminal.wait_for("楼梯口呢")
        terminal.press("")
        replaced(file, "  story:\n", "  story: [\n")
        terminal.wait_for("有错误，不求解")
        terminal.press("")
        replaced(file, "  story: [\n", "  story:\n")
        terminal.wait_for("解好了", 60)
        terminal.press("e")
        terminal.wait_for("EDITORSAW")
        terminal.wait_for("门口呢")
        terminal.press("q")
        assert not terminal.running()


def test_without_a_whole_screen(lamp: Path) -> None:
    """Piped, or in a terminal that cannot place its cursor, it says so and how to get the checks."""
    from tests.simulator.calls import process

    done = process("preview", lamp)
    assert done.code == 1 and "check --watch" in done.err and "Traceback" not in done.err
    missing = process("preview", lamp.parent / "nothing")
    assert missing.code == 2 and "Traceback" not in missing.err
