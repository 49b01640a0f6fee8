"""What can be typed in the plain game beside a number: one letter a command, the same letters as on the screen."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING

from scenarios.conversation import Conversation
from scenarios.diagnostic import ScenarioError
from scenarios.vocabulary import vocabulary
from simulator import i18n, settings
from simulator.i18n import _
from simulator.plain_console import Console, LeftError
from simulator.record.errors import StoreError
from simulator.visit import Visit

if TYPE_CHECKING:
    from simulator.coach import Coach

LONGEST = 500
"""Characters of a note, or of what one would have said."""

Run = Callable[[], bool]
"""Does something; says whether the visit must be shown anew."""


class Commands:
    """The commands of one visit."""

    def __init__(
        self, visit: Visit, console: Console, coach: Coach, step: Callable[[Callable[[], object]], None]
    ) -> None:
        self.visit = visit
        self.console = console
        self.coach = coach
        self._step = step
        self._scored = True
        self._solving = Thread(target=self._solve, daemon=True)

    def warm(self) -> None:
        """Begin to solve the edition while the person reads."""
        self._solving.start()

    def warmed(self) -> None:
        """Wait until it is solved."""
        self._solving.join()

    def _solve(self) -> None:
        with contextlib.suppress(ScenarioError):
            self.coach.prepare()

    @property
    def words(self) -> Conversation:
        """The words, in the language in use."""
        return self.visit.conversation(i18n.language())

    def known(self, answer: str) -> bool:
        """Whether an answer is a command here."""
        return answer.lower() in self._table()

    def run(self, answer: str) -> bool:
        """Do what an answer asks for; whether the visit must be shown anew.

        Raises:
            LeftError: it was to leave.
        """
        return self._table()[answer.lower()][1]()

    def _table(self) -> dict[str, tuple[str, Run]]:
        found: dict[str, tuple[str, Run]] = {
            "?": (_("说明"), self._help),
            "c": (_("案情卡：已经问出来的事"), self._case),
            "r": (_("重读刚才的话"), self.reread),
            "h": (_("查手册；查了什么会记下来，不计分"), self._handbook),
            "n": (_("随手记一句，只给自己看，不计分"), self._own_note),
            "l": (_("English / 中文"), self._language),
            "q": (_("离开，接访留着"), self._leave),
        }
        if self.visit.policies.meters:
            found["m"] = (_("三个刻度"), self._meters)
        if self.visit.policies.undo:
            found["u"] = (_("撤回上一步"), self._undo)
        if self.visit.policies.coach:
            found["e"] = (_("上一步怎样说更好"), self._better)
            found["i"] = (_("提个醒：这一步主要看什么，会记下来"), self._stake)
            found["w"] = (_("先用自己的话说，再看选项：开或关"), self._say_first)
        if self.visit.policies.clock and self._clock_runs():
            found["t"] = (_("一直不作声，让时间过去"), self._wait)
        return found

    def _clock_runs(self) -> bool:
        play = self.visit.play
        scene = play.node.scene
        return scene is not None and scene.seconds is not None and play.engine.timeout(play.state) is not None

    # ---- one by one -------------------------------------------------------------------------------------------

    def _help(self) -> bool:
        self.console.say(_("输入编号就说那句话。还可以输入："))
        self.console.say(*(f"{name}  {text}" for name, (text, _run) in self._table().items()))
        return False

    def _case(self) -> bool:
        facts = self.words.facts()
        self.console.say(_("案情（{n} 件）：", n=len(facts)) if facts else _("还没有问出什么。"))
        for _id, text in facts:
            self.console.say("· " + text)
        return False

    def reread(self) -> bool:
        """What was said last."""
        steps = self.visit.play.steps
        self.console.say()
        self.console.spoken(self.words.step(steps[-1]) if steps else self.words.opening())
        return True

    def _handbook(self) -> bool:
        from simulator.plain_handbook import consult

        def told(what: str) -> None:
            with contextlib.suppress(StoreError):
                self.visit.looked_up(what)

        consult(self.console, told)
        return self.reread()

    def _language(self) -> bool:
        i18n.use("en" if i18n.language() == "zh" else "zh")
        return self.reread()

    def _leave(self) -> bool:
        raise LeftError

    def _meters(self) -> bool:
        words, state, language = vocabulary(), self.visit.play.state, i18n.language()
        bands = (words.heat_band(state.agitation), words.trust_band(state.trust), words.distress_band(state.distress))
        for (key, term), band in zip(words.meters.items(), bands, strict=True):
            name = term.name.text(language)
            self.console.say(_("{meter} {value}（满 10）{band}", meter=name, value=getattr(state, key),
                               band=band.name.text(language)))  # fmt: skip
        return False

    def _undo(self) -> bool:
        with contextlib.suppress(StoreError):
            if self.visit.undo() is None:
                self.console.say(_("还没有可以撤回的。"))
                return False
        self.console.say(_("撤回了一步。"))
        return self.reread()

    def _better(self) -> bool:
        with contextlib.suppress(StoreError):
            self.visit.hint()
        self.note(full=True)
        return False

    def _own_note(self) -> bool:
        text = self.console.ask(_("记什么？直接回车不记："))
        if text:
            with contextlib.suppress(StoreError):
                self.visit.note(text[:LONGEST])
            self.console.say(_("记下了。"))
        return False

    def _stake(self) -> bool:
        from simulator.stakes import at_stake

        with contextlib.suppress(StoreError):
            self.visit.hint("stake")
        stake, language = at_stake(self.visit.play), i18n.language()
        if stake is None:
            self.console.say(_("这一步怎么说都差不多。"))
        else:
            self.console.say(_("这一步看的是「{name}」。", name=stake.name.text(language)) + stake.earns.text(language))
        return False

    def _say_first(self) -> bool:
        own = settings.read()
        with contextlib.suppress(OSError):
            settings.write(own._replace(say_first=not own.say_first))
        self.console.say(_("先说再选：关。") if own.say_first else _("先说再选：开。"))
        return True

    def _wait(self) -> bool:
        self._step(lambda: self.visit.choose("timeout"))
        return True

    def note(self, *, full: bool) -> None:
        """The coach's note on the last step; `full`: with what would have been better."""
        from simulator.coach import advice

        steps = self.visit.play.steps
        if not steps or not self._scored:
            return
        self.warmed()
        try:
            rating = self.coach.rate(steps[-1], len(steps) - 1, timed_out=self.visit.play.timed_out[-1])
        except ScenarioError:
            # Too many states to solve: the visit can be played, not rated.
            self._scored = False
            return
        said = advice(rating, steps[-1], self.words)
        if not full:
            self.console.say(_("点评：{text}", text=" ".join(filter(None, (said.mark, said.cost, said.why)))))
        elif said.better:
            self.console.say(_("更好的是：{text}", text=said.better), *filter(None, (said.beside, said.law)))
        else:
            self.console.say(_("上一步没有更好的说法。"))
