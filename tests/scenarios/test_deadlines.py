"""No figure of the handbook contradicts the hand-kept table of time limits, in either language, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from scenarios import statutes as law
from scenarios.handbook import every_row, texts_of

TABLE = Path(__file__).resolve().parents[1] / "data" / "deadlines.yaml"
AS_OF = date(2026, 9, 15)

Figure = tuple[int, str]

UNITS = {"个工作日": "workday", "日": "day", "个月": "month", "年": "year", "小时": "hour", "人": "person",
         "名": "person", "元": "yuan", "万元": "yuan"}  # fmt: skip
ENGLISH = {"workday": r"working days?", "day": r"days?", "month": r"months?", "year": r"years?", "hour": r"hours?",
           "person": r"representatives|people|persons?|at most", "yuan": r"yuan"}  # fmt: skip
NUMBERS = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
           "seventeen eighteen nineteen twenty").split()  # fmt: skip

_DATE = re.compile(r"\d{4}年(?:\d+月(?:\d+日)?)?")
_CHINESE = re.compile(r"(\d+)(个工作日|日|个月|年|小时|人|名|万元|元)")
_ENGLISH = re.compile(
    rf"\b(\d[\d,]*|{'|'.join(NUMBERS)})(?:[ -]|\sunbroken\s)(working days?|days?|months?|years?|hours?|yuan)\b",
    re.IGNORECASE,
)


def figure(text: str) -> Figure:
    """`15 day` as number and unit."""
    number, unit = text.split()
    assert unit in ENGLISH, text
    return int(number), unit


def table() -> dict[str, set[Figure]]:
    """The hand-kept table."""
    return {place: set(map(figure, figures)) for place, figures in yaml.safe_load(TABLE.read_text("utf-8")).items()}


FIGURES = table()


def chinese(text: str) -> set[Figure]:
    """The figures of a Chinese text; dates are none."""
    found = _CHINESE.findall(_DATE.sub("", text))
    return {(int(number) * (10000 if unit == "万元" else 1), UNITS[unit]) for number, unit in found}


def english(text: str) -> set[Figure]:
    """The figures of an English text that stand directly before their unit."""
    return {(_number(word), _unit(unit)) for word, unit in _ENGLISH.findall(text)}


def _number(word: str) -> int:
    word = word.lower().replace(",", "")
    return NUMBERS.index(word) if word in NUMBERS else int(word)


def _unit(word: str) -> str:
    return next(unit for unit, pattern in ENGLISH.items() if re.fullmatch(pattern, word, re.IGNORECASE))


def told_in_english(what: Figure, text: str) -> bool:
    """Whether a text has the number, in digits or as a word, and the unit; a unit may be said once for several."""
    number, unit = what
    word = NUMBERS[number] if number < len(NUMBERS) else ""
    written = {str(number), f"{number:,}", word} | ({"a", "an"} if number == 1 else set())
    shown = "|".join(re.escape(each) for each in written if each)
    return bool(
        re.search(rf"(?<![\d,])\b(?:{shown})\b(?![,\d]*\d)", text, re.IGNORECASE)
        and re.search(ENGLISH[unit], text, re.IGNORECASE)
    )


def of(citations: Iterable[str]) -> set[Figure]:
    """The figures of all the articles that are cited."""
    places = [str(found.citation) for text in citations if (found := law.article(text))]
    return {each for place in places for each in FIGURES.get(place, set())}


def told() -> Iterator[tuple[str, str, str, tuple[str, ...], bool]]:
    """All that may tell a figure beside the articles: where, in Chinese, in English, its law, whether practice."""
    for row in every_row():
        zh, en = (texts_of(*({language: text[language]} for text in row.texts.values())) for language in ("zh", "en"))
        yield f"{row.card}/{row.id}", zh, en, row.law, row.practice
    for body in law.bodies().values():
        yield f"bodies/{body.id}", body.decides["zh"], body.decides["en"], body.law, body.practice
    for one in law.procedures().values():
        yield f"procedures/{one.id}", one.limits["zh"], one.limits["en"], one.law, one.practice


class TestArticles:
    """Summaries, desk notes and paragraphs of articles."""

    @pytest.mark.parametrize("place", FIGURES)
    def test_the_summary_has_these_figures_and_no_others(self, place: str) -> None:
        """In Chinese exactly these; in English each of them, and none that is not in the table."""
        found = law.article(place)
        assert found is not None, place
        assert law.check_citation(place, AS_OF) == ()
        assert chinese(found.summary["zh"]) == FIGURES[place]
        assert {each for each in FIGURES[place] if not told_in_english(each, found.summary["en"])} == set()
        assert english(found.summary["en"]) <= FIGURES[place]

    def test_every_article_with_a_figure_is_in_the_table(self) -> None:
        """No time limit in force is told without having been entered by hand."""
        for statute in law.statutes():
            if statute.status is not law.Status.CURRENT:
                continue
            for entry in statute.articles.values():
                figures = chinese(entry.summary["zh"]) | english(entry.summary["en"])
                assert not figures or str(entry.citation) in FIGURES, (str(entry.citation), figures)

    def test_paragraphs_say_no_other_figures(self) -> None:
        """What is said of a paragraph is among the figures of its article."""
        for place, figures in FIGURES.items():
            found = law.article(place)
            assert found is not None
            for number, text in found.paragraphs.items():
                assert chinese(text["zh"]) <= figures and english(text["en"]) <= figures, (place, number)
                assert all(told_in_english(each, text["en"]) for each in chinese(text["zh"])), (place, number)


class TestCardsAndDirectory:
    """Rows of cards, bodies, procedures."""

    def test_figures_are_those_of_the_law_cited(self) -> None:
        """A figure beside a citation stands in an article that is cited; both languages tell the same."""
        checked = 0
        for where, zh, en, cited, practice in told():
            figures = chinese(zh)
            assert all(told_in_english(each, en) for each in figures), (where, figures, en)
            assert english(en) <= figures, (where, english(en), figures)
            if not practice:
                checked += bool(figures)
                assert figures <= of(cited), (where, figures - of(cited))
        assert checked >= 40

    def test_the_deadline_card_tells_each_limit(self) -> None:
        """Every row that is law has a figure; those on a petition article have all of its figures."""
        on: dict[str, set[Figure]] = {}
        for where, zh, _en, cited, practice in told():
            if where.startswith("deadlines/") and not practice:
                assert chinese(zh), where
                for text in cited:
                    found = law.article(text)
                    assert found is not None, where
                    on.setdefault(str(found.citation), set()).update(chinese(zh))
        petition = {place: figures for place, figures in on.items() if place.startswith("信访工作条例:")}
        assert petition == {place: FIGURES[place] for place in petition} and len(petition) == 6

    def test_practice_without_law_is_not_told_as_law(self) -> None:
        """A figure without a citation says that it is practice."""
        for where, zh, _en, cited, practice in told():
            assert not chinese(zh) or cited or practice, where


class TestReading:
    """The readers of figures, so that the tests above do not pass on nothing."""

    def test_chinese(self) -> None:
        """Units, several figures, dates left out."""
        assert chinese("自2026年4月15日施行；60日内，5个工作日，2000元以上2万元以下，不超过5人，2022年后") == {
            (60, "day"), (5, "workday"), (2000, "yuan"), (20000, "yuan"), (5, "person"),
        }  # fmt: skip

    def test_english(self) -> None:
        """Digits and words, working days apart from days."""
        assert english("within 15 working days, six months or 1,000 yuan; one may ask") == {
            (15, "workday"), (6, "month"), (1000, "yuan"),
        }  # fmt: skip
        assert told_in_english((30, "day"), "60 days, extendable by at most 30")
        assert not told_in_english((30, "day"), "60 days") and not told_in_english((0, "day"), "60 days")
        assert not told_in_english((5, "workday"), "within five days")
