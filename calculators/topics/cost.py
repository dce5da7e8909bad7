"""Cost of electricity: energy times its price, in the currency of the price."""

from sympy import Expr

from calculators.quantity import Scope
from calculators.relation import relation
from calculators.topic import Headline, Ladder, Row, Topic
from calculators.topics.money import TOTALS, exchanged, money
from facts import Kind

electricity_price = money(
    "USD/kWh",
    ("USD/kWh",),
    "0.08 USD/kWh",
    name="electricity_price",
    symbol="c",
    words="price of electricity",
    high=1e6,
    plausible=(1e-3, 5),
)
electricity_cost = money(
    "USD",
    TOTALS,
    "2000000 USD",
    name="electricity_cost",
    typical=True,
    symbol="C",
    words="cost of electricity",
    scope=Scope.OPEN,
    high=1e18,
    plausible=(1e-3, 1e12),
)
chip_electricity_cost = electricity_cost.at(Scope.ACCELERATOR)
it_electricity_cost = electricity_cost.at(Scope.IT)


@relation("electricity_cost")
def electricity_bill(energy: Expr, electricity_price: Expr) -> Expr:
    """Electricity at its price, without connection charges or taxes that the price leaves out."""
    return energy * electricity_price


bill_of_chips = electricity_bill.at(Scope.ACCELERATOR, "energy", "electricity_cost")
bill_of_servers = electricity_bill.at(Scope.IT, "energy", "electricity_cost")
cost_in_eur = exchanged("electricity_cost", "eur")
cost_in_pln = exchanged("electricity_cost", "pln")


SCOPES = Ladder(
    columns=("energy", "cost"),
    rows=(
        Row(
            label="chips",
            words="the chips alone",
            quantities=("chip_energy", "chip_electricity_cost"),
        ),
        Row(
            label="servers",
            words="with their servers",
            quantities=("it_energy", "it_electricity_cost"),
        ),
        Row(
            label="facility",
            words="at the utility meter",
            quantities=("facility_energy", "electricity_cost"),
        ),
    ),
)

topic = Topic(
    name="cost",
    words="Cost of electricity, in the currency of its price; or what a sum of money runs",
    subjects=(Kind.REGION, Kind.DEVICE, Kind.CLUSTER),
    options=(
        "energy",
        "power",
        "electricity_price",
        "electricity_cost",
        "gpus",
        "gpu_hours",
        "duration",
        "device_power",
        "server_power",
        "gpus_per_server",
        "pue",
        "utilisation",
        "facility_power",
        "mean_facility_power",
        "facility_energy",
        "exchange_rate_eur",
        "exchange_rate_pln",
    ),
    headlines=(
        Headline(given=("gpus",), target="electricity_cost", ladder=SCOPES),
        Headline(
            given=(
                "energy",
                "power",
                "gpu_hours",
                "facility_power",
                "mean_facility_power",
                "facility_energy",
            ),
            target="electricity_cost",
        ),
        Headline(given=("electricity_cost",), target="energy"),
    ),
    example="/cost power:3MW electricity_price:600 PLN/MWh",
)
