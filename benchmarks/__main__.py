"""Runs the benchmarks: `python -m benchmarks [--only NAME] [--full] [--json FILE]`. See `benchmarks/README.md`."""

from __future__ import annotations

import argparse
import json
import time
from importlib import import_module
from pathlib import Path

from benchmarks.measure import Report, goal_line, machine

SUBJECTS = (
    "screen",
    "house",
    "apps",
    "commands",
    "load",
    "solve",
    "engine",
    "check",
    "preview",
    "explorer",
    "replay",
    "rescore",
    "room",
    "cast",
)


def main() -> None:
    """Run them, print what each found, then all goals."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Times what a trainee or an author waits for.")
    parser.add_argument("--only", action="append", choices=SUBJECTS, metavar="NAME",
                        help=f"one subject, may be given again: {', '.join(SUBJECTS)}")  # fmt: skip
    parser.add_argument("--full", action="store_true", help="more rounds, and the largest scenarios (some minutes)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each thing is measured (default 5)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")
    arguments = parser.parse_args()
    chosen = [name for name in SUBJECTS if name in (arguments.only or SUBJECTS)]
    print(machine())
    start = time.perf_counter()
    reports: list[Report] = []
    for name in chosen:
        report = import_module(f"benchmarks.{name}").measure(rounds=arguments.rounds, full=arguments.full)
        report.print()
        reports.append(report)
    print(f"\n== goals ({time.perf_counter() - start:.0f} s)")
    for report in reports:
        for goal in report.goals:
            print(goal_line(goal))
    if arguments.json is not None:
        data = {"machine": machine(), "reports": [report.data() for report in reports]}
        arguments.json.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
