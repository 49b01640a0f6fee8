"""The record form and the referral sheet on screen: keys, mouse, what is left open, drafts, sizes, hostile text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App

from simulator.app.screens.form import FormScreen
from simulator.app.screens.form_find import FoundList
from simulator.app.widgets.form_sheet import FormSheet
from simulator.app.widgets.line import Line
from simulator.visit import Visit

SIZE = (80, 24)
TO_REFERRAL = "seat,before,hurt,go_on,steps,record=best"

Shown = Callable[[App[Any]], str]


def form(visit: Visit) -> FormScreen:
    """The screen for the form the visit is at."""
    return FormScreen(visit, visit.conversation("zh"))


async def test_a_form_is_filled_in_by_keyboard_alone(desk: Any) -> None:
    """Space, numbers, arrows, Tab and Ctrl+S fill a form in and hand in every line, statements left out as `leave`."""
    visit = desk.visit()
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await pilot.press("down", "space", "3", "tab", "right", "enter", "tab", "3", "ctrl+s")
        await pilot.pause()
    (picks,) = desk.dismissed
    fields = {line.line.id: [option.id for option, _case in line.options] for line in visit.play.form()}
    assert list(picks) == list(fields)
    ticks = [line for line, options in fields.items() if "tick" in options]
    assert [line for line in ticks if picks[line] == "tick"] == [ticks[1], ticks[2]]
    assert all(picks[line] in options for line, options in fields.items())
    assert picks["visitors"] == fields["visitors"][1]
    assert picks["kind"] == fields["kind"][2]
    visit.submit(picks)


async def test_space_takes_a_tick_off_again_and_enter_on_a_pick_keeps_it(desk: Any) -> None:
    """A statement ticked twice is not ticked; an option picked twice stays picked."""
    visit = desk.visit()
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=SIZE) as pilot:
        sheet = app.screen.query_one(FormSheet)
        await pilot.press("space", "space")
        assert sheet.draft.ticked == 0
        await pilot.press("tab", "space", "space")
        assert not sheet.draft.is_open(sheet.draft.fields[1])


async def test_an_open_pick_is_pointed_out_in_words_and_gets_the_cursor(desk: Any, shown: Shown) -> None:
    """Handing in too early changes nothing, marks each open field in margin and foot, and jumps to the first."""
    visit = desk.visit()
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("space", "ctrl+s")
        await pilot.pause()
        assert not desk.dismissed
        text = shown(app)
        assert text.count("↳ 还没有选") == 2
        assert "还没选 2 栏：来访人数、信访事项类别" in text
        sheet = app.screen.query_one(FormSheet)
        assert sheet.field.id == "visitors"
        await pilot.press("1")
        await pilot.pause()
        assert shown(app).count("还没有选") == 1
        assert "还没选 1 栏：信访事项类别" in shown(app)


async def test_open_fields_are_reached_with_n_and_with_the_mouse(desk: Any) -> None:
    """`n` goes from one open field to the next and round; a click on what is open in the foot does the same."""
    visit = desk.visit()
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=SIZE) as pilot:
        sheet = app.screen.query_one(FormSheet)
        found = []
        for _press in range(3):
            await pilot.press("n")
            found.append(sheet.field.id)
        assert found == ["visitors", "kind", "visitors"]
        await pilot.click("#state")
        assert sheet.field.id == "kind"
        await pilot.press("1", "n", "1", "n")
        assert app.focused is not None and app.focused.id == "hand-in"


async def test_a_record_without_a_tick_is_asked_about_once(desk: Any, shown: Shown) -> None:
    """Nothing ticked: the margin asks, and the same form handed in once more goes in."""
    visit = desk.visit()
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("tab", "1", "tab", "1", "ctrl+s")
        await pilot.pause()
        assert not desk.dismissed
        assert "一条也没有" in shown(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
    (picks,) = desk.dismissed
    assert "tick" not in picks.values()


async def test_tab_leads_past_the_last_field_to_the_button_and_back(desk: Any) -> None:
    """Tab goes field by field, then to handing in; Shift+Tab comes back; Enter on the button hands in."""
    visit = desk.visit(TO_REFERRAL)
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=SIZE) as pilot:
        sheet = app.screen.query_one(FormSheet)
        await pilot.press("1", "tab", "1", "tab", "1", "tab")
        assert app.focused is not None and app.focused.id == "hand-in"
        await pilot.press("shift+tab")
        assert app.focused is sheet
        await pilot.press("tab", "enter")
        await pilot.pause()
    assert len(desk.dismissed) == 1


async def test_the_mouse_ticks_picks_and_hands_in(desk: Any) -> None:
    """A click on a statement ticks it, one on an option among several in a line picks that, the button hands in."""
    visit = desk.visit()
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=SIZE) as pilot:
        sheet = app.screen.query_one(FormSheet)
        rows = {area.place: (area, y) for y, row in enumerate(sheet._rows) for area in row.areas}
        for place in ((0, 2), (1, 3), (2, 1)):
            area, y = rows[place]
            await pilot.click(FormSheet, offset=(area.start + 2, y))
        assert sheet.draft.ticked == 1
        await pilot.click("#hand-in")
        await pilot.pause()
    (picks,) = desk.dismissed
    fields = sheet.draft.fields
    assert picks["visitors"] == fields[1].entries[3].option
    assert picks["kind"] == fields[2].entries[1].option


async def test_nothing_is_lost_on_resize_or_put_aside(desk: Any, shown: Shown) -> None:
    """A smaller window keeps ticks and cursor; a form that was put aside opens again as it was."""
    visit = desk.visit()
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.press("2", "tab", "1")
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        sheet = app.screen.query_one(FormSheet)
        assert sheet.draft.ticked == 1
        assert sheet.field.id == "visitors"
        assert "来访人数" in shown(app)
        await pilot.press("escape")
        await pilot.pause()
    assert desk.dismissed == [None]
    again = form(visit)
    assert again.draft.ticked == 1
    assert [field.id for field in again.draft.open_fields()] == ["kind"]


async def test_v_lays_the_conversation_open_below_and_escape_puts_it_away(desk: Any, shown: Shown) -> None:
    """On a small screen `v` shows what was said under the sheet, which keeps the cursor; Esc puts only that away."""
    visit = desk.visit()
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=SIZE) as pilot:
        assert "那你给句准话" not in shown(app)
        await pilot.press("v")
        await pilot.pause()
        text = shown(app)
        assert "那你给句准话" in text
        assert "反映内容" in text
        sheet = app.screen.query_one(FormSheet)
        await pilot.press("down", "space")
        assert app.focused is sheet and sheet.draft.ticked == 1
        await pilot.press("escape")
        await pilot.pause()
        assert "来 访 登 记 表" in shown(app)
        assert not desk.dismissed


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 30)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_conversation_is_scrolled_without_leaving_the_field(
    desk: Any, shown: Shown, size: tuple[int, int]
) -> None:
    """PgUp reads back to the first words and PgDn to the last ones; the cursor stays where it was."""
    visit = desk.visit()
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=size) as pilot:
        sheet = app.screen.query_one(FormSheet)
        await pilot.press("down")
        for _page in range(12):
            await pilot.press("pageup")
        await pilot.pause()
        assert "把伞靠在墙边" in shown(app)
        assert app.focused is sheet and sheet.at == (0, 1)
        for _page in range(12):
            await pilot.press("pagedown")
        await pilot.pause()
        assert "十五日内您会收到" in shown(app)


@pytest.mark.parametrize(
    ("words", "found"),
    [("住建", "housing"), ("zfhcx", "housing"), ("housing", "housing"), ("治安", "police"), ("公安局", "police")],
)
async def test_a_field_is_searched_as_one_types(desk: Any, words: str, found: str) -> None:
    """Words, the initials of the name, an id, and what the directory says of a body all find it; Enter picks it."""
    visit = desk.visit(TO_REFERRAL)
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("slash")
        await pilot.pause()
        app.screen.query_one(Line).value = words
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.query_one(FormSheet).draft.picks == {"body": found}


async def test_the_whole_directory_is_searched_and_what_is_not_on_the_sheet_cannot_be_picked(
    desk: Any, shown: Shown
) -> None:
    """A body that this sheet lacks is told of with what it does; taking it says so; Esc and a click beside it close."""
    visit = desk.visit(TO_REFERRAL)
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("slash")
        await pilot.pause()
        for typed in ("人社", "[/x][@click=app.quit]"):
            app.screen.query_one(Line).value = typed
            await pilot.pause()
            assert ("名录里还有，这张表上没有" in shown(app)) == (typed == "人社")
        assert "没有找到" in shown(app)
        app.screen.query_one(Line).value = "人社"
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "这张表上没有这一项" in shown(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen) and not app.screen.draft.picks
        await pilot.press("slash")
        await pilot.pause()
        await pilot.click(offset=(1, 1))
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)


async def test_a_search_is_picked_from_with_the_mouse_and_statements_are_searched_too(desk: Any) -> None:
    """A click in the list picks; in the statements it ticks, and an emptied line offers all of them."""
    visit = desk.visit()
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=SIZE) as pilot:
        sheet = app.screen.query_one(FormSheet)
        await pilot.press("slash")
        await pilot.pause()
        assert app.screen.query_one(FoundList).count == len(sheet.draft.fields[0].entries)
        app.screen.query_one(Line).value = "热线"
        await pilot.pause()
        await pilot.click(FoundList, offset=(6, 0))
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        (ticked,) = (entry.text for entry in sheet.draft.fields[0].entries if sheet.draft.has(entry))
        assert "热线" in ticked


async def test_two_keys_of_one_burst_close_one_sheet(desk: Any) -> None:
    """Enter or Esc that comes twice before the search is gone closes the search and leaves the form."""
    visit = desk.visit(TO_REFERRAL)
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=SIZE) as pilot:
        for key in ("enter", "escape"):
            await pilot.press("slash")
            await pilot.pause()
            finding = app.screen
            found = finding.query_one(FoundList)
            for _time in range(2):
                if key == "enter":
                    found.post_message(FoundList.Taken(found, 0))
                else:
                    finding.action_leave()
            await pilot.pause()
            assert isinstance(app.screen, FormScreen)
        assert not desk.dismissed


async def test_a_click_on_a_label_goes_to_its_field(desk: Any) -> None:
    """The mouse reaches a field without picking anything in it."""
    visit = desk.visit()
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=SIZE) as pilot:
        sheet = app.screen.query_one(FormSheet)
        y = next(y for y, row in enumerate(sheet._rows) if "来访人数" in row.content.plain)
        await pilot.click(FormSheet, offset=(2, y))
        assert sheet.field.id == "visitors" and not sheet.draft.picks


async def test_a_wide_screen_has_both_side_by_side(desk: Any, shown: Shown) -> None:
    """At 200 columns the conversation lies beside the form, its end in view."""
    visit = desk.visit()
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.pause()
        text = shown(app)
        assert "来 访 登 记 表" in text
        assert "那你给句准话" in text


async def test_the_other_language_keeps_what_was_filled_in(desk: Any, shown: Shown) -> None:
    """`l` says the form in English; ticks, picks and remarks stay."""
    visit = desk.visit()
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1", "ctrl+s", "l")
        await pilot.pause()
        text = shown(app)
        assert "Visit record" in text
        assert "2 open:" in text
        assert text.count("■") == 1
        assert app.screen.query_one(FormSheet).draft.ticked == 1


async def test_more_than_nine_statements_have_two_digit_numbers(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a second digit may follow, the first one waits for it a moment; two that make no number are two."""
    monkeypatch.setattr("simulator.app.widgets.form_sheet.PAUSE", 60)
    visit = desk.visit()
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=SIZE) as pilot:
        sheet = app.screen.query_one(FormSheet)
        (statements, *rest) = sheet.draft.fields
        many = tuple(
            type(entry)(f"{entry.line}-{n}", "tick", entry.text) for n in range(3) for entry in statements.entries
        )
        sheet.draft.fields = [type(statements)("", statements.label, "tick", many), *rest]
        sheet.show(sheet.draft)
        await pilot.press("1", "2")
        assert list(sheet.draft.picks) == [many[11].line]
        await pilot.press("1", "9")
        assert list(sheet.draft.picks) == [many[n].line for n in (11, 0, 8)]
        await pilot.press("1", "down")
        assert list(sheet.draft.picks) == [many[n].line for n in (11, 8)]
        monkeypatch.setattr("simulator.app.widgets.form_sheet.PAUSE", 0.05)
        await pilot.press("1")
        await pilot.pause(0.5)
        assert list(sheet.draft.picks) == [many[n].line for n in (11, 8, 0)]


async def test_hostile_text_is_only_text(desk: Any, shown: Shown) -> None:
    """Markup in statements and in the conversation neither runs, vanishes nor ends the app, also when clicked."""
    visit = desk.visit(variant="hostile")
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.pause()
        text = shown(app)
        assert text.count("[/x][@click=app.quit]甲[/]") >= 2
        sheet = app.screen.query_one(FormSheet)
        y = next(y for y, row in enumerate(sheet._rows) if "@click" in row.content.plain)
        x = sheet._rows[y].content.plain.index("@click") + 8
        await pilot.click(FormSheet, offset=(x, y))
        await pilot.pause()
        assert app.is_running
        assert sheet.draft.ticked == 1


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (200, 60), (60, 20)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_looks(desk: Any, golden: Callable[[str, App[Any]], None], language: str, size: tuple[int, int]) -> None:
    """The record form, partly filled in and handed in too early, looks as in its golden."""
    from simulator import i18n

    i18n.use("zh" if language == "zh" else "en")
    visit = desk.visit()
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=size) as pilot:
        await pilot.press("2", "4", "ctrl+s")
        await pilot.pause()
        golden(f"form-{language}-{size[0]}x{size[1]}", app)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_conversation_below_looks(
    desk: Any, golden: Callable[[str, App[Any]], None], language: str, size: tuple[int, int]
) -> None:
    """The record form with the conversation laid open below it looks as in its golden."""
    from simulator import i18n

    i18n.use("zh" if language == "zh" else "en")
    visit = desk.visit()
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=size) as pilot:
        await pilot.press("2", "v")
        await pilot.pause()
        golden(f"form-talk-{language}-{size[0]}x{size[1]}", app)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (200, 60), (60, 20)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_search_looks(
    desk: Any, golden: Callable[[str, App[Any]], None], language: str, size: tuple[int, int]
) -> None:
    """A body searched for by what it does looks as in its golden: what the sheet has first, then the directory."""
    from simulator import i18n

    i18n.use("zh" if language == "zh" else "en")
    visit = desk.visit(TO_REFERRAL)
    app = desk.app(lambda: form(visit))
    async with app.run_test(size=size) as pilot:
        await pilot.press("slash")
        await pilot.pause()
        app.screen.query_one(Line).value = "欠薪" if language == "zh" else "wages"
        # A list that grew out of its view gets its scroll bar with the next layout.
        await pilot.pause()
        await pilot.pause(0.3)
        golden(f"find-{language}-{size[0]}x{size[1]}", app)
