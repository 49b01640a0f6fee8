"""A monkey at the whole app: no crash, no lost visit, whatever is pressed, clicked, pasted or dragged, at any size.

`JIEFANG_MONKEY=SEED` plays that seed in the short test, `JIEFANG_MONKEY_TRAIL=FILE` does again there what a failure
wrote down; `JIEFANG_MONKEY_ACTIONS=N` makes the monkeys of the long test shorter or longer.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import traceback
from collections import Counter
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

import simulator.app
from simulator.app.app import JiefangApp
from simulator.record.log import Session
from simulator.record.store import Store
from tests.simulator.monkey.conftest import World
from tests.simulator.monkey.hands import do
from tests.simulator.monkey.monkey import Monkey
from tests.simulator.monkey.promises import Keeper
from tests.simulator.monkey.starts import WAYS, begun
from tests.simulator.monkey.whole import is_whole

SEED, TRAIL = "JIEFANG_MONKEY", "JIEFANG_MONKEY_TRAIL"

FEW, AROUND = 500, 12
"""Actions of the monkey that everybody sees, and the screens that it comes to at least."""

SEEDS, MANY = 8, int(os.environ.get("JIEFANG_MONKEY_ACTIONS", "3000"))
"""Monkeys of the long test, and actions of each."""

EVERY = 20
"""Actions between two looks at the record."""

SITTING = 60
"""Actions after which the terminal is gone, as if it were killed, and the program begins anew."""

BASES = frozenset({
    "Room", "Dialog", "ReviewedRoom", "AidedRoom", "Background", "Trips", "Led", "Acts", "SideTrips", "ChooseScreen",
})  # fmt: skip
"""Classes that others are made from; none is a screen by itself."""

ELSEWHERE = {
    "RecordedVisit": "is drawn with nobody before it; no key reaches it",
    "ArrivalScreen": "makes way for the next screen before anything can be pressed",
    "ReadScreen": "tells of phones, which are let in from the command line only",
}
"""Screens that no monkey comes to, and why."""


def every_screen() -> set[str]:
    """Names of the classes of all screens of the app."""
    for module in pkgutil.walk_packages(simulator.app.__path__, "simulator.app."):
        importlib.import_module(module.name)
    found: set[str] = set()
    left: list[type] = list(Screen.__subclasses__())
    while left:
        kind = left.pop()
        left += kind.__subclasses__()
        if kind.__module__.startswith("simulator."):
            found.add(kind.__name__)
    return found - BASES - set(ELSEWHERE)


class Run:
    """One monkey from its first action to its last."""

    def __init__(self, seed: int, library: Path, keeper: Keeper) -> None:
        self.monkey = Monkey(seed)
        self.seed = seed
        self.done = 0
        self._library = library
        self._keeper = keeper

    async def play(self, actions: int) -> None:
        """Do so many things; begin again, the next way, whenever the program has ended."""
        sitting = self.seed
        while self.done < actions:
            way = WAYS[sitting % len(WAYS)]
            sitting += 1
            self.monkey.trail.append(f"start {way}")
            with begun(way, self._library) as start:
                app = JiefangApp(start)
                async with app.run_test(size=(80, 24), notifications=True) as pilot:
                    await do(app, pilot, "size 80x24")
                    until = min(self.done + SITTING, actions)
                    while self.done < until and not app._exit:
                        await self._act(app, pilot, self.monkey.think(app))
            self._keeper.look(None)

    async def again(self, trail: list[str]) -> None:
        """Do what is written down."""
        starts = [place for place, action in enumerate(trail) if action.startswith("start ")]
        for place, end in zip(starts, [*starts[1:], len(trail)], strict=True):
            with begun(trail[place].removeprefix("start "), self._library) as start:
                app = JiefangApp(start)
                async with app.run_test(size=(80, 24), notifications=True) as pilot:
                    await do(app, pilot, "size 80x24")
                    for action in trail[place + 1 : end]:
                        await self._act(app, pilot, action)
            self._keeper.look(None)

    async def _act(self, app: JiefangApp, pilot: Pilot[None], action: str) -> None:
        await do(app, pilot, action)
        self.done += 1
        if app._exception is not None:
            raise app._exception
        if not app._exit:
            is_whole(app)
        if self.done % EVERY == 0 and not app._exit:
            self._keeper.look(app)


@pytest.fixture
def deleted(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Ids of the visits that the program deletes."""
    found: set[str] = set()
    delete = Store.delete

    def deleting(store: Store, session_id: str) -> Session:
        gone = delete(store, session_id)
        found.add(gone.id)
        return gone

    monkeypatch.setattr(Store, "delete", deleting)
    return found


def written_down() -> list[str]:
    """What a failure wrote down."""
    return Path(os.environ[TRAIL]).read_text("utf-8").splitlines()


async def let_loose(run: Run, actions: int, folder: Path) -> Counter[str]:
    """Let a monkey play; a failure says how it came about and how to see it again.

    Returns:
        How often which screen was on top.
    """
    try:
        if TRAIL in os.environ:
            await run.again(written_down())
        else:
            await run.play(actions)
    except Exception as error:
        file = folder / f"trail-{run.seed}.txt"
        file.write_text("\n".join(run.monkey.trail) + "\n", "utf-8")
        last = "\n  ".join(run.monkey.trail[-15:])
        where = "".join(traceback.format_exception(error)[-4:])
        pytest.fail(
            f"seed {run.seed}, action {run.done}: {where}\n{SEED}={run.seed} plays it again,"
            f" {TRAIL}={file} does the same things; the last were\n  {last}"
        )
    return run.monkey.screens


async def test_a_monkey_breaks_nothing(world: World, deleted: set[str], tmp_path: Path) -> None:
    """Some hundred random keys, clicks, pastes and sizes: nothing fails, hangs or is lost; it comes far around."""
    keeper = Keeper(deleted)
    run = Run(int(os.environ.get(SEED, "0")), world(), keeper)
    screens = await let_loose(run, FEW, tmp_path)
    if TRAIL not in os.environ:
        assert set(screens) <= every_screen()
        assert len(screens) >= AROUND
        assert keeper.looked >= FEW / EVERY
        assert keeper.most >= 2


@pytest.mark.slow
async def test_many_monkeys_break_nothing(world: World, deleted: set[str], tmp_path: Path) -> None:
    """Tens of thousands of them, until every screen there is has been on top."""
    screens: Counter[str] = Counter()
    for seed in range(1, SEEDS + 1):
        screens += await let_loose(Run(seed, world(), Keeper(deleted)), MANY, tmp_path)
    print(f"{SEEDS * MANY} actions; screens: {dict(screens)}")
    assert every_screen() - set(screens) == set()
