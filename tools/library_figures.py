"""The figures of every scenario of the library, from its certificate; remembered until what they rest on changes."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scenarios.edition import edition  # noqa: E402
from scenarios.load import load  # noqa: E402
from scenarios.model import Scenario  # noqa: E402
from scenarios.search_path import SCENARIO_FILE, library  # noqa: E402
from simulator import paths  # noqa: E402
from simulator.certificate import certificate  # noqa: E402

RESTS_ON = ("scenarios/*.py", "scenarios/*.yaml", "scoring/*.py", "scoring/*.yaml", "simulator/certificate.py")
"""The program's files that figures come from; the scenario itself is known by its hash."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A scenario and its figures.

    Attributes:
        scenario: as loaded.
        variants: by name, what its certificate says (`docs/json.md`, analyse).
    """

    scenario: Scenario
    variants: Mapping[str, Mapping[str, Any]]

    def counts(self, key: str) -> dict[str, int]:
        """By indicator, the most decisions that any variant has: of `coverage` or `decisive`."""
        codes = next(iter(self.variants.values()))[key]
        return {code: max(values[key][code] for values in self.variants.values()) for code in codes}

    def crossed(self) -> dict[str, bool]:
        """The red lines that can be met in some variant: whether there is a way round wherever one is."""
        found: dict[str, bool] = {}
        for values in self.variants.values():
            for code, each in values["red_lines"].items():
                found[code] = found.get(code, True) and not each["forced"]
        return found


def scenarios() -> dict[Path, Scenario]:
    """The library by folder, easy ones first.

    Raises:
        SystemExit: one cannot be read.
    """
    found = {}
    for place in sorted(path.parent for path in library().glob(f"*/{SCENARIO_FILE}")):
        scenario = load(place).scenario
        if scenario is None:
            raise SystemExit(f"{place.relative_to(ROOT)} cannot be read: jiefang check {place.relative_to(ROOT)}")
        found[place] = scenario
    return dict(sorted(found.items(), key=lambda pair: (pair[1].level, pair[1].id)))


def entries() -> list[Entry]:
    """The library with its figures, worked out or remembered."""
    return [
        Entry(scenario, {name: _variant(place, scenario, name) for name in scenario.variants})
        for place, scenario in scenarios().items()
    ]


def _variant(place: Path, scenario: Scenario, name: str) -> Mapping[str, Any]:
    """The certificate of one variant."""
    file = paths.cache() / "library" / f"{edition(scenario, name).hash[:32]}-{_program()[:16]}.json"
    with contextlib.suppress(OSError, ValueError):
        known = json.loads(file.read_text("utf-8"))
        if isinstance(known, dict):
            return known
    made: Mapping[str, Any] = certificate(place, scenario, [name], checked=False)["variants"][name]
    # What cannot be kept is worked out again next time.
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(".part")
        beside.write_text(json.dumps(made, ensure_ascii=False), "utf-8")
        beside.replace(file)
    return made


@cache
def _program() -> str:
    """A hash of the program's files that figures come from."""
    digest = sha256()
    for pattern in RESTS_ON:
        for file in sorted(ROOT.glob(pattern)):
            digest.update(f"{file.relative_to(ROOT)}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
