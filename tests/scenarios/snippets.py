"""Small scenarios for tests: a snippet of YAML laid over a minimal valid scenario.

Mappings are merged key by key, everything else replaces what was there, and `null` takes a key away that the minimal
scenario has. Keys that no scenario has say what stands beside it: `en` is `en.yaml`, `noted` has digests
of the Chinese that it was made from by path, `fragments` maps full names to fragment files.
"""

from __future__ import annotations

from typing import Any

import yaml

from scenarios import source
from scenarios.load import Loaded, load_text
from scenarios.translation_notes import with_notes

MINIMAL = """
id: example
title: 例子
date: 2026-09-15
level: 1
audience: [petition-office]
brief: 一个例子。
petitioner: {name: 周大河, age: 46, style: reactive, agitation: 3, trust: 3, distress: 3}
params: {party: 3}
facts: {owed: 拖欠八个月工资}
start: arrive
scenes:
  arrive:
    say: 同志，我想反映个事。
    next: done
    choices:
      seat: {text: 您坐，慢慢说。, moves: [hear_out], reveals: [owed]}
      rush: {text: 简单点说。}
endings:
  done: {outcome: good, text: 走了。}
"""


def plain(text: str) -> Any:
    """A snippet as data, by the language's own rules for plain words."""
    read = source.parse(text, root="any")
    assert read.root is not None, read.diagnostics
    assert not read.diagnostics, read.diagnostics
    return source.plain(read.root)


def merged(base: Any, over: Any) -> Any:
    """`over` laid over `base`."""
    if not isinstance(base, dict) or not isinstance(over, dict):
        return over
    kept = {key: value for key, value in base.items() if not (key in over and over[key] is None)}
    return kept | {
        key: merged(base.get(key), value) for key, value in over.items() if value is not None or key not in base
    }


def dumped(data: Any) -> str:
    """Data as YAML."""
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)


def snippet(text: str = "{}", base: str = MINIMAL) -> Loaded:
    """Load a snippet laid over the minimal scenario."""
    data = merged(plain(base), plain(text))
    english, noted = data.pop("en", None), data.pop("noted", {})
    fragments = data.pop("fragments", {})
    return load_text(
        dumped(data),
        english="" if english is None else with_notes(dumped(english), noted),
        fragments={name: dumped(fragment) for name, fragment in fragments.items()},
    )


def codes(loaded: Loaded) -> list[str]:
    """The codes found, a missing English file apart."""
    return [found.code for found in loaded.diagnostics if found.code != "JF7500"]
