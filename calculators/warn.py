"""Warnings: claims met, implausible results, givens not used, bounds that pull apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calculators.claims import PERIOD
from calculators.conflicts import Conflict, told
from calculators.display import DIGITS, between, bounded, counted, plain, show
from calculators.frame import Work
from calculators.headline import capital
from calculators.language import tr
from calculators.provenance import publisher
from calculators.refusal import together
from calculators.registry import Registry
from calculators.solve import Solution, rounded
from calculators.value import of_fact
from calculators.yardstick import dwarfed


def warnings(work: Work, disputed: Sequence[Conflict]) -> tuple[str, ...]:
    """Everything the reader must beware of, the gravest first."""
    solution = work.solution
    found: list[str] = []
    for limits in work.frame.limits:
        if not limits.low <= solution.values[limits.name] <= limits.high:
            found.extend(_implausible(limits.name, work))
    if work.frame.yardsticks:
        duration = work.inputs.get(PERIOD)
        hours = duration.value.value if duration else None
        yardsticks = work.frame.yardsticks
        found.extend(dwarfed(yardsticks, solution.values, hours, work.registry, work.facts))
    if solution.open:
        found.extend(_open(work))
    found.extend(work.frame.notes)
    if work.frame.otherwise:
        found.extend(_otherwise_known(work))
    if work.frame.carried:
        found.extend(_overcharged(work))
    if disputed:
        found.extend(told(each, work) for each in disputed)
    if work.checks:
        found.extend(check.text for check in work.checks)
    return tuple(found)


def is_plausible(work: Work) -> bool:
    """Whether every figure of an answer is what such a thing can be expected to be."""
    values = work.solution.values
    return all(each.low <= values[each.name] <= each.high for each in work.frame.limits)


def _implausible(name: str, work: Work) -> Iterator[str]:
    quantity, value = work.registry.quantities[name], work.solution.values[name]
    if work.frame.rounding and name == work.target:
        computed = value
        value = rounded(work.solution.results[name], work.frame.rounding).value
        if not value:
            yield tr(
                "That is not enough for one: {figure} before rounding. "
                "Check the figures and their units."
            ).format(figure=plain(computed, DIGITS))
            return
    if quantity.likely and not quantity.is_plausible(value):
        low, high = (show(quantity, edge) for edge in quantity.likely)
        yield tr(
            "{figure} is outside what is plausible for {words} ({range}): "
            "check the figures and their units."
        ).format(
            figure=counted(quantity, value, DIGITS),
            words=tr(quantity.words),
            range=between(low, high),
        )


FAR = 1.5
"""From so many times apart on, a given and what is known of the subject are held together."""


def _partly_impossible(work: Work) -> Iterator[str]:
    """Results of which a part of the range can't be: a PUE below 1."""
    for name, value in work.solution.results.items():
        quantity = work.registry.quantities[name]
        for end in (value.low, value.high):
            if end is not None and end != value.value and quantity.contradicts(end):
                yield tr(
                    "{words} can't be {figure}: with a part of the range, the figures don't hold "
                    "together."
                ).format(words=capital(tr(quantity.words)), figure=show(quantity, end))


def _otherwise_known(work: Work) -> Iterator[str]:
    """Givens far from what is known of the subject that was named: a peak with sparsity."""
    for name, fact in work.frame.otherwise.items():
        given, quantity = work.inputs[name].value, work.registry.quantities[name]
        known = of_fact(fact)
        factor = given.value / known.value if known.value else 0.0
        if given.exact and not 1 / FAR < factor < FAR:
            yield tr(
                "You gave {words} as {given}; of {subject} {known} is known ({publisher})."
            ).format(
                words=tr(quantity.words),
                given=show(quantity, given.value),
                subject=tr(work.facts.subjects[fact.subject].name),
                known=bounded(quantity, known),
                publisher=publisher(fact, work.facts),
            )


def _open(work: Work) -> Iterator[str]:
    """What ranges and bounds lead to."""
    yield from _partly_impossible(work)
    if work.solution.mixed:
        yield _mixed(work.solution, work.registry)
    yield from _turning(work.solution, work.registry)


def _turning(solution: Solution, registry: Registry) -> Iterator[str]:
    for name in solution.turning:
        yield tr(
            "The result does not rise or fall steadily with {words}: its range was searched point "
            "by point."
        ).format(words=tr(registry.quantities[name].words))


def _overcharged(work: Work) -> Iterator[str]:
    """Whether something draws more than what carries it gives."""
    quantities, values = work.registry.quantities, work.solution.values
    for name, carried in work.frame.carried:
        if values[carried] > values[name] * (1 + 1e-9):
            load, carrier = (show(quantities[each], values[each]) for each in (carried, name))
            yield tr(
                "{load_words} at full load is {load}, more than the {carrier} of {carrier_words}: "
                "the rest must come from elsewhere, such as the grid."
            ).format(
                load_words=capital(tr(quantities[carried].words)),
                load=load,
                carrier=carrier,
                carrier_words=tr(quantities[name].words),
            )


def _mixed(solution: Solution, registry: Registry) -> str:
    words = together(tr(registry.quantities[name].words) for name in solution.mixed)
    return tr(
        "The bounds of {words} pull in opposite directions (one is a least, the other a most): "
        "the result is neither, so it reads “about”."
    ).format(words=words)
