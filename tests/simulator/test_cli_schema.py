"""`jiefang schema`: one schema a kind of file, in the language in use."""

from __future__ import annotations

import jsonschema
import pytest

from scenarios.json_schema import KINDS
from tests.simulator.calls import Caller, call

__all__ = ["call"]

ALL = [*KINDS, "rubric"]


@pytest.mark.parametrize("kind", ALL)
def test_each_kind(call: Caller, kind: str) -> None:
    """`--of` takes every kind; what is printed is a schema in itself, its last line ended."""
    shown = call("schema", "--of", kind)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.endswith("}\n")
    jsonschema.Draft202012Validator.check_schema(shown.data)
    assert shown.data["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_scenario_by_default(call: Caller) -> None:
    """It is what is mostly written."""
    assert call("schema").out == call("schema", "--of", "scenario").out


def test_titles_tell_the_kinds_apart(call: Caller) -> None:
    """In both languages; descriptions are in the language asked for, and in both in `markdownDescription`."""
    titles = {
        call("schema", "--of", kind, "--lang", language).data["title"] for kind in ALL for language in ("zh", "en")
    }
    assert len(titles) == 2 * len(ALL)
    for kind in ("scenario", "translation"):
        chinese, english = (
            call("schema", "--of", kind, "--lang", language).data["properties"]["brief"] for language in ("zh", "en")
        )
        assert chinese["description"] == "开始前给学员看的情况"
        assert english["description"] == "what the trainee reads first"
        assert chinese["markdownDescription"] == english["markdownDescription"]


def test_no_such_kind(call: Caller) -> None:
    """A slip is answered with what there is."""
    shown = call("schema", "--of", "scenarios")
    assert shown.code == 2
    assert shown.out == ""
    assert "scenario" in shown.err
    assert "translation" in shown.err
