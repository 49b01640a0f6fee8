"""The workbench of a scenario that is being written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scenarios.edition import edition
from scenarios.load import library_fragments, load_or_raise
from scoring.study import Study
from simulator.preview.workbench import Workbench

LIBRARY = library_fragments().parent / "library"


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    """A workbench over a copy of a library scenario."""
    shutil.copytree(LIBRARY / "unpaid-wages", tmp_path / "unpaid-wages")
    return Workbench(tmp_path / "unpaid-wages")


def first_choice(bench: Workbench) -> str:
    """Take the first choice that is open."""
    assert bench.play is not None
    choice = bench.play.open_ids()[0]
    bench.enter(choice)
    return choice


def test_a_reload_goes_back_to_where_one_was(bench: Workbench) -> None:
    """What was done is done again after a save."""
    first_choice(bench)
    assert bench.play is not None
    before, old = bench.play.state, bench.play
    assert bench.reload()
    assert bench.play is not old and bench.play.state == before and len(bench.inputs) == 1


def test_a_choice_that_is_gone_leaves_one_at_the_scene(bench: Workbench) -> None:
    """Where an input can no longer be made, scene and meters stay."""
    first_choice(bench)
    assert bench.play is not None
    scene, meters = bench.play.node.id, bench.play.state.meters
    bench.inputs = ["no-such-choice"]
    assert bench.reload()
    assert (bench.play.node.id, bench.play.state.meters, bench.inputs) == (scene, meters, [])


def test_a_broken_file_keeps_the_visit(bench: Workbench) -> None:
    """A file that cannot be read gives findings and leaves the visit as it was."""
    first_choice(bench)
    before = bench.play
    (bench.path / "scenario.yaml").write_text("id: [\n", encoding="utf-8")
    assert not bench.reload()
    assert bench.findings and bench.play is before


def test_jump_and_meters_survive_a_reload(bench: Workbench) -> None:
    """A state set up by hand is set up again; meters stay within 0..10."""
    scene = bench.scenes()[2]
    bench.jump(scene, flags=())
    bench.turn(agitation=20, trust=-20)
    assert bench.reload() and bench.play is not None
    assert bench.play.node.id == scene
    assert (bench.play.state.agitation, bench.play.state.trust) == (10, 0)
    with pytest.raises(KeyError):
        bench.jump("no-such-scene")


def test_worth_is_what_the_evaluator_says(bench: Workbench) -> None:
    """Unknown until solved; then exactly the evaluator's, and undo gives the worth of before again."""
    assert bench.play is not None and bench.worth() is None
    bench.solve()
    expected = Study(edition(load_or_raise(bench.path), bench.variant)).evaluator.choices(bench.play.state)
    assert bench.worth() == expected
    first_choice(bench)
    assert bench.undo() and bench.worth() == expected and not bench.undo()
