"""What can be rated where the room is, with the ratings it has; the program's only once they may be seen."""

from __future__ import annotations

from scenarios.vocabulary import vocabulary
from simulator.app.debrief.rating import Target
from simulator.debrief.lead import Lead
from simulator.debrief.minutes_view import mark_name
from simulator.debrief.parts import Place
from simulator.figures import number, signed
from simulator.i18n import _, language


def targets(lead: Lead, place: Place | None) -> list[Target]:
    """The decisions of the moment the room is at, and the dimensions of its session, or of all sessions."""
    found = [] if place is None else _decisions(lead, place)
    sessions = [each.id for each in lead.state.sessions] if place is None else [place.session]
    for session in sessions:
        scores = lead.engine_scores(session)
        for dimension, names in vocabulary().dimensions.items():
            if dimension in scores or not scores:
                name = _("{name}：{dimension}", name=lead.name(session), dimension=names.name.text(language()))
                found.append(Target(dimension, session, "", name, _dimension(lead, session, dimension)))
    return found


def _decisions(lead: Lead, place: Place) -> list[Target]:
    moment = lead.moment(place)
    lines = [each.line for each in lead.decisions(place)] or [""]
    if moment is not None and moment.is_form:
        votable = lead.votable(place)
        lines = [votable.line] if votable is not None and votable.line else lines[:1]
    return [Target("decision", place.session, line, _("这个决定"), _decision(lead, place, line)) for line in lines]


def _decision(lead: Lead, place: Place, line: str) -> str:
    given = [
        f"{each.by} {signed(each.rating) if each.rating else 0}"
        for each in lead.state.decision_ratings
        if (each.place, each.line) == (place, line)
    ]
    if lead.state.is_revealed(place):
        given += [mark_name(each.mark.id, language()) for each in lead.decisions(place) if each.line == line]
    return _("、").join(given)


def _dimension(lead: Lead, session: str, dimension: str) -> str:
    given = [
        f"{each.by} {number(each.score)}"
        for each in lead.state.dimension_ratings
        if (each.session, each.dimension) == (session, dimension) and each.score is not None
    ]
    score = lead.engine_scores(session).get(dimension)
    if lead.told() and score is not None:
        given.append(_("程序 {score}", score=number(score)))
    return _("、").join(given)
