"""Fuzz what reads a stranger's text, guided by coverage: whatever stands there, no traceback and no more than a second.

    .venv/bin/python -m pip install atheris
    .venv/bin/python -m tools.fuzz load --seconds 600      a target: source load expression translation translate
                                                               twee ink pack

It begins with the shipped files and keeps what it finds in ~/.cache/jiefang-fuzz/TARGET. An input that fails is written
there as crash-… or timeout-…; `python -m tools.fuzz load FILE` runs it alone. The tests of the suite do the same with
hypothesis in seconds; this looks longer. Atheris is no part of what `make` installs: it is large and has no wheel for
every Python.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 1.0
"""Seconds of processor time for one input of up to 1 MB."""
DAY = "2026-09-15"

Target = Callable[[str], object] | Callable[[bytes], object]


class TooSlowError(Exception):
    """An input took longer than it may."""


def source(text: str) -> object:
    """YAML text to a tree."""
    from scenarios.source import parse

    return parse(text)


def load(text: str) -> object:
    """A scenario, with its findings in words, so that the catalogues are filled in too."""
    from scenarios.diagnostic import render
    from scenarios.load import load_text

    return [render(found, language) for found in load_text(text).diagnostics for language in ("zh", "en")]


def translation(text: str) -> object:
    """The English side of a sound scenario."""
    from scenarios.load import load_text

    return load_text(_library("unpaid-wages/scenario.yaml"), english=text).diagnostics


def translate(text: str) -> object:
    """An English file brought up to date, and again: the second time changes nothing."""
    from scenarios.diagnostic import Severity, severity_of
    from scenarios.findings import Findings
    from scenarios.schema import SCENARIO
    from scenarios.source import Mapping, parse
    from scenarios.translating.update import update
    from scenarios.walk import walk

    chinese = parse(_library("unpaid-wages/scenario.yaml")).root
    assert isinstance(chinese, Mapping)
    walk(SCENARIO, chinese, Findings("fuzz"), "fuzz")
    read = parse(text)
    if not isinstance(read.root, Mapping) or any(severity_of(d) is Severity.ERROR for d in read.diagnostics):
        return None
    found = update(SCENARIO, chinese, read.text)
    assert update(SCENARIO, chinese, found.text).text == found.text, text
    return found


def expression(text: str) -> object:
    """A condition, read and printed and read again."""
    from scenarios.diagnostic import Mark
    from scenarios.expression import parse, unparse
    from scenarios.expression_parse import LENGTH_LIMIT

    found, _ = parse(text, Mark("fuzz"))
    # What is written in short, `hub.ask` for `chosen(hub.ask)`, may be too long when it is written out.
    if found is not None and len(written := unparse(found)) <= LENGTH_LIMIT:
        again, _ = parse(written, Mark("fuzz"))
        assert again == found, text
    return found


def twee(text: str) -> object:
    """A story of Twine."""
    from scenarios.convert.reading import converted

    return converted(text, "story.twee", "story", DAY)


def ink(text: str) -> object:
    """A compiled story of ink."""
    from scenarios.convert.reading import converted

    return converted(text, "story.json", "story", DAY)


def pack(data: bytes) -> object:
    """A zip that may be a pack."""
    from scenarios.pack_zip import content

    found = content(data, "it.zip")
    assert bool(found.files) != bool(found.diagnostics)
    return found


TARGETS: dict[str, Target] = {
    "source": source,
    "load": load,
    "translation": translation,
    "translate": translate,
    "expression": expression,
    "twee": twee,
    "ink": ink,
    "pack": pack,
}
OF_BYTES = {"pack"}
"""Targets that take bytes; the others take text."""
SEEDS = {
    "source": "scenarios/library/*/*.yaml",
    "load": "scenarios/library/*/scenario.yaml",
    "translation": "scenarios/library/*/en.yaml",
    "translate": "scenarios/library/*/en.yaml",
    "expression": "",
    "twee": "tests/**/*.twee",
    "ink": "tests/**/*.json",
}


def _library(name: str) -> str:
    return (ROOT / "scenarios" / "library" / name).read_text("utf-8")


def seeds(target: str) -> list[bytes]:
    """What to begin with."""
    if target == "pack":
        from scenarios.pack_zip import packed

        small = {"pack.yaml": b"id: it\n", "scenarios/small/scenario.yaml": b"id: small\n", "LICENSE": b"MIT\n"}
        return [packed(small)]
    if target == "expression":
        return [
            b"trust >= 5 and not known(owed)",
            b'variant in ["a", "b"] or visited(hall)',
            b"(agitation < 3) == true",
        ]
    return [path.read_bytes() for path in sorted(ROOT.glob(SEEDS[target]))[:20]]


def watched(name: str) -> Callable[[bytes], None]:
    """A target on bytes, with its time."""
    target: Callable[[Any], object] = TARGETS[name]

    def run(data: bytes) -> None:
        given = data if name in OF_BYTES else data.decode("utf-8", errors="replace")
        before = time.process_time()
        target(given)
        taken = time.process_time() - before
        if taken > LIMIT:
            raise TooSlowError(f"{taken:.2f} s for {len(data)} bytes")

    return run


def main() -> None:
    """Fuzz one target, or run files through it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("files", nargs="*", type=Path, help="run these and stop")
    parser.add_argument("--seconds", type=int, default=600)
    given = parser.parse_args()
    run = watched(given.target)
    if given.files:
        for file in given.files:
            run(file.read_bytes())
        return
    try:
        import atheris
    except ImportError:
        sys.exit("This needs atheris: .venv/bin/python -m pip install atheris")
    with atheris.instrument_imports(include=["scenarios"]):
        run(b"")  # imports what the target imports
    kept = Path("~/.cache/jiefang-fuzz").expanduser() / given.target
    kept.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(given.target)):
        (kept / f"seed-{number}").write_bytes(seed)
    options = [f"-max_total_time={given.seconds}", "-max_len=100000", "-timeout=5", f"-artifact_prefix={kept}/"]
    atheris.Setup([sys.argv[0], *options, str(kept)], run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
