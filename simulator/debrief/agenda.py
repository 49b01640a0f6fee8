"""What to talk about: an agenda proposed from what visits scored (few moments, chosen for a purpose; training §4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.bilingual import Bilingual
from scenarios.conversation import Conversation, Language
from scenarios.engine import FormStep
from scenarios.play import Play
from scenarios.vocabulary import vocabulary
from simulator.debrief.both import both
from simulator.debrief.parts import Place, Proposal, Why
from simulator.debrief.votes import TOLERANCE
from simulator.forms import title as form_title
from simulator.graph.labels import shortened
from simulator.i18n import _
from simulator.report.review import act, just_before

if TYPE_CHECKING:
    from scoring.rate import Decision, Result

COSTLY = 3
"""How many costly moments are proposed."""
CUE = 28
"""Cells that the words before a moment may take in a title."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """A moment that could be talked about: `order` is the session's place, `decision` the one that cost most in it."""

    order: int
    place: Place
    cost: float
    decision: Decision
    play: Play


def propose(rated: Mapping[str, tuple[Result, Play]]) -> tuple[Proposal, ...]:
    """The three moments that cost most, and one only-good move that was found.

    Of several sessions the dearest over all: a room has the same half hour however many visits it looks at. The same
    scene comes once, from the session in which it cost most, because talking it over serves them all. Lines of a form
    that was handed in count together as one moment. Where costs are equal the earlier session and moment go first. What
    cost no more than `TOLERANCE` counts as right in a vote and is not proposed, unless it crossed a red line; so a
    short or faultless visit has fewer.

    The found one is that with most at stake: whose second-best option would have cost most.

    Args:
        rated: result and play of each session by its id, in the order of the debrief.

    Returns:
        Proposals in the order of the sessions and, in each, of time.
    """
    dear = sorted(_costly(rated), key=lambda each: (-each.cost, each.order, each.place.moment))
    picked: list[tuple[_Moment, Why]] = [(each, "costly") for each in _once_a_scene(dear)]
    taken = {each.place for each, _why in picked}
    found = sorted(_found(rated), key=lambda each: (-each.cost, each.order, each.place.moment))
    picked += [(each, "found") for each in found if each.place not in taken][:1]
    picked.sort(key=lambda each: (each[0].order, each[0].place.moment))
    return tuple(Proposal(each.place, _title(each, why), cue(each.play, each.place.moment), why, "record")
                 for each, why in picked)  # fmt: skip


def proposal(place: Place, play: Play, by: str = "") -> Proposal:
    """A moment that somebody wants on the agenda; it goes by what had just been said."""
    words = cue(play, place.moment)
    return Proposal(place, words, words, "chosen", by)


def cue(play: Play, moment: int) -> Bilingual:
    """What had just been said before a moment, shortened: a title that tells no mark."""
    return both(lambda language: _cue(play, moment, language))


def _costly(rated: Mapping[str, tuple[Result, Play]]) -> Iterator[_Moment]:
    for order, (session, (result, play)) in enumerate(rated.items()):
        moments: dict[int, list[Decision]] = defaultdict(list)
        for decision in result.decisions:
            moments[decision.step].append(decision)
        for number, decisions in moments.items():
            cost = sum(decision.cost for decision in decisions)
            worst = max(decisions, key=lambda decision: (decision.red_line is not None, decision.cost))
            if cost > TOLERANCE or worst.red_line is not None:
                yield _Moment(order, Place(session, number), cost, worst, play)


def _once_a_scene(dear: list[_Moment]) -> list[_Moment]:
    """The first few; of several sessions of one scenario the same scene only once, of one session each time."""
    picked: list[_Moment] = []
    for each in dear:
        scenario = each.play.engine.program.edition.scenario.id
        again = any(
            other.order != each.order
            and other.decision.scene == each.decision.scene
            and other.play.engine.program.edition.scenario.id == scenario
            for other in picked
        )
        if not again and len(picked) < COSTLY:
            picked.append(each)
    return picked


def _found(rated: Mapping[str, tuple[Result, Play]]) -> Iterator[_Moment]:
    """Only-good moves that were found; `cost` is what the next best would have cost."""
    for order, (session, (result, play)) in enumerate(rated.items()):
        for decision in result.decisions:
            if decision.only_good and decision.choice == decision.best and not decision.timed_out:
                others = [
                    option.cost for option in decision.valuation.options
                    if option.open and not option.is_timeout and option.id != decision.best
                ]  # fmt: skip
                yield _Moment(order, Place(session, decision.step), min(others), decision, play)


def _title(moment: _Moment, why: Why) -> Bilingual:
    if why == "found":
        return both(lambda language: _("找对了：{act}", act=_good_act(moment, language)))
    return both(lambda language: act(moment.decision, moment.play, language))


def _good_act(moment: _Moment, language: Language) -> str:
    """What was done well, named as moves are: 复述核对; a form by its line."""
    step = moment.play.steps[moment.decision.step]
    if isinstance(step, FormStep):
        form = moment.play.engine.node(step.before).form
        assert form is not None
        line = next(line for line in form.lines if line.id == moment.decision.line)
        label = Conversation(moment.play, language).text(line.label, step.before)
        return shortened(label, CUE)
    moves = step.move.choice.moves
    if moves:
        return vocabulary().moves[moves[0]].name.text(language)
    return shortened(Conversation(moment.play, language).text(step.move.acts[step.act].case.text, step.before), CUE)


def _cue(play: Play, moment: int, language: Language) -> str:
    if moment < len(play.steps):
        step = play.steps[moment]
        if isinstance(step, FormStep):
            form = play.engine.node(step.before).form
            return _("填{form}", form=form_title(form.kind if form else "record"))
        for spoken in reversed(just_before(play, moment, Conversation(play, language))):
            words = "".join(text for stage, text in spoken.parts if not stage)
            if words:
                return _("「{words}」之后", words=shortened(words, CUE))
    return _("第 {n} 步", n=moment + 1)
