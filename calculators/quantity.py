"""Quantities: the named things that can be given or asked."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from math import inf

import sympy

from facts.units import Unit, uncounted, unit


def declared_at() -> str:
    """File and line of the declaration that is being made, for messages about it."""
    frame = sys._getframe(1)  # noqa: SLF001  # the module's own frame: declarations stand there
    while frame.f_code.co_name != "<module>" and frame.f_back:
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


class Scope(StrEnum):
    """What a quantity covers; a figure of one scope never stands for another's."""

    ACCELERATOR = "accelerator"
    SERVER = "server"
    IT = "IT"
    FACILITY = "facility"
    OPEN = "open"
    """What it is worked out from decides: homes of the chips are homes of the chips alone."""
    NONE = "none"


SCOPED = {
    Scope.ACCELERATOR: ("chip_", "chips", "the chips alone"),
    Scope.IT: ("it_", "servers", "the servers"),
}
"""What marks the name of a quantity that is counted for a part only, its symbol and its words."""


class Rounding(StrEnum):
    """How a counted result becomes whole: what must suffice goes up, what must fit goes down."""

    UP = "up"
    DOWN = "down"
    BY_NEED = "by need"
    """Up where it follows from a ``demand``, down where from what there is: power, money, floor."""


@dataclass(frozen=True)
class Variant:
    """The same quantity in a unit that doesn't convert: another currency, another thing."""

    unit: str
    shown: tuple[str, ...] = ()
    noun: str = ""
    example: str = ""
    mark: str = ""
    """What is added to the symbol."""


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A named thing with a unit.

    ``unit`` is spelt as in ``facts/units.toml``; ``shown`` are the units a result is shown in.
    ``low`` and ``high`` bound what is possible (anything else is refused), ``plausible`` what is
    likely (anything else gets a warning); both in ``unit``. ``noun`` follows the number of a
    counted thing. ``sentence`` is the headline when this is the answer, with ``{setup}``,
    ``{value}`` and ``{duration}``. ``example`` is a value to type. A ``typical`` quantity is what
    a bare figure in its unit means: 370 GWh are electricity, 100,000 GPUs are accelerators.
    ``precision`` is the number format that a figure holds for. A ``demand`` is what must be met,
    such as computing to be done. Where a quantity is known, what is assumed of those that it makes
    ``idle`` has no meaning: accelerator-hours hold their time already. Where it is given, it
    ``displaces`` what is known of a subject: an MFU tells the hours of a run anew. What it
    ``carries`` must not exceed it, or the answer says so. ``variants`` are the same quantity
    in units that don't convert; each becomes a quantity of its own, whose ``base`` is this one,
    and so do the relations.

    Figures are kept in base units of ``facts.units`` everywhere between reading and showing, so
    that no relation needs a factor.
    """

    name: str
    symbol: str
    unit: str
    words: str
    example: str
    scope: Scope = Scope.NONE
    kind: str = ""
    low: float = 0.0
    high: float = 1e15
    plausible: tuple[float, float] | None = None
    whole: bool = False
    rounding: Rounding | None = None
    shown: tuple[str, ...] = ()
    noun: str = ""
    sentence: str = ""
    typical: bool = False
    precision: str = ""
    demand: bool = False
    idle: tuple[str, ...] = ()
    displaces: tuple[str, ...] = ()
    carries: str = ""
    variants: Mapping[str, Variant] = field(default_factory=dict[str, Variant], compare=False)
    base: str = ""
    where: str = field(default_factory=declared_at, compare=False, repr=False)

    @property
    def option(self) -> str:
        """What one types to give it: a variant is given under the name of its base."""
        return self.base or self.name

    @property
    def varies(self) -> bool:
        """Whether it is declared in several units that don't convert: money."""
        return bool(self.base or self.variants)

    @property
    def key(self) -> str:
        """Which variant of its base this is; empty where it is none."""
        return self.name.removeprefix(f"{self.base}_") if self.base else ""

    def variant(self, key: str) -> Quantity:
        """This quantity in the unit of one of its variants."""
        other = self.variants[key]
        return replace(
            self,
            name=f"{self.name}_{key}",
            unit=other.unit,
            shown=other.shown,
            noun=other.noun,
            symbol=f"{self.symbol}{other.mark}",
            example=other.example or self.example,
            variants={},
            base=self.name,
        )

    def at(self, scope: Scope) -> Quantity:
        """The same quantity counted for the chips or the servers alone."""
        prefix, label, words = SCOPED[scope]
        return replace(
            self,
            name=prefix + self.name,
            symbol=f"{self.symbol}_{label}",
            words=f"{self.words} of {words}",
            scope=scope,
        )

    @cached_property
    def of(self) -> Unit:
        """The parsed unit."""
        return unit(self.unit)

    @cached_property
    def factor(self) -> float:
        """Size of the unit in base units."""
        return self.of.factor

    @property
    def is_yearly(self) -> bool:
        """Whether it is energy that is used year by year: that of a home."""
        return "Wh/year" in self.unit

    @cached_property
    def bare(self) -> bool:
        """Whether its figures are shown as numbers alone: counts, and ratios that aren't in %."""
        alone = bool(self.noun) or not uncounted(self.of.dimension)
        return not self.shown and alone and self.factor == 1

    @cached_property
    def variable(self) -> sympy.Symbol:
        """The symbol that stands for this quantity in relations."""
        return sympy.Symbol(self.name, real=True)

    @cached_property
    def scales(self) -> tuple[tuple[float, str], ...]:
        """Size in base units and spelling of each unit a value is shown in, largest first."""
        sizes = [(unit(each).factor, each) for each in self.shown or (self.unit,)]
        return tuple(sorted(sizes, reverse=True))

    def is_possible(self, value: float) -> bool:
        """Whether a figure in base units lies between ``low`` and ``high``."""
        return self.low <= value / self.factor * (1 + 1e-12) and value / self.factor <= (
            self.high * (1 + 1e-12)
        )

    @cached_property
    def certain(self) -> tuple[float, float]:
        """What a computed figure in base units lies between: shares below the whole, PUE above 1.

        Other bounds only say what is read; what is computed may be larger.
        """
        low = -inf if self.rounding else self.low * (1 - 1e-9) * self.factor
        return low, (1 + 1e-9) * self.factor if self.high == 1 else inf

    def contradicts(self, value: float) -> bool:
        """Whether a computed figure in base units can't be."""
        low, high = self.certain
        return not low <= value <= high

    def is_plausible(self, value: float) -> bool:
        """Whether a figure in base units lies in the plausible range, if there is one."""
        low, high = self.expected
        return low <= value <= high

    @cached_property
    def expected(self) -> tuple[float, float]:
        """The plausible range with a hair's breadth of room; without end where there is none."""
        low, high = self.likely or (-inf, inf)
        return low - abs(low) * 1e-12, high + abs(high) * 1e-12

    @cached_property
    def likely(self) -> tuple[float, float] | None:
        """The plausible range in base units."""
        if self.plausible is None:
            return None
        low, high = self.plausible
        return low * self.factor, high * self.factor
