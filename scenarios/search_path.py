"""Where scenarios are found: folders named in JIEFANG_SCENARIOS, the user's own, then the library."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

NOT_FOUND, NOTHING_THERE = "JF2054", "JF2057"
SCENARIO_FILE, ENGLISH_FILE, FRAGMENTS_FOLDER = "scenario.yaml", "en.yaml", "fragments"


def library() -> Path:
    """The folder of the scenarios that come with the program."""
    return Path(__file__).resolve().parent / "library"


def search_path() -> tuple[Path, ...]:
    """Folders of scenarios; what stands in an earlier one hides its namesakes in later ones."""
    named = [Path(part) for part in os.environ.get("JIEFANG_SCENARIOS", "").split(os.pathsep) if part]
    return tuple(dict.fromkeys((*named, _home() / "scenarios", library())))


def _home() -> Path:
    home = os.environ.get("JIEFANG_HOME")
    if home:
        return Path(home)
    from platformdirs import user_data_path

    return user_data_path("jiefang", appauthor=False)


def _found() -> Iterator[tuple[str, Path]]:
    """Ids and folders of all scenarios, folder by folder of the search path."""
    for folder in search_path():
        try:
            inside = sorted(folder.iterdir())
        except OSError:
            continue
        yield from ((path.name, path) for path in inside if os.path.isfile(path / SCENARIO_FILE))


def all_scenarios() -> list[Path]:
    """The folder of every scenario, each id once, in order of the search path."""
    by_id: dict[str, Path] = {}
    for name, path in _found():
        by_id.setdefault(name, path)
    return list(by_id.values())


def look_up(id_or_path: str) -> Path | None:
    """As `find`; None where there is no such scenario."""
    if _is_path(id_or_path):
        path = Path(id_or_path).expanduser()
        # A pipe, a device, a link to nowhere, a place one may not look into: what is wrong with it is for the loader
        # to say. `os.path`, unlike `Path`, answers no where the system would not even look, as at a name too long.
        wanted = path / SCENARIO_FILE if os.path.isdir(path) else path
        return path if os.path.lexists(wanted) or _is_closed(wanted) else None
    return next((path for name, path in _found() if name == id_or_path), None)


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

    ids = [name for name, _ in _found()]
    if _is_path(id_or_path):
        last = Path(id_or_path).name
        raise ScenarioError([Diagnostic(NOTHING_THERE, None, {"path": id_or_path}, nearest(last, ids))])
    where = ", ".join(map(str, search_path()))
    arguments = {"name": id_or_path, "where": where}
    raise ScenarioError([Diagnostic(NOT_FOUND, None, arguments, nearest(id_or_path, ids))])


def _is_path(text: str) -> bool:
    return os.sep in text or "/" in text or text in (".", "..") or text.startswith("~") or text.endswith(".yaml")
