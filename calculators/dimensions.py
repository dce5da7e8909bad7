"""The dimension of what a relation gives: a slip of units is caught when it is declared.

The relation's function is run on measures, which have a dimension and no figure: that takes
microseconds, where building its sympy expression would make every start wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from facts.units import Dimension, multiplied, powered


class DimensionError(ValueError):
    """The relation adds or raises what has no common dimension."""


class Measure:
    """Something of a dimension; plain numbers beside it have none."""

    def __init__(self, dimension: Dimension) -> None:
        self.dimension = dimension

    def __mul__(self, other: object) -> Measure:
        return Measure(multiplied(self.dimension, _of(other)))

    def __truediv__(self, other: object) -> Measure:
        return Measure(multiplied(self.dimension, powered(_of(other), -1)))

    def __rtruediv__(self, other: object) -> Measure:
        return Measure(multiplied(_of(other), powered(self.dimension, -1)))

    def __add__(self, other: object) -> Measure:
        if dict(self.dimension) != dict(_of(other)):
            raise DimensionError(f"it adds {dict(self.dimension)} and {dict(_of(other))}")
        return self

    def __pow__(self, exponent: object) -> Measure:
        if _of(exponent):
            raise DimensionError("it has an exponent with a unit")
        if not self.dimension:
            return self
        if not isinstance(exponent, int):
            raise DimensionError("it raises a unit to a power that isn't whole")
        return Measure(powered(self.dimension, exponent))

    def __rpow__(self, base: object) -> Measure:
        return Measure(_of(base)) ** self

    def __neg__(self) -> Measure:
        return self

    __rmul__ = __mul__
    __radd__ = __sub__ = __rsub__ = __add__


def dimension(
    body: Callable[..., Any], inputs: Iterable[str], dimensions: Mapping[str, Dimension]
) -> Dimension:
    """The dimension of what ``body`` gives for quantities of these dimensions.

    Raises:
        DimensionError: for a sum of unlike terms, or a power that isn't a whole number.
    """
    return _of(body(*(Measure(dimensions[name]) for name in inputs)))


def _of(term: object) -> Dimension:
    return term.dimension if isinstance(term, Measure) else {}


class _Sum(Exception):
    """A relation adds."""


class _Factor(Measure):
    """A measure that only multiplies."""

    def __mul__(self, other: object) -> Measure:
        return self

    def __add__(self, other: object) -> Measure:
        raise _Sum

    def __pow__(self, exponent: object) -> Measure:
        if isinstance(exponent, Measure):
            raise _Sum
        return self

    __truediv__ = __rtruediv__ = __rmul__ = __mul__
    __radd__ = __sub__ = __rsub__ = __rpow__ = __add__


def is_power_product(body: Callable[..., Any], inputs: Sequence[str]) -> bool:
    """Whether ``body`` only multiplies powers, so that it can be solved for each of its inputs."""
    try:
        body(*(_Factor({}) for _ in inputs))
    except _Sum:
        return False
    return True
