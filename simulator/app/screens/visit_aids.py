"""The half of a visit's screen that helps: the handbook at the side, the hint, notes, and saying it first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on

from simulator.app.screens.reviewed import ReviewedRoom
from simulator.app.screens.visit_say_first import SayFirst
from simulator.app.text import joined
from simulator.app.widgets.choices import Choices
from simulator.app.widgets.page import Prose
from simulator.figures import capital
from simulator.i18n import _
from simulator.moments import Moment
from simulator.visit import Visit, said_first

BESIDE = "-handbook"
"""The screen's class while the handbook lies open."""


class AidedRoom(ReviewedRoom):
    """A screen on which a visit is played, as far as one is helped with it.

    Attributes:
        notes: what the trainee has noted.
    """

    SAYS_FIRST: ClassVar[bool] = True
    """Whether one can say it first here."""

    def __init__(self, visit: Visit, trouble: str = "", notes: list[str] | None = None) -> None:
        super().__init__(visit, trouble)
        self.notes = list(notes or [])
        self._hinted = False
        self._said = ""
        self._said_at = -1
        # Of each step that stands, for whenever the conversation is said again.
        self._firsts = said_first(visit.log.events()) if visit.log is not None else []

    @property
    def choices(self) -> Choices:
        """What can be done now."""
        return self.query_one(Choices)

    # ---- the handbook at the side -----------------------------------------------------------------------------

    def action_handbook(self) -> None:
        """Open the handbook beside the conversation, or go back to its line."""
        from simulator.app.screens.visit_handbook import SideHandbook

        self.remove_class("-case")
        self.add_class(BESIDE)
        there = self.query(SideHandbook)
        if not there:
            self.query_one("#desk").mount(SideHandbook(id="handbook"))  # which enters its line when it is there
        elif there.first().is_mounted:
            there.first().enter()

    def close_handbook(self) -> bool:
        """Close the handbook; whether it was open."""
        if not self.has_class(BESIDE):
            return False
        self.remove_class(BESIDE)
        self.refocus()
        return True

    def on_side_handbook_closed(self) -> None:
        """Esc in the handbook."""
        self.close_handbook()

    def on_side_handbook_looked_up(self, event: object) -> None:
        """Keep what was looked up."""
        what = str(getattr(event, "what", ""))
        self.keep(lambda: self.visit.looked_up(what))

    def refocus(self) -> None:
        """Keys to what is asked now."""
        first = self.query_one(SayFirst)
        if first.asking:
            first.line.focus()
        else:
            self.choices.focus()

    # ---- the hint ---------------------------------------------------------------------------------------------

    def action_hint(self) -> None:
        """Say which indicator is at stake here, or take it away again."""
        self._hinted = not self._hinted
        if self._hinted:
            self.keep(lambda: self.visit.hint("stake"))
        self.show_hint()

    def show_hint(self) -> None:
        """The hint in the language in use, or nothing."""
        from simulator.stakes import at_stake

        place = self.query_one("#hint", Prose)
        place.set_class(self._hinted, "-shown")
        if not self._hinted:
            return
        stake = at_stake(self.visit.play)
        language = self.words.language
        if stake is None:
            place.show(joined((capital(_("提个醒")), "bold $gamboge"), "  ", _("这一步怎么说都差不多。")))
            return
        what = _("这一步看的是「{name}」。", name=stake.name.text(language))
        place.show(joined((capital(_("提个醒")), "bold $gamboge"), "  ", what, (stake.earns.text(language), "$faint")))

    # ---- notes ------------------------------------------------------------------------------------------------

    def action_note(self) -> None:
        """Write a note."""
        from simulator.app.screens.notes import NotesScreen

        self.app.push_screen(NotesScreen(self.notes, self._noted))

    def _noted(self, text: str) -> None:
        self.notes.append(text)
        self.keep(lambda: self.visit.note(text))

    # ---- saying it first --------------------------------------------------------------------------------------

    def action_say_first(self) -> None:
        """From now on say it first, or no more."""
        own = self.jiefang.own
        self.jiefang.keep(own._replace(say_first=not own.say_first))
        if own.say_first:
            # That it is on is seen at once, and a notice would lie over the line.
            self.app.notify(_("从现在起直接看选项。"), timeout=2, markup=False)
        self.ask_first()

    def ask_first(self) -> None:
        """Ask what one would say oneself before the options appear, where that is wanted; else show the options."""
        first = self.query_one(SayFirst)
        steps = len(self.visit.play.steps)
        set_ = self.SAYS_FIRST and self.visit.policies.coach and self.jiefang.own.say_first
        wanted = set_ and self._said_at != steps and self._free()
        self.choices.display = not wanted
        if wanted and not first.asking:
            first.ask()
        elif not wanted:
            first.close()
            if not self.has_class(BESIDE) or first.line.has_focus:
                self.choices.focus()

    def _free(self) -> bool:
        """Whether there is something to say here: options, more than one of them."""
        return not self.visit.play.ended and self.visit.play.node.form is None and len(self.choices.entries) > 1

    @on(SayFirst.Said)
    def _said_first(self, event: SayFirst.Said) -> None:
        event.stop()
        self._said, self._said_at = event.text, len(self.visit.play.steps)
        if event.text:
            self.keep(lambda: self.visit.said(event.text))
        self.ask_first()
        self.choices.focus()

    def with_said(self, moments: Sequence[Moment]) -> list[Moment]:
        """Moments from the start of the visit, each with what was said first in it."""
        firsts = ["", *self._firsts]
        firsts += [""] * (len(moments) - len(firsts))
        return [replace(each, first=first) for each, first in zip(moments, firsts, strict=False)]

    def said(self) -> str:
        """What was said first in this moment, taken to stand beside the choice."""
        text, self._said, self._said_at = self._said, "", -1
        self._firsts.append(text)
        return text

    def unsaid(self) -> None:
        """The last step was taken back, and what was said before it."""
        del self._firsts[-1:]
        self._said, self._said_at = "", -1
