"""After the result of a plain visit: keep it as text, the same petitioner again, the next one, or leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.i18n import _, language
from simulator.next_visit import after, place
from simulator.plain_console import Console, LeftError

if TYPE_CHECKING:
    from scoring.rate import Result
    from simulator.visit import Visit


def following(console: Console, visit: Visit, result: Result) -> str | None:
    """What is played next: id or path of a scenario; None to leave, also at the end of the input."""
    while True:
        try:
            answer = console.ask(_("a 再来一次，n 换一位来访人，s 存成文字，直接回车离开：")).lower()
        except LeftError:
            return None
        if answer in ("", "q"):
            return None
        if answer == "a":
            return place(visit)
        if answer == "n":
            return after(visit)
        if answer == "s":
            _save(console, visit, result)


def _save(console: Console, visit: Visit, result: Result) -> None:
    from simulator.report.saved import save

    try:
        console.say(_("已写到 {path}", path=save(visit, result, language())))
    except OSError as error:
        console.say(_("没存上：{why}", why=error.strerror or error))
