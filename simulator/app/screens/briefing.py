"""Before the visit: who comes, who one is, how one wants to play."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Input

from simulator import i18n, memory
from simulator.app.keys import key
from simulator.app.screens.room import Room
from simulator.app.text import paragraphs, stacked, words
from simulator.app.widgets.line import Line
from simulator.app.widgets.page import Prose
from simulator.app.widgets.segments import Segment, Segments
from simulator.figures import capital
from simulator.helpline import HELPLINE
from simulator.i18n import _
from simulator.variants import title

if TYPE_CHECKING:
    from scenarios.model import Scenario, Text, Variant
    from simulator.app.app import PlayStart

ANY = "*"
"""The variant that is drawn when the visit begins."""

ROOMY = 34
"""From so many rows on there is a line for each variant."""


def draw(variants: list[str], seed: str | None) -> str:
    """The variant of a visit whose variant was left to chance; the same for the same seed."""
    return random.Random(seed).choice(variants)


class BriefingScreen(Room[None]):
    """What one knows when the number is called."""

    CSS_PATH = "briefing.tcss"
    AUTO_FOCUS = "#mode"
    BINDINGS = [
        key("enter", "begin", "开始接访", "开始接访", name="briefing.begin"),
        key("m", "next_mode", "方式", "换一种方式：练习、模拟、考核", name="briefing.mode"),
        key("v", "next_variant", "情形", "换一种情形", name="briefing.variant"),
        key("n", "name", "姓名", "记录里用的姓名", name="briefing.name"),
        key("pageup", "scroll(-1)", "往回看", "", name="briefing.up", show=False),
        key("pagedown", "scroll(1)", "往下看", "", name="briefing.down", show=False),
        key("escape", "back", "返回", "回首页", name="briefing.back", label="Esc"),
    ]

    def __init__(self, start: PlayStart, scenario: Scenario | None = None) -> None:
        """A scenario that was read already is not read again."""
        super().__init__()
        self._start = start
        self._scenario: Scenario | None = None
        self._given = scenario
        self._problem = ""
        self._drawn = ""

    def inside(self) -> ComposeResult:
        with Vertical(id="briefing"):
            yield Prose(id="title")
            with VerticalScroll(id="text", can_focus=False):
                yield Prose(id="brief")
            # Not with the text, which scrolls: it must be seen before one begins.
            yield Prose(id="warning")
            with Vertical(id="how"):
                yield Segments(id="mode")
                yield Segments(id="variant")
                with Horizontal(id="trainee"):
                    yield Prose(id="trainee-label")
                    yield Line(id="name", max_length=40)
                    yield Button(id="begin", compact=True)

    def on_mount(self) -> None:
        """Read the scenario after the first frame."""
        super().on_mount()
        self.query_one("#name", Input).value = self.jiefang.own.trainee
        self.query_one("#how").display = False
        self.query_one("#warning").display = False
        if self._given is not None:
            self._have(self._given)
            self.call_after_refresh(self.warm)
        else:
            self.call_after_refresh(self.read)
        self.call_after_refresh(memory.settle)

    def on_resize(self) -> None:
        """Where rows are many, variants with long names stand below one another."""
        self.query_one("#variant", Segments).let_roomy(self.size.height >= ROOMY)

    # ---- reading ----------------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="briefing")
    def read(self) -> None:
        """The scenario."""
        from scenarios.diagnostic import ScenarioError, render
        from simulator.opening import opened

        try:
            scenario = opened(self._start.scenario)
        except ScenarioError as error:
            first = render(error.diagnostics[0], i18n.language())
            problem = f"{first.code} {first.message}"
            self.app.call_from_thread(self._cannot, problem)
            return
        self.app.call_from_thread(self._have, scenario)
        self.app.call_from_thread(self.call_after_refresh, self.warm)

    @work(thread=True, group="briefing")
    def warm(self) -> None:
        """What the visit and its coach will need: numpy takes longer to import than an answer to a key may take."""
        from simulator.app import visits

        visits.warm()
        import scoring.rate  # noqa: F401

    def _cannot(self, problem: str) -> None:
        self._problem = problem
        self.speak()

    def _have(self, scenario: Scenario) -> None:
        self._scenario = scenario
        start = self._start
        self._drawn = draw(list(scenario.variants), start.seed)
        if start.variant is not None and start.variant not in scenario.variants:
            names = _("、").join(scenario.variants)
            self.banner.show(_("没有情形「{name}」，有这些：{names}", name=start.variant, names=names))
        self.query_one("#how").display = True
        self.speak()
        self.query_one("#mode").focus()

    # ---- words ------------------------------------------------------------------------------------------------

    def speak(self) -> None:
        """Say it in the language in use."""
        if self._problem:
            self.title_bar.show(_("剧本"))
            self.query_one("#brief", Prose).show(words(_("这个剧本现在读不了：{why}", why=self._problem)))
        scenario = self._scenario
        if scenario is None:
            return
        self.title_bar.show("", self._level(scenario))
        self._tell(scenario)
        self._offer(scenario)
        self.query_one("#trainee-label", Prose).show(words(" " + _("姓名"), "$faint"))
        self.query_one("#name", Input).placeholder = _("不写也行")
        self.query_one("#begin", Button).label = words(_("开始接访"))

    def about(self) -> str:
        """For the help screen."""
        return _("练习：看得见三个刻度，每选一步有点评，可以撤回。模拟和考核：只看神态，有些话限时，说出口就收不回。")

    def _text(self, text: Text) -> str:
        """A text as the variant that is picked, or drawn, has it."""
        from scenarios.text import fill

        assert self._scenario is not None
        picked = self.query_one("#variant", Segments).value or self._start.variant or ANY
        return fill(text, self._scenario.variants.get(picked) or self._variant, (), i18n.language())

    @property
    def _variant(self) -> Variant:
        assert self._scenario is not None
        return self._scenario.variants[self._drawn]

    def _level(self, scenario: Scenario) -> str:
        from scenarios.vocabulary import vocabulary

        level = vocabulary().levels[scenario.level].name.text(i18n.language())
        return f"{level}  ·  {scenario.date:%Y-%m-%d}"

    def _tell(self, scenario: Scenario) -> None:
        """What depends on the variant that is picked."""
        self.query_one("#title", Prose).show(words(self._text(scenario.title), "bold $ink"))
        self.query_one("#brief", Prose).show(words(paragraphs(self._text(scenario.brief))))
        self._warn(scenario)

    def _warn(self, scenario: Scenario) -> None:
        warning = self.query_one("#warning", Prose)
        warning.display = scenario.warning is not None
        if scenario.warning is not None:
            help_line = _("心里不好受就按 Esc 停下来；全国心理援助热线 {number}。", number=HELPLINE)
            warning.show(stacked([words(self._text(scenario.warning), "$gamboge"), words(help_line, "$faint")]))

    def _offer(self, scenario: Scenario) -> None:
        from scenarios.vocabulary import vocabulary

        language = i18n.language()
        mode = self.query_one("#mode", Segments)
        modes = [
            Segment(key, term.name.text(language), term.what.text(language)) for key, term in vocabulary().modes.items()
        ]
        mode.show(_("方式"), modes, mode.value or self._start.mode or "practice")
        picker = self.query_one("#variant", Segments)
        variants = [Segment(ANY, _("随机"), _("同一件事，来的人和条件各有不同。"))]
        variants += [Segment(name, title(variant)) for name, variant in scenario.variants.items()]
        picker.show(capital(_("情形")), variants, picker.value or self._start.variant or ANY)

    # ---- doing ------------------------------------------------------------------------------------------------

    def action_next_mode(self) -> None:
        """The next way of playing."""
        self.query_one("#mode", Segments).action_step(1)

    def action_next_variant(self) -> None:
        """The next variant."""
        self.query_one("#variant", Segments).action_step(1)

    def action_name(self) -> None:
        """Write one's name."""
        self.query_one("#name", Input).focus()

    @on(Segments.Picked)
    def _picked(self) -> None:
        if self._scenario is not None:
            self._tell(self._scenario)

    @on(Input.Submitted, "#name")
    def _named(self) -> None:
        self._remember()
        self.query_one("#mode").focus()

    def _remember(self) -> str:
        """The name that stands there, kept for the next visit."""
        trainee = self.query_one("#name", Input).value.strip()
        if trainee != self.jiefang.own.trainee:
            self.jiefang.keep(self.jiefang.own._replace(trainee=trainee))
        return trainee

    def action_back(self) -> None:
        """From the name to the rest, from there home; the name is remembered."""
        self._remember()
        if self.query_one("#name", Input).has_focus:
            self.query_one("#mode").focus()
        else:
            self.dismiss()

    def action_scroll(self, pages: int) -> None:
        """Read on in a long briefing."""
        text = self.query_one("#text")
        text.scroll_relative(y=pages * max(1, text.size.height - 1), animate=False)

    @on(Button.Pressed, "#begin")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_begin()

    def action_begin(self) -> None:
        """Call the number."""
        if self._scenario is not None:
            self._enter(self.query_one("#variant", Segments).value, self.query_one("#mode", Segments).value)

    def _enter(self, variant: str, mode: str) -> None:
        from simulator.app.visits import begun

        scenario = self._scenario
        assert scenario is not None
        self._remember()
        variant = self._drawn if variant == ANY else variant
        self.app.switch_screen(begun(self.jiefang, scenario, variant=variant, mode=mode, seed=self._start.seed))
