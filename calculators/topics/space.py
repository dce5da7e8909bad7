"""Space: accelerators and power on a floor, per square metre; or the floor they need."""

from sympy import Expr

from calculators.quantity import Quantity, Scope
from calculators.relation import relation
from calculators.topic import Headline, Ladder, Row, Topic
from facts import Kind

floor_area = Quantity(
    name="floor_area",
    typical=True,
    symbol="A",
    unit="m2",
    words="floor area",
    example="7000 m2",
    high=1e12,
    plausible=(1, 1e7),
    shown=("m²",),
)
gpus_per_area = Quantity(
    name="gpus_per_area",
    symbol="d",
    unit="accelerator/m2",
    words="accelerators on a square metre",
    example="1.4/m2",
    high=1e6,
    plausible=(0.01, 200),
    shown=("GPUs/m²",),
)


def density(name: str, symbol: str, words: str, scope: Scope) -> Quantity:
    """Power on a square metre."""
    return Quantity(
        name=name,
        symbol=symbol,
        unit="kW/m2",
        words=words,
        example="2kW/m2",
        scope=scope,
        kind="peak",
        high=1e9,
        plausible=(0.01, 200),
        shown=("kW/m²",),
    )


chip_power_density = density(
    "chip_power_density", "q_chips", "power density of the chips alone", Scope.ACCELERATOR
)
it_power_density = density("it_power_density", "q_IT", "power density with the servers", Scope.IT)
power_density = density("power_density", "q", "power density at the utility meter", Scope.FACILITY)


@relation("gpus_per_area")
def accelerators_on_the_floor(gpus: Expr, floor_area: Expr) -> Expr:
    """Accelerators over the floor that they stand on."""
    return gpus / floor_area


@relation("chip_power_density")
def chips_on_the_floor(chip_power: Expr, floor_area: Expr) -> Expr:
    """Power of the chips at full load over the floor."""
    return chip_power / floor_area


@relation("it_power_density")
def servers_on_the_floor(it_power: Expr, floor_area: Expr) -> Expr:
    """Power of the servers at full load over the floor."""
    return it_power / floor_area


@relation("power_density")
def facility_on_the_floor(facility_power: Expr, floor_area: Expr) -> Expr:
    """Power of the facility at full load over the floor."""
    return facility_power / floor_area


SCOPES = Ladder(
    columns=("power density",),
    rows=(
        Row(label="chips", words="the chips alone", quantities=("chip_power_density",)),
        Row(label="servers", words="with their servers", quantities=("it_power_density",)),
        Row(label="facility", words="at the utility meter", quantities=("power_density",)),
    ),
)

topic = Topic(
    name="space",
    words="Accelerators or kW on a square metre, or the floor area they need",
    subjects=(Kind.CLUSTER, Kind.DEVICE),
    options=(
        "floor_area",
        "gpus",
        "facility_power",
        "it_power",
        "gpus_per_area",
        "power_density",
        "it_power_density",
        "chip_power_density",
        "chip_power",
        "racks",
        "gpus_per_rack",
        "rack_power",
        "device_power",
        "server_power",
        "gpus_per_server",
        "pue",
    ),
    headlines=(
        Headline(
            given=("gpus_per_area", "power_density", "it_power_density", "chip_power_density"),
            target="floor_area",
        ),
        Headline(given=("facility_power",), target="power_density"),
        Headline(given=("it_power",), target="it_power_density"),
        Headline(given=("gpus",), target="gpus_per_area", ladder=SCOPES),
        Headline(given=("racks",), target="it_power_density"),
        Headline(given=("floor_area",), target="gpus_per_area"),
    ),
    example="/space facility_power:20MW floor_area:10000 sq ft",
)
