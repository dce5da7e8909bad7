"""Composing: a solved question in, the public ``Answer`` out, every text from the computation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

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
from calculators.display import TYPED_DIGITS, bounded, show
from calculators.explain import Explanation
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """A solved question with all that went into it."""

    question: Question
    target: str
    ladder: Ladder | None
    program: Program
    inputs: Mapping[str, Input]
    solution: Solution
    checks: tuple[Check, ...]
    registry: Registry
    facts: Facts


@dataclass(slots=True)
class Marks:
    """Facts and their documents in the order in which the working first reads them.

    A document's number is its mark; facts from the same place in it share one.
    """

    facts: dict[str, Fact] = field(default_factory=dict[str, Fact])
    documents: dict[tuple[str, str | None], int] = field(
        default_factory=dict[tuple[str, str | None], int]
    )

    def mark(self, fact: Fact) -> str:
        """The mark behind a figure: `` [2]``."""
        self.facts.setdefault(fact.id, fact)
        place = (fact.source, fact.locator)
        return f" [{self.documents.setdefault(place, len(self.documents) + 1)}]"


def compose_answer(work: Work) -> Answer:
    """The answer to a solved question."""
    quantities = work.registry.quantities
    marks = Marks()
    shown = {
        name: show(quantities[name], work.inputs[name].value.value, TYPED_DIGITS)
        for name in work.program.plan.roots
    }
    steps: list[StepItem] = []
    for form in work.program.plan.steps:
        target = quantities[form.target]
        shown[form.target] = show(target, work.solution.values[form.target])
        if form.rearranged:
            steps.append(_rearrangement(form))
        steps.append(_step(form, shown, work.inputs, marks))
    results = dict(work.solution.results)
    asked = quantities[work.target]
    if asked.rounding and results[work.target].value % 1:
        results[work.target] = whole = rounded(asked, results[work.target])
        steps.append(_rounding(asked, shown[work.target], show(asked, whole.value)))
    for check in work.checks:
        marks.mark(check.fact)
    answer = Answer(
        question=_question(work, quantities),
        results=tuple(result_item(quantities[name], value) for name, value in results.items()),
        steps=tuple(steps),
        facts=tuple(fact_item(fact, work.facts) for fact in marks.facts.values()),
        warnings=warnings(work.question, work.program, work.solution, work.checks, work.registry),
        claim=_claim(work.checks, quantities),
    )
    return answer.explained_by(Explanation(work, results, marks))


def _step(
    form: Form, shown: Mapping[str, str], inputs: Mapping[str, Input], marks: Marks
) -> StepItem:
    values: list[str] = []
    read: list[str] = []
    for name in form.inputs:
        fact = inputs[name].fact if name in inputs else None
        if fact is None:
            values.append(shown[name])
        else:
            values.append(shown[name] + marks.mark(fact))
            read.append(fact.id)
    return StepItem(
        relation=form.relation.name,
        formula=form.formula,
        substituted=form.template.format(*values),
        result=shown[form.target],
        facts=tuple(read),
    )


@lru_cache(1024)
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


def result_item(quantity: Quantity, value: Value) -> ResultItem:
    """A result in its quantity's unit."""
    factor = quantity.of.factor
    return ResultItem(
        quantity=quantity.name,
        scope=quantity.scope.value,
        value=value.value / factor,
        low=None if value.low is None else value.low / factor,
        high=None if value.high is None else value.high / factor,
        unit=quantity.unit,
        bound=value.bound,
        display=bounded(quantity, value),
    )


def _question(work: Work, quantities: Mapping[str, Quantity]) -> QuestionItem:
    return QuestionItem(
        text=work.question.text,
        lang="en",
        target=work.target,
        givens={
            name: GivenItem(
                value=work.inputs[name].value.value / quantities[name].of.factor,
                unit=quantities[name].unit,
                standing=work.inputs[name].origin.value,
            )
            for name in sorted(work.program.plan.roots)
        },
    )


def _claim(checks: Iterable[Check], quantities: Mapping[str, Quantity]) -> ClaimItem | None:
    for check in checks:
        factor = quantities[check.fact.quantity].of.factor
        return ClaimItem(
            verdict=check.verdict.value,
            stated=check.stated.value / factor,
            computed=check.computed.value / factor,
            factor=check.factor,
        )
    return None


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
