"""Bounds: how far a result can go when its inputs are bounds or ranges.

The steps that lead to a result are composed into one expression of the inputs, so that an input
used twice stays one input. Where the derivative's sign is certain, the low and the high lie in
corners; where it isn't, the range is searched and the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import sympy
from sympy import Expr

from calculators.relation import Form
from calculators.value import Value

SAMPLES = 1025
"""Points tried in all where a result may turn inside ranges, shared between these ranges."""
LEAST_SAMPLES = 3


class Slope(NamedTuple):
    """How a result follows an input: +1 with it, -1 against it, 0 not at all, None both ways."""

    signs: Mapping[str, int | None]

    @property
    def turning(self) -> tuple[str, ...]:
        """Inputs in whose range the result may turn."""
        return tuple(name for name, sign in self.signs.items() if sign is None)


def compose(steps: Sequence[Form], target: str) -> Expr:
    """``target`` as one expression of positive root symbols."""
    built: dict[str, Expr] = {}

    def root(name: str) -> Expr:
        return built.setdefault(name, sympy.Symbol(name, positive=True))

    for form in steps:
        expression = form.expression
        inputs = {symbol: root(symbol.name) for symbol in expression.free_symbols}
        built[form.target] = expression.xreplace(inputs)
        if form.target == target:
            break
    return built[target]


def slope(steps: Sequence[Form], target: str, inputs: Iterable[str]) -> Slope:
    """The sign of the derivative of ``target`` by each of ``inputs``."""
    whole = compose(steps, target)
    return Slope({name: _sign(whole, name) for name in inputs})


def _sign(whole: Expr, name: str) -> int | None:
    symbol = sympy.Symbol(name, positive=True)
    rest, part = whole.as_independent(symbol, as_Add=False)
    base, exponent = part.as_base_exp()
    if base == symbol and rest.is_positive and exponent.is_nonzero:
        return 1 if exponent.is_positive else -1  # a power: no need to differentiate
    derivative = sympy.diff(whole, symbol)
    for form in (derivative, sympy.factor(derivative)):
        if form.is_zero:
            return 0
        if form.is_positive:
            return 1
        if form.is_negative:
            return -1
    return None


def extremes(
    evaluate: Callable[[Mapping[str, float]], float],
    inputs: Mapping[str, Value],
    by: Slope,
) -> tuple[float | None, float | None]:
    """The least and the most of a result; None where an input leaves that side open.

    ``evaluate`` gives the result with some inputs replaced.
    """
    sampled = [name for name in by.turning if name in inputs]
    points = max(LEAST_SAMPLES, round(SAMPLES ** (1 / max(1, len(sampled)))))
    grids = [_grid(inputs[name], points) for name in sampled]
    if any(grid is None for grid in grids):
        return None, None
    found: list[tuple[float | None, float | None]] = []
    for point in product(*(grid for grid in grids if grid is not None)):
        fixed = dict(zip(sampled, point, strict=True))
        ends: list[float | None] = []
        for direction in (-1, 1):
            corner = _corner(inputs, by, direction)
            ends.append(evaluate({**corner, **fixed}) if corner is not None else None)
        found.append((ends[0], ends[1]))
    lows = [low for low, _ in found if low is not None]
    highs = [high for _, high in found if high is not None]
    return (min(lows) if lows else None), (max(highs) if highs else None)


def _corner(inputs: Mapping[str, Value], by: Slope, direction: int) -> dict[str, float] | None:
    """The inputs that push the result furthest in ``direction``, None where one is open."""
    corner: dict[str, float] = {}
    for name, value in inputs.items():
        sign = by.signs.get(name, 0)
        if not sign:
            continue
        edge = value.high if sign * direction > 0 else value.low
        if edge is None:
            return None
        corner[name] = edge
    return corner


def _grid(value: Value, points: int) -> list[float] | None:
    if value.low is None or value.high is None:
        return None
    width = (value.high - value.low) / (points - 1)
    inside = [value.low + width * step for step in range(1, points - 1)]
    return [value.low, *inside, value.value, value.high]
