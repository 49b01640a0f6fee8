"""What helps in a visit without leaving it: the handbook at the side, the hint, and more time for those who need it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len

from scenarios.edition import edition
from scenarios.load import load_or_raise
from scenarios.play import Play
from scenarios.search_path import find
from simulator import i18n
from simulator.app.app import PlayStart
from simulator.record.store import open_store
from simulator.stakes import at_stake
from tests.simulator.app.conftest import HERE


def events(*kinds: str) -> list[tuple[str, dict[str, Any]]]:
    """Events of the open visit, of some kinds."""
    with open_store() as store:
        found = [(event.kind, dict(event.data)) for event in store.events(store.unfinished()[0].id)]
    return [entry for entry in found if entry[0] in kinds]


# ---- the handbook --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["practice", "simulation", "exam"])
async def test_the_handbook_lies_beside_the_visit(visit: Any, mode: str) -> None:
    """`h` opens it in every mode with the conversation and the options in view; Esc closes it."""
    async with visit(mode) as table:
        await table.press("h")
        await table.press(*"复查")
        assert "第36条" in table.text or "复查" in table.text
        assert "您先坐" in table.text
        assert "老花镜" in table.text
        await table.press("escape")
        assert not table.visit.has_class("-handbook")
        await table.choose("seat")
        assert len(table.visit.visit.play.steps) == 1


async def test_the_handbook_opens_at_any_pace(visit: Any) -> None:
    """Asked for by key and by mouse at once, and in the other language before it is there, it opens and is typed on."""
    async with visit() as table:
        table.visit.action_handbook()
        table.visit.action_handbook()
        table.visit.speak_all()
        await table.rest()
        await table.press(*"复查")
        assert "复查" in table.text


async def test_looking_up_is_logged_and_not_scored(visit: Any) -> None:
    """What was left standing is logged once, letters on the way are not; the play and its score do not know of it."""
    async with visit() as table:
        state = table.visit.visit.play.state
        await table.press("h", *"期限", "escape", "h", *"热线", "escape", "h", "escape")
        assert table.visit.visit.play.state == state
    assert [data["what"] for _kind, data in events("lookup")] == ["期限", "热线"]


async def test_the_handbook_takes_no_time_away(visit: Any) -> None:
    """It is no dialog: the clock of a timed choice goes on beside it, and is still seen."""
    async with visit("simulation") as table:
        await table.press("h")
        assert table.visit.clock_bar.countdown._since is not None
        assert "秒" in table.text


async def test_keys_go_to_whoever_has_the_focus(visit: Any) -> None:
    """Typing a number looks it up; Tab leads to the options, where it is an answer."""
    async with visit() as table:
        await table.press("h", "2", "2")
        assert not table.visit.visit.play.steps
        await table.press("tab")
        await table.choose("seat")
        assert len(table.visit.visit.play.steps) == 1
        assert table.visit.has_class("-handbook")
        await table.press("escape")
        assert not table.visit.has_class("-handbook")
    assert [data["what"] for _kind, data in events("lookup")] == ["22"]


@pytest.mark.parametrize(
    ("language", "size"), [("zh", (80, 24)), ("en", (80, 24)), ("zh", (200, 60)), ("zh", (60, 20))]
)
async def test_golden_of_the_handbook(
    visit: Any, golden: Callable[[str, str], None], language: Any, size: tuple[int, int]
) -> None:
    """How it lies there: beside the conversation, in the place of the cards on a wide screen, alone on a small one."""
    i18n.use(language)
    async with visit(size=size) as table:
        await table.press("h", *"复查")
        assert all(cell_len(line) <= size[0] for line in table.text.splitlines())
        golden(f"beside-{language}-{size[0]}x{size[1]}", table.text)


async def test_the_handbook_follows_the_language(visit: Any) -> None:
    """In the other language it says the same, and keeps what was typed."""
    async with visit(size=(120, 40)) as table:
        await table.press("h", *"22", "tab", "l")
        assert "What you look up is logged" in table.text
        assert table.visit.query_one("#lookup-line").value == "22"


# ---- the hint ------------------------------------------------------------------------------------------------------


async def test_the_hint_names_the_indicator(visit: Any) -> None:
    """`i` says which indicator is at stake, and logs it; it is gone with the next step."""
    async with visit() as table:
        await table.press("i")
        assert "这一步看的是「让人说完」" in table.text or "这一步看的是「" in table.text
        await table.choose("seat")
        assert "这一步看的是" not in table.text
    assert [data["about"] for _kind, data in events("hint")] == ["stake"]


@pytest.mark.parametrize("mode", ["simulation", "exam"])
async def test_no_hint_outside_practice(visit: Any, mode: str) -> None:
    """There is none in simulation and exam, and no saying it first."""
    async with visit(mode) as table:
        await table.press("i", "w")
        assert "这一步看的是" not in table.text
        assert not table.app.own.say_first
    assert not events("hint")


def test_what_is_at_stake() -> None:
    """The indicator whose ratings lie furthest apart; options yet to be earned give no clue."""
    play = Play(edition(load_or_raise(find(str(HERE / "scenarios" / "lamp"))), "plain"), "0")
    stake = at_stake(play)
    assert stake is not None
    rated = [offer.move.acts[offer.act].case.rates for offer in play.offers() if offer.open]
    spread = {code: [rates.get(code, 0) for rates in rated] for rates in rated for code in rates}
    assert max(spread[stake.code]) - min(spread[stake.code]) == max(max(s) - min(s) for s in spread.values())
    play.choose("rush")
    closed = {code for offer in play.offers() if not offer.open for code in offer.move.acts[offer.act].case.rates}
    open_ = {code for offer in play.offers() if offer.open for code in offer.move.acts[offer.act].case.rates}
    assert at_stake(play).code in open_
    assert at_stake(play).code not in closed - open_


def test_nothing_is_at_stake_at_a_form() -> None:
    """A form has no hint."""
    play = Play(edition(load_or_raise(find(str(HERE / "scenarios" / "lamp"))), "plain"), "0")
    for choice in ("seat", "go_on", "steps"):
        play.choose(choice)
    assert play.node.form is not None
    assert at_stake(play) is None


# ---- meters and clock ----------------------------------------------------------------------------------------------


async def test_meters_say_why_they_moved(visit: Any) -> None:
    """On a wide screen the last change of each meter stands below it with its reason."""
    async with visit(size=(200, 60)) as table:
        await table.choose("rush")
        lines = table.text.splitlines()
        at = next(number for number, line in enumerate(lines) if "激动 临界" in line)
        assert "+2 陈述被打断" in lines[at + 2]


@pytest.mark.parametrize(("factor", "shown"), [("1", "20"), ("1.5", "30"), ("2", "40"), ("off", "")])
async def test_more_time_for_those_who_need_it(opened: Any, factor: str, shown: str) -> None:
    """The clock of a timed choice has the time that is set, or does not run."""
    async with opened(PlayStart("lamp", "plain", "simulation", "0"), time_multiplier=factor) as table:
        assert (f"还有 {shown} 秒" in table.text) == bool(shown)
        assert ("秒" in table.text) == bool(shown)
