"""A form in plain lines: the statements to tick in one go, then field by field, then a look before it is handed in.

Words in the place of a number search the field, and for bodies and procedures the directory.
"""

from __future__ import annotations

import contextlib
import re

from simulator.form_search import find, in_directory
from simulator.forms import Draft, Entry, Field, fields, keep, kept, kind_of, title
from simulator.i18n import _, language
from simulator.plain_console import Console
from simulator.plain_handbook import consult
from simulator.record.errors import StoreError
from simulator.visit import Visit

_NUMBERS = re.compile(r"(\d{1,3})(?:\s*[-–~]\s*(\d{1,3}))?")


class AsideError(Exception):
    """The form was put aside; what was filled in is kept."""


def fill(visit: Visit, console: Console) -> dict[str, str]:
    """Fill in the form the visit is at.

    Returns:
        The picks to hand in.

    Raises:
        AsideError: it was put aside.
        LeftError: there is no more input.
    """
    draft = Draft(fields(visit.conversation(language())), kept(visit))
    console.say("", _("【{form}】逐栏填写。q 先放下，填过的都留着。", form=title(kind_of(visit.play))))
    console.say(_("随时可以输入：r 从头重读谈话，h 查手册。选项多的栏打几个字就能查，如 欠薪、住建、zj。"))
    for field in draft.fields:
        _fill(field, draft, visit, console)
    while True:
        _read_over(draft, console)
        answer = _answer(visit, console, _("直接回车交表；输入栏目编号重填："))
        if not answer:
            return draft.result()
        if answer.isdecimal() and 1 <= int(answer) <= len(draft.fields):
            _fill(draft.fields[int(answer) - 1], draft, visit, console)


def _answer(visit: Visit, console: Console, prompt: str) -> str:
    """An answer that is for the form; what is asked for beside it is done first."""
    while True:
        answer = console.ask(prompt)
        match answer.lower():
            case "q":
                raise AsideError
            case "r":
                _reread(visit, console)
            case "h":
                consult(console, lambda what: _looked_up(visit, what))
            case _:
                return answer


def _looked_up(visit: Visit, what: str) -> None:
    # What cannot be kept now is kept with the next step, which says so where it cannot.
    with contextlib.suppress(StoreError):
        visit.looked_up(what)


def _reread(visit: Visit, console: Console) -> None:
    """The whole conversation."""
    said = visit.conversation(language())
    console.say()
    console.spoken(said.opening())
    for step in visit.play.steps:
        console.spoken(said.step(step))
    console.say()


def _fill(field: Field, draft: Draft, visit: Visit, console: Console) -> None:
    """Ask for one field."""
    console.say("", field.label + _("："))
    for number, entry in enumerate(field.entries, 1):
        console.say(f"{number}. {entry.text}" + (_("（已选）") if draft.has(entry) else ""))
    if field.kind == "tick":
        _tick(field, draft, visit, console)
    else:
        _pick(field, draft, visit, console)
    keep(visit, draft)


def _tick(field: Field, draft: Draft, visit: Visit, console: Console) -> None:
    """Which statements are true to what was said: numbers; nothing keeps the ticks as they are, 0 takes all off."""
    while True:
        answer = _answer(visit, console, _("与原话相符的有哪些？写编号，用空格隔开，如 1 3 5-7；一条也没有写 0："))
        chosen = numbers(answer, len(field.entries))
        if not answer or chosen is not None:
            break
        console.say(_("请写 1 到 {n} 的编号。", n=len(field.entries)))
    if chosen is not None:
        for number, entry in enumerate(field.entries, 1):
            if draft.has(entry) != (number in chosen):
                draft.press(field, entry)


def _pick(field: Field, draft: Draft, visit: Visit, console: Console) -> None:
    """One of a list; an empty line keeps what is picked, but nothing may stay open."""
    while True:
        answer = _answer(visit, console, _("选哪一项？写编号："))
        if answer.isdecimal() and 1 <= int(answer) <= len(field.entries):
            draft.press(field, field.entries[int(answer) - 1])
            return
        if not answer and not draft.is_open(field):
            return
        if not _search(field, answer, visit, console):
            console.say(_("这一栏要选一项，请写 1 到 {n} 的编号。", n=len(field.entries)))


def _search(field: Field, typed: str, visit: Visit, console: Console) -> bool:
    """Show what words find in a field, with the numbers to pick it by; whether it was anything."""
    hits = find(field, typed) if typed and not typed.isdecimal() else []
    if not hits:
        return False
    if in_directory(field):
        _looked_up(visit, typed)
    for hit in hits:
        number = f"{hit.entry + 1}. " if hit.entry >= 0 else _("表上没有：")
        console.say(number + hit.name + (f"{_('：')}{hit.told}" if hit.told else ""))
    return True


def numbers(answer: str, most: int) -> set[int] | None:
    """The numbers of an answer such as `1 3 5-7`, separated by anything; `0` is none of them.

    Returns:
        None where the answer is empty or has a number that is not there.
    """
    found: set[int] = set()
    matches = list(_NUMBERS.finditer(answer))
    for match in matches:
        first, last = int(match[1]), int(match[2] or match[1])
        found.update(range(first, last + 1))
    if not matches or _NUMBERS.sub("", answer).strip(" ,，、;；"):
        return None
    if found == {0}:
        return set()
    return found if all(1 <= number <= most for number in found) else None


def _read_over(draft: Draft, console: Console) -> None:
    """What is filled in, field by field."""
    console.say("", _("填好的表："))
    for number, field in enumerate(draft.fields, 1):
        chosen: list[Entry] = [entry for entry in field.entries if draft.has(entry)]
        if field.kind == "tick":
            console.say(f"{number}. {field.label}{_('：')}" + _("勾了 {n} 条", n=len(chosen)))
            console.say(*(f"   · {entry.text}" for entry in chosen)) if chosen else None
        else:
            console.say(f"{number}. {field.label}{_('：')}{chosen[0].text}")
