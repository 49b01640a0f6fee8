"""Variants, parameters and dates: what a variant does not change is as at the top; dates count from one another."""

from __future__ import annotations

from datetime import date

import pytest

from scenarios.dates import is_date, reckoning, show
from scenarios.load import load_text
from scenarios.model import Scenario, Text
from scenarios.text import fill, placeholders, template
from tests.scenarios.snippets import codes, snippet

VARIED = """
date: 2026-11-03
params: {party: 3, late: false, office: 县信访局, received: date - 20d, due: received + 30d}
facts: {owed: {text: 拖欠八个月工资, key: true}, ledger: {text: 有记工本, key: {indicator: R2, points: 3}}}
variants:
  crowd: {params: {party: 8}, petitioner: {agitation: 7, name: 周小河}, facts: {ledger: null}}
  late: {params: {late: true, received: 2026-09-19}, facts: {owed: {softened: 有一部分没结清, key: false}}}
scenes: {arrive: {choices: {seat: {when: party > 5 or late}}}}
en:
  params: {office: the county bureau}
  petitioner: {name: Zhou Dahe}
  variants: {crowd: {petitioner: {name: Zhou Xiaohe}}}
"""


def made(text: str) -> Scenario:
    """A scenario in order."""
    loaded = snippet(text)
    assert loaded.scenario is not None, loaded.diagnostics
    return loaded.scenario


class TestVariants:
    """Each is whole."""

    def test_names(self) -> None:
        """The top level is a variant unless the author says that it is none."""
        assert list(made(VARIED).variants) == ["default", "crowd", "late"]
        assert list(made(VARIED + "default: none\n").variants) == ["crowd", "late"]

    def test_parameters(self) -> None:
        """Changed ones replace, dates that count from a changed one move with it."""
        variants = made(VARIED).variants
        assert variants["default"].params["due"] == date(2026, 11, 13)
        assert variants["late"].params["due"] == date(2026, 10, 19)
        assert variants["crowd"].params["party"] == 8
        assert variants["late"].params["late"] is True
        assert variants["default"].params_en == {"office": "the county bureau"}

    def test_a_title(self) -> None:
        """What a trainee picks a variant by, in both languages; a Chinese one without English is reported."""
        titled = VARIED.replace("{params: {party: 8}", "{title: 来了八个人, params: {party: 8}")
        assert "JF7501" in codes(snippet(titled))
        variants = made(titled.replace("variants: {crowd: {", "variants: {crowd: {title: Eight of them, ")).variants
        title = variants["crowd"].title
        assert title is not None
        assert (title.zh, title.en) == ("来了八个人", "Eight of them")
        assert variants["late"].title is None

    def test_petitioner(self) -> None:
        """Merged key by key, in both languages."""
        variants = made(VARIED).variants
        crowd = variants["crowd"].petitioner
        assert (crowd.name.zh, crowd.name.en, crowd.agitation, crowd.trust) == ("周小河", "Zhou Xiaohe", 7, 3)
        assert variants["late"].petitioner.name.en == "Zhou Dahe"

    def test_facts(self) -> None:
        """Taken away, or changed key by key."""
        variants = made(VARIED).variants
        assert list(variants["crowd"].facts) == ["owed"]
        owed = variants["late"].facts["owed"]
        assert (owed.text.zh, owed.key, owed.key_points) == ("拖欠八个月工资", "", 0)
        assert owed.softened is not None
        default = variants["default"].facts
        assert (default["owed"].key, default["owed"].key_points) == ("L", 2)
        assert (default["ledger"].key, default["ledger"].key_points) == ("R2", 3)


class TestSettled:
    """A condition on parameters is only reported if it comes out the same in every variant."""

    @pytest.mark.parametrize(
        ("when", "found"),
        [
            ("party > 5", False),
            ("late", False),
            ("party > 2", True),
            ("party > 9", True),
            ("late and party > 5", True),
            ("late and trust >= 5", False),
            ('variant == "crowd"', False),
            ("many", False),
            ("never or party > 9", False),
        ],
    )
    def test_settled(self, when: str, found: bool) -> None:
        """Whatever the variants leave open is no finding; `never` is one where it is defined, not where it is used."""
        conditions = "conditions: {many: party > 5, never: party > 20}\n"
        text = VARIED.replace("when: party > 5 or late", f"when: '{when}'") + conditions
        places = [each.mark for each in snippet(text).diagnostics if each.code == "JF2046"]
        assert len(places) == 1 + int(found)


class TestDates:
    """Arithmetic, and print."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("2026-10-14", (date(2026, 10, 14), "", 0)),
            ("date - 20d", (None, "date", -20)),
            ("date-20d", (None, "date", -20)),
            ("received + 30d", (None, "received", 30)),
            ("2026-10-14 + 3d", (date(2026, 10, 14), "", 3)),
        ],
    )
    def test_read(self, text: str, expected: tuple[date | None, str, int]) -> None:
        """The forms there are."""
        found = reckoning(text)
        assert found is not None
        assert (found.day, found.name, found.days) == expected

    @pytest.mark.parametrize("text", ["县信访局", "0000-1234567", "received", "a-b", "三天内", ""])
    def test_not_a_date(self, text: str) -> None:
        """Other texts stay texts."""
        assert not is_date(text)

    @pytest.mark.parametrize("text", ["date - 20天", "2026-13-01", "date + 1m", "date + 30"])
    def test_nearly_a_date(self, text: str) -> None:
        """What was meant as a date is reported as a broken one, not shown as a text."""
        assert is_date(text)
        assert "JF2025" in codes(snippet(f"params: {{due: {text}}}"))

    @pytest.mark.parametrize("days", [9999, -9999])
    def test_far_away(self, days: int) -> None:
        """Any number of four digits can be reckoned with."""
        made(f"params: {{due: date {'+' if days > 0 else '-'} {abs(days)}d}}")

    @pytest.mark.parametrize(
        ("day", "zh", "en"),
        [
            (date(2026, 11, 13), "11月13日", "13 November"),
            (date(2026, 11, 14), "11月14日（星期六）", "14 November (a Saturday)"),
            (date(2026, 11, 15), "11月15日（星期日）", "15 November (a Sunday)"),
            (date(2026, 10, 1), "10月1日（国庆节）", "1 October (National Day)"),
            (date(2025, 11, 13), "2025年11月13日", "13 November 2025"),
        ],
    )
    def test_print(self, day: date, zh: str, en: str) -> None:
        """Weekends and holidays are pointed out; the year where it is not that of the visit."""
        visit = date(2026, 11, 3)
        assert show(day, "zh", visit) == zh
        assert show(day, "en", visit) == en


class TestTexts:
    """Placeholders."""

    def fill(self, zh: str, known: tuple[str, ...] = (), language: str = "zh", en: str = "") -> str:
        """A text filled for the default variant."""
        return fill(Text(zh, en), made(VARIED).variants["default"], known, language)

    def test_parameters(self) -> None:
        """Numbers, texts, dates and the day of the visit."""
        assert self.fill("{party}人，{due}前去{office}，今天{date}") == "3人，11月13日前去县信访局，今天11月3日"
        assert (
            self.fill("去{office}", language="en", en="To {office} by {due}") == "To the county bureau by 13 November"
        )
        assert self.fill("{late}") == "否"

    def test_facts(self) -> None:
        """Words that are there once a fact is known; the question mark of either width."""
        text = "欠薪{owed?，共{party}人}{ledger？，有记工本}"
        assert self.fill(text) == "欠薪"
        assert self.fill(text, ("owed",)) == "欠薪，共3人"
        assert self.fill(text, ("owed", "ledger")) == "欠薪，共3人，有记工本"

    def test_braces(self) -> None:
        """Two open ones are one; a closing one needs nothing."""
        assert self.fill("{{party}，{party}}") == "{party}，3}"

    def test_without_english_the_chinese_is_shown(self) -> None:
        """Rather than nothing."""
        assert self.fill("您好", language="en") == "您好"

    @pytest.mark.parametrize("text", ["{party", "{}", "{Party}", "{owed?，", "{a b}", "{owed?{ledger?x}}", "{party?}{"])
    def test_unreadable(self, text: str) -> None:
        """Found on loading; shown as written."""
        assert template(text).problem is not None
        assert self.fill(text) == text
        assert "JF2035" in codes(snippet(f"title: '{text}'"))

    def test_placeholders_are_found_within_others(self) -> None:
        """So that each is checked."""
        assert len(list(placeholders("{owed?，{party}人}"))) == 2
        assert "JF2034" in codes(snippet("title: '甲{owed?，{parti}人}'"))
        assert "JF2005" in codes(snippet("title: '甲{owned?，乙}'"))

    def test_the_loaders_own_placeholder_is_not_the_authors(self) -> None:
        """`{fact:owed}` is for forms."""
        assert "JF2035" in codes(snippet("title: '{fact:owed}'"))

    def test_english_placeholders_are_checked_at_their_place(self) -> None:
        """In `en.yaml`."""
        (found,) = [each for each in snippet("en: {title: 'For {parti}'}").diagnostics if each.code == "JF2034"]
        assert found.mark is not None
        assert found.mark.file == "en.yaml"


def test_numbers_as_texts() -> None:
    """A number where a text is asked for is its digits."""
    from tests.scenarios.snippets import MINIMAL

    loaded = load_text(MINIMAL.replace("title: 例子", "title: 12345"))
    assert loaded.scenario is not None
    assert loaded.scenario.title.zh == "12345"
