"""English catalogues of the interface: compile `*.po` to `*.mo`, and say which texts of the code lack a translation.

`make catalogues` runs it; exit code 1 if a text has no English. Texts are first arguments of `_(...)` in simulator/,
in code and in the templates of pages.
"""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
COMPILED = datetime(2026, 1, 1, tzinfo=UTC)
"""The date in every compiled catalogue: without one, each would change with the minute it was compiled in."""
FOLDER = ROOT / "simulator" / "locale" / "en" / "LC_MESSAGES"


def catalogues() -> dict[str, Catalog]:
    """Every catalogue by its name."""
    return {path.stem: read_po(io.BytesIO(path.read_bytes()), locale="en") for path in sorted(FOLDER.glob("*.po"))}


def compiled(catalogue: Catalog) -> bytes:
    """A catalogue as the bytes of its `.mo` file, the same whenever it is compiled."""
    catalogue.creation_date = COMPILED
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def current(path: Path, catalogue: Catalog) -> bool:
    """Whether a `.mo` file says what the catalogue says; its header may name another version of Babel."""

    def messages(one: Catalog) -> dict[object, object]:
        return {message.id: message.string for message in one if message.id and message.string}

    return path.exists() and messages(read_mo(io.BytesIO(path.read_bytes()))) == messages(catalogue)


def texts() -> dict[str, str]:
    """Every text of the interface, with the place it stands first."""
    found: dict[str, str] = {}
    for name, line, text, _comments, _context in extract_from_dir(
        str(ROOT / "simulator"), method_map=[("**.py", "python"), ("**.html", "jinja2")], keywords={"_": None}
    ):
        message = text if isinstance(text, str) else text[0]
        found.setdefault(message, f"simulator/{name}:{line}")
    return found


def missing() -> dict[str, str]:
    """Texts without an English translation, with their places."""
    known = {message.id for catalogue in catalogues().values() for message in catalogue if message.string}
    return {text: place for text, place in texts().items() if text and text not in known}


def main() -> int:
    """Compile, and report."""
    for name, catalogue in catalogues().items():
        if not current(FOLDER / f"{name}.mo", catalogue):
            (FOLDER / f"{name}.mo").write_bytes(compiled(catalogue))
    lacking = missing()
    for text, place in lacking.items():
        print(f"{place}: {text}")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
