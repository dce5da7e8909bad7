"""Numbers as the reader sees them: people's units, a sensible number of digits, grouped.

Figures are written the English way and get the signs of the language that is spoken in one place
each; every text around them is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import ceil, floor, log10

from calculators.language import foreign, genitive, ntr, ptr, signed, tr
from calculators.quantity import Quantity
from calculators.value import Bound, Value
from facts.units import Dimension, describe

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
    """A number with at most ``digits`` significant digits, grouped."""
    text = typed(number, digits)
    return signed(text) if foreign() else text


def sendable(number: float) -> str:
    """A number as a suggested command holds it: grouped only where commas are read as groups."""
    text = typed(number, TYPED_DIGITS)
    return text.replace(",", "") if foreign() else text


def typed(number: float, digits: int) -> str:
    """A number written the English way."""
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
        figure = _count(quantity, value, digits)
        return signed(figure) if foreign() else figure
    factor, spelling = scale_of(quantity, value)
    figure = typed(value / factor, min(digits, MEASURED_DIGITS))
    return measured(signed(figure) if foreign() else figure, spelling)


def _count(quantity: Quantity, value: float, digits: int) -> str:
    exact = quantity.whole or quantity.rounding
    if exact and digits > HEADLINE_DIGITS and abs(value) < 1e15 and value == int(value):
        return f"{int(value):,}"
    if quantity.noun and HEADLINE_DIGITS < digits < TYPED_DIGITS and abs(value) >= 100:
        # What is about to be rounded shows why.
        return f"{value:,.1f}" if quantity.whole else f"{value:,.0f}"
    return typed(value, digits)


def measured(figure: str, spelling: str) -> str:
    """A figure with its unit; what is spelt out follows the figure's number."""
    if not foreign():
        one = figure == "1" and is_spelt_out(spelling)
        return f"{figure} {spelling.removesuffix('s') if one else spelling}"
    if spelling.startswith("%"):
        rest = ptr("unit", spelling).removeprefix("%")
        return tr("{figure} %").format(figure=figure) + rest
    if is_spelt_out(spelling):
        return f"{figure} {_counted(spelling, amount(figure))}"
    return f"{figure} {ptr('unit', spelling)}"


def is_spelt_out(spelling: str) -> bool:
    """Whether a unit is a word that has a plural, such as days."""
    return re.fullmatch("[a-z-]{4,}", spelling) is not None


def unit_words(spelling: str) -> str:
    """A unit without a figure."""
    if not foreign():
        return spelling
    return _counted(spelling, SEVERAL) if is_spelt_out(spelling) else ptr("unit", spelling)


def _counted(spelling: str, number: float) -> str:
    singular = spelling.removesuffix("s")
    return ntr(singular, f"{singular}s", number)


SEVERAL, MANY = 2, 5
"""Numbers with the form of what stands alone, and of what follows a power of ten."""


def amount(shown: str) -> float:
    """The number that a shown figure reads as, by which the noun behind it takes its form."""
    if not shown:
        return SEVERAL
    if not re.fullmatch(r"[0-9\u00a0]+(,[0-9]+)?", shown):
        return MANY  # a power of ten
    return float(shown.replace("\u00a0", "").replace(",", "."))


def show_in(quantity: Quantity, value: float, scale: tuple[float, str]) -> str:
    """A figure in a unit chosen for a whole column, unless it is too small for that."""
    factor, spelling = scale
    if quantity.bare or abs(value) < factor:
        return show(quantity, value)
    return measured(plain(value / factor, DIGITS), spelling)


def counted(quantity: Quantity, value: float, digits: int = TYPED_DIGITS) -> str:
    """A figure with its unit, or with what it counts: "100,000 accelerators"."""
    shown = show(quantity, value, digits)
    return f"{shown} {noun(quantity, shown)}" if quantity.noun else shown


def noun(quantity: Quantity, shown: str, *, about: bool = False) -> str:
    """What is counted, in the form that goes with the number: the singular for one."""
    if not foreign():
        return quantity.noun.removesuffix("s") if shown == "1" else quantity.noun
    form = genitive if about else ntr
    return form(quantity.noun.removesuffix("s"), quantity.noun, amount(shown))


def uncounted(quantity: Quantity, shown: str) -> str:
    """A shown count without what it counts."""
    if not foreign():
        return shown.removesuffix(f" {quantity.noun}")
    singular = quantity.noun.removesuffix("s")
    forms = (form(singular, quantity.noun, n) for form in (ntr, genitive) for n in (1, 1.5, 2, 5))
    return next(
        (shown.removesuffix(f" {each}") for each in forms if shown.endswith(f" {each}")), shown
    )


def between(low: str, high: str) -> str:
    """The two ends of a range."""
    return tr("{low} to {high}").format(low=low, high=high)


def bounded(quantity: Quantity, value: Value, digits: int | None = None) -> str:
    """A figure with the words for its bound: "at least about 374 GWh".

    What is cut off a bound is cut to its safe side: a least downwards, a most upwards.
    """
    bound = value.bound
    if bound is Bound.ABOUT and not value.approximate and digits == TYPED_DIGITS:
        low, high = (show(quantity, end or 0.0, digits) for end in (value.low, value.high))
        text = between(low, high)
        return f"{text} {plural(quantity, high)}" if quantity.noun else text
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
    return worded(quantity, value.bound, shown, approximate=value.approximate)


def worded(quantity: Quantity, bound: Bound, shown: str, *, approximate: bool) -> str:
    """The same for a bound that is known already: it is looked up for every result."""
    about = approximate or bound is Bound.ABOUT
    text = f"{shown} {noun(quantity, shown, about=about)}" if quantity.noun else shown
    if about:
        text = _behind_about(quantity, text) if foreign() else text
        text = tr("about {value}").replace("{value}", text)
    return text if bound is Bound.EXACTLY or bound is Bound.ABOUT else limited(bound, text)


def _behind_about(quantity: Quantity, shown: str) -> str:
    """A figure whose unit is a word, in the form that "about" wants: *około 2 lat*."""
    figure, _, word = shown.partition(" ")
    for _, spelling in quantity.scales:
        if is_spelt_out(spelling) and word == _counted(spelling, amount(figure)):
            singular = spelling.removesuffix("s")
            return f"{figure} {genitive(singular, f'{singular}s', amount(figure))}"
    return shown


def limited(bound: str, text: str) -> str:
    """A figure that is a bound, with the word for it."""
    if bound == Bound.AT_LEAST:
        return tr("at least {value}").replace("{value}", text)
    if bound == Bound.AT_MOST:
        return tr("at most {value}").replace("{value}", text)
    return text


def plural(quantity: Quantity, shown: str, *, about: bool = False) -> str:
    """What is counted, behind the end of a range or a printed figure: English has one form."""
    return noun(quantity, shown, about=about) if foreign() else quantity.noun


def told_as(quantity: Quantity) -> str:
    """What a change of a quantity is told of: the things that are counted, or its words."""
    return quantity.noun if quantity.noun and not foreign() else tr(quantity.words)


def kind(dimension: Dimension) -> str:
    """What a figure of this dimension is, in words."""
    found = describe(dimension)
    units = found.removeprefix("a figure in ")
    return tr("a figure in {units}").format(units=units) if units != found else tr(found)
