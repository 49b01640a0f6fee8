"""Values that are made by the thousand."""

from __future__ import annotations

import pytest

from scenarios.diagnostic import Mark
from scenarios.model import Choice, Effects, Text


def test_values_are_equal_by_their_fields() -> None:
    """Two values that say the same are one key; where they were read from is no part of that."""
    assert Text("好", mark=Mark("a.yaml", 3)) == Text("好", mark=Mark("b.yaml"))
    assert len({Text("好", mark=Mark("a.yaml", 3)), Text("好"), Text("好", "fine")}) == 2
    assert Effects(trust=1) != Effects(distress=1)


def test_a_value_has_its_fields_and_no_others() -> None:
    """A slip of the pen makes no attribute."""
    with pytest.raises(AttributeError):
        Choice("a", ()).limits = 2  # type: ignore[attr-defined]
