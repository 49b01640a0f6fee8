"""The law behind a visit: statutes with their validity, bodies, procedures, desk cards and public holidays.

The texts stand in `law/*.yaml` and `law/statutes/*.yaml` in Chinese and English. They are our own summaries of what was
verified, never the words of a statute. Nothing is read before it is asked for, and a citation reads only the file of
its own statute. A citation is written `statute:article`, with a paragraph where one is meant: `信访工作条例:20.3`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from scenarios.diagnostic import Diagnostic, Mark
from scenarios.own_data import own_data
from scenarios.shape import Words
from scenarios.value import value

_LAW = Path(__file__).with_name("law")
NO_WORDS: Words = {}

_CITATION = re.compile(
    r"(?P<statute>[^:\s]+):(?P<article>[1-9]\d*(?:之[一二三四五六七八九十])?)(?:\.(?P<paragraph>[1-9]\d*(?:\.[1-9]\d*)?))?"
)
_ENTRY = re.compile(r"^([^\s#][^\n]*):[ \t]*$", re.MULTILINE)
_PROSE = re.compile(
    r"《?(?P<statute>[^《》]+)》?第(?P<article>\d+)条(?P<twin>之[一二三四五六七八九十])?"
    r"(?:第(?P<paragraph>\d+)款(?:第(?P<item>\d+)项)?)?"
)
_NUMERALS = "一二三四五六七八九十"


class Status(StrEnum):
    """Whether a statute may be cited; `doubtful` means that its validity could not be verified."""

    CURRENT = "current"
    REPEALED = "repealed"
    DOUBTFUL = "doubtful"


@value(frozen=True, slots=True)
class Citation:
    """A place in a statute.

    Attributes:
        statute: the statute's id, its short Chinese name.
        article: the article number as text, such as `20` or `276之一`.
        paragraph: the paragraph, or paragraph and item as `2.9`, or empty for the whole article.
    """

    statute: str
    article: str
    paragraph: str = ""

    def __str__(self) -> str:
        return f"{self.statute}:{self.article}" + (f".{self.paragraph}" if self.paragraph else "")


@value(frozen=True, slots=True)
class Article:
    """What one article says and what it means at the desk.

    Attributes:
        statute: id of the statute.
        number: article number as text.
        summary: what it says, in our own words.
        desk: what it means for whoever receives the visitor.
        topics: keys of `law/topics.yaml`.
        error: the common error beside it, or empty.
        paragraphs: single paragraphs by number, where they matter one by one.
        replaced_by: citations of the provisions in force that took its place.
        repealed: first day on which the article, or its `repealed_paragraphs`, no longer holds.
        repealed_paragraphs: the paragraphs that `repealed` speaks of; none means the whole article.
    """

    statute: str
    number: str
    summary: Words
    desk: Words
    topics: tuple[str, ...]
    error: Words = field(default_factory=dict)
    paragraphs: Mapping[str, Words] = field(default_factory=dict)
    replaced_by: tuple[str, ...] = ()
    repealed: date | None = None
    repealed_paragraphs: tuple[str, ...] = ()

    @property
    def citation(self) -> Citation:
        """The citation of the whole article."""
        return Citation(self.statute, self.number)


@value(frozen=True, slots=True)
class Statute:
    """A law, regulation, rule or judicial interpretation.

    Attributes:
        id: short Chinese name, as citations write it.
        name: full name.
        short: short name for the screen; in Chinese it is the id.
        version: which revision the summaries follow, or empty.
        status: whether it may be cited.
        in_force: first day of validity, or None where that was not verified.
        repealed: first day on which it no longer holds, or None where that was not verified.
        successor: id of the statute that took its place, or empty.
        instead: citations to use where no single statute took its place.
        note: what was not verified, or empty.
        checked: the day or month up to which the text was checked (ISO text), or empty.
        articles: the articles that were verified, by number.
    """

    id: str
    name: Words
    short: Words
    version: Words
    status: Status
    in_force: date | None
    repealed: date | None
    successor: str
    instead: tuple[str, ...]
    note: Words
    checked: str
    articles: Mapping[str, Article]


@value(frozen=True, slots=True)
class Body:
    """A body that a matter can be sent to. `practice`: who deals with it is working knowledge, not verified law.

    `see`: ids of procedures that stand with another body and that this one has a part in.
    """

    id: str
    name: Words
    level: tuple[str, ...]
    decides: Words
    law: tuple[str, ...]
    practice: bool = False
    see: tuple[str, ...] = ()


@value(frozen=True, slots=True)
class Procedure:
    """A procedure and its time limits. `practice`: not verified law, to be told as local practice only."""

    id: str
    name: Words
    body: str
    limits: Words
    law: tuple[str, ...]
    practice: bool = False


@value(frozen=True, slots=True)
class Kind:
    """A kind of matter: suggestion, report, appeal or litigation."""

    id: str
    name: Words
    about: Words
    law: tuple[str, ...]


@cache
def _read(name: str) -> Any:
    return own_data(_LAW / name)


@cache
def _order() -> tuple[str, ...]:
    """The files of statutes, petition work first: it is asked for most."""
    return tuple(sorted((path.name for path in (_LAW / "statutes").glob("*.yaml")),
                        key=lambda name: (name != "petition.yaml", name)))  # fmt: skip


@cache
def _held(file: str) -> tuple[str, ...]:
    """The statutes of a file, found by the lines that begin an entry, without parsing."""
    return tuple(_ENTRY.findall((_LAW / "statutes" / file).read_text("utf-8")))


@cache
def _files() -> Mapping[str, str]:
    """File name of every statute."""
    return {found: file for file in _order() for found in _held(file)}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _article(statute: str, number: str, data: Mapping[str, Any]) -> Article:
    return Article(
        statute=statute,
        number=number,
        summary=data["summary"],
        desk=data["desk"],
        topics=tuple(data["topics"]),
        error=data.get("error", NO_WORDS),
        paragraphs=data.get("paragraphs", {}),
        replaced_by=tuple(data.get("replaced_by", ())),
        repealed=_day(data.get("repealed")),
        repealed_paragraphs=tuple(data.get("repealed_paragraphs", ())),
    )


def folded(text: str) -> str:
    """Full-width brackets, colons and digits become their half-width twins; book marks and outer blanks go."""
    return unicodedata.normalize("NFKC", text).strip().strip("《》")


def parse_citation(text: str) -> Citation | None:
    """Read `statute:article[.paragraph]`; full-width colons and brackets are read as half-width ones.

    Returns:
        The citation, or None where the text has another shape. The statute need not exist.
    """
    match = _CITATION.fullmatch(folded(text).replace("》:", ":"))
    return Citation(match["statute"], match["article"], match["paragraph"] or "") if match else None


def from_prose(text: str) -> str:
    """The citation that 《信访工作条例》第20条第3款 means, or empty; the statute need not exist."""
    match = _PROSE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return ""
    paragraph = ".".join(part for part in (match["paragraph"], match["item"]) if part)
    return str(Citation(match["statute"], match["article"] + (match["twin"] or ""), paragraph))


@cache
def statute(name: str) -> Statute | None:
    """The statute of that id, or None; reads only the file that holds it."""
    file = next((file for file in _order() if name in _held(file)), None)
    if file is None:
        return None
    data = _read(f"statutes/{file}")[name]
    return Statute(
        id=name,
        name=data["name"],
        short={"zh": name, **data["short"]},
        version=data.get("version", NO_WORDS),
        status=Status(data["status"]),
        in_force=_day(data["in_force"]),
        repealed=_day(data["repealed"]),
        successor=data["successor"] or "",
        instead=tuple(data.get("instead", ())),
        note=data.get("note", NO_WORDS),
        checked=data["checked"] or "",
        articles={number: _article(name, number, entry) for number, entry in data["articles"].items()},
    )


@cache
def statutes() -> tuple[Statute, ...]:
    """Every statute, field of law by field of law. Reads all files."""
    return tuple(found for name in _files() if (found := statute(name)))


def article(citation: Citation | str) -> Article | None:
    """The article that a citation names (a paragraph belongs to its article), or None."""
    place = parse_citation(citation) if isinstance(citation, str) else citation
    found = statute(place.statute) if place else None
    return found.articles.get(place.article) if found and place else None


def written(citation: Citation, language: str = "zh") -> str:
    """A citation as people write it: 《信访工作条例》第20条第3款, or `Petition Work Regulations, Art. 20(3)`."""
    found = statute(citation.statute)
    number, _, suffix = citation.article.partition("之")
    parts = citation.paragraph.split(".") if citation.paragraph else []
    if language == "zh":
        place = f"第{number}条" + (f"之{suffix}" if suffix else "")
        inner = "".join(f"第{n}{unit}" for n, unit in zip(parts, "款项", strict=False))
        return f"《{citation.statute}》{place}{inner}"
    title = found.short["en"] if found else citation.statute
    twin = f"-{_NUMERALS.index(suffix) + 1}" if suffix else ""
    return f"{title}, Art. {number}{twin}" + "".join(f"({n})" for n in parts)


def successor(of: Statute) -> Statute | None:
    """The statute that took its place, or None."""
    return statute(of.successor) if of.successor else None


def ends(of: Statute) -> date | None:
    """First day on which a statute no longer holds, or may no longer hold: its own, else its successor's first day.

    Returns:
        None for a statute in force, and where no date was verified.
    """
    if of.status is Status.CURRENT or of.repealed:
        return of.repealed
    following = successor(of)
    return following.in_force if following else None


def in_force(of: Statute, on: date) -> bool:
    """Whether a statute may be cited as valid on a day.

    A first day that was not verified counts as long past. A repealed or doubtful statute without any verified last
    day is valid on no day.
    """
    if of.in_force and on < of.in_force:
        return False
    last = ends(of)
    return of.status is Status.CURRENT if last is None else on < last


def nearest(name: str) -> str:
    """The statute id that a misspelt, full or English name most likely means, or empty."""
    wanted = folded(name)[:60]
    if wanted in _files():
        return wanted
    for found in statutes():
        if wanted.casefold() in {folded(text).casefold() for text in (*found.name.values(), *found.short.values())}:
            return found.id
    from difflib import get_close_matches  # most citations are right

    close = get_close_matches(wanted, list(_files()), n=1, cutoff=0.5)
    return close[0] if close else ""


def _overdue(of: Statute, cited: Citation) -> tuple[dict[str, str], dict[str, str]]:
    """Since when a statute is out of use, and what to cite instead, both in words."""
    last = ends(of)
    since = {"zh": f"自{last}起", "en": f"since {last}"}
    if last is None:
        since = {"zh": "（日期未核）", "en": "(date not verified)"}
    own = of.articles.get(cited.article)
    places = [parsed for text in (own.replaced_by if own else ()) or of.instead if (parsed := parse_citation(text))]
    following = successor(of)
    if places:
        return since, {
            "zh": "、".join(map(str, places)),
            "en": ", ".join(f"{p} ({written(p, 'en')})" for p in places),
        }
    if following:
        return since, {"zh": following.id, "en": f"{following.id} ({following.short['en']})"}
    return since, {"zh": "有效的规定", "en": "a provision known to be valid"}


def check_citation(text: str, on: date, mark: Mark | None = None) -> tuple[Diagnostic, ...]:
    """Check one citation against the day of the visit.

    Args:
        text: the citation as the author wrote it.
        on: the day of the visit.
        mark: where the citation stands.

    Returns:
        Nothing when it is sound; else what is wrong: shape (JF7000), unknown statute (JF7001) or article (JF7002), not
        yet in force (JF7003), repealed (JF7004), validity not verified (JF7005), repealed paragraph (JF7006).
    """

    def finding(code: str, near: str = "", **arguments: Any) -> tuple[Diagnostic, ...]:
        return (Diagnostic(code, mark, {"citation": text, "on": on.isoformat(), **arguments}, near),)

    cited = parse_citation(text)
    if cited is None:
        return finding("JF7000", from_prose(text), name=text)
    found = statute(cited.statute)
    if found is None:
        return finding("JF7001", nearest(cited.statute), name=cited.statute)
    title = found.short
    if found.in_force and on < found.in_force:
        return finding("JF7003", statute=title, since=found.in_force.isoformat())
    if not in_force(found, on):
        since, instead = _overdue(found, cited)
        code = "JF7004" if found.status is Status.REPEALED else "JF7005"
        return finding(code, statute=title, since=since, instead=instead, note=found.note)
    entry = found.articles.get(cited.article)
    if entry is None:
        known = ", ".join(found.articles) or {"zh": "此法一条也没有", "en": "none of this one"}
        return finding("JF7002", statute=title, article=cited.article, known=known)
    paragraph = cited.paragraph.partition(".")[0]
    gone = not entry.repealed_paragraphs or not paragraph or paragraph in entry.repealed_paragraphs
    if entry.repealed and on >= entry.repealed and gone:
        return finding("JF7006", since=entry.repealed.isoformat(), instead=", ".join(entry.replaced_by))
    return ()


def _entries(section: str) -> Iterator[dict[str, Any]]:
    """The entries of a section of `law/bodies.yaml` as arguments of their class."""
    for name, entry in _read("bodies.yaml")[section].items():
        yield {"id": name} | {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


@cache
def bodies() -> Mapping[str, Body]:
    """The directory of bodies by id, in the order of the file."""
    return {entry["id"]: Body(**entry) for entry in _entries("bodies")}


@cache
def procedures() -> Mapping[str, Procedure]:
    """The procedures by id, in the order of the file."""
    return {entry["id"]: Procedure(**entry) for entry in _entries("procedures")}


@cache
def kinds() -> Mapping[str, Kind]:
    """The four kinds of matter by id."""
    return {entry["id"]: Kind(**entry) for entry in _entries("kinds")}


def topics() -> Mapping[str, Words]:
    """The topics of articles by key."""
    found: Mapping[str, Words] = _read("topics.yaml")
    return found


def cards(section: str) -> tuple[Mapping[str, Any], ...]:
    """The rows of one section of `law/cards.yaml`.

    Args:
        section: `deadlines`, `hotlines`, `router`, `crises`, `phrases`, `concepts` or `absent`.
    """
    return tuple(_read("cards.yaml")[section])


def route() -> Mapping[str, Mapping[str, Any]]:
    """The questions of the channel router by id, as `law/route.yaml` has them."""
    found: Mapping[str, Mapping[str, Any]] = _read("route.yaml")
    return found


def holiday(day: date) -> Words | None:
    """The name of the statutory holiday on that day, or None.

    Only statutory days of 2024 to 2030 are known: no bridge days, no days in lieu, no swapped working weekends.
    """
    found: Mapping[str, Words] = _read("holidays.yaml")
    return found.get(day.isoformat())
