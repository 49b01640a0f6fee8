"""The lines of the settings screen: what can be set, to what, and what that does. No widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.app import themes
from simulator.i18n import _
from simulator.settings import Settings

ON_OFF = (False, True)


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting that is one of a few. `name` and `what` are said anew in each language."""

    field: str
    values: tuple[Any, ...]
    name: Callable[[], str]
    what: Callable[[], str]
    called: Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Door:
    """A setting that is written, or opens a page of its own; `shown` is how it stands."""

    field: str
    name: Callable[[], str]
    what: Callable[[], str]
    shown: Callable[[Settings], str]


Row = Choice | Door


def rows() -> tuple[Row, ...]:
    """Every line in its order."""
    return (
        Choice(
            "language", ("", "zh", "en"), lambda: _("语言"), lambda: _("界面和剧本的语言。按 l 随时能换。"), _language
        ),
        Choice("theme", ("", *themes.ORDER), lambda: _("配色"), lambda: _("按 t 随时能换。"), _theme),
        Choice(
            "colour_blind",
            ON_OFF,
            lambda: _("色觉友好"),
            lambda: _("换一组红绿色弱、蓝黄色弱的人也分得开的颜色。要紧的事从不只靠颜色说。"),
            _on_off,
        ),
        Choice(
            "marks",
            ("", "lines", "ascii"),
            lambda: _("线条和符号"),
            lambda: _("边框歪、符号变成方块时，换成 ASCII：每个符号都占一格，哪里都画得齐。"),
            lambda value: {"": _("看终端"), "lines": _("线条"), "ascii": "ASCII"}[value],
        ),
        Choice(
            "text_speed",
            ("slow", "normal", "fast", "off"),
            lambda: _("出字快慢"),
            lambda: _("来访人的话一个字一个字出来的快慢。按任意键，马上出完。"),
            _speed,
        ),
        Choice(
            "time_multiplier",
            ("1", "1.5", "2", "off"),
            lambda: _("限时"),
            lambda: _("限时的地方多给时间，或者不限时。计分不变。"),
            lambda value: _("不限时") if value == "off" else f"×{value}",
        ),
        Choice(
            "say_first",
            ON_OFF,
            lambda: _("先说再选"),
            lambda: _("练习里先用自己的话说，再看选项。说的话留着复盘用，不计分。"),
            _on_off,
        ),
        Choice(
            "reduced_motion",
            ON_OFF,
            lambda: _("减少动态"),
            lambda: _("没有滚动、闪烁和渐变。远程连接时本来就是这样。"),
            _on_off,
        ),
        Door(
            "trainee",
            lambda: _("姓名"),
            lambda: _("写进以后的记录；不写也行。"),
            lambda own: own.trainee or _("没有写"),
        ),
        Door(
            "record",
            lambda: _("记录存在"),
            lambda: _("以后的接访存到这个文件。原来的记录留在原处，不会搬走。"),
            _record,
        ),
        Door(
            "keys",
            lambda: _("按键"),
            lambda: _("换成自己顺手的键。"),
            lambda own: _("改过 {n} 处", n=len(own.keys)) if own.keys else _("原样"),
        ),
        Door("tour", lambda: _("上手"), lambda: _("两分钟走一遍，把按键都用上。"), lambda _own: _("再走一遍")),
    )


def _on_off(value: bool) -> str:
    return _("开") if value else _("关")


def _language(value: str) -> str:
    return {"": _("跟系统"), "zh": "中文", "en": "English"}[value]


def _theme(value: str) -> str:
    return themes.title(value) if value else _("跟终端")


def _speed(value: str) -> str:
    return {"slow": _("慢"), "normal": _("平常"), "fast": _("快"), "off": _("一次出完")}[value]


def _record(_own: Settings) -> str:
    from simulator.record.errors import StoreError
    from simulator.record.place import place

    try:
        return str(place())
    except StoreError as error:
        return error.message
