"""A line to type on."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from simulator import terminal
from simulator.app.text import clean


class Line(Input):
    """An input whose cursor stands still where every blink would travel over a slow line.

    What is pasted, or committed by an input method as a paste, becomes one line: Textual keeps only the first, and a
    trainee who pastes a paragraph means all of it. Control codes are left out, and what is too long is cut, where
    Textual would take nothing.
    """

    def on_mount(self) -> None:
        """Blink or not."""
        self.cursor_blink = not terminal.still()

    async def on_key(self, event: events.Key) -> None:
        """Answer Backspace and the like here, in the order in which they were typed.

        By way of the screen they would come after letters that were typed later, when both arrive in one burst.
        """
        bindings = self._bindings.key_to_bindings.get(event.key)
        # Where nothing is marked the key for copying belongs to the app, which leaves. A line scrolls nothing: the
        # keys for it are the screen's, which goes from a search into what it found.
        if bindings and not event.is_printable and not bindings[-1].action.startswith(("copy", "scroll_", "page_")):
            event.stop()
            await self.run_action(bindings[-1].action)

    def watch_scroll_x(self, old: float, new: float) -> None:
        """The caret of the terminal, where an input method opens its window, moves with the text that scrolls.

        Textual sets it before it scrolls, outside the field where the text is longer than that.
        """
        super().watch_scroll_x(old, new)
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        text = " ".join(part for part in map(str.strip, clean(event.text).splitlines()) if part)
        if self.max_length:
            text = text[: self.max_length - len(self.value) + abs(self.selection.end - self.selection.start)]
        if text:
            # What is there from the start is shown from its start; what is pasted, at its end, where the caret is.
            self._initial_value = False
            self.replace(text, *self.selection)
