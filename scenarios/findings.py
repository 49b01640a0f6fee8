"""What is wrong with a scenario, collected over all its files: every finding once, in order, not too many."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from scenarios.diagnostic import Diagnostic, Mark, Severity, severity_of
from scenarios.source import Entry, Node
from scenarios.source_findings import QUOTED_LENGTH, TOO_MANY_FINDINGS, shorten

MAX_ERRORS, MAX_OTHERS = 200, 1_000
"""More help nobody, and a hostile file could fill memory with them. Warnings are counted apart: a scenario without a
line of English is in order, however many texts it has."""


_LENGTHS = dict.fromkeys(("valid", "reserved", "chain", "cycle", "there", "path"), 400)


class Findings:
    """Collects diagnostics. Several files share one list: :meth:`of` gives the same collection for another file.

    Attributes:
        file: the name that marks get.
        damaged: `id` of mappings and lists from which something unusable was taken out, so that nobody reports as
            missing what was reported as wrong.
    """

    __slots__ = ("_store", "damaged", "file")

    def __init__(self, file: str) -> None:
        self.file = file
        self.damaged: set[int] = set()
        self._store = _Store()

    def of(self, file: str) -> Findings:
        """The same collection, for marks in another file."""
        other = Findings(file)
        other._store, other.damaged = self._store, self.damaged
        return other

    def is_damaged(self, node: Node | None) -> bool:
        """Whether something was taken out of a mapping or list."""
        return id(node) in self.damaged

    def mark(self, node: Node | Entry | None) -> Mark:
        """Where a value or key of this file stands; the beginning of the file for None."""
        return Mark(self.file) if node is None else Mark(self.file, node.line, node.column)

    def add(
        self, code: str, at: Node | Entry | Mark | None, known: Collection[str] | None = None, **arguments: Any
    ) -> None:
        """Note a finding.

        Args:
            code: catalogue code.
            at: where it is.
            known: valid names; the one nearest to the argument `name` is pointed out.
            **arguments: values for the `{names}` of the message; texts are cut to a readable length.
        """
        name = arguments.get("name")
        wanted = known is not None and isinstance(name, str) and not self._store.dropped
        near = nearest(name, known) if wanted and name is not None and known is not None else ""
        shown = {
            key: shorten(value, _LENGTHS.get(key, QUOTED_LENGTH)) if isinstance(value, str) else value
            for key, value in arguments.items()
        }
        self.take(Diagnostic(code, at if isinstance(at, Mark) else self.mark(at), shown, near))

    def take(self, diagnostic: Diagnostic) -> None:
        """Note a finding that was made elsewhere. The same finding twice (two calls of a fragment) counts once."""
        self._store.take(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Note several."""
        for diagnostic in diagnostics:
            self.take(diagnostic)

    def has_errors(self, *codes: str) -> bool:
        """Whether there is an error with a code that begins so."""
        kept = self._store.kept.values()
        return any(each.code.startswith(codes) and _is_error(each) for each in kept)

    def drop(self, *codes: str) -> None:
        """Take back what was noted under these codes."""
        self._store.drop(codes)

    def all(self) -> tuple[Diagnostic, ...]:
        """Everything, file by file and in order of place; the last one says if errors were left out."""
        unreadable = {d.mark for d in self._store.kept.values() if d.code.startswith("JF00") and d.mark is not None}
        # What is wrong with how a value is written explains why it is none of what may stand there.
        kept = [d for d in self._store.kept.values() if d.mark not in unreadable or not d.code.startswith("JF10")]
        files: dict[str, None] = {finding.mark.file: None for finding in kept if finding.mark}
        rank = {file: number for number, file in enumerate(files)}
        start = Mark("")
        found = sorted(
            kept,
            key=lambda f: (rank.get((f.mark or start).file, -1), (f.mark or start).line, (f.mark or start).column),
        )
        if self._store.dropped:
            arguments = {"shown": len(found), "dropped": self._store.dropped}
            found.append(Diagnostic(TOO_MANY_FINDINGS, found[-1].mark, arguments))
        return tuple(found)


class _Store:
    """What several :class:`Findings` share. `dropped` counts the errors that were too many."""

    __slots__ = ("_counts", "dropped", "kept")

    def __init__(self) -> None:
        self.kept: dict[object, Diagnostic] = {}
        self.dropped = 0
        self._counts: dict[bool, int] | None = None
        """Errors and others; not counted, and the catalogue not read for it, while there are too few for a limit."""

    def take(self, diagnostic: Diagnostic) -> None:
        """Keep it, unless it is there already or there are too many of its weight."""
        key = (diagnostic.code, diagnostic.mark, tuple((name, str(v)) for name, v in diagnostic.arguments.items()))
        if key in self.kept:
            return
        if len(self.kept) < MAX_ERRORS:
            self.kept[key] = diagnostic
            return
        if self._counts is None:
            errors = sum(map(_is_error, self.kept.values()))
            self._counts = {True: errors, False: len(self.kept) - errors}
        error = _is_error(diagnostic)
        if self._counts[error] < (MAX_ERRORS if error else MAX_OTHERS):
            self._counts[error] += 1
            self.kept[key] = diagnostic
        elif error:
            self.dropped += 1

    def drop(self, codes: Collection[str]) -> None:
        """Take back what has one of these codes."""
        for key, diagnostic in list(self.kept.items()):
            if diagnostic.code in codes:
                del self.kept[key]
        self._counts = None


def _is_error(diagnostic: Diagnostic) -> bool:
    return severity_of(diagnostic) is Severity.ERROR


def nearest(name: str, known: Collection[str]) -> str:
    """The valid name that was probably meant, or nothing. Case, `-` and `_` count least."""
    if len(name) > 60 or not known:
        return ""
    from difflib import get_close_matches  # most files have no finding

    plain = {_plain(each): each for each in sorted(known)}
    found = get_close_matches(_plain(name), plain, 1)
    return plain[found[0]] if found else ""


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")
