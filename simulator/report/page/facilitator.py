"""What debriefs said of sessions: notes, ratings, other ways tried, commitments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scenarios.vocabulary import vocabulary
from simulator.debrief.debrief import Debrief, DecisionRating, Note
from simulator.debrief.minutes_view import band_name, outcome_text, tag_name
from simulator.debrief.names import name_of
from simulator.debrief.parts import Place
from simulator.debrief.record import DebriefStore
from simulator.figures import number, signed
from simulator.i18n import _, language
from simulator.record.errors import StoreError
from simulator.record.store import Store
from simulator.record.words import when
from simulator.report.page.people import People
from simulator.report.page.shapes import DebriefView, Labelled


def debriefs(store: Store, sessions: Sequence[str]) -> tuple[list[Debrief], list[str]]:
    """The debriefs that look at any of some sessions, oldest first, and in words which could not be read."""
    kept = DebriefStore(store)
    ids = sorted({each for session in sessions for each in kept.using(session)})
    found, faults = [], []
    for each in ids:
        try:
            found.append(kept.debrief(each))
        except StoreError as error:
            faults.append(_("复盘 {id} 读不出来：{why}", id=each, why=str(error)))
    return found, faults


def at(found: Sequence[Debrief], place: Place, line: str, people: People) -> tuple[Labelled, ...]:
    """What was said of a decision: notes on its moment, ratings of it.

    Args:
        found: the debriefs.
        place: the session and the moment.
        line: of a form; empty for a choice.
        people: what people are called.
    """
    said: list[Labelled] = []
    for debrief in found:
        # A note on a form is about the whole of it; it stands with the form's notes, not with every line.
        if not line:
            said += [_note(note, people) for note in debrief.notes_at(place)]
        said += [_rating(each, people) for each in debrief.decision_ratings if (each.place, each.line) == (place, line)]
    return tuple(said)


def _note(note: Note, people: People) -> Labelled:
    return Labelled(tag_name(note.tag), people.text(note.text), "note")


def _rating(each: DecisionRating, people: People) -> Labelled:
    points = signed(each.rating) if each.rating else "0"
    text = f"{points}{_('：')}{people.text(each.reason)}" if each.reason else points
    return Labelled(_("{by} 的评分", by=people.text(each.by)), text, "rating")


def views(found: Sequence[Debrief], sessions: Sequence[str], people: People) -> list[DebriefView]:
    """Each debrief as far as it is about some sessions, without those that said nothing.

    Of a debrief that looked at others as well, only what is about these sessions or about all of them is told: of the
    commitments those of the people who are named as a session of theirs is.

    Args:
        found: the debriefs.
        sessions: ids.
        people: what they are called in the report.
    """
    views = [_view(each, sessions, people) for each in found]
    return [view for view in views if not view.empty]


def _view(state: Debrief, sessions: Sequence[str], people: People) -> DebriefView:
    here = set(sessions)
    return DebriefView(
        title=when(state.began)[:16],
        notes=tuple(_notes(state, here, people)),
        ratings=tuple(_ratings(state, here, people)),
        branches=tuple(
            Labelled(people.text(each.name), f"{_place(each.place, people)}{_('：')}{outcome_text(each.outcome)}")
            for each in state.branches
            if each.place.session in here
        ),
        commitments=tuple(_commitments(state, here, people)),
    )


def _place(place: Place, people: People) -> str:
    name = people.shown.get(place.session, "") if people.several else ""
    step = _("第 {n} 步", n=place.moment + 1)
    return _("{name}，{step}", name=name, step=step) if name else step


def _notes(state: Debrief, here: set[str], people: People) -> Iterator[Labelled]:
    for note in state.notes:
        if note.place is None:
            yield Labelled(tag_name(note.tag), people.text(note.text))
        elif note.place.session in here:
            yield Labelled(tag_name(note.tag), f"{_place(note.place, people)}{_('：')}{people.text(note.text)}")


def _ratings(state: Debrief, here: set[str], people: People) -> Iterator[Labelled]:
    words = vocabulary().dimensions
    for each in state.dimension_ratings:
        if each.session not in here:
            continue
        own = " ".join(filter(None, (
            "" if each.score is None else number(each.score), band_name(each.band, language()) if each.band else "",
        )))  # fmt: skip
        engine = _("证据不足") if each.engine is None else number(each.engine)
        who = f"{people.shown[each.session]}{_('，')}" if people.several else ""
        text = _("{by} 给 {own}，程序给 {engine}", by=people.text(each.by), own=own, engine=engine)
        dimension = words[each.dimension].name.text(language()) if each.dimension in words else each.dimension
        yield Labelled(f"{who}{dimension}", f"{text}{_('：')}{people.text(each.reason)}" if each.reason else text)
    for rating in state.decision_ratings:
        if rating.place.session in here:
            line = _rating(rating, people)
            yield Labelled(_place(rating.place, people), f"{line.label} {line.text}")


def _commitments(state: Debrief, here: set[str], people: People) -> Iterator[Labelled]:
    everybody = {each.id for each in state.sessions} <= here
    letters = {
        name_of(state, each.id, spoken, {}): people.shown[each.id]
        for each in state.sessions
        if each.id in here
        for spoken in ("zh", "en")
    }
    for each in state.commitments:
        if everybody or each.person in letters or each.person in people.real.values():
            yield Labelled(people.person(each.person, letters), people.text(each.text))
