"""Money: what prices and costs in several currencies have in common."""

from typing import Any

from sympy import Expr

from calculators.quantity import Quantity, Variant
from calculators.relation import Relation, relation

CURRENCIES = {"eur": "EUR", "pln": "PLN"}
"""Beside the US dollar, in which prices are declared."""
TOTALS = ("USD", "million USD", "billion USD")


def money(unit: str, shown: tuple[str, ...], example: str, **rest: Any) -> Quantity:
    """A price or cost declared in US dollars, with its variants in other currencies."""
    return Quantity(
        unit=unit,
        shown=shown,
        example=example,
        variants={
            key: Variant(
                unit.replace("USD", currency),
                tuple(each.replace("USD", currency) for each in shown),
                example=example.replace("USD", currency),
                mark=f"_{currency}",
            )
            for key, currency in CURRENCIES.items()
        },
        **rest,
    )


def rate(key: str, example: str) -> Quantity:
    """How much of a currency one US dollar buys; only the asker can say."""
    currency = CURRENCIES[key]
    return Quantity(
        name=f"exchange_rate_{key}",
        symbol=f"X_{currency}",
        unit=f"{currency}/USD",
        words=f"{currency} for one US dollar",
        example=example,
        high=1e6,
        plausible=(0.1, 100),
        shown=(f"{currency}/USD",),
    )


exchange_rate_eur = rate("eur", "0.92 EUR/USD")
exchange_rate_pln = rate("pln", "4 PLN/USD")


def exchanged(name: str, key: str) -> Relation:
    """A cost in another currency, at a given rate."""

    @relation(f"{name}_{key}")
    def at_the_given_rate(cost: Expr, rate: Expr) -> Expr:
        """Converted at the rate that the asker gave."""
        return cost * rate

    return at_the_given_rate.renamed(
        f"{name}_{key}", {"cost": name, "rate": f"exchange_rate_{key}"}, base="at_the_given_rate"
    )
