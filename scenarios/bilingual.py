"""A text in the two languages of the product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One text, Chinese and English. Neither is ever empty."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """The text in `language`: `zh` or a tag that begins so gives Chinese, anything else English."""
        return self.zh if language.startswith("zh") else self.en

    @classmethod
    def from_data(cls, data: Any, where: str) -> Bilingual:
        """Build from `{zh: …, en: …}`.

        Args:
            data: plain data, as read from YAML.
            where: the place to name in an error, such as `moves.silence row 2 reason`.

        Raises:
            ValueError: a language is missing, empty or not text, or there is another key.
        """
        if not isinstance(data, Mapping) or set(data) != {"zh", "en"}:
            raise ValueError(f"{where}: expected {{zh: …, en: …}}, found {data!r}")
        for language, text in data.items():
            if not isinstance(text, str) or not text.strip():
                raise ValueError(f"{where}: the {language} text is missing or not text: {text!r}")
        return cls(data["zh"], data["en"])
