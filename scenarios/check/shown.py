"""Every text of a scenario that a person gets to see, with what it is on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scenarios.diagnostic import Mark
from scenarios.model import Alternatives, Form, Scenario, Scene, Text


@dataclass(frozen=True, slots=True)
class Shown:
    """A text and its place.

    Attributes:
        kind: `title`, `variant`, `petitioner` (the name), `role`, `speaker`, `brief`, `said`, `choice`, `why`,
            `statement` (a line of the record form to tick), `label`, `option` or `fact`.
        text: in both languages, unfilled.
        mark: where the thing stands that it belongs to, if the text has no place of its own.
    """

    kind: str
    text: Text
    mark: Mark | None = None

    def place(self, language: str) -> Mark | None:
        """Where the text stands in a language, or what it belongs to."""
        own = self.text.mark_en if language == "en" else None
        return own or self.text.mark or self.mark


def shown(scenario: Scenario) -> Iterator[Shown]:
    """All texts of the author, each once. Words that the program supplies are not among them."""
    seen: set[tuple[str, Text, Mark | None]] = set()
    for one in _all(scenario):
        key = (one.kind, one.text, one.text.mark)
        if one.text.mark is not None and key not in seen:
            seen.add(key)
            yield one


def _all(scenario: Scenario) -> Iterator[Shown]:
    yield Shown("title", scenario.title)
    yield Shown("brief", scenario.brief)
    if scenario.warning is not None:
        yield Shown("brief", scenario.warning)
    yield from _people(scenario)
    for scene in scenario.scenes.values():
        for alternatives in scene.say:
            yield from _said(alternatives, scene.mark)
        yield from _choices(scene)
        if scene.form is not None:
            yield from _form(scene.form, scene.mark)
    for ending in scenario.endings.values():
        yield from _said(ending.text, ending.mark)


def _people(scenario: Scenario) -> Iterator[Shown]:
    for variant in scenario.variants.values():
        if variant.title is not None:
            yield Shown("variant", variant.title)
        yield Shown("petitioner", variant.petitioner.name)
        if variant.petitioner.role is not None:
            yield Shown("role", variant.petitioner.role)
        for fact in variant.facts.values():
            for text in (fact.text, fact.softened, fact.distorted):
                if text is not None:
                    yield Shown("fact", text, fact.mark)


def _said(alternatives: Alternatives, mark: Mark | None) -> Iterator[Shown]:
    for line in alternatives:
        yield Shown("said", line.text, mark)
        if line.who is not None:
            yield Shown("speaker", line.who, mark)


def _choices(scene: Scene) -> Iterator[Shown]:
    for choice in (*scene.choices, *((scene.timeout_choice,) if scene.timeout_choice else ())):
        for case in choice.cases:
            yield Shown("choice", case.text, choice.mark)
            if case.why is not None:
                yield Shown("why", case.why, choice.mark)
            yield from _said(case.reply, choice.mark)


def _form(form: Form, mark: Mark | None) -> Iterator[Shown]:
    for line in form.lines:
        yield Shown("label" if line.kind == "pick" else "statement", line.label, line.mark or mark)
        for option in (*line.options, *line.fillers):
            for case in option.cases:
                yield Shown("option", case.text, option.mark or mark)
                if case.why is not None:
                    yield Shown("why", case.why, option.mark or mark)
