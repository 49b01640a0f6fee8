"""How a way through a scenario is shown: as the command that plays it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from scenarios.model import Scenario
from scenarios.search_path import SCENARIO_FILE, look_up, pack_around, packs_folder


def replay(scenario: Scenario, variant: str, path: Sequence[str], seed: str | None = "0") -> str:
    """The command.

    Args:
        scenario: which one.
        variant: name of the variant.
        path: inputs as `jiefang run --choices` takes them.
        seed: with which the chances on the way fall as it needs; None where no seed was found.
    """
    words = ["jiefang", "run", called(scenario), "--variant", variant, "--choices", ",".join(path)]
    return shlex.join(words + ([] if seed in ("0", None) else ["--seed", str(seed)]))


def _only_here(place: Path) -> bool:
    """Whether the id leads there only in this call, as its pack was named by `--pack`; its path always does."""
    pack = pack_around(place)
    return pack is not None and pack.resolve().parent != packs_folder().resolve()


def called(scenario: Scenario) -> str:
    """What a scenario is called on the command line: its id where that leads to it, else the path it was read from."""
    file = Path(scenario.path)
    if not file.is_file():
        return scenario.id
    place = file.parent if file.name == SCENARIO_FILE else file
    found = look_up(scenario.id)
    if found is not None and found.resolve() == place.resolve() and not _only_here(place):
        return scenario.id
    return str(place) if len(place.parts) > 1 or place.suffix else f"./{place}"
