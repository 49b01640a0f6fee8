"""Pictures of screens for the README."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from simulator.app import screenshot
from simulator.app.cell_shapes import shapes


async def test_chinese_in_its_place(visit: Any) -> None:
    """Every run of characters is stretched over its cells, wide ones over two each, and markup is escaped."""
    async with visit(variant="hostile") as table:
        picture = screenshot.svg(table.app)
    texts = [node for node in ElementTree.fromstring(picture).iter() if node.tag.endswith("text")]
    widths = {(node.text or "").strip(): float(node.get("textLength", 0)) for node in texts}
    assert widths["接访台"] == 6 * screenshot.CELL
    assert any("[/x][@click=app.quit]" in text for text in widths)
    assert all(re.fullmatch(r"#[0-9a-f]{6}", node.get("fill", "").lower()) for node in texts)


@pytest.mark.parametrize(
    ("character", "filled"),
    [
        ("█", 1.0),
        ("▀", 0.5),
        ("▄", 0.5),
        ("▂", 0.25),
        ("▌", 0.5),
        ("▎", 0.25),
        ("▚", 0.5),
        ("▙", 0.75),
        ("a", 0.0),
        ("中", 0.0),
    ],
)
def test_blocks_fill_their_part_of_a_cell(character: str, filled: float) -> None:
    """What a block fills is what its name says; letters are left to the font."""
    assert sum(wide * high for _left, _top, wide, high in shapes(character)) == pytest.approx(filled)


@pytest.mark.parametrize("character", "─│┌┐└┘├┤┬┴┼╭╮╰╯━┃╋╸╺")
def test_lines_meet_at_the_edges_of_their_cells(character: str) -> None:
    """Nothing goes over the edge, and each line has at least one end at an edge, so that none has a gap."""
    for left, top, wide, high in shapes(character):
        assert left >= 0 and top >= 0 and left + wide <= 1.0001 and top + high <= 1.0001
        assert left == 0 or top == 0 or left + wide == pytest.approx(1) or top + high == pytest.approx(1)
