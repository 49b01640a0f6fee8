"""The band as a seal: a square stamp in vermilion, its characters in the colour of the paper."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from simulator.app.text import clean, stacked, words


class Seal(Static):
    """A band's name, stamped. Chinese reads downwards, other words across."""

    DEFAULT_CSS = """
    Seal { width: auto; height: auto; background: $vermilion; color: $surface; text-style: bold; }
    """

    def __init__(self, name: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.stamp(name)

    def stamp(self, name: str) -> None:
        """Another name, or the same in the other language."""
        self.update(stamped(name))


def stamped(name: str) -> Content:
    """The seal's lines: a thin frame around the name, near enough to a square in cells twice as high as wide."""
    name = clean(name)
    lines = list(name) if not name.isascii() and len(name) <= 4 else [name]
    height = max(len(lines), 2) if len(lines) > 1 else 3
    widest = max(cell_len(line) for line in lines)
    inner = max(widest + 2, 2 * height + 2)
    top = (height - len(lines)) // 2
    body = [""] * top + lines
    body += [""] * (height - len(body))
    framed = ["┌" + "─" * inner + "┐"]
    for line in body:
        left = (inner - cell_len(line)) // 2
        framed.append("│" + " " * left + line + " " * (inner - left - cell_len(line)) + "│")
    framed.append("└" + "─" * inner + "┘")
    return stacked(words(line) for line in framed)
