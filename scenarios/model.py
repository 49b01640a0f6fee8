"""What a scenario is, as immutable values.

The loader (`load.py`) builds these from YAML; the rules of play (`engine.py`), the packed state space (`explore.py`)
and every check read them. Nothing here does anything. Conditions are :class:`~scenarios.expression.Expression`
trees that may still name parameters and named conditions; :meth:`~scenarios.edition.Edition.fold` resolves them for
one variant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, Literal

from scenarios.diagnostic import Mark
from scenarios.expression import Expression
from scenarios.value import value

if TYPE_CHECKING:  # made of the texts of this file
    from scenarios.source import Source
    from scenarios.words import Supplied

METERS = ("agitation", "trust", "distress")
"""The three meters, each an integer 0..10, in the order in which they are packed and printed."""

RESUME = "resume"
"""Reserved target: back to what an interrupt interrupted."""

RETURN = "return"
"""Reserved target inside a fragment: back to the scene that called it."""

ParamValue = int | bool | str | date


@value(frozen=True, slots=True)
class Text:
    """A text in both languages, with `{param}` and `{fact?，shown only if known}` still unfilled.

    `en` is empty where no translation exists; then the Chinese is shown. `mark` is where the Chinese stands, `mark_en`
    where the English does.
    """

    zh: str
    en: str = ""
    mark: Mark | None = field(default=None, compare=False)
    mark_en: Mark | None = field(default=None, compare=False)


@value(frozen=True, slots=True)
class Effects:
    """What the author adds to the meters, beyond the moves. Unlimited per step, clamped to 0..10 afterwards."""

    agitation: int = 0
    trust: int = 0
    distress: int = 0

    def __bool__(self) -> bool:
        return bool(self.agitation or self.trust or self.distress)


@value(frozen=True, slots=True)
class Line:
    """One thing said. `who` is None for the petitioner; `reveals` are facts learned by hearing it (`say` only)."""

    text: Text
    when: Expression | None = None
    who: Text | None = None
    reveals: tuple[str, ...] = ()


Alternatives = tuple[Line, ...]
"""The first line whose condition holds is spoken; none may hold, then nothing is."""


@value(frozen=True, slots=True)
class Branch:
    """One way on: to a scene, an ending, or `resume`. `weight` counts only in a chance."""

    to: str
    when: Expression | None = None
    weight: int = 0
    mark: Mark | None = field(default=None, compare=False)


@value(frozen=True, slots=True)
class Goto:
    """Where it goes on: the first branch that holds or, if `chance`, one drawn by weight."""

    branches: tuple[Branch, ...]
    chance: bool = False


@value(frozen=True, slots=True)
class Reveal:
    """A fact that is disclosed if the gate (read after the step's effects) holds."""

    fact: str
    when: Expression | None = None


@value(frozen=True, slots=True)
class Case:
    """All that taking a choice means in one situation. The first case of a choice that holds counts.

    Cases are already merged: what a case does not override stands here as the choice has it. `rates` are points
    per indicator code, -2..2, merged per code over what the moves give, or replacing them (`rates_only`).
    `law` are citations `statute:article`; `practice` means the basis is local practice, not law.
    """

    text: Text
    when: Expression | None = None
    rates: Mapping[str, int] = field(default_factory=dict)
    rates_only: bool = False
    effects: Effects = Effects()
    sets: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    reveals: tuple[Reveal, ...] = ()
    reply: Alternatives = ()
    why: Text | None = None
    law: tuple[str, ...] = ()
    practice: bool = False
    red_line: str | None = None
    goto: Goto | None = None
    mark: Mark | None = field(default=None, compare=False)


@value(frozen=True, slots=True)
class Choice:
    """Something the trainee may do in a scene.

    Attributes:
        id: unique in its scene.
        cases: at least one; the last has no condition.
        moves: codes of `vocabulary.yaml`.
        when: the situation: not offered and not counted where it does not hold.
        needs: must have been earned: shown greyed in practice, absent otherwise, counted in scoring.
        limit: how often it may be taken; None is `sticky`. For a choice with a gated fact or `until`: how often it
            may be asked until the fact is out.
        gated: facts after which it is no longer offered (gated facts and `until`).
        optional: nice but never owed.
        same_as: for the own outcome of a `timeout:`, the choice whose once-bit it shares; else None.
    """

    id: str
    cases: tuple[Case, ...]
    moves: tuple[str, ...] = ()
    when: Expression | None = None
    needs: Expression | None = None
    limit: int | None = 1
    gated: tuple[str, ...] = ()
    optional: bool = False
    same_as: str | None = None
    mark: Mark | None = field(default=None, compare=False)


@value(frozen=True, slots=True)
class OptionCase:
    """What picking an option of a form line means in one situation; already merged, like :class:`Case`."""

    text: Text
    when: Expression | None = None
    rates: Mapping[str, int] = field(default_factory=dict)
    why: Text | None = None
    law: tuple[str, ...] = ()
    practice: bool = False
    red_line: str | None = None


@value(frozen=True, slots=True)
class Option:
    """One entry of a pick list. The last case has no condition."""

    id: str
    cases: tuple[OptionCase, ...]
    when: Expression | None = None
    mark: Mark | None = field(default=None, compare=False)


LineKind = Literal["tick", "pick"]


@value(frozen=True, slots=True)
class FormLine:
    """One decision of a record form or referral sheet.

    Attributes:
        id: unique in the form; headless it is `scene.id`.
        label: what the field is called; for a `tick` line the statement that may be ticked.
        kind: `tick` has the options `tick` and `leave`; `pick` is one of a list.
        options: those the author wrote, in file order.
        when: the line is there only where this holds (statements: `known(fact)`).
        among: fill the list up to this number of options, 0 for not at all.
        fillers: what it is filled up from, by seed; all of them are rated alike.
    """

    id: str
    label: Text
    kind: LineKind
    options: tuple[Option, ...]
    when: Expression | None = None
    among: int = 0
    fillers: tuple[Option, ...] = ()
    mark: Mark | None = field(default=None, compare=False)


@value(frozen=True, slots=True)
class Form:
    """来访登记表 (`record`) or 分流单 (`referral`): lines filled in together, rated one by one in this order."""

    kind: Literal["record", "referral"]
    lines: tuple[FormLine, ...]


@value(frozen=True, slots=True)
class Scene:
    """A moment of the visit: something is said, then choices or a form.

    Attributes:
        id: copies of fragment scenes are `call-site/scene`.
        say: spoken in order; of each entry the first alternative that holds.
        choices: in file order; a passage (only `say` and `next`) has the one sticky choice `continue`.
        form: a form instead of choices.
        stakes: importance 1..3, multiplies every rating.
        seconds: the clock of simulation and exam, None for none.
        timeout: id of the choice taken when time runs out, or None.
        timeout_choice: the own outcome of a timeout (`same_as`), or None.
        next: where choices lead unless they say otherwise.
        otherwise: target when no choice is open.
        enter: effects applied once per arrival.
        opening: the petitioner's opening statement; interrupting costs more.
        sets: flags set when the form is completed.
        fragment: `namespace.fragment` this is a copy of, or empty.
    """

    id: str
    say: tuple[Alternatives, ...] = ()
    choices: tuple[Choice, ...] = ()
    form: Form | None = None
    stakes: int = 1
    seconds: int | None = None
    timeout: str | None = None
    timeout_choice: Choice | None = None
    next: Goto | None = None
    otherwise: str | None = None
    enter: Effects = Effects()
    opening: bool = False
    sets: tuple[str, ...] = ()
    fragment: str = ""
    mark: Mark | None = field(default=None, compare=False)


@value(frozen=True, slots=True)
class Interrupt:
    """A scene entered once, as soon as its condition holds."""

    id: str
    when: Expression
    goto: str
    mark: Mark | None = field(default=None, compare=False)


@value(frozen=True, slots=True)
class Loss:
    """Points forgone in an indicator at the end, if the condition holds."""

    indicator: str
    points: int
    when: Expression | None = None


@value(frozen=True, slots=True)
class Ending:
    """How a visit ends. `outcome` is good, fair, poor or broken; only the last is not a regular ending."""

    id: str
    outcome: str
    text: Alternatives
    loses: tuple[Loss, ...] = ()
    mark: Mark | None = field(default=None, compare=False)


@value(frozen=True, slots=True)
class Requirement:
    """A flag that must be set by the end (必做项), else `points` are forgone in its indicator's dimension."""

    flag: str
    indicator: str
    points: int = 2
    when: Expression | None = None
    mark: Mark | None = field(default=None, compare=False)


@value(frozen=True, slots=True)
class Fact:
    """Something the trainee can learn. A `key` fact never drawn out costs `key_points` in `key` at the end.

    `key` is an indicator code, a dimension letter ("L" for `key: true`), or empty.
    """

    id: str
    text: Text
    key: str = ""
    key_points: int = 0
    softened: Text | None = None
    distorted: Text | None = None
    mark: Mark | None = field(default=None, compare=False)


@value(frozen=True, slots=True)
class Petitioner:
    """Who comes in. Meters are where the visit starts; `style` is a code of `vocabulary.yaml`.

    `speaks` is false for a visitor who signs or writes: no cue of the voice is shown of them.
    """

    name: Text
    age: int
    style: str
    agitation: int
    trust: int
    distress: int
    sex: Literal["male", "female"] = "male"
    role: Text | None = None
    looks: tuple[str, ...] = ()
    speaks: bool = True


@value(frozen=True, slots=True)
class Variant:
    """One resolved set of parameters, petitioner and facts.

    A fact that the variant takes away is absent from `facts`. Date parameters are already computed. `title` is what a
    trainee picks it by, None where the author gave none.
    """

    name: str
    params: Mapping[str, ParamValue]
    params_en: Mapping[str, str]
    petitioner: Petitioner
    facts: Mapping[str, Fact]
    title: Text | None = None


@value(frozen=True, slots=True)
class Promise:
    """`ensure:` either `when`/`then` at every ending, or `never` in any reachable state or ending."""

    when: Expression | None
    then: Expression | None
    never: Expression | None
    mark: Mark | None = field(default=None, compare=False)


@value(frozen=True, slots=True)
class GoldenTest:
    """`tests:` entry: inputs as for `jiefang run --choices`, the seed, and what must come out."""

    variant: str
    choices: tuple[str, ...]
    expect: Mapping[str, object]
    seed: str = "0"
    mark: Mark | None = field(default=None, compare=False)


@value(frozen=True, slots=True)
class Ignored:
    """`ignore:` entry: a finding that the author leaves on purpose, and why."""

    code: str
    reason: str
    mark: Mark | None = field(default=None, compare=False)


class Sources:
    """The data a scenario was built from, put together when they are first asked for: `check` never does."""

    __slots__ = ("_data", "_gather")

    def __init__(self, gather: Callable[[], Mapping[str, object]]) -> None:
        self._gather: Callable[[], Mapping[str, object]] | None = gather
        self._data: Mapping[str, object] = {}

    @property
    def data(self) -> Mapping[str, object]:
        """The data; what they are gathered from is let go."""
        if self._gather is not None:
            self._data, self._gather = self._gather(), None
        return self._data

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sources) and self.data == other.data

    __hash__ = None  # type: ignore[assignment]


@value(frozen=True, slots=True)
class Scenario:
    """A whole scenario, fragments expanded, every variant resolved.

    Attributes:
        scenes: in file order, fragment copies at the place of their call.
        break_off: ending id when agitation reaches 10, or None for `break_off: none`.
        flags: every flag that something sets, in order of first appearance.
        conditions: named conditions, each used in any `when`.
        loses: end losses declared by flags, beside those of the endings.
        ignored: findings of `jiefang check` that are left on purpose.
        sources: what `bundle` is made of.
        lent: the directory of its pack; None for what the language supplies.
        rubric: the rubric of its pack as read, None for the product's; only scoring looks into it.
    """

    id: str
    title: Text
    date: date
    level: int
    audience: tuple[str, ...]
    brief: Text
    warning: Text | None
    start: str
    variants: Mapping[str, Variant]
    scenes: Mapping[str, Scene]
    interrupts: tuple[Interrupt, ...]
    endings: Mapping[str, Ending]
    break_off: str | None
    requires: tuple[Requirement, ...]
    loses: tuple[Loss, ...]
    conditions: Mapping[str, Expression]
    flags: tuple[str, ...]
    ensure: tuple[Promise, ...]
    tests: tuple[GoldenTest, ...]
    reviewed: Mapping[str, object]
    sources: Sources
    path: str = ""
    ignored: tuple[Ignored, ...] = ()
    reviewed_mark: Mark | None = field(default=None, compare=False)
    lent: Supplied | None = field(default=None, repr=False)
    rubric: Source | None = field(default=None, compare=False, repr=False)

    @property
    def bundle(self) -> Mapping[str, object]:
        """All data it was built from (scenario, English, fragments, a pack's rubric), as plain JSON values.

        It rebuilds the scenario and is what an edition's hash covers. What only `check` reads (`ensure`, `tests`,
        `ignore`) is not part of it.
        """
        return self.sources.data
