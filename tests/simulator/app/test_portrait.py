"""The petitioner's face: drawn from who they are, and changing with how they are."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from scenarios.conversation import Conversation
from scenarios.edition import edition
from scenarios.load import load_or_raise
from scenarios.play import Play
from scenarios.search_path import find
from simulator.app import desk
from simulator.app.widgets.cards import PersonCard
from simulator.app.widgets.portrait import Face, drawn, hair, pixels

WHO = Face("周大河", 46, "male", ("hat",))
LIBRARY = sorted(path.parent.name for path in Path("scenarios/library").glob("*/scenario.yaml"))
MOODS = [(0, 2, 0), (0, 1, 0), (0, 0, 0), (1, 0, 0), (2, 1, 0), (3, 0, 0), (4, 0, 0), (0, 1, 1), (1, 1, 2), (3, 1, 2)]


def text(face: Face, ink: Any = "plain") -> list[str]:
    """A drawing without its colours."""
    return [line.plain for line in drawn(face, ink)]


def pictured(face: Face, ink: Any) -> list[tuple[str, object]]:
    """A drawing with its colours."""
    return [(line.plain, line.spans) for line in drawn(face, ink)]


def with_mood(face: Face, mood: tuple[int, int, int]) -> Face:
    """The same person in another mood."""
    return Face(face.name, face.age, face.sex, face.looks, *mood)


@pytest.mark.parametrize("ink", ["dark", "light", "plain"])
@pytest.mark.parametrize("person", [WHO, Face("方玉珍", 61, "female", ("glasses",)), Face("甲", 30)], ids=str)
def test_every_mood_shows(person: Face, ink: Any) -> None:
    """No two moods look alike, drawn in colour or in the colour of the text alone, whatever is worn."""
    faces = [with_mood(person, mood) for mood in MOODS]
    assert not [(one, other) for one, other in combinations(faces, 2) if pictured(one, ink) == pictured(other, ink)]


def test_moods_show_without_any_colour() -> None:
    """Heat, trust and distress each change the lines of the drawing, not only its colours."""
    calm = text(with_mood(WHO, (0, 1, 0)))
    for mood in ((3, 1, 0), (0, 2, 0), (0, 0, 0), (0, 1, 1)):
        assert text(with_mood(WHO, mood)) != calm


def test_looks_show() -> None:
    """Glasses, hat, beard and headscarf each make another face."""
    plain = Face("甲", 50)
    faces = [plain, *(Face("甲", 50, "male", (looks,)) for looks in ("glasses", "hat", "beard", "headscarf"))]
    assert not [(one, other) for one, other in combinations(faces, 2) if text(one) == text(other)]


def test_age_and_sex_show_without_a_word_of_the_author() -> None:
    """With no looks given, hair goes by sex and age and turns grey."""
    styles = {(sex, age): hair(Face("甲", age, sex)) for sex in ("male", "female") for age in (30, 70)}
    assert len(set(styles.values())) == 4
    letters = {age: set(pixels(Face("甲", age)).values()) & set("hGH") for age in (30, 55, 60, 70)}
    assert letters[30] == {"h"}
    assert letters[55] == {"h", "H"}
    assert letters[70] == {"H"}


def test_the_same_person_looks_the_same() -> None:
    """A name always wears the same; people are not all clad alike."""
    assert pictured(Face("周大河", 46, "male", ("hat",)), "dark") == pictured(WHO, "dark")
    clothes = {str(drawn(Face(name, 40), "dark")[-1].spans) for name in "甲乙丙丁戊己庚辛"}
    assert len(clothes) > 2


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("mood", MOODS, ids=str)
def test_it_keeps_its_size(mood: tuple[int, int, int], scale: int) -> None:
    """Fourteen cells by seven, or twice that, in every mood."""
    lines = drawn(with_mood(WHO, mood), "dark", scale)
    assert [cell_len(line.plain) for line in lines] == [14 * scale] * 7 * scale


@pytest.mark.parametrize("scenario", LIBRARY)
def test_every_visit_has_a_face(root: Path, scenario: str) -> None:
    """Every petitioner of the library has one, in every variant, the same in both languages."""
    loaded = load_or_raise(find(str(root / "scenarios" / "library" / scenario)))
    for variant in loaded.variants:
        play = Play(edition(loaded, variant), "0")
        face = desk.face(Conversation(play, "zh"))
        assert face == desk.face(Conversation(play, "en"))
        assert len(set("".join(text(face)))) > 2


def test_golden_of_faces(golden: Callable[[str, str], None]) -> None:
    """How a bricklayer in a hat and a woman with glasses look in ten moods, without colours."""
    sheet = []
    for person in (WHO, Face("方玉珍", 61, "female", ("glasses",))):
        for row in (MOODS[:5], MOODS[5:]):
            drawings = [text(with_mood(person, mood)) for mood in row]
            sheet += ["  ".join(lines).rstrip() for lines in zip(*drawings, strict=True)] + [""]
    golden("faces", "\n".join(sheet))


# ---- on the screen -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["practice", "simulation", "exam"])
async def test_the_face_changes_with_the_visit(visit: Any, mode: str) -> None:
    """In every mode the face is another one once the visitor is heated, and is that of the band they are in."""
    async with visit(mode) as table:
        before = table.visit.query_one("#person", PersonCard).person.face
        assert before.heat == 2
        await table.choose("rush")
        after = table.visit.query_one("#person", PersonCard).person.face
        assert after.heat == 3
        assert drawn(after, "dark")[2].plain in table.text
        assert pictured(before, "dark") != pictured(after, "dark")


async def test_it_folds_into_a_line(visit: Any) -> None:
    """Where there is no room the person is one line of words, and the face is there again with the room."""
    async with visit() as table:
        assert "▀" in table.text
        await table.pilot.resize_terminal(60, 20)
        await table.rest()
        assert "▀" not in table.text
        assert "方玉珍  激动 5" in table.text
        await table.pilot.resize_terminal(200, 60)
        await table.rest()
        face = table.visit.query_one("#person-wide", PersonCard).person.face
        assert drawn(face, "dark", 2)[0].plain.strip() in table.text


async def test_a_drawing_where_colours_cannot_be_trusted(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR, with 16 colours and in the terminal's own colours the face is drawn in the colour of the text."""
    async with visit() as table:
        assert table.visit.ink() == "dark"
        while table.app.theme != "terminal":
            await table.press("t")
        face = table.visit.query_one("#person", PersonCard).person.face
        assert table.visit.ink() == "plain"
        assert drawn(face, "plain")[0].plain.rstrip() in table.text
    monkeypatch.setenv("COLORTERM", "")
    monkeypatch.setenv("TERM", "xterm")
    async with visit() as table:
        assert table.visit.ink() == "plain"
    monkeypatch.setenv("NO_COLOR", "1")
    async with visit() as table:
        assert table.visit.ink() == "plain"
        assert drawn(face, "plain")[0].plain.rstrip() in table.text


async def test_paper_has_a_light_face(opened: Any, visit: Any) -> None:
    """On a light ground hair is darker than on a dark one."""
    async with visit() as table:
        while table.app.theme != "paper":
            await table.press("t")
        assert table.visit.ink() == "light"
    assert pictured(Face("甲", 30), "light") != pictured(Face("甲", 30), "dark")
