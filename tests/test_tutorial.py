"""The tutorial does what it says: every step is done as it is written, and ends in a certificate."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scenarios.diagnostic import Severity, catalogue, severity_of
from scenarios.load import load, load_text
from scoring.audit import fairness, wording
from scoring.audit.run import audit
from simulator.checking.one import check_one
from tests.scenarios.snippets import dumped, merged, plain
from tests.scoring.mutated import scenario_of
from tools import tutorial

LANGUAGES = ("zh", "en")


def page(language: str) -> str:
    """A page as it stands in docs/."""
    return tutorial.PAGES[language].read_text("utf-8")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scenario that the edits of the page make, without the commands between them."""
    workshop = tutorial.Workshop(tmp_path_factory.mktemp("tutorial"), "zh")
    for number, part in enumerate(tutorial.parts(page("zh"))):
        if number == 0 or not part.what.startswith(("run", "shows")):
            workshop.do(part)
    return workshop.folder / tutorial.NAME


@pytest.mark.parametrize("language", LANGUAGES)
def test_following_the_page_ends_in_a_certificate(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command shows what is printed below it; at the end no finding is left, nor one put aside."""
    monkeypatch.setenv("JIEFANG_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("JIEFANG_SCENARIOS", raising=False)
    shown = tutorial.done(page(language), language, tmp_path)
    assert page(language) == shown, "run .venv/bin/python tools/tutorial.py"
    found = check_one(tmp_path / tutorial.NAME)
    assert (found.shown, found.left) == ((), ())
    certificate = json.loads((tmp_path / f"{tutorial.NAME}.json").read_text("utf-8"))
    assert certificate["checks"]["clean"] is True
    for variant in certificate["variants"].values():
        assert max(variant["bots"].values()) < 55
        assert variant["worst"]["score"] <= 20


def test_it_can_be_loaded_after_every_edit(tmp_path: Path) -> None:
    """At no point does a trainee of the page sit before a scenario that cannot be read."""
    workshop = tutorial.Workshop(tmp_path, "zh")
    steps = list(tutorial.parts(page("zh")))
    workshop.do(steps[0])
    for index, part in enumerate(steps[1:], 1):
        if part.what == "run" or part.what.startswith("shows"):
            continue
        workshop.do(part)
        if steps[index + 1].what == "run":  # a group of edits is done
            found = load(tmp_path / tutorial.NAME)
            errors = [d for d in found.diagnostics if severity_of(d) is Severity.ERROR]
            assert found.scenario is not None and not errors, (part.step, errors)


def test_both_pages_do_the_same() -> None:
    """Ten steps, and in both languages the same files, commands and places."""
    both = [
        [
            (part.step, part.what, part.block if not part.what.startswith("shows") else ())
            for part in tutorial.parts(text)
        ]
        for text in map(page, LANGUAGES)
    ]
    assert both[0] == both[1]
    assert {step for step, _, _ in both[0]} == set(range(1, 11))


ELSEWHERE = {"JF6104", "JF5021", "JF5020", "JF5011"}
"""Findings that step eight names as those one meets in other scenarios."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_speaks_of_the_findings_that_it_shows(language: str) -> None:
    """No finding is printed without a word about it in that step, none is explained that is not to be seen there."""
    for step in re.split(r"^## ", page(language), flags=re.MULTILINE)[1:]:
        shown = set(re.findall(r"JF\d{4}", "".join(re.findall(r"```text\n(.*?)```", step, re.DOTALL))))
        prose = re.sub(r"```.*?```", "", step, flags=re.DOTALL)
        told = set(re.findall(r"JF\d{4}", prose)) - ELSEWHERE
        assert shown <= told, (step[:20], shown - told)
        assert told <= shown, (step[:20], told - shown)


class TestEdits:
    """How blocks are put into a file, which is what the page asks of the reader."""

    FILE = (
        "id: x",
        "facts:",
        "  a: 1",
        "",
        "scenes:",
        "",
        "  one:",
        "    say: hm",
        "    next: two",
        "",
        "  two:",
        "    next: done",
    )

    @pytest.mark.parametrize(
        ("how", "changed"),
        [
            ("end", [*FILE, "new"]),
            ("last line", [*FILE[:-1], "new"]),
            ("before scenes", [*FILE[:4], "new", "", *FILE[4:]]),
            ("replace facts", [FILE[0], "new", *FILE[3:]]),
            ("replace scenes.one", [*FILE[:6], "new", *FILE[9:]]),
            ("replace scenes.one.say", [*FILE[:7], "new", *FILE[8:]]),
            ("change next: done to next: one", [*FILE[:-1], "    next: one"]),
        ],
    )
    def test_an_edit(self, how: str, changed: list[str]) -> None:
        """Each kind changes the lines that it names and no other."""
        assert tutorial.edited(list(self.FILE), how, ["new"]) == changed

    @pytest.mark.parametrize("how", ["replace nothing", "before scenes.three", "change hum to ho", "polish it"])
    def test_what_cannot_be_done(self, how: str) -> None:
        """A page that asks for what is not there fails."""
        with pytest.raises(ValueError, match=r"."):
            tutorial.edited(list(self.FILE), how, ["new"])


DOCS = tutorial.ROOT / "docs"
OPTIONS = {"zh": DOCS / "writing-options.zh-CN.md", "en": DOCS / "writing-options.md"}
SHOWN = re.findall(
    r"^<!-- (\w+): (\w+) -->\n```yaml\n(.*?)^```", OPTIONS["zh"].read_text("utf-8"), re.MULTILINE | re.DOTALL
)
"""Examples of the page on options: a scene of the tutorial, the finding that it raises or `clean`, its choices."""


class TestOptions:
    """docs/writing-options.md."""

    def test_both_pages_show_the_same(self) -> None:
        """The same examples under the same headings."""
        blocks = [re.findall(r"```yaml\n.*?```", path.read_text("utf-8"), re.DOTALL) for path in OPTIONS.values()]
        heads = [re.findall(r"^#+ ", path.read_text("utf-8"), re.MULTILINE) for path in OPTIONS.values()]
        assert blocks[0] == blocks[1] and heads[0] == heads[1]

    @pytest.mark.parametrize(("scene", "code", "block"), SHOWN, ids=[f"{scene}-{code}" for scene, code, _ in SHOWN])
    def test_an_example_is_what_it_says(self, written: Path, scene: str, code: str, block: str) -> None:
        """Put into the scenario of the tutorial, the example before raises its finding, the one after raises none."""
        data = plain((written / "scenario.yaml").read_text("utf-8"))
        for key, value in plain(block)[scene].items():
            data["scenes"][scene][key] = merged(data["scenes"][scene][key], value) if key == "referral" else value
        codes = {d.code for d in (*load_text(dumped(data)).diagnostics, *audit(scenario_of(dumped(data))))}
        assert codes - {"JF7500"} == (set() if code == "clean" else {code})

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_limits_are_those_of_the_checks(self, language: str) -> None:
        """The numbers and words in the table are what the checks go by."""
        rows = dict(re.findall(r"^\| (JF\d{4}) \| (.*) \|$", OPTIONS[language].read_text("utf-8"), re.MULTILINE))
        assert set(rows) <= set(catalogue())
        assert all(word in rows["JF6104"] for word in wording.ABSOLUTE)
        assert all(word in rows["JF6105"] for word in wording.POLITE)
        assert [int(n) for n in re.findall(r"\d+", rows["JF6102"])] == [round(100 * share) for share in wording.LONGEST]
        assert str(fairness.NAIVE_LIMIT).removesuffix(".0") in rows["JF5010"]
        assert str(fairness.SHORTEST_LIMIT).removesuffix(".0") in rows["JF5011"]
        assert (wording.RATIO, wording.ALIKE, wording.POLITE_SHARE, wording.CHANCE) == (3.0, 0.85, 0.2, 0.01)
