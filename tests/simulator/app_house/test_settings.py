"""Settings: the file, and the screen that changes it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from simulator import i18n, paths, settings
from simulator.app import keymap
from simulator.app.app import HomeStart
from simulator.app.screens.settings import refused
from simulator.app.screens.settings_rows import Choice, rows
from simulator.settings import CHOICES, Settings

FULL = Settings(
    language="en",
    trainee='林"芳\\',
    theme="contrast",
    colour_blind=True,
    text_speed="off",
    time_multiplier="1.5",
    reduced_motion=True,
    say_first=True,
    record="/tmp/x.sqlite3",
    tour="done",
    keys=(("visit.undo", "ctrl+z"),),
)


def test_everything_comes_back(tmp_path: Path) -> None:
    """What is written is read again, every setting of it; back to the default, the key is gone from the file."""
    path = tmp_path / "settings.toml"
    settings.write(FULL, path)
    assert settings.read(path) == FULL
    settings.write(Settings(), path)
    assert settings.read(path) == Settings()
    assert path.read_text("utf-8").strip() == ""


def test_what_a_person_wrote_stays(tmp_path: Path) -> None:
    """Comments, keys of another program and values that do not fit are passed over, and kept on writing."""
    path = tmp_path / "settings.toml"
    path.write_text('# mine\ntheme = "plaid"\nlater = [1, 2]\ntext_speed = 3\ntime_multiplier = 2\n', "utf-8")
    found = settings.read(path)
    assert found == Settings(time_multiplier="2")
    settings.write(found._replace(trainee="林"), path)
    text = path.read_text("utf-8")
    assert "# mine" in text and "later = [1, 2]" in text and 'theme = "plaid"' in text and "text_speed = 3" in text
    assert settings.read(path) == Settings(time_multiplier="2", trainee="林")


@pytest.mark.parametrize("text", ["not toml at all", "trainee = [", "[keys]\nx = 1", "keys = 3", "\x00"])
def test_a_broken_file_is_the_defaults(tmp_path: Path, text: str) -> None:
    """Nothing that stands in the file keeps the program from starting."""
    path = tmp_path / "settings.toml"
    path.write_text(text, "utf-8")
    assert settings.read(path) == Settings()


def test_the_page_names_everything(root: Path) -> None:
    """docs/settings.md has a row for every setting, with every value it can have."""
    text = (root / "docs" / "settings.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", text, re.MULTILINE))
    assert set(told) == set(Settings._fields) - {"keys"}
    for name, values in CHOICES.items():
        assert all(f'"{value}"' in told[name] or f"`{value}`" in told[name] for value in values if value), name
    assert "table `keys`" in text


def test_the_screen_has_everything() -> None:
    """Every setting is on the screen, each with every value of the file."""
    shown = {row.field: row for row in rows()}
    assert set(shown) == set(Settings._fields)
    for name, values in CHOICES.items():
        row = shown[name]
        assert not isinstance(row, Choice) or set(row.values) == set(values)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_goldens(
    opened: Any, golden: Any, monkeypatch: pytest.MonkeyPatch, language: Any, size: tuple[int, int]
) -> None:
    """The settings and the page of keys."""
    monkeypatch.setattr("simulator.paths.home", lambda: Path("/home/lin/jiefang"))
    i18n.use(language)
    place = f"{language}-{size[0]}x{size[1]}"
    async with opened(HomeStart(), size) as table:
        await table.press("g")
        golden(f"settings-{place}", table.text)
        table.app.open("keymap", "KeymapScreen")
        await table.rest()
        golden(f"keymap-{place}", table.text)


async def test_a_change_holds_at_once_and_is_kept(opened: Any) -> None:
    """Language, colours and motion change while one looks on; the file has them."""
    async with opened(HomeStart()) as table:
        await table.press("g", "right", "right")
        assert "Language" in table.text
        await table.press("down", "right")
        assert table.app.theme == "contrast"
        await table.press("down", "right")
        assert table.app.theme == "contrast-safe"
        assert settings.read() == Settings(theme="contrast", tour="done", language="en", colour_blind=True)
        await table.press("escape", "t")
        assert table.app.theme == "terminal"


async def test_by_mouse(opened: Any) -> None:
    """A click on a value picks it."""
    async with opened(HomeStart()) as table:
        await table.press("g")
        lines = table.text.splitlines()
        row = next(number for number, line in enumerate(lines) if "不限时" in line)
        from rich.cells import cell_len

        await table.pilot.click(offset=(cell_len(lines[row].partition("不限时")[0]) + 1, row))
        await table.rest()
        assert table.app.own.time_multiplier == "off"


async def test_the_name(opened: Any) -> None:
    """The name is written on a sheet of its own; Esc leaves it."""
    async with opened(HomeStart()) as table:
        await table.press("g", *["down"] * 8, "enter", "林", "enter")
        assert settings.read().trainee == "林"
        await table.press("enter", "x", "escape")
        assert settings.read().trainee == "林"


async def test_another_place_for_records(opened: Any, tmp_path: Path) -> None:
    """New sessions go there; a place that cannot be is refused in a sentence and nothing changes."""
    async with opened(HomeStart()) as table:
        await table.press("g", *["down"] * 9, "enter")
        sheet = table.app.screen.query_one("#ask-input")
        sheet.value = "somewhere"
        await table.press("enter")
        assert "从根目录或 ~ 写起" in table.text
        sheet.value = str(tmp_path)
        await table.press("enter", "escape", "enter", "enter")
        await table.choose("seat")
    assert (tmp_path / paths.store().name).exists()
    assert not paths.store().exists()


def test_places_that_cannot_be(tmp_path: Path) -> None:
    """A relative path, a server, another kind of file, a name too long: each has its sentence."""
    other = tmp_path / "letter.txt"
    other.write_text("dear", "utf-8")
    for text in ("here.sqlite3", "postgres://x", str(other), "/" + "x" * 5000, str(other / "in-a-file"), "~\x00"):
        assert refused(text), text
    assert not refused("")
    assert not refused(str(tmp_path / "new" / "deep.sqlite3"))


async def test_a_key_of_ones_own(opened: Any) -> None:
    """Pressed on the page of keys it works from then on, is shown in the key bar and kept; `r` takes it back."""
    async with opened(HomeStart()) as table:
        table.app.open("keymap", "KeymapScreen")
        await table.rest()
        listed = table.app.screen.query_one("#keymap")
        listed.action_point([key.id for key in listed.keys].index("home.handbook"))
        await table.press("enter", "f5")
        assert dict(settings.read().keys) == {"home.handbook": "f5"}
        await table.press("escape")
        assert "F5" in table.text or "f5" in table.text
        await table.press("f5")
        assert type(table.app.screen).__name__ == "HandbookScreen"
        await table.press("escape")
        table.app.open("keymap", "KeymapScreen")
        await table.rest()
        listed = table.app.screen.query_one("#keymap")
        listed.action_point([key.id for key in listed.keys].index("home.handbook"))
        await table.press("r")
        assert settings.read().keys == ()


@pytest.mark.parametrize("key", ["g", "enter", "l", "3"])
async def test_a_key_that_is_taken(opened: Any, key: str) -> None:
    """One that the screen or every screen uses is refused."""
    async with opened(HomeStart()) as table:
        table.app.open("keymap", "KeymapScreen")
        await table.rest()
        listed = table.app.screen.query_one("#keymap")
        listed.action_point([each.id for each in listed.keys].index("home.handbook"))
        await table.press("enter", key)
        assert settings.read().keys == ()


def test_no_key_is_used_twice() -> None:
    """On every screen whose keys can be changed, each key does one thing, the keys of everywhere included."""
    every = keymap.mapped({})
    for each in every:
        for name in each.keys.split(","):
            assert keymap.taken_by(name, each, every) is None, (each.id, name)


@pytest.mark.parametrize("width", [1, 5, 12, 20, 40])
async def test_a_sliver_of_a_window(opened: Any, width: int) -> None:
    """A window drawn so narrow that no cell is left for a path does not hang the program; wide again, all is there."""
    async with opened() as table:
        await table.press("g")
        await table.pilot.resize_terminal(width, 24)
        await table.rest()
        await table.pilot.resize_terminal(80, 24)
        await table.rest()
        assert "sessions.sqlite3" in table.text
