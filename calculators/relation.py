"""Relations: one equation between quantities, declared once; every other form is derived."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import sympy
from sympy import Expr

from calculators.dimensions import is_power_product
from calculators.formula import formula_text
from calculators.isolate import isolated
from calculators.quantity import SCOPED, Quantity, Scope


class DeclarationError(Exception):
    """A declaration is incomplete or contradicts itself; ``where`` is its file and line."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")


@dataclass(frozen=True)
class Relation:
    """``target`` = ``body`` of the quantities that the function's parameters name."""

    name: str
    target: str
    inputs: tuple[str, ...]
    body: Callable[..., Expr]
    sentence: str
    where: str
    base: str = ""
    stand_in: bool = False
    assumption: bool = False

    @property
    def is_told(self) -> bool:
        """Whether its sentence is told with every answer that rests on it."""
        return self.stand_in or self.assumption

    @property
    def label(self) -> str:
        """What a step is called: variants of a relation share the name it was declared with."""
        return self.base or self.name

    def renamed(self, suffix: str, names: Mapping[str, str], *, base: str = "") -> Relation:
        """The same equation between other quantities: ``names`` maps old to new ones."""
        return replace(
            self,
            name=f"{self.name}_{suffix}",
            target=names.get(self.target, self.target),
            inputs=tuple(names.get(each, each) for each in self.inputs),
            base=base,
        )

    def at(self, scope: Scope, *names: str) -> Relation:
        """The same equation for the chips or the servers alone, in which ``names`` are scoped."""
        prefix, label = SCOPED[scope][:2]
        return self.renamed(f"of_{label}", {name: prefix + name for name in names})

    @cached_property
    def quantities(self) -> tuple[str, ...]:
        """All quantities of the equation, target first."""
        return (self.target, *self.inputs)


def relation(
    target: str, *, stand_in: bool = False, assumption: bool = False
) -> Callable[[Callable[..., Expr]], Relation]:
    """Declare a relation: parameters are quantities, the docstring is what the reader is told.

    In a ``stand_in`` one quantity is let stand for another that it need not equal: a plan takes it
    only where nothing else leads on, and no contradiction is ever seen through it. The sentence of
    an ``assumption`` is told with every answer that rests on it.
    """

    def declare(body: Callable[..., Expr]) -> Relation:
        code = inspect.unwrap(body).__code__
        where = f"{code.co_filename}:{code.co_firstlineno}"
        if not body.__doc__:
            raise DeclarationError(where, f"relation {body.__name__} needs a docstring")
        inputs = tuple(inspect.signature(body).parameters)
        sentence = " ".join(body.__doc__.split())
        name = body.__name__
        return Relation(
            name, target, inputs, body, sentence, where, stand_in=stand_in, assumption=assumption
        )

    return declare


class Form:
    """A relation solved for one of its quantities: printed and compiled once, on first use."""

    def __init__(self, relation: Relation, target: str, quantities: Mapping[str, Quantity]) -> None:
        self.relation = relation
        self.target = target
        self.inputs = tuple(name for name in relation.quantities if name != target)
        self._quantities = quantities

    @property
    def rearranged(self) -> bool:
        """Whether the target had to be isolated."""
        return self.target != self.relation.target

    @cached_property
    def expression(self) -> Expr:
        """The target's value as an expression of ``inputs``.

        Raises:
            DeclarationError: when the relation cannot be solved for the target in one way.
        """
        variable = {name: self._quantities[name].variable for name in self.relation.quantities}
        declared = self.relation.body(*(variable[name] for name in self.relation.inputs))
        if not self.rearranged:
            return declared
        value, wanted = variable[self.relation.target], variable[self.target]
        found = isolated(declared, wanted, value)
        return self._root(sympy.Eq(value, declared), wanted) if found is None else found

    def _root(self, equation: sympy.Eq, wanted: sympy.Symbol) -> Expr:
        """The one positive solution of an equation that takes more than isolating."""
        solutions = sympy.solve(equation, wanted)
        # Figures are positive, and so is the root that is meant; the symbols themselves are not
        # declared positive, for then sympy would drop roots unseen.
        symbols = equation.free_symbols
        positive = {each: sympy.Symbol(each.name, positive=True) for each in symbols}
        meant = [
            each for each in solutions if len(solutions) == 1 or each.xreplace(positive).is_positive
        ]
        if len(meant) != 1:
            problem = f"{self.relation.name} has {len(solutions)} solutions for {self.target}"
            raise DeclarationError(self.relation.where, problem)
        return meant[0]

    @cached_property
    def leads(self) -> bool:
        """Whether the relation has exactly one solution for the target.

        What holds for one number format isn't derived from what holds for any: that may be for
        another. A product of powers always has a solution; anything else is tried, when a plan
        first needs it: trying all at the start would double the time to the first answer.
        """
        if not self.rearranged:
            return True
        if self._quantities[self.target].precision:
            return False
        return is_power_product(self.relation.body, self.relation.inputs) or self._solvable()

    def _solvable(self) -> bool:
        try:
            return bool(self.expression.free_symbols)
        except DeclarationError:
            return False

    @cached_property
    def compiled(self) -> Callable[..., float]:
        """The expression as a plain function of floats, in the order of ``inputs``.

        The declared form is its own function; only what had to be rearranged is compiled.
        """
        if not self.rearranged and isinstance(
            self.relation.body(*(1.0,) * len(self.inputs)), float
        ):
            return self.relation.body
        arguments = [self._quantities[name].variable for name in self.inputs]
        compiled: Callable[..., float] = sympy.lambdify(arguments, self.expression, modules="math")
        return compiled

    @cached_property
    def formula(self) -> str:
        """The formula in symbols, e.g. ``P_IT = N · p_s``."""
        symbols = {name: quantity.symbol for name, quantity in self._symbols().items()}
        right = formula_text(self.expression, self.inputs, symbols, times=" · ")
        return f"{self._quantities[self.target].symbol} = {right}"

    @cached_property
    def declared_formula(self) -> str:
        """The relation as it was declared, in symbols."""
        direct = Form(self.relation, self.relation.target, self._quantities)
        return direct.formula

    @cached_property
    def template(self) -> str:
        """The right-hand side with ``{0}``, ``{1}`` … for the shown values of ``inputs``."""
        places = {name: f"{{{index}}}" for index, name in enumerate(self.inputs)}
        return formula_text(self.expression, self.inputs, places, times=" × ")

    def _symbols(self) -> Mapping[str, Quantity]:
        return {name: self._quantities[name] for name in self.relation.quantities}
