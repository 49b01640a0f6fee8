"""The vocabulary: complete, in both languages, consistent with itself and cheap to import."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest

from scenarios import statutes
from scenarios.bilingual import Bilingual
from scenarios.vocabulary import Band, vocabulary

WORDS = vocabulary()
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CITATION = re.compile(r"^[\u4e00-\u9fff]+(\(\d{4}\))?:\d+$")


def texts(value: Any, where: str = "") -> Iterator[tuple[str, Bilingual]]:
    """Every bilingual text under a value, with the place it stands at."""
    if isinstance(value, Bilingual):
        yield where, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name), f"{where}.{field.name}")
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from texts(part, f"{where}.{key}")
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from texts(part, f"{where}[{number}]")


def test_every_text_is_in_both_languages() -> None:
    """No text is missing in either language, and none stands in the wrong one."""
    found = list(texts(WORDS))
    assert len(found) > 300
    for where, text in found:
        assert CHINESE.search(text.zh), where
        assert not CHINESE.search(text.en), where
        assert text.en == text.en.strip() != "", where


def test_twenty_four_indicators_six_to_a_dimension() -> None:
    """Four dimensions have six indicators each, and a code begins with its dimension's letter."""
    assert [d.letter for d in WORDS.dimensions.values()] == ["L", "E", "C", "R"]
    assert Counter(i.dimension for i in WORDS.indicators.values()) == dict.fromkeys(WORDS.dimensions, 6)
    expected = [f"{d.letter}{number}" for d in WORDS.dimensions.values() for number in range(1, 7)]
    assert list(WORDS.indicators) == expected
    for code, indicator in WORDS.indicators.items():
        assert code[0] == WORDS.dimensions[indicator.dimension].letter


def test_every_indicator_rests_on_a_source_or_an_article() -> None:
    """Nothing is rated because somebody felt like it; the 60 days are cited as article 34, not 33."""
    for indicator in WORDS.indicators.values():
        assert indicator.sources or indicator.law, indicator.code
    assert "信访工作条例:34" in WORDS.indicators["C3"].law
    assert "信访工作条例:33" not in WORDS.indicators["C3"].law


def cited() -> set[str]:
    """Every citation of the vocabulary."""
    lists = [indicator.law for indicator in WORDS.indicators.values()]
    lists += [line.law for line in WORDS.red_lines.values()]
    lists += [kind.law for kind in WORDS.kinds.values()]
    return {citation for law in lists for citation in law}


def test_citations_have_the_form_law_article() -> None:
    """Every citation can be looked up: a law's short name, a colon, an article; the regulation has 50."""
    for citation in cited():
        assert CITATION.match(citation), citation
        name, article = citation.split(":")
        assert name != "信访工作条例" or 1 <= int(article) <= 50


def test_citations_are_in_the_law_data() -> None:
    """Whoever asks why is shown the article: every citation has a summary in `law/` and was in force in late 2026."""
    for citation in cited():
        assert statutes.article(citation) is not None, citation
        assert statutes.check_citation(citation, date(2026, 11, 3)) == (), citation


def test_moves_named_by_the_design_and_the_rules_exist() -> None:
    """A scenario may use every move that DESIGN §3 and RULES §7 name."""
    named = (
        "hear_out interrupt label_feeling sympathise apologise open_question paraphrase summarise silence explain_law "
        "set_limit offer_choices threaten belittle promise refer_vaguely refer_warmly greet read_material "
        "check_system read_back explain_role good_news bad_news deny_feeling blame leading_question refuse "
        "admit_error ask_risk bring_support hand_over_paper write_for correct_oneself"
    )
    assert set(named.split()) <= set(WORDS.moves)


def test_only_sympathy_and_apology_count_towards_the_streak() -> None:
    """The streak counts rote sympathy, not listening; a move that counts is never substance, which would end it."""
    counting = {key for key, move in WORDS.moves.items() if move.sympathy}
    assert counting == {"sympathise", "apologise"}
    assert {WORDS.moves[key].kind for key in counting} == {"courtesy"}


def test_every_move_has_a_kind_with_a_name() -> None:
    """A kind decides how far trust can rise, so it must be one of the five."""
    assert {move.kind for move in WORDS.moves.values()} == set(WORDS.move_kinds)
    assert list(WORDS.move_kinds) == ["courtesy", "listening", "substance", "harm", "neutral"]


def test_red_lines_agree_with_their_indicator_and_cite_the_law() -> None:
    """A red line is named by its level, cites an article and caps the dimension that its indicator belongs to."""
    for key, line in WORDS.red_lines.items():
        assert key.startswith(f"{line.level}."), key
        assert line.level in {"K1", "K2"}
        assert WORDS.indicators[line.indicator].dimension == line.dimension, key
        assert line.law, key
    training = "K1.abuse K1.leak K1.retaliation K1.bribe K1.ignore_danger K1.falsify K2.no_register K2.brush_off"
    assert set(training.split()) <= set(WORDS.red_lines)
    assert {"K2.promise", "K2.recusal", "K2.litigation", "K2.wrong_deadline"} <= set(WORDS.red_lines)


@pytest.mark.parametrize("bands", [WORDS.bands, WORDS.trust_bands, WORDS.distress_bands], ids=["heat", "trust", "load"])
def test_bands_cover_every_value_once(bands: Mapping[str, Band]) -> None:
    """Every meter from 0 to 10 has exactly one band, in rising order."""
    values = [value for band in bands.values() for value in range(band.low, band.high + 1)]
    assert values == list(range(11))


def test_heat_bands_are_those_of_the_model() -> None:
    """The bands of agitation are 0-2, 3-4, 5-6, 7-8, 9 and 10."""
    spans = [(band.low, band.high) for band in WORDS.bands.values()]
    assert spans == [(0, 2), (3, 4), (5, 6), (7, 8), (9, 9), (10, 10)]
    assert [WORDS.heat_band(a).key for a in (0, 4, 6, 8, 9, 10)] == list(WORDS.bands)
    assert WORDS.trust_band(5).key == "middle"
    assert WORDS.distress_band(6).key == "high"


def test_a_meter_outside_its_range_is_refused() -> None:
    """A band is never guessed for a value that cannot be."""
    with pytest.raises(ValueError, match="0 to 10"):
        WORDS.heat_band(11)


def test_cues_are_stage_directions() -> None:
    """Cues show a body, in brackets, without naming a sex: they stand for any visitor."""
    bands = [*WORDS.bands.values(), *WORDS.trust_bands.values(), *WORDS.distress_bands.values()]
    shown = {band.key: band.cues for band in bands} | {style.key: style.cues for style in WORDS.styles.values()}
    for key, cues in shown.items():
        assert len(cues) >= 2, key
        for cue in (each.text for each in cues):
            assert re.fullmatch(r"（[^（）]+）", cue.zh), cue
            assert re.fullmatch(r"\([^()]+\)", cue.en), cue
            assert not re.search(r"\b(he|she|his|her|him)\b|[他她]", cue.en + cue.zh), cue


def test_every_band_shows_without_a_voice() -> None:
    """Whoever does not speak aloud has two cues or more to be read by in every band, and none that names the voice."""
    for bands in (WORDS.bands, WORDS.trust_bands, WORDS.distress_bands):
        for key, band in bands.items():
            silent = [cue.text for cue in band.cues if not cue.aloud]
            assert len(silent) >= 2, key
            for cue in silent:
                assert not re.search("声|嗓|语气|听", cue.zh), cue
                assert not re.search(r"\b(voice|loud|audible|hear(d|ing)?|sentences?)\b", cue.en), cue
    assert any(cue.aloud for band in WORDS.bands.values() for cue in band.cues)


def test_closed_lists() -> None:
    """The lists that scenario files choose from are the ones agreed."""
    assert list(WORDS.styles) == ["reactive", "instrumental", "despairing"]
    assert list(WORDS.levels) == [1, 2, 3]
    assert list(WORDS.audiences) == ["petition-office", "petition-manager", "department", "township", "enterprise"]
    assert list(WORDS.kinds) == ["suggestion", "report", "appeal", "litigation"]
    assert list(WORDS.outcomes) == ["good", "fair", "poor", "broken"]
    assert list(WORDS.modes) == ["practice", "simulation", "exam"]
    assert list(WORDS.meters) == ["agitation", "trust", "distress"]


def test_text_follows_the_language() -> None:
    """`zh` and its tags give Chinese, everything else English."""
    name = WORDS.dimensions["listening"].name
    assert name.text("zh") == name.text("zh-CN") == "倾听"
    assert name.text("en") == "Listening"


@pytest.mark.parametrize(
    "data", [None, "文", {"zh": "文"}, {"zh": "文", "en": " "}, {"zh": "文", "en": "t", "fr": "t"}]
)
def test_half_a_bilingual_text_is_refused(data: Any) -> None:
    """A text in one language only never gets in; the error says where it stood."""
    with pytest.raises(ValueError, match="row 3"):
        Bilingual.from_data(data, "row 3")


def test_importing_reads_nothing() -> None:
    """Importing the vocabulary and the table loads neither yaml nor numpy, so that start-up stays cheap."""
    code = "import sys, scenarios.vocabulary, scenarios.emotion; print({'yaml', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
