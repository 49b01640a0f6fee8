"""Passages to scenes and endings: where one passage becomes two, where a jump has to become a choice, who sets what.

All of it comes before the first line is written, because only it shows which flags are ever set.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from scenarios.convert.flags import settled
from scenarios.convert.story import (
    Assign,
    Condition,
    Ids,
    Jump,
    Link,
    Losses,
    Passage,
    Say,
    Story,
    Unknown,
    asks,
    both,
    clean,
    opposite,
    reads,
    slug,
)
from scenarios.diagnostic import Mark
from scenarios.expression import FALSE, TRUE, Expression, all_of, negate
from scenarios.graph import components

MAX_TEXT = 2_000
"""Characters of one line; longer paragraphs are told in several."""

MAX_CASES = 4
"""Conditions under which one choice sets something, the unconditional counted; more make too many cases."""

BEGIN = "begin"
"""The scene before a first passage that sets something."""

GO_ON = "（接着听下去）"
NO_PASSAGE, ONCE, CUT = "JF4010", "JF4019", "JF4021"
CONDITIONAL_SET, UNKNOWN_JUMP, READ_BEFORE = "JF4016", "JF4022", "JF4018"


@dataclass(slots=True)
class Option:
    """A choice of a scene that is being made. `often`: it stands for going on, and may be met several times."""

    text: str
    to: str
    when: Condition
    mark: Mark
    sets: list[Assign] = field(default_factory=list)
    again: bool = False
    often: bool = False


@dataclass(slots=True)
class Draft:
    """A scene or ending that is being made. Without options and next it is an ending.

    `leave` is set by whatever leads out of it: what its passage reads first and changes afterwards. `otherwise` is
    where it leads when no option is left.
    """

    id: str
    passage: Passage
    say: list[Say] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    next: list[Jump] = field(default_factory=list)
    leave: list[Assign] = field(default_factory=list)
    otherwise: Jump | None = None


class Drafting:
    """The scenes and endings of a story.

    Attributes:
        scenes: those with a way on, in the order of their passages.
        endings: those without.
        start: id of the first.
        first: what is set before the first is entered.
        missing: passages that are only named, with the ids of the endings that stand for them.
        lost: assignments that cannot be made.
    """

    def __init__(self, story: Story, losses: Losses) -> None:
        self.losses = losses
        self.alias = _aliases(story)
        self.ids = Ids("walked_out", BEGIN)
        self.scene_of = {key: self.ids.new(slug(key, "scene")) for key in story.passages if key not in self.alias}
        self.missing: dict[str, str] = {}
        self.entry: dict[str, list[Assign]] = {key: [] for key in self.scene_of}
        self.lost: list[Assign] = []
        drafts = [draft for key in self.scene_of for draft in self._drafts(story.passages[key])]
        opening = self.alias.get(story.start, story.start)
        self.start = self.scene_of.get(opening) or next(iter(self.scene_of.values()), "done")
        self.first = self.entry.get(opening, [])
        self._apart(drafts)
        self._need_choices(drafts)
        self._enter(drafts)
        self._lost_too(drafts)
        self.scenes = [draft for draft in drafts if draft.options or draft.next]
        self.endings = [draft for draft in drafts if not (draft.options or draft.next)]
        self._once()

    def _drafts(self, passage: Passage) -> list[Draft]:
        """The scenes of a passage: a conditional jump with something behind it ends one and begins the next."""
        drafts = [Draft(self.scene_of[passage.name], passage)]
        last = {name: number for number, item in enumerate(passage.items) for name in reads(item.when)}
        read: set[str] = set()
        stayed: list[Condition] = []
        for number, item in enumerate(passage.items):
            read |= reads(item.when)
            match item:
                case Say():
                    drafts[-1].say.append(item)
                case Assign():
                    will_be_read = last.get(item.variable, -1) > number
                    self._assign(drafts[-1], item, stayed, item.variable in read, will_be_read)
                case Link(fallback=True):
                    drafts[-1].otherwise = Jump(self._target(item.to, item.mark), item.when, item.mark)
                case Link():
                    drafts[-1].options.append(self._option(item))
                case Jump():
                    if self._jump(drafts, item):
                        break
                    stayed.append(opposite(item.when))
        return drafts

    def _assign(
        self, draft: Draft, item: Assign, stayed: Sequence[Condition], was_read: bool, will_be_read: bool
    ) -> None:
        """Choose who sets it: what leads to the passage, if none of its jumps led away before, or what leads out."""
        if isinstance(item.value, Unknown):
            self.lost.append(item)
        elif isinstance(item.when, Unknown):
            self._lose(item)
        elif was_read and not will_be_read:
            draft.leave.append(item)
        else:
            if was_read:
                self.losses.add(READ_BEFORE, item.mark, variable=item.variable)
            self._enter_with(draft.passage, replace(item, when=both([*stayed, item.when])))

    def _enter_with(self, passage: Passage, item: Assign) -> None:
        if isinstance(item.when, Unknown):
            self._lose(item)
        else:
            self.entry[passage.name].append(item)

    def _jump(self, drafts: list[Draft], item: Jump) -> bool:
        """Lead on without a choice; True where nothing behind it is reached."""
        draft = drafts[-1]
        to = self._target(item.to, item.mark)
        if item.when is None:
            if not draft.options:
                draft.next.append(replace(item, to=to))
                return True
            self.losses.add(UNKNOWN_JUMP, item.mark, to=item.to)
            draft.options.append(Option(GO_ON, to, None, item.mark))
            return False
        # Links are shown where the flow stops: first comes whether it leads on, then the links.
        rest = Draft(
            self.ids.new(f"{drafts[0].id}-rest"), draft.passage, options=draft.options, leave=list(draft.leave)
        )
        draft.options = []
        draft.next = [replace(item, to=to), Jump(rest.id, None, item.mark)]
        drafts.append(rest)
        return False

    def _lose(self, item: Assign) -> None:
        """An assignment whose condition cannot be asked where choices set flags."""
        if all((each.variable, each.mark) != (item.variable, item.mark) for each in self.lost):
            self.losses.add(CONDITIONAL_SET, item.mark, variable=item.variable)
            self.lost.append(item)

    def _option(self, link: Link) -> Option:
        text = clean(link.text[: 4 * MAX_TEXT]) or clean(link.to) or "……"
        if len(text) > MAX_TEXT:
            self.losses.add(CUT, link.mark, limit=MAX_TEXT)
            text = text[:MAX_TEXT]
        return Option(text, self._target(link.to, link.mark), link.when, link.mark, list(link.sets), link.again)

    def _target(self, name: str, mark: Mark) -> str:
        name = self.alias.get(name, name)
        if name in self.scene_of:
            return self.scene_of[name]
        if name not in self.missing:
            self.missing[name] = self.ids.new(slug(name, "nowhere"))
            self.losses.add(NO_PASSAGE, mark, name=name)
        return self.missing[name]

    def _apart(self, drafts: list[Draft]) -> None:
        """Give endings that say more than one text can, and a start that is one, a scene before them."""
        for draft in list(drafts):
            if draft.options or draft.next or draft.otherwise is not None:
                continue
            whole = sum(len(say.text) for say in draft.say)
            if draft.id == self.start or whole > MAX_TEXT or any(say.when is not None for say in draft.say):
                end = Draft(self.ids.new(f"{draft.id}-end"), replace(draft.passage))
                draft.next.append(Jump(end.id, None, draft.passage.mark))
                drafts.append(end)

    def _need_choices(self, drafts: Sequence[Draft]) -> None:
        """A jump to where something is set, or round in a circle, or on what cannot be told, becomes a choice."""
        lost = {each.variable for each in self.lost}
        setting = {
            self.scene_of[key] for key, entry in self.entry.items() if any(each.variable not in lost for each in entry)
        }
        by_id = {draft.id: draft for draft in drafts}
        for draft in drafts:
            if draft.otherwise is not None and not draft.options:
                draft.next, draft.otherwise = [*draft.next, replace(draft.otherwise, when=None)], None
        jumps = {
            key: [jump.to for jump in (*draft.next, *filter(None, [draft.otherwise])) if jump.to in by_id]
            for key, draft in by_id.items()
        }
        circles = {name for part in components(jumps) for name in part if len(part) > 1 or name in jumps[name]}
        for draft in drafts:
            unknown = [jump for jump in draft.next if isinstance(jump.when, Unknown)]
            for jump in unknown:
                self.losses.add(UNKNOWN_JUMP, jump.mark, to=jump.to)
            sets = any(each.variable not in lost for each in draft.leave) or any(
                jump.to in setting for jump in draft.next
            )
            if draft.next and (unknown or sets or draft.id in circles):
                draft.options = list(_choices(draft.next))
                draft.next = []
            other = draft.otherwise
            if other is not None and (
                other.when is not None or draft.leave or draft.id in circles or other.to in setting
            ):
                # What leads on by itself sets nothing, asks nothing and ends: else it is shown as a choice.
                self.losses.add(UNKNOWN_JUMP, other.mark, to=other.to)
                draft.options.append(Option(GO_ON, other.to, other.when, other.mark))
                draft.otherwise = None

    def _enter(self, drafts: Sequence[Draft]) -> None:
        """Choices set what the passage they lead to sets.

        Cases of a choice are told apart before it is taken; a condition that asks for something which the same choice
        changes, or for the passage it leads to, cannot be asked then.
        """
        passages = {scene: key for key, scene in self.scene_of.items()}
        for leave, option in ((draft.leave, option) for draft in drafts for option in draft.options):
            passage = passages.get(option.to, "")
            own, option.sets = option.sets, []
            for each in (*leave, *own, *self.entry.get(passage, ())):
                option.sets += self._case(each, option.sets, passage)
            if len({each.when for each in option.sets}) > MAX_CASES:
                for each in option.sets:
                    if each.when is not None:
                        self._lose(each)

    def _case(self, item: Assign, before: Sequence[Assign], passage: str) -> list[Assign]:
        """What is left of an assignment behind others: what those settle is worked out."""
        if item.when is None or isinstance(item.when, Unknown):
            return [item]
        known = {each.variable: each.value for each in before if not isinstance(each.value, Unknown)}
        unsure = {each.variable for each in before if each.when is not None}
        when = settled(item.when, known)
        if when is None or reads(item.when) & unsure or passage in asks(when):
            self._lose(item)
            return []
        return [] if when == FALSE else [replace(item, when=None if when == TRUE else when)]

    def _lost_too(self, drafts: Sequence[Draft]) -> None:
        """What is set where a lost variable says so is lost as well."""
        made = [*self.entry.values(), *(draft.leave for draft in drafts)]
        under = [each for entry in made for each in entry if each.when is not None]
        while True:
            gone = {each.variable for each in self.lost}
            found = [each for each in under if each.variable not in gone and reads(each.when) & gone]
            if not found:
                return
            for each in found:
                self._lose(each)

    def assignments(self) -> Iterator[Assign]:
        """Every assignment that some choice may make."""
        for sets in (self.first, *(option.sets for draft in self.scenes for option in draft.options)):
            for _when, made in self.outcomes(sets):
                yield from made

    def outcomes(self, sets: Sequence[Assign]) -> list[tuple[tuple[Expression, ...], list[Assign]]]:
        """What a choice sets, by the conditions that hold; the first whose conditions all hold counts.

        Of the assignments to a variable only the last one is left.
        """
        gone = {each.variable for each in self.lost}
        kept = [each for each in sets if each.variable not in gone]
        asked = list(dict.fromkeys(each.when for each in kept if each.when is not None))
        found = []
        for size in range(len(asked), -1, -1):
            for held in combinations(asked, size):
                if all_of([when for when in held if not isinstance(when, Unknown)]) == FALSE:
                    continue
                made = {each.variable: each for each in kept if each.when is None or each.when in held}
                found.append((tuple(when for when in held if not isinstance(when, Unknown)), list(made.values())))
        return found

    def visits(self) -> dict[str, str]:
        """The scene that stands for each passage; nothing can be asked any more at an ending."""
        scenes = {draft.id for draft in self.scenes}
        return {key: scene for key, scene in self.scene_of.items() if scene in scenes}

    def _once(self) -> None:
        """Report links that lie on a loop and could be taken again and again; what only goes on may be, for a while."""
        ways = {
            draft.id: [
                *(way.to for way in draft.options),
                *(way.to for way in (*draft.next, *filter(None, [draft.otherwise]))),
            ]
            for draft in self.scenes
        }
        inside = {name: [to for to in found if to in ways] for name, found in ways.items()}
        loop_of = {name: number for number, part in enumerate(components(inside)) for name in part}
        for draft in self.scenes:
            for option in draft.options:
                on_loop = loop_of.get(option.to, -1) == loop_of[draft.id]
                if option.again and on_loop:
                    self.losses.add(ONCE, option.mark, text=option.text)
                option.often = option.text == GO_ON and any(
                    loop_of.get(to, -1) == loop_of[draft.id] for to in ways[draft.id]
                )


def _aliases(story: Story) -> dict[str, str]:
    """Passages that do nothing but lead on, and are not asked for, with the one they lead to in the end."""
    asked = {name for passage in story.passages.values() for item in passage.items for name in asks(item.when)}
    leads: dict[str, str] = {}
    for key, passage in story.passages.items():
        match passage.items:
            case [Jump(to, None), *_] if key not in asked and not passage.tags and to in story.passages:
                leads[key] = to
    for key in list(leads):
        seen = {key}
        while leads.get(leads[key], key) not in seen and leads[key] in leads:
            seen.add(leads[key])
            leads[key] = leads[leads[key]]
    return {key: to for key, to in leads.items() if to not in leads}


def _choices(jumps: Sequence[Jump]) -> Iterator[Option]:
    """Jumps as choices: one, or one for each condition that can be told, the last offered where none of them holds."""
    before: list[Condition] = []
    for jump in jumps:
        told = [negate(when) for when in before if when is not None and not isinstance(when, Unknown)]
        if jump.when is not None and not isinstance(jump.when, Unknown):
            yield Option(GO_ON, jump.to, all_of([*told, jump.when]), jump.mark)
        else:
            yield Option(GO_ON, jump.to, all_of(told) if told else None, jump.mark)
        before.append(jump.when)
