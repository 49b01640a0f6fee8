"""Finding articles by what one remembers of them: words of either language, numbers, topics, a question in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from scenarios.statutes import Article, Status, Statute, article, folded, statutes, topics


def _occurs(token: str, text: str) -> bool:
    """Whether a folded word occurs: a Chinese one anywhere, any other where a word begins."""
    if not token.isascii():
        return token in text
    return re.search(r"(?<![a-z0-9])" + re.escape(token), text) is not None


def has_all(words: str, text: str) -> bool:
    """Whether there are words and every one occurs in a text."""
    whole = folded(text).casefold()
    tokens = folded(words).casefold().split()
    return bool(tokens) and all(_occurs(token, whole) for token in tokens)


@cache
def _haystacks() -> tuple[tuple[Article, tuple[tuple[int, str], ...]], ...]:
    """Every article with its searchable texts and what a hit in each is worth, statutes in force first."""

    def texts(of: Statute, entry: Article) -> Iterator[tuple[int, str]]:
        for key in entry.topics:
            yield 5, f"{key} {topics()[key]['zh']} {topics()[key]['en']}"
        yield 4, " ".join((*of.name.values(), *of.short.values()))
        yield 3, " ".join(entry.summary.values())
        yield 2, " ".join((*entry.desk.values(), *entry.error.values()))
        for paragraph in entry.paragraphs.values():
            yield 2, " ".join(paragraph.values())

    ordered = sorted(statutes(), key=lambda s: s.status is not Status.CURRENT)
    return tuple(
        (entry, tuple((worth, text.casefold()) for worth, text in texts(of, entry)))
        for of in ordered
        for entry in of.articles.values()
    )


def _worth(entry: Article, texts: tuple[tuple[int, str], ...], token: str) -> int:
    """What one word of the query is worth for an article; 0 where it does not occur."""
    number = re.fullmatch(r"第?(\d+(?:之[一二三四五六七八九十])?)条?", token)
    if number and (number[1] == entry.number or "条" in token):
        return 8 if number[1] == entry.number else 0
    return max((worth for worth, text in texts if _occurs(token, text)), default=0)


def search(query: str) -> list[Article]:
    """Articles that fit a query, best first.

    Args:
        query: words, an article number (`第20条`, `20`, `art. 20`), a topic or a whole citation, in either language.
            Every word must occur; where nothing fits, Chinese queries match by pairs of characters.
    """
    exact = article(query)
    if exact:
        return [exact]
    asked = re.sub(r"\b(?:article|art\.?)\s*(\d+)", r"第\1条", folded(query).casefold())
    tokens = asked.split()
    ranked: list[tuple[int, Article]] = []
    for entry, texts in _haystacks():
        points = [_worth(entry, texts, token) for token in tokens]
        if points and all(points):
            ranked.append((sum(points) + 2 * _worth(entry, texts, asked), entry))
    return [entry for _, entry in sorted(ranked or _loose(tokens), key=lambda hit: -hit[0])]


def _loose(tokens: list[str]) -> list[tuple[int, Article]]:
    """Articles that share most pairs of characters with a Chinese query, such as 拖欠工资怎么办."""
    pairs = [token[i : i + 2] for token in tokens if not token.isascii() for i in range(len(token) - 1)]
    found = [(entry, [p for pair in pairs if (p := _worth(entry, texts, pair))]) for entry, texts in _haystacks()]
    best = max((len(points) for _, points in found), default=0)
    return [(100 * len(p) + sum(p), entry) for entry, p in found if len(p) >= 2 and len(p) * 3 >= best * 2]
