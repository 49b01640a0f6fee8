"""What is in a recording, shown by a terminal emulator, is what the app showed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scenarios.conversation import Conversation
from scenarios.explore import TooManyStatesError
from scenarios.play import Play
from simulator import i18n
from simulator.cast.asciicast import Cast
from simulator.cast.pace import Pace
from simulator.coach import Coach
from tests.simulator.cast.conftest import Film, Terminal, Trainee, at_markers, library_visit, recorded, watching, whole


def chosen(screen: str) -> str:
    """A screen without blanks, borders and line ends, in which a text that was wrapped can be found."""
    return re.sub(r"[\s▎▌│]", "", screen)


def adds_up(frames: list[tuple[str, str]], cast: Cast) -> None:
    """Updates add up: after each, the emulated terminal shows what the app shows."""
    terminal = Terminal(cast.columns, cast.rows)
    for output, screen in frames:
        assert terminal.feed(output).text == screen
    written = "".join(event.text for event in cast.events if event.code == "o")
    assert written.startswith("".join(output for output, _screen in frames))
    assert len(frames) > 30


def test_every_frame_is_the_screen_of_the_app(film: Film) -> None:
    """After each update the emulated terminal shows what the app shows, wide characters and borders in place."""
    adds_up(film.frames, film.cast)


@pytest.mark.parametrize(("size", "language"), [((80, 24), "en"), ((120, 40), "en"), ((200, 60), "zh")])
async def test_in_every_size_and_language(film: Film, size: tuple[int, int], language: Any) -> None:
    """The same at other sizes and in English."""
    with watching() as frames:
        cast = await recorded(film.recording, size, language)
    adds_up(frames, cast)


def test_markers_stand_at_decisions(film: Film) -> None:
    """A marker for each decision, taken back or not, set while it can still be made: its options are on the screen."""
    *markers, (_last, end) = at_markers(film.cast.text(3))
    assert [label for label, _screen in markers] == [
        "1 arrive（后来撤回）：您简单点说，后面还有人排队。",
        "1 arrive：您先坐，雨大。我姓林，您从头说，我记着。",
        "2 story：之前找过谁、打过电话没有？",
        "3 story：您怎么不早点来反映？",
        "4 story：我把您说的记下来，您看对不对。",
        "5 when_：几天修好我定不了。我今天登记、今天转过去，十五日内您会收到书面…",
        "6 record：来访登记表",
        "7 where：分流单",
        "8 close：这是登记号，有事打这个电话。伞别忘了。",
        "结果：" + label_of(end),
    ]
    for label, screen in markers[:-1]:
        number, said = label.split(" ")[0], label.split("：")[1][:8]
        assert f"第 {number} 步" in screen
        assert said in screen
    assert "结果" in end.split("\n")[0]


def label_of(screen: str) -> str:
    """The band on the seal of a result screen: its characters stand below one another."""
    rows = screen.split("\n")
    top = next(number for number, row in enumerate(rows) if "┌" in row)
    bottom = next(number for number, row in enumerate(rows) if "└" in row)
    return "".join(re.sub(r"[^│]*│([^│]*)│.*", r"\1", row).strip() for row in rows[top + 1 : bottom])


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_visit_of_the_library(trainee: Trainee, language: Any) -> None:
    """At each marker the screen shows what was said last and what can be said now; the last screen has the band."""
    recording = library_visit(trainee)
    *markers, (_last, end) = at_markers((await recorded(recording, (120, 40), language)).text(3))
    assert len(markers) == len(recording.moments) + 1
    for moment, (_label, screen) in zip(recording.moments, markers, strict=False):
        play = recording.play_at(moment.number)
        on_screen = chosen(screen)
        for offer in play.offers() if play.node.form is None else ():
            case = offer.move.acts[offer.act].case
            assert chosen(Conversation(play, language).text(case.text, play.state))[:6] in on_screen
        assert chosen(last_line(play, language))[-6:] in on_screen
    assert markers[-1][0].split("：" if language == "zh" else ": ")[1] == label_of(end).replace("\n", "")


def last_line(play: Play, language: Any) -> str:
    """The end of what was said or seen last."""
    spoken = [line for line in Conversation(play, language).transcript() if line.text]
    return spoken[-1].text


async def test_the_clock_runs(trainee: Trainee) -> None:
    """In a simulation the clock of a timed choice goes down as it did, faster where a pause was cut short."""
    desk = trainee.at(mode="simulation").choose("seat", seconds=11)
    cast = await recorded(desk.recording())
    terminal, left = Terminal(80, 24), []
    for event in cast.events:
        if event.code == "o":
            terminal.feed(event.text)
            left += [int(n) for n in re.findall(r"还有 (\d+) 秒", terminal.text)]
    assert left[0] == 20
    assert left == sorted(left, reverse=True)
    assert 9 in left
    assert min(left) >= 9


async def test_time_runs_out(trainee: Trainee) -> None:
    """Where time ran out the clock stands at its last second before, and the page says so after."""
    desk = trainee.at(mode="exam").wait(20)
    desk.visit.choose("timeout")
    *markers, (_label, end) = at_markers((await recorded(desk.recording())).text(3))
    assert markers[0][0] == "1 arrive：时间到了，没有开口"
    assert "时间到了，没有开口。" in end


def test_forms_are_filled_in_before_ones_eyes(film: Film) -> None:
    """The form opens empty, is filled in entry by entry in the order on paper, and is ready at the end."""
    sheets = [screen for screen in film.screens if "^S 交表" in screen and "来 访 登 记 表" in screen]
    left = [int(found[1]) if (found := re.search(r"还没选 (\d+) 栏", sheet)) else 0 for sheet in sheets]
    ticked = [sheet.count("■") for sheet in sheets]
    assert left[0] > 0
    assert left == sorted(left, reverse=True)
    assert ticked[0] == 0
    assert ticked == sorted(ticked)
    assert left[-1] == 0
    assert "可以交表了" in sheets[-1]
    assert len(sheets) > 3


def test_a_note_is_written_and_a_hint_opened(film: Film) -> None:
    """What the trainee did beside deciding is seen: the note on its line, the better choice opened."""
    assert any("先让她坐下" in screen and "随手记" in screen for screen in film.screens)
    assert any("更好的是" in screen for screen in film.screens)


def test_the_trainee_is_not_named(film: Film) -> None:
    """A recording is passed on: the name sessions are kept under is nowhere in it."""
    assert film.recording.session is not None
    assert film.recording.session.trainee == "林晓"
    assert "林晓" not in film.cast.text(3)
    assert not any("林晓" in screen for screen in film.screens)


async def test_the_same_log_gives_the_same_bytes(film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the machine's clock nor the terminal nor the language before matters, and the library may be empty."""
    monkeypatch.setattr("scenarios.search_path.library", lambda: tmp_path)
    for name, value in {"NO_COLOR": "1", "COLORFGBG": "0;15", "TERM": "dumb", "COLUMNS": "40"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("TEXTUAL_ANIMATIONS")
    i18n.use("en")
    assert (await recorded(film.recording)).text(3) == film.cast.text(3)
    assert i18n.language() == "en"


async def test_times_follow_the_log(trainee: Trainee) -> None:
    """Decisions lie as far apart as they did; a long one is cut to what idle allows, and speed divides it all."""
    recording = trainee.at().choose("seat", seconds=1.5).choose("before", seconds=90).choose("blame").recording()
    assert [event.time for event in (await recorded(recording)).markers] == [0, 1500, 3500]
    quick = await recorded(recording, pace=Pace(idle=30, speed=3))
    assert [event.time for event in quick.markers] == [0, 500, 10500]


async def test_an_unfinished_visit_ends_where_it_stopped(trainee: Trainee) -> None:
    """Nothing is made up after the last step, and no result."""
    *markers, (_label, end) = at_markers((await recorded(trainee.at().choose("seat").recording())).text(2))
    assert len(markers) == 1
    assert "第 2 步" in end


async def test_a_visit_that_cannot_be_scored(trainee: Trainee, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are too many states to solve, the recording ends with the visit and says so, as the app does."""

    def too_many(_coach: Coach) -> None:
        raise TooManyStatesError([])

    monkeypatch.setattr(Coach, "prepare", too_many)
    *markers, (_label, end) = at_markers((await recorded(whole(trainee.at()).recording())).text(3))
    assert len(markers) == 9
    assert "这次接访算不出分" in end


SAFE = re.compile(r"\x1b\[(?:\d+;\d+H|[\d;]*m|2J|\?25[lh])")


async def test_author_text_cannot_steer_the_terminal(trainee: Trainee) -> None:
    """Markup of an author, and control codes in a note, stay text or are left out; all codes are the app's."""
    desk = trainee.at(variant="hostile").choose("seat", "before")
    desk.visit.note("\x1b[2J\x1b]0;owned\x07\x9b31m[/x][@click=app.quit]甲")
    desk.choose("go_on", "steps").fill_in().fill_in().choose("number")
    cast = await recorded(desk.recording(), (120, 40))
    output = "".join(event.text for event in cast.events)
    assert not re.search("[\x00-\x1f\x7f-\x9f]", SAFE.sub("", output))
    assert "[/x][@click=app.quit]甲" in output


async def test_nothing_of_the_store_is_touched(trainee: Trainee, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store is not even opened while a recording is made."""
    recording = trainee.at().choose("seat").undo().choose("rush").recording()

    def refused(*_given: Any) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr("simulator.sessions.open_store", refused)
    cast = await recorded(recording)
    assert json.loads(cast.text(3).split("\n")[0])["title"] == "门口的井盖"
