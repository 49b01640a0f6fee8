"""Finding an entry of a form by what one types: words of either language, an id, initials.

A field for a body or a procedure is looked up in the whole directory: an entry is found also by what the body does,
and bodies that this sheet does not have are told of as such. Nothing here says which entry is right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scenarios import statutes as law
from scenarios.handbook import texts_of
from scenarios.handbook_search import has_all
from scenarios.vocabulary import vocabulary
from simulator.forms import Field
from simulator.i18n import language
from simulator.initials import initials


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found.

    Attributes:
        entry: index of the field's entry; -1 for what the directory has and this sheet has not.
        name: its words.
        told: what the directory says of it; empty where it says nothing.
    """

    entry: int
    name: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class _Note:
    """What is known of an id: its name and what is told of it, in both languages."""

    name: Mapping[str, str]
    told: Mapping[str, str]


def _notes(line: str) -> dict[str, _Note]:
    """What is known of the ids that a line of a form may have; nothing for a line of the author's own."""
    if line == "body":
        return {key: _Note(body.name, body.decides) for key, body in law.bodies().items()}
    if line == "procedure":
        return {key: _Note(one.name, one.limits) for key, one in law.procedures().items()}
    if line == "kind":
        kinds = vocabulary().kinds.items()
        return {
            key: _Note({"zh": of.name.zh, "en": of.name.en}, {"zh": of.what.zh, "en": of.what.en}) for key, of in kinds
        }
    return {}


def in_directory(field: Field) -> bool:
    """Whether the directory knows of what this field asks for."""
    return field.id in ("body", "procedure")


def find(field: Field, typed: str) -> list[Hit]:
    """The entries of a field that have all the words, then what else the directory has with them.

    Where nothing has them, names are found by their characters or initials in that order, as 住建 in 住房和城乡建设局.

    Args:
        field: of the form one is at.
        typed: words; empty for all entries.
    """
    typed = typed.strip().casefold()
    return _find(field, typed, _has) or _find(field, typed, _short_for)


def _find(field: Field, typed: str, fits: Callable[[str, str, str, _Note | None], bool]) -> list[Hit]:
    spoken, notes = language(), _notes(field.id)
    found = []
    for index, entry in enumerate(field.entries):
        note = notes.get(entry.option)
        if not typed or fits(typed, entry.text, entry.option, note):
            found.append(Hit(index, entry.text, note.told[spoken] if note else ""))
    if typed and in_directory(field):
        here = {entry.option for entry in field.entries}
        others = ((key, note) for key, note in notes.items() if key not in here)
        found += [Hit(-1, note.name[spoken], note.told[spoken]) for key, note in others if fits(typed, "", key, note)]
    return found


def _names(text: str, note: _Note | None) -> list[str]:
    return [text, *([note.name["zh"]] if note else [])]


def _letters(typed: str) -> bool:
    """Whether it may be initials: two Latin letters or more."""
    return typed.isascii() and typed.isalpha() and len(typed) > 1


def _has(typed: str, text: str, key: str, note: _Note | None) -> bool:
    """Whether words, or the initials of a run of characters, occur."""
    if _letters(typed) and any(typed in initials(name) for name in _names(text, note)):
        return True
    return has_all(typed, " ".join([key, text, *([texts_of(note.name, note.told)] if note else [])]))


def _short_for(typed: str, text: str, _key: str, note: _Note | None) -> bool:
    """Whether the characters of a short form, or its initials, stand in a name in that order."""
    return len(typed) > 1 and any(
        _in_order(typed, initials(name) if _letters(typed) else name.casefold()) for name in _names(text, note)
    )


def _in_order(short: str, whole: str) -> bool:
    rest = iter(whole)
    return all(character in rest for character in short)
