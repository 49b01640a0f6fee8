"""A visit being played: what depends on the seed, inputs that cannot be made, and taking back."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import pytest

from scenarios.edition import Edition, edition
from scenarios.engine import Engine, FormStep, Step
from scenarios.load import load_text
from scenarios.play import InputError, Play, draw_key
from scenarios.program import compile_edition

TEXT = """
id: example
title: 例子
date: 2026-09-15
level: 1
audience: [petition-office]
brief: 一个例子。
petitioner: {name: 周大河, age: 46, style: reactive, agitation: 3, trust: 3, distress: 3}
facts: {owed: {text: 欠八个月, softened: 有一点没结}, hurt: 手伤了}
start: hub
scenes:
  hub:
    seconds: 20
    timeout: wait
    say: 您问。
    choices:
      wait: {text: （等）, goto: hub}
      months: {text: 几个月？, reveals: [owed], goto: hub}
      hand: {text: 手怎么了？, reveals: [hurt], goto: hub}
      proof: {text: 有凭据吗？, goto: hub}
      trusted: {text: 跟我说说心里话。, needs: trust >= 9, goto: hub}
      never: {text: 不会出现。, when: agitation > 10, goto: hub}
      luck: {text: 碰碰运气。, max: 3, goto: [{weight: 2, to: left}, {weight: 1, to: right}, {weight: 1, to: hub}]}
      go_on: {text: 往下走。, goto: record}
  left: {say: 左。, next: hub, choices: {back: {text: 回。, max: 3}, other: {text: 也回。, max: 3}}}
  right: {say: 右。, next: hub, choices: {back: {text: 回。, max: 3}, other: {text: 也回。, max: 3}}}
  record:
    form: record
    wrong: [已经报警, 属于借款]
    picks: {visitors: 3, kind: appeal}
    next: where
  where:
    referral:
      body:
        options:
          labour-inspection: {rates: {R2: +2}}
          court: {rates: {R2: -1}}
        among: 5
        except: [police]
      limits:
        label: 时限
        options: {a: {text: 十五日, rates: {C3: -1}}, b: {text: 六十日, rates: {C3: +2}}, c: {text: 不知道}}
    next: bye
  bye: {say: 走了。, next: done, choices: {yes: {text: 慢走。}, no_word: {text: （点头）}}}
endings:
  done: {outcome: good, text: 走了。}
"""
CHOICES = ["wait", "months", "hand", "proof", "trusted", "luck", "go_on"]


@cache
def example() -> Edition:
    """The edition."""
    loaded = load_text(TEXT)
    assert loaded.scenario is not None, [(d.code, str(d.mark), dict(d.arguments)) for d in loaded.diagnostics]
    return edition(loaded.scenario)


ENGINE = Engine(compile_edition(example()))


def played(*inputs: Any, seed: str = "0") -> Play:
    """A play with some inputs made."""
    play = Play(example(), seed, ENGINE)
    for given in inputs:
        play.enter(given)
    return play


def at_record(seed: str = "0") -> Play:
    """At the record form, one fact known."""
    return played("months", "go_on", seed=seed)


def at_sheet(seed: str = "0") -> Play:
    """At the referral sheet."""
    return played("go_on", {"visitors": "3", "kind": "appeal"}, seed=seed)


def order(play: Play) -> list[str]:
    """Ids of what is offered, in order."""
    return [offer.move.choice.id for offer in play.offers()]


class TestOrder:
    """The order on screen."""

    def test_it_follows_the_seed(self) -> None:
        """sha256(seed | scene | choice); the choice that stands for silence when time runs out is last."""
        for seed in ("0", "1", "甲"):
            shuffled = sorted(
                (name for name in CHOICES if name != "wait"), key=lambda name: draw_key(seed, "hub", name)
            )
            assert order(played(seed=seed)) == [*shuffled, "wait"]

    def test_every_order_occurs(self) -> None:
        """Over many seeds every choice stands first about equally often."""
        first = Counter(order(played(seed=str(seed)))[0] for seed in range(600))
        assert set(first) == set(CHOICES) - {"wait"}
        assert all(60 <= count <= 140 for count in first.values()), first

    @pytest.mark.parametrize("seed", ["0", "7", "x"])
    def test_it_is_the_same_at_every_visit(self, seed: str) -> None:
        """What is left of the choices keeps its order, whatever was done in between."""
        before = order(played(seed=seed))
        after = order(played("months", "proof", seed=seed))
        assert after == [name for name in before if name not in ("months", "proof")]

    def test_what_has_to_be_earned_is_offered_closed(self) -> None:
        """`needs` that does not hold leaves the choice there, not open; `when` that does not hold leaves it out."""
        offers = {offer.move.choice.id: offer.open for offer in played().offers()}
        assert offers == {name: name != "trusted" for name in CHOICES}
        assert played().open_ids() == [name for name in CHOICES if name != "trusted"]

    def test_two_scenes_are_shuffled_apart(self) -> None:
        """The scene is part of the draw: choices of the same names stand in another order somewhere."""
        left, right = (
            [draw_key(str(seed), scene, "back") < draw_key(str(seed), scene, "other") for seed in range(40)]
            for scene in ("left", "right")
        )
        assert left != right


class TestChance:
    """Where the author lets chance decide."""

    def test_it_follows_the_weights(self) -> None:
        """Over seeds, 2 : 1 : 1 within what 1,200 draws allow."""
        where = Counter(played("luck", seed=str(seed)).node.id for seed in range(1200))
        assert set(where) == {"left", "right", "hub"}
        assert abs(where["left"] - 600) < 60 and abs(where["right"] - 300) < 50

    def test_it_is_reproducible(self) -> None:
        """The same seed and inputs fall the same, in another process of play too."""
        for seed in map(str, range(20)):
            assert played("luck", seed=seed).state == played("luck", seed=seed).state

    def test_each_visit_draws_anew(self) -> None:
        """The draw counts the steps taken at the scene: a second try is another one."""
        first, second = [], []
        for seed in map(str, range(60)):
            play = played("luck", seed=seed)
            first.append(play.node.id)
            if play.node.id == "hub":
                play.choose("luck")
                second.append(play.node.id)
        assert "hub" in first and len(set(second)) > 1

    def test_taking_back_does_not_draw_anew(self) -> None:
        """Undoing a chance and taking it again gives the same."""
        for seed in map(str, range(20)):
            play = played("luck", seed=seed)
            where = play.node.id
            play.undo()
            play.choose("luck")
            assert play.node.id == where

    @pytest.mark.parametrize("weights", [(1,), (1, 1), (5, 0, 1), (1, 2, 3, 4)])
    def test_every_branch_with_weight_falls(self, weights: tuple[int, ...]) -> None:
        """And none without."""
        drawn = {played(seed=str(seed)).draw(weights) for seed in range(200)}
        assert drawn == {index for index, weight in enumerate(weights) if weight}


class TestForms:
    """Forms as they are seen."""

    def test_statements_come_in_seeded_order(self) -> None:
        """What is known, in its wordings, and what was invented; picks below them as written."""
        ids = [line.line.id for line in at_record().form()]
        assert sorted(ids[:4]) == ["owed", "owed.softened", "wrong-1", "wrong-2"]
        assert ids[4:] == ["visitors", "kind"]
        assert ids[:4] == sorted(ids[:4], key=lambda name: draw_key("0", "record", name))
        assert len({tuple(line.line.id for line in at_record(str(seed)).form()) for seed in range(12)}) > 3

    def test_options_are_drawn_from_the_directory(self) -> None:
        """Filled up to `among`, none twice, never an excepted one, the author's always there."""
        seen: set[str] = set()
        for seed in map(str, range(40)):
            (body, _limits) = at_sheet(seed).form()
            ids = [option.id for option, _ in body.options]
            assert len(ids) == len(set(ids)) == 5 and {"labour-inspection", "court"} <= set(ids)
            assert ids == sorted(ids, key=lambda name: draw_key(seed, "where", "body", name))
            seen |= set(ids)
        assert len(seen) > 8 and "police" not in seen

    def test_the_draw_is_the_same_each_time_one_looks(self) -> None:
        """And after an undo."""
        play = at_sheet("3")
        first = [option.id for line in play.form() for option, _ in line.options]
        play.submit({"body": first[0], "limits": "a"})
        play.undo()
        assert [option.id for line in play.form() for option, _ in line.options] == first

    def test_a_statement_left_out_is_not_ticked(self) -> None:
        """Picks are kept for every line, in the order of the file."""
        step = at_record().submit({"kind": "report", "wrong-2": "tick", "visitors": "4"})
        assert list(step.picks.items()) == [
            ("owed", "leave"), ("owed.softened", "leave"), ("wrong-1", "leave"), ("wrong-2", "tick"),
            ("visitors", "4"), ("kind", "report"),
        ]  # fmt: skip

    def test_a_drawn_option_can_be_picked(self) -> None:
        """But not one that was not drawn."""
        play = at_sheet("5")
        drawn = [option.id for option, _ in play.form()[0].options]
        other = next(option.id for option in play.form()[0].line.fillers if option.id not in drawn)
        with pytest.raises(InputError) as refused:
            play.submit({"body": other, "limits": "a"})
        assert refused.value.code == "JF8108"
        play.submit({"body": next(name for name in drawn if name != "court"), "limits": "a"})
        assert play.node.id == "bye"


def refused(play: Play, given: Any) -> InputError:
    """The error that an input raises; nothing has happened then."""
    before = (play.state, list(play.steps), list(play.timed_out))
    with pytest.raises(InputError) as error:
        play.enter(given)
    assert (play.state, list(play.steps), list(play.timed_out)) == before
    return error.value


class TestErrors:
    """Every code, with what the message needs."""

    def test_no_such_choice(self) -> None:
        """JF8101: the nearest one and those that are open."""
        error = refused(played(), "monts")
        assert error.code == "JF8101"
        assert error.arguments == {
            "choice": "monts", "scene": "hub", "nearest": "months", "open": "wait, months, hand, proof, luck, go_on",
        }  # fmt: skip
        assert refused(played("months"), "months").code == "JF8101"
        assert refused(played(), "never").arguments["nearest"] == ""

    def test_not_earned(self) -> None:
        """JF8102."""
        error = refused(played(), "trusted")
        assert (error.code, error.arguments["scene"]) == ("JF8102", "hub")
        assert "months" in str(error.arguments["open"])

    def test_over(self) -> None:
        """JF8103, for choices and for forms."""
        play = at_sheet()
        play.submit({"body": "court", "limits": "a"})
        play.choose("yes")
        for given in ("yes", "timeout", {"body": "court"}):
            error = refused(play, given)
            assert (error.code, error.arguments["ending"]) == ("JF8103", "done")

    def test_a_form_is_due(self) -> None:
        """JF8104, with its lines."""
        error = refused(at_record(), "months")
        assert (error.code, error.arguments["scene"]) == ("JF8104", "record")
        assert str(error.arguments["lines"]).endswith("visitors, kind")

    def test_no_clock(self) -> None:
        """JF8105: the scene has none, or its choice has been used."""
        assert refused(played("wait"), "timeout").code == "JF8105"
        assert refused(played("go_on", {"visitors": "3", "kind": "appeal"}, {"body": "court", "limits": "a"}),
                       "timeout").arguments["open"] == "yes, no_word"  # fmt: skip

    def test_no_form(self) -> None:
        """JF8106."""
        error = refused(played(), {"kind": "appeal"})
        assert (error.code, error.arguments["scene"]) == ("JF8106", "hub")

    def test_no_such_line(self) -> None:
        """JF8107: the nearest one and all there are."""
        error = refused(at_record(), {"kinds": "appeal"})
        assert (error.code, error.arguments["line"], error.arguments["nearest"]) == ("JF8107", "kinds", "kind")
        assert "owed.softened" in str(error.arguments["lines"])
        assert refused(at_record(), {"hurt": "tick"}).code == "JF8107", "not known, so not there"

    def test_no_such_option(self) -> None:
        """JF8108: the nearest one and all there are."""
        error = refused(at_record(), {"kind": "apeal", "visitors": "3"})
        assert (error.code, error.arguments["option"], error.arguments["nearest"]) == ("JF8108", "apeal", "appeal")
        assert set(str(error.arguments["options"]).split(", ")) == {"appeal", "report", "suggestion", "litigation"}
        assert refused(at_record(), {"kind": "appeal", "visitors": "3", "owed": "yes"}).code == "JF8108"

    def test_a_line_is_missing(self) -> None:
        """JF8109: a pick that was not made."""
        error = refused(at_record(), {"kind": "appeal"})
        assert (error.code, error.arguments["line"]) == ("JF8109", "visitors")


class TestTime:
    """Running out of time."""

    def test_it_is_kept_apart_from_choosing_silence(self) -> None:
        """The same choice is taken, and the play knows that it was not chosen."""
        ran_out, chosen = played("timeout"), played("wait")
        assert ran_out.state == chosen.state
        assert (ran_out.timed_out, chosen.timed_out) == ([True], [False])
        step = ran_out.steps[0]
        assert isinstance(step, Step) and step.move.choice.id == "wait"


class TestUndo:
    """Taking back."""

    def test_step_by_step_to_the_start(self) -> None:
        """Each undo gives the step and the state before it; at the start there is nothing to take back."""
        play = at_sheet()
        states = [play.start, *(step.after for step in play.steps)]
        for expected in states[-2::-1]:
            step = play.undo()
            assert step is not None and step.before == play.state == expected
        assert play.undo() is None and play.steps == play.timed_out == []
        assert play.arrivals == play.opening

    def test_forms_too(self) -> None:
        """A form that was handed in can be filled in anew."""
        play = at_sheet()
        assert isinstance(play.undo(), FormStep)
        assert play.node.id == "record"

    def test_another_way_afterwards(self) -> None:
        """What was taken back has never been."""
        play = played("months", "timeout")
        play.undo()
        play.undo()
        play.choose("hand")
        assert play.state == played("hand").state and play.timed_out == [False]


def test_two_plays_share_an_engine_and_nothing_else() -> None:
    """One engine serves many plays."""
    one, other = played("months"), played()
    assert one.state != other.state and other.steps == []
    assert Play(example()).start == other.start
