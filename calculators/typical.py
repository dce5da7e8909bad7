"""Bare figures: the quantity that a number with a unit stands for when nobody names one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from calculators.numbers import Figure, split_scale
from calculators.quantity import Quantity
from calculators.registry import Registry
from calculators.value import Value, qualified
from facts import Facts, Kind
from facts.units import Unit, UnknownUnit, typed_unit, unit


class Bare(NamedTuple):
    """A figure in base units of ``unit``; ``device`` is the id where devices were counted."""

    value: Value
    unit: Unit
    device: str | None = None


def read_bare(figure: Figure, facts: Facts) -> Bare | None:
    """What a figure says without any quantity: 370 GWh, 34 million homes, 100,000 H100s."""
    for scale, spelling in ((1.0, figure.rest), split_scale(figure.rest)):
        size = figure.size * scale
        if not spelling:
            continue
        try:
            found = typed_unit(spelling)
        except UnknownUnit:
            device = device_named(spelling, facts)
            if device is None:
                continue
            return Bare(qualified(size, figure.qualifier), unit("accelerator"), device)
        return Bare(qualified(size * found.factor, figure.qualifier), found)
    return None


def over(bare: Bare, by: Unit) -> Bare:
    """A figure for one ``by``."""
    low, high = (
        None if end is None else end / by.factor for end in (bare.value.low, bare.value.high)
    )
    value = bare.value._replace(value=bare.value.value / by.factor, low=low, high=high)
    return bare._replace(value=value, unit=bare.unit.per(by))


def device_named(text: str, facts: Facts) -> str | None:
    """The device that a name, in the singular or plural, stands for."""
    folded = " ".join(text.casefold().split())
    for name in (folded, folded.removesuffix("s"), folded.removesuffix(" gpus")):
        key = facts.names.get(name)
        if key is not None and facts.subjects[key].kind is Kind.DEVICE:
            return key
    return None


def meanings(found: Unit, registry: Registry) -> Iterator[Quantity]:
    """The quantities that a figure in this unit may be, the typical one first."""
    same = registry.measured(found.dimension) if found.dimension else ()
    yield from sorted(same, key=lambda each: not each.typical)


def typical(found: Unit, registry: Registry) -> Quantity | None:
    """The quantity that a bare figure in this unit means, if one is declared to."""
    first = next(meanings(found, registry), None)
    return first if first is not None and first.typical else None
