"""The handbook as JSON: docs/json.md, `handbook`."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from scenarios import statutes as law
from scenarios.handbook import CARDS, Found, Row, rows
from simulator.handbook import words
from simulator.i18n import language

Data = dict[str, Any]


def contents(today: date) -> Data:
    """What the handbook has."""
    every = law.statutes()
    carried = Counter(key for of in every for entry in of.articles.values() for key in entry.topics)
    names = words.card_names().items()
    return _whole() | {
        "statutes": [_statute(of, today) for of in every],
        "topics": [{"id": key, "name": words.topic(key), "articles": carried[key]} for key in law.topics()],
        "cards": [
            {"id": card, "name": name, "rows": len(rows(card)) if card in CARDS else len(law.bodies())}
            for card, name in names
        ],
    }


def found(what: Found, today: date) -> Data:
    """What was found; a statute is listed where it was asked for or an article of it was found."""
    ids = dict.fromkeys([what.statute.id] if what.statute else [entry.statute for entry in what.articles])
    return _whole() | {
        "statutes": [_statute(of, today) for name in ids if (of := law.statute(name))],
        "articles": [_article(entry) for entry in what.articles],
        "rows": [_row(row) for row in what.rows],
        "bodies": [_body(body) for body in what.bodies],
        "procedures": [_procedure(one) for one in what.procedures],
    }


def _whole() -> Data:
    """Every key, so that a reader need not ask which are there."""
    return {key: [] for key in ("statutes", "topics", "cards", "articles", "rows", "bodies", "procedures")}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _statute(of: law.Statute, today: date) -> Data:
    spoken = language()
    return {
        "id": of.id,
        "name": of.name[spoken],
        "short": of.short[spoken],
        "version": of.version.get(spoken),
        "status": of.status.value,
        "valid": law.in_force(of, today),
        "in_force": _day(of.in_force),
        "repealed": _day(law.ends(of)),
        "successor": of.successor or None,
        "instead": list(of.instead),
        "note": of.note.get(spoken),
        "checked": of.checked or None,
        "articles": len(of.articles),
    }


def _article(entry: law.Article) -> Data:
    spoken = language()
    return {
        "citation": str(entry.citation),
        "written": law.written(entry.citation, spoken),
        "statute": entry.statute,
        "summary": entry.summary[spoken],
        "desk": entry.desk[spoken],
        "error": entry.error.get(spoken),
        "paragraphs": [{"number": number, "text": text[spoken]} for number, text in entry.paragraphs.items()],
        "topics": list(entry.topics),
        "repealed": _day(entry.repealed),
        "repealed_paragraphs": list(entry.repealed_paragraphs),
        "replaced_by": list(entry.replaced_by),
    }


def _row(row: Row) -> Data:
    return {
        "card": row.card,
        "id": row.id,
        "practice": row.practice,
        "texts": {key: texts[language()] for key, texts in row.texts.items()},
        "bodies": list(row.bodies),
        "law": list(row.law),
    }


def _body(body: law.Body) -> Data:
    return {
        "id": body.id,
        "name": body.name[language()],
        "level": list(body.level),
        "decides": body.decides[language()],
        "see": list(body.see),
        "practice": body.practice,
        "law": list(body.law),
    }


def _procedure(one: law.Procedure) -> Data:
    return {
        "id": one.id,
        "name": one.name[language()],
        "body": one.body,
        "limits": one.limits[language()],
        "practice": one.practice,
        "law": list(one.law),
    }
