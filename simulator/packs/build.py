"""A folder to a pack in one file: nothing is built from what nobody could install or play."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from scenarios.diagnostic import Diagnostic, ScenarioError, Severity, severity_of
from scenarios.pack import Pack, read_pack
from scenarios.pack_files import of_folder
from scenarios.pack_zip import packed
from scenarios.search_path import SCENARIO_FILE, SCENARIOS_FOLDER


@dataclass(frozen=True, slots=True)
class Built:
    """A pack, ready to be written.

    Attributes:
        pack: what it says of itself.
        files: content by name.
        left_out: what stands in the folder and is not in the pack.
        data: the zip.
        warnings: what the checks found that does not keep it from being built.
    """

    pack: Pack
    files: Mapping[str, bytes]
    left_out: tuple[str, ...]
    data: bytes
    warnings: tuple[Diagnostic, ...]

    @property
    def hash(self) -> str:
        """sha256 of the zip, in hex."""
        return sha256(self.data).hexdigest()


def built(folder: Path, *, checks: bool = True, whole: bool = False) -> Built:
    """Build the pack of a folder.

    Args:
        folder: with a `pack.yaml`.
        checks: whether its scenarios are read and checked.
        whole: whether the checks with the solver are made, too.

    Raises:
        ScenarioError: files that do not belong, or an error in one that does; all of them.
        OSError: the folder cannot be read.
    """
    found = of_folder(folder)
    if found.diagnostics:
        raise ScenarioError(found.diagnostics)
    pack = read_pack(folder)
    findings = faults(pack)
    if checks and not findings:
        places = [folder / Path(name).parent for name in found.files if _is_scenario(name)]
        findings += _of_scenarios(places, whole=whole)
    errors = [each for each in findings if severity_of(each) is Severity.ERROR]
    if errors:
        raise ScenarioError([*errors, *(each for each in findings if each not in errors)])
    warnings = tuple(each for each in findings if severity_of(each) is Severity.WARNING)
    return Built(pack, found.files, found.left_out, packed(found.files), warnings)


def _is_scenario(name: str) -> bool:
    return name.startswith(f"{SCENARIOS_FOLDER}/") and name.endswith(f"/{SCENARIO_FILE}")


def faults(pack: Pack) -> list[Diagnostic]:
    """What is wrong with the tables of a pack, its rubric among them."""
    if pack.rubric is None:
        return list(pack.diagnostics)
    from scoring.own_rubric import read

    return [*pack.diagnostics, *read(pack.rubric)[1]]


def _of_scenarios(places: list[Path], *, whole: bool) -> list[Diagnostic]:
    """Every finding once: a fragment has the same in each scenario that calls it."""
    from simulator.checking.many import check_all

    found = check_all(places, solve=whole)
    return list({str((d.code, d.mark, d.arguments)): d for each in found.values() for d in each.shown}.values())


def write(target: Path, data: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        OSError: it cannot be written; what was there is there still.
    """
    handle, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=".pack-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)  # mkstemp's own are for this user alone
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
