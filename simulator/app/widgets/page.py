"""Lines laid out by our own rule, scrolled, selectable: conversation, choices and cards are made of them."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style


class Page(ScrollView, can_focus=False):
    """A column of lines made anew for whatever width there is.

    A subclass gives :meth:`lines`; after a change it calls :meth:`relay`.
    """

    DEFAULT_CSS = """
    Page { height: auto; overflow-x: hidden; overflow-y: auto; text-wrap: nowrap; background: transparent;
           scrollbar-size-vertical: 1; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._laid: dict[int, list[Content]] = {}

    def lines(self, width: int) -> list[Content]:
        """The lines for a width, none wider than it."""
        raise NotImplementedError

    def laid(self, width: int) -> list[Content]:
        """The lines for a width, made once."""
        found = self._laid.get(width)
        if found is None:
            if len(self._laid) > 3:
                self._laid.clear()
            found = self._laid[width] = self.lines(width) if width > 0 else []
        return found

    def relay(self) -> None:
        """Something changed: make the lines anew, and the widget higher or lower where its height follows them."""
        before = self.virtual_size.height
        self._laid.clear()
        if not self.is_mounted:
            return
        self._measure()
        grown = self.virtual_size.height != before and self.styles.is_auto_height
        self.refresh(layout=grown)

    @property
    def room(self) -> int:
        """Cells a line may take: the width without the scroll bar."""
        return self.scrollable_content_region.width

    def _measure(self) -> None:
        width = self.room
        self.virtual_size = Size(width, len(self.laid(width)))

    def on_resize(self, _event: events.Resize) -> None:
        self._measure()
        self.refresh()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """As wide as there is room."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as the lines are many."""
        return len(self.laid(width))

    # ---- drawing ----------------------------------------------------------------------------------------------

    def line_style(self, y: int) -> Style:
        """The style that a line stands on."""
        return self.visual_style

    def render_line(self, y: int) -> Strip:
        """One line of the view. Its pieces say where they stand, so that they can be marked with the mouse."""
        number = y + self.scroll_offset.y
        width = self.room
        lines = self.laid(width)
        style = self.line_style(number)
        line = self._selected(lines[number] if number < len(lines) else Content(" "), number)
        if self.styles.text_align == "center":
            line = line.center(width)
        segments, column = [], 0
        for text, piece in line.render(style, end="", parse_style=self._get_style):
            segments.append(Segment(text, (style + piece).rich_style_with_offset(column, number)))
            column += len(text)
        return Strip(segments, line.cell_length).extend_cell_length(width, style.rich_style)

    def _selected(self, line: Content, number: int) -> Content:
        span = self.text_selection.get_span(number) if self.text_selection is not None else None
        if span is None:
            return line
        start, end = span
        style = Style.from_styles(self.screen.get_component_styles("screen--selection"))
        return line.stylize(style, start, len(line) if end == -1 else end)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text that was marked with the mouse."""
        return selection.extract("\n".join(line.plain for line in self.laid(self.room))), "\n"

    @property
    def dragged(self) -> bool:
        """Whether the mouse has just marked text here; then letting it go is no click."""
        return self.text_selection is not None

    def selection_updated(self, selection: Selection | None) -> None:
        """Show what is marked now."""
        self.refresh()

    def show_lines(self, first: int, count: int = 1) -> None:
        """Scroll as little as needed to have these lines in view."""
        self.scroll_to_region(Region(0, first, 1, count), animate=False, force=True)


class Prose(Page):
    """A text of the author's or the program's, wrapped by our rule."""

    def __init__(self, text: Content | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.text = text or Content("")

    def show(self, text: Content) -> None:
        """Show another text. Where all of it is in view before and after, only lines that are others are sent."""
        before = self._laid.get(self.room)
        self.text = text
        if before is None or not self._is_still(before):
            self.relay()
            return
        self._laid.clear()
        after = self.laid(self.room)
        if not self._is_still(after):
            self.relay()
            return
        self.set_reactive(ScrollView.virtual_size, Size(self.room, len(after)))
        for y in range(max(len(before), len(after))):
            if y >= len(before) or y >= len(after) or not before[y].is_same(after[y]):
                self.refresh_lines(y)

    def _is_still(self, lines: list[Content]) -> bool:
        """Whether so many lines neither scroll nor change the height of the widget."""
        height = self.scrollable_content_region.height
        return self.is_mounted and not self.styles.is_auto_height and self.scroll_y == 0 and len(lines) <= height

    def lines(self, width: int) -> list[Content]:
        """The text, wrapped."""
        from simulator.app.wrapping import wrap

        return wrap(self.text, width)


class OneLine(Prose):
    """A text that has one line: what does not fit is cut off with `…`."""

    def lines(self, width: int) -> list[Content]:
        """The text on one line."""
        return [self.text.truncate(width, ellipsis=True)]
