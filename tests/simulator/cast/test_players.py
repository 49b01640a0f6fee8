"""Recordings in the programs that play them: the asciinema player of the web, and `asciinema` of the terminal."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.npm import package
from tests.simulator.cast.conftest import Film, Terminal, at_markers

HERE = Path(__file__).parent


def played(out: Path, *files: Path) -> list[dict[str, Any]]:
    """What the player's own core makes of files; `out` is where it may write that."""
    node = shutil.which("node")
    assert node is not None, "this test needs node: sudo apt-get install nodejs npm"
    modules = package("asciinema-player@3.18.0")
    done = subprocess.run(
        [node, str(HERE / "player.mjs"), str(modules), str(out), *map(str, files)],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in out.read_text("utf-8").split("\n")]


@pytest.fixture
def files(film: Film, tmp_path: Path) -> dict[Literal[2, 3], Path]:
    """The whole visit in both versions of the format."""
    found: dict[Literal[2, 3], Path] = {3: tmp_path / "新.cast", 2: tmp_path / "旧.cast"}
    for version, path in found.items():
        path.write_text(film.cast.text(version), "utf-8", newline="")
    return found


def test_the_player_of_the_web(film: Film, files: dict[Literal[2, 3], Path], tmp_path: Path) -> None:
    """It reads both versions alike, counts the same seconds and markers, and shows at each what belongs there."""
    wanted = [screen for _label, screen in at_markers(film.cast.text(3))]
    for told in played(tmp_path / "told", files[3], files[2]):
        assert told["size"] == {"cols": 80, "rows": 24}
        assert told["duration"] == pytest.approx(film.cast.now / 1000)
        assert [label for _time, label in told["markers"]] == [marker.text for marker in film.cast.markers]
        times = [round(time * 1000) for time, _label in told["markers"]]
        assert times == [marker.time for marker in film.cast.markers]
        assert [Terminal(80, 24).feed(output).text for output in told["screens"]] == wanted


def test_the_player_of_the_terminal(film: Film, files: dict[Literal[2, 3], Path], tmp_path: Path) -> None:
    """`asciinema cat` of Debian reads version 2 and prints what was recorded."""
    asciinema = shutil.which("asciinema")
    assert asciinema is not None, "this test needs asciinema: sudo apt-get install asciinema"
    # It asks for a terminal, even to print; `script` has one.
    out = tmp_path / "printed"
    command = f"{asciinema} cat {shlex.quote(str(files[2]))} >{shlex.quote(str(out))}"
    done = subprocess.run(
        ["script", "-qec", command, "/dev/null"], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout
    assert Terminal(80, 24).feed(out.read_text("utf-8")).text == at_markers(film.cast.text(2))[-1][1]
