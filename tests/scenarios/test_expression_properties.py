"""What holds for every condition: hypothesis tries to prove otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.diagnostic import Mark
from scenarios.expression import (
    METERS,
    And,
    Call,
    Compare,
    Environment,
    Expression,
    ListLiteral,
    Literal,
    Name,
    Not,
    Or,
    Value,
    calls,
    check,
    compile_expression,
    evaluate,
    fold,
    names,
    parse,
    relax_meters,
    substitute,
    unparse,
    walk,
)
from scenarios.expression_check import check_whole
from scenarios.expression_domain import Domains
from scenarios.expression_open import is_open
from scenarios.expression_parse import parse_whole
from scenarios.expression_plain import plain_conjunction
from scenarios.expression_table import settled

HERE = Mark("scenario.yaml", 3, 5)
unhurried = settings(deadline=None)  # two busy cores
FLAGS = ("registered", "late-flag")
VARIANTS = ("default", "crowd")
ENDINGS = ("handed-over", "walked_out")
CONDITIONS: Mapping[str, Expression] = {
    "calm": Compare("<=", Name("agitation"), Literal(3)),
    "ready": And((Name("calm"), Or((Name("registered"), Compare(">", Name("party"), Name("trust")))))),
}
WORLD = Environment(
    params={"party": int, "union": bool, "kind": str},
    flags=frozenset(FLAGS),
    facts=frozenset({"owed"}),
    scenes=frozenset({"story"}),
    choices=frozenset({"close/ask.give"}),
    conditions=CONDITIONS,
    variants=frozenset(VARIANTS),
    endings=frozenset(ENDINGS),
)

numbers = st.integers(-2, 12).map(Literal) | st.sampled_from([*sorted(METERS), "party"]).map(Name)
texts = st.sampled_from([*VARIANTS, *ENDINGS, '他说"不"\\']).map(Literal) | st.sampled_from(
    ["variant", "ending", "kind"]
).map(Name)
orderings = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
equalities = st.sampled_from(["==", "!="])
memberships = st.sampled_from(["in", "not in"])


def lists(items: st.SearchStrategy[Expression]) -> st.SearchStrategy[ListLiteral]:
    """Lists of one to three such items."""
    return st.lists(items, min_size=1, max_size=3).map(lambda found: ListLiteral(tuple(found)))


atoms = st.one_of(
    st.sampled_from([*FLAGS, "union", *CONDITIONS]).map(Name),
    st.sampled_from([("known", "owed"), ("visited", "story"), ("chosen", "close/ask.give")]).map(lambda c: Call(*c)),
    st.booleans().map(Literal),
    st.builds(Compare, orderings, numbers, numbers),
    st.builds(Compare, equalities, texts, texts),
    st.builds(Compare, memberships, numbers, lists(numbers)),
    st.builds(Compare, memberships, texts, lists(texts)),
)


def larger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Conditions made of conditions."""
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(inner.map(Not), several.map(And), several.map(Or), st.builds(Compare, equalities, inner, inner))


expressions = st.recursive(atoms, larger, max_leaves=12)
constants = st.fixed_dictionaries(
    {
        "party": st.integers(-1, 12),
        "union": st.booleans(),
        "kind": st.sampled_from(["default", "appeal"]),
        "variant": st.sampled_from(VARIANTS),
    }
)
meters = st.fixed_dictionaries({meter: st.integers(0, 10) for meter in sorted(METERS)})
switches = st.fixed_dictionaries(
    {
        "registered": st.booleans(),
        "late-flag": st.booleans(),
        "ending": st.sampled_from(ENDINGS),
        "known(owed)": st.booleans(),
        "visited(story)": st.booleans(),
        "chosen(close/ask.give)": st.booleans(),
    }
)


def looked_up(state: Mapping[str, Value]) -> Callable[[Name | Call], Value]:
    """The value of a name or call in a state, named conditions by their meaning."""

    def lookup(atom: Name | Call) -> Value:
        if isinstance(atom, Name) and atom.id in CONDITIONS:
            return evaluate(CONDITIONS[atom.id], lookup)
        return state[unparse(atom)]

    return lookup


@unhurried
@given(expressions)
def test_round_trip(expr: Expression) -> None:
    """Reading the canonical text gives the same tree, and that text is its own canonical text."""
    text = unparse(expr)
    again, found = parse(text, HERE)
    if len(text) <= 1000 and "JF1502" not in [finding.code for finding in found]:
        assert again == expr
        assert not found
        assert unparse(again) == text


@unhurried
@given(expressions, constants, meters, switches)
def test_fold_keeps_the_meaning(
    expr: Expression, fixed: dict[str, Value], at: dict[str, Value], state: dict[str, Value]
) -> None:
    """A folded condition holds exactly where the original does and reads only meters, flags, calls and `ending`."""
    folded = fold(expr, fixed, CONDITIONS)
    assert evaluate(folded, looked_up(at | state)) == evaluate(expr, looked_up(fixed | at | state))
    assert names(folded) <= METERS | set(FLAGS) | {"ending"}
    assert isinstance(folded, Literal) or not any(isinstance(n, Literal) and n.value is True for n in walk(folded))
    assert fold(folded, fixed, CONDITIONS) == folded


@unhurried
@given(expressions, constants, meters, switches)
def test_compiled_agrees_with_the_interpreter(
    expr: Expression, fixed: dict[str, Value], at: dict[str, Value], state: dict[str, Value]
) -> None:
    """Compiled or interpreted, folded or not, a condition gives the same answer, and a real bool."""
    lookup = looked_up(fixed | at | state)
    for each in (expr, fold(expr, fixed, CONDITIONS)):
        compiled = compile_expression(each, lambda atom: lambda find: find(atom))
        assert compiled(lookup) is evaluate(each, lookup)


@unhurried
@given(expressions, constants, meters, switches)
def test_relaxed_is_implied(
    expr: Expression, fixed: dict[str, Value], at: dict[str, Value], state: dict[str, Value]
) -> None:
    """What holds at some meters still holds once the meters no longer count, and no meter is read any more."""
    folded = fold(expr, fixed, CONDITIONS)
    relaxed = relax_meters(folded)
    assert not names(relaxed) & METERS
    if evaluate(folded, looked_up(at | state)):
        assert evaluate(relaxed, looked_up(state))


@unhurried
@given(expressions)
def test_what_looks_open_is_open(expr: Expression) -> None:
    """Where the quick look finds nothing settled, the whole truth table finds nothing either."""
    if is_open(expr, CONDITIONS):
        assert list(settled(expr, Domains(WORLD, expr), frozenset())) == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("trust >= 5 and known(owed) and not registered", True),
        ("not (trust < 1 or chosen(close/ask.give)) or distress != 10", True),
        ("trust >= 0", False),
        ("trust == 11", False),
        ("trust > 5 and trust < 4", False),
        ("registered or not registered", False),
        ("calm", False),
        ("party > 3", False),
        ("true", False),
    ],
)
def test_the_quick_look(text: str, seen: bool) -> None:
    """Things asked for once that can be so or not so; all else is left to the truth table."""
    assert is_open(tree(text), CONDITIONS) is seen


def near_misses() -> st.SearchStrategy[str]:
    """Texts made of the pieces of conditions, in any order."""
    pieces = (
        "and or not in ( ) [ ] , . / == = != < <= > >= 且 或 非 （ ） ＞ “ ” ' \" \\ known( chosen(story.ask) 5 -3 4.5 "
    )
    pieces += "agitation trust registered calm variant 'crowd' \u3000 激动大于 true True && ! ：é ５ \x00 \ud800"
    return st.lists(st.sampled_from(pieces.split(" ")), max_size=25).map(" ".join)


@unhurried
@given(expressions.map(unparse) | near_misses().map(str.strip).filter(bool))
def test_what_is_read_at_a_glance_is_what_is_read_word_by_word(text: str) -> None:
    """The short way gives the tree of the long way, columns included, and nothing where that finds anything."""
    plain = plain_conjunction(text)
    if plain is not None:
        expr, found = parse_whole(text, HERE)
        assert (repr(plain), ()) == (repr(expr), found)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("trust >= 5 and not known(owed) and chosen(close/ask.give)", True),
        ("not trust >= 5 and registered", True),
        ("known(not)", True),
        ("trust  >= 5", False),
        ("trust >= -5", False),
        ("trust >= 5 or calm", False),
        ("known", False),
        ("true", False),
        ("registered And calm", False),
        ("registered and", False),
        ("and registered", False),
        ("known(owed).give", False),
        ("trust >= 1234567890", False),
        ("１ == trust", False),
    ],
)
def test_what_is_read_at_a_glance(text: str, read: bool) -> None:
    """Plain conjunctions with single blanks; all else is left to the whole parser."""
    assert (plain_conjunction(text) is not None) is read


@unhurried
@given(expressions | near_misses().map(lambda text: parse(text, HERE)[0]).filter(bool))
def test_what_is_checked_at_a_glance_is_in_order(expr: Expression) -> None:
    """The short way of checking finds what the long way finds."""
    assert check(expr, WORLD, HERE) == check_whole(expr, WORLD, HERE)


@unhurried
@given(st.text() | near_misses() | near_misses().map(lambda text: text.replace(" ", "")))
def test_no_text_raises(text: str) -> None:
    """Whatever stands in the file, reading and checking it gives findings, never a traceback."""
    expr, found = parse(text, HERE)
    assert expr is not None or found
    if expr is not None:
        found += check(expr, WORLD, HERE)
        unparse(relax_meters(fold(expr, {"party": 3}, CONDITIONS)))
        bool(evaluate(expr, lambda _: 0))
        bool(compile_expression(expr, lambda _: lambda _state: "x")(None))
    assert all(finding.mark and finding.mark.column <= HERE.column + len(text) for finding in found)


def tree(text: str) -> Expression:
    """The tree of a text that must be in order."""
    expr, found = parse(text, HERE)
    assert expr is not None
    assert not found
    return expr


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("party > 5 and trust > 3", "trust > 3"),
        ("party > 5 or variant == 'single'", "true"),
        ("calm and trust > 3", "agitation <= 3 and trust > 3"),
        ("5 < trust", "trust > 5"),
        ("trust > party", "trust > 8"),
        ("trust > 10 or registered", "registered"),
        ("registered == false and union == true", "not registered and union"),
        ("not (agitation > 5)", "agitation <= 5"),
        ("agitation > 5 and registered and agitation < 4", "false"),
        ("trust > 3 or trust < 5", "true"),
        ("registered and (known(owed) and registered)", "registered and known(owed)"),
        ("known(owed) or not known(owed)", "true"),
        ("trust in [party, 3, 3]", "trust in [8, 3]"),
    ],
)
def test_fold_examples(text: str, folded: str) -> None:
    """Folding leaves the short condition that an author would have written for this variant."""
    assert unparse(fold(tree(text), {"party": 8, "variant": "crowd"}, CONDITIONS)) == folded


def test_fold_never_hangs() -> None:
    """Conditions in a circle or grown without bound stay names; the check says so."""
    doubling = {f"c{i}": tree(f"c{i - 1} and known(a) or c{i - 1} and known(b)") for i in range(1, 60)}
    conditions = {"c0": Name("registered"), "ring": tree("not ring"), **doubling}
    assert fold(tree("ring and c59"), {}, conditions) == tree("ring and c59")
    assert names(fold(tree("c5"), {}, conditions)) == {"registered"}
    chain = {f"d{i}": Name(f"d{i + 1}") for i in range(5000)}
    assert fold(Name("d0"), {}, chain) == Name("d0")


@pytest.mark.parametrize(
    ("text", "relaxed"),
    [
        ("trust >= 5 and not registered", "not registered"),
        ("not (trust >= 5 and registered)", "true"),
        ("not (trust >= 5 or registered)", "not registered"),
        ("trust >= 5", "true"),
        ("not agitation < 3", "true"),
        ("known(owed) or ending == 'walked_out' and distress > 2", 'known(owed) or ending == "walked_out"'),
        ("(trust > 5) == registered", "true"),
    ],
)
def test_relax_examples(text: str, relaxed: str) -> None:
    """Meters count as met in either polarity; what remains is what flags, facts and choices ask for."""
    assert unparse(relax_meters(tree(text))) == relaxed


def test_substitute() -> None:
    """A fragment's names become what its caller passes, its calls those of its copy; columns stay the fragment's."""
    expr = tree("limit < agitation and visited(ask) and not chosen(ask.give) and known(owed) and who in [limit]")
    put_in: dict[str, Expression] = {"limit": Literal(7, column=40), "who": Name("party", column=50)}
    copied = substitute(expr, put_in, lambda f, argument: argument if f == "known" else f"close/{argument}")
    assert copied == tree(
        "7 < agitation and visited(close/ask) and not chosen(close/ask.give) and known(owed) and party in [7]"
    )
    assert calls(copied) == {("visited", "close/ask"), ("chosen", "close/ask.give"), ("known", "owed")}
    assert [node.column for node in walk(copied)] == [node.column for node in walk(expr)]


SHAPES = ["trust >= 5", "registered", "not registered", "known(owed)", "trust > 3 and registered", "ending != 'x'"]


@pytest.mark.parametrize("text", [*SHAPES, " and ".join(SHAPES), " or ".join(SHAPES * 3), "trust in [3, 5]"])
def test_compiled_shapes(text: str) -> None:
    """The shapes that conditions usually have are compiled specially and still mean the same."""
    expr = tree(text)

    def resolve(atom: Name | Call) -> Callable[[Any], Value]:
        key = unparse(atom)
        return lambda state: state[key]

    compiled = compile_expression(expr, resolve)
    for trust, flag, fact in product(range(11), (0, 4), (False, True)):
        state = {"trust": trust, "registered": flag, "known(owed)": fact, "ending": "walked_out"}
        assert compiled(state) is evaluate(expr, lambda atom, state=state: state[unparse(atom)])  # type: ignore[misc]
