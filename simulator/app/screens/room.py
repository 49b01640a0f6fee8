"""What every screen shares: the title bar, the key bar, and being said again in another language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual import events
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

from simulator.app.keys import key
from simulator.app.text import words
from simulator.app.widgets.bars import Banner, KeyBar, TitleBar
from simulator.app.widgets.page import Prose
from simulator.i18n import _

if TYPE_CHECKING:
    from textual.widget import Widget

    from simulator.app.app import JiefangApp

ResultType = TypeVar("ResultType")

WIDTHS = [(0, "-tiny"), (60, "-small"), (76, "-narrow"), (132, "-wide")]
HEIGHTS = [(0, "-flat"), (20, "-low"), (23, "-mid"), (34, "-high")]
"""From how many columns and rows on a screen has which class."""


def too_small() -> str:
    """What a window says that is smaller than any screen can be."""
    return _("窗口太小了。请放大到至少 60 列、20 行。")


class Shared:
    """What a screen and a sheet on one share: being left once, and copying without what only frames a text.

    No screen by itself: Textual follows the first base class that is one for the names that styles go by.
    """

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Go, once. Two keys of one burst would take the screen below along, since Textual pops what is on top."""
        screen = cast("Screen[Any]", self)
        return Screen.dismiss(screen, result) if screen.is_active else AwaitComplete()

    def _reset_focus(self, widget: Widget, avoiding: list[Widget] | None = None) -> None:
        """Keep the focus while the window is too small: what is hidden for that alone would lose one's place."""
        screen = cast("Screen[object]", self)
        small = screen.has_class("-tiny") or screen.has_class("-flat")
        if not (small and widget.is_attached):
            Screen._reset_focus(screen, widget, avoiding)

    def action_copy_text(self) -> None:
        """Copy what is marked; where nothing is, the key is free for something else."""
        from simulator.app.copying import unframed

        screen = cast("Screen[object]", self)
        marked = screen.get_selected_text()
        if not marked:
            raise SkipAction
        cast("JiefangApp", screen.app).copy(unframed(marked))


class Room(Shared, Screen[ResultType]):
    """A whole screen. A subclass gives :meth:`inside` and :meth:`speak`."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def compose(self) -> ComposeResult:
        yield TitleBar()
        yield Banner()
        yield from self.inside()
        yield KeyBar()
        yield Prose(id="too-small")

    def inside(self) -> ComposeResult:
        """What stands between the bars."""
        yield from ()

    def on_mount(self) -> None:
        """Say everything for the first time."""
        self.speak_all()

    def speak_all(self) -> None:
        """Say everything again, in the language in use."""
        self.query_one("#too-small", Prose).show(words(too_small()))
        self.speak()
        self.query_one(KeyBar).relay()

    def speak(self) -> None:
        """Put every text of the screen into its widgets."""

    @property
    def jiefang(self) -> JiefangApp:
        """The app."""
        return cast("JiefangApp", self.app)

    @property
    def title_bar(self) -> TitleBar:
        """The first line."""
        return self.query_one(TitleBar)

    @property
    def banner(self) -> Banner:
        """What must be known and cannot be helped."""
        return self.query_one(Banner)


class Dialog(Shared, ModalScreen[ResultType]):
    """A sheet of paper on the screen below. A subclass gives `compose` and :meth:`speak`."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS = [
        # The app's own keys do not reach through a dialog.
        key("l", "app.language", "English", "换成英文或中文", name="dialog.language", show=False),
        key("t", "app.theme", "配色", "", name="dialog.theme", show=False),
        key("y,ctrl+y", "app.copy", "复制", "", name="dialog.copy", show=False),
        key("ctrl+c", "app.quit", "退出", "", name="dialog.break", show=False),
    ]

    def on_mount(self) -> None:
        """Say everything for the first time."""
        self.speak_all()
        # Here, since each dialog composes itself; it shows only in a window that is too small.
        if not self.query("#too-small"):
            self.mount(Prose(words(too_small()), id="too-small"))

    def speak_all(self) -> None:
        """Say everything again, in the language in use."""
        for small in self.query("#too-small").results(Prose):
            small.show(words(too_small()))
        self.speak()

    def speak(self) -> None:
        """Put every text of the dialog into its widgets."""

    async def on_click(self, event: events.Click) -> None:
        """A click beside the sheet, or on words that say so, is Esc: whoever came by mouse needs no key to leave."""
        if event.widget is self or (event.widget is not None and event.widget.has_class("closes")):
            await self.leave()

    async def leave(self) -> None:
        """What Esc does."""
        for binding in self._bindings.key_to_bindings.get("escape", ()):
            await self.run_action(binding.action)

    @property
    def jiefang(self) -> JiefangApp:
        """The app."""
        return cast("JiefangApp", self.app)
