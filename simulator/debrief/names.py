"""What the people of a debrief are called: by letters, unless their names were chosen to be shown."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase

from simulator.debrief.debrief import Debrief
from simulator.i18n import _
from simulator.record.errors import StoreError
from simulator.record.store import Store

STEMS = "甲乙丙丁戊己庚辛壬癸"


def letter(number: int, language: str) -> str:
    """The name of the session at place `number` from 0: 甲, 乙, 丙 … or A, B, C …; past those a number."""
    letters = STEMS if language == "zh" else ascii_uppercase
    return letters[number] if number < len(letters) else _("第 {n} 位", n=number + 1)


def trainees(store: Store, state: Debrief) -> dict[str, str]:
    """The trainee's name of each session that is still in the store, and has one."""
    found = {}
    for each in state.sessions:
        try:
            found[each.id] = store.session(each.id).trainee
        except StoreError:
            continue
    return {session: name for session, name in found.items() if name}


def name_of(state: Debrief, session_id: str, language: str, known: Mapping[str, str]) -> str:
    """What the trainee of a session is called here.

    Args:
        state: says for which sessions names are shown.
        session_id: one that is looked at.
        language: of the letters.
        known: names by session (`trainees`); a session that is gone goes by its letter again.
    """
    if session_id in state.real_names and known.get(session_id):
        return known[session_id]
    return letter([each.id for each in state.sessions].index(session_id), language)
