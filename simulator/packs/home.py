"""Installed packs: each a folder of its id under `packs/` in the home."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from scenarios.diagnostic import ScenarioError
from scenarios.pack import Pack, read_pack
from scenarios.pack_files import of_folder
from scenarios.pack_zip import place, read
from scenarios.search_path import PACK_FILE, installed, packs_folder
from simulator.errors import UserError
from simulator.i18n import _
from simulator.packs.build import faults


@dataclass(frozen=True, slots=True)
class Installed:
    """What installing did.

    Attributes:
        pack: the pack as it is now.
        outcome: whether there was none before, another one, or the same.
        before: the version that was there, empty for none.
        scenarios: ids.
    """

    pack: Pack
    outcome: Literal["new", "replaced", "same"]
    before: str
    scenarios: tuple[str, ...]


def install(path: Path, *, replace: bool = False) -> Installed:
    """Install a pack.

    Args:
        path: a zip, or a folder with a `pack.yaml`.
        replace: whether another pack of the same id may be replaced.

    Raises:
        ScenarioError: it is no pack, or its `pack.yaml` cannot be read.
        UserError: there is another pack of that id.
        OSError: the home cannot be written; what was there is there still.
    """
    found = of_folder(path) if path.is_dir() else read(path)[0]
    if found.diagnostics:
        raise ScenarioError(found.diagnostics)
    packs_folder().mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".install-", dir=packs_folder()))
    try:
        place(found.files, beside / "pack")
        pack = read_pack(beside / "pack")
        if faults(pack):
            raise ScenarioError(faults(pack))
        target = packs_folder() / pack.id
        is_there = os.path.lexists(target)
        before = read_pack(target).version if (target / PACK_FILE).is_file() else ""
        same = bool(before) and of_folder(target).files == found.files
        if is_there and not same and not replace:
            raise UserError(
                _("已经装着另一份 {id}（{version}）。", id=pack.id, version=before or "?"),
                _("要换成 {version}，加 --force。", version=pack.version),
            )
        if not same:
            place(found.files, target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    outcome: Literal["new", "replaced", "same"] = "same" if same else "replaced" if is_there else "new"
    ids = tuple(dict.fromkeys(name.split("/")[1] for name in found.files if name.startswith("scenarios/")))
    return Installed(read_pack(target), outcome, before, ids)


def installed_packs() -> list[Pack]:
    """Every installed pack, by id; one that cannot be read has diagnostics."""
    return [read_pack(folder) for folder in installed()]


def named(name: str) -> Path:
    """The folder of an installed pack.

    Raises:
        UserError: there is none of this id; the nearest, or all there are.
    """
    from scenarios.findings import nearest

    there = {folder.name: folder for folder in installed()}
    if name in there:
        return there[name]
    near = nearest(name, there)
    ids = _("、").join(there)
    hint = _("是不是 {nearest}？", nearest=near) if near else _("有这些：{names}", names=ids) if ids else ""
    raise UserError(_("没有装「{name}」这个剧本包。", name=name), hint, 2)


def remove(folder: Path) -> None:
    """Remove an installed pack: gone at once, whatever becomes of its files.

    Raises:
        OSError: it cannot be removed.
    """
    gone = Path(tempfile.mkdtemp(prefix=".old-", dir=folder.parent))
    os.replace(folder, gone / "old")
    shutil.rmtree(gone, ignore_errors=True)
