"""Pictures of screens for the README."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from simulator.app import screenshot


async def test_chinese_in_its_place(visit: Any) -> None:
    """Every run of characters is stretched over its cells, wide ones over two each, and markup is escaped."""
    async with visit(variant="hostile") as table:
        picture = screenshot.svg(table.app)
    texts = [node for node in ElementTree.fromstring(picture).iter() if node.tag.endswith("text")]
    widths = {(node.text or "").strip(): float(node.get("textLength", 0)) for node in texts}
    assert widths["接访台"] == 6 * screenshot.CELL
    assert any("[/x][@click=app.quit]" in text for text in widths)
    assert all(re.fullmatch(r"#[0-9a-f]{6}", node.get("fill", "").lower()) for node in texts)
