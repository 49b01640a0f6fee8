"""Looking things up in a debrief, each refusing in words what is not there."""

from __future__ import annotations

from typing import Any, TypeVar

from scenarios.bilingual import Bilingual
from simulator.debrief.debrief import Debrief, Item
from simulator.debrief.parts import Place
from simulator.errors import UserError
from simulator.i18n import _

Entry = TypeVar("Entry")


class RefusedError(UserError):
    """An event does not fit the debrief as it stands; says why, in words. Nothing was changed or kept."""


def wanted(text: str) -> str:
    """A text that must not be empty, without the spaces around it."""
    found = text.strip()
    if not found:
        raise RefusedError(_("这里要写点什么。"))
    return found


def titled(title: Bilingual) -> Bilingual:
    """A title, empty in neither language."""
    return Bilingual(wanted(title.zh), wanted(title.en))


def looked_at(state: Debrief, session_id: str) -> str:
    """The id of a session that is looked at."""
    if state.session(session_id) is None:
        raise RefusedError(_("这次复盘不看这次接访：{id}", id=session_id))
    return session_id


def placed(state: Debrief, place: Place) -> Place:
    """A moment of a session that is looked at."""
    looked_at(state, place.session)
    if place.moment < 0:
        raise RefusedError(_("没有这一步：{number}", number=place.moment))
    return place


def listed(state: Debrief, item_id: str) -> Item:
    """An item of the agenda."""
    item = state.item(item_id)
    if item is None:
        raise RefusedError(_("议程里没有这一项：{id}", id=item_id))
    return item


def known(entries: tuple[Any, ...], entry_id: int) -> Any:
    """The note, branch or commitment of an id."""
    for entry in entries:
        if entry.id == entry_id:
            return entry
    raise RefusedError(_("没有这一条：{id}", id=entry_id))


def put(entries: tuple[Entry, ...], old: Entry, *new: Entry) -> tuple[Entry, ...]:
    """The entries with others in place of one, or with none there."""
    place = next(number for number, entry in enumerate(entries) if entry is old)
    return (*entries[:place], *new, *entries[place + 1 :])
