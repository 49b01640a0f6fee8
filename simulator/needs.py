"""Why a choice cannot be taken yet, in a few words, for practice mode. Says what is missing, never what to click."""

from __future__ import annotations

from scenarios.engine import Engine, State
from scenarios.expression import METERS, And, Call, Compare, Expression, Literal, Name, Not, Or
from scenarios.vocabulary import vocabulary
from simulator.i18n import _, language


def reason(engine: Engine, needs: Expression | None, state: State) -> str:
    """The first thing that is missing.

    Args:
        engine: the rules of the edition.
        needs: the choice's condition.
        state: where one is.
    """
    if needs is None or engine.holds(needs, state):
        return ""
    missing = _missing(engine, engine.program.edition.fold(needs), state)
    return _("（{why}）", why=missing or _("现在还不行"))


def _missing(engine: Engine, condition: Expression, state: State) -> str:
    match condition:
        case And(operands):
            failing = [operand for operand in operands if not engine.test(operand)(state)]
            return _missing(engine, failing[0], state) if failing else ""
        case Or(operands):
            return _missing(engine, operands[0], state)
        case Compare(op, left, right):
            return _meter(op, left, right)
        case Call("known", _fact):
            return _("还有事没问出来")
        case Call() | Name():
            return _("前面还差一步")
        case Not():
            return _("前面做过的事把它堵上了")
        case _:
            return ""


def _meter(op: str, left: Expression, right: Expression) -> str:
    if not (isinstance(left, Name) and left.id in METERS and isinstance(right, Literal)):
        return ""
    name = vocabulary().meters[left.id].name.text(language()).lower()
    high = op in (">", ">=")
    return _("{meter}还不够", meter=name) if high else _("{meter}还太高", meter=name)
