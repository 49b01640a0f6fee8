"""Which files a pack is made of, and what is wrong with a set of files that wants to be one."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scenarios.diagnostic import Diagnostic
from scenarios.search_path import PACK_FILE, SCENARIO_FILE, SCENARIOS_FOLDER
from scenarios.shape import ID_LENGTH
from scenarios.source_findings import shorten
from scenarios.source_text import MAX_BYTES

NO_PACK_FILE, FOREIGN_FILE, UNSAFE_NAME, NO_FILE = "JF4100", "JF4102", "JF4103", "JF4104"
TWICE, TOO_MUCH, NO_SCENARIOS, NO_SCENARIO_FILE = "JF4106", "JF4107", "JF4108", "JF4111"

MAX_FILES = 1_000
MAX_TOTAL = 32_000_000
"""Bytes of all files together; the library has 0.3 MB a scenario."""
MOST_SHOWN = 20
"""Findings about single files; with more it is the wrong folder."""

_ID = rf"[a-z][a-z0-9_-]{{0,{ID_LENGTH - 1}}}"
_EXPECTED = re.compile(
    rf"pack\.yaml|bodies\.yaml|rubric\.yaml|README\.md|LICENSE"
    rf"|scenarios/{_ID}/(?:scenario|en)\.yaml|fragments/(?:en/)?{_ID}\.yaml"
)
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\..*)?", re.IGNORECASE)
"""Names that Windows keeps for itself: a pack is to be installed anywhere."""
_LEFT_OUT = re.compile(r"\..*|.*~|.*\.schema\.json|.*\.zip|Thumbs\.db|desktop\.ini")
"""What editors, file managers and earlier builds put beside the files; not packed, and said so."""


@dataclass(frozen=True, slots=True)
class PackFiles:
    """The files of a pack.

    Attributes:
        files: content by name, as `scenarios/lamp/scenario.yaml`, in order of name.
        left_out: what stands in the folder and is not packed, by name.
        diagnostics: what is wrong; with any, the files are no pack.
    """

    files: Mapping[str, bytes]
    left_out: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=())


def is_expected(name: str) -> bool:
    """Whether a pack has a file of this name."""
    return _EXPECTED.fullmatch(name) is not None and not any(map(_DEVICES.fullmatch, name.split("/")))


def wrong_name(name: str, where: str) -> Diagnostic | None:
    """What is wrong with the name of a file in a zip; None for one that a pack may have.

    Args:
        name: with `/` between folders, as it was found.
        where: the zip, for the message.
    """
    arguments = {"name": shorten(repr(name)[1:-1], 80), "where": where}
    if is_expected(name):
        return None
    parts = name.replace("\\", "/").split("/")
    unsafe = (
        "\\" in name
        or ":" in name
        or any(part in ("", ".", "..") or _DEVICES.fullmatch(part) for part in parts)
        or not name.isprintable()
        or len(name) > 4 * ID_LENGTH
    )
    return Diagnostic(UNSAFE_NAME if unsafe else FOREIGN_FILE, None, arguments)


def folded(name: str) -> str:
    """What a file is called where case and the way of writing accents do not count, as on Windows and macOS."""
    return unicodedata.normalize("NFKC", name).casefold()


def whole(names: Iterable[str], where: str) -> list[Diagnostic]:
    """What is missing in a set of names, each of them expected."""
    there = set(names)
    if PACK_FILE not in there:
        return [Diagnostic(NO_PACK_FILE, None, {"name": PACK_FILE, "where": where})]
    ids = {name.split("/")[1] for name in there if name.startswith(f"{SCENARIOS_FOLDER}/")}
    if not ids:
        return [Diagnostic(NO_SCENARIOS, None, {"where": where})]
    wanted = {each: f"{SCENARIOS_FOLDER}/{each}/{SCENARIO_FILE}" for each in sorted(ids)}
    return [
        Diagnostic(NO_SCENARIO_FILE, None, {"name": name, "where": where})
        for name in wanted.values()
        if name not in there
    ]


def too_much(count: int, total: int, where: str) -> Diagnostic | None:
    """Whether there are too many files, or too many bytes in them."""
    if count <= MAX_FILES and total <= MAX_TOTAL:
        return None
    return excess({"zh": f"超过 {MAX_FILES} 个文件或 {MAX_TOTAL // 1_000_000} MB",
                   "en": f"more than {MAX_FILES} files or {MAX_TOTAL // 1_000_000} MB"}, where)  # fmt: skip


def excess(reason: Mapping[str, str], where: str) -> Diagnostic:
    """What is too large, in both languages."""
    return Diagnostic(TOO_MUCH, None, {"reason": reason, "where": where})


def of_folder(folder: Path) -> PackFiles:
    """The files of a pack's folder, read.

    Raises:
        OSError: the folder or a file in it cannot be read.
    """
    where = str(folder)
    if not os.path.isfile(folder / PACK_FILE):
        return PackFiles({}, (), (Diagnostic(NO_PACK_FILE, None, {"name": PACK_FILE, "where": where}),))
    files: dict[str, bytes] = {}
    left_out: list[str] = []
    wrong: list[Diagnostic] = []
    for name, path in _inside(folder, "", left_out):
        finding = None
        if not is_expected(name):
            finding = Diagnostic(FOREIGN_FILE, None, {"name": shorten(repr(name)[1:-1], 80), "where": where})
        elif os.path.islink(path) or not os.path.isfile(path):
            finding = Diagnostic(NO_FILE, None, {"name": name, "where": where})
        if finding is not None:
            wrong.append(finding)
        else:
            with open(path, "rb") as file:
                files[name] = file.read(MAX_BYTES + 1)
            if len(files[name]) > MAX_BYTES:
                wrong.append(excess({"zh": f"{name} 超过 1 MB", "en": f"{name} has more than 1 MB"}, where))
        large = too_much(len(files), sum(map(len, files.values())), where)
        if large is not None or len(wrong) >= MOST_SHOWN:
            return PackFiles({}, tuple(left_out), (*wrong, *([large] if large is not None else [])))
    wrong += whole(files, where) if not wrong else []
    return PackFiles(dict(sorted(files.items())), tuple(left_out), tuple(wrong))


def _inside(folder: Path, before: str, left_out: list[str]) -> Iterable[tuple[str, str]]:
    """Name and path of everything in a folder that is no folder of a pack; links to folders are not followed."""
    with os.scandir(folder) as inside:
        entries = sorted(inside, key=lambda entry: entry.name)
    for entry in entries:
        name = before + entry.name
        if _LEFT_OUT.fullmatch(entry.name):
            left_out.append(name)
        elif entry.is_dir(follow_symlinks=False):
            if name.count("/") < 3:
                yield from _inside(Path(entry.path), f"{name}/", left_out)
            else:
                yield f"{name}/", entry.path
        else:
            yield name, entry.path
