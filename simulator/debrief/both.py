"""Words of a decision in both languages, as a debrief keeps them: what was seen of it, what can be voted for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from scenarios.bilingual import Bilingual
from scenarios.conversation import Conversation, Language
from scenarios.play import Play
from simulator.debrief.parts import Option, Seen
from simulator.forms import fields
from simulator.i18n import speaking

if TYPE_CHECKING:
    from scoring.rate import Decision


def both(words: Callable[[Language], str]) -> Bilingual:
    """A text in both languages, words of the interface in it too."""
    with speaking("zh"):
        chinese = words("zh")
    with speaking("en"):
        english = words("en")
    return Bilingual(chinese, english)


def seen(decisions: Sequence[Decision], play: Play) -> tuple[Seen, ...]:
    """What is shown of the decisions of a moment when it is revealed, for `events.Revealed`.

    Args:
        decisions: of one moment; a form has several.
        play: the whole visit.
    """
    return tuple(_seen(decision, play) for decision in decisions)


def _seen(decision: Decision, play: Play) -> Seen:
    from scoring.explain import explain

    step = play.steps[decision.step]
    chinese, english = (explain(decision, step, Conversation(play, each)) for each in ("zh", "en"))
    why = Bilingual(chinese.why or chinese.why_better, english.why or english.why_better)
    return Seen(
        line=decision.line,
        said=Bilingual(chinese.said, english.said),
        better=Bilingual(chinese.better, english.better),
        why=why if why.zh else None,
        mark=decision.mark.id,
        cost=float(decision.cost),
        law=chinese.law,
    )


def vote_options(play: Play, shown: Sequence[str] = (), line: str = "") -> tuple[Option, ...]:
    """What can be voted for at a moment, in the order shown, for `events.RoundOpened`.

    Args:
        play: standing before the moment (`Recording.play_at`).
        shown: ids in the order in which they were shown (`Moment.shown`); as the play has them where that is empty.
        line: of the form one is at; empty for a choice.

    Returns:
        The options; none for a line to tick, or at the end.
    """
    if play.ended:
        return ()
    if play.node.form is not None:
        return _entries(play, line)
    texts = {
        offer.move.choice.id: Bilingual(
            *(Conversation(play, each).text(offer.move.acts[offer.act].case.text, play.state) for each in ("zh", "en"))
        )
        for offer in play.offers()
        if offer.open
    }
    return tuple(Option(each, texts[each]) for each in shown or texts if each in texts)


def _entries(play: Play, line: str) -> tuple[Option, ...]:
    chinese, english = (fields(Conversation(play, each)) for each in ("zh", "en"))
    return tuple(
        Option(one.option, Bilingual(one.text, other.text))
        for field, translated in zip(chinese, english, strict=True)
        if field.id == line and field.kind == "pick"
        for one, other in zip(field.entries, translated.entries, strict=True)
    )
