"""What if, and the best line: played on from a moment, compared, kept, come back from; the record stays as it was."""

from __future__ import annotations

from typing import Any

import pytest

from simulator import i18n
from simulator.app.replay.best_screen import BestScreen
from simulator.app.replay.branch_screen import BranchScreen
from simulator.app.replay.ends import EndsScreen
from simulator.app.replay.screen import ReplayScreen
from simulator.app.screens.form import FormScreen
from simulator.record.store import open_store
from simulator.replay.branch import Branch
from tests.simulator.app_replay.conftest import LEFT, Table, has_all, inputs, recorded


def log_of(session: str) -> list[object]:
    """A session's log."""
    with open_store() as store:
        return [(each.seq, each.hash) for each in store.sealed(session)]


def branch_of(table: Table) -> BranchScreen:
    """The branch on screen, or below a dialog."""
    return next(screen for screen in table.app.screen_stack if isinstance(screen, BranchScreen))


async def choose(table: Table, choice: str) -> None:
    """Take a choice of a branch by its number."""
    ids = [entry.id for entry in branch_of(table).choices.entries]
    await table.press(str(ids.index(choice) + 1))


async def to_the_end(table: Table) -> None:
    """From the fourth moment on to the ending, well, with both forms filled in by the best entries."""
    for choice in ("go_on", "steps"):
        await choose(table, choice)
    branch = branch_of(table).branch
    best = [given for given in inputs("seat,before,hurt,go_on,steps,record=best,where=best,number", "quiet")
            if not isinstance(given, str)]  # fmt: skip
    for picks in best:
        await table.press("1")
        form = table.screen
        assert isinstance(form, FormScreen)
        form.draft.picks = dict(picks)  # type: ignore[arg-type]
        form.dismiss(form.draft.result())
        await table.rest()
    await choose(table, "number")
    assert branch.ended


async def test_another_way_is_played_to_its_end_and_compared(opened: Any) -> None:
    """On the screen of a visit, with meters and notes, through forms to the ending; both ends stand side by side."""
    session = recorded(beside=False)
    before = log_of(session)
    async with opened(session, (100, 40)) as table:
        await table.press("g", "4", "enter", "w")
        has_all(table.text, ["假如", "第 4 步", "激动"])
        await to_the_end(table)
        await table.press("1")
        assert isinstance(table.screen, EndsScreen)
        has_all(table.text, ["换一条路，多得", "当时", "得分", "倾听", "失误", "结局", "雨小了"])
        await table.press("escape")
        assert isinstance(table.screen, BranchScreen)
        assert len(table.replay.recording.play.steps) == 9
    assert log_of(session) == before


async def test_a_branch_is_kept_by_name_and_gone_on_with(opened: Any) -> None:
    """`s` asks for a name; `W` lists what was kept; Enter goes on where the branch stood."""
    async with opened(recorded(beside=False)) as table:
        await table.press("right", "w")
        await choose(table, "hurt")
        await table.press("s", *"way", "enter", "escape")
        assert isinstance(table.screen, ReplayScreen)
        assert [kept.branch.name for kept in table.replay.branches] == ["way"]
        await table.press("home", "W")
        has_all(table.text, ["way", "第 2 步起，1 步", "只在这次回放里留着"])
        await table.press("enter")
        assert branch_of(table).branch.inputs == ["hurt"]
        assert table.replay.walk.at == 1
        await table.press("escape")
        assert isinstance(table.screen, ReplayScreen)


async def test_going_back_asks_about_a_branch_that_is_not_kept(opened: Any) -> None:
    """Esc at once where nothing was done; else: go on, keep with its first words for a name, or drop."""
    async with opened(recorded(beside=False)) as table:
        await table.press("w", "escape")
        assert isinstance(table.screen, ReplayScreen)
        await table.press("w")
        await choose(table, "rush")
        await table.press("escape", "1")
        assert isinstance(table.screen, BranchScreen)
        await table.press("escape", "3")
        assert isinstance(table.screen, ReplayScreen)
        assert table.replay.branches == []
        await table.press("w")
        await choose(table, "rush")
        await table.press("escape", "2", "enter")
        assert isinstance(table.screen, ReplayScreen)
        assert table.replay.branches[0].branch.name.startswith("您简单点说")


async def test_only_the_branch_is_taken_back(opened: Any) -> None:
    """`u` takes back the branch's own steps and no further."""
    async with opened(recorded(beside=False)) as table:
        await table.press("right", "right", "w")
        await choose(table, "blame")
        assert branch_of(table).branch.depth == 1
        await table.press("u", "u", "u")
        assert branch_of(table).branch.depth == 0
        assert len(branch_of(table).visit.play.steps) == 2


async def test_an_unfinished_visit_is_played_on_from_its_end(opened: Any) -> None:
    """At the end of an unfinished visit `w` goes on; at that of a finished one it says that it is over."""
    async with opened(recorded(LEFT, beside=False)) as table:
        await table.press("end", "w")
        assert branch_of(table).branch.start == 3
    async with opened(recorded(beside=False)) as table:
        await table.press("end", "w")
        assert "接访已经结束" in table.text


async def test_leaving_the_program_from_a_branch_loses_no_visit(opened: Any) -> None:
    """A branch is no session: on the way out nothing is said of a visit that was kept or lost."""
    async with opened(recorded(beside=False)) as table:
        await table.press("w")
        await choose(table, "rush")
        await table.press("ctrl+q")
        assert table.app.parting == ""


async def test_the_best_line_stands_beside_what_was_done(opened: Any) -> None:
    """From the moment to both endings, with both scores and what was gained; Esc comes back."""
    async with opened(recorded(beside=False), (120, 50)) as table:
        await table.press("g", "4", "enter", "b")
        assert isinstance(table.screen, BestScreen)
        best = table.replay.prices.best_line(3, "zh")
        has_all(table.text, ["当时", "最好的路", "比当时多得", "您怎么不早点来反映", best.steps[0].said[:12], "雨小了"])
        await table.press("l")
        has_all(table.text, ["Best line", "Why didn't you come sooner"])
        await table.press("escape")
        assert isinstance(table.screen, ReplayScreen)
        await table.press("end", "b")
        assert isinstance(table.screen, ReplayScreen)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_goldens(opened: Any, golden: Any, language: Any, size: tuple[int, int]) -> None:
    """A branch under way, and both ends side by side: as they were agreed."""
    i18n.use(language)
    place = f"{language}-{size[0]}x{size[1]}"
    async with opened(recorded(beside=False), size) as table:
        await table.press("g", "4", "enter", "w")
        await choose(table, "go_on")
        golden(f"branch-{place}", table.text)
        await table.press("u")
        await to_the_end(table)
        await table.press("1")
        golden(f"ends-{place}", table.text)


def test_a_kept_branch_is_a_copy(opened: Any) -> None:
    """What is kept does not change when the screen plays on: it is a branch of its own."""
    from simulator.app.replay.records import recording

    found = recording(recorded(beside=False))
    branch = Branch(found, 1, ["hurt"], "一")
    copy = Branch(found, 1, branch.inputs, branch.name)
    branch.enter("blame")
    assert copy.inputs == ["hurt"]
