"""What a check with a solver is handed: a scenario and the studies of its variants, each explored and solved once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from scenarios.diagnostic import Diagnostic, Mark
from scenarios.model import Scenario
from scoring.audit.decisions import Decision, decisions
from scoring.audit.seen import Seen, seen
from scoring.choice_costs import ChoiceCosts
from scoring.study import Study


@dataclass(frozen=True)
class Subject:
    """A scenario under examination.

    Attributes:
        scenario: as loaded, without errors.
        studies: by variant, in file order: those that could be solved. `exploration`, `solution` and `evaluator` of
            each are worked out once for all checks.
    """

    scenario: Scenario
    studies: Mapping[str, Study]

    @cached_property
    def top(self) -> Mark:
        """The beginning of the scenario's file, for what has no place of its own."""
        place = next(iter(self.scenario.scenes.values())).mark
        return Mark(place.file if place is not None else self.scenario.path)

    @cached_property
    def costs(self) -> Mapping[str, ChoiceCosts]:
        """By variant: what every choice costs in every state."""
        return {name: ChoiceCosts(study.solution) for name, study in self.studies.items()}

    @cached_property
    def seen(self) -> Mapping[str, Seen]:
        """By variant: what legal play comes to."""
        return {name: seen(study.exploration) for name, study in self.studies.items()}

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """Every decision, over all variants."""
        return decisions(self.scenario, self.costs)

    @property
    def complete(self) -> bool:
        """Whether every variant is there, so that what no study shows holds in no variant."""
        return self.studies.keys() == self.scenario.variants.keys()

    @cached_property
    def basis(self) -> Mapping[str, str]:
        """On what it rests that something never happens, in both languages."""
        return basis({name: study.exploration.states for name, study in self.studies.items()})


def basis(states: Mapping[str, int]) -> Mapping[str, str]:
    """What was explored, in words of both languages; `states` by variant."""
    total = f"{sum(states.values()):,}"
    return {
        "zh": f"情形 {'、'.join(states)} 的 {total} 个状态都走遍了",
        "en": f"all {total} states of {', '.join(states)} were explored",
    }


Check = Callable[[Subject], Iterable[Diagnostic]]
"""A family of checks: everything it finds in a scenario."""
