"""What is kept of a program error, so that it can be sent to someone. No text of a visit is in it."""

from __future__ import annotations

import platform
import traceback
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from simulator import paths


def save(error: BaseException, where: str) -> Path | None:
    """Write a report beside the sessions.

    Args:
        error: what went wrong.
        where: the screen one was at.

    Returns:
        Its path, or None where it cannot be written.
    """
    now = datetime.now(UTC)
    path = paths.home() / f"crash-{now:%Y%m%d-%H%M%S-%f}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(report(error, where, now), "utf-8")
    except OSError:
        return None
    return path


def report(error: BaseException, where: str, now: datetime) -> str:
    """The report as text: versions, the screen, the traceback without local values."""
    lines = [
        f"jiefang {_version('jiefang')}, textual {_version('textual')}, Python {platform.python_version()}",
        f"{platform.system()} {platform.release()}, {now:%Y-%m-%d %H:%M:%S} UTC",
        f"screen: {where}",
        "",
        *(line.rstrip("\n") for line in traceback.format_exception(error)),
    ]
    return "\n".join(lines) + "\n"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"
