"""A scenario as Twee 3, to see its story in Twine: passages, links, tags by kind; conditions and forms as text.

What Twine's story formats would take for a command is written with the full-width sign, so that it is shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from uuid import NAMESPACE_URL, uuid5

from scenarios.edition import Edition
from scenarios.expression import FALSE, TRUE, Expression, unparse
from scenarios.model import RESUME, Alternatives, Form, Line, Text
from scenarios.scene_map import Connection, Place, SceneMap, Way, scene_map
from scenarios.shape import Words
from scenarios.text import fill

FULL_WIDTH = str.maketrans("<>[]{}|$\\`", "＜＞［］｛｝｜＄＼｀")
PAIRS = {
    ">=": "≥", "<=": "≤", "->": "→", "<-": "←", "''": "＇＇", "//": "／／", "__": "＿＿", "~~": "～～", "^^": "＾＾",
    "==": "＝", "::": "：：",
}  # fmt: skip
"""What has a meaning twice over: SugarCube's and Harlowe's markup, and the head of a passage."""

MACRO = re.compile(r"\((?=[\w-]+:)")
"""Where a macro of Harlowe begins."""

INTERRUPTS = "Interrupts"
"""The passage that names the interrupts; no scene can be called so, for ids are in small letters."""

WORDS: dict[str, Words] = {
    "next": {"zh": "（接着）", "en": "(go on)"},
    "timeout": {"zh": "（时间到）", "en": "(time runs out)"},
    "otherwise": {"zh": "（没有可选的）", "en": "(nothing left to choose)"},
    "resume": {"zh": "（回到被打断的地方）", "en": "(back to where it was)"},
    "interrupts": {"zh": "随时可能插进来的场景：", "en": "Scenes that may come in at any time:"},
    "unreachable": {"zh": "（这个情形里走不到）", "en": "(cannot be reached in this variant)"},
    "chance": {"zh": "（{n} % 的机会）", "en": "({n} % chance)"},
    "condition": {"zh": "（条件：{when}）", "en": "(if {when})"},
}


def twee(edition: Edition, language: str) -> str:
    """The whole file.

    Args:
        edition: scenario and variant; conditions that the variant settles are worked out.
        language: `zh` or `en`, of the texts.
    """
    return "\n".join(_Writer(edition, language).lines()) + "\n"


def escaped(text: str) -> str:
    """A text on one line in which no story format finds a command."""
    flat = " ".join(text.split())
    for pair, shown in PAIRS.items():
        flat = flat.replace(pair, shown)
    flat = MACRO.sub("（", flat.translate(FULL_WIDTH))
    return f"　{flat}" if flat[:1] in "*#!-+:0123456789=" else flat


class _Writer:
    def __init__(self, edition: Edition, language: str) -> None:
        self.edition, self.language = edition, language
        self.map: SceneMap = scene_map(edition)
        self.ways: dict[str, list[Connection]] = {}
        for each in self.map.connections:
            self.ways.setdefault(each.source, []).append(each)

    def lines(self) -> Iterator[str]:
        """Head, start first, then the others in file order."""
        scenario = self.edition.scenario
        yield from (":: StoryTitle", self._text(scenario.title), "")
        name = f"{scenario.id}/{self.edition.variant.name}"
        data = {
            "ifid": str(uuid5(NAMESPACE_URL, f"jiefang:{name}")).upper(),
            "format": "SugarCube",
            "format-version": "2.36.1",
            "start": self.map.start,
        }
        yield from (":: StoryData", json.dumps(data, indent=2), "")
        rows: dict[int, int] = {}
        for place in self.map.places.values():
            column = rows[place.layer] = rows.get(place.layer, -1) + 1
            yield from self._passage(place, column)
        if self.map.entrances:
            yield from self._interrupts()

    def _passage(self, place: Place, column: int) -> Iterator[str]:
        position = {"position": f"{100 + 150 * column},{100 + 150 * place.layer}", "size": "100,100"}
        yield f":: {place.id} [{' '.join(_tags(place))}] {json.dumps(position)}"
        if not place.reachable:
            yield self._word("unreachable")
        scene = self.edition.scenario.scenes.get(place.id)
        if scene is not None:
            yield from (line for entry in scene.say for line in self._spoken(entry))
            if scene.form is not None:
                yield from self._form(scene.form)
        else:
            yield from self._spoken(self.edition.scenario.endings[place.id].text)
        for connection in self.ways.get(place.id, ()):
            yield from (self._link(connection.to, way) for way in connection.ways)
        yield ""

    def _spoken(self, lines: Alternatives | Sequence[Line]) -> Iterator[str]:
        """Every line that can be said in this variant, with its condition before it."""
        for line in lines:
            when = self.edition.fold(line.when)
            if when != FALSE:
                who = f"{self._text(line.who)}：" if line.who is not None else ""
                yield f"{self._condition(when)}{who}{self._text(line.text)}"
            if when == TRUE:
                return

    def _form(self, form: Form) -> Iterator[str]:
        for line in form.lines:
            options = [self._text(option.cases[-1].text) for option in line.options] if line.kind == "pick" else []
            yield f"□ {self._text(line.label)}" + (f"　{' ／ '.join(options)}" if options else "")

    def _link(self, to: str, way: Way) -> str:
        words = self._text(way.text) if way.text is not None else self._word(way.how if way.how != "choice" else "next")
        chance = self._word("chance").format(n=way.share) if way.share != 100 else ""
        head = f"{self._condition(way.when)}{chance}"
        return f"{head}{words}{self._word('resume')}" if to == RESUME else f"{head}[[{words}->{to}]]"

    def _interrupts(self) -> Iterator[str]:
        yield f":: {INTERRUPTS} [interrupts] {json.dumps({'position': '700,0', 'size': '100,100'})}"
        yield self._word("interrupts")
        for entrance in self.map.entrances:
            yield f"{self._condition(entrance.when)}[[{entrance.to}]]"
        yield ""

    def _condition(self, when: Expression | None) -> str:
        if when is None or when == TRUE:
            return ""
        return self._word("condition").format(when=escaped(unparse(when)))

    def _text(self, text: Text) -> str:
        return escaped(fill(text, self.edition.variant, (), self.language))

    def _word(self, name: str) -> str:
        return WORDS[name]["zh" if self.language.startswith("zh") else "en"]


def _tags(place: Place) -> Iterator[str]:
    """Kinds as tags, which Twine can colour."""
    if place.kind in ("good", "fair", "poor", "broken"):
        yield "ending"
    yield place.kind
    if place.fragment:
        yield "fragment"
    if not place.reachable:
        yield "unreachable"
