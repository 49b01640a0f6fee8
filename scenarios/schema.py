"""The scenario language as one table: which keys there are, what each takes, what must be there, what it is for.

`docs/language.md` says how it is meant. Whatever checks, explains or completes scenario files goes by this table.
"""

from __future__ import annotations

from scenarios.schema_values import (
    AUDIENCE,
    BASIS,
    BODY_ID,
    CALLED,
    CHOICE_ID,
    COMPARISON,
    CONDITION,
    DAY,
    EFFECTS,
    ENDING_ID,
    FACT_ID,
    FLAG,
    FLAGS,
    GIVEN,
    IGNORABLE,
    INDICATOR,
    KEY_WEIGHT,
    LAW,
    LOOK,
    LOSS,
    LOSSES,
    METER,
    MOVE,
    NEW_ID,
    NONE,
    NOTHING,
    OPTION_ID,
    OUTCOME,
    PARAM_ID,
    PARAM_TYPE,
    POINTS,
    RANK,
    RATES,
    RECORD_FORM,
    RED_LINE,
    REPLY,
    REVEALS,
    SAY,
    SCENE_ID,
    SEX,
    STEP,
    STRING,
    STYLE,
    TARGET,
    TEXT,
    VARIANT_ID,
    YES_NO,
    either,
    integer,
    list_of,
    map_of,
    may,
    need,
    record,
)
from scenarios.shape import Field, Record

# ---------------------------------------------------------------------------------------------- choices

_CONSEQUENCES: dict[str, Field] = {
    "rates": may(RATES, "各项指标评分，-2 到 +2，与动作自带的合并", "ratings, merged over what the moves give"),
    "rates_only": may(RATES, "同上，但取代动作自带的评分", "ratings, replacing what the moves give"),
    "effects": may(EFFECTS, "在动作之外再加的数值变化", "changes of the meters beyond the moves"),
    "sets": may(FLAGS, "立起的旗标", "flags that are set"),
    "clears": may(FLAGS, "放下的旗标", "flags that are cleared"),
    "reveals": may(REVEALS, "对方说出的事实", "facts that come out"),
    "reply": may(REPLY, "对方的回话，第一句成立的", "the answer; the first line that holds"),
    "why": may(TEXT, "点评：为什么好、为什么不好", "the reason shown with the mark"),
    "law": may(LAW, "依据的条文", "the articles it rests on"),
    "basis": may(BASIS, "依据是当地做法，不是法条", "rests on local practice, not on law"),
    "red_line": may(RED_LINE, "碰到的红线", "the red line it crosses"),
    "goto": may(TARGET, "之后去哪里，缺省是场景的 next", "where it leads; default the scene's next"),
}
_SPOKEN = {"text": may(TEXT, "说的话", "what is said"), **_CONSEQUENCES}
CASE = record(
    "一种情形下的结果", "a case", {"when": may(CONDITION, "什么情况下", "where it holds"), **_SPOKEN}, short="text"
)
CHOICE = record(
    "选项",
    "a choice",
    {
        "text": need(TEXT, "说的话；动作写在全角括号里", "what is said; stage directions in parentheses"),
        "moves": may(list_of(MOVE), "做了什么（动作词表）", "what it does, from the vocabulary"),
        "when": may(CONDITION, "什么情形下才有这个选项", "the situation in which it is offered"),
        "needs": may(CONDITION, "要先做到什么才能选", "what must have been earned"),
        **_CONSEQUENCES,
        "until": may(FACT_ID, "这件事实问出来之前一直可选", "offered until this fact is known"),
        "max": may(
            integer(1, 9),
            "最多选几次；问得出有条件的事实的缺省 2",
            "how often it may be taken; 2 by default with a gated fact or `until`",
            1,
        ),
        "sticky": may(YES_NO, "可以反复选", "may be taken again and again", False),
        "optional": may(YES_NO, "锦上添花，不做也不扣分", "nice, but never owed", False),
        "cases": may(list_of(CASE, 1), "不同情形下的不同结果，第一个成立的算数", "outcomes; the first that holds"),
    },
    short="text",
)
TIMEOUT = record(
    "超时的结果",
    "the outcome of a timeout",
    {"same_as": need(CHOICE_ID, "相当于哪个选项", "the choice it counts as"), **_SPOKEN},
    short="text",
)

# ---------------------------------------------------------------------------------------------- forms

_OPTION_FIELDS: dict[str, Field] = {
    "text": may(TEXT, "显示的文字；名录里有的可以不写", "what is shown; may be left out for the directory's"),
    "rates": may(RATES, "各项指标评分", "ratings"),
    "when": may(CONDITION, "什么情况下", "where it holds"),
    "why": may(TEXT, "点评", "the reason shown with the mark"),
    "law": may(LAW, "依据的条文", "the articles it rests on"),
    "basis": may(BASIS, "依据是当地做法，不是法条", "rests on local practice, not on law"),
    "red_line": may(RED_LINE, "碰到的红线", "the red line it crosses"),
}
OPTION_CASE = record("一种情形下的结果", "a case", _OPTION_FIELDS, short="text")
OPTION = record(
    "可选项",
    "an option",
    {**_OPTION_FIELDS, "cases": may(list_of(OPTION_CASE, 1), "不同情形下的不同结果", "outcomes; the first that holds")},
    short="text",
)
OPTIONS = map_of(OPTION_ID, OPTION, 1)
LINE_FIELDS: dict[str, Field] = {
    "label": may(TEXT, "这一栏的名称", "what the line is called"),
    "options": need(OPTIONS, "可选项", "the options"),
    "among": may(integer(2, 9), "从名录补足到几项", "filled up from the directory to so many"),
    "except": may(list_of(BODY_ID), "补足时不要出现的", "what is never drawn"),
    "filler": may(RATES, "补进来的怎么评分", "how what is drawn is rated"),
}
REFERRAL_LINE = record("分流单的一栏", "a line of the referral sheet", LINE_FIELDS)
PICK_CASE = record(
    "一种情形下的答案",
    "the answer in one case",
    {
        "is": need(GIVEN, "答案", "the answer"),
        "when": may(CONDITION, "什么情况下", "where it holds"),
    },
)
PICK_LINE = record("登记表的一栏", "a line of the record form", {k: LINE_FIELDS[k] for k in ("label", "options")})
PICK = either(GIVEN, list_of(either(GIVEN, PICK_CASE), 1), PICK_LINE)

# ---------------------------------------------------------------------------------------------- scenes

SCENE = record(
    "场景",
    "a scene",
    {
        "say": may(SAY, "依次说的话", "what is said, in order"),
        "choices": may(map_of(NEW_ID, CHOICE, 1), "选项", "the choices"),
        "form": may(RECORD_FORM, "来访登记表", "a record form"),
        "wrong": may(
            either(list_of(TEXT), map_of(NEW_ID, TEXT)), "登记表上编造的陈述", "statements of the form that nobody made"
        ),
        "picks": may(map_of(NEW_ID, PICK), "登记表的选择栏", "fields of the record form that are picked"),
        "statements": may(list_of(FACT_ID), "登记表列出哪些事实，缺省全部", "facts the form lists; all by default"),
        "referral": may(map_of(NEW_ID, REFERRAL_LINE, 1), "分流单的各栏", "the lines of a referral sheet"),
        "call": may(CALLED, "运行一个片段", "runs a fragment"),
        "with": may(map_of(PARAM_ID, GIVEN, ordered=False), "片段的参数", "the fragment's parameters"),
        "next": may(TARGET, "接着去哪里", "where it goes on"),
        "stakes": may(integer(1, 3), "要紧程度 1 到 3，评分按它加倍", "weight 1 to 3; ratings are multiplied by it", 1),
        "seconds": may(integer(3, 600), "限时，秒", "the clock in seconds"),
        "timeout": may(either(CHOICE_ID, TIMEOUT), "到时间算哪个选项", "what running out of time counts as"),
        "otherwise": may(SCENE_ID, "没有可选的选项时去哪里", "where it leads when no choice is open"),
        "enter": may(EFFECTS, "进入时的数值变化", "changes of the meters on arrival"),
        "opening": may(
            YES_NO,
            "来访人的开场陈述，打断的代价更大",
            "the petitioner's opening statement; to cut it short costs more",
            False,
        ),
        "sets": may(FLAGS, "填完登记表立起的旗标", "flags set when the form is completed"),
    },
)
SCENES = map_of(NEW_ID, SCENE, 1)

# ---------------------------------------------------------------------------------------------- the scenario

_WEIGHT = record(
    "关键事实的分量",
    "the weight of a key fact",
    {"indicator": need(INDICATOR, "算在哪个指标", "its indicator"), "points": may(POINTS, "几分", "points", 2)},
)
_FACT_FIELDS: dict[str, Field] = {
    "text": need(TEXT, "如实的说法", "the true wording"),
    "key": may(
        either(KEY_WEIGHT, _WEIGHT),
        "关键事实：没问出来、没记上要扣分",
        "a key fact: leaving it unasked or off the record costs points",
    ),
    "softened": may(TEXT, "登记表上淡化的说法", "the same, played down, for the record form"),
    "distorted": may(TEXT, "登记表上走样的说法", "the same, distorted, for the record form"),
}
FACT = record("事实", "a fact", _FACT_FIELDS, short="text")
FACT_CHANGE = record(
    "改动的事实", "a changed fact", {k: Field(f.shape, f.about) for k, f in _FACT_FIELDS.items()}, short="text"
)
_PERSON: dict[str, Field] = {
    "name": need(TEXT, "姓名", "name"),
    "age": need(integer(0, 120), "年龄", "age"),
    "style": need(STYLE, "情绪类型", "what drives the anger"),
    "agitation": need(METER, "开始时的激动", "agitation at the start"),
    "trust": need(METER, "开始时的信任", "trust at the start"),
    "distress": need(METER, "开始时的苦恼", "distress at the start"),
    "sex": may(SEX, "性别", "sex", "male"),
    "speaks": may(
        YES_NO,
        "是否出声说话；不是的，不显示声音方面的体态",
        "whether they speak aloud; one who does not shows no cue of the voice",
        True,
    ),
    "role": may(TEXT, "身份", "who they are"),
    "looks": may(list_of(LOOK), "外貌", "looks"),
}
PETITIONER = record("来访人", "the petitioner", _PERSON)
PETITIONER_CHANGE = record(
    "来访人的改动", "changes of the petitioner", {k: Field(f.shape, f.about) for k, f in _PERSON.items()}
)
PARAMS = map_of(NEW_ID, GIVEN)
VARIANT = record(
    "情形",
    "a variant",
    {
        "title": may(TEXT, "名称，只写进门就看得见的", "what the trainee picks it by; only what meets the eye"),
        "params": may(map_of(PARAM_ID, GIVEN), "改动的参数", "parameters that differ"),
        "petitioner": may(PETITIONER_CHANGE, "来访人的改动", "how the petitioner differs"),
        "facts": may(map_of(FACT_ID, either(NOTHING, FACT_CHANGE)), "改动的事实", "facts that differ; null: not there"),
    },
)
INTERRUPT = record(
    "插入场景",
    "an interrupt",
    {
        "when": need(CONDITION, "什么时候插入", "when it comes"),
        "goto": need(SCENE_ID, "插入哪个场景", "the scene that comes"),
    },
)
ENDING = record(
    "结局",
    "an ending",
    {
        "outcome": need(OUTCOME, "结果", "how it went"),
        "text": need(REPLY, "结局的文字", "what is read at the end"),
        "loses": may(either(LOSS, LOSSES), "到这个结局扣的分", "points forgone here"),
    },
    short="text",
)
REQUIREMENT = record(
    "必做项",
    "a duty",
    {
        "indicator": need(INDICATOR, "算在哪个指标", "its indicator"),
        "points": may(POINTS, "几分", "points", 2),
        "when": may(CONDITION, "什么情况下必须做", "where it is due"),
    },
)
PROMISE = record(
    "保证",
    "a promise",
    {
        "when": may(CONDITION, "到了这样的结局", "at such an ending"),
        "then": may(CONDITION, "就一定已经", "this must hold"),
        "never": may(CONDITION, "任何时候都不能", "this must never hold"),
    },
)
EXPECTED = record(
    "预期",
    "what a test expects",
    {
        "ending": may(ENDING_ID, "结局", "the ending"),
        "score": may(COMPARISON, "得分", "the score"),
        "rank": may(RANK, "离最佳或最差多远", "how far from the best or the worst"),
        "known": may(list_of(FACT_ID), "问出来的事实", "facts that are known"),
        "flags": may(FLAGS, "立起的旗标", "flags that are set"),
        "red_lines": may(list_of(RED_LINE), "碰到的红线", "red lines that were crossed"),
        **{meter: may(COMPARISON, "数值", "the meter") for meter in ("agitation", "trust", "distress")},
    },
)
TEST = record(
    "测试",
    "a test",
    {
        "variant": may(VARIANT_ID, "哪种情形，缺省第一种", "the variant; the first by default"),
        "choices": need(list_of(STEP), "依次的选择", "the steps, in order"),
        "seed": may(integer(0, 1_000_000), "种子", "the seed", 0),
        "expect": need(EXPECTED, "应有的结果", "what must come out"),
    },
)
_TOP: dict[str, Field] = {
    "id": need(NEW_ID, "剧本的名字，与文件夹同名", "the id, equal to the folder's name"),
    "title": need(TEXT, "标题", "title"),
    "date": need(DAY, "来访那一天", "the day of the visit"),
    "level": need(integer(1, 3), "难度 1 入门 2 进阶 3 疑难", "1 beginner, 2 advanced, 3 hard"),
    "audience": need(list_of(AUDIENCE, 1), "给谁练", "whom it is for"),
    "brief": need(TEXT, "开始前给学员看的情况", "what the trainee reads first"),
    "warning": may(TEXT, "内容提示", "content warning"),
    "petitioner": need(PETITIONER, "来访人", "the petitioner"),
    "default": may(NONE, "none：最上面的值本身不算一种情形", "none: the top level is no variant"),
    "params": may(PARAMS, "参数", "parameters"),
    "variants": may(map_of(NEW_ID, VARIANT), "情形", "variants"),
    "facts": may(map_of(NEW_ID, either(TEXT, FACT)), "可以问出来的事实", "facts that can be learned"),
    "conditions": may(map_of(NEW_ID, CONDITION), "起了名字的条件", "named conditions"),
    "start": need(SCENE_ID, "从哪个场景开始", "the first scene"),
    "scenes": need(SCENES, "场景", "the scenes"),
    "interrupts": may(map_of(NEW_ID, INTERRUPT), "插入场景", "interrupts"),
    "endings": need(map_of(NEW_ID, ENDING, 1), "结局", "the endings"),
    "break_off": may(
        either(NONE, record("中断", "the break-off", {"ending": need(ENDING_ID, "哪个结局", "the ending")})),
        "激动到 10 去哪个结局，缺省是自带的 walked_out",
        "where agitation 10 leads; by default the ending walked_out, which is supplied",
    ),
    "requires": may(map_of(FLAG, either(INDICATOR, REQUIREMENT)), "必做项", "what must be done"),
    "loses": may(LOSSES, "结束时扣的分", "points forgone at the end"),
    "ensure": may(list_of(PROMISE), "在每条路上都要成立的保证", "what must hold on every path"),
    "tests": may(list_of(TEST), "测试", "tests"),
    "ignore": may(
        map_of(IGNORABLE, STRING, ordered=False),
        "有意保留的检查结果：编号和理由",
        "findings that are left on purpose: code and reason",
    ),
    "reviewed": may(
        record(
            "审核",
            "the review",
            {"by": need(STRING, "审核人", "who"), "law_as_of": need(DAY, "法律核对到哪一天", "law as of")},
        ),
        "谁审核过",
        "who reviewed it",
    ),
}
SCENARIO: Record = record("剧本", "a scenario", _TOP)
FRAGMENT: Record = record(
    "片段",
    "a fragment",
    {
        "id": need(NEW_ID, "片段的名字，与文件同名", "the id, equal to the file's name"),
        "params": may(map_of(NEW_ID, PARAM_TYPE, ordered=False), "参数和类型", "parameters and their types"),
        "reads": may(FLAGS, "读哪些旗标", "flags it reads"),
        "sets": may(FLAGS, "可能立起哪些旗标", "flags it may set"),
        "start": need(SCENE_ID, "从哪个场景开始", "the first scene"),
        "scenes": need(SCENES, "场景", "the scenes"),
    },
)
