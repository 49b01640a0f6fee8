"""A pack as one file: a zip that is the same bytes wherever it is built, and whose content is believed in nothing.

Nothing is written to a name that a zip gives: a name is one of the few that a pack has, or the zip is refused.
"""

from __future__ import annotations

import io
import os
import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from scenarios.diagnostic import Diagnostic, ScenarioError
from scenarios.pack_files import (
    MAX_FILES,
    MAX_TOTAL,
    MOST_SHOWN,
    NO_FILE,
    TWICE,
    PackFiles,
    excess,
    folded,
    of_folder,
    too_much,
    whole,
    wrong_name,
)
from scenarios.source_text import MAX_BYTES

NO_ZIP, ENCRYPTED, NOTHING_THERE = "JF4101", "JF4105", "JF4110"

MAX_RATIO = 200
"""How much smaller a file may be in a zip; YAML becomes a fifth, a bomb a thousandth."""
LEAST_RATIO = 100_000
"""Bytes from which on the ratio counts."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError,
    ValueError, OverflowError, MemoryError, IndexError, KeyError, AssertionError, struct.error,
)  # fmt: skip
"""What `zipfile` is known to raise for bytes that are no sound zip."""


def packed(files: Mapping[str, bytes]) -> bytes:
    """The zip of a pack: the same bytes for the same files.

    Files are stored as they are, because compressed bytes differ from one zlib to the next.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3  # Unix, also on Windows: it says how the next number is read
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, content)
    return target.getvalue()


def content(data: bytes, where: str) -> PackFiles:
    """The files in a zip.

    Args:
        data: the bytes of the zip.
        where: its path, for messages.

    Returns:
        The files, none of them where anything is wrong with the zip.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _content(archive, where)
    except _DAMAGE as error:
        return _refused(_damaged(str(error) or type(error).__name__, where))


def _content(archive: zipfile.ZipFile, where: str) -> PackFiles:
    entries = archive.infolist()
    large = too_much(len(entries), sum(entry.file_size for entry in entries), where)
    if large is not None:
        return _refused(large)
    wrong = [finding for entry in entries if (finding := _wrong(entry, where)) is not None]
    files = [entry for entry in entries if not entry.orig_filename.endswith("/")]
    seen: set[str] = set()
    for entry in files:
        name = folded(entry.orig_filename)
        if name in seen:
            wrong.append(Diagnostic(TWICE, None, {"name": repr(entry.orig_filename)[1:-1], "where": where}))
        seen.add(name)
    if wrong:
        return _refused(*wrong[:MOST_SHOWN])
    wrong = whole((entry.orig_filename for entry in files), where)
    if wrong:
        return _refused(*wrong)
    found: dict[str, bytes] = {}
    for entry in sorted(files, key=lambda each: each.orig_filename):
        with archive.open(entry) as source:
            # What the directory says of the size is not believed, either.
            found[entry.orig_filename] = source.read(MAX_BYTES + 1)
        if len(found[entry.orig_filename]) > MAX_BYTES:
            return _refused(_too_large(entry, where))
    return PackFiles(found)


def _wrong(entry: zipfile.ZipInfo, where: str) -> Diagnostic | None:
    """What is wrong with an entry by what the zip's directory says of it."""
    # `filename` is what zipfile made of it: cut at a NUL, other separators replaced.
    name = entry.orig_filename
    arguments = {"name": repr(name)[1:-1][:80], "where": where}
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if name.endswith("/"):
        # The folder of a file that may be there may be there too.
        around = name.rstrip("/")
        inside = {"scenarios": "", "fragments": "", "fragments/en": ""}
        is_scenario = wrong_name(f"{around}/scenario.yaml", where) is None
        return None if around in inside or is_scenario else wrong_name(name, where)
    finding = wrong_name(name, where)
    if finding is not None:
        return finding
    if kind not in (0, stat.S_IFREG):
        return Diagnostic(NO_FILE, None, arguments)
    if entry.flag_bits & 0x1:
        return Diagnostic(ENCRYPTED, None, arguments)
    if entry.compress_type not in _METHODS:
        return _damaged(f"{name}: compression {entry.compress_type}", where)
    size, small = entry.file_size, entry.compress_size
    if size > MAX_BYTES or (size > LEAST_RATIO and size > MAX_RATIO * small):
        return _too_large(entry, where)
    return None


def _too_large(entry: zipfile.ZipInfo, where: str) -> Diagnostic:
    name = entry.orig_filename
    return excess({"zh": f"{name} 解开后太大", "en": f"{name} unpacks to too much"}, where)


def _damaged(reason: str, where: str) -> Diagnostic:
    return Diagnostic(NO_ZIP, None, {"reason": reason[:120], "where": where})


def _refused(*findings: Diagnostic) -> PackFiles:
    return PackFiles({}, (), findings)


def read(path: Path) -> tuple[PackFiles, str]:
    """The files of a zip, and the sha256 of its bytes.

    Raises:
        ScenarioError: there is no file of moderate size at the path, or what it holds is no pack.
    """
    where = str(path)
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise ScenarioError([Diagnostic(NOTHING_THERE, None, {"path": where})])
        with open(path, "rb") as file:
            # Names and headers of so many files take less than a megabyte.
            data = file.read(MAX_TOTAL + MAX_FILES * 1_000 + 1)
    except (OSError, ValueError) as error:
        raise ScenarioError([Diagnostic(NOTHING_THERE, None, {"path": where})]) from error
    if len(data) > MAX_TOTAL + MAX_FILES * 1_000:
        raise ScenarioError([excess({"zh": "文件太大", "en": "the file is too large"}, where)])
    files = content(data, where)
    if files.diagnostics:
        raise ScenarioError(files.diagnostics)
    return files, sha256(data).hexdigest()


def unpacked(path: Path, folder: Path) -> Path:
    """The folder that a zip is unpacked in, named after its hash; made if it is not there, whole or not at all.

    Args:
        path: the zip.
        folder: where such folders are kept.

    Raises:
        ScenarioError: as `read`.
        OSError: the folder cannot be written.
    """
    files, digest = read(path)
    target = folder / digest[:32]
    if not _holds(target, files.files):
        place(files.files, target)
    return target


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a folder has these files as they are and no others; one that somebody changed is made anew."""
    try:
        return of_folder(folder).files == files
    except OSError:
        return False


def place(files: Mapping[str, bytes], target: Path) -> None:
    """Write files into a new folder and put it in the place of an old one.

    Raises:
        OSError: it cannot be written; what was there is there still.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    try:
        for name, content in files.items():
            file = beside / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        beside.chmod(0o755)
        old = None
        if os.path.lexists(target):
            old = Path(tempfile.mkdtemp(prefix=".old-", dir=target.parent))
            os.replace(target, old / "old")
        try:
            os.replace(beside, target)
        except OSError:
            # Another program may have put the same there in between.
            if old is None and _holds(target, files):
                return
            if old is not None:
                os.replace(old / "old", target)
            raise
        finally:
            if old is not None:
                shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
