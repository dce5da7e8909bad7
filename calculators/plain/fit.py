"""Fitting: whether a figure can be a quantity by its unit, what that costs, and its value."""

from __future__ import annotations

from calculators.plain.figure import PERCENT, Figure
from calculators.quantity import Quantity
from calculators.sentences.measure import MONEY
from calculators.value import Value
from facts.units import Unit, fits, uncounted, unit

LEFT_OUT, NOT_HOURS = 0.4, 1.2
"""What it costs that a figure doesn't say of what it is for each, or what it counts."""
PRICED, PER_TIME, SPEED, RATIO = 0.5, 0.5, 1.0, 0.4
YEAR, YEARLY = "in a year", 0.5
"""What names a growth or a share that is one in a year, and what speaks for it."""
TIMES = ("h", "day", "week", "month", "year")
SECOND = unit("s")


def fit(figure: Figure, quantity: Quantity) -> float | None:
    """What it costs to take a figure for a quantity by its unit; None where it doesn't fit."""
    if figure.unit is None:
        return PER_TIME if _is_rate(figure, quantity) else _bare(quantity)
    if figure.unit == PERCENT:
        return _share(figure, quantity)
    found, wanted = over_time(figure, quantity), quantity.of.dimension
    if fits(found.dimension, wanted):
        amount = figure.is_price and len(wanted) == 1
        return PRICED + LEFT_OUT if amount else _left_out(found, figure, quantity)
    if _is_speed(found, quantity):
        return SPEED
    priced = figure.is_price and _prices(figure.unit, quantity)
    whole = figure.whole is not None and fits(figure.whole.dimension, wanted)
    return PRICED if priced or whole else None


def _bare(quantity: Quantity) -> float | None:
    """A number without a unit is a count, a ratio, or what people say without its unit."""
    wanted = quantity.of.dimension
    exchange = set(wanted) <= set(MONEY) and not sum(wanted.values())
    money = not exchange and not set(MONEY).isdisjoint(wanted)  # in which, has to be said
    if "/" in quantity.unit and len(quantity.scales) == 1 and not quantity.noun and not money:
        return RATIO  # "a WUE of 0.3"
    return 0.0 if exchange or not uncounted(wanted) else None


def _is_rate(figure: Figure, quantity: Quantity) -> bool:
    """Whether a bare number may be of things in the time beside it: "60 new ones a day"."""
    counted = set(quantity.of.dimension) - {"h"}
    rate = quantity.of.dimension.get("h") == -1 and len(counted) == 1
    return rate and figure.hours is not None and not uncounted(dict.fromkeys(counted, 1))


def _share(figure: Figure, quantity: Quantity) -> float | None:
    if quantity.of.dimension and not quantity.unit.startswith("%"):
        return None
    return -YEARLY if figure.hours and YEAR in quantity.words else 0.0


def _left_out(found: Unit, figure: Figure, quantity: Quantity) -> float:
    """What a figure leaves out of a quantity's unit."""
    wanted = quantity.of.dimension
    if found is figure.unit and figure.adjacent and not _flows(found):
        return PER_TIME
    if dict(found.dimension) == dict(wanted):
        return 0.0
    # Hours are not accelerator-hours, but watts may be of one accelerator.
    counts = any(power > 0 for base, power in wanted.items() if base not in found.dimension)
    return NOT_HOURS if counts else LEFT_OUT


def _is_speed(found: Unit, quantity: Quantity) -> bool:
    """Whether an amount of data may be meant for each second: "a 100 gigabit line"."""
    data = dict(found.dimension) == {"B": 1}
    return data and fits(found.per(SECOND).dimension, quantity.of.dimension)


def _prices(found: Unit, quantity: Quantity) -> bool:
    """Whether a quantity is money for one of something: "at $3" is an hour of a GPU, or a kWh."""
    money = next(iter(found.dimension))
    others = [power for base, power in quantity.of.dimension.items() if base != money]
    return quantity.of.dimension.get(money) == 1 and bool(others) and max(others) < 0


def _is_apiece(figure: Figure, quantity: Quantity) -> bool:
    """Whether a price leaves out what it is for one of."""
    left_out = figure.unit is not None and not fits(figure.unit.dimension, quantity.of.dimension)
    return (
        left_out and figure.is_price and figure.unit is not None and _prices(figure.unit, quantity)
    )


def over_time(figure: Figure, quantity: Quantity) -> Unit:
    """The unit of a figure for a quantity: over the time beside it for a rate, dollars an hour."""
    own = figure.unit or unit("1")
    if not figure.adjacent:
        return own
    period = next((each for each in map(unit, TIMES) if each.factor == figure.hours), None)
    if period is None:
        return own
    rate = own.per(period)
    return own if _flows(own) or not fits(rate.dimension, quantity.of.dimension) else rate


def _flows(found: Unit) -> bool:
    """Whether a unit over time would be a power: 370 GWh a year are an energy and a year."""
    return "Wh" in found.symbol and "home" not in found.dimension


def value_for(figure: Figure, quantity: Quantity) -> Value:
    """The figure in base units of a quantity."""
    factor = factor_for(figure, quantity)
    return figure.value if factor == 1.0 else times(figure.value, factor)


def factor_for(figure: Figure, quantity: Quantity) -> float:
    """What a figure is multiplied by to be in base units of a quantity."""
    if figure.unit == PERCENT and quantity.of.dimension:
        return quantity.factor / PERCENT.factor  # 9 % a year
    if figure.unit is None:
        counts = not quantity.of.dimension or quantity.noun
        is_rate = _is_rate(figure, quantity)
        return 1 / (figure.hours or 1.0) if is_rate else 1.0 if counts else quantity.factor
    if _is_speed(figure.unit, quantity):
        return 1 / SECOND.factor
    if _is_apiece(figure, quantity):
        return quantity.factor  # "at 8 cents" is for a kWh
    over = over_time(figure, quantity) is not figure.unit
    return 1 / (figure.hours or 1.0) if over else 1.0


def times(value: Value, factor: float) -> Value:
    """A value so many times as large, its bounds included."""
    low, high = (None if end is None else end * factor for end in (value.low, value.high))
    return Value(value.value * factor, low, high, value.approximate)
