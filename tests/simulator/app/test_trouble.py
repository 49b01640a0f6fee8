"""When the disk is full, the store is gone, or the program itself fails."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from simulator import i18n, paths
from simulator.app import crash
from simulator.app.app import CrashStart, HomeStart, JiefangApp, run_app
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.menu import MenuList
from simulator.record.errors import StoreError
from simulator.record.store import Store, open_store
from tests.simulator.app.real_terminal import RealTerminal


async def test_a_full_disk(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A decision that cannot be kept stands; a banner says so, and it goes away when the disk has room again."""
    async with visit() as table:
        write = Store.write

        def full(*_args: object, **_more: object) -> None:
            raise StoreError("full", "磁盘满了", "腾出空间后再试。")

        monkeypatch.setattr(Store, "write", full)
        await table.choose("seat")
        assert "没存上，接访可以继续：磁盘满了" in table.text
        await table.choose("before")
        assert len(table.visit.visit.play.steps) == 2
        monkeypatch.setattr(Store, "write", write)
        await table.choose("go_on")
        assert "没存上" not in table.text
    with open_store() as store:
        kinds = [event.kind for event in store.events(store.unfinished()[0].id)]
        assert kinds == ["started", "choice", "choice", "choice"]


async def test_no_store_at_all(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no store can be opened the visit is played all the same, and the screen says that it is not kept."""

    def nowhere(*_args: object, **_more: object) -> Store:
        raise StoreError("readonly", "打不开", "")

    monkeypatch.setattr("simulator.sessions.open_store", nowhere)
    async with visit() as table:
        assert "暂时只在内存里" in table.text
        await table.choose("seat")
        assert len(table.visit.visit.play.steps) == 1
        table.app.leave()
        assert "没能" in table.app.parting


async def test_no_store_and_home(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A visit that is not kept can be left for the home page, which does not offer it."""

    def nowhere(*_args: object, **_more: object) -> Store:
        raise StoreError("readonly", "打不开", "")

    monkeypatch.setattr("simulator.sessions.open_store", nowhere)
    async with visit() as table:
        await table.press("escape", "2")
        assert "楼道的灯" in table.text
        assert "继续" not in table.text


async def test_a_damaged_record(visit: Any, opened: Any) -> None:
    """A visit that cannot be taken up says why; home stays usable."""
    async with visit() as table:
        await table.choose("seat")
        session = table.visit.visit.session.id
    async with opened(HomeStart()) as table:
        with open_store() as store:
            held = store.resume(session)
            await table.press("enter")
            assert "另一个窗口" in table.text
            held.close()
        await table.press("enter")
        assert len(table.visit.visit.play.steps) == 1


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_crash_screen(opened: Any, golden: Any, language: Any, size: tuple[int, int]) -> None:
    """After an error one learns that the visit is safe and where the report is; it looks as agreed, and leads home."""
    i18n.use(language)
    async with opened(CrashStart(Path("/srv/classroom/share/jiefang/crash-20261128-071500-000001.txt")), size) as table:
        golden(f"crash-{language}-{size[0]}x{size[1]}", table.text)
        assert all(cell_len(line) <= size[0] for line in table.text.splitlines())
        menu = table.app.screen.query_one(MenuList)
        assert menu.region.height == menu.count == 3
        await table.press("1")
        assert isinstance(table.app.screen, HomeScreen)


async def test_a_visit_goes_on_from_the_crash_screen(visit: Any, opened: Any) -> None:
    """What was under way is offered first, and is there with every decision."""
    async with visit() as table:
        await table.choose("seat")
        await table.choose("before")
    async with opened(CrashStart(None)) as table:
        assert "接着谈：楼道的灯" in table.text
        assert "没能写下来" in table.text
        await table.press("1")
        assert len(table.visit.visit.play.steps) == 2


async def test_the_report_is_copied_from_the_crash_screen(opened: Any, tmp_path: Path) -> None:
    """By key and with the mouse; one that is gone says so and ends nothing."""
    report = tmp_path / "crash-1.txt"
    report.write_text("ValueError: [/x]", "utf-8")
    async with opened(CrashStart(report)) as table:
        await table.press("y")
        assert table.app.clipboard == "ValueError: [/x]"
        table.app._clipboard = ""
        await table.pilot.click(MenuList, offset=(6, 1))
        await table.rest()
        assert table.app.clipboard == "ValueError: [/x]"
        report.unlink()
        await table.press("y")
        assert "错误报告读不出来了" in table.text
        await table.press("q")
        assert table.app._exit


def test_an_error_in_a_visit_in_a_real_terminal() -> None:
    """The program fails in the middle of a visit: it says so kindly, shows no traceback, and the visit goes on."""
    fail = "import simulator.app.screens.visit as v\nv.VisitScreen.action_case = lambda self: 1 / 0"
    with RealTerminal("play", "lamp", "--variant", "plain", "--mode", "practice", "--seed", "0", before=fail) as screen:
        screen.wait_for("第1步")
        time.sleep(0.5)  # what is new cannot be taken at once
        screen.press("1")
        screen.wait_for("第2步")
        screen.press("c")
        screen.wait_for("接着谈：楼道的灯")
        assert "程序出了错" in screen.text and "Traceback" not in screen.text
        screen.press("1")
        screen.wait_for("第2步")
    (report,) = paths.home().glob("crash-*.txt")
    assert "ZeroDivisionError" in report.read_text("utf-8")


def test_an_error_is_written_down_and_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An error in a handler leaves a report without any text of the visit; the app opens again with the news, once."""
    starts: list[object] = []

    def fail(self: JiefangApp) -> None:
        starts.append(self.start)
        self._handle_exception(ValueError("没有这个键"))

    monkeypatch.setattr(JiefangApp, "run", fail)
    assert run_app(HomeStart()) == 1
    (report, second) = sorted(paths.home().glob("crash-*.txt"))
    assert [type(start) for start in starts] == [HomeStart, CrashStart]
    assert starts[1] == CrashStart(report)
    assert "ValueError" in report.read_text("utf-8")
    assert str(second) in capsys.readouterr().out


def test_a_report_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without room for a report there is none, and no second error."""

    def full(*_args: object, **_more: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert crash.save(ValueError("x"), "VisitScreen") is None
