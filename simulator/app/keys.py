"""Keys, described once: the key bar, the help screen and a keymap of one's own all read the same bindings.

Descriptions are Chinese source texts like any other and are translated where they are shown.
"""

from __future__ import annotations

from textual.binding import Binding


def key(  # noqa: PLR0913 (a key has that many sides)
    keys: str, action: str, text: str, tip: str, *, name: str, label: str = "", show: bool = True, first: bool = False
) -> Binding:
    """A key.

    Args:
        keys: names of the keys, by commas.
        action: what is run.
        text: two to four characters for the key bar.
        tip: a sentence for the help screen; empty leaves it out there.
        name: id for keymaps, such as `visit.undo`.
        label: how the key is written, where that is not its name.
        show: whether the key bar has it.
        first: it works whatever has the focus.
    """
    return Binding(keys, action, text, show=show, key_display=label or None, priority=first, tooltip=tip, id=name)
