"""The rubric of a pack: what it says otherwise than the product's, checked, and the rubric that comes of both.

A pack may set weights, the price and caps of red lines, thresholds of bands and marks, and what a dimension needs to
be assessed. Names of bands and marks, and the 25 points of choosing at random, are the product's: scores of different
packs stay comparable in kind, and a session can be shown without its pack.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from hashlib import sha256
from itertools import pairwise
from typing import Any, cast

from scenarios import source
from scenarios.diagnostic import Diagnostic, ScenarioError
from scenarios.edition import Edition
from scenarios.findings import Findings
from scenarios.model import Scenario
from scenarios.plain_tree import tree_of
from scenarios.schema_values import both, integer, list_of, may, need, record
from scenarios.shape import Word
from scenarios.source import Source
from scenarios.walk import walk
from scoring.rubric import DIMENSIONS, Rubric, parse, product_data, rubric

SUM, BANDS, MARKS, RED_LINES = "JF5030", "JF5031", "JF5032", "JF5033"
DIMENSION_NAMES = {
    "listening": ("倾听", "hearing out"),
    "emotion": ("情绪管理", "managing emotion"),
    "compliance": ("依法合规", "law and procedure"),
    "referral": ("分流转办", "classifying and referring"),
}
_BANDS = {"excellent": ("优秀", "excellent"), "good": ("良好", "good"), "pass": ("合格", "pass")}
_MARKS = {
    "good": ("可取", "good"), "fair": ("可行", "workable"), "inaccuracy": ("欠妥", "inaccuracy"),
    "mistake": ("失误", "mistake"),
}  # fmt: skip
_LEVEL = Word(both("K1 或 K2", "K1 or K2"), lambda: ("K1", "K2"))
_SCORE = integer(0, 100)
_COUNT = integer(1, 9)

RED_LINE = record(
    "一级红线的计价",
    "the price of a level of red lines",
    {
        "share": may(_COUNT, "扣掉这个维度的几份", "how many parts of the dimension it forgoes"),
        "of": may(_COUNT, "一共几份", "of how many"),
        "score_cap": may(_SCORE, "总分最高到多少", "the most the score can be"),
        "dimension_cap": may(_SCORE, "这个维度最高到多少", "the most the dimension can be"),
    },
)
BAND = record(
    "一个等次",
    "a band",
    {
        "score": may(_SCORE, "总分至少多少", "the least score"),
        "dimension": may(_SCORE, "每个维度至少多少", "the least score of every dimension"),
        "forbids": may(list_of(_LEVEL), "碰了哪一级红线就不能得", "levels of red lines that rule it out"),
    },
)
RUBRIC = record(
    "评分标准（rubric.yaml）",
    "a rubric (rubric.yaml)",
    {
        "weights": may(
            record("四个维度的权重", "the weights",
                   {name: need(integer(1, 97), *DIMENSION_NAMES[name]) for name in DIMENSIONS}),
            "四个维度的权重，加起来 100", "the weights of the dimensions, 100 together",
        ),
        "red_lines": may(
            record("红线的计价", "the prices of red lines", {
                "K1": may(RED_LINE, "一级红线", "the graver level"),
                "K2": may(RED_LINE, "二级红线", "the lesser level"),
                "K2_counts_as_K1_from": may(_COUNT, "几次二级红线算一次一级", "so many of K2 count as K1"),
            }),
            "红线扣多少、封顶多少", "what red lines cost and cap",
        ),
        "bands": may(
            record("等次", "the bands", {name: may(BAND, *words) for name, words in _BANDS.items()}),
            "等次的门槛", "the thresholds of the bands",
        ),
        "marks": may(
            record("标记", "the marks", {name: may(integer(1, 99), *words) for name, words in _MARKS.items()}),
            "一个决定丢几分以下是这个标记", "the cost below which a decision gets the mark",
        ),
        "only_good": may(integer(1, 99), "别的选项至少丢几分，才算唯一可取", "what every other option costs for a □"),
        "least_stakes": may(integer(1, 20), "一个维度至少几分才考核", "points that assess a dimension"),
        "least_tests": may(_COUNT, "至少几处考到才考核", "scenes or form lines that assess a dimension"),
        "evidence": may(integer(1, 100), "至少碰到几成（百分数）才算有依据", "hundredths of stakes that are evidence"),
    },
)  # fmt: skip
"""What a `rubric.yaml` may say; what it does not say is the product's."""


def rubric_of(played: Edition | Scenario) -> Rubric:
    """The rubric of a scenario: its pack's where that has one, else the product's.

    Raises:
        ScenarioError: the pack's cannot be used.
    """
    scenario = played.scenario if isinstance(played, Edition) else played
    if scenario.rubric is None:
        return rubric()
    found, diagnostics = read(scenario.rubric)
    if found is None:
        raise ScenarioError(diagnostics)
    return found


def read(own: Source) -> tuple[Rubric | None, tuple[Diagnostic, ...]]:
    """The rubric that a `rubric.yaml` makes, or None, and what is wrong with it.

    Args:
        own: the file as read, or a tree of its data; it stays as it is.
    """
    findings = Findings(own.file)
    findings.extend(own.diagnostics)
    if not isinstance(own.root, source.Mapping):
        return None, findings.all()
    # Checking takes out of a tree what cannot be used.
    root = source.parse(own.text, own.file).root if own.text else tree_of(source.plain(own.root), own.file)[0]
    if not isinstance(root, source.Mapping):
        return None, findings.all()
    walk(RUBRIC, root, findings, "rubric")
    if findings.all():
        return None, findings.all()
    plain = cast("dict[str, Any]", source.plain(root))
    data = _merged(plain)
    for code, key, arguments in _contradictions(data):
        findings.add(code, root.entries.get(key), **arguments)
    if findings.all():
        return None, findings.all()
    said = json.dumps(plain, sort_keys=True, separators=(",", ":"))
    return parse(data, sha256(f"{rubric().hash} {said}".encode()).hexdigest()), ()


def _merged(own: Mapping[str, Any]) -> dict[str, Any]:
    """The product's data with a pack's laid over them."""
    data: dict[str, Any] = deepcopy(dict(product_data()))
    named = ("weights", "red_lines", "bands", "marks")
    data.update({key: value for key, value in own.items() if key not in named})
    data["weights"].update(own.get("weights", {}))
    for level, values in own.get("red_lines", {}).items():
        data["red_lines"][level] = {**data["red_lines"][level], **values} if isinstance(values, dict) else values
    for band in data["bands"]:
        band.update(own.get("bands", {}).get(band["id"], {}))
    for mark in data["marks"]:
        mark["below"] = own.get("marks", {}).get(mark["id"], mark["below"])
    return data


def _contradictions(data: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What cannot be meant: code, the key it stands under, and the arguments of the message."""
    weights = [data["weights"][name] for name in DIMENSIONS]
    if sum(weights) != 100:
        yield SUM, "weights", {"sum": sum(weights)}
    for better, worse in pairwise(data["bands"]):
        if better["score"] <= worse["score"] or better["dimension"] < worse["dimension"]:
            yield BANDS, "bands", {"better": better["name"], "worse": worse["name"]}
    for cheaper, dearer in pairwise(data["marks"][:-1]):
        if cheaper["below"] >= dearer["below"]:
            yield MARKS, "marks", {"cheaper": cheaper["name"], "dearer": dearer["name"]}
    graver, lesser = data["red_lines"]["K1"], data["red_lines"]["K2"]
    is_graver = (
        graver["share"] * lesser["of"] >= lesser["share"] * graver["of"]
        and graver["score_cap"] <= lesser["score_cap"]
        and graver["dimension_cap"] <= lesser["dimension_cap"]
    )
    if not is_graver or any(level["share"] > level["of"] for level in (graver, lesser)):
        yield RED_LINES, "red_lines", {}


def faults(scenario: Scenario) -> tuple[Diagnostic, ...]:
    """What is wrong with the rubric of a scenario's pack; nothing for the product's."""
    return () if scenario.rubric is None else read(scenario.rubric)[1]
