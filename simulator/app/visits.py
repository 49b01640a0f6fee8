"""From one screen to the next: into a visit, back into one, and on from its result."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from scenarios.diagnostic import ScenarioError, render
from scenarios.play import InputError
from simulator.errors import sentence
from simulator.i18n import _, language
from simulator.record.errors import StoreError

if TYPE_CHECKING:
    from scenarios.model import Scenario
    from simulator.app.app import JiefangApp
    from simulator.app.screens.visit import VisitScreen
    from simulator.visit import Visit


def new_seed() -> str:
    """A seed for a visit that was given none."""
    return str(random.randrange(1_000_000))


def warm() -> None:
    """Import and read in a thread what the first moment of a visit needs; afterwards `begun` is quick."""
    import simulator.app.screens.visit
    import simulator.sessions  # noqa: F401
    from scenarios import emotion

    emotion.table()


def begun(app: JiefangApp, scenario: Scenario, *, variant: str, mode: str, seed: str | None) -> VisitScreen:
    """The screen of a new visit."""
    from simulator.app.screens.visit import VisitScreen

    seed = seed if seed is not None else new_seed()
    visit, trouble = app.sessions.begin(scenario, variant=variant, mode=mode, seed=seed, trainee=app.own.trainee)
    return VisitScreen(visit, trouble=trouble)


def resume_visit(app: JiefangApp, session: str) -> None:
    """Back into a visit, exactly where it was left."""
    from simulator.app.screens.visit import VisitScreen

    try:
        visit, notes = app.sessions.resume(session)
    except StoreError as error:
        app.notify(sentence(error), severity="warning", timeout=8, markup=False)
    except (ScenarioError, InputError) as error:
        why = render(error.diagnostics[0], language()).message if isinstance(error, ScenarioError) else error.code
        app.notify(_("这次接访接不上了：{why}", why=why), severity="warning", timeout=8, markup=False)
    else:
        app.push_screen(VisitScreen(visit, notes=notes))


def after_result(app: JiefangApp, visit: Visit, where: str) -> None:
    """On from the result: home, the same petitioner again, or the next scenario of the list."""
    from simulator.app.app import PlayStart
    from simulator.app.screens.briefing import BriefingScreen

    if where == "home":
        app.pop_screen()
        return
    from simulator.next_visit import after, place

    following = after(visit) if where == "next" else place(visit)
    app.switch_screen(BriefingScreen(PlayStart(following, mode=visit.session.mode)))
