"""The history in plain lines: how steadily, how well, and every visit; replayed, exported, deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simulator import settings
from simulator.errors import UserError
from simulator.figures import number as figure
from simulator.i18n import _, language
from simulator.plain_console import Console

if TYPE_CHECKING:
    from simulator.history import History, Row
    from simulator.record.scored import Scored

AT_ONCE = 10
"""Visits that are read out at once."""


def look_back(console: Console) -> None:
    """Look at one's visits until an empty line leads back.

    Raises:
        LeftError: there is no more input.
    """
    from simulator.history import history

    own, first = True, 0
    while True:
        found = history(settings.read().trainee if own else "")
        if found.trouble:
            console.say(found.trouble)
        if not found.rows:
            console.say(_("还没有记录。接待过的每一次，都会在这里。"))
            if not own or not settings.read().trainee:
                return
        _tell(console, found, first)
        answer = console.ask(_("输入编号回放；e 编号导出，x 编号删除，w 谁的，+ 更早的，直接回车回去："))
        letter, rest = (answer[:1].lower(), answer[1:].strip()) if answer[:1].lower() in ("e", "x") else ("", answer)
        if not answer or answer.lower() == "q":
            return
        if answer.lower() == "w":
            own, first = not own, 0
        elif answer == "+":
            first = first + AT_ONCE if first + AT_ONCE < len(found.rows) else 0
        elif rest.isdecimal() and 1 <= int(rest) <= len(found.rows):
            _do(console, letter, found.rows[int(rest) - 1])
        else:
            console.say(_("请写 1 到 {n} 的编号。", n=len(found.rows)))


def _tell(console: Console, found: History, first: int) -> None:
    steady = found.diligence
    counted = {"n": found.total, "days": steady.days, "streak": steady.streak}
    console.say(_("谈过 {n} 次，来了 {days} 天，连着 {streak} 天。", **counted))
    if first == 0:
        console.say(*_trends(found))
    for place, row in enumerate(found.rows[first : first + AT_ONCE], first + 1):
        console.say(_line(place, row))


def _line(place: int, row: Row) -> str:
    from simulator.record import words

    parts = (row.title(), words.when(row.session.started)[:16], words.mode(row.session), row.session.trainee)
    return f"{place}. " + _("，").join(filter(None, (*parts, words.grade(row.session))))


def _trends(found: History) -> list[str]:
    """The score and each dimension: the last, the mean of the five before it."""
    from scenarios.vocabulary import vocabulary
    from simulator.progress import trend

    every = [(_("得分"), trend(found.scored, lambda visit: visit.score, 6))]
    for key, dimension in vocabulary().dimensions.items():
        every.append((dimension.name.text(language()), trend(found.scored, _of(key), 6)))
    return [
        _("{name}：最近 {last}", name=name, last=figure(values[-1])) + _compared(values[:-1])
        for name, values in every
        if values
    ]


def _of(dimension: str) -> Callable[[Scored], float | None]:
    return lambda visit: visit.dimensions.get(dimension)


def _compared(before: Sequence[float]) -> str:
    return _("，之前 {n} 次平均 {mean}", n=len(before), mean=figure(sum(before) / len(before))) if before else ""


def _do(console: Console, letter: str, row: Row) -> None:
    """Replay, export or delete a visit; what cannot be is said."""
    from simulator import history
    from simulator.errors import sentence

    try:
        if letter == "e":
            console.say(_("已写到 {path}", path=history.export(row.session.id, Path.cwd())))
        elif letter == "x":
            _delete(console, row)
        else:
            _replay(console, row.session.id)
    except UserError as error:
        console.say(sentence(error))


def _delete(console: Console, row: Row) -> None:
    from simulator import history

    console.say(_line(1, row)[3:])
    using = history.debriefs_using(row.session.id)
    if using:
        console.say(_("复盘看过这一次：{ids}。删了以后那里不能再回放。", ids=_("、").join(using)))
    if console.ask(_("删了就找不回来。输入 删 或 y 就删，直接回车留着：")).lower() in ("y", "yes", "删", "删除"):
        history.delete(row.session.id)
        console.say(_("已删除 {id}", id=row.session.id))


def _replay(console: Console, session: str) -> None:
    from simulator.record import seal
    from simulator.record.store import open_store
    from simulator.replay.prices import Rater
    from simulator.replay.recording import read
    from simulator.report.replayed import lines

    with open_store() as store:
        found = read(store.transcript(session), seal.key())
    if found.play is None:
        raise UserError(_("这次接访没有办法回放。"), found.faults[0] if found.faults else "")
    console.say(*lines(found, Rater().prices(found), language(), marks=True))
