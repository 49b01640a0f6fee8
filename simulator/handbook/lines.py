"""The handbook in plain lines: no colour, nothing to scroll, a blank line between entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from scenarios import statutes as law
from scenarios.handbook import CARDS, Found, Row, rows
from simulator.handbook import words
from simulator.handbook.leading import Leading
from simulator.i18n import _, language

BETWEEN = "  ·  "
WHOLE = 6
"""So many articles are shown whole; of the rest what they say, in a line each."""


def contents(today: date) -> Iterator[str]:
    """What the handbook has and how it is looked up from the command line: statutes, topics, cards.

    Args:
        today: the day whose law is in force.
    """
    every = law.statutes()
    articles = [entry for of in every for entry in of.articles.values()]
    yield _("法规 {n} 部，条文 {m} 条", n=len(every), m=len(articles))
    for of in every:
        yield _columns(words.title(of), _("条文 {n}", n=len(of.articles)), words.validity(of, today))
    yield ""
    yield _("主题（jiefang handbook --topic 主题）")
    carried = Counter(key for entry in articles for key in entry.topics)
    for key in law.topics():
        yield _columns(key, words.topic(key), _("条文 {n}", n=carried[key]))
    yield ""
    yield _("卡片（jiefang handbook --card 卡片）")
    for key, name in words.card_names().items():
        yield _columns(key, name, _("行数 {n}", n=len(rows(key)) if key in CARDS else len(law.bodies())))
    yield ""
    yield _(
        "查词：jiefang handbook {word}　查条：jiefang handbook {place}　法条都是概述，不是原文。",
        word=_("复查"), place="信访工作条例:22",
    )  # fmt: skip


def _columns(*parts: str) -> str:
    return "  " + "  ".join(parts)


def found(what: Found, today: date) -> Iterator[str]:
    """Everything that was found: the statute, articles, cards, directory.

    Args:
        what: as looked up.
        today: the day whose law is in force.
    """
    blocks: list[Iterable[str]] = []
    if what.statute:
        blocks.append(_statute(what.statute, today))
    whole = 0 if what.statute else WHOLE
    blocks += [_article(entry, today) for entry in what.articles[:whole]]
    if what.articles[whole:]:
        blocks.append(_short(what.articles[whole:], bool(what.statute)))
    for name in CARDS:
        chosen = [row for row in what.rows if row.card == name]
        if chosen:
            blocks.append(card(chosen))
    if what.bodies or what.procedures:
        blocks.append(directory(what.bodies, what.procedures))
    for index, block in enumerate(blocks):
        if index:
            yield ""
        yield from block


def _statute(of: law.Statute, today: date) -> Iterator[str]:
    yield words.title(of)
    yield from _names(of, today)
    if of.note:
        yield f"  {of.note[language()]}"
    if of.checked:
        yield "  " + _("文本核对到 {day}", day=of.checked)
    yield "  " + _("手册里有 {n} 条", n=len(of.articles))


def _names(of: law.Statute, today: date) -> Iterator[str]:
    """Full name and version where they say more, and whether it is in force."""
    said = [of.name[language()]] if of.name[language()] not in (of.id, of.short[language()]) else []
    said += [of.version[language()]] if of.version else []
    yield "  " + BETWEEN.join([*said, words.validity(of, today)])


def _article(entry: law.Article, today: date) -> Iterator[str]:
    """One article whole."""
    of = law.statute(entry.statute)
    assert of is not None
    spoken = language()
    yield _head(entry)
    for line in _names(of, today):
        yield Leading(line, of.id)
    if entry.repealed:
        yield "  " + _gone(entry)
    yield from _field(_("讲什么"), entry.summary[spoken])
    yield from _field(_("接待台上"), entry.desk[spoken])
    if entry.error:
        yield from _field(_("常见错误"), entry.error[spoken])
    for number, text in entry.paragraphs.items():
        yield from _field(_place(number), text[spoken])
    if entry.replaced_by and not entry.repealed:
        yield from _field(_("现在引"), words.written(entry.replaced_by))
    yield from _field(_("主题"), _("、").join(map(words.topic, entry.topics)))


def _head(entry: law.Article) -> str:
    said = law.written(entry.citation, language())
    return said if language() == "zh" else f"{said} ({entry.citation})"


def _place(number: str) -> str:
    """A paragraph, or a paragraph and an item of it."""
    paragraph, _dot, item = number.partition(".")
    return _("第{n}款第{item}项", n=paragraph, item=item) if item else _("第{n}款", n=paragraph)


def _gone(entry: law.Article) -> str:
    """Since when an article, or which of its paragraphs, no longer holds."""
    parts = _("、").join(map(_place, entry.repealed_paragraphs)) or _("本条")
    said = _("{what} {day} 起不再有效", what=parts, day=entry.repealed)
    return said + (_("；现在引{names}", names=words.written(entry.replaced_by)) if entry.replaced_by else "")


def _short(entries: Sequence[law.Article], of_one: bool) -> Iterator[str]:
    """Articles in a line each; `of_one`: all of the statute that was asked for."""
    if not of_one:
        yield _("还有 {n} 条（查条号看全）", n=len(entries))
    for entry in entries:
        yield from _field(_head(entry), entry.summary[language()], to=str(entry.citation))


def card(of: Sequence[Row]) -> Iterator[str]:
    """Rows of one card under its name; `of` has at least one."""
    yield words.card_names()[of[0].card]
    for row in of:
        yield from _row(row)


def _row(row: Row) -> Iterator[str]:
    """One row: its title, its fields, what it rests on; practice is called practice before all else."""
    spoken = language()
    (_title, first), *fields = row.texts.items()
    number = f"{row.id}  " if row.card == "hotlines" else ""
    head = _("别说「{words}」", words=first[spoken]) if row.card == "phrases" else first[spoken]
    yield f"  {number}{head}"
    if row.practice:
        yield f"    {words.practice()}"
    fields_named = words.field_names()
    for key, texts in fields:
        yield from _field(fields_named[key], _joined(texts[spoken]), 4)
    if row.bodies:
        names = [law.bodies()[key].name[spoken] for key in row.bodies]
        yield from _field(_("找谁"), _("、").join(names), 4, names[0] if len(names) == 1 else "")
    if row.law:
        yield basis(row.law, 4)


def _joined(text: Any) -> str:
    return _("；").join(text) if isinstance(text, list) else str(text)


def directory(bodies: Sequence[law.Body], procedures: Sequence[law.Procedure]) -> Iterator[str]:
    """Bodies, each with its procedures among those given; procedures of other bodies behind them."""
    yield words.card_names()[words.DIRECTORY]
    left = {one.id: one for one in procedures}
    for body in bodies:
        yield from _body(body)
        for one in [one for one in procedures if one.body == body.id]:
            yield from _procedure(left.pop(one.id), {}, 4)
    for one in left.values():
        yield from _procedure(one, law.bodies(), 2)


def _body(body: law.Body) -> Iterator[str]:
    levels = words.level_names()
    yield "  " + BETWEEN.join((body.name[language()], _("、").join(levels[key] for key in body.level)))
    if body.practice:
        yield f"    {words.practice()}"
    yield from _field(_("管什么"), body.decides[language()], 4)
    if body.law:
        yield basis(body.law, 4)
    for one in map(law.procedures().__getitem__, body.see):
        yield from _field(_("也用到"), one.name[language()] + _("：") + one.limits[language()], 4)


def _procedure(one: law.Procedure, bodies: Mapping[str, law.Body], indent: int) -> Iterator[str]:
    """A procedure; `bodies` where its body is to be named."""
    yield " " * indent + _("程序：{name}", name=one.name[language()])
    if one.practice:
        yield " " * (indent + 2) + words.practice()
    if bodies:
        yield from _field(_("找谁"), bodies[one.body].name[language()], indent + 2)
    yield from _field(_("期限"), one.limits[language()], indent + 2)
    if one.law:
        yield basis(one.law, indent + 2)


def basis(citations: Sequence[str], indent: int) -> str:
    """What something rests on; leads to these articles."""
    return Leading(" " * indent + _("依据") + _("：") + words.written(citations), " ".join(citations))


def _field(name: str, text: str, indent: int = 2, to: str = "") -> Iterator[str]:
    line = " " * indent + name + _("：") + text
    yield Leading(line, to) if to else line


def names_of_fields() -> frozenset[str]:
    """The names that stand before a colon, in the language in use."""
    own = (
        _("讲什么"),
        _("接待台上"),
        _("常见错误"),
        _("现在引"),
        _("主题"),
        _("找谁"),
        _("依据"),
        _("也用到"),
        _("管什么"),
        _("期限"),
    )
    return frozenset((*own, *words.field_names().values()))


def laid_out(line: str, width: int) -> list[str]:
    """A line broken for a terminal; what goes on stands two cells further in.

    Args:
        line: with the blanks it begins with.
        width: cells.
    """
    from simulator.help import wrap

    text = line.lstrip(" ")
    indent = len(line) - len(text)
    first, *rest = wrap(text, max(width - indent - 2, 20))
    return [" " * indent + first, *(" " * (indent + 2) + more for more in rest)]
