"""Figures as people type and export them: one number and a unit, or nothing that can be misread."""

from __future__ import annotations

import pytest

from facts.files.figures import split_figure
from facts.numbers import BadNumber, number
from facts.units import UnknownUnit, unit

READ: list[tuple[str, float, str]] = [
    ("700", 700, ""),
    ("700 W", 700, "W"),
    ("700W", 700, "W"),
    ("-5 %", -5, "%"),
    ("+1", 1, ""),
    ("−1", -1, ""),
    ("61%", 61, "%"),
    ("0.92", 0.92, ""),
    ("0,92", 0.92, ""),
    ("1,5 kW", 1.5, "kW"),
    ("0,123", 0.123, ""),
    ("0,125 kW", 0.125, "kW"),
    ("12,34", 12.34, ""),
    ("1,2345", 1.2345, ""),
    ("1234,567", 1234.567, ""),
    ("1.234", 1.234, ""),
    ("1 234", 1234, ""),
    ("1\u00a0234\u202f567,8 W", 1234567.8, "W"),
    ("1 234.5", 1234.5, ""),
    ("1,234.5", 1234.5, ""),
    ("1,234,567", 1234567, ""),
    ("1.234,5", 1234.5, ""),
    ("1.234.567,25", 1234567.25, ""),
    ("3.8e25 FLOP", 3.8e25, "FLOP"),
    ("1E3", 1000, ""),
    ("0.3 USD / kWh", 0.3, "USD / kWh"),
    ("25 kWh per year", 25, "kWh per year"),
]


@pytest.mark.parametrize(("text", "size", "spelling"), READ)
def test_what_can_be_read_in_one_way(text: str, size: float, spelling: str):
    digits, found = split_figure(text)
    assert (number(digits), found) == (size, spelling)


@pytest.mark.parametrize("text", ["1,234", "12,345", "999,000 W", "-1,234"])
def test_what_can_be_read_in_two_ways_is_refused(text: str):
    with pytest.raises(BadNumber, match=r"\d or \d"):
        split_figure(text)


@pytest.mark.parametrize(
    "text",
    ["", "W", "nan", "inf", "1_000", "0x10", "1e5.5", "1..2", "1,,2", "1,23,456", "1.234.567"]
    + ["12 34", "1 2345", "1e", "--1", "१", "½", "9" * 41, "9" * 10_000, "5 . W", "=1", "1+1"]
    + ["700-900 W", "700 *2", ".5", "5.", "1'000", "9" * 150 + " W"],
)
def test_what_is_no_number_is_made_none(text: str):
    """Neither its number nor, where it begins with one, what would be the unit can be read."""
    digits, spelling = split_figure(text)
    assert len(digits) <= max(len(text), 41)
    with pytest.raises((BadNumber, UnknownUnit)):
        f"{number(digits)} {unit(spelling)}"
