"""`jiefang new`: a small complete scenario to write on, or a copy of another under a new id."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable, Mapping
from datetime import date as Date
from pathlib import Path

import click

from simulator.errors import UserError
from simulator.i18n import _, language
from simulator.pack_option import packs

TITLE, TITLE_EN, AUDIENCE, LEVEL, DAY = "路灯不亮", "The street lamp", "petition-office", "1", "2026-09-15"
"""What the template has, and what stands where nothing is answered."""

Reader = Callable[[str], str]
"""Turns an answer into the YAML of a value; raises UserError with what would do."""


@click.command(
    "new", help=_("写一个小而全的新剧本，能通过检查，马上能玩；或者用 --from 照抄一个现有的剧本，换个编号。")
)
@click.argument("name", metavar=_("剧本编号"))
@click.option("--from", "source", metavar=_("剧本编号"), help=_("照抄这个剧本，只换编号"))
@click.option("--title", help=_("标题"))
@click.option("--title-en", help=_("英文标题，不写就和标题一样"))
@click.option("--audience", metavar="A,B", help=_("给谁练，可以写几个"))
@click.option("--level", metavar="1|2|3", help=_("难度"))
@click.option("--date", metavar="YYYY-MM-DD", help=_("来访那一天"))
@click.option("--dir", "folder", metavar="DIR", default=Path(), type=click.Path(file_okay=False, path_type=Path),
              help=_("写到哪个文件夹下，不写就是当前文件夹"))  # fmt: skip
@click.option("--yes", is_flag=True, help=_("不提问，没写的都用现成的"))
@click.option("--force", is_flag=True, help=_("已经有的文件也覆盖"))
@packs
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(name: str, *, source: str | None, folder: Path, yes: bool, force: bool, **given: str | None) -> None:
    """Write a new scenario."""
    _check_name(name)
    target = folder / name
    if target.exists() and not force:
        raise UserError(
            _("已经有了：{path}", path=target), _("换一个编号，用 --dir 换一个文件夹，或加 --force 覆盖。"), 2
        )
    if source is not None:
        if any(value is not None for value in given.values()):
            raise UserError(_("--from 照抄整个剧本，不能再写标题、对象、难度和日期。"), _("抄好以后在文件里改。"), 2)
        files = _copy(source, name)
    else:
        files = _start(name, given, asking=not yes and sys.stdin.isatty() and sys.stdout.isatty())
    files = files | _schemas(files)
    target.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        (target / file).write_bytes(text.encode("utf-8"))
    _tell(target, files)


def _check_name(name: str) -> None:
    from scenarios.shape import ID_LENGTH, ID_PATTERN

    if not re.fullmatch(ID_PATTERN, name) or len(name) > ID_LENGTH:
        raise UserError(
            _("「{name}」不能做剧本编号。", name=name),
            _("用小写字母开头，后面是小写字母、数字、- 和 _，最多 {n} 个字符。", n=ID_LENGTH),
            2,
        )


def _copy(source: str, name: str) -> dict[str, str]:
    from scenarios.search_path import find
    from scenarios.starting import NoLine, copied

    try:
        return copied(find(source), name)
    except NoLine:
        raise UserError(
            _("「{source}」里 id 没有单独写成一行，没法换编号。", source=source),
            _("写成 id: {name} 这样的一行。", name=name),
        ) from None
    except UnicodeDecodeError:
        raise UserError(_("「{source}」不是 UTF-8 文字。", source=source), _("先用 jiefang check 看看它。")) from None


def _start(name: str, given: Mapping[str, str | None], *, asking: bool) -> dict[str, str]:
    """The template with the answers in it.

    Raises:
        UserError: an answer that will not do.
    """
    from scenarios.starting import started

    questions: dict[str, tuple[str, str, Reader]] = {
        "title": (_("标题"), TITLE if language() == "zh" else TITLE_EN, _title),
        "audience": (_("给谁练（{names}）", names=_("、").join(_audiences())), AUDIENCE, _audience),
        "level": (_("难度（1 入门，2 进阶，3 难）"), LEVEL, _level),
        "date": (_("来访那一天"), DAY, _day),
    }
    raw: dict[str, str] = {}
    for key, (question, usual, read) in questions.items():
        answer = given[key]
        if answer is not None:
            read(answer)
            raw[key] = answer
        elif asking:
            raw[key] = _ask(question, usual, read)
    if raw.get("title") in (TITLE, TITLE_EN):
        del raw["title"]
    english = given["title_en"] or raw.get("title", "")
    if given["title_en"] is not None:
        _title(given["title_en"])
    return _sound(started(name, {key: questions[key][2](value) for key, value in raw.items()}, english.strip()))


def _schemas(files: Mapping[str, str]) -> dict[str, str]:
    """The JSON Schemas that the files bind beside themselves."""
    from scenarios.json_schema import schema_text
    from scenarios.starting import bound, schema_file

    return {schema_file(kind): schema_text(kind, language()) for kind in bound(files)}


def _sound(files: dict[str, str]) -> dict[str, str]:
    """The files, in which nothing is found without solving.

    Raises:
        UserError: the first thing found, such as law that was not in force on the day.
    """
    from scenarios.diagnostic import Severity, render, severity_of
    from scenarios.load import load_text
    from scenarios.search_path import ENGLISH_FILE, SCENARIO_FILE

    for each in load_text(files[SCENARIO_FILE], english=files[ENGLISH_FILE]).diagnostics:
        if severity_of(each) is not Severity.INFO:
            shown = render(each, language())
            raise UserError(shown.message, shown.hint or "", 2)
    return files


def _ask(question: str, usual: str, read: Reader) -> str:
    """Ask until the answer will do."""
    while True:
        answer = str(click.prompt(question, default=usual))
        try:
            read(answer)
        except UserError as error:
            click.echo(f"{error.message} {error.hint}".strip())
        else:
            return answer


def _title(answer: str) -> str:
    from scenarios.starting import quoted

    if not answer.strip() or not answer.isprintable():
        raise UserError(_("标题要有字，写成一行。"), exit_code=2)
    return quoted(answer.strip())


def _audiences() -> list[str]:
    from scenarios.vocabulary import vocabulary

    return list(vocabulary().audiences)


def _audience(answer: str) -> str:
    named = list(dict.fromkeys(filter(None, re.split(r"[\s,，、]+", answer))))
    known = _audiences()
    unknown = [each for each in named if each not in known]
    if unknown or not named:
        raise UserError(_("没有「{name}」这种对象。", name=(unknown or [answer])[0]),
                        _("有这些：{names}", names=_("、").join(known)), 2)  # fmt: skip
    return f"[{', '.join(named)}]"


def _level(answer: str) -> str:
    if answer.strip() not in ("1", "2", "3"):
        raise UserError(_("难度是 1、2 或 3，不是「{level}」。", level=answer), exit_code=2)
    return answer.strip()


def _day(answer: str) -> str:
    try:
        day = Date.fromisoformat(answer.strip()).isoformat()
    except ValueError:
        raise UserError(_("「{day}」不是日期。", day=answer), _("写成 2026-09-15 这样。"), 2) from None
    # Said while it is being asked: the law that the template cites must be in force on the day.
    from scenarios.starting import started

    _sound(started("new", {"date": day}))
    return day


def _tell(target: Path, files: Mapping[str, str]) -> None:
    place = target.as_posix()
    shown = shlex.quote(place if "/" in place else f"./{place}")
    click.echo(_("已写到 {path}：{files}", path=shown, files=_("、").join(files)))
    click.echo(_("先玩一遍：jiefang play {path}", path=shown))
    click.echo(_("改一处，查一次：jiefang check {path}", path=shown))
