"""`jiefang pack` and `--pack`: built in one home, installed in another, played there, and scored when it is gone."""

from __future__ import annotations

import re
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from simulator.preview import workbench
from tests.packing import PACK, RUBRIC, SCENARIO, odd_zip, put_pack, sound, whole
from tests.scoring.mutated import clean_text
from tests.simulator.calls import Caller, call, process

__all__ = ["call"]

FIRST = "seat,months,who,wait,done,form=best,no,sheet=best,continue,number"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack with everything in it; one stands in the folder around it."""
    monkeypatch.chdir(tmp_path)
    return put_pack(tmp_path / "visits", whole())


@pytest.fixture
def zipped(call: Caller, folder: Path) -> Path:
    """The same as a zip."""
    assert call("pack", folder).code == 0
    return folder.parent / "our-office-1.0.zip"


class TestBuild:
    """`jiefang pack DIR`."""

    def test_it_says_what_is_in_it(self, call: Caller, folder: Path) -> None:
        """Name, files with sizes, hash; the same bytes each time."""
        made = call("pack", folder, "--out", "one.zip")
        assert made.code == 0, made.err
        first = Path("one.zip").read_bytes()
        assert sha256(first).hexdigest() in made.out and "our-office 1.0" in made.out
        assert all(name in made.out for name in whole())
        assert call("pack", folder, "--out", "two.zip", "--no-check").code == 0
        assert Path("two.zip").read_bytes() == first

    def test_what_does_not_belong_is_named(self, call: Caller, folder: Path) -> None:
        """Every file of it, with the way out, and nothing is written."""
        put_pack(folder, {"备课.docx": "", "scenarios/small/photo.png": ""})
        made = call("pack", folder)
        assert made.code == 1 and "备课.docx" in made.err and "scenarios/small/photo.png" in made.err
        assert "移走它" in made.err and not list(folder.parent.glob("*.zip"))

    def test_what_is_left_out_is_said(self, call: Caller, folder: Path) -> None:
        """An editor's schema beside a scenario does not keep a pack from being built."""
        put_pack(folder, {"scenarios/small/scenario.schema.json": "{}"})
        made = call("--lang", "en", "pack", folder)
        assert made.code == 0 and made.err.splitlines()[-1] == "Left out: scenarios/small/scenario.schema.json"

    @pytest.mark.parametrize(
        ("name", "text", "code"),
        [(SCENARIO, clean_text().replace("next: bye", "next: by"), "JF2001"),
         ("rubric.yaml", "weights: {listening: 100}\n", "JF1002"), ("pack.yaml", "id: our-office\n", "JF1002"),
         ("fragments/part.yaml", "id: [", "JF0034")],
    )  # fmt: skip
    def test_errors_keep_it_from_being_built(self, call: Caller, folder: Path, name: str, text: str, code: str) -> None:
        """What nobody could play is not built; the finding has its file and line."""
        put_pack(folder, {name: text})
        made = call("pack", folder)
        assert made.code == 1 and f"{folder / name}:" in made.err and code in made.err
        assert not list(folder.parent.glob("*.zip"))

    def test_checks_with_the_solver(self, call: Caller, folder: Path) -> None:
        """`--check` finds what only the solver knows; by default only the quick checks are made."""
        never = clean_text() + "ensure: [{never: visited(bye)}]\n"
        put_pack(folder, {SCENARIO: never})
        assert call("pack", folder, "--out", "quick.zip").code == 0
        made = call("pack", folder, "--check", "--out", "whole.zip")
        assert made.code == 1 and "JF6002" in made.err and not Path("whole.zip").exists()

    def test_nothing_is_overwritten(self, call: Caller, folder: Path, zipped: Path) -> None:
        """Without `--force`."""
        put_pack(folder, {"LICENSE": "CC BY 4.0"})
        before = zipped.read_bytes()
        made = call("pack", folder)
        assert made.code == 1 and "--force" in made.err and zipped.read_bytes() == before
        assert call("pack", folder, "--force").code == 0 and zipped.read_bytes() != before

    @pytest.mark.parametrize(
        "arguments",
        [(), ("--install",), ("x", "--install", "--remove"), ("x", "--install", "--out", "y.zip"), ("nowhere",)],
    )
    def test_a_wrong_call(self, call: Caller, arguments: tuple[str, ...]) -> None:
        """Exit code 2 and what to do."""
        made = call("pack", *arguments)
        assert made.code == 2 and made.err and "Traceback" not in made.err


class TestInstall:
    """`--install`, `--list`, `--remove`."""

    def test_there_and_back(self, call: Caller, zipped: Path) -> None:
        """Installed it is found by its id and listed; removed it is not."""
        assert "没有装" in call("pack", "--list").out
        made = call("pack", zipped, "--install")
        assert made.code == 0 and "装好了：本局剧本（our-office 1.0）" in made.out and "small" in made.out
        assert call("pack", "--list").out.split() == ["our-office", "1.0", "本局剧本", "某区信访局"]
        entry = next(each for each in call("list", "--json").data if each["id"] == "small")
        assert (entry["source"], entry["from"]) == ("pack", "our-office")
        assert "已经装着" in call("pack", zipped, "--install").out
        assert call("pack", "our-offise", "--remove", "--yes").code == 2
        assert call("pack", "our-office", "--remove", "--yes").code == 0
        assert call("run", "small", "--bot", "first").code == 2

    def test_another_version(self, call: Caller, folder: Path, zipped: Path) -> None:
        """Replaces the one that is there only with `--force`; what is refused changes nothing."""
        call("pack", zipped, "--install")
        put_pack(folder, {"pack.yaml": PACK.replace("1.0", "1.1")})
        made = call("pack", folder, "--install")
        assert made.code == 1 and "1.0" in made.err and "--force" in made.err
        assert "1.0" in call("pack", "--list").out
        assert "原来的版本是 1.0" in call("pack", folder, "--install", "--force").out
        assert "1.1" in call("pack", "--list").out

    @pytest.mark.parametrize(
        ("example", "code"),
        [("../x.yaml: x", "JF4103"), ("LICENSE: {link: /etc/passwd}", "JF4104"), ("LICENSE: {zeros: 900000}", "JF4107"),
         ("rubric.yaml: 'weights: {listening: 1}'", "JF1002"), ("bodies.yaml: 'bodies: 1'", "JF1003")],
    )  # fmt: skip
    def test_a_bad_pack_is_refused(self, call: Caller, tmp_path: Path, example: str, code: str) -> None:
        """One readable message, nothing installed and nothing left behind."""
        (tmp_path / "bad.zip").write_bytes(odd_zip(example))
        made = call("pack", tmp_path / "bad.zip", "--install")
        assert made.code == 1 and code in made.err
        assert "没有装" in call("pack", "--list").out

    def test_a_folder_that_was_there(
        self, call: Caller, zipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Something else under the pack's name in the home is not replaced without a word."""
        monkeypatch.setenv("JIEFANG_HOME", str(tmp_path / "h"))
        put_pack(tmp_path / "h" / "packs" / "our-office", {"mine.txt": "mine"})
        assert call("pack", zipped, "--install").code == 1
        assert (tmp_path / "h" / "packs" / "our-office" / "mine.txt").exists()


class TestOption:
    """`--pack PATH`."""

    @pytest.mark.parametrize("kind", ["folder", "zip"])
    def test_every_command_takes_it(self, call: Caller, folder: Path, zipped: Path, kind: str) -> None:
        """Folder or zip, before or behind the command; afterwards the scenario is unknown again."""
        pack = folder if kind == "folder" else zipped
        calls: list[tuple[str | Path, ...]] = [
            ("run", "small", "--bot", "first", "--pack", pack), ("--pack", pack, "run", "small", "--choices", FIRST),
            ("check", "small", "--ignore", "JF7500", "--pack", pack), ("check", pack, "--ignore", "JF7500"),
            ("graph", "small", "--no-solve", "--pack", pack), ("export", "small", "--pack", pack),
            ("new", f"copy-{kind}", "--from", "small", "--pack", pack), ("analyse", "small", "--pack", pack),
        ]  # fmt: skip
        for arguments in calls:
            made = call(*arguments)
            assert made.code == 0, (arguments, made.err)
        assert any(each["id"] == "small" for each in call("list", "--pack", pack, "--json").data)
        assert not any(each["id"] == "small" for each in call("list", "--json").data)

    def test_a_replay_leads_there_without_it(self, call: Caller, folder: Path) -> None:
        """A command that a finding prints names the scenario by its path: its id is known only to this call."""
        put_pack(folder, {SCENARIO: whole()[SCENARIO] + "ensure: [{never: visited(bye)}]\n"})
        shown = call("check", "small", "--select", "JF6002", "--pack", folder).out
        assert f"jiefang run {folder / 'scenarios' / 'small'} --variant" in shown.replace("\n", " ")

    def test_a_zip_is_not_written_into(self, call: Caller, zipped: Path) -> None:
        """What writes into a scenario would write into a copy that is made anew: it says so."""
        writing = (("check", "small", "--fix"), ("analyse", "small", "--emit-tests"), ("translate", "small"))
        for arguments in (*writing, ("preview", "small")):
            made = call(*arguments, "--pack", zipped)
            assert made.code == 2 and "jiefang pack" in made.err, arguments

    def test_a_pack_without_scenarios(self, call: Caller, folder: Path) -> None:
        """`check` of its folder says so."""
        shutil.rmtree(folder / "scenarios")
        made = call("check", folder)
        assert made.code == 1 and "JF4108" in made.err

    def test_the_first_counts(self, call: Caller, folder: Path, tmp_path: Path) -> None:
        """Of two packs with the same id the one that was named first is used, and the other is said."""
        put_pack(tmp_path / "other", {**sound(), SCENARIO: clean_text(("title: 小剧本", "title: 另一个"))})
        made = call("list", "--pack", tmp_path / "other", "--pack", folder)
        (line,) = [line for line in made.out.splitlines() if line.startswith("small ")]
        assert "另一个" in line and "包 other" in line and str(folder) in made.err

    @pytest.mark.parametrize("path", ["nowhere", "nowhere.zip", "."])
    def test_no_pack(self, call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
        """Is a wrong call."""
        monkeypatch.chdir(tmp_path)
        made = call("list", "--pack", path)
        assert made.code == 2 and "JF4110" in made.err

    def test_a_bad_zip(self, call: Caller, tmp_path: Path) -> None:
        """Is one message and exit code 1."""
        (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 nonsense")
        for arguments in (("run", "small", "--bot", "first"), ("list",), ("play", "small", "--plain")):
            made = call(*arguments, "--pack", tmp_path / "bad.zip")
            assert made.code == 1 and "JF4101" in made.err and not made.out


class TestSessions:
    """What was played with a pack stays what it was."""

    def test_the_pack_is_gone(self, call: Caller, folder: Path) -> None:
        """Its sessions are verified and scored as they were, by the rubric they were played with."""
        put_pack(folder, {"rubric.yaml": RUBRIC})
        saved = call("run", "small", "--choices", FIRST, "--save", "--json", "--pack", folder).data
        assert saved["dimensions"]["listening"]["weight"] > 0.25
        shutil.rmtree(folder)
        assert call("sessions", "verify", saved["session"]).code == 0
        assert call("sessions", "rescore", saved["session"]).code == 0
        shown = call("sessions", "show", saved["session"], "--json").data
        assert shown["rubric"] and shown["rubric"][:16] in call("sessions", "show", saved["session"]).out
        plain = call("run", "unpaid-wages", "--bot", "first", "--save", "--json").data["session"]
        assert call("sessions", "show", plain, "--json").data["rubric"] is None
        (listed,) = [each for each in call("sessions", "list", "--json").data if each["id"] == saved["session"]]
        assert listed["score"] == pytest.approx(saved["score"])

    def test_the_certificate_names_the_rubric(self, call: Caller, folder: Path) -> None:
        """A scenario with a rubric of its own has another hash in its certificate, and another rubric."""
        own = call("analyse", "small", "--json", "--pack", folder).data
        (folder / "rubric.yaml").unlink()
        usual = call("analyse", "small", "--json", "--pack", folder).data
        assert own["versions"]["rubric"] != usual["versions"]["rubric"] and own["hash"] != usual["hash"]

    def test_a_check_knows_of_the_rubric(self, call: Caller, folder: Path) -> None:
        """A result that is kept is not taken for one under another rubric."""
        assert call("check", folder, "--no-solve", "--ignore", "JF7500").code == 0
        put_pack(folder, {"rubric.yaml": "weights: {listening: 1}\n"})
        made = call("check", folder, "--no-solve")
        assert made.code == 1 and "rubric.yaml:1:10" in made.out
        previewed = workbench.read(folder / "scenarios" / "small")
        assert "JF1002" in [each.code for each in previewed.findings]


def test_the_files_printed_in_the_documentation_are_a_pack(call: Caller, root: Path, tmp_path: Path) -> None:
    """Whoever copies `pack.yaml`, `bodies.yaml` and `rubric.yaml` from docs/packs.md has a pack that can be built."""
    blocks = re.findall(r"^```yaml\n# (\S+\.yaml)\n(.*?)^```", (root / "docs/packs.md").read_text("utf-8"), re.M | re.S)
    assert [name for name, _ in blocks] == ["pack.yaml", "bodies.yaml", "rubric.yaml"]
    put_pack(tmp_path / "it", {**sound(), **dict(blocks)})
    made = call("pack", tmp_path / "it", "--out", tmp_path / "it.zip")
    assert made.code == 0, made.err


def test_built_here_played_there(tmp_path: Path) -> None:
    """Whole processes: built in one home, used and installed from other folders in an empty one, and played there."""
    folder = put_pack(tmp_path / "visits", whole())
    zipped = tmp_path / "out.zip"
    made = process("pack", ".", "--out", "../out.zip", cwd=folder, JIEFANG_HOME=str(tmp_path / "mine"))
    assert made.code == 0, made.err
    shutil.rmtree(folder)
    home = str(tmp_path / "theirs")
    used = process("run", "small", "--bot", "best", "--pack", "out.zip", cwd=tmp_path, JIEFANG_HOME=home)
    assert used.code == 0, used.err
    assert process("pack", "out.zip", "--install", cwd=tmp_path, JIEFANG_HOME=home).code == 0
    zipped.unlink()
    played = process("run", "small", "--choices", FIRST, "--json", "--save", cwd=tmp_path / "theirs", JIEFANG_HOME=home)
    assert played.code == 0, played.err
    assert played.data["dimensions"]["listening"]["weight"] > 0.25
    assert process("check", "small", "--ignore", "JF7500", JIEFANG_HOME=home).code == 0
