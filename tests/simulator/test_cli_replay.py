"""`jiefang replay --compare` and `--explore`: what they print, in both languages, and what they refuse."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.record.store import open_store
from tests.simulator.calls import Caller, call, library, small, solutions
from tests.test_docs import missing

__all__ = ["call", "library", "small", "solutions"]


@pytest.fixture
def played(call: Caller, small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three finished sessions of the small scenario in a store of their own; their ids, the first played first."""
    monkeypatch.setenv("JIEFANG_STORE", str(tmp_path / "sessions.sqlite3"))
    for bot, seed in (("best", "1"), ("random", "2"), ("first", "3")):
        assert call("run", small, "--bot", bot, "--seed", seed, "--save").code == 0
    with open_store() as store:
        return [session.id for session in reversed(store.sessions())]


def scenario_of(played: list[str]) -> str:
    """The id of what was played."""
    with open_store() as store:
        return store.session(played[0]).scenario


def test_compare_says_who_did_what(call: Caller, played: list[str]) -> None:
    """Who is who, where they parted, scene by scene; in both languages, each wholly in one."""
    for language, words in (("zh", ("甲", "乙", "第一处不同")), ("en", ("A  ", "B  ", "They first did different"))):
        found = call("replay", "--compare", *played[:2], "--lang", language)
        assert (found.code, found.err) == (0, "")
        assert all(word in found.out for word in words)
        assert played[0] in found.out
    assert "甲" not in found.out


def test_compare_prints_documented_json(call: Caller, played: list[str]) -> None:
    """Every key is in docs/json.md, and each session's deeds are there."""
    data = call("replay", "--compare", *played, "--json").data
    assert missing("replay --compare", data) == set()
    assert [each["id"] for each in data["sessions"]] == played
    assert all(len(row["deeds"]) == 3 for row in data["rows"])
    assert all(len(each["left"]) == len(data["rows"]) + 1 for each in data["sessions"])
    best = data["sessions"][0]
    assert best["score"] == 100
    assert all(row["deeds"][0]["cost"] == 0 for row in data["rows"] if row["deeds"][0])


def test_people_are_nameless_unless_asked(call: Caller, played: list[str]) -> None:
    """Names are shown with `--names` alone."""
    with open_store() as store:
        store._database.run("UPDATE sessions SET trainee = '林晓'")
    session = call("replay", "--compare", *played[:2], "--json").data["sessions"][0]
    assert session["trainee"] is None
    assert "林晓" not in call("replay", "--compare", *played[:2]).out
    # What the list says of a person is not the log's: a changed row shows as a fault, and the log's name stands.
    assert call("replay", "--compare", *played[:2], "--names", "--json").data["sessions"][0]["trainee"] == ""


def test_an_exported_file_is_compared_with_a_session(call: Caller, played: list[str], tmp_path: Path) -> None:
    """A session from elsewhere need not be imported first."""
    file = tmp_path / "one.jsonl"
    assert call("sessions", "export", played[0], file).code == 0
    data = call("replay", "--compare", file, played[0], "--json").data
    assert data["divergence"] is None
    assert all(row["agreed"] for row in data["rows"])


def test_explore_says_what_everybody_chose(call: Caller, played: list[str]) -> None:
    """How many were counted, then each decision with its options; in both languages."""
    scenario = scenario_of(played)
    for language, words in (("zh", ("计入 3 次接访", "平均")), ("en", ("sessions counted: 3", "on average"))):
        found = call("replay", "--explore", scenario, "--lang", language)
        assert (found.code, found.err) == (0, "")
        assert all(word in found.out for word in words)


def test_explore_prints_documented_json(call: Caller, played: list[str]) -> None:
    """Every key is in docs/json.md; shares of a decision add up to one."""
    data = call("replay", "--explore", scenario_of(played), "--json").data
    assert missing("replay --explore", data) == set()
    assert (data["counted"], data["unrated"], data["unfinished"]) == (3, 0, 0)
    for each in data["decisions"]:
        assert sum(option["share"] for option in each["options"]) == pytest.approx(1, abs=1e-5)
        assert each["times"] == sum(option["times"] for option in each["options"])


def test_explore_is_narrowed(call: Caller, played: list[str], small: str) -> None:
    """By what was asked; a path serves as well as an id; days are those of the clock here."""
    scenario = scenario_of(played)
    assert call("replay", "--explore", small, "--mode", "simulation", "--json").data["counted"] == 3
    for narrow in (("--mode", "exam"), ("--trainee", "王"), ("--since", "2999-01-01")):
        assert call("replay", "--explore", scenario, *narrow, "--json").data["counted"] == 0
    assert call("replay", "--explore", scenario, "--since", "2020-01-01", "--json").data["counted"] == 3


REFUSED = [
    ((), 2, "--compare"),
    (("--compare",), 2, "2 到 6"),
    (("--compare", "nosuch", "nosuch"), 1, "nosuch"),
    (("--compare", "--explore", "x"), 2, "--compare"),
    (("--compare", "--since", "2026-01-01", "a", "b"), 2, "--explore"),
    (("--explore", "nosuch"), 1, "nosuch"),
    (("--explore", "x", "--since", "soon"), 2, "soon"),
    (("--explore", "x", "y"), 2, "--compare"),
    (("--explore", "x", "--names"), 2, "--compare"),
]


@pytest.mark.parametrize(
    ("arguments", "code", "word"), REFUSED, ids=lambda value: " ".join(value) if isinstance(value, tuple) else None
)
def test_what_cannot_be_done_is_said(call: Caller, arguments: tuple[str, ...], code: int, word: str) -> None:
    """One message with the way out, and nothing on the other stream."""
    found = call("replay", *arguments)
    assert (found.code, found.out) == (code, "")
    assert word in found.err
    assert len(found.err.splitlines()) == 2


def test_the_nearest_names_are_said(call: Caller, played: list[str]) -> None:
    """A mistyped scenario or variant."""
    scenario = scenario_of(played)
    assert f"是不是 {scenario}？" in call("replay", "--explore", scenario[:-1]).err
    assert "情形「nosuch」" in call("replay", "--explore", scenario, "--variant", "nosuch").err


def test_one_session_is_printed_in_lines(call: Caller, played: list[str]) -> None:
    """Without a terminal, or with `--plain`: step by step what was said, the options, what was taken; marks last."""
    found = call("replay", played[1], "--plain")
    assert (found.code, found.err) == (0, "")
    assert call("replay", played[1]).out == found.out
    steps, marks = found.out.index("第 1 / "), found.out.index("第 1 步的得失")
    assert steps < marks
    assert "★" not in found.out[:marks]
    assert "[选了这一项]" in found.out
    assert "总评" in found.out
    beside = call("replay", played[1], "--plain", "--marks").out
    assert "第 1 步的得失" not in beside
    assert beside.index("刻度") < beside.index("第 2 / ")


def test_one_session_is_printed_in_english(call: Caller, played: list[str]) -> None:
    """Every word of the program is English."""
    found = call("replay", played[0], "--marks", "--lang", "en")
    assert (found.code, found.err) == (0, "")
    assert all(word in found.out for word in ("Step 1 / ", "Meters", "[taken"))
    assert not any(word in found.out for word in ("刻度", "用时", "选了", "更好", "步", "总评"))


def test_a_truncated_file_is_replayed_as_far_as_it_is_sound(call: Caller, played: list[str], tmp_path: Path) -> None:
    """A cut file says what is wrong before anything else, and the part before it is there."""
    file = tmp_path / "one.jsonl"
    assert call("sessions", "export", played[0], file).code == 0
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:-4]), "utf-8")
    found = call("replay", file, "--plain")
    assert found.code == 0
    assert found.out.index("有问题：") < found.out.index("第 1 / ")


@pytest.mark.parametrize(
    "arguments",
    [[], ["a", "b"], ["a", "--names"], ["a", "--json"], ["--compare", "a", "b", "--plain"],
     ["--explore", "a", "--marks"], ["--compare", "--explore", "a"], ["a", "--mode", "exam"]],
)  # fmt: skip
def test_options_that_do_not_go_together_are_refused(call: Caller, arguments: list[str]) -> None:
    """Each is a usage error with one message."""
    found = call("replay", *arguments)
    assert (found.code, found.out) == (2, "")
    assert found.err


def test_what_is_not_there_is_said(call: Caller, tmp_path: Path) -> None:
    """An unknown session and a file that is none: one message, exit 1."""
    (tmp_path / "x.jsonl").write_text("{}\n", "utf-8")
    for name in ("1zzzzzzzzzzz", tmp_path / "x.jsonl"):
        found = call("replay", name, "--plain")
        assert (found.code, found.out) == (1, "")
        assert found.err
