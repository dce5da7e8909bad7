"""Rental: accelerator-hours at their rate, and when buying costs as much."""

from sympy import Expr

from calculators.quantity import Quantity
from calculators.relation import relation
from calculators.topic import Headline, Topic
from calculators.topics.money import TOTALS, exchanged, money
from facts import Kind

rental_price = money(
    "USD/accelerator/h",
    ("USD/h",),
    "2.5 USD/h",
    name="rental_price",
    symbol="r",
    words="rental price of one accelerator",
    high=1e6,
    plausible=(0.05, 50),
)
rental_cost = money(
    "USD",
    TOTALS,
    "500000 USD",
    name="rental_cost",
    symbol="C_rent",
    words="cost of renting",
    high=1e18,
    plausible=(0.01, 1e12),
)
break_even_time = Quantity(
    name="break_even_time",
    symbol="t_even",
    unit="h",
    words="time after which renting has cost as much as buying",
    example="12000 h",
    high=1e9,
    plausible=(100, 200e3),
    shown=("h", "days", "years"),
)


@relation("rental_cost")
def hours_at_their_rate(gpu_hours: Expr, rental_price: Expr) -> Expr:
    """Accelerator-hours at the hourly rate of one accelerator."""
    return gpu_hours * rental_price


@relation("break_even_time")
def rent_against_price(device_price: Expr, rental_price: Expr) -> Expr:
    """The price of one accelerator over its hourly rent: power, staff and resale left out."""
    return device_price / rental_price


rent_in_eur = exchanged("rental_cost", "eur")
rent_in_pln = exchanged("rental_cost", "pln")

topic = Topic(
    name="rental",
    words="Cost of renting accelerators by the hour, or what a budget rents",
    subjects=(Kind.DEVICE, Kind.MODEL),
    options=(
        "gpus",
        "duration",
        "gpu_hours",
        "rental_price",
        "rental_cost",
        "device_price",
        "break_even_time",
        "exchange_rate_eur",
        "exchange_rate_pln",
    ),
    headlines=(
        Headline(given=("rental_cost",), target="gpu_hours"),
        Headline(given=("gpus", "gpu_hours"), target="rental_cost"),
        Headline(given=("device_price",), target="break_even_time"),
    ),
    example="/rental gpus:512 device:h100 duration:14 days rental_price:3.10 USD/h",
)
