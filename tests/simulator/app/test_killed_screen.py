"""The screen itself, in a real terminal, gets SIGKILL at any moment; the next start goes on where it was."""

from __future__ import annotations

import os
import random
import time

import pytest

from scenarios.conversation import Conversation
from scenarios.edition import edition
from scenarios.load import load_or_raise
from scenarios.play import Play
from scenarios.search_path import find
from simulator.record.store import open_store
from simulator.visit import replay
from tests.simulator.app.real_terminal import HERE, RealTerminal

ANSWER = 0.3
"""Seconds in which what is new cannot be taken yet, so that a key held down does not answer the next question."""


def beginning(text: str) -> str:
    """The first characters of a text without blanks; a longer piece may be broken over two lines."""
    return "".join(text.split())[:6]


def mark_of(play: Play) -> str:
    """What the screen shows at this moment of the visit and at no moment beside it."""
    return "看看这次接访" if play.ended else f"第{len(play.steps) + 1}步"


def fresh(scenario: str, variant: str, seed: str) -> Play:
    """The same visit at its start."""
    return Play(edition(load_or_raise(find(scenario)), variant), seed)


class Player:
    """Presses keys at random and knows what each must lead to."""

    def __init__(self, draw: random.Random, screen: RealTerminal, play: Play, *, undo: bool) -> None:
        self.draw = draw
        self.screen = screen
        self.play = play
        self.undo = undo

    def act(self) -> None:
        """One key: a choice that can be made, or now and then the last one taken back."""
        time.sleep(ANSWER)
        if self.undo and self.play.steps and self.draw.random() < 0.2:
            self.screen.press("u")
            self.play.undo()
            return
        # Practice numbers the closed choices too, the other modes only the open ones.
        offers = [offer for offer in self.play.offers() if offer.open or self.undo]
        number = self.draw.choice([index for index, offer in enumerate(offers[:9]) if offer.open])
        self.screen.press(str(number + 1))
        self.play.choose(offers[number].move.choice.id)

    def seen(self) -> None:
        """Wait until it shows."""
        self.screen.wait_for(mark_of(self.play))


def kill_once(draw: random.Random, scenario: str, variant: str, seed: str) -> None:
    """Play some steps, kill at a random moment of the last, and see what the next start offers."""
    mode = draw.choice(["practice", "simulation"])
    play = fresh(scenario, variant, seed)
    before = play.state
    with RealTerminal("play", scenario, "--variant", variant, "--mode", mode, "--seed", seed) as screen:
        player = Player(draw, screen, play, undo=mode == "practice")
        player.seen()
        for _ in range(draw.randrange(1, 6)):
            if play.node.form is not None or play.ended:
                break
            if play.state != before:
                player.seen()
            before = play.state
            player.act()
        time.sleep(draw.choice([0, 0.001, 0.003, 0.006, 0.01, 0.02, 0.04]))
        screen.kill()
        shown = mark_of(play) in screen.text

    with open_store() as store:
        session = next(session for session in store.sessions() if session.seed == seed)
        kept = replay(fresh(scenario, variant, seed), store.events(session.id))
    # The last key may have been answered, be on disk only, or not even that; what was shown must be on disk.
    assert kept.state in ([play.state] if shown else [before, play.state])
    if not session.ended:
        goes_on(kept)


def goes_on(kept: Play) -> None:
    """Start again: the visit stands first, and comes back with what could be said next."""
    with RealTerminal() as screen:
        screen.wait_for("停在「")
        screen.press("\r")
        screen.wait_for(mark_of(kept))
        if kept.node.form is None and not kept.ended:
            for offer in kept.offers():
                if offer.open:
                    case = offer.move.acts[offer.act].case
                    screen.wait_for(beginning(Conversation(kept).text(case.text, kept.state)))


@pytest.fixture(autouse=True)
def _found_by_id(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small scenario and the library are found here as they are in the child."""
    library = HERE.parents[2] / "scenarios" / "library"
    monkeypatch.setenv("JIEFANG_SCENARIOS", os.pathsep.join(map(str, (HERE / "scenarios", library))))


def test_killed_at_random_moments() -> None:
    """Four kills: the store has exactly what was last shown (or the key under way), and the next start shows it."""
    draw = random.Random(5)
    for number in range(4):
        kill_once(draw, "lamp", "plain", f"kill-{number}")


@pytest.mark.slow
def test_killed_dozens_of_times() -> None:
    """The same 60 times, half of them in a visit of the library."""
    draw = random.Random(23)
    for number in range(60):
        scenario, variant = ("lamp", "plain") if number % 2 else ("unpaid-wages", "three")
        kill_once(draw, scenario, variant, f"long-{number}")
