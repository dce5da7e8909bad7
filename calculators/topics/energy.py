"""Energy: what a cluster uses over a year or any other time, at each scope."""

from sympy import Expr

from calculators.quantity import Quantity, Scope
from calculators.relation import relation
from calculators.topic import Headline, Ladder, Row, Topic
from facts import Kind

WATT_HOURS = ("Wh", "kWh", "MWh", "GWh", "TWh")

duration = Quantity(
    name="duration",
    typical=True,
    symbol="t",
    unit="h",
    words="duration",
    example="30 days",
    high=1e7,
    plausible=(0.01, 876e3),
    shown=("h",),
)
gpu_hours = Quantity(
    name="gpu_hours",
    demand=True,
    idle=("duration", "utilisation"),
    typical=True,
    symbol="N_h",
    unit="accelerator-hours",
    words="accelerator-hours",
    noun="accelerator-hours",
    example="7.0M",
    high=1e16,
    plausible=(1, 1e12),
)
yearly_device_energy = Quantity(
    name="yearly_device_energy",
    symbol="e_y",
    unit="kWh/year/accelerator",
    words="yearly energy of one accelerator",
    example="3.7 MWh/year",
    scope=Scope.ACCELERATOR,
    kind="mean",
    high=1e7,
    plausible=(50, 50e3),
    shown=("kWh/year", "MWh/year"),
)
device_energy = Quantity(
    name="device_energy",
    symbol="e",
    unit="Wh/accelerator",
    words="energy of one accelerator",
    example="3.7MWh",
    scope=Scope.ACCELERATOR,
    kind="total",
    plausible=(1, 1e9),
    shown=WATT_HOURS,
    sentence="{setup}: {value} in {duration} for one accelerator, the chip alone.",
)
chip_energy = Quantity(
    name="chip_energy",
    symbol="E_chips",
    unit="Wh",
    words="energy of the chips",
    example="370GWh",
    scope=Scope.ACCELERATOR,
    kind="total",
    high=1e20,
    plausible=(1, 200e12),
    shown=WATT_HOURS,
    sentence="{setup}: {value} in {duration}, the chips alone.",
)
it_energy = Quantity(
    name="it_energy",
    symbol="E_IT",
    unit="Wh",
    words="energy of the servers",
    example="681GWh",
    scope=Scope.IT,
    kind="total",
    high=1e20,
    plausible=(1, 400e12),
    shown=WATT_HOURS,
    sentence="{setup}: {value} in {duration} with their servers.",
)
facility_energy = Quantity(
    name="facility_energy",
    symbol="E_site",
    unit="Wh",
    words="energy of the facility",
    example="1.06TWh",
    scope=Scope.FACILITY,
    kind="total",
    high=1e20,
    plausible=(1, 500e12),
    shown=WATT_HOURS,
    sentence="{setup}: {value} in {duration} at the utility meter.",
)


@relation("yearly_device_energy")
def one_chip_a_year(device_power: Expr, utilisation: Expr) -> Expr:
    """One accelerator at its rated power, times its mean utilisation, counted by the year."""
    return device_power * utilisation


@relation("device_energy")
def one_chip_over_time(yearly_device_energy: Expr, duration: Expr) -> Expr:
    """The yearly energy of one accelerator, over the time."""
    return yearly_device_energy * duration


@relation("chip_energy")
def chips_from_one(gpus: Expr, device_energy: Expr) -> Expr:
    """As many times the energy of one accelerator."""
    return gpus * device_energy


@relation("chip_energy")
def chips_over_time(mean_chip_power: Expr, duration: Expr) -> Expr:
    """Mean power of the chips over the time."""
    return mean_chip_power * duration


@relation("it_energy")
def servers_over_time(mean_it_power: Expr, duration: Expr) -> Expr:
    """Mean power of the servers over the time."""
    return mean_it_power * duration


@relation("facility_energy")
def facility_over_time(mean_facility_power: Expr, duration: Expr) -> Expr:
    """Mean power at the meter over the time."""
    return mean_facility_power * duration


@relation("gpu_hours")
def accelerator_hours(gpus: Expr, duration: Expr) -> Expr:
    """Every accelerator, for the time that it is held."""
    return gpus * duration


SCOPES = Ladder(
    columns=("energy",),
    rows=(
        Row(label="one chip", words="for one chip", quantities=("device_energy",)),
        Row(label="chips", words="the chips alone", quantities=("chip_energy",)),
        Row(label="servers", words="with their servers", quantities=("it_energy",)),
        Row(label="facility", words="at the utility meter", quantities=("facility_energy",)),
    ),
)

topic = Topic(
    name="energy",
    words="Energy over a year or any time, at each scope, or what a given energy runs",
    subjects=(Kind.DEVICE, Kind.CLUSTER, Kind.SYSTEM),
    options=(
        "gpus",
        "duration",
        "utilisation",
        "pue",
        "device_power",
        "yearly_device_energy",
        "device_energy",
        "server_power",
        "gpus_per_server",
        "servers",
        "racks",
        "rack_power",
        "gpus_per_rack",
        "chip_power",
        "it_power",
        "facility_power",
        "mean_facility_power",
        "chip_energy",
        "it_energy",
        "facility_energy",
    ),
    headlines=(
        Headline(given=("gpus", "servers"), target="chip_energy", ladder=SCOPES),
        Headline(given=("racks",), target="facility_energy", ladder=SCOPES),
        Headline(
            given=("facility_power", "mean_facility_power"),
            target="facility_energy",
        ),
        Headline(given=("it_power",), target="it_energy"),
        Headline(given=("chip_power",), target="chip_energy"),
        Headline(
            given=("chip_energy", "it_energy", "facility_energy"),
            target="gpus",
        ),
        Headline(given=("device_power",), target="device_energy"),
    ),
    example="/energy gpus:100000 device:h100 duration:30 days",
)
