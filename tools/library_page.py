"""Writes docs/library.md and docs/library.zh-CN.md: the scenarios, their figures, what they cover.

.venv/bin/python tools/library_page.py; with `--check` it only says whether that is needed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scenarios.edition import RULES_VERSION, edition  # noqa: E402
from scenarios.expression import Literal  # noqa: E402
from scenarios.model import Scenario, Text  # noqa: E402
from scenarios.shape import Words  # noqa: E402
from scenarios.text import fill  # noqa: E402
from scenarios.vocabulary import vocabulary  # noqa: E402
from scoring.rubric import rubric  # noqa: E402
from scoring.solve import SOLVER_VERSION  # noqa: E402
from simulator.certificate import whole_hash  # noqa: E402
from tools.diagnostics_page import cell  # noqa: E402
from tools.library_figures import Entry, entries  # noqa: E402
from tools.reference_page import words_of, write  # noqa: E402

PAGES = {"en": ROOT / "docs" / "library.md", "zh": ROOT / "docs" / "library.zh-CN.md"}
SAID: Mapping[str, Words] = words_of("library")
GOAL = 5
"""In how many scenarios every indicator is to decide something."""
TRAINED = 4
"""How many of the indicators that decide most are named as what a scenario trains."""
OFTEN = 0.25
"""How often a random visit must come to a decision, on the average, for it to be called the hardest."""
LONGEST = {"zh": 20, "en": 48}
"""Characters of what is said at the hardest decision."""


TRAINS = ROOT / "simulator" / "trains.json"
"""What each scenario trains, for the home page of the game."""


def page(language: str) -> str:
    """The whole page; for `trains` the file of what each scenario trains."""
    return trains(_entries()) if language == "trains" else Page(language, _entries()).text()


def trains(found: Sequence[Entry]) -> str:
    """What each scenario trains, as JSON, a line each."""
    made = Page("en", found)
    lines = sorted(f" {json.dumps(entry.scenario.id)}: {json.dumps(made.most(entry))}" for entry in found)
    return "{\n" + ",\n".join(lines) + "\n}\n"


@cache
def _entries() -> list[Entry]:
    return entries()


def versions() -> str:
    """What figures depend on beside the scenarios."""
    return f"rules {RULES_VERSION}, solver {SOLVER_VERSION}, rubric {rubric().hash[:16]}"


class Page:
    """Writes one page."""

    def __init__(self, language: str, found: Sequence[Entry]) -> None:
        """Take what it is about.

        Args:
            language: `zh` or `en`.
            found: the library, in the order of the page.
        """
        self._language = language
        self._found = found
        self._words = vocabulary()

    def _say(self, name: str, **values: object) -> str:
        return SAID[name][self._language].format(**values)

    def _own(self, text: Any) -> str:
        own: str = text.en if self._language == "en" else text.zh
        return own or text.zh

    def text(self) -> str:
        """The page."""
        parts = [
            f"# {self._say('title')}",
            self._say("head"),
            "\n".join([self._say("columns"), "| --- " * 10 + "|", *map(self.row, self._found)]),
            self._say("explained", trained=TRAINED),
            f"## {self._say('indicators')}",
            self._say("indicators_head", goal=GOAL),
            *self._indicators(),
            f"## {self._say('red_lines')}",
            self._say("red_lines_head"),
            *self._red_lines(),
            self._say("versions", versions=versions()),
        ]
        return "\n\n".join(parts) + "\n"

    # ---- scenarios -----------------------------------------------------------------------------------------------

    def row(self, entry: Entry) -> str:
        """The row of a scenario."""
        figures = entry.variants.values()
        states = max(values["states"] for values in figures)
        naive = max(score for values in figures for score in values["bots"].values())
        return self.start(entry.scenario) + " | ".join(
            [
                self._trains(entry),
                f"{states:,}",
                _span([values["random"]["score"] for values in figures]),
                f"{naive:.0f}",
                self._hardest(entry),
                f"`{whole_hash(entry.scenario)[:16]}` |",
            ]
        )

    def start(self, scenario: Scenario) -> str:
        """The cells of a row that need no solving: id, title, level, audience."""
        audience = self._say("and").join(self._own(self._words.audiences[key].name) for key in scenario.audience)
        link = f"[`{scenario.id}`](../scenarios/library/{scenario.id}/scenario.yaml)"
        level = self._own(self._words.levels[scenario.level].name)
        return f"| {link} | {cell(self._own(scenario.title))} | {level} | {audience} | "

    def _trains(self, entry: Entry) -> str:
        """The indicators that decide most, with their names."""
        codes = self.most(entry)
        return self._say("and").join(f"{code} {self._own(self._words.indicators[code].name)}" for code in codes)

    def most(self, entry: Entry) -> list[str]:
        """The indicators that decide most here, those left out that decide in every scenario.

        A count is weighed by how much of the library's decisions it is; by the counts alone, what every visit comes to
        would lead everywhere: a true record has a line of the form for every fact.
        """
        decisive = [each.counts("decisive") for each in self._found]
        whole = {code: [counts[code] for counts in decisive] for code in self._words.indicators}
        own = {code: n for code, n in entry.counts("decisive").items() if n}
        telling = {code: n for code, n in own.items() if not all(whole[code])} or own
        weights = {code: n * n / sum(whole[code]) for code, n in telling.items()}
        return sorted(weights, key=lambda code: -weights[code])[:TRAINED]

    def _hardest(self, entry: Entry) -> str:
        """The decision at which choosing at random loses most each time it is met, over all variants.

        Not over a whole visit: a scene one comes back to with every question would lead everywhere. Left out are
        interrupts (to an outburst comes who went wrong before, and at random that is nearly everybody) and the scenes
        of fragments, which are the same in many scenarios.
        """
        aside = {interrupt.goto for interrupt in entry.scenario.interrupts}
        aside |= {scene.id for scene in entry.scenario.scenes.values() if scene.fragment}
        found = [(each, name) for name, values in entry.variants.items() for each in values["hardest"]]
        planned = [(each, name) for each, name in found if each["scene"] not in aside and each["met"] >= OFTEN]
        if not planned:
            return "—"
        hardest, name = max(planned, key=lambda pair: pair[0]["lost"] / pair[0]["met"])
        where = f"{hardest['scene']}.{hardest['line']}" if hardest["line"] else hardest["scene"]
        said = self._said(entry.scenario, name, hardest["scene"], hardest["line"])
        words = self._say("quoted", said=cell(said)) if said else ""
        return self._say(
            "loses", where=where, words=words, variant=name, lost=f"{hardest['lost'] / hardest['met']:.1f}"
        )

    def _said(self, scenario: Scenario, name: str, scene: str, line: str | None) -> str:
        """What stands at a decision: the label of a form line, or the first that is said in a scene."""
        played = edition(scenario, name)
        found = scenario.scenes[scene]
        text: Text | None = None
        if line is not None and found.form is not None:
            text = next((each.label for each in found.form.lines if each.id == line), None)
        elif found.say:
            text = next((each.text for each in found.say[0] if played.fold(each.when) != Literal(False)), None)
        if text is None:
            return ""
        words = " ".join(fill(text, played.variant, (), self._language).split())
        longest = LONGEST[self._language]
        return words if len(words) <= longest else words[:longest].rstrip() + "…"

    # ---- coverage ------------------------------------------------------------------------------------------------

    def _indicators(self) -> Iterator[str]:
        """What is still missing, then a row for each indicator."""
        rows, short = [self._say("indicators_columns"), "| --- | --- | --- | --- | --- |"], []
        decisive = {entry.scenario.id: entry.counts("decisive") for entry in self._found}
        tested = {entry.scenario.id: entry.counts("coverage") for entry in self._found}
        for code, indicator in self._words.indicators.items():
            where = [name for name, counts in decisive.items() if counts[code]]
            many = str(len(where))
            if len(where) < GOAL:
                short.append(self._say("counted", code=code, n=len(where)))
                many = self._say("short", n=len(where), missing=GOAL - len(where))
            asked = sum(bool(counts[code]) for counts in tested.values())
            rows.append(f"| {code} | {self._own(indicator.name)} | {asked} | {many} | {self._names(where)} |")
        yield self._standing(len(self._words.indicators), short, "reached")
        yield "\n".join(rows)

    def _red_lines(self) -> Iterator[str]:
        """What is still missing, then a row for each red line."""
        rows, short = [self._say("red_lines_columns"), "| --- | --- | --- | --- |"], []
        crossed = {entry.scenario.id: entry.crossed() for entry in self._found}
        for code, line in self._words.red_lines.items():
            met = [name for name, found in crossed.items() if code in found]
            free = [name for name in met if crossed[name][code]]
            if not free:
                short.append(f"`{code}`")
            where = self._names(met) if met else self._say("nowhere")
            avoided = self._names(free) if free else self._say("nowhere")
            shown = self._say("everywhere") if met and met == free else avoided
            rows.append(f"| `{code}` | {self._own(line.name)} | {where} | {shown} |")
        yield self._standing(len(self._words.red_lines), short, "crossed")
        yield "\n".join(rows)

    def _standing(self, whole: int, short: Sequence[str], name: str) -> str:
        """How many reach the goal, and which do not."""
        said = self._say(name, n=whole - len(short), whole=whole)
        return said + (self._say("missing", names=self._say("and").join(short)) if short else "")

    def _names(self, ids: Sequence[str]) -> str:
        return self._say("and").join(f"`{name}`" for name in ids) or "—"


def _span(scores: Sequence[float]) -> str:
    """`25`, or `24–26`."""
    low, high = f"{min(scores):.0f}", f"{max(scores):.0f}"
    return low if low == high else f"{low}–{high}"


if __name__ == "__main__":
    sys.exit(write({**PAGES, "trains": TRAINS}, page))
