"""What the facilitator says in each phase: short cards after PEARLS, in the language in use.

Source: Eppich & Cheng (2015), Promoting Excellence and Reflective Learning in Simulation (PEARLS), Simulation in
Healthcare 10(2), 106-115; advocacy and inquiry after Rudolph, Simon, Rivard, Dufresne & Raemer (2007), Anesthesiology
Clinics 25(2), 361-376. The wording is ours.
"""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.handbook import rows
from simulator.debrief.parts import Phase
from simulator.debrief.votes import Advice
from simulator.i18n import _, language

MINUTES: dict[Phase, float] = {"reaction": 5, "description": 5, "analysis": 25, "summary": 10}
"""Planned minutes of each phase unless others are given: short at the start, most for the analysis."""
DISTRESS_LINE = "12356"
"""The hotline for deep distress, by its id on the handbook's card."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card of the script.

    Attributes:
        title: what the room does.
        aim: why, in one sentence.
        say: sentences that may be said as they stand.
    """

    title: str
    aim: str
    say: tuple[str, ...]


def card(phase: Phase) -> Card:
    """The card of a phase."""
    return {
        "reaction": _reaction,
        "description": _description,
        "analysis": _analysis,
        "summary": _summary,
    }[phase]()


def _reaction() -> Card:
    return Card(
        _("先说感受"),
        _("让情绪有个去处，不评对错，几分钟就够。"),
        (
            _("刚从窗口下来，您现在是什么感觉？"),
            _("还有谁心里有话，想先说一句？"),
            _("不想说也可以，听着就行。"),
        ),
    )


def _description() -> Card:
    return Card(
        _("说说发生了什么"),
        _("大家对事情的经过有同一个说法，再往下谈。"),
        (
            _("请用两三句话说，来的是谁，要办什么事？"),
            _("您当时觉得最要紧的是哪一件？"),
            _("有没有谁看到的和这不一样？"),
        ),
    )


def _analysis() -> Card:
    return Card(
        _("看几个要紧的时刻"),
        _("先各自投票，再讨论，最后才看评分。对事不对人。"),
        (
            _("我看到您在这里说了这句话。我担心他听成答应了。当时您是怎么想的？"),
            _("我看到他的声音低下来了。我想他是听进去了。您注意到了什么？"),
            _("要是换您坐在那儿，这一句听着是什么滋味？"),
            _("规定上这一步要做什么？下次怎么说得出口？"),
        ),
    )


def _summary() -> Card:
    return Card(
        _("带走什么"),
        _("每人说一件下次要做的事，越具体越好。"),
        (
            _("今天这几步里，哪一步您回去就能用？"),
            _("请说一句：下次遇到……，我会……。"),
            _("还有什么要问的，记下来，会后答复。"),
        ),
    )


def discussion(said: Advice | None) -> Card:
    """The card between the two votes, by the share that was right in the first."""
    if said == "explain":
        return Card(
            _("先提示，再投一次"),
            _("选对的不到三成半。给个提示，或者换个说法再讲一遍，然后再投。"),
            (
                _("来访人此刻最在意的是什么？"),
                _("这件事归谁定？手册里是怎么写的？"),
            ),
        )
    if said == "go_on":
        return Card(
            _("多数人想到了一处"),
            _("选对的超过七成。请人说说理由，就可以揭晓；想再投也行。"),
            (_("请一位说说您是怎么选的。"), _("有没有人选了别的，愿意说说？")),
        )
    return Card(
        _("两人一组，说服对方"),
        _("票先不看。找一个选得不一样的人，各说各的理由，然后再投。"),
        (
            _("您选了哪个？凭的是什么？"),
            _("对方说的哪一点让您犹豫了？"),
        ),
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the pre-brief under its heading."""

    name: str
    text: str


def prebrief() -> tuple[Rule, ...]:
    """What the room agrees to before it begins."""
    return (
        Rule(_("为什么"), _("一起把一次接访看明白，下次做得更稳。不是考核，也不给谁打分排队。")),
        Rule(_("保密"), _("屋里说的留在屋里。谈事不点名，屏幕上默认只写甲、乙、丙。")),
        Rule(_("安全"), _("每个人都是想把事办好才这样做的。问「当时怎么想」，不问「怎么能这样」。")),
        Rule(_("喊停"), _("谁都可以说「停一下」，不用说理由。可以出去，可以不发言，可以不投票。")),
        Rule(_("难受的时候"), _distress()),
    )


def _distress() -> str:
    text = _("谈到的事可能触到自己。告诉带的人，我们停下来，会后有人陪您。")
    line = next((row for row in rows("hotlines") if row.id == DISTRESS_LINE), None)
    if line is None:
        return text
    name = line.texts["name"][language()]
    return _("{text}也可以打 {number}（{name}）。", text=text, number=line.id, name=name)
