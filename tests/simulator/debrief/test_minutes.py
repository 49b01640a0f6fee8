"""Minutes: all that was seen and said, nothing that was not, and every text only text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from simulator import i18n
from simulator.debrief.markdown import markdown
from simulator.debrief.minutes import Format, minutes
from simulator.debrief.names import letter, name_of
from simulator.graph.labels import plain
from tests.browser import Visits, browser, in_browser, violations, visits
from tests.simulator.debrief.lead import PLAIN, led

__all__ = ["browser", "visits"]

HOSTILE = (
    "*a* _b_ `c` [d](http://e.example) ![f](g) <script>alert(1)</script> | ~~h~~ # i & &lt; {{ 7*7 }} {% raw %}\n"
    "# one\n- two\n1. three\n> four\n***\n```\nfive\n    six\n<!-- seven --> www.eight.example nine@ten.example [/x]"
)
KNOWN = {"s1": "林晓", "s2": "周平"}
gfm = MarkdownIt("gfm-like")


def inline(tokens: list[Token]) -> list[str]:
    """The kinds of what stands inside the blocks of a Markdown text."""
    return [child.type for token in tokens for child in token.children or ()]


def text_of(html: str) -> str:
    """What a page says, without what its head holds."""
    reader = Reader()
    reader.feed(html)
    return "".join(reader.texts)


class Reader(HTMLParser):
    """Reads a page: which elements it has with which attributes, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Text."""
        self.texts.append(data)


class TestMarkdown:
    """Any text as Markdown that says just that."""

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("先问清，再答 3.5 天", "先问清，再答 3.5 天"),
            ("*重要*", r"\*重要\*"),
            ("1. 一", r"1\. 一"),
            ("12) 二", r"12\) 二"),
            ("- 三\n- 四", r"\- 三 - 四"),
            ("# 五", r"\# 五"),
            ("a | b", r"a \| b"),
            ("<b>", r"\<b\>"),
            ("\u202eabc\x1b[0m", r"abc \[0m"),
            ("", ""),
        ],
    )
    def test_examples(self, text: str, wanted: str) -> None:
        """Only what could mean something is escaped."""
        assert markdown(text) == wanted

    @given(st.text(max_size=60) | st.text("*_`[]()<>|#!~&$@.:/\\-+=1 \nwa", max_size=30))
    @example(HOSTILE)
    @example("http://例子.example/a//b")
    def test_a_text_stays_that_text(self, text: str) -> None:
        """In a list, a table and a heading: no element comes of it, and no letter is lost."""
        wanted = plain(text)
        for source in (
            f"- x {markdown(text)}",
            f"- {markdown(text)} x",
            f"| a |\n| --- |\n| x {markdown(text)} |",
            f"# x {markdown(text)}",
        ):
            tokens = gfm.parse(source)
            assert set(inline(tokens)) <= {"text"}, source
            words = [token.content for token in tokens if token.type == "inline"]
            shown = "".join(child.content for token in tokens for child in token.children or ())
            assert wanted in " ".join(shown.split()), (source, words)

    @given(st.text("-+=:#>*1.) \t~`", max_size=8))
    def test_nothing_begins_at_the_start_of_a_line(self, text: str) -> None:
        """What opens a list, a heading, a quotation, a rule or a block of code does not."""
        kinds = {token.type for token in gfm.parse(markdown(text))}
        assert kinds <= {"paragraph_open", "inline", "paragraph_close"}


class TestBoth:
    """What stands in minutes of both kinds."""

    @pytest.mark.parametrize("form", ["md", "html"])
    def test_everything_is_there(self, form: Format) -> None:
        """Sessions, agenda with what was seen, votes and gain, notes, branches, ratings, commitments."""
        text = minutes(led("写的话"), KNOWN, form)
        for words in (
            "复盘纪要", "已确认", "计划 5 分钟", "记录已删除", "72.4 合格", "越权承诺", "红线", "−28.9", "写的话.",
            "第28条", "选对的占 30 %", "选对的占 90 %", "0.86", "−2", "可以改", "要问的", "做得好",
            "91 分（当时 72.4 分）", "没有走到结局", "情绪管理", "71.5", "n = 1", "各人的打算",
        ):  # fmt: skip
            assert words in text, words

    @pytest.mark.parametrize("form", ["md", "html"])
    def test_english_is_complete(self, form: Format) -> None:
        """With English texts no Chinese is left."""
        i18n.use("en")
        text = minutes(led(), {}, form)
        page = text_of(text.partition("</style>")[2]) if form == "html" else text
        assert not re.findall(r"[\u3000-\u9fff\uff00-\uffef].*", page)
        assert "Vote after the discussion: 10 votes, 90 % right" in page

    @pytest.mark.parametrize("form", ["md", "html"])
    def test_what_was_not_revealed_is_not_told(self, form: Format) -> None:
        """Neither the mark, nor the better option, nor which was right, nor the title that would tell it."""
        text = minutes(led(reveal=False), KNOWN, form)
        for words in ("越权承诺", "红线", "28.9", f"{PLAIN}.", "算对", "选对的"):
            assert words not in text, words
        assert "没有揭晓" in text and "共 10 票" in text

    @pytest.mark.parametrize("form", ["md", "html"])
    def test_a_vote_that_was_not_to_be_shown_is_not(self, form: Format) -> None:
        """Of a first vote without a discussion only the number of votes stands there."""
        text = minutes(led("写的话"), KNOWN, form)
        assert "投了 1 票，没有公布" in text and "100 %" not in text

    @pytest.mark.parametrize("form", ["md", "html"])
    def test_names_are_left_out_unless_chosen(self, form: Format) -> None:
        """One session goes by its letter, the other was chosen to go by name."""
        text = minutes(led(), KNOWN, form)
        assert "林晓" not in text and "周平" in text and "甲" in text
        assert "乙" in minutes(led(), {}, form)

    def test_letters(self) -> None:
        """甲乙丙 and A B C; past them a number."""
        assert [letter(number, "zh") for number in (0, 1, 9, 10)] == ["甲", "乙", "癸", "第 11 位"]
        i18n.use("en")
        assert [letter(number, "en") for number in (0, 25, 26)] == ["A", "Z", "No. 27"]
        assert name_of(led(), "s2", "en", {"s2": ""}) == "B"


class TestHostileText:
    """What people wrote is only text."""

    def test_in_markdown(self) -> None:
        """No element comes of it: the minutes have those of the same minutes with plain words."""
        hostile, tame = (gfm.parse(minutes(led(text), {}, "md")) for text in (HOSTILE, PLAIN))
        assert [token.type for token in hostile] == [token.type for token in tame]
        assert set(inline(hostile)) == {"text"}

    def test_in_html(self) -> None:
        """No element and no attribute comes of it, and the text is there as it was written."""
        pages = [Reader(), Reader()]
        for page, text in zip(pages, (HOSTILE, PLAIN), strict=True):
            page.feed(minutes(led(text), {}, "html"))
        assert pages[0].tags == pages[1].tags
        assert HOSTILE in "".join(pages[0].texts)

    @pytest.mark.parametrize("text", ["\x00\x1b[31m\u202e", "\ud83d", "\u2028"])
    def test_what_garbles_a_page_is_left_out(self, text: str) -> None:
        """Control characters and half characters do not reach the file."""
        for form in ("md", "html"):
            written = minutes(led(f"a{text}b"), {}, form)  # type: ignore[arg-type]
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202e\ud800-\udfff]", written)

    def test_the_page_needs_nothing_else(self) -> None:
        """No script, no link, no picture, no address."""
        page = Reader()
        text = minutes(led(), {}, "html")
        page.feed(text)
        assert not {"script", "link", "img", "iframe", "a", "object"} & {tag for tag, _ in page.tags}
        assert not [name for _, attributes in page.tags for name in attributes if name in ("src", "href")]
        assert "http://" not in text and "https://" not in text and "url(" not in text


@in_browser
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_in_a_real_browser(visits: Visits, language: i18n.Language) -> None:
    """Chromium asks for nothing more, axe-core finds nothing, no phone scrolls sideways, and paper has few pages."""
    i18n.use(language)
    text = minutes(led("写的话 and a-very-long-word-without-any-break" + "x" * 80), KNOWN, "html")
    page = await visits.page(phone=True)
    await page.set_content(text)
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    pdf = await page.pdf(format="A4")
    assert pdf.startswith(b"%PDF-") and 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 4
