"""The program in a terminal of its own, as a person has it: bytes go in, bytes come out, and it can be killed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from types import TracebackType

HERE = Path(__file__).parent
_SEQUENCE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x07|\x1b\\)|[ -/]*[0-~])", re.DOTALL)


class RealTerminal:
    """`jiefang` with some arguments in a terminal, of 80 x 24 unless said otherwise.

    Attributes:
        text: everything it has shown since `text` was emptied, in the order in which it came, without blanks.
    """

    def __init__(self, *arguments: str, before: str = "", size: tuple[int, int] = (80, 24), **environment: str) -> None:
        """`before` is code that is run in the program before it begins, such as one that makes it fail.

        `size` is in columns and lines; `environment` goes over that of the test, apart from an xterm with 256 colours
        that is there without it.
        """
        self._raw = b""
        self._killed = False
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            usual = {"TERM": "xterm-256color", "JIEFANG_SCENARIOS": str(HERE / "scenarios")}
            os.chdir(HERE.parents[2])
            code = f"{before}\nfrom simulator.cli import main\nmain()"
            command = [sys.executable, *(["-c", code] if before else ["-m", "simulator.cli"]), *arguments]
            os.execve(command[0], command, {**os.environ, **usual, **environment})

    @property
    def raw(self) -> bytes:
        """The bytes since the last key."""
        return self._raw

    @property
    def text(self) -> str:
        """What could be read since the last key."""
        return "".join(_SEQUENCE.sub(b"", self._raw).decode("utf-8", "ignore").split())

    def press(self, key: str) -> None:
        """Send a key; what was shown before it is forgotten."""
        self._raw = b""
        os.write(self._terminal, key.encode())

    def forget(self) -> None:
        """Forget what was shown until now."""
        self._raw = b""

    def rest(self, quiet: float = 1.5) -> None:
        """Read until something has come and nothing has come for so many seconds, or nothing comes at all."""
        until = time.monotonic() + 20
        if not self._raw:
            self._read(quiet)
        while time.monotonic() < until and self._read(quiet):
            pass

    def send(self, data: bytes) -> None:
        """Send bytes as an input method or a paste does, cut anywhere."""
        os.write(self._terminal, data)

    def wait_for(self, wanted: str, seconds: float = 20) -> None:
        """Read until a text, written without blanks, is there."""
        until = time.monotonic() + seconds
        while wanted not in self.text:
            left = until - time.monotonic()
            assert left > 0, f"{wanted} never appeared in {self.text[-2000:]}"
            assert self._read(left), f"it ended before {wanted} appeared: {self.text[-2000:]}"

    def running(self, seconds: float = 10) -> bool:
        """Whether the program still runs after so many seconds, in which it may come to its end."""
        until = time.monotonic() + seconds
        while os.waitid(os.P_PID, self._pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            if time.monotonic() > until:
                return True
            self._read(0.1)
        return False

    def kill(self) -> None:
        """SIGKILL, and read what had still been shown."""
        if self._killed:
            return
        self._killed = True
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        while self._read(0.5):
            pass
        os.waitpid(self._pid, 0)
        os.close(self._terminal)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._terminal], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._terminal, 1 << 16)
        except OSError:
            return False
        self._raw += data
        return bool(data)

    def __enter__(self) -> RealTerminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
