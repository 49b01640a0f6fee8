"""Mermaid itself reads what `jiefang graph` writes."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from scenarios.edition import edition
from scenarios.load import load_or_raise
from scenarios.scene_map import scene_map
from simulator.graph.drawing import Drawing, drawing
from simulator.graph.mermaid import mermaid
from tests.npm import package
from tests.simulator.test_cli_graph import hostile

READ = """
import { JSDOM } from 'jsdom';
import fs from 'fs';
const page = new JSDOM('');
globalThis.window = page.window;
globalThis.document = page.window.document;
const { default: mermaid } = await import('mermaid');
const found = [];
for (const text of JSON.parse(fs.readFileSync(0, 'utf8'))) {
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  found.push({
    boxes: [...db.getVertices().keys()],
    arrows: db.getEdges().map((edge) => [edge.start, edge.end]),
    groups: db.getSubGraphs().map((group) => group.id),
  });
}
console.log(JSON.stringify(found));
"""


def library(root: Path, name: str) -> Drawing:
    """One of the library's visits."""
    chosen = edition(load_or_raise(root / "scenarios" / "library" / name))
    return drawing(chosen, scene_map(chosen))


@pytest.mark.install
def test_mermaid_reads_every_box_and_arrow(root: Path, tmp_path: Path) -> None:
    """Of both visits of the library, and of one whose every text means something to Mermaid."""
    modules = package("mermaid@11.17.2", "jsdom@24.1.3")
    (tmp_path / "node_modules").symlink_to(modules)
    (tmp_path / "read.mjs").write_text(READ, "utf-8")
    pictures = [library(root, "unpaid-wages"), library(root, "village-official"), hostile()]
    node = shutil.which("node")
    assert node is not None, "this test needs node: sudo apt-get install nodejs npm"
    done = subprocess.run(
        [node, tmp_path / "read.mjs"], input=json.dumps([mermaid(picture) for picture in pictures]),
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    for picture, read in zip(pictures, json.loads(done.stdout), strict=True):
        assert set(read["boxes"]) - {"legend"} == {"title", *(box.name for box in (*picture.boxes, *picture.legend))}
        assert sorted(map(tuple, read["arrows"])) == sorted(
            (arrow.source, arrow.to) for arrow in (*picture.arrows, *picture.legend_arrows)
        )
        assert set(read["groups"]) == {"legend", *(name for name, _title in picture.groups)}
