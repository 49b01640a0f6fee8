"""What the facilitator does: one key for the next thing, and keys for all else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from simulator import terminal
from simulator.app.debrief.trips import Trips
from simulator.app.keys import key
from simulator.debrief import events as e
from simulator.debrief.course import Next, Page, item_step, next_step, page
from simulator.debrief.parts import Place
from simulator.i18n import _

if TYPE_CHECKING:
    pass


class Acts(Trips):
    """The keys of the facilitator's screen and what they do."""

    BINDINGS = [
        key("enter", "go('accept')", "都同意，开始", "大家同意了开场约定", name="debrief.accept"),
        key("enter", "go('begin')", "反应阶段", "进入反应阶段，开始计时", name="debrief.begin"),
        key("enter", "go('describe')", "描述阶段", "进入描述阶段", name="debrief.describe"),
        key("enter", "go('analyse')", "分析阶段", "进入分析阶段，打开第一项", name="debrief.analyse"),
        key("enter", "go('back')", "回去", "从议程回到刚才的地方", name="debrief.back"),
        key("enter", "go('open')", "打开", "打开指着的一项", name="debrief.open"),
        key("enter", "go('vote')", "开始投票", "请大家投票，票数先不显示", name="debrief.vote"),
        key("enter", "go('lock')", "锁定", "不再收票", name="debrief.lock"),
        key("enter", "go('again')", "再投一次", "讨论完了，再投一次", name="debrief.again"),
        key("enter", "go('reveal')", "现在揭晓", "显示两次的票、当时的选择和评分", name="debrief.reveal"),
        key("enter", "go('onward')", "看下一项", "到下一个还没有揭晓的时刻", name="debrief.onward"),
        key("enter", "go('summarise')", "总结阶段", "进入总结阶段", name="debrief.summarise"),
        key("enter", "go('commit')", "记打算", "记一个人下次要做的事", name="debrief.commit"),
        key("enter", "go('write')", "写纪要", "把纪要写成文件", name="debrief.write"),
        key("1", "count(0)", "记票", "给第几项记一票举手", name="debrief.count", label="1–9"),
        *(key(str(n), f"count({n - 1})", "记票", "", name=f"debrief.count{n}", show=False) for n in range(2, 10)),
        key("minus", "minus", "减一票", "减去一票：再按是第几项", name="debrief.minus", label="-"),
        key("v", "rather('again')", "再投", "不揭晓，再投一次", name="debrief.vote_again"),
        key("r", "rather('reveal')", "现在揭晓", "不再投，现在就揭晓", name="debrief.reveal_now"),
        key("n", "add", "加一步", "把一步加进议程", name="debrief.add"),
        key("x", "remove", "拿掉", "从议程里拿掉指着的一项，连同它的票", name="debrief.remove"),
        key("e", "rename", "改名", "给指着的一项另起一个标题", name="debrief.rename"),
        key("left_square_bracket", "shift(-1)", "上移", "把指着的一项往前移", name="debrief.earlier", label="["),
        key("right_square_bracket", "shift(1)", "下移", "把指着的一项往后移", name="debrief.later", label="]"),
        key("c", "plan", "时长", "给四个阶段定分钟数", name="debrief.plan"),
        key("a", "note", "笔记", "记一笔：做得好、可以改、要问的", name="debrief.note"),
        key("m", "rate", "评分", "给这个决定或一个维度评分，写上理由", name="debrief.rate"),
        key("w", "what_if", "假如", "从这一步换一个选择走下去，可以留下来", name="debrief.what_if"),
        key("b", "best", "最好", "最好的走法和当时的走法并排，一直到结局", name="debrief.best"),
        key("g", "agenda", "议程", "看议程，或回来", name="debrief.agenda"),
        key("p", "phases", "阶段", "这个阶段的全部提示，换一个阶段", name="debrief.phases"),
        key("f", "flag", "标记", "给这一步做个标记，或去掉", name="debrief.flag"),
        key("k", "names", "名字", "显示名字，或只写甲、乙、丙", name="debrief.names"),
        key("j", "door", "手机", "让手机进来；进门的码大大地显示", name="debrief.door"),
        key("d", "commit", "打算", "再记一个人下次要做的事", name="debrief.commit_more"),
        key("W", "branches", "留下的路", "看这一步留下来的「假如」", name="debrief.branches", label="W"),
        key("space", "pause", "停表", "停住计时，或接着走", name="debrief.pause", label="空格"),
        key("o", "turn", "步骤", "在步骤表和笔记之间换", name="debrief.turn"),
        key("s", "write", "纪要", "现在就把纪要写成文件", name="debrief.write_now"),
        key("u", "undo", "撤回", "撤回上一件事；手机投的票不撤", name="debrief.undo"),
        key("up", "point(-1)", "上", "指着上一项，或往上翻", name="debrief.up", show=False),
        key("down", "point(1)", "下", "指着下一项，或往下翻", name="debrief.down", show=False),
        key("pageup", "scroll(-1)", "往回看", "往回看说过的话", name="debrief.back", label="PgUp", show=False),
        key("pagedown", "scroll(1)", "往下看", "", name="debrief.forth", label="PgDn", show=False),
        key("escape", "close", "关上", "关上提示", name="debrief.close", label="Esc"),
        key("q", "leave", "退出", "离开；复盘存着，随时接着来", name="debrief.quit"),
    ]

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.taking_away = False

    @property
    def page(self) -> Page:
        """The page that is shown."""
        found = page(self.lead.state)
        return "agenda" if self.at_agenda and found != "prebrief" else found

    @property
    def place(self) -> Place | None:
        """The moment the room is at."""
        item = self.lead.item
        return item.place if item is not None and self.page == "item" else None

    @property
    def next(self) -> Next | None:
        """The next thing to do."""
        place = self.place
        votable = place is None or self.lead.votable(place) is not None
        return next_step(self.lead.state, self.page, votable=votable)

    # ---- which keys do something now --------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that do nothing now are not shown."""
        if action in ("go", "rather"):
            return (parameters[0] == self.next) if action == "go" else self._may_rather(str(parameters[0]))
        if action == "count":
            vote = self.lead.state.open_round if self.page == "item" else None
            return vote is not None and isinstance(parameters[0], int) and parameters[0] < len(vote.options)
        return self._available().get(action, True)

    def _available(self) -> dict[str, bool]:
        """Which keys do something now; the others always do."""
        state, at, place = self.lead.state, self.page, self.place
        vote = state.open_round if at == "item" else None
        seen = place if place is not None and state.is_revealed(place) else None
        agenda, begun, phase = at == "agenda", at != "prebrief", state.phase is not None
        return {
            "minus": vote is not None and sum(vote.tally.values()) > 0,
            **dict.fromkeys(("add", "plan"), agenda),
            **dict.fromkeys(("remove", "rename", "shift"), agenda and bool(state.items)),
            "agenda": begun and phase and not (agenda and self.next != "back"),
            "what_if": seen is not None and self.lead.moment(seen) is not None,
            "best": seen is not None and self.lead.prices(seen.session) is not None,
            "branches": seen is not None and any(each.place == seen for each in state.branches),
            **dict.fromkeys(("flag", "turn"), place is not None),
            "door": begun and not terminal.served(),
            **dict.fromkeys(("phases", "pause"), phase),
            **dict.fromkeys(("note", "rate", "write", "names"), begun),
            "close": bool(self._troubles) or self.taking_away,
            "commit": at == "summary" and self.next != "commit",
            "undo": self.lead.log.undoable is not None,
        }

    def _may_rather(self, what: str) -> bool:
        """Whether something else may be done than what comes next."""
        if what == self.next:
            return False
        item = self.lead.item if self.page == "item" else None
        if item is None or what not in ("again", "reveal"):
            return False
        step = item_step(self.lead.state, item)
        if what == "again":
            return step == "discuss" and item.id not in self.lead.state.discussed
        return step in ("look", "discuss", "compare")

    # ---- the next thing ---------------------------------------------------------------------------------------

    def action_go(self, what: Next) -> None:
        """Do it."""
        lead, item = self.lead, self.lead.item
        if what in ("vote", "reveal") and not self.rated:
            self.say(_("正在算分，稍等。"))
            return
        doing: dict[str, Callable[[], object]] = {
            "accept": lambda: lead.log.append(e.PrebriefAccepted()),
            "begin": lambda: lead.enter("reaction"),
            "describe": lambda: lead.enter("description"),
            "analyse": lead.analyse,
            "open": lambda: lead.log.append(e.ItemOpened(self.agenda.pointed)),
            "lock": lead.lock,
            "onward": lead.onward,
            "summarise": lead.summarise,
        }
        if what in doing:
            self.at_agenda = self.taking_away = False
            self.act(doing[what])
        elif what == "back":
            self.at_agenda = False
            self.show()
        elif what == "commit":
            self.action_commit()
        elif what == "write":
            self.action_write()
        elif item is not None:
            self.act(lambda: lead.reveal(item) if what == "reveal" else lead.open_vote(item))

    def action_rather(self, what: Next) -> None:
        """Do this instead of what comes next."""
        self.action_go(what)

    # ---- votes ------------------------------------------------------------------------------------------------

    def action_count(self, option: int) -> None:
        """Count a hand, or take one away."""
        by, self.taking_away = (-1 if self.taking_away else 1), False
        self.act(lambda: self.lead.count(option, by))

    def action_minus(self) -> None:
        """The next number takes a hand away."""
        self.taking_away = not self.taking_away
        self.show()

    # ---- agenda -----------------------------------------------------------------------------------------------

    def action_remove(self) -> None:
        """Take the item off; `u` brings it back with its votes."""
        pointed = self.agenda.pointed
        if self.act(lambda: self.lead.log.append(e.ItemRemoved(pointed))):
            self.say(_("拿掉了。按 u 可以拿回来。"))

    def action_shift(self, by: int) -> None:
        """Move the item."""
        pointed = self.agenda.pointed
        self.act(lambda: self.lead.move(pointed, by))

    def action_agenda(self) -> None:
        """To the agenda and back; in the analysis the open item is closed."""
        if self.page == "item" and self.lead.state.phase == "analysis":
            self.act(lambda: self.lead.log.append(e.ItemOpened("")))
        else:
            self.at_agenda = not self.at_agenda
            self.show()

    def action_flag(self) -> None:
        """Mark the moment."""
        place = self.place
        if place is not None:
            self.act(lambda: self.lead.flag(place))

    # ---- the rest ---------------------------------------------------------------------------------------------

    def action_names(self) -> None:
        """Names or letters."""
        self.act(self.lead.toggle_names)

    def action_pause(self) -> None:
        """Stop the clock or let it run."""
        self.act(self.lead.pause)

    def action_undo(self) -> None:
        """Take back the last thing."""
        self.at_agenda = self.taking_away = False
        if self.act(self.lead.log.undo):
            self.say(_("撤回了上一件事。"))

    def action_close(self) -> None:
        """Take away what was told."""
        if self.taking_away:
            self.taking_away = False
            self.show()
        else:
            self.read_troubles()
