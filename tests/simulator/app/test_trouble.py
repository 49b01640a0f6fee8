"""When the disk is full, the store is gone, or the program itself fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulator import paths
from simulator.app import crash
from simulator.app.app import CrashStart, HomeStart, JiefangApp, run_app
from simulator.record.errors import StoreError
from simulator.record.store import Store, open_store


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


async def test_the_crash_screen(opened: Any) -> None:
    """After an error one learns that the visit is safe and where the report is, and goes home from there."""
    async with opened(CrashStart(Path("/tmp/crash-1.txt"))) as table:
        assert "程序出了错" in table.text
        assert "/tmp/crash-1.txt" in table.text
        await table.press("1")
        assert "楼道的灯" in table.text


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
