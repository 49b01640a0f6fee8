"""The settings in plain lines: those that mean something line by line, and where the others are kept."""

from __future__ import annotations

from simulator import i18n, paths, settings
from simulator.i18n import _
from simulator.plain_console import Console

LONGEST = 200


def change(console: Console) -> None:
    """Change settings until an empty line leads back.

    Raises:
        LeftError: there is no more input.
    """
    while True:
        own = settings.read()
        language = {"zh": "中文", "en": "English"}.get(own.language, _("跟系统"))
        console.say(
            f"1. {_('语言')}{_('：')}{language}",
            f"2. {_('姓名')}{_('：')}{own.trainee or _('没有写')}",
            f"3. {_('先说再选')}{_('：')}{_('开') if own.say_first else _('关')}",
            _("其他设置写在 {path}，各项见 docs/settings.md。", path=paths.settings()),
        )
        answer = console.ask(_("改哪一项？写编号，直接回车回去："))
        if not answer or answer.lower() == "q":
            return
        if answer == "1":
            following = {"": "zh", "zh": "en", "en": ""}[own.language]
            own = own._replace(language=following)
            i18n.use(own.spoken)
        elif answer == "2":
            typed = console.ask(_("姓名，写 - 不留名："))
            own = own._replace(trainee="" if typed in ("-", "－") else typed[:LONGEST] or own.trainee)
        elif answer == "3":
            own = own._replace(say_first=not own.say_first)
        else:
            console.say(_("请写 1 到 {n} 的编号。", n=3))
            continue
        try:
            settings.write(own)
        except OSError as error:
            console.say(_("没存上：{why}", why=error.strerror or error))
