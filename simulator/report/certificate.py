"""The certificate of a scenario in words, for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from simulator.errors import sentences
from simulator.figures import number
from simulator.i18n import _, language

HARDEST = 5
"""How many of the hardest decisions are shown; the JSON has them all."""
WIDTH = 74


def lines(data: Mapping[str, Any]) -> Iterator[str]:
    """The lines of a certificate, from the data of `analyse --json`."""
    versions = data["versions"]
    yield _("剧本 {scenario}  校验值 {hash}", scenario=data["scenario"], hash=data["hash"][:16])
    yield _("  程序 {program}  规则 {rules}  求解器 {solver}  评分标准 {rubric}", program=versions["program"],
            rules=versions["rules"], solver=versions["solver"], rubric=versions["rubric"][:16])  # fmt: skip
    yield "  " + _checks(data["checks"])
    for name, values in data["variants"].items():
        yield from _variant(name, values)


def _checks(checks: Mapping[str, Any] | None) -> str:
    if checks is None:
        return _("只看了一种情形，没有做全部检查。")
    if checks["clean"]:
        return _("检查通过：没有错误，也没有警告。")
    return _("检查没有通过：{errors} 个错误，{warnings} 个警告（{codes}）。", errors=checks["errors"],
             warnings=checks["warnings"], codes=", ".join(checks["codes"]))  # fmt: skip


def _variant(name: str, values: Mapping[str, Any]) -> Iterator[str]:
    yield _("情形 {name}", name=name)
    yield _("  状态 {states}  转移 {transitions}  用时 {seconds} 秒", states=f"{values['states']:,}",
            transitions=f"{values['transitions']:,}", seconds=values["seconds"])  # fmt: skip
    if not values["scorable"]:
        yield "  " + _("这个情形不计分：没有哪个选择会有差别。")
    yield _("  最佳 {best}  随机 {random}  最差 {worst}", best=number(values["best"]["score"]),
            random=number(values["random"]["score"]), worst=number(values["worst"]["score"]))  # fmt: skip
    yield "  " + _("最佳路线：").rstrip()
    yield from _list(_short(values["best"]["line"]))
    yield "  " + _("应付者（都应在 55 分以下）：")
    yield from _players(values["bots"], values["reported"])
    yield "  " + _("指标覆盖：").rstrip()
    yield from _list(f"{code} {n}" for code, n in values["coverage"].items())
    yield "  " + _("最佳路线上起决定作用的：").rstrip()
    yield from _list(f"{code} {n}" for code, n in values["decisive"].items() if n)
    for ending, value in values["endings"].items():
        share = f"{100 * value['random']:.1f} %" if value["reachable"] else _("走不到")
        yield "  " + _("结局 {ending}：随机走到 {share}", ending=ending, share=share)
    if values["hardest"]:
        yield "  " + _("最难的决定（随机选时平均丢的分）：")
    for each in values["hardest"][:HARDEST]:
        where = f"{each['scene']}.{each['line']}" if each["line"] else each["scene"]
        most = _("选错最多丢 {spread}", spread=number(each["spread"]))
        yield f"    {where:24} {number(each['lost']):>6}  {most}"


def _players(naive: Mapping[str, float], reported: Mapping[str, float]) -> Iterator[str]:
    """Each player's score, and what it does."""
    from scoring.players import HABITS

    for bot, score in (*naive.items(), *reported.items()):
        habit = HABITS[bot][language()] if bot in HABITS else ""
        only = _("（只报告）") if bot in reported else ""
        yield f"    {bot:20} {number(score):>8}  {sentences(habit, only)}".rstrip()


def _short(line: Sequence[str]) -> Iterator[str]:
    """A best line with each form as a whole: all of its lines are filled in the best way."""
    done = ""
    for token in line:
        scene = token.partition("=")[0].partition(".")[0] if "=" in token else ""
        if not scene:
            yield token
        elif scene != done:
            yield f"{scene}=best"
        done = scene


def _list(words: Iterable[str]) -> Iterator[str]:
    """Words with commas between them, on lines that fit into 80 columns, none of them broken."""
    text = ", ".join(word.replace(" ", "\0") for word in words) or "—"
    for line in textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False):
        yield "    " + line.replace("\0", " ")
