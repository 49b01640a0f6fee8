"""Initials of Chinese words, by which forms are searched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios import statutes as law
from simulator.initials import initials


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县住房和城乡建设局", "xzfhcxjsj"),
        ("公安局", "gaj"),
        ("人民调解委员会", "rmtjwyh"),
        ("座位、12345 热线", "zw12345rx"),
        ("啊鑫", "a"),
        ("[/x][@click=app.quit]", "xclickappquit"),
        ("", ""),
    ],
)
def test_initials(text: str, expected: str) -> None:
    """Common characters give their letter, words of the desk their own reading; Latin stands, the rest is left out."""
    assert initials(text) == expected


def test_every_name_of_the_directory_has_them() -> None:
    """No character of a body's or procedure's name is without a letter, so that each can be typed."""
    names = [one.name["zh"] for one in (*law.bodies().values(), *law.procedures().values())]
    for name in names:
        assert len(initials(name)) == sum(character.isalnum() for character in name), name


@given(st.text())
def test_any_text_gives_only_letters_and_digits(text: str) -> None:
    """Whatever is in a text, initials are plain ASCII letters and digits."""
    found = initials(text)
    assert not found or (found.isascii() and found.isalnum())
