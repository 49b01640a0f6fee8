"""Help texts laid out by terminal cells, in the language in use.

click counts characters, and a Chinese one is two cells wide; its own words (Usage, Options, the line on --help) are
English. Both are put right here, for every command below the group.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

import click

from simulator.i18n import _

CLOSING = "，。；：、！？）」』》”’…"
OPENING = "（「『《“‘"
"""Marks that may not begin a line, and marks that may not end one."""

_DEFAULT = re.compile(r"\[default: (.*)\]$")


def width_of(text: str) -> int:
    """Cells a text takes; a cheap rule (wide from U+1100 on) that is exact for what our help contains."""
    return sum(2 if _is_wide(character) else 1 for character in text)


def _is_wide(character: str) -> bool:
    from unicodedata import east_asian_width

    return character > "\u10ff" and east_asian_width(character) in "WF"


def padded(text: str, width: int) -> str:
    """A text with blanks behind it up to a width in cells."""
    return text + " " * (width - width_of(text))


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` cells: between Chinese characters, at spaces elsewhere.

    Closing marks stay with what is before them, opening ones with what follows. What has no place to break is cut.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for unit in _units(paragraph):
            if line and width_of(line) + width_of(unit.rstrip()) > width:
                lines.append(line.rstrip())
                line = ""
            line += unit.lstrip() if not line else unit
            while width_of(line.rstrip()) > width:
                at = _cut(line, width)
                lines.append(line[:at])
                line = line[at:]
        lines.append(line.rstrip())
    return lines


def _cut(text: str, width: int) -> int:
    """How many characters fit into a width; at least one."""
    room = width
    for index, character in enumerate(text):
        room -= 2 if _is_wide(character) else 1
        if room < 0:
            return max(index, 1)
    return len(text)


def _units(text: str) -> list[str]:
    """Parts between which a line may break; blanks stand at the end of one."""
    units: list[str] = []
    for character in text:
        if units and _belongs(character, units[-1][-1]):
            units[-1] += character
        else:
            units.append(character)
    return units


def _belongs(character: str, last: str) -> bool:
    """Whether a line may not break between two characters."""
    if character == " " or character in CLOSING or last in OPENING:
        return True
    return not (last == " " or _is_wide(character) or _is_wide(last))


class CellAwareFormatter(click.HelpFormatter):
    """click's formatter with widths in cells and headings in the language in use."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How the command is called."""
        lead = (_("用法：{command}", command=prog) if prefix is None else prefix + prog) + " "
        first, *rest = wrap(args, max(self.width - width_of(lead), 20))
        self.write(lead + first + "\n")
        for line in rest:
            self.write(" " * width_of(lead) + line + "\n")

    def write_heading(self, heading: str) -> None:
        """A heading with its colon."""
        self.write(" " * self.current_indent + _("{heading}：", heading=heading) + "\n")

    @contextlib.contextmanager
    def section(self, name: str) -> Iterator[None]:
        """A section; click's own names are put into the language in use."""
        own = {"Options": _("选项"), "Commands": _("命令"), "Positional arguments": _("参数")}
        with super().section(own.get(name, name)):
            yield

    def write_text(self, text: str) -> None:
        """A paragraph."""
        for line in wrap(text, self.width - self.current_indent):
            self.write(" " * self.current_indent + line + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Two columns."""
        rows = list(rows)
        first = min(max((width_of(name) for name, _text in rows), default=0), col_max) + col_spacing
        room = max(self.width - first - self.current_indent, 20)
        blank = " " * (self.current_indent + first)
        for name, text in rows:
            lead = " " * self.current_indent + name
            shown = _DEFAULT.sub(lambda match: _("[默认：{value}]", value=match[1]), text)
            lines = wrap(shown, room)
            if width_of(name) > first - col_spacing:
                self.write(lead + "\n")
                lead = blank
            self.write((padded(lead, self.current_indent + first) + lines[0]).rstrip() + "\n")
            for line in lines[1:]:
                self.write(blank + line + "\n")


class CellAwareContext(click.Context):
    """A context whose help is laid out by the formatter above, in the language in use."""

    formatter_class = CellAwareFormatter

    def __init__(self, command: click.Command, *args: Any, **values: Any) -> None:
        super().__init__(command, *args, **values)
        option = command.get_help_option(self)
        if option is not None:
            option.help = _("显示这段说明")
        if command.options_metavar:
            command.options_metavar = _("[选项]")
        if isinstance(command, click.Group):
            command.subcommand_metavar = _("[命令] [参数]…")


def dressed(command: click.Command) -> click.Command:
    """The command with our contexts, and so with our help, down to the last of its own commands."""
    command.context_class = CellAwareContext
    for param in command.params:
        if (
            isinstance(param, click.Option)
            and param.metavar is None
            and isinstance(param.type, click.types.StringParamType)
        ):
            param.metavar = _("文字")
    if isinstance(command, click.Group):
        for below in command.commands.values():
            dressed(below)
    return command
