"""Where a choice of a scenario may lead, and what is said there: for walking through an explorer."""

from __future__ import annotations

from scenarios.conversation import Language
from scenarios.edition import Edition
from scenarios.program import RESUME_NODE, Node, compile_edition
from scenarios.text import fill


class Ways:
    """The scenes of an edition and how they hang together, without a visit: conditions are not asked."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._nodes = compile_edition(edition).nodes
        self._by_id = {node.id: node for node in self._nodes}

    def leads(self, scene: str, choice: str) -> list[str]:
        """Ids of the scenes and endings that a choice, or a scene's form, may lead to; the usual one first.

        Args:
            scene: id.
            choice: id; of a form anything.
        """
        node = self._by_id.get(scene)
        if node is None:
            return []
        found: dict[str, None] = {}
        for number in self._targets(node, choice):
            if number != RESUME_NODE:
                found.setdefault(self._nodes[number].id)
        return list(found)

    def _targets(self, node: Node, choice: str) -> list[int]:
        if node.form_way is not None:
            return list(node.form_way.nodes)
        for move in node.all_moves:
            if move.choice.id == choice:
                # The last case is the one that holds where nothing special does.
                return [number for act in reversed(move.acts) for number in reversed(act.way.nodes)]
        return []

    def said(self, scene: str, language: Language) -> str:
        """What is said on entering a scene where nothing special holds; at an ending its text."""
        node = self._by_id.get(scene)
        if node is None:
            return ""
        ending = self._edition.scenario.endings
        says = node.scene.say if node.scene is not None else (ending[scene].text,)
        texts = [fill(lines[-1].text, self._edition.variant, (), language) for lines in says if lines]
        return ("" if language == "zh" else " ").join(texts)

    def is_ending(self, scene: str) -> bool:
        """Whether the visit ends there."""
        node = self._by_id.get(scene)
        return node is not None and node.is_ending
