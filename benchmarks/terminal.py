"""A program in a terminal of our own: when what it shows arrives.

There is no screen behind it. Escape sequences are taken out, and what is left is what can be read; the moment a text
arrives is the moment the read returned that completed it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

COLUMNS, LINES = 120, 36
_SEQUENCE = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x07|\x1b\\)|[ -/]+[0-~]|[0-OQ-WYZ\\`-~=>])", re.DOTALL
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07]*|[ -/]*)$", re.DOTALL)


class SilentError(Exception):
    """What was waited for did not come."""


class Terminal:
    """A program that runs in a terminal, of 120 x 36 unless said otherwise."""

    def __init__(
        self, command: Sequence[str], environment: dict[str, str], size: tuple[int, int] = (COLUMNS, LINES)
    ) -> None:
        """`size` is in columns and lines."""
        self.started = time.perf_counter()
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.execvpe(command[0], list(command), environment)

    def press(self, key: str) -> float:
        """Send a key; the moment it was sent."""
        os.write(self._terminal, key.encode())
        return time.perf_counter()

    def shows(self, wanted: str = "", patience: float = 20) -> float:
        """Wait for a text, or for anything that can be read.

        Args:
            wanted: the text without blanks; empty for any character but a blank.
            patience: seconds.

        Returns:
            The moment it had arrived.

        Raises:
            SilentError: it did not come, or the program ended before.
        """
        return self.firsts([wanted], patience)[0]

    def firsts(self, wanted: Sequence[str], patience: float = 20) -> list[float]:
        """As `shows`, for several texts at once that may come in any order."""
        received, until = b"", time.perf_counter() + patience
        found: dict[str, float] = {}
        while len(found) < len(set(wanted)):
            data = self._read(until - time.perf_counter())
            moment = time.perf_counter()
            if data is None:
                missing = [text or "anything" for text in wanted if text not in found]
                raise SilentError(f"never showed {missing}; the last it showed: {readable(received)[-200:]!r}")
            received += data
            text = readable(received)
            for each in wanted:
                if each not in found and (each in text if each else text):
                    found[each] = moment
        return [found[each] for each in wanted]

    def settle(self, quiet: float = 0.15, patience: float = 10) -> None:
        """Wait until nothing has come for a while."""
        until = time.perf_counter() + patience
        while time.perf_counter() < until and self._read(quiet):
            pass

    def came(self, quiet: float, patience: float = 20) -> tuple[int, float]:
        """Count what comes until nothing has come for a while.

        Args:
            quiet: seconds without a byte that end it.
            patience: seconds after which it ends anyway.

        Returns:
            How many bytes came, and the moment of the last of them (0 without any).
        """
        until, count, last = time.perf_counter() + patience, 0, 0.0
        while time.perf_counter() < until and (data := self._read(quiet)):
            count, last = count + len(data), time.perf_counter()
        return count, last

    def first_bytes(self, patience: float) -> tuple[int, float] | None:
        """How many bytes came first and when; None when nothing came in so many seconds."""
        data = self._read(patience)
        return (len(data), time.perf_counter()) if data else None

    def during(self, length: float) -> int:
        """How many bytes come in so many seconds."""
        until, count = time.perf_counter() + length, 0
        while (left := until - time.perf_counter()) > 0 and (data := self._read(left)):
            count += len(data)
        return count

    def processor(self) -> float:
        """Processor time of the program until now, in seconds, the processes it waited for included."""
        fields = Path(f"/proc/{self._process}/stat").read_text("utf-8").rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Memory of the program now in MB: what is its own, and its share of what it shares (PSS)."""
        for line in Path(f"/proc/{self._process}/smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
        raise SilentError("the system does not say how much memory a program has")

    def _read(self, patience: float) -> bytes | None:
        """What has come, or None after so many seconds, or when the program has ended."""
        ready, _, _ = select.select([self._terminal], [], [], max(patience, 0))
        if not ready:
            return None
        try:
            return os.read(self._terminal, 1 << 16) or None
        except OSError:
            return None

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._terminal)


def readable(received: bytes) -> str:
    """The characters that can be read, blanks left out."""
    plain = _UNFINISHED.sub(b"", _SEQUENCE.sub(b"", received))
    return "".join(plain.decode("utf-8", "ignore").split()).translate(_CONTROLS)


_CONTROLS = dict.fromkeys([*range(32), 127])
