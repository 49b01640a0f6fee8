"""A recorded visit as a report tells it, in the language in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scenarios.conversation import Conversation
from scenarios.vocabulary import vocabulary
from simulator.debrief.debrief import Debrief
from simulator.debrief.parts import Place
from simulator.figures import number
from simulator.i18n import _, language
from simulator.record.log import Session
from simulator.record.words import mode, when
from simulator.replay.prices import Prices
from simulator.replay.recording import Recording
from simulator.report.page import charts, decisions, facilitator, transcript
from simulator.report.page.people import People
from simulator.report.page.shapes import Labelled, Turn, Verdict, VisitView
from simulator.report.review import deciding_sentence, last_words

if TYPE_CHECKING:
    from scoring.rate import Result


def view(
    recording: Recording, prices: Prices | None, people: People, found: Sequence[Debrief] = (),
    warnings: Sequence[str] = (),
) -> VisitView:  # fmt: skip
    """What a report on one visit says.

    Args:
        recording: something of which is sound.
        prices: None where the visit is too large to be rated.
        people: what the trainee is called.
        found: debriefs that looked at it.
        warnings: more to be said at the top.
    """
    assert recording.session is not None, "there is something to report"
    assert recording.play is not None, "there is something to report"
    session, play, spoken = recording.session, recording.play, language()
    conversation = Conversation(play, spoken)
    rated = prices if prices is not None and prices.result.scorable else None
    result = rated.result if rated is not None else None
    told = result is not None and bool(result.complete or result.decisions)
    title = recording.title(spoken)

    def said_of(moment: int, line: str) -> tuple[Labelled, ...]:
        return facilitator.at(found, Place(session.id, moment), line, people)

    return VisitView(
        language=spoken,
        title=title,
        running=f"{title} · {people.shown[session.id]}",
        facts=tuple(_facts(recording, people)),
        faults=recording.faults,
        warnings=(*_warnings(recording, session), *warnings),
        verdict=_verdict(result, recording, priced=prices is not None),
        farewell=tuple(_farewell(conversation)),
        curve=charts.curve(result, play) if result is not None and told else None,
        bars=charts.bars(result, spoken) if result is not None and told else (),
        decisions=tuple(decisions.views(rated, conversation, people, said_of)) if rated is not None else (),
        clean=_clean(result) if result is not None else "",
        found=tuple(decisions.found(result, play, spoken)) if result is not None else (),
        practice=tuple(decisions.practice(result, play, spoken)) if result is not None else (),
        turns=tuple(transcript.turns(recording, rated, conversation, people)),
        forms=tuple(transcript.forms(recording, rated, conversation)),
        notes=tuple(_notes(recording, people)),
        debriefs=tuple(facilitator.views(found, [session.id], people)),
        sheet=tuple(decisions.sheet(result, conversation)) if result is not None else (),
        colophon=tuple(_colophon(recording, result)),
    )


def _facts(recording: Recording, people: People) -> Iterator[Labelled]:
    session = recording.session
    assert session is not None
    assert recording.edition is not None
    yield Labelled(_("接访人"), people.shown[session.id])
    yield Labelled(_("模式"), mode(session))
    yield Labelled(_("情形"), session.variant)
    yield Labelled(_("时间"), when(session.started)[:16])
    yield Labelled(_("步数"), str(len(recording.moments)))
    yield Labelled(_("记录编号"), session.id)


def _warnings(recording: Recording, session: Session) -> Iterator[str]:
    if recording.faults:
        yield _("以下只写完好的部分：{n} 步。", n=len(recording.moments))
    elif recording.play is not None and not recording.play.ended:
        yield _("这次接访没有走到结局，以下只写到停下的地方。")
    yield from (note for note in recording.notes if note != _("还没有结束"))
    if session.undos:
        yield _("撤回过 {n} 次，不计入最好成绩。", n=session.undos)


def _verdict(result: Result | None, recording: Recording, *, priced: bool) -> Verdict:
    assert recording.play is not None
    if result is None:
        unsolved = _("没有计分：这个剧本太大，算不出来。")
        return Verdict("", "", _("这个剧本不计分：没有哪个选择会有差别。") if priced else unsolved)
    if not result.complete and not result.decisions:
        return Verdict("", "", _("还没有作过决定，没有可评的。"))
    spoken = language()
    sentence = deciding_sentence(result, recording.play, spoken)
    lines = tuple(
        (
            _("{name}（{level}）", name=vocabulary().red_lines[line.code].name.text(spoken), level=line.level),
            f"d{line.decision + 1}",
        )
        for line in result.red_lines
        if line.code in vocabulary().red_lines
    )
    if not result.complete:
        left = _("后面都选最好的，还能得 {score} 分。", score=number(result.score))
        return Verdict("", "", left, (sentence,), lines)
    return Verdict(result.band.name.text(spoken), number(result.score), sentence, tuple(_score_notes(result)), lines)


def _score_notes(result: Result) -> Iterator[str]:
    if result.cap is not None:
        yield _("原始 {raw} → 红线封顶 {cap}", raw=charts.minus(result.raw_score), cap=number(result.cap))
    elif result.raw_score < 0:
        yield _("原始 {raw}", raw=charts.minus(result.raw_score))
    if abs(result.luck) >= 0.5:
        yield _("有偶然的成分（{points} 分），不计入得分。", points=f"{-result.luck:+.1f}".replace("-", "−"))


def _farewell(conversation: Conversation) -> Iterator[Turn]:
    """The petitioner's last words and how the visit ended: the reward."""
    spoken = last_words(conversation)
    if spoken is not None:
        yield transcript.turn(spoken)
    if conversation.play.ended:
        yield from map(transcript.turn, conversation.arrivals(conversation.play.arrivals[-1:]))


def _clean(result: Result) -> str:
    clean = sum(decision.cost <= 1e-6 and decision.red_line is None for decision in result.decisions)
    if not clean:
        return ""
    if clean == len(result.decisions):
        return _("{n} 个决定，都是当时最好的", n=clean)
    return _("其余 {n} 个决定都是当时最好的。", n=clean)


def _notes(recording: Recording, people: People) -> Iterator[Labelled]:
    """The trainee's own notes, those after the last decision too."""
    for moment in recording.moments:
        for text in moment.notes:
            yield Labelled(_("第 {n} 步", n=moment.number + 1), people.text(text))
    last = recording.moments[-1].seq if recording.moments else 0
    for sealed in recording.log:
        if sealed.event.kind == "note" and sealed.seq > last:
            yield Labelled(_("之后"), people.text(str(sealed.event.data.get("text", ""))))


def _colophon(recording: Recording, result: Result | None) -> Iterator[str]:
    assert recording.edition is not None
    edition = recording.edition
    yield _(
        "剧本 {id}，版本 {hash}，规则 {rules}。", id=edition.scenario.id, hash=edition.hash[:12], rules=edition.rules
    )
    if result is not None and result.rubric:
        yield _("评分标准 {hash}。每个决定的代价由求解器算出，不是估计。", hash=result.rubric[:12])
    yield _("条文只写名称、条号和大意，大意是我们的概括，以正式文本为准。")
