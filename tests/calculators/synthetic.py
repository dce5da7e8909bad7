"""Small registries made for a test: equations between pure numbers."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from math import prod
from types import ModuleType
from typing import Any

from calculators.plan import make_plan
from calculators.quantity import Quantity
from calculators.registry import Registry, collect
from calculators.relation import Relation, relation
from calculators.solve import Program, Solution, ready, solve
from calculators.value import Input, Origin, Value


def product(*factors: Any) -> Any:
    return prod(factors)


def quantity(name: str) -> Quantity:
    return Quantity(name=name, symbol=name, unit="1", words=name, example="1")


def equation(target: str, *inputs: str) -> Relation:
    """``target`` is the product of ``inputs``."""
    name = f"{target}_of_{'_'.join(inputs)}"
    return Relation(name, target, inputs, product, "A product.", __file__)


def formula(target: str, body: Callable[..., Any]) -> Relation:
    """``target`` as ``body`` says; its parameters are the inputs."""
    body.__doc__ = "A formula."
    body.__name__ = f"{target}_of_{'_'.join(inspect.signature(body).parameters)}"
    return relation(target)(body)


def registry_of(relations: Iterable[Relation]) -> Registry:
    relations = tuple(relations)
    module = ModuleType("synthetic")
    module.__file__ = __file__
    for name in dict.fromkeys(name for each in relations for name in each.quantities):
        vars(module)[f"q_{name}"] = quantity(name)
    for each in relations:
        vars(module)[f"r_{each.name}"] = each
    return collect([module])


def program_of(relations: Iterable[Relation], target: str, known: Iterable[str]) -> Program:
    plan = make_plan(registry_of(relations), (target,), dict.fromkeys(known, 0.0))
    return ready(plan, (target,))


def solved(relations: Iterable[Relation], target: str, **known: Value | float) -> Solution:
    inputs = {
        name: Input(value if isinstance(value, Value) else Value(value, value, value), Origin.GIVEN)
        for name, value in known.items()
    }
    return solve(program_of(relations, target, inputs), inputs)
