"""Scenario files to the model, or to a list of what is wrong with them. Never a traceback, whatever the files are.

The way: text -> tree (`source`) -> checked against the language (`walk`) -> English laid over it (`translation`) ->
fragments copied in (`calls`) -> model (`scenes`, `choices`, `forms`, `variants`, `duties`) -> checks of the whole
(`references`).
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios import source
from scenarios.build import Files, build
from scenarios.diagnostic import Diagnostic, ScenarioError, Severity, severity_of
from scenarios.findings import Findings
from scenarios.fragment_files import LIBRARY_NAMESPACE, Fragments, from_sources, namespaces
from scenarios.model import Scenario
from scenarios.plain_tree import tree_of
from scenarios.search_path import BODIES_FILE, ENGLISH_FILE, FRAGMENTS_FOLDER, RUBRIC_FILE, SCENARIO_FILE, pack_around
from scenarios.source import Source
from scenarios.words import Supplied

if TYPE_CHECKING:
    from scenarios.pack import Pack


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scenario and everything that was found wrong with it.

    Attributes:
        scenario: None where errors make it unusable. A wrong citation alone does not.
        diagnostics: file by file in order of place.
    """

    scenario: Scenario | None
    diagnostics: tuple[Diagnostic, ...]


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Keeps Python from looking for garbage in trees and models that are being built.

    That is a twentieth of the time, and more the more the program holds. What a file can make of memory is bounded by
    its size. What was built then goes to the oldest generation, where two searches in vain would send it for a tenth of
    the time; loading leaves no circles behind that would wait there (a test holds that).
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        gc.enable()


@_nothing_collected()
def load(path: Path, *, fragments: Sequence[Path] = ()) -> Loaded:
    """Load a scenario.

    Args:
        path: its folder, or the `scenario.yaml` in it.
        fragments: further folders of fragments; the library's, and those beside the scenario's folder, are known.

    Returns:
        The scenario, unless it is unusable, and all findings.
    """
    path = Path(path)
    file = path / SCENARIO_FILE if os.path.isdir(path) else path
    folder = file.parent
    english = folder / ENGLISH_FILE
    beside = folder.absolute().parent / FRAGMENTS_FOLDER
    known = namespaces([*([beside] if os.path.isdir(beside) else []), *map(Path, fragments)])
    pack = _pack_of(folder)
    return _loaded(
        Files(
            chinese=source.read(file),
            english=source.read(english) if os.path.isfile(english) else None,
            english_name=str(english),
            fragments=Fragments({**known, **_fragments_of(pack), LIBRARY_NAMESPACE: library_fragments()}),
            folder=folder.absolute().name if file.name == SCENARIO_FILE else "",
            rubric=None if pack is None else pack.rubric,
        ),
        None if pack is None else pack.lent,
        () if pack is None else pack.diagnostics,
    )


def _pack_of(scenario: Path) -> Pack | None:
    """The pack a scenario stands in, read; most stand in none, and then nothing is imported for it."""
    folder = pack_around(scenario)
    if folder is None:
        return None
    from scenarios.pack import read_pack

    return read_pack(folder)


def _fragments_of(pack: Pack | None) -> dict[str, Path]:
    """The folder of a pack's fragments, by the pack's id, whatever its folder is called."""
    return {} if pack is None or not pack.id else {pack.id: pack.folder / FRAGMENTS_FOLDER}


def library_fragments() -> Path:
    """The folder of the library's own fragments."""
    return Path(__file__).resolve().parent / FRAGMENTS_FOLDER


@_nothing_collected()
def load_text(
    text: str,
    *,
    english: str = "",
    fragments: Mapping[str, str] | None = None,
    bodies: str = "",
    rubric: str = "",
    file: str = SCENARIO_FILE,
) -> Loaded:
    """Load a scenario from texts.

    Args:
        text: what stands in `scenario.yaml`.
        english: what stands in `en.yaml`; empty for none.
        fragments: files by full name, `common.written_notice`; their English as `common.written_notice.en`. The
            library's are known besides.
        bodies: what stands in the `bodies.yaml` of the scenario's pack; empty for none.
        rubric: what stands in its `rubric.yaml`; empty for none.
        file: the name marks carry.
    """
    found = Findings(BODIES_FILE)
    lent = None
    if bodies:
        from scenarios.pack import directory_of

        lent = directory_of(source.parse(bodies, BODIES_FILE), found)
    given = dict(fragments or {})
    own = {
        name: fragment
        for name, content in given.items()
        if name.count(".") == 1
        and (fragment := from_sources(name, source.parse(content, f"{name}.yaml"), _english(given, name)))
    }
    return _loaded(
        Files(
            chinese=source.parse(text, file),
            english=source.parse(english, ENGLISH_FILE) if english else None,
            english_name=ENGLISH_FILE,
            fragments=Fragments({LIBRARY_NAMESPACE: library_fragments()}, own),
            rubric=source.parse(rubric, RUBRIC_FILE) if rubric else None,
        ),
        lent,
        found.all(),
    )


def _english(given: Mapping[str, str], name: str) -> Source | None:
    text = given.get(f"{name}.en")
    return None if text is None else source.parse(text, f"en/{name}.yaml")


def _loaded(files: Files, lent: Supplied | None = None, known: Sequence[Diagnostic] = ()) -> Loaded:
    """Build; `known` is what is wrong with the pack, without which its scenarios cannot be understood."""
    findings = Findings(files.chinese.file)
    findings.extend(known)
    scenario = build(files, findings, lent)
    diagnostics = findings.all()
    fatal = any(_is_fatal(each, files.english_name) for each in diagnostics)
    return Loaded(None if fatal else scenario, diagnostics)


def _is_fatal(diagnostic: Diagnostic, english: str) -> bool:
    """Whether a scenario with this finding cannot be played: any error but one about the law or in the English file."""
    if diagnostic.code.startswith("JF7") or severity_of(diagnostic) is not Severity.ERROR:
        return False
    return diagnostic.mark is None or diagnostic.mark.file != english


def load_or_raise(path: Path) -> Scenario:
    """Load a scenario that must be in order.

    Raises:
        ScenarioError: something found is an error; carries all findings, errors first.
    """
    loaded = load(path)
    errors = [each for each in loaded.diagnostics if severity_of(each) is Severity.ERROR]
    if errors or loaded.scenario is None:
        raise ScenarioError([*errors, *(each for each in loaded.diagnostics if each not in errors)])
    return loaded.scenario


@_nothing_collected()
def from_bundle(bundle: Mapping[str, object], lent: Supplied | None = None) -> Scenario:
    """Rebuild a scenario from its data.

    Args:
        bundle: `Scenario.bundle`, or the same after a way through JSON.
        lent: what the language supplied when it was stored; this release's by default.

    Raises:
        ScenarioError: the data do not make a scenario.
    """
    file = str(bundle.get("path") or SCENARIO_FILE)
    copies = bundle.get("fragments")
    own = {}
    for name, copy in copies.items() if isinstance(copies, Mapping) else ():
        zh, en = (copy.get(key) if isinstance(copy, Mapping) else None for key in ("zh", "en"))
        english = _from_data(en, f"en/{name}.yaml") if en else None
        fragment = from_sources(str(name), _from_data(zh, f"{name}.yaml"), english)
        if fragment is not None:
            own[str(name)] = fragment
    files = Files(
        chinese=_from_data(bundle.get("scenario"), file),
        english=_from_data(bundle.get("en"), ENGLISH_FILE) if bundle.get("en") else None,
        english_name=ENGLISH_FILE,
        fragments=Fragments({}, own),
        check_law=False,
        rubric=_from_data(bundle["rubric"], RUBRIC_FILE) if bundle.get("rubric") else None,
    )
    loaded = _loaded(files, lent)
    if loaded.scenario is None:
        raise ScenarioError(loaded.diagnostics)
    return loaded.scenario


def _from_data(data: object, file: str) -> Source:
    return Source(file, "", *tree_of(data, file))
