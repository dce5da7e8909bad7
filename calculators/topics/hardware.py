"""Hardware cost: accelerators at what one costs."""

from sympy import Expr

from calculators.relation import relation
from calculators.topic import Headline, Topic
from calculators.topics.money import TOTALS, exchanged, money
from facts import Kind

device_price = money(
    "USD/accelerator",
    ("USD",),
    "30000 USD",
    name="device_price",
    symbol="c_p",
    words="price of one accelerator",
    high=1e9,
    plausible=(100, 500e3),
)
hardware_cost = money(
    "USD",
    TOTALS,
    "15000000 USD",
    name="hardware_cost",
    symbol="C_hw",
    words="cost of the accelerators",
    high=1e18,
    plausible=(100, 1e12),
)


@relation("hardware_cost")
def accelerators_at_their_price(gpus: Expr, device_price: Expr) -> Expr:
    """The accelerators alone: no servers, network, building or discount."""
    return gpus * device_price


hardware_in_eur = exchanged("hardware_cost", "eur")
hardware_in_pln = exchanged("hardware_cost", "pln")

topic = Topic(
    name="hardware",
    words="Cost of accelerators at a unit price or range, or how many a sum buys",
    subjects=(Kind.DEVICE, Kind.CLUSTER),
    options=(
        "gpus",
        "device_price",
        "hardware_cost",
        "racks",
        "gpus_per_rack",
        "servers",
        "gpus_per_server",
        "exchange_rate_eur",
        "exchange_rate_pln",
    ),
    headlines=(
        Headline(given=("gpus", "racks", "servers"), target="hardware_cost"),
        Headline(given=("hardware_cost",), target="gpus"),
    ),
    example="/hardware gpus:1000 device:h100",
)
