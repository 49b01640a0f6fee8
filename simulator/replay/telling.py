"""A recording in words, moment by moment: what was seen, what could be done, what was done, and what it was worth.

The screens, the plain replay and the debrief say the same of a moment because they say it from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios import statutes
from scenarios.conversation import Conversation, Language
from scenarios.engine import FormStep, State, Step
from scenarios.play import Play
from scenarios.vocabulary import vocabulary
from simulator import moments
from simulator.figures import capital, number, sign_of
from simulator.forms import title
from simulator.handbook.words import basis
from simulator.i18n import _
from simulator.needs import reason
from simulator.replay.recording import Moment, Recording

if TYPE_CHECKING:
    from scoring.rate import Decision
    from simulator.replay.prices import Prices

NOTHING = 0.05
"""Score points below which a cost is written as nothing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a moment or an option was worth.

    Attributes:
        id: of the mark.
        sign: "??", as beside a move of chess; a crossed red line is "✕".
        name: "严重失误".
        cost: score points.
    """

    id: str
    sign: str
    name: str
    cost: float

    @property
    def points(self) -> str:
        """The cost with its sign: "−12.3"; "0" for nothing."""
        return f"−{number(self.cost)}" if self.cost >= NOTHING else "0"


@dataclass(frozen=True, slots=True)
class Shown:
    """An option as it was on the screen.

    Attributes:
        id: of the choice.
        text: as it was shown.
        closed: why it could not be taken; empty for one that could.
        taken: whether it was taken.
        tried: whether it was taken first and taken back.
        best: whether nothing better could be done; False where it is not priced.
        verdict: what it was worth; None where it is not priced or could not be taken.
    """

    id: str
    text: str
    closed: str = ""
    taken: bool = False
    tried: bool = False
    best: bool = False
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A line of a form as it was filled in.

    Attributes:
        line: id.
        label: its label; for a statement to tick, the statement.
        tick: whether it is a statement.
        said: the option in words; for a statement "勾上" or "不勾".
        ticked: whether the statement was ticked.
        better: the best option in words; empty where it was that one, or where it is not priced.
        why: the author's reason.
        verdict: None where it is not priced.
    """

    line: str
    label: str
    tick: bool
    said: str
    ticked: bool
    better: str = ""
    why: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A labelled text; a further one under the same label has none."""

    label: str
    text: str
    kind: str


class Telling:
    """A recording in one language.

    Attributes:
        recording: what is told; something of it can be replayed.
        prices: what the solver says of it, as soon as there is something.
        talk: what was said: at the start, and by each step.
    """

    def __init__(self, recording: Recording, language: Language, prices: Prices | None = None) -> None:
        assert recording.play is not None, "something can be replayed"
        self.recording = recording
        self.language = language
        self.prices = prices
        self.play: Play = recording.play
        self.words = Conversation(self.play, language)
        self.talk = moments.moments(self.words, reasons=False)

    @property
    def title(self) -> str:
        """The title of the scenario."""
        return self.recording.title(self.language)

    def moment(self, number: int) -> Moment:
        """A moment of the recording."""
        return self.recording.moments[number]

    def state(self, number: int) -> State:
        """The state that a moment stood in; behind the last one, the last state."""
        played = self.recording.moments
        if number < len(played):
            return played[number].step.before
        return self.play.state

    # ---- what was seen ----------------------------------------------------------------------------------------

    def cues(self, number: int) -> list[str]:
        """How the petitioner looked; nothing behind the end."""
        if number >= len(self.recording.moments) and self.play.ended:
            return []
        return moments.cues_at(self.words, self.state(number), number)

    def options(self, number: int) -> list[Shown]:
        """The options in the order shown; none for a form."""
        moment = self.moment(number)
        step = moment.step
        if isinstance(step, FormStep):
            return []
        engine, state = self.words.engine, step.before
        offers = {offer.move.choice.id: offer for offer in engine.offers(state)}
        decision = self._decision(number)
        found = []
        for name in moment.shown:
            offer = offers.get(name)
            if offer is None or (not offer.open and not self._closed_shown):
                continue
            closed = "" if offer.open else reason(engine, offer.move.choice.needs, state)
            found.append(
                Shown(
                    id=name,
                    text=self.words.text(offer.move.acts[offer.act].case.text, state),
                    closed=closed.strip("（）()"),
                    taken=not moment.timed_out and name == step.move.choice.id,
                    tried=name in moment.undone,
                    best=decision is not None and name == decision.best,
                    verdict=self._worth(decision, name) if offer.open else None,
                )
            )
        return found

    @property
    def _closed_shown(self) -> bool:
        """Practice shows what cannot be taken yet; the other modes do not."""
        session = self.recording.session
        return session is not None and session.mode == "practice"

    def form_title(self, number: int) -> str:
        """What the form of a moment is called; empty for a choice."""
        step = self.moment(number).step
        form = self.words.engine.node(step.before).form
        return title(form.kind) if isinstance(step, FormStep) and form is not None else ""

    def form(self, number: int) -> list[Filled]:
        """The lines of a form as they were filled in; none for a choice."""
        step = self.moment(number).step
        if not isinstance(step, FormStep):
            return []
        form = self.words.engine.node(step.before).form
        assert form is not None, "a form was filled in"
        priced = {} if self.prices is None else self._by_line(number)
        found = []
        for line in form.lines:
            pick = step.picks.get(line.id)
            if pick is None:
                continue
            label = self.words.text(line.label, step.before)
            said = self._pick(step, line.id, pick)
            better, why, verdict = priced.get(line.id, ("", "", None))
            found.append(Filled(line.id, label, line.kind == "tick", said, pick == "tick", better, why, verdict))
        return found

    def _pick(self, step: FormStep, line_id: str, pick: str) -> str:
        if pick in ("tick", "leave"):
            return _("勾上") if pick == "tick" else _("不勾")
        form = self.words.engine.node(step.before).form
        assert form is not None, "a form was filled in"
        line = next(each for each in form.lines if each.id == line_id)
        option = next((each for each in (*line.options, *line.fillers) if each.id == pick), None)
        if option is None:
            return pick
        return self.words.text(self.words.engine.option_case(option, step.before).text, step.before)

    def _by_line(self, number: int) -> dict[str, tuple[str, str, Verdict]]:
        """For each line of a form the better entry (or empty), why, and its verdict."""
        assert self.prices is not None, "it is priced"
        step = self.moment(number).step
        assert isinstance(step, FormStep), "it is a form"
        found = {}
        said = self.prices.explanations(number, self.language)
        for decision, words in zip(self.prices.decisions(number), said, strict=True):
            wrong = decision.cost >= NOTHING or decision.red_line is not None
            better = self._pick(step, decision.line, decision.best) if wrong else ""
            found[decision.line] = (
                better,
                (words.why or words.why_better) if wrong else "",
                verdict_of(decision, self.language),
            )
        return found

    # ---- what was done ----------------------------------------------------------------------------------------

    def deed(self, number: int) -> str:
        """What was done, in a line: what was said, or which form was handed in."""
        moment = self.moment(number)
        if isinstance(moment.step, FormStep):
            return self.form_title(number)
        if moment.timed_out:
            return _("（时间到，没有开口）")
        step = moment.step
        return self.words.text(step.move.acts[step.act].case.text, step.before)

    def beside(self, number: int) -> list[Remark]:
        """What else is known of a moment: time taken, what was typed first, looked up, tried and taken back."""
        moment = self.moment(number)
        found = []
        if moment.timed_out:
            found.append(Remark(_("用时"), _("到点了，没有开口"), "time"))
        elif moment.latency is not None:
            found.append(Remark(_("用时"), _("{n} 秒", n=number_of(moment.latency / 1000)), "time"))
        if moment.said:
            found.append(Remark(_("先写下"), moment.said, "said"))
        found += [Remark("" if place else _("随手记"), note, "note") for place, note in enumerate(moment.notes)]
        if moment.lookups:
            found.append(Remark(_("查过"), _("、").join(map(self._looked_up, moment.lookups)), "lookup"))
        if moment.hints:
            found.append(Remark(_("要过提示"), str(moment.hints), "hint"))
        for place, tried in enumerate(moment.undone):
            found.append(Remark("" if place else _("撤回过"), self._tried(moment, tried), "undone"))
        return found

    def _looked_up(self, what: str) -> str:
        place = statutes.parse_citation(what)
        return what if place is None else statutes.written(place, self.language)

    def _tried(self, moment: Moment, tried: str) -> str:
        if tried == "form":
            return _("交过一次表")
        if tried == "timeout":
            return _("（时间到，没有开口）")
        node, state = self.words.engine.node(moment.step.before), moment.step.before
        for move in node.all_moves:
            if move.choice.id == tried:
                case = move.acts[self.words.engine.act_of(move, state)].case
                return self.words.text(case.text, state)
        return tried

    # ---- what it was worth ------------------------------------------------------------------------------------

    def _decision(self, number: int) -> Decision | None:
        return next(iter(self.prices.decisions(number)), None) if self.prices is not None else None

    def _worth(self, decision: Decision | None, option: str) -> Verdict | None:
        if decision is None or self.prices is None:
            return None
        try:
            valued = decision.valuation.of(option)
        except KeyError:
            return None
        rules = self.prices.evaluator.solution.rubric
        rule = rules.red_line_mark if valued.red_line is not None else rules.mark(valued.cost)
        return Verdict(rule.id, sign_of(rule), capital(rule.name.text(self.language)), valued.cost)

    def verdict(self, number: int) -> Verdict | None:
        """What a moment was worth; a form has the mark of its dearest line and the cost of all."""
        if self.prices is None:
            return None
        decisions = self.prices.decisions(number)
        if not decisions:
            return None
        dearest = max(decisions, key=lambda each: (each.red_line is not None, each.cost))
        worst = verdict_of(dearest, self.language)
        return Verdict(worst.id, worst.sign, worst.name, self.prices.cost(number))

    def only_good(self, number: int) -> bool:
        """Whether the only good option was found."""
        decision = self._decision(number)
        return decision is not None and not decision.line and decision.only_good and decision.choice == decision.best

    def meters(self, number: int) -> list[str]:
        """The three meters at a moment, and what they moved to: "激动 6 → 4"."""
        step = self.moment(number).step
        names = vocabulary().meters
        before, after = moments.values(step.before), moments.values(step.after)
        return [
            names[key].name.text(self.language) + (f" {old} → {new}" if old != new else f" {old}")
            for key, old, new in zip(moments.METERS, before, after, strict=True)
        ]

    def reasons(self, number: int) -> list[str]:
        """Why each meter moved."""
        if self.prices is None:
            return []
        return [each.replace("-", "−") for each in self.prices.reasons(number, self.language)]

    def remarks(self, number: int) -> Iterator[Remark]:
        """What is said of a moment once it is revealed: meters and why they moved, what was better, the law."""
        yield Remark(_("刻度"), "   ".join(self.meters(number)), "meter")
        yield from (Remark("", each, "meter") for each in self.reasons(number))
        if self.moment(number).step.broke_off:
            yield Remark("", _("这一步之后，接访中断了。"), "note")
        if self.prices is None:
            return
        laws: dict[str, None] = {}
        practice = False
        said = self.prices.explanations(number, self.language)
        for decision, words in zip(self.prices.decisions(number), said, strict=True):
            wrong = decision.cost >= NOTHING or decision.red_line is not None
            if decision.line and not wrong:
                continue
            laws |= dict.fromkeys(words.law)
            practice = practice or words.practice
            if decision.line:
                continue
            if decision.red_line is not None:
                line = vocabulary().red_lines[decision.red_line]
                yield Remark(_("红线"), f"{decision.red_line} {line.name.text(self.language)}", "red_line")
            if wrong and decision.choice != decision.best:
                yield Remark(_("更好的是"), words.better, "better")
            whys = dict.fromkeys(filter(None, (words.why, words.why_better)))
            yield from (Remark("" if place else _("为什么"), text, "why") for place, text in enumerate(whys))
        yield from self._basis(tuple(laws), practice)

    def _basis(self, citations: tuple[str, ...], practice: bool) -> Iterator[Remark]:
        lines = basis(citations, self.language)
        if practice:
            lines.append(_("当地的做法，不是法律条文。"))
        yield from (Remark("" if place else _("依据"), line, "law") for place, line in enumerate(lines))

    # ---- the end ----------------------------------------------------------------------------------------------

    def left(self, number: int) -> float:
        """The score that could still be reached before a moment, 100 at the start; `len(moments)` is the end."""
        assert self.prices is not None, "it is priced"
        for earlier in range(number - 1, -1, -1):
            decisions = self.prices.decisions(earlier)
            if decisions:
                return decisions[-1].left
        return 100.0

    def took(self, number: int) -> Step | FormStep:
        """The step of a moment."""
        return self.moment(number).step


def verdict_of(decision: Decision, language: Language) -> Verdict:
    """A decision's mark in words."""
    return Verdict(decision.mark.id, sign_of(decision.mark), capital(decision.mark.name.text(language)), decision.cost)


def number_of(seconds: float) -> str:
    """Seconds as one reads them."""
    return number(seconds) if seconds < 10 else str(round(seconds))
