"""Where scenarios are found: packs that were named, folders, the user's own, installed packs, then the library."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

NOT_FOUND, NOTHING_THERE, LYING_HERE = "JF2054", "JF2057", "JF2058"
SCENARIO_FILE, ENGLISH_FILE, FRAGMENTS_FOLDER = "scenario.yaml", "en.yaml", "fragments"
PACK_FILE, BODIES_FILE, RUBRIC_FILE, SCENARIOS_FOLDER = "pack.yaml", "bodies.yaml", "rubric.yaml", "scenarios"
PACKS_VARIABLE = "JIEFANG_PACKS"
Kind = Literal["pack", "folder", "own", "library"]


class Place(NamedTuple):
    """A folder of scenarios.

    Attributes:
        folder: each scenario is a folder in it.
        kind: a pack that was named or installed, a folder of JIEFANG_SCENARIOS, the user's own, the library.
        name: what it was named by: path of a pack or folder, id of an installed pack, else empty.
    """

    folder: Path
    kind: Kind
    name: str = ""


def library() -> Path:
    """The folder of the scenarios that come with the program."""
    return Path(__file__).resolve().parent / "library"


def places() -> tuple[Place, ...]:
    """Folders of scenarios; what stands in an earlier one hides its namesakes in later ones.

    Raises:
        ScenarioError: a pack that was named by `--pack` or JIEFANG_PACKS cannot be used.
    """
    found = [Place(opened(name) / SCENARIOS_FOLDER, "pack", name) for name in _named(PACKS_VARIABLE)]
    found += [Place(Path(name), "folder", name) for name in _named("JIEFANG_SCENARIOS")]
    found.append(Place(_home() / SCENARIOS_FOLDER, "own"))
    found += [Place(folder / SCENARIOS_FOLDER, "pack", folder.name) for folder in installed()]
    found.append(Place(library(), "library"))
    return tuple({place.folder: place for place in reversed(found)}.values())[::-1]


def search_path() -> tuple[Path, ...]:
    """The folders of :func:`places`."""
    return tuple(place.folder for place in places())


def _named(variable: str) -> list[str]:
    return [part for part in os.environ.get(variable, "").split(os.pathsep) if part]


def _home() -> Path:
    home = os.environ.get("JIEFANG_HOME")
    if home:
        return Path(home)
    from platformdirs import user_data_path

    return user_data_path("jiefang", appauthor=False)


# ---- packs -----------------------------------------------------------------------------------------------------------


def packs_folder() -> Path:
    """The folder of installed packs, each a folder of its id."""
    return _home() / "packs"


def installed() -> list[Path]:
    """The folders of installed packs, by id."""
    try:
        inside = sorted(packs_folder().iterdir())
    except OSError:
        return []
    return [folder for folder in inside if not folder.name.startswith(".") and os.path.isfile(folder / PACK_FILE)]


def unpacked_folder() -> Path:
    """Where packs are unpacked that are used as a zip, each under its hash."""
    home = os.environ.get("JIEFANG_HOME")
    if home:
        return Path(home) / "cache" / "packs"
    from platformdirs import user_cache_path

    return user_cache_path("jiefang", appauthor=False) / "packs"


def is_unpacked(place: Path) -> bool:
    """Whether a file or folder belongs to a zip that was unpacked: what is written there would be lost."""
    return unpacked_folder().absolute() in place.absolute().parents


def opened(path: str) -> Path:
    """The folder of a pack that is a folder or a zip, the zip unpacked.

    Raises:
        ScenarioError: it is neither, or the zip has something in it that does not belong.
    """
    if os.path.isfile(os.path.join(path, PACK_FILE)):
        return Path(path)
    try:
        status = os.stat(path)
        stamp = (status.st_mtime_ns, status.st_size)
    except (OSError, ValueError):
        stamp = (0, 0)
    return _unpacked(path, stamp, str(unpacked_folder()))


@lru_cache(maxsize=16)
def _unpacked(path: str, _stamp: tuple[int, int], folder: str) -> Path:
    from scenarios.pack_zip import unpacked  # most calls know no zip

    return unpacked(Path(path), Path(folder))


def in_pack(path: str) -> Path | None:
    """The folder of scenarios of a pack, which is a folder or a zip; None where the path is no pack's.

    Raises:
        ScenarioError: a zip with something in it that does not belong.
    """
    is_pack = os.path.isfile(os.path.join(path, PACK_FILE)) or (path.endswith(".zip") and os.path.isfile(path))
    return opened(path) / SCENARIOS_FOLDER if is_pack else None


def pack_around(scenario: Path) -> Path | None:
    """The folder of the pack that a scenario's folder stands in, as `pack/scenarios/<id>`; None where there is none."""
    around = scenario.absolute().parent
    if around.name != SCENARIOS_FOLDER or not os.path.isfile(around.parent / PACK_FILE):
        return None
    return around.parent


# ---- scenarios -------------------------------------------------------------------------------------------------------


def found() -> Iterator[tuple[Path, Place]]:
    """The folder of every scenario and where it was found, in order of the search path, namesakes too."""
    for place in places():
        try:
            inside = sorted(place.folder.iterdir())
        except OSError:
            continue
        yield from ((path, place) for path in inside if os.path.isfile(path / SCENARIO_FILE))


def all_scenarios() -> list[Path]:
    """The folder of every scenario, each id once, in order of the search path."""
    by_id: dict[str, Path] = {}
    for path, _ in found():
        by_id.setdefault(path.name, path)
    return list(by_id.values())


def look_up(id_or_path: str) -> Path | None:
    """As `find`; None where there is no such scenario."""
    if _is_path(id_or_path):
        path = Path(id_or_path).expanduser()
        # A pipe, a device, a link to nowhere, a place one may not look into: what is wrong with it is for the loader
        # to say. `os.path`, unlike `Path`, answers no where the system would not even look, as at a name too long.
        wanted = path / SCENARIO_FILE if os.path.isdir(path) else path
        return path if os.path.lexists(wanted) or _is_closed(wanted) else None
    return next((path for path, _ in found() if path.name == id_or_path), None)


def _is_closed(path: Path) -> bool:
    """Whether one may not even see what is there."""
    try:
        os.lstat(path)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return False


def find(id_or_path: str) -> Path:
    """The folder (or file) of a scenario.

    Args:
        id_or_path: an id, or a path where it has a separator or a `.yaml` ending.

    Raises:
        ScenarioError: there is no such scenario, or nothing at the path; the finding names the nearest id.
    """
    path = look_up(id_or_path)
    if path is not None:
        return path
    # Only a failed search needs to know how names are compared; listing scenarios must stay quick.
    from scenarios.diagnostic import Diagnostic, ScenarioError
    from scenarios.findings import nearest

    ids = [path.name for path, _ in found()]
    if _is_path(id_or_path):
        last = Path(id_or_path).name
        raise ScenarioError([Diagnostic(NOTHING_THERE, None, {"path": id_or_path}, nearest(last, ids))])
    if os.path.isfile(os.path.join(id_or_path, SCENARIO_FILE)):
        raise ScenarioError([Diagnostic(LYING_HERE, None, {"name": id_or_path, "path": f"{id_or_path}/"})])
    where = ", ".join(map(str, search_path()))
    arguments = {"name": id_or_path, "where": where}
    raise ScenarioError([Diagnostic(NOT_FOUND, None, arguments, nearest(id_or_path, ids))])


def _is_path(text: str) -> bool:
    return os.sep in text or "/" in text or text in (".", "..") or text.startswith("~") or text.endswith(".yaml")
