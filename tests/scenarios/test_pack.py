"""Packs: scenarios with fragments, a directory and a rubric of their own, wherever the folder is."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from scenarios import source
from scenarios.diagnostic import Severity, severity_of
from scenarios.edition import edition, from_data
from scenarios.findings import Findings
from scenarios.load import Loaded, load, load_text
from scenarios.pack import directory_of, read_pack
from scenarios.pack_zip import packed
from scenarios.search_path import find, library, places
from scenarios.words import Supplied, supplied
from tests.packing import BODIES, PACK, SCENARIO, put_pack, sound, whole
from tests.scoring.mutated import clean_text


def errors(loaded: Loaded) -> list[tuple[str, str]]:
    """Codes of errors, and the names of the files they are in."""
    return [
        (each.code, Path(each.mark.file).name if each.mark is not None else "")
        for each in loaded.diagnostics
        if severity_of(each) is Severity.ERROR
    ]


class TestLoading:
    """A scenario that stands in a pack."""

    def test_it_uses_what_the_pack_has(self, tmp_path: Path) -> None:
        """Fragments by the pack's id, whatever its folder is called, and bodies of its directory without a text."""
        put_pack(tmp_path / "any name", whole())
        loaded = load(tmp_path / "any name" / "scenarios" / "small")
        assert errors(loaded) == [] and loaded.scenario is not None
        assert "part/one" in loaded.scenario.scenes
        assert loaded.scenario.lent is not None
        assert loaded.scenario.lent.bodies["street-office"].en == "Street management section"
        assert "labour-inspection" in loaded.scenario.lent.bodies

    def test_without_the_pack_it_lacks_them(self, tmp_path: Path) -> None:
        """The same scenario on its own is told what is missing."""
        put_pack(tmp_path, {"scenarios/small/scenario.yaml": whole()[SCENARIO]})
        assert {code for code, _ in errors(load(tmp_path / "scenarios" / "small"))} == {"JF2009", "JF2040"}

    def test_a_directory_that_replaces(self) -> None:
        """`extends: false` leaves only what the pack names, table by table; an entry of the same id renames."""

        def lent(text: str) -> Supplied:
            return directory_of(source.parse(text), Findings("bodies.yaml"))

        alone, renamed = lent("extends: false\n" + BODIES), lent("bodies: {court: {name: {zh: 本院, en: Our court}}}")
        assert list(alone.bodies) == ["street-office"] and alone.procedures == supplied().procedures
        assert renamed.bodies["court"].zh == "本院" and list(renamed.bodies) == list(supplied().bodies)
        assert errors(load_text(clean_text(), bodies="extends: false\n" + BODIES)) == [("JF2040", "scenario.yaml")] * 2

    @pytest.mark.parametrize(
        ("name", "text", "code"),
        [("pack.yaml", "id: our-office\n", "JF1002"), ("pack.yaml", PACK + "colour: red\n", "JF1001"),
         ("pack.yaml", "id: [", "JF0034"), ("bodies.yaml", "bodies: {x: {title: {zh: 某}}}\n", "JF1002"),
         ("pack.yaml", PACK.replace("our-office", "common"), "JF4109"), ("bodies.yaml", "", "JF0008")],
    )  # fmt: skip
    def test_a_table_that_cannot_be_read(self, tmp_path: Path, name: str, text: str, code: str) -> None:
        """Its scenarios cannot be used, and the finding is in that file."""
        put_pack(tmp_path, {**sound(), name: text})
        loaded = load(tmp_path / "scenarios" / "small")
        assert loaded.scenario is None and (code, name) in errors(loaded)

    def test_an_edition_has_all_of_it(self, tmp_path: Path) -> None:
        """What a session stores rebuilds the same edition, directory and rubric too, without the pack."""
        put_pack(tmp_path, whole())
        loaded = load(tmp_path / "scenarios" / "small").scenario
        assert loaded is not None
        made = edition(loaded)
        again = from_data(json.loads(made.canonical))
        assert again.hash == made.hash
        assert again.scenario.rubric is not None and again.lent == made.lent

    def test_a_pack_that_lends_nothing_changes_nothing(self, tmp_path: Path) -> None:
        """A scenario is the same edition alone and in a pack without tables: its certificate holds in both."""
        put_pack(tmp_path, sound())
        inside, alone = load(tmp_path / "scenarios" / "small").scenario, load_text(clean_text()).scenario
        assert inside is not None and alone is not None
        assert edition(inside).hash == edition(alone).hash

    def test_what_it_says_of_itself(self, tmp_path: Path) -> None:
        """Title, author, licence and description in both languages."""
        put_pack(tmp_path, {**sound(), "pack.yaml": PACK + "licence: CC BY 4.0\ndescription: {zh: 三例, en: Three}\n"})
        pack = read_pack(tmp_path)
        assert (pack.id, pack.version, pack.title.en, pack.licence) == ("our-office", "1.0", "Our visits", "CC BY 4.0")
        assert pack.description is not None and pack.description.zh == "三例" and pack.diagnostics == ()


class TestSearchPath:
    """Where packs stand among the places that are searched."""

    def test_the_order(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Packs that were named, folders, one's own, installed packs by id, the library; the first of an id counts."""
        home = tmp_path / "home"
        monkeypatch.setenv("JIEFANG_HOME", str(home))
        for name in ("zeta", "alpha"):
            put_pack(home / "packs" / name, {**sound(), "pack.yaml": PACK.replace("our-office", name)})
        zipped = tmp_path / "it.zip"
        zipped.write_bytes(packed({name: text.encode() for name, text in sound().items()}))
        monkeypatch.setenv("JIEFANG_SCENARIOS", str(tmp_path / "folder"))
        folder = put_pack(tmp_path / "dir", sound())
        monkeypatch.setenv("JIEFANG_PACKS", os.pathsep.join([str(zipped), str(folder)]))
        assert [(place.kind, place.name) for place in places()] == [
            ("pack", str(zipped)), ("pack", str(folder)), ("folder", str(tmp_path / "folder")), ("own", ""),
            ("pack", "alpha"), ("pack", "zeta"), ("library", ""),
        ]  # fmt: skip
        assert find("small").is_relative_to(home / "cache" / "packs")
        monkeypatch.delenv("JIEFANG_PACKS")
        assert find("small") == home / "packs" / "alpha" / "scenarios" / "small"
        assert places()[-1].folder == library()
