"""Test-wiseness (RULES §9, `narrative.md` §4): can the best option be told by how or where it is written?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from rich.cells import cell_len

from scenarios.diagnostic import Diagnostic
from scoring.audit.decisions import Decision, Option
from scoring.audit.subject import Subject

FEWEST = 8
"""Below so many decisions shares say nothing."""
CHANCE = 0.01
"""How improbable a distribution of positions must be, were they drawn by lot, to be called uneven."""
LONGEST = (0.15, 0.40)
"""Share of decisions in which the best option may be the longest (RULES §9)."""
RATIO = 3.0
"""How many times as wide as the shortest an option of the same decision may be."""
ALIKE = 0.85
"""Two options with this share of matching characters are nearly the same text."""
POLITE, ABSOLUTE = ("您", "请"), ("一定", "绝对", "从不", "从来", "任何", "永远", "肯定", "百分之百")
POLITE_SHARE = 0.2


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Every finding about the wording of options."""
    decisions = subject.decisions
    yield from _alike(decisions)
    yield from _ratio(decisions)
    if len(decisions) >= FEWEST:
        yield from _positions(decisions, subject)
        yield from _longest(decisions, subject)
        yield from _polite(decisions, subject)
    yield from _absolute(decisions, subject)


# ---- where it stands -------------------------------------------------------------------------------------------------


def _positions(decisions: Sequence[Decision], subject: Subject) -> Iterator[Diagnostic]:
    """The best option stands first, second … or last more often, or more seldom, than by lot."""
    widest = max(len(decision.options) for decision in decisions)
    for place in (*range(widest), -1):
        there = [decision for decision in decisions if place < 0 or len(decision.options) > place]
        if len(there) < FEWEST:
            continue
        hits = sum(decision.options[place].id == decision.best.id for decision in there)
        by_lot = distribution([1 / len(decision.options) for decision in there])
        often, seldom = sum(by_lot[hits:]), sum(by_lot[: hits + 1])
        if min(often, seldom) < CHANCE:
            name = {
                "zh": "最后一个" if place < 0 else f"第 {place + 1} 个",
                "en": "last" if place < 0 else f"no. {place + 1}",
            }
            expected = sum(1 / len(decision.options) for decision in there)
            yield Diagnostic(
                "JF6101", subject.top,
                {"place": name, "hits": hits, "of": len(there), "expected": f"{expected:.1f}"},
            )  # fmt: skip


def distribution(chances: Sequence[float]) -> list[float]:
    """How probable each number of hits is, 0..n, where event i has the probability `chances[i]` (Poisson binomial)."""
    found = [1.0]
    for chance in chances:
        found = [
            (found[n] if n < len(found) else 0.0) * (1 - chance) + (found[n - 1] * chance if n else 0.0)
            for n in range(len(found) + 1)
        ]
    return found


# ---- how long it is --------------------------------------------------------------------------------------------------


def width(option: Option) -> int:
    """Width of what is said, in cells."""
    return cell_len(option.text.zh)


def _longest(decisions: Sequence[Decision], subject: Subject) -> Iterator[Diagnostic]:
    """The longest option is the best too often or too seldom. Silences in parentheses do not count."""
    there = [decision for decision in decisions if not decision.best.silent and len(decision.texts) > 1]
    hits = [d for d in there if width(d.best) == max(map(width, d.texts))]
    low, high = int(LONGEST[0] * len(there)), -int(-LONGEST[1] * len(there) // 1)
    if len(there) >= FEWEST and not low <= len(hits) <= high:
        share = f"{100 * len(hits) / len(there):.0f}"
        scenes = ", ".join(decision.scene.id for decision in hits) or "—"
        yield Diagnostic("JF6102", subject.top, {"share": share, "hits": len(hits), "of": len(there), "scenes": scenes})


def _ratio(decisions: Sequence[Decision]) -> Iterator[Diagnostic]:
    """One option is several times as long as another."""
    for decision in decisions:
        if len(decision.texts) > 1:
            shortest, longest = min(decision.texts, key=width), max(decision.texts, key=width)
            ratio = width(longest) / max(width(shortest), 1)
            if ratio > RATIO:
                about = {"scene": decision.scene.id, "long": longest.id, "short": shortest.id, "ratio": f"{ratio:.1f}"}
                yield Diagnostic("JF6103", longest.text.mark or decision.scene.mark, about)


# ---- which words it has ----------------------------------------------------------------------------------------------


def _has(option: Option, words: Sequence[str]) -> bool:
    return any(word in option.text.zh for word in words)


def _absolute(decisions: Sequence[Decision], subject: Subject) -> Iterator[Diagnostic]:
    """Absolute words stand only in options that are never best."""
    there = [(d, option) for d in decisions for option in d.options if _has(option, ABSOLUTE)]
    if len(there) >= 3 and not any(option.best for _, option in there):
        places = ", ".join(f"{decision.scene.id}.{option.id}" for decision, option in there)
        yield Diagnostic("JF6104", subject.top, {"count": len(there), "places": places})


def _polite(decisions: Sequence[Decision], subject: Subject) -> Iterator[Diagnostic]:
    """Only the best option is polite, again and again."""
    there = [d for d in decisions if len(d.texts) > 1]
    told = [d for d in there if _has(d.best, POLITE) and sum(_has(option, POLITE) for option in d.texts) == 1]
    if len(told) >= 3 and len(told) > POLITE_SHARE * len(there):
        scenes = ", ".join(decision.scene.id for decision in told)
        yield Diagnostic("JF6105", subject.top, {"count": len(told), "of": len(there), "scenes": scenes})


def _alike(decisions: Sequence[Decision]) -> Iterator[Diagnostic]:
    """Two options of a decision say the same, or nearly."""
    for decision in decisions:
        for one, other in combinations(decision.options, 2):
            if (one.id, other.id) in decision.together and _nearly(one.text.zh, other.text.zh):
                yield Diagnostic(
                    "JF6106", other.text.mark or decision.scene.mark,
                    {"scene": decision.scene.id, "one": one.id, "other": other.id},
                )  # fmt: skip


def _nearly(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < 6:
        return False
    matcher = SequenceMatcher(None, one, other)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
