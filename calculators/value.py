"""Values: a figure with what is known about its bounds, and where it comes from."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from facts import Fact, Qualifier, Standing
from facts.units import unit


class Bound(StrEnum):
    """How a result is meant."""

    EXACTLY = "exactly"
    ABOUT = "about"
    AT_LEAST = "at least"
    AT_MOST = "at most"


class Origin(StrEnum):
    """The standing of an input, shown with it in every answer."""

    GIVEN = "given by you"
    ARTICLE = "article"
    REFERENCE = "reference"
    MODERATOR = "moderator"
    ASSUMED = "assumed default"


class Value(NamedTuple):
    """A figure in base units.

    ``low`` and ``high`` are the least and the most it can be, None where that is not known.
    """

    value: float
    low: float | None
    high: float | None
    approximate: bool = False

    @property
    def exact(self) -> bool:
        """Whether both bounds are the figure itself."""
        return self.low == self.value == self.high

    @property
    def bound(self) -> Bound:
        """The word that goes with the figure."""
        if self.low == self.value == self.high:
            return Bound.ABOUT if self.approximate else Bound.EXACTLY
        if self.high is None and self.low is not None:
            return Bound.AT_LEAST
        if self.low is None and self.high is not None:
            return Bound.AT_MOST
        return Bound.ABOUT


def qualified(value: float, qualifier: Qualifier) -> Value:
    """A figure with the bounds that its qualifier gives it."""
    if qualifier is Qualifier.AT_LEAST:
        return Value(value, value, None)
    if qualifier is Qualifier.AT_MOST:
        return Value(value, None, value)
    return Value(value, value, value, qualifier is not Qualifier.EXACTLY)


def of_fact(fact: Fact) -> Value:
    """The value of a fact in base units; a range without a middle gets one."""
    scale = unit(fact.unit).factor
    low = fact.low * scale if fact.low is not None else None
    high = fact.high * scale if fact.high is not None else None
    if fact.value is None:
        low, high = low or 0.0, high or 0.0  # the schema promises both
        return Value((low + high) / 2, low, high, approximate=True)
    value = fact.value * scale
    if low is None and high is None:
        return qualified(value, fact.qualifier)
    return Value(
        value, value if low is None else low, value if high is None else high, approximate=True
    )


class Input(NamedTuple):
    """A known quantity: its value, its standing, and the fact or the words it came from."""

    value: Value
    origin: Origin
    fact: Fact | None = None
    typed: str = ""


ORIGINS = {
    Standing.ARTICLE: Origin.ARTICLE,
    Standing.REFERENCE: Origin.REFERENCE,
    Standing.MODERATOR: Origin.MODERATOR,
}
