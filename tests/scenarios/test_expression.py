"""Reading and writing conditions."""

from __future__ import annotations

import dataclasses

import pytest

from scenarios.diagnostic import Mark
from scenarios.expression import (
    RESERVED,
    And,
    Call,
    Compare,
    Expression,
    ListLiteral,
    Literal,
    Name,
    Not,
    Or,
    calls,
    names,
    parse,
    unparse,
)

HERE = Mark("scenario.yaml", 12, 9)


def read(text: str) -> Expression:
    """The tree of a text that must be in order."""
    expr, findings = parse(text, HERE)
    assert expr is not None
    assert not findings
    return expr


def codes(text: str) -> list[str]:
    """The codes that reading a text gives."""
    return [finding.code for finding in parse(text, HERE)[1]]


AGITATION, TRUST, FLAG = Name("agitation"), Name("trust"), Name("registered")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("registered", FLAG),
        ("true", Literal(True)),
        ("trust >= 5", Compare(">=", TRUST, Literal(5))),
        ("trust > -1", Compare(">", TRUST, Literal(-1))),
        ("variant == 'crowd'", Compare("==", Name("variant"), Literal("crowd"))),
        ('variant != "五位代表"', Compare("!=", Name("variant"), Literal("五位代表"))),
        ("known(gap-years)", Call("known", "gap-years")),
        ("chosen(close/ask.give)", Call("chosen", "close/ask.give")),
        ("visited( close/ask )", Call("visited", "close/ask")),
        ("chosen(story.not)", Call("chosen", "story.not")),
        ("party in [3, 5]", Compare("in", Name("party"), ListLiteral((Literal(3), Literal(5))))),
        ("party not in [3,]", Compare("not in", Name("party"), ListLiteral((Literal(3),)))),
        ("not trust > 5", Not(Compare(">", TRUST, Literal(5)))),
        ("a or b and not c", Or((Name("a"), And((Name("b"), Not(Name("c"))))))),
        ("(a or b) and c", And((Or((Name("a"), Name("b"))), Name("c")))),
        ("a and b and c", And((Name("a"), Name("b"), Name("c")))),
        ("known(owed)\n  and\u3000registered", And((Call("known", "owed"), FLAG))),
    ],
)
def test_trees(text: str, tree: Expression) -> None:
    """Every form of the language reads as the tree one expects, `and` binding closer than `or`, `not` closest."""
    assert read(text) == tree


def test_chains() -> None:
    """A chained comparison is the conjunction of its comparisons and joins the `and` it stands in."""
    low, high = Compare("<=", Literal(3), AGITATION), Compare("<=", AGITATION, Literal(6))
    assert read("3 <= agitation <= 6") == And((low, high))
    assert read("3 <= agitation <= 6 and registered") == And((low, high, FLAG))
    assert read("not 3 <= agitation <= 6") == Not(And((low, high)))
    assert unparse(And((low, high, FLAG))) == "3 <= agitation <= 6 and registered"


def test_columns() -> None:
    """Each node knows the column where it begins, from 1, and columns are no part of equality or hash."""
    expr = read("registered and  trust >= 5")
    assert isinstance(expr, And)
    second = expr.operands[1]
    assert isinstance(second, Compare)
    assert (expr.column, second.column, second.right.column) == (1, 17, 26)
    assert hash(second) == hash(Compare(">=", TRUST, Literal(5), 99))


def test_nodes_are_immutable_and_strict() -> None:
    """Nodes cannot be changed, and 1 is not true: they are different conditions."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        FLAG.id = "other"  # type: ignore[misc]
    assert Literal(1) != Literal(True)
    assert Literal(1) == Literal(1, column=7)


def test_what_a_condition_reads() -> None:
    """`names` and `calls` list what a condition depends on, wherever it stands."""
    expr = read("not (trust > party) or chosen(story.promise) and variant in ['crowd'] and known(owed)")
    assert names(expr) == {"trust", "party", "variant"}
    assert calls(expr) == {("chosen", "story.promise"), ("known", "owed")}


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("((registered))", "registered"),
        ("'a'=='a'", '"a" == "a"'),
        ("not(trust>5)", "not trust > 5"),
        ("(a and b) or c", "a and b or c"),
        ("a and (b or not c)", "a and (b or not c)"),
        (r"kind == 'say \"no\"'", r'kind == "say \"no\""'),
        ("party not  in[3,5]", "party not in [3, 5]"),
    ],
)
def test_canonical_text(text: str, canonical: str) -> None:
    """Writing uses double quotes, single spaces and only the parentheses that are needed."""
    assert unparse(read(text)) == canonical


@pytest.mark.parametrize(
    ("text", "meant", "found"),
    [
        ("known（owed） ＆＆ trust ＞＝ ５", "known(owed) and trust >= 5", ["JF1503"] * 5),
        ("variant == “crowd”", 'variant == "crowd"', ["JF1503"]),
        ("party in 【3，5】", "party in [3, 5]", ["JF1503"] * 3),
        ("激动不小于7且信任小于3", "agitation >= 7 and trust < 3", ["JF1504"] * 5),
        ("非 registered 或 known(owed)", "not registered or known(owed)", ["JF1504"] * 2),
        ("trust = 5 || !registered", "trust == 5 or not registered", ["JF1505"] * 3),
        ("trust ≥ 5 AND True", "trust >= 5 and true", ["JF1505"] * 3),
        ('known("owed")', "known(owed)", ["JF1515"]),
        ("not story.promise", "not chosen(story.promise)", ["JF1519"]),
    ],
)
def test_evident_fixes(text: str, meant: str, found: list[str]) -> None:
    """What is plainly meant is reported with its ASCII spelling and read as such, so that the check can go on."""
    expr, findings = parse(text, HERE)
    assert expr == read(meant)
    assert [finding.code for finding in findings] == found
    assert all("fix" in finding.arguments for finding in findings)


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("trust > 5 § registered", "JF1506", 11),
        ("known(欠薪)", "JF1506", 7),
        ("variant == 'crowd", "JF1507", 12),
        ("trust > 99999999999", "JF1508", 9),
        ("trust > 3a", "JF1508", 9),
        ("trust - 1 > 3", "JF1509", 7),
        ("trust -1 > 3", "JF1509", 7),
        ("registered and", "JF1510", 15),
        ("== 5", "JF1510", 1),
        ("registered)", "JF1511", 11),
        ("party in [3, 5", "JF1511", 10),
        ("trust > 5 registered", "JF1512", 11),
        ("known(owed contractor)", "JF1514", 7),
        ("known()", "JF1514", 7),
        ("known owed", "JF1514", 1),
        ("visited('a b')", "JF1514", 9),
        ("1 < (a or b) < 3", "JF1518", 14),
    ],
)
def test_where_it_went_wrong(text: str, code: str, column: int) -> None:
    """What cannot be read gives no tree, one code, and the column in the file where the trouble is."""
    expr, findings = parse(text, HERE)
    assert expr is None
    assert [finding.code for finding in findings] == [code]
    assert findings[0].mark == Mark("scenario.yaml", 12, 9 + column - 1)


def test_several_findings_at_once() -> None:
    """Findings that leave the rest readable do not hide it."""
    assert codes("visted(story) 且 party == [3] and lenn(x, (y)) > 2") == ["JF1513", "JF1504", "JF1517", "JF1513"]
    assert parse("visted(story)", HERE)[1][0].nearest == "visited"


def test_limits() -> None:
    """Length and depth are limited, so that no text exhausts the stack; wide conditions are fine."""
    assert codes("a" * 1001) == ["JF1501"]
    assert codes("(" * 33 + "a" + ")" * 33) == ["JF1502"]
    assert codes("not " * 33 + "a") == ["JF1502"]
    assert codes("[" * 900)[-1] == "JF1502"
    assert codes("(" * 32 + "a" + ")" * 32) == []
    assert codes(" or ".join("a" for _ in range(200))) == []


@pytest.mark.parametrize("text", ["", "  ", "\n", "\u3000"])
def test_empty(text: str) -> None:
    """An empty condition is a finding, not a condition."""
    assert codes(text) == ["JF1500"]


def test_reserved_words() -> None:
    """A name that is reserved cannot be told from a word of the language; any other id reads as a name."""
    assert {"and", "not", "true", "known", "trust", "variant", "ending"} <= RESERVED
    assert all(isinstance(read(name), Name) for name in ("ready", "in-time", "_x", "andy", "knowns"))
