"""From the preview to its dialogs and back: a form, a jump, a state, the map, a test, the editor."""

from __future__ import annotations

import os
import subprocess
import threading
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import SuspendNotSupported

from scenarios.conversation import Conversation
from scenarios.diagnostic import Mark
from scenarios.play import Input
from simulator import i18n
from simulator.errors import UserError
from simulator.i18n import _

if TYPE_CHECKING:
    from simulator.app.preview.background import Background as Base
    from simulator.app.widgets.choices import Choices
    from simulator.preview.beginning import Beginning
    from simulator.preview.shown_way import Shown
else:
    Base = object


class Trips(Base):
    """What a preview opens on top of itself, and what comes of it."""

    if TYPE_CHECKING:

        @property
        def choices(self) -> Choices: ...
        def show_visit(self, at: int = 0) -> None: ...
        def take(self, given: Input) -> None: ...
        def say(self, text: str, *, warn: bool = False) -> None: ...

    # ---- a form -----------------------------------------------------------------------------------------------

    def open_form(self) -> None:
        """Fill in the form one is at."""
        from simulator.app.screens.form import FormScreen
        from simulator.record.log import Session
        from simulator.visit import Visit

        play = self.bench.play
        assert play is not None
        edition = play.engine.program.edition
        session = Session("", edition.scenario.id, edition.hash, edition.variant.name, "practice", play.seed, "",
                          i18n.language(), "")  # fmt: skip
        visit = Visit(play, session, None)
        self.app.push_screen(FormScreen(visit, Conversation(play, i18n.language())), self._filled)

    def _filled(self, picks: dict[str, str] | None) -> None:
        # The file may have been saved while the form was open; then it may be no form any more.
        if picks is not None:
            self.take(picks)

    def fill_best(self) -> None:
        """Fill it in as well as it can be."""
        from scoring.lines_of_play import best_picks

        play, evaluator = self.bench.play, self.bench.evaluator
        if play is not None and evaluator is not None and play.node.form is not None:
            self.take(best_picks(play, evaluator))

    # ---- jumping ----------------------------------------------------------------------------------------------

    def action_jump(self) -> None:
        """Choose a scene to go to."""
        from simulator.app.preview.jump import JumpScreen, destinations

        play = self.bench.play
        if play is not None:
            self.app.push_screen(JumpScreen(destinations(self.bench), play.node.id), self._jump)

    def _jump(self, wanted: tuple[str, str] | None) -> None:
        if wanted is None:
            return
        scene, how = wanted
        if scene not in self.bench.scenes():
            self.say(_("场景 {scene} 已经不在了。", scene=scene), warn=True)
        elif how == "way":
            self._find_way(scene)
        else:
            self.bench.jump(scene)
            self.show_visit()
            if how == "state":
                self.action_state()

    @work(thread=True, group="way", exclusive=True)
    def _find_way(self, scene: str) -> None:
        from simulator.preview.way import way_to

        play = self.bench.play
        assert play is not None
        found = way_to(play.engine, scene, self.bench.evaluator)
        self.app.call_from_thread(self._go, scene, play, found)

    def _go(self, scene: str, play: Any, found: Any) -> None:
        if self.bench.play is not play:
            return  # saved meanwhile; one looks again
        if found is not None:
            self.bench.follow(found.inputs, found.seed)
        else:
            self.bench.jump(scene)
            self.say(_("没有找到走到 {scene} 的路，就照现在的状态跳过去了。", scene=scene), warn=True)
        self.show_visit()

    def action_untried(self) -> None:
        """Go on to a choice that was never taken: here, or wherever one can be come to."""
        if not self.point_at_untried():
            self._find_untried()

    def point_at_untried(self) -> bool:
        """Point at a choice of this moment that was never taken; False where there is none."""
        from simulator.preview.way import choices_of

        play = self.bench.play
        if play is None or play.ended or play.node.form is not None:
            return False
        left = choices_of(play.engine.program) - self.bench.walked
        for index, entry in enumerate(self.choices.entries):
            if entry.open and (play.node.id, entry.id) in left:
                self.choices.action_point(index)
                return True
        return False

    @work(thread=True, group="way", exclusive=True)
    def _find_untried(self) -> None:
        from simulator.preview.way import way_to_untried

        play = self.bench.play
        assert play is not None
        found = way_to_untried(play.engine, frozenset(self.bench.walked), self.bench.evaluator)
        self.app.call_from_thread(self._go_untried, play, found)

    def _go_untried(self, play: Any, found: Any) -> None:
        if self.bench.play is not play:
            return
        if found is None:
            walked, all_ = self.bench.progress()
            self.say(_("走过了 {n} 个选择，这种情形一共 {all} 个；找不到还没走过又走得到的。", n=walked, all=all_))
            return
        self.bench.follow(found.inputs, found.seed)
        self.show_visit()
        self.point_at_untried()

    def play_shown(self, shown: Shown) -> None:
        """Play the way that a finding shows."""
        from simulator.preview.shown_way import played

        if shown.variant and shown.variant != self.bench.variant:
            self.bench.turn_to(shown.variant)
            self.learn()
        play = self.bench.play
        if play is not None:
            way = played(play.engine, shown, self.bench.evaluator)
            self.bench.follow(way.inputs, way.seed)
            self.show_visit()

    # ---- the state --------------------------------------------------------------------------------------------

    def action_state(self) -> None:
        """Set the meters and what was done before by hand."""
        from simulator.app.preview.state import StateScreen
        from simulator.preview.beginning import settable

        play = self.bench.play
        if play is not None:
            self.app.push_screen(StateScreen(self.bench.here(), settable(play.engine.program, play.node.id)), self._set)

    def _set(self, wanted: Beginning | None) -> None:
        if wanted is not None and wanted != self.bench.here() and wanted.scene in self.bench.scenes():
            self.bench.set_state(wanted)
            self.show_visit()

    # ---- the map ----------------------------------------------------------------------------------------------

    def action_map(self) -> None:
        """The map, one's own place on it marked."""
        from simulator.app.preview.map import MapScreen

        play = self.bench.play
        if play is not None:
            self.app.push_screen(MapScreen(play, self.bench.evaluator), self._from_map)

    def _from_map(self, scene: str | None) -> None:
        self._jump((scene, "way") if scene is not None else None)

    # ---- a test -----------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Save the line as a test, once it has a name."""
        from simulator.app.preview.name import NameScreen
        from simulator.preview.saving import default_name, why_not

        play, refused = self.bench.play, why_not(self.bench)
        if refused is not None:
            self._refuse(refused)
        elif play is not None:
            self.app.push_screen(NameScreen(default_name(play)), self._save)

    def _save(self, name: str | None) -> None:
        from simulator.preview.saving import save

        if name is None:
            return
        try:
            file = save(self.bench, name)
        except UserError as error:
            self._refuse(error)
        except OSError as error:
            self.say(_("没存上：{why}", why=error.strerror or error), warn=True)
        else:
            self.say(_("测试「{name}」存进了 {file}。", name=name, file=file))

    def _refuse(self, error: UserError) -> None:
        self.say("\n".join(filter(None, (error.message, error.hint))), warn=True)

    # ---- the editor -------------------------------------------------------------------------------------------

    def open_editor(self, mark: Mark) -> None:
        """Open a place in the trainer's editor."""
        from simulator.preview import editor

        command = editor.chosen(os.environ)
        if not command:
            self.say(_("没有设置编辑器。先在终端里写一句，例如 export EDITOR=nano，再开预览。"), warn=True)
            return
        try:
            called = editor.call(command, mark.file, mark.line, mark.column)
        except ValueError:
            self.say(_("EDITOR 里写的「{command}」看不懂：引号没有配对。", command=command), warn=True)
            return
        try:
            if called.own_window:
                self._beside(called.arguments)
            else:
                self._in_terminal(called.arguments)
        except SuspendNotSupported:
            self.say(_("这里不能打开终端里的编辑器。另开一个窗口来编辑，保存了这里就看得到。"), warn=True)
        except OSError as error:
            why = error.strerror or error
            self.say(_("打不开编辑器「{command}」：{why}。", command=command, why=why), warn=True)

    def _in_terminal(self, arguments: tuple[str, ...]) -> None:
        """Lend an editor the terminal until it is closed.

        Raises:
            OSError: it cannot be started. Only once the screen is back: out of `suspend` it would leave us in the dark.
            SuspendNotSupported: as `suspend` does.
        """
        failed: OSError | None = None
        with self.app.suspend():
            try:
                subprocess.run(arguments, check=False)
            except OSError as error:
                failed = error
        if failed is not None:
            raise failed

    @staticmethod
    def _beside(arguments: tuple[str, ...]) -> None:
        """Open an editor with a window of its own; it outlives the preview, and has nothing to say in it."""
        nowhere = subprocess.DEVNULL
        editor = subprocess.Popen(arguments, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True)
        threading.Thread(target=editor.wait, daemon=True).start()
