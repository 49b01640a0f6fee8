"""Whatever a file holds, loading it ends in findings, never in an exception, and within bounds."""

from __future__ import annotations

import copy
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.diagnostic import ScenarioError, Severity, render, severity_of
from scenarios.edition import edition
from scenarios.findings import MAX_ERRORS
from scenarios.load import Loaded, from_bundle, load_text
from tests.scenarios.snippets import MINIMAL, dumped, merged, plain

RICH = merged(
    plain(MINIMAL),
    plain("""
params: {party: 3, late: false, office: 县信访局, received: date - 20d, due: received + 30d}
variants:
  crowd: {params: {party: 8}, petitioner: {agitation: 7}, facts: {ledger: null}}
  late: {params: {late: true, received: date - 45d}, facts: {owed: {softened: 有一部分没结清}}}
facts:
  owed: {text: 拖欠八个月工资, key: true, softened: 有一部分没结清}
  ledger: {text: "{received}前的记工本", key: {indicator: R2, points: 2}, distorted: 没有记工本}
conditions: {calm: agitation <= 3, few: not late and party <= 5}
scenes:
  arrive:
    say:
      - {first_of: [{when: agitation >= 7, text: （拍桌子）}, "您好{owed?，欠薪的事}"]}
      - {when: late, who: 同事, text: 喂。}
    stakes: 2
    seconds: 20
    timeout: {same_as: quiet, rates: {L2: -1}}
    opening: true
    choices:
      quiet: {text: （等着）, moves: [silence], goto: arrive}
      ask:
        text: 有没有记工本？
        reveals: [owed, {fact: ledger, when: trust >= 5}]
        reply: [{when: known(ledger), text: 有。}, 没有。]
        law: [信访工作条例:20]
        goto: arrive
      go:
        text: "登记一下，{office}。"
        needs: known(owed) or calm
        cases: [{when: few, rates: {C6: +2}, sets: [told]}, {rates: {L1: -1}, why: 早了。}]
        goto: [{when: told, to: record}, hall]
    otherwise: hall
  hall: {say: 这边请。, enter: {agitation: +1}, next: record}
  record:
    {form: record, wrong: [已报警], picks: {visitors: "{party}", kind: [{when: late, is: report}, appeal]},
     sets: [registered], next: where}
  where:
    referral:
      body:
        options:
          petition-bureau: {rates: {R2: +2}}
          court: {text: 法院, when: late, cases: [{when: few, rates: {R2: -2}}, {}]}
        among: 4
        except: [review-body]
    next: note
  note: {call: own.note, with: {due: "{due}", n: "{party}"}, next: [{weight: 1, to: done}, {weight: 2, to: left}]}
  out: {choices: {wait: {text: （等着）, goto: resume}}}
interrupts: {heat: {when: agitation >= 9, goto: out}}
endings: {left: {outcome: poor, text: [{when: late, text: 晚了。}, 走了。], loses: {C3: 2}}}
requires: {registered: C1, told: {indicator: C3, points: 3, when: few}}
loses: [{when: not told, C3: 1}]
ensure: [{when: ending == "done", then: registered}, {never: told and not known(owed) and late}]
tests:
  - {variant: crowd, choices: [ask, go, record=best, where.body=court, give], expect: {ending: done, score: ">= 1"}}
reviewed: {by: 林, law_as_of: 2026-09-01}
break_off: {ending: left}
"""),
)
ENGLISH = plain("""
title: Example
scenes:
  arrive:
    say: [[Now!, "Hello{owed?, about pay}"], {who: Colleague, text: Hello.}]
    choices: {ask: {text: A ledger?, reply: [Yes., No.]}}
endings: {left: [Late., Gone.], done: Gone.}
""")
NOTE = plain("""
id: note
params: {due: text, n: integer}
reads: [told]
sets: [receipt]
start: ask
scenes:
  ask:
    say: [{when: told and n > 3, text: "{due}前"}]
    choices:
      give: {text: 给您。, sets: [receipt], goto: return}
      later: {text: 下回。, goto: [{when: n > 3, to: arrive2}, ask2]}
  arrive2: {say: 好。, next: ask2}
  ask2: {say: 行。, next: return}
""")

ODD: list[Any] = [
    None, True, False, 0, -1, 7, 10**17, "", " ", "x", "seat", "arrive", "resume", "return", "continue", "../x",
    "{owed}", "{owed?", "{{", "trust >= 5", "known(owed)", "not", "((((", "date - 3d", "2026-02-31", "own.note",
    "common.identity", "\u202e[/x][@click=app.quit]", "a" * 300, [], {}, [[]], [{}], {"": ""}, {"when": "late"},
    {"to": "done", "weight": 3}, [{"when": "trust > 3", "to": "done"}], {"text": "话", "cases": [{}]}, {"first_of": []},
    {"call": "own.note"},
]  # fmt: skip


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all values within a value."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    found = [path] if path else []
    for key, value in inner:
        found += places(value, (*path, key))
    return found


@st.composite
def mutations(draw: st.DrawFn) -> tuple[Any, Any, Any]:
    """The rich scenario, its English and its fragment, with a few values deleted, replaced, doubled or renamed."""
    whole = {"zh": copy.deepcopy(RICH), "en": copy.deepcopy(ENGLISH), "note": copy.deepcopy(NOTE)}
    for _ in range(draw(st.integers(1, 5))):
        *way, last = draw(st.sampled_from(places(whole)))
        parent: Any = whole
        for key in way:
            parent = parent[key]
        match draw(st.sampled_from(["delete", "replace", "swap", "double", "rename"])):
            case "delete":
                del parent[last]
            case "replace":
                parent[last] = copy.deepcopy(draw(st.sampled_from(ODD)))
            case "swap":
                other: Any = whole
                for key in draw(st.sampled_from(places(whole))):
                    other = other[key]
                parent[last] = copy.deepcopy(other)
            case "double":
                if isinstance(parent, list):
                    parent.append(copy.deepcopy(parent[last]))
                else:
                    parent[f"{last}2"] = copy.deepcopy(parent[last])
            case _:
                name = str(draw(st.sampled_from([each for each in ODD if isinstance(each, str)])))
                if isinstance(parent, dict):
                    parent[name] = parent.pop(last)
        if not all(isinstance(whole.get(key), dict) for key in ("zh", "en", "note")):
            break
    return whole.get("zh"), whole.get("en"), whole.get("note")


def loaded(zh: Any, en: Any, note: Any) -> Loaded:
    """Load what may be anything."""
    texts = {"own.note": dumped(note), "own.note.en": "scenes: {}"}
    return load_text(dumped(zh), english=dumped(en), fragments=texts)


def test_the_untouched_scenario_is_in_order() -> None:
    """What is mutated below is sound to begin with, so that mutations reach every part of the loader."""
    found = [
        render(each, "en") for each in loaded(RICH, ENGLISH, NOTE).diagnostics if each.code not in ("JF7501", "JF7508")
    ]
    assert not found


@given(mutations())
@settings(max_examples=150)
def test_mutated_scenarios_never_raise(parts: tuple[Any, Any, Any]) -> None:
    """A few random mistakes end in findings that can be shown; a scenario that comes out can be stored and rebuilt."""
    result = loaded(*parts)
    for finding in result.diagnostics:
        assert render(finding, "zh").message
        assert render(finding, "en").message
    if result.scenario is None:
        assert result.diagnostics
        return
    for variant in result.scenario.variants:
        assert edition(result.scenario, variant).hash
    assert from_bundle(result.scenario.bundle).scenes == result.scenario.scenes


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*RICH, "x"]), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["scenario", "en", "fragments", "path"]), JSON))
@settings(max_examples=100)
def test_any_bundle_is_refused_politely(bundle: dict[str, Any]) -> None:
    """Data from elsewhere that make no scenario are a ScenarioError, nothing else."""
    with pytest.raises(ScenarioError) as caught:
        from_bundle(bundle)
    assert caught.value.diagnostics


def test_fragments_that_multiply_are_stopped() -> None:
    """Three levels of thirty calls each would make 27,000 scenes; the thousand-and-first ends it at once."""

    def calls(name: str) -> str:
        scenes = {f"s{n}": {"call": name, "next": f"s{n + 1}" if n < 29 else "return"} for n in range(30)}
        return json.dumps({"id": chr(ord(name[-1]) - 1), "start": "s0", "scenes": scenes})

    leaf = {"id": "d", "start": "s", "scenes": {"s": {"say": "好。", "next": "return"}}}
    data = merged(RICH, {"scenes": {"note": {"call": "own.a", "with": {}, "next": "done"}}, "tests": []})
    start = time.process_time()
    result = load_text(
        dumped(data),
        fragments={
            "own.a": calls("own.b"),
            "own.b": calls("own.c"),
            "own.c": calls("own.d"),
            "own.d": json.dumps(leaf),
        },
    )
    assert "JF2018" in [finding.code for finding in result.diagnostics]
    assert result.scenario is None
    assert time.process_time() - start < 5


def test_conditions_that_double_are_stopped() -> None:
    """Forty named conditions of which each names the next twice would write out to 2^40 parts."""
    names = {f"c{n}": f"c{n + 1} and (c{n + 1} or late)" for n in range(40)} | {"c40": "trust >= 5"}
    start = time.process_time()
    result = load_text(dumped(merged(RICH, {"conditions": names})), fragments={"own.note": dumped(NOTE)})
    assert "JF1538" in [finding.code for finding in result.diagnostics]
    assert time.process_time() - start < 5


def test_findings_are_bounded() -> None:
    """A file with a thousand mistakes gives two hundred findings and says that there are more."""
    scenes = {f"s{n}": {"say": "好。", "next": f"nowhere{n}"} for n in range(1000)}
    result = load_text(dumped(merged(RICH, {"scenes": scenes})), fragments={"own.note": dumped(NOTE)})
    errors = [each for each in result.diagnostics if severity_of(each) is Severity.ERROR]
    assert len(errors) == MAX_ERRORS + 1
    assert result.diagnostics[-1].code == "JF0014"
    assert result.diagnostics[-1].arguments["dropped"] > 700


def test_many_warnings_leave_a_scenario_usable() -> None:
    """Three hundred scenes without English can be played."""
    scenes = {f"s{n}": {"say": "好。", "next": f"s{n + 1}" if n < 299 else "done"} for n in range(300)}
    data = merged(plain(MINIMAL), {"scenes": {**scenes, "arrive": {"next": "s0"}}})
    result = load_text(dumped(data), english="scenes: {s0: {say: Well.}}")
    assert len(result.diagnostics) > 300
    assert result.scenario is not None


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"- a", b"\x00" * 50, b"{" * 500, b"a: [", "标题：好".encode()])
def test_files_that_are_no_scenario(tmp_path: Path, content: bytes) -> None:
    """Whatever bytes stand in the file: no scenario, and a reason."""
    from scenarios.load import load

    (tmp_path / "scenario.yaml").write_bytes(content)
    (tmp_path / "en.yaml").write_bytes(content)
    result = load(tmp_path)
    assert result.scenario is None
    assert result.diagnostics


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is a finding, too."""
    from scenarios.load import load

    result = load(tmp_path / "nothing")
    assert result.scenario is None
    assert result.diagnostics[0].code == "JF0001"
