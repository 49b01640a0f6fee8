"""The handbook page by page, for those who turn its leaves: every page is what one would type to see it.

No words are the contents, `route:` the questions of the channel router, everything else is looked up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scenarios import statutes as law
from scenarios.handbook import CARDS, rows
from scenarios.handbook_route import Question, Way, way
from simulator.handbook import lines, words
from simulator.handbook.asked import asked
from simulator.handbook.leading import ROUTE, Leading
from simulator.i18n import _, language


def page(typed: str, today: date) -> list[str]:
    """The lines of a page; none where nothing was found.

    Args:
        typed: words, or where a line leads.
        today: the day whose law is in force.
    """
    typed = typed.strip()
    if not typed:
        return list(contents(today))
    if typed.startswith(ROUTE):
        return list(route(typed, today))
    found = asked(typed)
    return list(lines.found(found, today)) if found else []


def contents(today: date) -> Iterator[str]:
    """What the handbook has, what is needed at the desk first; every line leads to its page."""
    yield _("手边要用的")
    yield Leading("  " + _("先判通道：一问一答"), ROUTE)
    for key, name in words.card_names().items():
        count = len(rows(key)) if key in CARDS else len(law.bodies())
        yield Leading(f"  {name}  " + _("行数 {n}", n=count), name)
    every = law.statutes()
    yield ""
    yield _("法规 {n} 部，条文 {m} 条", n=len(every), m=sum(len(of.articles) for of in every))
    for of in every:
        known = (words.title(of), _("条文 {n}", n=len(of.articles)), words.validity(of, today))
        yield Leading("  " + "  ".join(known), of.id)
    yield ""
    yield _("主题")
    for key in law.topics():
        yield Leading(f"  {words.topic(key)}", words.topic(key))


def answers_of(typed: str) -> list[int]:
    """The answers in what leads to the router's questions."""
    return [int(part) for part in typed.removeprefix(ROUTE).split(".") if part.isdecimal()]


def to_answer(before: list[int], *more: int) -> str:
    """What leads to where these answers lead."""
    return ROUTE + ".".join(map(str, [*before, *more]))


def route(typed: str, today: date) -> Iterator[str]:
    """The questions of the router: what was answered so far, and what is asked now or where one has come to.

    An answer leads back to its question.
    """
    there = way(answers_of(typed))
    spoken = language()
    given = answers_of(typed)[: len(there.taken)]
    yield _("先判通道")
    for number, (_question, answer) in enumerate(there.taken):
        yield Leading(f"  {answer.text[spoken]}", to_answer(given[:number]))
    yield ""
    if there.question is not None:
        yield from _asked(there.question, given)
    else:
        yield from _arrived(there, today)


def _asked(question: Question, given: list[int]) -> Iterator[str]:
    spoken = language()
    yield question.ask[spoken]
    for number, answer in enumerate(question.answers):
        yield Leading(f"  {number + 1}  {answer.text[spoken]}", to_answer(given, number))
    if question.law:
        yield ""
        yield lines.basis(question.law, 2)


def _arrived(there: Way, today: date) -> Iterator[str]:
    spoken = language()
    answer = there.taken[-1][1]
    if answer.kind is not None:
        yield answer.kind.name[spoken]
        yield f"  {answer.kind.about[spoken]}"
        yield lines.basis(answer.kind.law, 2)
        yield ""
    yield from lines.found(answer.found, today)
    yield ""
    yield Leading(_("从头再问"), ROUTE)
