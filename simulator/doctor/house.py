"""The record, the settings, the scenarios and packs, the versions."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from simulator import paths, settings
from simulator.doctor.finding import Finding
from simulator.i18n import _, language

PACKAGES = ("textual", "rich", "numpy", "PyYAML", "click")
OLDEST = (3, 11)


def record() -> Iterator[Finding]:
    """The store: where it is, whether it opens, how much is in it, whether it can be written."""
    from simulator.record.errors import StoreError
    from simulator.record.place import is_empty, place
    from simulator.record.store import open_store

    name = _("记录")
    try:
        path = place()
        if is_empty():
            yield Finding("record.file", name, _("还没有：{path}", path=path), value=str(path))
            yield _writable(path.parent)
            return
        with open_store() as store:
            count, left = len(store.sessions()), len(store.unfinished())
            notices = " ".join(store.notices)
            sound = store.database.run("PRAGMA quick_check(1)")[0][0]
    except StoreError as error:
        yield Finding("record.file", name, error.message, "bad", error.hint, None)
        return
    yield Finding("record.file", name, str(path), "note" if notices else "good", notices, str(path))
    yield Finding("record.sessions", _("接访"), _("{n} 次，{m} 次没谈完", n=count, m=left), value=count)
    if sound == "ok":
        yield Finding("record.sound", _("完好"), _("文件完好"), value=True)
    else:
        todo = _("先把文件抄一份，再用 jiefang sessions verify 看哪些还好。")
        yield Finding("record.sound", _("完好"), str(sound), "bad", todo, False)
    yield _writable(path.parent)


def _writable(folder: Path) -> Finding:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if os.access(folder, os.W_OK):
        return Finding("record.writable", _("能写"), str(folder), value=True)
    todo = _("这里不能写，接访存不下来。用 JIEFANG_HOME 换一个文件夹，或者在设置里换记录的地方。")
    return Finding("record.writable", _("能写"), str(folder), "bad", todo, False)


def own_settings() -> Iterator[Finding]:
    """The settings file, and keys of one's own that clash."""
    import tomllib

    path = paths.settings()
    name = _("设置")
    try:
        tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        yield Finding("settings.file", name, _("都是默认的；改了会存在 {path}", path=path), value=str(path))
        return
    except (OSError, ValueError) as error:
        todo = _("改好这一行，或者把文件挪开；现在都用默认的。")
        yield Finding("settings.file", name, f"{path}: {error}", "bad", todo, str(path))
        return
    yield Finding("settings.file", name, str(path), value=str(path))
    doubled = clashes(settings.read())
    if doubled:
        todo = _("改 [keys]，或者在设置的「按键」里换。")
        yield Finding("settings.keys", _("按键"), _("重了：{keys}", keys=" ".join(doubled)), "note", todo, False)


def clashes(own: settings.Settings) -> list[str]:
    """Ids of keys of one's own that share a key on the same screen."""
    seen: dict[tuple[str, str], str] = {}
    found = []
    for name, keys in own.keys:
        for each in keys.split(","):
            other = seen.setdefault((name.partition(".")[0], each.strip()), name)
            if other != name:
                found.append(f"{other}={name}")
    return found


def packs() -> Iterator[Finding]:
    """The library and the packs: how many scenarios each has, and which cannot be read."""
    from scenarios.diagnostic import ScenarioError, render
    from simulator.scenario_index import scenarios

    try:
        entries = scenarios()
    except ScenarioError as error:
        first = render(error.diagnostics[0], language())
        yield Finding("packs.scenarios", _("剧本"), first.message, "bad", first.hint or "", None)
        return
    kinds = {"library": _("剧本库"), "own": _("自己的剧本"), "folder": _("文件夹"), "pack": _("剧本包")}
    groups: dict[tuple[str, str], list[dict[str, object]]] = {}
    for entry in entries:
        groups.setdefault((str(entry["source"]), str(entry["from"] or "")), []).append(entry)
    for (kind, place), members in groups.items():
        name = " ".join(filter(None, (kinds.get(kind, kind), place)))
        broken = [str(entry["id"]) for entry in members if "error" in entry]
        found = _("{n} 个剧本", n=len(members))
        if broken:
            todo = _("读不了：{ids}。用 jiefang check {first} 看原因。", ids=_("、").join(broken), first=broken[0])
            yield Finding(f"packs.{kind}", name, found, "bad", todo, len(members))
        else:
            yield Finding(f"packs.{kind}", name, found, value=len(members))


def versions() -> Iterator[Finding]:
    """Of the program, of Python and of what it stands on."""
    yield Finding("version.jiefang", _("接访台"), _version("jiefang"), value=_version("jiefang"))
    python = platform.python_version()
    old = tuple(map(int, platform.python_version_tuple()[:2])) < OLDEST
    todo = _("要 Python 3.11 或更新的。") if old else ""
    yield Finding("version.python", "Python", f"{python}  {platform.system()}", "bad" if old else "good", todo, python)
    for package in PACKAGES:
        found = _version(package)
        missing = found == "?"
        todo = _("没有装上：重装接访台。") if missing else ""
        yield Finding(f"version.{package.lower()}", package, found, "bad" if missing else "good", todo, found)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"
