"""The channel router as questions: each answer leads to the next one or to where a matter belongs.

The order is that of Articles 29 to 31 of the Petition Work Regulations (`law/route.yaml`). Pure, as the handbook is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from scenarios.handbook import Found, Row, rows
from scenarios.statutes import Kind, kinds, procedures, route
from scenarios.value import value

START = "danger"
"""The first question."""

_CARDS = ("router", "crises", "deadlines")


@value(frozen=True, slots=True)
class Answer:
    """An answer.

    Attributes:
        text: in both languages.
        to: id of the next question; empty where one has arrived.
        kind: which kind of matter it is, where the answer settles that.
        found: rows and procedures one has come to.
    """

    text: Mapping[str, str]
    to: str = ""
    kind: Kind | None = None
    found: Found = Found()


@value(frozen=True, slots=True)
class Question:
    """A question with its answers. `law`: the citations that the question rests on."""

    id: str
    ask: Mapping[str, str]
    answers: tuple[Answer, ...]
    law: tuple[str, ...] = ()


@value(frozen=True, slots=True)
class Way:
    """Where answers have led.

    Attributes:
        taken: each question that was answered, with its answer.
        question: what is asked now; None where one has arrived, at what the last answer found.
    """

    taken: tuple[tuple[Question, Answer], ...]
    question: Question | None


@cache
def questions() -> Mapping[str, Question]:
    """Every question by id, in the order of the file."""
    return {
        key: Question(key, entry["ask"], tuple(map(_answer, entry["answers"])), tuple(entry.get("law", ())))
        for key, entry in route().items()
    }


def _answer(entry: Mapping[str, Any]) -> Answer:
    kind = entry.get("kind")
    found = Found(
        procedures=tuple(procedures()[key] for key in entry.get("procedures", ())),
        rows=tuple(_row(card, key) for card in _CARDS for key in entry.get(card, ())),
    )
    return Answer(entry["text"], entry.get("to", ""), kinds()[kind] if kind else None, found)


def _row(card: str, key: str) -> Row:
    return next(row for row in rows(card) if row.id == key)


def way(answers: Sequence[int]) -> Way:
    """Where answers lead from the first question on.

    Args:
        answers: indices from 0; what goes beyond the tree, or is not in it, is left out.
    """
    taken: list[tuple[Question, Answer]] = []
    question: Question | None = questions()[START]
    for index in answers:
        if question is None or not 0 <= index < len(question.answers):
            break
        answer = question.answers[index]
        taken.append((question, answer))
        question = questions()[answer.to] if answer.to else None
    return Way(tuple(taken), question)


def ends() -> Iterator[tuple[int, ...]]:
    """The answers that lead to each end of the tree."""
    yield from _ends(START, ())


def _ends(question: str, before: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for index, answer in enumerate(questions()[question].answers):
        if answer.to:
            yield from _ends(answer.to, (*before, index))
        else:
            yield (*before, index)
