"""The small scenario with something changed, and everything that the checks with a solver find in it."""

from __future__ import annotations

from scenarios.diagnostic import Diagnostic
from scenarios.load import load_text
from scenarios.model import Scenario
from scoring.audit.run import audit
from tests.scoring.small import SHOUT, TEXT

Change = tuple[str, str]


CLEAN = """
id: small
title: 小剧本
date: 2026-09-15
level: 1
audience: [petition-office]
brief: 一个小窗口。
petitioner: {name: 老周, age: 50, style: reactive, agitation: AGITATION, trust: 4, distress: 3}
variants:
  other: {petitioner: {agitation: 2}}
facts:
  owed: {text: 欠了八个月, key: {indicator: L3, points: 4}, softened: 有一点没结}
  boss: {text: 老板跑了, key: {indicator: R2, points: 3}}
start: hall
scenes:
  hall:
    opening: true
    say: 我就问你们管不管！
    choices:
      rush: {text: 麻烦您简单点说，后面有人，请您谅解。, moves: [interrupt], goto: hub}
      seat: {text: 先坐，慢慢说。, moves: [hear_out], goto: hub}
      calm: {text: 别激动，先别激动。, moves: [deny_feeling], goto: hub}
  hub:
    stakes: 3
    seconds: 20
    timeout: wait
    say: 您问吧。
    choices:
      done: {text: 请您等一下，我先归拢归拢，看看对不对。, moves: [summarise], rates: {L6: +1}, goto: form}
      months: {text: 一共欠了几个月？, moves: [open_question], rates: {L3: +2}, reveals: [owed], goto: hub}
      who:
        text: 包工的老板是谁？
        moves: [open_question]
        rates: {L3: +1}
        reveals: [{fact: boss, when: trust >= 5}]
        goto: hub
      wait: {text: （等他说）, moves: [silence], goto: hub}
      blame: {text: 怎么到今天才来？, moves: [blame], rates: {L3: -2}, goto: hub}
  form:
    form: record
    wrong: [已经报警]
    picks: {visitors: 1, kind: appeal}
    sets: [registered]
    next: answer
  answer:
    stakes: 2
    say: 那能给吗？
    choices:
      no: {text: 这不归我们管。, moves: [refer_vaguely], rates: {R2: -2}, goto: sheet}
      who_decides: {text: 由人社部门定，给您转过去。, moves: [explain_role], rates: {C4: +2, R2: +1}, goto: sheet}
      promise: {text: 请您放心，三天之内一定到您手里。, moves: [promise], red_line: K2.promise, goto: sheet}
  sheet:
    referral:
      body:
        options:
          court: {rates: {R2: -1}}
          labour-inspection: {rates: {R2: +2}}
        among: 4
      limits:
        label: 时限
        options: {wrong: {text: 三天, rates: {C3: -2}}, right: {text: 六十个工作日, rates: {C3: +2}}}
    next: bye
  bye:
    say: 我走了。
    choices:
      go: {text: 请您回去等我们的通知吧。, moves: [brush_off], rates: {R6: -2}, goto: done}
      number: {text: 回执号在这儿。, moves: [hand_over_paper], rates: {R6: +2}, goto: done}
      care: {text: 慢走，路上当心。, moves: [care], rates: {E2: +1}, goto: done}
  shout:
    say: （拍桌子）
    choices:
      sit: {text: 咱们坐下说。, moves: [label_feeling], goto: resume}
      out: {text: 请您出去。, moves: [threaten], goto: resume}
      still: {text: （没有说话）, moves: [silence], goto: resume}
interrupts:
  outburst: {when: agitation >= 9, goto: shout}
endings:
  done: {outcome: good, text: 他走了。}
requires: {registered: C1}
"""
"""The small scenario so arranged that no check finds anything: no habit of choosing does well in it."""


def changed(text: str, *changes: Change) -> str:
    """A text, each text of `changes` replaced by another.

    Raises:
        AssertionError: a text that is to be replaced does not stand there exactly once.
    """
    for old, new in changes:
        assert text.count(old) == 1, (text.count(old), old)
        text = text.replace(old, new)
    return text.lstrip("\n")


def clean_text(*changes: Change, agitation: int = 6) -> str:
    """The arranged scenario as YAML, with something changed."""
    return changed(CLEAN.replace("AGITATION", str(agitation)), *changes)


def small_text(*changes: Change, agitation: int = 6) -> str:
    """The small scenario as YAML, with something changed; naive players do well in it."""
    text = TEXT.replace("AGITATION", str(agitation)).replace("interrupts:", SHOUT.strip("\n") + "\ninterrupts:", 1)
    return changed(text, *changes)


def scenario_of(text: str) -> Scenario:
    """The scenario of a text.

    Raises:
        AssertionError: it does not load; the findings are shown.
    """
    loaded = load_text(text)
    assert loaded.scenario is not None, [(str(d.mark), d.code, dict(d.arguments)) for d in loaded.diagnostics]
    return loaded.scenario


def findings(text: str, *variants: str) -> list[Diagnostic]:
    """What the checks with a solver find, as `jiefang check` runs them, in some variants or in all."""
    return audit(scenario_of(text), variants=variants)


def codes(text: str, *variants: str) -> list[str]:
    """Codes of the findings."""
    return [finding.code for finding in findings(text, *variants)]
