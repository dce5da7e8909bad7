"""Numbers as people write them: what is read, as what, and what is refused."""

from __future__ import annotations

import pytest

from calculators.given import read_value, understood
from calculators.numbers import read_figure, split_scale
from calculators.refusal import Refused
from calculators.registry import Registry
from calculators.value import Bound

COUNTS = {
    "100k": 100e3,
    "100K": 100e3,
    "100 k": 100e3,
    "100000": 100e3,
    "100 000": 100e3,
    "100\u00a0000": 100e3,
    "100\u202f000": 100e3,
    "100\u2009000": 100e3,
    "100,000": 100e3,
    "1,500,000": 1.5e6,
    "1 500 000": 1.5e6,
    "1,5 mln": 1.5e6,
    "1.5 mln": 1.5e6,
    "1.5M": 1.5e6,
    "1.5 m": 1.5e6,
    "1.5 million": 1.5e6,
    "1,500 thousand": 1.5e6,
    "100 tys.": 100e3,
    "100 tys": 100e3,
    "0,5 mld": 0.5e9,
    "2 bn": 2e9,
    "1e5": 100e3,
    "1.5e+5": 150e3,
    "1E5": 100e3,
    "1*10^5": 100e3,
    "1 × 10^5": 100e3,
    "1,5·10^5": 150e3,
    "+5": 5,
    " 100 ": 100,
    "100 GPUs": 100,
    "100k accelerators": 100e3,
    "0001": 1,
}

OTHERS = {
    ("facility_power", "90MW"): 90e6,
    ("facility_power", "90 mw"): 90e6,
    ("facility_power", "0.09 GW"): 90e6,
    ("facility_power", "90 megawatts"): 90e6,
    ("facility_power", "90 thousand kW"): 90e6,
    ("facility_power", ".09GW"): 90e6,
    ("facility_power", "788.4 GWh/year"): 90e6,
    ("facility_power", "788.4 GWh per year"): 90e6,
    ("device_power", "700 W/GPU"): 700,
    ("device_power", "0,7 kW"): 700,
    ("utilisation", "61%"): 0.61,
    ("utilisation", "61 %"): 0.61,
    ("utilisation", "0.61"): 0.61,
    ("utilisation", "0,61"): 0.61,
    ("utilisation", "100 percent"): 1,
    ("utilisation", "1"): 1,
    ("pue", "1,56"): 1.56,
    ("duration", "30 days"): 720,
    ("duration", "1 year"): 8760,
    ("duration", "90 min"): 1.5,
    ("duration", "2 weeks"): 336,
    ("duration", "1 month"): 730,
    ("chip_energy", "370GWh"): 370e9,
    ("chip_energy", "1.332 PJ"): 370e9,
    ("household_use", "10 715 kWh/year"): 10715e3 / 8760,
    ("household_use", "893 kWh per month"): 893e3 / 730,
    ("household_use", "10.7 MWh/year/home"): 10.7e6 / 8760,
    ("training_compute", "3.8e25 FLOP"): 3.8e25,
    ("training_compute", "3,8·10^25 FLOP"): 3.8e25,
    ("training_compute", "3.8*10^25FLOPs"): 3.8e25,
}

BOUNDS = {
    "100k": Bound.EXACTLY,
    "at least 100k": Bound.AT_LEAST,
    "At Least 100k": Bound.AT_LEAST,
    "more than 100k": Bound.AT_LEAST,
    "over 100,000": Bound.AT_LEAST,
    ">100k": Bound.AT_LEAST,
    "> 100k": Bound.AT_LEAST,
    ">=100k": Bound.AT_LEAST,
    "≥100k": Bound.AT_LEAST,
    "min 100k": Bound.AT_LEAST,
    "100k+": Bound.AT_LEAST,
    "at most 100k": Bound.AT_MOST,
    "up to 100 000": Bound.AT_MOST,
    "less than 100k": Bound.AT_MOST,
    "<100k": Bound.AT_MOST,
    "≤ 100k": Bound.AT_MOST,
    "max 100k": Bound.AT_MOST,
    "about 100k": Bound.ABOUT,
    "~100k": Bound.ABOUT,
    "≈ 100k": Bound.ABOUT,
    "ca. 100 tys.": Bound.ABOUT,
    "approx. 100k": Bound.ABOUT,
}

REFUSED = {
    # unreadable
    ("gpus", ""): "not_a_number",
    ("gpus", "k"): "not_a_number",
    ("gpus", "at least"): "not_a_number",
    ("gpus", "at least at least 5"): "not_a_number",
    ("gpus", "overall 5"): "not_a_number",
    ("gpus", "10 to 5"): "range_backwards",
    ("gpus", "10-5"): "range_backwards",
    ("gpus", "5-"): "not_a_number",
    ("gpus", "5--10"): "not_positive",
    ("gpus", "5 to homes"): "unknown_unit",
    ("gpus", "5-10 homes"): "wrong_dimension",
    ("utilisation", "60%±70%"): "not_positive",
    ("utilisation", "90%±20%"): "out_of_range",
    ("gpus", "1.000.000"): "not_a_number",
    ("gpus", "1,00,000"): "not_a_number",
    ("gpus", "10 0000"): "not_a_number",
    ("gpus", "1 00"): "not_a_number",
    ("gpus", "1e5.5"): "not_a_number",
    ("gpus", "1e"): "unknown_unit",
    ("gpus", "0x10"): "unknown_unit",
    ("gpus", "--5"): "not_a_number",
    ("gpus", "1_000"): "not_a_number",
    ("gpus", "1e60"): "out_of_range",
    ("gpus", "1e61"): "exponent",
    ("gpus", "1e-61"): "exponent",
    ("gpus", "1" * 30): "out_of_range",
    ("gpus", "1" * 31): "too_many_digits",
    ("gpus", "at least " + "1" * 51): "too_many_digits",
    ("gpus", "at least " + "1" * 52): "value_too_long",
    ("gpus", "5 " + "x" * 31): "not_a_number",
    # of another kind
    ("gpus", "5 homes"): "wrong_dimension",
    ("gpus", "300%"): "wrong_dimension",
    ("servers", "50 %"): "wrong_dimension",
    ("households", "34%"): "wrong_dimension",
    ("facility_power", "5 m"): "missing_unit",
    ("facility_power", "5M"): "missing_unit",
    ("facility_power", "5 MWh"): "wrong_dimension",
    ("facility_power", "5 W/GPU"): "wrong_dimension",
    ("facility_power", "5 W h"): "unknown_unit",
    ("facility_power", "5 mW"): "unknown_unit",
    ("pue", "1.5 W"): "wrong_dimension",
    # impossible
    ("gpus", "0"): "not_positive",
    ("gpus", "-0"): "not_positive",
    ("gpus", "0.0e5"): "not_positive",
    ("gpus", "-5"): "not_positive",
    ("gpus", "−5"): "not_positive",
    ("gpus", "1e-60"): "not_whole",
    ("gpus", "2.5"): "not_whole",
    ("gpus", "0.0025k"): "not_whole",
    ("gpus", "1e10000"): "exponent",
    ("utilisation", "61"): "share_or_percent",
    ("utilisation", "100"): "share_or_percent",
    ("utilisation", "101"): "out_of_range",
    ("utilisation", "101%"): "out_of_range",
    ("pue", "0.999"): "out_of_range",
}


@pytest.mark.parametrize("text", COUNTS)
def test_counts(text: str, registry: Registry):
    found = read_value(text, registry.quantities["gpus"])
    assert found.value == (COUNTS[text], COUNTS[text], COUNTS[text], False)
    assert found.typed == text


@pytest.mark.parametrize(("name", "text"), OTHERS)
def test_figures_with_units(name: str, text: str, registry: Registry):
    found = read_value(text, registry.quantities[name])
    assert found.value.value == pytest.approx(OTHERS[name, text], rel=1e-12)


@pytest.mark.parametrize("text", BOUNDS)
def test_qualifiers(text: str, registry: Registry):
    value = read_value(text, registry.quantities["gpus"]).value
    assert value.value == 100e3
    assert value.bound is BOUNDS[text]


@pytest.mark.parametrize(("name", "text"), REFUSED)
def test_refused(name: str, text: str, registry: Registry):
    with pytest.raises(Refused) as refused:
        read_value(text, registry.quantities[name])
    assert refused.value.code == REFUSED[name, text]


def test_thousands_and_decimals_are_told_apart(registry: Registry):
    pue = registry.quantities["pue"]
    assert read_value("1,561", registry.quantities["gpus"]).value.value == 1561
    assert read_value("1.561", pue).value.value == 1.561
    # A decimal comma with three digits looks like thousands: 1,561 is out of range, never 1.561.
    with pytest.raises(Refused, match="out_of_range"):
        read_value("1,561", pue)
    with pytest.raises(Refused, match="out_of_range"):
        read_value("1 561", pue)


def test_a_count_with_a_dot_between_thousands_is_not_shrunk(registry: Registry):
    """100.000 is a hundred thousand in much of Europe; who types 100 doesn't add three zeros."""
    with pytest.raises(Refused):
        read_value("100.000", registry.quantities["gpus"])


@pytest.mark.parametrize(
    ("text", "scale", "unit"),
    [
        ("k", 1e3, ""),
        ("mln kWh", 1e6, "kWh"),
        ("kWh", 1.0, "kWh"),
        ("M W", 1e6, "W"),
        ("", 1.0, ""),
        ("thousand MWh per year", 1e3, "MWh per year"),
    ],
)
def test_split_scale(text: str, scale: float, unit: str):
    assert split_scale(text) == (scale, unit)


def test_read_figure_keeps_the_unit_as_typed():
    figure = read_figure("over 3,7 MWh / year", "e", "energy", "1 MWh")
    assert (figure.size, figure.qualifier.value, figure.rest) == (3.7, "at least", "MWh / year")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("gpus", "100k", "100,000 accelerators"),
        ("gpus", "over 100k", "at least 100,000 accelerators"),
        ("gpus", "~1234567", "about 1,234,567 accelerators"),
        ("facility_power", "up to 0.09 GW", "at most 90 MW"),
        ("utilisation", "0.61", "61 %"),
        ("pue", "1.56", "1.56"),
        ("duration", "30 days", "720 h"),
    ],
)
def test_understood(name: str, text: str, words: str, registry: Registry):
    quantity = registry.quantities[name]
    assert understood(quantity, read_value(text, quantity).value) == words
