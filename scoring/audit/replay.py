"""How a way through a scenario is shown: as the command that plays it."""

from __future__ import annotations

from collections.abc import Sequence


def replay(scenario: str, variant: str, path: Sequence[str], seed: str | None = "0") -> str:
    """The command.

    Args:
        scenario: its id.
        variant: name of the variant.
        path: inputs as `jiefang run --choices` takes them.
        seed: with which the chances on the way fall as it needs; None where no seed was found.
    """
    drawn = "" if seed in ("0", None) else f" --seed {seed}"
    return f"jiefang run {scenario} --variant {variant} --choices {','.join(path) or chr(34) * 2}{drawn}"
