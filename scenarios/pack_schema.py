"""The files of a pack beside its scenarios, as tables: `pack.yaml` and `bodies.yaml`."""

from __future__ import annotations

from scenarios.schema_values import LAW, NEW_ID, STRING, YES_NO, both, list_of, map_of, may, need, record
from scenarios.shape import String

VERSION = String(both("版本，如 1.0", "a version such as 1.0"), r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,39}", "1.0")
WORDS = record(
    "中英文名称",
    "a text in both languages",
    {"zh": need(STRING, "中文", "in Chinese"), "en": need(STRING, "英文", "in English")},
)
"""Unlike texts of a scenario, which have their English in `en.yaml`, those of a pack's tables stand together."""

PACK = record(
    "剧本包的说明（pack.yaml）",
    "a pack (pack.yaml)",
    {
        "id": need(
            NEW_ID, "剧本包的编号，它的片段也用这个名字调用", "the pack's id, by which its fragments are called"
        ),
        "title": need(WORDS, "名称", "what it is called"),
        "version": need(VERSION, "版本", "its version"),
        "author": need(STRING, "作者或单位", "who made it"),
        "licence": may(STRING, "许可，如 CC BY 4.0", "its licence, such as CC BY 4.0"),
        "description": may(WORDS, "说明", "what it is for"),
    },
)
LEVEL = String(both("层级，如 county", "a level such as county"), r"[a-z][a-z0-9_-]*", "county")
ENTRY_FIELDS = {
    "name": need(WORDS, "名称，分流单上显示", "the name that the referral sheet shows"),
    "decides": may(WORDS, "管什么", "what it decides"),
    "law": may(LAW, "依据的条文", "the articles it rests on"),
    "practice": may(YES_NO, "由谁办是工作经验，没有条文", "who deals with it is working knowledge, not law"),
}
OWN_BODY = record(
    "一个单位", "a body", {**ENTRY_FIELDS, "level": may(list_of(LEVEL), "层级", "the levels it stands at")}
)
OWN_PROCEDURE = record(
    "一种途径",
    "a procedure",
    {
        **{key: field for key, field in ENTRY_FIELDS.items() if key != "decides"},
        "body": may(STRING, "哪个单位办", "the body that runs it"),
        "limits": may(WORDS, "期限", "its time limits"),
    },
)
DIRECTORY = record(
    "机构名录（bodies.yaml）",
    "a directory of bodies (bodies.yaml)",
    {
        "extends": may(
            YES_NO, "true 补充自带的名录，false 取代它", "adds to the built-in directory, or replaces it", "true"
        ),
        "bodies": may(map_of(NEW_ID, OWN_BODY), "单位", "the bodies"),
        "procedures": may(map_of(NEW_ID, OWN_PROCEDURE), "途径", "the procedures"),
    },
)
