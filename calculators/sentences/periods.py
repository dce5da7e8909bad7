"""Periods: the time that an amount is for: "370 GWh a year", "10,715 kWh/year"."""

from __future__ import annotations

import re
from typing import NamedTuple

from calculators.grammar import any_of, words
from facts.units import Unit, unit

NAMES = ("hour", "day", "month", "year")

_SPELT = {spelt: name for name in NAMES for spelt in words(f"per_{name}")}
_PERIOD = re.compile(
    rf"/\s?(?P<unit>{'|'.join(NAMES)})\b|(?<!\w)(?P<words>{any_of(_SPELT)})(?!\w)", re.IGNORECASE
)


class Period(NamedTuple):
    """A time, as it is said, and where in the text that was searched."""

    of: Unit
    said: str
    start: int


def find_period(text: str) -> Period | None:
    """The first time in ``text`` that an amount is for."""
    found = _PERIOD.search(text)
    if found is None:
        return None
    name = found["unit"] or _SPELT[found["words"].casefold()]
    return Period(unit(name.casefold()), found[0], found.start())
