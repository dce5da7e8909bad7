"""Numbers as the reader sees them: people's units, a sensible number of digits, grouped."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor, log10

from calculators.quantity import Quantity
from calculators.value import Bound, Value

DIGITS = 4
"""Significant digits of a computed figure in the working."""
HEADLINE_DIGITS = 3
TYPED_DIGITS = 12
"""A given or curated figure keeps its digits."""
MEASURED_DIGITS = 7
"""But no more of them where it has a unit: the rest would come from converting it."""

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_SPEC = tuple(f".{digits}g" for digits in range(16))


def plain(number: float, digits: int) -> str:
    """A number with at most ``digits`` significant digits, grouped by commas."""
    size = abs(number)
    if 1e-4 <= size < 999.5 or number == 0:
        return format(number, _SPEC[digits])
    if not 1e-4 <= size < 1e15:
        head, _, exponent = f"{number:.{digits - 1}e}".partition("e")
        head = head.rstrip("0").rstrip(".") if "." in head else head
        return f"{head}·10{raised(int(exponent))}"
    decimals = digits - 1 - floor(log10(size))
    if decimals <= 0:
        return f"{round(number, decimals):,.0f}"
    text = f"{number:,.{decimals}f}"
    return text.rstrip("0").rstrip(".")


def raised(number: int) -> str:
    """A whole number as an exponent."""
    return str(number).translate(_RAISED)


def scale_of(quantity: Quantity, value: float) -> tuple[float, str]:
    """The unit to show ``value`` in: the largest in which it is at least one."""
    size = abs(value) * 1.00001
    for scale in quantity.scales:
        if size >= scale[0]:
            return scale
    return quantity.scales[-1]


def show(quantity: Quantity, value: float, digits: int = DIGITS) -> str:
    """A figure with its unit; counted things are numbers alone."""
    if quantity.bare:
        exact = quantity.whole or quantity.rounding
        if exact and digits > HEADLINE_DIGITS and abs(value) < 1e15 and value == int(value):
            return f"{int(value):,}"
        if quantity.noun and HEADLINE_DIGITS < digits < TYPED_DIGITS:
            decimals = 1 if quantity.whole else 0  # what is about to be rounded shows why
            return f"{value:,.{decimals}f}" if abs(value) >= 100 else plain(value, digits)
        return plain(value, digits)
    factor, spelling = scale_of(quantity, value)
    digits = min(digits, MEASURED_DIGITS)
    return f"{plain(value / factor, digits)} {spelling}"


def show_in(quantity: Quantity, value: float, scale: tuple[float, str]) -> str:
    """A figure in a unit chosen for a whole column, unless it is too small for that."""
    factor, spelling = scale
    if quantity.bare or abs(value) < factor:
        return show(quantity, value)
    return f"{plain(value / factor, DIGITS)} {spelling}"


def counted(quantity: Quantity, value: float, digits: int = TYPED_DIGITS) -> str:
    """A figure with its unit, or with what it counts: "100,000 accelerators"."""
    shown = show(quantity, value, digits)
    return f"{shown} {noun(quantity, shown)}" if quantity.noun else shown


def noun(quantity: Quantity, shown: str) -> str:
    """What is counted, in the singular for one."""
    return quantity.noun.removesuffix("s") if shown == "1" else quantity.noun


def bounded(quantity: Quantity, value: Value, digits: int | None = None) -> str:
    """A figure with the words for its bound: "at least about 374 GWh".

    What is cut off a bound is cut to its safe side: a least downwards, a most upwards.
    """
    bound = value.bound
    if bound is Bound.ABOUT and not value.approximate and digits == TYPED_DIGITS:
        ends = (show(quantity, end or 0.0, digits) for end in (value.low, value.high))
        return f"{' to '.join(ends)}{quantity.noun and f' {quantity.noun}'}"
    if digits is None:
        digits = HEADLINE_DIGITS if bound is Bound.ABOUT else DIGITS
    figure = value.value
    if bound in _SAFE:
        figure = (value.low if bound is Bound.AT_LEAST else value.high) or figure
    if bound in _SAFE and digits < TYPED_DIGITS and not _is_count(quantity, figure):
        figure = _cut(figure, scale_of(quantity, figure)[0], digits, _SAFE[bound])
    return with_bound(quantity, value, show(quantity, figure, digits))


def _is_count(quantity: Quantity, figure: float) -> bool:
    return bool(quantity.whole or quantity.rounding) and figure == int(figure)


_SAFE = {Bound.AT_LEAST: floor, Bound.AT_MOST: ceil}


def _cut(figure: float, scale: float, digits: int, turn: Callable[[float], int]) -> float:
    scaled = figure / scale
    step = 10.0 ** (floor(log10(abs(scaled))) - digits + 1) if scaled else 1.0
    return turn(round(scaled / step, 6)) * step * scale


def with_bound(quantity: Quantity, value: Value, shown: str) -> str:
    """The words for the bound around a figure that is shown already."""
    text = f"{shown} {noun(quantity, shown)}" if quantity.noun else shown
    bound = value.bound
    if value.approximate or bound is Bound.ABOUT:
        text = f"about {text}"
    return text if bound in _UNSAID else f"{bound} {text}"


_UNSAID = (Bound.EXACTLY, Bound.ABOUT)
