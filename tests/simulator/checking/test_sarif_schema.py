"""The SARIF log is one by the standard's own schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tests.npm import package
from tests.scoring.mutated import clean_text, small_text
from tests.simulator.calls import Caller, call, library, put, small, solutions

__all__ = ["call", "library", "small", "solutions"]

SCHEMA = "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"


@pytest.mark.install
def test_every_log_is_valid(call: Caller, tmp_path: Path) -> None:
    """Findings with and without a place, of all severities, left on purpose, and none at all."""
    schema = json.loads((package("@microsoft/jest-sarif@1.0.0-beta.0") / SCHEMA).read_text("utf-8"))
    jsonschema.Draft4Validator.check_schema(schema)
    validator = jsonschema.Draft4Validator(schema)
    broken = put(tmp_path / "broken", clean_text().replace("goto: hub}", "goto: hubb}"))
    left = put(tmp_path / "left", clean_text() + "ignore:\n  JF7500: 只在本县用\n")
    naive = put(tmp_path / "naive", small_text())
    for arguments in ([broken], [left, naive], [left, "--ignore", "JF"], [broken, "--lang", "en"]):
        log = call("check", *arguments, "--format", "sarif").data
        assert not list(validator.iter_errors(log)), log
    log["version"] = "2.0"
    assert list(validator.iter_errors(log))
