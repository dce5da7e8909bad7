"""Warnings: claims met, implausible results, givens not used, bounds that pull apart."""

from __future__ import annotations

from collections.abc import Iterable

from calculators.claims import Check
from calculators.display import show
from calculators.question import Question
from calculators.registry import Registry
from calculators.solve import Program, Solution


def warnings(
    question: Question,
    program: Program,
    solution: Solution,
    checks: Iterable[Check],
    registry: Registry,
) -> tuple[str, ...]:
    """Everything the reader must beware of, the gravest first."""
    quantities = registry.quantities
    found: list[str] = []
    for name in solution.results:
        quantity, value = quantities[name], solution.values[name]
        if quantity.plausible and not quantity.is_plausible(value):
            low, high = (show(quantity, edge * quantity.factor) for edge in quantity.plausible)
            found.append(
                f"{show(quantity, value)} is outside what is plausible for {quantity.words} "
                f"({low} to {high}): check the figures and their units."
            )
    if solution.mixed:
        found.append(_mixed(solution, registry))
    found.extend(
        f"The result does not rise or fall steadily with {quantities[name].words}: "
        "its range was searched point by point."
        for name in solution.turning
    )
    found.extend(
        f"{quantities[name].words} ({name}) isn't needed for this."
        for name in question.givens
        if name not in program.plan.roots and name not in solution.results
    )
    found.extend(check.text for check in checks)
    return tuple(found)


def _mixed(solution: Solution, registry: Registry) -> str:
    words = " and ".join(registry.quantities[name].words for name in solution.mixed)
    return (
        f"The bounds of {words} pull in opposite directions (one is a least, the other a most): "
        "the result is neither, so it reads “about”."
    )
