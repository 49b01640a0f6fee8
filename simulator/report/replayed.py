"""A whole replay as plain lines, for `jiefang replay SESSION --plain`: screen readers, pipes, simple terminals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scenarios.conversation import Language, Spoken
from simulator.i18n import _
from simulator.record.words import mode, when
from simulator.replay.telling import Filled, Remark, Shown, Telling, Verdict
from simulator.report.text import deciding_sentence, verdict

if TYPE_CHECKING:
    from simulator.replay.prices import Prices
    from simulator.replay.recording import Recording


def lines(recording: Recording, prices: Prices | None, language: Language, *, marks: bool) -> Iterator[str]:
    """The replay from the first word to the end, step by step.

    Args:
        recording: something of it can be replayed.
        prices: what the solver says of it, or None.
        language: of the words.
        marks: whether marks stand at each step; otherwise they come at the end, so that one can think first.
    """
    telling = Telling(recording, language, prices)
    yield from _head(telling)
    yield from _said(telling, telling.talk[0].spoken)
    for moment in recording.moments:
        yield ""
        yield _("第 {n} / {all} 步", n=moment.number + 1, all=len(recording.moments))
        yield from _moment(telling, moment.number, marks=marks)
        yield from _said(telling, telling.talk[moment.number + 1].spoken)
    yield ""
    yield from _end(telling)
    if not marks:
        for moment in recording.moments:
            yield ""
            yield _("第 {n} 步的得失：{deed}", n=moment.number + 1, deed=telling.deed(moment.number))
            yield from _marks(telling, moment.number)


def _head(telling: Telling) -> Iterator[str]:
    recording, session = telling.recording, telling.recording.session
    assert session is not None, "it is replayed"
    told = (telling.title, mode(session), session.variant, session.trainee, when(session.started)[:16], session.id)
    yield "  ".join(filter(None, told))
    for fault in recording.faults:
        yield _("有问题：{fault}", fault=fault)
    if recording.faults:
        yield _("下面是完好的部分，共 {n} 步。", n=len(recording.moments))
    yield from (_("说明：{note}", note=note) for note in recording.notes)
    yield ""


def _said(telling: Telling, spoken: tuple[Spoken, ...]) -> Iterator[str]:
    for each in spoken:
        name = _("您") if each.speaker == "you" else each.name
        yield f"{name}{_('：')}{each.text}" if name else each.text


def _moment(telling: Telling, number: int, *, marks: bool) -> Iterator[str]:
    """What was seen, what could be done, what was done, what else is known."""
    yield from telling.cues(number)
    for place, shown in enumerate(telling.options(number), 1):
        yield f"  {place}. {_option(shown, marks=marks)}"
    title = telling.form_title(number)
    if title:
        yield title + _("：")
        for filled in telling.form(number):
            yield "  " + _filled(filled)
    yield from _remarks(telling.beside(number))
    if marks:
        yield from _marks(telling, number)


def _option(shown: Shown, *, marks: bool) -> str:
    notes = [shown.closed] if shown.closed else []
    notes += [_("选了这一项")] if shown.taken else []
    notes += [_("先试过，撤回了")] if shown.tried else []
    if marks and shown.verdict is not None:
        notes.append(_worth(shown.verdict))
    return shown.text + (f"  [{_('；').join(notes)}]" if notes else "")


def _filled(filled: Filled) -> str:
    return f"{filled.label}{_('：')}{filled.said}"


def _worth(found: Verdict) -> str:
    return f"{found.sign} {found.name} {found.points}"


def _marks(telling: Telling, number: int) -> Iterator[str]:
    """What a moment was worth, what was better, why, the law."""
    found = telling.verdict(number)
    if found is not None:
        only = "  " + _("□ 唯一的好选项，找到了") if telling.only_good(number) else ""
        yield f"  {_worth(found)}{only}"
    for filled in telling.form(number):
        if filled.better and filled.verdict is not None:
            yield f"  {_filled(filled)}  [{_worth(filled.verdict)}]"
            yield "    " + _("更好的是：{text}", text=filled.better)
            if filled.why:
                yield "    " + _("为什么：{text}", text=filled.why)
    yield from _remarks(list(telling.remarks(number)))


def _remarks(found: list[Remark]) -> Iterator[str]:
    label = ""
    for each in found:
        label = each.label or label
        yield f"  {label}{_('：')}{each.text}" if label else f"  {each.text}"


def _end(telling: Telling) -> Iterator[str]:
    recording, prices = telling.recording, telling.prices
    if not recording.ended:
        yield _("走到了结局，记录里没有写完。") if telling.play.ended else _("没有走到结局，停在这里。")
    if prices is None:
        yield _("这个剧本求解不了，看得到经过，看不到得失。")
    elif prices.result.scorable and recording.moments:
        yield verdict(prices.result, telling.language)
        yield deciding_sentence(prices.result)
