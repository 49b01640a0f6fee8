"""The trainer's preview: the visit on the left, the findings on the right; both follow the file as it is saved."""

from __future__ import annotations

import time
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from scenarios.conversation import Conversation
from scenarios.diagnostic import Mark
from scenarios.engine import Arrival
from scenarios.play import Input, InputError
from simulator import i18n
from simulator.app import desk
from simulator.app.keys import key
from simulator.app.preview import notes
from simulator.app.preview.background import Background
from simulator.app.preview.dial import Dial
from simulator.app.preview.findings import FindingList, summary
from simulator.app.preview.place_bar import PlaceBar
from simulator.app.preview.prospects import Prospects
from simulator.app.preview.trips import Trips
from simulator.app.widgets.choices import Choices, Entry
from simulator.app.widgets.conversation import Conversation as Talk
from simulator.app.widgets.page import Prose
from simulator.app.widgets.picklist import Picklist
from simulator.i18n import _
from simulator.moments import Moment, moments
from simulator.preview.prospects import absent, form_worths, prospects

FORM, BEST, AGAIN = "*form", "*best", "*again"
"""Entries that are no choices of the scenario: ids of those never hold an asterisk."""


class PreviewScreen(Trips, Background):
    """A scenario in the making, played beside its checks."""

    CSS_PATH = "preview.tcss"
    AUTO_FOCUS = "#choices"
    BINDINGS = [
        key("u", "undo", "撤回", "撤回上一步，或者上一次跳转、拨动", name="preview.undo"),
        key("r", "restart", "从头", "从头走起", name="preview.restart"),
        key("v", "variant", "情形", "换下一种情形，场景还在就留在原处", name="preview.variant"),
        key("j", "jump", "跳到", "跳到任何一个场景", name="preview.jump"),
        key("n", "untried", "没走过", "到一个没走过的选择", name="preview.untried"),
        key("f", "state", "状态", "改这里的刻度、标志和事实", name="preview.state"),
        key("m", "map", "地图", "看剧本的地图", name="preview.map"),
        key("s", "save", "存测试", "把刚走的这条路存成剧本里的一个测试", name="preview.save"),
        key("e", "edit", "编辑", "在编辑器里打开这个场景", name="preview.edit"),
        key("tab", "turn_to", "问题", "到问题清单，或回到接访", name="preview.findings", label="Tab", first=True),
        key("w", "meter", "换刻度", "换一个刻度来拨", name="preview.meter", show=False),
        key("plus,equals_sign", "turn(1)", "加", "拨高标着的刻度", name="preview.more", label="+", show=False),
        key("minus", "turn(-1)", "减", "拨低标着的刻度", name="preview.less", label="-", show=False),
        key("pageup", "scroll(-1)", "往回看", "往回看说过的话", name="preview.back", label="PgUp", show=False),
        key("pagedown", "scroll(1)", "往下看", "", name="preview.forth", label="PgDn", show=False),
        key("escape", "visit", "接访", "回到接访", name="preview.visit", label="Esc", show=False),
        key("q", "app.quit", "退出", "退出预览，什么也不留", name="preview.quit"),
    ]

    def inside(self) -> ComposeResult:
        with Horizontal(id="desk"):
            with Vertical(id="visit"):
                yield PlaceBar()
                yield Talk(id="talk")
                yield Dial(id="dial")
                yield Prospects(id="choices")
                yield Prose(id="absent")
            with Vertical(id="proof"):
                yield Prose(id="summary")
                yield FindingList(id="findings")

    def on_mount(self) -> None:
        """Show the scenario as it is."""
        super().on_mount()
        self.talk.can_focus = False
        if self.bench.play is None:
            self.action_turn_to()

    @property
    def talk(self) -> Talk:
        """The conversation."""
        return self.query_one("#talk", Talk)

    @property
    def choices(self) -> Prospects:
        """What can be done now."""
        return self.query_one("#choices", Prospects)

    @property
    def findings(self) -> FindingList:
        """What the checks found."""
        return self.query_one("#findings", FindingList)

    def about(self) -> str:
        """For the help screen."""
        return _(
            "一边改剧本文件，一边走它：一保存就重新读，走到的地方留着。选项按文件里的次序排，"
            "下面是它的编号、比最好的少几分、还能得几分、刻度怎么动、记什么分、去哪个场景。"
            "+ 和 - 拨标着的刻度，w 换一个刻度。"
        )

    # ---- words ------------------------------------------------------------------------------------------------

    def speak(self) -> None:
        """Say everything again, in the language in use."""
        self.show_visit()
        self.renew_findings()

    def words(self) -> Conversation:
        """The words of the visit, in the language in use."""
        assert self.bench.play is not None
        return Conversation(self.bench.play, i18n.language())

    def show_visit(self, at: int = 0) -> None:
        """The visit as it stands."""
        if self.bench.play is not None:
            self.talk.show(self._moments())
        self.show_moment(at)

    def _moments(self) -> list[Moment]:
        """What was said; a visit that began by hand begins with what is said in its scene."""
        conversation, play = self.words(), self.bench.play
        assert play is not None
        found = moments(conversation, reasons=True)
        if self.bench.set_up:
            found[0] = Moment(tuple(conversation.arrival(Arrival(play.start, "goto", False))))
        return found

    def show_moment(self, at: int = 0) -> None:
        """Everything but the conversation."""
        play = self.bench.play
        if play is None:
            self.choices.offer([], [])
            self._show_title()
            return
        conversation = self.words()
        self.query_one(Dial).show(desk.readings(conversation))
        left = self.bench.left()
        self.query_one(PlaceBar).show(self.bench, self.place(), left)
        self.choices.offer(*self._offered(conversation, left), at)
        missing = absent(play)
        self.query_one("#absent", Prose).show(notes.absent(missing))
        self.query_one("#absent").display = bool(missing)
        self._show_title()
        self.refresh_bindings()

    def _offered(self, conversation: Conversation, left: float | None) -> tuple[list[Entry], list[list[Content]]]:
        play = self.bench.play
        assert play is not None
        if play.ended:
            text = _("从头再走")
            if left is not None and not self.bench.set_up:
                text = _("得 {n} 分。从头再走", n=notes.score(left))
            return [Entry(AGAIN, text)], [[]]
        if play.node.form is not None:
            lines = notes.form_notes(form_worths(self.bench, play, conversation))
            entries = [Entry(FORM, _("自己填这张表"))]
            if left is not None:
                entries.insert(0, Entry(BEST, _("照最好的填")))
            return entries, [*([] for _entry in entries[1:]), lines]
        found = prospects(self.bench, conversation, left)
        return [notes.entry(each) for each in found], notes.notes(found)

    def _show_title(self) -> None:
        scenario = self.bench.scenario
        if scenario is None or self.bench.play is None:
            self.title_bar.show(self.bench.path.name, *self._status())
            return
        title = self.words().text(scenario.title, self.bench.play.start)
        self.title_bar.show(f"{title} · {self.bench.variant}", *self._status())

    def _status(self) -> list[str]:
        found = []
        if self.saved:
            found.append(_("存于 {time}", time=time.strftime("%H:%M:%S", time.localtime(self.saved / 1e9))))
        if self.took is not None:
            found.append(_("{n} 毫秒读好", n=round(self.took)))
        if self.share is not None:
            found.append(_("求解 {n} %", n=round(self.share * 100)))
        elif self.faulty:
            found.append(_("有错误，不求解"))
        elif self.trouble:
            found.append(_("没解成"))
        elif self.bench.play is not None:
            found.append(_("解好了"))
        return found

    # ---- news from behind -------------------------------------------------------------------------------------

    def reread(self) -> None:
        """The scenario is another one now; one stands where one stood, if that is still there."""
        at = self.choices.at
        self.learn()
        self.show_visit(at)
        if self.bench.play is not None and self.choices.count == 0:
            self.action_turn_to()

    def renew_findings(self) -> None:
        """Show the findings there are."""
        old = self.proved if self.old else ()
        now = [*self.bench.findings, *(() if self.old or self.faulty else self.proved)]
        self.findings.show(now, self._folder(), old if not self.faulty else ())
        self.query_one("#summary", Prose).show(summary(now))
        self.query_one(PlaceBar).count(summary(now))
        self._show_title()

    def renew_worth(self) -> None:
        """Say what things are worth."""
        self.show_moment(self.choices.at)

    def _folder(self) -> Path:
        return self.bench.path if self.bench.path.is_dir() else self.bench.path.parent

    # ---- a step -----------------------------------------------------------------------------------------------

    @on(Choices.Chosen)
    def _chosen(self, event: Choices.Chosen) -> None:
        event.stop()
        if event.id == AGAIN:
            self.action_restart()
        elif event.id == FORM:
            self.choices.release()
            self.open_form()
        elif event.id == BEST:
            self.fill_best()
        else:
            self.take(event.id)

    @on(Choices.Refused)
    def _refused(self, event: Choices.Refused) -> None:
        event.stop()
        self.say(_("现在还不能选，要 {needs}。按 f 可以改状态。", needs=event.entry.reason))

    def take(self, given: Input) -> None:
        """Make an input."""
        try:
            self.bench.enter(given)
        except InputError:
            self.choices.release()
            return
        self.talk.add(self._moments()[-1])
        self.show_moment()

    def say(self, text: str, *, warn: bool = False) -> None:
        """Tell something at the edge of the screen."""
        self.app.notify(text, severity="warning" if warn else "information", timeout=6, markup=False)

    # ---- keys -------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that do nothing now are not shown."""
        if action == "undo":
            return self.bench.play is not None and self.bench.can_undo
        if action in ("restart", "variant", "jump", "state", "untried", "map", "save", "turn", "meter"):
            return self.bench.play is not None
        return True

    def action_undo(self) -> None:
        """Take back the last step, or the last jump."""
        stepped = bool(self.bench.inputs)
        if not self.bench.undo():
            return
        if stepped:
            self.talk.take_back()
            self.show_moment()
        else:
            self.show_visit()

    def action_restart(self) -> None:
        """Begin anew."""
        self.bench.restart()
        self.show_visit()

    def action_variant(self) -> None:
        """The next variant, at the same place."""
        self.bench.next_variant()
        self.learn()
        self.show_visit()

    def action_meter(self) -> None:
        """Mark another meter."""
        self.query_one(Dial).action_other(1)

    def action_turn(self, by: int) -> None:
        """Turn the meter that is marked."""
        self.query_one(Dial).action_turn(by)

    @on(Dial.Turned)
    def _turned(self, event: Dial.Turned) -> None:
        event.stop()
        self.bench.turn(**{event.meter: event.by})
        self.show_visit(self.choices.at)

    def action_scroll(self, pages: int) -> None:
        """Read back in the conversation."""
        self.talk.scroll_relative(y=pages * max(1, self.talk.size.height - 2), animate=False)

    def action_turn_to(self) -> None:
        """To the findings and back; a small window has room for one of the two."""
        if self.findings.has_focus:
            self.action_visit()
        else:
            self.add_class("-findings")
            self.findings.focus()

    def action_visit(self) -> None:
        """Back to the visit."""
        self.remove_class("-findings")
        self.choices.focus()

    @on(Picklist.Taken, "#findings")
    def _opened(self, event: Picklist.Taken) -> None:
        event.stop()
        mark = self.findings.found[event.index].mark
        self.open_editor(mark or Mark(str(self.bench.path)))

    @on(FindingList.Played)
    def _played(self, event: FindingList.Played) -> None:
        event.stop()
        self.play_shown(event.shown)
        self.action_visit()

    def action_edit(self) -> None:
        """Open the scene one is in."""
        self.open_editor(self.place() or Mark(str(self.bench.path)))

    def place(self) -> Mark | None:
        """Where the scene or ending one is at stands in the file."""
        play, scenario = self.bench.play, self.bench.scenario
        if play is None or scenario is None:
            return None
        node = play.node
        return node.scene.mark if node.scene is not None else scenario.endings[node.id].mark
