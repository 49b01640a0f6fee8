"""Editions: folding for one variant, data that rebuild exactly, a hash that depends on nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from scenarios.diagnostic import ScenarioError
from scenarios.edition import RULES_VERSION, edition, from_data
from scenarios.expression import unparse
from scenarios.model import Scenario
from scenarios.order import orders, restored
from scenarios.schema import SCENARIO
from scenarios.words import supplied, supplied_from
from tests.scenarios.snippets import snippet

TEXT = """
params: {party: 3, late: false, received: date - 20d}
facts: {owed: 拖欠八个月工资, ledger: 有记工本}
variants: {crowd: {params: {party: 8}, facts: {ledger: null}}, late: {params: {late: true}}}
conditions: {many: party > 5, opened: trust >= 5 and known(ledger)}
scenes:
  arrive:
    next: where
    choices:
      seat: {when: many or opened or late}
      rush: {needs: 'variant == "late" or not known(ledger)'}
  where: {referral: {body: {options: {petition-bureau: {rates: {R2: 2}}}, among: 4}}, next: note}
  note: {call: own.note, with: {due: "{received}"}, next: done}
fragments:
  own.note:
    {id: note, params: {due: text}, start: s, scenes: {s: {say: "{due}", next: b}, b: {say: 好。, next: return}}}
en: {title: Example}
"""


def made() -> Scenario:
    """The scenario above."""
    scenario = snippet(TEXT).scenario
    assert scenario is not None
    return scenario


def shuffled(data: Any) -> Any:
    """The same data with the keys of every mapping the other way round."""
    if isinstance(data, Mapping):
        return {key: shuffled(data[key]) for key in reversed(list(data))}
    return [shuffled(item) for item in data] if isinstance(data, list) else data


class TestFold:
    """Whatever a variant fixes is worked out."""

    @pytest.mark.parametrize(
        ("variant", "expected"),
        [("default", "trust >= 5 and known(ledger)"), ("crowd", "true"), ("late", "true")],
    )
    def test_parameters_and_named_conditions(self, variant: str, expected: str) -> None:
        """Nothing but meters, flags and calls is left."""
        scenario = made()
        assert unparse(edition(scenario, variant).fold(scenario.scenes["arrive"].choices[0].when)) == expected

    def test_absent_facts_are_never_known(self) -> None:
        """Whatever asks for them is settled."""
        scenario = made()
        assert unparse(edition(scenario, "crowd").fold(scenario.conditions["opened"])) == "false"
        assert unparse(edition(scenario, "crowd").fold(scenario.scenes["arrive"].choices[1].needs)) == "true"

    def test_no_condition_is_true(self) -> None:
        """None is a condition that always holds."""
        assert unparse(edition(made(), None).fold(None)) == "true"

    def test_constants(self) -> None:
        """Parameters that conditions may read, and the variant; dates are not among them."""
        assert edition(made(), "crowd").constants == {"party": 8, "late": False, "variant": "crowd"}


class TestChoosing:
    """The variant of an edition."""

    def test_the_first_by_default(self) -> None:
        """As the file has them."""
        assert edition(made(), None).variant.name == "default"

    def test_unknown(self) -> None:
        """The nearest is named."""
        with pytest.raises(KeyError, match="crowd"):
            edition(made(), "crowed")


class TestData:
    """What is stored."""

    def test_round_trip_through_sorted_json(self) -> None:
        """Everything comes back, in its order, also where keys were sorted or turned round on the way."""
        one = edition(made(), "crowd")
        for stored in (json.loads(one.canonical), shuffled(one.data())):
            again = from_data(stored)
            assert again.hash == one.hash
            assert again.variant == one.variant
            assert again.rules == RULES_VERSION
            assert again.scenario.scenes == one.scenario.scenes
            assert list(again.scenario.scenes) == list(one.scenario.scenes)
            assert list(again.scenario.variants) == list(one.scenario.variants)
            assert [each.id for each in again.scenario.scenes["arrive"].choices] == ["seat", "rush"]

    def test_the_hash_is_the_same_in_another_process(self) -> None:
        """Neither hash seed nor memory have a say."""
        code = (
            "from tests.scenarios.test_edition import made; from scenarios.edition import edition;"
            "print(edition(made(), 'late').hash)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}
        )
        assert done.stdout.strip() == edition(made(), "late").hash

    def test_the_hash_tells_apart_what_plays_differently(self) -> None:
        """Another text, another variant, another order of choices; not another order of one choice's keys."""
        base = edition(made(), "late").hash
        assert edition(made(), "crowd").hash != base
        for old, new, same in (
            ("{when: many or opened or late}", "{when: many or opened or late, why: 好}", False),
            ("title: Example", "title: Another", False),
            ("say: 好。, next: return", "say: 好吧。, next: return", False),
            ("say: 好。, next: return", "next: return, say: 好。", True),
            ("conditions: {many: party > 5, opened", "conditions: {opened", False),
        ):
            changed = snippet(TEXT.replace(old, new).replace("when: many or", "when: party > 5 or")).scenario
            before = snippet(TEXT.replace("when: many or", "when: party > 5 or")).scenario
            assert changed is not None
            assert before is not None
            assert (edition(changed, "late").hash == edition(before, "late").hash) is same, new

    def test_the_order_of_choices_counts(self) -> None:
        """File order settles ties, so two orders are two editions."""
        data = edition(made(), "late").data()
        scenes = data["scenario"]["scenario"]["scenes"]
        choices = scenes["arrive"]["choices"]
        turned = {
            **data["scenario"]["scenario"],
            "scenes": {**scenes, "arrive": {**scenes["arrive"], "choices": shuffled(choices)}},
        }
        assert orders(SCENARIO, turned) != data["order"]["scenario"]
        assert list(restored(SCENARIO, turned, data["order"]["scenario"])["scenes"]["arrive"]["choices"]) == list(
            choices
        )

    def test_what_the_language_lends_is_kept(self) -> None:
        """A later directory does not change an edition that was stored."""
        data = edition(made(), "late").data()
        data["language"]["bodies"] = [["petition-bureau", "旧名", "Old name"], ["tea-house", "茶馆", "Tea house"]]
        form = from_data(data).scenario.scenes["where"].form
        assert form is not None
        assert [option.id for option in form.lines[0].fillers] == ["tea-house"]
        assert form.lines[0].options[0].cases[0].text.en == "Old name"
        assert supplied_from(supplied().data()) == supplied()

    @pytest.mark.parametrize("key", ["rules", "variant", "scenario", "order", "language"])
    def test_incomplete_data_are_refused(self, key: str) -> None:
        """With a finding, not a traceback."""
        data = edition(made(), "late").data()
        for broken in ({k: v for k, v in data.items() if k != key}, {**data, key: "x"}):
            with pytest.raises(ScenarioError) as caught:
                from_data(broken)
            assert caught.value.diagnostics
