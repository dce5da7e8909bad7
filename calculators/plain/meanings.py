"""Meanings: what the figures of a text may be, beside one target and another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from calculators.plain.assign import TOGETHER, Assigner, Meaning
from calculators.plain.figure import Figure
from calculators.plain.reading import UNEXPLAINED
from calculators.plain.said import Said
from calculators.plain.spending import other_costs
from calculators.registry import Registry
from calculators.value import Value


class Meant(NamedTuple):
    """Figures, what each may be, and the least that this can cost whatever is asked."""

    figures: list[Figure]
    every: list[list[Meaning]]
    least: float


class Meanings:
    """What the figures of a text may be, worked out once for each way to look at them."""

    def __init__(self, assigner: Assigner, said: Said, registry: Registry) -> None:
        self._assigner = assigner
        self._others = other_costs(said, registry)
        self.said = said
        self._known: dict[tuple[bool, bool], Meant] = {}

    def of(self, *, scoped: bool, parted: bool) -> Meant:
        """The figures, and for each what it may be.

        ``scoped``: what is said of the scope holds for what is given, 25 MW of chips; ``parted``:
        the ends of a range apart, where growth from one to the other is meant.
        """
        key = scoped, parted
        if key not in self._known:
            figures = [each for each in self.said.figures if not each.is_year]
            if scoped:
                scope = self.said.scope
                figures = [each if each.scope else each._replace(scope=scope) for each in figures]
            if parted:
                figures = list(_parted(figures))
            every = [
                [meaning for meaning in each if meaning[0] not in self._others]
                for each in self._assigner.of(figures, self.said.labels)
            ]
            least = sum(min([UNEXPLAINED, *(cost for _, cost in each)]) for each in every)
            least -= TOGETHER * self._assigner.may_be_whole(every)
            self._known[key] = Meant(figures, every, least)
        return self._known[key]


def _parted(figures: Iterable[Figure]) -> Iterator[Figure]:
    """The ends of a range apart: 30 to 90 MW."""
    for figure in figures:
        low, high, middle = figure.value.low, figure.value.high, figure.start + 1
        if low and high and low < high:
            yield figure._replace(value=Value(low, low, low), end=middle)
            yield figure._replace(value=Value(high, high, high), start=middle)
        else:
            yield figure
