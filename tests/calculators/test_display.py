"""Figures as the reader sees them."""

from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.display import bounded, counted, plain, show, show_in
from calculators.registry import Registry
from calculators.value import Value

PLAIN = {
    (0, 4): "0",
    (0.1, 4): "0.1",
    (1.5, 4): "1.5",
    (0.61, 4): "0.61",
    (1 / 3, 4): "0.3333",
    (999.4, 4): "999.4",
    (999.4, 3): "999",
    (999.96, 4): "1,000",
    (999.5, 3): "1,000",
    (9999.9, 4): "10,000",
    (1234.5, 4): "1,234",
    (1234.5, 6): "1,234.5",
    (1235.5, 3): "1,240",
    (1000.0, 12): "1,000",
    (1234567, 3): "1,230,000",
    (1234567, 12): "1,234,567",
    (34531.03, 6): "34,531",
    (-1234.5, 6): "-1,234.5",
    (0.00012, 3): "0.00012",
    (1e15, 4): "1·10¹⁵",
    (1e30, 3): "1·10³⁰",
}

SHOWN = {
    ("gpus", 100000, 4): "100,000",
    ("transfer_time", 24, 4): "1 day",
    ("transfer_time", 48, 4): "2 days",
    ("link_speed", 1000 * 3600 / 8, 4): "1 kbit/s",
    ("gpus", 45248.8687, 4): "45,248.9",
    ("gpus", 1, 4): "1",
    ("facility_power", 90e6, 4): "90 MW",
    ("facility_power", 198.9e6, 4): "198.9 MW",
    ("facility_power", 198.9e6, 3): "199 MW",
    ("facility_power", 999.9e6, 4): "999.9 MW",
    ("facility_power", 1e9, 4): "1 GW",
    ("facility_power", 1, 4): "1 W",
    ("facility_power", 0.25, 4): "0.25 W",
    ("device_power", 700, 4): "700 W",
    ("device_power", 1275, 4): "1.275 kW",
    ("utilisation", 0.61, 4): "61 %",
    ("utilisation", 1, 4): "100 %",
    ("pue", 1.56, 4): "1.56",
    ("chip_energy", 374.052e9, 4): "374.1 GWh",
    ("facility_energy", 1062.842e9, 4): "1.063 TWh",
    ("duration", 8760, 4): "8,760 h",
    ("households", 34531.03, 4): "34,531",
    ("household_use", 10715e3 / 8760, 12): "10,715 kWh/year",
    ("yearly_device_energy", 3.7e6 / 8760, 12): "3.7 MWh/year",
}


@pytest.mark.parametrize(("number", "digits"), PLAIN)
def test_plain(number: float, digits: int):
    assert plain(number, digits) == PLAIN[number, digits]


@pytest.mark.parametrize(("name", "value", "digits"), SHOWN)
def test_show(name: str, value: float, digits: int, registry: Registry):
    assert show(registry.quantities[name], value, digits) == SHOWN[name, value, digits]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Value(70e6, 70e6, 70e6), "70 MW"),
        (Value(70e6, 70e6, 70e6, approximate=True), "about 70 MW"),
        (Value(70e6, 70e6, None), "at least 70 MW"),
        (Value(70e6, None, 70e6), "at most 70 MW"),
        (Value(70e6, 60e6, None, approximate=True), "at least about 60 MW"),
        (Value(70e6, 60e6, 80e6), "about 70 MW"),
        (Value(70e6, None, None), "about 70 MW"),
    ],
)
def test_bounded(value: Value, text: str, registry: Registry):
    assert bounded(registry.quantities["facility_power"], value) == text


def test_counted(registry: Registry):
    assert counted(registry.quantities["gpus"], 100000) == "100,000 accelerators"
    assert counted(registry.quantities["households"], 34531.03, 3) == "34,500 homes"
    assert counted(registry.quantities["facility_power"], 9e7) == "90 MW"


def test_show_in_keeps_a_column_in_one_unit(registry: Registry):
    energy = registry.quantities["chip_energy"]
    assert show_in(energy, 1062.842e9, (1e9, "GWh")) == "1,063 GWh"
    assert show_in(energy, 0.5e9, (1e9, "GWh")) == "500 MWh"


@given(st.floats(1e-3, 1e15, exclude_max=True), st.integers(3, 12))
@settings(deadline=None, max_examples=200)
def test_plain_is_right_to_its_digits(number: float, digits: int):
    text = plain(number, digits)
    assert isclose(float(text.replace(",", "")), number, rel_tol=0.5001 * 10 ** (1 - digits))


@given(st.floats(-1e14, 1e14), st.integers(3, 12))
@settings(deadline=None, max_examples=200)
def test_plain_reads_as_a_grouped_number(number: float, digits: int):
    text = plain(number, digits)
    assert not text.endswith(".")
    if "·10" not in text:
        whole = text.lstrip("-").partition(".")[0]
        assert whole == f"{int(whole.replace(',', '')):,}"
