"""The product's own tables: YAML to edit, JSON to read.

libyaml takes fifty times as long for a table as `json` does, and every command reads some. So the plain data of a table
are kept as JSON in Python's `__pycache__` beside it, made on first use as Python makes its `.pyc` files, and only where
that folder can be written. They are taken only if they belong to the very bytes of the table as it is now.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

FORMAT = b"1"
"""Part of what a copy is known by: a new form makes all old copies foreign."""


def own_data(file: Path) -> Any:
    """The plain data of one of our own YAML files: no limits, no positions, a traceback for a fault.

    Args:
        file: a table of the package; never a file that an author wrote.

    Raises:
        OSError: there is no such file.
    """
    table = file.read_bytes()
    copy = copy_of(file)
    data = _copied(copy, table)
    if data is None:
        import yaml

        data = yaml.load(table, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        if not sys.dont_write_bytecode:
            _keep(copy, table, data)
    return data


def copy_of(file: Path) -> Path:
    """Where the JSON of a table is kept: with the compiled modules, wherever those are kept."""
    return Path(cache_from_source(str(file))).with_name(f"{file.name}.json")


def _copied(copy: Path, table: bytes) -> Any:
    """The data of a copy that is whole and of this very table, else None."""
    with suppress(OSError, ValueError):
        digest, _, text = copy.read_bytes().partition(b"\n")
        if digest == _digest(table, text):
            return json.loads(text)
    return None


def _keep(copy: Path, table: bytes, data: Any) -> None:
    """Keep a copy, if it says the same; where it cannot be kept, the next process is only slower."""
    import tempfile

    with suppress(OSError, TypeError, ValueError):
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        if json.loads(text) != data:
            return  # keys that are no text
        copy.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=copy.parent, prefix=f".{copy.name}-")
        try:
            with os.fdopen(handle, "wb") as target:
                content = text.encode()
                target.write(_digest(table, content) + b"\n" + content)
            os.replace(name, copy)
        except OSError:
            os.unlink(name)
            raise


def _digest(table: bytes, text: bytes) -> bytes:
    return sha256(b"%b %d %b%b" % (FORMAT, len(table), table, text)).hexdigest().encode()
