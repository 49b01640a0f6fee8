"""The small values of the scenario language: texts, numbers, names, vocabulary, ratings, targets, lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scenarios.diagnostic import Severity, catalogue
from scenarios.shape import (
    Boolean,
    Condition,
    Day,
    Either,
    Field,
    Given,
    Id,
    Integer,
    ListOf,
    MapOf,
    Nothing,
    Record,
    Shape,
    String,
    Text,
    Word,
    Words,
)
from scenarios.vocabulary import vocabulary

RESERVED = ("resume", "return", "continue", "timeout", "ending", "variant", "agitation", "trust", "distress")
"""Ids that the language keeps for itself."""

LOOKS = ("glasses", "hat", "beard", "headscarf")
PARAM_TYPES = ("text", "integer", "boolean")
PRACTICE = "local practice"


def both(zh: str, en: str) -> Words:
    """A text in both languages."""
    return {"zh": zh, "en": en}


def need(shape: Shape, zh: str, en: str) -> Field:
    """A key that must be there."""
    return Field(shape, both(zh, en), required=True)


def may(shape: Shape, zh: str, en: str, default: int | str | None = None) -> Field:
    """A key that may be there, and what leaving it out means."""
    return Field(shape, both(zh, en), default=default)


def list_of(item: Shape, least: int = 0) -> ListOf:
    """A list, called after what is in it."""
    return ListOf(both(f"列表，每项是{item.expected['zh']}", f"a list of {plural(item.expected['en'])}"), item, least)


def plural(words: str) -> str:
    """`an indicator` -> `indicators`, `the id of a fact` -> `ids of facts`; good enough for the words of this file."""
    if words.startswith("the id of "):
        return "ids of " + plural(words.removeprefix("the id of "))
    noun = words.removeprefix("an ").removeprefix("a ")
    return noun if noun.endswith("s") else noun + "s"


def map_of(key: Shape, value: Shape, least: int = 0, *, ordered: bool = True) -> MapOf:
    """A mapping, called after its keys and values."""
    if isinstance(value, Record):
        zh, en = f"一个名字下面写一个{value.name['zh']}", f"ids, each with {value.name['en']}"
    else:
        zh = f"“{key.expected['zh']}: {value.expected['zh']}”，一行一个"
        en = f"lines of “{key.expected['en']}: {value.expected['en']}”"
    return MapOf(both(zh, en), key, value, least, ordered)


def record(zh: str, en: str, fields: Mapping[str, Field], others: MapOf | None = None, short: str = "") -> Record:
    """Fixed keys, called after what they describe."""
    expected = both(f"{zh}的各项（键: 值）", f"the keys of {en}")
    return Record(expected, both(zh, en), fields, others, short)


def either(*shapes: Shape) -> Either:
    """One of up to three shapes; which one is told by how the value is written."""
    slots: dict[str, Shape] = {}
    for shape in shapes:
        kind = {ListOf: "sequence", Record: "mapping", MapOf: "mapping"}.get(type(shape), "scalar")
        slots[kind] = shape
    expected = both(
        "，或者".join(shape.expected["zh"] for shape in shapes), ", or ".join(shape.expected["en"] for shape in shapes)
    )
    return Either(expected, **slots)


def _word(values: Iterable[str], zh: str, en: str) -> Word:
    fixed = tuple(values)
    return Word(both(zh, en), lambda: fixed)


def integer(low: int, high: int) -> Integer:
    """A whole number between two, both included."""
    return Integer(both(f"{low} 到 {high} 的整数", f"a whole number from {low} to {high}"), low, high)


# ---------------------------------------------------------------------------------------------- single values

TEXT = Text(both("一段文字", "a text"))
STRING = String(both("一段文字", "a text"))
YES_NO = Boolean(both("true 或 false", "true or false"))
NOTHING = Nothing(both("null（去掉）", "null (takes it away)"))
GIVEN = Given(both("整数、true/false、文字或日期", "an integer, true or false, a text or a date"))
DAY = Day(both("日期，如 2026-09-15", "a date such as 2026-09-15"))
CONDITION = Condition(both("条件，如 trust >= 5", "a condition such as trust >= 5"))
METER = integer(0, 10)
RATING = integer(-2, 2)
POINTS = integer(1, 10)
COMPARISON = String(
    both('比较，如 ">= 85"', 'a comparison such as ">= 85"'), r"\s*(?:>=|<=|==|!=|>|<)?\s*-?\d{1,4}\s*", ">= 85"
)
RANK = String(
    both("名次：best、worst，或 within 5（离最佳不超过 5 分）", "a rank: best, worst, or within 5 (of the best)"),
    r"best|worst|within \d{1,3}(?: of the best)?",
    "within 5",
)
CITATION = String(both("法条，如 信访工作条例:20", "an article such as 信访工作条例:20"))
STEP = String(
    both("一步，如 seat、record=best、where.body=housing", "a step such as seat, record=best, where.body=housing"),
    r"[a-z][a-z0-9_/-]*(?:\.[a-z0-9][a-z0-9_.-]*)?(?:=[A-Za-z0-9_-]+)?",
    "record=best",
)
CALLED = String(
    both("片段的名字，如 common.written_notice", "a fragment such as common.written_notice"),
    r"[a-z][a-z0-9_-]*\.[a-z][a-z0-9_-]*",
    "common.written_notice",
)

NEW_ID = Id(both("名字（小写字母开头）", "an id (lower case)"), new=True)
SCENE_ID = Id(both("场景或结局的名字", "the id of a scene or an ending"))
CHOICE_ID = Id(both("选项的名字", "the id of a choice"))
FACT_ID = Id(both("事实的名字", "the id of a fact"))
FLAG = Id(both("旗标的名字", "a flag"), new=True)  # a flag is there because something sets it
ENDING_ID = Id(both("结局的名字", "the id of an ending"))
VARIANT_ID = Id(both("情形的名字", "the name of a variant"))
PARAM_ID = Id(both("参数的名字", "a parameter"))
BODY_ID = Id(both("名录中的名字", "an id of the directory"))
OPTION_ID = String(
    both("选项的名字", "the id of an option"), r"[a-z0-9][a-z0-9_-]{0,59}", "labour-inspection"
)  # digits, too: the answer of a counting line is its number

INDICATOR = Word(both("指标代码", "an indicator"), lambda: tuple(vocabulary().indicators))
KEY_WEIGHT = Word(both("true 或指标代码", "true or an indicator"), lambda: ("true", "false", *vocabulary().indicators))
MOVE = Word(both("动作", "a move"), lambda: tuple(vocabulary().moves))
STYLE = Word(both("情绪类型", "a style"), lambda: tuple(vocabulary().styles))
AUDIENCE = Word(both("对象", "an audience"), lambda: tuple(vocabulary().audiences))
RED_LINE = Word(both("红线", "a red line"), lambda: tuple(vocabulary().red_lines))
IGNORABLE = Word(
    both("可以忽略的编号（警告或提示）", "the code of a warning or a note"),
    lambda: tuple(code for code, rule in catalogue().items() if rule.severity is not Severity.ERROR),
)
OUTCOME = Word(both("结果", "an outcome"), lambda: tuple(vocabulary().outcomes))
NONE = _word(["none"], "none", "none")
SEX = _word(["male", "female"], "male 或 female", "male or female")
LOOK = _word(LOOKS, "外貌", "a look")
BASIS = _word([PRACTICE], PRACTICE, PRACTICE)
RECORD_FORM = _word(["record"], "record", "record")
PARAM_TYPE = _word(PARAM_TYPES, "参数类型", "a type of parameter")

# ---------------------------------------------------------------------------------------------- values with parts

RATES = map_of(INDICATOR, RATING, ordered=False)
_CHANGE = integer(-10, 10)
EFFECTS = record(
    "数值变化",
    "effects",
    {
        "agitation": may(_CHANGE, "激动", "agitation"),
        "trust": may(_CHANGE, "信任", "trust"),
        "distress": may(_CHANGE, "苦恼", "distress"),
    },
)
FLAGS = list_of(FLAG)
LAW = list_of(CITATION)
LOSS = record(
    "结束时扣分",
    "a loss at the end",
    {"when": may(CONDITION, "什么情况下扣", "where it applies")},
    map_of(INDICATOR, POINTS, ordered=False),
)
LOSSES = list_of(LOSS)

TARGET_BRANCH = record(
    "去向",
    "a target",
    {
        "to": need(SCENE_ID, "去哪个场景或结局", "scene or ending"),
        "when": may(CONDITION, "什么情况下走这一条", "where it is taken"),
        "weight": may(integer(1, 1000), "抽签的份数", "share in a draw"),
    },
)
TARGET = either(SCENE_ID, list_of(either(SCENE_ID, TARGET_BRANCH), 1))

_ALTERNATIVE_FIELDS = {
    "when": may(CONDITION, "什么情况下说", "where it is said"),
    "who": may(TEXT, "谁说的，缺省是来访人", "who speaks; the petitioner by default"),
    "text": need(TEXT, "说的话", "what is said"),
}
ALTERNATIVE = record("一句话", "a line", _ALTERNATIVE_FIELDS, short="text")
REPLY = either(TEXT, list_of(either(TEXT, ALTERNATIVE), 1))
"""The first line that holds."""

_SAID_FIELDS = {
    **_ALTERNATIVE_FIELDS,
    "reveals": may(list_of(FACT_ID), "听到就知道的事实", "facts learned by hearing it"),
}
SAID = record("一句话", "a line", _SAID_FIELDS, short="text")
LINE = record(
    "一句话",
    "a line",
    {
        **_SAID_FIELDS,
        "text": may(TEXT, "说的话", "what is said"),
        "first_of": may(list_of(either(TEXT, SAID), 1), "从上往下，第一句成立的", "the first line that holds"),
    },
    short="text",
)
SAY = either(TEXT, list_of(either(TEXT, LINE)))
"""Lines spoken in order."""

REVEAL = record(
    "透露的事实",
    "a fact revealed",
    {
        "fact": need(FACT_ID, "哪件事实", "which fact"),
        "when": may(CONDITION, "什么情况下才说", "where it comes out"),
    },
    short="fact",
)
REVEALS = list_of(either(FACT_ID, REVEAL))
