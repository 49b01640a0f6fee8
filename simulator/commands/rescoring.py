"""`jiefang sessions rescore`: the rubric that is asked for, how far it is, and what came of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.errors import UserError
from simulator.figures import number
from simulator.i18n import _

if TYPE_CHECKING:
    from scenarios.source import Source
    from scoring.rubric import Rubric
    from simulator.record.rescoring import Rescoring
    from simulator.record.store import Store

EVERY = 0.2
"""Seconds between two looks at the progress."""


def rubric_from(given: str) -> Rubric:
    """The rubric of a file, or of a pack: a folder, a zip, or the id of an installed one.

    Raises:
        UserError: there is none.
        ScenarioError: it cannot be used; says where and why.
    """
    from scenarios.diagnostic import ScenarioError
    from scoring.own_rubric import read

    found, diagnostics = read(_source(given))
    if found is None:
        raise ScenarioError(diagnostics)
    return found


def _source(given: str) -> Source:
    from scenarios import source
    from scenarios.diagnostic import ScenarioError
    from scenarios.pack import read_pack
    from scenarios.search_path import installed, opened

    path = Path(given).expanduser()
    if path.suffix in (".yaml", ".yml"):
        return source.read(path)
    known = {folder.name: folder for folder in installed()}
    if not path.exists() and given not in known:
        raise UserError(
            _("没有这份评分标准，也没有这个剧本包：{name}", name=given),
            _("写一个 rubric.yaml 的路径，或者剧本包的路径或编号。jiefang pack --list 看装了哪些。"),
        )
    pack = read_pack(known[given] if given in known and not path.exists() else opened(str(path)))
    if pack.diagnostics:
        raise ScenarioError(pack.diagnostics)
    if pack.rubric is None:
        raise UserError(_("剧本包「{pack}」没有自己的评分标准。", pack=pack.id), _("写一个 rubric.yaml 的路径。"))
    return pack.rubric


def rescore_named(store: Store, names: Sequence[str], rubric: Rubric | None) -> bool:
    """Score some sessions and say what each came to; whether all could be."""
    from simulator.record import words

    sound = True
    for session in [store.session(name) for name in names]:
        found = store.rescore(session.id, rubric)
        sound = sound and found.result is not None
        click.echo(f"{session.id}  {found.trouble or words.grade(found.session)}")
    return sound


def show_rescoring(store: Store, rubric: Rubric | None, again: bool) -> bool:
    """Score all sessions that have no such score yet; whether all could be."""
    from simulator.record.rescoring import Rescoring

    outcome = Rescoring()
    line = _Line()
    start = time.monotonic()
    try:
        store.rescore_all(rubric=rubric, again=again, progress=line.show, outcome=outcome)
    except KeyboardInterrupt:
        line.clear()
        click.echo(_("写好了 {n} 次；再来一次，从停下的地方接着算。", n=f"{outcome.scored:,}"), err=True)
        raise
    line.clear()
    for session_id, trouble in outcome.troubles:
        click.echo(f"{session_id}  {trouble}")
    for told in _summary(outcome, time.monotonic() - start):
        click.echo(told)
    return not outcome.troubles


def _summary(outcome: Rescoring, seconds: float) -> list[str]:
    if not outcome.wanted:
        return [_("没有已经结束的接访。")]
    told = []
    if outcome.scored:
        rate = outcome.scored / max(seconds, 1e-3)
        told.append(
            _("重新计分 {n} 次，用了 {seconds} 秒，每秒 {rate} 次，{workers} 个进程", n=f"{outcome.scored:,}",
              seconds=number(seconds), rate=f"{rate:,.0f}", workers=outcome.workers)
        )  # fmt: skip
    if outcome.both:
        before, after = outcome.before / outcome.both, outcome.after / outcome.both
        told.append(
            _("平均 {before} → {after} 分，等次变了 {n} 次", before=number(before), after=number(after),
              n=f"{outcome.other_band:,}")
        )  # fmt: skip
    if outcome.same:
        told.append(_("{n} 次已经按这份标准计过，没有再算（--again 重算）", n=f"{outcome.same:,}"))
    if outcome.troubles:
        told.append(_("{n} 次没有办法计分，原因见上", n=f"{len(outcome.troubles):,}"))
    return told


class _Line:
    """How far it is, on one line of the terminal; nothing where the error stream is none."""

    def __init__(self) -> None:
        self._wanted = sys.stderr.isatty()
        self._start = time.monotonic()
        self._next = 0.0
        self._phase = ""

    def show(self, phase: str, done: int, total: int) -> None:
        """Say it, a few times a second."""
        now = time.monotonic()
        if phase != self._phase:
            self._phase, self._start, self._next = phase, now, 0.0
        if not self._wanted or (now < self._next and done < total):
            return
        self._next = now + EVERY
        self._write(self._words(phase, done, total, now - self._start))

    def clear(self) -> None:
        """Take it away."""
        if self._wanted:
            self._write("")

    def _words(self, phase: str, done: int, total: int, seconds: float) -> str:
        if phase == "solve":
            return _("求解剧本 {done}/{total}", done=done, total=total)
        rate = done / seconds if seconds > 1 else 0.0
        left = _("，还要 {seconds} 秒", seconds=f"{(total - done) / rate:,.0f}") if rate else ""
        speed = _("，每秒 {rate} 次", rate=f"{rate:,.0f}") if rate else ""
        return _("计分 {done}/{total}", done=f"{done:,}", total=f"{total:,}") + speed + left

    @staticmethod
    def _write(text: str) -> None:
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()
