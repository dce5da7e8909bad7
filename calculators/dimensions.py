"""The dimension of a relation's expression: a slip of units is caught when it is declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy import Expr

from facts.units import Dimension, multiplied, powered


class DimensionError(ValueError):
    """The expression adds or raises what has no common dimension."""


def dimension(expression: Expr, symbols: Mapping[str, Dimension]) -> Dimension:
    """The dimension of ``expression``, given that of each symbol.

    Raises:
        DimensionError: for a sum of unlike terms, or a power that isn't a whole number.
    """
    node: Any = expression
    if node.is_Symbol:
        return symbols[node.name]
    if node.is_Number:
        return {}
    if node.is_Mul:
        result: Dimension = {}
        for factor in node.args:
            result = multiplied(result, dimension(factor, symbols))
        return result
    if node.is_Pow:
        base = dimension(node.base, symbols)
        if dimension(node.exp, symbols):
            raise DimensionError(f"{node} has an exponent with a unit")
        if base and not node.exp.is_Integer:
            raise DimensionError(f"{node} raises a unit to a power that isn't whole")
        return powered(base, int(node.exp)) if base else {}
    if node.is_Add:
        return _common(node, [dimension(term, symbols) for term in node.args])
    inner = [dimension(argument, symbols) for argument in node.args]
    if any(inner):
        raise DimensionError(f"{node.func.__name__} of something with a unit")
    return {}


def _common(node: Any, terms: list[Dimension]) -> Dimension:
    for term in terms[1:]:
        if term != terms[0]:
            raise DimensionError(f"{node} adds {dict(terms[0])} and {dict(term)}")
    return terms[0]
