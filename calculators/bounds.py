"""Bounds: how far a result can go when its inputs are bounds or ranges.

The steps that lead to a result are composed into one expression of the inputs, so that an input
used twice stays one input. Where the derivative's sign is certain, the low and the high lie in
corners; where it isn't, the range is searched and the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import sympy
from sympy import Expr

from calculators.relation import Form
from calculators.value import Value

SAMPLES = 1025
"""Points tried in all where a result may turn inside ranges, shared between these ranges."""
LEAST_SAMPLES = 3
ROUNDS = 30


@dataclass(frozen=True)
class Slope:
    """How a result follows an input: +1 with it, -1 against it, 0 not at all, None both ways."""

    signs: Mapping[str, int | None]

    @cached_property
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


def slope(
    steps: Sequence[Form],
    target: str,
    inputs: Iterable[str],
    fixed: Mapping[str, float] | None = None,
) -> Slope:
    """The sign of the derivative of ``target`` by each of ``inputs``.

    ``fixed`` are figures of other inputs, for signs that depend on them.
    """
    whole = compose(steps, target)
    if fixed:
        whole = whole.subs({sympy.Symbol(name, positive=True): at for name, at in fixed.items()})
    return Slope({name: _sign(whole, name) for name in inputs})


def _sign(whole: Expr, name: str) -> int | None:
    symbol = sympy.Symbol(name, positive=True)
    rest, part = whole.as_independent(symbol, as_Add=False)
    base, exponent = part.as_base_exp()
    if base == symbol and exponent.is_nonzero and (_is_plain(rest) or rest.is_positive):
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


def _is_plain(product: Expr) -> bool:
    """Whether it is a product of symbols and positive numbers, positive at sight.

    Asking sympy for the sign would set off all of its assumptions, 35 ms when they load tensors.
    """
    bases = (factor.as_base_exp()[0] for factor in sympy.Mul.make_args(product))
    return all(base.is_Symbol or (base.is_Number and base > 0) for base in bases)


Evaluate = Callable[[Mapping[str, float]], float | None]
"""The result with some inputs replaced; None where it lies at infinity."""


def extremes(
    evaluate: Evaluate, inputs: Mapping[str, Value], by: Slope
) -> tuple[float | None, float | None]:
    """The least and the most of a result; None where an input leaves that side open."""
    if not by.turning:
        least, most = _corner(inputs, by, -1), _corner(inputs, by, 1)
        low = None if least is None else evaluate(least)
        return low, None if most is None else evaluate(most)
    ranges: dict[str, tuple[float, float, float]] = {}
    for name in by.turning:
        low, middle, high = inputs[name].low, inputs[name].value, inputs[name].high
        if low is None or high is None:
            return None, None
        ranges[name] = (low, middle, high)
    ends: list[float | None] = []
    for direction in (-1, 1):
        corner = _corner(inputs, by, direction)
        ends.append(None if corner is None else _search(evaluate, corner, ranges, direction))
    return ends[0], ends[1]


def _search(
    evaluate: Evaluate,
    corner: Mapping[str, float],
    ranges: Mapping[str, tuple[float, float, float]],
    direction: int,
) -> float | None:
    """The furthest result in ``direction`` over ranges in which it may turn.

    A grid first, then closer and closer around its best point.
    """
    points = max(LEAST_SAMPLES, round(SAMPLES ** (1 / max(1, len(ranges)))))
    best: tuple[float, dict[str, float]] | None = None
    grids = [_grid(*span, points) for span in ranges.values()]
    tried: Iterable[dict[str, float]] = (
        dict(zip(ranges, point, strict=True)) for point in product(*grids)
    )
    width = {name: (high - low) / points for name, (low, _, high) in ranges.items()}
    for _ in range(ROUNDS if ranges else 1):
        for point in tried:
            found = evaluate({**corner, **point})
            if found is None:
                return None
            if best is None or direction * found > direction * best[0]:
                best = (found, point)
        if best is None:
            return None
        tried = _around(best[1], width, ranges)
        width = {name: size / 2 for name, size in width.items()}
    return best[0] if best else None


def _around(
    point: Mapping[str, float],
    width: Mapping[str, float],
    ranges: Mapping[str, tuple[float, float, float]],
) -> list[dict[str, float]]:
    near: list[dict[str, float]] = []
    for name, (low, _, high) in ranges.items():
        for step in (-1, -0.5, 0.5, 1):
            moved = min(high, max(low, point[name] + step * width[name]))
            near.append({**point, name: moved})
    return near


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


def _grid(low: float, middle: float, high: float, points: int) -> list[float]:
    width = (high - low) / (points - 1)
    return [low, *(low + width * step for step in range(1, points - 1)), middle, high]
