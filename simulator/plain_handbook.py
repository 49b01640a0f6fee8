"""The handbook in plain lines: words are looked up one after the other, the channel router asks its questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from simulator.handbook.leading import ROUTE, end_of
from simulator.handbook.pages import answers_of, page, to_answer
from simulator.i18n import _
from simulator.plain_console import Console

Told = Callable[[str], None]
"""Hears what was looked up."""


def consult(console: Console, told: Told) -> None:
    """Look things up until an empty line closes the handbook.

    Raises:
        LeftError: there is no more input.
    """
    console.say("", _("手册。查了什么会记下来，不计分。写词、条号、主题或卡片名；写 0 看目录，写 1 一问一答判通道。"))
    while True:
        asked = console.ask(_("查什么？直接回车合上手册："))
        if not asked:
            return
        if asked == "1":
            told(_("先判通道"))
            route(console)
            continue
        lines = _page("" if asked == "0" else asked)
        if lines and asked != "0":
            told(asked)
        console.say(*(lines or [_("没有找到。换个词试试。")]))


def route(console: Console) -> None:
    """Ask the router's questions until one has arrived, or an empty line stops; 0 goes back by one question.

    Raises:
        LeftError: there is no more input.
    """
    at = ROUTE
    while True:
        given = answers_of(at)
        lines = _page(at)
        ends = [end_of(line) for line in lines]
        further = [end for end in ends if len(answers_of(end)) > len(given)]
        # What was answered before has been read; what leads on or back is said by the question below.
        console.say("", *lines[len(given) + 2 : None if further else -2])
        if not further:
            return
        answer = console.ask(_("选哪一项？写编号，0 回上一问，直接回车不问了："))
        if not answer:
            return
        if answer == "0":
            at = to_answer(given[:-1])
        elif answer.isdecimal() and 1 <= int(answer) <= len(further):
            at = further[int(answer) - 1]
        else:
            console.say(_("请写 0 到 {n} 的编号。", n=len(further)))


def _page(typed: str) -> list[str]:
    return page(typed, datetime.now().astimezone().date())
