"""The traps of YAML: each has a code, the right place, and texts that look alike but are left alone."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

import pytest
import yaml

from scenarios.diagnostic import Rule, Severity, catalogue, render
from scenarios.source import parse

ENTRIES = yaml.safe_load((Path(__file__).parents[2] / "scenarios" / "catalogue" / "text.yaml").read_text("utf-8"))
RULES = {code: catalogue()[code] for code in ENTRIES}
ELSEWHERE = {
    *("JF0001", "JF0002", "JF0003", "JF0004", "JF0005", "JF0006"),  # test_source_bytes.py
    *("JF0012", "JF0013", "JF0014"),  # test_source_hostile.py
}


def found(text: str) -> list[tuple[str, int, int]]:
    """Code, line and column of every finding."""
    return [(d.code, d.mark.line, d.mark.column) for d in parse(text, root="any").diagnostics if d.mark]


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_catalogue(rule: Rule) -> None:
    """Every code has its words in both languages; its bad example raises it and nothing else, its good one nothing."""
    assert rule.code.startswith("JF00")
    for words in (rule.message, rule.hint):
        assert set(words) == {"zh", "en"}
        assert all(words.values())
    if not rule.bad:
        assert rule.code in ELSEWHERE
        return
    diagnostics = parse(rule.bad).diagnostics
    assert {d.code for d in diagnostics} == {rule.code}
    for diagnostic in diagnostics:
        assert render(diagnostic).severity is rule.severity
        for template in (*rule.message.values(), *rule.hint.values()):
            assert {name for _, name, _, _ in Formatter().parse(template) if name} <= set(diagnostic.arguments)
    good = parse(rule.good)
    assert good.diagnostics == ()
    assert good.root is not None


def test_only_lost_characters_are_a_mere_warning() -> None:
    """Everything that changes what a text means is an error."""
    assert [code for code, rule in RULES.items() if rule.severity is not Severity.ERROR] == ["JF0010"]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        # a symbol at the start of a text
        *(
            (f"a: 1\ntext: {text}\n", "JF0025", 2, 7)
            for text in ("@张三", "%50", "`x`", "*重要*", "&甲", ">= 3", "> 3")
        ),
        *((f"a: 1\ntext: {text}\n", "JF0025", 2, 7) for text in ("|x", ">3", "]", "}", ",x", "%", "@")),
        ("a: [@张三]\n", "JF0025", 1, 5),
        ("%50: a\n", "JF0025", 1, 1),
        ("a: !flag\n", "JF0042", 1, 4),
        ("a: ! x\n", "JF0042", 1, 4),
        ("a: !!python/object:os.system x\n", "JF0042", 1, 4),
        ("a: *note\n", "JF0041", 1, 4),
        ("*note : 1\n", "JF0041", 1, 1),
        # colons
        ("text: 他说: 不行\n", "JF0024", 1, 9),
        ("text: 他说:\n", "JF0024", 1, 9),
        ("- 他说: 不行: 好\n", "JF0024", 1, 9),
        ("a: {text: 他说: 不行}\n", "JF0024", 1, 13),
        ("seat:\n  text：您好\n", "JF0027", 2, 7),
        ("seat:\n  text: 您好\n  reply ：好\n", "JF0027", 3, 9),
        ("a: {when: x, text：您好}\n", "JF0027", 1, 18),
        ("a: {L1：+1}\n", "JF0027", 1, 7),
        ("a: 1\n情绪稳定：agitation <= 3\nb: 2\n", "JF0027", 2, 5),
        ("a:b\nc: 1\n", "JF0031", 1, 2),
        ("a: {agitation:6}\n", "JF0031", 1, 14),
        # spaces
        ("　a: 1\nb: 2\n", "JF0028", 1, 1),
        ("a:\n \u00a0b: 1\n", "JF0028", 2, 2),
        ("a　: 1\n", "JF0028", 1, 2),
        ("a:　1\n", "JF0028", 1, 3),
        ("a: 　story\n", "JF0028", 1, 4),
        ("a: story　\n", "JF0028", 1, 9),
        ("a: story\u200b   # 注\n", "JF0028", 1, 9),
        ("a:\n  -　x\n", "JF0028", 2, 4),
        ("a: [b,　c]\n", "JF0028", 1, 7),
        ("a:\n  b: 1\n\tc: 2\n", "JF0021", 3, 1),
        ("\ta: 1\n", "JF0021", 1, 1),
        ("a: |\n\tx\n", "JF0021", 2, 1),
        # full-width signs
        ("a: [x，y]\n", "JF0029", 1, 6),
        ("a: [x、y, z]\n", "JF0029", 1, 6),
        ("a: [已经报警，工资属于借款]\n", "JF0029", 1, 9),
        ("a: {x: 1，y: 2}\n", "JF0029", 1, 9),
        ("a: {x: 1，L2: 2}\n", "JF0029", 1, 9),
        ("a: {x: 1, y: 2｝\nb: 1\n", "JF0029", 1, 15),
        ("a: ｛x: 1}\n", "JF0029", 1, 4),
        ("a: ［x］\n", "JF0029", 1, 4),
        ("a:\n  [x,\n  y，z]\n", "JF0029", 3, 4),
        ("＃ 注释\na: 1\n", "JF0029", 1, 1),
        ("a:\n  － 您好\n", "JF0029", 2, 3),
        # dashes
        ("-text: 1\n", "JF0030", 1, 1),
        ("a:\n  - b\n  -c\n", "JF0030", 3, 3),
        ("a: - x\n", "JF0038", 1, 4),
        # quotes
        ('a: "您好\nb: 1\n', "JF0022", 1, 4),
        ("a: '您好\nb: 'x'\n", "JF0022", 1, 4),
        ('a: "您好\nb: "不行"\nc: 2\n', "JF0022", 1, 4),
        ('- "您好\n- "不行"\n', "JF0022", 1, 3),
        ('a: "您好”\nb: 1\n', "JF0022", 1, 4),
        ('a: "您好"他说\nb: 1\n', "JF0023", 1, 8),
        ("a: 'it's'\n", "JF0023", 1, 8),
        ('a: "C:\\path"\n', "JF0036", 1, 7),
        ('a: "\\xZZ"\n', "JF0036", 1, 5),
        # brackets
        ("a: [笑] 您好\n", "JF0032", 1, 8),
        ("a: [x]]\n", "JF0032", 1, 7),
        ("a: {party}人\n", "JF0033", 1, 4),
        ("a: {visitors: {party}, kind: appeal}\n", "JF0033", 1, 15),
        ("a: [x, y\nb: 1\n", "JF0034", 1, 4),
        ("a: [x}\n", "JF0034", 1, 4),
        ("a: [x, #y]\n", "JF0034", 1, 4),
        ("[a]: b\n", "JF0046", 1, 1),
        ("? [a, [b]]\n: b\n", "JF0046", 1, 3),
        # layout
        ("a:\n  b: 1\n c: 2\n", "JF0035", 3, 2),
        ("a: 1\n  b: 2\n", "JF0035", 2, 3),
        ("- a\nb: 1\n", "JF0035", 2, 1),
        ("a: 1\nb\nc: 2\n", "JF0037", 2, 1),
        (": x\n", "JF0047", 1, 1),
        ("a: 1\n...\nb: 2\n", "JF0044", 3, 1),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", "JF0045", 1, 1),
    ],
)
def test_one_trap_one_finding(text: str, code: str, line: int, column: int) -> None:
    """Each trap is found exactly once, where the mistake is rather than where the parser noticed."""
    assert found(text) == [(code, line, column)]


@pytest.mark.parametrize(
    ("line", "lost"),
    [
        ("text: 请到 #3 窗口", True),
        ("- 请到 #3 窗口", True),
        ("text: 请到  #3 窗口", True),
        ("text: 请看 #附件", True),
        ("text: （看了看 # 号牌）", True),
        ("text: Please go to #3 over there", True),
        ("text: Sit down please #now", True),
        ("a: {text: 请到 #3 窗口}", True),
        ('text: "请到 #3 窗口"', False),
        ("text: 请到#3窗口", False),
        ("stakes: 2   # importance 1..3", False),
        ("stakes: 2 #importance", False),
        ("seconds: 25                    # clock in simulation", False),
        ("goto: story #下一幕", False),
        ("when: agitation >= 6 and not calm #hot", False),
        ("text: 您先坐。   # 语气放慢", False),
        ("text: 您先坐。   #语气放慢", False),
        ("text: 您先坐。 # 语气放慢", False),
        ("text: '您先坐' #语气放慢", False),
        ("moves: [hear_out] #倾听", False),
        ("text: 您先坐。   # 见 #3", False),
        ("text: #3 窗口", False),
        ("#注释", False),
        ("scenes: #注释", False),
    ],
)
def test_comments_and_lost_text(line: str, lost: bool) -> None:
    """Text cut off by ` #` is told from comments by what stands before and directly behind the sign."""
    assert ("JF0026" in {code for code, _, _ in found(line + "\n")}) is lost


@pytest.mark.parametrize(
    "text",
    [
        "brief: |\n  　　云溪县信访局：上午 #3 窗口。\n  他说: 不行\n  -text：x\n  \t\n",
        "a: >-\n  text：x\n\n  @y\nb: 1\n",
        'a: "text：x\n  他说: 不行 #3 [\n\n  -x"\nb: 1\n',
        "a: '　x　'\n",
        "a: 他说：不行，您看——怎么办？\n",
        "a: 您好　请坐\n",
        "- 周大河：我不服。\n- APP：扫码\n",
        "a: {is: 同一事实和理由不再受理，救助申请不受此限}\nb: {why: 一共三个人，都可以进来谈。, x: 1}\n",
        "a: [催吐、灌水等没把握的动作]\nb: [甲，乙, 丙，丁]\nc: [先坐下，再慢慢说。]\n",
        "a: 一共{party}个人，{received}收到\n",
        "a: 【笑】您好\nb: ［笑］您好\n",
        "law: [信访工作条例:14, 行政诉讼法解释(2018):1]\nurl: http://example.org/#top\nat: 9:30\n",
        "a: -5\nc: --x\n",
        "a:\n  - -5\n  - --\n  - ...\n",
        "---\na: 1\n...\n",
        "a:\t1\nb: 2\t# x\n",
        "choices: [seat, go_on,   # 开场\n          {form: record, fill: best},\n          loop]\n",
        "a: Hello, @Zhang & *all*!\n",
        "a: {b: {}, c: []}\n? d\n: e\n",
    ],
)
def test_what_looks_like_a_trap_and_is_none(text: str) -> None:
    """Quoted and block texts may hold anything, and Chinese prose its own punctuation."""
    assert found(text) == []


def test_everything_in_one_go() -> None:
    """Behind a syntax error the traps of all other lines are found as well, and nothing in quoted texts."""
    text = """\
id: wages
text: "您好
scenes:
  seat:
    text：您好
    goto: story
  hub:
    text: 请到 #3 窗口
    say: @张三
    -x: 1
  fine: {text: "a: b #3", when: x}
  block: |
    他说: 不行 #3
    text：x

    @y
  quoted: 'ok: fine'
  list:
    - {when: a, text: 您好：您}
    - text: >-
        一段: 话 #3
      goto: @x
    choices: [seat, go_on,
              {form: record, fill: best}, read,
              loop]
  long: "多行
    引号: 里面 #3
    结束"   # "注释
  last: 他说: 不行
  label: "一" 二
  shout: [喊] 三
  item: - 四
"""
    everything = [
        *(("JF0022", 2, 7), ("JF0027", 5, 9), ("JF0026", 8, 14), ("JF0025", 9, 10), ("JF0030", 10, 5)),
        *(("JF0025", 22, 13), ("JF0024", 29, 11), ("JF0023", 30, 14), ("JF0032", 31, 14), ("JF0038", 32, 9)),
    ]
    assert found(text) == everything
    assert found(text.replace('"您好\n', '"您好"\n')) == everything[1:]


def test_a_second_quote_left_open_is_found() -> None:
    """Of several quotes left open each is reported at its own beginning."""
    assert found('a: "x\nb: 1\nc: "y\nd: "z"\n') == [("JF0022", 1, 4), ("JF0022", 3, 4)]


def test_a_trap_replaces_what_follows_from_it() -> None:
    """Jargon about the line after a trap is not shown when the trap explains it."""
    assert found("seat:\n  text：您好\n  goto: story\n") == [("JF0027", 2, 7)]
    assert found("a: {text: 请到 #3, b: 1}\nc: 2\n") == [("JF0026", 1, 14)]


def test_findings_stand_in_order_of_place() -> None:
    """Whoever found them, findings come by line and column."""
    places = [(line, column) for _, line, column in found("b: yes\ntext：x\na: 1\na: no\n- @x\n")]
    assert places == sorted(places)
    assert len(places) > 1
