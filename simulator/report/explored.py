"""The explorer as plain lines, for `jiefang replay --explore`."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.conversation import Language
from simulator.figures import number
from simulator.i18n import _
from simulator.record.words import plain, when
from simulator.replay.explorer import Crossroads, Explorer, Taken, option_words


def lines(found: Explorer, language: Language) -> Iterator[str]:
    """What was counted, then decision by decision every option with its share, the frequent ones first."""
    title = found.words(found.latest.scenario.title, language) if found.latest is not None else ""
    yield f"{plain(title)}  {plain(found.wanted.scenario)}".strip()
    yield _("计入 {n} 次接访", n=f"{found.counted:,}")
    if found.unrated:
        yield _("另有 {n} 次结束了还没有计分，没有计入；jiefang sessions rescore 能补上", n=f"{found.unrated:,}")
    if found.unfinished:
        yield _("另有 {n} 次没有结束，没有计入", n=f"{found.unfinished:,}")
    yield from _editions(found)
    for each in found.crossroads:
        yield ""
        yield from _decision(found, each, language)


def _editions(found: Explorer) -> Iterator[str]:
    for each in found.played:
        days = (when(each.first)[:10], when(each.last)[:10])
        variant, sessions = plain(each.variant), f"{each.sessions:,}"
        told = _("情形 {variant}（{hash}）：{n} 次", variant=variant, hash=each.edition[:12], n=sessions)
        yield f"{told}  {' – '.join(dict.fromkeys(days))}"


def _decision(found: Explorer, each: Crossroads, language: Language) -> Iterator[str]:
    place = plain(f"{each.scene}.{each.line}" if each.line else each.scene)
    label = plain(found.words(each.label, language))
    yield "  ".join(filter(None, (place, label, _("{n} 次", n=f"{each.times:,}"))))
    for option in each.options:
        yield _option(found, option, language)


def _option(found: Explorer, option: Taken, language: Language) -> str:
    told = plain(option_words(found, option, language))
    notes = [] if option.current or found.latest is None else [_("最近一版没有这一项")]
    if option.timed_out:
        notes.append(_("其中 {n} 次是时间到", n=f"{option.timed_out:,}"))
    note = f"（{_('；').join(notes)}）" if notes else ""
    if not option.times:
        return f"    {'—':>4}  " + _("没有人选") + f"  {told}"
    share = f"{100 * option.share:.0f} %" if option.share >= 0.005 else "<1 %"
    means = ""
    if option.score is not None and option.cost is not None:
        means = _("平均 {score} 分，丢 {cost}", score=number(option.score), cost=number(option.cost)) + "  "
    return f"    {share:>5}  {_('{n} 次', n=f'{option.times:,}')}  {means}{told}{note}"
