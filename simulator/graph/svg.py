"""A drawing as SVG, laid out by Graphviz where it is installed."""

from __future__ import annotations

import shutil
import subprocess

from simulator.errors import UserError
from simulator.graph.dot import dot
from simulator.graph.drawing import Drawing
from simulator.i18n import _

SECONDS = 60
"""A map of a thousand scenes takes a few seconds."""


def svg(drawing: Drawing) -> str:
    """The whole file.

    Raises:
        UserError: Graphviz is not installed, or could not draw it.
    """
    program = shutil.which("dot")
    if program is None:
        raise UserError(
            _("画 SVG 要用 Graphviz 的 dot，这台机器上没有。"),
            _("装上它（apt-get install graphviz），或改用 --format mermaid。"),
        )
    try:
        done = subprocess.run(
            [program, "-Tsvg"], input=dot(drawing).encode(), capture_output=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        raise UserError(_("Graphviz 用了太久，停下了。"), _("改用 --format mermaid 或 dot。")) from None
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip()
        raise UserError(_("Graphviz 没有画出来：{why}", why=why), _("改用 --format mermaid 或 dot。"))
    return done.stdout.decode("utf-8")
