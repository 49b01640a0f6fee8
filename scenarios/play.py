"""One visit being played: the engine, a seed, and what has been done so far.

Still pure in effect: the same edition, seed and inputs give the same states everywhere. It adds to the engine what
depends on the seed (order on screen, chances, options drawn from the directory) and what needs the past (undo).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from hashlib import sha256

from scenarios.edition import Edition
from scenarios.engine import Arrival, Engine, FormStep, Offer, OpenLine, Step
from scenarios.model import Option, OptionCase
from scenarios.program import Move, Node, compile_edition

Input = str | Mapping[str, str]
"""A choice id (or `timeout`), or the picks of a form."""


class InputError(Exception):
    """An input that cannot be made here: `code` is a diagnostic code, `arguments` go with it."""

    def __init__(self, code: str, **arguments: object) -> None:
        self.code = code
        self.arguments = arguments
        super().__init__(f"{code} {arguments}")


def draw_key(*parts: object) -> bytes:
    """The pseudo-random key of a draw: sha256 of its parts joined by `|`."""
    return sha256("|".join(map(str, parts)).encode()).digest()


class Play:
    """A visit under way.

    Attributes:
        engine: the rules for this edition.
        seed: text; settles order on screen, chances and drawn options.
        state: the state now.
        offered: what is offered in it, in file order.
        steps: what was done, oldest first.
        opening: nodes entered at the start.
    """

    def __init__(self, edition: Edition, seed: str = "0", engine: Engine | None = None) -> None:
        self.engine = engine or Engine(compile_edition(edition))
        self.seed = seed
        self.start, self.opening = self.engine.start()
        self.state = self.start
        self.steps: list[Step | FormStep] = []
        self.timed_out: list[bool] = []
        self.offered = self.engine.offered(self.state)
        self._orders: dict[int, tuple[str, ...]] = {}

    # ---- looking ----------------------------------------------------------------------------------------------

    @property
    def node(self) -> Node:
        """The scene or ending one is at."""
        return self.engine.node(self.state)

    @property
    def ended(self) -> bool:
        """Whether the visit is over."""
        return self.node.is_ending

    @property
    def arrivals(self) -> tuple[Arrival, ...]:
        """Nodes entered by the last step (or at the start)."""
        return self.steps[-1].arrivals if self.steps else self.opening

    def offers(self) -> list[Offer]:
        """The choices offered here, in the order on screen: shuffled by the seed, the timeout choice last."""
        offers = {offer.move.choice.id: offer for offer in self.engine.offers(self.state)}
        return [offers[choice_id] for choice_id in self.shown()]

    def shown(self) -> tuple[str, ...]:
        """Ids of the choices offered here, in the order on screen."""
        offered = self.offered
        order = self._orders.get(self.state.node)
        if order is None:
            order = self._orders[self.state.node] = self._order()
        return order if offered.whole else tuple(filter(offered.ids.__contains__, order))

    def _order(self) -> tuple[str, ...]:
        """All choices of the scene in the order on screen, which stays the same for the visit."""
        node = self.node
        ids = [move.choice.id for move in node.moves]
        if len(ids) > 1:
            drawn = f"{self.seed}|{node.id}|"  # with the choice's id behind it that is what `draw_key` hashes
            ids = [each for _, each in sorted([(sha256((drawn + each).encode()).digest(), each) for each in ids])]
        last = node.scene.timeout if node.scene is not None else None
        if last in ids:
            ids.remove(last)
            ids.append(last)
        return tuple(ids)

    def form(self) -> list[OpenLine]:
        """The form's lines here, each with the options that are there in the order on screen.

        Statements to tick come in seeded order too; lists filled from the directory have their drawn options.
        """
        node = self.node
        lines = [self._drawn(line) for line in self.engine.form_lines(self.state)]
        ticks = sorted(
            (line for line in lines if line.line.kind == "tick"),
            key=lambda line: draw_key(self.seed, node.id, line.line.id),
        )
        return ticks + [line for line in lines if line.line.kind != "tick"]

    def _drawn(self, line: OpenLine) -> OpenLine:
        if line.line.kind == "tick":
            return line
        options: list[tuple[Option, OptionCase]] = list(line.options)
        missing = max(0, line.line.among - len(options))
        if missing:
            pool = sorted(
                line.line.fillers, key=lambda o: draw_key(self.seed, self.node.id, line.line.id, "draw", o.id)
            )
            options += [(option, self.engine.option_case(option, self.state)) for option in pool[:missing]]
        options.sort(key=lambda entry: draw_key(self.seed, self.node.id, line.line.id, entry[0].id))
        return OpenLine(line.line, tuple(options))

    def visits(self) -> int:
        """How often a step was taken at this node before."""
        return sum(step.before.node == self.state.node for step in self.steps)

    def open_ids(self) -> list[str]:
        """Ids of the choices that can be taken here, in file order."""
        return list(self.offered.open_ids)

    # ---- doing ------------------------------------------------------------------------------------------------

    def choose(self, choice_id: str) -> Step:
        """Take a choice by id; `timeout` is what happens when time runs out.

        Raises:
            InputError: JF8101 no such choice here, JF8102 not open, JF8103 over, JF8104 a form is due, JF8105 no
                clock runs here.
        """
        timed_out = choice_id == "timeout"
        move = None if timed_out else self.offered.by_id.get(choice_id)
        if move is None:
            move = self._move_of(choice_id)
        engine = self.engine
        if move.has_chance and (weights := engine.outcomes(move, self.state)):
            step = engine.step(self.state, move, self.draw(weights))
        else:
            step = engine.step(self.state, move)
        self._done(step, timed_out)
        return step

    def _done(self, step: Step | FormStep, timed_out: bool) -> None:
        self.steps.append(step)
        self.timed_out.append(timed_out)
        self.state = step.after
        self.offered = self.engine.offered(step.after)

    def _move_of(self, choice_id: str) -> Move:
        """The move of an input that is no open choice: the timeout's, or the error that says what is wrong."""
        node = self.node
        if node.scene is None:
            raise InputError("JF8103", choice=choice_id, ending=node.id)
        if node.form is not None:
            lines = ", ".join(line.line.id for line in self.form())
            raise InputError("JF8104", choice=choice_id, scene=node.id, lines=lines)
        if choice_id != "timeout":
            raise self._not_open(choice_id)
        move = self.engine.timeout(self.state)
        if move is None:
            raise self._no_clock()
        return move

    def _no_clock(self) -> InputError:
        return InputError("JF8105", choice="timeout", scene=self.node.id, open=", ".join(self.open_ids()))

    def _not_open(self, choice_id: str) -> InputError:
        about = {"choice": choice_id, "scene": self.node.id, "open": ", ".join(self.open_ids())}
        if any(offer.move.choice.id == choice_id for offer in self.engine.offers(self.state)):
            return InputError("JF8102", **about)
        nearest = get_close_matches(choice_id, self.open_ids(), 1)
        return InputError("JF8101", nearest="".join(nearest), **about)

    def draw(self, weights: Sequence[int]) -> int:
        """Which branch of a chance falls here: sha256(seed | scene | visit) over the weights."""
        number = int.from_bytes(draw_key(self.seed, self.node.id, self.visits())[:8], "big")
        point = number * sum(weights) >> 64
        for index, weight in enumerate(weights):
            point -= weight
            if point < 0:
                return index
        raise AssertionError("weights are positive")

    def submit(self, picks: Mapping[str, str]) -> FormStep:
        """Hand in the form one is at.

        Args:
            picks: option id for every line; a tick line left out counts as `leave`.

        Raises:
            InputError: JF8103 over, JF8106 no form here, JF8107 unknown line, JF8108 unknown option, JF8109 a line
                is missing.
        """
        if self.ended:
            raise InputError("JF8103", choice="", ending=self.node.id)
        if self.node.form is None:
            raise InputError("JF8106", scene=self.node.id, open=", ".join(self.open_ids()))
        lines = {line.line.id: line for line in self.form()}
        for line_id in picks:
            if line_id not in lines:
                nearest = "".join(get_close_matches(line_id, list(lines), 1))
                raise InputError("JF8107", line=line_id, scene=self.node.id, nearest=nearest, lines=", ".join(lines))
        filled: dict[str, str] = {}
        for open_line in self.engine.form_lines(self.state):
            line_id = open_line.line.id
            pick = picks.get(line_id, "leave" if open_line.line.kind == "tick" else "")
            offered = lines[line_id].options
            if not any(option.id == pick for option, _ in offered):
                raise self._not_there(line_id, pick, [option.id for option, _ in offered])
            filled[line_id] = pick
        step = self.engine.fill(self.state, filled)
        self._done(step, False)
        return step

    def _not_there(self, line: str, pick: str, options: list[str]) -> InputError:
        about = {"line": line, "scene": self.node.id, "options": ", ".join(options)}
        if not pick:
            return InputError("JF8109", **about)
        return InputError("JF8108", option=pick, nearest="".join(get_close_matches(pick, options, 1)), **about)

    def enter(self, given: Input) -> Step | FormStep:
        """Make an input of either kind."""
        return self.choose(given) if isinstance(given, str) else self.submit(given)

    @property
    def inputs(self) -> list[Input]:
        """What was done so far, so that it can be done again."""
        return [
            dict(step.picks) if isinstance(step, FormStep) else "timeout" if timed_out else step.move.choice.id
            for step, timed_out in zip(self.steps, self.timed_out, strict=True)
        ]

    def undo(self) -> Step | FormStep | None:
        """Take back the last step; None where there is none."""
        if not self.steps:
            return None
        self.timed_out.pop()
        step = self.steps.pop()
        self.state = step.before
        self.offered = self.engine.offered(step.before)
        return step
