"""What was acknowledged is there, however the program ends."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen

from simulator.record.store import open_store

Child = Callable[..., "Popen[str]"]

NURSERY = """
import random, select, signal
chance = random.Random(given["seed"])

def play(out, place):
    with open_store(place) as store:
        log = store.create(edition, **who)
        os.write(out, (log.session.id + "\\n").encode())
        for number in range(2, 100_000):
            log.append(Event("note", {"number": number, "text": "x" * chance.randrange(400)}))
            os.write(out, f"{number}\\n".encode())

for round in range(given["rounds"]):
    # Every tenth on a new file: its first steps (tables, write-ahead log, edition) may be cut short too.
    place = path.with_name(f"new-{round}.sqlite3") if round % 10 == 0 else path
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        try:
            play(write, place)
        finally:
            os._exit(1)
    os.close(write)
    if round % 10:
        # On a busy machine it would else be killed before it begins.
        select.select([read], [], [], 10)
    time.sleep(chance.random() * 0.06)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with open(read, "rb") as pipe:
        told = pipe.read().decode().split()
    with open_store(place) as store:
        found = {"notices": store.notices, "told": told, "sessions": len(store.sessions())}
        check = store._database.run("PRAGMA integrity_check")[0][0]
        found["check"] = check
        if told:
            verdict = store.verify(told[0])
            events = store.events(told[0])
            found["sound"] = verdict.sound
            found["events"] = [event.data.get("number", 1) for event in events]
            # The killed program's lock is gone with it.
            log = store.resume(told[0])
            log.append(Event("resumed", {}))
            found["after"] = store.verify(told[0]).sound and len(store.events(told[0])) == len(events) + 1
    print(json.dumps(found), flush=True)
"""


def test_killed_at_any_moment(child: Child) -> None:
    """A hundred programs are killed while they append. After each the store opens without complaint.

    It holds a prefix of what was appended that includes all that was acknowledged, and at most the one event whose
    acknowledgement was under way; the session can be taken up at once.
    """
    process = child(NURSERY, {"seed": os.getpid(), "rounds": 100})
    out, _err = process.communicate(timeout=120)
    assert process.returncode == 0
    rounds = [json.loads(line) for line in out.splitlines()]
    assert len(rounds) == 100
    begun = [each for each in rounds if each["told"]]
    for each in rounds:
        assert (each["notices"], each["check"]) == ([], "ok")
    for each in begun:
        acknowledged = len(each["told"])
        assert each["sound"] and each["after"]
        assert each["events"] == list(range(1, len(each["events"]) + 1))
        assert acknowledged <= len(each["events"]) <= acknowledged + 1
    assert len(begun) > 50, "most were killed while they appended"
    assert len({len(each["events"]) for each in begun}) > 5, "at different moments"


def test_a_session_is_free_when_its_program_was_killed(child: Child, path: Path) -> None:
    """The second window is refused while the first lives, with its process number, and let in when it was killed."""
    program = "log = open_store(path).create(edition, **who)\nprint(log.session.id, flush=True)\ntime.sleep(60)\n"
    process = child(program)
    assert process.stdout is not None
    session_id = process.stdout.readline().strip()
    attempt = (
        "from simulator.record.errors import StoreError\n"
        "try:\n"
        "    open_store(path).resume(given['id']).close()\n"
        "except StoreError as error:\n"
        "    print(error.reason, error.message)\n"
    )
    refused = child(attempt, {"id": session_id}).communicate(timeout=60)[0]
    assert refused.startswith("open ")
    assert str(process.pid) in refused
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=60)
    assert child(attempt, {"id": session_id}).communicate(timeout=60)[0] == ""
    with open_store(path) as store:
        assert [session.id for session in store.unfinished()] == [session_id]
