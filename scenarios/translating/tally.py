"""What is known of the texts of an English file, and what is found while it is brought up to date."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping

from scenarios.shape import Either, ListOf, MapOf, Record, Shape
from scenarios.source import Mapping as Tree
from scenarios.source import Node, Scalar, Sequence
from scenarios.translation import alternative, children, has_texts, needs_english
from scenarios.translation_notes import digest

ALL = "all"
"""Accepts every text whose Chinese has changed."""


class Tally:
    """What is found while two trees are followed; `translation_update.Updated` says what the lists mean.

    Args:
        made_from: digests of the Chinese that the English was made from, by path.
        accept: paths whose English is right as it is, and everything below them.
    """

    def __init__(self, made_from: Mapping[str, str], accept: Collection[str] = ()) -> None:
        self.made_from = made_from
        self._paths = sorted(made_from)
        self.noted: dict[str, str] = {}
        self.done = 0
        self.missing: list[str] = []
        self.stale: list[str] = []
        self.gone: list[str] = []
        self.by_hand: list[str] = []
        self.accepted: list[str] = []
        self._accept = accept

    def open(self, path: str, _chinese: str) -> None:
        """A text has no English."""
        self.missing.append(path)

    def translated(self, path: str, old: str, chinese: str) -> bool:
        """A text has English; whether its Chinese has changed since. `old` is the path it had."""
        self.done += needs_english(chinese)
        now = digest(chinese)
        before = self._before(old)
        if before is not None and before != now and self._accepts(path):
            self.accepted.append(path)
            before = now
        self.noted[path] = before or now
        if self.noted[path] != now:
            self.stale.append(path)
        return self.noted[path] != now

    def left(self, path: str, old: str) -> None:
        """Something could not be brought into line: what is known of it stays known."""
        self.by_hand.append(path)
        self.keep(path, old)

    def keep(self, path: str, old: str) -> None:
        """Something is not looked at in this round: what is known of it stays known."""
        self.noted |= {path + rest: hashed for rest, hashed in self.profile(old).items()}

    def profile(self, old: str) -> dict[str, str]:
        """What is known of the Chinese that something was made from, by path within it."""
        found = {"": self.made_from[old]} if old in self.made_from else {}
        for sign in ".[":
            first = bisect_left(self._paths, old + sign)
            last = bisect_left(self._paths, old + chr(ord(sign) + 1))
            found |= {each[len(old) :]: self.made_from[each] for each in self._paths[first:last]}
        return found

    def _before(self, old: str) -> str | None:
        """The digest at a path, or at the one it had when it was written shorter or longer."""
        shorter = old.removesuffix("[1]").removesuffix(".text")
        for path in (old, f"{old}.text", f"{old}[1]", shorter):
            if path in self.made_from:
                return self.made_from[path]
        return None

    def _accepts(self, path: str) -> bool:
        return any(each == ALL or below(path, each) for each in self._accept)


def below(path: str, above: str) -> bool:
    """Whether a path is another or leads on from it."""
    return path == above or path.startswith((f"{above}.", f"{above}["))


def joined(path: str, name: str) -> str:
    """The path of what stands under a key."""
    return f"{path}.{name}" if path else name


def digests(shape: Shape, zh: Node, path: str = "") -> dict[str, str]:
    """The digest of each text in a Chinese value, by path within it."""
    if not has_texts(shape):
        return {}
    if isinstance(shape, Either):
        one = alternative(shape, zh)
        return digests(one, zh, path) if one is not None else {}
    if isinstance(zh, Scalar):
        return {path: digest(zh.value)} if isinstance(zh.value, str) else {}
    if isinstance(zh, Sequence):
        if not isinstance(shape, ListOf):
            return {}
        parts = [digests(shape.item, item, f"{path}[{n}]") for n, item in enumerate(zh.items, 1)]
    else:
        assert isinstance(zh, Tree)
        if not isinstance(shape, Record | MapOf):
            return {}
        parts = [digests(below, each, f"{path}.{name}") for name, (below, each) in children(shape, zh).items()]
    return {key: hashed for part in parts for key, hashed in part.items()}
