"""Check many scenarios: what is known from last time at once, the others on all cores, with word of each."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from scenarios.ignored import Sorted
from simulator.checking.remembered import fingerprint, recalled, remember

Progress = Callable[[int, Path, bool], None]
"""`(how many are done, the one that is done now, whether it was known from last time)`."""


def check_all(
    places: Sequence[Path], *, solve: bool = True, anew: bool = False, progress: Progress | None = None
) -> Mapping[Path, Sorted]:
    """Every finding about scenarios.

    Args:
        places: their folders or files, each once.
        solve: whether the checks with the solver are made too.
        anew: check again what is known from last time.
        progress: told of each that is done.

    Returns:
        What was found, in the order of the places.
    """
    done: dict[Path, Sorted] = {}

    def finish(place: Path, found: Sorted, known: bool) -> None:
        done[place] = found
        if progress is not None:
            progress(len(done), place, known)

    stamps = {place: fingerprint(place, solve=solve) for place in places}
    left = []
    for place in places:
        found = None if anew else recalled(place, stamps[place])
        if found is None:
            left.append(place)
        else:
            finish(place, found, True)
    for place, found in _checked(left, solve):
        # Somebody may have saved the file meanwhile; then this is not what stands there now.
        if fingerprint(place, solve=solve) == stamps[place]:
            remember(place, stamps[place], found)
        finish(place, found, False)
    return {place: done[place] for place in places}


def _checked(places: Sequence[Path], solve: bool) -> Iterator[tuple[Path, Sorted]]:
    """Check each, a process a core where several are to be solved."""
    workers = min(len(places), cores())
    if workers < 2 or not solve:
        from simulator.checking.one import check_one

        for place in places:
            yield place, check_one(place, solve=solve)
        return
    yield from _in_processes(places, workers)


def _in_processes(places: Sequence[Path], workers: int) -> Iterator[tuple[Path, Sorted]]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor, as_completed

    from simulator.checking.one import check_one

    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_quiet)
    try:
        running = {pool.submit(check_one, place): place for place in places}
        for future in as_completed(running):
            yield running[future], future.result()
    except BaseException:
        # Ctrl-C, or nobody wants the rest: what runs is not waited for.
        pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        raise
    pool.shutdown()


def _quiet() -> None:
    """Ctrl-C is the parent's to handle; it ends its children."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def cores() -> int:
    """How many processes can run at once here, at most 8."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(available, 8)
