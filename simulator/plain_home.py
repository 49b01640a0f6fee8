"""The home screen in plain lines: what is recommended, the library with its scores, a search, the other rooms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scenarios.vocabulary import vocabulary
from simulator import settings
from simulator.errors import UserError
from simulator.i18n import _, language
from simulator.plain_console import Console, LeftError

if TYPE_CHECKING:
    from simulator.directory import Listed
    from simulator.overview import Overview


ROOM = 56
"""Cells that are said of a scenario; somebody listens to twenty of them."""


def chosen_scenario(console: Console) -> str:
    """A scenario by its number, after as many searches and looks into other rooms as one likes; its path.

    Raises:
        LeftError: the person left.
        UserError: there is none to choose from.
    """
    from simulator.directory import listed
    from simulator.overview import overview
    from simulator.scenario_index import scenarios

    kept = overview(settings.read().trainee)
    every = [entry for entry in listed(scenarios(), kept.scores) if not entry.problem]
    if not every:
        raise UserError(_("没有找到剧本。"))
    advised = _advised(console, every, kept)
    shown = every
    _list(console, shown, every)
    while True:
        answer = console.ask(_("输入编号；打字就查找；? 还能做什么，q 离开："))
        if answer.isdecimal() and 1 <= int(answer) <= len(shown):
            return shown[int(answer) - 1].path
        match answer.lower():
            case "q":
                raise LeftError
            case "?":
                _help(console, advised)
            case "":
                shown = every
                _list(console, shown, every)
            case "s" if advised is not None:
                return advised.path
            case "h" | "r" | "g" | "l":
                _room(console, answer.lower())
            case _:
                shown = _found(console, answer, every) or shown


def _room(console: Console, which: str) -> None:
    """Into another room and back."""
    if which == "h":
        from simulator.plain_handbook import consult

        consult(console, lambda what: None)
    elif which == "r":
        from simulator.plain_history import look_back

        look_back(console)
    elif which == "g":
        from simulator.plain_settings import change

        change(console)
    else:
        from simulator import i18n

        i18n.use("en" if i18n.language() == "zh" else "zh")


def _help(console: Console, advised: Listed | None) -> None:
    console.say(_("输入编号，看那个剧本。还可以输入："))
    if advised is not None:
        console.say(_("s  建议的那一个：{title}", title=advised.name(language())))
    console.say(
        _("几个字  按标题、级别、对象、维度、练什么查找，如 入门 国企、倾听、C3；直接回车看全部"),
        _("h  查手册"),
        _("r  谈过的接访：走势、回放、导出、删除"),
        _("g  设置"),
        _("l  English / 中文"),
        _("q  离开"),
        _("大家一起复盘要用整屏：jiefang debrief 编号。"),
    )


def _advised(console: Console, every: Sequence[Listed], kept: Overview) -> Listed | None:
    """Say what is recommended, and why."""
    from simulator.progress import Candidate, recommended

    readable = {entry.id: entry for entry in every}
    candidates = [Candidate(each.id, each.level, each.trains, each.scores.last) for each in every]
    found = recommended(candidates, kept.weak)
    if found is None or len(readable) < 2:
        return None
    advised, code = readable[found[0]], found[1]
    console.say(_("建议：{title}", title=advised.name(language())))
    if code:
        name = vocabulary().indicators[code].name.text(language())
        console.say(_("最近几次，{indicator}丢分最多", indicator=name))
    return advised


def _list(console: Console, shown: Sequence[Listed], every: Sequence[Listed]) -> None:
    """Each scenario in a line of its own: number, title, what is known of it, last and best score."""
    console.say(_("剧本：") if len(shown) == len(every) else _("找到 {n} 个剧本：", n=len(shown)))
    for number, entry in enumerate(shown, 1):
        facts = entry.facts(language(), ROOM).replace("  ·  ", _("，"))
        marks = entry.marks().replace("   ", _("，"))
        console.say(f"{number}. {entry.name(language())}{_('，')}{facts}{_('，')}{marks}")


def _found(console: Console, typed: str, every: Sequence[Listed]) -> list[Listed]:
    """What words find; says so where it is nothing."""
    found = [entry for entry in every if entry.matches(typed)]
    if found:
        _list(console, found, every)
    else:
        console.say(_("没有找到剧本。"))
    return found
