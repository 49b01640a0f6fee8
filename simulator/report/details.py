"""One decision in full, as labelled texts (当时, 您选了, 更好的是, 为什么, 刻度, 依据), for screens and reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.conversation import Conversation
from scenarios.engine import FormStep, Step
from scenarios.play import Play
from scenarios.vocabulary import vocabulary
from simulator.figures import number
from simulator.forms import title
from simulator.handbook.words import basis
from simulator.i18n import _
from simulator.report.data import reasons
from simulator.report.review import act, just_before

if TYPE_CHECKING:
    from scoring.rate import Decision


@dataclass(frozen=True, slots=True)
class Detail:
    """A labelled text; several texts under one label come as several details, the later ones without label."""

    label: str
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A decision in one line. `points` is what it cost, with a sign; `mark` what that is called."""

    points: str
    mark: str
    act: str
    said: str
    severe: bool


def summary(decision: Decision, play: Play, conversation: Conversation) -> Summary:
    """The head of a decision's entry."""
    from scoring.explain import explain

    language = conversation.language
    step = play.steps[decision.step]
    return Summary(
        points="−" + number(decision.cost) if decision.cost > 0.05 else "0",
        mark=decision.mark.name.text(language),
        act=act(decision, play, language),
        said=explain(decision, step, conversation).said,
        severe=decision.red_line is not None or decision.cost >= 10,
    )


def details(decision: Decision, play: Play, conversation: Conversation) -> list[Detail]:
    """Everything there is to say about a decision, in reading order."""
    from scoring.explain import explain

    step = play.steps[decision.step]
    words = explain(decision, step, conversation)
    found = _then(decision, step, play, conversation)
    found.append(Detail(_("您选了"), words.said, "said"))
    if decision.timed_out:
        found.append(Detail("", _("（时间到了，您没有作声）"), "note"))
    if decision.choice != decision.best:
        found.append(Detail(_("更好的是"), words.better, "better"))
    for index, text in enumerate(dict.fromkeys(filter(None, (words.why, words.why_better)))):
        found.append(Detail("" if index else _("为什么"), text, "why"))
    for index, reason in enumerate(reasons(step, conversation)):
        found.append(Detail("" if index else _("刻度"), reason.replace("-", "−"), "meter"))
    if step.broke_off:
        found.append(Detail("", _("这一步之后，接访中断了。"), "note"))
    return found + _basis(words.law, words.practice, conversation.language)


def _then(decision: Decision, step: Step | FormStep, play: Play, conversation: Conversation) -> list[Detail]:
    """The moment: what had just been said, and how the petitioner was."""
    label = _("当时")
    if isinstance(step, FormStep):
        form = play.engine.node(step.before).form
        return [Detail(label, _("填{form}", form=title(form.kind if form else "record")), "then")]
    found = [
        Detail("" if index else label, f"{spoken.name}{_('：')}{spoken.text}" if spoken.name else spoken.text, "then")
        for index, spoken in enumerate(just_before(play, decision.step, conversation))
    ]
    names = vocabulary().meters
    moved = "  ".join(
        f"{names[meter].name.text(conversation.language)} {before}" + (f" → {after}" if after != before else "")
        for meter, before, after in zip(names, decision.before, decision.after, strict=True)
    )
    return [*found, Detail("" if found else label, moved, "meter")]


def _basis(citations: tuple[str, ...], practice: bool, language: str) -> list[Detail]:
    """The articles: each as people cite it, with its paraphrase."""
    lines = basis(citations, language)
    if practice:
        lines.append(_("当地的做法，不是法律条文。"))
    return [Detail("" if index else _("依据"), line, "law") for index, line in enumerate(lines)]
