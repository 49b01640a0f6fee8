"""The one emotion table: what a move does to a petitioner in the state and style they are in.

`emotion.yaml` holds the numbers, their reasons and their sources. A step reads everything from the meters *before* it:
of each move the first row that matches, trust held under the ceiling of the move's kind, all moves summed, the
dynamics applied to the sums, the sums limited per step (RULES §2 and §7). An author's own `effects:` and the clamp to
0..10 come afterwards, in the engine.

The directions follow research: labelling helps strong feeling and harms weak (Levy-Gigi & Shamay-Tsoory 2022),
sympathy without substance saturates (Singh et al.; "Sorry is not enough", HBR 2018), law before attunement backfires
(Richmond 2012, BETA 4), limits and choices belong together (BETA 8-9; Price & Baker 2012). The sizes and the dynamics
are modelling choices, not findings, and await a panel.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from scenarios.bilingual import Bilingual
from scenarios.vocabulary import load_data, vocabulary

METERS = ("agitation", "trust", "distress")
LOWEST, HIGHEST = 0, 10
LONGEST_STREAK = 2

_THRESHOLDS = ("trust_at_least", "trust_below", "distress_at_least", "distress_below")
_ROW_KEYS = ("bands", "styles", *_THRESHOLDS, "sympathy", "opening", "change", "rates")

_GENERIC_LIMIT = Bilingual("一步之内变化有限", "one step changes only so much")
_GENERIC_CEILING = Bilingual("这样换来的信任到此为止", "trust won this way goes no further")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: conditions (None: any), changes, default ratings and the reason to print.

    Attributes:
        bands: heat bands by key.
        styles: petitioner styles by key.
        sympathy: streaks of sympathy before the step, of 0, 1, 2.
        opening: True only while the opening statement is unfinished, False only after it.
        rates: indicator code to −2..+2.
        reason: a clause that names the act, not the person.
    """

    bands: frozenset[str] | None
    styles: frozenset[str] | None
    trust_at_least: int | None
    trust_below: int | None
    distress_at_least: int | None
    distress_below: int | None
    sympathy: frozenset[int] | None
    opening: bool | None
    agitation: int
    trust: int
    distress: int
    rates: Mapping[str, int]
    reason: Bilingual

    @property
    def changes(self) -> tuple[Change, ...]:
        """The row's own changes, meter by meter, zeros left out."""
        amounts = zip(METERS, (self.agitation, self.trust, self.distress), strict=True)
        return tuple(Change(meter, amount, self.reason) for meter, amount in amounts if amount)

    @property
    def unconditional(self) -> bool:
        """Whether the row matches every state."""
        thresholds = (self.trust_at_least, self.trust_below, self.distress_at_least, self.distress_below)
        return all(
            condition is None for condition in (self.bands, self.styles, *thresholds, self.sympathy, self.opening)
        )

    def matches(self, band: str, trust: int, distress: int, style: str, sympathy: int, opening: bool) -> bool:
        """Whether every condition of the row holds."""
        return (
            (self.bands is None or band in self.bands)
            and (self.styles is None or style in self.styles)
            and (self.trust_at_least is None or trust >= self.trust_at_least)
            and (self.trust_below is None or trust < self.trust_below)
            and (self.distress_at_least is None or distress >= self.distress_at_least)
            and (self.distress_below is None or distress < self.distress_below)
            and (self.sympathy is None or sympathy in self.sympathy)
            and (self.opening is None or opening == self.opening)
        )


@dataclass(frozen=True, slots=True)
class Change:
    """A part of what happened to one meter, to be printed as "激动 +2：陈述被打断"."""

    meter: str
    amount: int
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class StepEffect:
    """What a step does before the author's own effects.

    Attributes:
        agitation: total after ceilings, dynamics and limits, not yet clamped to 0..10.
        trust: likewise.
        distress: likewise.
        rates: default ratings of all moves summed per indicator, not clipped; codes that sum to 0 stay in.
        sympathy: the streak after the step, 0..2.
        changes: the parts of the totals; per meter they add up to the total exactly.
    """

    agitation: int
    trust: int
    distress: int
    rates: Mapping[str, int]
    sympathy: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class CalmingBonus:
    """From this trust on, a step that calms in sum calms by `agitation` (negative) more."""

    trust_at_least: int
    agitation: int
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class EscalationMalus:
    """Up to this trust, a step that heats in sum heats by `agitation` (positive) more."""

    trust_at_most: int
    agitation: int
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class HotTrustCap:
    """From this agitation on, trust rises by no more than `trust_rise_at_most` a step."""

    agitation_at_least: int
    trust_rise_at_most: int
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class Dynamics:
    """What trust and heat do to a whole step; a table may leave any of them out (None)."""

    calming_bonus: CalmingBonus | None
    escalation_malus: EscalationMalus | None
    hot_trust_cap: HotTrustCap | None

    def changes(self, agitation: int, trust: int, heat: int, warmth: int) -> Iterator[Change]:
        """What the dynamics add to a step.

        Args:
            agitation: the meter before the step.
            trust: the meter before the step.
            heat: the summed change of agitation.
            warmth: the summed change of trust.
        """
        calm, flare, cap = self.calming_bonus, self.escalation_malus, self.hot_trust_cap
        if calm and heat < 0 and trust >= calm.trust_at_least:
            yield Change("agitation", calm.agitation, calm.reason)
        if flare and heat > 0 and trust <= flare.trust_at_most:
            yield Change("agitation", flare.agitation, flare.reason)
        if cap and agitation >= cap.agitation_at_least and warmth > cap.trust_rise_at_most:
            yield Change("trust", cap.trust_rise_at_most - warmth, cap.reason)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class EmotionTable:
    """The whole table; two tables are the same only if they are one object.

    Attributes:
        limits: meter to the lowest and highest change of a step.
        ceilings: kind of move to the trust it cannot lift above; a kind left out has no ceiling.
        moves: move to its rows in order, the last one unconditional.
        kinds: move to its kind, from the vocabulary.
        sympathetic: the moves that count towards the streak of sympathy.
        bands: heat band of each agitation 0..10.
        limit_reasons: meter to the reasons printed when a fall or a rise is limited.
        ceiling_reasons: kind to the reason printed when its ceiling takes trust away.
    """

    limits: Mapping[str, tuple[int, int]]
    ceilings: Mapping[str, int]
    dynamics: Dynamics
    moves: Mapping[str, tuple[Row, ...]]
    kinds: Mapping[str, str]
    sympathetic: frozenset[str]
    bands: tuple[str, ...]
    limit_reasons: Mapping[str, tuple[Bilingual, Bilingual]]
    ceiling_reasons: Mapping[str, Bilingual]

    def row(
        self, move: str, agitation: int, trust: int, distress: int, *, style: str, sympathy: int, opening: bool
    ) -> Row:
        """The row of a move that applies in a state; its reason explains the default ratings too.

        Raises:
            KeyError: the move is not in the table.
        """
        band = self.bands[agitation]
        for row in self.moves[move]:
            if row.matches(band, trust, distress, style, sympathy, opening):
                return row
        raise AssertionError(f"{move} has no row without conditions")  # from_data refuses such a table

    def effect(
        self,
        moves: Sequence[str],
        agitation: int,
        trust: int,
        distress: int,
        *,
        style: str,
        sympathy: int,
        opening: bool,
    ) -> StepEffect:
        """What a choice with these moves does.

        Args:
            moves: keys of the vocabulary; none at all is allowed and does nothing.
            agitation: the meter before the step, 0..10.
            trust: the meter before the step, 0..10.
            distress: the meter before the step, 0..10.
            style: the petitioner's style.
            sympathy: the streak of sympathy before the step, 0..2.
            opening: whether the scene is an opening statement.

        Raises:
            KeyError: a move is not in the table.
        """
        changes: list[Change] = []
        rates: dict[str, int] = {}
        for move in moves:
            row = self.row(move, agitation, trust, distress, style=style, sympathy=sympathy, opening=opening)
            changes += row.changes
            changes += self._over_ceiling(move, row.trust, trust)
            for code, rating in row.rates.items():
                rates[code] = rates.get(code, 0) + rating
        heat, warmth, _ = _totals(changes)
        changes += self.dynamics.changes(agitation, trust, heat, warmth)
        for meter, total in zip(METERS, _totals(changes), strict=True):
            changes += self._over_limit(meter, total)
        heat, warmth, weight = _totals(changes)
        streak = self.streak_after(moves, sympathy)
        return StepEffect(heat, warmth, weight, MappingProxyType(rates), streak, tuple(changes))

    def streak_after(self, moves: Sequence[str], sympathy: int) -> int:
        """The streak of sympathy after a step: ended by substance, lengthened by sympathy, else left as it was."""
        if any(self.kinds[move] == "substance" for move in moves):
            return 0
        if any(move in self.sympathetic for move in moves):
            return min(LONGEST_STREAK, sympathy + 1)
        return sympathy

    def ceiling(self, move: str) -> int:
        """The trust that a move cannot lift above."""
        return self.ceilings.get(self.kinds[move], HIGHEST)

    def _over_ceiling(self, move: str, rise: int, trust: int) -> Iterator[Change]:
        if rise > 0 and rise > (room := max(0, self.ceiling(move) - trust)):
            yield Change("trust", room - rise, self.ceiling_reasons.get(self.kinds[move], _GENERIC_CEILING))

    def _over_limit(self, meter: str, total: int) -> Iterator[Change]:
        lowest, highest = self.limits[meter]
        fall, rise = self.limit_reasons.get(meter, (_GENERIC_LIMIT, _GENERIC_LIMIT))
        if total < lowest:
            yield Change(meter, lowest - total, fall)
        if total > highest:
            yield Change(meter, highest - total, rise)


@cache
def table() -> EmotionTable:
    """The table of this release, read once."""
    return from_data(load_data("emotion.yaml"))


def from_data(data: Any) -> EmotionTable:
    """Build a table from plain data in the form of `emotion.yaml`; a pack may bring its own.

    Raises:
        ValueError: the data is malformed; the text names the place and what was expected there.
    """
    words = vocabulary()
    top = _mapping(data, "emotion table", required=("limits", "ceilings", "dynamics", "moves"), optional=("reasons",))
    reasons = _mapping(top.get("reasons", {}), "reasons", optional=("limits", "ceilings"))
    limits = _mapping(top["limits"], "limits", required=METERS)
    ceilings = _mapping(top["ceilings"], "ceilings", optional=words.move_kinds)
    moves = _mapping(top["moves"], "moves", required=words.moves)
    return EmotionTable(
        limits=MappingProxyType({meter: _limits(limits[meter], f"limits.{meter}") for meter in METERS}),
        ceilings=MappingProxyType({k: _integer(v, f"ceilings.{k}", LOWEST, HIGHEST) for k, v in ceilings.items()}),
        dynamics=_dynamics(top["dynamics"]),
        moves=MappingProxyType({move: _rows(rows, f"moves.{move}") for move, rows in moves.items()}),
        kinds=MappingProxyType({move.key: move.kind for move in words.moves.values()}),
        sympathetic=frozenset(move.key for move in words.moves.values() if move.sympathy),
        bands=tuple(words.heat_band(agitation).key for agitation in range(LOWEST, HIGHEST + 1)),
        limit_reasons=_limit_reasons(reasons.get("limits", {})),
        ceiling_reasons=_ceiling_reasons(reasons.get("ceilings", {})),
    )


def _totals(changes: Sequence[Change]) -> tuple[int, int, int]:
    """The sums of agitation, trust and distress."""
    sums = dict.fromkeys(METERS, 0)
    for change in changes:
        sums[change.meter] += change.amount
    return sums["agitation"], sums["trust"], sums["distress"]


# Reading plain data: every function takes the place to name in its error.


def _mapping(
    data: Any, where: str, required: Collection[Any] = (), optional: Collection[Any] = ()
) -> Mapping[str, Any]:
    """`data` as a mapping with all `required` keys and no others but `optional` ones."""
    if not isinstance(data, Mapping):
        raise ValueError(f"{where}: expected a mapping, found {data!r}")
    if missing := [str(key) for key in required if key not in data]:
        raise ValueError(f"{where}: missing {', '.join(missing)}")
    for key in data:
        if key not in required and key not in optional:
            raise ValueError(f"{where}: unknown {key!r}; expected {_expected(key, [*required, *optional])}")
    return data


def _expected(found: Any, allowed: Sequence[Any]) -> str:
    """The nearest allowed name, or all of them where they are few."""
    from difflib import get_close_matches

    names = [str(name) for name in allowed]
    nearest = get_close_matches(str(found), names, n=1)
    return nearest[0] if nearest else ", ".join(names if len(names) <= 12 else [*names[:12], "…"])


def _integer(value: Any, where: str, lowest: int, highest: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
        raise ValueError(f"{where}: expected a whole number from {lowest} to {highest}, found {value!r}")
    return value


def _limits(value: Any, where: str) -> tuple[int, int]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError(f"{where}: expected [lowest, highest], found {value!r}")
    return _integer(value[0], where, -HIGHEST, 0), _integer(value[1], where, 0, HIGHEST)


def _choice(fields: Mapping[str, Any], key: str, where: str, allowed: Iterable[Any]) -> frozenset[Any] | None:
    """The list under `key` as a set of allowed values, None where the row does not give it."""
    if key not in fields:
        return None
    values, names = fields[key], list(allowed)
    if not isinstance(values, list | tuple) or not values:
        raise ValueError(f"{where}.{key}: expected a list, found {values!r}")
    for value in values:
        if type(value) not in (int, str) or value not in names:
            raise ValueError(f"{where}.{key}: unknown {value!r}; expected {_expected(value, names)}")
    return frozenset(values)


def _dynamics(data: Any) -> Dynamics:
    parts = _mapping(data, "dynamics", optional=("calming_bonus", "escalation_malus", "hot_trust_cap"))

    def part(name: str, **ranges: tuple[int, int]) -> dict[str, Any] | None:
        if name not in parts:
            return None
        where = f"dynamics.{name}"
        fields = _mapping(parts[name], where, required=(*ranges, "reason"))
        numbers = {key: _integer(fields[key], f"{where}.{key}", *span) for key, span in ranges.items()}
        return {**numbers, "reason": Bilingual.from_data(fields["reason"], f"{where}.reason")}

    calm = part("calming_bonus", trust_at_least=(LOWEST, HIGHEST), agitation=(-HIGHEST, 0))
    flare = part("escalation_malus", trust_at_most=(LOWEST, HIGHEST), agitation=(0, HIGHEST))
    cap = part("hot_trust_cap", agitation_at_least=(LOWEST, HIGHEST), trust_rise_at_most=(0, HIGHEST))
    return Dynamics(
        CalmingBonus(**calm) if calm else None,
        EscalationMalus(**flare) if flare else None,
        HotTrustCap(**cap) if cap else None,
    )


def _rows(data: Any, where: str) -> tuple[Row, ...]:
    if not isinstance(data, list | tuple) or not data:
        raise ValueError(f"{where}: expected a list of rows, found {data!r}")
    rows = tuple(_row(fields, f"{where} row {number}") for number, fields in enumerate(data, 1))
    open_rows = [number for number, row in enumerate(rows, 1) if row.unconditional]
    if not open_rows:
        raise ValueError(f"{where}: the last row must have no conditions, so that every state has a row")
    if open_rows[0] != len(rows):
        raise ValueError(f"{where} row {open_rows[0]}: a row without conditions hides the rows after it")
    return rows


def _row(data: Any, where: str) -> Row:
    fields = _mapping(data, where, required=("reason",), optional=_ROW_KEYS)
    words = vocabulary()
    change = _mapping(fields.get("change", {}), f"{where}.change", optional=METERS)
    rates = _mapping(fields.get("rates", {}), f"{where}.rates", optional=words.indicators)
    agitation, trust, distress = (
        _integer(change.get(meter, 0), f"{where}.change.{meter}", -HIGHEST, HIGHEST) for meter in METERS
    )
    trust_at_least, trust_below = _threshold(fields, "trust", where)
    distress_at_least, distress_below = _threshold(fields, "distress", where)
    return Row(
        bands=_choice(fields, "bands", where, words.bands),
        styles=_choice(fields, "styles", where, words.styles),
        trust_at_least=trust_at_least,
        trust_below=trust_below,
        distress_at_least=distress_at_least,
        distress_below=distress_below,
        sympathy=_choice(fields, "sympathy", where, range(LONGEST_STREAK + 1)),
        opening=_opening(fields, where),
        agitation=agitation,
        trust=trust,
        distress=distress,
        rates=MappingProxyType({code: _integer(n, f"{where}.rates.{code}", -2, 2) for code, n in rates.items()}),
        reason=Bilingual.from_data(fields["reason"], f"{where}.reason"),
    )


def _threshold(fields: Mapping[str, Any], meter: str, where: str) -> tuple[int | None, int | None]:
    """The `…_at_least` and the `…_below` of a meter, of which a row may give one."""
    names = f"{meter}_at_least", f"{meter}_below"
    if all(name in fields for name in names):
        raise ValueError(f"{where}: give {names[0]} or {names[1]}, not both")
    low, high = (
        _integer(fields[name], f"{where}.{name}", LOWEST + 1, HIGHEST) if name in fields else None for name in names
    )
    return low, high


def _opening(fields: Mapping[str, Any], where: str) -> bool | None:
    value = fields.get("opening")
    if "opening" in fields and not isinstance(value, bool):
        raise ValueError(f"{where}.opening: expected true or false, found {value!r}")
    return value


def _limit_reasons(data: Any) -> Mapping[str, tuple[Bilingual, Bilingual]]:
    meters = _mapping(data, "reasons.limits", optional=METERS)
    found: dict[str, tuple[Bilingual, Bilingual]] = {}
    for meter, fields in meters.items():
        where = f"reasons.limits.{meter}"
        both = _mapping(fields, where, required=("fall", "rise"))
        found[meter] = (
            Bilingual.from_data(both["fall"], f"{where}.fall"),
            Bilingual.from_data(both["rise"], f"{where}.rise"),
        )
    return MappingProxyType(found)


def _ceiling_reasons(data: Any) -> Mapping[str, Bilingual]:
    kinds = _mapping(data, "reasons.ceilings", optional=vocabulary().move_kinds)
    return MappingProxyType({k: Bilingual.from_data(text, f"reasons.ceilings.{k}") for k, text in kinds.items()})
