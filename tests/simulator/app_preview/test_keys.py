"""What the keys of the preview do."""

from __future__ import annotations

import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scenarios.diagnostic import Diagnostic, Mark
from simulator.app.preview import background
from simulator.preview.proof import Found, News, Progress
from simulator.preview.way import choices_of
from tests.simulator.app_preview.conftest import NoProof


async def test_walking_and_taking_back(preview: Any) -> None:
    """Choices stand in file order, taken by number; undo and restart lead back, what was said goes with them."""
    async with preview() as bench:
        assert [entry.id for entry in bench.screen.choices.entries] == ["seat", "rush", "calm", "wait", "timeout"]
        first = bench.text
        await bench.press("1", "1")
        assert bench.scene == "story" and "找过物业四次" in bench.text
        await bench.press("u")
        assert "找过物业四次" not in bench.text
        await bench.press("r")
        assert bench.scene == "arrive" and len(first.splitlines()) == len(bench.text.splitlines())
        assert "seat    ✓" in bench.text and "rush    ✓" not in bench.text
        await bench.press("v")
        assert "hostile" in bench.text.splitlines()[0] and "[/x][@click=app.quit]" in bench.text


async def test_figures_under_a_choice(preview: Any) -> None:
    """Meters, ratings, where it leads; worth once it is solved; a closed one with its condition."""
    async with preview((120, 40)) as bench:
        assert "还能得" not in bench.text
        await bench.solved()
        assert "最好  还能得 100" in bench.text and "→\u00a0story" in bench.text and "L1 −2" in bench.text
        await bench.choose("rush")
        assert "[trust >= 4]" in bench.text
        await bench.choose("hurt")
        assert bench.scene == "story" and len(bench.screen.bench.inputs) == 1


async def test_meters_by_hand(preview: Any) -> None:
    """`+` and `-` turn the marked one, `w` marks the next; a state no visit comes to says that its worth is unknown."""
    async with preview() as bench:
        await bench.solved()
        await bench.press("plus", "plus", "w", "minus")
        state = bench.screen.bench.play.state
        assert (state.agitation, state.trust) == (7, 2) and "没有一次来访会是这样" in bench.text
        await bench.press("s")
        assert "从手拨的状态" in bench.text
        await bench.press("r")
        assert "还能得 100" in bench.text


async def test_the_dial_with_arrows(preview: Any) -> None:
    """With the focus on the meters, arrows mark and turn them."""
    async with preview() as bench:
        bench.screen.query_one("#dial").focus()
        await bench.press("right", "right", "up")
        assert bench.screen.bench.play.state.distress == 4
        await bench.press("left", "down", "down")
        assert bench.screen.bench.play.state.trust == 1


async def test_jumping(preview: Any) -> None:
    """By id or by words; by a real way, as one is, or with a state set first."""
    async with preview() as bench:
        await bench.solved()
        await bench.press("j", *"reco", "enter")
        assert bench.scene == "record" and len(bench.screen.bench.inputs) > 2 and "照最好的填" in bench.text
        await bench.press("j", *"几天能亮", "tab")
        assert bench.scene == "promise" and bench.screen.bench.set_up and "几天能亮" in bench.text
        await bench.press("j", *"story", "ctrl+e")
        assert bench.scene == "story" and "在 story 的状态" in bench.text
        await bench.press("right", "down", "down", "down", "down", "space", "enter")
        assert bench.screen.bench.here().facts >= {"asked"} or bench.screen.bench.here().flags
        await bench.press("j", *"nowhere", "enter", "escape")
        assert bench.scene == "story"


async def test_a_state_by_hand(preview: Any) -> None:
    """Meters within 0..10, the sympathy streak, facts; Esc changes nothing."""
    async with preview() as bench:
        before = bench.screen.bench.here()
        await bench.press("f", "right", "right", "escape")
        assert bench.screen.bench.here() == before and not bench.screen.bench.set_up
        await bench.press(
            "f", *["left"] * 12, "down", *["right"] * 12, "down", "down", "right", "down", "space", "enter"
        )
        here = bench.screen.bench.here()
        assert here.meters == (0, 10, before.meters[2]) and here.sympathy == 1 and here.facts == {"dark"}
        await bench.press("f", "enter")
        assert bench.screen.bench.here() == here


async def test_forms(preview: Any) -> None:
    """A form is filled in on its own paper, or in the best way at once; every option has its cost beside it."""
    async with preview((100, 40)) as bench:
        await bench.solved()
        await bench.press("j", *"record", "enter")
        assert "勾上" in bench.text and "最好" in bench.text
        await bench.press("1")
        assert bench.scene == "close"
        await bench.press("u", "2")
        assert "来 访 登 记 表" in bench.text
        await bench.press("escape")
        assert bench.scene == "record"


async def test_the_map(preview: Any) -> None:
    """Scenes with the best line and one's own place; Enter goes to the one that is marked; Esc goes back."""
    async with preview() as bench:
        await bench.solved()
        await bench.press("1", "m")
        rows = [line for line in bench.text.splitlines() if "→" in line or "结局" in line]
        assert any("▶●" in row and "story" in row for row in rows)
        assert any("·●" in row and "arrive" in row for row in rows)
        await bench.press("down")
        assert "几天能亮" in bench.text and "→ record  ● 几天亮我定不了" in bench.text
        await bench.press("enter")
        assert bench.scene == "promise"
        await bench.press("m", "escape")
        assert bench.scene == "promise"


async def test_on_to_what_was_never_taken(preview: Any) -> None:
    """`n` points at an untaken choice here, else leads to the next one; in the end there is none."""
    async with preview() as bench:
        await bench.solved()
        await bench.press("n", "enter")
        assert bench.screen.bench.inputs == ["seat"]
        await bench.press("r", "n")
        assert bench.screen.choices.at == 1
        program = bench.screen.bench.play.engine.program
        bench.screen.bench.walked |= choices_of(program)
        bench.screen.bench.walked.remove(("promise", "vow"))
        await bench.press("n")
        assert bench.scene == "promise" and bench.screen.choices.entries[bench.screen.choices.at].id == "vow"
        await bench.press("enter", "n")
        assert "找不到还没走过" in bench.text


async def test_saving_a_test(preview: Any, lamp: Path) -> None:
    """At the end `s` asks for a name and writes a test; before, it says what is missing."""
    async with preview() as bench:
        await bench.solved()
        await bench.press("s")
        assert "还没有走到结局" in bench.text
        await bench.press("j", *"close", "enter")
        await bench.choose("number")
        assert "从头再走" in bench.text and "得 100 分" in bench.text
        await bench.press("s", *"灯", "enter")
        text = (lamp / "scenario.yaml").read_text("utf-8")
        assert "  # 灯\n" in text and "expect: {ending: done, score: 100}" in text
        await bench.until(lambda: len(bench.screen.bench.scenario.tests) == 1)
        await bench.solved()
        assert not bench.screen.proved and bench.scene == "done"


async def test_the_way_that_a_finding_shows(preview: Any) -> None:
    """`p` plays it, in its variant; it is no key where a finding shows none."""
    async with preview((120, 40)) as bench:
        await bench.solved()
        way = f"jiefang run '{bench.place}' --variant hostile --choices calm,go_on"
        bench.screen.proved = (Diagnostic("JF5005", Mark(str(bench.place / "scenario.yaml"), 58), {"run": way}),)
        bench.screen.renew_findings()
        await bench.press("tab")
        assert "p 走一遍" in bench.text
        await bench.press("p")
        assert bench.scene == "promise" and bench.screen.bench.variant == "hostile"
        assert bench.screen.bench.inputs == ["calm", "go_on"] and bench.screen.choices.has_focus
        await bench.press("tab", "end")
        assert "p 走一遍" not in bench.text
        await bench.press("p")
        assert bench.screen.findings.has_focus


def script(folder: Path, body: str) -> str:
    """A command that stands for an editor."""
    path = folder / "my editor"
    path.write_text(f"#!/bin/sh\n{body}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return f"'{path}'"


async def test_the_editor(preview: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None set, or quotes that do not match: said. Where no editor can be shown, that is said too."""
    async with preview() as bench:
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.delenv("EDITOR", raising=False)
        await bench.press("e")
        assert "没有设置编辑器" in bench.text
        for command, told in (("vim 'x", "引号没有配对"), ("vi", "保存了这里就看得到")):
            monkeypatch.setenv("EDITOR", command)
            await bench.press("e")
            assert told in bench.text


async def test_an_editor_with_a_window(preview: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is called with the file and line of the finding, and the preview goes on."""
    called = tmp_path / "called"
    command = script(tmp_path, f"echo \"$@\" > '{called}'").replace("my editor", "code")
    (tmp_path / "my editor").rename(tmp_path / "code")
    monkeypatch.setenv("VISUAL", command)
    async with preview() as bench:
        bench.edit("    next: story\n", "    next: stroy\n")
        await bench.until(lambda: bench.screen.faulty)
        await bench.press("tab", "enter")
        await bench.until(called.exists)
        await bench.until(lambda: called.read_text("utf-8").endswith("\n"))
        assert called.read_text("utf-8").split()[0] == "-g"
        assert called.read_text("utf-8").split()[1].startswith(str(bench.place / "scenario.yaml") + ":")


class SlowProof(NoProof):
    """Is at work until it is told to come to an end."""

    done = threading.Event()

    def news(self) -> Iterator[News]:
        """Half of it, and after a while all."""
        yield Progress(0.42)
        self.done.wait(30)
        yield Found(())


async def test_keys_are_answered_while_it_is_being_solved(preview: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver is waited for in a thread; the visit goes on meanwhile, and the first line tells how far it is."""
    async with preview() as bench:
        monkeypatch.setattr(background, "Proof", SlowProof)
        bench.screen.prove()
        await bench.until_seen(lambda: "求解 42 %" in bench.text)
        await bench.pilot.press("1", "u", "1")
        assert (
            bench.screen.bench.inputs == ["seat"] and "求解 42 %" in bench.text and "有没有人因为它摔着" in bench.text
        )
        SlowProof.done.set()
        await bench.until(lambda: "解好了" in bench.text)


async def test_attacks_stay_text(preview: Any) -> None:
    """What an author writes is never markup, wherever the preview shows it."""
    async with preview((160, 50), variant="hostile") as bench:
        await bench.solved()
        assert "[/x][@click=app.quit]" in bench.text
        await bench.press("1", "j")
        await bench.press("escape", "m", "down", "escape", "l", "l", "t", "question_mark", "escape")
        bench.edit("title: 楼道的灯", 'title: "[/x][@click=app.quit]"')
        bench.edit("    next: story\n", '    next: "[/x][@click=app.quit]"\n')
        await bench.until(lambda: bench.screen.faulty)
        assert "[/x][@click=app.quit]" in bench.text and not bench.app._exit
