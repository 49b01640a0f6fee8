"""Stories compiled by ink (inklecate, inkjs) as far as they are knots, stitches, choices, gathers and plain variables.

The compiled form is a tree of instructions; each place that a choice or divert leads to is read once, from there to
where the flow stops, conditions carried along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scenarios.convert.ink_tree import Container, NotInkError, Position, find, tree
from scenarios.convert.ink_values import Stack
from scenarios.convert.story import (
    MAX_BRANCHES,
    MAX_ITEMS,
    MAX_STEPS,
    TOO_LARGE,
    Assign,
    Condition,
    Item,
    Jump,
    Link,
    Losses,
    Passage,
    Say,
    Story,
    Unknown,
    both,
    clean,
    opposite,
)
from scenarios.diagnostic import Mark

NOT_INK, FEATURE, PRINTED, NO_PASSAGE = "JF4001", "JF4024", "JF4014", "JF4010"
MAX_DEPTH = 40
"""Containers within containers, and conditions within conditions."""

END = "END"
_CHOICE = {"condition": 1, "start": 2, "only": 4, "invisible": 8, "once": 16}
_ENDS = ("done", "end")


@dataclass(slots=True)
class Frame:
    """A container being read: where one is in it, what must hold, and what none of its branches asked yet.

    `depth` is how many values were on the stack as it was entered; they are there again behind it.
    """

    container: Container
    index: int
    when: Condition
    rest: Condition = None
    branches: int = 0
    alternatives: bool = False
    depth: int = 0


def read(text: str, file: str, losses: Losses) -> Story | None:
    """Read a story.

    Args:
        text: the JSON.
        file: its name; marks carry it with the path of the knot or choice behind a `#`.
        losses: takes what cannot be carried over.

    Returns:
        The story, or None if it is no ink JSON or too large.
    """
    try:
        root = tree(text)
    except NotInkError as error:
        losses.add(NOT_INK, Mark(file), text=str(error))
        return None
    reader = _Reader(root, file, losses)
    return reader.story if reader.run() else None


class _Reader:
    """Reads every passage that something leads to, the start first."""

    def __init__(self, root: Container, file: str, losses: Losses) -> None:
        self.root, self.file, self.losses = root, file, losses
        self.story = Story(start="start")
        self.names: dict[tuple[int, int], str] = {}
        self.waiting: list[tuple[Passage, Position]] = []
        self.offering: dict[int, bool] = {}
        self.steps = 0
        self.items = 0

    def run(self) -> bool:
        """Read it all; False if there is too much of it."""
        self._declare()
        begin = self.root.content[0] if self.root.content and isinstance(self.root.content[0], Container) else self.root
        self.passage(Position(begin), "start")
        while self.waiting:
            passage, position = self.waiting.pop(0)
            _Walk(self, passage, position).run()
            self.items += len(passage.items) + 1
            for count, limit in ((self.items, MAX_ITEMS), (self.steps, MAX_STEPS)):
                if count > limit:
                    self.losses.add(TOO_LARGE, passage.mark, count=count, limit=limit)
                    return False
        return True

    def _declare(self) -> None:
        """First values, from the container `global decl`."""
        declared = self.root.named.get("global decl")
        if declared is None:
            return
        stack = Stack(self, declared)
        for item in declared.content[:MAX_ITEMS]:
            if isinstance(item, dict) and isinstance(item.get("VAR="), str):
                value = stack.value()
                if isinstance(value, Unknown):
                    self.losses.add(FEATURE, Mark(self.file), text=f"VAR {item['VAR=']}")
                else:
                    self.story.initial[item["VAR="]] = value
            else:
                stack.take(item)

    def passage(self, position: Position, name: str = "") -> str:
        """The name of the passage that begins at a place, which will be read if it has not been."""
        key = (id(position.container), position.index)
        if key not in self.names:
            place = position.container.path + (f".{position.index}" if position.index else "")
            wanted = name or place.replace(".0.", ".") or "start"
            while wanted in self.story.passages:
                wanted += "+"
            self.names[key] = wanted
            found = self.story.passages[wanted] = Passage(wanted, Mark(f"{self.file}#{place}" if place else self.file))
            self.waiting.append((found, position))
        return self.names[key]

    def offers(self, container: Container) -> bool:
        """Whether there is a choice in a container, those that it only names left out."""
        key = id(container)
        if key not in self.offering:
            waiting: list[Container] = [container]
            self.offering[key] = False
            while waiting and not self.offering[key]:
                for item in waiting.pop().content:
                    self.steps += 1
                    if isinstance(item, Container):
                        waiting.append(item)
                    elif isinstance(item, dict) and "*" in item:
                        self.offering[key] = True
        return self.offering[key]

    def end(self) -> str:
        """The name of the passage that is nothing but the end."""
        if END not in self.story.passages:
            self.story.passages[END] = Passage(END, Mark(self.file))
        return END


class _Walk:
    """From one place to where the flow stops."""

    def __init__(self, reader: _Reader, passage: Passage, position: Position) -> None:
        self.reader, self.passage = reader, passage
        self.frames = [Frame(position.container, position.index, None)]
        container = position.container
        while container.parent is not None and container.index >= 0 and len(self.frames) < MAX_DEPTH:
            # Behind a container that is content it goes on in the one around it.
            self.frames.insert(0, Frame(container.parent, container.index + 1, None))
            container = container.parent
        self.stack = Stack(reader, position.container)
        self.line: list[str] = []
        self.tag: list[str] | None = None

    def run(self) -> None:
        """Read on until every container is at its end, or something leads away for good."""
        while self.frames:
            frame = self.frames[-1]
            self.reader.steps += 1
            if self.reader.steps > MAX_STEPS or len(self.passage.items) > MAX_ITEMS:
                return
            if frame.index >= len(frame.container.content):
                self.flush()
                self._pop()
                continue
            item = frame.container.content[frame.index]
            frame.index += 1
            if self._step(item, frame):
                break
        self.flush()

    def _pop(self) -> None:
        """Behind a container; what a branch left on the stack is its own."""
        del self.stack.entries[self.frames.pop().depth :]

    def _step(self, item: Any, frame: Frame) -> bool:
        """One instruction; True if the flow ends here."""
        self.stack.container = frame.container
        if isinstance(item, Container):
            if item.label and self.reader.offers(item) and self.when() is None:
                # Its choices are the same ones for whoever comes here, and are used up for all of them.
                return self._leave(self.reader.passage(Position(item)))
            self._enter(item, None)
            return False
        if isinstance(item, str) and not self.stack.evaluating:
            return self._sign(item, frame)
        if isinstance(item, dict) and not self.stack.in_string:
            if isinstance(item.get("*"), str):
                self._choice(item)
                return False
            if isinstance(item.get("->"), str):
                return self._divert(item, frame)
            name = item.get("VAR=", item.get("temp="))
            if isinstance(name, str):
                value = self.stack.value()
                if not name.startswith("$"):
                    self.flush()
                    self._add(Assign(name, value, self.when(), self.passage.mark))
                return False
            if isinstance(item.get("#"), str):
                self.passage.tags += (clean(item["#"]),)
                return False
        what = self.stack.take(item)
        if what == "out":
            self._print()
        elif what:
            self._lose(what)
        return False

    def _sign(self, item: str, frame: Frame) -> bool:
        """Text and control words outside an evaluation."""
        if item.startswith("^"):
            (self.line if self.tag is None else self.tag).append(item[1:])
        elif item == "\n":
            self.flush()
        elif item == "#":
            self.tag = []
        elif item == "/#":
            self.passage.tags += (clean("".join(self.tag or [])),)
            self.tag = None
        elif item in _ENDS:
            return self._leave("")
        elif item == "nop":
            frame.rest, frame.branches = None, 0
        elif item == "du":
            self.stack.take(item)  # what a `{ x: - 1: …}` compares, once a branch
        elif item in ("<>", "pop", "/ev", "/str", "void"):
            pass
        elif item == "ev":
            self.stack.begin()
        else:
            self._lose({"->->": "->-> (tunnel)", "thread": "<- (thread)"}.get(item, item))
        return False

    # ---- what it is made of -----------------------------------------------------------------------------------

    def when(self) -> Condition:
        """What must hold here."""
        return both([frame.when for frame in self.frames])

    def flush(self) -> None:
        """End the line."""
        text = clean("".join(self.line))
        self.line = []
        if text:
            self._add(Say(text, self.when(), self.passage.mark))

    def _add(self, item: Item) -> None:
        self.passage.items.append(item)

    def _lose(self, what: str) -> None:
        self.reader.losses.add(FEATURE, self.passage.mark, text=what)

    def _print(self) -> None:
        value = self.stack.value()
        if isinstance(value, str):
            self.line.append(value)
        else:
            text = value.text if isinstance(value, Unknown) else str(value)
            self.reader.losses.add(PRINTED, self.passage.mark, variable=text)

    def _enter(self, container: Container, when: Condition) -> None:
        if len(self.frames) >= MAX_DEPTH:
            self._lose(f"{container.path} (depth)")
            return
        if when is not None:
            self.flush()
        self.frames.append(Frame(container, 0, when, depth=len(self.stack.entries)))

    # ---- choices and diverts ----------------------------------------------------------------------------------

    def _choice(self, item: Mapping[str, Any]) -> None:
        flags = item.get("flg", 0)
        flags = flags if isinstance(flags, int) else 0
        asked = self.stack.condition() if flags & _CHOICE["condition"] else None
        only = self.stack.text() if flags & _CHOICE["only"] else ""
        text = (self.stack.text() if flags & _CHOICE["start"] else "") + only
        self.flush()
        target = find(item["*"], self.frames[-1].container, self.reader.root)
        to = self.reader.passage(target) if target is not None else item["*"]
        again, fallback = not flags & _CHOICE["once"], bool(flags & _CHOICE["invisible"])
        self._add(Link(text, to, both([self.when(), asked]), self.passage.mark, (), again, fallback))

    def _divert(self, item: Mapping[str, Any], frame: Frame) -> bool:
        """A divert: into a conditional branch, back behind one, or away."""
        path = item["->"]
        target = find(path, frame.container, self.reader.root) if not item.get("var") else None
        if item.get("c"):
            self._branch(target, path, frame, self.stack.condition())
            return False
        if target is None:
            if not item.get("var"):
                self.reader.losses.add(NO_PASSAGE, self.passage.mark, name=path)
            elif not path.startswith("$"):
                self._lose(f"-> {path} (variable)")
            return self._leave("")
        if target.container.path.endswith(".s") and not target.index:
            return False  # the words of the choice once more; they have been said
        if target.container.parent is frame.container and target.container.path.endswith(".b"):
            self._branch(target, path, frame, None)
            return False
        if self._rejoins(target):
            return False
        return self._leave(self.reader.passage(target))

    def _branch(self, target: Position | None, path: str, frame: Frame, asked: Condition) -> None:
        """A branch under a condition; what its earlier siblings asked does not hold."""
        if target is None:
            self.reader.losses.add(NO_PASSAGE, self.passage.mark, name=path)
            return
        own = target.container.path.endswith(".b") and len(self.frames) > 1
        group = self.frames[-2] if own else frame
        if isinstance(asked, Unknown) and asked.text == Stack.ALTERNATIVES:
            if not group.alternatives:
                group.alternatives = True
                self._lose(Stack.ALTERNATIVES)
                self._enter(target.container, None)
            return
        when = both([group.rest, asked])
        group.branches += 1
        group.rest = both([group.rest, opposite(asked)]) if group.branches < MAX_BRANCHES else Unknown("else …")
        if target.container.parent is frame.container:
            self._enter(target.container, when)
        else:
            self.flush()
            self._add(Jump(self.reader.passage(target), both([self.when(), when]), self.passage.mark))

    def _rejoins(self, target: Position) -> bool:
        """Whether a divert only leads on behind the branches it stands in; then go on there."""
        for depth in range(len(self.frames) - 2, -1, -1):
            frame = self.frames[depth]
            if frame.container is target.container and target.index >= frame.index:
                self.flush()
                if any(each.container.path.endswith(".b") for each in self.frames[depth + 1 :]):
                    # Out of the branch alone: its siblings are still to be read.
                    while not self.frames[-1].container.path.endswith(".b"):
                        self._pop()
                    self._pop()
                else:
                    while len(self.frames) > depth + 1:
                        self._pop()
                    if not frame.alternatives:
                        frame.index = target.index
                return True
        return False

    def _leave(self, to: str) -> bool:
        """Go to a passage, or end. Under a condition only the branch is left."""
        self.flush()
        when = self.when()
        if when is None:
            if to:
                self._add(Jump(to, None, self.passage.mark))
            return True
        self._add(Jump(to or self.reader.end(), when, self.passage.mark))
        while self.frames and self.frames[-1].when is None:
            self._pop()
        if self.frames:
            self._pop()
        return False
