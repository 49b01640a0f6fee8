"""Errors a person can cause, shown in one place: one readable message with the way out, exit code 1 or 2."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from ast import literal_eval
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from simulator.i18n import _, language

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.diagnostic import Diagnostic

UNKNOWN_SCENARIO = {"JF2054", "JF2057", "JF2058", "JF4110"}
"""The findings that are about the call and not about a file."""

_GARBLING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


class UserError(Exception):
    """Something a person can put right. `hint` is the way out; `exit_code` 1, or 2 for a wrong call."""

    def __init__(self, message: str, hint: str = "", exit_code: int = 1) -> None:
        self.message = message
        self.hint = hint
        self.exit_code = exit_code
        super().__init__(message)


def sentence(error: UserError) -> str:
    """An error and the way out, in one line."""
    return " ".join(part for part in (error.message, error.hint) if part)


def spare(path: Path | None, force: bool) -> None:
    """Refuse to write over a file that is there, unless that is wanted; None is written to no file.

    Raises:
        UserError: it is there.
    """
    if path is not None and path.exists() and not force:
        raise UserError(_("文件已经在了：{path}", path=path), _("换一个名字，或加 --force 覆盖。"))


def sentences(*parts: str) -> str:
    """Sentences one behind the other, as the language in use joins them; empty ones are left out."""
    return ("" if language() == "zh" else " ").join(filter(None, parts))


def harmless(text: str) -> str:
    """A text that came from outside, without what would steer or garble a terminal."""
    return _GARBLING.sub("\ufffd", text)


def show_diagnostics(diagnostics: Sequence[Diagnostic], *, to_error: bool = True) -> None:
    """Print findings one below the other: place, severity, code, message, and the way out."""
    from scenarios.diagnostic import Severity, render

    names = {Severity.ERROR: _("错误"), Severity.WARNING: _("警告"), Severity.INFO: _("提示")}
    for diagnostic in diagnostics:
        shown = render(diagnostic, language())
        place = f"{shown.mark}: " if shown.mark is not None else ""
        click.echo(harmless(f"{place}{names[shown.severity]} {shown.code} {shown.message}"), err=to_error)
        if shown.hint:
            click.echo(harmless(f"    {shown.hint}"), err=to_error)


@contextlib.contextmanager
def reported() -> Iterator[None]:
    """Turn what goes wrong into a message and an exit code."""
    try:
        yield
    except UserError as error:
        click.echo(harmless(error.message), err=True)
        if error.hint:
            click.echo(harmless(error.hint), err=True)
        sys.exit(error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except click.UsageError as error:
        click.echo(harmless(_("用法不对：{why}", why=usage_text(error))), err=True)
        command = error.ctx.command_path if error.ctx is not None else "jiefang"
        click.echo(_("看帮助：{command} --help", command=command), err=True)
        sys.exit(2)
    except click.ClickException as error:
        click.echo(harmless(error.format_message()), err=True)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("\n" + _("已停下。"), err=True)
        sys.exit(130)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # The reader went away (`| head`); nothing is wrong, but nothing more may be written on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        why = f"{error.strerror or error} {error.filename or ''}".strip()
        click.echo(harmless(_("系统不允许：{why}", why=why)), err=True)
        sys.exit(1)
    except Exception as error:
        from scenarios.diagnostic import ScenarioError

        if not isinstance(error, ScenarioError):
            raise
        show_diagnostics(error.diagnostics)
        sys.exit(2 if all(d.code in UNKNOWN_SCENARIO for d in error.diagnostics) else 1)


# ---- click's own errors, by type, in the language in use ---------------------------------------------------------


def usage_text(error: click.UsageError) -> str:
    """What is wrong with a call. Kinds of errors that we do not know keep click's words."""
    match error:
        case click.MissingParameter():
            return _missing(error)
        case click.BadParameter(param=click.Parameter() as param):
            return _bad_value(error, param)
        case click.NoSuchOption():
            near = " / ".join(error.possibilities or ())
            return sentences(
                _("没有 {name} 这个选项。", name=error.option_name), near and _("是不是 {nearest}？", nearest=near)
            )
        case click.BadOptionUsage():
            return _bad_option(error)
    message = error.format_message()
    extra = re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", message, re.DOTALL)
    if extra is not None:
        return _("多出来的参数：{names}。", names=extra[1])
    unknown = re.match(r"No such command (.*?)\.(?: |$)", message, re.DOTALL)
    if unknown is not None and isinstance(error.ctx and error.ctx.command, click.Group):
        return no_command(_plain(unknown[1]), _names_below(error.ctx))
    if message == "Missing command.":
        return _("还要写明做什么：{names}。", names=_("、").join(_names_below(error.ctx)))
    return message


def no_command(name: str, known: list[str]) -> str:
    """There is no such command; the nearest one, or all there are."""
    from difflib import get_close_matches

    nearest = get_close_matches(name, known, 1)
    text = _("没有「{name}」这个命令。", name=name)
    if nearest:
        return sentences(text, _("是不是 {nearest}？", nearest=nearest[0]))
    return sentences(text, _("有这些：{names}", names=_("、").join(known)))


def refuse_unpacked(place: Path) -> None:
    """Refuse to write into what a zip was unpacked to.

    Raises:
        UserError: the place belongs to a zip.
    """
    from scenarios.search_path import is_unpacked

    if is_unpacked(place):
        raise UserError(
            _("{path} 在一个 zip 剧本包里，改不了。", path=place.name),
            _("在打包前的文件夹里改，再用 jiefang pack 打一次。"), 2,
        )  # fmt: skip


def no_variant(scenario: str, name: str, known: Sequence[str]) -> UserError:
    """A scenario has no such variant; the nearest one, and all there are."""
    from scenarios.findings import nearest

    near = nearest(name, known)
    hint = _("有这些：{names}", names=_("、").join(known))
    text = _("剧本「{scenario}」没有情形「{name}」。", scenario=scenario, name=name)
    return UserError(text, sentences(_("是不是 {nearest}？", nearest=near) if near else "", hint), 2)


def _names_below(context: click.Context | None) -> list[str]:
    if context is None or not isinstance(context.command, click.Group):
        return []
    return context.command.list_commands(context)


def _name_of(param: click.Parameter, context: click.Context | None) -> str:
    """What a person calls a parameter: the longest form of an option, the word in the usage line of an argument."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    assert context is not None
    return param.make_metavar(context).strip("[]…")


def _missing(error: click.MissingParameter) -> str:
    if error.param is None:
        return error.format_message()
    name = _name_of(error.param, error.ctx)
    text = (
        _("缺少选项 {name}。", name=name)
        if isinstance(error.param, click.Option)
        else _("缺少参数 {name}。", name=name)
    )
    kind = error.param.type
    return sentences(text, _("可以写：{names}", names=_listed(kind)) if isinstance(kind, click.Choice) else "")


def _listed(kind: click.Choice[object]) -> str:
    return _("、").join(str(choice) for choice in kind.choices)


def _bad_value(error: click.BadParameter, param: click.Parameter) -> str:
    """A value that does not fit. click tells it only inside its own sentence."""
    name, kind = _name_of(param, error.ctx), param.type
    found = re.match(r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""", error.message)
    value = _plain(found[1]) if found is not None else ""
    if isinstance(kind, click.Choice):
        from difflib import get_close_matches

        nearest = get_close_matches(value, [str(choice) for choice in kind.choices], 1)
        return sentences(
            _("{name} 没有「{value}」。", name=name, value=value),
            _("是不是 {nearest}？", nearest=nearest[0]) if nearest else "",
            _("可以写：{names}", names=_listed(kind)),
        )
    if found is not None and isinstance(kind, click.types.IntParamType):
        return _("{name} 要一个整数，不是「{value}」。", name=name, value=value)
    if found is not None and isinstance(kind, click.types.FloatParamType):
        return _("{name} 要一个数，不是「{value}」。", name=name, value=value)
    return _("{name}：{why}", name=name, why=error.message)


def _bad_option(error: click.BadOptionUsage) -> str:
    """An option without its value, or a flag with one. click says which only in words."""
    if "requires an argument" in error.message:
        return _("{name} 后面要写一个值。", name=error.option_name)
    if "does not take a value" in error.message:
        return _("{name} 后面不带值。", name=error.option_name)
    return error.format_message()


def _plain(text: str) -> str:
    """The text that a `repr` stands for."""
    try:
        return str(literal_eval(text))
    except (ValueError, SyntaxError):
        return text
