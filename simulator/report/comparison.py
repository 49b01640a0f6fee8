"""A comparison as plain JSON values and as plain lines, for `jiefang replay --compare`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from simulator.figures import number, sign_of
from simulator.i18n import _
from simulator.record.words import mode, plain, when
from simulator.replay.compare import Comparison, Deed, Divergence, Row
from simulator.report.data import meters, rounded


def data(found: Comparison, *, named: bool) -> dict[str, Any]:
    """Everything `replay --compare --json` prints (docs/json.md).

    Args:
        found: what to print.
        named: whether the names of people are shown.
    """
    first = found.recordings[0].session
    return {
        "scenario": "" if first is None else first.scenario,
        "sessions": [_session(found, place, named) for place in range(len(found.recordings))],
        "editions": [
            {"hash": each.hash, "variant": each.variant, "sessions": list(each.sessions), "changed": list(each.changed),
             "added": list(each.added), "removed": list(each.removed), "people": each.people, "rules": each.rules,
             "more": each.more}
            for each in found.editions
        ],
        "notes": found.notes(),
        "divergence": None if found.divergence is None else {
            "row": found.divergence.row,
            "scene": found.divergence.scene,
            "moments": list(found.divergence.moments),
        },
        "rows": [
            {"scene": row.scene, "agreed": row.agreed, "changed": row.changed, "parted": list(row.parted),
             "deeds": [None if deed is None else _deed(deed) for deed in row.deeds]}
            for row in found.rows
        ],
    }  # fmt: skip


def _session(found: Comparison, place: int, named: bool) -> dict[str, Any]:
    recording, prices, left = found.recordings[place], found.prices[place], found.left[place]
    session, result = recording.session, None if prices is None else prices.result
    assert session is not None, "it was compared"
    assert recording.play is not None, "it was compared"
    is_scored = result is not None and result.scorable and result.complete
    return {
        "name": found.names()[place],
        "id": session.id,
        "trainee": session.trainee if named else None,
        "edition": session.edition,
        "variant": session.variant,
        "mode": session.mode,
        "seed": session.seed,
        "started": session.started,
        "sound": recording.sound,
        "ending": recording.play.node.id if recording.play.ended else "",
        "score": rounded(result.score, 4) if result is not None and is_scored else None,
        "band": result.band.id if result is not None and is_scored else "",
        "left": None if left is None else [rounded(value, 4) for value in left],
        "meters": [meters(values) for values in found.meters[place]],
    }


def _deed(deed: Deed) -> dict[str, Any]:
    return {
        "moment": deed.moment,
        "choice": deed.choice or None,
        "said": deed.said,
        "timed_out": deed.timed_out,
        "latency": deed.latency,
        "cost": None if deed.cost is None else rounded(deed.cost),
        "mark": deed.mark or None,
        "entries": [
            {"line": each.line, "label": each.label, "pick": each.pick, "said": each.said,
             "cost": None if each.cost is None else rounded(each.cost)}
            for each in deed.entries
        ],
    }  # fmt: skip


def lines(found: Comparison, *, named: bool) -> Iterator[str]:
    """The comparison in lines: who is who, where they parted, then scene by scene who did what."""
    first = found.recordings[0]
    yield f"{plain(first.title(found.language))}  {plain('' if first.session is None else first.session.scenario)}"
    for place in range(len(found.recordings)):
        yield who(found, place, named)
    yield from (plain(note) for note in found.notes())
    yield ""
    yield from _parting(found)
    last = [max((at for at, row in enumerate(found.rows) if row.deeds[place]), default=-1) for place in _places(found)]
    for at, row in enumerate(found.rows):
        yield from _row(found, at, row, [place for place in _places(found) if last[place] >= at])
        yield from (f"        {_end(found, place)}" for place in _places(found) if last[place] == at)


def _places(found: Comparison) -> range:
    return range(len(found.recordings))


def _end(found: Comparison, place: int) -> str:
    play = found.recordings[place].play
    assert play is not None, "it was compared"
    if not play.ended:
        return _("{name} 到这里停下", name=found.names()[place])
    return _("{name} 到了结局 {ending}", name=found.names()[place], ending=plain(play.node.id))


def who(found: Comparison, place: int, named: bool) -> str:
    """A session in a line: 甲, which it is, when and how it was played, what it came to."""
    recording, prices = found.recordings[place], found.prices[place]
    session = recording.session
    assert session is not None, "it was compared"
    assert recording.play is not None, "it was compared"
    score = _("未结束")
    if recording.play.ended:
        ending = recording.play.node.id
        score = _("结局 {ending}", ending=plain(ending))
    if prices is not None and prices.result.scorable and prices.result.complete:
        band = prices.result.band.name.text(found.language)
        score = f"{number(prices.result.score)} {band}  {score}"
    trainee = plain(session.trainee) if named else ""
    parts = (
        found.names()[place],
        session.id,
        when(session.started)[:16],
        mode(session),
        plain(session.variant),
        trainee,
        score,
    )
    return "  ".join(filter(None, parts))


def _parting(found: Comparison) -> Iterator[str]:
    parted = found.divergence
    if parted is None:
        yield _("凡是走到同一处的，做的都一样。")
    else:
        yield _("第一处不同在第 {row} 行，场景 {scene}：", row=parted.row + 1, scene=plain(parted.scene))
        yield from (f"    {line}" for line in _sides(found, parted))
    yield ""


def _sides(found: Comparison, parted: Divergence) -> Iterator[str]:
    """Who did what where they parted; what stands in a later row too."""
    done: list[Deed | None] = [None] * len(found.recordings)
    for row in found.rows[parted.row :]:
        for place, deed in enumerate(row.deeds):
            if deed is not None and deed.moment == parted.moments[place]:
                done[place] = deed
    yield from deeds(found, done, _parted_lines(done))


def _parted_lines(done: Sequence[Deed | None]) -> tuple[str, ...]:
    picks: dict[str, set[str]] = {}
    for deed in done:
        for entry in () if deed is None else deed.entries:
            picks.setdefault(entry.line, set()).add(entry.pick)
    return tuple(line for line, different in picks.items() if len(different) > 1)


def _row(found: Comparison, at: int, row: Row, under_way: Sequence[int]) -> Iterator[str]:
    sign = " " if row.agreed else "≠" if differs(row) else "·"
    changed = "  " + _("（各版写法不同）") if row.changed else ""
    absent = [found.names()[place] for place in under_way if row.deeds[place] is None]
    missing = "  " + _("（{names} 没有到这里）", names=_("、").join(absent)) if absent else ""
    yield f"{at + 1:>3} {sign} {plain(row.scene)}{missing}{changed}"
    yield from (f"        {line}" for line in deeds(found, row.deeds, row.parted))


def differs(row: Row) -> bool:
    """Whether those who were there did different things."""
    there = {(deed.choice, deed.timed_out) for deed in row.deeds if deed is not None}
    return len(there) > 1 or bool(row.parted)


def deeds(found: Comparison, done: Sequence[Deed | None], parted: Sequence[str]) -> Iterator[str]:
    """Each thing that was done once, with those who did it and what it cost them."""
    groups: dict[tuple[str, bool, str], list[int]] = {}
    for place, deed in enumerate(done):
        if deed is not None:
            groups.setdefault((deed.choice, deed.timed_out, deed.said), []).append(place)
    for (choice, timed_out, said), places in groups.items():
        told = plain(said) if choice else _("交了表")
        late = _("（时间到，没有开口）") if timed_out else ""
        yield f"{_names(found, places, done)}  {late}{told}"
        if not choice:
            yield from (f"  {line}" for line in _filled(found, places, done, parted))


def _names(found: Comparison, places: Sequence[int], done: Sequence[Deed | None]) -> str:
    told = []
    for place in places:
        deed = done[place]
        assert deed is not None
        told.append(f"{found.names()[place]} {_price(deed)}".rstrip())
    return _("、").join(told)


def _price(deed: Deed) -> str:
    if deed.cost is None:
        return ""
    cost = "0" if deed.cost < 0.05 else f"−{number(deed.cost)}"
    return f"{cost}{_sign(deed.mark)}"


def _sign(mark: str) -> str:
    from scoring.rubric import rubric

    found = rubric().mark_of(mark)
    return "" if found is None else sign_of(found)


def _filled(
    found: Comparison, places: Sequence[int], done: Sequence[Deed | None], parted: Sequence[str]
) -> Iterator[str]:
    """The lines of a form on which they differ; one session alone has nothing to differ from."""
    ticks = {"tick": _("勾上"), "leave": _("不勾")}
    labels: dict[str, str] = {}
    picked: dict[str, dict[str, list[str]]] = {}
    for place in places:
        deed = done[place]
        assert deed is not None
        for entry in deed.entries:
            labels[entry.line] = entry.label
            said = ticks.get(entry.said, entry.said)
            cost = "" if entry.cost is None or entry.cost < 0.05 else f" −{number(entry.cost)}"
            picked.setdefault(entry.line, {}).setdefault(said, []).append(f"{found.names()[place]}{cost}")
    for line in parted:
        options = [f"{_('、').join(names)} {plain(said)}" for said, names in picked.get(line, {}).items()]
        yield f"{plain(labels.get(line, line))}：" + _("；").join(options)
