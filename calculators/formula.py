"""Formulas as people write them: factors in declared order, one fraction bar, raised powers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy
from sympy.printing.str import StrPrinter

from calculators.display import raised


def formula_text(
    expression: sympy.Expr, order: Sequence[str], names: Mapping[str, str], times: str
) -> str:
    """Print ``expression`` with ``names`` for its symbols and factors sorted by ``order``."""
    return str(_Printer(order, names, times).doprint(expression))


class _Printer(StrPrinter):  # type: ignore[misc]  # sympy ships no types
    def __init__(self, order: Sequence[str], names: Mapping[str, str], times: str) -> None:
        super().__init__()
        self._rank = {name: rank for rank, name in enumerate(order)}
        self._names = names
        self._times = times

    # The names and signatures of these methods are sympy's.
    # ruff: noqa: N802, ARG002

    def _print_Symbol(self, expr: Any) -> str:
        return self._names[expr.name]

    def _print_Mul(self, expr: Any) -> str:
        above, below = sympy.fraction(expr)
        if below == 1:
            return self._product(above)
        top, bottom = self._product(above), self._product(below)
        many = below.is_Add or (below.is_Mul and len(below.args) > 1)
        return f"{f'({top})' if above.is_Add else top} / {f'({bottom})' if many else bottom}"

    def _print_log(self, expr: Any) -> str:
        return f"ln({self._print(expr.args[0])})"

    def _product(self, expr: Any) -> str:
        factors = sorted(sympy.Mul.make_args(expr), key=self._first)
        return self._times.join(
            f"({self._print(each)})" if each.is_Add and len(factors) > 1 else self._print(each)
            for each in factors
        )

    def _print_Add(self, expr: Any, order: Any = None) -> str:
        # "1 + x", but "x − 1": what is taken away comes last.
        terms = sorted(expr.args, key=lambda term: (term.is_negative is True, self._first(term)))
        text = str(self._print(terms[0]))
        for term in terms[1:]:
            negative = term.could_extract_minus_sign()
            text += f" {'−' if negative else '+'} {self._print(-term if negative else term)}"
        return text

    def _print_Pow(self, expr: Any, rational: bool = False) -> str:
        if expr.exp == -1:
            return f"1 / {self._print(expr.base)}"
        base = str(self._print(expr.base))
        whole = expr.exp.is_Integer
        power = raised(int(expr.exp)) if whole else f"^({self._print(expr.exp)})"
        return f"{base if expr.base.is_Symbol else f'({base})'}{power}"

    def _first(self, expr: Any) -> int:
        ranks = [self._rank.get(symbol.name, 0) for symbol in expr.free_symbols]
        return min(ranks, default=-1)
