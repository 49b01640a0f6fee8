"""A program that is killed with a round open loses no vote that it has acknowledged."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

from simulator.room.join import Admission
from simulator.room.place import Place
from simulator.room.server import RoomServer
from simulator.room.showing import Showing, Voting
from simulator.room.votes import Vote
from tests.simulator.room.rooms import QUESTION, Arrive, Opened, arrive, chosen, opened

__all__ = ["arrive"]

PROGRAM = """
import asyncio, dataclasses, json, os, sys
from simulator.room.join import Admission
from simulator.room.place import Place
from simulator.room.server import RoomServer
from simulator.room.showing import Option, Question, Showing, Voting

file = open(sys.argv[1], "a")

def keep(vote):
    file.write(json.dumps(dataclasses.asdict(vote)) + "\\n")
    file.flush()
    os.fsync(file.fileno())

async def main():
    server = RoomServer(Place(port=0), Admission(sys.argv[2], bytes.fromhex(sys.argv[3])), "zh", on_vote=keep)
    await server.start()
    server.show(Showing(Voting(Question("s1:3", tuple(Option(n, str(n)) for n in (1, 2, 3, 4))))))
    print(server.place.port, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_a_killed_program_has_kept_what_it_acknowledged(arrive: Arrive, tmp_path: Path) -> None:
    """Killed by the system right after an answer (SIGKILL), it comes back on its port and knows phones and votes."""
    admission, kept = Admission(), tmp_path / "votes.jsonl"
    command = [sys.executable, "-c", PROGRAM, str(kept), admission.code, admission.key.hex()]
    program = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    try:
        assert program.stdout is not None
        port = int(await program.stdout.readline())
        there = Opened(RoomServer(Place(port=port), admission, "zh", on_vote=lambda _vote: None), [], [])
        people = [await arrive(there) for _ in range(5)]
        for number, person in enumerate(people):
            await person.join()
            assert chosen((await person.vote(1 + number % 4))[1]) == [1 + number % 4]
    finally:
        program.kill()
        await program.communicate()
    votes = [Vote(**json.loads(line)) for line in kept.read_text().splitlines()]
    assert [vote.option for vote in votes] == [1, 2, 3, 4, 1]
    async with opened(port=port, admission=admission, votes=votes) as room:
        room.server.show(Showing(Voting(QUESTION)))
        assert room.server.counts().voted == 5
        for number, person in enumerate(people):
            assert chosen((await person.get())[1]) == [1 + number % 4]
