"""Naive players (RULES §9): rules for choosing that must not do well, each scored exactly.

A player is a rule over what a trainee could see. Its score is an expectation over the chances an author declared; it
goes by file order, so that what a seed shuffles or draws makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scenarios.engine import Engine, State
from scenarios.expand import Place
from scenarios.program import Move, Node, successors
from scoring.breakoff import is_decision
from scoring.evaluate import Evaluator, Valuation

POLITE = ("您", "请", "谢谢", "麻烦", "辛苦", "对不起", "抱歉")
SYMPATHY_MOVES = frozenset({"sympathise", "apologise", "label_feeling"})
REFERRAL_MOVES = frozenset({"refer_vaguely", "refer_warmly"})
FAR = 10_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing a player may do: a choice or a form option, as it stands in the file."""

    id: str
    text: str
    moves: tuple[str, ...]
    cost: float
    points: float
    distance: int
    heat: int


Rule = Callable[[list[Candidate]], Candidate]


def _first(found: list[Candidate]) -> Candidate:
    return found[0]


def _last(found: list[Candidate]) -> Candidate:
    return found[-1]


def _polite(found: list[Candidate]) -> Candidate:
    return max(found, key=lambda c: sum(c.text.count(word) for word in POLITE))


def _with(moves: frozenset[str]) -> Rule:
    return lambda found: next((c for c in found if moves & set(c.moves)), found[0])


def _neutral_short(found: list[Candidate]) -> Candidate:
    return min(found, key=lambda c: (c.distance, abs(c.points)))


NAIVE: Mapping[str, Rule] = {
    "first": _first,
    "last": _last,
    "longest": lambda found: max(found, key=lambda c: len(c.text)),
    "shortest": lambda found: min(found, key=lambda c: len(c.text)),
    "most-polite": _polite,
    "always-sympathise": _with(SYMPATHY_MOVES),
    "always-refer": _with(REFERRAL_MOVES),
    "always-time-out": _first,
    "shortest-route": _neutral_short,
    "drama": lambda found: max(found, key=lambda c: c.heat),
}
"""Each must score under 55; `random` (25 by construction) is the tenth and eleventh's companion."""

HABITS: Mapping[str, Mapping[str, str]] = {
    "first": {"zh": "总选写在第一个的", "en": "always takes the one written first"},
    "last": {"zh": "总选写在最后的", "en": "always takes the one written last"},
    "longest": {"zh": "总选话最长的", "en": "always takes the longest"},
    "shortest": {"zh": "总选话最短的", "en": "always takes the shortest"},
    "most-polite": {"zh": "总选“您”“请”最多的", "en": "always takes the most polite"},
    "always-sympathise": {"zh": "见了同情话就选", "en": "sympathises wherever possible"},
    "always-refer": {"zh": "能推给别处就推", "en": "refers elsewhere wherever possible"},
    "always-time-out": {"zh": "有钟就等时间过去", "en": "lets every clock run out"},
    "shortest-route": {"zh": "总走离结局最近的路", "en": "takes the shortest route to an ending"},
    "drama": {"zh": "总选最让人上火的", "en": "takes what heats most"},
    "random": {"zh": "随手乱选", "en": "chooses by lot"},
    "greedy": {"zh": "只看眼前，每步选最好的", "en": "takes the best of each step, looking no further"},
    "shortest-then-best": {"zh": "走最短的路，路上选最好的", "en": "takes the shortest route, and the best on it"},
}
"""What each of them does, for whoever reads that one of them does well."""

_ELSE_FIRST = {
    "zh": "别处它选写在第一个的：把最好的挪开几处",
    "en": "elsewhere it takes the first: move the best one in some decisions",
}
REMEDIES: Mapping[str, Mapping[str, str]] = {
    "first": {
        "zh": "把写在第一个的最好的选项挪开几处",
        "en": "move the best option from the first place in some decisions",
    },
    "last": {
        "zh": "把写在最后的最好的选项挪开几处",
        "en": "move the best option from the last place in some decisions",
    },
    "longest": {
        "zh": "对的写短些，错的也把好心说周全",
        "en": "shorten right ones, and write the kind motive of wrong ones out",
    },
    "shortest": {
        "zh": "对的不要总是最短，错的也有干脆的",
        "en": "right ones must not always be the shortest; some wrong ones are curt",
    },
    "most-polite": {"zh": "错的话也用“您”“请”“谢谢”", "en": "give polite forms to wrong ones, too"},
    "always-sympathise": {
        "zh": f"让同情、道歉、说出感受在有的场合是错的；{_ELSE_FIRST['zh']}",
        "en": f"let sympathy, apology and named feelings be wrong somewhere; {_ELSE_FIRST['en']}",
    },
    "always-refer": {
        "zh": f"让指去别处在有的场合是错的；{_ELSE_FIRST['zh']}",
        "en": f"let referring elsewhere be wrong somewhere; {_ELSE_FIRST['en']}",
    },
    "always-time-out": {
        "zh": f"让时间过去要有代价；{_ELSE_FIRST['zh']}",
        "en": f"letting the time go by must cost something; {_ELSE_FIRST['en']}",
    },
    "shortest-route": {
        "zh": "该问的、该做的要有分量，早走要有代价",
        "en": "what ought to be asked and done must weigh, leaving early cost",
    },
    "drama": {
        "zh": "激怒人的选项扣得太少，或者不该在最好的里",
        "en": "options that inflame cost too little, or are among the best",
    },
    "random": {"zh": "选项之间的高下太小", "en": "options differ too little"},
}
"""What takes a player's score down."""

REPORTED: Mapping[str, Rule] = {
    "greedy": lambda found: max(found, key=lambda c: c.points),
    "shortest-then-best": lambda found: min(found, key=lambda c: (c.distance, round(c.cost, 9))),
}


class Players:
    """Scores players on one solved edition."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.program = evaluator.exploration.program
        self.engine = Engine(self.program)
        self.prices = evaluator.prices
        self._distance = distances(self.program.nodes)

    def score(self, name: str) -> float:
        """The expected raw score of a player, unclipped.

        Raises:
            KeyError: no such player.
        """
        if name == "random":
            return self.evaluator.solution.random_score
        rule = NAIVE.get(name) or REPORTED[name]
        start, _ = self.engine.start()
        return 100 - self._cost(start, rule, name == "always-time-out", {})

    def scores(self) -> dict[str, float]:
        """Every naive player's score, `random` included."""
        return {name: self.score(name) for name in (*NAIVE, "random")}

    def reported(self) -> dict[str, float]:
        """Players that are reported, not judged."""
        return {name: self.score(name) for name in REPORTED}

    def choose(self, state: State, name: str) -> str | dict[str, str]:
        """What a player does in a state: a choice id (`timeout`), or picks per form line (`*` for a drawn one)."""
        rule = NAIVE.get(name) or REPORTED[name]
        if self.program.nodes[state.node].form is not None:
            return {line: self._pick(state, line, value, rule)[0] for line, value in self.evaluator.form(state).items()}
        if name == "always-time-out" and self.engine.timeout(state) is not None:
            return "timeout"
        return rule(self._candidates(state)).id

    def _cost(self, state: State, rule: Rule, time_out: bool, known: dict[State, float]) -> float:
        if self.program.nodes[state.node].is_ending:
            return 0.0
        found = known.get(state)
        if found is not None:
            return found
        if self.program.nodes[state.node].form is not None:
            lines = self.evaluator.form(state)
            cost = sum(self._pick(state, line, value, rule)[1] for line, value in lines.items())
            cost += self._cost(self.engine.fill(state, {}).after, rule, time_out, known)
        else:
            move = self.engine.timeout(state) if time_out else None
            if move is None:
                chosen = rule(self._candidates(state)).id
                move = next(m for m in self.engine.open_moves(state) if m.choice.id == chosen)
            cost = self.evaluator.choices(state).of(move.choice.id).cost
            weights = self.engine.outcomes(move, state) or (1,)
            for draw, weight in enumerate(weights):
                after = self.engine.step(state, move, draw).after
                cost += weight / sum(weights) * self._cost(after, rule, time_out, known)
        known[state] = cost
        return cost

    def _candidates(self, state: State) -> list[Candidate]:
        valuation = self.evaluator.choices(state)
        return [self._candidate(state, move, valuation) for move in self.engine.open_moves(state)]

    def _candidate(self, state: State, move: Move, valuation: Valuation) -> Candidate:
        act = self.engine.act_of(move, state)
        valued = valuation.of(move.choice.id)
        after = self.engine.step(state, move).after
        points = float(sum(p * price for p, price in zip(valued.points, self.prices, strict=True)))
        place = Place(after.node, after.pending, after.entered)
        distance = min(self._distance[n] for n in (place.node, max(place.pending, -1)) if n >= 0)
        return Candidate(
            valued.id, move.acts[act].case.text.zh, move.choice.moves, valued.cost, points, distance, after.agitation
        )

    def _pick(self, state: State, line_id: str, valuation: Valuation, rule: Rule) -> tuple[str, float]:
        """The option a player picks in a form line, and what it costs. Statements to tick: their text against none."""
        form = self.program.nodes[state.node].form
        assert form is not None
        line = next(line for line in form.lines if line.id == line_id)
        texts = {}
        for option in (*line.options, *line.fillers[:1]):
            texts[option.id] = self.engine.option_case(option, state).text.zh
        if line.kind == "tick":
            texts = {"tick": line.label.zh, "leave": ""}
        found = [
            Candidate(
                option.id,
                texts.get(option.id, ""),
                (),
                option.cost,
                float(sum(p * price for p, price in zip(option.points, self.prices, strict=True))),
                0,
                0,
            )
            for option in valuation.options
        ]
        chosen = rule(found)
        return chosen.id, chosen.cost


def distances(nodes: tuple[Node, ...]) -> list[int]:
    """Fewest decisions from each node to a regular ending, interrupts apart; FAR where there is none."""
    found = [0 if node.is_ending and not node.broken else FAR for node in nodes]
    changed = True
    while changed:
        changed = False
        for node in nodes:
            if node.is_ending:
                continue
            step = 1 if is_decision(node) or node.form is not None else 0
            best = min((found[n] + step for n in successors(node)), default=FAR)
            if best < found[node.number]:
                found[node.number] = best
                changed = True
    return found
