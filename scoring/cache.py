"""Solved editions on disk: one file an edition, rubric and solver version; never trusted without its checksum.

A file is a line of JSON (what it is for, shapes, scalars), the arrays as raw little-endian bytes, and a BLAKE2 digest
of all before it. Whatever does not fit (another version, a foreign or damaged file) is solved anew and overwritten.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from scenarios.edition import Edition
from scenarios.expand import Place
from scenarios.explore import STATE_LIMIT, Block, Exploration
from scoring.own_rubric import rubric_of
from scoring.points import PointTables
from scoring.reach import ReachTables
from scoring.rubric import Rubric
from scoring.scale import Scale
from scoring.solve import SOLVER_VERSION, CheapRedLine, Solution, solve
from scoring.values import Values

_MAGIC = "jiefang-solution"
_DIGEST = 32


def solved(
    edition: Edition,
    folder: Path | None = None,
    limit: int = STATE_LIMIT,
    rules: Rubric | None = None,
    exploration: Exploration | None = None,
) -> Solution:
    """The solution of an edition, from the cache if it is there and sound, else solved and kept.

    Args:
        edition: scenario and variant.
        folder: where solutions are kept; None: nothing is read or written.
        limit: as for `solve`.
        rules: as for `solve`.
        exploration: the edition's, where it has been explored already; the solution is then over it.

    Returns:
        A solution. From the cache it lacks the random and the worst player's values of single states.

    Raises:
        TooManyStatesError: as `solve`.
    """
    rules = rules or rubric_of(edition)
    if folder is None:
        return solve(edition, limit, rules, exploration)
    path = folder / f"{edition.hash[:32]}-{rules.hash[:8]}-{SOLVER_VERSION}.solution"
    found = read(path, edition, rules, exploration)
    if found is None:
        found = solve(edition, limit, rules, exploration)
        # A cache that cannot be written only costs time.
        with contextlib.suppress(OSError):
            write(path, found)
    return found


def _identity(edition: Edition, rules: Rubric) -> dict[str, Any]:
    return {"kind": _MAGIC, "edition": edition.hash, "rubric": rules.hash, "version": SOLVER_VERSION}


def write(path: Path, solution: Solution) -> None:
    """Keep a solution, atomically.

    Raises:
        OSError: the folder or file cannot be written.
    """
    exploration = solution.exploration
    blocks = exploration.blocks
    scale = solution.scale
    head = {
        **_identity(solution.edition, solution.rubric),
        "blocks": [[list(block.key), list(block.place), len(block.states)] for block in blocks],
        "words": exploration.packing.words,
        "reach_words": solution.reach.words,
        "leaves": sorted(solution.reach.leaves),
        "scale": [scale.prices, scale.weights, scale.stakes, scale.constant, scale.tests, scale.scorable],
        "start": [solution.start_value.tolist(), solution.start_random, solution.start_worst],
        "charges": [solution.charges[node].tolist() for node in sorted(solution.charges)],
        "endings": solution.endings,
        "red": [[r.scene, r.choice, r.cost, r.path] for r in solution.cheap_red_lines],
        "states": solution.states,
        "transitions": solution.transitions,
        "seconds": solution.seconds,
    }
    arrays = [
        np.concatenate([block.states for block in blocks]).astype("<u8"),
        np.concatenate(solution.values.value).astype("<f8"),
        np.concatenate(solution.reach.of).astype("<u8"),
        np.concatenate([block.real for block in blocks]).astype("u1"),
    ]
    payload = json.dumps(head, separators=(",", ":")).encode() + b"\n" + b"".join(a.tobytes() for a in arrays)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".solution-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(payload)
            file.write(blake2b(payload, digest_size=_DIGEST).digest())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read(path: Path, edition: Edition, rules: Rubric, explored: Exploration | None = None) -> Solution | None:
    """A kept solution (over the exploration, if one is given), or None if it is not there, not sound, or another's."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if len(data) < _DIGEST or blake2b(memoryview(data)[:-_DIGEST], digest_size=_DIGEST).digest() != data[-_DIGEST:]:
        return None
    end = data.find(b"\n")
    try:
        head = json.loads(data[:end])
        if any(head.get(key) != value for key, value in _identity(edition, rules).items()):
            return None
        return _restore(edition, rules, head, memoryview(data)[end + 1 : -_DIGEST], explored)
    except (ValueError, KeyError, TypeError, IndexError):
        return None


def _restore(
    edition: Edition, rules: Rubric, head: dict[str, Any], payload: memoryview, explored: Exploration | None
) -> Solution | None:
    exploration = explored or Exploration(edition)
    if explored is not None and head["blocks"] != [
        [list(block.key), list(block.place), len(block.states)] for block in explored.blocks
    ]:
        return None
    words, reach_words = head["words"], head["reach_words"]
    total = sum(size for _, _, size in head["blocks"])
    if words != exploration.packing.words or len(payload) != total * (8 * (words + 4 + reach_words) + 1):
        return None
    numbers = np.frombuffer(payload, dtype="<u8", count=total * words).reshape(total, words)
    value = np.frombuffer(payload, dtype="<f8", offset=total * 8 * words, count=total * 4).reshape(total, 4)
    reach = np.frombuffer(payload, dtype="<u8", offset=total * 8 * (words + 4), count=total * reach_words)
    reach = reach.reshape(total, reach_words)
    real = np.frombuffer(payload, dtype="u1", offset=total * 8 * (words + 4 + reach_words)).astype(np.bool_)
    values = Values()
    reach_of = []
    offset = 0
    for key, place, size in head["blocks"]:
        part = slice(offset, offset + size)
        offset += size
        node, pending, entered = place
        if explored is None:
            block = Block(tuple(key), Place(node, pending, bool(entered)), numbers[part], real[part])
            exploration.by_key[block.key] = len(exploration.blocks)
            exploration.blocks.append(block)
        values.value.append(value[part])
        reach_of.append(reach[part])
    prices, weights, stakes, constant, tests, scorable = head["scale"]
    tables = PointTables(exploration.expander)
    start_value, start_random, start_worst = head["start"]
    return Solution(
        edition=edition,
        exploration=exploration,
        tables=tables,
        reach=ReachTables(exploration, kept=(reach_of, frozenset(head["leaves"]))),
        charges={node: np.array(charge) for node, charge in enumerate(head["charges"])},
        scale=Scale(tuple(prices), tuple(weights), tuple(stakes), constant, tuple(tests), scorable),
        values=values,
        rubric=rules,
        start_value=np.array(start_value),
        start_random=start_random,
        start_worst=start_worst,
        endings=head["endings"],
        cheap_red_lines=tuple(CheapRedLine(s, c, cost, tuple(path)) for s, c, cost, path in head["red"]),
        states=head["states"],
        transitions=head["transitions"],
        seconds=head["seconds"],
    )
