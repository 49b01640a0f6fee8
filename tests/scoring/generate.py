"""Small random scenarios, built straight from model values, for the oracle and the engine's properties.

`generate(random)` takes any `random.Random`, so that a seed names a scenario (`numbered`, `editions`) and hypothesis
can shrink one (`drawn`). Every scenario is finite (whatever leads back within a loop is limited) and every state has an
open choice (a scene has an unconditional way out, or `otherwise`). Not every one is small: the caller sets a limit.

A scenario is a row of stages: a plain scene, a hub with once-only questions and sub-dialogues, two hubs in a ring, a
form, a passage. Interrupts, endings, facts, requirements and end rules are laid over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from hypothesis import strategies as st

from scenarios.diagnostic import Mark
from scenarios.edition import Edition, _own_table
from scenarios.expression import Expression, parse
from scenarios.model import (
    RESUME,
    Branch,
    Case,
    Choice,
    Effects,
    Ending,
    Fact,
    Form,
    FormLine,
    Goto,
    Interrupt,
    Line,
    Loss,
    Option,
    OptionCase,
    Petitioner,
    Requirement,
    Reveal,
    Scenario,
    Scene,
    Sources,
    Text,
    Variant,
)

CODES = tuple(f"{letter}{number}" for letter in "LECR" for number in range(1, 7))
MOVES = (
    "greet", "care", "sympathise", "apologise", "hear_out", "open_question", "label_feeling", "paraphrase", "silence",
    "explain_law", "set_limit", "commit_step", "refer_warmly", "bad_news", "closed_question", "interrupt", "belittle",
    "argue", "threaten", "promise", "deny_feeling",
)  # fmt: skip
RED_LINES = ("K2.promise", "K2.brush_off", "K1.abuse", "K2.privacy", "K1.conceal", "K1.ignore_danger")
STYLES = ("reactive", "instrumental", "despairing")
LATE = "late"


def editions() -> st.SearchStrategy[Edition]:
    """Editions by seed: quick, and as varied as they come. A failing one is named by its seed."""
    return st.integers(0, 2**32).map(numbered)


def drawn() -> st.SearchStrategy[Edition]:
    """Editions that hypothesis draws bit by bit: ten times slower, but it can shrink them."""
    return st.builds(generate, st.randoms(use_true_random=False))


def numbered(seed: int) -> Edition:
    """The edition of a seed, the same for ever."""
    return generate(Random(seed))


def generate(random: Random) -> Edition:
    """A random edition."""
    return _Author(random).edition()


def condition(text: str) -> Expression:
    """A condition from its text."""
    found, problems = parse(text, Mark("generated"))
    assert found is not None, (text, problems)
    return found


def edition_of(scenario: Scenario) -> Edition:
    """The edition of a scenario with a single variant."""
    return Edition(scenario, next(iter(scenario.variants.values())), _own_table())


class _Author:
    """Writes one scenario."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.flags = [f"f{n}" for n in range(random.randint(1, 3))]
        self.facts = [f"fact{n}" for n in range(random.randint(0, 3))]
        letters = random.choice(["LE", "LC", "ER", "LEC", "LECR", "CR", "E", "LR"])
        self.codes = [code for code in CODES if code[0] in letters]
        self.heat = random.random()  # how much this scenario plays with meters
        self.wild = random.random()  # how much it plays with conditions
        self.scenes: dict[str, Scene] = {}
        self.choice_names: list[str] = []
        self.entries: list[str] = []
        self.next: str | None = None  # where choices of the scene at hand lead unless they say otherwise
        self.marks_late = False  # whether an interrupt may leave for the last stage
        self.endings = ["good", "fair", *(["poor"] if random.random() < 0.3 else [])]

    # ---- little things ----------------------------------------------------------------------------------------

    def chance(self, probability: float) -> bool:
        """True so often."""
        return self.random.random() < probability

    def meter_atom(self) -> str:
        """A comparison of a meter."""
        meter = self.random.choice(["agitation", "trust", "distress", "trust"])
        sign = self.random.choice([">=", "<="]) if meter != "trust" else ">="
        return f"{meter} {sign} {self.random.randint(3, 7)}"

    def atom(self, meters: float = 0.3) -> str:
        """A part of a condition."""
        if self.chance(meters):
            return self.meter_atom()
        options = [self.random.choice(self.flags)]
        if self.facts:
            options.append(f"known({self.random.choice(self.facts)})")
        if self.choice_names:
            options.append(f"chosen({self.random.choice(self.choice_names)})")
        if self.scenes and self.chance(0.4):
            options.append(f"visited({self.random.choice(list(self.scenes))})")
        if self.chance(0.1):
            options.append(self.random.choice(["party > 3", 'variant == "only"', "calm"]))
        found = self.random.choice(options)
        return f"not {found}" if self.chance(0.35) else found

    def when(self, meters: float = 0.3) -> Expression:
        """A condition."""
        text = self.atom(meters)
        if self.chance(0.25):
            text = f"({text}) {self.random.choice(['and', 'or'])} ({self.atom(meters)})"
        if self.chance(0.08):
            text = f"not ({text})"
        return condition(text)

    def some(self, probability: float, meters: float = 0.3) -> Expression | None:
        """A condition so often, more often in a wild scenario."""
        return self.when(meters) if self.chance(probability * (0.3 + 1.4 * self.wild)) else None

    def effects(self, probability: float, harsh: bool = False) -> Effects:
        """Changes of meters."""
        if not self.chance(probability * (0.2 + 1.3 * self.heat)):
            return Effects()
        low = 0 if harsh else -2
        return Effects(
            self.random.randint(low, 4 if harsh else 2),
            self.random.choice([0, 0, -1, 1, -2, 2]),
            self.random.choice([0, 0, 0, 1, -1]),
        )

    def rates(self) -> dict[str, int]:
        """Ratings."""
        count = self.random.choice([0, 1, 1, 1, 2])
        return {self.random.choice(self.codes): self.random.choice([-2, -1, 1, 2, 2]) for _ in range(count)}

    def onward(self, targets: list[str]) -> Goto | None:
        """A way of a choice: now and then the scene's own `next`, which must be one of its targets too."""
        return None if self.next is not None and self.next in targets and self.chance(0.5) else self.goto(targets)

    def goto(self, targets: list[str], chance: float = 0.12) -> Goto:
        """A way to one of the targets, or several by condition or by chance."""
        first = self.random.choice(targets)
        if len(targets) > 1 and self.chance(chance):
            second = self.random.choice([target for target in targets if target != first] or targets)
            return Goto((Branch(first, weight=2), Branch(second, weight=1)), chance=True)
        if len(targets) > 1 and self.chance(0.12):
            return Goto((Branch(self.random.choice(targets), self.when()), Branch(first)))
        return Goto((Branch(first),))

    def reveals(self, gated: bool) -> tuple[Reveal, ...]:
        """Facts that come out."""
        if not self.facts:
            return ()
        fact = self.random.choice(self.facts)
        gate = condition(f"trust >= {self.random.randint(3, 7)}") if gated else None
        found = [Reveal(fact, gate)]
        if gated and len(self.facts) > 1 and self.chance(0.3):
            other = self.random.choice([each for each in self.facts if each != fact])
            found.append(Reveal(other, self.when() if self.chance(0.5) else None))
        return tuple(found)

    # ---- choices ----------------------------------------------------------------------------------------------

    def choice(self, scene: str, name: str, targets: list[str], **given: Any) -> Choice:
        """A choice; `targets` are where it may lead, `sure` makes it always open."""
        sure = given.pop("sure", False)
        limit = given.pop("limit", 1)
        base = self.case(targets)
        gated: tuple[str, ...] = ()
        if not sure and limit is not None and self.facts and self.chance(0.3):
            asks = self.chance(0.6)
            base = replace(base, reveals=self.reveals(asks))
            gated = tuple(dict.fromkeys(reveal.fact for reveal in base.reveals if reveal.when is not None))
            if not gated and self.chance(0.3):
                gated = (base.reveals[0].fact,)
            if gated:
                limit = self.random.choice([2, 2, 1, 3])
        elif not sure and limit is not None and self.chance(0.12):
            limit = 2
        cases = [base]
        if self.chance(0.25 * (0.3 + 1.4 * self.wild)):
            cases.insert(0, self.other_case(base, targets, gated))
        self.choice_names.append(f"{scene}.{name}")
        return Choice(
            name,
            tuple(cases),
            moves=self.moves(),
            when=None if sure else self.some(0.35, 0.35),
            needs=None if sure else self.some(0.25, 0.6),
            limit=limit,
            gated=gated,
            optional=not sure and self.chance(0.08),
        )

    def moves(self) -> tuple[str, ...]:
        """Moves, more in a hot scenario."""
        if not self.chance(0.1 + 0.5 * self.heat):
            return ()
        return tuple(self.random.sample(MOVES, self.random.choice([1, 1, 2])))

    def case(self, targets: list[str]) -> Case:
        """What a choice means."""
        return Case(
            Text("text"),
            rates=self.rates(),
            rates_only=self.chance(0.1),
            effects=self.effects(0.3, harsh=self.chance(0.3)),
            sets=(self.random.choice(self.flags),) if self.chance(0.25) else (),
            clears=(self.random.choice(self.flags),) if self.chance(0.08) else (),
            red_line=self.random.choice(RED_LINES) if self.chance(0.05) else None,
            goto=self.onward(targets),
        )

    def other_case(self, base: Case, targets: list[str], gated: tuple[str, ...]) -> Case:
        """A case that overrides some of the last one."""
        changes: dict[str, Any] = {"when": self.when(0.5), "rates": self.rates()}
        if self.chance(0.2):
            changes["goto"] = self.onward(targets)
        if self.chance(0.2):
            changes["sets"] = (self.random.choice(self.flags),)
        if gated and self.chance(0.3):
            changes["reveals"] = tuple(replace(reveal, when=None) for reveal in base.reveals)
        if self.chance(0.1):
            changes["red_line"] = self.random.choice(RED_LINES)
        return replace(base, **changes)

    def scene(self, name: str, choices: list[Choice], **given: Any) -> None:
        """Add a scene; choices stand in any order."""
        self.random.shuffle(choices)
        if choices and self.chance(0.18):
            copied = self.random.choice(choices)
            if self.chance(0.6):
                given["timeout_choice"] = self.timeout(copied)
            else:
                given["timeout"] = copied.id
        if self.next is not None:
            given["next"] = Goto((Branch(self.next),))
            self.next = None
        say: tuple[Any, ...] = ()
        if self.facts and self.chance(0.12):
            say = ((Line(Text("said"), self.some(0.4), reveals=(self.random.choice(self.facts),)),),)
        self.scenes[name] = Scene(
            name,
            say=say,
            choices=tuple(choices),
            stakes=self.random.choice([1, 1, 2, 2, 3]),
            enter=self.effects(0.15),
            opening=self.chance(0.1),
            fragment="common.part" if "/" in name else "",
            **given,
        )

    def timeout(self, copied: Choice) -> Choice:
        """An own outcome of running out of time."""
        rates = self.rates()
        cases = tuple(replace(case, rates={**case.rates, **rates}) for case in copied.cases)
        return replace(copied, id="timeout", cases=cases, same_as=copied.id)

    # ---- stages -----------------------------------------------------------------------------------------------

    def forward(self, stage: int) -> list[str]:
        """Where a stage may lead on to."""
        found = [self.entries[stage + 1]] if stage + 1 < len(self.entries) else list(self.endings)
        if stage + 2 < len(self.entries) and self.chance(0.3):
            found.append(self.entries[stage + 2])
        if self.chance(0.2):
            found.append(self.random.choice([*self.endings, "walked_out"]))
        return found

    def plain(self, stage: int, name: str) -> None:
        """A scene on no loop."""
        on = self.forward(stage)
        self.next = self.random.choice(on) if self.chance(0.3) else None
        given: dict[str, Any] = {"otherwise": self.random.choice(on)} if self.chance(0.1) else {}
        choices = [self.choice(name, "a", on, sure=not given, limit=self.random.choice([1, None]))]
        choices += [self.choice(name, each, on) for each in "bcd"[: self.random.randint(1, 3)]]
        self.scene(name, choices, **given)

    def passage(self, stage: int, name: str) -> None:
        """A scene that only says something."""
        goto = self.goto(self.forward(stage), 0.6)
        self.choice_names.append(f"{name}.continue")
        self.scene(name, [Choice("continue", (Case(Text("on"), goto=goto),), limit=None)])

    def hub(self, stage: int, name: str) -> None:
        """Once-only questions that come back, some through a sub-dialogue, and ways out."""
        on = self.forward(stage)
        aside = f"{name}-aside"
        has_aside = self.chance(0.4)
        self.next = self.random.choice([name, *on]) if self.chance(0.3) else None
        choices: list[Choice] = []
        for number in range(self.random.randint(1, 3)):
            targets = [name]
            if has_aside and (number == 0 or self.chance(0.3)):
                targets = [aside]
            elif self.chance(0.15):
                targets = [name, *on]
            choices.append(self.choice(name, f"q{number}", targets))
        given: dict[str, Any] = {}
        if len(choices) > 1 and self.chance(0.25):
            choices[:2] = self.either_or(name, choices[0], choices[1])
        if self.chance(0.2):
            given["otherwise"] = self.random.choice(on)
            choices += [self.choice(name, "go", on)] if self.chance(0.5) else []
        else:
            choices.append(self.choice(name, "go", on, sure=True, limit=self.random.choice([1, 1, None])))
            if self.chance(0.3):
                choices.append(self.choice(name, "off", on))
        self.scene(name, choices, **given)
        if has_aside:
            self.aside(stage, aside, name)

    def either_or(self, scene: str, first: Choice, second: Choice) -> list[Choice]:
        """Two choices of which only one may be taken."""
        return [
            replace(first, when=condition(f"not chosen({scene}.{second.id})")),
            replace(second, when=condition(f"not chosen({scene}.{first.id})")),
        ]

    def aside(self, stage: int, name: str, back: str) -> None:
        """What a question of a hub leads to before it comes back."""
        if self.chance(0.2):
            self.form(name, Goto((Branch(back),)))
            return
        choices = [self.choice(name, "back", [back], sure=True, limit=None)]
        for each in "xy"[: self.random.randint(1, 2)]:
            kind = self.random.random()
            targets = [back] if kind < 0.6 else [name] if kind < 0.8 else self.forward(stage)
            choices.append(self.choice(name, each, targets))
        self.scene(name, choices)

    def ring(self, stage: int, name: str) -> None:
        """Two hubs that lead to each other."""
        on, other = self.forward(stage), f"{name}-b"
        choices = [
            self.choice(name, "go", on, sure=True),
            self.choice(name, "over", [other]),
            *(self.choice(name, f"q{number}", [name]) for number in range(self.random.randint(0, 2))),
        ]
        self.scene(name, choices)
        choices = [
            self.choice(other, "back", [name], sure=True, limit=None),
            *(self.choice(other, f"r{number}", [other, name]) for number in range(self.random.randint(0, 2))),
        ]
        if self.chance(0.4):
            choices.append(self.choice(other, "out", on))
        self.scene(other, choices)

    def form(self, name: str, goto: Goto) -> None:
        """A record form or a referral sheet."""
        record = self.chance(0.5)
        lines = [self.line(number, record) for number in range(self.random.randint(1, 3))]
        self.scenes[name] = Scene(
            name,
            form=Form("record" if record else "referral", tuple(lines)),
            stakes=self.random.choice([1, 2]),
            next=goto,
            enter=self.effects(0.1),
            sets=(self.random.choice(self.flags),) if self.chance(0.5) else (),
        )

    def line(self, number: int, record: bool) -> FormLine:
        """A line of a form."""
        if record and self.facts and self.chance(0.6):
            fact = self.random.choice(self.facts)
            good = self.chance(0.6)
            tick = OptionCase(Text("tick"), rates={} if good else {"C2": -2})
            leave = OptionCase(Text("leave"), rates={"C2": -2 if self.chance(0.5) else -1} if good else {})
            options = (Option("tick", (tick,)), Option("leave", (leave,)))
            return FormLine(f"s{number}", Text("line"), "tick", options, when=condition(f"known({fact})"))
        pick = [
            Option(each, self.option_cases(), when=self.some(0.2) if index else None)
            for index, each in enumerate("uvw"[: self.random.randint(2, 3)])
        ]
        among = 0
        fillers: tuple[Option, ...] = ()
        if self.chance(0.4):
            among = self.random.randint(len(pick) - 1, len(pick) + 2)
            filler = OptionCase(Text("drawn"), rates={} if self.chance(0.5) else {self.codes[0]: -1})
            fillers = tuple(Option(f"d{n}", (filler,)) for n in range(4))
        return FormLine(f"p{number}", Text("line"), "pick", tuple(pick), self.some(0.15), among, fillers)

    def option_cases(self) -> tuple[OptionCase, ...]:
        """What picking an option means."""
        red = self.random.choice(RED_LINES) if self.chance(0.05) else None
        last = OptionCase(Text("option"), rates=self.rates(), red_line=red)
        if self.chance(0.3):
            return (OptionCase(Text("option"), self.when(), rates=self.rates()), last)
        return (last,)

    # ---- interrupts -------------------------------------------------------------------------------------------

    def interrupts(self) -> list[Interrupt]:
        """Up to two interrupts with their scenes."""
        found: list[Interrupt] = []
        for number in range(self.random.choice([0, 0, 0, 1, 1, 2])):
            name = f"burst{number}"
            leaves: list[str] = []
            if self.chance(0.3):
                leaves.append(self.random.choice([*self.endings, "walked_out"]))
            text = self.random.choice([f"agitation >= {self.random.randint(6, 9)}", self.atom(0.5)])
            if len(self.entries) > 1 and self.chance(0.3) and self.keeps_late():
                leaves.append(self.entries[-1])
                self.marks_late = True
                text = f"not {LATE} and ({text})"
            self.interrupt_scene(name, leaves)
            found.append(Interrupt(f"i{number}", condition(text), name))
        return found

    def interrupt_scene(self, name: str, leaves: list[str]) -> None:
        """A scene that an interrupt enters."""
        on = f"{name}-on"
        chained = self.chance(0.15)
        given: dict[str, Any] = {}
        if self.chance(0.1) and not self.marks_late:
            given["otherwise"] = self.random.choice([*self.endings, "walked_out"])
        choices = [
            self.choice(name, "resume", [RESUME], sure=not given, limit=1 if given else None),
            self.choice(name, "calm", [on if chained else RESUME, *(leaves if self.chance(0.3) else [])]),
        ]
        if self.chance(0.3):
            choices.append(self.choice(name, "more", [name]))
        if leaves:
            choices.append(self.choice(name, "leave", leaves))
        self.scene(name, choices, **given)
        if chained:
            then = [self.choice(on, "resume", [RESUME], sure=True, limit=None), self.choice(on, "x", [RESUME])]
            self.scene(on, then)

    def late(self) -> set[str]:
        """Targets after which no interrupt may leave for the last stage: it leads to them, or is them."""
        last = self.entries[-1]
        return {*self.endings, "walked_out", last, *(name for name in self.scenes if name.startswith(f"{last}-"))}

    def keeps_late(self) -> bool:
        """Whether the flag `late` can be set before every late target (`otherwise` sets nothing)."""
        late = self.late()
        return not any(scene.otherwise in late for scene in self.scenes.values())

    def mark_late(self) -> None:
        """Set the flag `late` wherever something may lead to a late target."""
        late = self.late()

        def marked(choice: Choice, by_default: Goto | None) -> Choice:
            cases = []
            for case in choice.cases:
                goto = case.goto or by_default
                ahead = goto is not None and any(branch.to in late for branch in goto.branches)
                cases.append(replace(case, sets=(*case.sets, LATE)) if ahead else case)
            return replace(choice, cases=tuple(cases))

        for name, scene in self.scenes.items():
            ahead = scene.next is not None and any(branch.to in late for branch in scene.next.branches)
            self.scenes[name] = replace(
                scene,
                choices=tuple(marked(choice, scene.next) for choice in scene.choices),
                timeout_choice=marked(scene.timeout_choice, scene.next) if scene.timeout_choice else None,
                sets=(*scene.sets, LATE) if scene.form is not None and ahead else scene.sets,
            )

    # ---- the whole --------------------------------------------------------------------------------------------

    def edition(self) -> Edition:
        """Write it all."""
        count = self.random.randint(2, 5)
        self.entries = [f"part{n}/ask" if self.chance(0.1) else f"s{n}" for n in range(count)]
        kinds = ["plain", "plain", "hub", "hub", "ring", "form", "passage"]
        for stage, name in enumerate(self.entries):
            kind = self.random.choice(kinds)
            if kind == "form":
                self.form(name, self.goto(self.forward(stage), 0))
            else:
                {"plain": self.plain, "hub": self.hub, "ring": self.ring, "passage": self.passage}[kind](stage, name)
        interrupts = self.interrupts()
        if self.marks_late:
            self.mark_late()
        return edition_of(self.scenario(interrupts))

    def scenario(self, interrupts: list[Interrupt]) -> Scenario:
        """Put it together."""
        hot = self.chance(0.35)
        person = Petitioner(
            Text("someone"),
            40,
            self.random.choice(STYLES),
            self.random.randint(7, 9) if hot else self.random.randint(2, 6),
            self.random.randint(1, 7),
            self.random.randint(2, 8),
        )
        endings = {
            name: Ending(name, name, (Line(Text(name)),), self.losses(0.25)) for name in self.endings
        } | {"walked_out": Ending("walked_out", "broken", (Line(Text("out")),), self.losses(0.2))}  # fmt: skip
        variant = Variant("only", {"party": self.random.randint(2, 5)}, {}, person, self.fact_table())
        return Scenario(
            id="generated",
            title=Text("generated"),
            date=date(2026, 9, 15),
            level=1,
            audience=(),
            brief=Text(""),
            warning=None,
            start=self.entries[0],
            variants={"only": variant},
            scenes=self.scenes,
            interrupts=tuple(interrupts),
            endings=endings,
            break_off=None if self.chance(0.12) else "walked_out",
            requires=self.requires(),
            loses=self.losses(0.3),
            conditions={"calm": condition("agitation <= 4")},
            flags=(*self.flags, LATE),
            ensure=(),
            tests=(),
            reviewed={},
            sources=Sources(lambda: {"id": "generated"}),
        )

    def fact_table(self) -> dict[str, Fact]:
        """Facts of the variant; one may be taken away."""
        found: dict[str, Fact] = {}
        for fact in self.facts:
            if self.chance(0.08):
                continue
            key = self.random.choice(["", "", "L", "R2", "C"])
            found[fact] = Fact(fact, Text(fact), key, self.random.choice([1, 2, 3]) if key else 0)
        return found

    def requires(self) -> tuple[Requirement, ...]:
        """Flags that must be set by the end."""
        if not self.chance(0.5):
            return ()
        return tuple(
            Requirement(flag, self.random.choice(self.codes), self.random.choice([1, 2, 3]), self.some(0.5))
            for flag in self.random.sample(self.flags, self.random.randint(1, len(self.flags)))
        )

    def losses(self, probability: float) -> tuple[Loss, ...]:
        """What a flag or an ending declares."""
        if not self.chance(probability):
            return ()
        return (Loss(self.random.choice(self.codes), self.random.choice([1, 2, 3]), self.some(0.7)),)


# ---------------------------------------------------------------------------------------------- by hand


def to(*targets: str | tuple[str, int]) -> Goto:
    """A target, or several with their weights."""
    branches = tuple(Branch(t) if isinstance(t, str) else Branch(t[0], weight=t[1]) for t in targets)
    return Goto(branches, chance=len(branches) > 1)


def choice(name: str, goto: str | Goto, rates: Mapping[str, int] | None = None, **given: Any) -> Choice:
    """A choice as tests write it: conditions as text, `heat` as effects, what belongs to its case among the rest."""
    own = {key: given.pop(key) for key in ("sets", "clears", "reveals", "red_line", "rates_only") if key in given}
    heat = given.pop("heat", (0, 0, 0))
    for key in ("when", "needs"):
        if isinstance(given.get(key), str):
            given[key] = condition(given[key])
    way = to(goto) if isinstance(goto, str) else goto
    return Choice(name, (Case(Text(name), rates=rates or {}, effects=Effects(*heat), goto=way, **own),), **given)


def scene(name: str, *choices: Choice, **given: Any) -> Scene:
    """A scene as tests write it."""
    return Scene(name, choices=choices, **given)


def visit(
    *scenes: Scene,
    meters: tuple[int, int, int] = (4, 5, 4),
    interrupts: Mapping[str, str] | None = None,
    facts: Mapping[str, str] | None = None,
    **given: Any,
) -> Edition:
    """A visit as tests write it.

    Args:
        scenes: the first is where it starts; `end` and `walked_out` are its endings.
        meters: agitation, trust and distress at the start.
        interrupts: condition to scene.
        facts: fact to the indicator or dimension in which it is a key fact of 2 points, or to nothing.
        given: other fields of the scenario.
    """
    endings = {
        "end": Ending("end", "good", (Line(Text("end")),)),
        "walked_out": Ending("walked_out", "broken", (Line(Text("out")),)),
    }
    table = {fact: Fact(fact, Text(fact), key, 2 if key else 0) for fact, key in (facts or {}).items()}
    person = Petitioner(Text("someone"), 40, "reactive", *meters)
    fields: dict[str, Any] = {
        "id": "by-hand",
        "title": Text("by hand"),
        "date": date(2026, 9, 15),
        "level": 1,
        "audience": (),
        "brief": Text(""),
        "warning": None,
        "start": scenes[0].id,
        "variants": {"only": Variant("only", {}, {}, person, table)},
        "scenes": {each.id: each for each in scenes},
        "interrupts": tuple(
            Interrupt(f"i{number}", condition(when), goto)
            for number, (when, goto) in enumerate((interrupts or {}).items())
        ),
        "endings": endings,
        "break_off": "walked_out",
        "requires": (),
        "loses": (),
        "conditions": {},
        "flags": ("f0", "f1", "f2"),
        "ensure": (),
        "tests": (),
        "reviewed": {},
        "sources": Sources(lambda: {"id": "by-hand"}),
    }
    return edition_of(Scenario(**{**fields, **given}))
