"""Packs as zips: the same bytes wherever they are built, and no zip, whatever it holds, that does any harm."""

from __future__ import annotations

import io
import re
import stat
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.diagnostic import Rule, ScenarioError, catalogue, render
from scenarios.pack import read_pack
from scenarios.pack_files import is_expected, of_folder
from scenarios.pack_zip import content, packed, unpacked
from tests.packing import odd_zip, put_pack, sound, whole

RULES = [rule for code, rule in catalogue().items() if code.startswith("JF41")]
each_rule = pytest.mark.parametrize("rule", [rule for rule in RULES if rule.bad], ids=lambda rule: rule.code)


def codes(data: bytes, folder: Path) -> set[str]:
    """Everything found in a zip and in the `pack.yaml` of a sound one."""
    (folder / "it.zip").write_bytes(data)
    try:
        place = unpacked(folder / "it.zip", folder / "cache")
    except ScenarioError as error:
        for each in error.diagnostics:
            for language in ("zh", "en"):
                shown = render(each, language)
                assert shown.message and shown.hint and not re.search(r"\{[a-z]+\}", shown.message + shown.hint)
        return {each.code for each in error.diagnostics}
    return {each.code for each in read_pack(place).diagnostics}


class TestCatalogue:
    """Every finding about packs."""

    def test_every_finding_has_an_example(self) -> None:
        """Only a path with nothing at it has none, and every code is raised by the code."""
        assert {rule.code for rule in RULES if not rule.bad} == {"JF4110"}
        text = "".join(p.read_text("utf-8") for p in Path(__file__).parents[2].glob("scenarios/pack*.py"))
        assert {rule.code for rule in RULES} == set(re.findall(r"JF41\d\d", text))

    @each_rule
    def test_the_bad_example_raises_it(self, rule: Rule, tmp_path: Path) -> None:
        """The zip is refused with this finding, whole in both languages, and nothing is unpacked."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # zipfile warns of a name that is there twice
            data = odd_zip(rule.bad)
        assert rule.code in codes(data, tmp_path)
        if rule.code != "JF4109":
            assert not (tmp_path / "cache").exists()

    @each_rule
    def test_the_good_example_does_not(self, rule: Rule, tmp_path: Path) -> None:
        """Nothing is found."""
        assert codes(odd_zip(rule.good), tmp_path) == set()

    def test_nothing_there(self, tmp_path: Path) -> None:
        """Neither a folder without `pack.yaml`, nor nothing, nor a name too long is a pack."""
        for path in (tmp_path, tmp_path / "none.zip", tmp_path / ("x" * 5000), Path("a\0b")):
            with pytest.raises(ScenarioError) as raised:
                unpacked(path, tmp_path / "cache")
            assert raised.value.diagnostics[0].code == "JF4110"


class TestBuilding:
    """`packed` and its way back."""

    def test_the_same_files_are_the_same_bytes(self) -> None:
        """Whatever the order, the clock and the machine; files have plain permissions and no time of their own."""
        files = {name: text.encode() for name, text in whole().items()}
        data = packed(files)
        assert data == packed(dict(reversed(files.items())))
        assert dict(content(data, "z").files) == files
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                assert entry.date_time == (1980, 1, 1, 0, 0, 0) and entry.compress_type == zipfile.ZIP_STORED
                assert entry.external_attr >> 16 == stat.S_IFREG | 0o644

    def test_a_changed_copy_is_made_anew(self, tmp_path: Path) -> None:
        """What a zip is unpacked to has the files of the zip, even if somebody changed them in the cache."""
        zipped = tmp_path / "it.zip"
        zipped.write_bytes(packed({name: text.encode() for name, text in sound().items()}))
        place = unpacked(zipped, tmp_path / "cache")
        (place / "pack.yaml").write_text("id: other\n", "utf-8")
        put_pack(place, {"scenarios/more/scenario.yaml": ""})
        assert unpacked(zipped, tmp_path / "cache") == place
        assert (place / "pack.yaml").read_text("utf-8") == sound()["pack.yaml"]
        assert not (place / "scenarios" / "more").exists()
        assert [each.name for each in (tmp_path / "cache").iterdir()] == [place.name]

    def test_a_zip_of_another_tool(self, tmp_path: Path) -> None:
        """Deflated, with entries for folders, as a file manager makes it: taken, if only the right files are in it."""
        put_pack(tmp_path / "pack", whole())
        with zipfile.ZipFile(tmp_path / "it.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted((tmp_path / "pack").rglob("*")):
                archive.write(path, path.relative_to(tmp_path / "pack"))
        place = unpacked(tmp_path / "it.zip", tmp_path / "cache")
        assert of_folder(place).files == of_folder(tmp_path / "pack").files


NAMES = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from(["..", ".", "", "scenarios", "small", "scenario.yaml", "con", "C:", "~"]), max_size=5).map(
        "/".join
    ),
    st.sampled_from(["/etc/passwd", "..\\x.yaml", "\\\\host\\x", "C:\\x", "pack.yaml\0.exe", "PACK.YAML", "pack.yaml/",
                     "scenarios/small/../../../x", "fragments/aux.yaml", "scenarios/con/scenario.yaml"]),
)  # fmt: skip


@given(name=NAMES, kind=st.sampled_from([0, stat.S_IFREG, stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR]))
def test_no_name_leads_out(name: str, kind: int) -> None:
    """A zip is refused, or has only names of a pack in it, none of them with a way up, a drive or a device."""
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        with zipfile.ZipFile(target, "w") as archive:
            for known, text in sound().items():
                archive.writestr(known, text)
            entry = zipfile.ZipInfo("placeholder")
            entry.filename, entry.external_attr = name, (kind | 0o644) << 16
            try:
                archive.writestr(entry, "x")
            except (ValueError, UnicodeEncodeError):
                return
    found = content(target.getvalue(), "z")
    assert bool(found.files) != bool(found.diagnostics)
    for each in found.files:
        assert is_expected(each) and not set(each.split("/")) & {"..", ".", ""} and "\\" not in each and ":" not in each
    for finding in found.diagnostics:
        assert render(finding, "zh").message.isprintable()


@given(data=st.data())
def test_no_bytes_do_harm(data: st.DataObject) -> None:
    """A zip that is cut, or has other bytes at some places, is taken or refused; nothing else is raised."""
    whole_zip = bytearray(packed({name: text.encode() for name, text in sound().items()}))
    for _ in range(data.draw(st.integers(0, 8))):
        # Most of it is text: the headers of the entries and the directory at the end are where it hurts.
        at = data.draw(st.integers(0, 60) | st.integers(len(whole_zip) - 250, len(whole_zip) - 1))
        whole_zip[at] = data.draw(st.integers(0, 255))
    end = data.draw(st.just(len(whole_zip)) | st.integers(0, len(whole_zip)))
    found = content(bytes(whole_zip[:end]), "z")
    assert bool(found.files) != bool(found.diagnostics)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_zip(data: bytes) -> None:
    """Are refused as such."""
    assert [each.code for each in content(data, "z").diagnostics] == ["JF4101"]


class TestFolder:
    """The files of a folder."""

    def test_every_foreign_file_is_named(self, tmp_path: Path) -> None:
        """Each of them, in one go; what editors leave is left out and listed."""
        foreign = ("notes.docx", "scenarios/small/photo.png", "scenarios/x.yaml")
        beside = (".git/config", "scenarios/small/scenario.schema.json", "pack.yaml~", "old-1.0.zip")
        put_pack(tmp_path, {**sound(), **dict.fromkeys(foreign + beside, "")})
        found = of_folder(tmp_path)
        assert [(each.code, each.arguments["name"]) for each in found.diagnostics] == [
            ("JF4102", name) for name in foreign
        ]
        assert found.left_out == (".git", "old-1.0.zip", "pack.yaml~", "scenarios/small/scenario.schema.json")

    def test_links_and_depth(self, tmp_path: Path) -> None:
        """A link is no file of a pack, a link to a folder is not followed, and no depth is without end."""
        put_pack(tmp_path / "p", {**sound(), "scenarios/a/b/c/d/e.yaml": ""})
        (tmp_path / "p" / "LICENSE").symlink_to("/etc/hostname")
        (tmp_path / "p" / "fragments").symlink_to(tmp_path)
        found = {each.code for each in of_folder(tmp_path / "p").diagnostics}
        assert found == {"JF4104", "JF4102"}

    def test_a_large_file(self, tmp_path: Path) -> None:
        """Is refused before anybody unpacks it."""
        put_pack(tmp_path, {**sound(), "LICENSE": "x" * 1_000_001})
        assert [each.code for each in of_folder(tmp_path).diagnostics] == ["JF4107"]
