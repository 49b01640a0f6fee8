"""The file is saved while the preview runs: the visit goes on, the findings follow."""

from __future__ import annotations

import shutil
from typing import Any


async def test_a_save_is_shown_and_the_place_kept(preview: Any) -> None:
    """Another text, another rating: seen at once, in the same moment of the same visit; then solved anew."""
    async with preview(proof=True) as bench:
        await bench.solved()
        await bench.choose("seat")
        bench.edit("之前找过谁、怎么说的？", "先前去过哪里？")
        await bench.until(lambda: "先前去过哪里" in bench.text)
        assert bench.scene == "story" and "您先坐，喝口水" in bench.text and "毫秒读好" in bench.text
        await bench.solved()
        assert "解好了" in bench.text and "还能得" in bench.text


async def test_a_broken_file_keeps_the_visit(preview: Any) -> None:
    """Its finding is there with the line, nothing is solved, and one can go on; mended, all is well again."""
    async with preview((200, 60)) as bench:
        await bench.choose("seat")
        bench.edit("  story:\n", "  story: [\n")
        await bench.until(lambda: bench.screen.faulty)
        assert bench.scene == "story" and "有错误，不求解" in bench.text
        assert "错误 JF" in bench.text and "scenario.yaml:" in bench.text
        await bench.choose("before")
        bench.edit("  story: [\n", "  story:\n")
        await bench.until(lambda: not bench.screen.faulty)
        assert len(bench.screen.bench.inputs) == 2


async def test_a_scene_that_is_gone(preview: Any) -> None:
    """One is where what is left of the visit leads, and never outside of it."""
    async with preview() as bench:
        await bench.choose("seat")
        bench.edit("  story:\n", "  tale:\n")
        bench.edit("    next: story\n", "    next: tale\n")
        await bench.until(lambda: bench.scene == "tale")
        assert "你问吧" in bench.text


async def test_all_files_are_watched(preview: Any) -> None:
    """The English beside it too; a file that is away for long is told, and comes back."""
    async with preview((200, 60)) as bench:
        await bench.press("l")
        bench.edit("Keep it short, please.", "Be quick about it.", "en.yaml")
        await bench.until(lambda: "Be quick about it." in bench.text)
        shutil.move(bench.place / "scenario.yaml", bench.place / "away")
        await bench.until(lambda: bench.screen.faulty)
        assert bench.scene == "arrive"
        shutil.move(bench.place / "away", bench.place / "scenario.yaml")
        await bench.until(lambda: not bench.screen.faulty)


async def test_a_file_that_is_broken_at_first(preview: Any, lamp: Any) -> None:
    """There is no visit yet: the findings are shown, and once it can be read, the visit begins."""
    whole = (lamp / "scenario.yaml").read_text("utf-8")
    (lamp / "scenario.yaml").write_text("id: [\n", "utf-8")
    async with preview() as bench:
        assert "JF" in bench.text and bench.screen.bench.play is None
        await bench.press(
            "u", "r", "v", "j", "m", "s", "f", "w", "plus", "escape", "1", "tab", "question_mark", "escape"
        )
        (lamp / "scenario.yaml").write_text(whole, "utf-8")
        await bench.until(lambda: bench.screen.bench.play is not None)
        await bench.press("escape")
        assert "楼道的灯" in bench.text and "您先坐" in bench.text


async def test_saves_one_after_the_other(preview: Any) -> None:
    """Only what was saved last is proved; what was under way is stopped."""
    async with preview(proof=True) as bench:
        for number in range(4):
            bench.edit("楼道的灯：测试" if number == 0 else f"第{number - 1}次", f"第{number}次")
            await bench.until(lambda: True)
            await bench.pilot.pause(0.3)
        await bench.solved()
        assert bench.screen.trouble == "" and not bench.screen.old
