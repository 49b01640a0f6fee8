"""来访登记表 and 分流单: a sheet of paper to fill in, the conversation readable beside it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button

from scenarios.conversation import Conversation
from scenarios.dates import show as written_date
from scenarios.vocabulary import vocabulary
from simulator import i18n
from simulator.app.keys import key
from simulator.app.screens.room import Room
from simulator.app.text import stacked, words
from simulator.app.widgets.conversation import Conversation as Transcript
from simulator.app.widgets.form_sheet import FormSheet
from simulator.app.widgets.page import Prose
from simulator.forms import Draft, fields, keep, kept, kind_of, title
from simulator.i18n import _
from simulator.moments import moments
from simulator.visit import Visit


class FormScreen(Room[dict[str, str] | None]):
    """A form of the visit. Dismissed with the picks, or with None when it is put aside; the draft stays either way."""

    AUTO_FOCUS = "FormSheet"
    CSS_PATH = "form.tcss"
    BINDINGS = [
        key("ctrl+s", "hand_in", "交表", "交上去；还空着的栏会指给您看", name="form.hand_in", label="^S"),
        key("v", "flip", "看谈话", "在表和刚才的谈话之间翻面", name="form.flip"),
        key("escape", "put_aside", "先放下", "先放下，填过的都留着", name="form.put_aside", label="Esc"),
    ]

    def __init__(self, visit: Visit, conversation: Conversation) -> None:
        super().__init__()
        self.visit = visit
        self.conversation = conversation
        self.draft = Draft(fields(conversation), kept(visit))

    def inside(self) -> ComposeResult:
        """The paper, and beside or behind it the conversation."""
        with Horizontal(id="desk"):
            with Vertical(id="paper"):
                yield Prose(id="letterhead")
                yield FormSheet(self.draft, id="sheet")
                with Horizontal(id="foot"):
                    yield Prose(id="state")
                    yield Button(id="hand-in", compact=True)
            with Vertical(id="beside"):
                yield Prose(id="said")
                yield Transcript(id="transcript")

    def on_mount(self) -> None:
        """The conversation is read from its end."""
        super().on_mount()
        self.call_after_refresh(self.query_one(Transcript).follow)

    def speak(self) -> None:
        """Put the form into words, in the language in use; what was filled in stays."""
        language = i18n.language()
        play = self.visit.play
        self.conversation = Conversation(play, language)
        self.draft = Draft(fields(self.conversation), self.draft.picks)
        scenario = self.visit.edition.scenario
        mode = vocabulary().modes[self.visit.session.mode].name.text(language)
        step = _("第 {n} 步", n=len(play.steps) + 1)
        self.title_bar.show(self.conversation.text(scenario.title, play.start), mode, step)
        self.query_one("#letterhead", Prose).show(self._letterhead(language))
        self.query_one(FormSheet).show(self.draft)
        self.query_one("#said", Prose).show(words(_("刚才的谈话"), "bold"))
        self.query_one(Transcript).show(moments(self.conversation, reasons=False))
        self.query_one("#hand-in", Button).label = words(_("交表"))
        self._count()

    def _letterhead(self, language: str) -> Content:
        """The heading of the paper: whose it is, what it is, the day and who receives."""
        name = title(kind_of(self.visit.play))
        spaced = " ".join(name) if language == "zh" else name
        day = written_date(self.visit.edition.scenario.date, language)
        facts = [_("接访日期：{day}", day=day)]
        if self.visit.session.trainee:
            facts.append(_("接待人：{name}", name=self.visit.session.trainee))
        return stacked([words(spaced, "bold"), words("    ".join([_("信访接待窗口"), *facts]), "$faint")])

    def _count(self) -> None:
        """Say in the foot what is still open."""
        left = len(self.draft.open_fields())
        text = _("还有 {n} 栏没有选", n=left) if left else _("可以交表了")
        self.query_one("#state", Prose).show(words(text, "$gamboge" if left else "$malachite"))

    def about(self) -> str:
        """For the help screen."""
        return _("照来访人的原话填：说过的、说得准的勾上，走了样的和没说过的不勾。每一栏选一项，填好了交表。")

    # ---- doing ------------------------------------------------------------------------------------------------

    @on(FormSheet.Changed)
    def _changed(self, event: FormSheet.Changed) -> None:
        event.stop()
        keep(self.visit, self.draft)
        self._count()

    @on(Button.Pressed, "#hand-in")
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_hand_in()

    def action_hand_in(self) -> None:
        """Hand the form in; where something is open, note it in the margin and go there."""
        self.query_one(FormSheet).settle()
        left = self.draft.open_fields()
        if not left:
            self.dismiss(self.draft.result())
            return
        self.remove_class("-flipped")
        sheet = self.query_one(FormSheet)
        sheet.focus()
        sheet.point_out(left)
        self._count()

    def action_put_aside(self) -> None:
        """Back to the conversation where it was flipped to; else put the form aside."""
        if self.has_class("-flipped"):
            self.action_flip()
        else:
            self.query_one(FormSheet).settle()
            keep(self.visit, self.draft)
            self.dismiss(None)

    def action_press(self) -> None:
        """Tick or pick, from the key bar."""
        self.query_one(FormSheet).action_press()

    def action_field(self, by: int) -> None:
        """Another field, from the key bar."""
        self.query_one(FormSheet).action_field(by)

    def action_flip(self) -> None:
        """Turn to the conversation and back; where both are in view, only the focus goes over."""
        flipped = not self.has_class("-flipped")
        self.set_class(flipped, "-flipped")
        self.query_one(Transcript if flipped else FormSheet).focus()
        if flipped:
            self.call_after_refresh(self.query_one(Transcript).follow)
