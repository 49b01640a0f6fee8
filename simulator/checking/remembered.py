"""Results of `jiefang check` on disk, so that a scenario is checked again only if something it depends on changed."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from scenarios.diagnostic import Diagnostic, Mark
from scenarios.ignored import Sorted
from scenarios.search_path import pack_around
from scenarios.source_text import beginning
from simulator import paths

FORMAT = 1
OWN = ("scenarios", "scoring")
"""The packages whose code and data decide what is found."""


def recalled(place: Path, fingerprint: str) -> Sorted | None:
    """What was found when everything was as it is now; None if that is not known, or the file is not sound."""
    try:
        digest, _, text = _file(place).read_text("utf-8").partition("\n")
        data = json.loads(text)
        if digest != _digest(text) or data["format"] != FORMAT or data["fingerprint"] != fingerprint:
            return None
        return Sorted(
            tuple(_finding(entry) for entry in data["shown"]),
            tuple((_finding(entry), str(entry["reason"])) for entry in data["left"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(place: Path, fingerprint: str, found: Sorted) -> None:
    """Keep what was found; where that cannot be, the next check is only slower."""
    data = {
        "format": FORMAT,
        "fingerprint": fingerprint,
        "shown": [_data(diagnostic) for diagnostic in found.shown],
        "left": [{**_data(diagnostic), "reason": reason} for diagnostic, reason in found.left],
    }
    with contextlib.suppress(OSError, TypeError):
        text = json.dumps(data, ensure_ascii=False)
        if json.loads(text) != data:
            return  # an argument that JSON would give back as something else
        file = _file(place)
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".check-")
        with os.fdopen(handle, "w", encoding="utf-8") as target:
            target.write(f"{_digest(text)}\n{text}")
        Path(name).replace(file)


def fingerprint(place: Path, *, solve: bool) -> str:
    """A hash of everything that what is found depends on: the scenario's files, those beside it, and the program.

    Args:
        place: the scenario's folder or file.
        solve: whether the checks with the solver are made.
    """
    digest = sha256(f"{_program()} {solve} {place}\n".encode())
    for file in sorted(files_of(place)):
        try:
            content, size = beginning(file), file.stat().st_size
        except OSError as error:
            content, size = str(error.errno).encode(), -1
        digest.update(f"{file} {size}\n".encode(errors="surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


def files_of(place: Path) -> Iterator[Path]:
    """The files that a scenario may be made of: its own, and fragments and tables beside its folder or in its pack."""
    folder = place if os.path.isdir(place) else place.parent
    if not os.path.isdir(place):
        yield place
    beside = folder.absolute().parent
    yield from (file for file in folder.glob("*.yaml") if file.is_file())
    pack = pack_around(folder)
    for around in (beside, *([pack] if pack is not None else [])):
        for pattern in ("*.yaml", "fragments/*.yaml", "fragments/*/*.yaml"):
            yield from (file for file in around.glob(pattern) if file.is_file())


@cache
def _program() -> str:
    """Which program this is: the sizes and times of its own files, so that an edited checkout is another one."""
    from importlib.resources import files

    found = []
    for package in OWN:
        root = Path(str(files(package)))
        for folder, inside, names in os.walk(root):
            inside[:] = sorted(name for name in inside if name not in ("__pycache__", "library"))
            for name in sorted(names):
                if name.endswith((".py", ".yaml", ".json")):
                    status = Path(folder, name).stat()
                    found.append(f"{folder}/{name} {status.st_size} {status.st_mtime_ns}")
    return sha256("\n".join(found).encode(errors="surrogateescape")).hexdigest()


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _file(place: Path) -> Path:
    name = sha256(str(place.absolute()).encode(errors="surrogateescape")).hexdigest()[:32]
    return paths.cache() / "checks" / f"{name}.json"


def _data(diagnostic: Diagnostic) -> dict[str, Any]:
    mark = diagnostic.mark
    return {
        "code": diagnostic.code,
        "mark": None if mark is None else [mark.file, mark.line, mark.column],
        "arguments": dict(diagnostic.arguments),
        "nearest": diagnostic.nearest,
    }


def _finding(data: Any) -> Diagnostic:
    mark = data["mark"]
    place = None if mark is None else Mark(str(mark[0]), int(mark[1]), int(mark[2]))
    return Diagnostic(str(data["code"]), place, dict(data["arguments"]), str(data["nearest"]))
