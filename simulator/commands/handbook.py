"""`jiefang handbook`: the law at the desk, looked up by word, article and topic, with the cards and the directory."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from simulator.i18n import _

if TYPE_CHECKING:
    from scenarios.handbook import Found
    from simulator.errors import UserError

CARDS = ("deadlines", "hotlines", "router", "phrases", "crises", "concepts", "absent", "bodies")


@click.command(
    "handbook", help=_("接待台上用的法条、期限、分流、话术和机构名录。按词、按条、按主题查；什么都不写，看目录。")
)
@click.argument("words", nargs=-1, metavar=_("[词…]"))
@click.option("--topic", help=_("只看这个主题的条文"))
@click.option("--card", type=click.Choice(CARDS), help=_("看一张卡片；bodies 是机构名录"))
@click.option("--route", is_flag=True, help=_("一问一答判通道：这件事该走哪一路"))
@click.option("--json", "as_json", is_flag=True, help=_("打印 JSON"))
@click.option("--lang", type=click.Choice(["zh", "en"]), expose_value=False, help=_("语言"))
def command(words: tuple[str, ...], topic: str | None, card: str | None, route: bool, as_json: bool) -> None:
    """Look something up."""
    from simulator.errors import UserError

    if route:
        _route(alone=not (words or topic or card or as_json))
        return

    if topic is not None and card is not None:
        raise UserError(_("--topic 和 --card 不能一起用。"), _("主题只管法条，卡片自成一张。"), 2)
    asked = " ".join(words)[:200]
    if not asked.strip() and topic is None and card is None:
        _contents(as_json)
        return
    what = _card(asked, card) if card is not None else _look_up(asked, topic)
    if not what and not as_json:
        raise _nothing(asked, topic)
    _show(what, as_json)
    if not what:
        click.get_current_context().exit(1)


def _route(*, alone: bool) -> None:
    """Ask the questions of the channel router, in lines."""
    import contextlib

    from simulator import plain_handbook
    from simulator.errors import UserError
    from simulator.plain_console import Console, LeftError

    if not alone:
        raise UserError(_("--route 自己问，不和别的一起用。"), _("去掉别的选项和词。"), 2)
    with contextlib.suppress(LeftError):
        plain_handbook.route(Console())


def _contents(as_json: bool) -> None:
    from simulator.handbook import data, lines

    if as_json:
        _print_json(data.contents(_today()))
    else:
        _print(lines.contents(_today()))


def _show(what: Found, as_json: bool) -> None:
    from simulator.handbook import data, lines

    if as_json:
        _print_json(data.found(what, _today()))
    else:
        _print(lines.found(what, _today()))


def _card(asked: str, card: str) -> Found:
    """The rows of a card, or the directory; with words only those that have them."""
    from scenarios import handbook
    from simulator.handbook.asked import whole
    from simulator.handbook.words import DIRECTORY

    if not asked.strip():
        return whole(card)
    if card == DIRECTORY:
        return handbook.in_directory(asked)
    return handbook.Found(rows=handbook.matching(asked, handbook.rows(card)))


def _look_up(asked: str, topic: str | None) -> Found:
    from scenarios.handbook import look_up, topic_named

    if topic is None:
        return look_up(asked)
    key = topic_named(topic)
    if not key:
        raise _no_topic(topic)
    return look_up(asked, key)


def _no_topic(topic: str) -> UserError:
    from difflib import get_close_matches

    from scenarios.statutes import topics
    from simulator.errors import UserError, sentences
    from simulator.handbook.words import topic as named

    known = {text: key for key, names in topics().items() for text in (key, *names.values())}
    near = get_close_matches(topic[:60], list(known), n=1, cutoff=0.5)
    nearest = _("是不是 {name}？", name=known[near[0]]) if near else ""
    names = _("、").join(f"{key} {named(key)}" for key in topics())
    return UserError(
        _("没有「{topic}」这个主题。", topic=topic), sentences(nearest, _("主题有：{names}", names=names)), 2
    )


def _nothing(asked: str, topic: str | None) -> UserError:
    """Nothing found: what the words may have meant."""
    from scenarios.handbook import place_in
    from scenarios.statutes import nearest, statute
    from simulator.errors import UserError
    from simulator.handbook.words import title

    place = place_in(asked)
    of = statute(place.statute) if place else None
    if place and of:
        message = _("手册里没有{title}第 {n} 条。", title=title(of), n=place.article)
        if of.articles:
            return UserError(message, _("有的是：{numbers}", numbers=_("、").join(of.articles)))
        return UserError(message, _("这部法规一条也没有收；写它的名字看它是否有效。"))
    near = nearest(place.statute) if place else ""
    if near:
        return UserError(_("手册里没有「{words}」。", words=asked), _("是不是 {name}？", name=near))
    hint = _("换个词，或者不写词看目录：jiefang handbook")
    if topic is not None:
        hint = _("去掉 --topic 再查，或者换个词。")
    return UserError(_("手册里没有「{words}」。", words=asked), hint)


def _today() -> date:
    return datetime.now().astimezone().date()


def _print(shown: Iterable[str]) -> None:
    """Lines; broken at the terminal's width, where it is one, and left whole for what reads them line by line."""
    from simulator.errors import harmless
    from simulator.handbook.lines import laid_out

    width = 0
    if sys.stdout.isatty():
        from shutil import get_terminal_size

        width = get_terminal_size().columns
    for line in shown:
        for part in laid_out(line, width) if width else [line]:
            click.echo(harmless(part))


def _print_json(data: object) -> None:
    import json

    click.echo(json.dumps(data, ensure_ascii=False))
