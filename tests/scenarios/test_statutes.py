"""The law data is whole, speaks both languages, and its checks name the way out."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from scenarios import statutes as law
from scenarios.diagnostic import Mark, catalogue, render

FOLDER = Path(law.__file__).with_name("law")
STATUTES = sorted((FOLDER / "statutes").glob("*.yaml"))
FILES = sorted([*FOLDER.glob("*.yaml"), *STATUTES], key=lambda entry: entry.name)
ARTICLES = [entry for of in law.statutes() for entry in of.articles.values()]
VISIT = date(2026, 9, 15)
HAN = re.compile(r"[\u3400-\u9fff]")

# The dates that reference/law.md verifies; every other statute has none.
IN_FORCE = {
    "信访工作条例": "2022-05-01",
    "行政复议法": "2024-01-01",
    "生态环境法典": "2026-08-15",
    "劳动争议解释(二)": "2025-09-01",
    "仲裁法": "2026-03-01",
    "医疗纠纷预防和处理条例": "2018-10-01",
    "市场监督管理投诉举报处理办法": "2026-04-15",
    "退役军人安置条例": "2024-09-01",
    "社会救助法": "2026-07-01",
    "无障碍环境建设法": "2023-09-01",
    "国家通用语言文字法": "2026-01-01",
    "民族团结进步促进法": "2026-07-01",
    "公共安全视频图像信息系统管理条例": "2025-04-01",
    "治安管理处罚法": "2026-01-01",
    "城市居民委员会组织法": "2026-01-01",
}
SUCCESSORS = {
    "信访条例": "信访工作条例",
    "治安管理处罚法(2012)": "治安管理处罚法",
    "土地管理法实施条例(2014)": "土地管理法实施条例",
    "噪声污染防治法": "生态环境法典",
    "环境保护法": "生态环境法典",
    "市场监督管理投诉举报处理暂行办法": "市场监督管理投诉举报处理办法",
    "退役士兵安置条例": "退役军人安置条例",
    "社会救助暂行办法": "社会救助法",
}

# What reference/law.md marks M (from memory). None of it may stand as law.
UNVERIFIED = (
    "752号",
    "中政委",
    "36个月",
    "法释〔2023〕1号",
    "断供",
    "就近不等于最近",
    "厂务公开",
    "首接",
    "首问",
    "最多访一次",
    "群众满意",
    "社会工作部",
    "12345",
    "12348",
    "12333",
    "简易办理",
    "五个法治化",
)


def parsed(entry: Any) -> Any:
    """The plain data of one file."""
    return yaml.load(entry.read_text("utf-8"), Loader=yaml.SafeLoader)


def walk(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value in plain data with its path."""
    yield path, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from walk(value, f"{path}/{key}")
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from walk(value, f"{path}[{number}]")


def rows_of_practice() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """All entries of directory and cards, with the file and section they stand in."""
    for name, section in (("bodies", "bodies"), ("bodies", "procedures")):
        yield from ((section, row) for row in parsed(FOLDER / f"{name}.yaml")[section].values())
    for section, rows in parsed(FOLDER / "cards.yaml").items():
        yield from ((section, row) for row in rows)


class TestData:
    """The files themselves."""

    def test_there_are_enough_articles(self) -> None:
        """73 statutes with 419 articles: a number that changes on purpose only."""
        assert (len(law.statutes()), len(ARTICLES)) == (73, 419)

    @pytest.mark.parametrize("entry", FILES, ids=lambda entry: entry.name)
    def test_both_languages_everywhere(self, entry: Any) -> None:
        """Whatever has Chinese has English: text beside text, list beside list of the same length."""
        count = 0
        for path, value in walk(parsed(entry)):
            if isinstance(value, dict) and {"zh", "en"} & set(value):
                assert set(value) == {"zh", "en"} or path.endswith("/short"), path
                if "zh" not in value:
                    continue
                count += 1
                assert type(value["zh"]) is type(value["en"]), path
                if isinstance(value["zh"], list):
                    assert len(value["zh"]) == len(value["en"]) > 0, path
                    pairs = list(zip(value["zh"], value["en"], strict=True))
                else:
                    pairs = [(value["zh"], value["en"])]
                for zh, en in pairs:
                    assert HAN.search(zh), (path, zh)
                    assert not re.search(r"[\u3000-\u9fff\uff00-\uffef“”]", en), (path, en)
                    assert (zh, en) == (zh.strip(), en.strip()), path
        assert count > 0

    def test_no_chinese_stands_alone(self) -> None:
        """Chinese outside `zh:` is an id, a citation or nothing else."""
        loose = re.compile(r"/(zh|law|instead|replaced_by)(\[|$)|/successor$")
        for entry in FILES:
            for path, value in walk(parsed(entry)):
                if isinstance(value, str) and HAN.search(value):
                    assert loose.search(path), (entry.name, path, value)

    def test_sentences_end(self) -> None:
        """Summaries, desk notes and errors are whole sentences in both languages."""
        for entry in ARTICLES:
            for text in (entry.summary, entry.desk, *([entry.error] if entry.error else [])):
                assert text["zh"].endswith(("。", "。”", "？")), (entry.citation, text)
                assert text["en"].endswith((".", '."', "?")), (entry.citation, text)
                assert text["en"][0].isupper() or text["en"][0] in '"0123456789', (entry.citation, text)

    def test_no_entry_twice(self) -> None:
        """A key that stands twice would silently lose the first; ids are unique over all files."""
        for entry in FILES:
            tree = yaml.compose(entry.read_text("utf-8"), Loader=yaml.SafeLoader)
            stack = [tree]
            while stack:
                node = stack.pop()
                if isinstance(node, yaml.MappingNode):
                    keys = Counter(key.value for key, _ in node.value)
                    assert max(keys.values(), default=1) == 1, (entry.name, keys.most_common(1))
                    stack += [value for _, value in node.value]
                elif isinstance(node, yaml.SequenceNode):
                    stack += node.value
        names = [name for entry in STATUTES for name in parsed(entry)]
        assert len(names) == len(set(names)) == len(law.statutes())

    def test_known_fields_only(self) -> None:
        """A misspelt field would be dropped without a word."""
        of_statute = {"name", "short", "version", "status", "in_force", "repealed", "successor", "instead", "note"}
        of_article = {"topics", "summary", "desk", "error", "paragraphs", "replaced_by", "repealed"}
        for entry in STATUTES:
            for name, data in parsed(entry).items():
                assert set(data) <= of_statute | {"checked", "articles"}, name
                for number, article in data["articles"].items():
                    assert isinstance(number, str) and set(article) <= of_article | {"repealed_paragraphs"}, name

    def test_topics(self) -> None:
        """Every article has topics that exist, and every topic has articles."""
        used = {topic for entry in ARTICLES for topic in entry.topics}
        assert all(entry.topics for entry in ARTICLES)
        assert used == set(law.topics())

    def test_citations_resolve(self) -> None:
        """Every citation in the data is sound on the day after the last change that was verified."""
        cited = [
            (f"{entry.name}{path}", text)
            for entry in FILES
            for path, value in walk(parsed(entry))
            if path.endswith(("/law", "/instead", "/replaced_by"))
            for text in value
        ]
        assert len(cited) > 200
        for path, text in cited:
            if path.startswith("cards.yaml/absent"):
                assert law.article(text), (path, text)  # the old Regulations are named as what is gone
            else:
                assert law.check_citation(text, VISIT) == (), (path, text)

    def test_cited_paragraphs_exist(self) -> None:
        """Where an article lists all its paragraphs, the data cites only those."""
        for entry in FILES:
            for path, value in walk(parsed(entry)):
                for text in value if path.endswith("/law") else ():
                    cited = law.parse_citation(text)
                    found = law.article(text)
                    assert cited and found
                    if cited.paragraph and found.paragraphs:
                        assert cited.paragraph in found.paragraphs, (path, text)

    def test_directory_holds_together(self) -> None:
        """Procedures and router rows name bodies that exist, levels are known, each kind rests on an article."""
        assert len(law.bodies()) >= 26
        for procedure in law.procedures().values():
            assert procedure.body in law.bodies(), procedure.id
        for row in law.cards("router"):
            assert set(row["bodies"]) <= set(law.bodies()), row["id"]
        for body in law.bodies().values():
            assert body.level and set(body.level) <= {"township", "county", "city", "province"}, body.id
        assert set(law.kinds()) == {"suggestion", "report", "appeal", "litigation"}
        assert all(kind.law for kind in law.kinds().values())
        for name in [*law.bodies(), *law.procedures()]:
            assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)

    def test_card_rows_have_ids(self) -> None:
        """Rows can be pointed at: an id of their own in every section (hotlines: the number)."""
        for section in parsed(FOLDER / "cards.yaml"):
            ids = [row.get("id") or row["number"] for row in law.cards(section)]
            assert len(ids) == len(set(ids)) and ids, section


class TestVerified:
    """Nothing is claimed beyond what was verified."""

    def test_dates(self) -> None:
        """In-force dates are the ones that the fact base gives, no more and no fewer."""
        assert {of.id: of.in_force.isoformat() for of in law.statutes() if of.in_force} == IN_FORCE

    def test_repealed_statutes_name_successors(self) -> None:
        """Who cites what is gone can be told what took its place."""
        assert {of.id: of.successor for of in law.statutes() if of.successor} == SUCCESSORS
        for of in law.statutes():
            assert (of.status is law.Status.REPEALED) <= (law.successor(of) is not None), of.id
            assert (of.status is law.Status.CURRENT) <= (of.repealed is None and not of.successor), of.id
            assert (of.status is law.Status.DOUBTFUL) <= bool(of.note), of.id

    def test_practice_is_never_law(self) -> None:
        """What is only from memory stands in no statute, and elsewhere only in rows that say so."""
        for entry in STATUTES:
            for name, data in parsed(entry).items():
                text = str(data)
                for marker in UNVERIFIED:
                    if marker in text:
                        assert data["status"] == "doubtful", (name, marker)
        seen = set()
        for section, row in rows_of_practice():
            for marker in UNVERIFIED:
                if marker in str(row) and section != "absent":
                    seen.add(marker)
                    assert row.get("practice") is True, (section, row)
        assert {"首接", "最多访一次", "12345", "简易办理"} <= seen

    def test_rows_without_law_say_practice(self) -> None:
        """A row that rests on no article is practice, unless it is a number to ring or says that no law exists."""
        for section, row in rows_of_practice():
            if section not in {"hotlines", "absent"} and not row.get("law"):
                assert row.get("practice") is True, (section, row)
            assert row.get("practice", True) is True, "practice: false is said by leaving it out"

    def test_deadlines_marked_practice_cite_nothing(self) -> None:
        """A time limit is either law with its article or practice without one."""
        for section in ("deadlines", "concepts", "phrases"):
            for row in law.cards(section):
                assert bool(row.get("law")) != bool(row.get("practice")), row

    @pytest.mark.parametrize(
        ("citation", "facts"),
        [
            ("信访工作条例:20", ["5人"]),
            ("信访工作条例:22", ["15日"]),
            ("信访工作条例:23", ["15日", "5个工作日"]),
            ("信访工作条例:34", ["60日", "30日", "受理"]),
            ("信访工作条例:35", ["30日"]),
            ("信访工作条例:36", ["30日", "同一事实和理由"]),
            ("行政复议法:20", ["60日", "1年"]),
            ("行政诉讼法:46", ["6个月", "20年", "5年"]),
            ("民事诉讼法:216", ["6个月"]),
            ("劳动争议调解仲裁法:27", ["1年"]),
            ("劳动争议调解仲裁法:43", ["45日", "15日"]),
            ("劳动保障监察条例:17", ["60个工作日", "30个工作日"]),
            ("保障农民工工资支付条例:30", ["总承包"]),
            ("检举控告工作规则:26", ["15个工作日"]),
            ("检举控告工作规则:27", ["15个工作日"]),
            ("医疗纠纷预防和处理条例:26", ["48小时", "7日"]),
            ("医疗纠纷预防和处理条例:30", ["5人"]),
            ("市场监督管理投诉举报处理办法:12", ["2名"]),
            ("市场监督管理投诉举报处理办法:23", ["60日", "7个工作日"]),
            ("反家庭暴力法:28", ["72小时", "24小时"]),
            ("法律援助法:43", ["7日", "3日"]),
            ("人民调解法:33", ["30日"]),
            ("治安管理处罚法:26", ["500元", "10日", "15日"]),
        ],
    )
    def test_figures(self, citation: str, facts: list[str]) -> None:
        """The figures that the desk quotes most are the verified ones."""
        found = law.article(citation)
        assert found
        assert all(fact in found.summary["zh"] for fact in facts)


class TestCitations:
    """Reading and checking citations."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("信访工作条例:20", ("信访工作条例", "20", "")),
            ("信访工作条例：20.3", ("信访工作条例", "20", "3")),
            ("《信访工作条例》:20", ("信访工作条例", "20", "")),
            ("行政诉讼法解释（2018）:1.2.9", ("行政诉讼法解释(2018)", "1", "2.9")),
            (" 刑法:276之一 ", ("刑法", "276之一", "")),
        ],
    )
    def test_reads(self, text: str, expected: tuple[str, str, str]) -> None:
        """Half-width or full-width, with a paragraph or without."""
        assert law.parse_citation(text) == law.Citation(*expected)

    @pytest.mark.parametrize(
        "text", ["", "信访工作条例", "信访工作条例:", ":20", "信访工作条例:0", "信访工作条例:20.", "a:b"]
    )
    def test_does_not_read(self, text: str) -> None:
        """Anything else is not a citation; it is reported, never guessed at."""
        assert law.parse_citation(text) is None
        assert [found.code for found in law.check_citation(text, VISIT)] == ["JF7000"]

    def test_paragraph_belongs_to_its_article(self) -> None:
        """A citation of paragraph 3 finds Article 20."""
        assert law.article("信访工作条例:20.3") is law.article(law.Citation("信访工作条例", "20"))
        assert law.article("信访工作条例:99") is law.article("不存在:1") is law.article("?") is None

    def test_written_out(self) -> None:
        """As people write it, in both languages."""
        cited = law.parse_citation("行政诉讼法解释(2018):1.2.9")
        assert cited and law.written(cited) == "《行政诉讼法解释(2018)》第1条第2款第9项"
        assert law.written(cited, "en") == "Administrative Litigation Interpretation (2018), Art. 1(2)(9)"
        assert law.written(law.Citation("刑法", "276之一"), "en") == "Criminal Law, Art. 276-1"
        assert law.written(law.Citation("刑法", "276之一")) == "《刑法》第276条之一"

    @pytest.mark.parametrize("code", [f"JF70{number:02}" for number in range(7)])
    def test_examples(self, code: str) -> None:
        """The bad example of every code raises it and no other, the good one nothing, and the words are filled."""
        rule = catalogue()[code]
        mark = Mark("scenario.yaml", 3, 7)
        day, _, text = rule.bad.partition(" ")
        found = law.check_citation(text, date.fromisoformat(day), mark)
        assert [(one.code, one.mark) for one in found] == [(code, mark)]
        for language in ("zh", "en"):
            shown = render(found[0], language)
            assert "{" not in shown.message + shown.hint
            assert shown.message and shown.hint
        day, _, text = rule.good.partition(" ")
        assert law.check_citation(text, date.fromisoformat(day), mark) == ()

    def test_every_code_has_a_test(self) -> None:
        """The catalogue of this family holds what `check_citation` finds, nothing else."""
        assert sorted(code for code in catalogue() if "JF7000" <= code <= "JF7049") == [
            f"JF70{number:02}" for number in range(7)
        ]

    @pytest.mark.parametrize(
        ("text", "near"),
        [
            ("信访工作条列:20", "信访工作条例"),
            ("中华人民共和国行政复议法:20", "行政复议法"),
            ("Petition-Work:20", ""),
            ("征收与补偿条例:26", "国有土地上房屋征收与补偿条例"),
        ],
    )
    def test_nearest(self, text: str, near: str) -> None:
        """A misspelt or full name leads to the id; a far one leads nowhere."""
        (found,) = law.check_citation(text, VISIT)
        assert (found.code, found.nearest) == ("JF7001", near)

    def test_prose_is_turned_into_a_citation(self) -> None:
        """Who writes 第20条第3款 is shown the citation to write."""
        (found,) = law.check_citation("《信访工作条例》第20条第3款", VISIT)
        assert (found.code, found.nearest) == ("JF7000", "信访工作条例:20.3")

    @pytest.mark.parametrize(
        ("text", "instead"),
        [
            ("信访条例:22", "信访工作条例:23"),
            ("信访条例:99", "信访工作条例"),
            ("治安管理处罚法(2012):23", "治安管理处罚法:26"),
            ("噪声污染防治法:5", "生态环境法典"),
            ("退役士兵安置条例:1", "退役军人安置条例"),
            ("市场监督管理投诉举报处理暂行办法:1", "市场监督管理投诉举报处理办法"),
            ("土地管理法实施条例(2014):25", "土地管理法实施条例:31"),
        ],
    )
    def test_repealed_names_the_way_out(self, text: str, instead: str) -> None:
        """A repealed article names its counterpart where that was verified, else the statute that followed."""
        (found,) = law.check_citation(text, VISIT)
        assert found.code == "JF7004"
        assert instead in render(found, "zh").hint
        assert instead in render(found, "en").hint

    @pytest.mark.parametrize(
        ("text", "last", "first"),
        [
            ("信访条例:21", "2022-04-30", "2022-05-01"),
            ("治安管理处罚法(2012):23", "2025-12-31", "2026-01-01"),
            ("社会救助暂行办法:1", "2026-06-30", "2026-07-01"),
            ("劳动争议解释(一):32.1", "2025-08-31", "2025-09-01"),
        ],
    )
    def test_last_day(self, text: str, last: str, first: str) -> None:
        """Up to the day before, the old text may be cited; from the first day of the new one it may not."""
        before = {found.code for found in law.check_citation(text, date.fromisoformat(last))}
        after = {found.code for found in law.check_citation(text, date.fromisoformat(first))}
        assert before <= {"JF7002"}
        assert after & {"JF7004", "JF7005", "JF7006"}

    def test_first_day(self) -> None:
        """A statute is in force on its first day and not on the day before."""
        for name, day in IN_FORCE.items():
            of = law.statute(name)
            first = date.fromisoformat(day)
            assert of and law.in_force(of, first) and not law.in_force(of, first - timedelta(days=1))

    def test_other_paragraphs_stay(self) -> None:
        """Only the repealed paragraph is refused; the rest of the article may be cited."""
        assert law.check_citation("劳动争议解释(一):32.2", VISIT) == ()


class TestHolidays:
    """Statutory days, known dates."""

    @pytest.mark.parametrize(
        ("day", "name"),
        [
            ("2024-02-10", "春节"),
            ("2024-09-17", "中秋节"),
            ("2025-01-28", "除夕"),
            ("2025-05-31", "端午节"),
            ("2026-02-17", "春节"),
            ("2026-04-05", "清明节"),
            ("2026-05-02", "劳动节"),
            ("2026-06-19", "端午节"),
            ("2026-09-25", "中秋节"),
            ("2026-10-03", "国庆节"),
            ("2028-10-03", "中秋节"),
            ("2030-02-03", "春节"),
        ],
    )
    def test_known(self, day: str, name: str) -> None:
        """Dates that any calendar shows; where two fall together both are named."""
        found = law.holiday(date.fromisoformat(day))
        assert found and name in found["zh"] and found["en"]

    @pytest.mark.parametrize(
        "day", ["2024-02-09", "2024-05-02", "2026-02-20", "2026-10-08", "2026-09-15", "2031-01-01"]
    )
    def test_others(self, day: str) -> None:
        """Days in lieu, bridge days, working days and years beyond the table are no statutory holidays."""
        assert law.holiday(date.fromisoformat(day)) is None

    def test_years(self) -> None:
        """Eleven statutory days in 2024, thirteen from 2025 on, less where two festivals share a day."""
        days = Counter(day[:4] for day in parsed(FOLDER / "holidays.yaml"))
        assert days == {"2024": 11, "2025": 13, "2026": 13, "2027": 13, "2028": 12, "2029": 13, "2030": 13}


def test_import_reads_nothing() -> None:
    """Importing the module brings in no YAML, and neither other package nor the screen."""
    code = (
        "import sys, scenarios.statutes; "
        "print([n for n in ('yaml', 'numpy', 'textual', 'scoring', 'simulator') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_one_citation_reads_one_file() -> None:
    """A citation parses only the file of its own statute."""
    code = (
        "from datetime import date; import scenarios.statutes as s; read = []; whole = s.own_data\n"
        "s.own_data = lambda file: read.append(file) or whole(file)\n"
        "s.check_citation('信访工作条例:20', date(2026, 9, 15)); print(len(read))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
