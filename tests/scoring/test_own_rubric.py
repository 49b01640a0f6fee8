"""The rubric of a pack: what it changes, what it may not, and that scores are those of the rubric they were made by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from scenarios import source
from scenarios.diagnostic import ScenarioError, render
from scenarios.edition import edition, from_data
from scenarios.load import load_text
from scenarios.play import Play
from scoring.cache import read as cached
from scoring.cache import solved
from scoring.evaluate import Evaluator
from scoring.inputs import play_all
from scoring.own_rubric import read, rubric_of
from scoring.rate import Result, rate
from scoring.rubric import Rubric, rubric
from tests.packing import RUBRIC
from tests.scoring.mutated import clean_text
from tests.simulator.calls import Caller, call

__all__ = ["call"]

KEYS = st.sampled_from(["weights", "bands", "marks", "red_lines", "only_good", "evidence", "x"])
INNER = st.sampled_from(["listening", "good", "K1", "score", "share", "of", "y"])
VALUES = st.recursive(
    st.integers(-5, 200) | st.text(max_size=5) | st.none() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(INNER, inner, max_size=3),
    max_leaves=8,
)
"""What a `rubric.yaml` may hold."""


def ruled(text: str) -> Rubric:
    """The rubric that a `rubric.yaml` makes."""
    found, diagnostics = read(source.parse(text, "rubric.yaml"))
    assert found is not None, [render(each, "en") for each in diagnostics]
    return found


def played(text: str, folder: Path | None = None) -> Result:
    """The first choices of the small scenario, rated."""
    scenario = load_text(clean_text(), rubric=text).scenario
    assert scenario is not None
    one = edition(scenario)
    evaluator = Evaluator(solved(one, folder))
    play = Play(one, "0")
    play_all(play, ["seat", "months", "who", "wait", "done", "form=best", "no", "sheet=best", "number"], evaluator)
    return rate(play, evaluator)


class TestReading:
    """`rubric.yaml`."""

    def test_it_changes_what_it_says(self) -> None:
        """The rest is the product's; names of bands and marks stay."""
        own = ruled(
            "weights: {listening: 40, emotion: 20, compliance: 20, referral: 20}\n"
            "bands: {excellent: {score: 95}}\nmarks: {good: 3}\nonly_good: 12\n"
            "red_lines: {K1: {share: 3, of: 4, score_cap: 50}, K2_counts_as_K1_from: 3}\n"
        )
        base = rubric()
        assert own.weights == (0.4, 0.2, 0.2, 0.2) and own.only_good == 12 and own.k2_as_k1 == 3
        assert own.bands[0].score == 95 and own.bands[0].dimension == base.bands[0].dimension
        assert [band.name for band in own.bands] == [band.name for band in base.bands]
        assert own.red_lines["K1"].share == 0.75 and own.red_lines["K1"].score_cap == 50
        assert own.red_lines["K1"].dimension_cap == base.red_lines["K1"].dimension_cap
        assert own.red_lines["K2"] == base.red_lines["K2"] and own.random == base.random
        assert own.mark(2.5).id == "good" and base.mark(2.5).id == "fair"
        assert own.hash != base.hash and own.hash != ruled(RUBRIC).hash

    def test_the_hash_is_of_what_it_says(self) -> None:
        """Comments and order of keys do not count, numbers do."""
        assert ruled("only_good: 12\nevidence: 40\n").hash == ruled("# 备注\nevidence: 40\nonly_good: 12\n").hash
        assert ruled("only_good: 12\n").hash != ruled("only_good: 13\n").hash

    @pytest.mark.parametrize(
        ("text", "code", "line"),
        [("only_good: 10\nweights: {listening: 25, emotion: 25, compliance: 25, referral: 20}\n", "JF5030", 2),
         ("weights: {listening: 50, emotion: 50}\n", "JF1002", 1), ("random: 50\n", "JF1001", 1),
         ("\n\nevidence: 0\n", "JF1004", 3), ("bands: {good: {score: 90}}\n", "JF5031", 1),
         ("bands: [", "JF0034", 1), ("- 1\n", "JF0009", 1)],
    )  # fmt: skip
    def test_what_it_may_not(self, text: str, code: str, line: int) -> None:
        """One finding with file and line; there is no rubric then."""
        found, diagnostics = read(source.parse(text, "rubric.yaml"))
        assert found is None
        assert code in [each.code for each in diagnostics]
        marks = {each.code: each.mark for each in diagnostics}
        assert marks[code] is not None and (marks[code].file, marks[code].line) == ("rubric.yaml", line)  # type: ignore[union-attr]

    @given(st.dictionaries(KEYS, VALUES))
    def test_no_data_do_harm(self, data: dict[str, object]) -> None:
        """Whatever a file says, it is a rubric or there are findings that can be put into words."""
        found, diagnostics = read(source.parse(json.dumps(data, ensure_ascii=False), "rubric.yaml"))
        assert (found is None) == bool(diagnostics)
        assert all(render(each, language).message for each in diagnostics for language in ("zh", "en"))


@pytest.mark.parametrize(
    ("text", "fits"),
    [(RUBRIC, True), ("bands: {good: {score: 81, forbids: [K1]}}\n", True), ("weights: {listening: 100}\n", False),
     ("random: 30\n", False), ("marks: {good: two}\n", False)],
)  # fmt: skip
def test_its_schema(call: Caller, text: str, fits: bool) -> None:
    """`jiefang schema --of rubric` takes what the loader takes, and flags what it would refuse for its shape."""
    schema = call("schema", "--of", "rubric").data
    assert Draft202012Validator(schema).is_valid(source.plain(tree(text))) == fits


def tree(text: str) -> source.Node:
    """The tree of a text."""
    root = source.parse(text).root
    assert root is not None
    return root


class TestScoring:
    """A scenario whose pack has a rubric."""

    def test_the_weights_are_its(self) -> None:
        """The same visit under another rubric: other weights, another score, and the score is still the sum."""
        own, usual = played(RUBRIC), played("")
        assert own.dimensions["listening"].weight > usual.dimensions["listening"].weight
        assert own.raw_score != usual.raw_score
        total = sum(each.weight * (each.raw or 0) for each in own.dimensions.values())
        assert total == pytest.approx(own.raw_score)

    def test_a_stored_edition_scores_the_same(self) -> None:
        """Without the pack: rebuilt from its data, it has the same rubric and the same hash."""
        scenario = load_text(clean_text(), rubric=RUBRIC).scenario
        assert scenario is not None
        one = edition(scenario)
        again = from_data(json.loads(one.canonical))
        assert rubric_of(again).hash == rubric_of(one).hash != rubric().hash
        plain = load_text(clean_text()).scenario
        assert plain is not None and edition(plain).hash != one.hash and rubric_of(plain) is rubric()

    def test_the_cache_knows_the_rubric(self, tmp_path: Path) -> None:
        """A solution kept under one rubric is none of another's."""
        scenario = load_text(clean_text(), rubric=RUBRIC).scenario
        assert scenario is not None
        one = edition(scenario)
        solved(one, tmp_path)
        (kept,) = tmp_path.iterdir()
        assert cached(kept, one, rubric_of(one)) is not None
        assert cached(kept, one, rubric()) is None

    def test_a_rubric_that_cannot_be_used(self) -> None:
        """Is said before anything is solved."""
        scenario = load_text(clean_text(), rubric="weights: {listening: 1}").scenario
        assert scenario is not None
        with pytest.raises(ScenarioError):
            solved(edition(scenario))
