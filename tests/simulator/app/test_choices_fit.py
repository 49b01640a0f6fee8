"""What can be said in a visit of the library: at 80 columns and 24 lines all of it shows at once, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from scenarios.conversation import Conversation, Language
from scenarios.edition import edition
from scenarios.load import load
from scenarios.play import Play
from scoring.inputs import random_choice, random_picks
from simulator import i18n
from simulator.app import desk
from simulator.app.widgets.choices import Choices, Entry
from simulator.visit import POLICIES

LIBRARY = Path(__file__).parents[3] / "scenarios/library"
WIDTH, HEIGHT = 80, 11
"""Cells and lines that the choices have in the smallest window."""
PLAYS = 8
"""Random visits a variant; a scene's questions are most when it is first come to, which few visits miss."""
TOO_MANY: Mapping[tuple[str, str, Language], int] = {}
"""Scenes with more choices than can ever fit, by scenario, scene and language: the lines that they take."""


async def test_the_room_there_is(visit: Callable[..., Any]) -> None:
    """In 80 x 24 the choices get the width and the lines that the library is measured by below."""
    async with visit() as table:
        choices = table.visit.choices
        choices.show([Entry(str(number), "word") for number in range(HEIGHT)])
        await table.rest()
        assert choices.scrollable_content_region.size == (WIDTH, HEIGHT)
        assert not choices.show_vertical_scrollbar
        choices.show([Entry(str(number), "word") for number in range(HEIGHT + 1)])
        await table.rest()
        assert choices.show_vertical_scrollbar


def moments(scenario: str) -> Iterator[Play]:
    """Every moment of some random visits of every variant at which something can be said."""
    loaded = load(LIBRARY / scenario)
    assert loaded.scenario is not None, loaded.diagnostics
    for variant in loaded.scenario.variants:
        current = edition(loaded.scenario, variant)
        for seed in range(PLAYS):
            play = Play(current, str(seed))
            while not play.ended:
                if play.node.form is None:
                    yield play
                    play.enter(random_choice(play))
                else:
                    play.enter(random_picks(play))


@pytest.mark.parametrize("scenario", sorted(path.name for path in LIBRARY.iterdir() if path.is_dir()))
def test_all_choices_show_at_once(scenario: str) -> None:
    """No choice of the library stands below the edge of the list, those that are closed as yet among them."""
    high: dict[tuple[str, str, Language], int] = {}
    for play in moments(scenario):
        for language in ("zh", "en"):
            i18n.use(language)
            lines = _lines(desk.entries(Conversation(play, language), POLICIES["practice"]))
            if lines > HEIGHT:
                place = (scenario, play.node.id, language)
                high[place] = max(lines, high.get(place, 0))
    assert high == {place: lines for place, lines in TOO_MANY.items() if place[0] == scenario}


def _lines(entries: list[Entry]) -> int:
    choices = Choices()
    choices.entries = tuple(entries)
    return sum(len(choices.row(index, WIDTH, here=False)) for index in range(len(entries)))
