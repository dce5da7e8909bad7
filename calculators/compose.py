"""Composing: a solved question in, the public ``Answer`` out, every text from the computation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from calculators.answer import (
    Answer,
    ClaimItem,
    FactItem,
    GivenItem,
    QuestionItem,
    ResultItem,
    StepItem,
)
from calculators.claims import Check
from calculators.display import TYPED_DIGITS, show, with_bound
from calculators.explain import Explanation
from calculators.provenance import Marks, Provenance
from calculators.quantity import Quantity
from calculators.question import Question
from calculators.registry import Registry
from calculators.relation import Form
from calculators.solve import Program, Solution, rounded
from calculators.topic import Ladder
from calculators.value import Input, Value
from calculators.warn import warnings
from facts import Fact, Facts

ROUNDING = "rounding"


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
    registry: Registry
    facts: Facts


class StepFrame(NamedTuple):
    """A step's texts without the figures that change from question to question.

    ``slots`` hold the finished text of a curated input, or the name of what is filled in.
    """

    target: Quantity
    relation: str
    formula: str
    template: str
    slots: tuple[tuple[str, str | None], ...]
    facts: tuple[str, ...]
    before: tuple[StepItem, ...]


class Frame(NamedTuple):
    """What all answers of a program with the same curated inputs have in common.

    ``facts`` and ``provenance`` are kept by the claims that an answer meets.
    """

    steps: tuple[StepFrame, ...]
    marks: Marks
    facts: dict[tuple[str, ...], tuple[FactItem, ...]]
    curated: Mapping[str, GivenItem]
    provenance: dict[tuple[str, ...], Provenance]


def make_frame(
    program: Program,
    inputs: Mapping[str, Input],
    quantities: Mapping[str, Quantity],
    facts: Facts,
) -> Frame:
    """Prepare the texts of ``program`` for curated ``inputs``; done once and kept."""
    marks = Marks()
    steps = tuple(
        StepFrame(
            target=quantities[form.target],
            relation=form.relation.name,
            formula=form.formula,
            template=form.template,
            slots=tuple(_slot(name, inputs, quantities, marks) for name in form.inputs),
            facts=tuple(known.fact.id for known in _read(form, inputs) if known.fact),
            before=(_rearrangement(form),) if form.rearranged else (),
        )
        for form in program.plan.steps
    )
    curated = {
        name: _given(inputs[name], quantities[name])
        for name in sorted(program.plan.roots & inputs.keys())
    }
    items = tuple(fact_item(fact, facts) for fact in marks.facts.values())
    return Frame(steps, marks, {(): items}, curated, {})


def _read(form: Form, inputs: Mapping[str, Input]) -> Iterable[Input]:
    return (inputs[name] for name in form.inputs if name in inputs)


def _slot(
    name: str, inputs: Mapping[str, Input], quantities: Mapping[str, Quantity], marks: Marks
) -> tuple[str, str | None]:
    known = inputs.get(name)
    if known is None or known.fact is None:
        return name, None
    return name, show(quantities[name], known.value.value, TYPED_DIGITS) + marks.mark(known.fact)


def compose_answer(work: Work) -> Answer:
    """The answer to a solved question."""
    quantities, frame, values = work.registry.quantities, work.frame, work.solution.values
    shown = {
        name: show(quantities[name], given.value.value, TYPED_DIGITS)
        for name, given in work.question.givens.items()
    }
    steps: list[StepItem] = []
    for step in frame.steps:
        result = shown[step.target.name] = show(step.target, values[step.target.name])
        steps.extend(step.before)
        values_in = [shown[name] if text is None else text for name, text in step.slots]
        numbers = step.template.format(*values_in)
        steps.append(StepItem(step.relation, step.formula, numbers, result, step.facts))
    results = work.solution.results
    asked = quantities[work.target]
    if asked.rounding and results[work.target].value % 1:
        whole = rounded(asked, results[work.target])
        results = {**results, work.target: whole}
        before, shown[work.target] = shown[work.target], show(asked, whole.value)
        steps.append(_rounding(asked, before, shown[work.target]))
    return Answer.of(
        _question(work, quantities),
        Explanation(work, results),
        results=tuple(
            result_item(quantities[name], value, shown[name]) for name, value in results.items()
        ),
        steps=tuple(steps),
        facts=_facts(work),
        warnings=warnings(work.question, work.program, work.solution, work.checks, work.registry),
        claim=_claim(work.checks, quantities),
    )


def _facts(work: Work) -> tuple[FactItem, ...]:
    """The facts of the working, then those of the claims that the answer meets."""
    frame = work.frame
    key = tuple(check.claim.id for check in work.checks)
    if key not in frame.facts:
        new = [check.fact for check in work.checks if check.fact.id not in frame.marks.facts]
        added = (fact_item(fact, work.facts) for fact in new)
        frame.facts[key] = (*frame.facts[()], *added)
    return frame.facts[key]


def _rearrangement(form: Form) -> StepItem:
    return StepItem(
        relation=form.relation.name,
        formula=form.declared_formula,
        substituted="",
        result=form.formula,
        facts=(),
    )


def _rounding(quantity: Quantity, before: str, after: str) -> StepItem:
    return StepItem(
        relation=ROUNDING,
        formula=f"{quantity.symbol} rounded {quantity.rounding}",
        substituted=before,
        result=after,
        facts=(),
    )


def result_item(quantity: Quantity, value: Value, shown: str) -> ResultItem:
    """A result in its quantity's unit; ``shown`` is its figure as the working shows it."""
    factor = quantity.factor
    return ResultItem(
        quantity.name,
        quantity.scope,
        value.value / factor,
        None if value.low is None else value.low / factor,
        None if value.high is None else value.high / factor,
        quantity.unit,
        value.bound,
        with_bound(quantity, value, shown),
    )


def _given(known: Input, quantity: Quantity) -> GivenItem:
    return GivenItem(known.value.value / quantity.factor, quantity.unit, known.origin)


def _question(work: Work, quantities: Mapping[str, Quantity]) -> QuestionItem:
    roots = work.program.plan.roots
    givens = {
        name: _given(known, quantities[name])
        for name, known in work.question.givens.items()
        if name in roots
    }
    givens.update(work.frame.curated)
    return QuestionItem(work.question.text, "en", work.target, givens)


def _claim(checks: tuple[Check, ...], quantities: Mapping[str, Quantity]) -> ClaimItem | None:
    if not checks:
        return None
    gravest = checks[0]
    factor = quantities[gravest.fact.quantity].factor
    return ClaimItem(
        gravest.verdict.value,
        gravest.stated.value / factor,
        gravest.computed.value / factor,
        gravest.factor,
    )


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
        source=f"{source.publisher}, {source.document}, {source.date}",
        standing=facts.standing(fact).value,
        correction=fact.correction,
    )
