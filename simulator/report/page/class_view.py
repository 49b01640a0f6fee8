"""Visits that were added up, as a class report tells them, in the language in use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import quantiles

from scenarios.vocabulary import vocabulary
from simulator.debrief.debrief import Debrief
from simulator.figures import number
from simulator.i18n import _, language
from simulator.record.words import mode, when
from simulator.report.page import facilitator
from simulator.report.page.charts import score_tone
from simulator.report.page.class_shapes import ClassView, CrossView, OptionView, SessionRow, Share, Spread
from simulator.report.page.people import People
from simulator.report.page.shapes import Labelled
from simulator.report.page.tally import Asked, Chosen, Crossing, Line, Tally

DEAREST = 12
"""So many decisions are told."""
OPTIONS = 6
"""So many options of each: the most frequent, and those that were best."""
EXTREMES = 3
"""So many indicators are named as strongest and as weakest."""
ENOUGH = 5
"""An indicator that was asked for less often says little about a class."""


def view(tally: Tally, people: People, found: Sequence[Debrief] = (), warnings: Sequence[str] = ()) -> ClassView:
    """What a report on several visits says.

    Args:
        tally: of all of them.
        people: what they are called.
        found: debriefs that looked at any of them.
        warnings: more to be said at the top.
    """
    spoken = language()
    title = _("、").join(dict.fromkeys(line.title for line in tally.lines))
    ranked = sorted(
        ((code, each) for code, each in tally.asked.items() if each.times >= ENOUGH),
        key=lambda pair: (-pair[1].met / pair[1].times, pair[1].lost, pair[0]),
    )
    several = len({line.session.scenario for line in tally.lines}) > 1
    half = min(EXTREMES, len(ranked) // 2)
    return ClassView(
        language=spoken,
        running=title if len(title) <= 40 else _("{n} 次接访", n=len(tally.lines)),
        facts=tuple(_facts(tally, people)),
        faults=tuple(
            f"{people.shown[session.id]} {session.id}{_('：')}{fault}"
            for session, faults in tally.faults
            for fault in faults
        ),
        warnings=(*_warnings(tally), *warnings),
        sessions=tuple(_row(line, people) for line in sorted(tally.lines, key=lambda each: each.session.started)),
        bands=tuple(_bands(tally)),
        dimensions=tuple(_spreads(tally)),
        strongest=tuple(_indicator(code, each) for code, each in ranked[:half]),
        weakest=tuple(_indicator(code, each) for code, each in reversed(ranked[len(ranked) - half :])),
        indicators=tuple(_indicator(code, tally.asked.get(code, Asked())) for code in vocabulary().indicators),
        crossings=tuple(_crossing(crossing, several=several) for _place, crossing in tally.dearest(DEAREST)),
        red_lines=tuple(_red_lines(tally)),
        debriefs=tuple(facilitator.views(found, [line.session.id for line in tally.lines], people)),
        rated=tally.rated,
        colophon=(
            _("每个决定的代价由求解器算出，不是估计。分布只数走到结局的接访。"),
            _("指标：最好的选项能在这一项得分的决定里，实际做得一样好的占多少。"),
        ),
    )


def _facts(tally: Tally, people: People) -> Iterator[Labelled]:
    days = sorted(when(line.session.started)[:10] for line in tally.lines)
    scores = [line.score for line in tally.lines if line.score is not None]
    yield Labelled(_("接访次数"), str(len(tally.lines)))
    yield Labelled(_("学员"), str(len(set(people.shown.values()))))
    yield Labelled(_("剧本"), str(len({line.session.scenario for line in tally.lines})))
    yield Labelled(_("时间"), days[0] if days[0] == days[-1] else f"{days[0]} – {days[-1]}")
    if scores:
        yield Labelled(_("平均得分"), number(sum(scores) / len(scores)))


def _warnings(tally: Tally) -> Iterator[str]:
    left = [line for line in tally.lines if line.score is None]
    if left:
        states = Counter(line.state for line in left)
        told = _("、").join(f"{state} {count}" for state, count in states.items())
        yield _("没有得分的：{told}。", told=told)


def _row(line: Line, people: People) -> SessionRow:
    session = line.session
    return SessionRow(
        name=people.shown[session.id],
        title=line.title,
        variant=session.variant,
        mode=mode(session),
        date=when(session.started)[:10],
        score=line.state if line.score is None else number(line.score),
        band=_band(line.band) if line.band else "",
        tone="" if line.score is None else score_tone(line.score),
        sentence=line.sentence,
    )


def _band(band: str) -> str:
    from simulator.debrief.minutes_view import band_name

    return band_name(band, language())


def _bands(tally: Tally) -> Iterator[Share]:
    from scoring.rubric import rubric

    counts = tally.bands()
    known = [band.id for band in rubric().bands]
    total = sum(counts.values())
    for band in (*known, *sorted(counts.keys() - set(known))):
        if total:
            yield Share(_band(band), round(100 * counts[band] / total, 1), str(counts[band]))


def _spreads(tally: Tally) -> Iterator[Spread]:
    spoken = language()
    totals = [line.score for line in tally.lines if line.score is not None]
    yield _spread(_("总评"), totals)
    for name, dimension in vocabulary().dimensions.items():
        yield _spread(
            dimension.name.text(spoken), [each.dimensions[name] for each in tally.lines if name in each.dimensions]
        )


def _spread(name: str, scores: list[float]) -> Spread:
    if not scores:
        return Spread(name, (0,) * 10, ("0", *("—",) * 5), _("没有得分。"))
    counts = Counter(min(9, int(score // 10)) for score in scores)
    low, middle, high = quantiles(scores, n=4, method="inclusive") if len(scores) > 1 else scores * 3
    figures = (min(scores), low, middle, high, max(scores))
    said = _("、").join(
        _("{low}–{high} 分 {n} 次", low=10 * tenth, high=10 * tenth + 10, n=counts[tenth]) for tenth in sorted(counts)
    )
    return Spread(name, tuple(counts[tenth] for tenth in range(10)), (str(len(scores)), *map(number, figures)), said)


def _indicator(code: str, asked: Asked) -> Share:
    name = f"{code} {vocabulary().indicators[code].name.text(language())}"
    lost = "−" + number(asked.lost) if asked.lost > 0.05 else "0"
    if not asked.times:
        return Share(name, None, _("没有考到"), lost if asked.lost else "")
    percent = 100 * asked.met / asked.times
    return Share(name, round(percent, 1), f"{asked.met} / {asked.times}", lost, score_tone(percent))


def _crossing(crossing: Crossing, *, several: bool) -> CrossView:
    chosen = sorted(crossing.options.values(), key=lambda each: (-each.times, -each.best, each.text))
    kept = [each for number_of, each in enumerate(chosen) if number_of < OPTIONS or each.best]
    each_time = number(crossing.cost / crossing.times)
    return CrossView(
        place=crossing.title if several or not crossing.cue else "",
        cue=crossing.cue,
        lost=_(
            "{n} 次决定，共丢 {points} 分，平均 {mean} 分",
            n=crossing.times,
            points=number(crossing.cost),
            mean=each_time,
        ),
        options=tuple(_option(each, crossing.times) for each in kept),
    )


def _option(option: Chosen, times: int) -> OptionView:
    mean = option.cost / option.times if option.times else 0.0
    best = ""
    if option.best:
        best = _("★ 最好的") if option.best == times else _("★ {n} 次是最好的", n=option.best)
    return OptionView(
        text=option.text,
        times=str(option.times),
        percent=round(100 * option.times / times, 1),
        cost="" if not option.times else "−" + number(mean) if mean > 0.05 else "0",
        best=best,
    )


def _red_lines(tally: Tally) -> Iterator[Labelled]:
    counts = Counter(code for line in tally.lines for code in line.red_lines)
    for code, count in counts.most_common():
        known = vocabulary().red_lines.get(code)
        if known is not None:
            yield Labelled(_("{name}（{level}）", name=known.name.text(language()), level=known.level), str(count))
