"""Cooling: what the servers draw leaves them as heat; and the water that carries it away."""

from sympy import Expr

from calculators.quantity import Quantity, Scope
from calculators.relation import relation
from calculators.topic import Headline, Ladder, Row, Topic
from calculators.topics.power import WATTS
from facts import Kind

heat = Quantity(
    name="heat",
    symbol="Q",
    unit="W",
    words="heat to remove from the servers",
    example="150MW",
    scope=Scope.IT,
    kind="peak",
    plausible=(1, 40e9),
    shown=WATTS,
)
overhead_power = Quantity(
    name="overhead_power",
    symbol="P_over",
    unit="W",
    words="power of cooling and everything else beside the servers",
    example="12MW",
    scope=Scope.FACILITY,
    kind="peak",
    plausible=(0.01, 40e9),
    shown=WATTS,
)
wue = Quantity(
    name="wue",
    symbol="WUE",
    unit="L/kWh",
    words="water usage effectiveness (WUE)",
    example="1.8 L/kWh",
    high=1e3,
    plausible=(0.01, 10),
    shown=("L/kWh",),
)
water_use = Quantity(
    name="water_use",
    typical=True,
    symbol="W_water",
    unit="m3",
    words="water used on site",
    example="100000 m3",
    high=1e15,
    plausible=(0.001, 1e9),
    shown=("L", "m³", "million m³"),
)


@relation("heat")
def all_power_becomes_heat(it_power: Expr) -> Expr:
    """All the power that servers draw leaves them as heat."""
    return it_power


@relation("overhead_power")
def beside_the_servers(it_power: Expr, pue: Expr) -> Expr:
    """What PUE adds to the power of the servers."""
    return it_power * (pue - 1)


@relation("water_use")
def water_for_energy(it_energy: Expr, wue: Expr) -> Expr:
    """WUE is litres of water on site for each kWh of the servers."""
    return it_energy * wue


TASKS = Ladder(
    columns=("result",),
    rows=(
        Row(label="heat", words="heat at full load", quantities=("heat",)),
        Row(
            label="beside",
            words="cooling and everything else beside the servers",
            quantities=("overhead_power",),
        ),
        Row(label="water", words="water on site", quantities=("water_use",)),
    ),
    heading="cooling",
)

topic = Topic(
    name="cooling",
    words="Heat to remove from servers, the water it takes, and the power beside the servers",
    subjects=(Kind.DEVICE, Kind.CLUSTER, Kind.SYSTEM, Kind.COMPANY),
    options=(
        "it_power",
        "gpus",
        "racks",
        "heat",
        "overhead_power",
        "wue",
        "water_use",
        "it_energy",
        "duration",
        "utilisation",
        "pue",
        "facility_power",
        "server_power",
        "gpus_per_server",
        "rack_power",
        "gpus_per_rack",
    ),
    headlines=(
        Headline(given=("water_use",), target="it_energy"),
        Headline(given=("it_energy",), target="water_use"),
        Headline(
            given=("gpus", "racks", "it_power", "facility_power"), target="heat", ladder=TASKS
        ),
        Headline(given=("heat", "overhead_power"), target="it_power"),
    ),
    example="/cooling gpus:100000 device:h100",
)
