"""Lines in and out for the plain game: no colour, no cursor control, nothing a terminal would obey."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from scenarios.conversation import Spoken
from simulator.i18n import _

Read = Callable[[str], str]
Write = Callable[[str], object]

_OBEYED = {code: None for code in (*range(0x20), 0x7F, *range(0x80, 0xA0)) if code != 0x0A}
_OBEYED |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0xFEFF))


def line(prompt: str) -> str:
    """A line from the standard input. Where nobody types it, it is shown, so that what was said can be read later.

    Raises:
        EOFError: there is none.
    """
    # Not through `input`: it writes the prompt to the error stream where the output is no terminal.
    print(prompt, end="", flush=True)
    if sys.stdin.isatty():
        return input()
    answer = sys.stdin.readline()
    if not answer:
        raise EOFError
    print(answer.rstrip("\n"))
    return answer


class LeftError(Exception):
    """The person left, or there is no more input."""


class Console:
    """Says lines and asks for one. What authors wrote is shown as it stands, without control codes."""

    def __init__(self, read: Read = line, write: Write = print) -> None:
        self._read = read
        self._write = write

    def say(self, *lines: str) -> None:
        """Lines; none at all is an empty one."""
        for line in lines or ("",):
            self._write(line.translate(_OBEYED))

    def spoken(self, said: Sequence[Spoken]) -> None:
        """What was said: the name and the words in one line; what is only seen or noted stands alone."""
        for spoken in said:
            name = _("您") if spoken.speaker == "you" else spoken.name
            self.say(f"{name}{_('：')}{spoken.text}" if name else spoken.text)

    def ask(self, prompt: str) -> str:
        """An answer, without blanks around it.

        Raises:
            LeftError: there is no more input.
        """
        while True:
            try:
                return self._read(prompt.translate(_OBEYED) + " ").strip()
            except EOFError as error:
                self.say()
                raise LeftError from error
            except UnicodeDecodeError:
                self.say(_("没看懂这一行，请再输入一次。"))

    def pick(self, prompt: str, count: int, *, default: int | None = None) -> int:
        """A number from 1 to `count`, as an index from 0; the default for an empty line; `q` leaves.

        Raises:
            LeftError: `q`, or there is no more input.
        """
        while True:
            answer = self.ask(prompt)
            if answer.lower() == "q":
                raise LeftError
            if not answer and default is not None:
                return default
            if answer.isdecimal() and 1 <= int(answer) <= count:
                return int(answer) - 1
            self.say(_("请输入 1 到 {n} 的编号，q 离开。", n=count))
