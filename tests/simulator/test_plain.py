"""The plain game end to end through a real process and pipes: both languages, forms, commands, end of input, resume."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scenarios.conversation import Conversation
from scenarios.edition import edition
from scenarios.load import load_or_raise
from scenarios.play import Play
from simulator.forms import Entry, fields
from simulator.plain_form import numbers
from simulator.record.store import open_store

DESK = str(Path(__file__).parent / "app_forms" / "desk")

RIGHT = {"broken", "called", "fall", "1", "appeal", "housing", "fifteen", "call"}
"""What is ticked and picked in a good visit."""


def run(typed: str, *arguments: str, root: Path, **environment: str) -> str:
    """Play by lines typed in advance; gives what was shown. The program must end well and say nothing on stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "simulator.cli", "play", *arguments, "--plain"],
        input=typed.encode(),
        capture_output=True,
        cwd=root,
        env={**os.environ, **environment},
        check=False,
        timeout=60,
    )
    assert done.stderr.decode() == ""
    assert done.returncode == 0
    return done.stdout.decode()


def start(root: Path, typed: str, variant: str = "quiet", mode: str = "practice", **environment: str) -> str:
    """Play the test scenario from its beginning."""
    return run(typed, DESK, "--variant", variant, "--mode", mode, "--seed", "3", root=root, **environment)


def numbers_for(*choices: str, variant: str = "quiet") -> str:
    """The lines to type to make these choices from the start; `*` fills in the form one is at as well as can be."""
    play = Play(edition(load_or_raise(Path(DESK)), variant), "3")
    typed = []
    for choice in choices:
        if choice == "*":
            picks, lines = filled_in(play)
            typed += lines
            play.submit(picks)
        else:
            typed.append(str([offer.move.choice.id for offer in play.offers()].index(choice) + 1))
            play.choose(choice)
    return "\n".join(typed) + "\n"


def filled_in(play: Play) -> tuple[dict[str, str], list[str]]:
    """The picks of the form a play is at, and the lines that make them: ticks, a line a pick, an empty one."""
    lines = []
    picks = {}
    for field in fields(Conversation(play)):
        chosen = [number for number, entry in enumerate(field.entries, 1) if right(entry)]
        picks |= {entry.line: entry.option if right(entry) else "leave" for entry in field.entries if
                  field.kind == "tick" or right(entry)}  # fmt: skip
        lines.append(" ".join(map(str, chosen)))
    return picks, [*lines, ""]


def right(entry: Entry) -> bool:
    """Whether an entry belongs into the form of a good visit."""
    return (entry.line if entry.option == "tick" else entry.option) in RIGHT


WHOLE = numbers_for("seat", "before", "hurt", "go_on", "steps", "*", "*", "number")
"""The lines of a whole good visit."""


def test_a_whole_visit_with_both_forms_is_played_scored_and_recorded(root: Path) -> None:
    """From the briefing to the score by numbers alone; the record is that of a visit on the screen."""
    shown = start(root, WHOLE)
    for part in (
        "门口的井盖",
        "请留意：",
        "何秀兰：",
        "您：您先坐",
        "点评：最佳",
        "【来访登记表】",
        "勾了 3 条",
        "【分流单】",
        "接访结束。",
        "总评 优秀  100",
    ):
        assert part in shown, part
    with open_store() as store:
        (session,) = store.sessions()
        assert (session.mode, session.variant, session.seed, session.ending) == ("practice", "quiet", "3", "done")
        assert session.score == pytest.approx(100)
        kinds = [event.kind for event in store.events(session.id)]
        assert kinds == ["started", *["choice"] * 5, "form", "form", "choice", "ended"]
        assert store.verify(session.id).sound


def test_the_same_visit_in_english(root: Path) -> None:
    """The same numbers in English give the same score, and no Chinese is shown."""
    shown = run(WHOLE, DESK, "--variant", "quiet", "--mode", "simulation", "--seed", "3", "--lang", "en", root=root)
    for part in (
        "The manhole at the gate",
        "He Xiulan: ",
        "You: Do sit down",
        "[Visit record]",
        "[Referral sheet]",
        "excellent",
    ):
        assert part in shown, part
    assert not re.findall(r"[一-鿿]+", shown)


def test_the_end_of_the_input_keeps_the_visit_and_it_is_offered_again(root: Path) -> None:
    """EOF in the middle ends the program well; next time the visit is offered and goes on where it stopped."""
    shown = start(root, numbers_for("seat"))
    assert shown.rstrip().endswith("这次接访留着，下次可以接着做。")
    shown = run("1\n", DESK, root=root)
    assert "有没做完的接访：\n1. 门口的井盖，练习，已走 1 步" in shown
    assert "您：您先坐" in shown
    with open_store() as store:
        (session,) = store.unfinished()
        assert [event.kind for event in store.events(session.id)] == ["started", "choice", "resumed"]


def test_the_end_of_the_input_inside_a_form_keeps_the_visit_and_the_form(root: Path) -> None:
    """EOF while a form is filled in loses nothing: whoever goes on finds the ticks and picks that were made."""
    lines = WHOLE.split("\n")
    assert "【来访登记表】" in start(root, "\n".join(lines[:7]) + "\n")
    with open_store() as store:
        (session,) = store.unfinished()
        assert [event.kind for event in store.events(session.id)] == ["started", *["choice"] * 5, "paused"]
    shown = run("1\n\n\n\n", root=root)
    assert shown.count("（已选）") >= 3
    with open_store() as store:
        assert [event.kind for event in store.events(session.id)][-2:] == ["paused", "resumed"]


def test_commands_of_practice(root: Path) -> None:
    """`c` shows the case, `m` the meters, `u` takes back, `e` says what was better, `l` changes language."""
    shown = start(root, numbers_for("rush") + "?\nc\nm\ne\nu\nu\nl\nq\n")
    for part in (
        "u  撤回上一步",
        "案情（1 件）：\n· 东街十二号",
        "激动 7（满 10）",
        "（激动 +2 陈述被打断；信任 −1 陈述被打断）",
        "更好的是：您先坐",
        "撤回了一步。",
        "还没有可以撤回的。",
        "He Xiulan: (Leans her umbrella",
        "The visit is kept",
    ):
        assert part in shown, part
    with open_store() as store:
        session = store.unfinished()[0]
        assert [event.kind for event in store.events(session.id)] == ["started", "choice", "hint", "undo"]


def test_simulation_shows_cues_only_and_lets_time_run_out(root: Path) -> None:
    """No meters, notes or undo; the bodily cues stand in; `t` lets the time run out, recorded as that."""
    shown = start(root, "m\nu\n?\nt\n", mode="simulation")
    assert "（声音高了起来）" in shown
    assert "撤回" not in shown
    assert "点评" not in shown
    assert "信任 +" not in shown
    assert "一直不作声" in shown
    with open_store() as store:
        assert [event.kind for event in store.events(store.unfinished()[0].id)] == ["started", "timed_out"]


def test_a_form_can_be_put_aside_and_corrected(root: Path) -> None:
    """`q` puts a form aside and an empty line goes back to it; wrong numbers are asked again; a field can be redone."""
    lines = WHOLE.split("\n")
    upto, ticks, rest = lines[:5], lines[5], lines[6:]
    typed = "\n".join([*upto, ticks, "q", "c", "", "", "9", "x", *rest[:2], "2", rest[0], ""]) + "\n"
    shown = start(root, typed)
    assert "表先放下了。" in shown
    assert shown.count("（已选）") >= 3
    assert "这一栏要选一项，请写 1 到 4 的编号。" in shown
    assert "【分流单】" in shown


def test_a_form_is_searched_and_the_conversation_read_again(root: Path) -> None:
    """Words in the place of a number find entries with their numbers and what else the directory has; `r` reads all."""
    lines = WHOLE.split("\n")
    upto, record, sheet = lines[:5], lines[5:9], lines[9:]
    shown = start(root, "\n".join([*upto, "r", *record, "住建", "zj", "社保", *sheet]))
    assert shown.count("您：您先坐，雨大。") == 2
    assert re.search(r"\n[123]\. 县住房和城乡建设局：", shown)
    assert "表上没有：" in shown
    assert "已存进记录" in shown
    with open_store() as store:
        (session,) = store.sessions()
        told = [event.data["what"] for event in store.events(session.id) if event.kind == "lookup"]
    assert told == ["住建", "zj", "社保"]


def test_the_handbook_is_at_hand_in_a_visit_and_in_a_form(root: Path) -> None:
    """`h` looks up words and asks the router's questions; what was looked up is logged, an empty line closes."""
    lines = WHOLE.split("\n")
    there = ["h", "复查", "zzzz", "1", "1", "0", "1", "1", "7", "1", "1", "1", "", ""]
    shown = start(root, "\n".join([lines[0], *there[:-1], *lines[1:5], "h", "热线", "", *lines[5:]]))
    assert "常见错误：说成15日申请复查。" in shown
    assert "没有找到。换个词试试。" in shown
    assert shown.count("眼下有没有等不得的？") == 2
    assert "请写 0 到 5 的编号。" in shown
    assert "劳动监察投诉；调解、仲裁、诉讼" in shown
    assert "12356" in shown
    assert "已存进记录" in shown
    with open_store() as store:
        (session,) = store.sessions()
        told = [event.data["what"] for event in store.events(session.id) if event.kind == "lookup"]
    assert told == ["复查", "先判通道", "热线"]


def test_without_arguments_everything_is_asked_for(root: Path) -> None:
    """Scenario, mode and variant are chosen by number; an empty line takes practice and a random variant."""
    shown = run("1\n\n1\nq\n", root=root, JIEFANG_SCENARIOS=str(Path(DESK).parent))
    for part in ("剧本：\n1. ", "方式：\n1. 练习", "情形：", "1. quiet"):
        assert part in shown, part
    assert "这次接访留着" in shown or "再见" in shown


def test_a_name_is_asked_for_once_and_remembered(root: Path) -> None:
    """Where the mode is asked for, so is the name; an empty line keeps it, a stroke takes it away."""
    scenarios = {"JIEFANG_SCENARIOS": str(Path(DESK).parent)}
    names = []
    for answer in ("林\u202e", "", "-", ""):
        shown = run(f"{DESK}\n1\n1\n{answer}\nq\n".split("\n", 1)[1], DESK, "--seed", "3", root=root, **scenarios)
        assert "记录里用的姓名（" in shown
    with open_store() as store:
        names = [session.trainee for session in reversed(store.sessions())]
    assert [name.replace("\u202e", "") for name in names] == ["林", "林", "", ""]


def test_the_briefing_is_the_variants_own(root: Path) -> None:
    """Placeholders of title and briefing are filled as in the game, with the variant that is played."""
    lamp = str(Path(__file__).parent / "app" / "scenarios" / "lamp")
    shown = run("q\n", lamp, "--variant", "plain", "--mode", "practice", "--seed", "3", root=root)
    assert "西苑七栋的楼道灯坏了三个月" in shown and "{block}" not in shown


def test_no_input_at_all(root: Path) -> None:
    """With nothing on the standard input nothing is begun and nothing goes wrong."""
    assert run("", root=root).rstrip().endswith("再见。")
    with open_store() as store:
        assert store.sessions() == []


def test_hostile_and_stray_text_stays_text(root: Path) -> None:
    """Markup is shown as written, nothing sets a colour or moves a cursor, and garbage is asked for again."""
    shown = start(root, numbers_for("seat") + "\x1b[31m\n99\n  \n0\n-1\n甲\n", variant="hostile")
    assert "请输入 1 到 4 的编号" in shown
    shown = start(root, numbers_for("seat", "before", variant="hostile"), variant="hostile")
    assert "[/x][@click=app.quit]甲[/]" in shown
    assert "\x1b" not in shown.replace("\x1b[31m", "")


def test_without_a_place_to_keep_it_the_visit_can_be_played_and_says_so(root: Path) -> None:
    """Where records cannot be written the visit goes on, and nobody is told that it was kept."""
    shown = start(root, numbers_for("seat") + "q\n", JIEFANG_HOME="/dev/null")
    assert "暂时只在内存里" in shown
    assert "您：您先坐" in shown
    assert "没能存进记录" in shown
    assert "这次接访留着" not in shown


@pytest.mark.parametrize(
    "locale", [{"LANG": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_a_c_locale_is_chinese_and_readable(root: Path, locale: dict[str, str]) -> None:
    """In a C locale the game speaks Chinese, in UTF-8, and takes numbers."""
    assert "何秀兰：（把伞靠在墙边）" in start(root, "1\n", **locale)


def test_a_terminal_that_cannot_place_a_cursor_gets_the_plain_game(root: Path) -> None:
    """Without a terminal `play` is plain by itself, no option needed."""
    done = subprocess.run(
        [sys.executable, "-m", "simulator.cli", "play", DESK, "--variant", "quiet", "--mode", "practice"],
        input=b"q\n", capture_output=True, cwd=root, check=False, timeout=60,
    )  # fmt: skip
    assert "何秀兰：" in done.stdout.decode()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("1 3", {1, 3}), ("1,2、5", {1, 2, 5}), ("2-4 6", {2, 3, 4, 6}), ("0", set()), ("", None), ("7", None),
        ("a", None), ("1 b", None), ("0 1", None), ("３", {3}),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(answer: str, expected: set[int] | None) -> None:
    """Numbers apart by blanks or commas, ranges, 0 for none; anything else is asked again."""
    assert numbers(answer, 6) == expected


# ---- the home in plain lines ---------------------------------------------------------------------------------------


def test_the_home_recommends_searches_and_leads_elsewhere(root: Path) -> None:
    """Words narrow the list, numbers count in it, `s` opens what is suggested, `?` says what else there is."""
    shown = run("?\nC5\n999\nnothing such\n\nh\n0\n\ng\n\nr\ns\n\n1\n-\nq\n", root=root)
    for part in ("建议：", "找到", "没有找到剧本。", "谈过的接访", "还没有记录", "其他设置写在", "法规", "方式："):
        assert part in shown, part
    assert not re.search(r"[│┌─█▌]", shown)
    english = run("\nconfidentiality\n1\n\n1\n-\nq\n", "--lang", "en", root=root)
    assert "scenarios found" in english
    assert not re.findall(r"[一-鿿]+", english.replace("中文", ""))


def test_looking_back_line_by_line(root: Path) -> None:
    """Trends in words, a replay, an export, a deletion that is asked about; an empty line leads back."""
    start(root, WHOLE)
    scenarios = {"JIEFANG_SCENARIOS": str(Path(DESK).parent)}
    shown = run("r\ne 1\n1\nx 1\n\nx 1\ny\n\nq\n", root=root, **scenarios)
    for part in ("谈过 1 次", "得分：最近", "已写到", "已删除", "还没有记录"):
        assert part in shown, part
    assert shown.count("删了就找不回来") == 2
    with open_store() as store:
        assert store.sessions() == []
    for path in root.glob("*.jsonl"):
        path.unlink()


def test_settings_line_by_line(root: Path) -> None:
    """The language changes at once; name and saying it first are remembered."""
    run("g\n1\n2\n赵明\n3\n\nq\n", root=root)
    from simulator import settings

    own = settings.read()
    assert (own.language, own.trainee, own.say_first) == ("zh", "赵明", True)


def test_on_from_the_result(root: Path) -> None:
    """`s` keeps it as text, `a` begins again with the briefing; the end of the input leaves without a word lost."""
    shown = start(root, WHOLE + "s\na\n1\nq\n")
    assert "已写到" in shown
    assert shown.count("输入 ? 看说明") == 2
    with open_store() as store:
        assert len(store.sessions()) == 2
