"""Everything that can be done now, named in both languages, for the command palette. Nothing is shown here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from simulator import i18n
from simulator.app.widgets.bars import LABELS, name_of
from simulator.figures import capital
from simulator.i18n import _

if TYPE_CHECKING:
    from simulator.app.app import JiefangApp

LANGUAGES: tuple[i18n.Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do.

    Attributes:
        names: what it is called, in each language.
        run: does it.
        keys: how its key is written, empty for none.
        kind: a word for the kind of thing it is, in each language; empty for a plain action.
        words: all that a search looks through, in small letters.
    """

    names: Mapping[str, str]
    run: Callable[[], object]
    keys: str = ""
    kind: Mapping[str, str] | None = None
    words: str = ""

    def matches(self, text: str) -> bool:
        """Whether it has every word of a search, in either language."""
        return all(word in self.words for word in text.lower().split())


def _both(say: Callable[[], str]) -> dict[str, str]:
    """A text of the interface in both languages."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with i18n.speaking(language):
            found[language] = say()
    return found


def command(
    say: Callable[[], str], run: Callable[[], object], *, keys: str = "", kind: Callable[[], str] | None = None
) -> Command:
    """A command whose name is looked up in both languages."""
    names, kinds = _both(say), _both(kind) if kind is not None else None
    words = " ".join([*names.values(), *(kinds or {}).values(), keys]).lower()
    return Command(names, run, keys, kinds, words)


def of_screen(app: JiefangApp, screen: Screen[Any]) -> Iterator[Command]:
    """What the keys of the screen do now; each once, those that only move left out."""
    seen = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        moves = (binding.id or "").startswith(("list.", "segments."))
        if not active.enabled or not binding.tooltip or moves or binding.id in seen or binding.id == "app.palette":
            continue
        seen.add(binding.id)

        def run(action: str = binding.action, node: Any = active.node) -> object:
            return app.run_action(action, node)

        label = _(LABELS[binding.key]) if binding.key in LABELS else name_of(binding)
        yield command(lambda tip=binding.tooltip: _(tip), run, keys=label)  # type: ignore[misc]


def of_house(app: JiefangApp) -> Iterator[Command]:
    """What can be done from anywhere: go somewhere, set something."""
    from simulator.app.screens.settings_rows import Choice, rows

    if not app.visiting:
        yield command(lambda: _("回首页"), app.go_home)
        yield command(lambda: capital(_("记录")), lambda: app.open("history", "HistoryScreen"))
        yield command(lambda: capital(_("复盘")), lambda: app.open("debriefs", "DebriefsScreen"))
    yield command(lambda: capital(_("手册")), lambda: app.open("handbook", "HandbookScreen"))
    yield command(lambda: capital(_("设置")), lambda: app.open("settings", "SettingsScreen"))
    yield command(lambda: capital(_("按键")), lambda: app.open("keymap", "KeymapScreen"))
    for row in rows():
        if isinstance(row, Choice):
            for value in row.values:

                def chosen(field: str = row.field, value: object = value) -> None:
                    app.use(app.own._replace(**{field: value}))  # type: ignore[arg-type]

                def name(row: Choice = row, value: object = value) -> str:
                    return f"{capital(row.name())} {row.called(value)}"

                yield command(name, chosen, kind=lambda: _("设置"))


def of_library(app: JiefangApp, entries: Iterable[Mapping[str, Any]]) -> Iterator[Command]:
    """To the briefing of every scenario that can be read."""
    kind = _both(lambda: _("剧本"))
    for entry in entries:
        if "error" in entry:
            continue
        title: Mapping[str, str] = entry["title"]
        names: dict[str, str] = {language: title.get(language) or title["zh"] for language in LANGUAGES}
        words = " ".join([entry["id"], *names.values(), *kind.values()]).lower()
        yield Command(names, lambda path=entry["path"]: app.brief(path), kind=kind, words=words)  # type: ignore[misc]
