"""A way to any scene: real inputs of a real visit."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.edition import Edition, edition
from scenarios.engine import Engine
from scenarios.load import load_or_raise, load_text
from scenarios.play import Play
from scenarios.program import compile_edition
from scenarios.search_path import library
from scenarios.words import TIMEOUT
from scoring.study import Study
from simulator.preview.way import way_to, way_to_untried
from tests.scoring.small import small_edition

SHIPPED = sorted(path for path in library().iterdir() if path.is_dir())


def arrives(played: Edition, scene: str, solved: bool = False) -> bool:
    """Whether the way that is found leads to the scene, played in a visit of its own."""
    engine = Engine(compile_edition(played))
    way = way_to(engine, scene, Study(played).evaluator if solved else None)
    if way is None:
        return False
    play = Play(played, way.seed)
    for given in way.inputs:
        play.enter(given)
    return play.node.id == scene


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
@pytest.mark.parametrize("variants", [1, pytest.param(None, marks=pytest.mark.slow)])
def test_every_scene_of_the_library(path: Path, variants: int | None) -> None:
    """A way is found to every scene and ending that some visit comes to, in every variant, without a solution."""
    scenario = load_or_raise(path)
    for name in list(scenario.variants)[:variants]:
        played = edition(scenario, name)
        exploration = Study(played).exploration
        nodes = exploration.program.nodes
        there = {nodes[block.place.node].id for block in exploration.blocks if block.real.any()}
        lost = [scene for scene in there if not arrives(played, scene)]
        assert not lost, name


def test_the_best_line_goes_first() -> None:
    """Where the best line comes through, the way is the best line up to there."""
    played = small_edition()
    evaluator = Study(played).evaluator
    way = way_to(Engine(compile_edition(played)), "answer", evaluator)
    assert way is not None
    play = Play(played)
    for given in way.inputs:
        if isinstance(given, str):
            assert evaluator.choices(play.state).of(given).cost < 1e-6
        play.enter(given)
    assert play.node.id == "answer"


CHANCE = """
id: chance
title: 碰运气
date: 2026-09-15
level: 1
audience: [petition-office]
brief: 一个小窗口。
petitioner: {name: 老周, age: 50, style: reactive, agitation: 3, trust: 4, distress: 3}
start: hall
break_off: none
scenes:
  hall:
    say: 在不在？
    choices:
      call: {text: 我打个电话。, rates: {L1: +1}, goto: [{weight: 1, to: rare}, {weight: 9, to: out}]}
      no: {text: 不知道。, rates: {L1: -1}, goto: out}
  rare:
    say: 真在？
    choices:
      yes: {text: 在。, goto: out}
  lost:
    say: 谁也到不了。
    choices:
      yes: {text: 嗯。, goto: out}
endings:
  out: {outcome: good, text: 走了。}
"""


def test_a_chance_falls_as_it_must() -> None:
    """Behind a chance the way has the seed by which it falls so; where no visit comes there is no way."""
    scenario = load_text(CHANCE).scenario
    assert scenario is not None
    played = edition(scenario)
    assert arrives(played, "rare") and not arrives(played, "lost")


def test_every_choice_is_come_to_in_the_end() -> None:
    """From one untaken choice to the next, until only those are left that no visit can take."""
    played = small_edition()
    engine = Engine(compile_edition(played))
    tried: set[tuple[str, str]] = set()
    while (way := way_to_untried(engine, tried)) is not None:
        play = Play(played, way.seed)
        for given in way.inputs:
            play.enter(given)
        timeout = play.engine.timeout(play.state)
        own = [TIMEOUT] if timeout is not None and timeout.is_timeout else []
        fresh = {(play.node.id, choice) for choice in [*play.open_ids(), *own]} - tried
        assert fresh
        tried |= fresh
    exploration = Study(played).exploration
    can = {
        (exploration.program.nodes[block.place.node].id, TIMEOUT if entry.move.is_timeout else entry.move.choice.id)
        for block in exploration.blocks
        for entry in block.moves
        if (entry.open & block.real).any()
    }
    assert tried == can
