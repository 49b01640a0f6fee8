"""A record form or referral sheet as it is filled in: fields with entries, a draft, what is still open. No widget.

The terminal's paper form and the plain game both fill in a :class:`Draft` and hand in its picks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scenarios.conversation import Conversation
from scenarios.play import Play
from simulator.i18n import _
from simulator.visit import Visit

Picks = dict[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be ticked or picked: `option` of the form line `line`."""

    line: str
    option: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the paper: all statements to tick together, or one pick list. `id` is empty for the statements."""

    id: str
    label: str
    kind: Literal["tick", "pick"]
    entries: tuple[Entry, ...]


def title(kind: str) -> str:
    """What the form is called."""
    return _("来访登记表") if kind == "record" else _("分流单")


def kind_of(play: Play) -> str:
    """`record` or `referral`: the form one is at."""
    form = play.node.form
    assert form is not None
    return form.kind


def fields(conversation: Conversation) -> list[Field]:
    """The fields of the form one is at, in the order on screen."""
    play = conversation.play
    state = play.state
    lines = play.form()
    statements = tuple(
        Entry(line.line.id, "tick", conversation.label(line, state)) for line in lines if line.line.kind == "tick"
    )
    found = [Field("", _("反映内容"), "tick", statements)] if statements else []
    for line in lines:
        if line.line.kind != "tick":
            entries = tuple(
                Entry(line.line.id, option.id, conversation.option(case, state)) for option, case in line.options
            )
            found.append(Field(line.line.id, conversation.label(line, state), "pick", entries))
    return found


class Draft:
    """What has been ticked and picked so far. Forgets what the form no longer has."""

    def __init__(self, fields: list[Field], picks: Mapping[str, str] | None = None) -> None:
        there = {(entry.line, entry.option) for field in fields for entry in field.entries}
        self.fields = fields
        self.picks: Picks = {line: option for line, option in (picks or {}).items() if (line, option) in there}

    def has(self, entry: Entry) -> bool:
        """Whether an entry is ticked or picked."""
        return self.picks.get(entry.line) == entry.option

    def press(self, field: Field, entry: Entry) -> None:
        """Tick a statement or take the tick off; pick an option."""
        if field.kind == "tick" and self.has(entry):
            del self.picks[entry.line]
        else:
            self.picks[entry.line] = entry.option

    def is_open(self, field: Field) -> bool:
        """Whether a pick is still missing here. Statements may all be left out."""
        return field.kind == "pick" and not any(self.has(entry) for entry in field.entries)

    def open_fields(self) -> list[Field]:
        """The fields that keep the form from being handed in."""
        return [field for field in self.fields if self.is_open(field)]

    @property
    def blank(self) -> bool:
        """Whether there are statements and none is ticked."""
        return not self.ticked and any(field.kind == "tick" for field in self.fields)

    @property
    def ticked(self) -> int:
        """How many statements are ticked."""
        return sum(self.has(entry) for field in self.fields if field.kind == "tick" for entry in field.entries)

    def result(self) -> Picks:
        """The picks to hand in: every line, statements left out as `leave`."""
        found = {entry.line: "leave" for field in self.fields if field.kind == "tick" for entry in field.entries}
        return found | self.picks


def kept(visit: Visit) -> Picks:
    """The draft of the form the visit is at, kept on the visit until it is handed in and after (an undo finds it)."""
    return visit.drafts.get(visit.play.node.id, {})


def keep(visit: Visit, draft: Draft) -> None:
    """Keep a draft of the form the visit is at."""
    visit.drafts[visit.play.node.id] = dict(draft.picks)
