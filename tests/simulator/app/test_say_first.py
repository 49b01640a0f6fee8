"""Say it first: one's own words before the options; typed with an input method, pasted, hostile."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len
from textual import events

from simulator import i18n, settings
from simulator.app.app import PlayStart
from simulator.app.screens.visit_say_first import SayFirst
from simulator.app.widgets.line import Line
from simulator.record.store import open_store
from simulator.settings import Settings
from tests.simulator.app.real_terminal import RealTerminal

ATTACK = "[/x][@click=app.quit]"


@pytest.fixture
def asked(opened: Any) -> Any:
    """What runs a visit in which one says it first."""

    def run(mode: str = "practice", size: tuple[int, int] = (80, 24)) -> Any:
        return opened(PlayStart("lamp", "plain", mode, "0"), size, say_first=True)

    return run


def kinds() -> list[tuple[str, str]]:
    """(kind, text or choice) of the events of the open visit."""
    with open_store() as store:
        found = store.events(store.unfinished()[0].id)
    return [(event.kind, str(event.data.get("text", event.data.get("choice", "")))) for event in found][1:]


async def paste(table: Any, text: str) -> None:
    """What a terminal sends for a paste."""
    table.app.post_message(events.Paste(text))
    await table.rest()


async def test_own_words_come_before_the_options(asked: Any) -> None:
    """No option is seen until one has said it; then it stands beside what was chosen, on the page and in the record."""
    async with asked() as table:
        assert "换您来，会怎么说" in table.text
        assert "您先坐" not in table.text
        await table.press(*"大姐您坐", "enter")
        assert "您先坐，喝口水" in table.text
        await table.choose("seat")
        assert "您先说的：大姐您坐" in table.text
        assert "换您来，会怎么说" in table.text
    assert kinds() == [("said", "大姐您坐"), ("choice", "seat")]


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_it_can_be_left_out(asked: Any, key: str) -> None:
    """Without a word one goes on to the options, and nothing is kept."""
    async with asked() as table:
        await table.press(key)
        await table.choose("seat")
        assert "您先说的" not in table.text
    assert kinds() == [("choice", "seat")]


async def test_it_is_never_scored(asked: Any, visit: Any) -> None:
    """The visit stands where it stands without it."""
    async with asked() as table:
        await table.press(*"我不管", "enter")
        await table.choose("seat")
        said = table.visit.visit.play.state
    async with visit() as table:
        await table.choose("seat")
        assert table.visit.visit.play.state == said


@pytest.mark.parametrize("mode", ["simulation", "exam"])
async def test_in_practice_only(asked: Any, mode: str) -> None:
    """Simulation and exam show the options at once."""
    async with asked(mode) as table:
        assert "您先坐" in table.text
        assert not table.visit.query_one(SayFirst).asking


async def test_it_is_switched_in_the_visit(visit: Any) -> None:
    """`w` asks from now on and is remembered; once more ends it."""
    async with visit() as table:
        await table.press("w")
        assert "换您来，会怎么说" in table.text
        assert table.app.own.say_first
        await table.press("escape", "w")
        assert not table.app.own.say_first
        await table.choose("seat")
        assert "换您来" not in table.text


async def test_taken_back_it_is_asked_again(asked: Any) -> None:
    """After an undo the moment begins anew, with one's own words first; both are in the record."""
    async with asked() as table:
        await table.press(*"坐", "enter")
        await table.choose("seat")
        await table.press("escape", "u")
        assert "换您来，会怎么说" in table.text
        await table.press(*"请", "enter")
        await table.choose("seat")
    assert kinds() == [("said", "坐"), ("choice", "seat"), ("undo", ""), ("said", "请"), ("choice", "seat")]


async def test_own_words_stay_on_the_page(asked: Any) -> None:
    """They stand there in the other language too, after an undo no more, and again when one comes back to the visit."""
    async with asked() as table:
        await table.press(*"大姐您坐", "enter")
        await table.choose("seat")
        await table.press(*"问问", "enter")
        await table.choose("before")
        await table.press("escape", "u", "escape", "l")
        assert "You said first: 大姐您坐" in table.text
        assert "问问" not in table.text
        await table.press("l", "escape", "2", "enter")
        assert "您先说的：大姐您坐" in table.text
        assert "问问" not in table.text


async def test_not_where_there_is_nothing_to_say(asked: Any) -> None:
    """A form and the end are not asked about."""
    async with asked() as table:
        for choice in ("seat", "go_on", "steps"):
            await table.press("escape")
            await table.choose(choice)
        assert "填来访登记表" in table.text
        assert not table.visit.query_one(SayFirst).asking


async def test_hostile_words(asked: Any) -> None:
    """Markup, control codes and marks that turn the reading direction are read, kept clean, and do nothing."""
    async with asked() as table:
        await paste(table, f"{ATTACK}\x1b[2J\x07\u202e完")
        await table.press("enter")
        await table.choose("seat")
        assert f"您先说的：{ATTACK}[2J完" in table.text
        assert not table.app._exit
    assert kinds()[0] == ("said", f"{ATTACK}[2J完")


async def test_a_pasted_paragraph_is_one_line(asked: Any) -> None:
    """All lines of a paste are taken, in the place of what is marked; what is too long is cut, not refused."""
    async with asked() as table:
        line = table.visit.query_one(SayFirst).line
        await paste(table, "您先坐，\r\n喝口水。\n\n 慢慢说。")
        assert line.value == "您先坐， 喝口水。 慢慢说。"
        line.action_select_all()
        await paste(table, "请" * 600)
        assert set(line.value) == {"请"}
        assert len(line.value) <= 500
        await paste(table, "\n\n")
        assert set(line.value) == {"请"}


@pytest.mark.parametrize("width", [79, 80, 81])
async def test_wide_characters_at_the_edge(asked: Any, width: int) -> None:
    """With the caret at either edge of the field no half of a character shows and no line is longer than the screen."""
    async with asked(size=(width, 24)) as table:
        line = table.visit.query_one(SayFirst).line
        for text in ("字" * 60, "a" + "字" * 60, "字a" * 40):
            line.value = ""
            await paste(table, text)
            assert line.value == text
            for place in (len(text), 0, len(text) // 2, len(text) - 1):
                line.cursor_position = place
                await table.rest()
                assert all(cell_len(shown) <= width for shown in table.text.splitlines())
                assert line.region.x <= table.app.cursor_position.x <= line.region.right
        assert "\ufffd" not in table.text


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_golden(asked: Any, golden: Callable[[str, str], None], language: Any) -> None:
    """How one is asked, and how it stands beside the choice."""
    i18n.use(language)
    async with asked() as table:
        table.visit.query_one(Line).cursor_blink = False
        golden(f"say-first-{language}-80x24", table.text)
        await table.press(*"大姐您坐", "enter")
        await table.choose("seat")
        await table.press("escape")
        golden(f"said-first-{language}-80x24", table.text)


# ---- in a real terminal --------------------------------------------------------------------------------------------


@pytest.fixture
def real() -> Any:
    """The program in a terminal of its own, one's own words first."""
    settings.write(Settings(say_first=True))
    with RealTerminal(
        "play", "lamp", "--variant", "plain", "--mode", "practice", "--seed", "0", "--lang", "zh"
    ) as screen:
        screen.wait_for("换您来，会怎么说")
        yield screen


BURSTS = {
    "at once": ["大姐您先坐".encode()],
    "by the character": [character.encode() for character in "大姐您先坐"],
    "in the middle of a character": [b"\xe5\xa4", b"\xa7\xe5\xa7\x90\xe6\x82", b"\xa8\xe5\x85\x88\xe5\x9d\x90"],
    "as a paste": [b"\x1b[200~" + "大姐您先坐".encode() + b"\x1b[201~"],
}  # fmt: skip


@pytest.mark.parametrize("burst", BURSTS)
def test_what_an_input_method_commits(real: RealTerminal, burst: str) -> None:
    """fcitx and ibus commit a phrase as one burst of bytes, or piece by piece, cut anywhere: the same words arrive."""
    for part in BURSTS[burst]:
        real.send(part)
        time.sleep(0.05)
    real.wait_for("大姐您先坐" if burst != "by the character" else "坐")
    real.press("\r")
    real.wait_for("您先坐，喝口水")
    assert kinds()[-1] == ("said", "大姐您先坐")


def test_bursts_faster_than_they_are_drawn(real: RealTerminal) -> None:
    """A hundred phrases in a row lose no character, and Backspace takes away whole ones."""
    real.send("您先坐".encode() * 100 + b"\x7f" * 3)
    real.send("好".encode())
    real.wait_for("好")
    real.press("\r")
    real.wait_for("您先坐，喝口水")
    assert kinds()[-1] == ("said", "您先坐" * 99 + "好")
