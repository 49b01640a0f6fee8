"""A file replaced whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def difference(path: Path, before: str, after: str) -> str:
    """The change of a file as a unified diff."""
    from difflib import unified_diff

    old, new = (text.splitlines(keepends=True) for text in (before, after))
    changes = unified_diff(old, new, str(path), str(path))
    return "".join(line if line.endswith("\n") else line + "\n" for line in changes)


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """A file in a folder that is not there yet: the stem, or the stem with the first number that is free."""
    path, number = folder / f"{stem}{suffix}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}{suffix}"
    return path


def replace_text(path: Path, text: str) -> None:
    """Put a text in the place of a file's content, or make the file; its permissions stay, and a link stays a link.

    Args:
        path: the file; its folder must exist.
        text: with the line ends it is to have.

    Raises:
        OSError: it cannot be written; then it is as it was.
    """
    real = path.resolve()
    handle, name = tempfile.mkstemp(dir=real.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as target:
            target.write(text)
        Path(name).chmod(real.stat().st_mode & 0o7777 if real.exists() else 0o666 & ~_mask())
        Path(name).replace(real)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mask() -> int:
    """The permissions that new files do not get. The system tells it only to who sets it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
