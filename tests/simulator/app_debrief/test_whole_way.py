"""From the pre-brief to the minutes with the keyboard alone: what is seen when, and what is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from scenarios.edition import edition
from scenarios.load import load_or_raise
from scenarios.play import Play
from scoring.evaluate import Evaluator
from scoring.rate import rate
from scoring.solve import solve
from simulator import i18n, paths
from simulator.app.widgets.conversation import Conversation
from simulator.bots import play_bot
from simulator.debrief.record import DebriefStore
from simulator.record.headless import keep
from simulator.record.store import Store
from tests.simulator.app_debrief.conftest import GOOD, POOR, Bench, Led, Record

SIZES = [(80, 24), (200, 60)]
BAR = "━"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_whole_way(
    led: Led, record: Record, golden: Callable[[str, str], None], language: Any, size: tuple[int, int]
) -> None:
    """Every page looks as it should, nothing runs over an edge, and Enter alone leads from page to page."""
    place = f"{language}-{size[0]}x{size[1]}"
    # In the language in which it runs: the other one is one key away.
    async with led(record(POOR), record(GOOD, "韩梅"), size=size) as bench:
        i18n.use(language)
        bench.screen.speak_all()
        await bench.pilot.pause()

        def look(name: str) -> None:
            text = bench.text
            assert all(cell_len(line) <= size[0] for line in text.splitlines())
            golden(f"{name}-{place}", text)

        look("prebrief")
        await bench.press("enter")
        look("agenda")
        await bench.press("enter")
        look("reaction")
        await bench.press("enter", "enter")
        look("moment")
        await bench.press("enter", *"11123")
        look("vote")
        await bench.press("enter")
        look("discuss")
        await bench.press("enter", *"22221", "enter")
        look("compare")
        await bench.press("enter")
        look("revealed")
        while bench.screen.next == "onward":
            await bench.press("enter", "r")
        await bench.press("enter", "enter")
        await bench.type("先问谁定，再说多久" if language == "zh" else "First say who decides")
        await bench.press("m")
        await bench.type("70 追问少了一次" if language == "zh" else "70 one question short")
        look("summary")


async def test_what_is_kept(led: Led, record: Record, store: Store) -> None:
    """Votes, notes, ratings, flags, names, plans, commitments, a line played otherwise; then the minutes."""
    async with led(record()) as bench:
        await bench.press("enter", "c")
        await bench.type("3 4 20 8")
        await bench.press("enter", "enter", "enter")
        await votes(bench)
        await bench.press("a")
        await bench.type("先认下着急，再问")
        await bench.press("f", "k", "m")
        await bench.type("-2 怪了来访人")
        await bench.press("w", "1", "s")
        await bench.type("先问摔着没有")
        await bench.press("escape", "b")
        assert "最好的路" in bench.text
        await bench.press("escape", "W")
        assert "先问摔着没有" in bench.text
        await bench.press("escape")
        await bench.press("g", "n", "enter", "e")
        await bench.type("第一句话")
        while bench.screen.page != "summary":
            await bench.press("enter")
        await bench.press("enter")
        await bench.type("先问谁定")
        await bench.press("d")
        await bench.type("没写名字的不记")
        await bench.press("escape", "enter")
        debrief = bench.lead.log.id
        assert "纪要写好了" in bench.text
    state = DebriefStore(store).debrief(debrief)
    assert [(timer.phase, timer.minutes) for timer in state.phases] == [
        ("reaction", 3), ("description", 4), ("analysis", 20), ("summary", 8)
    ]  # fmt: skip
    assert [note.text for note in state.notes] == ["先认下着急，再问"]
    (rating,) = state.decision_ratings
    assert (rating.rating, rating.reason) == (-2, "怪了来访人") and rating.mark
    assert [each.name for each in state.branches] == ["先问摔着没有"]
    assert [(each.person, each.text) for each in state.commitments] == [("林晓", "先问谁定")]
    assert len(state.flags) == 1 and state.real_names and state.prebrief
    assert any(item.cue.zh == "第一句话" for item in state.items)
    page = (paths.home() / "minutes" / f"{debrief}.html").read_text("utf-8")
    text = (paths.home() / "minutes" / f"{debrief}.md").read_text("utf-8")
    for words in ("先认下着急，再问", "怪了来访人", "先问摔着没有", "先问谁定", "林晓"):
        assert words in page and words in text


async def votes(bench: Bench) -> None:
    """Both votes on the open item, and the reveal."""
    await bench.press("enter", *"112", "enter", "enter", *"222", "enter", "enter")


async def test_the_first_histogram_stays_hidden(led: Led, record: Record) -> None:
    """No bar, no mark, no count of an option is seen before both votes are locked, nor the mark before the reveal."""
    async with led(record()) as bench:
        await bench.press("enter", "enter", "enter", "enter")
        item = bench.lead.item
        assert item is not None

        def hidden() -> bool:
            return BAR not in bench.text and "当时" not in bench.text and item.title.zh not in bench.text

        await bench.press("enter", *"1123")
        assert hidden() and "收到 4 票" in bench.text
        await bench.press("enter")
        assert hidden() and "锁定" not in bench.bar
        await bench.press("enter", *"22")
        assert hidden()
        await bench.press("enter")
        assert BAR in bench.text and "当时" not in bench.text and item.title.zh not in bench.text
        await bench.press("enter")
        assert "当时" in bench.text and item.title.zh in bench.text


async def test_counting_hands(led: Led, record: Record) -> None:
    """Numbers count, minus and a number takes away, never below nothing; a number without an option does nothing."""
    async with led(record()) as bench:
        await bench.press("enter", "enter", "enter", "enter", "enter")
        await bench.press(*"1129", "minus")
        assert "减去哪一项" in bench.text
        await bench.press("1", "1")
        vote = bench.lead.state.open_round
        assert vote is not None
        assert vote.counts[:2] == (2, 1) and vote.total == 3
        await bench.press("minus", "escape", "2", "minus", "3")
        vote = bench.lead.state.open_round
        assert vote is not None
        assert vote.counts[:3] == (2, 2, 0)
        assert "没有举手可减" in bench.told
        await bench.press("u")
        vote = bench.lead.state.open_round
        assert vote is not None
        assert vote.counts[:2] == (2, 1)


@pytest.mark.parametrize(
    ("hands", "card", "following"),
    [("1112", "先提示", "再投一次"), ("1122", "两人一组", "再投一次"), ("12222", "多数人想到了一处", "现在揭晓")],
)
async def test_what_the_share_advises(
    led: Led, record: Record, monkeypatch: pytest.MonkeyPatch, hands: str, card: str, following: str
) -> None:
    """Under 35 % right a hint, up to 70 % talk in pairs, above that reveal; a second vote stays possible by its key."""
    async with led(record()) as bench:
        await bench.press("enter", "enter", "enter", "enter", "enter")
        vote = bench.lead.state.open_round
        assert vote is not None
        right = [option.id in vote.right for option in vote.options].index(True)
        wrong = [option.id in vote.right for option in vote.options].index(False)
        await bench.press(*(str((right if hand == "2" else wrong) + 1) for hand in hands), "enter")
        assert card in bench.text.replace("\n", "") and bench.bar.strip().startswith(f"↵ {following}")
        await bench.press("v" if following != "再投一次" else "enter")
        vote = bench.lead.state.open_round
        assert vote is not None and vote.number == 2


async def test_the_agenda_is_edited(led: Led, record: Record) -> None:
    """Items are moved, removed, brought back and renamed; the one that is pointed at opens."""
    async with led(record()) as bench:
        await bench.press("enter")
        before = [item.id for item in bench.lead.state.items]
        assert len(before) >= 2
        await bench.press("right_square_bracket")
        assert [item.id for item in bench.lead.state.items][:2] == [before[1], before[0]]
        assert bench.screen.agenda.pointed == before[0]
        await bench.press("left_square_bracket", "left_square_bracket", "x")
        assert [item.id for item in bench.lead.state.items] == before[1:]
        await bench.press("u")
        assert [item.id for item in bench.lead.state.items] == before
        await bench.press("enter", "enter", "enter", "g", "down", "enter")
        assert bench.lead.state.current == before[1]


async def test_a_wrong_rating_is_not_kept(led: Led, record: Record) -> None:
    """Without a reason, out of range or without a number it is said what is wrong, and what was typed stays."""
    async with led(record()) as bench:
        await bench.press("enter", "enter", "enter", "enter", "m")
        for typed, said in (("-3 太重", "−2、−1、0"), ("2", "写上理由"), ("很好", "先写数字")):
            await bench.type(typed)
            assert said in bench.text and typed in bench.text
        await bench.press("escape")
        assert bench.lead.state.decision_ratings == ()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_what_was_said_last_is_in_view(led: Led, root: Path, size: tuple[int, int]) -> None:
    """However long the visit was, a moment begins with the words that it answers."""
    long = edition(load_or_raise(root / "scenarios" / "library" / "unpaid-wages"))
    solved = Evaluator(solve(long))
    play = play_bot(Play(long, "2"), solved, "random")
    async with led(keep(play, rate(play, solved), "zh", trainee="林"), size=size) as bench:
        await bench.press("enter", "enter", "enter", "enter")
        talk = bench.screen.query_one("#talk", Conversation)
        assert len(talk.moments) > 5
        assert talk.max_scroll_y > 0
        assert talk.scroll_offset.y == talk.max_scroll_y
