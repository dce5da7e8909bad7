"""Readings: one way to read a connection of figures, and how the stated and the computed agree."""

from __future__ import annotations

from enum import StrEnum
from math import inf
from typing import NamedTuple

from calculators.frame import Work
from calculators.quantity import Quantity
from calculators.sentences.sentence import Mention
from calculators.solve import direction, rounded
from calculators.value import Bound, Input, Origin, Value

AGREEMENT = 0.05
"""A sentence that is so near the computed figure holds: people round."""
STEP_OF_ASSUMING = 3
"""What an assumption weighs against a step of the working, where one of two ways is taken."""
FARTHEST = 5.0
"""An assumption that would have to be so many times another mends nothing."""
KNOWN_WITHIN = 1.25
"""What is known of a named subject is so much more or less in another year or at another place."""
UNSPECIFIC = 200.0
"""Where plausible figures are so far apart, an assumption says nothing of what it stands for."""

Given = tuple[tuple[Mention, str], ...]
"""Mentions, each with the quantity that it is taken for."""


class Fit(StrEnum):
    """How a stated figure agrees with what comes out of the others."""

    HOLDS = "holds"
    COMPATIBLE = "compatible"
    """Another size, but its bounds allow it."""
    DEPENDS = "depends"
    """It would hold with another value of something that was assumed."""
    MISSES = "misses"


class Need(NamedTuple):
    """What a quantity that the sentence doesn't state would have to be for it to hold.

    ``taken`` is what was taken for it, None where nothing is known.
    """

    quantity: Quantity
    value: Value
    taken: Input | None

    @property
    def plausible(self) -> bool:
        """Whether it can be so."""
        return self.quantity.is_plausible(self.value.value)

    @property
    def mends(self) -> bool:
        """Whether the sentence may hold for that: what is known of a subject is known."""
        if not self.plausible or self.taken is None:
            return self.plausible
        size, taken = self.value.value, self.taken.value
        if self.taken.origin is Origin.ASSUMED or self._is_price:
            return 1 / FARTHEST <= size / taken.value <= FARTHEST
        low, high = (taken.value if end is None else end for end in (taken.low, taken.high))
        return low / KNOWN_WITHIN <= size <= high * KNOWN_WITHIN

    @property
    def says_nothing(self) -> bool:
        """Whether what was assumed can be nearly anything, so that missing it is no fault."""
        if self.taken is None or self.taken.origin is not Origin.ASSUMED:
            return False
        low, high = self.quantity.plausible or (1, 1)
        return self.plausible and high / low > UNSPECIFIC

    @property
    def _is_price(self) -> bool:
        """Whether it is agreed between people and not measured."""
        return not {"USD", "EUR", "PLN"}.isdisjoint(self.quantity.of.dimension)


class Reading(NamedTuple):
    """One way to read a connection: what the last figure is taken for, and what comes out."""

    sources: Given
    target: str
    work: Work
    stated: Value
    conditions: int
    """How many of the sources say how the others are meant."""

    @property
    def computed(self) -> Value:
        """What comes out of the other figures."""
        return self.work.solution.results[self.target]

    @property
    def whole(self) -> Value:
        """The same, made whole where it is a count."""
        quantities = self.work.registry.quantities
        turn = direction(quantities[self.target], self.work.program.plan.roots, quantities)
        return rounded(self.computed, turn) if turn else self.computed

    @property
    def factor(self) -> float:
        """Stated over computed."""
        return self.stated.value / self.computed.value

    @property
    def fit(self) -> Fit:
        """How both agree, as far as the figures alone tell."""
        if self.stated.value == self.whole.value:
            return Fit.HOLDS
        return fit(self.stated, self.computed)

    @property
    def assumed(self) -> int:
        """How many inputs nobody named."""
        roots, inputs = self.work.program.plan.roots, self.work.inputs
        return sum(inputs[root].origin is Origin.ASSUMED for root in roots)

    @property
    def weight(self) -> int:
        """How long the way is, assumptions included."""
        return len(self.work.program.plan.steps) + STEP_OF_ASSUMING * self.assumed

    @property
    def loose(self) -> tuple[str, ...]:
        """What the way took from facts that are not exact, or assumed."""
        inputs = self.work.inputs
        known = [name for name in self.work.elasticities if inputs[name].fact]
        return tuple(
            name
            for name in known
            if inputs[name].origin is Origin.ASSUMED or inputs[name].value.bound is Bound.ABOUT
        )


class Connection(NamedTuple):
    """Figures that a relation connects: the last follows from the others, best reading first."""

    sources: tuple[Mention, ...]
    target: Mention
    readings: tuple[Reading, ...]
    needs: tuple[Need, ...]

    @property
    def best(self) -> Reading:
        """The reading that fits the sentence best."""
        return self.readings[0]

    @property
    def fit(self) -> Fit:
        """The verdict: nothing misses that another assumption would mend."""
        found = self.best.fit
        if found is Fit.MISSES and any(each.mends for each in self.needs):
            return Fit.DEPENDS
        return found


def fit(stated: Value, known: Value) -> Fit:
    """How a stated figure agrees with a known one; where a bound is open, anything beyond fits."""
    if known.value and abs(stated.value / known.value - 1) <= AGREEMENT:
        return Fit.HOLDS
    low, high = _ends(stated)
    known_low, known_high = _ends(known)
    apart = low > known_high * (1 + AGREEMENT) or known_low > high * (1 + AGREEMENT)
    return Fit.MISSES if apart else Fit.COMPATIBLE


def _ends(value: Value) -> tuple[float, float]:
    return 0.0 if value.low is None else value.low, inf if value.high is None else value.high
