"""Dates that are counted from one another (`date - 20d`), and how they are printed in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scenarios.shape import ID_PATTERN, Words
from scenarios.statutes import holiday

VISIT = "date"
"""The name of the day of the visit in date arithmetic and in texts."""

_FORM = re.compile(
    rf"(?:(?P<day>\d{{4}}-\d\d-\d\d)|(?P<name>{ID_PATTERN}?))\s*(?:(?P<sign>[+-])\s*(?P<days>\d{{1,4}})d)?"
)
_is_day = re.compile(r"[12]\d{3}-\d\d-\d\d").fullmatch
_NEARLY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}\b.*|[a-z][a-z0-9_-]*\s*[+＋−-]\s*\d+\s*(?:[a-z]|[日天周月年]|\Z).*")


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A date as it is written: from a day or from the date called `name`, so many days later (or earlier)."""

    day: date | None
    name: str
    days: int


def as_day(text: str) -> date | None:
    """The day that `2026-09-15` names, or None if there is no such day."""
    if not _is_day(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_date(text: str) -> bool:
    """Whether a parameter's text means a date: `2026-10-14`, `date - 20d`, `received + 30d`, or nearly so."""
    return reckoning(text) is not None or _NEARLY.fullmatch(text) is not None


def reckoning(text: str) -> Reckoning | None:
    """Read a date; None if it is not written as one, or names a day that does not exist."""
    match = _FORM.fullmatch(text.strip())
    if match is None or (match["day"] is None and match["sign"] is None):
        return None
    day = None
    if match["day"] is not None and (day := as_day(match["day"])) is None:
        return None
    days = int(match["days"] or 0)
    return Reckoning(day, match["name"] or "", -days if match["sign"] == "-" else days)


def shifted(start: date, days: int) -> date | None:
    """The day so many days later, or None before the year 1000 or after 9999."""
    try:
        day = start + timedelta(days=days)
    except OverflowError:
        return None
    return day if day.year >= 1000 else None


# ---------------------------------------------------------------------------------------------- in words

_WEEKEND: Mapping[int, Words] = {5: {"zh": "星期六", "en": "a Saturday"}, 6: {"zh": "星期日", "en": "a Sunday"}}
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def note(day: date) -> Words | None:
    """What must be pointed out about a day: the holiday's name, else the day of a weekend, else nothing."""
    return holiday(day) or _WEEKEND.get(day.weekday())


def show(day: date, language: str, visit: date | None = None) -> str:
    """Print a date.

    Args:
        day: the date.
        language: `zh` or `en`.
        visit: the day of the visit; the year is printed only where it is another one.

    Returns:
        `11月13日`, `11月14日（星期六）`, `2025年10月1日（国庆节）`; `13 November`, `14 November (a Saturday)`.
    """
    remark = note(day)
    elsewhere = visit is not None and visit.year != day.year
    if language.startswith("zh"):
        text = f"{day.year}年{day.month}月{day.day}日" if elsewhere else f"{day.month}月{day.day}日"
        return f"{text}（{remark['zh']}）" if remark else text
    text = f"{day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if elsewhere else "")
    return f"{text} ({remark['en']})" if remark else text
