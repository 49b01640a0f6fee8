"""What this terminal can do, and what to do where it cannot."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping

from simulator import terminal
from simulator.doctor import asking
from simulator.doctor.finding import Finding
from simulator.i18n import _

PROBED = ("“", "…", "·", "─", "│", "▌", "■", "中", "，")
"""Characters whose width differs from terminal to terminal; the last two must take two cells, the others one."""

WIDE = frozenset({"中", "，"})


def findings(environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Everything about the terminal."""
    yield _kind(environment)
    yield _size()
    yield _colours(environment)
    yield _encoding()
    yield from _asked()
    yield _input_method(environment)
    if terminal.remote():
        yield Finding("terminal.remote", _("远程连接"), "SSH", "good", _("动画已经关了，省流量。"), True)
    if environment.get("TMUX"):
        yield Finding(
            "terminal.tmux",
            "tmux",
            _("在 tmux 里"),
            "good",
            _("想要全部颜色和复制到系统剪贴板：set -g default-terminal tmux-256color，set -s set-clipboard on。"),
            True,
        )


def _kind(environment: Mapping[str, str]) -> Finding:
    kind = environment.get("TERM", "")
    name = " ".join(filter(None, (environment.get("TERM_PROGRAM", ""), kind))) or _("不知道")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        todo = _("输入或输出不是终端：只能用 jiefang play --plain 逐行来。")
        return Finding("terminal.kind", _("终端"), name, "note", todo, kind)
    if kind in ("", "dumb"):
        return Finding("terminal.kind", _("终端"), name, "bad", _("换一个终端，或者用 jiefang play --plain。"), kind)
    if kind == "linux":
        todo = _("控制台的字体没有汉字，用英文和 ASCII 线条。要看中文：装 fbterm 或 kmscon，再在设置里选中文。")
        return Finding("terminal.kind", _("终端"), name, "note", todo, kind)
    if os.name == "nt" and not environment.get("WT_SESSION"):
        return Finding("terminal.kind", _("终端"), name, "note", _("旧的控制台会画歪：装 Windows Terminal。"), kind)
    return Finding("terminal.kind", _("终端"), name, value=kind)


def _size() -> Finding:
    if not sys.stdout.isatty():
        return Finding("terminal.size", _("大小"), _("没有终端可问"), "note")
    width, height = shutil.get_terminal_size((0, 0))
    found = _("{width} 列，{height} 行", width=width, height=height)
    value = f"{width}x{height}"
    if width < 60 or height < 20:
        return Finding(
            "terminal.size", _("大小"), found, "bad", _("放大到至少 60 列、20 行，80 列、24 行更好。"), value
        )
    if width < 80 or height < 24:
        return Finding("terminal.size", _("大小"), found, "note", _("够用；80 列、24 行更好。"), value)
    return Finding("terminal.size", _("大小"), found, value=value)


def _colours(environment: Mapping[str, str]) -> Finding:
    name = _("颜色")
    known = terminal.colours(environment)
    if not known:
        todo = _("NO_COLOR 已设：没有颜色也什么都看得到。想要颜色就去掉它。")
        return Finding("terminal.colours", name, _("没有"), "note", todo, 0)
    if known > 256:
        return Finding("terminal.colours", name, _("1600 万种"), value=1 << 24)
    if known == 256:
        todo = _("终端其实能显示全部颜色的话：export COLORTERM=truecolor。")
        return Finding("terminal.colours", name, _("256 种"), "good", todo, 256)
    todo = _("用的是终端自己的颜色；终端能显示更多颜色的话：export COLORTERM=truecolor。")
    return Finding("terminal.colours", name, _("16 种"), "note", todo, 16)


def _encoding() -> Finding:
    import locale

    found = locale.getpreferredencoding(False)
    if found.lower().replace("-", "") == "utf8":
        return Finding("terminal.encoding", _("编码"), found, value=found)
    todo = _("汉字可能乱：export LANG=zh_CN.UTF-8，或者 export PYTHONUTF8=1。")
    return Finding("terminal.encoding", _("编码"), found, "note", todo, found)


def _asked() -> Iterator[Finding]:
    with asking.conversation() as line:
        if line is None or not terminal.capable():
            yield Finding("terminal.widths", _("字宽"), _("没有终端可问"), "note", value=None)
            return
        found = dict(zip(PROBED, asking.widths(line, PROBED), strict=True))
        speaks = asking.keyboard(line)
    yield _widths(found)
    yield _keyboard(speaks)


def _widths(found: Mapping[str, int | None]) -> Finding:
    """How wide the marks and the lines of boxes are drawn: where it is not as we count, borders break."""
    name = _("字宽")
    if None in found.values():
        return Finding("terminal.widths", name, _("终端没有回答"), "note", _("看看边框齐不齐；不齐就换一个终端。"))
    shown = "  ".join(f"{character} {cells}" for character, cells in found.items())
    value = " ".join(f"{ord(character):04X}={cells}" for character, cells in found.items())
    wrong = [character for character, cells in found.items() if cells != (2 if character in WIDE else 1)]
    if not wrong:
        return Finding("terminal.widths", name, shown, value=value)
    if set(wrong) & WIDE:
        return Finding("terminal.widths", name, shown, "bad", _("汉字不是两格宽：换一个等宽的中文字体或终端。"), value)
    todo = _(
        "{marks} 画成了两格：接访台改用 ASCII 线条。想要线条，在终端设置里把「宽度不定的字符」设为窄。",
        marks=" ".join(wrong),
    )
    return Finding("terminal.widths", name, shown, "note", todo, value)


def _keyboard(speaks: bool) -> Finding:
    name = _("键盘协议")
    if os.environ.get("TEXTUAL_DISABLE_KITTY_KEY"):
        return Finding("terminal.keyboard", name, _("kitty 协议关着，按普通终端来"), value=False)
    found = _("kitty 协议") if speaks else _("普通终端；用到的键都分得清")
    return Finding("terminal.keyboard", name, found, value=speaks)


def _input_method(environment: Mapping[str, str]) -> Finding:
    name = _("输入法")
    if environment.get("TERM_PROGRAM") == "iTerm.app" and not environment.get("TMUX"):
        todo = _("iTerm2 在 kitty 协议下会丢中文输入，接访台已经替它关掉协议。")
        return Finding("terminal.input", name, "iTerm2", "good", todo, "iterm")
    known = next(
        (environment[key] for key in ("XMODIFIERS", "GTK_IM_MODULE", "QT_IM_MODULE") if environment.get(key)), ""
    )
    todo = _("候选框由终端画在光标处；看不到候选框时换一个终端（kitty、WezTerm、Windows Terminal、GNOME 终端都行）。")
    return Finding("terminal.input", name, known.removeprefix("@im=") or _("由系统管"), "good", todo, known or None)
