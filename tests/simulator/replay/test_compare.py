"""Sessions side by side: what the comparison says is what the recordings hold."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.edition import Edition, edition
from scenarios.load import load_text
from scenarios.play import Play
from scoring.evaluate import Evaluator
from simulator.errors import UserError
from simulator.record.store import Store
from simulator.replay import editions
from simulator.replay.compare import Comparison, compare
from simulator.replay.prices import Prices
from simulator.replay.recording import Recording, read
from simulator.report import comparison as told
from simulator.visit import Visit
from tests.simulator.record.conftest import VISIT
from tests.simulator.replay.conftest import Recorded, edition_of, evaluator_of, forms, found, play_on


def desk(text: str = VISIT) -> Edition:
    """The visit at the desk, or another wording of it."""
    loaded = load_text(text)
    assert loaded.scenario is not None, loaded.diagnostics
    return edition(loaded.scenario)


def recording(store: Store, played: Edition, choices: str, seed: str = "1") -> Recording:
    """A session of these choices."""
    log = store.create(played, mode="practice", seed=seed, trainee="林", language="zh")
    visit = Visit(Play(played, seed), log.session, log)
    for each in choices.split():
        visit.choose(each)
    if visit.play.ended:
        visit.end()
    log.close()
    return read(store.transcript(log.session.id))


def compared(recordings: Sequence[Recording], evaluator: Evaluator | None = None) -> Comparison:
    """Side by side, priced where there is an evaluator."""
    prices = [None if evaluator is None else Prices(each, evaluator) for each in recordings]
    return compare(recordings, prices, "zh")


def table(result: Comparison) -> list[str]:
    """`scene: choice choice`, a line a row."""
    return [
        f"{row.scene}: " + " ".join("-" if deed is None else deed.choice for deed in row.deeds) for row in result.rows
    ]


def test_the_same_visit_twice(store: Store) -> None:
    """All rows agree, and nowhere do they part."""
    played = desk()
    result = compared([recording(store, played, "seat rush ask cut") for _ in range(2)])
    assert table(result) == ["arrive: seat seat", "arrive: rush rush", "talk: ask ask", "last: cut cut"]
    assert result.divergence is None
    assert all(row.agreed for row in result.rows)
    assert result.notes() == ["甲 的剧本没有求解，不标得失", "乙 的剧本没有求解，不标得失"]


def test_where_they_parted_first(store: Store) -> None:
    """The first moment in one scene at which they did different things, each with its own number."""
    played = desk()
    result = compared([recording(store, played, each) for each in ("seat rush ask cut", "seat go_on ask sum_up")])
    assert result.divergence is not None
    assert (result.divergence.row, result.divergence.scene, result.divergence.moments) == (1, "arrive", (1, 1))
    assert [row.agreed for row in result.rows] == [True, False, True, False]


def test_skipping_what_others_did_first_is_parting_too(store: Store) -> None:
    """One sat him down and then asked, the other asked at once: they parted at their first moment at the desk."""
    played = desk()
    result = compared([recording(store, played, each) for each in ("seat go_on ask cut", "go_on ask cut")])
    assert table(result) == ["arrive: seat -", "arrive: go_on go_on", "talk: ask ask", "last: cut cut"]
    assert result.divergence is not None
    assert (result.divergence.row, result.divergence.moments) == (0, (0, 0))


def test_an_unfinished_session_did_nothing_different(store: Store) -> None:
    """Who stopped has not parted from the others."""
    played = desk()
    result = compared([recording(store, played, each) for each in ("seat rush ask cut", "seat rush")])
    assert table(result)[2:] == ["talk: ask -", "last: cut -"]
    assert result.divergence is None
    assert any("乙 到这里停下" in line for line in told.lines(result, named=False))


def test_costs_and_curves_are_those_of_the_results(store: Store, recorded: Recorded) -> None:
    """Each deed costs what the result says; each curve begins at 100 and ends where the visit's does."""
    visits = [recorded(seed=seed) for seed in (1, 2, 3)]
    recordings = [read(found(store, visit)) for visit in visits]
    result = compared(recordings, evaluator_of("unpaid-wages"))
    for at, (each, prices) in enumerate(zip(recordings, result.prices, strict=True)):
        assert prices is not None
        deeds = [row.deeds[at] for row in result.rows if row.deeds[at] is not None]
        assert [deed.moment for deed in deeds if deed] == list(range(len(each.moments)))
        costs = [deed.cost for deed in deeds if deed]
        assert costs == [prices.cost(number) for number in range(len(each.moments))]
        left, meters = result.left[at], result.meters[at]
        assert left is not None
        assert len(left) == len(meters) == len(result.rows) + 1
        assert (left[0], left[-1]) == (100, pytest.approx(prices.result.curve[-1]))
        assert list(left) == sorted(left, reverse=True)
        state = each.moments[-1].step.after
        assert meters[-1] == (state.agitation, state.trust, state.distress)


def test_forms_name_the_lines_on_which_they_differ(store: Store, recorded: Recorded) -> None:
    """Exactly those that both had and filled in differently."""
    visits = (recorded(seed=seed) for seed in range(1, 60))
    recordings = [read(found(store, visit)) for visit in islice((v for v in visits if forms(v) == 2), 2)]
    result = compared(recordings, evaluator_of("unpaid-wages"))
    handed_in = [row for row in result.rows if row.deeds[0] and row.deeds[1] and not row.deeds[0].choice]
    assert len(handed_in) == 2
    for row in handed_in:
        one, other = ({entry.line: entry.pick for entry in deed.entries} for deed in row.deeds if deed)
        assert set(row.parted) == {line for line in one.keys() & other.keys() if one[line] != other[line]}
    assert any(row.parted for row in handed_in)


@settings(max_examples=25, deadline=None)
@given(seeds=st.lists(st.integers(0, 40), min_size=2, max_size=6))
def test_any_sessions_can_be_compared(seeds: list[int]) -> None:
    """Two to six random visits: every moment has its place, the parting is true, the words and the data can be made."""
    played = edition_of("unpaid-wages")
    recordings = [_unrecorded(played, seed) for seed in seeds]
    result = compared(recordings)
    for at, each in enumerate(recordings):
        moments = [row.deeds[at].moment for row in result.rows if row.deeds[at] is not None]  # type: ignore[union-attr]
        assert moments == list(range(len(each.moments)))
    parted = result.divergence
    if parted is None:
        assert all(len({deed.choice for deed in row.deeds if deed}) == 1 for row in result.rows)
        return
    there = [each.moments[at] for each, at in zip(recordings, parted.moments, strict=True) if at is not None]
    assert {moment.scene for moment in there} == {parted.scene}
    assert len({str(moment.taken) for moment in there}) > 1
    for row in result.rows[: parted.row]:
        assert len({deed.choice for deed in row.deeds if deed}) == 1
    assert list(told.lines(result, named=True))
    assert told.data(result, named=False)["rows"]


def _unrecorded(played: Edition, seed: int) -> Recording:
    """A random visit as a recording, without a store."""
    from simulator.record.log import MemoryLog
    from simulator.record.transcript import STATED, Transcript, Written

    log = MemoryLog(played, mode="practice", seed=str(seed), trainee="", language="zh")
    visit = play_on(Visit(Play(played, str(seed)), log.session, log), random.Random(seed))
    visit.end()
    sealed = log.sealed()
    return read(
        Transcript(
            stated={name: getattr(log.session, name) for name in STATED},
            edition_hash=played.hash,
            rules=played.rules,
            edition=played.canonical,
            events=[Written(s.seq, s.event.kind, s.text, s.time, s.previous, s.hash) for s in sealed],
            count=len(sealed),
            last_hash=sealed[-1].hash,
            signature="",
            signed=0,
        )
    )


class TestEditions:
    """Where what was played differs, it is said."""

    def test_another_variant_of_the_same_text(self) -> None:
        """The variants are named; no scene is said to have changed."""
        names = list(edition_of("unpaid-wages").scenario.variants)[:2]
        differences = editions.differences([edition_of("unpaid-wages", name) for name in (*names, names[0])])
        assert [each.sessions for each in differences] == [(0, 2), (1,)]
        assert not any(each.text_differs for each in differences)
        assert list(editions.words(differences)) == [f"情形不同：甲、丙 是情形 {names[0]}；乙 是情形 {names[1]}"]

    def test_another_text(self, store: Store) -> None:
        """The very scenes are named, and marked in their rows."""
        changed = VISIT.replace("那我怎么办。", "那我到底怎么办。").replace("age: 46", "age: 47")
        result = compared([recording(store, desk(text), "go_on ask cut") for text in (VISIT, changed)])
        (first, other) = result.editions
        assert not first.text_differs
        assert (other.changed, other.added, other.removed, other.people, other.more) == (("last",), (), (), True, False)
        assert [row.changed for row in result.rows] == [False, False, True]
        assert "乙 与 甲 用的剧本不是同一版：改过的场景 last；来访人、事实或数字不同" in result.notes()

    def test_scenes_that_came_and_went(self, store: Store) -> None:
        """An edition with a scene more, compared with one without it; both are aligned all the same."""
        more = VISIT.replace("goto: last}\n      push", "goto: more}\n      push").replace(
            "  last:\n", "  more:\n    say: 还有一件。\n    choices:\n      hear: {text: 您说。, goto: last}\n  last:\n"
        )
        recordings = [recording(store, desk(), "go_on ask cut"), recording(store, desk(more), "go_on ask hear cut")]
        result = compared(recordings)
        assert result.editions[1].added == ("more",)
        assert table(result) == ["arrive: go_on go_on", "talk: ask ask", "more: - hear", "last: cut cut"]
        assert result.divergence is None
        assert compared(recordings[::-1]).editions[1].removed == ("more",)


class TestRefused:
    """What cannot be compared is refused in words."""

    def test_too_few_and_too_many(self, store: Store) -> None:
        """Two to six."""
        one = recording(store, desk(), "go_on ask cut")
        for number in (0, 1, 7):
            with pytest.raises(UserError, match="2 到 6"):
                compared([one] * number)

    def test_other_scenarios(self, store: Store) -> None:
        """Both are named."""
        other = desk(VISIT.replace("id: desk", "id: window"))
        with pytest.raises(UserError, match="desk、window"):
            compared([recording(store, each, "go_on ask cut") for each in (desk(), other)])

    def test_what_cannot_be_replayed(self, store: Store) -> None:
        """The session is named, with what is wrong."""
        one = recording(store, desk(), "go_on ask cut")
        store._database.run("DROP TRIGGER editions_are_not_changed")
        store._database.run("UPDATE editions SET data = x'00'")
        assert one.session is not None
        with pytest.raises(UserError, match=one.session.id) as caught:
            compared([one, read(store.transcript(one.session.id))])
        assert caught.value.hint

    def test_a_damaged_log_is_compared_as_far_as_it_is_sound(self, store: Store) -> None:
        """And that is said."""
        whole = recording(store, desk(), "seat rush ask cut")
        assert whole.session is not None
        store._database.run("DROP TRIGGER events_are_not_changed")
        store._database.run("UPDATE events SET time = '2000' WHERE seq = 4")
        result = compared([whole, read(store.transcript(whole.session.id))])
        assert table(result)[2:] == ["talk: ask -", "last: cut -"]
        assert any(note.startswith("乙 的记录不完好") and "第 4 条" in note for note in result.notes())
