"""How the trainer's editor is called at a line."""

from __future__ import annotations

import pytest

from simulator.preview.editor import PLACES, call, chosen


@pytest.mark.parametrize(
    ("command", "arguments", "own_window"),
    [
        ("vi", "vi +12 a.yaml", False),
        ("/usr/bin/vim -n", "/usr/bin/vim -n +12 a.yaml", False),
        ("nvim", "nvim +12 a.yaml", False),
        ("nano", "nano +12,5 a.yaml", False),
        ("emacs -nw", "emacs -nw +12:5 a.yaml", False),
        ("emacsclient -t", "emacsclient -t +12:5 a.yaml", False),
        ("emacsclient -n", "emacsclient -n +12:5 a.yaml", True),
        ("micro", "micro +12:5 a.yaml", False),
        ("hx", "hx a.yaml:12:5", False),
        ("code", "code -g a.yaml:12:5", True),
        ("code --wait", "code --wait -g a.yaml:12:5", True),
        ("subl", "subl a.yaml:12:5", True),
        ("Code.exe", "Code.exe -g a.yaml:12:5", True),
        ("something-else", "something-else a.yaml", False),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(command: str, arguments: str, own_window: bool) -> None:
    """As its manual has it; one that is not known gets the file alone, in the terminal."""
    called = call(command, "a.yaml", 12, 5)
    assert (" ".join(called.arguments), called.own_window) == (arguments, own_window)


def test_quotes_and_odd_names() -> None:
    """A command is split as a shell would; a file is one argument, whatever it is called, and never an option."""
    called = call("'/my editors/vim' --cmd 'set nu'", "-c q {line}.yaml", 3)
    assert called.arguments == ("/my editors/vim", "--cmd", "set nu", "+3", "./-c q {line}.yaml")
    for wrong in ("", "  ", "vim 'x"):
        with pytest.raises(ValueError, match=r"editor|quotation"):
            call(wrong, "a.yaml")


@pytest.mark.parametrize("name", PLACES)
def test_every_known_editor_gets_the_file(name: str) -> None:
    """And the line."""
    arguments = " ".join(call(name, "a.yaml", 12, 5).arguments)
    assert "a.yaml" in arguments and "12" in arguments and "{" not in arguments


def test_visual_goes_before_editor() -> None:
    """`VISUAL`, else `EDITOR`, else nothing; blanks are nothing."""
    assert chosen({"VISUAL": "code", "EDITOR": "vi"}) == "code"
    assert chosen({"VISUAL": " ", "EDITOR": "vi"}) == "vi"
    assert chosen({}) == ""
