"""A small scenario from YAML that has a bit of everything, for tests that need one and not a particular one."""

from __future__ import annotations

from scenarios.edition import Edition, edition
from scenarios.load import load_text
from scenarios.model import Scenario

TEXT = """
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
  owed: {text: 欠了八个月, key: true, softened: 有一点没结}
  boss: {text: 老板跑了, key: {indicator: R2, points: 2}}
start: hall
scenes:
  hall:
    opening: true
    say: 我就问你们管不管！
    choices:
      seat: {text: 您先坐，慢慢说。, moves: [hear_out], goto: hub}
      rush: {text: 简单点说，后面有人。, moves: [interrupt], goto: hub}
      calm: {text: 您别激动。, moves: [deny_feeling], goto: hub}
  hub:
    stakes: 2
    seconds: 20
    timeout: wait
    say: 您问吧。
    choices:
      months: {text: 欠了几个月？, moves: [open_question], rates: {L3: +2}, reveals: [owed], goto: hub}
      who:
        text: 老板是谁？
        moves: [open_question]
        rates: {L3: +1}
        reveals: [{fact: boss, when: trust >= 5}]
        goto: hub
      blame: {text: 您怎么不早来？, moves: [blame], rates: {L3: -2}, goto: hub}
      wait: {text: （等他说）, moves: [silence], goto: hub}
      done: {text: 我归拢一下。, moves: [summarise], rates: {L6: +1}, goto: form}
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
      who_decides: {text: 由人社部门定，我给您转过去。, moves: [explain_role], rates: {C4: +2, R2: +1}, goto: sheet}
      promise: {text: 三天之内一定到手。, moves: [promise], red_line: K2.promise, goto: sheet}
      no: {text: 这不归我们管。, moves: [refer_vaguely], rates: {R2: -2}, goto: sheet}
  sheet:
    referral:
      body:
        options:
          labour-inspection: {rates: {R2: +2}}
          court: {rates: {R2: -1}}
        among: 4
      limits:
        label: 时限
        options: {right: {text: 六十个工作日, rates: {C3: +2}}, wrong: {text: 三天, rates: {C3: -2}}}
    next: bye
  bye:
    say: 我走了。
    choices:
      number: {text: 回执号在这儿。, moves: [hand_over_paper], rates: {R6: +2}, goto: done}
      go: {text: 等通知吧。, moves: [brush_off], rates: {R6: -2}, goto: done}
      care: {text: 慢走。, moves: [care], rates: {E2: +1}, goto: done}
interrupts:
  outburst: {when: agitation >= 9, goto: shout}
endings:
  done: {outcome: good, text: 他走了。}
requires: {registered: C1}
"""
SHOUT = """
  shout:
    say: （拍桌子）
    choices:
      sit: {text: 咱们坐下说。, moves: [label_feeling], goto: resume}
      out: {text: 请您出去。, moves: [threaten], goto: resume}
      still: {text: （没有说话）, moves: [silence], goto: resume}
"""


def small_scenario(agitation: int = 6) -> Scenario:
    """The scenario, its petitioner's agitation given.

    Raises:
        AssertionError: it does not load; the finding is shown.
    """
    text = TEXT.replace("AGITATION", str(agitation)).replace("interrupts:", SHOUT.strip("\n") + "\ninterrupts:", 1)
    loaded = load_text(text)
    assert loaded.scenario is not None, [(str(d.mark), d.code, dict(d.arguments)) for d in loaded.diagnostics]
    return loaded.scenario


def small_edition(agitation: int = 6) -> Edition:
    """Its default variant."""
    return edition(small_scenario(agitation), "default")
