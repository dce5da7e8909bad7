"""A figure of a plain text: what was written, what it measures, and what stands beside it."""

from __future__ import annotations

import re
from typing import NamedTuple

from calculators.quantity import Scope
from calculators.sentences.measure import MONEY
from calculators.value import Value
from facts.units import Unit, uncounted, unit

PERCENT = unit("%")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:$| (?:r|roku?)\b)")


class Figure(NamedTuple):
    """A figure: as written, in base units of ``unit`` (None: a bare number), and where it stands.

    ``counts`` is the subject that it counts, where one is named; ``hours`` the time that an amount
    is for; ``ways`` both readings of 1.000.
    """

    text: str
    value: Value
    unit: Unit | None
    start: int
    end: int
    counts: str | None = None
    hours: float | None = None
    adjacent: bool = False
    ways: tuple[float, float] | None = None
    mean: bool = False
    """Whether words beside it say that it is an average, or constant."""
    scope: Scope | None = None
    """What words beside it say that it is of."""
    whole: Unit | None = None
    """The unit of all of them, where words seem to make it one for each of something."""
    unclear: bool = False
    """Whether the word behind it is one of several units: gb."""
    timeless: bool = False
    """Whether it is a number alone that stands where a time would: "500 H100s for 10"."""
    is_price: bool = False
    """Whether it is money for one of something: "at $3"."""
    clause: int = 0
    """In which clause of the text it stands."""
    than: bool = False
    """Whether its bound may as well compare it: "more than 2,000"."""

    @property
    def exactly(self) -> Figure:
        """The figure without its bound."""
        size = self.value.value
        return self._replace(value=Value(size, size, size), than=False)

    @property
    def is_one(self) -> bool:
        """Whether it only says that one thing is meant: "one GPU", which need not count."""
        counts = self.unit is not None and list(self.unit.dimension.values()) == [1]
        return counts and self.value.value == 1 and self.ways is None

    @property
    def is_count(self) -> bool:
        """Whether it is a number of things: no amount and no time."""
        if self.unit is None or uncounted(self.unit.dimension):
            return False
        return list(self.unit.dimension.values()) == [1]

    def is_like(self, other: Figure) -> bool:
        """Whether it measures or counts the same as another; or both are numbers alone."""
        if self.unit is None or other.unit is None:
            return self.unit is other.unit
        return dict(self.unit.dimension) == dict(other.unit.dimension)

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money, or a price."""
        return self.unit is not None and not set(MONEY).isdisjoint(self.unit.dimension)

    @property
    def is_amount(self) -> bool:
        """Whether the time beside it is that of an amount: no price's, nor "8 hours a day"."""
        return not self.is_money and (self.unit is None or dict(self.unit.dimension) != {"h": 1})

    @property
    def is_year(self) -> bool:
        """Whether it may be a calendar year: 2024."""
        named = self.unit is None or dict(self.unit.dimension) == {"h": 1}
        return named and bool(_YEAR.match(self.text.strip()))


class Counted(NamedTuple):
    """A subject that can be counted, and where it is named: 100,000 H100s.

    A name that nobody knows has no key.
    """

    key: str
    of: Unit
    start: int
    end: int
