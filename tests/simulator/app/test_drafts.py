"""A form that is half filled in: whatever way one leaves, it is there when the visit goes on."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.app.app import HomeStart
from simulator.app.screens.form import FormScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.widgets.form_sheet import FormSheet
from simulator.record.events import Event
from simulator.record.store import open_store

WAY = ("seat", "before", "go_on", "steps")


async def at_the_form(table: Any) -> FormSheet:
    """Open the form that a visit stands at."""
    await table.press("1")
    assert isinstance(table.app.screen, FormScreen)
    return table.app.screen.query_one(FormSheet)


@pytest.mark.parametrize("keys", [("ctrl+q",), ("escape", "escape", "2"), ("escape", "ctrl+q")], ids="/".join)
async def test_a_half_filled_form_outlives_the_program(visit: Any, opened: Any, keys: tuple[str, ...]) -> None:
    """Ticks and picks are there again after quitting from within the form, after going home, and after both."""
    async with visit() as table:
        for choice in WAY:
            await table.choose(choice)
        sheet = await at_the_form(table)
        await table.press("2", "tab", "1")
        picks = dict(sheet.draft.picks)
        assert len(picks) == 2
        await table.press(*keys)
        assert isinstance(table.app.screen, HomeScreen) or table.app._exit
    async with opened(HomeStart()) as table:
        await table.press("enter")
        sheet = await at_the_form(table)
        assert sheet.draft.picks == picks
        assert sheet.draft.ticked == 1


async def test_it_is_logged_once_for_each_news(visit: Any) -> None:
    """A form that is put aside unchanged, or was never touched, leaves nothing in the log."""
    async with visit() as table:
        for choice in WAY:
            await table.choose(choice)
        await at_the_form(table)
        await table.press("escape")
        await at_the_form(table)
        await table.press("1", "escape")
        await at_the_form(table)
        await table.press("escape")
        session = table.visit.visit.session.id
    with open_store() as store:
        kinds = [event.kind for event in store.events(session)]
    assert kinds.count("paused") == 1


async def test_a_log_with_another_draft_in_it_is_passed_over(visit: Any) -> None:
    """What is no draft, or of a form that has no such entry, ticks nothing and ends nothing."""
    async with visit() as table:
        for choice in WAY:
            await table.choose(choice)
        here = table.visit.visit
        for data in ({}, {"draft": 3}, {"scene": here.play.node.id, "draft": {"[/x]": "[@click=app.quit]", "1": 2}}):
            here.take_up_drafts([Event("paused", data)])
        sheet = await at_the_form(table)
        assert sheet.draft.picks == {}
