"""Ranges as people type them: ``25k-40k``, ``1.7 to 5 USD/h``, ``60%±5%``, ``40MW ±5%``.

Text in; the texts of its two figures out, each with the unit that holds for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from calculators.numbers import PLAIN_NUMBER, normal, read_figure, split_scale

# Atomic, so that the minus of an exponent never becomes the dash of a range.
_FIGURE = rf"(?>{PLAIN_NUMBER})"
_BETWEEN = re.compile(
    rf"(?P<first>{_FIGURE})(?P<unit>.*?)\s*(?:-|–|—|\bto\b|\bdo\b|\.\.\.?|…)\s*"
    rf"(?P<second>{_FIGURE}.*)"
)
_AROUND = re.compile(rf"(?P<first>{_FIGURE}.*?)\s*(?:±|\+/-)\s*(?P<second>{_FIGURE}.*)")
_NUMBER = re.compile(_FIGURE)


class Between(NamedTuple):
    """From ``low`` to ``high``."""

    low: str
    high: str


class Around(NamedTuple):
    """``spread`` to either side of ``middle``; ``relative``: a share of it."""

    middle: str
    spread: str
    relative: bool


def split_range(text: str) -> Between | Around | None:
    """The two figures of a range, or None where ``text`` is no range."""
    text = normal(text)
    around = _AROUND.fullmatch(text)
    if around:
        first, second = around["first"], around["second"]
        own, other = _unit(first), _unit(second)
        if not own:  # 60±5%, 30000±10% USD: the unit stands behind both
            share, _, unit = other.partition(" ")
            relative = share == "%" and bool(unit)
            own, other = (unit, share) if relative else (other, other)
            first = f"{first} {own}"
            second = second.removesuffix(unit).strip() if relative else second
        return Around(first, second if other else second + own, other == "%" != own)
    between = _BETWEEN.fullmatch(text)
    if between is None:
        return None
    unit, second = between["unit"].strip(), between["second"]
    scale, rest = split_scale(unit)
    other = _unit(second)
    if not unit:
        unit = other
    elif scale != 1.0 and not rest:
        unit = f"{unit} {split_scale(other)[1]}".strip()
    return Between(f"{between['first']} {unit}".strip(), second)


def ends(
    span: Between | Around, read: Callable[[str], float], spread: Callable[[str], float]
) -> tuple[float, float, float]:
    """The middle and the two ends of a range; ``read`` reads a figure, ``spread`` what is added."""
    if isinstance(span, Between):
        low, high = read(span.low), read(span.high)
        return (low + high) / 2, low, high
    middle = read(span.middle)
    share = read_figure(span.spread, "", "", "").size / 100
    by = middle * share if span.relative else spread(span.spread)
    return middle, middle - by, middle + by


def _unit(figure: str) -> str:
    return _NUMBER.sub("", figure, count=1).strip()
