"""Played on from a moment, otherwise: nothing of it reaches the record; kept by name, if the room wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from scenarios.bilingual import Bilingual
from scenarios.conversation import Conversation
from scenarios.play import InputError
from simulator import i18n
from simulator.app.keys import key
from simulator.app.screens.room import Room
from simulator.app.text import words
from simulator.app.widgets.choices import Choices, Entry
from simulator.app.widgets.conversation import Conversation as Talk
from simulator.app.widgets.page import Prose
from simulator.debrief.both import both
from simulator.debrief.events import BranchKept
from simulator.debrief.parts import Outcome, Place
from simulator.figures import number
from simulator.graph.labels import shortened
from simulator.i18n import _
from simulator.moments import moments
from simulator.replay.branch import Branch
from simulator.replay.recording import Recording

if TYPE_CHECKING:
    from simulator.replay.prices import Prices

FORM, BEST, KEEP = "*form", "*best", "*keep"
"""Entries that are no choices of the scenario: ids of those never hold an asterisk."""
CUE = 40


class WhatIfScreen(Room["BranchKept | None"]):
    """Gives the line that is to be kept, or None."""

    CSS_PATH = "debrief.tcss"
    AUTO_FOCUS = "#choices"
    BINDINGS = [
        key("u", "undo", "撤回", "撤回这条走法的上一步", name="whatif.undo"),
        key("s", "keep", "留下", "给这条走法起个名字，留在复盘里", name="whatif.keep"),
        key("pageup", "scroll(-1)", "往回看", "往回看说过的话", name="whatif.back", label="PgUp", show=False),
        key("pagedown", "scroll(1)", "往下看", "", name="whatif.forth", label="PgDn", show=False),
        key("escape", "dismiss(None)", "回复盘", "不留，回到复盘", name="whatif.leave", label="Esc"),
    ]

    def __init__(self, recording: Recording, place: Place, prices: Prices | None) -> None:
        super().__init__()
        self._place, self._prices = place, prices
        self._branch = Branch(recording, place.moment)

    def inside(self) -> ComposeResult:
        with Vertical(id="branch"):
            yield Talk(id="talk")
            yield Choices(id="choices")
            yield Prose(id="worth")

    def speak(self) -> None:
        """Say it in the language in use."""
        conversation = self._conversation()
        self.query_one("#talk", Talk).show(moments(conversation, reasons=True))
        self._show()

    def _conversation(self) -> Conversation:
        return Conversation(self._branch.play, i18n.language())

    def _show(self) -> None:
        self.title_bar.show(
            _("另一种走法 · 从第 {n} 步起", n=self._place.moment + 1), _("走了 {n} 步", n=self._branch.depth)
        )
        self.query_one("#choices", Choices).show(self._entries())
        outcome = self._outcome()
        self.query_one("#worth", Prose).show(words(worth(outcome, ended=self._branch.ended), "$faint"))
        self.refresh_bindings()

    def _entries(self) -> list[Entry]:
        play = self._branch.play
        if play.ended:
            return [Entry(KEEP, _("走到头了。给它起个名字，留下来"))]
        if play.node.form is not None:
            best = [Entry(BEST, _("照最好的填"))] if self._prices is not None else []
            return [*best, Entry(FORM, _("自己填这张表"))]
        conversation = self._conversation()
        return [
            Entry(offer.move.choice.id, conversation.text(offer.move.acts[offer.act].case.text, play.state))
            for offer in play.offers()
            if offer.open
        ]

    def _outcome(self) -> Outcome:
        """Where the line has led so far."""
        play, score, was = self._branch.play, None, None
        if self._prices is not None:
            score = self._branch.result(self._prices.evaluator).score
            was = self._prices.result.score
        if not self._branch.ended:
            return Outcome(score=score, was=was)
        return Outcome(play.node.id, _title(self._branch), score, was)

    # ---- a step -----------------------------------------------------------------------------------------------

    @on(Choices.Chosen)
    def _chosen(self, event: Choices.Chosen) -> None:
        event.stop()
        if event.id == KEEP:
            self.query_one("#choices", Choices).release()
            self.action_keep()
        elif event.id == FORM:
            self.query_one("#choices", Choices).release()
            self._form()
        elif event.id == BEST and self._prices is not None:
            from scoring.lines_of_play import best_picks

            self._take(best_picks(self._branch.play, self._prices.evaluator))
        else:
            self._take(event.id)

    def _take(self, given: str | dict[str, str]) -> None:
        try:
            self._branch.enter(given)
        except InputError:
            self.query_one("#choices", Choices).release()
            return
        self.query_one("#talk", Talk).add(moments(self._conversation(), reasons=True)[-1])
        self._show()

    def _form(self) -> None:
        from simulator.app.screens.form import FormScreen
        from simulator.record.log import Session
        from simulator.visit import Visit

        play = self._branch.play
        edition = play.engine.program.edition
        session = Session("", edition.scenario.id, edition.hash, edition.variant.name, "practice", play.seed, "",
                          i18n.language(), "")  # fmt: skip

        def filled(picks: dict[str, str] | None) -> None:
            if picks is not None:
                self._take(picks)

        self.app.push_screen(FormScreen(Visit(play, session, None), self._conversation()), filled)

    # ---- keys -------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing to take back or to keep before the first step."""
        return self._branch.depth > 0 if action in ("undo", "keep") else True

    def action_undo(self) -> None:
        """Take back the last step of the line."""
        if self._branch.undo() is not None:
            self.query_one("#talk", Talk).take_back()
            self._show()

    def action_keep(self) -> None:
        """Give the line a name and keep it."""
        from simulator.app.debrief.asking import AskScreen

        def named(name: str | None) -> None:
            if name is not None:
                self._branch.name = name
                self.dismiss(BranchKept(name, self._place, self._branch.data(), self._outcome()))

        self.app.push_screen(AskScreen(lambda: _("这条走法叫什么"), lambda: _("例如：先说谁定")), named)

    def action_scroll(self, pages: int) -> None:
        """Read back in the conversation."""
        talk = self.query_one("#talk", Talk)
        talk.scroll_relative(y=pages * max(1, talk.size.height - 2), animate=False)


def worth(outcome: Outcome, *, ended: bool) -> str:
    """What a line is worth beside what happened."""
    if outcome.score is None:
        return ""
    was = "" if outcome.was is None else _("（当时 {n} 分）", n=number(outcome.was))
    score = number(outcome.score)
    return _("这条走法 {n} 分{was}", n=score, was=was) if ended else _("走到这里还能得 {n} 分{was}", n=score, was=was)


def _title(branch: Branch) -> Bilingual:
    """What is read at the ending, shortened."""
    play = branch.play

    def said(spoken: i18n.Language) -> str:
        text = "".join(each.text for each in Conversation(play, spoken).arrivals(play.arrivals[-1:]))
        return shortened(text, CUE) or play.node.id

    return both(said)
