"""The handbook: complete, and found by word, by article and by topic."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scenarios import handbook
from scenarios import statutes as law
from scenarios.handbook import look_up, place_in, titled, topic_named
from scenarios.handbook_search import has_all, search

ARTICLES = [entry for of in law.statutes() for entry in of.articles.values()]
COVERED = yaml.safe_load((Path(__file__).resolve().parents[1] / "data" / "law_covered.yaml").read_text("utf-8"))
ERRORS = COVERED.pop("errors").split()

# The bodies that the directory must have, by what people call them.
NAMED = {
    "信访局": "petition-bureau", "人社局": "human-resources", "劳动监察": "labour-inspection",
    "仲裁委": "labour-arbitration", "住建": "housing", "自然资源": "natural-resources",
    "生态环境": "ecology-environment", "纪委监委": "discipline-supervision", "法院": "court",
    "检察院": "procuratorate", "公安": "police", "民政": "civil-affairs", "退役军人": "veterans-affairs",
    "教育": "education", "医保": "medical-insurance", "国资委": "state-assets", "街道乡镇": "township",
}  # fmt: skip


class TestComplete:
    """Nothing that was verified is missing."""

    def test_at_least_150_articles(self) -> None:
        """Each with what it says and what it means at the desk, in both languages."""
        whole = [
            entry
            for entry in ARTICLES
            if all(text.get(language) for text in (entry.summary, entry.desk) for language in ("zh", "en"))
        ]
        assert len(whole) == len(ARTICLES) >= 150

    @pytest.mark.parametrize("name", COVERED)
    def test_every_article_that_the_fact_base_covers(self, name: str) -> None:
        """It is there, and no other is: an article that nobody verified has no place."""
        of = law.statute(name)
        assert of is not None
        assert list(of.articles) == str(COVERED[name]).split()

    def test_no_other_statute_has_articles(self) -> None:
        """A statute that the fact base only names has none."""
        assert {of.id for of in law.statutes() if of.articles} == set(COVERED)

    @pytest.mark.parametrize("place", ERRORS)
    def test_the_common_error_stands_beside_the_law(self, place: str) -> None:
        """Where the fact base names one."""
        found = law.article(place)
        assert found is not None and found.error["zh"] and found.error["en"]

    @pytest.mark.parametrize("name", NAMED)
    def test_the_directory_has_the_body(self, name: str) -> None:
        """With level, what it decides, and at least one procedure, of its own or with a part in it, with its limits."""
        body = law.bodies()[NAMED[name]]
        assert body.level and body.decides["zh"] and body.decides["en"]
        own = [one for one in law.procedures().values() if one.body == body.id or one.id in body.see]
        assert own and all(one.limits["zh"] and one.limits["en"] for one in own)
        assert all(one.law or one.practice for one in own) and (body.law or body.practice)


def test_procedures_that_a_body_has_a_part_in() -> None:
    """They exist and stand with another body."""
    for body in law.bodies().values():
        assert all(law.procedures()[name].body != body.id for name in body.see), body.id


class TestLookUp:
    """`look_up`: by word, by article, by topic, by statute."""

    @pytest.mark.parametrize(
        ("words", "place"),
        [
            ("信访工作条例:22", "信访工作条例:22"),
            ("信访工作条例：20.3", "信访工作条例:20.3"),
            ("《信访工作条例》第20条第3款", "信访工作条例:20.3"),
            ("信访工作条例第22条", "信访工作条例:22"),
            ("信访工作条例 22", "信访工作条例:22"),
            ("中华人民共和国行政复议法:20", "行政复议法:20"),
            ("Petition Work Regulations, Art. 20(3)", "信访工作条例:20.3"),
            ("petition work regulations 22", "信访工作条例:22"),
            ("Criminal Law, Art. 276-1", "刑法:276之一"),
            ("《刑法》第276条之一", "刑法:276之一"),
            ("治安管理处罚法(2012):23", "治安管理处罚法(2012):23"),
            ("治安管理处罚法（2012）第23条", "治安管理处罚法(2012):23"),
            ("行政诉讼法解释(2018):1.2.9", "行政诉讼法解释(2018):1.2"),
        ],
    )
    def test_a_place(self, words: str, place: str) -> None:
        """However people write it, in either language."""
        found = place_in(words)
        assert found is not None and str(found).startswith(place)
        assert look_up(words).articles == (law.article(place),)

    @pytest.mark.parametrize("words", ["复查", "20", "第20条", "art. 36", "wages 27", "", " "])
    def test_no_place(self, words: str) -> None:
        """Words without a statute's name are words."""
        assert place_in(words) is None

    def test_every_citation_as_it_is_written_leads_back(self) -> None:
        """What the handbook shows can be typed to see it again, in both languages."""
        for entry in ARTICLES:
            for language in ("zh", "en"):
                assert place_in(law.written(entry.citation, language)) == entry.citation, (entry.citation, language)

    def test_an_article_brings_what_rests_on_it(self) -> None:
        """Article 22 with its row of the deadline card and its procedure; another paragraph's rows stay away."""
        found = look_up("信访工作条例:22")
        assert {(row.card, row.id) for row in found.rows} >= {("deadlines", "routing")}
        assert "petition-routing" in {one.id for one in found.procedures}
        rows = {row.id for row in look_up("信访工作条例:23.2").rows}
        assert "direct-notice" in rows and "objection" not in rows
        assert {row.id for row in look_up("信访工作条例:23").rows} >= {"direct-notice", "objection", "forwarded-notice"}

    def test_an_article_that_there_is_not(self) -> None:
        """Nothing, and not what has the number somewhere."""
        assert not look_up("信访工作条例:99") and not look_up("不存在的法:1")

    def test_a_whole_statute(self) -> None:
        """By its short, full or English name: the statute and its articles in order."""
        for name in ("信访工作条例", "《信访工作条例》", "petition work regulations"):
            found = look_up(name)
            assert found.statute is law.statute("信访工作条例") and not found.rows
            assert [entry.number for entry in found.articles] == str(COVERED["信访工作条例"]).split()
        assert titled("条例") is None and look_up("社会救助暂行办法").statute is not None

    def test_a_topic(self) -> None:
        """By key or name in either language, alone or with words; only articles that carry it."""
        for name in ("deadline", "期限", "time limits", "Deadline"):
            assert topic_named(name) == "deadline"
        assert topic_named("deadlin") == topic_named("") == ""
        alone = look_up("", "deadline")
        assert alone.articles == tuple(entry for entry in ARTICLES if "deadline" in entry.topics)
        both = look_up("复核", "deadline")
        assert 0 < len(both.articles) < len(alone.articles) and not both.rows
        assert [str(entry.citation) for entry in look_up("信访工作条例", "recusal").articles] == ["信访工作条例:28"]

    def test_cards_and_directory_are_searched_too(self) -> None:
        """A word in any field, in either language."""
        assert "12356" in {row.id for row in look_up("心理").rows} & {row.id for row in look_up("distress").rows}
        assert "12315" in {row.id for row in look_up("12315").rows}
        assert "suicide-threat" in {row.id for row in look_up("自杀").rows}
        assert "medical-insurance" in {body.id for body in look_up("医保").bodies}
        assert "legal-aid" in {one.id for one in look_up("legal aid").procedures}

    def test_nothing(self) -> None:
        """Words that are nowhere, signs, and no words."""
        assert not look_up("zzzz") and not look_up("《》") and not has_all("", "x") and not has_all("x", "")

    @given(st.text(max_size=60) | st.from_regex(r"[信访工作条例:第条款之一()0-9. ]{0,24}", fullmatch=True))
    def test_any_words(self, words: str) -> None:
        """Whatever is typed, something or nothing is found, each entry once."""
        found = look_up(words)
        assert len({str(entry.citation) for entry in found.articles}) == len(found.articles)

    def test_cards(self) -> None:
        """Each section of the data is a card, each row has its texts, practice stays practice."""
        assert {row.card for row in handbook.every_row()} == set(handbook.CARDS)
        for card in handbook.CARDS:
            for row, data in zip(handbook.rows(card), law.cards(card), strict=True):
                assert row.practice is data.get("practice", False) and row.texts
                assert handbook.matching(row.id, [row]) == handbook.matching("", [row]) == (row,)


class TestSearch:
    """Finding an article by what one remembers of it."""

    @pytest.mark.parametrize(
        ("query", "first"),
        [
            ("推选代表", "信访工作条例:20"),
            ("representatives", "信访工作条例:20"),
            ("第20条", "信访工作条例:20"),
            ("信访工作条例:20.3", "信访工作条例:20"),
            ("art. 36", "信访工作条例:36"),
            ("不作为 起诉", "行政复议法:23"),
            ("Retaliation", "信访工作条例:18"),
            ("labour arbitration 27", "劳动争议调解仲裁法:27"),
            ("拖欠工资怎么办", "劳动争议调解仲裁法:9"),
            ("protection order", "反家庭暴力法:23"),
        ],
    )
    def test_finds(self, query: str, first: str) -> None:
        """Chinese and English words, numbers, topics and citations; a question in plain Chinese as well."""
        assert str(search(query)[0].citation) == first

    def test_topic_finds_all_of_it(self) -> None:
        """The name of a topic, in either language or as key, finds every article that carries it."""
        for key, names in law.topics().items():
            carried = {str(entry.citation) for entry in ARTICLES if key in entry.topics}
            for query in (key, names["zh"], names["en"]):
                assert carried <= {str(entry.citation) for entry in search(query)}, query

    def test_every_word_counts(self) -> None:
        """More words find fewer articles; nothing finds nothing; every hit comes once."""
        assert len(search("wages deadline")) < len(search("wages"))
        assert search("") == search("  ") == search("zzzz") == search("[/x][@click=app.quit]") == []
        found = [str(entry.citation) for entry in search("期限")]
        assert len(found) == len(set(found)) > 20

    def test_repealed_come_last(self) -> None:
        """With equal worth, what is in force comes before what is not."""
        found = [entry.statute for entry in search("第21条")]
        assert found.index("信访条例") > found.index("行政复议法")
