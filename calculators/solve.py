"""Solving: a plan and known inputs in, a figure with bounds for every quantity out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor, inf, isfinite
from operator import itemgetter
from typing import Any, NamedTuple

from calculators.bounds import Slope, extremes, slope
from calculators.influence import NOTHING, Influence, influence
from calculators.plan import Plan
from calculators.quantity import Quantity, Rounding
from calculators.refusal import Refused
from calculators.value import Bound, Input, Value

Picker = Callable[[Mapping[str, Any]], tuple[Any, ...]]
"""Picks values by their names, in order."""


def picker(names: Sequence[str]) -> Picker:
    """What picks the values called ``names``; in C where there are several."""
    if len(names) == 1:
        (name,) = names
        return lambda values: (values[name],)
    return itemgetter(*names) if names else lambda _: ()


@dataclass(frozen=True)
class Program:
    """A plan made ready to run: compiled steps, what each result depends on, known slopes.

    Plans depend only on which quantities are known, so a program is kept and used again.
    """

    plan: Plan
    asked: tuple[str, ...]
    runs: tuple[tuple[str, Callable[..., float], Picker], ...]
    roots_of: Mapping[str, frozenset[str]]
    _influences: dict[str, Influence] = field(default_factory=dict[str, Influence])
    _slopes: dict[tuple[str, frozenset[str]], Slope] = field(
        default_factory=dict[tuple[str, frozenset[str]], Slope]
    )

    def run(self, known: Mapping[str, float]) -> dict[str, float]:
        """Every quantity's figure."""
        values = dict(known)
        for target, compiled, pick in self.runs:
            values[target] = compiled(*pick(values))
        return values

    def influence(self, target: str) -> Influence:
        """How much ``target`` follows each input; derived once. A look-up follows nothing."""
        if not self.plan.steps:
            return NOTHING
        if target not in self._influences:
            self._influences[target] = influence(self.plan.steps, target)
        return self._influences[target]

    def slope(self, target: str, inputs: frozenset[str]) -> Slope:
        """How ``target`` follows ``inputs``; derived once."""
        key = (target, inputs)
        if key not in self._slopes:
            self._slopes[key] = slope(self.plan.steps, target, sorted(inputs))
        return self._slopes[key]


def ready(plan: Plan, asked: tuple[str, ...]) -> Program:
    """Compile a plan."""
    runs = tuple((form.target, form.compiled, picker(form.inputs)) for form in plan.steps)
    roots_of: dict[str, frozenset[str]] = {}
    for form in plan.steps:
        own = [roots_of.get(name, frozenset((name,))) for name in form.inputs]
        roots_of[form.target] = frozenset[str]().union(*own)
    return Program(plan, asked, runs, roots_of)


def narrowed(program: Program, target: str) -> Program:
    """The part of a program that works out one of its results."""
    wanted, steps = {target}, []
    for form in reversed(program.plan.steps):
        if form.target in wanted:
            steps.append(form)
            wanted.update(form.inputs)
    roots = program.roots_of.get(target, frozenset((target,)))
    return ready(Plan(tuple(reversed(steps)), roots, {}), (target,))


class Solution(NamedTuple):
    """Figures of every quantity, bounds of the asked ones, and what happened to the bounds.

    ``open`` says whether some input is more than one figure.
    """

    values: Mapping[str, float]
    results: Mapping[str, Value]
    turning: tuple[str, ...]
    mixed: tuple[str, ...]
    open: bool


def solve(program: Program, inputs: Mapping[str, Input]) -> Solution:
    """Run a program on known inputs.

    Raises:
        Refused: when the figures leave what floating point can hold.
    """
    known: dict[str, float] = {}
    open_: dict[str, Value] = {}
    rough: set[str] = set()
    for name in program.plan.roots:
        value = inputs[name].value
        at, low, high, approximate = value
        known[name] = at
        if not low == at == high:
            open_[name] = value
        if approximate:
            rough.add(name)
    try:
        values = program.run(known)
    except (ArithmeticError, ValueError) as error:  # 1/0, too large, the logarithm of nothing
        raise Refused("beyond_reach") from error
    if not isfinite(sum(values.values())):
        raise Refused("beyond_reach")
    bounds = _Bounds(program, known)
    results: dict[str, Value] = {}
    mixed: dict[str, None] = {}
    for name in program.asked:
        if name not in values:
            continue
        roots = program.roots_of.get(name, frozenset((name,)))
        figure, approximate = values[name], not rough.isdisjoint(roots)
        if not open_ or roots.isdisjoint(open_):
            results[name] = Value(figure, figure, figure, approximate)
            continue
        own = {root: open_[root] for root in sorted(roots & open_.keys())}
        low, high = bounds.of(name, own)
        results[name] = Value(figure, low, high, approximate)
        if low is None and high is None:
            mixed.update(dict.fromkeys(own))
    return Solution(values, results, tuple(sorted(bounds.turning)), tuple(mixed), bool(open_))


class _Bounds:
    """Bounds of several results; a corner that they share is run once."""

    def __init__(self, program: Program, known: Mapping[str, float]) -> None:
        self._program = program
        self._known = known
        self._runs: dict[tuple[tuple[str, float], ...], Mapping[str, float]] = {}
        self.turning: set[str] = set()

    def of(self, name: str, inputs: Mapping[str, Value]) -> tuple[float | None, float | None]:
        if name in inputs:
            return inputs[name].low, inputs[name].high
        by = self._program.slope(name, frozenset(inputs))
        if by.turning:
            fixed = {each: at for each, at in self._known.items() if each not in inputs}
            by = slope(self._program.plan.steps, name, sorted(inputs), fixed)
        self.turning.update(by.turning)
        return extremes(lambda replaced: self._run(replaced).get(name), inputs, by)

    def _run(self, replaced: Mapping[str, float]) -> Mapping[str, float]:
        """All figures of a corner; none where it lies at infinity, as 1/0 does."""
        key = tuple(replaced.items())
        if key not in self._runs:
            try:
                self._runs[key] = self._program.run({**self._known, **replaced})
            except (ArithmeticError, ValueError):
                self._runs[key] = {}
        return self._runs[key]


def direction(
    quantity: Quantity, roots: Iterable[str], quantities: Mapping[str, Quantity]
) -> Rounding | None:
    """How a count that follows from ``roots`` becomes whole; None for what isn't counted."""
    if quantity.rounding is not Rounding.BY_NEED:
        return quantity.rounding
    needed = any(quantities[name].demand for name in roots)
    return Rounding.UP if needed else Rounding.DOWN


def rounded(value: Value, rounding: Rounding) -> Value:
    """A counted result made whole."""
    turn = ceil if rounding is Rounding.UP else floor

    def whole(figure: float) -> float:
        # A hair under a whole number is that number: 8 / 0.1 must not lose one to floating point.
        # But whatever little there is to hold needs one to hold it.
        near = round(figure, 6)
        return float(turn(near) if near or turn is floor else ceil(figure))

    low = None if value.low is None else whole(value.low)
    high = None if value.high is None else whole(value.high)
    figure = whole(value.value)
    return Value(figure, low, high, value.approximate and figure != 0)  # none is not "about none"


def disagreement(given: Value, computed: Value, tolerance: float) -> float | None:
    """By what factor a given figure misses the computed one; None where they agree."""
    factor = given.value / computed.value if computed.value else inf
    if abs(factor - 1) <= tolerance:
        return None
    for value, other in ((given, computed), (computed, given)):
        if value.bound is Bound.AT_LEAST and other.value >= value.value:
            return None
        if value.bound is Bound.AT_MOST and other.value <= value.value:
            return None
        if None not in (value.low, value.high) and _between(value, other.value):
            return None
    return factor


def _between(value: Value, other: float) -> bool:
    return (value.low or 0.0) <= other <= (value.high or 0.0)
