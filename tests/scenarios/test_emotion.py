"""The emotion table: its rules, its grid, and the research it stands for."""

from __future__ import annotations

import copy
import itertools
import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.bilingual import Bilingual
from scenarios.emotion import METERS, Change, EmotionTable, Row, StepEffect, from_data, table
from scenarios.emotion_grid import SHAPE, Grid, move_grid
from scenarios.vocabulary import load_data, vocabulary

TABLE = table()
WORDS = vocabulary()
MOVES = list(TABLE.moves)
STYLES = list(WORDS.styles)
METER = range(11)
STATES = list(itertools.product(METER, METER, METER, range(3)))
ROWS = [(move, number, row) for move, rows in TABLE.moves.items() for number, row in enumerate(rows, 1)]
BOUGHT = {"promise", "appease", "side_with"}
"""Harm that pays at once and is paid for later, by its ratings and by the scenario."""


def of_kind(*kinds: str) -> list[str]:
    """The moves of these kinds."""
    return [move for move in MOVES if TABLE.kinds[move] in kinds]


def step(
    *moves: str,
    agitation: int = 5,
    trust: int = 4,
    distress: int = 3,
    style: str = "reactive",
    sympathy: int = 0,
    opening: bool = False,
) -> StepEffect:
    """One step from a middling state, but for what is given."""
    return TABLE.effect(moves, agitation, trust, distress, style=style, sympathy=sympathy, opening=opening)


def good(effect: StepEffect | Row) -> int:
    """How much better a step leaves the visitor: cooler, more trusting, less distressed."""
    return effect.trust - effect.agitation - effect.distress


def play(moves: list[str], agitation: int, trust: int, distress: int, style: str) -> Iterator[tuple[int, int, int]]:
    """The states a list of moves leads through, until the visit breaks off."""
    streak = 0
    for move in moves:
        effect = TABLE.effect([move], agitation, trust, distress, style=style, sympathy=streak, opening=False)
        agitation = min(10, max(0, agitation + effect.agitation))
        trust = min(10, max(0, trust + effect.trust))
        distress = min(10, max(0, distress + effect.distress))
        streak = effect.sympathy
        yield agitation, trust, distress
        if agitation == 10:
            return


# ---- the rules ------------------------------------------------------------------------------------------------------


def test_every_move_has_rows_and_ends_without_conditions() -> None:
    """The table is total: every move of the vocabulary finds a row in every state, and no other move is in it."""
    assert set(TABLE.moves) == set(WORDS.moves)
    for rows in TABLE.moves.values():
        assert rows[-1].unconditional
        assert not any(row.unconditional for row in rows[:-1])


def test_every_row_can_apply() -> None:
    """No row stands in the shadow of those before it."""
    hit: set[tuple[str, int]] = set()
    for move, rows in TABLE.moves.items():
        for style, opening in itertools.product(STYLES, (False, True)):
            for a, t, d, s in itertools.product((0, 3, 5, 7, 9), METER, METER, (0, 1, 2)):
                row = TABLE.row(move, a, t, d, style=style, sympathy=s, opening=opening)
                hit.add((move, rows.index(row) + 1))
    assert {(move, number) for move, number, _ in ROWS} == hit


def test_reasons_are_short_clauses_in_both_languages() -> None:
    """A reason fits on a line after "激动 +2：", has no full stop and names nobody."""
    reasons = [row.reason for _, _, row in ROWS] + list(TABLE.ceiling_reasons.values())
    reasons += [reason for pair in TABLE.limit_reasons.values() for reason in pair]
    for reason in reasons:
        assert 2 <= len(reason.zh) <= 20, reason
        assert len(reason.en) <= 60, reason
        assert not reason.zh.endswith("。"), reason
        assert not reason.en.endswith("."), reason
        assert re.search(r"[\u4e00-\u9fff]", reason.zh), reason
        assert not re.search(r"[\u4e00-\u9fff]", reason.en), reason
        assert not re.search(r"[他她你]|\b(he|she)\b", reason.zh + reason.en), reason


def test_the_edge_and_the_break_are_treated_alike() -> None:
    """An interrupt may run at agitation 10; what works at 9 works there."""
    for move, number, row in ROWS:
        assert row.bands is None or ("edge" in row.bands) == ("break" in row.bands), (move, number)


def test_default_ratings_are_modest() -> None:
    """Authors add their own: a row rates at most three codes and −2 only for harm, +2 only for the finest moments."""
    for move, number, row in ROWS:
        assert len(row.rates) <= 3
        for rating in row.rates.values():
            assert -2 <= rating <= 2 and rating != 0
            if rating == -2:
                assert TABLE.kinds[move] == "harm", (move, number)
            if rating == 2:
                assert move in {"label_feeling", "ask_risk"}, (move, number)


@pytest.mark.parametrize("style", STYLES)
def test_changes_sum_to_the_totals_and_keep_the_limits(style: str) -> None:
    """The printed reasons always add up to what happened, and what happened keeps the limits of a step."""
    chance = random.Random(style)
    for _ in range(5_000):
        moves = chance.choices(MOVES, k=chance.randint(0, 4))
        a, t, d, s = chance.choice(STATES)
        effect = TABLE.effect(moves, a, t, d, style=style, sympathy=s, opening=chance.random() < 0.3)
        for meter in METERS:
            total = getattr(effect, meter)
            assert sum(c.amount for c in effect.changes if c.meter == meter) == total
            lowest, highest = TABLE.limits[meter]
            assert lowest <= total <= highest
        assert all(change.amount for change in effect.changes)
        assert 0 <= effect.sympathy <= 2


def test_a_limited_step_prints_the_limit() -> None:
    """What a limit takes away is a change of its own with a reason, not a silent difference."""
    effect = step("threaten", "belittle")
    assert (effect.agitation, effect.trust) == (3, -3)
    assert effect.changes[-2] == Change("agitation", -3, TABLE.limit_reasons["agitation"][1])
    assert effect.changes[-1] == Change("trust", 3, TABLE.limit_reasons["trust"][0])


@pytest.mark.parametrize(
    ("kind", "ceiling"), [("courtesy", 5), ("listening", 7), ("substance", 10), ("harm", 6), ("neutral", 5)]
)
def test_trust_has_a_ceiling_by_kind_of_move(kind: str, ceiling: int) -> None:
    """Courtesy cannot buy everything: no move lifts trust above its kind's ceiling, and none lowers it for that."""
    assert TABLE.ceilings[kind] == ceiling
    for move, style, (a, t, d, s) in itertools.product(of_kind(kind), STYLES, STATES[::29]):
        effect = TABLE.effect([move], a, t, d, style=style, sympathy=s, opening=False)
        assert effect.trust <= max(0, ceiling - t)
        if TABLE.row(move, a, t, d, style=style, sympathy=s, opening=False).trust >= 0:
            assert effect.trust >= 0


def test_a_ceiling_prints_its_reason() -> None:
    """At trust 5 one more kind word is worth nothing, and the visit says why."""
    effect = step("sympathise", trust=5)
    assert effect.trust == 0
    assert Change("trust", -1, TABLE.ceiling_reasons["courtesy"]) in effect.changes


def test_trust_speeds_calming_and_mistrust_speeds_anger() -> None:
    """From trust 6 a calming step calms one more; up to trust 2 a heating one heats one more, within the limits."""
    assert step("silence", trust=5).agitation == -1
    assert step("silence", trust=6).agitation == -2
    assert step("interrupt", trust=3).agitation == 1
    assert step("interrupt", trust=2).agitation == 2
    assert step("threaten", trust=2).agitation == 3
    assert step("closed_question", trust=2).agitation == 0


def test_in_the_heat_trust_rises_by_one_at_most() -> None:
    """From agitation 7 on a step brings no more than one point of trust."""
    assert step("label_feeling", "care", agitation=8).trust == 1
    assert step("label_feeling", "offer_choices", agitation=8).trust == 1
    assert step("label_feeling", "offer_choices", agitation=6).trust == 2


def test_everything_is_read_before_the_step() -> None:
    """The order of moves in a choice is of no consequence but for the order of the printed reasons."""
    chance = random.Random(5)
    for _ in range(2_000):
        moves = chance.choices(MOVES, k=3)
        a, t, d, s = chance.choice(STATES)
        there = TABLE.effect(moves, a, t, d, style="reactive", sympathy=s, opening=False)
        back = TABLE.effect(moves[::-1], a, t, d, style="reactive", sympathy=s, opening=False)
        assert [getattr(there, m) for m in (*METERS, "sympathy")] == [getattr(back, m) for m in (*METERS, "sympathy")]
        assert dict(there.rates) == dict(back.rates)


def test_ratings_are_summed_and_not_clipped() -> None:
    """Clipping is the business of scoring; here two interruptions are two interruptions."""
    assert step("interrupt", "interrupt", opening=True).rates["L1"] == -4
    assert dict(step("hear_out", "interrupt").rates) == {"L1": 0}


def test_no_moves_do_nothing() -> None:
    """A choice without moves leaves the visitor as they were."""
    effect = step(sympathy=1)
    assert (effect.agitation, effect.trust, effect.distress, effect.sympathy) == (0, 0, 0, 1)
    assert effect.changes == () and dict(effect.rates) == {}


def test_the_streak_of_sympathy() -> None:
    """Sympathy and apology lengthen the streak to 2, substance ends it, everything else leaves it."""
    assert step("sympathise", sympathy=0).sympathy == 1
    assert step("apologise", sympathy=1).sympathy == 2
    assert step("sympathise", sympathy=2).sympathy == 2
    assert step("sympathise", "apologise", sympathy=0).sympathy == 1
    assert step("hear_out", sympathy=2).sympathy == 2
    assert step("refer_warmly", sympathy=2).sympathy == 0
    assert step("sympathise", "offer_choices", sympathy=2).sympathy == 0


def test_an_unknown_move_is_refused() -> None:
    """The loader catches misspelt moves; the table does not guess either."""
    with pytest.raises(KeyError, match="hug"):
        step("hug")


# ---- what research says ---------------------------------------------------------------------------------------------


def test_naming_a_feeling_helps_when_it_is_strong_and_harms_when_it_is_weak() -> None:
    """Levy-Gigi & Shamay-Tsoory 2022: labelling lowers strong feeling and raises weak feeling."""
    assert step("label_feeling", agitation=8).agitation == -2
    assert step("label_feeling", agitation=8).rates["E3"] > 0
    assert step("label_feeling", agitation=1).agitation == 1
    assert step("label_feeling", agitation=1).rates["E3"] < 0
    assert good(step("label_feeling", agitation=4)) == 0


def test_sympathy_saturates() -> None:
    """Singh et al.; HBR 2018: the first helps, the second does nothing, the third without substance harms."""
    assert [good(step("sympathise", sympathy=streak)) for streak in range(3)] == [2, 0, -2]
    assert step("sympathise", sympathy=2).rates["E3"] < 0
    assert good(step("apologise", sympathy=2)) < 0
    for style in STYLES:
        assert good(step("sympathise", sympathy=2, style=style)) < 0


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("start", [(6, 3, 4), (8, 2, 4), (4, 4, 6), (2, 5, 2)])
def test_whoever_only_sympathises_does_not_win(style: str, start: tuple[int, int, int]) -> None:
    """An always-sympathise player never gets trust beyond 5 and ends with more heat and no more trust."""
    states = list(play(["sympathise", "apologise"] * 6, *start, style))
    assert all(trust <= 5 for _, trust, _ in states)
    assert states[-1][1] <= start[1]
    assert states[-1][0] > start[0]


@pytest.mark.parametrize("style", STYLES)
def test_whoever_only_shows_empathy_does_not_win(style: str) -> None:
    """Kind words of every sort in turn, without substance, neither calm the visitor down nor pass trust 7."""
    kind_words = ["sympathise", "hear_out", "apologise", "label_feeling", "affirm", "silence"]
    states = list(play(kind_words * 4, 6, 3, 4, style))
    assert states[-1][0] >= 3
    assert max(trust for _, trust, _ in states) <= 7


def test_law_before_attunement_backfires() -> None:
    """BETA 4: at agitation 7 explaining the law costs trust and heats; below it, it helps whoever can listen."""
    for agitation, style in itertools.product(range(7, 11), STYLES):
        effect = step("explain_law", agitation=agitation, style=style)
        assert effect.trust < 0 < effect.agitation
    assert good(step("explain_law", agitation=4)) > 0
    assert good(step("explain_law", agitation=4, trust=1)) == 0
    assert good(step("explain_law", agitation=4, opening=True)) < 0


def test_pressure_ignores_sympathy_and_answers_to_limits() -> None:
    """The instrumental style: sympathy moves nothing, a limit with choices does (BETA 8-9; Price & Baker 2012)."""
    for agitation, trust, move in itertools.product(METER, METER, ("sympathise", "affirm", "greet", "care")):
        effect = step(move, agitation=agitation, trust=trust, style="instrumental")
        assert effect.agitation >= 0 and effect.trust <= 0
    assert step("set_limit", agitation=7, style="instrumental").agitation == -2
    assert step("set_limit", agitation=7, style="reactive").agitation == -1
    assert step("set_limit", agitation=7, distress=7, style="despairing").trust < 0


def test_a_limit_needs_an_occasion_and_some_rapport() -> None:
    """A limit set before anything was overstepped, or without any trust, makes it worse."""
    assert good(step("set_limit", agitation=3)) < 0
    assert good(step("set_limit", agitation=7, trust=1)) < 0
    assert good(step("set_limit", agitation=7, trust=4)) > 0


def test_despair_is_about_distress() -> None:
    """The despairing style is reached by presence, a direct question and a warm handover, not by law or choices."""
    heavy = {"style": "despairing", "agitation": 3, "distress": 7}
    for move in ("silence", "label_feeling", "ask_risk", "refer_warmly", "bring_support"):
        assert step(move, **heavy).distress < 0, move  # type: ignore[arg-type]
    for move in ("explain_law", "offer_choices", "explain_role"):
        assert good(step(move, **heavy)) == 0, move  # type: ignore[arg-type]


def test_distress_moves_seldom() -> None:
    """It opens a crisis at 8, so only harm and bad news raise it, and little lowers it below 6."""
    for move, number, row in ROWS:
        if row.distress > 0:
            assert TABLE.kinds[move] == "harm" or move == "bad_news", (move, number)
        if row.distress < 0:
            assert (row.distress_at_least or 0) >= 6, (move, number)


def test_asking_about_suicide_helps_the_desperate_and_startles_others() -> None:
    """The crisis card: ask calmly and directly where there are signs; out of the blue it costs."""
    assert step("ask_risk", distress=8).distress == -2
    assert step("ask_risk", distress=8).rates["E6"] == 2
    assert good(step("ask_risk", distress=1)) < 0


def test_silence_is_company_or_a_cold_shoulder() -> None:
    """Curhan 2022: a respectful pause calms where there is trust; to a stranger, or to a question, it is cold."""
    assert step("silence", agitation=6, trust=4).agitation == -1
    assert step("silence", agitation=6, trust=2).trust == -1
    assert all(good(step("cold_silence", agitation=a, trust=t)) < 0 for a in METER for t in METER)


def test_interrupting_the_opening_costs_most() -> None:
    """Langewitz 2002: the opening statement is short if left alone."""
    assert step("interrupt", opening=True).agitation > step("interrupt").agitation
    assert step("interrupt", opening=True).rates["L1"] < step("interrupt").rates["L1"]
    assert good(step("hear_out", opening=True)) > 0


def test_questions_gather_and_reflections_build() -> None:
    """MITI: asking alone stops building trust at 4, being understood goes on to 7."""
    assert [step("open_question", trust=t).trust for t in (3, 4)] == [1, 0]
    assert [step("paraphrase", trust=t).trust for t in (4, 6, 7)] == [1, 1, 0]


def test_hope_and_bad_news_heat_without_fault() -> None:
    """RULES §7: nobody is rated down for telling the truth."""
    assert step("good_news", agitation=2).agitation > 0
    assert step("bad_news", agitation=2).agitation > 0
    for row in (*TABLE.moves["good_news"], *TABLE.moves["bad_news"]):
        assert not row.rates


def test_a_promise_works_at_once() -> None:
    """The temptation is real: a promise lifts trust and calms now; it is rated down and the scenario makes it break."""
    assert step("promise").trust == 2
    assert step("promise").agitation == -1
    assert all(row.rates["C4"] == -2 for row in TABLE.moves["promise"])


def test_harm_never_pays() -> None:
    """In no state does harm leave the visitor better off, but for what is bought on credit; all of it is rated down."""
    for move, number, row in ROWS:
        if TABLE.kinds[move] == "harm":
            assert row.rates, (move, number)
            assert max(row.rates.values()) < 0, (move, number)
            if move not in BOUGHT:
                assert good(row) < 0, (move, number)


def test_no_move_is_good_everywhere() -> None:
    """Every move that helps somewhere does nothing or harm elsewhere, at every style."""
    for move, style in itertools.product(of_kind("courtesy", "listening", "substance"), STYLES):
        effects = [
            good(TABLE.effect([move], a, t, d, style=style, sympathy=s, opening=False))
            for a, t, d, s in itertools.product((1, 4, 6, 8, 9), (1, 4, 6, 8), (2, 7, 9), (0, 2))
        ]
        assert min(effects) <= 0, (move, style)


def test_every_helpful_kind_helps_somewhere() -> None:
    """No move of courtesy, listening or substance is dead weight: each helps or is rated up in some state."""
    for move in of_kind("courtesy", "listening", "substance"):
        if move not in {"bad_news", "decline"}:
            assert any(good(row) > 0 for row in TABLE.moves[move]) or any(
                max(row.rates.values(), default=0) > 0 for row in TABLE.moves[move]
            ), move


@pytest.mark.parametrize("style", STYLES)
def test_no_move_is_best_everywhere(style: str) -> None:
    """Whatever one always says, there are states where something else would have been better."""
    sample = list(itertools.product((1, 4, 6, 8, 9), (1, 4, 6, 8), (2, 7, 9)))
    best = {
        state: max(
            good(TABLE.effect([m], *state, style=style, sympathy=0, opening=False)) for m in MOVES if m not in BOUGHT
        )
        for state in sample
    }
    for move in MOVES:
        assert any(
            good(TABLE.effect([move], *state, style=style, sympathy=0, opening=False)) < best[state] for state in sample
        ), move


@pytest.mark.parametrize(
    ("style", "start"), [("reactive", (7, 3, 4)), ("instrumental", (7, 3, 3)), ("despairing", (4, 3, 7))]
)
def test_a_good_visit_ends_well_and_a_bad_one_breaks(style: str, start: tuple[int, int, int]) -> None:
    """Hearing out, checking, recording and handing over ends calm and trusted; passing the buck does not."""
    care = ["hear_out", "paraphrase", "explain_role", "open_question", "summarise", "register", "read_back"]
    agitation, trust, _ = list(play([*care, "explain_law", "refer_warmly", "hand_over_paper"], *start, style))[-1]
    assert agitation <= 4 and trust >= 7
    agitation, trust, distress = list(play(["interrupt", "argue", "refer_vaguely", "brush_off"], *start, style))[-1]
    assert trust <= 1
    assert agitation >= 8 or distress >= 8


# ---- the grid -------------------------------------------------------------------------------------------------------


def assert_same(grid: Grid, moves: list[str], style: str, opening: bool, states: Sequence[tuple[int, ...]]) -> None:
    """The grid and `effect` agree in these states, on every meter, rating and the streak."""
    heat, warmth, weight, streak = (x.tolist() for x in (grid.dA, grid.dT, grid.dD, grid.sympathy_after))
    rates = {code: array.tolist() for code, array in grid.rates.items()}
    for a, t, d, s in states:
        effect = TABLE.effect(moves, a, t, d, style=style, sympathy=s, opening=opening)
        found = (heat[a][t][d][s], warmth[a][t][d][s], weight[a][t][d][s], streak[a][t][d][s])
        assert found == (effect.agitation, effect.trust, effect.distress, effect.sympathy), (moves, style, a, t, d, s)
        for code, array in rates.items():
            assert array[a][t][d][s] == effect.rates.get(code, 0), (moves, style, code, a, t, d, s)
        assert effect.rates.keys() <= rates.keys()


def rows_in_play(move: str, style: str, opening: bool) -> tuple[int, ...]:
    """The rows that can match at all; style and opening reach `effect` only through them."""
    return tuple(
        number
        for number, row in enumerate(TABLE.moves[move])
        if (row.styles is None or style in row.styles) and (row.opening is None or row.opening == opening)
    )


@pytest.mark.parametrize("move", MOVES)
def test_the_grid_equals_effect_on_every_state(move: str) -> None:
    """The solver sees exactly the visit that is played: every single move, every state, every style, opening or not."""
    proved: dict[tuple[int, ...], Grid] = {}
    for style, opening in itertools.product(STYLES, (False, True)):
        grid = move_grid(TABLE, [move], style, opening)
        rows = rows_in_play(move, style, opening)
        if rows in proved:  # the same rows, so the same effects: the grids must be the same as well
            for mine, other in ((grid.dA, proved[rows].dA), (grid.dT, proved[rows].dT), (grid.dD, proved[rows].dD)):
                assert (mine == other).all()
            assert all((ratings == proved[rows].rates[code]).all() for code, ratings in grid.rates.items())
            sample = random.Random(f"{move}{style}{opening}").sample(STATES, 50)
            assert_same(grid, [move], style, opening, sample)
        else:
            assert_same(grid, [move], style, opening, STATES)
            proved[rows] = grid


@settings(max_examples=60, deadline=None)
@given(
    moves=st.lists(st.sampled_from(MOVES), max_size=4),
    style=st.sampled_from(STYLES),
    opening=st.booleans(),
    chance=st.randoms(use_true_random=False),
)
def test_the_grid_equals_effect_for_choices_of_several_moves(
    moves: list[str], style: str, opening: bool, chance: random.Random
) -> None:
    """Sums, dynamics and limits of several moves agree as well, and so does no move at all."""
    states = [
        (chance.randint(0, 10), chance.randint(0, 10), chance.randint(0, 10), chance.randint(0, 2)) for _ in range(150)
    ]
    assert_same(move_grid(TABLE, moves, style, opening), moves, style, opening, states)


def test_the_grid_is_small_and_sealed() -> None:
    """Arrays are int8 of the agreed shape and cannot be changed by whoever shares them."""
    grid = move_grid(TABLE, ["label_feeling", "offer_choices"], "reactive", False)
    assert SHAPE == (11, 11, 11, 3)
    for array in (grid.dA, grid.dT, grid.dD, grid.sympathy_after, *grid.rates.values()):
        assert array.shape == SHAPE
        assert array.dtype.name == "int8"
        assert not array.flags.writeable


def test_the_grid_of_another_table_is_its_own() -> None:
    """A pack's table does not see cached moves of the standard one."""
    data = copy.deepcopy(load_data("emotion.yaml"))
    data["moves"]["greet"] = [{"change": {"agitation": 2}, "reason": {"zh": "试", "en": "trial"}}]
    other = from_data(data)
    assert int(move_grid(other, ["greet"], "reactive", False).dA[4, 4, 4, 0]) == 2
    assert int(move_grid(TABLE, ["greet"], "reactive", False).dA[4, 4, 4, 0]) == 0


# ---- tables from packs ----------------------------------------------------------------------------------------------


def changed(change: Callable[[Any], object]) -> Any:
    """The standard data with one thing changed."""
    data = copy.deepcopy(load_data("emotion.yaml"))
    change(data)
    return data


REASON = {"zh": "试", "en": "trial"}
MALFORMED: dict[str, tuple[Callable[[Any], object], str]] = {
    "no moves": (lambda d: d.pop("moves"), "emotion table: missing moves"),
    "a move left out": (lambda d: d["moves"].pop("greet"), "moves: missing greet"),
    "an unknown move": (lambda d: d["moves"].update(grete=[]), "unknown 'grete'; expected greet"),
    "no rows": (lambda d: d["moves"].update(greet=[]), "moves.greet: expected a list of rows"),
    "not total": (
        lambda d: d["moves"].update(greet=[{"bands": ["calm"], "reason": REASON}]),
        "moves.greet: the last row must have no conditions",
    ),
    "hidden rows": (
        lambda d: d["moves"].update(greet=[{"reason": REASON}, {"reason": REASON}]),
        "moves.greet row 1: a row without conditions hides",
    ),
    "an unknown band": (
        lambda d: d["moves"]["silence"][0].update(bands=["critcal"]),
        "moves.silence row 1.bands: unknown 'critcal'; expected critical",
    ),
    "bands not a list": (lambda d: d["moves"]["silence"][0].update(bands="calm"), "expected a list, found 'calm'"),
    "an unknown style": (lambda d: d["moves"]["silence"][0].update(styles=["angry"]), "unknown 'angry'"),
    "a nested list": (lambda d: d["moves"]["silence"][0].update(styles=[["reactive"]]), "unknown \\['reactive'\\]"),
    "a streak of 3": (lambda d: d["moves"]["silence"][0].update(sympathy=[3]), "unknown 3; expected 0, 1, 2"),
    "two trust thresholds": (
        lambda d: d["moves"]["silence"][0].update(trust_at_least=2, trust_below=5),
        "moves.silence row 1: give trust_at_least or trust_below, not both",
    ),
    "a threshold of text": (lambda d: d["moves"]["silence"][0].update(trust_below="5"), "whole number from 1 to 10"),
    "a truth for a number": (lambda d: d["moves"]["silence"][0].update(trust_below=True), "whole number from 1 to 10"),
    "opening not a truth": (lambda d: d["moves"]["silence"][0].update(opening=1), "opening: expected true or false"),
    "an unknown condition": (
        lambda d: d["moves"]["silence"][0].update(band=["calm"]),
        "unknown 'band'; expected bands",
    ),
    "an unknown meter": (lambda d: d["moves"]["silence"][0].update(change={"anger": 1}), "change: unknown 'anger'"),
    "an unknown indicator": (lambda d: d["moves"]["silence"][0].update(rates={"L9": 1}), "rates: unknown 'L9'"),
    "a rating of 3": (lambda d: d["moves"]["silence"][0].update(rates={"L1": 3}), "from -2 to 2, found 3"),
    "no reason": (lambda d: d["moves"]["silence"][0].pop("reason"), "moves.silence row 1: missing reason"),
    "a reason in one language": (lambda d: d["moves"]["silence"][0]["reason"].pop("en"), "row 1.reason: expected {zh"),
    "a limit the wrong way": (lambda d: d["limits"].update(trust=[2, -3]), "limits.trust: expected a whole number"),
    "half a limit": (lambda d: d["limits"].update(trust=[-3]), "limits.trust: expected \\[lowest, highest\\]"),
    "a limit left out": (lambda d: d["limits"].pop("distress"), "limits: missing distress"),
    "an unknown kind": (lambda d: d["ceilings"].update(charm=9), "ceilings: unknown 'charm'"),
    "a dynamic without reason": (
        lambda d: d["dynamics"]["hot_trust_cap"].pop("reason"),
        "hot_trust_cap: missing reason",
    ),
    "an unknown dynamic": (lambda d: d["dynamics"].update(cold={}), "dynamics: unknown 'cold'"),
    "an unknown section": (lambda d: d.update(notes=[]), "emotion table: unknown 'notes'"),
    "an unknown limit reason": (lambda d: d["reasons"]["limits"].update(anger={}), "reasons.limits: unknown 'anger'"),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_malformed_tables_are_refused_in_words(case: str) -> None:
    """A pack's mistake is one readable sentence that names the place and what was expected."""
    change, message = MALFORMED[case]
    with pytest.raises(ValueError, match=message):
        from_data(changed(change))


@pytest.mark.parametrize("data", [None, [], "table", 3])
def test_something_else_than_a_table_is_refused(data: Any) -> None:
    """Any plain data at all is answered in words."""
    with pytest.raises(ValueError, match="emotion table: expected a mapping"):
        from_data(data)


def test_a_pack_may_leave_out_dynamics_ceilings_and_printed_reasons() -> None:
    """A plainer table is a table: nothing added, no ceilings, a general reason for limits."""

    def plain(data: Any) -> None:
        data.update(dynamics={}, ceilings={})
        data.pop("reasons")

    other: EmotionTable = from_data(changed(plain))
    effect = other.effect(["sympathise", "threaten", "belittle"], 5, 9, 3, style="reactive", sympathy=0, opening=False)
    assert effect.agitation == 3
    assert all(isinstance(change.reason, Bilingual) for change in effect.changes)
    assert other.effect(["sympathise"], 5, 9, 3, style="reactive", sympathy=0, opening=False).trust == 1


@pytest.mark.parametrize("move", ["care", "protect_privacy"])
def test_a_reason_speaks_of_the_move_and_of_no_prop(move: str) -> None:
    """The same move is made with water, with a word at the door or on the telephone: its reason fits all of them."""
    reasons = [rule.reason for rule in table().moves[move]]
    assert len(reasons) >= 5
    for reason in reasons:
        assert not re.search("水|杯|坐|大厅|围观|屋", reason.zh), reason
        assert not re.search(r"\b(water|cup|seat(ed)?|hall|room|onlookers)\b", reason.en), reason
