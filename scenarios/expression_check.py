"""The static check of a condition: names, kinds of values, and parts that never change."""

from __future__ import annotations

from collections.abc import Collection

from scenarios.diagnostic import Diagnostic, Mark
from scenarios.expression_conditions import NESTING_LIMIT, NODE_LIMIT, circle, expandable, leads_to_circle
from scenarios.expression_domain import Domains, Environment
from scenarios.expression_open import is_open
from scenarios.expression_report import nearest, place, shorten
from scenarios.expression_table import settled
from scenarios.expression_tree import (
    ORDERINGS,
    And,
    Call,
    Compare,
    Expression,
    ListLiteral,
    Literal,
    Name,
    Not,
    Or,
    unparse,
    walk,
)

KINDS = {
    int: {"zh": "数", "en": "a number"},
    str: {"zh": "文字", "en": "a text"},
    bool: {"zh": "真假", "en": "true or false"},
}
"""What a value is called in messages."""


def check(expr: Expression, environment: Environment, mark: Mark) -> tuple[Diagnostic, ...]:
    """Check a condition against what there is to be named.

    Args:
        expr: the condition as parsed.
        environment: the names of the scenario.
        mark: where the first character of the condition stands.

    Returns:
        Everything found, in the order of the text. Named conditions are looked into for what they add up to, but
        their own mistakes are found where they are defined.
    """
    if is_open(expr, environment.conditions) and _is_plain(expr, environment):
        return ()
    return check_whole(expr, environment, mark)


def check_whole(expr: Expression, environment: Environment, mark: Mark) -> tuple[Diagnostic, ...]:
    """As :func:`check`, part by part."""
    checker = _Checker(environment, mark)
    checker.condition(expr)
    checker.named_conditions(expr)
    checker.settled(expr)
    return tuple(sorted(checker.found, key=lambda finding: finding.mark or mark))


def _is_plain(expr: Expression, env: Environment) -> bool:
    """Whether a condition in which nothing is settled names what there is, and nothing in it is of the wrong kind.

    Most are of this kind, and to see that takes a third of the time that looking for what is wrong takes.
    """
    if isinstance(expr, Compare):
        return isinstance(expr.left, Name) and expr.left.id in env.meters
    if isinstance(expr, Call):
        valid = env.facts if expr.function == "known" else env.scenes if expr.function == "visited" else env.choices
        return expr.argument in valid
    if isinstance(expr, Name):
        name = expr.id
        return name not in env.meters and (env.params[name] is bool if name in env.params else name in env.flags)
    if isinstance(expr, Not):
        return _is_plain(expr.operand, env)
    return isinstance(expr, And | Or) and all(_is_plain(operand, env) for operand in expr.operands)


class _Checker:
    def __init__(self, environment: Environment, mark: Mark) -> None:
        self.found: list[Diagnostic] = []
        self._environment = environment
        self._mark = mark
        self._wrong: set[int] = set()

    def _report(self, code: str, node: Expression, meant: str = "", **arguments: object) -> None:
        self._wrong.add(id(node))
        shown = {key: shorten(value, 200) if isinstance(value, str) else value for key, value in arguments.items()}
        self.found.append(Diagnostic(code, place(self._mark, node.column), shown, meant))

    # ------------------------------------------------------------------------------------------ names and kinds

    def condition(self, expr: Expression) -> None:
        """Check something that must be true or false."""
        match expr:
            case Compare():
                self._compare(expr)
            case And(operands) | Or(operands):
                for operand in operands:
                    self.condition(operand)
            case Not(operand):
                self.condition(operand)
            case ListLiteral():
                self._report("JF1517", expr)
            case _:
                self._atom(expr)
                if (kind := self._environment.kind(expr)) in (int, str):
                    self._report("JF1528", expr, text=unparse(expr), kind=KINDS[kind])

    def _atom(self, expr: Expression) -> None:
        if isinstance(expr, Call):
            self._call(expr)
        elif isinstance(expr, Name) and not self._environment.has(expr.id):
            self._unknown(expr)
        elif isinstance(expr, Name) and self._environment.kind(expr) not in KINDS:
            self._report("JF1540", expr, name=expr.id)

    def _unknown(self, name: Name) -> None:
        env = self._environment
        if name.id == "ending":
            self._report("JF1525", name)
            return
        valid = sorted(env.names())
        meant = ""
        if name.id in env.facts:
            meant = f"known({name.id})"
        elif name.id in env.scenes:
            meant = f"visited({name.id})"
        self._report("JF1520", name, meant or nearest(name.id, valid), name=name.id, valid=", ".join(valid))

    def _call(self, call: Call) -> None:
        env, argument = self._environment, call.argument
        code, valid = {
            "known": ("JF1521", env.facts),
            "visited": ("JF1522", env.scenes),
            "chosen": ("JF1523", env.choices),
        }[call.function]
        if argument not in valid:
            meant = _nearest_choice(argument, valid) if call.function == "chosen" else nearest(argument, valid)
            self._report(code, call, meant, name=argument)

    # ------------------------------------------------------------------------------------------ comparisons

    def _compare(self, expr: Compare) -> None:
        before = len(self.found)
        if expr.op in ("in", "not in"):
            self._membership(expr)
        else:
            self._sides(expr)
        if len(self.found) > before:
            self._wrong.add(id(expr))

    def _membership(self, expr: Compare) -> None:
        members = expr.right
        if not isinstance(members, ListLiteral):
            self._operand(expr.left, members)
            self._report("JF1516", members, op=expr.op, found=unparse(members))
            return
        self._operand(expr.left, members.items[0] if members.items else members)
        if not members.items:
            self._report("JF1539", members, text=unparse(expr))
        for member in members.items:
            self._operand(member, expr.left)
            self._pair(expr.left, member, member)

    def _sides(self, expr: Compare) -> None:
        left, right = expr.left, expr.right
        self._operand(left, right)
        self._operand(right, left)
        if expr.op in ORDERINGS:
            for side in (left, right):
                if (kind := self._environment.kind(side)) in (str, bool):
                    self._report("JF1527", side, text=unparse(side), kind=KINDS[kind], op=expr.op)
                    return
        self._pair(left, right, expr)

    def _operand(self, expr: Expression, other: Expression) -> None:
        """Check one side of a comparison. An unknown word beside a text is a text without its quotes."""
        env = self._environment
        if isinstance(expr, Name) and expr.id != "ending" and not env.has(expr.id) and env.kind(other) is str:
            values = self._values(other)
            meant = "" if expr.id in values else nearest(expr.id, values)
            self._report("JF1524", expr, meant, name=expr.id, fix=f'"{meant or expr.id}"')
        elif isinstance(expr, Compare | And | Or | Not):
            self.condition(expr)
        elif isinstance(expr, ListLiteral):
            self._report("JF1517", expr)
        else:
            self._atom(expr)

    def _pair(self, left: Expression, right: Expression, at: Expression) -> None:
        """Check that two sides can be equal at all."""
        first, second = self._environment.kind(left), self._environment.kind(right)
        if first in KINDS and second in KINDS and first is not second:
            texts = {"left": unparse(left), "right": unparse(right)}
            self._report("JF1526", at, left_kind=KINDS[first], right_kind=KINDS[second], **texts)
            return
        for name, literal in ((left, right), (right, left)):
            if isinstance(name, Name) and isinstance(literal, Literal) and isinstance(literal.value, str):
                self._value_of(name, literal, literal.value)

    def _value_of(self, name: Name, literal: Literal, text: str) -> None:
        """Check a text that `variant` or `ending` is compared with."""
        values = self._values(name)
        if self._environment.kind(name) is str and name.id in ("variant", "ending") and text not in values:
            code = "JF1529" if name.id == "variant" else "JF1530"
            self._report(code, literal, nearest(text, values), name=text, valid=", ".join(sorted(values)))

    def _values(self, expr: Expression) -> frozenset[str]:
        if expr == Name("variant"):
            return self._environment.variants
        if expr == Name("ending"):
            return self._environment.endings or frozenset()
        return frozenset()

    # ------------------------------------------------------------------------------------------ as a whole

    def named_conditions(self, expr: Expression) -> None:
        """Report the named conditions that cannot be written out."""
        conditions = self._environment.conditions
        if not conditions:
            return
        usable = expandable(expr, conditions).keys()
        stuck = {
            node.id: node for node in walk(expr) if isinstance(node, Name) and node.id in conditions.keys() - usable
        }
        for name, node in stuck.items():
            if way := circle(name, conditions):
                self._report("JF1537", node, name=name, circle=" → ".join(way))
            elif not leads_to_circle(name, conditions):  # else it is reported where the circle is defined
                self._report("JF1538", node, name=name, limit=NODE_LIMIT, nesting=NESTING_LIMIT)

    def settled(self, expr: Expression) -> None:
        """Report what is always true or always false."""
        if is_open(expr, self._environment.conditions):
            return
        domains = Domains(self._environment, expr)
        for part in list(settled(expr, domains, frozenset(self._wrong))):
            if not part.meter:
                code = "JF1535" if part.value else "JF1536"
            elif isinstance(part.expr, Compare):
                code = "JF1531" if part.value else "JF1532"
            else:
                code = "JF1534" if part.value else "JF1533"
            self._report(code, part.expr, text=unparse(part.expr), meter=part.meter)


def _nearest_choice(path: str, valid: Collection[str]) -> str:
    """The nearest `scene.choice`: first by the choice's own name, which authors give alone, then in the same scene."""
    scene, _, choice = path.rpartition(".")
    same_name = [each for each in valid if each.rpartition(".")[2] == choice]
    if len(same_name) == 1:
        return same_name[0]
    same_scene = [each for each in valid if each.rpartition(".")[0] == scene]
    return nearest(path, same_scene) or nearest(path, valid)
