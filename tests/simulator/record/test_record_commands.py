"""`jiefang sessions`, as a person or a script calls it."""

from __future__ import annotations

import ast
import gettext
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import run

import pytest

from scenarios.edition import Edition
from scenarios.play import Play
from scenarios.vocabulary import vocabulary
from scoring.evaluate import Evaluator
from scoring.rate import rate
from scoring.solve import solve
from simulator import i18n
from simulator.cli import main
from simulator.record.events import Event
from simulator.record.log import MODES
from simulator.record.store import open_store
from simulator.visit import POLICIES, Visit


@pytest.fixture(autouse=True)
def _chinese_again() -> Iterator[None]:
    """The program's language is the process's; give it back."""
    yield
    i18n.use("zh")


Jiefang = Callable[..., tuple[int, str, str]]


@pytest.fixture
def jiefang(capsys: pytest.CaptureFixture[str]) -> Jiefang:
    """Runs a command: exit code, what it printed, what it printed as errors."""

    def jiefang(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert isinstance(caught.value.code, int)
        return caught.value.code, printed.out, printed.err

    return jiefang


@pytest.fixture
def kept(desk: Edition) -> str:
    """A scored session in the store of one's home, and an unfinished one."""
    with open_store() as store:
        store.create(desk, mode="practice", seed="1", trainee="小王", language="zh")
        log = store.create(desk, mode="simulation", seed="7", trainee="林", language="zh")
        visit = Visit(Play(desk, "7"), log.session, log)
        for choice in ("rush", "push", "cut"):
            visit.choose(choice)
        visit.note("\x1b[2J[/red]别人看不见的")
        visit.end()
        store.finish(log.session, rate(visit.play, Evaluator(solve(desk))))
        return log.session.id


def test_list(jiefang: Jiefang, kept: str) -> None:
    """Newest first; one line each, or the documented JSON."""
    code, out, _err = jiefang("sessions", "list", "--json")
    listed = json.loads(out)
    assert code == 0
    assert [list(each) for each in listed] == [
        ["id", "scenario", "variant", "mode", "trainee", "started", "ended", "score", "band"]
    ] * 2
    scored = next(each for each in listed if each["id"] == kept)
    assert (scored["scenario"], scored["mode"], scored["trainee"], scored["band"]) == (
        "desk",
        "simulation",
        "林",
        "fail",
    )
    assert scored["score"] < 60
    _code, out, _err = jiefang("sessions", "list", "--trainee", "小王")
    assert "小王" in out and "未结束" in out and kept not in out
    assert jiefang("sessions", "list", "--scenario", "none")[1] == "还没有记录。\n"


def test_show(jiefang: Jiefang, kept: str) -> None:
    """The log in lines; what a person typed cannot steer the terminal."""
    code, out, _err = jiefang("sessions", "show", kept[:-1])
    assert code == 0
    assert "窗口一刻" in out and "arrive：选 rush" in out and "结束：left" in out
    assert "\x1b" not in out
    _code, out, _err = jiefang("sessions", "show", kept, "--json")
    shown = json.loads(out)
    assert [event["seq"] for event in shown["events"]] == list(range(1, 7))
    assert shown["sound"] is True


def test_export_verify_delete_import(jiefang: Jiefang, kept: str, tmp_path: Path) -> None:
    """The whole way round, each step saying what it did; an existing file is not overwritten unasked."""
    code, out, _err = jiefang("sessions", "export", kept, tmp_path)
    file = tmp_path / f"{kept}.jsonl"
    assert (code, out) == (0, f"已写到 {file}\n")
    assert jiefang("sessions", "export", kept, file)[0] == 1
    assert jiefang("sessions", "export", kept, file, "--force")[0] == 0
    assert jiefang("sessions", "export", kept, "-")[1] == file.read_text("utf-8")
    code, out, _err = jiefang("sessions", "verify", file, kept)
    assert code == 0
    assert out.count("完好：共 6 条") == 2
    assert "一模一样" in jiefang("sessions", "import", file)[1]
    assert jiefang("sessions", "delete", kept, "--yes")[0] == 0
    assert jiefang("sessions", "show", kept)[0] == 1
    assert "已导入" in jiefang("sessions", "import", file)[1]
    assert json.loads(jiefang("sessions", "show", kept, "--json")[1])["score"] is None
    code, out, _err = jiefang("sessions", "rescore", kept)
    assert code == 0
    assert "不合格" in out


def test_verify_says_what_is_wrong(jiefang: Jiefang, kept: str, tmp_path: Path) -> None:
    """Exit 1 and the place; `--json` for scripts; a file that is none, and one that is missing."""
    jiefang("sessions", "export", kept, tmp_path / "x.jsonl")
    file = tmp_path / "x.jsonl"
    file.write_text(file.read_text("utf-8").replace('"choice":"push"', '"choice":"ask"'), "utf-8")
    code, out, _err = jiefang("sessions", "verify", file)
    assert code == 1
    assert "第 3 条" in out
    code, out, _err = jiefang("sessions", "verify", file, "--json")
    (judged,) = json.loads(out)
    assert (code, judged["sound"], judged["proof"], judged["faults"][0]["seq"]) == (1, False, None, 3)
    code, out, err = jiefang("sessions", "import", file)
    assert code == 1
    assert "第 3 条" in err
    for name in (__file__, tmp_path / "none.jsonl", "nosuchsession"):
        code, out, err = jiefang("sessions", "verify", name)
        assert (code, out) == (1, "")
        assert err


def test_delete_asks(kept: str) -> None:
    """Without `--yes` nothing is removed unless a person says so."""
    for answer, left in (("n\n", True), ("", True), ("y\n", False)):
        run([sys.executable, "-m", "simulator.cli", "sessions", "delete", kept],
            input=answer, capture_output=True, text=True, check=False)  # fmt: skip
        with open_store() as store:
            assert any(session.id == kept for session in store.sessions()) is left


def test_a_session_without_a_rule_book_is_named(jiefang: Jiefang, kept: str, desk: Edition) -> None:
    """`rescore` of everything goes on after one that cannot be scored, and exits 1."""
    with open_store() as store:
        log = store.create(desk, mode="practice", seed="1", trainee="", language="zh")
        log.append(Event("choice", {"choice": "none"}))
        log.append(Event("ended", {"ending": "left"}))
    code, out, _err = jiefang("sessions", "rescore", "--again")
    assert code == 1
    assert f"{log.session.id}  记录里的决定" in out
    assert "重新计分 1 次" in out
    assert "1 次没有办法计分" in out


def test_a_broken_store_is_said_on_the_error_stream(jiefang: Jiefang, kept: str) -> None:
    """The answer itself stays clean for scripts."""
    with open_store() as store:
        path = store.path
    path.write_bytes(b"no database at all" * 50)
    code, out, err = jiefang("sessions", "list", "--json")
    assert (code, out) == (0, "[]\n")
    assert ".broken-" in err


def test_english(jiefang: Jiefang, kept: str) -> None:
    """Every text of the commands has its English."""
    _code, out, _err = jiefang("sessions", "verify", kept, "--lang", "en")
    assert "Sound: 6 events; no damage" in out
    _code, out, _err = jiefang("sessions", "list", "--lang", "en")
    assert "not ended" in out
    _code, _out, err = jiefang("sessions", "show", "zzz", "--lang", "en")
    assert "There is no such session: zzz" in err


def sources(root: Path) -> list[Path]:
    """The files whose texts `record.po` translates."""
    return [*sorted((root / "simulator/record").glob("*.py")), root / "simulator/commands/sessions.py"]


def test_the_catalogue_is_complete_and_compiled(root: Path) -> None:
    """Every text in the code is in `record.mo`, with the same `{names}`."""
    with (root / "simulator/locale/en/LC_MESSAGES/record.mo").open("rb") as file:
        english = gettext.GNUTranslations(file)
    texts = [
        node.args[0].value
        for path in sources(root)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
        if isinstance(node.args[0], ast.Constant)
    ]
    assert len(texts) > 80
    for text in texts:
        translated = english.gettext(text)
        assert translated != text, text
        names = [{part.split("}")[0] for part in one.split("{")[1:]} for one in (text, translated)]
        assert names[0] == names[1], text


def test_modes_are_the_same_everywhere() -> None:
    """The record, the game and the vocabulary know the same modes."""
    assert set(MODES) == set(POLICIES) == set(vocabulary().modes)


def test_the_record_is_light(root: Path) -> None:
    """Opening a store brings neither the screen nor the solver, nor anything of scoring."""
    code = (
        "import sys, simulator.record.store, simulator.commands.sessions\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('textual', 'numpy', 'scoring')])"
    )
    assert run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root).stdout == "[]\n"


RUBRIC = "bands: {pass: {score: 1, dimension: 0}}\n"


@pytest.fixture
def middling(desk: Edition) -> str:
    """A session that is neither perfect nor hopeless, ended and not scored."""
    with open_store() as store:
        log = store.create(desk, mode="practice", seed="1", trainee="", language="zh")
        visit = Visit(Play(desk, "1"), log.session, log)
        for each in ("go_on", "push", "sum_up"):
            visit.choose(each)
        visit.end()
        log.close()
        return log.session.id


def test_rescore_by_another_rubric(jiefang: Jiefang, middling: str, tmp_path: Path) -> None:
    """A file or a pack gives the rubric; it is said what changed, and shown by what a session was scored."""
    assert jiefang("sessions", "rescore")[0] == 0
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "rubric.yaml").write_text(RUBRIC, "utf-8")
    (pack / "pack.yaml").write_text("id: demo\ntitle: {zh: 演示, en: Demo}\nversion: '1.0'\nauthor: 某人\n", "utf-8")
    code, out, _err = jiefang("sessions", "rescore", "--rubric", pack / "rubric.yaml")
    assert code == 0
    assert "重新计分 1 次" in out and "等次变了 1 次" in out
    shown = json.loads(jiefang("sessions", "show", middling, "--json")[1])
    assert (shown["band"], shown["rubric"], len(shown["scored_by"])) == ("pass", None, 64)
    assert "按另一份评分标准计分" in jiefang("sessions", "show", middling)[1]
    assert "已经按这份标准计过" in jiefang("sessions", "rescore", "--rubric", pack / "rubric.yaml")[1]
    assert " 合格" in jiefang("sessions", "rescore", middling, "--rubric", pack)[1]
    assert "重新计分 1 次" in jiefang("sessions", "rescore")[1]
    shown = json.loads(jiefang("sessions", "show", middling, "--json")[1])
    assert shown["band"] == "fail"
    assert "另一份" not in jiefang("sessions", "show", middling)[1]


def test_rescore_without_a_usable_rubric(jiefang: Jiefang, kept: str, tmp_path: Path) -> None:
    """One message with the way out, and no score is touched."""
    bad = tmp_path / "rubric.yaml"
    bad.write_text("weights: {listening: 50, emotion: 40, compliance: 5, referral: 10}\n", "utf-8")
    for given, word in ((bad, "JF5030"), (tmp_path / "none.yaml", "none.yaml"), ("nosuch", "nosuch")):
        code, out, err = jiefang("sessions", "rescore", "--rubric", given)
        assert (code, out) == (1, "")
        assert word in err
    assert json.loads(jiefang("sessions", "show", kept, "--json")[1])["band"] == "fail"


def test_rescore_of_nothing(jiefang: Jiefang) -> None:
    """An empty store."""
    assert jiefang("sessions", "rescore") == (0, "没有已经结束的接访。\n", "")


@pytest.mark.parametrize(
    ("damage", "place"),
    [
        ((b'"format":"jiefang-session"', b'"format":"jiefang-sessiom"'), "第 1 行的 format 不对"),
        ((b'"last_hash":', b'"last_hasi":'), "第 1 行的 last_hash 不对"),
        ((b'"trainee":', b'"trainee";'), "第 1 行第"),
        (("林".encode(), "森".encode()), "trainee"),
        (("窗口一刻".encode(), "窗口二刻".encode()), "所附的剧本不是当时那一份"),
        ((b'"seq":3', b'"seq":9'), "第 3 条"),
    ],
)
def test_a_changed_byte_is_named(
    jiefang: Jiefang, kept: str, tmp_path: Path, damage: tuple[bytes, bytes], place: str
) -> None:
    """`verify` says where in the file it is, and `import` refuses it with the same words."""
    file = tmp_path / "x.jsonl"
    assert jiefang("sessions", "export", kept, file)[0] == 0
    content = file.read_bytes()
    assert damage[0] in content
    file.write_bytes(content.replace(*damage, 1))
    for command in ("verify", "import"):
        code, out, err = jiefang("sessions", command, file)
        assert code == 1
        assert place in out + err, command
