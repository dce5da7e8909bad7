"""Isolating a symbol, against equations solved by hand."""

from __future__ import annotations

import pytest
import sympy
from sympy import Expr

from calculators.isolate import isolated
from calculators.registry import Registry

x, y, z, a = sympy.symbols("x y z a", real=True)


@pytest.mark.parametrize(
    ("expression", "solved"),
    [
        (x * y / z, a * z / y),
        (y / (x * z), y / (a * z)),
        (y * (x - 1), (a + y) / y),
        ((x + 1) ** (y / z), a ** (z / y) - 1),
        (y**x, sympy.log(a) / sympy.log(y)),
        (z * sympy.log(x) / y, sympy.exp(a * y / z)),
        (y - 2 * x**3, (y / 2 - a / 2) ** sympy.Rational(1, 3)),
    ],
)
def test_what_is_done_to_it_is_undone(expression: Expr, solved: Expr):
    found = isolated(expression, x, a)
    assert found is not None
    assert sympy.simplify(found - solved) == 0


@pytest.mark.parametrize(
    "expression", [x**2 * y, x + x * y, x ** (x + 1), sympy.sin(x), y * sympy.Abs(x)]
)
def test_where_undoing_is_not_enough(expression: Expr):
    assert isolated(expression, x, a) is None


def test_sums_are_solved_into_the_form_that_sympy_gives(registry: Registry):
    """Products have one form; of sums there are several, and the formula is shown."""
    for relation in registry.relations:
        symbols = {name: registry.quantities[name].variable for name in relation.quantities}
        declared = relation.body(*(symbols[name] for name in relation.inputs))
        for name in relation.inputs if declared.has(sympy.Add) else ():
            equation = sympy.Eq(symbols[relation.target], declared)
            assert sympy.solve(equation, symbols[name]) == [
                registry.form(relation, name).expression
            ]
