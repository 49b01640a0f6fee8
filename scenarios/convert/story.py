"""A branching story as other tools know it: what the readers of Twee and ink make, and the writer of scenarios takes.

A reader keeps what this can hold and reports the rest, each loss with its place; nothing is dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from scenarios.diagnostic import Diagnostic, Mark
from scenarios.expression import RESERVED as WORDS
from scenarios.expression import Call, Expression, Name, all_of, negate, walk
from scenarios.schema_values import RESERVED
from scenarios.source_text import CONTROL

MAX_LOSSES = 500
"""Beyond this many losses only their number is kept."""

MAX_ITEMS = 12_000
"""Texts, links and assignments of a story; beyond that it is refused. Nine hundred scenes have some 8,000."""

MAX_STEPS = 120_000
"""Signs (links, macros, line breaks) or instructions that are looked at; beyond that a file is refused."""

MAX_BRANCHES = 40
"""Branches of one condition; what the later ones ask is not told."""

MORE, TOO_LARGE = "JF4003", "JF4002"

Value: TypeAlias = "bool | int | str"
"""What a variable can hold."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value or condition that cannot be told in our language; `text` is how it stood there."""

    text: str


Condition: TypeAlias = "Expression | Unknown | None"
"""What must hold: an expression over variables and `visited(passage)`, something that cannot be told, or nothing."""


@dataclass(frozen=True, slots=True)
class Say:
    """A paragraph."""

    text: str
    when: Condition
    mark: Mark


@dataclass(frozen=True, slots=True)
class Assign:
    """A variable takes a value as this point is passed."""

    variable: str
    value: Value | Unknown
    when: Condition
    mark: Mark


@dataclass(frozen=True, slots=True)
class Link:
    """A choice. `again` says that the other tool lets it be taken any number of times.

    A `fallback` is no choice one sees: it leads on where no other is left.
    """

    text: str
    to: str
    when: Condition
    mark: Mark
    sets: tuple[Assign, ...] = ()
    again: bool = True
    fallback: bool = False


@dataclass(frozen=True, slots=True)
class Jump:
    """It goes on somewhere else without a choice."""

    to: str
    when: Condition
    mark: Mark


Item: TypeAlias = "Say | Assign | Link | Jump"


@dataclass(slots=True)
class Passage:
    """A passage, knot, stitch, gather or what follows a choice, its items in the order they are met."""

    name: str
    mark: Mark
    tags: tuple[str, ...] = ()
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Story:
    """All of it.

    Attributes:
        initial: values that variables have from the beginning.
        start: name of the first passage.
    """

    title: str = ""
    start: str = ""
    passages: dict[str, Passage] = field(default_factory=dict)
    initial: dict[str, Value] = field(default_factory=dict)


class Losses:
    """What could not be carried over, in the order it was met."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.more = 0

    def add(self, code: str, mark: Mark, **arguments: Any) -> None:
        """Report one. Texts among the arguments are shortened to what a message can hold."""
        if len(self.found) >= MAX_LOSSES:
            self.more += 1
            return
        self.found.append(Diagnostic(code, mark, {key: _short(value) for key, value in arguments.items()}))

    def all(self) -> tuple[Diagnostic, ...]:
        """All of them; the last says how many more there were."""
        rest = [Diagnostic(MORE, self.found[-1].mark, {"count": self.more})] if self.more else []
        return (*self.found, *rest)


def _short(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = clean(value[:200])
    return text if len(text) <= 60 else text[:59] + "…"


def clean(text: str) -> str:
    """A text on one line, without characters that our files may not hold."""
    return " ".join(CONTROL.sub(" ", text).split())


def slug(text: str, default: str) -> str:
    """An id of our language made from a name of another, or `default` where nothing of it can stay."""
    made = re.sub(r"[^a-z0-9_]+", "-", text[:200].lower()).strip("-_")[:40].strip("-_")
    if not made:
        return default
    return made if made[0].isalpha() else f"{default}-{made}"


class Ids:
    """Ids that are each used once, none of them a word of the language, of its conditions or of YAML."""

    def __init__(self, *taken: str) -> None:
        self._taken = {*taken, *RESERVED, *WORDS, "null"}
        self._next: dict[str, int] = {}

    def new(self, wanted: str) -> str:
        """The id itself if it is free, else with the first free number behind it."""
        name = wanted
        while name in self._taken:
            number = self._next[wanted] = self._next.get(wanted, 1) + 1
            name = f"{wanted}-{number}"
        self._taken.add(name)
        return name


def reads(condition: Condition) -> frozenset[str]:
    """The variables a condition reads."""
    if condition is None or isinstance(condition, Unknown):
        return frozenset()
    return frozenset(node.id[1:] for node in walk(condition) if isinstance(node, Name))


def asks(condition: Condition) -> frozenset[str]:
    """The passages of which a condition asks whether they were entered."""
    if condition is None or isinstance(condition, Unknown):
        return frozenset()
    return frozenset(node.argument for node in walk(condition) if isinstance(node, Call))


def variable(name: str) -> Name:
    """A variable in a condition. The sign before it keeps `trust` of another tool apart from our meter."""
    return Name(f"${name}")


def visited(passage: str) -> Expression:
    """The condition that a passage was entered."""
    return Call("visited", passage)


def opposite(asked: Condition) -> Condition:
    """That it does not hold."""
    if isinstance(asked, Unknown):
        return Unknown(f"not ({asked.text})")
    return None if asked is None else negate(asked)


def both(parts: Iterable[Condition]) -> Condition:
    """All of them; what cannot be told makes the whole untellable."""
    told = []
    for part in parts:
        if isinstance(part, Unknown):
            return part
        if part is not None:
            told.append(part)
    return all_of(told) if told else None
