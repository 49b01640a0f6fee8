"""Who comes in and from where: codes, tokens, limits, addresses, and the picture that leads to the page."""

from __future__ import annotations

import json
import subprocess
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulator.errors import UserError
from simulator.room import qr, require
from simulator.room.guard import answers_to
from simulator.room.join import LENGTH, LETTERS, Admission, new_code
from simulator.room.limits import Limiter
from simulator.room.place import PORT, Place, parse
from tests.npm import package


def test_a_code_can_be_read_out_and_typed() -> None:
    """Five letters that nobody takes for another or for a figure, new each time."""
    codes = {new_code() for _ in range(200)}
    assert len(codes) > 190
    assert all(len(code) == LENGTH and set(code) <= set(LETTERS) for code in codes)
    assert not set("AEIOUL") & set(LETTERS) and LETTERS.isalpha() and len(LETTERS) == 20


@pytest.mark.parametrize("typed", ["BCDFG", "bcdfg", " bcd fg ", "BCD-FG", "ＢＣＤＦＧ", "ｂｃｄｆｇ\n"])
def test_a_code_is_taken_as_it_is_typed(typed: str) -> None:
    """Capitals, blanks, hyphens and the full-width letters of a Chinese keyboard do not matter."""
    assert Admission("BCDFG").admits(typed)


@given(st.text(max_size=50))
def test_nothing_else_is_the_code(typed: str) -> None:
    """A text without one of its letters is refused, and none is too odd to be compared."""
    assume("B" not in unicodedata.normalize("NFKC", typed).upper())
    assert not Admission("BCDFG").admits(typed)


@given(st.text(max_size=80))
def test_a_made_up_token_is_no_device(token: str) -> None:
    """Without the key nobody makes a token."""
    assert Admission("BCDFG", b"k" * 32).device(token) is None


def test_a_device_is_known_again_by_its_token_alone() -> None:
    """The same room, opened again with code and key, knows it; another room does not; its name opens nothing."""
    room = Admission()
    token = room.new_token()
    device = room.device(token)
    assert device is not None and device == Admission(room.code, room.key).device(token)
    assert device not in token and room.device(device) is None
    assert Admission(room.code).device(token) is None
    assert Admission().cookie != room.cookie
    assert repr(room.key) not in repr(room)


def test_a_limiter_lets_a_burst_through_and_then_a_trickle() -> None:
    """Each who asks has an allowance of their own, which fills again with time."""
    limiter = Limiter(burst=3, per_second=0.5)
    assert [limiter.take("甲", 0.0) for _ in range(4)] == [True, True, True, False]
    assert limiter.wait("甲", 0.0) == 2.0 and limiter.wait("乙", 0.0) == 0.0
    assert limiter.take("乙", 0.0) and not limiter.take("甲", 1.9) and limiter.take("甲", 2.0)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 3)), max_size=60))
def test_a_limiter_never_lets_more_through(asked: list[tuple[str, float]]) -> None:
    """Over any stretch no more than the burst and what has come since."""
    limiter, now, taken = Limiter(burst=3, per_second=0.5), 0.0, dict.fromkeys("abc", 0)
    for who, later in asked:
        now += later
        taken[who] += limiter.take(who, now)
        assert taken[who] <= 3 + 0.5 * now + 1e-6


def test_a_limiter_forgets_addresses_that_are_made_up() -> None:
    """A thousand addresses cost no more memory than it allows for."""
    limiter = Limiter(burst=1, per_second=1, most=10)
    for number in range(1000):
        limiter.take(str(number), 0.0)
    assert len(limiter._left) == 10


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", Place()),
        ("localhost", Place("127.0.0.1", PORT)),
        ("192.168.1.5", Place("192.168.1.5", PORT)),
        ("192.168.1.5:8000", Place("192.168.1.5", 8000)),
        ("::1", Place("::1", PORT)),
        ("[fd00::5]:8000", Place("fd00::5", 8000)),
    ],
)
def test_a_place_is_one_address(text: str, place: Place) -> None:
    """Loopback unless another address is written, with or without a port."""
    assert parse(text) == place


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.0",
        "::",
        "[::]:80",
        "224.0.0.1",
        "laptop.local",
        "192.168.1.5:99999",
        "192.168.1",
        "1.2.3.4:",
        "[::1",
        "a:b:c:d",
    ],
)
def test_what_is_no_address_is_refused_with_a_way_out(text: str) -> None:
    """An address for all addresses is none: it is always said where the room is open."""
    with pytest.raises(UserError) as refused:
        parse(text)
    assert refused.value.exit_code == 2 and "--address 192.168.1.5" in refused.value.hint


def test_what_an_address_means_is_said() -> None:
    """On loopback phones cannot come in; elsewhere votes travel unencrypted."""
    assert "只有这台电脑" in Place().meaning()
    assert "不加密" in Place("192.168.1.5").meaning() and "192.168.1.5:8360" in Place("192.168.1.5").meaning()


def test_links_are_links() -> None:
    """An IPv6 address stands in brackets; the code is filled in for those who scan it."""
    assert Place("fd00::5", 80).url("BCDFG") == "http://[fd00::5]:80/?code=BCDFG"


@pytest.mark.parametrize(
    ("host", "address", "answered"),
    [
        ("127.0.0.1:8360", "127.0.0.1", True),
        ("localhost:9000", "127.0.0.1", True),
        ("[::1]:8360", "127.0.0.1", True),
        ("evil.example:8360", "127.0.0.1", False),
        ("192.168.1.5:8360", "192.168.1.5", True),
        ("localhost:8360", "192.168.1.5", False),
        ("192.168.1.5.evil.example", "192.168.1.5", False),
        ("192.168.1.6:8360", "192.168.1.5", False),
        ("[fd00::5]", "fd00::5", True),
        ("", "127.0.0.1", False),
        ("[", "127.0.0.1", False),
    ],
)
def test_only_its_own_address_is_answered(host: str, address: str, answered: bool) -> None:
    """A website whose name is made to point here (DNS rebinding) gets nothing."""
    assert answers_to(host, Place(address)) is answered


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra there is one message that says how to get it."""
    require()
    monkeypatch.setattr("simulator.room.find_spec", lambda name: None if name == "segno" else object())
    with pytest.raises(UserError) as refused:
        require()
    assert "jiefang[room]" in refused.value.hint


READ_QR = """
const jsqr = require("jsqr"), [, , text] = process.argv, rows = JSON.parse(text);
const scale = 4, height = rows.length * scale, width = rows[0].length * scale;
const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
rows.forEach((row, y) => row.forEach((dark, x) => {
  for (let dy = 0; dy < scale; dy++) for (let dx = 0; dx < scale; dx++) {
    const at = ((y * scale + dy) * width + x * scale + dx) * 4;
    if (dark) pixels[at] = pixels[at + 1] = pixels[at + 2] = 0;
  }
}));
console.log((jsqr(pixels, width, height) || {}).data);
"""


@pytest.mark.install
@pytest.mark.parametrize("address", ["127.0.0.1", "192.168.100.235", "fd12:3456:789a:1:1234:5678:9abc:def0"])
def test_a_reader_reads_the_code_in_the_terminal(address: str) -> None:
    """The half blocks are read back by a QR reader (jsQR): they lead to the page with the code filled in."""
    url = Place(address).url("BCDFG")
    drawn = qr.lines(url)
    assert len({len(line) for line in drawn}) == 1 and len(drawn) <= 23 and len(drawn[0]) <= 45
    upper, lower = {"▀", "█"}, {"▄", "█"}
    rows = [[sign in half for sign in line] for line in drawn for half in (upper, lower)]
    modules = package("jsqr@1.4.0")
    read = subprocess.run(
        ["node", "-e", READ_QR, "-", json.dumps(rows)], cwd=modules.parent, capture_output=True, text=True, check=False
    )
    assert read.stdout.strip() == url, read.stderr
