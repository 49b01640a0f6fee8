"""The channel router as questions: every way ends somewhere, nothing of the router's card is out of reach."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scenarios import statutes as law
from scenarios.handbook import rows
from scenarios.handbook_route import START, ends, questions, way


def test_every_end_says_where_one_has_come_to() -> None:
    """A kind of matter, rows of cards or procedures; and each question is asked on some way."""
    asked = set()
    for answers in ends():
        there = way(answers)
        asked |= {question.id for question, _answer in there.taken}
        assert there.question is None and len(there.taken) == len(answers)
        last = there.taken[-1][1]
        assert last.kind or last.found
    assert asked == set(questions())


def test_every_row_of_the_router_is_reached_once() -> None:
    """The tree says all that the card says, and no row stands in two places."""
    reached = [row.id for answers in ends() for row in way(answers).taken[-1][1].found.rows if row.card == "router"]
    assert sorted(reached) == sorted(row.id for row in rows("router"))


def test_the_petition_procedure_comes_last() -> None:
    """Article 31: one comes to it only where no other track fits, or where it has given an opinion already."""
    found = [
        way(answers).taken[-1][1]
        for answers in ends()
        if any(one.id == "petition-handling" for one in way(answers).taken[-1][1].found.procedures)
    ]
    (answer,) = found
    assert answer.text["zh"].startswith("都不是")
    assert questions()["matter"].answers[-1] == answer


def test_both_languages_and_the_law() -> None:
    """Every question and answer is there in both, and what a question rests on is in the handbook and in force."""
    for question in questions().values():
        for text in (question.ask, *(answer.text for answer in question.answers)):
            assert text["zh"] and text["en"]
        for citation in question.law:
            entry = law.article(citation)
            assert entry is not None and entry.repealed is None


@given(st.lists(st.integers(min_value=-3, max_value=9), max_size=12))
def test_any_answers_lead_somewhere(answers: list[int]) -> None:
    """What is no answer is left out; the first question is asked where nothing was answered."""
    there = way(answers)
    assert there.question is not None or there.taken
    if not there.taken:
        assert there.question == questions()[START]
