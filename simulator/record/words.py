"""Sessions, logs and verdicts as lines of text and as plain JSON values, for `jiefang sessions`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from scenarios.vocabulary import vocabulary
from simulator.help import width_of
from simulator.i18n import _, language
from simulator.record.events import Sealed
from simulator.record.log import Session
from simulator.record.verify import Fault, Verdict

LISTED = ("id", "scenario", "variant", "mode", "trainee", "started", "ended", "score", "band")


def listed(session: Session) -> dict[str, Any]:
    """A session of `sessions list --json`."""
    return {name: getattr(session, name) for name in LISTED}


def shown(session: Session, verdict: Verdict, rubric: str, scored_by: str) -> dict[str, Any]:
    """`sessions show --json`; `rubric` is the hash of the visit's own, `scored_by` that of its score, or empty."""
    more = ("edition", "seed", "language", "ending", "raw_score", "undos")
    return {
        **listed(session),
        **{name: getattr(session, name) for name in more},
        "rubric": rubric or None,
        "scored_by": scored_by or None,
        "sound": verdict.sound,
        "events": [
            {"seq": each.seq, "time": each.time, "kind": each.event.kind, "data": each.event.data}
            for each in verdict.log
        ],
    }


def judged(name: str, verdict: Verdict) -> dict[str, Any]:
    """A verdict of `sessions verify --json`."""
    return {
        "name": name,
        "session": verdict.session.id if verdict.session is not None else None,
        "sound": verdict.sound,
        "proof": verdict.proof or None,
        "events": verdict.events,
        "faults": [{"code": f.code, "seq": f.seq, "detail": f.detail, "message": str(f)} for f in verdict.faults],
        "notes": list(verdict.notes),
    }


def plain(text: object) -> str:
    """A text that somebody wrote, without what would steer the terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in str(text))


def when(time: str) -> str:
    """A time of a log by the clock on the wall here."""
    try:
        return datetime.fromisoformat(time).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except (ValueError, OverflowError):
        return plain(time)


def mode(session: Session) -> str:
    """The name of a session's mode."""
    term = vocabulary().modes.get(session.mode)
    return plain(session.mode) if term is None else term.name.text(language())


def grade(session: Session) -> str:
    """The score and its band, or how far the session is."""
    if session.score is None:
        return _("未计分") if session.ended else _("未结束")
    from scoring.rubric import rubric

    names = {band.id: band.name.text(language()) for band in rubric().bands}
    return f"{session.score:.0f} {names.get(session.band, plain(session.band))}"


def table(sessions: Sequence[Session]) -> Iterator[str]:
    """Sessions in columns."""
    rows = [
        (s.id, when(s.started)[:16], plain(s.scenario), plain(s.variant), mode(s), plain(s.trainee), grade(s))
        for s in sessions
    ]
    widths = [max(width_of(row[column]) for row in rows) for column in range(7)] if rows else []
    for row in rows:
        yield "  ".join(cell + " " * (width - width_of(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()


def details(session: Session, title: str, verdict: Verdict, rubric: str, scored_by: str) -> Iterator[str]:
    """A session and its log; `rubric` is the hash of the visit's own, `scored_by` that of its score; empty for none."""
    yield f"{session.id}  {plain(title) or plain(session.scenario)}（{plain(session.variant)}）"
    yield "  ".join(filter(None, (when(session.started), mode(session), plain(session.trainee), grade(session))))
    yield from _measure(rubric, scored_by)
    if session.undos:
        yield _("撤回 {n} 次", n=session.undos)
    if not verdict.sound:
        yield str(verdict)
    yield ""
    for sealed in verdict.log:
        yield f"{sealed.seq:>4}  {when(sealed.time)[11:]}  {happening(sealed)}"


def _measure(own: str, scored_by: str) -> Iterator[str]:
    """By which rubric the score was made, where it is not the product's."""
    from scoring.rubric import rubric

    if scored_by and scored_by not in (own, rubric().hash):
        yield _("按另一份评分标准计分（{hash}）", hash=scored_by[:16])
    elif own and scored_by in ("", own):
        yield _("按剧本包自己的评分标准计分（{hash}）", hash=own[:16])


def happening(sealed: Sealed) -> str:
    """An event in one line."""
    kind, data = sealed.event.kind, {key: plain(value) for key, value in sealed.event.data.items()}
    scene = data.get("scene", "")
    texts = {
        "started": _("开始，种子 {seed}"),
        "choice": _("{scene}：选 {choice}"),
        "timed_out": _("{scene}：没有在限时内开口（{choice}）"),
        "form": _("{scene}：交表 {picks}"),
        "undo": _("撤回了上一步"),
        "hint": _("{scene}：要了提示"),
        "note": _("笔记：{text}"),
        "said": _("{scene}：原话「{text}」"),
        "lookup": _("{scene}：查了 {what}"),
        "paused": _("中途停下"),
        "resumed": _("回来接着做"),
        "ended": _("结束：{ending}"),
    }
    picks = sealed.event.data.get("picks")
    if isinstance(picks, dict):
        data["picks"] = plain(" ".join(f"{line}={pick}" for line, pick in picks.items()))
    text = texts.get(kind, plain(kind))
    fields = ("seed", "choice", "picks", "text", "what", "ending")
    return text.format(**{"scene": scene, **{name: data.get(name, "") for name in fields}})


def judgement(name: str, verdict: Verdict) -> Iterator[str]:
    """A verdict, with everything that is wrong."""
    yield f"{plain(name)}  {plain(verdict)}"
    yield from (f"  - {plain(fault)}" for fault in _first(verdict.faults))
    if len(verdict.faults) > _MOST:
        yield "  - " + _("……共 {n} 处", n=len(verdict.faults))
    yield from (f"  {note}" for note in verdict.notes)


_MOST = 20


def _first(faults: Sequence[Fault]) -> Sequence[Fault]:
    return faults[:_MOST] if len(faults) > 1 else ()
