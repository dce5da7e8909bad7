"""Composing: a solved question in, the public ``Answer`` out, every text from the computation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calculators.answer import (
    Answer,
    ClaimItem,
    ConflictItem,
    FactItem,
    QuestionItem,
    ResultItem,
    StepItem,
)
from calculators.claims import Check
from calculators.conflicts import Conflict, conflicts
from calculators.display import TYPED_DIGITS, bounded, show, worded
from calculators.explain import Explanation
from calculators.frame import Work, fact_item, given_item
from calculators.language import language, tr
from calculators.quantity import Quantity, Rounding, Scope
from calculators.solve import rounded
from calculators.value import Value
from calculators.warn import warnings
from facts import Fact

ROUNDING = "rounding"


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
        if step.before:
            steps.extend(step.before)
        numbers = step.template.format(*step.pick(shown))
        steps.append(StepItem(step.relation, step.formula, numbers, result, step.facts))
    results = work.solution.results
    if not steps:  # a fact is the answer
        shown[work.target] = show(quantities[work.target], values[work.target], TYPED_DIGITS)
    disputed = conflicts(work) if frame.disputed else ()
    asked = quantities[work.target]
    rounding = work.frame.rounding
    if rounding:
        exact = results[work.target]
        whole = rounded(exact, rounding)
        results = {**results, work.target: whole}
        if exact.value % 1:
            before, shown[work.target] = shown[work.target], show(asked, whole.value)
            steps.append(_rounding(asked, rounding, before, shown[work.target]))
    return Answer.of(
        _question(work, quantities),
        Explanation(work, results),
        results=tuple(
            [
                result_item(
                    quantities[name],
                    value,
                    shown[name],
                    frame.scopes.get(name, quantities[name].scope),
                )
                for name, value in results.items()
            ]
        ),
        steps=tuple(steps),
        facts=_facts(work, [each.other for each in disputed]),
        elasticities=work.elasticities,
        conflicts=tuple([_conflict(each, quantities[each.target]) for each in disputed]),
        warnings=warnings(work, disputed),
        claim=_claim(work.checks, quantities),
    )


def _conflict(conflict: Conflict, target: Quantity) -> ConflictItem:
    result = bounded(target, conflict.result)
    return ConflictItem(conflict.used.quantity, conflict.used.id, conflict.other.id, result)


def _facts(work: Work, others: Sequence[Fact]) -> tuple[FactItem, ...]:
    """The facts of the working, then those that disagree and those of claims that are met."""
    frame = work.frame
    if not others and not work.checks:
        return frame.facts[()]
    key = (*(fact.id for fact in others), *(check.claim.id for check in work.checks))
    if key not in frame.facts:
        more = (*others, *(check.fact for check in work.checks))
        new = [fact for fact in more if fact.id not in frame.marks.facts]
        added = (fact_item(fact, work.facts) for fact in new)
        frame.facts[key] = (*frame.facts[()], *added)
    return frame.facts[key]


def _rounding(quantity: Quantity, rounding: Rounding, before: str, after: str) -> StepItem:
    up = rounding is Rounding.UP
    turned = tr("{symbol} rounded up") if up else tr("{symbol} rounded down")
    return StepItem(
        relation=ROUNDING,
        formula=turned.format(symbol=quantity.symbol),
        substituted=before,
        result=after,
        facts=(),
    )


def result_item(quantity: Quantity, value: Value, shown: str, scope: Scope) -> ResultItem:
    """A result in its quantity's unit; ``shown`` is its figure as the working shows it."""
    factor, bound = quantity.factor, value.bound
    return ResultItem(
        quantity.name,
        scope,
        value.value / factor,
        None if value.low is None else value.low / factor,
        None if value.high is None else value.high / factor,
        quantity.unit,
        bound,
        worded(quantity, bound, shown, approximate=value.approximate),
    )


def _question(work: Work, quantities: Mapping[str, Quantity]) -> QuestionItem:
    roots = work.program.plan.roots
    givens = {
        name: given_item(known, quantities[name])
        for name, known in work.question.givens.items()
        if name in roots
    }
    givens.update(work.frame.curated)
    return QuestionItem(work.question.text, language(), work.target, givens)


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
