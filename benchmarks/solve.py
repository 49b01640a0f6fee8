"""Solving exactly: every scenario of the library, and how time and memory grow with the number of states.

Each is solved in a process of its own, so that memory is its own: the peak of the process less what it had before the
solve. "Cold" is everything from an edition to its solution; "cached" the same from a file that a solve left, numpy
being imported, the edition's hash included (the key of the file). The parts of the time are taken by wrapping the
solver's own steps.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import story
from benchmarks.measure import PYTHON, Report, process_output

STEPS = {
    "explore": "scenarios.explore:Exploration.run",
    "reach": "scoring.reach:ReachTables.__init__",
    "scale": "scoring.solve:scale_of",
    "values": "scoring.values:ValuePass.run",
}
COLD_LIMIT, CACHED_LIMIT = 2.0, 50.0


def _shape(hubs: int, questions: int, flags: int, memory: int, seed: int, scenes: int = 40) -> story.Shape:
    return story.Shape(scenes=scenes, choices=scenes * 15 // 4, hubs=hubs, questions=questions, flags=flags, facts=4,
                       memory=memory, with_moves=True, seed=seed)  # fmt: skip


GROWTH = {
    "10^4": _shape(hubs=1, questions=2, flags=1, memory=1, seed=1, scenes=25),
    "10^5": _shape(hubs=1, questions=3, flags=3, memory=3, seed=2),
    "10^6": _shape(hubs=3, questions=6, flags=8, memory=8, seed=1),
    "10^7": _shape(hubs=3, questions=7, flags=6, memory=20, seed=3),
}
"""Generated scenarios by the order of their number of states, which more hub questions and flags drive up."""


def measure(rounds: int = 5, full: bool = False) -> Report:
    """Measure it."""
    from scenarios.load import load
    from scenarios.search_path import library

    report = Report("solve: an edition to its exact solution")
    slowest_cold = slowest_cached = 0.0
    for folder in sorted(library().iterdir()):
        loaded = load(folder)
        if loaded.scenario is None:
            report.notes.append(f"{folder.name}: skipped, it has errors ({loaded.diagnostics[0].code})")
            continue
        for variant in loaded.scenario.variants:
            found = _apart(path=str(folder), variant=variant, rounds=min(rounds, 3), cached=True)
            cold = report.add(f"{folder.name} / {variant}: cold", found["cold"], "s", _described(found))
            cached = report.add("   from the cache", found["cached"], "ms", f"file of {found['file']:.1f} MB")
            slowest_cold, slowest_cached = max(slowest_cold, cold), max(slowest_cached, cached)
    report.goal("slowest variant of the library, cold", slowest_cold, COLD_LIMIT, "s")
    report.goal("slowest variant of the library, from the cache", slowest_cached, CACHED_LIMIT, "ms")
    for size, shape in GROWTH.items():
        if size == "10^7" and not full:
            report.notes.append("10^7 states: only with --full (half a minute and a gigabyte)")
            continue
        found = _apart(shape=asdict(shape), rounds=1, cached=False)
        report.add(f"generated, order of {size} states", found["cold"], "s", _described(found))
    return report


def _described(found: dict[str, Any]) -> str:
    shares = found["parts"] | {"rest": 1 - sum(found["parts"].values())}
    parts = ", ".join(f"{name} {100 * share:.0f} %" for name, share in shares.items())
    return (
        f"processor {median(found['processor']):.2f} s, {found['states']:,} states,"
        f" {found['transitions']:,} transitions ({found['transitions'] / median(found['processor']) / 1e6:.2f} M/s),"
        f" {found['memory']:.0f} MB"
        f" ({found['memory'] * 1e6 / found['states']:.0f} B a state); {parts}"
    )


def _apart(**request: object) -> dict[str, Any]:
    """Measure in a process of its own."""
    found: dict[str, Any] = json.loads(process_output([PYTHON, "-m", "benchmarks.solve", json.dumps(request)]))
    return found


# ---- in the process of its own ----------------------------------------------------------------------------------


def _alone(request: dict[str, Any]) -> dict[str, Any]:
    """Solve one edition."""
    from scenarios.edition import edition
    from scenarios.load import load, load_text
    from scoring import cache, solve
    from scoring.rubric import rubric

    if "shape" in request:
        loaded = load_text(story.to_yaml(story.generate(story.Shape(**request["shape"]))))
    else:
        loaded = load(Path(request["path"]))
    scenario = loaded.scenario
    assert scenario is not None, loaded.diagnostics
    variant = request.get("variant")
    rubric()
    spent = _watched()
    before = _peak()
    cold: list[float] = []
    processor: list[float] = []
    for number in range(request["rounds"]):
        start, busy = time.perf_counter(), time.process_time()
        found = solve.solve(edition(scenario, variant))
        cold.append(time.perf_counter() - start)
        processor.append(time.process_time() - busy)
        if number == 0:
            memory = _peak() - before
            parts = {name: seconds / cold[0] for name, seconds in spent.items()}
            states, transitions = found.states, found.transitions
        del found
    answer: dict[str, Any] = {"cold": cold, "processor": processor, "memory": memory, "parts": parts}
    answer |= {"states": states, "transitions": transitions}
    if request["cached"]:
        with TemporaryDirectory(prefix="jiefang-bench-") as name:
            folder = Path(name)
            cache.solved(edition(scenario, variant), folder)
            answer["file"] = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
            answer["cached"] = []
            for _ in range(5):
                start = time.perf_counter()
                cache.solved(edition(scenario, variant), folder)
                answer["cached"].append((time.perf_counter() - start) * 1000)
    return answer


def _watched() -> dict[str, float]:
    """Seconds that the steps of the solver take, filled in while it runs."""
    spent: dict[str, float] = {}
    for name, place in STEPS.items():
        module, path = place.split(":")
        *holders, last = path.split(".")
        holder: Any = import_module(module)
        for each in holders:
            holder = getattr(holder, each)
        setattr(holder, last, _timed(getattr(holder, last), name, spent))
    return spent


def _timed(work: Callable[..., Any], name: str, spent: dict[str, float]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return work(*arguments, **named)
        finally:
            spent[name] = spent.get(name, 0.0) + time.perf_counter() - start

    return timed


def _peak() -> float:
    """The most memory the process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    print(json.dumps(_alone(json.loads(sys.argv[1]))))
