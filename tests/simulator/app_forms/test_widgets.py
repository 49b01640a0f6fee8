"""The drawn parts of a result: widths in cells, a curve that only falls, bars and seals of the right size."""

from __future__ import annotations

from itertools import pairwise

import pytest
from rich.cells import cell_len

from simulator.app.widgets.curve import Caption, Curve, Mark, floor, placed, sampled
from simulator.app.widgets.dimension_bars import Bar, DimensionBars
from simulator.app.widgets.seal import stamped

VALUES = [100.0, 100.0, 97.5, 82.0, 82.0, 60.1, 12.0, -40.0]


@pytest.mark.parametrize("width", [8, 20, 74, 180])
def test_the_curve_starts_at_the_top_and_only_falls(width: int) -> None:
    """Whatever the width, levels never rise, the first is the first value and the last the last."""
    levels = sampled(VALUES, width)
    assert len(levels) == width
    assert all(after <= before for before, after in pairwise(levels))
    assert (levels[0], levels[-1]) == (100.0, -40.0)


@pytest.mark.parametrize("width", [30, 80, 200])
def test_no_line_of_the_curve_is_wider_than_its_room(width: int) -> None:
    """Marks and captions in Chinese count their cells."""
    curve = Curve()
    curve.values = VALUES
    curve.marks = [Mark(index, "??", "$vermilion", 10.0) for index in range(1, 8)]
    curve.captions = [Caption(0, "进门"), Caption(3, "来访登记表"), Caption(4, "分流单"), Caption(7, "分流单")]
    assert max(line.cell_length for line in curve.lines(width)) <= width


def test_marks_never_cover_one_another() -> None:
    """Of two marks in the same place the heavier one stands."""
    marks = [Mark(1, "?!", "", 5.0), Mark(1, "✕", "", 30.0)]
    assert [mark.sign for mark in placed(marks, 2, [8] * 40, 5).values()] == ["✕"]


def test_the_scale_begins_at_zero_unless_the_curve_stays_high() -> None:
    """A curve that stays above 55 is drawn over 50 to 100."""
    assert (floor([100, 80, 56]), floor([100, 80, 54]), floor([])) == (50, 0, 50)


@pytest.mark.parametrize("name", ["良好", "优秀", "不合格", "excellent", "not yet", "pass"])
def test_a_seal_is_nearly_square(name: str) -> None:
    """A seal's lines are equally wide, and twice as many cells wide as high, give or take a name's length."""
    lines = stamped(name).plain.split("\n")
    widths = {cell_len(line) for line in lines}
    assert len(widths) == 1
    assert 0.5 <= widths.pop() / (2 * len(lines)) <= 1.7
    assert all(character in stamped(name).plain for character in name)


def test_bars_are_as_long_as_the_score_and_words_stand_in_for_none() -> None:
    """A bar fills its share of the room; a dimension without a score says why instead."""
    bars = DimensionBars()
    bars.bars = [
        Bar("倾听", 50.0, "50", "", "占 25 %"),
        Bar("情绪管理", None, "", "证据不足", ""),
        Bar("依法合规", 39.0, "39", "红线封顶 39", "占 30 %"),
    ]
    half, none, capped = (line.plain for line in bars.lines(80))
    assert half.count("━") == round(half.count("━") / 2 + half.count("─") / 2)
    assert none.endswith("证据不足")
    assert "红线封顶 39" in capped
    assert max(line.cell_length for line in bars.lines(60)) <= 60
