"""Warnings: claims met, implausible results, givens not used, bounds that pull apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calculators.conflicts import Conflict, told
from calculators.display import DIGITS, counted, show
from calculators.frame import Work
from calculators.headline import capital
from calculators.registry import Registry
from calculators.solve import Solution, rounded
from calculators.yardstick import dwarfed


def warnings(work: Work, disputed: Sequence[Conflict]) -> tuple[str, ...]:
    """Everything the reader must beware of, the gravest first."""
    solution, quantities = work.solution, work.registry.quantities
    found: list[str] = []
    givens = (name for name in work.question.givens if name in work.program.plan.roots)
    for name in (*givens, *solution.results):
        quantity, value = quantities[name], solution.values[name]
        if work.frame.rounding and name == work.target:
            value = rounded(solution.results[name], work.frame.rounding).value
        if quantity.plausible and not quantity.is_plausible(value):
            low, high = (show(quantity, edge * quantity.factor) for edge in quantity.plausible)
            found.append(
                f"{counted(quantity, value, DIGITS)} is outside what is plausible for "
                f"{quantity.words} ({low} to {high}): check the figures and their units."
            )
    found.extend(dwarfed(work))
    if solution.mixed:
        found.append(_mixed(solution, work.registry))
    found.extend(
        f"The result does not rise or fall steadily with {quantities[name].words}: "
        "its range was searched point by point."
        for name in solution.turning
    )
    found.extend(
        f"{quantities[name].words} ({name}) isn't needed for this."
        for name in work.question.givens
        if name not in work.program.plan.roots and name not in solution.results
    )
    found.extend(f"Nothing of {subject} is needed for this." for subject in work.frame.unused)
    found.extend(
        form.relation.sentence for form in work.program.plan.steps if form.relation.stand_in
    )
    found.extend(_overcharged(work))
    found.extend(told(each, work) for each in disputed)
    found.extend(check.text for check in work.checks)
    return tuple(found)


def _overcharged(work: Work) -> Iterator[str]:
    """Whether something draws more than what carries it gives."""
    quantities, values = work.registry.quantities, work.solution.values
    for name, value in values.items():
        carried = quantities[name].carries
        if carried and values.get(carried, 0.0) > value * (1 + 1e-9):
            load = show(quantities[carried], values[carried])
            yield (
                f"{capital(quantities[carried].words)} at full load is {load}, more than the "
                f"{show(quantities[name], value)} of {quantities[name].words}: the rest must come "
                "from elsewhere, such as the grid."
            )


def _mixed(solution: Solution, registry: Registry) -> str:
    words = " and ".join(registry.quantities[name].words for name in solution.mixed)
    return (
        f"The bounds of {words} pull in opposite directions (one is a least, the other a most): "
        "the result is neither, so it reads “about”."
    )
