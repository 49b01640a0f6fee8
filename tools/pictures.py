"""The pictures of docs/pictures: screens of the real program, the same whenever they are made.

    .venv/bin/python tools/pictures.py [NAME …]     makes all, or some: visit, home, result, preview
    .venv/bin/python tools/pictures.py --check      says which are out of date; exit code 1 if any is

Each is made in Chinese and in English.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = ROOT / "docs" / "pictures"
BEGUN = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)
NAMES = {"zh": "林芳", "en": "Lin Fang"}
PLAYED = (("unpaid-wages", "always-sympathise"), ("night-site", "best"), ("unpaid-wages", "shortest-then-best"))
"""Visits on the record of the home screen that is pictured, one a day, and which bot played them."""


async def visit(language: str) -> str:
    """A visit in practice mode, two steps in."""
    from simulator.app.app import PlayStart
    from simulator.app.screenshot import shoot

    return await shoot(PlayStart("unpaid-wages", "three", "practice", "0"), (100, 32), ["1", "1"], "paper")


async def preview(language: str) -> str:
    """The preview of a shipped scenario."""
    from scenarios.search_path import find
    from simulator.app.app import PreviewStart
    from simulator.app.screenshot import shoot

    return await shoot(PreviewStart(find("unpaid-wages"), ""), (120, 36), ["1", "1"], "paper")


async def home(language: str) -> str:
    """The home screen of somebody who has played before."""
    from simulator.app.app import HomeStart

    _play(language)
    return await _shown(HomeStart(), language, "inkstone", (100, 32))


async def result(language: str) -> str:
    """What a visit came to."""
    from simulator.app.app import HomeStart
    from simulator.app.screens.result import ResultScreen

    ended, rated = _play(language)

    async def over(app: Any) -> None:
        app.push_screen(ResultScreen(ended, rated))

    return await _shown(HomeStart(), language, "inkstone", (120, 44), over)


PICTURES: dict[str, Callable[[str], Awaitable[str]]] = {
    "visit": visit, "home": home, "result": result, "preview": preview,
}  # fmt: skip


def _play(language: str) -> tuple[Any, Any]:
    """Put visits on record; the last one and its result."""
    from scenarios.edition import edition
    from scenarios.engine import Step
    from scenarios.load import load_or_raise
    from scenarios.play import Play
    from scenarios.search_path import find
    from scoring.evaluate import Evaluator
    from scoring.rate import rate
    from scoring.solve import solve
    from simulator.bots import play_bot
    from simulator.record.store import open_store
    from simulator.visit import Visit

    last = None
    for day, (scenario, bot) in enumerate(PLAYED):
        chosen = edition(load_or_raise(find(scenario)))
        evaluator = Evaluator(solve(chosen))
        play = play_bot(Play(chosen, "3"), evaluator, bot)
        at = (BEGUN + timedelta(days=day)).isoformat(timespec="milliseconds")
        with open_store(clock=lambda at=at: at) as store:  # type: ignore[misc]
            log = store.create(chosen, mode="practice", seed="3", trainee=NAMES[language], language=language)
            made = Visit(Play(chosen, "3", play.engine), log.session, log)
            for step in play.steps:
                made.choose(step.move.choice.id) if isinstance(step, Step) else made.submit(step.picks)
            made.end()
            rated = rate(made.play, evaluator)
            store.finish(log.session, rated)
            log.close()
        last = made, rated
    assert last is not None
    return last


async def _shown(
    start: Any, language: str, theme: str, size: tuple[int, int], then: Callable[[Any], Awaitable[None]] | None = None
) -> str:
    from simulator.app import screenshot
    from simulator.app.app import JiefangApp
    from simulator.settings import Settings

    own = Settings(theme=theme, trainee=NAMES[language], tour="done")
    app = JiefangApp(start, own)
    async with app.run_test(size=size) as pilot:
        await screenshot.settle(app, pilot)
        if then is not None:
            await then(app)
            await screenshot.settle(app, pilot)
        return screenshot.svg(app)


def drawn(name: str, language: str) -> str:
    """A picture as it is now, made with a record of its own."""
    from simulator import i18n

    with tempfile.TemporaryDirectory(prefix="jiefang-") as folder:
        os.environ.update(JIEFANG_HOME=folder, JIEFANG_STORE=f"{folder}/s.sqlite3", TEXTUAL_ANIMATIONS="none")
        os.environ["TEXTUAL_COLOR_SYSTEM"] = "truecolor"
        i18n.use("zh" if language == "zh" else "en")
        return asyncio.run(PICTURES[name](language))


def main(given: list[str]) -> int:
    """Make pictures, or check them."""
    check = "--check" in given
    names = [name for name in given if name != "--check"] or list(PICTURES)
    late = []
    for name in names:
        for language in ("zh", "en"):
            path = FOLDER / f"{name}.{language}.svg"
            made = drawn(name, language)
            if check and (not path.exists() or path.read_text("utf-8") != made):
                late.append(path.name)
            elif not check:
                path.write_text(made, "utf-8")
    if late:
        print(f"out of date: {', '.join(late)}; run .venv/bin/python tools/pictures.py", file=sys.stderr)
    return int(bool(late))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
