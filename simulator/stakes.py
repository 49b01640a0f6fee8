"""What a moment is about: the indicator that its options differ in most. Read off the options; nothing is solved."""

from __future__ import annotations

from scenarios.play import Play
from scenarios.vocabulary import Indicator, vocabulary


def at_stake(play: Play) -> Indicator | None:
    """The indicator in which the best and the worst of what can be said here lie furthest apart; None where none does.

    Of several that are as far apart the first of the vocabulary. Options that must still be earned do not count: the
    hint must not tell what they would be good for.
    """
    if play.ended or play.node.form is not None:
        return None
    rated = [offer.move.acts[offer.act].case.rates for offer in play.offers() if offer.open]
    spread = {
        code: max(rates.get(code, 0) for rates in rated) - min(rates.get(code, 0) for rates in rated)
        for code in vocabulary().indicators
        if any(rates.get(code, 0) for rates in rated)
    }
    code = max(spread, key=lambda each: spread[each], default=None)
    return vocabulary().indicators[code] if code is not None and spread[code] > 0 else None
