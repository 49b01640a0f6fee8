"""Loading and checking a scenario, beside PyYAML's C loader and beside the ink compiler in JavaScript.

`CSafeLoader` makes plain data of the same files, without marks and without knowing what belongs into them. The ink
compiler makes its JSON of the same story in ink. "First" is the first time in a fresh process, imports not counted
(Python: modules compiled before; node: just started), which is what an author meets; the others are medians in a
process that has loaded before. By processor time all threads of a process count: V8 compiles and collects in others.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from benchmarks import peers, story
from benchmarks.measure import PYTHON, Report, paired, process_output, rotate, seconds
from benchmarks.peers import MissingPeerError, Peer
from scenarios import source
from scenarios.diagnostic import Severity, severity_of
from scenarios.load import load
from scenarios.search_path import library

SIXTY = story.Shape(scenes=60, choices=190, hubs=6, with_moves=True)
_FIRST = "import sys, time, pathlib; from scenarios.load import load; path = pathlib.Path(sys.argv[1])"
_FIRST += "; clock = getattr(time, sys.argv[2]); start = clock(); load(path); print(clock() - start)"

_COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""With it Python compiles its modules anew in every process, which no installed program does."""


def measure(rounds: int = 5, full: bool = False) -> Report:
    """Measure it."""
    report = Report("load: text to a checked scenario")
    with TemporaryDirectory(prefix="jiefang-bench-") as name:
        folder = Path(name)
        _beside_yaml(report, folder, rounds * (4 if full else 2))
        _beside_ink(report, folder, rounds * (2 if full else 1))
    return report


def _beside_yaml(report: Report, folder: Path, rounds: int) -> None:
    tale = story.generate(SIXTY)
    chinese, both = folder / "sixty", folder / "sixty-en"
    _write(chinese, tale, english=False)
    _write(both, tale, english=True)
    largest = max(library().iterdir(), key=lambda path: sum(file.stat().st_size for file in path.glob("*.yaml")))
    for place, text in (
        (chinese, f"60 scenes, {tale.choices} choices"),
        (both, "the same with its English"),
        (largest, f"library/{largest.name} with its English"),
    ):
        files = sorted(place.glob("*.yaml"))
        _faultless(place, report)
        found = rotate(
            rounds,
            {
                "ours": _milliseconds(partial(load, place)),
                "tree": _milliseconds(partial(_trees, files)),
                "yaml": _milliseconds(partial(_plain, files)),
            },
        )
        size = sum(file.stat().st_size for file in files) / 1000
        ratio = paired(found["ours"], found["yaml"])
        report.add(f"{text}, {size:.0f} kB: load and check", found["ours"], "ms", f"{ratio:.2f} x CSafeLoader")
        report.add("   of that, text to the tree with marks", found["tree"], "ms",
                   f"{paired(found['tree'], found['yaml']):.2f} x CSafeLoader")  # fmt: skip
        report.add("   CSafeLoader, no marks, nothing checked", found["yaml"], "ms")
        if place == chinese:
            report.goal("loading and checking 60 scenes / CSafeLoader on the same file", ratio, 2)


def _beside_ink(report: Report, folder: Path, rounds: int) -> None:
    tale = story.generate()
    place, ink = folder / "large", folder / "large.ink"
    _write(place, tale, english=False)
    ink.write_text(story.to_ink(tale, whole=True), "utf-8")
    _faultless(place, report)
    ours = _milliseconds(partial(load, place))
    try:
        compiler = peers.ink_compiler()
    except MissingPeerError as error:
        report.notes.append(str(error))
        report.add("200 scenes, 630 choices: load and check", [ours() for _ in range(rounds)], "ms")
        return
    with compiler:
        compiler.ask("source", file=str(ink))
        for _ in range(3):  # the compiler needs to be compiled itself
            _compiled(compiler)
        ours()
        warm = rotate(rounds, {"ours": ours, "ink": partial(_compiled, compiler)})
    kilobytes = (place / "scenario.yaml").stat().st_size / 1000, ink.stat().st_size / 1000
    _beside(report, warm, kilobytes, ", loaded before")
    for clock, text in (("perf_counter", ", first"), ("process_time", ", first, by processor time")):
        first = rotate(rounds, {"ours": partial(_first_load, place, clock), "ink": partial(_first_compile, ink, clock)})
        ratio = _beside(report, first, kilobytes, text)
        report.goal(f"200 scenes, 630 choices{text}: ink compiler / loading and checking", ratio, 10, at_least=True)
    _whole_processes(report, place, ink, min(rounds, 3))


def _beside(report: Report, found: dict[str, list[float]], kilobytes: tuple[float, float], text: str) -> float:
    ratio = paired(found["ink"], found["ours"])
    report.add(f"200 scenes, 630 choices{text}: load and check, {kilobytes[0]:.0f} kB", found["ours"], "ms",
               f"{ratio:.1f} times as fast as ink's")  # fmt: skip
    report.add(f"   inkjs 2.4.0, compile, {kilobytes[1]:.0f} kB", found["ink"], "ms")
    return ratio


def _whole_processes(report: Report, place: Path, ink: Path, rounds: int) -> None:
    """What an author waits for: a process from its start to the answer."""
    _first_load(place)  # modules compiled, our own tables kept as JSON
    found = rotate(
        rounds,
        {
            "ours": _milliseconds(partial(_first_load, place)),
            "ink": _milliseconds(partial(_first_compile, ink)),
            "import": _milliseconds(partial(process_output, [PYTHON, "-c", "import scenarios.load"], _COMPILED)),
        },
    )
    ratio = paired(found["ink"], found["ours"])
    report.add("the same, the whole process: start, imports, load and check", found["ours"], "ms",
               f"{ratio:.1f} times as fast as ink's")  # fmt: skip
    report.add("   of that, start and imports", found["import"], "ms")
    report.add("   inkjs 2.4.0, the whole process", found["ink"], "ms")


def _write(folder: Path, tale: story.Story, english: bool) -> None:
    folder.mkdir()
    (folder / "scenario.yaml").write_text(story.to_yaml(tale, folder.name), "utf-8")
    if english:
        (folder / "en.yaml").write_text(story.to_english(tale), "utf-8")


def _faultless(place: Path, report: Report) -> None:
    """A file with errors in it would be another thing to measure."""
    found = [each for each in load(place).diagnostics if severity_of(each) is Severity.ERROR and each.code != "JF7500"]
    if found:
        report.notes.append(f"{place.name}: {len(found)} errors, the first {found[0].code} at {found[0].mark}")


def _trees(files: list[Path]) -> None:
    for file in files:
        source.read(file)


def _plain(files: list[Path]) -> None:
    for file in files:
        yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)


def _milliseconds(work: Callable[[], object]) -> Callable[[], float]:
    return lambda: seconds(work) * 1000


def _compiled(compiler: Peer, clock: str = "perf_counter") -> float:
    return float(compiler.ask("compile")["processor" if clock == "process_time" else "seconds"]) * 1000


def _first_compile(ink: Path, clock: str = "perf_counter") -> float:
    with peers.ink_compiler() as compiler:
        compiler.ask("source", file=str(ink))
        return _compiled(compiler, clock)


def _first_load(place: Path, clock: str = "perf_counter") -> float:
    return float(process_output([PYTHON, "-c", _FIRST, str(place), clock], _COMPILED)) * 1000
