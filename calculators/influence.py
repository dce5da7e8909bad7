"""Influence: how much an answer follows each of its inputs, exactly.

The elasticity of a result by an input is the per cent that it changes for one per cent of the
input. It is derived once for a plan from the composed formula and compiled; where the result is a
product of powers, it is the exponent, and nothing is left to compute.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import sympy
from sympy import Expr

from calculators.bounds import compose
from calculators.relation import Form


class Influence(NamedTuple):
    """The elasticities of one result: fixed ones, and a compiled function for the others."""

    fixed: Mapping[str, float]
    varying: tuple[str, ...]
    compiled: Callable[..., Sequence[float]] | None
    arguments: tuple[str, ...]

    def at(self, known: Mapping[str, float]) -> dict[str, float]:
        """The elasticity by each input, the largest first."""
        found = self.fixed
        if self.compiled is not None:
            try:
                values = self.compiled(*[known[name] for name in self.arguments])
            except (ArithmeticError, ValueError):
                values = [0.0] * len(
                    self.varying
                )  # where the result is 0 nothing is relative to it
            found = {**found, **dict(zip(self.varying, values, strict=True))}
            return dict(sorted(found.items(), key=lambda each: -abs(each[1])))
        return dict(found)


NOTHING = Influence({}, (), None, ())


def influence(steps: Sequence[Form], target: str) -> Influence:
    """Derive the elasticities of ``target`` by every input of ``steps`` that it depends on."""
    whole = compose(steps, target)
    symbols = sorted(whole.free_symbols, key=lambda each: str(each.name))
    derived = {symbol: _elasticity(whole, symbol) for symbol in symbols}
    fixed = {each.name: float(found) for each, found in derived.items() if found.is_Number}
    varying = {each.name: found for each, found in derived.items() if not found.is_Number}
    ordered = dict(sorted(fixed.items(), key=lambda each: -abs(each[1])))
    if not varying:
        return Influence(ordered, (), None, ())
    compiled: Callable[..., Sequence[float]] = sympy.lambdify(
        symbols, list(varying.values()), modules="math", cse=True
    )
    arguments = tuple(each.name for each in symbols)
    return Influence(ordered, tuple(varying), compiled, arguments)


def _elasticity(whole: Expr, symbol: sympy.Symbol) -> Expr:
    """By how many per cent an expression changes for one per cent of a symbol.

    The rules for products, powers and sums give it in the form in which it is: differentiating
    and simplifying would take sympy a hundred times as long.
    """
    if whole == symbol or not whole.has(symbol):
        return sympy.Integer(whole == symbol)
    if whole.is_Mul:
        return sympy.Add(*(_elasticity(each, symbol) for each in whole.args))
    if whole.is_Pow:
        base, exponent = whole.as_base_exp()
        by_exponent = sympy.log(base) * _elasticity(exponent, symbol)
        return exponent * (_elasticity(base, symbol) + by_exponent)
    if whole.is_Add:
        own = [_elasticity(each, symbol) for each in whole.args]
        alike = len(set(own)) == 1
        return own[0] if alike else sympy.Add(*map(sympy.Mul, whole.args, own)) / whole
    return sympy.diff(whole, symbol) * symbol / whole
