"""The explorer: at each decision of a scenario what everybody chose and how it went; a choice leads on to its scene."""

from __future__ import annotations

from dataclasses import replace

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from scenarios.vocabulary import vocabulary
from simulator import i18n
from simulator.app.keys import key
from simulator.app.screens.room import Room
from simulator.app.text import cut, joined, spread, stacked, words
from simulator.app.widgets.page import Page, Prose
from simulator.app.widgets.picklist import Picklist
from simulator.app.wrapping import hung
from simulator.figures import number
from simulator.i18n import _
from simulator.record.cohorts import Wanted
from simulator.record.errors import StoreError
from simulator.replay.explorer import Crossroads, Explorer, Taken, option_words
from simulator.replay.ways import Ways

BAR = 12
"""Cells of the longest share."""


class OptionList(Picklist):
    """The options of one decision, the frequent ones first: a bar, figures, and below them the words."""

    BINDINGS = [
        key("enter,right", "take", "走下去", "到这个选择通向的地方", name="explore.on", label="↵"),
        key("left,backspace", "screen.back", "退回", "回到上一个决定", name="explore.back", label="←"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.explorer: Explorer | None = None
        self.crossroads: Crossroads | None = None

    @property
    def count(self) -> int:
        """How many options."""
        return 0 if self.crossroads is None else len(self.crossroads.options)

    def row(self, index: int, width: int, *, here: bool) -> list[Content]:
        """Share, how often, mean score and cost; the words."""
        assert self.explorer is not None, "there is a row"
        assert self.crossroads is not None, "there is a row"
        option = self.crossroads.options[index]
        mark = ("▌ " if here else "  ", "$indigo")
        full = round(option.share * BAR)
        bar = joined(("█" * full, "$indigo 60%"), ("·" * (BAR - full), "$rule"))
        tone = "bold $ink" if option.times else "$faint"
        first = joined(mark, bar, " ", (share(option), tone), (figures(option), "$faint")).truncate(
            width, ellipsis=True
        )
        style = "$faint" if not option.times else "bold $ink" if here else "$ink"
        said = option_words(self.explorer, option, i18n.language())
        notes = "" if option.current or self.explorer.latest is None else "  " + _("（最近一版没有这一项）")
        return [first, *hung(joined((said, style), (notes, "$faint")), width - 1, joined(mark), joined(mark))]


def share(option: Taken) -> str:
    """How many of all took it, in six cells: " 62 %"."""
    if not option.times:
        return f"{'0 %':>5} "
    return f"{f'{100 * option.share:.0f} %' if option.share >= 0.005 else '<1 %':>5} "


def figures(option: Taken) -> str:
    """How often, and how the visits went that took it."""
    if not option.times:
        return _("没有人选")
    found = _("{n} 次", n=f"{option.times:,}")
    if option.timed_out:
        found += _("（{n} 次是到点）", n=f"{option.timed_out:,}")
    if option.score is not None and option.cost is not None:
        found += "  " + _("平均 {score} 分，丢 {cost}", score=number(option.score), cost=number(option.cost))
    return found


class PlaceList(Page):
    """Every decision of the scenario; the one that is shown lies on paper."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.places: tuple[Crossroads, ...] = ()
        self.at = 0

    def show(self, places: tuple[Crossroads, ...], at: int) -> None:
        """Show these, with one of them pointed at."""
        self.places, self.at = places, at
        self.relay()
        self.show_lines(max(at - 1, 0), 3)

    def lines(self, width: int) -> list[Content]:
        """A line a decision: where, and how often it was decided."""
        return [self._line(index, width) for index in range(len(self.places))]

    def _line(self, index: int, width: int) -> Content:
        each = self.places[index]
        here = index == self.at
        place = f"  {each.line}" if each.line else each.scene
        left = joined(("▌" if here else " ", "$indigo"), (place, "bold $ink" if here else "$ink"))
        return spread(left, words(f"{each.times:,} ", "$faint"), width)


class ExploreScreen(Room[None]):
    """A scenario as everybody played it."""

    CSS_PATH = "explore.tcss"
    AUTO_FOCUS = "#options"
    BINDINGS = [
        key("n,right_square_bracket", "place(1)", "下一处", "按剧本的次序，下一个决定", name="explore.next", label="n"),
        key("N,left_square_bracket", "place(-1)", "上一处", "按剧本的次序，上一个决定", name="explore.last", label="N",
            show=False),
        key("v", "variant", "情形", "只看一种情形，或者全看", name="explore.variant"),
        key("m", "mode", "模式", "只看一种模式，或者全看", name="explore.mode"),
        key("escape,q", "dismiss", "回去", "回到来的地方", name="explore.leave", label="Esc"),
    ]  # fmt: skip

    def __init__(self, wanted: Wanted, scene: str | None = None) -> None:
        """Look at the sessions that are wanted, beginning at a scene."""
        super().__init__()
        self.wanted = wanted
        self._first = scene
        self.explorer: Explorer | None = None
        self.at = 0
        self._ways: Ways | None = None
        self._trail: list[int] = []
        self._variants: list[str] = []

    def inside(self) -> ComposeResult:
        with Horizontal(id="both"):
            yield PlaceList(id="places")
            with Vertical(id="here"):
                yield Prose(id="said")
                yield OptionList(id="options")

    def on_mount(self) -> None:
        """Look it up."""
        super().on_mount()
        self.look_up()

    # ---- words ------------------------------------------------------------------------------------------------

    def speak(self) -> None:
        """Say it in the language in use."""
        found = self.explorer
        title = self.wanted.scenario
        if found is not None and found.latest is not None:
            title = found.words(found.latest.scenario.title, i18n.language())
        self.title_bar.show(_("大家怎么选  {title}", title=title), *self._filters(), self._counted())
        if found is not None:
            self.show_place()

    def _filters(self) -> list[str]:
        mode = self.wanted.mode
        return [self.wanted.variant or "", vocabulary().modes[mode].name.text(i18n.language()) if mode else ""]

    def _counted(self) -> str:
        return _("正在数……") if self.explorer is None else _("{n} 次接访", n=f"{self.explorer.counted:,}")

    def show_place(self) -> None:
        """The decision one stands at."""
        found = self.explorer
        assert found is not None, "it was looked up"
        options = self.query_one(OptionList)
        options.explorer = found
        options.crossroads = found.crossroads[self.at] if found.crossroads else None
        self.query_one(PlaceList).show(found.crossroads, self.at)
        self.query_one("#said", Prose).show(self._said())
        options.renew()

    def _said(self) -> Content:
        found = self.explorer
        assert found is not None, "it was looked up"
        if not found.crossroads:
            return words(_("还没有计了分的接访。"), "$faint")
        here = found.crossroads[self.at]
        language = i18n.language()
        place = f"{here.scene}.{here.line}" if here.line else here.scene
        said = (
            found.words(here.label, language)
            if here.line
            else self._ways.said(here.scene, language)
            if self._ways
            else ""
        )
        head = joined((place, "bold"), (f"  {_('{n} 次', n=f'{here.times:,}')}", "$faint"))
        return stacked([head, *([words(cut(said, 300), "$faint")] if said else [])])

    def about(self) -> str:
        """For the help screen."""
        return _(
            "像查开局一样：每个决定大家都选了什么，选了它的接访平均得多少分，这一下平均丢多少。"
            "回车顺着一个选择走到下一处，← 退回来。"
        )

    # ---- looking up -------------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="explore")
    def look_up(self) -> None:
        """Count in a thread."""
        from simulator.errors import sentence
        from simulator.record.store import open_store

        wanted = self.wanted
        try:
            with open_store() as store:
                found = Explorer.of(store, wanted)
                variants = store.played_scenarios().get(wanted.scenario, [])
        except StoreError as error:
            self.app.call_from_thread(self.banner.show, sentence(error))
            return
        ways = None if found.latest is None else Ways(found.latest)
        self.app.call_from_thread(self._found, wanted, found, ways, variants)

    def _found(self, wanted: Wanted, found: Explorer, ways: Ways | None, variants: list[str]) -> None:
        if not self.is_attached or wanted != self.wanted:
            return
        here = self.explorer.crossroads[self.at] if self.explorer is not None and self.explorer.crossroads else None
        self.explorer, self._ways, self._variants = found, ways, variants
        if here is not None:
            self.at = self._place(here.scene, here.line) or 0
        else:
            self.at = self._place(self._first) or 0 if self._first is not None else 0
        self._trail = []
        notes = []
        if found.unrated:
            notes.append(_("另有 {n} 次没有计分，没有计入", n=f"{found.unrated:,}"))
        if found.unfinished:
            notes.append(_("另有 {n} 次没有结束，没有计入", n=f"{found.unfinished:,}"))
        self.banner.show(_("；").join(notes))
        self.speak()

    def _place(self, scene: str, line: str | None = None) -> int | None:
        """The decision at a scene; of a form its first line, where no other is named."""
        assert self.explorer is not None, "it was looked up"
        for index, each in enumerate(self.explorer.crossroads):
            if each.scene == scene and line in (None, each.line):
                return index
        return None

    def action_variant(self) -> None:
        """The next variant, after the last one all."""
        turn: list[str | None] = [None, *self._variants]
        self._want(replace(self.wanted, variant=_after(turn, self.wanted.variant)))

    def action_mode(self) -> None:
        """The next mode, after the last one all."""
        turn: list[str | None] = [None, *vocabulary().modes]
        self._want(replace(self.wanted, mode=_after(turn, self.wanted.mode)))

    def _want(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.look_up()

    # ---- walking ----------------------------------------------------------------------------------------------

    @on(Picklist.Taken)
    def _taken(self, event: Picklist.Taken) -> None:
        event.stop()
        if self.explorer is None or self._ways is None or not self.explorer.crossroads:
            return
        here = self.explorer.crossroads[self.at]
        leads = self._ways.leads(here.scene, here.options[event.index].id)
        if here.line:
            # The lines of a form follow one another.
            following = self.at + 1
            if following < len(self.explorer.crossroads) and self.explorer.crossroads[following].scene == here.scene:
                self._go(following)
                return
        places = [place for place in map(self._place, leads) if place is not None]
        if places:
            self._go(places[0])
        elif any(self._ways.is_ending(scene) for scene in leads):
            ending = next(scene for scene in leads if self._ways.is_ending(scene))
            said = cut(self._ways.said(ending, i18n.language()), 120)
            self.notify(said, title=_("接访到这里结束"), timeout=4, markup=False)
        else:
            self.notify(_("从这里走下去，还没有人作过决定。"), timeout=2, markup=False)

    def _go(self, place: int) -> None:
        self._trail.append(self.at)
        self.at = place
        self.show_place()

    def action_back(self) -> None:
        """Back to where one came from."""
        if self._trail:
            self.at = self._trail.pop()
            self.show_place()

    def action_place(self, by: int) -> None:
        """The next decision of the scenario, or the one before."""
        if self.explorer is not None and self.explorer.crossroads:
            self._go((self.at + by) % len(self.explorer.crossroads))


def _after(turn: list[str | None], value: str | None) -> str | None:
    return turn[(turn.index(value) + 1) % len(turn)] if value in turn else None
