"""来访登记表 and 分流单: a sheet of paper to fill in, the conversation readable beside it."""

from __future__ import annotations

import contextlib

from textual import events, on
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
from simulator.app.widgets.page import OneLine, Prose
from simulator.errors import sentences
from simulator.form_search import in_directory
from simulator.forms import Draft, fields, keep, kept, kind_of, title
from simulator.i18n import _
from simulator.moments import moments
from simulator.record.errors import StoreError
from simulator.visit import Visit

READING = "-reading"
"""The screen's class while the conversation is laid open below the sheet."""


class FormScreen(Room[dict[str, str] | None]):
    """A form of the visit. Dismissed with the picks, or with None when it is put aside; the draft stays either way."""

    AUTO_FOCUS = "FormSheet"
    CSS_PATH = "form.tcss"
    BINDINGS = [
        key(
            "slash",
            "find",
            "查找",
            "在这一栏里查：打几个字、编号或拼音首字母，名录也在里面",
            name="form.find",
            label="/",
        ),
        key("v", "talk", "看谈话", "在表的旁边翻开或合上刚才的谈话", name="form.flip"),
        key("ctrl+s", "hand_in", "交表", "交上去；还空着的栏会指给您看", name="form.hand_in", label="^S"),
        key("escape", "put_aside", "先放下", "先放下，填过的都留着", name="form.put_aside", label="Esc"),
        key("n", "next_open", "空着的", "到下一处还空着的栏", name="form.next_open"),
        key("h", "handbook", "手册", "查手册；查了什么会记下来，不计分", name="form.handbook"),
        key("pageup", "read(-1)", "往回看", "往回看谈话，不离开这一栏", name="form.back", label="PgUp", show=False),
        key("pagedown", "read(1)", "往下看", "往下看谈话", name="form.forth", label="PgDn", show=False),
    ]

    def __init__(self, visit: Visit, conversation: Conversation) -> None:
        super().__init__()
        self.visit = visit
        self.conversation = conversation
        self.draft = Draft(fields(conversation), kept(visit))
        self._asked = False

    def inside(self) -> ComposeResult:
        """The paper, and beside or below it the conversation."""
        with Horizontal(id="desk"):
            with Vertical(id="paper"):
                yield Prose(id="letterhead")
                yield FormSheet(self.draft, id="sheet")
                with Horizontal(id="foot"):
                    yield OneLine(id="state")
                    yield Button(id="hand-in", compact=True)
            with Vertical(id="beside"):
                yield Prose(id="said")
                yield Transcript(id="transcript")

    def on_mount(self) -> None:
        """The conversation is read from its end."""
        super().on_mount()
        # Keys belong to the sheet; the conversation is read with the wheel and with PgUp.
        self.talk.can_focus = False
        self.call_after_refresh(self.talk.follow)

    @property
    def sheet(self) -> FormSheet:
        """The sheet that is filled in."""
        return self.query_one(FormSheet)

    @property
    def talk(self) -> Transcript:
        """What was said."""
        return self.query_one(Transcript)

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
        self.sheet.show(self.draft)
        self.query_one("#said", Prose).show(words(_("刚才的谈话"), "bold"))
        self.talk.show(moments(self.conversation, reasons=False))
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
        """Say in the foot which fields are still open."""
        left = self.draft.open_fields()
        names = _("、").join(field.label for field in left)
        text = _("还没选 {n} 栏：{fields}", n=len(left), fields=names) if left else _("可以交表了")
        self.query_one("#state", Prose).show(words(text.replace("\n", " "), "$gamboge" if left else "$malachite"))

    def about(self) -> str:
        """For the help screen."""
        filling = _("照来访人的原话填：说过的、说得准的勾上，走了样的和没说过的不勾。每一栏选一项，填好了交表。")
        return sentences(filling, _("PgUp、PgDn 往回看谈话，光标不离开表；/ 查这一栏，h 查手册。"))

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

    def on_click(self, event: events.Click) -> None:
        """A click on what is still open goes there."""
        if event.widget is not None and event.widget.id == "state":
            self.action_next_open()

    def action_hand_in(self) -> None:
        """Hand the form in; where something is open, note it in the margin and go there.

        A record without a single tick may be meant: it is asked about once.
        """
        self.sheet.settle()
        left = self.draft.open_fields()
        if self.draft.blank and not self._asked:
            left = [field for field in self.draft.fields if field.kind == "tick"] + left
            self._asked = True
        if not left:
            self.dismiss(self.draft.result())
            return
        self.sheet.focus()
        self.sheet.point_out(left)
        self._count()

    def action_next_open(self) -> None:
        """To the next field that is still open, from the last one to the first."""
        left = self.draft.open_fields()
        if left:
            self.sheet.focus()
            self.sheet.go_to(left)
        else:
            self.query_one("#hand-in", Button).focus()

    def action_put_aside(self) -> None:
        """Put the conversation away where it was laid open; else put the form aside."""
        if self.has_class(READING) and not self._both_in_view:
            self.action_talk()
        else:
            self.sheet.settle()
            keep(self.visit, self.draft)
            # What cannot be kept now is kept when the visit is left, which says so where it cannot.
            with contextlib.suppress(StoreError):
                self.visit.keep_draft()
            self.dismiss(None)

    # ---- looking up -------------------------------------------------------------------------------------------

    def action_find(self) -> None:
        """Search in the field one is in; what was picked there is picked here."""
        from simulator.app.screens.form_find import FindScreen

        self.sheet.settle()
        at, field = self.sheet.at[0], self.sheet.field
        finding = FindScreen(self.draft, field)

        def found(entry: int | None) -> None:
            if finding.typed and in_directory(field):
                self._looked_up(finding.typed)
            if entry is not None:
                self.sheet.choose((at, entry))

        self.app.push_screen(finding, found)

    def action_handbook(self) -> None:
        """Open the handbook; looking things up is allowed and logged."""
        from simulator.app.screens.handbook import HandbookScreen

        self.app.push_screen(HandbookScreen(self._looked_up))

    def _looked_up(self, what: str) -> None:
        # What cannot be kept now is kept with the next step, which says so where it cannot.
        with contextlib.suppress(StoreError):
            self.visit.looked_up(what)

    # ---- the conversation beside the form ---------------------------------------------------------------------

    @property
    def _both_in_view(self) -> bool:
        """Whether the screen is wide enough for both, always."""
        return self.has_class("-wide")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key for what is in view anyway."""
        return not (action == "talk" and self._both_in_view)

    def action_talk(self) -> None:
        """Lay the conversation open below the sheet, or put it away; the cursor stays on the sheet."""
        self.toggle_class(READING)
        self.call_after_refresh(self.sheet.bring_into_view)
        self.call_after_refresh(self.talk.follow)

    def action_read(self, pages: int) -> None:
        """Scroll the conversation; where it is not in view, lay it open."""
        if self.has_class(READING) or self._both_in_view:
            self.talk.scroll_relative(y=pages * max(1, self.talk.size.height - 1), animate=False)
        else:
            self.action_talk()
