"""A terminal that goes away, or a process that is told to stop, in a real terminal."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from simulator.record.store import open_store

pty = pytest.importorskip("pty", reason="needs a pseudo-terminal")

COMMAND = "play lamp --variant plain --mode simulation --seed 0".split()


def wait_for(handle: int, text: str, seconds: float = 30) -> str:
    """Read the terminal until a text is there."""
    seen = b""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if select.select([handle], [], [], 0.2)[0]:
            seen += os.read(handle, 65536)
            if text.encode() in seen:
                return seen.decode("utf-8", "replace")
    raise AssertionError(f"{text} never appeared in {seen.decode('utf-8', 'replace')[-2000:]}")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_visit_is_kept(number: Any) -> None:
    """SIGTERM and SIGHUP end the program in good order: exit code 0, the choice on disk, nobody holding the visit."""
    here = Path(__file__).parent
    near, far = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "JIEFANG_SCENARIOS": str(here / "scenarios")}
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator.cli", *COMMAND],
        stdin=far, stdout=far, stderr=far, env=environment, cwd=here.parents[2], start_new_session=True,
    )  # fmt: skip
    os.close(far)
    try:
        wait_for(near, "秒")
        time.sleep(0.6)  # what is new cannot be taken at once
        os.write(near, b"1")
        wait_for(near, "你问吧")
        process.send_signal(number)
        wait_for(near, "接访留着")
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
        os.close(near)
    with open_store() as store:
        (left,) = store.unfinished()
        assert [event.kind for event in store.events(left.id)] == ["started", "choice"]
        store.resume(left.id).close()
