"""What was said up to a moment. All of it is laid out once; going on and back only shows more or less of it."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.app.widgets.conversation import Conversation
from simulator.moments import Moment


class Seen(Conversation):
    """The conversation of a recording, cut off where one stands."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._all: list[Moment] = []

    def tell(self, moments: Sequence[Moment]) -> None:
        """Take the whole conversation: the start, and what each step said; nothing is shown yet."""
        self._all = list(moments)
        self._blocks.clear()
        self.moments = self._all
        self._margin = self._measure_margin()

    def stand(self, number: int) -> None:
        """Show what was said before the moment `number` was decided."""
        self.moments = self._all[: number + 1]
        self.relay()
        self.call_after_refresh(self.follow)

    def follow(self) -> None:
        """Bring the end into view at once: nothing is being answered."""
        self.scroll_end(animate=False)
