"""The texts that the language itself puts into a scenario: labels of forms, the passage's one choice, the break-off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scenarios import statutes
from scenarios.model import Text
from scenarios.vocabulary import vocabulary

CONTINUE = "continue"
"""Id of the one choice of a passage."""

TIMEOUT = "timeout"
"""Id of the own outcome of a timeout."""

WALKED_OUT = "walked_out"
"""Id of the ending at agitation 10 unless the author names another."""

CONTINUE_TEXT = Text("（继续）", "(continue)")
WALKED_OUT_TEXT = Text(
    "来访人没有再说下去，起身离开了接待室。这次接访到这里中断。",
    "The visitor says no more, gets up and leaves the room. The visit breaks off here.",
)
TICK = Text("记入", "Put on record")
LEAVE = Text("不记", "Leave out")

LABELS: Mapping[str, Text] = {
    "visitors": Text("来访人数", "Number of visitors"),
    "kind": Text("信访事项类别", "Kind of matter"),
    "body": Text("责任单位", "Body responsible"),
    "level": Text("办理层级", "Level"),
    "procedure": Text("办理途径", "Procedure"),
    "limits": Text("告知期限", "Time limits to tell"),
    "papers": Text("交付材料", "Papers to hand over"),
}
"""Labels of the lines that every form knows."""


def people(number: int) -> Text:
    """A number of visitors."""
    return Text(f"{number} 人", "1 person" if number == 1 else f"{number} people")


@dataclass(frozen=True, slots=True)
class Supplied:
    """What this release lends to every scenario, and what an edition keeps so that it never changes.

    Attributes:
        bodies: the directory of bodies by id, in its order.
        procedures: the procedures by id.
        kinds: the kinds of matter by code.
        walked_out: what is read when the visitor walks out.
    """

    bodies: Mapping[str, Text]
    procedures: Mapping[str, Text]
    kinds: Mapping[str, Text]
    walked_out: Text = WALKED_OUT_TEXT

    def of(self, line: str) -> Mapping[str, Text]:
        """The entries that a line with this id may name without a text; none for other lines."""
        return {"body": self.bodies, "procedure": self.procedures, "kind": self.kinds}.get(line, {})

    def data(self) -> dict[str, list[list[str]]]:
        """As plain JSON values: lists, because the order counts where options are drawn from the directory."""
        tables = {"bodies": self.bodies, "procedures": self.procedures, "kinds": self.kinds}
        tables["walked_out"] = {WALKED_OUT: self.walked_out}
        return {key: [[name, text.zh, text.en] for name, text in table.items()] for key, table in tables.items()}


def supplied() -> Supplied:
    """What this release supplies."""
    return Supplied(
        {name: Text(body.name["zh"], body.name["en"]) for name, body in statutes.bodies().items()},
        {name: Text(one.name["zh"], one.name["en"]) for name, one in statutes.procedures().items()},
        {name: Text(kind.name.zh, kind.name.en) for name, kind in vocabulary().kinds.items()},
    )


def supplied_from(data: Mapping[str, list[list[str]]]) -> Supplied:
    """Rebuild what an edition keeps.

    Raises:
        KeyError, ValueError: something is missing.
    """
    tables = {key: {name: Text(zh, en) for name, zh, en in rows} for key, rows in data.items()}
    return Supplied(tables["bodies"], tables["procedures"], tables["kinds"], tables["walked_out"][WALKED_OUT])
