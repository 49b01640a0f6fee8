"""`jiefang check --fix`: put right in the files what is safe to put right, each file replaced whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scenarios.diagnostic import Diagnostic
from scenarios.fixes import fix
from scenarios.source_text import MAX_BYTES, beginning
from simulator.checking.remembered import files_of
from simulator.replacing import difference, replace_text


@dataclass(frozen=True, slots=True)
class Mended:
    """One file that can be better.

    Attributes:
        file: its path.
        before, after: its text, with the line ends and the byte order mark it has.
        done: what is put right.
    """

    file: Path
    before: str
    after: str
    done: tuple[Diagnostic, ...]

    def diff(self) -> str:
        """The change as a unified diff."""
        return difference(self.file, self.before, self.after)

    def write(self) -> None:
        """Replace the file; its permissions stay.

        Raises:
            OSError: it cannot be written; then it is as it was.
        """
        replace_text(self.file, self.after)


def mendable(places: Sequence[Path]) -> Iterator[Mended]:
    """The files of scenarios in which something is safe to put right.

    What cannot be read, or is too large or no UTF-8, is left to the checks to report.
    """
    for file in dict.fromkeys(file for place in places for file in sorted(files_of(place))):
        if file.name.startswith("."):
            continue
        try:
            content = beginning(file)
            before = content.decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if len(content) > MAX_BYTES:
            continue
        # A byte order mark is no part of the text, and would move the columns of the first line.
        mark = "\ufeff" if before.startswith("\ufeff") else ""
        fixed = fix(before.removeprefix(mark), str(file))
        if fixed.done:
            yield Mended(file, before, mark + fixed.text, fixed.done)
