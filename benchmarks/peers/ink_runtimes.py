"""bink and inkcpp-py as peers: a line of JSON in, a line of JSON out. Runs in their own environment.

Usage: ink_runtimes.py bink|inkcpp STORY.json
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

Reader = Callable[[int, int, "list[Any] | None"], int]


def bink(file: str) -> Reader:
    """A reader over bink (Rust, through ctypes)."""
    from bink.story import Story  # type: ignore[import-not-found]

    with open(file, encoding="utf-8") as opened:
        story = Story(opened.read())

    def play(count: int, draw: int, trace: list[Any] | None) -> int:
        done = 0
        while done < count:
            story.reset_state()
            while True:
                text = story.continue_maximally()
                choices = story.get_current_choices()
                if not len(choices):
                    if trace is not None:
                        trace += [text.strip().split("\n")[-1], *(story.get_variable(each) for each in "LECR")]
                    break
                draw = draw * 16807 % 2147483647
                index = (draw >> 8) % len(choices)
                if trace is not None:
                    trace.append(choices[index])
                story.choose_choice_index(index)
                done += 1
        return done

    return play


def inkcpp(file: str) -> Reader:
    """A reader over inkcpp-py (C++)."""
    import inkcpp_py  # type: ignore[import-not-found]

    binary = file + ".bin"
    inkcpp_py.compile_json(file, binary)
    story = inkcpp_py.Story.from_file(binary)

    def play(count: int, draw: int, trace: list[Any] | None) -> int:
        done = 0
        while done < count:
            variables = story.new_globals()
            runner = story.new_runner(variables)
            while True:
                text = runner.getall()
                number = runner.num_choices()
                if not number:
                    if trace is not None:
                        points = [getattr(variables, each) for each in "LECR"]
                        trace += [text.strip().split("\n")[-1], *(int(each.as_int()) for each in points)]
                    break
                draw = draw * 16807 % 2147483647
                index = (draw >> 8) % number
                if trace is not None:
                    trace.append(runner.get_choice(index).text())
                runner.choose(index)
                done += 1
        return done

    return play


def main() -> None:
    """Answer requests until the input ends."""
    play = {"bink": bink, "inkcpp": inkcpp}[sys.argv[1]](sys.argv[2])
    for line in sys.stdin:
        request = json.loads(line)
        trace: list[Any] | None = [] if request["do"] == "trace" else None
        start = time.process_time()
        done = play(request["decisions"], request["seed"], trace)
        seconds = time.process_time() - start
        print(json.dumps({"decisions": done, "seconds": seconds, "trace": trace}), flush=True)


if __name__ == "__main__":
    main()
