"""Households: how many homes use as much electricity."""

from sympy import Expr

from calculators.quantity import Quantity, Scope
from calculators.relation import relation
from calculators.topic import Headline, Ladder, Row, Topic
from calculators.topics.energy import WATT_HOURS
from calculators.topics.power import WATTS
from facts import Kind

household_use = Quantity(
    name="household_use",
    symbol="h",
    unit="kWh/year/home",
    words="electricity use of one home",
    example="10715 kWh/year",
    high=1e6,
    plausible=(200, 60e3),
    shown=("kWh/year",),
)
power = Quantity(
    name="power",
    typical=True,
    symbol="P",
    unit="W",
    words="constant power",
    example="40MW",
    scope=Scope.OPEN,
    kind="mean",
    plausible=(1, 1e12),
    shown=WATTS,
)
energy = Quantity(
    name="energy",
    typical=True,
    symbol="E",
    unit="Wh",
    words="electricity",
    example="370GWh",
    scope=Scope.OPEN,
    kind="total",
    high=1e20,
    plausible=(1, 30e15),
    shown=WATT_HOURS,
    sentence="{setup}: {value} in {duration}{scope}.",
)
households = Quantity(
    name="households",
    typical=True,
    symbol="H",
    unit="home",
    words="homes",
    noun="homes",
    example="34500",
    scope=Scope.OPEN,
    high=1e11,
    plausible=(0.01, 2.5e9),
    sentence="{setup}: as much as {value} use{scope}.",
)
chip_households = households.at(Scope.ACCELERATOR)
it_households = households.at(Scope.IT)


@relation("energy")
def constant_load(power: Expr, duration: Expr) -> Expr:
    """A constant power over the time."""
    return power * duration


@relation("energy")
def metered(facility_energy: Expr) -> Expr:
    """Homes are metered, so what compares with them is the facility at its meter."""
    return facility_energy


@relation("power")
def running_on_average(mean_facility_power: Expr) -> Expr:
    """What the facility draws on average, as a constant power."""
    return mean_facility_power


@relation("energy", stand_in=True)
def energy_of_accelerator_hours(gpu_hours: Expr, device_power: Expr) -> Expr:
    """Accelerator-hours at rated power: the chips alone, as model cards count them."""
    return gpu_hours * device_power


@relation("households")
def homes(energy: Expr, household_use: Expr, duration: Expr) -> Expr:
    """Homes that use as much electricity in the same time."""
    return energy / (household_use * duration)


homes_of_chips = homes.at(Scope.ACCELERATOR, "energy", "households")
homes_of_servers = homes.at(Scope.IT, "energy", "households")


SCOPES = Ladder(
    columns=("energy", "homes"),
    rows=(
        Row(label="chips", words="the chips alone", quantities=("chip_energy", "chip_households")),
        Row(label="servers", words="with their servers", quantities=("it_energy", "it_households")),
        Row(
            label="facility",
            words="at the utility meter",
            quantities=("facility_energy", "households"),
        ),
    ),
)

topic = Topic(
    name="households",
    words="Homes that use as much electricity, by region; or the energy of so many homes",
    subjects=(Kind.REGION, Kind.DEVICE, Kind.CLUSTER),
    options=(
        "energy",
        "power",
        "households",
        "household_use",
        "duration",
        "gpus",
        "device_power",
        "server_power",
        "gpus_per_server",
        "pue",
        "utilisation",
        "facility_power",
        "mean_facility_power",
        "facility_energy",
    ),
    headlines=(
        Headline(
            given=(
                "energy",
                "power",
                "facility_energy",
                "facility_power",
                "mean_facility_power",
            ),
            target="households",
        ),
        Headline(given=("households",), target="energy"),
        Headline(given=("gpus",), target="households", ladder=SCOPES),
    ),
    example="/households energy:370GWh region:us",
)
