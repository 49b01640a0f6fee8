"""Importing in tests: a text in, the scenario, its codes and a visit out."""

from __future__ import annotations

from scenarios.convert.reading import converted
from scenarios.convert.scenario import Written
from scenarios.diagnostic import Severity, render, severity_of
from scenarios.edition import edition
from scenarios.load import load_text
from scenarios.model import Scenario
from scenarios.play import Play

DAY = "2026-09-15"
ON = {"（接着听下去）", "您好，请坐，慢慢说。"}
"""Choices that stand for going on without one."""

SEATED = "（有人在台前坐下）"
"""Said before the first passage where that one sets something."""

UNSAID = "来访结束了。"
"""The ending of a passage that says nothing."""


def imported(text: str, file: str = "story.twee") -> tuple[Scenario, list[str]]:
    """The scenario, which must load without an error, and the codes of what was lost."""
    written = converted(text, file, "example", DAY)
    return loaded(written), [finding.code for finding in written.findings]


def loaded(written: Written) -> Scenario:
    """What was written, loaded. Whatever was imported must be free of errors."""
    assert written.text is not None, written.findings
    found = load_text(written.text)
    errors = [render(each, "en") for each in found.diagnostics if severity_of(each) is Severity.ERROR]
    assert not errors and found.scenario is not None, (errors, written.text)
    return found.scenario


def clean(text: str, file: str = "story.twee") -> Scenario:
    """The scenario of a story of which nothing may be lost."""
    scenario, codes = imported(text, file)
    assert codes == []
    return scenario


def heard(scenario: Scenario, *choices: str) -> list[str]:
    """All that is said after the last of some choices, passages walked through; an ending by its id behind `=`."""
    play = Play(edition(scenario))
    lines = _walk(play)
    for choice in choices:
        play.choose(choice)
        lines = _walk(play)
    return lines


def heard_here(play: Play) -> list[str]:
    """What is said from here on until a choice must be made; choices that only go on are taken."""
    lines: list[str] = []
    for _ in range(50):
        lines += [line for line in _walk(play) if not line.startswith("=") and line != SEATED]
        if play.ended:
            break
        offers = play.offers()
        if not offers or any(offer.move.choice.cases[0].text.zh not in ON for offer in offers):
            break
        play.choose(offers[0].move.choice.id)
    if play.ended:
        ending = play.node.id
        text = play.engine.first(play.engine.program.edition.scenario.endings[ending].text, play.state)
        lines += text.text.zh.split(" ") if text is not None and text.text.zh != UNSAID else []
    return lines


def _walk(play: Play) -> list[str]:
    lines: list[str] = []
    while True:
        for arrival in play.arrivals:
            node = play.engine.node(arrival.state)
            for alternatives in node.scene.say if node.scene is not None else ():
                line = play.engine.first(alternatives, arrival.state)
                lines += [line.text.zh] if line is not None else []
        if play.ended:
            return [*lines, f"={play.node.id}"]
        if play.open_ids() != ["continue"]:
            return lines
        play.choose("continue")
