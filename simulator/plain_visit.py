"""A visit in plain lines: what is said, what one may say, the forms, the result."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from scenarios.conversation import Conversation
from scenarios.diagnostic import ScenarioError
from scenarios.play import InputError
from simulator import i18n, settings
from simulator.i18n import _
from simulator.plain_commands import LONGEST, Commands
from simulator.plain_console import Console, LeftError
from simulator.plain_form import AsideError, fill
from simulator.record.errors import StoreError
from simulator.visit import Visit

if TYPE_CHECKING:
    from scenarios.engine import Offer
    from scoring.rate import Result
    from simulator.sessions import Sessions


class PlainVisit:
    """One visit from where it stands to its end, or to where it is left."""

    def __init__(self, visit: Visit, console: Console, sessions: Sessions) -> None:
        from simulator.coach import Coach

        self.visit = visit
        self.console = console
        self.sessions = sessions
        self.coach = Coach(visit.edition)
        self._commands = Commands(visit, console, self.coach, self.step)

    @property
    def words(self) -> Conversation:
        """The words, in the language in use."""
        return self.visit.conversation(i18n.language())

    def run(self) -> Result | None:
        """Play on; the visit is kept whatever happens. Gives what it came to, if it ended and could be scored."""
        play = self.visit.play
        self._commands.warm()
        try:
            self._begin()
            while not play.ended:
                if play.node.form is not None:
                    self._form()
                else:
                    self._turn()
            return self._end()
        except LeftError:
            self._left()
            return None
        finally:
            trouble = self.sessions.leave(self.visit)
            if trouble:
                self.console.say(trouble)

    def _left(self) -> None:
        """Say what becomes of a visit that is left: what is not on disk by now is lost."""
        kept = self.sessions.catch_up(self.visit)
        self.console.say(_("这次接访留着，下次可以接着做。") if kept else _("这次接访没能存进记录，下次不能接着做。"))

    def _begin(self) -> None:
        """How to get help, and what was said last."""
        self.console.say(_("输入 ? 看说明，q 离开，接访会留着。"))
        if self.visit.policies.clock:
            self.console.say(_("逐行的方式不计时。"))
        self._commands.reread()

    # ---- a turn -----------------------------------------------------------------------------------------------

    def _turn(self) -> None:
        """Show what can be said, and ask until something is said or the words are another's."""
        practising = self.visit.policies.coach
        offers = [offer for offer in self.visit.play.offers() if offer.open or practising]
        if practising:
            self._ask_first()
        self._offer(offers)
        self.visit.shown()
        while True:
            answer = self.console.ask(_("您怎么说？1–{n}：", n=len(offers)))
            if answer.isdecimal() and 1 <= int(answer) <= len(offers):
                if self._take(offers[int(answer) - 1]):
                    return
            elif self._commands.known(answer):
                if self._commands.run(answer):
                    return
            else:
                self.console.say(_("请输入 1 到 {n} 的编号，或输入 ? 看说明。", n=len(offers)))

    def _ask_first(self) -> None:
        """Where that is set, what one would say comes before what one may say; it is kept, and never scored."""
        if not settings.read().say_first or len(self.visit.play.offers()) < 2:
            return
        text = self.console.ask(_("您会怎么说？先写自己的话，直接回车不写："))
        while self._commands.known(text):
            self._commands.run(text)
            if not settings.read().say_first:
                return
            text = self.console.ask(_("您会怎么说？先写自己的话，直接回车不写："))
        if text:
            with contextlib.suppress(StoreError):
                self.visit.said(text[:LONGEST])

    def _offer(self, offers: list[Offer]) -> None:
        from simulator.moments import cues
        from simulator.needs import reason

        if not self.visit.policies.meters:
            self.console.say(*cues(self.words))
        self.console.say()
        play = self.visit.play
        for number, offer in enumerate(offers, 1):
            text = self.words.text(offer.move.acts[offer.act].case.text, play.state)
            why = "" if offer.open else reason(play.engine, offer.move.choice.needs, play.state)
            self.console.say(f"{number}. {text}{why}")

    def _take(self, offer: Offer) -> bool:
        if not offer.open:
            self.console.say(_("这句现在还不能说。"))
            return False
        self.step(lambda: self.visit.choose(offer.move.choice.id))
        return True

    def step(self, act: Callable[[], object]) -> None:
        """Make an input. It is on disk before anything further is said; where it cannot be, that is said."""
        before = len(self.visit.play.steps)
        try:
            act()
        except StoreError as error:
            self.console.say(_("没存上，接访可以继续：{why}", why=f"{error.message} {error.hint}".strip()))
        except InputError as error:
            from simulator.messages import input_error

            self.console.say(input_error(error).message)
        if len(self.visit.play.steps) > before:
            self._after()

    def _after(self) -> None:
        """What the step said and did."""
        from simulator.moments import moment

        said = moment(self.words, self.visit.play.steps[-1], reasons=self.visit.policies.meters)
        self.console.say()
        self.console.spoken([spoken for spoken in said.spoken if spoken.speaker == "you"])
        changes = [f"{c.meter} {c.amount:+d} {c.reason}".replace("-", "−") for c in said.changes]
        if changes:
            self.console.say(_("（{changes}）", changes=_("；").join(changes)))
        self.console.spoken([spoken for spoken in said.spoken if spoken.speaker != "you"])
        if self.visit.policies.coach:
            self._commands.note(full=False)

    # ---- forms and the end ------------------------------------------------------------------------------------

    def _form(self) -> None:
        self.visit.shown()
        try:
            picks = fill(self.visit, self.console)
        except AsideError:
            self._aside()
            return
        self.step(lambda: self.visit.submit(picks))

    def _aside(self) -> None:
        """The form is put aside: every command is there, an empty line goes back to it."""
        while True:
            answer = self.console.ask(_("表先放下了。直接回车接着填，? 看说明，q 离开："))
            if not answer or (self._commands.known(answer) and self._commands.run(answer)):
                return

    def _end(self) -> Result | None:
        """The visit is over: record it, score it, show the result."""
        from simulator.report.text import result_lines

        with contextlib.suppress(StoreError):
            self.visit.end()
        self.console.say("", _("接访结束。"))
        try:
            self._commands.warmed()
            result = self.coach.result(self.visit.play)
        except ScenarioError as error:
            self.console.say(_("这次评不了分：{why}", why=error.diagnostics[0].code))
            return None
        trouble = self.sessions.finish(self.visit, result)
        lines = list(result_lines(self.visit.play, result, i18n.language()))
        # How it ended has been said already; an empty line follows it.
        self.console.say(*lines[lines.index("") :])
        self.console.say(trouble or _("已存进记录。"))
        return result
