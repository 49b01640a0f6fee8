"""Writes docs/reference.md and docs/reference.zh-CN.md, every key of the scenario language, from its tables.

.venv/bin/python tools/reference_page.py; with `--check` it only says whether that is needed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scenarios.own_data import own_data  # noqa: E402
from scenarios.schema_values import BODY_ID, CITATION, MOVE, OPTION_ID  # noqa: E402
from scenarios.shape import Either, Field, ListOf, MapOf, Record, Shape, Word, Words  # noqa: E402
from scenarios.statutes import bodies, procedures, statutes  # noqa: E402
from scenarios.vocabulary import vocabulary  # noqa: E402
from tools.diagnostics_page import cell  # noqa: E402
from tools.reference_examples import FILES, examples  # noqa: E402


def words_of(section: str) -> Mapping[str, Words]:
    """The words of a page, both languages by name."""
    found: Mapping[str, Words] = own_data(Path(__file__).with_name("pages.yaml"))[section]
    return found


PAGES = {"en": ROOT / "docs" / "reference.md", "zh": ROOT / "docs" / "reference.zh-CN.md"}
SAID: Mapping[str, Words] = words_of("reference")


def page(language: str) -> str:
    """The whole page."""
    return _Page(language).text()


class _Page:
    """Writes one page: a section for each record, in the order in which they are met, then the words."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._titles: dict[int, str] = {}
        self._records: list[Record] = []
        for root in FILES.values():
            for record, key in _records(root):
                self._name(record, key)

    def _say(self, name: str, **values: str) -> str:
        return SAID[name][self._language].format(**values)

    def _name(self, record: Record, key: str) -> None:
        """Give a record its heading: what it describes, and the key it stands under where that is not enough."""
        if id(record) in self._titles:
            return
        plain = _noun(record.name[self._language])
        taken = set(self._titles.values())
        named = next(title for title in (plain, f"{plain} ({key})", f"{plain} ({key} 2)") if title not in taken)
        self._titles[id(record)] = named
        self._records.append(record)

    def text(self) -> str:
        """The page."""
        parts = [f"# {self._say('title')}", self._say("head"), *map(self._section, self._records)]
        parts += [f"## {self._say('words')}", *self._words(), self._statutes(), self._directory()]
        return "\n\n".join(parts) + "\n"

    def _section(self, record: Record) -> str:
        lines = [f"## {self._titles[id(record)]}", ""]
        if record.short:
            lines += [self._say("short", key=record.short), ""]
        lines += [self._say("columns"), "| --- | --- | --- | --- | --- |"]
        lines += [self._row(record, key, field) for key, field in record.fields.items()]
        if record.others is not None:
            lines.append(f"| {self._say('others')} | {self._takes(record.others)} | | | |")
        return "\n".join(lines)

    def _row(self, record: Record, key: str, field: Field) -> str:
        default = "" if field.default is None else f"`{str(field.default).lower()}`"
        example = examples().get((id(record), key), "")
        shown = f"`{example.replace('|', chr(92) + '|')}`" if example else ""
        star = " *" if field.required else ""
        about = cell(field.about[self._language])
        return f"| `{key}`{star} | {self._takes(field.shape)} | {default} | {about} | {shown} |"

    def _takes(self, shape: Shape) -> str:
        """What may be written there, with links to what is told elsewhere."""
        match shape:
            case Record():
                title = self._titles[id(shape)]
                return f"[{title}](#{anchor(title)})"
            case Either():
                parts = [part for part in (shape.scalar, shape.sequence, shape.mapping) if part is not None]
                return self._say("or").join(map(self._takes, parts))
            case ListOf():
                if not isinstance(shape.item, Record | Either | ListOf | MapOf | Word) and shape.item is not CITATION:
                    return cell(shape.expected[self._language])
                each = self._takes(shape.item)
                return self._say("list") + (f"({each})" if isinstance(shape.item, Either) else each)
            case MapOf():
                each = self._takes(shape.value)
                value = f"({each})" if isinstance(shape.value, Either) else each
                return self._say("map", key=self._takes(shape.key), value=value)
            case Word():
                return self._word(shape)
        expected = cell(shape.expected[self._language])
        if shape is CITATION or shape is BODY_ID or shape is OPTION_ID:
            title = self._say("statutes" if shape is CITATION else "directory")
            return self._say("more", word=expected, anchor=anchor(title))
        return expected

    def _word(self, word: Word) -> str:
        if word is MOVE:
            return self._say("moves")
        if len(word.values()) <= 5 and not any(word.values() == tuple(group) for _, group in self._groups()):
            return self._say("or").join(f"`{value}`" for value in word.values())
        expected = word.expected[self._language]
        title = next(
            (title for title, group in self._groups() if set(word.values()) - set(group) <= {"true", "false"}), ""
        )
        return self._say("more", word=expected, anchor=anchor(title)) if title else expected

    def _groups(self) -> Iterator[tuple[str, Mapping[str, tuple[Words, Words]]]]:
        """The lists of words that have a meaning each: title, then name and meaning by word."""
        words = vocabulary()
        for group in ("indicators", "red_lines", "styles", "audiences", "outcomes"):
            entries = {}
            for key, entry in getattr(words, group).items():
                meaning = (
                    _both(entry.what) if group != "indicators" else _two_sides(_both(entry.earns), _both(entry.loses))
                )
                entries[key] = (_both(entry.name), meaning)
            yield self._say(group), entries

    def _words(self) -> Iterator[str]:
        for title, group in self._groups():
            rows = [f"### {title}", "", "| | | |", "| --- | --- | --- |"]
            for key, (name, meaning) in group.items():
                rows.append(f"| `{key}` | {cell(name[self._language])} | {cell(meaning[self._language])} |")
            yield "\n".join(rows)

    def _statutes(self) -> str:
        rows = [
            f"### {self._say('statutes')}",
            "",
            self._say("cite"),
            "",
            self._say("statutes_head"),
            "| --- | --- | --- |",
        ]
        rows += [
            f"| `{each.id}` | {cell(each.name['en'])} | {', '.join(each.articles)} |"
            for each in statutes()
            if each.articles
        ]
        return "\n".join(rows)

    def _directory(self) -> str:
        rows = [f"### {self._say('directory')}", "", self._say("directory_head"), "| --- | --- | --- |"]
        for kind, entries in (("body", bodies()), ("procedure", procedures())):
            rows += [
                f"| `{key}` | {self._say(kind)} | {cell(entry.name[self._language])} |"
                for key, entry in entries.items()
            ]
        return "\n".join(rows)


def _both(text: object) -> Words:
    return {"zh": text.zh, "en": text.en}  # type: ignore[attr-defined]


def _two_sides(earns: Words, loses: Words) -> Words:
    return {language: f"+ {earns[language]} − {loses[language]}" for language in ("zh", "en")}


def _records(shape: Shape, key: str = "") -> Iterator[tuple[Record, str]]:
    """Every record below a shape, itself first, with the key that it is first met under."""
    if isinstance(shape, Record):
        yield shape, key
        for name, field in shape.fields.items():
            yield from _records(field.shape, name)
    elif isinstance(shape, Either):
        for part in (shape.scalar, shape.sequence, shape.mapping):
            if part is not None:
                yield from _records(part, key)
    elif isinstance(shape, ListOf):
        yield from _records(shape.item, key)
    elif isinstance(shape, MapOf):
        yield from _records(shape.value, key)


def _noun(words: str) -> str:
    """`a scene` -> `Scene`, as a heading."""
    noun = words.removeprefix("the ").removeprefix("an ").removeprefix("a ")
    return noun[:1].upper() + noun[1:]


def anchor(title: str) -> str:
    """The name that a heading is linked by."""
    return "".join(c for c in title.lower().replace(" ", "-") if c.isalnum() or c in "-_")


def write(pages: Mapping[str, Path], made: Callable[[str], str]) -> int:
    """Write pages, or with `--check` compare them; the exit code."""
    old = []
    for language, path in pages.items():
        wanted = made(language)
        if "--check" not in sys.argv[1:]:
            path.write_text(wanted, "utf-8")
        elif not path.exists() or path.read_text("utf-8") != wanted:
            old.append(path)
            print(f"{path.relative_to(ROOT)} is out of date: run {sys.argv[0]}", file=sys.stderr)
    return int(bool(old))


if __name__ == "__main__":
    sys.exit(write(PAGES, page))
