"""The explorer over many sessions of one scenario: how long an answer takes, and with how much memory.

The sessions are not played. Their rows are generated in SQL from a few hundred visits that were played at random and
rated: each is one of those visits at another time, by another trainee, in another mode. The events of the logs are left
out, because the explorer does not read them; scores and decisions, which it does, are all there, and so is the summary
that the triggers of the store keep, here made at the end as the migration makes it. Each answer is asked for in a
process of its own, which opens the store, reads what the command reads, and puts it into words.
"""

from __future__ import annotations

import json
import random
import resource
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measure import PYTHON, Report, process_output

SCENARIO = "unpaid-wages"
PLAYED = 300
PART = 50_000
"""Sessions that are generated in one transaction."""
SIZES = (1_000, 10_000, 100_000)
FULL = (*SIZES, 1_000_000)
GOAL_SIZE, GOAL_SECONDS, GOAL_MEMORY = 100_000, 2.0, 300.0
QUESTIONS: dict[str, dict[str, str]] = {
    "all": {},
    "one variant, one mode": {"variant": "three", "mode": "practice"},
    "since a day": {"since": "2026-05-17T16:00:00"},
    "one trainee": {"trainee": "t7"},
}


def measure(rounds: int = 5, full: bool = False) -> Report:
    """Measure it."""
    report = Report(f"explorer: every option of {SCENARIO}, from a store of so many sessions")
    for size in FULL if full else SIZES:
        with TemporaryDirectory(prefix="jiefang-bench-") as name:
            path = Path(name) / "sessions.sqlite3"
            start = time.perf_counter()
            decisions = generate(path, size)
            made = time.perf_counter() - start
            _ask(report, path, size, decisions, made, rounds)
    if not full:
        report.notes.append("10^6 sessions: only with --full (ten minutes and ten gigabytes of disk)")
    return report


def _ask(report: Report, path: Path, size: int, decisions: int, made: float, rounds: int) -> None:
    megabytes = path.stat().st_size / 1e6
    for question, more in QUESTIONS.items():
        found = [_apart(path=str(path), **more) for _ in range(max(3, rounds))]
        seconds = [each["seconds"] for each in found]
        memory = max(each["memory"] for each in found)
        busy = 1000 * median(each["processor"] for each in found)
        note = f"processor {busy:.0f} ms, {found[0]['sessions']:,} sessions counted, peak {memory:.0f} MB"
        if question == "all":
            note += f"; {decisions:,} decisions, store of {megabytes:,.0f} MB, made in {made:.0f} s"
        middle = report.add(f"{size:,}: {question}", [1000 * each for each in seconds], "ms", note)
        if size == GOAL_SIZE:
            report.goal(f"{size:,} sessions, {question}", middle / 1000, GOAL_SECONDS, "s")
            report.goal(f"{size:,} sessions, {question}: memory", memory, GOAL_MEMORY, "MB")


def _apart(**request: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(process_output([PYTHON, "-m", "benchmarks.explorer", json.dumps(request)]))
    return found


# ---- the generated store ------------------------------------------------------------------------------------------


def generate(path: Path, size: int) -> int:
    """Make a store of so many sessions.

    Returns:
        How many decisions there are in it.
    """
    from simulator.record import cohort_tables
    from simulator.record.store import open_store

    with open_store(path) as store:
        for number in range(PLAYED):
            _play(store, number)
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA synchronous = OFF")
    triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    with raw:
        _take_out(raw)
        for name, _sql in triggers:
            raw.execute(f"DROP TRIGGER {name}")
    for start in range(0, size, PART):
        with raw:
            _multiply(raw, start, min(start + PART, size))
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with raw:
        # The summary as the migration makes it of what it finds; row by row it would take twice as long.
        for table in ("cohort_options", "cohorts"):
            raw.execute(f"DELETE FROM {table}")
        for statement in (*cohort_tables.FILLED, *(sql for _name, sql in triggers)):
            raw.execute(statement)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (decisions,) = raw.execute("SELECT COUNT(*) FROM decisions").fetchone()
    raw.close()
    return int(decisions)


_MADE: dict[str, Any] = {}


def _play(store: Any, number: int) -> None:
    """A visit played at random, kept with its score."""
    from scenarios.edition import edition
    from scenarios.load import load
    from scenarios.play import Play
    from scenarios.search_path import library
    from scoring.evaluate import Evaluator
    from scoring.rate import rate
    from scoring.solve import solve

    if not _MADE:
        scenario = load(library() / SCENARIO).scenario
        assert scenario is not None
        for variant in scenario.variants:
            played = edition(scenario, variant)
            _MADE[variant] = (Play(played), Evaluator(solve(played)))
    variant = list(_MADE)[number % len(_MADE)]
    first, evaluator = _MADE[variant]
    played = first.engine.program.edition
    log = store.create(played, mode="practice", seed=str(number), trainee="", language="zh")
    play = Play(played, str(number), first.engine)
    random_visit(play, random.Random(number), play.enter)
    store.finish(log.session, rate(play, evaluator))
    log.close()


def random_visit(play: Any, chance: random.Random, enter: Callable[[Any], object]) -> None:
    """Play a visit to its end, every choice and every line of a form at random; `enter` makes each input."""
    while not play.ended:
        if play.node.form is not None:
            enter({line.line.id: chance.choice(line.options)[0].id for line in play.form()})
        else:
            enter(chance.choice(play.open_ids()))


def _take_out(raw: sqlite3.Connection) -> None:
    """Put the played sessions aside."""
    raw.execute("CREATE TEMP TABLE played AS SELECT ROW_NUMBER() OVER (ORDER BY id) - 1 AS place, * FROM sessions")
    raw.execute("CREATE TEMP TABLE sums AS SELECT * FROM scores")
    raw.execute("CREATE TEMP TABLE lines AS SELECT * FROM decisions")
    raw.execute("CREATE INDEX lines_by_session ON lines (session)")
    raw.execute("DELETE FROM sessions")
    raw.execute("CREATE TEMP TABLE copies (id TEXT, original TEXT, number INTEGER)")


def _multiply(raw: sqlite3.Connection, start: int, end: int) -> None:
    """Copies of the played sessions under other ids: a year of times, a thousand trainees, three modes."""
    raw.execute("DELETE FROM copies")
    raw.execute(
        """
        WITH RECURSIVE numbers (n) AS (SELECT ? UNION ALL SELECT n + 1 FROM numbers WHERE n < ? - 1)
        INSERT INTO copies SELECT printf('%012d', n), (SELECT id FROM played WHERE place = n * 7919 % ?), n FROM numbers
        """,
        (start, end, PLAYED),
    )
    raw.execute(
        """
        INSERT INTO sessions
        SELECT copies.id, edition, scenario, variant,
            CASE number % 3 WHEN 0 THEN 'practice' WHEN 1 THEN 'simulation' ELSE 'exam' END, seed,
            't' || (number * 31 % 1000), language,
            strftime('%Y-%m-%dT%H:%M:%S.000+00:00', '2026-01-01', (number * 104729 % 525600) || ' minutes'),
            '2026-12-31T23:59:59.000+00:00', ending, undos, events, last_hash, signature, signed
        FROM copies JOIN played ON played.id = copies.original
        """
    )
    columns = "number, step, scene, line, choice, best, cost, listening, emotion, compliance, referral, mark, red_line"
    raw.execute(
        f"""
        INSERT INTO decisions (session, {columns}, timed_out, remaining)
        SELECT copies.id, {", ".join("lines." + each for each in columns.split(", "))}, lines.timed_out, remaining
        FROM copies JOIN lines ON lines.session = copies.original ORDER BY copies.id, lines.number
        """
    )
    columns = "complete, score, raw_score, cap, band, luck, dimensions, red_lines, rubric, solver, indicators"
    raw.execute(
        f"""
        INSERT INTO scores (session, {columns})
        SELECT copies.id, {", ".join("sums." + each for each in columns.split(", "))}
        FROM copies JOIN sums ON sums.session = copies.original
        """
    )


# ---- in the process of its own ------------------------------------------------------------------------------------


def _alone(request: dict[str, str]) -> dict[str, Any]:
    from simulator.record.cohorts import Wanted
    from simulator.record.store import open_store
    from simulator.replay.explorer import Explorer, data

    path = request.pop("path")
    start, busy = time.perf_counter(), time.process_time()
    with open_store(Path(path)) as store:
        found = Explorer.of(store, Wanted(SCENARIO, **request))
    told = data(found, "zh")
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return {"seconds": seconds, "processor": busy, "memory": peak, "sessions": told["counted"]}


if __name__ == "__main__":
    print(json.dumps(_alone(json.loads(sys.argv[1]))))
