"""Minutes of a debrief as plain texts in one language, section by section; `minutes` lays them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scenarios.vocabulary import vocabulary
from simulator.debrief.agreement import Agreement, agreements
from simulator.debrief.debrief import Debrief, Item, Note, PhaseTime
from simulator.debrief.names import name_of
from simulator.debrief.parts import Outcome, Place, Seen
from simulator.debrief.votes import Round
from simulator.figures import number
from simulator.i18n import _, language
from simulator.record.words import when


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text under a label."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Votes:
    """A vote: `bars` are (option, count, percent, whether it counts as right); without any it was not shown."""

    title: str
    bars: tuple[tuple[str, int, int, bool], ...]
    share: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item of the agenda, with what was seen of it, voted and written down."""

    heading: str
    place: str
    seen: tuple[Labelled, ...]
    votes: tuple[Votes, ...]
    gain: str
    ratings: tuple[Labelled, ...]
    notes: tuple[Labelled, ...]


@dataclass(frozen=True, slots=True)
class MinutesView:
    """All that minutes say. `labels` are the words around it; tables come with their heads in `labels`."""

    language: str
    labels: Mapping[str, str]
    facts: tuple[Labelled, ...]
    sessions: tuple[tuple[str, ...], ...]
    items: tuple[ItemView, ...]
    notes: tuple[Labelled, ...]
    branches: tuple[Labelled, ...]
    ratings: tuple[tuple[str, ...], ...]
    agreement: tuple[Labelled, ...]
    commitments: tuple[Labelled, ...]


def view(state: Debrief, known: Mapping[str, str]) -> MinutesView:
    """What the minutes of a debrief say, in the language in use.

    Args:
        state: the debrief. What is not revealed in it is not told.
        known: trainees' names by session, for those whose names are to be shown (`names.trainees`).
    """
    return _View(state, known).whole()


class _View:
    def __init__(self, state: Debrief, known: Mapping[str, str]) -> None:
        self._state = state
        self._known = known
        self._language = language()

    def whole(self) -> MinutesView:
        state = self._state
        return MinutesView(
            language=self._language,
            labels=_labels(),
            facts=tuple(self._facts()),
            sessions=tuple(self._sessions()),
            items=tuple(self._item(item) for item in state.items),
            notes=tuple(self._other_notes()),
            branches=tuple(
                Labelled(each.name, f"{self._place(each.place)}{_('：')}{outcome_text(each.outcome)}")
                for each in state.branches
            ),
            ratings=tuple(self._ratings()),
            agreement=tuple(self._agreement()),
            commitments=tuple(Labelled(each.person, each.text) for each in state.commitments),
        )

    def _name(self, session: str) -> str:
        return name_of(self._state, session, self._language, self._known)

    def _place(self, place: Place) -> str:
        return _("{name}，第 {n} 步", name=self._name(place.session), n=place.moment + 1)

    def _facts(self) -> Iterator[Labelled]:
        state = self._state
        yield Labelled(_("时间"), _("{start} 至 {end}", start=when(state.began)[:16], end=when(state.changed)[:16]))
        yield Labelled(_("编号"), state.id)
        yield Labelled(_("开场约定"), _("已确认") if state.prebrief else _("没有确认"))
        for timer in state.phases:
            yield Labelled(phase_name(timer.phase), self._minutes(timer))

    def _minutes(self, timer: PhaseTime) -> str:
        run = _("{n} 分钟", n=round(timer.elapsed(self._state.changed) / 60))
        return run if timer.minutes is None else _("{run}（计划 {n} 分钟）", run=run, n=number(timer.minutes))

    def _sessions(self) -> Iterator[tuple[str, ...]]:
        words = vocabulary()
        for each in self._state.sessions:
            mode = words.modes[each.mode].name.text(self._language) if each.mode in words.modes else each.mode
            title = each.title.text(self._language) or each.scenario
            gone = _("（记录已删除）") if each.id in self._state.missing else ""
            yield (
                self._name(each.id), f"{title}{gone}", each.variant, mode, when(each.started)[:16],
                _("未计分") if each.score is None else f"{number(each.score)} {band_name(each.band, self._language)}",
            )  # fmt: skip

    # ---- items ------------------------------------------------------------------------------------------------

    def _item(self, item: Item) -> ItemView:
        state = self._state
        gain = state.gain(item.id)
        return ItemView(
            heading=state.heading(item, self._language),
            place=self._place(item.place),
            seen=tuple(self._seen(item.place)),
            votes=tuple(self._votes(each) for each in state.rounds_of(item.id)),
            gain="" if gain is None else _("讨论的收获（归一化增益）{gain}", gain=two(gain)),
            ratings=tuple(self._decision_ratings(item.place)),
            notes=tuple(self._notes(state.notes_at(item.place))),
        )

    def _seen(self, place: Place) -> Iterator[Labelled]:
        if not self._state.is_revealed(place):
            yield Labelled(_("揭晓"), _("没有揭晓"))
        for each in self._state.seen(place):
            yield from self._decision(each)

    def _decision(self, seen: Seen) -> Iterator[Labelled]:
        from simulator.handbook.words import written

        yield Labelled(_("当时选的"), seen.said.text(self._language))
        yield Labelled(_("评定"), f"{mark_name(seen.mark, self._language)}  −{number(seen.cost)}"
                       if seen.cost >= 0.05 else mark_name(seen.mark, self._language))  # fmt: skip
        if seen.better != seen.said:
            yield Labelled(_("更好的是"), seen.better.text(self._language))
        if seen.why is not None:
            yield Labelled(_("为什么"), seen.why.text(self._language))
        if seen.law:
            yield Labelled(_("依据"), written(seen.law))

    def _votes(self, vote: Round) -> Votes:
        title = _("讨论前投票") if vote.number == 1 else _("讨论后投票")
        if not self._state.may_show(vote):
            return Votes(title, (), _("投了 {n} 票，没有公布", n=vote.total))
        item = self._state.item(vote.item)
        told = item is not None and self._state.is_revealed(item.place)
        bars = tuple(
            (bar.option.text.text(self._language), bar.count, round(100 * bar.share), told and bar.right)
            for bar in vote.histogram()
        )
        share = vote.share_right
        right = "" if share is None or not told else _("，选对的占 {n} %", n=round(100 * share))
        return Votes(title, bars, _("共 {n} 票{right}", n=vote.total, right=right))

    def _decision_ratings(self, place: Place) -> Iterator[Labelled]:
        for each in self._state.decision_ratings:
            if each.place == place:
                points = f"{each.rating:+d}".replace("-", "−") if each.rating else "0"
                line = f"{each.line}{_('：')}" if each.line else ""
                reason = f"{_('：')}{each.reason}" if each.reason else ""
                yield Labelled(each.by, f"{line}{points}{reason}")

    def _notes(self, notes: tuple[Note, ...]) -> Iterator[Labelled]:
        for note in notes:
            yield Labelled(tag_name(note.tag), note.text)

    def _other_notes(self) -> Iterator[Labelled]:
        """Notes that belong to no item of the agenda."""
        there = {item.place for item in self._state.items}
        for note in self._state.notes:
            if note.place is None:
                yield Labelled(tag_name(note.tag), note.text)
            elif note.place not in there:
                yield Labelled(tag_name(note.tag), f"{self._place(note.place)}{_('：')}{note.text}")

    # ---- the rest ---------------------------------------------------------------------------------------------

    def _ratings(self) -> Iterator[tuple[str, ...]]:
        words = vocabulary().dimensions
        for each in self._state.dimension_ratings:
            own = "" if each.score is None else number(each.score)
            band = band_name(each.band, self._language) if each.band else ""
            engine = _("证据不足") if each.engine is None else number(each.engine)
            yield (
                self._name(each.session), words[each.dimension].name.text(self._language), engine,
                " ".join(filter(None, (own, band))), each.by, each.reason,
            )  # fmt: skip

    def _agreement(self) -> Iterator[Labelled]:
        for each in agreements(self._state):
            for label, found in (
                (_("决定，二次加权 κ"), each.decisions),
                (_("维度分，ICC(A,1)"), each.scores),
                (_("维度等次，二次加权 κ"), each.bands),
            ):
                if found.n:
                    yield Labelled(_("{by}，{what}", by=each.by, what=label), agreement_text(found))


def outcome_text(outcome: Outcome) -> str:
    """Where a line that was played instead led."""
    ending = outcome.title.text(language()) if outcome.title is not None else outcome.ending
    if outcome.score is None:
        return ending or _("没有走到结局")
    score = number(outcome.score)
    was = "" if outcome.was is None else _("（当时 {n} 分）", n=number(outcome.was))
    return _("{ending}，{score} 分{was}", ending=ending or _("没有走到结局"), score=score, was=was)


def agreement_text(found: Agreement) -> str:
    """A figure of agreement with how many ratings it rests on, and what to think of it."""
    if found.value is None:
        return _("评分太少或没有差别，算不出来（n = {n}）", n=found.n)
    if found.enough:
        return _("{value}（n = {n}）", value=two(found.value), n=found.n)
    return _("{value}（n = {n}，太少，只供参考）", value=two(found.value), n=found.n)


def two(value: float) -> str:
    """A number with two decimals and a real minus sign."""
    return f"{value:.2f}".replace("-", "−")


def phase_name(phase: str) -> str:
    """What a phase is called."""
    return {
        "reaction": _("反应阶段"),
        "description": _("描述阶段"),
        "analysis": _("分析阶段"),
        "summary": _("总结阶段"),
    }[phase]


def tag_name(tag: str) -> str:
    """What a kind of note is called."""
    return {"plus": _("做得好"), "delta": _("可以改"), "question": _("要问的")}[tag]


def mark_name(mark: str, spoken: str) -> str:
    """What a mark is called."""
    from scoring.rubric import rubric

    found = rubric().mark_of(mark)
    return mark if found is None else found.name.text(spoken)


def band_name(band: str, spoken: str) -> str:
    """What a band is called."""
    from scoring.rubric import rubric

    return next((each.name.text(spoken) for each in rubric().bands if each.id == band), band)


def _labels() -> dict[str, str]:
    return {
        "title": _("复盘纪要"),
        "sessions": _("看的接访"),
        "agenda": _("议程"),
        "nothing": _("没有"),
        "ratings": _("评分"),
        "notes": _("其他笔记"),
        "branches": _("另一种走法"),
        "dimensions": _("各人的评分"),
        "agreement": _("与程序评分的一致程度"),
        "commitments": _("各人的打算"),
        "right": _("算对"),
        "name": _("谁"),
        "scenario": _("剧本名"),
        "variant": _("情形"),
        "mode": _("方式"),
        "date": _("时间"),
        "score": _("得分"),
        "dimension": _("维度"),
        "engine": _("程序评分"),
        "own": _("评分人给的"),
        "by": _("评分人"),
        "reason": _("理由"),
        "option": _("选项（当时的次序）"),
        "count": _("票数"),
        "share": _("占比"),
        "written": _("由接访台写成。没有揭晓的不写出来，名字默认不写。"),
    }
