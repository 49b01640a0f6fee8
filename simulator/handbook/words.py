"""The handbook's own words: names of cards, fields and levels, whether a statute holds, citations in prose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from scenarios import statutes as law
from simulator.i18n import _, language

DIRECTORY = "bodies"
"""What `--card` calls the directory, which is no desk card of the data."""


def card_names() -> dict[str, str]:
    """The cards by id, as `--card` takes them, the directory last."""
    return {
        "deadlines": _("期限卡"),
        "hotlines": _("热线"),
        "router": _("分流表：先判通道"),
        "phrases": _("话术表"),
        "crises": _("现场处置卡"),
        "concepts": _("概念"),
        "absent": _("《信访工作条例》里没有的东西"),
        DIRECTORY: _("机构名录和办理程序"),
    }


def field_names() -> dict[str, str]:
    """What the fields of card rows are called. The first field of a row is its title and has no name."""
    return {
        "limit": _("期限"),
        "from": _("起算"),
        "use": _("什么时候打"),
        "channel": _("通道"),
        "do": _("要做"),
        "dont": _("不要"),
        "limits": _("界限"),
        "why": _("为什么"),
        "calms": _("换句话说"),
        "text": _("说明"),
    }


def level_names() -> dict[str, str]:
    """Levels of bodies."""
    return {"township": _("乡镇街道"), "county": _("县级"), "city": _("市级"), "province": _("省级")}


def topic(key: str) -> str:
    """The name of a topic."""
    return law.topics()[key][language()]


def title(of: law.Statute) -> str:
    """The short name of a statute as a title."""
    return f"《{of.id}》" if language() == "zh" else f"{of.short['en']} ({of.id})"


def written(citations: Sequence[str]) -> str:
    """Citations as people write them, one behind the other; what is none stays as it stands."""
    cited = ((text, law.parse_citation(text)) for text in citations)
    return _("、").join(text if place is None else law.written(place, language()) for text, place in cited)


def explained(citations: Sequence[str], spoken: str) -> Iterator[tuple[law.Citation, str, str]]:
    """Each article that is one: its place, as people write it, and what it says in our words; empty if not known."""
    for text in citations:
        place = law.parse_citation(text)
        if place is not None:
            article = law.article(place)
            yield place, law.written(place, spoken), article.summary.get(spoken, "") if article is not None else ""


def basis(citations: Sequence[str], spoken: str) -> list[str]:
    """The same, an article a line: as people write it and what it says."""
    return [f"{cited}{_('：')}{said}" if said else cited for _place, cited, said in explained(citations, spoken)]


def practice() -> str:
    """What stands before everything that is not verified law."""
    return _("〔工作做法，不是法条，以当地规定为准〕")


def validity(of: law.Statute, today: date) -> str:
    """Whether a statute holds on a day, since when or from when, and what took its place."""
    if of.in_force and today < of.in_force:
        return _("尚未施行，{day} 起施行", day=of.in_force)
    if law.in_force(of, today):
        return _("现行有效，{day} 起施行", day=of.in_force) if of.in_force else _("现行有效，施行日期没有核到")
    if of.status is law.Status.DOUBTFUL:
        state = _("是否还有效没有核到，不要引用")
    else:
        last = law.ends(of)
        state = _("已废止，{day} 起不再有效", day=last) if last else _("已废止，废止日期没有核到")
    return state + _instead(of)


def _instead(of: law.Statute) -> str:
    following = law.successor(of)
    if of.instead:
        return _("；现在引{names}", names=written(of.instead))
    return _("；现在用{names}", names=title(following)) if following else ""
