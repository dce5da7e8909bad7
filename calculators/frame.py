"""Frames: what all answers of a program with the same curated inputs have in common.

The texts of curated inputs, formulas and rearrangements, and the facts with their marks, are made
once here; an answer only fills in its figures.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from calculators.answer import FactItem, GivenItem, StepItem
from calculators.claims import Check
from calculators.display import TYPED_DIGITS, show
from calculators.instead import Beside, others
from calculators.known import linked
from calculators.language import SOURCE, Lang, tr
from calculators.provenance import Marks, Provenance
from calculators.quantity import Quantity, Rounding, Scope
from calculators.question import Question
from calculators.registry import Registry
from calculators.relation import Form
from calculators.scope import scopes
from calculators.solve import Picker, Program, Solution, direction, picker
from calculators.topic import Ladder
from calculators.value import Input
from calculators.yardstick import Yardstick, yardsticks
from facts import Fact, Facts, Kind
from facts.overlay import ServerFact

COUNTED = {"gpus": Kind.DEVICE, "racks": Kind.SYSTEM}
"""Counts that are told together with what is counted: 100,000 × NVIDIA H100 SXM."""


class Sort(NamedTuple):
    """What decides how a question is answered: all of it but its figures."""

    topic: str
    target: str | None
    givens: tuple[str, ...]
    subjects: tuple[tuple[Kind, str], ...]
    lang: Lang = SOURCE
    """Texts are made once for all answers of a sort, so each language has its own."""


class StepFrame(NamedTuple):
    """A step's texts without the figures that change from question to question.

    ``template`` holds the texts of curated inputs already; ``pick`` takes what is filled in from
    the texts of the other figures.
    """

    target: Quantity
    relation: str
    formula: str
    template: str
    pick: Picker
    facts: tuple[str, ...]
    before: tuple[StepItem, ...]


class Limits(NamedTuple):
    """Between which figures in base units a quantity is plausible, and can be at all."""

    name: str
    low: float
    high: float
    least: float
    most: float


class Frame(NamedTuple):
    """What all answers of a program with the same curated inputs have in common.

    ``facts`` and ``provenance`` are kept by the claims that an answer meets; ``unused`` are
    subjects that were named for nothing; ``scopes`` are those of open quantities; ``disputed`` are
    inputs of the target about which sources disagree; ``notes`` are told as warnings, whatever the
    figures: what isn't needed, what stands in for something, whose figures were borrowed;
    ``otherwise`` is what is known of a subject instead of what is given; of ``carried`` each first
    must not be exceeded by the second.
    """

    steps: tuple[StepFrame, ...]
    marks: Marks
    facts: dict[tuple[str, ...], tuple[FactItem, ...]]
    curated: Mapping[str, GivenItem]
    provenance: dict[tuple[str, ...], Provenance]
    unused: tuple[str, ...]
    scopes: Mapping[str, Scope]
    rounding: Rounding | None
    yardsticks: tuple[Yardstick, ...]
    disputed: Mapping[str, tuple[Beside, ...]]
    notes: tuple[str, ...]
    otherwise: Mapping[str, Fact]
    carried: tuple[tuple[str, str], ...]
    limits: tuple[Limits, ...]


class Work(NamedTuple):
    """A solved question with all that went into it."""

    question: Question
    target: str
    ladder: Ladder | None
    program: Program
    frame: Frame
    inputs: Mapping[str, Input]
    solution: Solution
    checks: tuple[Check, ...]
    elasticities: Mapping[str, float]
    registry: Registry
    facts: Facts


def make_frame(
    program: Program,
    inputs: Mapping[str, Input],
    registry: Registry,
    facts: Facts,
    sort: Sort,
) -> Frame:
    """Prepare the texts of ``program`` for curated ``inputs``; done once and kept.

    What was asked for is the first that the program works out.
    """
    marks, quantities = Marks(), registry.quantities
    given, subjects = sort.givens, dict(sort.subjects)
    inputs = {name: each for name, each in inputs.items() if name in program.plan.roots}
    if not program.plan.steps:  # a fact is the answer: no working will cite it
        marks = marks.extended(each.fact for each in inputs.values() if each.fact)
    steps = tuple(_step_frame(form, inputs, quantities, marks) for form in program.plan.steps)
    curated = {name: given_item(inputs[name], quantities[name]) for name in sorted(inputs)}
    items = tuple(fact_item(fact, facts) for fact in marks.facts.values())
    unused = _unused(subjects, marks, facts, program.plan.roots, quantities)
    covered = scopes(program.plan, quantities)
    rounding = direction(quantities[program.asked[0]], program.plan.roots, quantities)
    known = (*sorted(program.plan.roots), *(form.target for form in program.plan.steps))
    return Frame(
        steps=steps,
        marks=marks,
        facts={(): items},
        curated=curated,
        provenance={},
        unused=unused,
        scopes=covered,
        rounding=rounding,
        yardsticks=yardsticks(program.asked, registry, facts),
        disputed=others(program, inputs, sort, registry, facts),
        notes=(
            *_not_needed(program, given, unused, quantities),
            *_stand_ins(program),
            *_borrowed(inputs, subjects, registry, facts),
        ),
        otherwise=_otherwise(program, inputs, subjects, registry, facts),
        limits=tuple(
            Limits(name, *quantities[name].expected, *quantities[name].certain)
            for name in dict.fromkeys((*given, *program.asked))
            if name in known
        ),
        carried=tuple(
            (name, quantities[name].carries) for name in known if quantities[name].carries in known
        ),
    )


def _stand_ins(program: Program) -> Iterable[str]:
    """What lets one quantity stand for another, or holds only roughly."""
    relations = (form.relation for form in program.plan.steps)
    return (tr(each.sentence) for each in relations if each.is_told)


def _not_needed(
    program: Program,
    given: Iterable[str],
    unused: Iterable[str],
    quantities: Mapping[str, Quantity],
) -> Iterable[str]:
    """What was given or named and plays no part."""
    for name in given:
        if name not in program.plan.roots and name not in program.asked:
            words = tr(quantities[name].words)
            yield tr("{words} ({name}) isn't needed for this.").format(words=words, name=name)
    for subject in unused:
        yield tr("Nothing of {subject} is needed for this.").format(subject=subject)


def _borrowed(
    inputs: Mapping[str, Input], subjects: Mapping[Kind, str], registry: Registry, facts: Facts
) -> Iterable[str]:
    """Figures of a wider region that stand for those of the region that was named."""
    named = subjects.get(Kind.REGION)
    for name, known in inputs.items():
        fact = known.fact
        if named and fact and fact.subject != named and fact.subject in facts.chain(named):
            own, wider = (tr(facts.subjects[key].name) for key in (named, fact.subject))
            words = tr(registry.quantities[name].words)
            text = tr("No {words} of {own} itself is known here: that of {wider} is used.")
            yield text.format(words=words, own=own, wider=wider)


def _otherwise(
    program: Program,
    inputs: Mapping[str, Input],
    subjects: Mapping[Kind, str],
    registry: Registry,
    facts: Facts,
) -> Mapping[str, Fact]:
    """What facts of the named subjects say of the quantities that are given."""
    used = subjects.get(Kind.PRECISION)
    found: dict[str, Fact] = {}
    for key in linked(subjects, facts):
        for name, fact in facts.inputs[key].items():
            fits = registry.quantities[name].precision in ("", used)
            for given in registry.follow(frozenset((name,))) if fits else ():
                if given in program.plan.roots and given not in inputs:
                    found.setdefault(given, fact)
    return found


def _unused(
    subjects: Mapping[Kind, str],
    marks: Marks,
    facts: Facts,
    roots: Collection[str],
    quantities: Mapping[str, Quantity],
) -> tuple[str, ...]:
    """Names of the subjects that the asker named for nothing.

    What is counted was named to say so, even where none of its figures is needed.
    """
    used = {fact.subject for fact in marks.facts.values()}
    used |= {quantities[name].precision for name in roots}
    counted = {kind for count, kind in COUNTED.items() if count in roots}
    return tuple(
        tr(facts.subjects[key].name)
        for kind, key in subjects.items()
        if kind not in counted and used.isdisjoint(facts.chain(key))
    )


def _read(form: Form, inputs: Mapping[str, Input]) -> Iterable[Input]:
    return (inputs[name] for name in form.inputs if name in inputs)


def _step_frame(
    form: Form, inputs: Mapping[str, Input], quantities: Mapping[str, Quantity], marks: Marks
) -> StepFrame:
    texts = {name: _text(name, inputs, quantities, marks) for name in form.inputs}
    return StepFrame(
        target=quantities[form.target],
        relation=form.relation.label,
        formula=form.formula,
        template=form.template.format(*(texts[name] or "{}" for name in form.inputs)),
        pick=picker([name for name in _in_template(form) if texts[name] is None]),
        facts=tuple(known.fact.id for known in _read(form, inputs) if known.fact),
        before=(_rearrangement(form),) if form.rearranged else (),
    )


def _in_template(form: Form) -> Iterable[str]:
    """The inputs in the order in which the template shows them, each as often as it does."""
    return (form.inputs[int(place)] for place in re.findall(r"{(\d+)}", form.template))


def _text(
    name: str, inputs: Mapping[str, Input], quantities: Mapping[str, Quantity], marks: Marks
) -> str | None:
    """The finished text of a curated input."""
    known = inputs.get(name)
    if known is None or known.fact is None:
        return None
    return show(quantities[name], known.value.value, TYPED_DIGITS) + marks.mark(known.fact)


def _rearrangement(form: Form) -> StepItem:
    return StepItem(
        relation=form.relation.label,
        formula=form.declared_formula,
        substituted="",
        result=form.formula,
        facts=(),
    )


def given_item(known: Input, quantity: Quantity) -> GivenItem:
    """A known quantity as answers carry it, in its quantity's unit."""
    return GivenItem(known.value.value / quantity.factor, quantity.unit, known.origin)


def fact_item(fact: Fact, facts: Facts) -> FactItem:
    """A fact as answers carry it."""
    source = facts.source(fact)
    # A fact without value has both ends: the schema promises it.
    value = (fact.low or 0.0, fact.high or 0.0) if fact.value is None else fact.value
    return FactItem(
        id=fact.id,
        value=value,
        unit=fact.unit,
        qualifier=fact.qualifier.value,
        as_of=fact.as_of,
        source=", ".join(filter(None, (source.publisher, source.document, source.date))),
        standing=facts.standing(fact).value,
        loaded=fact.loaded if isinstance(fact, ServerFact) else None,
        correction=fact.correction and tr(fact.correction),
    )
