"""Where lines end: Chinese between characters, Latin between words, no mark on the wrong side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from simulator.app.text import cut, fitted, joined, paragraphs, spread, words
from simulator.app.wrapping import CLOSING, OPENING, hung, may_break, wrap, wrap_cjk

MIXED = st.text(alphabet="中文信访工资 abcdefgh’-12。，！？、：；“”《》「」（）()—…·", max_size=80)


def lines(text: str, width: int) -> list[str]:
    """The lines of a text."""
    return [text[start:end] for start, end in wrap_cjk(text, width)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("我姓林，您从头说。", 8, ["我姓林，", "您从头", "说。"]),
        ("他说：“不行。”我没动", 13, ["他说：“不", "行。”我没动"]),
        ("照着《信访工作条例》", 7, ["照着", "《信访", "工作条", "例》"]),
        ("八个月了……家里等着", 9, ["八个月", "了……家里", "等着"]),
        ("等一下——我记着呢", 7, ["等一", "下——我", "记着呢"]),
        ("我叫zhangsan，记工本", 11, ["我叫", "zhangsan，", "记工本"]),
        ("Don’t worry, it’s fine.", 12, ["Don’t worry,", "it’s fine."]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("第一段\n第二段", 20, ["第一段", "第二段"]),
        ("", 10, [""]),
    ],
)
def test_where_lines_end(text: str, width: int, expected: list[str]) -> None:
    """Cases one can read: marks, quotation marks, dashes, Latin words, words too long for a line."""
    assert lines(text, width) == expected


@given(MIXED, st.integers(2, 40))
def test_nothing_is_lost_and_nothing_sticks_out(text: str, width: int) -> None:
    """Lines together are the text without the spaces at breaks, and none is wider than it may be."""
    found = lines(text, width)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line.rstrip()) <= width for line in found)


@given(MIXED, st.integers(8, 40))
def test_marks_stand_on_the_right_side(text: str, width: int) -> None:
    """A line begins with a closing mark, or ends with an opening one, only where there was no other place to break."""
    for (_, end), (start, _) in zip(wrap_cjk(text, width), wrap_cjk(text, width)[1:], strict=False):
        if start == end and (text[start] in CLOSING or text[end - 1] in OPENING):
            begin = max(s for s, e in wrap_cjk(text, width) if s < end)
            assert not any(may_break(text[i - 1], text[i]) for i in range(begin + 1, end))


def test_styles_survive() -> None:
    """Styled text keeps its styles over a break; a hanging indent stands on every further line."""
    text = joined(("激动", "bold"), "的时候，先不讲道理，", ("听完", "bold"))
    made = hung(text, 14, words("1  "), words("   "))
    assert [line.plain for line in made] == ["1  激动的时", "   候，先不讲", "   道理，听完"]
    assert any("bold" in str(span.style) for line in made for span in line.spans)
    assert all(isinstance(line, Content) for line in wrap(text, 8))


def test_fitting_into_cells() -> None:
    """Cutting and filling count cells, not characters."""
    assert cut("接待大厅", 5) == "接待…"
    assert cut("接待", 4) == "接待"
    assert cut("接待", 0) == ""
    assert fitted("接待", 6).plain == "接待  "
    assert spread(words("左边"), words("右"), 10).plain == "左边    右"
    assert spread(words("左边很长很长"), words("右"), 10).plain == "左边很… 右"


def test_paragraphs_broken_for_an_editor() -> None:
    """A line that does not end a sentence goes on; one that does ends the paragraph."""
    assert paragraphs("They laid\nbricks.\nThen they waited.\n") == "They laid bricks.\nThen they waited."
    assert paragraphs("您姓林，\n二号窗口。\n来的是他。") == "您姓林，二号窗口。\n来的是他。"
