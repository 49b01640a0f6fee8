"""What is installed is what was written: the wheel and the sdist are whole, and the game plays from the wheel."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

PACKAGES = ("scenarios", "scoring", "simulator")
NOT_SHIPPED = {"__pycache__"}


def shell(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    """Run a command and give its output; a failure shows everything it printed."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def build(root: Path, kind: str, into: Path) -> Path:
    """Build the wheel or the sdist with the backend itself, so that no package index is asked."""
    shell(sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", into, cwd=root)
    (built,) = into.iterdir()
    return built


def files_of(root: Path) -> set[str]:
    """Everything that stands in the three packages, as paths inside the wheel."""
    return {
        path.relative_to(root).as_posix()
        for package in PACKAGES
        for path in (root / package).rglob("*")
        if path.is_file() and not NOT_SHIPPED & set(path.parts)
    }


def contents(wheel: Path) -> set[str]:
    """The files of a wheel but for its metadata."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree."""
    return build(root, "wheel", tmp_path_factory.mktemp("wheel"))


def test_the_wheel_has_every_file_of_the_packages(root: Path, wheel: Path) -> None:
    """Scenarios, tables, styles, catalogues and templates are in the wheel, and nothing beside the packages is."""
    assert contents(wheel) == files_of(root)


def test_the_wheel_offers_one_command(wheel: Path) -> None:
    """`jiefang` is installed as a command and starts `simulator.cli:main`."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
        assert archive.read(name).decode().split() == ["[console_scripts]", "jiefang", "=", "simulator.cli:main"]
        assert "simulator/cli.py" in archive.namelist()


def test_the_sdist_is_complete(root: Path, wheel: Path, tmp_path: Path) -> None:
    """Someone who has only the sdist can run the tests and build the same wheel."""
    archive = build(root, "sdist", tmp_path / "sdist")
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path / "tree", filter="data")
    (tree,) = (tmp_path / "tree").iterdir()
    for needed in (
        "Makefile",
        "LICENSE",
        "README.md",
        "README.zh-CN.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        ".ci/run",
        "tools/environment",
        "tools/constraints.txt",
        "tests/conftest.py",
    ):
        assert (tree / needed).is_file(), f"{needed} is not in the sdist"
    assert os.access(tree / "tools/environment", os.X_OK)
    assert contents(build(tree, "wheel", tmp_path / "again")) == contents(wheel)


def test_every_dependency_is_pinned(root: Path) -> None:
    """`tools/constraints.txt` names a version for all that pyproject.toml asks for; `make pins` renews it."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    pinned = {line.split("==")[0].lower() for line in (root / "tools/constraints.txt").read_text("utf-8").splitlines()}
    assert {re.split(r"[^\w.-]", one)[0].lower() for one in wanted} - {project["name"]} <= pinned


@pytest.fixture(scope="module")
def place(root: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an environment `env` that holds nothing but the wheel and what it asks for."""
    place = tmp_path_factory.mktemp("装好")
    env, pins, uv = place / "env", root / "tools/constraints.txt", shutil.which("uv")
    if uv:
        shell(uv, "venv", "--python", sys.executable, env, cwd=place)
        shell(uv, "pip", "install", "--python", env / "bin/python", "--constraint", pins, wheel, cwd=place)
    else:
        shell(sys.executable, "-m", "venv", env, cwd=place)
        pip = (env / "bin/python", "-m", "pip", "--disable-pip-version-check", "install", "--no-compile")
        shell(*pip, "--constraint", pins, wheel, cwd=place)
    return place


@pytest.fixture
def clean(_own_world: None) -> dict[str, str]:
    """The environment without Python settings that could lead back to the source tree."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}


@pytest.mark.install
def test_the_installed_game_plays(root: Path, place: Path, clean: dict[str, str]) -> None:
    """Away from the source tree, the best handling of the first scenario scores 100 from the wheel."""
    code = "import scenarios, scoring, simulator as s; print(scenarios.__file__, scoring.__file__, s.__file__)"
    found = shell(place / "env/bin/python", "-c", code, cwd=place, env=clean)
    assert found.count(str(place / "env")) == len(PACKAGES), f"not from the wheel: {found}"
    assert f"{root}/" not in found
    command = (place / "env/bin/jiefang", "run", "unpaid-wages", "--bot", "best", "--json")
    assert json.loads(shell(*command, cwd=place, env=clean))["score"] == 100


class TestEnvironment:
    """`tools/environment`, which `make play` and `make test` call first, in a folder with a difficult name."""

    @pytest.fixture
    def tree(self, root: Path, tmp_path: Path) -> Path:
        """A bare copy of what the script reads."""
        tree = tmp_path / "有 空格"
        (tree / "tools").mkdir(parents=True)
        for name in ("pyproject.toml", "tools/environment", "tools/constraints.txt"):
            shutil.copy(root / name, tree / name)
        return tree

    @pytest.fixture
    def only(self, tmp_path: Path) -> Path:
        """A PATH with the plain tools of a system and nothing else; the test adds its own python3."""
        folder = tmp_path / "bin"
        folder.mkdir()
        for tool in ("sh", "cat", "cmp", "dirname", "head", "mkdir", "mv", "cp", "rm", "sleep"):
            (folder / tool).symlink_to(str(shutil.which(tool)))
        return folder

    @staticmethod
    def call(tree: Path, path: Path) -> subprocess.CompletedProcess[str]:
        """Run the script with the given PATH and no locale."""
        script = [str(tree / "tools/environment")]
        return subprocess.run(
            script, env={"PATH": str(path)}, capture_output=True, encoding="utf-8", check=False, timeout=60
        )

    @staticmethod
    def python(path: Path, line: str) -> None:
        """Put a python3 on PATH that does one line of shell."""
        path.write_text(f"#!/bin/sh\n{line}\n", "utf-8")
        path.chmod(0o755)

    def test_an_old_python_is_named_with_the_way_out(self, tree: Path, only: Path) -> None:
        """Python 3.10 ends in one readable message in both languages and leaves nothing behind."""
        self.python(only / "python3", '[ "$1" = --version ] && echo Python 3.10.13 || exit 1')
        done = self.call(tree, only)
        assert done.returncode == 1
        for words in ("需要 Python 3.11", "needs Python 3.11 or newer", "Python 3.10.13", "make PYTHON="):
            assert words in done.stderr
        assert not (tree / ".venv").exists()

    def test_a_fresh_environment_is_left_alone(self, tree: Path, only: Path) -> None:
        """With a stamp of this folder and these files, no Python, pip or uv is started and nothing is printed."""
        (tree / ".venv/bin").mkdir(parents=True)
        self.python(tree / ".venv/bin/python", "echo started; exit 1")
        files = [(tree / name).read_text("utf-8") for name in ("pyproject.toml", "tools/constraints.txt")]
        (tree / ".venv/.jiefang-play").write_text(f"{tree}\n" + "".join(files), "utf-8")
        done = self.call(tree, only)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    def test_a_cut_off_installation_is_thrown_away(self, tree: Path, only: Path) -> None:
        """What an interrupted call left behind is removed before anything is installed."""
        (tree / ".venv/bin").mkdir(parents=True)
        (tree / ".venv/half").touch()
        over = subprocess.Popen([sys.executable, "-c", ""])
        over.wait()
        (tree / ".venv/.jiefang-installing").write_text(f"{over.pid}\n", "utf-8")
        self.python(only / "python3", '[ "$1" != -m ]')  # new enough, but it cannot make environments
        done = self.call(tree, only)
        assert done.returncode == 1
        assert "python3-venv" in done.stderr
        assert not (tree / ".venv/half").exists()

    def test_uv_behind_a_proxy_that_signs_anew(self, tree: Path, only: Path) -> None:
        """Where uv's own certificates are of no use, the system's are taken: set-up needs no setting."""
        self.python(
            only / "uv",
            '[ "$1" = venv ] && exec mkdir -p .venv/bin\n'
            '[ -n "$UV_SYSTEM_CERTS" ] && exit\n'
            "echo UnknownIssuer >&2; exit 2",
        )
        done = self.call(tree, only)
        assert done.returncode == 0 and "UnknownIssuer" in done.stderr, done
        assert (tree / ".venv/.jiefang-play").exists() and not (tree / ".venv/.jiefang-installing").exists()
