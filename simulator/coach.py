"""The coach: what a choice was worth and why. Everything that solves runs in a thread; the words are made on screen."""

from __future__ import annotations

from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING

from scenarios.conversation import Conversation
from scenarios.edition import Edition
from scenarios.engine import FormStep, Step
from scenarios.play import Play
from scenarios.vocabulary import vocabulary
from simulator import paths
from simulator.figures import capital, number, sign_of
from simulator.i18n import _

if TYPE_CHECKING:
    from scoring.evaluate import Evaluator
    from scoring.rate import Decision, Result


@dataclass(frozen=True, slots=True)
class FormMarks:
    """What a form cost in all, and how many of its lines could be better."""

    cost: float
    lines: int


@dataclass(frozen=True, slots=True)
class Advice:
    """A coach's note in words.

    Attributes:
        mark: "欠妥", and its sign.
        tone: the pigment it is written in.
        cost: "−6.3", or empty where nothing was lost.
        why: the reason, in a sentence or two.
        better: what would have been better; empty where this was the best.
        beside: why that is better.
        law: the articles it rests on.
    """

    sign: str
    mark: str
    tone: str
    cost: str
    why: str
    better: str = ""
    beside: str = ""
    law: str = ""


class Coach:
    """Knows what everything is worth in one edition. Its methods may take seconds; call them in a thread."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._evaluator: Evaluator | None = None
        self._lock = RLock()

    def prepare(self) -> Evaluator:
        """Solve the edition, or read it from the cache."""
        from scoring.cache import solved
        from scoring.evaluate import Evaluator

        with self._lock:  # a note may be due while it is being solved
            if self._evaluator is None:
                self._evaluator = Evaluator(solved(self._edition, paths.cache() / "solutions"))
            return self._evaluator

    def rate(self, step: Step | FormStep, number: int, *, timed_out: bool) -> Decision | FormMarks:
        """What a step was worth."""
        from scoring.rate import rate_step

        with self._lock:
            evaluator = self.prepare()
            if isinstance(step, Step):
                return rate_step(step, evaluator, number=number, timed_out=timed_out)
            lines = evaluator.form(step.before)
            costs = []
            for line, pick in step.picks.items():
                options = {option.id: option.cost for option in lines[line].options}
                costs.append(options.get(pick, options.get("*", 0.0)))
            return FormMarks(sum(costs), sum(cost > 1e-6 for cost in costs))

    def result(self, play: Play) -> Result:
        """The score of a whole visit."""
        from scoring.rate import rate

        with self._lock:
            return rate(play, self.prepare())


def advice(rating: Decision | FormMarks, step: Step | FormStep, conversation: Conversation) -> Advice:
    """A rating in words."""
    from simulator.report.text import law_text

    if isinstance(rating, FormMarks):
        if not rating.lines:
            return Advice("★", _("填得准"), "$malachite", "", _("每一栏都是当时最好的填法。"))
        why = _("有 {n} 栏可以更准，结束后逐栏对照。", n=rating.lines)
        return Advice("·", _("表已交"), "$gamboge", f"−{number(rating.cost)}", why)
    from scoring.explain import explain

    words = explain(rating, step, conversation)
    language = conversation.language
    best = rating.choice == rating.best or rating.cost <= 1e-6
    why = words.why or _from_ratings(words.ratings, language)
    if rating.red_line is not None:
        line = vocabulary().red_lines[rating.red_line]
        why = " ".join(part for part in (line.name.text(language), why) if part)
    return Advice(
        sign=sign_of(rating.mark),
        mark=capital(rating.mark.name.text(language)),
        tone=_tone(rating.mark.id),
        cost=f"−{number(rating.cost)}" if rating.cost >= 0.05 else "",
        why=why,
        better="" if best else words.better,
        beside="" if best else words.why_better,
        law=law_text(words.law, words.practice) if words.law else "",
    )


def _tone(mark: str) -> str:
    return {
        "best": "$malachite", "good": "$malachite", "fair": "$ink", "inaccuracy": "$gamboge", "mistake": "$vermilion",
        "blunder": "$vermilion", "red_line": "$vermilion",
    }.get(mark, "$ink")  # fmt: skip


def _from_ratings(ratings: tuple[tuple[str, int], ...], language: str) -> str:
    """Where the author gave no reason: what the weightiest rating stands for."""
    if not ratings:
        return ""
    code, points = max(ratings, key=lambda entry: abs(entry[1]))
    indicator = vocabulary().indicators[code]
    return (indicator.earns if points > 0 else indicator.loses).text(language)
