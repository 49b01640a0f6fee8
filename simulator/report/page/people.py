"""What the people of a report are called, and how their names are kept out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scenarios.conversation import Language
from simulator.i18n import _
from simulator.record.log import Session
from simulator.replay.names import nameless


@dataclass(frozen=True, slots=True)
class People:
    """The people of some sessions.

    Attributes:
        shown: what the person of each session is called, by its id.
        real: the trainee's name by session, for those that have one.
        hidden: whether names must not stand in the report.
    """

    shown: Mapping[str, str]
    real: Mapping[str, str]
    hidden: bool

    @property
    def several(self) -> bool:
        """Whether there is more than one of them."""
        return len(set(self.shown.values())) > 1

    def text(self, free: str) -> str:
        """What somebody typed. Where names are hidden, a trainee's full name in it becomes the letter.

        A name of one character is left: it may be any word.
        """
        if self.hidden:
            for session, name in sorted(self.real.items(), key=lambda each: -len(each[1])):
                if len(name) > 1:
                    free = free.replace(name, self.shown[session])
        return free

    def person(self, typed: str, letters: Mapping[str, str]) -> str:
        """Somebody named in a debrief as the report calls them.

        Args:
            typed: the name as it was written down there.
            letters: the report's name by the debrief's letter.
        """
        if typed in letters:
            return letters[typed]
        for session, name in self.real.items():
            if typed == name:
                return self.shown[session]
        return _("一人") if self.hidden else typed


def people(sessions: Sequence[Session], language: Language, *, hidden: bool) -> People:
    """Names for the people of some sessions: the same letter for everybody of the same name.

    Args:
        sessions: in the order of the letters.
        language: of the letters.
        hidden: use letters for all; otherwise only for those whose name was not recorded.
    """
    letters: dict[str, str] = {}
    shown = {}
    for session in sessions:
        # Two sessions without a name need not be of the same person.
        key = session.trainee or f"\n{session.id}"
        letters.setdefault(key, nameless(len(letters), language))
        shown[session.id] = session.trainee if session.trainee and not hidden else letters[key]
    return People(shown, {each.id: each.trainee for each in sessions if each.trainee}, hidden)
