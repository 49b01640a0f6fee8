"""What people are called where nobody is named: 甲, 乙, 丙; in English A, B, C."""

from __future__ import annotations

from scenarios.conversation import Language

STEMS = "甲乙丙丁戊己庚辛壬癸"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def nameless(number: int, language: Language) -> str:
    """The name of the person at a place in an order, from 0; after the last sign it begins again: 甲2, A2."""
    signs = STEMS if language == "zh" else LETTERS
    again, place = divmod(number, len(signs))
    return signs[place] + (str(again + 1) if again else "")
