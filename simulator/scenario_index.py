"""What a list, the command line and a first frame need to know of each scenario, kept so that nothing must be loaded.

The index is a file in the cache and as fresh as the scenarios: an entry holds while its files keep size and time.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator import paths

if TYPE_CHECKING:
    from scenarios.model import Petitioner, Scenario, Text, Variant

INDEX_VERSION = 4
KEYS = {"id", "title", "level", "audience", "variants", "petitioners", "trains", "path"}


def scenarios() -> list[dict[str, Any]]:
    """Every scenario: id, title {zh, en}, level, audience, variants, path; `error`, a code, where it cannot be read.

    `trains` are the indicators it is about, empty for the library (`simulator.trains`).
    `petitioners` says who comes in each variant: name and role {zh, en} (role None where none is said) and age.
    `source` says where it was found (pack, folder, own, library), `from` the name of that pack or folder, and `hidden`
    which scenarios of the same id come later in the search path.

    A scenario is read anew only if one of its files has another size or time than when it was read last, or if it
    could not be read then: what was wrong may have stood in a fragment.
    """
    from scenarios.search_path import found

    index = _read()
    fresh: dict[str, Any] = {}
    sources: dict[str, dict[str, Any]] = {}
    for path, place in found():
        source = sources.setdefault(path.name, {"source": place.kind, "from": place.name, "hidden": []})
        if "key" in source:
            source["hidden"].append(str(path))
            continue
        source["key"] = _key(path)
        fresh[_key(path)] = _known(index, path) or _made(path)
    kept = {path: made for path, made in fresh.items() if _is_entry(made)}
    if kept != index:
        _write(kept)
    listed = [{**fresh[source.pop("key")]["entry"], **source} for source in sources.values()]
    return sorted(listed, key=lambda e: (e.get("level", 9), e["id"]))


def scenario(path: Path) -> dict[str, Any] | None:
    """The entry of the scenario in this folder or file, if the index has it; loads nothing."""
    found = _known(_read(), path)
    return None if found is None else dict(found["entry"])


def keep(found: Scenario, path: Path) -> None:
    """Note a scenario that was loaded, so that the next call need not load it."""
    index = _read()
    index[_key(path)] = {"stamp": _stamp(path), "entry": _entry(found, path)}
    _write(index)


def _key(path: Path) -> str:
    """What an entry is kept under, wherever the program was started."""
    return str(path.absolute())


def _known(index: dict[str, Any], path: Path) -> dict[str, Any] | None:
    found: dict[str, Any] | None = index.get(_key(path))
    return found if found is not None and found["stamp"] == _stamp(path) else None


def _stamp(path: Path) -> list[list[Any]]:
    folder = path if os.path.isdir(path) else path.parent
    found = []
    for name in ("scenario.yaml", "en.yaml"):
        try:
            status = (folder / name).stat()
            found.append([name, status.st_size, status.st_mtime_ns])
        except OSError:
            found.append([name, -1, 0])
    return found


def _made(path: Path) -> dict[str, Any]:
    from scenarios.diagnostic import Severity, severity_of
    from scenarios.load import load

    stamp = _stamp(path)
    loaded = load(path)
    if loaded.scenario is None:
        errors = [d.code for d in loaded.diagnostics if severity_of(d) is Severity.ERROR]
        return {"stamp": stamp, "entry": {"id": path.name, "path": str(path), "error": errors[0]}}
    return {"stamp": stamp, "entry": _entry(loaded.scenario, path)}


def _entry(found: Scenario, path: Path) -> dict[str, Any]:
    from scenarios.search_path import library
    from simulator.trains import counted

    return {
        "id": found.id,
        "title": {"zh": found.title.zh, "en": found.title.en},
        "level": found.level,
        "audience": list(found.audience),
        "variants": list(found.variants),
        "petitioners": {name: _petitioner(variant.petitioner, variant) for name, variant in found.variants.items()},
        "trains": [] if path.parent == library() else counted(found),
        "path": str(path),
    }


def _petitioner(who: Petitioner, variant: Variant) -> dict[str, Any]:
    from scenarios.text import fill

    def both(text: Text) -> dict[str, str]:
        return {language: fill(text, variant, (), language) for language in ("zh", "en")}

    return {"name": both(who.name), "age": who.age, "role": both(who.role) if who.role is not None else None}


# ---- the file ---------------------------------------------------------------------------------------------------


def _file() -> Path:
    return paths.cache() / "scenarios.json"


def _read() -> dict[str, Any]:
    """The index; empty where there is none, or it is not one."""
    try:
        data = json.loads(_file().read_text("utf-8"))
        if data["version"] == INDEX_VERSION:
            return {path: made for path, made in data["scenarios"].items() if _is_entry(made)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return {}


def _is_entry(made: Any) -> bool:
    """Whether an entry may be kept: it is one, and of a scenario that could be read."""
    entry = made.get("entry") if isinstance(made, dict) and "stamp" in made else None
    return isinstance(entry, dict) and entry.keys() >= KEYS and _is_sound(entry)


def _is_sound(entry: dict[str, Any]) -> bool:
    """Whether everything has the type that a screen relies on; the file may have been damaged."""

    def said(text: Any) -> bool:
        return isinstance(text, dict) and all(isinstance(text.get(language), str | None) for language in ("zh", "en"))

    who = entry["petitioners"]
    return (
        all(isinstance(entry[key], str) for key in ("id", "path"))
        and said(entry["title"])
        and isinstance(entry["level"], int)
        and all(isinstance(entry[key], list) for key in ("audience", "variants", "trains"))
        and isinstance(who, dict)
        and all(
            isinstance(one, dict) and said(one.get("name")) and "age" in one and "role" in one for one in who.values()
        )
        and all(one["role"] is None or said(one["role"]) for one in who.values())
    )


def _write(entries: dict[str, Any]) -> None:
    """Keep the index; where that cannot be, the next call is only slower."""
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=_file().parent, prefix=".index-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"version": INDEX_VERSION, "scenarios": entries}, file, ensure_ascii=False)
        Path(name).replace(_file())
    except OSError:
        pass
