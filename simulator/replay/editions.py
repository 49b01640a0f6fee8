"""Where the editions of compared sessions differ: variant, scenes, rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scenarios.edition import Edition
from simulator.i18n import _, language
from simulator.replay.names import nameless

MOST = 8
"""Scenes that are named one by one."""


@dataclass(frozen=True, slots=True)
class EditionDifference:
    """What sets one edition apart from that of the first session.

    Attributes:
        hash, variant: of the edition.
        sessions: places of the sessions that played it, from 0.
        changed: ids of scenes that both have and that are not the same.
        added, removed: ids of scenes that only this one, or only the first, has.
        people: whether the same variant has another petitioner, other facts or other figures.
        rules: whether it is of another version of the rules, or another emotion table.
        more: whether something else differs: endings, interrupts, what is required.
    """

    hash: str
    variant: str
    sessions: tuple[int, ...]
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    people: bool = False
    rules: bool = False
    more: bool = False

    @property
    def text_differs(self) -> bool:
        """Whether it is not merely another variant of the same text."""
        return bool(self.changed or self.added or self.removed or self.people or self.rules or self.more)


def differences(editions: Sequence[Edition]) -> tuple[EditionDifference, ...]:
    """Every edition, the first session's first; the others held against it.

    Args:
        editions: that of each session.
    """
    sessions: dict[str, list[int]] = {}
    for number, edition in enumerate(editions):
        sessions.setdefault(edition.hash, []).append(number)
    first = editions[0]
    return tuple(_difference(first, editions[places[0]], tuple(places)) for places in sessions.values())


def _difference(first: Edition, other: Edition, sessions: tuple[int, ...]) -> EditionDifference:
    before, after = first.scenario, other.scenario
    shared = [scene for scene in before.scenes if scene in after.scenes]
    return EditionDifference(
        hash=other.hash,
        variant=other.variant.name,
        sessions=sessions,
        changed=tuple(scene for scene in shared if before.scenes[scene] != after.scenes[scene]),
        added=tuple(scene for scene in after.scenes if scene not in before.scenes),
        removed=tuple(scene for scene in before.scenes if scene not in after.scenes),
        people=first.variant.name == other.variant.name and first.variant != other.variant,
        rules=first.rules != other.rules or first.table_data != other.table_data,
        more=any(getattr(before, name) != getattr(after, name) for name in _REST),
    )


_REST = ("start", "endings", "interrupts", "break_off", "requires", "loses", "conditions")


def words(found: Sequence[EditionDifference]) -> Iterator[str]:
    """In words, nothing where all played the same edition."""
    if len({each.variant for each in found}) > 1:
        groups = [_("{names} 是情形 {variant}", names=_names(each), variant=each.variant) for each in found]
        yield _("情形不同：{groups}", groups=_("；").join(groups))
    for each in found[1:]:
        if each.text_differs:
            yield _("{names} 与 {first} 用的剧本不是同一版：{what}", names=_names(each), first=_names(found[0]),
                    what=_("；").join(_what(each)))  # fmt: skip


def _what(each: EditionDifference) -> Iterator[str]:
    if each.changed:
        yield _("改过的场景 {scenes}", scenes=_scenes(each.changed))
    if each.added:
        yield _("多了场景 {scenes}", scenes=_scenes(each.added))
    if each.removed:
        yield _("少了场景 {scenes}", scenes=_scenes(each.removed))
    if each.people:
        yield _("来访人、事实或数字不同")
    if each.rules:
        yield _("规则或情绪表不同")
    if each.more:
        yield _("结局、插入场景或要求不同")


def _scenes(names: Sequence[str]) -> str:
    shown = _("、").join(names[:MOST])
    return shown if len(names) <= MOST else _("{shown} 等 {n} 个", shown=shown, n=len(names))


def _names(each: EditionDifference) -> str:
    return _("、").join(nameless(number, language()) for number in each.sessions)
