"""The same key does the same thing wherever it means something."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import simulator.app

MEANINGS = {
    "escape": "关上 回去 结果 返回 暂停 跳过 先放下 首页 回放 离开 接访 回首页 合上 看选项 清除 退出 不写了",
    "f1": "帮助",
    "question_mark": "帮助",
    "l": "English",
    "t": "配色",
    "y": "复制 复制报告",
    "ctrl+y": "复制",
    "ctrl+c": "退出",
    "ctrl+q": "退出",
    "ctrl+p": "命令 关上",
    "slash": "搜索 查找",
    "up": "往上 上移 上一步 上一条 上 加",
    "down": "往下 下移 走 下一条 下 减",
    "pageup": "翻回 上一屏 往回看 上移",
    "pagedown": "翻页 下一屏 往下看 下移",
    "home": "最前",
    "end": "最后",
    "h": "手册",
    "u": "撤回",
    "x": "删除 拿掉",
    "s": "纪要 存文字 留下 存测试",
}
"""What a key is for, in the words of the key bar: the same thing in the words of each place."""

OTHERWISE = {
    ("ReplayScreen", "h"): "there is no handbook in a replay; what is hidden is shown",
    ("HomeScreen", "s"): "nothing is kept at home; it opens the suggestion",
}
"""Places where a key is for something else, and why."""


def bindings() -> Iterator[tuple[str, str, str]]:
    """(class, key, word) of every key that is described somewhere in the app."""
    for module in pkgutil.walk_packages(simulator.app.__path__, "simulator.app."):
        importlib.import_module(module.name)
    left, seen = [DOMNode], set()
    while left:
        kind = left.pop()
        left += [each for each in kind.__subclasses__() if each not in seen]
        seen |= set(kind.__subclasses__())
        if kind.__module__.startswith("simulator.") and "BINDINGS" in vars(kind):
            for binding in kind.BINDINGS:
                if isinstance(binding, Binding) and binding.id and binding.description:
                    yield from ((kind.__name__, key, binding.description) for key in binding.key.split(","))


@pytest.mark.parametrize("key", MEANINGS)
def test_a_key_means_one_thing(key: str) -> None:
    """Every place that has the key uses it for what it is for, or says why not."""
    places = [(kind, word) for kind, own, word in bindings() if own == key]
    assert places
    wrong = [(kind, word) for kind, word in places if word not in MEANINGS[key].split()]
    assert [place for place in wrong if (place[0], key) not in OTHERWISE] == []


def test_exceptions_are_none_that_went_away() -> None:
    """Each exception is still one."""
    known = {(kind, key): word for kind, key, word in bindings()}
    assert [place for place in OTHERWISE if known.get(place, "") in ("", *MEANINGS[place[1]].split())] == []
