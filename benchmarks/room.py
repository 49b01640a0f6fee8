"""The page of the debrief room with sixty phones: joining, the time until all have what is shown, votes, memory.

The server is a process of its own, as it is a thread of the facilitator's program, with a store that commits every vote
to disk. The sixty clients share another process, and with it the machine: what they cost is in the times.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
import time
from asyncio.subprocess import PIPE, Process
from dataclasses import astuple
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measure import PYTHON, ROOT, Report

PHONES = 60
SHOWN = 20
VOTES = 10
"""Votes a phone, one behind the other; a phone may send fifteen at once."""


def measure(rounds: int = 5, full: bool = False) -> Report:
    """Measure it."""
    report = Report(f"room: {PHONES} phones on one machine")
    with TemporaryDirectory(prefix="jiefang-bench-") as folder:
        asyncio.run(_measure(report, Path(folder, "votes.sqlite3"), rounds * (3 if full else 1)))
    return report


# ---- the room


def serve(store: Path) -> None:
    """A room whose transcript has 300 lines; each line on standard input shows something else and prints when."""
    from simulator.room.join import Admission
    from simulator.room.place import Place
    from simulator.room.server import RoomServer
    from simulator.room.showing import Line, Option, Question, Showing, Voting
    from simulator.room.votes import Vote

    connection = sqlite3.connect(store, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE votes (question, round, device, option)")
    options = tuple(Option(number, f"第 {number} 项：您先坐，喝口水，从头说，我记着。") for number in (1, 2, 3, 4))
    transcript = tuple(
        Line("我就问你们管不管！家里等着交学费。", "老周", step=1 + number // 5) for number in range(300)
    )

    def keep(vote: Vote) -> None:
        with connection:
            connection.execute("INSERT INTO votes VALUES (?, ?, ?, ?)", astuple(vote))

    async def main() -> None:
        server = RoomServer(Place(port=0), Admission(), "zh", on_vote=keep)
        await server.start()
        print(json.dumps([server.place.url(), server.admission.code]), flush=True)
        asked = 0
        while await asyncio.to_thread(sys.stdin.readline):
            asked += 1
            then = time.monotonic()
            server.show(Showing(Voting(Question(f"{asked}", options)), transcript[: 200 + asked % 100]))
            told = [then, time.process_time(), _megabytes("VmRSS"), _megabytes("VmHWM"), len(server.faults)]
            print(json.dumps(told), flush=True)

    asyncio.run(main())


def _megabytes(name: str) -> float:
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    return 0.0


# ---- the phones


async def _measure(report: Report, store: Path, rounds: int) -> None:
    server = await asyncio.create_subprocess_exec(
        PYTHON, "-m", "benchmarks.room", str(store), cwd=ROOT, stdin=PIPE, stdout=PIPE
    )
    assert server.stdout is not None
    url, code = json.loads(await server.stdout.readline())
    empty = (await _show(server))[2]
    start = time.monotonic()
    phones = await asyncio.gather(*(_Phone.join(url, code) for _ in range(PHONES)))
    await asyncio.gather(*(phone.sees("1") for phone in phones))
    report.add(f"{PHONES} join and have the page", [(time.monotonic() - start) * 1000], "ms")
    first, last, work, rates, asked = [], [], [], [], 1
    for _ in range(rounds):
        for _time in range(SHOWN):
            asked += 1
            then, used, *_more = await _show(server)
            times = await asyncio.gather(*(phone.sees(str(asked)) for phone in phones))
            first.append((min(times) - then) * 1000)
            last.append((max(times) - then) * 1000)
            await asyncio.sleep(0.05)
        before = (await _show(server))[1]
        asked += 1
        await asyncio.gather(*(phone.sees(str(asked)) for phone in phones))
        start = time.monotonic()
        await asyncio.gather(*(phone.votes(str(asked)) for phone in phones))
        rates.append(PHONES * VOTES / (time.monotonic() - start))
        _then, used, now, peak, faults = await _show(server)
        asked += 1
        work.append(PHONES * VOTES / (used - before))
        await asyncio.gather(*(phone.sees(str(asked)) for phone in phones))
        await asyncio.sleep(VOTES)  # phones may vote as often again
    report.add("from show to the first phone", first, "ms")
    latest = report.add(f"from show to the last of {PHONES}", last, "ms")
    rate = report.add("votes a second, each committed, by the clock", rates, "/s", f"{PHONES} at once, {VOTES} each")
    report.add("the same by processor time of the server", work, "/s")
    report.add("memory of the server, nobody there", [empty], "MB")
    report.add(f"memory of the server, {PHONES} there", [now], "MB", f"peak {peak:.0f} MB")
    if faults:
        report.notes.append(f"{faults} faults in the server")
    report.goal(f"all {PHONES} phones have what is shown", latest, 250, "ms")
    report.goal("a room votes within a second", rate, PHONES, "/s", at_least=True)
    report.goal("memory of the server", peak, 100, "MB")
    await asyncio.gather(*(phone.close() for phone in phones))
    server.kill()
    await server.wait()


async def _show(server: Process) -> list[float]:
    """Have something else shown: when, and what the server has used until then."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(b"\n")
    told: list[float] = json.loads(await server.stdout.readline())
    return told


class _Phone:
    def __init__(self, url: str, session: Any, stream: Any) -> None:
        self._url = url
        self._session = session
        self._stream = stream

    @classmethod
    async def join(cls, url: str, code: str) -> _Phone:
        """Come in as a browser does: the door, the code, the page with its files, the stream."""
        import aiohttp

        session = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=aiohttp.ClientTimeout(total=None)
        )
        for path in ("", "room.css"):
            async with session.get(url + path) as answer:
                await answer.read()
        async with session.post(url + "join", data={"code": code}, headers={"Origin": url[:-1]}) as answer:
            page = await answer.text()
        async with session.get(url + "room.js") as answer:
            await answer.read()
        seen = page.partition('data-seen="')[2].partition('"')[0]
        return cls(url, session, await session.get(url + "events", params={"seen": seen}))

    async def sees(self, question: str) -> float:
        """Wait for a question; when it was there."""
        wanted = f'name=\\"question\\" value=\\"{question}\\"'.encode()
        while wanted not in await self._stream.content.readuntil(b"\n\n"):
            pass
        return time.monotonic()

    async def votes(self, question: str) -> None:
        """Change one's mind, over and over."""
        for number in range(VOTES):
            form = {"question": question, "round": "1", "option": str(1 + number % 4)}
            headers = {"Origin": self._url[:-1], "Accept": "application/json"}
            async with self._session.post(self._url + "vote", data=form, headers=headers) as answer:
                assert answer.status == 200, await answer.text()

    async def close(self) -> None:
        """Go."""
        self._stream.close()
        await self._session.close()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
