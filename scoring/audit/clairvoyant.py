"""Decisions that only a clairvoyant can take (RULES §9).

Variants that have looked and sounded the same so far are one situation to the trainee. If every choice that is open
there costs much in one of them, nobody could have known better, and rating it is unfair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scenarios.conversation import Conversation
from scenarios.diagnostic import Diagnostic
from scenarios.engine import Arrival, Engine, FormStep, State, Step
from scenarios.model import Scene
from scenarios.play import Play
from scenarios.vocabulary import vocabulary
from scoring.audit.subject import Subject

DEAR = 5.0
"""Score points from which a choice costs much (RULES §9)."""
SITUATIONS = 20_000
"""So many situations that several states share are looked at; where there are more, the finding says so (JF5027)."""

Seen = tuple[object, ...]
Member = tuple[str, State]
Situation = dict[Member, None]
"""In the order in which they were met: a set's order would differ from run to run."""


def check(subject: Subject) -> Iterator[Diagnostic]:
    """Every situation in which each open choice is a mistake in one of the variants it may be."""
    if len(subject.studies) > 1 and all(study.solution.scale.scorable for study in subject.studies.values()):
        yield from _Search(subject).run()


class _Search:
    """All situations that more than one state may be, from the start, each looked at once."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._words: dict[str, Conversation] = {}
        self._found: dict[str, Diagnostic] = {}
        self._forms: dict[Member, Mapping[str, Mapping[str, float]]] = {}

    def run(self) -> Iterator[Diagnostic]:
        """Look at every situation."""
        waiting: list[tuple[Situation, tuple[str, ...]]] = []
        seen: set[frozenset[Member]] = set()

        def meet(split: Mapping[Seen, Situation], path: tuple[str, ...]) -> None:
            for situation in split.values():
                if len(situation) > 1 and (members := frozenset(situation)) not in seen:
                    seen.add(members)
                    waiting.append((situation, path))

        meet(self._opening(), ())
        while waiting and len(seen) <= SITUATIONS:
            situation, path = waiting.pop(0)
            for token, split in self._onward(situation, path):
                meet(split, (*path, token))
        yield from self._found.values()
        if waiting:
            yield Diagnostic("JF5027", self._subject.top, {"count": f"{SITUATIONS:,}"})

    def _opening(self) -> dict[Seen, Situation]:
        split: dict[Seen, Situation] = {}
        scenario = self._subject.scenario
        for variant, study in self._subject.studies.items():
            play = Play(study.edition)
            words = self._words[variant] = Conversation(play)
            person = study.edition.variant.petitioner
            card = (words.text(scenario.brief, play.state), words.petitioner, person.age, person.sex)
            seen = (*card, *self._shown(variant, play.opening, 0, play.state))
            split.setdefault(seen, {})[variant, play.state] = None
        return split

    # ---- what is seen ------------------------------------------------------------------------------------------

    def _shown(self, variant: str, arrivals: tuple[Arrival, ...], known: int, state: State) -> Seen:
        """What is said on the way, what may be chosen now, and how the petitioner looks: what simulation mode shows."""
        words = self._words[variant]
        engine = words.engine
        said = tuple((spoken.name, spoken.text) for spoken in words.arrivals(arrivals, known))
        return said, self._offered(engine, words, state), looks(state)

    @staticmethod
    def _offered(engine: Engine, words: Conversation, state: State) -> Seen:
        node = engine.node(state)
        if node.is_ending:
            return (node.id,)
        if node.form is not None:
            return tuple(
                (line.line.id, words.label(line, state), tuple((o.id, words.option(c, state)) for o, c in line.options))
                for line in engine.form_lines(state)
            )
        return tuple(
            (move.choice.id, words.text(move.acts[engine.act_of(move, state)].case.text, state))
            for move in engine.open_moves(state)
        )

    # ---- what follows ------------------------------------------------------------------------------------------

    def _onward(self, situation: Situation, path: tuple[str, ...]) -> Iterator[tuple[str, dict[Seen, Situation]]]:
        """Look at a situation; for everything that can be done in it, the situations it may lead to."""
        variant, state = next(iter(situation))
        engine = self._words[variant].engine
        node = engine.node(state)
        if node.is_ending or node.scene is None:
            return
        if node.form is not None:
            self._judge_form(node.scene, situation, path)
            yield f"{node.id}=best", self._after_form(situation)
            return
        costs = {member: self._subject.costs[member[0]].at(member[1]) for member in situation}
        choices = [move.choice.id for move in engine.open_moves(state)]
        self._judge(node.scene, node.scene.id, choices, costs, path)
        for choice in choices:
            yield choice, self._after_choice(situation, choice)

    def _judge_form(self, scene: Scene, situation: Situation, path: tuple[str, ...]) -> None:
        """Each line of a form is a decision of its own; what is drawn from the directory counts as one option."""
        forms = {member: self._form(member) for member in situation}
        for line, options in next(iter(forms.values())).items():
            costs = {member: form[line] for member, form in forms.items()}
            self._judge(scene, f"{scene.id}.{line}", list(options), costs, path)

    def _form(self, member: Member) -> Mapping[str, Mapping[str, float]]:
        """What every option of every line costs, worked out once: many ways lead to the same state."""
        if member not in self._forms:
            lines = self._subject.studies[member[0]].evaluator.form(member[1])
            self._forms[member] = {name: {each.id: each.cost for each in line.options} for name, line in lines.items()}
        return self._forms[member]

    def _judge(
        self,
        scene: Scene,
        name: str,
        choices: list[str],
        costs: Mapping[Member, Mapping[str, float]],
        path: tuple[str, ...],
    ) -> None:
        """Judge one decision, `scene` or `scene.line`."""
        worst = {choice: max(costs.items(), key=lambda entry: entry[1].get(choice, 0.0)) for choice in choices}
        if name in self._found or not worst:
            return
        if all(found.get(choice, 0.0) >= DEAR for choice, (_, found) in worst.items()):
            told = "; ".join(f"{choice} {found[choice]:.1f} ({member[0]})" for choice, (member, found) in worst.items())
            variants = ", ".join(sorted({member[0] for member in costs}))
            about = {"scene": name, "variants": variants, "costs": told, "path": ",".join(path) or "—"}
            self._found[name] = Diagnostic("JF5024", scene.mark, about)

    def _after_choice(self, situation: Situation, choice: str) -> dict[Seen, Situation]:
        split: dict[Seen, Situation] = {}
        for variant, state in situation:
            engine = self._words[variant].engine
            move = next(move for move in engine.open_moves(state) if move.choice.id == choice)
            for draw in range(len(engine.outcomes(move, state)) or 1):
                step = engine.step(state, move, draw)
                self._join(split, variant, step)
        return split

    def _after_form(self, situation: Situation) -> dict[Seen, Situation]:
        split: dict[Seen, Situation] = {}
        for variant, state in situation:
            self._join(split, variant, self._words[variant].engine.fill(state, {}))
        return split

    def _join(self, split: dict[Seen, Situation], variant: str, step: Step | FormStep) -> None:
        words = self._words[variant]
        said = tuple((spoken.name, spoken.text) for spoken in words.step(step))
        seen = (said, self._offered(words.engine, words, step.after), looks(step.after))
        split.setdefault(seen, {})[variant, step.after] = None


def looks(state: State) -> tuple[str, str, str]:
    """How the petitioner looks: the band of each meter, which simulation shows by stage directions."""
    words = vocabulary()
    return (
        words.heat_band(state.agitation).key,
        words.trust_band(state.trust).key,
        words.distress_band(state.distress).key,
    )
