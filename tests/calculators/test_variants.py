"""Currencies: each price in its own, and a way between them only at a given rate."""

from __future__ import annotations

import pytest

from calculators.engine import Engine


def only(question: str, engine: Engine):
    answer = engine.ask(question)
    assert answer.refusal is None, answer.text
    return answer.results[0]


@pytest.mark.parametrize(
    ("price", "quantity", "unit", "cost"),
    [
        # 3 MW × 8,760 h = 26,280 MWh
        ("600 PLN/MWh", "electricity_cost_pln", "PLN", 26_280 * 600),
        ("100 EUR/MWh", "electricity_cost_eur", "EUR", 26_280 * 100),
        ("0.08 USD/kWh", "electricity_cost", "USD", 26_280e3 * 0.08),
    ],
)
def test_the_answer_is_in_the_currency_of_the_price(
    price: str, quantity: str, unit: str, cost: float, engine: Engine
):
    result = only(f"/cost power:3MW electricity_price:{price}", engine)
    assert (result.quantity, result.unit) == (quantity, unit)
    assert result.value == pytest.approx(cost, rel=1e-12)


def test_a_rate_leads_to_the_other_currency(engine: Engine):
    result = only(
        "/cost power:3MW electricity_price:600 PLN/MWh exchange_rate_pln:4 PLN/USD", engine
    )
    assert result.quantity == "electricity_cost"
    assert result.value == pytest.approx(26_280 * 600 / 4, rel=1e-12)


def test_a_rate_leads_from_dollars(engine: Engine):
    result = only(
        "/rental gpus:512 duration:14 days rental_price:3.10 USD/h exchange_rate_pln:4 PLN/USD",
        engine,
    )
    assert result.quantity == "rental_cost_pln"
    assert result.value == pytest.approx(512 * 336 * 3.10 * 4, rel=1e-12)


def test_the_askers_currency_puts_a_facts_aside(engine: Engine):
    result = only("/cost energy:1TWh region:pl electricity_price:0.08 USD/kWh", engine)
    assert (result.quantity, result.value) == ("electricity_cost", pytest.approx(80e6))


@pytest.mark.parametrize(
    "question",
    [
        "/cost electricity_cost:1000000 PLN electricity_price:0.08 USD/kWh",
        "/hardware hardware_cost:1000000 EUR device_price:30000 USD",
        "/rental rental_cost:1000 PLN rental_price:3 EUR/h",
    ],
)
def test_two_currencies_are_refused_without_a_rate(question: str, engine: Engine):
    refusal = engine.ask(question).refusal
    assert refusal is not None
    assert refusal.code == "mixed_units"


def test_no_answer_mixes_currencies(engine: Engine):
    """Every relation that reads two currencies reads the rate between them."""
    registry = engine.registry
    for each in registry.relations:
        money = {
            base
            for name in each.quantities
            for base in registry.quantities[name].of.dimension
            if base in ("USD", "EUR", "PLN")
        }
        if len(money) > 1:
            assert registry.bridges.keys() & set(each.quantities), each.name
