"""Fragments: each call makes a copy whose names, texts and conditions are those of the calling place."""

from __future__ import annotations

import pytest

from scenarios.expression import unparse
from scenarios.model import Scenario
from scenarios.text import fill
from tests.scenarios.snippets import codes, snippet

NOTE = """
fragments:
  own.note:
    id: note
    params: {office: text, n: integer, urgent: boolean}
    reads: [seated]
    sets: [receipt]
    start: ask
    scenes:
      ask:
        say: [{when: n > 5 and urgent and not seated, text: "{office}，{n}天，要快。"}, 好。]
        choices:
          give: {text: "{office}给您开一张。", sets: [receipt], goto: return}
          later: {text: 下回。, goto: look}
      look:
        say: [{when: visited(ask) and chosen(ask.give), text: 好。}]
        choices:
          back: {text: 再看看。, goto: ask}
          end: {text: 就这样。, needs: chosen(ask.later), goto: [{when: receipt, to: return}, ask]}
  own.note.en: {scenes: {ask: {say: ["{office}, {n} days.", Good.], choices: {give: "{office} gives you a note."}}}}
"""
CALL = """
scenes:
  arrive: {next: close, choices: {seat: {sets: [seated]}}}
  close:
    {call: own.note, with: {office: 县信访局, n: "{party}", urgent: true}, next: [{when: known(owed), to: done}, left]}
endings: {left: {outcome: poor, text: 走了。}}
en: {scenes: {close: {with: {office: the bureau}}}}
"""


def made(text: str) -> Scenario:
    """A scenario in order, missing English apart."""
    loaded = snippet(text)
    assert not [code for code in codes(loaded) if not code.startswith("JF75")], codes(loaded)
    assert loaded.scenario is not None
    return loaded.scenario


def test_a_copy_stands_at_the_place_of_its_call() -> None:
    """Going to the call is going to the first scene of its copy."""
    scenario = made(CALL + NOTE)
    assert list(scenario.scenes) == ["arrive", "close/ask", "close/look"]
    goto = scenario.scenes["arrive"].next
    assert goto is not None
    assert goto.branches[0].to == "close/ask"
    assert scenario.scenes["close/ask"].fragment == "own.note"
    assert scenario.flags == ("seated", "receipt")


def test_return_leads_to_the_next_of_the_call() -> None:
    """With its conditions; where the return has one itself, both must hold."""
    scenario = made(CALL + NOTE)
    give = scenario.scenes["close/ask"].choices[0].cases[0].goto
    assert give is not None
    assert [(branch.to, branch.when and unparse(branch.when)) for branch in give.branches] == [
        ("done", "known(owed)"),
        ("left", None),
    ]
    end = scenario.scenes["close/look"].choices[1].cases[0].goto
    assert end is not None
    assert [(branch.to, branch.when and unparse(branch.when)) for branch in end.branches] == [
        ("done", "receipt and known(owed)"),
        ("left", "receipt"),
        ("close/ask", None),
    ]


def test_parameters_stand_in_texts_and_conditions() -> None:
    """A text is put in, a parameter of the caller passed on by name."""
    scenario = made(CALL + NOTE)
    line = scenario.scenes["close/ask"].say[0][0]
    assert line.when is not None
    assert unparse(line.when) == "party > 5 and true and not seated"
    variant = scenario.variants["default"]
    assert fill(line.text, variant, (), "zh") == "县信访局，3天，要快。"
    assert fill(line.text, variant, (), "en") == "the bureau, 3 days."


def test_conditions_name_the_copys_own_scenes() -> None:
    """`visited(ask)` in the fragment asks about this copy."""
    scenario = made(CALL + NOTE)
    line = scenario.scenes["close/look"].say[0][0]
    assert line.when is not None
    assert unparse(line.when) == "visited(close/ask) and chosen(close/ask.give)"


def test_the_scenario_may_ask_about_a_copy() -> None:
    """By the id of the call or of the scene in it."""
    scenario = made(CALL + NOTE + "conditions: {noted: visited(close) and chosen(close/ask.give)}\n")
    assert unparse(scenario.conditions["noted"]) == "visited(close/ask) and chosen(close/ask.give)"


def test_two_calls_are_two_copies() -> None:
    """Each with its own scenes; the same mistake in the fragment is reported once."""
    twice = CALL.replace("next: close", "next: first") + NOTE
    twice = twice.replace(
        "  close:", "  first: {call: own.note, with: {office: 县信访局, n: 1, urgent: false}, next: close}\n  close:"
    )
    scenario = made(twice)
    assert list(scenario.scenes) == ["arrive", "first/ask", "first/look", "close/ask", "close/look"]
    assert codes(snippet(twice.replace("goto: look", "goto: lok"))).count("JF2001") == 1


def test_a_call_within_a_fragment() -> None:
    """The inner copy's ids follow the outer one's, its return leads to the outer scene's `next`."""
    scenario = made("""
scenes: {arrive: {next: close}, close: {call: own.outer, with: {place: 大厅}, next: done}}
fragments:
  own.outer:
    id: outer
    params: {place: text}
    start: a
    scenes: {a: {call: own.inner, with: {where: "{place}门口"}, next: b}, b: {say: 好。, next: return}}
  own.inner: {id: inner, params: {where: text}, start: x, scenes: {x: {say: "在{where}", next: return}}}
""")
    assert list(scenario.scenes) == ["arrive", "close/a/x", "close/b"]
    first = scenario.scenes["close/a/x"]
    assert first.say[0][0].text.zh == "在大厅门口"
    assert first.next is not None
    assert first.next.branches[0].to == "close/b"
    last = scenario.scenes["close/b"].next
    assert last is not None
    assert last.branches[0].to == "done"


def test_an_interrupt_may_call() -> None:
    """`return` then means `resume`."""
    scenario = made("""
scenes: {calm: {call: own.calm, next: resume}}
interrupts: {heat: {when: agitation >= 9, goto: calm}}
fragments: {own.calm: {id: calm, start: s, scenes: {s: {choices: {wait: {text: （等着）, goto: return}}}}}}
""")
    assert scenario.interrupts[0].goto == "calm/s"
    goto = scenario.scenes["calm/s"].choices[0].cases[0].goto
    assert goto is not None
    assert goto.branches[0].to == "resume"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("n: \"{party}\"", "n: 很多"), "JF2012"),
        (("n: \"{party}\"", "n: \"{parti}\""), "JF2012"),
        (("urgent: true", "urgent: 3"), "JF2012"),
        (("office: 县信访局, ", ""), "JF2010"),
        (("office: 县信访局", "office: date - 3d"), "JF2012"),
        (("office: 县信访局", "office: 县信访局, phone: 1"), "JF2011"),
        (("n > 5", "party > 5"), "JF1520"),
        (("n > 5", "known(owed)"), "JF1521"),
        (("visited(ask)", "visited(arrive)"), "JF1522"),
        (("{n}天", "{party}天"), "JF2034"),
        (("reads: [seated]", "reads: []"), "JF1520"),
        (("sets: [receipt]\n", "sets: []\n"), "JF2015"),
        (("start: ask", "start: ak"), "JF2001"),
        (("goto: look", "goto: done"), "JF2001"),
    ],
)  # fmt: skip
def test_a_fragment_sees_only_what_it_declares(change: tuple[str, str], code: str) -> None:
    """Anything else is a finding, at its place."""
    before = CALL + NOTE
    assert change[0] in before
    assert code in codes(snippet(before.replace(*change)))


def test_the_library_has_fragments() -> None:
    """`common.` needs no folder to be named."""
    scenario = made("""
scenes: {arrive: {next: who}, who: {call: common.identity, next: done}}
""")
    assert any(name.startswith("who/") for name in scenario.scenes)
    assert all(scene.say[0][0].text.en for name, scene in scenario.scenes.items() if name.startswith("who/"))
