"""What the petitioner says comes out in a rhythm; any key completes it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.app.app import PlayStart
from simulator.app.widgets.speech import SYLLABLE, beats
from simulator.settings import Settings

LINES = st.lists(st.text("你好，。（）()abc x…", max_size=12), max_size=5)


@given(LINES)
def test_everything_comes_out_in_order(texts: list[str]) -> None:
    """Whatever is said, each line comes out from its beginning to its end, one after the other."""
    last = (0, 0)
    ends: dict[int, int] = {}
    for line, end, wait in beats([(text, 0, False) for text in texts]):
        assert (line, end) >= last
        assert wait >= 0
        last = (line, end)
        ends[line] = end
    assert ends == {number: len(text) for number, text in enumerate(texts)}


def test_breath() -> None:
    """A mark comes with its word; after a comma there is a breath, after a sentence a longer one."""
    found = [(end, wait) for _line, end, wait in beats([("行，我坐。", 0, False)])]
    assert found == [(2, 5), (3, 1), (5, 9), (5, 0)]


def test_letters_come_by_the_syllable() -> None:
    """English comes out about as fast as it is spoken: by a few letters, never over the end of a word."""
    ends = [end for _line, end, _wait in beats([("Three months.", 0, False)])]
    assert ends[0] == SYLLABLE
    assert ends[-1] == len("Three months.")
    assert 5 in ends


def test_directions_are_seen_at_once() -> None:
    """A stage direction comes whole, over the end of a line too."""
    found = list(beats([("（回头看了看", 0, False), ("门口）行。", 0, False)]))
    assert [(line, end) for line, end, _wait in found] == [(0, 6), (1, 3), (1, 5), (1, 5)]


def test_the_next_speaker_takes_a_breath() -> None:
    """Before somebody else begins there is a pause, and their name is not there yet."""
    found = list(beats([("老周  坐。", 4, True), ("小马  进。", 4, True)]))
    assert found[2] == (1, 0, 10)


# ---- on the screen -------------------------------------------------------------------------------------------------


@pytest.fixture
def moving(opened: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What runs a visit in a terminal in which things may move, slowly enough for a busy machine."""
    monkeypatch.setattr("simulator.settings.SPEEDS", {"slow": 1, "normal": 2, "fast": 30, "off": None})
    monkeypatch.delenv("TEXTUAL_ANIMATIONS")
    monkeypatch.setattr("simulator.app.app.JiefangApp.animation_level", "full", raising=False)

    def run(mode: str = "simulation", **own: Any) -> Any:
        return opened(PlayStart("lamp", "plain", mode, "0"), **{"text_speed": "slow", **own})

    return run


async def test_a_key_completes_and_takes_nothing(moving: Any) -> None:
    """While she still speaks a number lets her finish and is no answer; the next one is."""
    async with moving() as table:
        assert table.visit.talk.speaking
        assert "你们管不管" not in table.text
        await table.press("3")
        assert "你们管不管" in table.text
        assert not table.visit.talk.speaking
        assert not table.visit.visit.play.steps
        await table.press("3")
        assert len(table.visit.visit.play.steps) == 1


@pytest.mark.parametrize("key", ["up", "enter", "x", "pageup"])
async def test_any_key_completes(moving: Any, key: str) -> None:
    """Whatever key it is; one that only points still points."""
    async with moving() as table:
        await table.press(key)
        assert "你们管不管" in table.text
        assert not table.visit.visit.play.steps
        assert table.visit.choices.at == (len(table.ids) - 1 if key == "up" else 0)


async def test_a_click_completes(moving: Any) -> None:
    """A click on a choice lets her finish first."""
    async with moving() as table:
        await table.pilot.click("#choices", offset=(8, 2))
        await table.rest()
        assert "你们管不管" in table.text
        assert not table.visit.visit.play.steps


async def test_it_comes_out_by_itself(moving: Any) -> None:
    """Without a key the answer comes out bit by bit to its end, and nothing on the page moves meanwhile."""
    async with moving(text_speed="fast") as table:
        await table.press("x")
        await table.pilot.press("3")
        seen = [table.text]
        while table.visit.talk.speaking:
            await table.pilot.pause(0.05)
            seen.append(table.text)
        assert "三个月没亮过" not in seen[0]
        assert "三个月没亮过" in seen[-1]
        assert len(set(seen)) > 4
        whole = seen[-1].splitlines()
        for text in seen:
            assert all(
                line == end or end.startswith(line[:56].rstrip()) or line.split() != end.split()
                for line, end in zip(text.splitlines(), whole, strict=True)
            )


async def test_the_clock_waits_until_it_is_said(moving: Any) -> None:
    """Nobody loses time for listening: the clock stands until the question is out."""
    async with moving("simulation") as table:
        countdown = table.visit.clock_bar.countdown
        assert countdown._since is None
        await table.press("x")
        assert countdown._since is not None


@pytest.mark.parametrize("own", [{"text_speed": "off"}, {"reduced_motion": True}], ids=str)
async def test_off_by_setting(moving: Any, own: dict[str, Any]) -> None:
    """With the speed off, or reduced motion, everything is there at once."""
    async with moving(**own) as table:
        assert "你们管不管" in table.text
        assert not table.visit.talk.speaking


async def test_off_over_ssh(moving: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over SSH too, where every letter would be a packet."""
    monkeypatch.setenv("SSH_CONNECTION", "1 2 3 4")
    async with moving() as table:
        assert "你们管不管" in table.text


async def test_nothing_stays_blank(moving: Any) -> None:
    """Another language, another size or an undo in the middle of a sentence leaves nothing blank."""
    async with moving("practice") as table:
        await table.pilot.resize_terminal(90, 30)
        await table.rest()
        assert "管？" in table.text
        await table.pilot.press("3")
        await table.pilot.pause(0.1)
        assert table.visit.talk.speaking
        table.app.action_language()
        await table.rest()
        assert "Ask away" in table.text
        await table.press("l")
        await table.press("u")
        assert "管？" in table.text
        assert not table.visit.choices.unheard


def test_speeds() -> None:
    """Slow, normal and fast are 15, 30 and 60 characters a second; what is not known is normal."""
    speeds = [Settings(text_speed=name).characters_a_second for name in ("slow", "normal", "fast", "off")]
    assert speeds == [15, 30, 60, None]
