"""How the petitioner looks in simulation."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.conversation import Conversation
from scenarios.edition import edition
from scenarios.load import load
from scenarios.play import Play
from scenarios.vocabulary import vocabulary
from simulator.moments import cues
from tests.scenarios.snippets import snippet

NEVER_ENDING = """
petitioner: {agitation: %d, trust: %d, distress: %d}
variants:
  signing: {petitioner: {speaks: false}}
  son: {}
scenes: {arrive: {next: arrive, choices: {seat: {moves: [], effects: {}, reveals: []}, rush: null,
  wait: {text: 您先坐。, max: 9}}}}
"""


def shown(variant: str, agitation: int, trust: int, distress: int) -> set[str]:
    """Every cue that a moment of a visit that stays as it began may show."""
    loaded = snippet(NEVER_ENDING % (agitation, trust, distress))
    assert loaded.scenario is not None, loaded.diagnostics
    play = Play(edition(loaded.scenario, variant))
    found: set[str] = set()
    for _ in range(9):
        found.update(cues(Conversation(play)))
        play.enter("wait")
    return found


def aloud() -> set[str]:
    """Every cue that needs a voice."""
    words = vocabulary()
    bands = [*words.bands.values(), *words.trust_bands.values(), *words.distress_bands.values()]
    return {cue.text.zh for band in bands for cue in band.cues if cue.aloud}


@pytest.mark.parametrize(("agitation", "trust", "distress"), [(1, 1, 1), (3, 5, 2), (6, 8, 3), (8, 4, 7)])
def test_no_voice_is_heard_of_one_who_does_not_speak(agitation: int, trust: int, distress: int) -> None:
    """`speaks: false` leaves out the cues of the voice and only those; a visitor who speaks shows them."""
    silent = shown("signing", agitation, trust, distress)
    speaking = shown("son", agitation, trust, distress)
    assert silent == speaking - aloud()
    assert speaking & aloud()


def test_the_deaf_visitor_is_seen_and_the_elder_is_heard(root: Path) -> None:
    """In `hard-of-hearing` the man who signs does not speak, alone or with his daughter; the elder does."""
    loaded = load(root / "scenarios/library/hard-of-hearing")
    assert loaded.scenario is not None
    speaks = {name: variant.petitioner.speaks for name, variant in loaded.scenario.variants.items()}
    assert speaks == {"alone": False, "child": False, "neighbour": True, "window": True}
