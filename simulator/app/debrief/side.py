"""What stands beside every page: the door for the phones, the votes that came in."""

from __future__ import annotations

from textual.content import Content

from simulator.app.debrief.phones import Phones
from simulator.app.text import joined, stacked, words
from simulator.debrief.debrief import Debrief
from simulator.i18n import _
from simulator.room import qr
from simulator.room.gathering import Counts

PAPER = "#000000 on #ffffff"
"""A code is read in black on white, whatever the theme."""


def door(phones: Phones | None, counts: Counts | None, *, picture: bool) -> Content:
    """Code, address, who is there; with the picture where there is room for it."""
    if phones is None or not phones.opened:
        return Content("")
    lines = [joined((phones.code, "bold $indigo"), "  ", (phones.place.url(), "$faint"))]
    if counts is not None:
        lines.append(words(_("进来 {joined}，在线 {here}", joined=counts.joined, here=counts.connected), "$faint"))
    return stacked([*lines, *(picture_of(phones) if picture else [])])


def picture_of(phones: Phones) -> list[Content]:
    """The QR code of the way in."""
    return [words(line, PAPER) for line in qr.lines(phones.url)]


def door_page(phones: Phones) -> list[Content]:
    """The door, to be seen from the last row of chairs."""
    code = " ".join(phones.code)
    head = joined((code, "bold $indigo"), "   ", phones.place.url())
    return [head, *picture_of(phones), words(phones.place.meaning(), "$faint")]


def tally(state: Debrief, counts: Counts | None, *, taking_away: bool) -> Content:
    """How many have voted; never for what, while it is open."""
    vote = state.open_round
    if vote is None:
        return Content("")
    hands, phones = sum(vote.tally.values()), len(vote.ballots)
    lines = [
        words(_("第 {n} 轮投票", n=vote.number), "bold"),
        words(_("收到 {n} 票（举手 {hands}，手机 {phones}）", n=vote.total, hands=hands, phones=phones)),
    ]
    if counts is not None and counts.joined > phones:
        lines.append(words(_("还有 {n} 部手机没投", n=counts.joined - phones), "$faint"))
    if taking_away:
        lines.append(words(_("减去哪一项的一票？按数字，Esc 不减。"), "$gamboge"))
    else:
        lines.append(words(_("举手的按数字记。"), "$faint"))
    return stacked(lines)
