"""Start-up of the commands that show no screen, beside the start of a bare interpreter.

Whole processes, as an author at a shell waits for them. A second run of each with `-X importtime` shows what was
imported: none of them may import Textual.
"""

from __future__ import annotations

import os
import subprocess
from functools import partial
from tempfile import TemporaryDirectory

from benchmarks.measure import JIEFANG, PYTHON, ROOT, Report, paired, process_seconds, rotate
from scenarios.search_path import library

LIMIT = 10
"""How many starts of a bare interpreter `--help` and `list` may take."""


def measure(rounds: int = 5, full: bool = False) -> Report:
    """Measure it."""
    report = Report("commands: start of a process to its end")
    with TemporaryDirectory(prefix="jiefang-bench-") as home:
        environment = {**os.environ, "JIEFANG_HOME": home, "PYTHONUTF8": "1", "TERM": "dumb"}
        scenario = min(path.name for path in library().iterdir() if path.is_dir())
        commands = {
            "python -c pass": [PYTHON, "-c", "pass"],
            "jiefang --help": [JIEFANG, "--help"],
            "jiefang list": [JIEFANG, "list"],
            f"jiefang check {scenario}": [JIEFANG, "check", scenario],
        }
        works = {}
        for name, command in commands.items():
            try:
                # Status 1 of `check` means that it found something, which does not matter here.
                works[name] = partial(process_seconds, command, environment, int("check" in name))
                works[name]()  # modules compiled, index of scenarios made
            except RuntimeError as error:
                del works[name]
                report.notes.append(f"skipped: {error}")
        found = rotate(rounds * (6 if full else 3), {n: w for n, w in works.items() if "check" not in n})
        found |= {name: [work()] for name, work in works.items() if "check" in name}
        bare = found["python -c pass"]
        for name, times in found.items():
            ratio = paired(times, bare) if len(times) == len(bare) else times[0] / sorted(bare)[len(bare) // 2]
            report.add(name, [value * 1000 for value in times], "ms", f"{ratio:.1f} x a bare interpreter")
            if name in ("jiefang --help", "jiefang list"):
                report.goal(f"{name} / bare interpreter", ratio, LIMIT)
        for name in list(works)[1:]:
            modules = _imported(commands[name][1:], environment)
            textual = sum(module.split(".")[0] == "textual" for module in modules)
            most = ", ".join(f"{module} {milliseconds:.0f}" for module, milliseconds in _largest(modules))
            report.notes.append(f"{name} imports {len(modules)} modules, the largest in ms: {most}")
            report.goal(f"{name}: modules of Textual imported", textual, 0, "modules")
    return report


def _imported(arguments: list[str], environment: dict[str, str]) -> dict[str, float]:
    """Milliseconds that each module's import took by itself."""
    command = [PYTHON, "-X", "importtime", "-m", "simulator.cli", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    found: dict[str, float] = {}
    for line in done.stderr.splitlines():
        if line.startswith("import time:") and line.count("|") == 2 and "self" not in line:
            own, _, module = line.removeprefix("import time:").split("|")
            found[module.strip()] = int(own) / 1000
    return found


def _largest(modules: dict[str, float]) -> list[tuple[str, float]]:
    """Packages by the sum of their modules' own time."""
    sums: dict[str, float] = {}
    for module, milliseconds in modules.items():
        package = module.split(".")[0]
        sums[package] = sums.get(package, 0) + milliseconds
    return sorted(sums.items(), key=lambda item: -item[1])[:6]
