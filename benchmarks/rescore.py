"""Scoring a whole store anew with a changed rubric: sessions a second, beside a loop that takes them one by one.

The store is generated. A few thousand visits are played at random in several editions and recorded as the game records
them; to make it larger, their logs are sealed again under other ids, so that every chain is a sound one of its own.
What is rated is therefore as random as can be: people play much more alike, and what is alike is rated faster.

The loop is what one would write first: each session by itself, its log verified, its edition read, its solution taken
from the cache, rated, written. It gets a sample, because the whole store would take it hours. Both work on copies of
one store with the solutions of the changed rubric in the cache; solving is timed by itself.
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import sqlite3
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.explorer import random_visit
from benchmarks.measure import Report

PLAYED = 2_000
SIZE, FULL = 10_000, 100_000
SAMPLE = 60
EDITIONS = (("unpaid-wages", "three"), ("unpaid-wages", "crowd"), ("kinsman", "cousin"), ("stalled-tower", "notice"))
RUBRIC = "weights: {listening: 20, emotion: 20, compliance: 35, referral: 25}\nbands: {pass: {score: 65}}\n"


def measure(rounds: int = 5, full: bool = False) -> Report:
    """Measure it."""
    del rounds
    size = FULL if full else SIZE
    report = Report(f"rescore: a store of {size:,} generated sessions, with a changed rubric")
    with TemporaryDirectory(prefix="jiefang-bench-") as name:
        folder = Path(name)
        start = time.perf_counter()
        generate(folder / "all.sqlite3", size)
        report.notes.append(f"{PLAYED:,} visits played at random and sealed again under other ids until there were"
                            f" {size:,}; {time.perf_counter() - start:.0f} s to make")  # fmt: skip
        _measure(report, folder, size)
    if not full:
        report.notes.append("100,000 sessions: only with --full (some minutes, a gigabyte of disk)")
    return report


def _measure(report: Report, folder: Path, size: int) -> None:
    from simulator.record.rescoring import rescore_all
    from simulator.record.store import open_store

    rubric = _rubric()
    solutions = folder / "solutions"
    report.add("solving the editions for the changed rubric", [_solve(folder / "all.sqlite3", solutions)], "s")
    naive, naive_busy = _naive(folder / "all.sqlite3", folder / "sample.sqlite3", solutions)
    report.add("one by one", [naive], "/s", f"{SAMPLE} sessions, {naive_busy:.1f} ms of processor time each")
    # One process needs no more than the smaller store to show what it does.
    for workers in (1, 2) if size == SIZE else (2,):
        copy = folder / f"with-{workers}.sqlite3"
        shutil.copy(folder / "all.sqlite3", copy)
        with open_store(copy) as store:
            start, busy = time.perf_counter(), _processor()
            found = rescore_all(store.database, solutions, rubric=rubric, workers=workers)
            seconds, busy = time.perf_counter() - start, _processor() - busy
        assert (found.scored, found.troubles) == (size, []), found
        each = 1000 * busy / size
        note = f"{seconds:.0f} s in all, {each:.2f} ms of processor time each: {naive_busy / each:.0f} times less"
        report.add(f"in batches, {workers} process{'es' if workers > 1 else ''}", [size / seconds], "/s", note)
        copy.unlink()


def _processor() -> float:
    """Processor seconds of this process and of those it started that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _rubric() -> Any:
    from scenarios import source
    from scoring.own_rubric import read

    found, diagnostics = read(source.parse(RUBRIC, "rubric.yaml"))
    assert found is not None, diagnostics
    return found


def _solve(path: Path, solutions: Path) -> float:
    from scoring.cache import solved
    from simulator.record.store import open_store

    with open_store(path) as store:
        editions = [store.edition(row["hash"]) for row in store.database.run("SELECT hash FROM editions")]
    start = time.perf_counter()
    for each in editions:
        solved(each, solutions, rules=_rubric())
    return time.perf_counter() - start


def _naive(path: Path, copy: Path, solutions: Path) -> tuple[float, float]:
    """Sessions a second, one after the other, and milliseconds of processor time each."""
    from scenarios.play import Play
    from scoring.cache import solved
    from scoring.evaluate import Evaluator
    from scoring.rate import rate
    from simulator.record.store import open_store
    from simulator.visit import replay

    shutil.copy(path, copy)
    with open_store(copy) as store:
        sessions = random.Random(1).sample(store.sessions(), SAMPLE)
        start, busy = time.perf_counter(), _processor()
        for session in sessions:
            edition = store.edition(session.edition)
            play = replay(Play(edition, session.seed), store.events(session.id))
            store.finish(session, rate(play, Evaluator(solved(edition, solutions, rules=_rubric()))))
        seconds, busy = time.perf_counter() - start, _processor() - busy
    copy.unlink()
    return SAMPLE / seconds, 1000 * busy / SAMPLE


# ---- the generated store ------------------------------------------------------------------------------------------


def generate(path: Path, size: int) -> None:
    """Make a store of so many ended sessions without scores."""
    from simulator.record.store import open_store

    open_store(path).close()
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA synchronous = OFF")
    with raw:
        logs = [_log(raw, number) for number in range(min(PLAYED, size))]
        for start in range(0, size, 500):
            numbers = range(start, min(start + 500, size))
            _insert(raw, [(logs[number % len(logs)], f"{number:012d}") for number in numbers])
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()


_MADE: list[Any] = []


def _log(raw: sqlite3.Connection, number: int) -> Any:
    """A visit played at random, as the game records it."""
    from scenarios.edition import edition
    from scenarios.load import load
    from scenarios.play import Play
    from scenarios.search_path import library
    from simulator.record.log import MemoryLog
    from simulator.visit import Visit

    if not _MADE:
        for name, variant in EDITIONS:
            scenario = load(library() / name).scenario
            assert scenario is not None
            played = edition(scenario, variant)
            _MADE.append(Play(played))
            _keep(raw, played)
    first = _MADE[number % len(_MADE)]
    played = first.engine.program.edition
    log = MemoryLog(played, mode="practice", seed=str(number), trainee=f"t{number % 50}", language="zh")
    visit = Visit(Play(played, str(number), first.engine), log.session, log)
    random_visit(visit.play, random.Random(number), visit.enter)
    visit.end()
    return log.session, log.sealed()


def _keep(raw: sqlite3.Connection, played: Any) -> None:
    import zlib

    title = played.scenario.title
    raw.execute(
        "INSERT INTO editions (hash, rules, scenario, variant, title_zh, title_en, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (played.hash, played.rules, played.scenario.id, played.variant.name, title.zh, title.en,
         zlib.compress(played.canonical.encode())),
    )  # fmt: skip


def _insert(raw: sqlite3.Connection, copies: list[Any]) -> None:
    """Logs under other ids, each with a chain of its own."""
    from simulator.record.events import canonical, digest
    from simulator.record.transcript import STATED

    sessions, events = [], []
    for (session, sealed), session_id in copies:
        previous = ""
        for each in sealed:
            text = canonical({**each.event.data, "id": session_id}) if each.seq == 1 else each.text
            hashed = digest(session_id, each.seq, each.event.kind, text, each.time, previous)
            events.append((session_id, each.seq, each.event.kind, text, each.time, previous, hashed))
            previous = hashed
        stated = [session_id if name == "id" else getattr(session, name) for name in STATED]
        sessions.append((*stated, len(sealed), previous, "", 0))
    columns = ", ".join(STATED)
    raw.executemany(
        f"INSERT INTO sessions ({columns}, events, last_hash, signature, signed)"
        f" VALUES ({', '.join('?' * (len(STATED) + 4))})",
        sessions,
    )
    raw.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", events)


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps({"made": sys.argv[2]}))
