"""A story and the scenario made of it say the same, whatever is chosen: checked against a small Twine of our own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from scenarios.convert.reading import converted
from scenarios.edition import edition
from scenarios.play import Play
from tests.scenarios.converting.importing import DAY, heard_here, loaded

NAMES = ["start", "hall", "desk", "form", "out"]
VARIABLES = ["x", "n", "m"]
VALUES = {"true": True, "false": False, "0": 0, "2": 2, '"a"': "a"}
SAFE = {"JF4019"}
"""Losses that change nothing as long as each link is taken once."""

Node = tuple[Any, ...]

ASKED: st.SearchStrategy[Node] = st.recursive(
    st.one_of(
        st.tuples(st.just("is"), st.sampled_from(VARIABLES), st.sampled_from(list(VALUES))),
        st.tuples(st.just("truth"), st.sampled_from(VARIABLES)),
        st.tuples(st.just("visited"), st.sampled_from(NAMES)),
    ),
    lambda inner: st.one_of(st.tuples(st.just("not"), inner), st.tuples(st.sampled_from(["and", "or"]), inner, inner)),
    max_leaves=3,
)
SIMPLE: st.SearchStrategy[Node] = st.one_of(
    st.tuples(st.just("say")),
    st.tuples(st.just("set"), st.sampled_from(VARIABLES), st.sampled_from(list(VALUES))),
    st.tuples(st.just("link"), st.sampled_from(NAMES)),
    st.tuples(st.just("goto"), st.sampled_from(NAMES)),
    st.tuples(st.just("link set"), st.sampled_from(NAMES), st.sampled_from(VARIABLES), st.sampled_from(list(VALUES))),
)
ITEMS = st.recursive(
    st.lists(SIMPLE, max_size=5),
    lambda inner: st.tuples(inner, st.tuples(st.just("if"), ASKED, inner, inner), inner).map(
        lambda it: [*it[0], it[1], *it[2]]
    ),
    max_leaves=5,
)


@dataclass
class Twine:
    """What Twine would show: renders a passage from top to bottom, a goto leaves it at once."""

    passages: dict[str, list[Node]]
    values: dict[str, Any] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    links: dict[str, tuple[str, list[tuple[str, Any]]]] = field(default_factory=dict)

    def enter(self, name: str, depth: int = 0) -> list[str]:
        """Go to a passage; what is said there and on the way."""
        assume(depth < 20)
        self.seen.add(name)
        self.links = {}
        said, to = self._items(self.passages[name])
        return said if to is None else [*said, *self.enter(to, depth + 1)]

    def follow(self, link: str) -> list[str]:
        """Take a link."""
        to, sets = self.links[link]
        self.used.add(link)
        self.values.update(sets)
        return self.enter(to)

    def open(self) -> set[str]:
        """The links that were not taken yet."""
        return self.links.keys() - self.used

    def _items(self, items: list[Node]) -> tuple[list[str], str | None]:
        said: list[str] = []
        for item in items:
            match item:
                case "say", text:
                    said.append(text)
                case "set", name, value:
                    self.values[name] = VALUES[value]
                case "link", text, to:
                    self.links[text] = (to, [])
                case "link set", text, to, name, value:
                    self.links[text] = (to, [(name, VALUES[value])])
                case "goto", to:
                    return said, to
                case "if", asked, yes, no:
                    more, to = self._items(yes if self._holds(asked) else no)
                    said += more
                    if to is not None:
                        return said, to
        return said, None

    def _holds(self, asked: Node) -> bool:
        match asked:
            case "is", name, value:
                known, wanted = self.values.get(name, False), VALUES[value]
                if isinstance(known, str) == isinstance(wanted, str):
                    return bool(known == wanted)
                return False
            case "truth", name:
                return bool(self.values.get(name, False))
            case "visited", name:
                return name in self.seen
            case "not", inner:
                return not self._holds(inner)
            case "and", left, right:
                return self._holds(left) and self._holds(right)
            case "or", left, right:
                return self._holds(left) or self._holds(right)
        raise AssertionError(asked)


def numbered(items: list[Node], count: list[int]) -> list[Node]:
    """Texts and links get words of their own, so that one can tell them apart."""
    found: list[Node] = []
    for item in items:
        count[0] += 1
        match item:
            case ("say",):
                found.append(("say", f"话{count[0]}。"))
            case "link", to:
                found.append(("link", f"选{count[0]}", to))
            case "link set", to, name, value:
                found.append(("link set", f"选{count[0]}", to, name, value))
            case "if", asked, yes, no:
                found.append(("if", asked, numbered(yes, count), numbered(no, count)))
            case _:
                found.append(item)
    return found


def condition(asked: Node) -> str:
    """A condition in SugarCube."""
    match asked:
        case "is", name, value:
            return f"${name} is {value}"
        case "truth", name:
            return f"${name}"
        case "visited", name:
            return f'visited("{name}")'
        case "not", inner:
            return f"not ({condition(inner)})"
        case op, left, right:
            return f"(({condition(left)}) {op} ({condition(right)}))"
    raise AssertionError(asked)


def twee(items: list[Node]) -> str:
    """Items in SugarCube."""
    parts = []
    for item in items:
        match item:
            case "say", text:
                parts.append(f"{text}\n")
            case "set", name, value:
                parts.append(f"<<set ${name} to {value}>>")
            case "link", text, to:
                parts.append(f"[[{text}->{to}]]\n")
            case "link set", text, to, name, value:
                parts.append(f"[[{text}->{to}][${name} to {value}]]\n")
            case "goto", to:
                parts.append(f'<<goto "{to}">>')
            case "if", asked, yes, no:
                parts.append(f"<<if {condition(asked)}>>{twee(yes)}<<else>>{twee(no)}<</if>>")
    return "".join(parts)


@given(st.lists(ITEMS, min_size=len(NAMES), max_size=len(NAMES)), st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.filter_too_much])
def test_the_same_is_said(bodies: list[list[Node]], data: st.DataObject) -> None:
    """Every story of which nothing was lost: the same words and the same links, link by link, along any way."""
    count = [0]
    passages = {name: numbered(body, count) for name, body in zip(NAMES, bodies, strict=True)}
    text = ':: StoryData\n{"start": "start"}\n' + "".join(f":: {key}\n{twee(body)}\n" for key, body in passages.items())
    written = converted(text, "f.twee", "example", DAY)
    whole = {each.code for each in written.findings} <= SAFE
    event("carried over whole" if whole else "something was lost")
    assume(whole)
    play = Play(edition(loaded(written)))
    twine = Twine(passages)
    said = twine.enter("start")
    here = heard_here(play)
    for _ in range(6):
        assert here == said, text
        offered = {offer.move.choice.cases[0].text.zh: offer.move.choice.id for offer in play.offers()}
        assert set(offered) == twine.open(), text
        if not offered:
            return
        chosen = data.draw(st.sampled_from(sorted(offered)))
        play.choose(offered[chosen])
        said, here = twine.follow(chosen), heard_here(play)
