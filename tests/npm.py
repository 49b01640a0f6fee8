"""Packages of npm for tests that try our output in a real client, each installed once and kept in the user's cache."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path


def package(*wanted: str) -> Path:
    """The `node_modules` folder with some packages in it.

    Args:
        wanted: names with versions, `yaml-language-server@1.19.2`.

    Raises:
        AssertionError: npm is missing or cannot install them; the test must fail, not be left out.
    """
    npm = shutil.which("npm")
    assert npm is not None, "this test needs npm: sudo apt-get install nodejs npm"
    home = Path(os.environ.get("JIEFANG_TEST_CACHE") or Path("~/.cache/jiefang-tests").expanduser())
    folder = home / "-".join(wanted).replace("/", "+")
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run in several processes
        if not (folder / "done").exists():
            # Scripts of packages are not run; a package that needs one to work has no place here.
            done = subprocess.run(
                [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--ignore-scripts", *wanted],
                capture_output=True, text=True, check=False, timeout=280,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr[-2000:]
            (folder / "done").touch()
    return folder / "node_modules"
