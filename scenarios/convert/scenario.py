"""A story as a scenario in our language, with TODO marks where ratings, moves and people are missing.

Passages become scenes, those without a way on endings; links become choices that can be taken once; variables become
flags, one for each value that is set besides the first. What a passage sets as it is entered is set by the choices
that lead to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scenarios.convert.drafts import BEGIN, CONDITIONAL_SET, MAX_TEXT, Draft, Drafting, Option
from scenarios.convert.flags import Flags
from scenarios.convert.story import Assign, Ids, Jump, Losses, Passage, Say, Story, clean, slug
from scenarios.diagnostic import Diagnostic, Mark
from scenarios.expression import Expression, all_of

MAX_SCENES = 900
"""A scenario may have 1,000; some passages become two."""

MAX_BYTES = 900_000

TOO_MANY, TOO_LONG = "JF4002", "JF4004"

OUTCOMES = ("good", "fair", "poor", "broken")
"""Tags that say how an ending is."""


@dataclass(frozen=True, slots=True)
class Written:
    """The text of `scenario.yaml`, or None where it cannot be made; what was lost; the id and how many scenes."""

    text: str | None
    findings: tuple[Diagnostic, ...]
    id: str = ""
    scenes: int = 0


def write(story: Story, name: str, day: str, losses: Losses, origin: str) -> Written:
    """Write a scenario.

    Args:
        story: what a reader made.
        name: the id of the scenario.
        day: the day of the visit, `2026-09-15`.
        losses: what the reader could not hold; takes what is lost here.
        origin: the file it comes from, for a comment.
    """
    if len(story.passages) > MAX_SCENES:
        losses.add(TOO_MANY, Mark(origin), count=len(story.passages), limit=MAX_SCENES)
        return Written(None, losses.all())
    text = "\n".join([*_head(story, name, day, origin), *_Body(story, losses).lines(), ""])
    if len(text.encode()) > MAX_BYTES:
        losses.add(TOO_LONG, Mark(origin), size=f"{len(text.encode()) / 1e6:.1f}")
        return Written(None, losses.all())
    return Written(text, losses.all(), name, len(story.passages))


class _Body:
    """`start`, `scenes` and `endings`."""

    def __init__(self, story: Story, losses: Losses) -> None:
        self.losses = losses
        self.drafting = drafting = Drafting(story, losses)
        self.flags = Flags(story, drafting.assignments(), drafting.lost, drafting.visits(), losses)

    def lines(self) -> Iterator[str]:
        """All of it."""
        drafting = self.drafting
        before = bool(drafting.first) or not drafting.scenes
        yield f"start: {BEGIN if before else drafting.start}"
        yield "scenes:"
        if before:
            yield from self._begin()
        for draft in drafting.scenes:
            yield from self._scene(draft)
        yield "endings:"
        for draft in drafting.endings:
            yield from _ending(draft)
        for key, ending in drafting.missing.items():
            yield from _lost_ending(ending, f"“{clean(key)[:60]}”")
        if not drafting.endings and not drafting.missing:
            yield from _lost_ending("done", "")

    def _begin(self) -> Iterator[str]:
        yield f"  {BEGIN}:"
        yield "    say: （有人在台前坐下）"
        yield "    choices:"
        option = Option("您好，请坐，慢慢说。", self.drafting.start, None, Mark(""), list(self.drafting.first))
        yield from self._choice("sit", option)

    def _scene(self, draft: Draft) -> Iterator[str]:
        yield ""
        yield f"  {draft.id}:  {_comment(draft.passage)}"
        if draft.say:
            yield "    say:"
            for say in draft.say:
                yield from _said(say, self.flags)
        if draft.next:
            yield f"    next: {_next(draft.next, self.flags)}"
            return
        if draft.otherwise is not None:
            yield f"    otherwise: {draft.otherwise.to}"
        yield "    choices:"
        ids = Ids()
        for option in draft.options:
            yield from self._choice(ids.new(slug(option.text, option.to)), option)

    def _held(self, held: Sequence[Expression], made: Sequence[Assign]) -> str:
        """The condition of a case; one that cannot be told never holds."""
        text = self.flags.tell(all_of(held))
        if text is None:
            for each in made:
                if each.when is not None:
                    self.losses.add(CONDITIONAL_SET, each.mark, variable=each.variable)
        return "false" if text is None else text or "true"

    def _choice(self, name: str, option: Option) -> Iterator[str]:
        yield f"      {name}:"
        yield f"        text: {quoted(option.text)}"
        yield "        # TODO moves: [], rates: {}"
        condition = self.flags.condition(option.when, option.mark)
        if condition:
            yield f"        when: {quoted(condition)}"
        if option.often:
            yield "        max: 9"
        *cases, (_always, made) = self.drafting.outcomes(option.sets)
        sets, clears = self.flags.after(made)
        if sets:
            yield f"        sets: [{', '.join(sets)}]"
        if clears:
            yield f"        clears: [{', '.join(clears)}]"
        if cases:
            yield "        cases:"
        for held, made in cases:
            sets, clears = self.flags.after(made)
            when = quoted(self._held(held, made))
            yield f"          - {{when: {when}, sets: [{', '.join(sets)}], clears: [{', '.join(clears)}]}}"
        yield f"        goto: {option.to}"


def _ending(draft: Draft) -> Iterator[str]:
    outcome = next((tag for tag in draft.passage.tags if tag in OUTCOMES), "")
    yield f"  {draft.id}:  {_comment(draft.passage)}"
    yield f"    outcome: {outcome or 'fair  # TODO good, fair, poor'}"
    text = " ".join(clean(say.text) for say in draft.say)
    yield f"    text: {quoted(text)}" if text else "    text: 来访结束了。  # TODO"


def _head(story: Story, name: str, day: str, origin: str) -> Iterator[str]:
    title = clean(story.title[:200])[:60]
    yield f"# {clean(origin)}"
    yield "# TODO: jiefang check says what is missing; each TODO is a thing that the other format does not know."
    yield f"id: {name}"
    yield f"title: {quoted(title or name)}"
    yield f"date: {day}  # TODO"
    yield "level: 1  # TODO"
    yield "audience: [petition-office]  # TODO"
    yield f"brief: {quoted(title or name)}  # TODO"
    yield "petitioner: {name: 来访人, age: 45, style: reactive, agitation: 4, trust: 3, distress: 4}  # TODO"
    yield "# TODO facts, requires, a record form and a referral sheet"


def _said(say: Say, flags: Flags) -> Iterator[str]:
    condition = flags.condition(say.when, say.mark)
    text = clean(say.text)
    for start in range(0, len(text), MAX_TEXT):
        part = quoted(text[start : start + MAX_TEXT])
        yield f"      - {{when: {quoted(condition)}, text: {part}}}" if condition else f"      - {part}"


def _next(jumps: Sequence[Jump], flags: Flags) -> str:
    """A target: the first branch whose condition holds, the last without one."""
    parts: list[str] = []
    for jump in jumps:
        condition = flags.condition(jump.when, jump.mark)
        if not condition:
            return f"[{', '.join([*parts, jump.to])}]" if parts else jump.to
        parts.append(f"{{when: {quoted(condition)}, to: {jump.to}}}")
    raise AssertionError("the last jump has no condition")


def _lost_ending(name: str, what: str) -> Iterator[str]:
    yield f"  {name}:  # TODO {what}".rstrip()
    yield "    outcome: fair  # TODO"
    yield "    text: 来访结束了。  # TODO"


def _comment(passage: Passage) -> str:
    tags = f" [{' '.join(passage.tags)}]" if passage.tags else ""
    return "# " + clean(f"{passage.name[:80]}{tags[:80]}")


def quoted(text: str) -> str:
    """A text as a double-quoted scalar; braces doubled, so that none is a placeholder."""
    return json.dumps(text.replace("{", "{{"), ensure_ascii=False)
