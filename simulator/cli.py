"""The command line. Each command lives in a module of `simulator/commands` that is imported only when it is run."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from simulator import i18n, settings
from simulator.help import CellAwareContext, dressed
from simulator.i18n import _
from simulator.pack_option import packs

NAME = "jiefang"
COMPLETION = "_JIEFANG_COMPLETE"
"""Set by a shell that asks for completions; click answers by itself."""

COMMANDS = {
    "play": "play",
    "run": "run",
    "list": "list_scenarios",
    "handbook": "handbook",
    "new": "new",
    "preview": "preview",
    "check": "check",
    "translate": "translate",
    "schema": "schema",
    "pack": "pack",
    "analyse": "analyse",
    "graph": "graph",
    "import": "import_story",
    "export": "export_story",
    "sessions": "sessions",
    "replay": "replay",
    "debrief": "debrief",
    "report": "report",
    "cast": "cast",
    "serve": "serve",
    "doctor": "doctor",
}
"""Command -> module; its function is called `command`."""

SUMMARIES = {
    "play": "接待一位来访人",
    "run": "不开界面，把一次接访走完",
    "list": "列出剧本",
    "handbook": "查手册：法条、期限、分流、话术、机构",
    "new": "写一个新剧本",
    "preview": "一边改剧本一边走",
    "check": "检查剧本",
    "translate": "写出或更新剧本的英文文件",
    "schema": "打印剧本语言的 JSON Schema",
    "pack": "打包、安装剧本包",
    "analyse": "求解一个剧本：最佳路线、随机、各种应付者",
    "graph": "把剧本画成图",
    "import": "把 Twine 或 ink 的故事写成剧本",
    "export": "把剧本写成 Twine 的故事",
    "sessions": "查看、导出、导入、核验记录",
    "replay": "回放、比较几次接访，看大家都怎么选",
    "debrief": "大家一起复盘",
    "report": "把一次接访写成报告，几次写成班级报告",
    "cast": "把一次接访录成终端录像",
    "serve": "在浏览器里玩",
    "doctor": "看看终端、记录、剧本包和版本好不好",
}
"""Shown by `--help` without importing the commands."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are needed."""

    context_class = CellAwareContext

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the documentation."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"simulator.commands.{COMMANDS[cmd_name]}").command
        assert isinstance(command, click.Command)
        return dressed(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command for a mistyped one."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from simulator.errors import no_command

            ctx.fail(no_command(args[0], list(COMMANDS)))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their summaries, nothing imported."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _(SUMMARIES[name])) for name in COMMANDS])


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"jiefang {version('jiefang')}")
        ctx.exit()


def group() -> click.Group:
    """The command group, its help in the language in use."""

    @click.group(
        cls=LazyGroup,
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=_("接访台：在终端里练习接待来访群众。不带命令时打开首页。"),
    )
    @click.option("--lang", type=click.Choice(["zh", "en"]), help=_("界面和剧本的语言"), expose_value=False,
                  is_eager=True, callback=_language)  # fmt: skip
    @packs
    @click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help=_("版本"))
    @click.pass_context
    def jiefang(ctx: click.Context) -> None:
        if ctx.invoked_subcommand is None:
            from simulator.commands.play import open_home

            open_home()

    return jiefang


def _language(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    spoken = i18n.as_language(value)
    if spoken is not None:
        i18n.use(spoken)
    return value


def chosen_language(arguments: Sequence[str]) -> i18n.Language:
    """The language of this call: `--lang` wherever it stands, else the setting, else the locale.

    Behind `translate` it names the language into which is translated.
    """
    for index, argument in enumerate(arguments):
        if argument in ("--", "translate"):
            break
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else ""
        if argument == "--lang" and index + 1 < len(arguments):
            value = arguments[index + 1]
        spoken = i18n.as_language(value)
        if spoken is not None:
            return spoken
    return settings.read().spoken


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of the console script. Leaves through `SystemExit`: 0 well, 1 findings or an error, 2 usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        # A C locale must not keep Chinese from being printed, nor a file name that is no text stop us.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    i18n.use(chosen_language(given))
    from simulator.errors import reported

    with reported():
        command = group()
        if COMPLETION in os.environ:
            command.main(args=given, prog_name=NAME)
        # Not `command.main`: that swallows exit codes and closed pipes when it does not end the process itself.
        with command.make_context(NAME, given) as context:
            command.invoke(context)
        sys.stdout.flush()
    sys.exit(0)


if __name__ == "__main__":
    main()
