"""What the static check of conditions finds, and the examples of the catalogue.

The world that the catalogue's examples are checked in is `WORLD`: parameters party (number), union (true or false),
kind (text) and received (a date); flags registered and receipt_given; facts owed, contractor and gap-years; scenes
story and close/ask with the choices story.promise and close/ask.give; variants default, single and crowd; conditions
calm, circle_a and circle_b (which name each other) and tangled (nested too deeply). Only the examples of JF1530 may
name the ending.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from importlib import resources
from itertools import product
from time import process_time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.diagnostic import Diagnostic, Mark, render
from scenarios.expression import Call, Environment, Expression, Name, check, evaluate, parse, walk

HERE = Mark("scenario.yaml", 3, 5)


def read(text: str) -> Expression:
    """The tree of a text that must be readable."""
    expr, _ = parse(text, HERE)
    assert expr is not None
    return expr


CONDITIONS = {
    "calm": "agitation <= 3",
    "circle_a": "circle_b and registered",
    "circle_b": "not circle_a",
    "beyond": "circle_a or registered",
    "step0": "registered",
    **{f"step{i}": f"step{i - 1} and known(owed)" for i in range(1, 16)},
    "tangled": "step15 or trust > 5",
    "twice0": "registered or receipt_given",
    **{f"twice{i}": f"twice{i - 1} and known(owed) or twice{i - 1} and union" for i in range(1, 12)},
}
WORLD = Environment(
    params={"party": int, "union": bool, "kind": str, "received": date},
    flags=frozenset({"registered", "receipt_given"}),
    facts=frozenset({"owed", "contractor", "gap-years"}),
    scenes=frozenset({"story", "close/ask"}),
    choices=frozenset({"story.promise", "close/ask.give"}),
    conditions={name: read(text) for name, text in CONDITIONS.items()},
    variants=frozenset({"default", "single", "crowd"}),
)
AT_THE_END = replace(WORLD, endings=frozenset({"handed-over", "walked_out"}))
CATALOGUE = yaml.safe_load((resources.files("scenarios") / "catalogue" / "expression.yaml").read_text("utf-8"))


def findings(text: str, world: Environment = WORLD) -> tuple[Diagnostic, ...]:
    """Everything that reading and checking a text gives."""
    expr, found = parse(text, HERE)
    return found if expr is None else (*found, *check(expr, world, HERE))


def codes(text: str, world: Environment = WORLD) -> list[str]:
    """The codes of those findings."""
    return [finding.code for finding in findings(text, world)]


@pytest.mark.parametrize("code", CATALOGUE)
def test_catalogue(code: str) -> None:
    """Each code's bad example raises it, its good one raises nothing, and all words are there in both languages."""
    rule = CATALOGUE[code]
    world = AT_THE_END if code == "JF1530" else WORLD
    assert "JF1500" <= code <= "JF1549"
    assert code in codes(rule["bad"], world)
    assert codes(rule["good"], world) == []
    for finding in findings(rule["bad"], world):
        for language in ("zh", "en"):
            words = render(finding, language)
            assert words.message
            assert words.hint
            assert "{" not in words.message + words.hint


@pytest.mark.parametrize(
    "text",
    [
        "registered == true and union != false",
        "known(owed) == registered",
        "calm or trust > distress",
        "3 <= agitation <= 6",
        "agitation > 4 and agitation < 6",
        "party > 5 or kind == 'appeal' or variant in ['crowd', 'single']",
        "agitation >= party",
        "not (calm and visited(close/ask)) and chosen(close/ask.give)",
        "step14",
    ],
)
def test_nothing_to_say(text: str) -> None:
    """Sensible conditions pass without a word."""
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "found", "nearest"),
    [
        ("agitaton > 5", "JF1520", "agitation"),
        ("owed", "JF1520", "known(owed)"),
        ("not story", "JF1520", "visited(story)"),
        ("known(contracter)", "JF1521", "contractor"),
        ("visited(close/asks)", "JF1522", "close/ask"),
        ("chosen(promise)", "JF1523", "story.promise"),
        ("chosen(story.promis)", "JF1523", "story.promise"),
        ("variant == crwd", "JF1524", "crowd"),
        ("variant in ['default', 'crwd']", "JF1529", "crowd"),
        ("'crwd' != variant", "JF1529", "crowd"),
    ],
)
def test_nearest_name(text: str, found: str, nearest: str) -> None:
    """A name that does not exist comes with the nearest one that does."""
    assert [(finding.code, finding.nearest) for finding in findings(text)] == [(found, nearest)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("agitation == 'high'", ["JF1526"]),
        ("registered == 1", ["JF1526"]),
        ("union == 'true'", ["JF1526"]),
        ("kind in ['a', 2]", ["JF1526"]),
        ("kind < 'b'", ["JF1527"]),
        ("calm >= 1", ["JF1527"]),
        ("(trust > 5) > 3", ["JF1527"]),
        ("trust and registered", ["JF1528"]),
        ("not 'crowd'", ["JF1528"]),
        ("party or kind", ["JF1528", "JF1528"]),
        ("kind == appeal", ["JF1524"]),
        ("ending == 'handed-over'", ["JF1525"]),
    ],
)
def test_kinds(text: str, found: list[str]) -> None:
    """Numbers, texts and truths are kept apart: compared with their own kind, ordered only if numbers."""
    assert codes(text) == found


def test_ending_only_where_allowed() -> None:
    """`ending` is a name only where the endings are given, and then one of them."""
    assert codes("ending == 'handed-over'", AT_THE_END) == []
    assert codes("ending == 'handed-ovr'", AT_THE_END) == ["JF1530"]
    assert codes("ending", AT_THE_END) == ["JF1528"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("agitation > 10", {"JF1532": "agitation > 10"}),
        ("agitation in [11, 12] or calm", {"JF1532": "agitation in [11, 12]"}),
        ("0 <= trust <= 6", {"JF1531": "0 <= trust"}),
        ("known(owed) and not trust >= 0", {"JF1531": "trust >= 0"}),
        ("agitation > 5 and registered and agitation < 4", {"JF1533": "agitation > 5 and agitation < 4"}),
        ("calm and agitation > 5", {"JF1533": "calm and agitation > 5"}),
        ("registered or trust > 3 or trust < 5", {"JF1534": "trust > 3 or trust < 5"}),
        ("agitation > trust and trust > agitation", {"JF1536": "agitation > trust > agitation"}),
        ("party > 5 and party < 6", {"JF1536": "party > 5 and party < 6"}),
        ("variant == 'crowd' and variant != 'crowd'", {"JF1536": 'variant == "crowd" and variant != "crowd"'}),
        ("kind == 'a' or kind != 'a'", {"JF1535": 'kind == "a" or kind != "a"'}),
        ("registered == (not registered)", {"JF1536": "registered == (not registered)"}),
        (
            "not (known(owed) and registered) or registered",
            {"JF1535": "not (known(owed) and registered) or registered"},
        ),
        ("true", {"JF1535": "true"}),
        ("registered or true", {"JF1535": "registered or true"}),
        (
            "known(owed) and not known(owed) or agitation <= 10",
            {"JF1536": "known(owed) and not known(owed)", "JF1531": "agitation <= 10"},
        ),
    ],
)
def test_settled(text: str, found: Mapping[str, str]) -> None:
    """What never changes is found exactly, named by the smallest part that is to blame, and only once."""
    assert {finding.code: finding.arguments["text"] for finding in findings(text)} == found


def test_wrong_kinds_are_not_reported_twice() -> None:
    """A comparison with a finding of its own is not also called always false."""
    assert codes("agitation == 'x' and variant == 'crwd' and agitaton > 3") == ["JF1526", "JF1529", "JF1520"]


def test_circles_and_tangles_of_conditions() -> None:
    """A circle is shown where one enters it, and growth without bound is refused; neither hangs the check."""
    [finding] = findings("circle_a")
    assert (finding.code, finding.arguments["circle"]) == ("JF1537", "circle_a → circle_b → circle_a")
    assert codes("beyond") == []  # its own definition has the finding
    assert codes("tangled") == ["JF1538"]
    assert codes("twice11 and twice10") == ["JF1538", "JF1538"]
    assert codes("twice4") == []
    alone = replace(WORLD, conditions={"self": read("self or registered")})
    assert codes("self", alone) == ["JF1537"]


def test_places() -> None:
    """Findings of the check stand in the order of the text and point into it."""
    columns = [finding.mark.column - HERE.column for finding in findings("agitaton > 5 and known(owd)") if finding.mark]
    assert columns == [0, 17]


def test_text_of_authors_stays_short_and_visible() -> None:
    """Messages quote long texts cut short and name characters that cannot be seen."""
    [finding] = findings("registered \u200b")
    assert finding.arguments["found"] == "U+200B"
    [finding] = findings("x" * 900)
    assert len(finding.arguments["name"]) <= 201


def test_large_conditions_are_cheap() -> None:
    """Three meters and ten flags are judged as a whole in well under a second; beyond that only the parts are."""
    meters = "(agitation > trust or trust > distress)"
    world = replace(WORLD, flags=frozenset(f"f{i}" for i in range(40)))
    start = process_time()
    ten = " and ".join(f"(not f{i} or f{i + 1})" for i in range(9))
    assert codes(f"{meters} and {ten} and not f9 and f0", world) == ["JF1536"]
    forty = " or ".join(f"f{i}" for i in range(40))
    assert codes(f"{forty} or f0 and not f0 or not f1", world) == ["JF1536"]
    assert process_time() - start < 5


ATOMS = st.sampled_from(
    [
        *("agitation > 5", "agitation <= 4", "agitation == 6", "trust < 3", "trust >= agitation", "agitation < 11"),
        *("registered", "receipt_given", "known(owed)", "registered == known(owed)", "true"),
    ]
)
TEXTS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) and ({pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) or ({pair[1]})"),
    ),
    max_leaves=7,
)


def outcomes(expr: Expression) -> Iterator[bool]:
    """Whether a condition holds, for every value of what it reads: the obvious way."""
    atoms = list(dict.fromkeys(node for node in walk(expr) if isinstance(node, Name | Call)))
    ranges = [range(11) if isinstance(atom, Name) and atom.id in WORLD.meters else (False, True) for atom in atoms]
    for values in product(*ranges):
        state = dict(zip(atoms, values, strict=True))
        yield evaluate(expr, state.__getitem__)


@settings(deadline=None)  # two busy cores
@given(TEXTS)
def test_settled_agrees_with_trying_everything(text: str) -> None:
    """A condition that never changes has a finding, and every part said never to change does not."""
    found = [finding for finding in check(read(text), WORLD, HERE) if "JF1531" <= finding.code <= "JF1536"]
    if len(set(outcomes(read(text)))) == 1:
        assert found
    for finding in found:
        assert set(outcomes(read(finding.arguments["text"]))) == {finding.code in ("JF1531", "JF1534", "JF1535")}
