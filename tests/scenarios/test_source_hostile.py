"""Hostile and senseless input: one message each, quickly, in bounded memory, and never an exception."""

from __future__ import annotations

import time
import tracemalloc

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from scenarios.diagnostic import render
from scenarios.source import Source, parse, plain
from scenarios.source_findings import MAX_FINDINGS
from scenarios.source_text import MAX_BYTES
from scenarios.source_tree import MAX_DEPTH, MAX_SCALAR

SECONDS = 2.0
"""Of this process; the slowest case takes a third of it on a machine that is otherwise idle."""
MEMORY = 60_000_000
"""Bytes in Python objects; libyaml's own are bounded by the size of the text."""


def filled(piece: str, before: str = "", after: str = "") -> str:
    """A text as long as is allowed, made of one piece."""
    room = MAX_BYTES - len((before + after).encode("utf-8", "surrogatepass"))
    return before + piece * (room // len(piece.encode("utf-8", "surrogatepass"))) + after


def codes(source: Source) -> set[str]:
    """The codes found."""
    return {d.code for d in source.diagnostics}


REFUSED = {
    "brackets": ("a: " + "[" * 100_000, "JF0011"),
    "braces": ("a: " + "{" * 100_000, "JF0011"),
    "dashes": ("- " * 100_000, "JF0011"),
    "both": ("a: " + "[{a: " * 50_000, "JF0011"),
    "questions": ("? " * 100_000, "JF0011"),
    "brackets in a key": ("? " + "[" * 100_000, "JF0011"),
    "indentation": ("\n".join(" " * depth + "a:" for depth in range(1_300)), "JF0011"),
    "aliases": (
        "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdef", "bcdefg", strict=True)),
        "JF0041",
    ),
    "alias to itself": ("a: &a [*a]\n", "JF0041"),
    "keys": ("".join(f"k{number}: 1\n" for number in range(90_000)), "JF0012"),
    "items": (filled("1,", "a: [", "]"), "JF0012"),
    "equal keys": (filled("a: 1\n"), "JF0040"),
    "keys of brackets": (filled("[a]: b\n"), "JF0046"),
    "long plain text": (filled("x", "a: "), "JF0013"),
    "long quoted text": (filled("x", 'a: "', '"'), "JF0013"),
    "long block": (filled("  您好 #3\n", "a: |\n"), "JF0013"),
    "long key": (filled("x", "a: {", ": 1}"), "JF0013"),
    "open quote": (filled("x\n", 'a: "'), "JF0022"),
    "open quotes": (filled("- 'a\n"), "JF0022"),
    "open quotes behind an error": (filled('- "x\n', "a: @\n"), "JF0022"),
    "documents": (filled("---\n"), "JF0044"),
    "long tag": (filled("a", "a: !", " b"), "JF0042"),
    "long anchor": (filled("a", "a: &", " b"), "JF0041"),
    "long directive": (filled("a", "%"), "JF0025"),
    "tabs": (filled("\t"), "JF0021"),
    "lines behind an error": (filled("b: 1,\n", "a: @\n"), "JF0025"),
    "flow behind an error": (filled("x,\n", "a: [@\n"), "JF0025"),
    "blocks behind an error": (filled("a: |\n", "a: @\n"), "JF0025"),
    "comments behind an error": (filled("#\n", "a: @\n"), "JF0025"),
    "commas in a long line": (("a: {" + "a，" * 1_300 + "}\n") * 100, "JF0040"),
    "commas in a long list": ("a: [" + "a，" * 1_300 + "]\n", "JF0029"),
    "byte order marks": (filled("\ufeff"), "JF0007"),
    "zero bytes": ("a" + filled("\0")[1:], "JF0007"),
    "half characters": (filled("\ud800"), "JF0007"),
}


@pytest.mark.parametrize(("text", "code"), REFUSED.values(), ids=list(REFUSED))
def test_refused(text: str, code: str) -> None:
    """Each is refused with its code, readable in both languages, in time and memory."""
    begin = time.process_time()
    source = parse(text)
    assert time.process_time() - begin < SECONDS
    assert code in codes(source)
    assert 0 < len(source.diagnostics) <= MAX_FINDINGS + 1
    for diagnostic in source.diagnostics:
        assert len(render(diagnostic).message) < 400
        assert len(render(diagnostic, "en").message) < 400


HARMLESS = {
    "blanks": filled(" ", "a: b"),
    "line feeds": filled("\n", "a: b"),
    "carriage returns": filled("\r", "a: b"),
    "comment": filled("#", "a: b #"),
    "blanks before a comment": filled(" ", "a: 您", "# x"),
    "braces in prose": filled("  {a}\n", "a: x\n"),
    "brackets in prose": filled("（", "a: x"),
    "signs in one line": filled("（ # ", "a: x"),
    "placeholders in one line": filled("{a} ", "a: x"),
    "colons": filled(":b", "a: b"),
    "full-width blanks": filled("\u3000", "a: x"),
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=list(HARMLESS))
def test_long_and_dull(text: str) -> None:
    """Patterns that look at long runs of one character do not look at them again and again."""
    begin = time.process_time()
    parse(text)
    assert time.process_time() - begin < SECONDS


@pytest.mark.parametrize("name", [pytest.param("items", marks=pytest.mark.slow), "open quotes"])
def test_memory(name: str) -> None:
    """What is made of a hostile text is bounded."""
    tracemalloc.start()
    parse(REFUSED[name][0])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MEMORY


def test_limits_are_as_said() -> None:
    """What is just within the limits of depth and length is read."""
    deep = parse("a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1))
    assert deep.diagnostics == ()
    assert deep.root is not None
    plain(deep.root)
    assert codes(parse("a: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH)) == {"JF0011"}
    assert codes(parse("a: " + "x" * MAX_SCALAR)) == set()
    assert codes(parse("a: " + "x" * (MAX_SCALAR + 1))) == {"JF0013"}


def test_many_findings_are_cut_off() -> None:
    """The first findings are shown, and the last says how many more there are."""
    source = parse("".join(f"k{number}: yes\n" for number in range(MAX_FINDINGS + 50)))
    assert len(source.diagnostics) == MAX_FINDINGS + 1
    assert source.diagnostics[-1].code == "JF0014"
    assert source.diagnostics[-1].arguments == {"shown": MAX_FINDINGS, "dropped": 50}


def sound(source: Source) -> None:
    """What holds for every source: a tree or a reason, and every finding stands in the text and has words."""
    if source.root is None:
        assert source.diagnostics
    else:
        plain(source.root)
    lines = source.text.split("\n")
    for diagnostic in source.diagnostics:
        mark = diagnostic.mark
        assert mark is not None
        assert render(diagnostic).message
        if source.text:
            assert 1 <= mark.line <= len(lines)
            assert 1 <= mark.column <= len(lines[mark.line - 1]) + 1


@given(st.text())
@example("{{a: b}: c}")
@example("#")
@example("a: b\n  #\n\t- c")
def test_any_text(text: str) -> None:
    """No text raises, whatever it is."""
    sound(parse(text))
    sound(parse(text, root="any"))


@given(st.binary())
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
def test_any_bytes(data: bytes) -> None:
    """No bytes raise, whatever they are."""
    sound(parse(data))


PIECES = st.sampled_from(
    [
        *(
            "a",
            "text",
            "您好",
            "：",
            ": ",
            ":",
            "- ",
            "-",
            "\n",
            "\n  ",
            "\n    ",
            "　",
            "\t",
            " #",
            "#3",
            "# x",
            '"',
            "'",
        ),
        *(
            "[",
            "]",
            "{",
            "}",
            ", ",
            ",",
            "，",
            "、",
            "｛",
            "［",
            "］",
            "@",
            "%",
            "*",
            "&",
            "!",
            ">",
            "|",
            "?",
            "`",
            "---",
        ),
        *(
            "...",
            "<<",
            "\\",
            "\r",
            "\r\n",
            "{party}",
            "（",
            "）",
            "true",
            "yes",
            "12",
            "+2",
            "~",
            "\0",
            "\u2028",
            "\ufeff",
        ),
        *("\n  text: ", "\n- ", ": |\n    ", ": >-\n   ", "\n＃", "\n－ ", "\ud800"),
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_heap_of_yaml(text: str) -> None:
    """No heap of YAML's own signs raises or is lost without a word, and a second reading says the same."""
    source = parse(text, root="any")
    sound(source)
    assert parse(text, root="any").diagnostics == source.diagnostics


MARKED = st.sampled_from(
    [
        "&",
        "!",
        "&a",
        "!t",
        "a",
        "：",
        "您",
        ": ",
        "- ",
        "? ",
        ", ",
        "[",
        "]",
        "{",
        "}",
        "\n",
        "\n  ",
        " ",
        '"',
        "'",
        "|",
        "#",
    ]
)


@given(st.lists(MARKED, max_size=12).map("".join))
@example("a: b\nc: !d e")
@example("&a b")
@example("[&a b,!c d,{?&e f:&g h}]")
@example('{"a":&b c}')
@example("-\n!a b: c")
def test_no_anchor_or_tag_is_overlooked(text: str) -> None:
    """Whatever the parser takes for an anchor or a tag is reported as one, however it is written."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        events = list(yaml.parse(text, Loader=loader))
    except yaml.YAMLError:
        return
    inside = events[: [*map(type, events)].index(yaml.DocumentEndEvent)] if len(events) > 2 else []
    anchors = [event for event in inside if getattr(event, "anchor", None) is not None]
    tags = [event for event in inside if getattr(event, "tag", None) is not None]
    found = codes(parse(text, root="any"))
    assert not anchors or "JF0041" in found
    assert not tags or found & {"JF0042", "JF0046"}


def test_a_value_is_long_between_short_ones() -> None:
    """A plain value beyond the limit is found wherever it stands, and several that only add up to it are none."""
    short = "".join(f"k{number}: {'x' * 500}\n" for number in range(200))
    assert codes(parse(short)) == set()
    for text in (f"{short}long: {'x ' * 40_000}\n", f"{short}long: {'x:x ' * 20_000}\n{short.replace('k', 'l')}"):
        assert "JF0013" in codes(parse(text))
