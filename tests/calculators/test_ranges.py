"""Ranges as people type them, and how they flow through a formula."""

from __future__ import annotations

import pytest

from calculators.engine import Engine
from calculators.ranges import Around, Between, split_range

TYPED = {
    "25k-40k": Between("25 k", "40k"),
    "25-40k": Between("25 k", "40k"),
    "25k–40k": Between("25 k", "40k"),
    "25000 to 40000": Between("25000", "40000"),
    "0.07-0.09 USD/kWh": Between("0.07 USD/kWh", "0.09 USD/kWh"),
    "1 to 2 MW": Between("1 MW", "2 MW"),
    "500 kW - 2 MW": Between("500 kW", "2 MW"),
    "60%±5%": Around("60%", "5%", relative=False),
    "40MW±5%": Around("40MW", "5%", relative=True),
    "40MW±2MW": Around("40MW", "2MW", relative=False),
    "40 +/- 2 MW": Around("40 MW", "2 MW", relative=False),
}


@pytest.mark.parametrize("typed", TYPED)
def test_a_range_is_split(typed: str):
    assert split_range(typed) == TYPED[typed]


@pytest.mark.parametrize("typed", ["100k", "1e-3", "-5", "90 MW", "", "2019-", "a-b"])
def test_what_is_no_range(typed: str):
    assert split_range(typed) is None


@pytest.mark.parametrize(
    ("typed", "low", "value", "high"),
    [
        ("60%±5%", 0.55, 0.60, 0.65),  # points of per cent, not a share of 60 %
        ("50%-70%", 0.50, 0.60, 0.70),
        ("0.5-0.7", 0.5, 0.6, 0.7),
    ],
)
def test_a_range_flows_through(typed: str, low: float, value: float, high: float, engine: Engine):
    question = f"/power gpus:1000 device_power:700W utilisation:{typed} target:mean_chip_power"
    result = engine.ask(question).results[0]
    # 1,000 × 700 W = 700 kW, in W
    found = (result.low, result.value, result.high)
    assert found == pytest.approx((700e3 * low, 700e3 * value, 700e3 * high), rel=1e-12)
    assert result.bound == "about"


def test_an_input_used_twice_is_one_input(engine: Engine):
    """Cooling and the rest are P_site − P_IT, and both follow from one range of P_IT."""
    answer = engine.ask("/cooling it_power:10-20MW pue:1.5 target:overhead_power")
    result = answer.results[0]
    # 0.5 × 10 and 0.5 × 20 MW
    assert (result.low, result.high) == pytest.approx((5e6, 10e6), rel=1e-12)
