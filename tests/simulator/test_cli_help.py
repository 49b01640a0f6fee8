"""Help, the language of a call, and what texts look like: the same for every command."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.help import width_of
from tests.simulator.calls import Caller, call, library, small, solutions

__all__ = ["call", "library", "small", "solutions"]


class TestHelp:
    """`--help`."""

    COMMANDS = ("", "run", "list", "check", "analyse", "play", "sessions", "sessions list", "sessions export")

    @pytest.mark.parametrize("command", COMMANDS)
    def test_it_fits_80_cells_in_chinese(self, call: Caller, command: str) -> None:
        """No line is wider, and none begins with a closing mark."""
        made = call(*command.split(), "--help")
        assert made.code == 0
        lines = made.out.splitlines()
        assert [line for line in lines if width_of(line) > 80] == []
        assert [line for line in lines if line.strip()[:1] in "，。；：、）」"] == [line for line in lines if not line]

    @pytest.mark.parametrize("command", COMMANDS)
    def test_click_s_own_words_are_chinese(self, call: Caller, command: str) -> None:
        """Headings, the usage line, the line on --help, defaults and placeholders."""
        shown = call(*command.split(), "--help").out
        assert shown.startswith("用法：jiefang") and "\n选项：\n" in shown and "显示这段说明" in shown
        for word in ("Usage", "Options", "Commands", "OPTIONS", "COMMAND", "Show this", "default:", " TEXT"):
            assert word not in shown, word

    def test_a_narrow_terminal(self, call: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
        """50 columns are enough."""
        monkeypatch.setenv("COLUMNS", "50")
        assert all(width_of(line) <= 50 for line in call("--help").out.splitlines())

    def test_version(self, call: Caller) -> None:
        """`--version` prints the name and a version."""
        made = call("--version")
        assert made.code == 0 and made.out.startswith("jiefang ") and made.out[8].isdigit()


class TestWrapping:
    """How texts are broken into lines."""

    def test_marks_stay_where_they_belong(self) -> None:
        """Closing marks do not begin a line, opening ones do not end one, and no line is too wide."""
        from simulator.help import wrap

        text = "他说：「（一）不行，（二）也不行！？」后来又说：《条例》第二十条，run --choices a,b 也行。"
        for width in range(10, 40):
            lines = wrap(text, width)
            assert max(map(width_of, lines)) <= width
            assert not any(line[0] in "，。；：、！？）」》" or line[-1] in "（「《" for line in lines), lines
            assert "".join(lines).replace(" ", "") == text.replace(" ", "")

    def test_what_has_no_place_to_break_is_cut(self) -> None:
        """A word longer than the line does not run over."""
        from simulator.help import wrap

        assert wrap("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]
        assert wrap("ab " + "c" * 12, 10) == ["ab", "c" * 10, "cc"]


class TestLanguage:
    """Which language a call speaks."""

    def test_before_and_after_the_command(self, call: Caller, small: str) -> None:
        """`--lang en` works in either place, and `=` too."""
        chinese = call("run", small, "--bot", "drama", "--json").data
        for given in (
            ["--lang", "en", "run", small, "--bot", "drama", "--json"],
            ["run", small, "--bot", "drama", "--json", "--lang", "en"],
            ["run", "--lang=en", small, "--bot", "drama", "--json"],
        ):
            english = call(*given).data
            reasons = [reason for decision in english["decisions"] for reason in decision["reasons"]]
            assert reasons and all(reason.isascii() for reason in reasons), reasons
            assert english["raw_score"] == chinese["raw_score"]

    @pytest.mark.parametrize(
        ("variables", "expected"),
        [
            ({"LANG": "C"}, "zh"),
            ({"LANG": ""}, "zh"),
            ({"LANG": "POSIX"}, "zh"),
            ({"LANG": "zh_TW.UTF-8"}, "zh"),
            ({"LANG": "en_US.UTF-8"}, "en"),
            ({"LANG": "de_DE"}, "en"),
            ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
            ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ],
    )
    def test_the_locale_chooses(
        self, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
    ) -> None:
        """`zh*`, C, POSIX or none is Chinese, any other is English; LC_ALL comes before LC_MESSAGES before LANG."""
        from simulator.cli import chosen_language

        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert chosen_language([]) == expected
        assert chosen_language(["--lang", "en"]) == "en"
        assert chosen_language(["run", "--lang=zh", "--lang", "en"]) == "zh"
        assert chosen_language(["run", "--", "--lang", "zh"]) == expected

    def test_the_setting_comes_before_the_locale(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """What a person has set counts more than the locale; a broken file counts nothing."""
        from simulator.cli import chosen_language

        monkeypatch.setenv("JIEFANG_HOME", str(tmp_path))
        monkeypatch.setenv("LANG", "en_US.UTF-8")
        (tmp_path / "settings.toml").write_text('language = "zh"\n', "utf-8")
        assert chosen_language([]) == "zh"
        (tmp_path / "settings.toml").write_text("language = [", "utf-8")
        assert chosen_language([]) == "en"
