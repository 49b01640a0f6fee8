"""One story from a seed, written twice: as our YAML and as ink source.

Both have the same scenes, choices, conditions, meters (clamped to 0..10), flags, facts, once-only questions and points
(ink keeps them in four variables). A reader who draws the same numbers takes the same choices in both and ends with
the same points; `engine.py` checks that. Reasons and citations, which no runtime needs, are tags in ink where a text is
compiled, and left out where it is played: what is unequal makes our side the heavier one. There are no moves: they
change the meters by a table of our own, and ink could not follow. A file written for its size alone (`with_moves`) has
them.

A story is a corridor of stages: plain scenes that lead on, one or two stages further, and hubs whose once-only
questions come back, some of them by way of an aside.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

METERS = ("agitation", "trust")
START = {"agitation": 4, "trust": 3}
ENDINGS = ("good", "fair", "poor")
DIMENSIONS = "LECR"
CODES = tuple(f"{letter}{number}" for letter in DIMENSIONS for number in range(1, 7))
LAWS = ("信访工作条例:20", "信访工作条例:22", "信访工作条例:28", "信访工作条例:31")
MOVES = (
    "greet", "care", "sympathise", "hear_out", "open_question", "label_feeling", "paraphrase", "silence",
    "explain_law", "set_limit", "commit_step", "closed_question", "interrupt",
)  # fmt: skip

WHO = "他 她 老周 镇里 局里 村上 工地上 包工头 邻居 孩子 我们 同来的人".split()
WHEN = "去年冬天 上个月 那天早上 前后三回 一开始 后来 到现在 搬家以后 开春的时候 国庆前".split()
WHAT = (
    "把单子放在桌上等回话 一直没有给个准信 说材料还差一样 又让回去补一张证明 在门口站了一个上午 电话打过去没有人接 "
    "当着大家的面答应过的 只发了生活费没有结清 把名字登记错了一个字 认了七年没有认那五年 拿出一本旧账来一页页翻"
).split()
ASK = (
    "您别急从头说我记着 这张单子能让我看一眼吗 那是哪一天的事您还记得吗 后来有谁给过答复没有 家里眼下是怎么过的 "
    "我先把这几样登记下来 您看我说得对不对 这件事该由哪里管我说给您听 您先喝口水缓一缓 这个我现在答应不了您"
).split()
BACK = "是这样 您说呢 这话我听过 行您记吧 我也不知道该找谁 那我等着 就为这个来的 说了也没人信".split()


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold: a comparison of a meter, or something that happened; `negated` turns it round."""

    kind: str
    name: str
    sign: str = ""
    number: int = 0
    negated: bool = False

    @property
    def yaml(self) -> str:
        """In our language."""
        if self.kind == "meter":
            return f"{self.name} {self.sign} {self.number}"
        text = {"flag": "{}", "fact": "known({})", "scene": "visited({})", "choice": "chosen({})"}[self.kind]
        return ("not " if self.negated else "") + text.format(self.name)

    @property
    def ink(self) -> str:
        """In ink, whose scenes and labelled choices are counters."""
        if self.kind == "meter":
            return f"{self.name} {self.sign} {self.number}"
        if self.kind in ("flag", "fact"):
            return ("not " if self.negated else "") + self.name
        return f"{self.name} == 0" if self.negated else f"{self.name} > 0"


@dataclass(slots=True)
class Answer:
    """A choice; `detour` is another target that holds under a condition."""

    id: str
    text: str
    reply: str
    goto: str
    when: tuple[Condition, ...] = ()
    needs: bool = False
    effects: dict[str, int] = field(default_factory=dict)
    sets: str = ""
    reveals: str = ""
    detour: tuple[Condition, str] | None = None
    rates: dict[str, int] = field(default_factory=dict)
    why: str = ""
    law: str = ""
    move: str = ""

    @property
    def points(self) -> dict[str, int]:
        """The ratings added up by dimension."""
        sums: dict[str, int] = {}
        for code, points in self.rates.items():
            sums[code[0]] = sums.get(code[0], 0) + points
        return sums


@dataclass(slots=True)
class Knot:
    """A scene; `other` is what is said instead of `say` where its condition holds."""

    id: str
    say: str
    answers: list[Answer]
    other: tuple[Condition, str] | None = None
    stakes: int = 1


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a story is.

    Attributes:
        scenes, choices: how many in all; endings are not scenes.
        hubs: scenes with `questions` once-only questions, of which `asides` go through a scene of their own.
        flags, facts: how many there are to remember.
        memory: how many stages back a condition may look; 0 for all the way.
        conditional: share of choices with a condition.
        with_moves: whether choices have moves; such a story has no ink form.
    """

    scenes: int = 200
    choices: int = 630
    hubs: int = 19
    questions: int = 4
    asides: int = 2
    flags: int = 12
    facts: int = 8
    memory: int = 0
    conditional: float = 0.3
    with_moves: bool = False
    seed: int = 1


@dataclass(slots=True)
class Story:
    """A story, not written yet."""

    shape: Shape
    knots: list[Knot]
    flags: list[str]
    facts: list[str]

    @property
    def scenes(self) -> int:
        """How many scenes it has."""
        return len(self.knots)

    @property
    def choices(self) -> int:
        """How many choices it has."""
        return sum(len(knot.answers) for knot in self.knots)


def generate(shape: Shape | None = None) -> Story:
    """The story of a shape and its seed; the same for ever."""
    return _Author(shape or Shape()).story()


class _Author:
    """Writes one story."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.random = Random(shape.seed)
        self.flags = [f"flag_{number}" for number in range(shape.flags)]
        self.facts = [f"fact_{number}" for number in range(shape.facts)]
        self.stages: list[list[Knot]] = []
        self.set_at: dict[str, int] = {}

    def story(self) -> Story:
        """All of it."""
        shape = self.shape
        plain = shape.scenes - shape.hubs * (1 + shape.asides)
        count = plain + shape.hubs
        left = shape.choices - shape.hubs * (shape.questions + 1 + 2 * shape.asides)
        names = [f"s{number}" for number in range(count)]
        hubs = {round((number + 0.5) * count / shape.hubs) for number in range(shape.hubs)} if shape.hubs else set()
        assert len(hubs) == shape.hubs, "the shape does not fit together"
        assert left >= 2 * plain > 0, "the shape does not fit together"
        sizes = [left // plain + (number < left % plain) for number in range(plain)]
        self.random.shuffle(sizes)
        for number, name in enumerate(names):
            ahead = names[number + 1 : number + 3] or list(ENDINGS)
            knots = self.hub(name, ahead) if number in hubs else [self.plain(name, ahead, sizes.pop())]
            self.stages.append(knots)
        return Story(shape, [knot for stage in self.stages for knot in stage], self.flags, self.facts)

    # ---- scenes -----------------------------------------------------------------------------------------------

    def plain(self, name: str, ahead: list[str], size: int) -> Knot:
        """A scene that leads on."""
        sure = self.random.randrange(size)
        answers = [self.answer(name, "abcdef"[index], ahead, index == sure) for index in range(size)]
        return self.knot(name, answers)

    def hub(self, name: str, ahead: list[str]) -> list[Knot]:
        """Questions that come back, and one way out."""
        asides = [f"{name}_aside_{number}" for number in range(self.shape.asides)]
        answers = [
            self.answer(name, f"q{number}", asides[number : number + 1] or [name], number == 0)
            for number in range(self.shape.questions)
        ]
        answers.append(self.answer(name, "on", ahead[:1], True))
        return [
            self.knot(name, answers),
            *(self.knot(each, [self.answer(each, "a", [name], True), self.answer(each, "b", [name], False)])
              for each in asides),
        ]  # fmt: skip

    def knot(self, name: str, answers: list[Answer]) -> Knot:
        """What is said, before anything is asked."""
        other = (self.condition(), self.sentence(name)) if self.random.random() < 0.3 else None
        return Knot(name, self.sentence(name), answers, other, self.random.choice((1, 1, 2, 3)))

    # ---- choices ----------------------------------------------------------------------------------------------

    def answer(self, scene: str, name: str, targets: list[str], sure: bool) -> Answer:
        """A choice; a sure one is always open."""
        random = self.random
        found = Answer(name, f"{random.choice(ASK)}，{random.choice(WHEN)}的事（{scene}·{name}）。",
                       f"（{scene}）{random.choice(BACK)}，{random.choice(WHO)}{random.choice(WHAT)}。",
                       targets[0] if random.random() < 0.75 else random.choice(targets))  # fmt: skip
        if not sure and random.random() < self.shape.conditional * 1.5:
            found.when = (self.condition(),)
            if random.random() < 0.3:
                found.when += (self.condition(meters=found.when[0].kind != "meter"),)
            # Nobody gets rid of a choice by angering the visitor: what reads a meter is earned, the rest is the case.
            found.needs = any(condition.kind == "meter" for condition in found.when)
        for meter in METERS:
            if random.random() < 0.35:
                found.effects[meter] = random.choice((-2, -1, 1, 2))
        stage = len(self.stages)
        if self.flags and random.random() < 0.12:
            found.sets = random.choice(self.flags)
            self.set_at[found.sets] = stage
        if self.facts and name.startswith("q") and random.random() < 0.4:
            found.reveals = random.choice(self.facts)
            self.set_at[found.reveals] = stage
        if len(targets) > 1 and random.random() < 0.15:
            found.detour = (self.condition(), random.choice(targets))
        found.rates = {random.choice(CODES): random.choice((-2, -1, 1, 2)) for _ in range(random.choice((1, 1, 2)))}
        found.why = f"{random.choice(WHAT)}，{random.choice(WHAT)}。" if random.random() < 0.5 else ""
        found.law = random.choice(LAWS) if random.random() < 0.2 else ""
        found.move = random.choice(MOVES) if self.shape.with_moves else ""
        return found

    def condition(self, meters: bool = True) -> Condition:
        """About a meter, or about something that can have happened before."""
        random, shape = self.random, self.shape
        if not self.stages or (meters and random.random() < 0.35):
            return Condition("meter", random.choice(METERS), random.choice(("<=", ">=")), random.randint(3, 6))
        first = max(0, len(self.stages) - shape.memory) if shape.memory else 0
        kind = random.choice(("flag", "flag", "fact", "scene", "choice"))
        if kind in ("flag", "fact"):
            known = [
                name for name in (self.flags if kind == "flag" else self.facts) if self.set_at.get(name, -1) >= first
            ]
            if known:
                return Condition(kind, random.choice(known), negated=random.random() < 0.4)
        if kind == "scene" or len(self.stages) == first:
            knot = random.choice(random.choice(self.stages[first:] or self.stages))
            return Condition("scene", knot.id, negated=random.random() < 0.3)
        knot = random.choice(random.choice(self.stages[first:]))
        answer = random.choice(knot.answers)
        return Condition("choice", f"{knot.id}.{answer.id}", negated=random.random() < 0.3)

    def sentence(self, name: str) -> str:
        """Something that is said; the scene's name makes it the only one of its kind."""
        random = self.random
        parts = [f"{random.choice(WHEN)}{random.choice(WHO)}{random.choice(WHAT)}" for _ in range(random.randint(1, 3))]
        return f"（{name}）" + "，".join(parts) + "。"


# ---- our language -----------------------------------------------------------------------------------------------


def to_yaml(story: Story, name: str = "bench") -> str:
    """The story as `scenario.yaml`, in the style of the library's."""
    lines = [
        f"id: {name}",
        "title: 测速用的故事",
        "date: 2026-09-15",
        "level: 3",
        "audience: [petition-office]",
        "brief: |",
        "  没有人写过的故事，只用来量时间。",
        "petitioner: {name: 周大河, age: 46, style: reactive, agitation: 4, trust: 3, distress: 3}",
        "facts:",
        *(f"  {fact}: 第{number}件事是真的" for number, fact in enumerate(story.facts)),
        f"start: {story.knots[0].id}",
        "break_off: none",
        "scenes:",
    ]
    for knot in story.knots:
        lines += _yaml_scene(knot)
    lines.append("endings:")
    for ending in ENDINGS:
        lines += [f"  {ending}:", f"    outcome: {ending}", f"    text: 来访到此为止，结局是 {ending}。"]
    return "\n".join(lines) + "\n"


def _yaml_scene(knot: Knot) -> list[str]:
    lines = [f"  {knot.id}:", f"    stakes: {knot.stakes}"]
    if knot.other is None:
        lines.append(f"    say: {knot.say}")
    else:
        condition, text = knot.other
        lines += ["    say:", "      - first_of:", f"          - {{when: {condition.yaml}, text: {text}}}"]
        lines.append(f"          - {knot.say}")
    lines.append("    choices:")
    for answer in knot.answers:
        lines += [f"      {answer.id}:", f"        text: {answer.text}"]
        if answer.move:
            lines.append(f"        moves: [{answer.move}]")
        if answer.when:
            both = " and ".join(condition.yaml for condition in answer.when)
            lines.append(f"        {'needs' if answer.needs else 'when'}: {both}")
        if answer.effects:
            inner = ", ".join(f"{meter}: {change:+d}" for meter, change in answer.effects.items())
            lines.append(f"        effects: {{{inner}}}")
        lines.append(
            "        rates: {" + ", ".join(f"{code}: {points:+d}" for code, points in answer.rates.items()) + "}"
        )
        for key, value in (("sets", answer.sets), ("reveals", answer.reveals), ("law", answer.law)):
            if value:
                lines.append(f"        {key}: [{value}]")
        lines.append(f"        reply: {answer.reply}")
        if answer.why:
            lines.append(f"        why: {answer.why}")
        if answer.detour is None:
            lines.append(f"        goto: {answer.goto}")
        else:
            condition, target = answer.detour
            lines += [
                "        goto:",
                f"          - {{when: {condition.yaml}, to: {target}}}",
                f"          - {answer.goto}",
            ]
    return lines


def to_english(story: Story) -> str:
    """The story's `en.yaml`: a text for every Chinese one, as long as a translation would be."""
    lines = [
        "title: A story to measure with",
        "brief: Nobody wrote this; it is there to be timed.",
        "petitioner: {name: Zhou Dahe}",
        "facts:",
        *(f"  {fact}: the matter with the number {number} is true" for number, fact in enumerate(story.facts)),
        "scenes:",
    ]
    for knot in story.knots:
        said = f"({knot.id}) {_stretched(knot.say)}"
        lines += [f"  {knot.id}:", f"    say: {said}"]
        if knot.other is not None:
            lines[-1:] = ["    say:", f"      - first_of: [{_stretched(knot.other[1])}, {_stretched(knot.say)}]"]
        lines.append("    choices:")
        for answer in knot.answers:
            lines += [f"      {answer.id}:", f"        text: {_stretched(answer.text)} ({knot.id} {answer.id})"]
            lines.append(f"        reply: {_stretched(answer.reply)}")
            if answer.why:
                lines.append(f"        why: {_stretched(answer.why)}")
    lines += ["endings:", *(f"  {ending}: the visit ends here and the outcome is {ending}" for ending in ENDINGS)]
    return "\n".join(lines) + "\n"


def _stretched(text: str) -> str:
    """English filler; a translation has about three letters for a Chinese character."""
    words = "he put the paper on the desk and waited for a word that never came from the office down the road ".split()
    return " ".join(words[(at * 8 + len(text)) % len(words)] for at in range(max(2, len(text) * 3 // 5)))


# ---- ink --------------------------------------------------------------------------------------------------------


def to_ink(story: Story, *, whole: bool = False) -> str:
    """The story as ink source; where `whole`, with reasons and citations as tags, which no runtime needs to play it."""
    assert not story.shape.with_moves, "ink cannot follow the emotion table"
    lines = [
        *(f"VAR {meter} = {START[meter]}" for meter in METERS),
        *(f"VAR {letter} = 0" for letter in DIMENSIONS),
        *(f"VAR {name} = false" for name in (*story.flags, *story.facts)),
        f"-> {story.knots[0].id}",
        "=== function clamp(x) ===",
        "{ x < 0:",
        "    ~ return 0",
        "}",
        "{ x > 10:",
        "    ~ return 10",
        "}",
        "~ return x",
    ]
    for knot in story.knots:
        lines += _ink_knot(knot, whole)
    for ending in ENDINGS:
        lines += [f"=== {ending} ===", f"来访到此为止，结局是 {ending}。", "-> END"]
    return "\n".join(lines) + "\n"


def _ink_knot(knot: Knot, whole: bool) -> list[str]:
    lines = [f"=== {knot.id} ==="]
    if knot.other is None:
        lines.append(knot.say)
    else:
        condition, text = knot.other
        lines.append(f"{{{condition.ink}: {text}|{knot.say}}}")
    for answer in knot.answers:
        both = "".join(f"{{{condition.ink}}} " for condition in answer.when)
        tags = (("why", answer.why), ("law", answer.law)) if whole else ()
        lines += [f"* ({answer.id}) {both}[{answer.text}]", f"    {answer.reply}"]
        lines[-1] += "".join(f" # {name}: {text}" for name, text in tags if text)
        lines += [f"    ~ {meter} = clamp({meter} + ({change}))" for meter, change in answer.effects.items()]
        lines += [f"    ~ {letter} = {letter} + ({points})" for letter, points in answer.points.items()]
        lines += [f"    ~ {name} = true" for name in (answer.sets, answer.reveals) if name]
        if answer.detour is not None:
            condition, target = answer.detour
            lines.append(f"    {{{condition.ink}: -> {target}}}")
        lines.append(f"    -> {answer.goto}")
    return lines
