"""The same visit on the screen and in plain lines: the same script leaves the same record and the same result."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from scenarios.conversation import Conversation
from scenarios.edition import edition
from scenarios.load import load_or_raise
from scenarios.play import Play
from simulator import i18n, plain
from simulator.app.app import JiefangApp, PlayStart
from simulator.app.screens.form import FormScreen
from simulator.app.screens.visit import VisitScreen
from simulator.app.widgets.choices import Choices
from simulator.forms import fields
from simulator.record.store import open_store
from simulator.settings import Settings, write
from tests.driven import Driven
from tests.simulator.app.conftest import HERE

LAMP = HERE / "scenarios" / "lamp"
TRUE = {"dark", "asked", "1", "appeal"}


class Do(NamedTuple):
    """One thing that a trainee does: `choose`, `note`, `look`, `undo`, `stake`, `better`, `first`, `form`, `over`."""

    what: str
    words: str = ""


SCRIPTS = {
    "well": (
        Do("choose", "seat"), Do("choose", "before"), Do("choose", "go_on"), Do("choose", "steps"), Do("form"),
        Do("choose", "number"), Do("over"),
    ),
    "with every aid": (
        Do("stake"), Do("choose", "calm"), Do("better"), Do("undo"), Do("note", "她从西苑来"), Do("choose", "seat"),
        Do("look", "期限"), Do("choose", "before"), Do("choose", "hurt"), Do("undo"), Do("choose", "go_on"),
        Do("choose", "vow"), Do("form"), Do("choose", "bye"), Do("over"),
    ),
    "in one's own words first": (
        Do("first", "您慢慢说，我听着"), Do("choose", "seat"), Do("first", "这事多久了？[/x]"), Do("choose", "before"),
        Do("first"), Do("choose", "go_on"), Do("first", "我照实登记"), Do("choose", "steps"), Do("form"),
        Do("first", "您慢走"), Do("choose", "number"), Do("over"),
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chinese; nothing waits for a finger to leave a key."""
    monkeypatch.setattr(Choices, "PAUSE", 0.0)
    i18n.use("zh")


def kept() -> tuple[list[Any], list[Any]]:
    """What is on record of the only visit, without times, and what it scored."""
    with open_store() as store:
        (session,) = store.sessions()
        events = [(each.kind, {key: value for key, value in each.data.items() if key not in ("latency", "id")})
                  for each in store.events(session.id)]  # fmt: skip
        assert store.verify(session.id).sound
        return [event for event in events if event[0] != "paused"], [each.score for each in store.scored()]


# ---- in plain lines ------------------------------------------------------------------------------------------------


def typed(script: tuple[Do, ...]) -> Iterator[str]:
    """The lines that one types; the play goes along, since the order of the options is the seed's."""
    play = Play(edition(load_or_raise(LAMP), "plain"), "7")
    for act in script:
        match act.what:
            case "choose":
                yield str([offer.move.choice.id for offer in play.offers()].index(act.words) + 1)
                play.choose(act.words)
            case "form":
                picks: dict[str, str] = {}
                for field in fields(Conversation(play)):
                    chosen = [n for n, entry in enumerate(field.entries, 1) if {entry.line, entry.option} & TRUE]
                    picks |= {
                        entry.line: entry.option if {entry.line, entry.option} & TRUE else "leave"
                        for entry in field.entries
                        if field.kind == "tick" or {entry.line, entry.option} & TRUE
                    }
                    yield " ".join(map(str, chosen))
                yield ""
                play.submit(picks)
            case "undo":
                yield "u"
                play.undo()
            case "note" | "look":
                yield {"note": "n", "look": "h"}[act.what]
                yield act.words
                if act.what == "look":
                    yield ""
            case "first" | "over":
                yield act.words
            case what:
                yield {"stake": "i", "better": "e"}[what]


def in_plain_lines(script: tuple[Do, ...]) -> None:
    """Play it line by line."""
    lines = typed(script)

    def read(_prompt: str) -> str:
        line = next(lines, None)
        if line is None:
            raise EOFError
        return line

    plain.play(str(LAMP), "plain", "practice", "7", read=read, write=lambda line: None)


# ---- on the screen -------------------------------------------------------------------------------------------------


async def fill_in(driven: Driven) -> None:
    """The record, by its numbers and Tab."""
    screen: Any = driven.app.screen
    assert isinstance(screen, FormScreen)
    for field in fields(Conversation(screen.visit.play)):
        for number, entry in enumerate(field.entries, 1):
            if {entry.line, entry.option} & TRUE:
                await driven.press(str(number))
        await driven.press("tab")
    await driven.press("ctrl+s")


async def do(driven: Driven, act: Do) -> None:
    """One act of a script, by keys."""
    screen: Any = driven.app.screen
    match act.what:
        case "choose":
            ids = [offer.move.choice.id for offer in screen.visit.play.offers()]
            await driven.press(str(ids.index(act.words) + 1))
        case "form":
            await driven.press("1")
            await fill_in(driven)
        case "note" | "look":
            await driven.press({"note": "n", "look": "h"}[act.what])
            line: Any = driven.app.focused
            line.value = act.words
            await driven.press("enter") if act.what == "note" else await driven.rest()
            await driven.press("escape")
        case "first":
            first: Any = driven.app.focused
            first.value = act.words
            await driven.press("enter")
        case "over":
            await driven.press("1")
        case what:
            await driven.press({"undo": "u", "stake": "i", "better": "e"}[what])


async def on_the_screen(script: tuple[Do, ...]) -> None:
    """Play it in the app."""
    own = Settings(text_speed="off", tour="done", say_first=any(act.what == "first" for act in script))
    app = JiefangApp(PlayStart(str(LAMP), "plain", "practice", "7"), own)
    async with app.run_test(size=(100, 40)) as pilot:
        driven = Driven(app, pilot)
        await driven.until(lambda: isinstance(app.screen, VisitScreen))
        await driven.rest()
        for act in script:
            await do(driven, act)
        await driven.until(lambda: type(app.screen).__name__ == "ResultScreen")


@pytest.mark.parametrize("name", SCRIPTS)
async def test_one_script_one_record(name: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every decision, note, look into the handbook, hint and word of one's own, in the same order; the same score."""
    script = SCRIPTS[name]
    found = []
    for front_end in ("screen", "plain"):
        home = tmp_path / front_end
        monkeypatch.setenv("JIEFANG_HOME", str(home))
        monkeypatch.delenv("JIEFANG_STORE", raising=False)
        if front_end == "screen":
            await on_the_screen(script)
        else:
            home.mkdir(exist_ok=True)
            write(Settings(say_first=any(act.what == "first" for act in script)))
            in_plain_lines(script)
        found.append(kept())
    (screen_events, screen_scores), (plain_events, plain_scores) = found
    assert plain_scores == screen_scores
    assert len(plain_scores) == 1
    assert plain_events == screen_events
