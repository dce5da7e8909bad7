"""Givens: the value of one quantity as typed in, a typed value with its bounds out.

``100k``, ``at least 90MW``, ``25k-40k`` or ``61%`` in the quantity's own unit, or a refusal.
"""

from __future__ import annotations

import re

from calculators.display import (
    TYPED_DIGITS,
    bounded,
    kind,
    plain,
    sendable,
    show,
    unit_words,
)
from calculators.language import tr
from calculators.numbers import Figure, check_characters, read_figure, split_scale
from calculators.quantity import Quantity
from calculators.ranges import Around, ends, split_range
from calculators.refusal import Refused, listed, quoted
from calculators.registry import Registry
from calculators.value import Input, Origin, Value, qualified
from facts import Qualifier
from facts.units import Unit, UnknownUnit, fits, typed_unit, unit

TIMES = ("h", "days", "weeks", "months")
"""What times are given in, however they are shown."""
_GROUPED_BY_DOTS = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
_PER = re.compile(r"^(?:/|per\s)\s*")
LARGE_SHARE = 5.0
"""A share as large as this, written without a sign, was probably meant in per cent."""


def read_given(text: str, name: str, registry: Registry) -> tuple[Quantity, Input]:
    """Read one value of the quantity ``name``, or of the variant of it that the unit fits.

    Raises:
        Refused: unreadable, wrong unit, impossible.
    """
    first: Refused | None = None
    for quantity in registry.variants(name):
        try:
            return quantity, read_value(text, quantity)
        except Refused as refusal:
            if refusal.code not in ("wrong_dimension", "missing_unit"):
                raise
            first = first or refusal
    raise first or Refused("not_a_number")


def read_value(text: str, quantity: Quantity) -> Input:
    """Read one value of ``quantity``: a figure, or a range of it.

    Raises:
        Refused: unreadable, wrong unit, impossible.
    """
    check_characters(text, quantity.option, quantity.example)
    span = split_range(text)
    if span is None:
        return _read_one(text, quantity)
    middle, low, high = ends(
        span,
        lambda figure: _read_one(figure, quantity).value.value,
        lambda by: _in_unit(read_figure(by, "", "", ""), text, quantity),
    )
    if isinstance(span, Around):
        for edge in (low, high):
            _check_possible(edge, Figure(edge, Qualifier.EXACTLY, text), text, quantity)
    elif low > high:
        other = f"{span.high} - {span.low}"
        raise Refused("range_backwards", (other,), text=quoted(text), words=tr(quantity.words))
    return Input(Value(middle, low, high), Origin.GIVEN, typed=text)


def _read_one(text: str, quantity: Quantity) -> Input:
    if quantity.whole and _GROUPED_BY_DOTS.fullmatch(text.strip()):
        readings = (text.strip().replace(".", ""), text.strip().partition(".")[0])
        raise Refused("two_readings", readings, text=quoted(text), words=tr(quantity.words))
    counts = bool(quantity.noun or quantity.whole)
    figure = read_figure(text, quantity.option, tr(quantity.words), quantity.example, counts=counts)
    size = _in_unit(figure, text, quantity)
    _check_possible(size, figure, text, quantity)
    return Input(qualified(size, figure.qualifier), Origin.GIVEN, typed=text)


def understood(quantity: Quantity, value: Value) -> str:
    """How a value was read, for autocomplete: "at least 100,000 accelerators"."""
    return bounded(quantity, value, TYPED_DIGITS)


def _in_unit(figure: Figure, text: str, quantity: Quantity) -> float:
    """The figure in the quantity's own unit."""
    for scale, spelling in ((1.0, figure.rest), split_scale(figure.rest)):
        if not spelling:
            if scale != 1.0 or not figure.rest:
                return _without_unit(figure.size * scale, text, quantity)
            continue
        try:
            found = _unit_of(_PER.sub("1/", spelling), quantity)
        except UnknownUnit:
            continue
        share = not found.dimension and found.factor != 1 and quantity.of.dimension
        if fits(found.dimension, quantity.of.dimension) and not share:
            return figure.size * scale * found.factor
        if scale == 1.0 and split_scale(figure.rest)[0] != 1.0:
            continue
        raise Refused(
            "wrong_dimension",
            (quantity.example,),
            text=quoted(text),
            given=kind(found.dimension),
            option=quantity.option,
            wanted=kind(quantity.of.dimension),
            expected=_expected(quantity),
        )
    raise Refused(
        "unknown_unit",
        (quantity.example,),
        unit=quoted(split_scale(figure.rest)[1]),
        option=quantity.option,
        expected=_expected(quantity),
    )


def _unit_of(spelling: str, quantity: Quantity) -> Unit:
    """The unit that is spelt; of two that differ in case alone, the one the quantity is shown in.

    Raises:
        UnknownUnit: no unit, or it stays open which.
    """
    try:
        return typed_unit(spelling)
    except UnknownUnit as unknown:
        shown = {size for size, _ in quantity.scales}
        fitting = [each for each in map(unit, unknown.readings) if each.factor in shown]
        if len(fitting) != 1:
            raise
        return fitting[0]


def _without_unit(size: float, text: str, quantity: Quantity) -> float:
    if not fits({}, quantity.of.dimension) and not quantity.bare:
        raise Refused(
            "missing_unit",
            _with_units(text.strip(), quantity),
            text=quoted(text),
            expected=_expected(quantity),
        )
    return size


def _with_units(number: str, quantity: Quantity) -> tuple[str, ...]:
    """A bare number in the units it may be meant in: 400G of a line rate are 400 Gbit/s."""
    figure, letter = number[:-1].rstrip(), number[-1:]
    meant = [each for each in quantity.shown if each.startswith(letter) and letter.isalpha()]
    if meant:
        return tuple(f"{figure} {each}" for each in meant)
    units = quantity.shown[-4:-1] or quantity.shown or (quantity.unit,)
    return tuple(f"{number} {each}" for each in units)


def _check_possible(size: float, figure: Figure, text: str, quantity: Quantity) -> None:
    words, example = tr(quantity.words), quantity.example
    if size <= 0 <= quantity.low:
        raise Refused(
            "not_positive",
            (example,),
            text=quoted(text),
            words=_capital(quantity),
            example=example,
        )
    if quantity.whole and size < 1e15 and size != int(size):
        raise Refused("not_whole", (example,), text=quoted(text), words=words, example=example)
    bare_share = quantity.shown == ("%",) and not figure.rest
    if quantity.is_possible(size):
        if bare_share and size >= LARGE_SHARE:
            both = (size, size * 100)
            raise Refused(
                "share_or_times",
                tuple(f"{sendable(each)}%" for each in both),
                text=quoted(text),
                words=words,
                readings=listed(f"{plain(each, TYPED_DIGITS)}%" for each in both),
            )
        return
    if bare_share and size <= 100:
        raise Refused(
            "share_or_percent",
            (f"{sendable(size)}%",),
            text=quoted(text),
            words=words,
            percent=f"{plain(size, TYPED_DIGITS)}%",
        )
    low = show(quantity, quantity.low * quantity.factor) if quantity.low else "0"
    high = show(quantity, quantity.high * quantity.factor)
    raise Refused("out_of_range", (example,), text=quoted(text), words=words, low=low, high=high)


def _expected(quantity: Quantity) -> str:
    words = _capital(quantity)
    if not quantity.shown:
        bare = tr("{words}: a number without a unit, such as {example}.")
        return bare.format(words=words, example=quantity.example)
    shown = TIMES if quantity.shown == ("h",) else quantity.shown
    units = listed(map(unit_words, shown))
    return tr("{words} is given in {units}.").format(words=words, units=units)


def _capital(quantity: Quantity) -> str:
    words = tr(quantity.words)
    return words[:1].upper() + words[1:]
