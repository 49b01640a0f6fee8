"""Files and bytes that are no YAML text: each is one readable finding."""

from __future__ import annotations

import os
import socket
import tracemalloc
from pathlib import Path

import pytest

from scenarios.diagnostic import Mark, render
from scenarios.source import Source, parse, plain, read
from scenarios.source_text import MAX_BYTES


def codes(source: Source) -> list[str]:
    """The codes found, in order of place."""
    return [d.code for d in source.diagnostics]


def only(source: Source, code: str) -> str:
    """The Chinese words of the one finding, which must be `code`; there must be no tree."""
    assert codes(source) == [code]
    assert source.root is None
    render(source.diagnostics[0], "en")
    rendered = render(source.diagnostics[0])
    return rendered.message + rendered.hint


def test_a_file_is_read(tmp_path: Path) -> None:
    """A sound file gives its tree, and its name stands in every mark."""
    path = tmp_path / "a.yaml"
    path.write_bytes("\ufeff标题: 工地欠薪\r\n".encode())
    source = read(path)
    assert source.diagnostics == ()
    assert source.root is not None
    assert plain(source.root) == {"标题": "工地欠薪"}
    assert source.mark(source.root) == Mark(str(path), 1, 1)


def test_a_missing_file(tmp_path: Path) -> None:
    """A path without a file, a broken link included, is one finding."""
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    only(read(tmp_path / "none.yaml"), "JF0001")
    only(read(tmp_path / "link"), "JF0001")


def test_what_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder, a pipe, a socket and a device are named for what they are, and never waited for."""
    os.mkfifo(tmp_path / "pipe")
    assert "文件夹" in only(read(tmp_path), "JF0002")
    assert "管道" in only(read(tmp_path / "pipe"), "JF0002")
    assert "设备" in only(read("/dev/zero"), "JF0002")
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(tmp_path)  # socket names are short
        listener.bind("s")
        assert "套接字" in only(read("s"), "JF0002")


@pytest.mark.parametrize("name", ["a\0b", "a" * 5000, "loop"])
def test_impossible_paths(tmp_path: Path, name: str) -> None:
    """Names no system takes, and links that lead to themselves, are findings with the system's reason."""
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    only(read(f"{tmp_path}/{name}"), "JF0003")


def test_a_file_one_may_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused permission is a finding that gives the reason."""
    (tmp_path / "a.yaml").write_text("a: 1\n")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    assert "Permission denied" in only(read(tmp_path / "a.yaml"), "JF0003")


def test_a_large_file_is_never_read(tmp_path: Path) -> None:
    """A file of 50 MB is refused by its size, without its bytes ever being in memory."""
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    tracemalloc.start()
    source = read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "50.0 MB" in only(source, "JF0004")
    assert peak < 1_000_000


def test_a_file_that_hides_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that grew after its size was asked for is read up to the limit only."""
    path = tmp_path / "grows.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 10))
    small = os.stat(__file__)
    monkeypatch.setattr("scenarios.source_text.os.stat", lambda _: small)
    only(read(path), "JF0004")


def test_texts_and_bytes_have_the_same_limit() -> None:
    """The limit holds for what is passed in, too."""
    only(parse("#" * (MAX_BYTES + 1)), "JF0004")
    only(parse(b"#" * (MAX_BYTES + 1)), "JF0004")
    assert codes(parse(b"a: 1\n" + b"#" * (MAX_BYTES - 5))) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings(encoding: str) -> None:
    """UTF-16 and UTF-32 are named, with a byte order mark and, for Latin text, without."""
    assert "UTF-8" in only(parse("id: wages\ntitle: 工地\n".encode(encoding)), "JF0005")


def test_gbk_is_recognised() -> None:
    """GBK bytes are named with line, byte and the way out."""
    source = parse("id: wages\ntitle: 工地欠薪\n".encode("gbk"))
    words = only(source, "JF0006")
    assert "GBK" in words
    assert "第 18 个字节" in words
    assert "UTF-8" in words
    assert source.diagnostics[0].mark == Mark("<text>", 2, 8)


def test_broken_utf8_counts_characters() -> None:
    """The place of a broken byte is its line and its column in characters, after Windows line ends as well."""
    source = parse("id: 一\r\ntitle: 工地".encode() + b"\xff\xfe")
    assert "像是另一种编码" in only(source, "JF0006")
    assert source.diagnostics[0].mark == Mark("<text>", 2, 10)
    only(parse(b"\x80"), "JF0006")


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "\ud800"])
def test_control_characters(character: str) -> None:
    """Each is reported where it stands, and the rest of the file is still read."""
    source = parse(f"a: 您好\nb: 您{character}好\nc: yes\n")
    assert [(d.code, d.mark) for d in source.diagnostics] == [
        ("JF0007", Mark("<text>", 2, 5)),
        ("JF0048", Mark("<text>", 3, 4)),
    ]
    assert source.diagnostics[0].arguments["name"] == f"U+{ord(character):04X}"
    assert codes(parse(character + "a: 1\n")) == ([] if character == "\ufeff" else ["JF0007"])


def test_control_characters_written_as_escapes() -> None:
    """What double quotes would bring into a text, such as the escape of a terminal, is refused as well."""
    assert codes(parse('a: "\\e[2J"\n')) == ["JF0007"]
    assert codes(parse('a: "\\u202e"\n')) == ["JF0007"]
    assert codes(parse('a: "\\n\\t\\u4f60"\n')) == []


def test_a_binary_file() -> None:
    """Bytes that are no text at all give a few findings, not thousands."""
    source = parse(b"\x7fELF\x02\x01\x01" + b"\x01\x07\x03" * 1000)
    assert set(codes(source)) == {"JF0007"}
    assert len(source.diagnostics) == 20
    assert source.root is None


def test_characters_lost_before() -> None:
    """U+FFFD says that an earlier conversion lost something; the file is read all the same."""
    source = parse("a: 您\ufffd\nb: \ufffd\n")
    assert [(d.code, d.mark, d.arguments["count"]) for d in source.diagnostics] == [("JF0010", Mark("<text>", 1, 5), 2)]
    assert source.root is not None
