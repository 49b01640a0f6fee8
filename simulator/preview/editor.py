"""The trainer's own editor, opened at a line: what to run, and whether it takes the terminal."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

OWN_WINDOW = frozenset(
    "code code-insiders codium vscodium cursor windsurf zed subl sublime_text gedit kate kwrite gvim mvim nvim-qt "
    "mousepad notepad notepad++ bbedit mate pycharm idea webstorm".split()
)
"""Editors with a window of their own; the preview goes on beside them. All others are taken to need the terminal."""

_PLACES = {
    "vi vim nvim view gvim mvim joe ne mg jed vis pico gedit bbedit": ("+{line}", "{path}"),
    "nano": ("+{line},{column}", "{path}"),
    "emacs emacsclient micro kak": ("+{line}:{column}", "{path}"),
    "hx helix zed subl sublime_text": ("{path}:{line}:{column}",),
    "code code-insiders codium vscodium cursor windsurf": ("-g", "{path}:{line}:{column}"),
    "kate kwrite": ("-l", "{line}", "-c", "{column}", "{path}"),
    "mate pycharm idea webstorm": ("--line", "{line}", "{path}"),
    "notepad++": ("-n{line}", "{path}"),
}
"""How each is told a place, as its manual has it. One that is not known gets the file alone."""

PLACES = {name: arguments for names, arguments in _PLACES.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class Editor:
    """A call of an editor; `own_window` says that it leaves the terminal alone."""

    arguments: tuple[str, ...]
    own_window: bool


def chosen(environment: Mapping[str, str]) -> str:
    """What the person set: `VISUAL`, else `EDITOR`, else empty."""
    return environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()


def call(command: str, file: str, line: int = 1, column: int = 1) -> Editor:
    """How to open a file at a line.

    Args:
        command: what the person set, options and all.
        file: path of the file; never read as an option.
        line: from 1.
        column: from 1, in characters.

    Raises:
        ValueError: nothing is set, or its quotes do not match.
    """
    words = shlex.split(command)
    if not words:
        raise ValueError("no editor")
    name = Path(words[0]).name.lower().removesuffix(".exe")
    # A path that begins with a dash would be an option.
    path = f"./{file}" if file.startswith("-") else file
    place = tuple(each.format(path=path, line=line, column=column) for each in PLACES.get(name, ("{path}",)))
    return Editor((*words, *place), name in OWN_WINDOW or _without_terminal(words, name))


def _without_terminal(words: list[str], name: str) -> bool:
    """Whether an editor that can wait in the terminal was told not to."""
    return name == "emacsclient" and not {"-n", "--no-wait", "-c", "--create-frame"}.isdisjoint(words)
