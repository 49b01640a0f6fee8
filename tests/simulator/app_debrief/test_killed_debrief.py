"""The debrief in a real terminal gets SIGKILL; it is taken up again exactly where it was, and so are the phones."""

from __future__ import annotations

import re
import socket
import time
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from simulator.debrief.record import DebriefStore
from simulator.record.store import open_store
from simulator.room import door

pty = pytest.importorskip("pty", reason="needs a pseudo-terminal")

from tests.simulator.app.real_terminal import RealTerminal  # noqa: E402  it needs a pseudo-terminal to be imported
from tests.simulator.app_debrief.conftest import REAL_DOOR, Record  # noqa: E402
from tests.simulator.room.rooms import chosen  # noqa: E402

WAY = (
    ("\r", "分钟：反应"), ("\r", "刚从窗口下来"), ("\r", "来的是谁"), ("\r", "看几个要紧的时刻"), ("\r", "第1轮投票"),
    ("2", "收到1票"), ("3", "收到2票"), ("\r", "先提示"), ("\r", "第2轮投票"), ("1", "收到1票"), ("\r", "①"),
    ("\r", "当时选的"), ("\r", "第2项"),
)  # fmt: skip
"""Keys, and what each brings onto the screen."""


@pytest.fixture(autouse=True)
def _own_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child knows nothing of what the other tests put in place of the door."""
    monkeypatch.setattr(door, "admission", REAL_DOOR)


def the_debrief() -> str:
    """Id of the only debrief."""
    with open_store() as store:
        (found,) = DebriefStore(store).debriefs()
    return found.id


def killed_after(session: str, steps: int) -> None:
    """Go so many steps, kill it once the last shows, take it up and see the same again; then one step further."""
    with RealTerminal("debrief", session) as screen:
        screen.wait_for("都同意，开始")
        for key, shown in WAY[:steps]:
            screen.press(key)
            screen.wait_for(shown)
        screen.kill()
    with open_store() as store:
        debrief = DebriefStore(store).debriefs()[0].id
    with RealTerminal("debrief", "--resume", debrief) as screen:
        screen.wait_for(WAY[steps - 1][1])
        key, shown = WAY[steps]
        screen.press(key)
        screen.wait_for(shown)
        screen.press("q")
        assert not screen.running()


def test_killed_in_the_middle(record: Record) -> None:
    """In the middle of the first vote: the page, the votes and the next step are there again."""
    killed_after(record(), 7)


@pytest.mark.slow
@pytest.mark.parametrize("steps", range(1, len(WAY)))
def test_killed_anywhere(record: Record, steps: int) -> None:
    """After every step of the way."""
    killed_after(record(), steps)


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Phone:
    """A phone with its cookies."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self) -> str:
        """The page as it is now."""
        with self._opener.open(self._base + "/", timeout=10) as answer:
            return str(answer.read().decode())

    def question(self, screen: RealTerminal) -> str:
        """The question that is open, once the phone has heard of it; a terminal that nobody reads stops the program."""
        until = time.monotonic() + 10
        while True:
            found = re.search(r'name="question" value="([^"]+)"', page := self.get())
            if found is not None:
                return found[1]
            assert time.monotonic() < until, page
            assert screen.running(0.1)

    def post(self, path: str, **form: object) -> str:
        """Send a form as the page would."""
        request = Request(self._base + path, urlencode(form).encode(), {"Origin": self._base})
        with self._opener.open(request, timeout=10) as answer:
            return str(answer.read().decode())


def test_the_phones_are_there_again(record: Record) -> None:
    """A vote that a phone was told was recorded survives the kill; the phone need not join again, and votes on."""
    session, port = record(), free_port()
    room = ("--room", "--port", str(port))
    phone = Phone(port)
    with RealTerminal("debrief", session, *room) as screen:
        screen.wait_for("都同意，开始")
        debrief = the_debrief()
        phone.post("/join", code=door.admission(debrief).code)
        for key, shown in WAY[:5]:
            screen.press(key)
            screen.wait_for(shown)
        question = phone.question(screen)
        assert chosen(phone.post("/vote", question=question, round=1, option=2)) == [2]
        screen.kill()
    with RealTerminal("debrief", "--resume", debrief, *room) as screen:
        screen.wait_for("收到1票")
        assert chosen(phone.get()) == [2]
        phone.post("/vote", question=question, round=1, option=1)
        screen.press("\r")
        screen.wait_for("多数人")
    with open_store() as store:
        assert DebriefStore(store).debrief(debrief).rounds[0].counts[:2] == (1, 0)
