"""The line just played, saved as a test in the scenario's file."""

from __future__ import annotations

import os

from scenarios.diagnostic import Diagnostic
from scenarios.play import Play
from scenarios.search_path import SCENARIO_FILE, library
from scenarios.tests_block import CannotWriteError, WrittenTest, with_test
from simulator.emitting import refusal
from simulator.errors import UserError, harmless
from simulator.i18n import _
from simulator.preview.workbench import Workbench

LONGEST = 60
"""Characters of a name."""


def why_not(bench: Workbench) -> UserError | None:
    """Why the line cannot be saved now; None where it can."""
    play = bench.play
    if play is None:
        return UserError(_("文件还读不出来，没有可存的。"))
    if bench.path.parent == library():
        name = bench.path.name
        return UserError(
            _("「{name}」是自带的剧本，不在原处改。", name=name),
            _("先抄一份再预览：jiefang new 新编号 --from {name}。", name=name),
        )
    if bench.set_up:
        return UserError(_("这条路是从手拨的状态走起的，存不成测试。"), _("按 r 从头走一遍，再存。"))
    if not play.ended:
        return UserError(_("还没有走到结局，存不成测试。"), _("走到底再按 s。"))
    if bench.evaluator is None:
        return UserError(_("还没有求解完，不知道该得多少分。"), _("等状态栏写着「解好了」再按 s；有错误的先改好。"))
    return None


def default_name(play: Play) -> str:
    """What a test is called unless the trainer calls it otherwise."""
    return _("走到 {ending}", ending=play.node.id)


def tidy(name: str) -> str:
    """A name as it can stand in a comment: one line, nothing that cannot be seen."""
    return harmless(" ".join(name.split()))[:LONGEST].strip()


def save(bench: Workbench, name: str) -> str:
    """Write the line into the scenario's file, in the place of a test of that name if there is one.

    Returns:
        The file.

    Raises:
        UserError: it cannot be saved now, the file was changed meanwhile, or is so written that it has no place in it.
        OSError: it cannot be read or written; then it is as it was.
    """
    from simulator.checking.mend import Mended

    refused = why_not(bench)
    if refused is not None:
        raise refused
    file = bench.path / SCENARIO_FILE if os.path.isdir(bench.path) else bench.path
    with file.open(encoding="utf-8", newline="") as source:
        before = source.read()
    try:
        after = with_test(before, _test(bench, tidy(name)))
    except CannotWriteError as error:
        raise refusal(file, error) from error
    none: tuple[Diagnostic, ...] = ()
    if after != before:
        Mended(file, before, after, none).write()
    return str(file)


def _test(bench: Workbench, name: str) -> WrittenTest:
    from scoring.emitted import written
    from scoring.rate import rate

    play, evaluator = bench.play, bench.evaluator
    assert play is not None
    assert evaluator is not None
    result = rate(play, evaluator)
    expect = {"ending": play.node.id}
    if result.scorable:
        expect["score"] = f"{result.score:.0f}"
    return WrittenTest(bench.variant, written(play, evaluator), play.seed, expect, name)
