"""Before a plain visit: what to go on with, which scenario, which mode and variant, and the briefing."""

from __future__ import annotations

import contextlib
import random
from typing import TYPE_CHECKING

from scenarios.diagnostic import ScenarioError
from scenarios.play import InputError
from scenarios.text import fill
from scenarios.vocabulary import vocabulary
from simulator import settings, variants
from simulator.errors import show_diagnostics
from simulator.helpline import HELPLINE
from simulator.i18n import _, language
from simulator.plain_console import Console, LeftError
from simulator.record.errors import StoreError
from simulator.record.events import PLAYED
from simulator.record.log import Session
from simulator.record.place import is_empty
from simulator.record.store import open_store

if TYPE_CHECKING:
    from scenarios.model import Scenario, Text
    from simulator.sessions import Sessions
    from simulator.visit import Visit

MOST = 9
"""Unfinished visits to offer."""

LONGEST_NAME = 40
"""Characters of a trainee's name."""


def unfinished(console: Console, sessions: Sessions, scenario: str | None) -> Visit | None:
    """Offer to go on with a visit that was left; None for a new one.

    Args:
        console: where to ask.
        sessions: the store.
        scenario: id of the only scenario to offer visits of, or None.
    """
    from simulator.errors import sentence

    left = _left(console, scenario)
    if not left:
        return None
    console.say(_("有没做完的接访："))
    for number, (session, title, steps) in enumerate(left, 1):
        mode = vocabulary().modes[session.mode].name.text(language())
        console.say(_("{n}. {title}，{mode}，已走 {steps} 步", n=number, title=title, mode=mode, steps=steps))
    picked = console.pick(_("输入编号接着做，直接回车另开一次："), len(left), default=-1)
    if picked < 0:
        return None
    try:
        return sessions.resume(left[picked][0].id)[0]
    except StoreError as error:
        console.say(sentence(error))
    except (ScenarioError, InputError) as error:
        why = error.diagnostics[0].code if isinstance(error, ScenarioError) else error.code
        console.say(_("这次接访接不上了：{why}", why=why))
    return None


def _left(console: Console, scenario: str | None) -> list[tuple[Session, str, int]]:
    """Unfinished visits with title and steps, newest first; none where the store cannot be read."""
    if is_empty():
        return []
    found = []
    try:
        with open_store() as store:
            for session in store.unfinished()[:MOST]:
                if scenario is None or session.scenario == scenario:
                    kinds = [event.kind for event in store.events(session.id)]
                    steps = sum(kind in PLAYED for kind in kinds) - 2 * kinds.count("undo")
                    found.append((session, store.title(session.edition, language()), steps))
    except StoreError as error:
        console.say(error.message, *filter(None, [error.hint]))
    return found


def chosen_mode(console: Console) -> str:
    """How to play; practice for an empty line."""
    modes = vocabulary().modes
    console.say(_("方式："))
    for number, term in enumerate(modes.values(), 1):
        console.say(f"{number}. {term.name.text(language())}{_('：')}{term.what.text(language())}")
    return list(modes)[console.pick(_("输入编号，直接回车选练习："), len(modes), default=0)]


def chosen_variant(console: Console, scenario: Scenario, seed: str) -> str:
    """Which variant; one drawn by the seed for an empty line."""
    names = list(scenario.variants)
    if len(names) == 1:
        return names[0]
    console.say(_("情形：同一件事，来的人和条件各有不同。"))
    for number, variant in enumerate(scenario.variants.values(), 1):
        console.say(f"{number}. {variants.title(variant)}")
    picked = console.pick(_("输入编号，直接回车随机："), len(names), default=-1)
    return random.Random(seed).choice(names) if picked < 0 else names[picked]


def chosen_name(console: Console) -> str:
    """The name for the record; the one that is remembered for an empty line, none for a stroke.

    Raises:
        LeftError: the person left.
    """
    own = settings.read()
    kept = _("直接回车还用「{name}」，写 - 不留名", name=own.trainee) if own.trainee else _("不写也行")
    answer = console.ask(_("记录里用的姓名（{kept}）：", kept=kept))
    if answer.lower() == "q":
        raise LeftError
    trainee = "" if answer in ("-", "－") else answer[:LONGEST_NAME] or own.trainee
    if trainee != own.trainee:
        # Where it cannot be written it holds for this visit.
        with contextlib.suppress(OSError):
            settings.write(own._replace(trainee=trainee))
    return trainee


def brief(console: Console, scenario: Scenario, variant: str) -> None:
    """What one knows when the number is called, as a variant has it."""
    level = vocabulary().levels[scenario.level].name.text(language())

    def said(text: Text) -> str:
        return fill(text, scenario.variants[variant], (), language())

    console.say("", f"{said(scenario.title)}  {level}  {scenario.date.isoformat()}")
    if scenario.warning is not None:
        console.say(_("请留意：{warning}", warning=said(scenario.warning)))
        console.say(_("心里不好受就输入 q 停下来；全国心理援助热线 {number}。", number=HELPLINE))
    console.say(*said(scenario.brief).strip().split("\n"), "")


def loaded(name: str) -> Scenario:
    """A scenario by id or path.

    Raises:
        LeftError: it cannot be read; why has been said.
    """
    from simulator.commands import common

    try:
        return common.scenario(name)
    except ScenarioError as error:
        show_diagnostics(error.diagnostics)
        raise LeftError from error
