"""Isolating: an equation solved for a symbol that stands in it once, by undoing what is done to it.

That takes a fraction of a millisecond; sympy, which looks for every root there is, takes 10 to 250.
"""

from __future__ import annotations

import sympy
from sympy import Expr, Symbol


def isolated(expression: Expr, symbol: Symbol, value: Expr) -> Expr | None:
    """``symbol`` where ``expression`` equals ``value``.

    None where that takes more than undoing: the symbol stands there twice, or is squared.
    """
    while expression != symbol:
        undone = _undone(expression, symbol, value)
        if undone is None:
            return None
        expression, value = undone
    return sympy.together(value)


def _undone(expression: Expr, symbol: Symbol, value: Expr) -> tuple[Expr, Expr] | None:
    """The equation without the outermost operation on what holds the symbol."""
    if expression.is_Add or expression.is_Mul:
        rest, part = expression.as_independent(symbol, as_Add=expression.is_Add)
        if part.func is expression.func:
            return None
        return part, value - rest if expression.is_Add else value / rest
    if isinstance(expression, sympy.log):
        return expression.args[0], sympy.exp(value)
    return _unpowered(expression, symbol, value) if expression.is_Pow else None


def _unpowered(power: Expr, symbol: Symbol, value: Expr) -> tuple[Expr, Expr] | None:
    """The equation without a power; None for a square, which has two roots."""
    base, exponent = power.as_base_exp()
    if not exponent.has(symbol):
        return None if exponent.is_even else (base, value ** (1 / exponent))
    return None if base.has(symbol) else (exponent, sympy.log(value) / sympy.log(base))
