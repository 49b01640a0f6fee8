"""One variant of a scenario, whole: what a session stores once, by hash, so that it replays exactly ever after."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from scenarios import vocabulary
from scenarios.diagnostic import Diagnostic, ScenarioError
from scenarios.expression import And, Call, Compare, Expression, Literal, Not, Or, Value, all_of, any_of, fold, negate
from scenarios.findings import nearest
from scenarios.model import Scenario, Variant
from scenarios.order import orders, restored
from scenarios.schema import FRAGMENT, SCENARIO
from scenarios.words import Supplied, supplied, supplied_from

if TYPE_CHECKING:
    from scenarios.emotion import EmotionTable

RULES_VERSION: int = 1
"""Version of the rules of play; goes up when the same inputs could give other states."""

BROKEN_DATA = "JF2055"


@dataclass(frozen=True, eq=False)
class Edition:
    """A scenario, one of its variants, and the emotion table it is played with.

    Attributes:
        table_data: the emotion table as plain data.
        lent: what the language supplied when the scenario was loaded.
    """

    scenario: Scenario
    variant: Variant
    table_data: Mapping[str, Any] = field(repr=False)
    rules: int = RULES_VERSION
    lent: Supplied | None = field(default=None, repr=False)

    @cached_property
    def table(self) -> EmotionTable:
        """The emotion table."""
        from scenarios import emotion  # loading and checking do not ask for it

        own = emotion.table() if self.table_data is _own_table() else None
        return own or emotion.from_data(self.table_data)

    @cached_property
    def derived(self) -> dict[str, object]:
        """Room for what is worked out from an edition once, such as its compiled program; lives as long as it does."""
        return {}

    @cached_property
    def constants(self) -> Mapping[str, Value]:
        """What conditions may read and this variant fixes: parameters (dates apart) and `variant`."""
        found: dict[str, Value] = {
            name: value for name, value in self.variant.params.items() if not isinstance(value, date)
        }
        found["variant"] = self.variant.name
        return found

    @cached_property
    def _folded(self) -> dict[int, tuple[Expression, Expression]]:
        """By identity: play folds the same conditions again and again, and hashing a tree takes longer than this."""
        return {}

    def fold(self, expr: Expression | None) -> Expression:
        """A condition with everything that this variant fixes worked out; None is always true."""
        if expr is None:
            return Literal(True)
        found = self._folded.get(id(expr))
        if found is None:
            folded = fold(expr, self.constants, self.scenario.conditions)
            found = self._folded[id(expr)] = (expr, self._without_absent(folded))
        return found[1]

    def _without_absent(self, expr: Expression) -> Expression:
        """`known(f)` is false where the variant takes the fact away."""
        match expr:
            case Call("known", fact):
                return expr if fact in self.variant.facts else Literal(False)
            case Not(operand):
                return negate(self._without_absent(operand))
            case And(operands):
                return all_of([self._without_absent(operand) for operand in operands])
            case Or(operands):
                return any_of([self._without_absent(operand) for operand in operands])
            case Compare(op, left, right):
                return Compare(op, self._without_absent(left), self._without_absent(right))
            case _:
                return expr

    def data(self) -> dict[str, Any]:
        """All of it as plain JSON values; :func:`from_data` rebuilds it, also after keys were sorted."""
        bundle = self.scenario.bundle
        fragments = bundle["fragments"]
        assert isinstance(fragments, Mapping)
        return {
            "rules": self.rules,
            "variant": self.variant.name,
            "scenario": bundle,
            "order": {
                "scenario": orders(SCENARIO, bundle["scenario"]),
                "fragments": {name: orders(FRAGMENT, copy["zh"]) for name, copy in fragments.items()},
            },
            "emotion": self.table_data,
            "language": (self.lent or supplied()).data(),
        }

    @cached_property
    def canonical(self) -> str:
        """Canonical JSON of :meth:`data`: sorted keys, no spaces, characters as they are."""
        return json.dumps(self.data(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def hash(self) -> str:
        """sha256 of the canonical JSON, in hex."""
        return sha256(self.canonical.encode()).hexdigest()


@cache
def _own_table() -> Any:
    return vocabulary.load_data("emotion.yaml")


def edition(scenario: Scenario, variant: str | None = None) -> Edition:
    """An edition of a loaded scenario.

    Args:
        scenario: as loaded.
        variant: its name; None for the first.

    Raises:
        KeyError: no such variant; the message names the nearest.
    """
    name = next(iter(scenario.variants)) if variant is None else variant
    if name not in scenario.variants:
        raise KeyError(nearest(name, scenario.variants) or ", ".join(scenario.variants))
    return Edition(scenario, scenario.variants[name], _own_table(), lent=scenario.lent)


def from_data(data: Mapping[str, Any]) -> Edition:
    """Rebuild a stored edition.

    Args:
        data: what :meth:`Edition.data` gave, as it comes back from JSON.

    Raises:
        ScenarioError: the data do not make an edition.
    """
    from scenarios.load import from_bundle

    try:
        bundle, order, lent = dict(data["scenario"]), data["order"], supplied_from(data["language"])
        name, table, rules = data["variant"], data["emotion"], int(data["rules"])
        bundle["scenario"] = restored(SCENARIO, bundle["scenario"], order["scenario"])
        bundle["fragments"] = {
            each: {**copy, "zh": restored(FRAGMENT, copy["zh"], order["fragments"].get(each, {}))}
            for each, copy in bundle["fragments"].items()
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ScenarioError([Diagnostic(BROKEN_DATA, None, {"reason": str(error)})]) from error
    scenario = from_bundle(bundle, lent)
    if name not in scenario.variants:
        raise ScenarioError([Diagnostic(BROKEN_DATA, None, {"reason": str(name)})])
    return Edition(scenario, scenario.variants[name], table, rules, lent)
