"""The checks with the solver in a process of their own."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from scenarios.edition import edition
from scenarios.load import load, load_or_raise
from scoring.audit.run import CHECKS, audit
from simulator import paths
from simulator.checking.one import check_one
from simulator.preview.proof import Failed, Found, Progress, Proof, Solved


def test_it_finds_what_check_finds(lamp: Path) -> None:
    """Every finding of `jiefang check`; the wanted variant is solved first, progress only grows, solutions are kept."""
    news = list(Proof(lamp, "hostile").news())
    assert news[-1] == Found(check_one(lamp).shown)
    solved = [each for each in news if isinstance(each, Solved)]
    scenario = load_or_raise(lamp)
    assert [each.variant for each in solved] == ["hostile", "plain"]
    assert [each.hash for each in solved] == [edition(scenario, each.variant).hash for each in solved]
    shares = [each.share for each in news if isinstance(each, Progress)]
    assert shares == sorted(shares) and len(shares) == 2 + len(CHECKS) and shares[-1] == 1
    assert len(list((paths.cache() / "solutions").glob("*.solution"))) == 2


def test_findings_name_the_path_that_was_given(lamp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scenario given by a relative path has each finding once: reading it here and checking it there say the same."""
    (lamp / "en.yaml").unlink()
    monkeypatch.chdir(lamp.parent)
    here = Path("lamp")
    found = list(Proof(here, "plain").news())[-1]
    assert isinstance(found, Found)
    read = load(here).diagnostics
    assert read
    assert all(each in found.findings for each in read)


def test_the_second_time_it_is_known(lamp: Path) -> None:
    """Nothing is worked out again; what each variant is worth can be had all the same."""
    first = list(Proof(lamp, "plain").news())
    for kept in (paths.cache() / "solutions").iterdir():
        kept.unlink()
    again = list(Proof(lamp, "plain").news())
    assert again[-1] == first[-1] and not any(isinstance(each, Progress) for each in again)
    assert {each for each in again if isinstance(each, Solved)} == {each for each in first if isinstance(each, Solved)}
    assert len(list((paths.cache() / "solutions").glob("*.solution"))) == 2


def test_it_can_be_stopped(lamp: Path) -> None:
    """Stopped, it tells nothing more and its process is gone at once; stopping twice does no harm."""
    proof = Proof(lamp, "plain")
    began = time.monotonic()
    proof.stop()
    proof.stop()
    assert not [each for each in proof.news() if isinstance(each, Found | Failed)]
    assert time.monotonic() - began < 5
    with pytest.raises(ProcessLookupError):
        os.kill(proof._process.pid, 0)


def test_one_that_dies_is_said(lamp: Path) -> None:
    """A process that was killed by somebody else is no silence."""
    proof = Proof(lamp, "plain")
    proof._process.kill()
    assert isinstance(list(proof.news())[-1], Failed)


def test_the_order_of_solving_is_not_that_of_findings(lamp: Path) -> None:
    """Whichever variant goes first, the findings are the same, in the same order."""
    file = lamp / "scenario.yaml"
    file.write_text(file.read_text("utf-8").replace("rates: {C3: -2}", "rates: {C3: +2}"), "utf-8")
    scenario = load_or_raise(lamp)
    found = audit(scenario)
    assert found and audit(scenario, first="hostile") == found
