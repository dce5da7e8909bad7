"""Supply: reactors, small modules and generators that carry a load; counts round up."""

from sympy import Expr

from calculators.quantity import Quantity, Rounding
from calculators.relation import relation
from calculators.topic import Headline, Topic
from calculators.topics.power import WATTS
from facts import Kind

capacity_factor = Quantity(
    name="capacity_factor",
    symbol="CF",
    unit="1",
    words="capacity factor",
    example="92%",
    high=1,
    plausible=(0.05, 1),
    shown=("%",),
)
module_power = Quantity(
    name="module_power",
    idle=("capacity_factor",),
    symbol="P_unit",
    unit="W/reactor",
    words="power of one unit",
    example="77MW",
    kind="peak",
    high=1e11,
    plausible=(1e3, 2e9),
    shown=WATTS,
)
modules = Quantity(
    name="modules",
    typical=True,
    symbol="U",
    unit="reactor",
    words="units",
    noun="units",
    example="14",
    whole=True,
    rounding=Rounding.UP,
    low=1,
    high=1e9,
    plausible=(1, 1e5),
    sentence="{setup}: {value} to carry it.",
)
installed_power = Quantity(
    name="installed_power",
    symbol="P_inst",
    unit="W",
    words="installed power",
    carries="facility_power",
    example="350MW",
    kind="peak",
    plausible=(1, 1e12),
    shown=WATTS,
)
plant_power = Quantity(
    name="plant_power",
    symbol="P_plant",
    unit="W",
    words="power of the whole plant",
    example="835MW",
    kind="peak",
    plausible=(1e3, 300e9),
    shown=WATTS,
)
plant_share = Quantity(
    name="plant_share",
    symbol="s",
    unit="1",
    words="share of the plant's mean output",
    example="50%",
    high=1e9,
    plausible=(1e-6, 1),
    shown=("%",),
)


@relation("installed_power")
def units_together(modules: Expr, module_power: Expr) -> Expr:
    """All units at their rated power."""
    return modules * module_power


@relation("power")
def mean_output(installed_power: Expr, capacity_factor: Expr) -> Expr:
    """What the units give on average: rated power times capacity factor."""
    return installed_power * capacity_factor


@relation("installed_power", stand_in=True)
def carrying_the_peak(facility_power: Expr) -> Expr:
    """To carry the facility at full load, as much must be installed."""
    return facility_power


@relation("installed_power", stand_in=True)
def carrying_a_constant_load(power: Expr) -> Expr:
    """To carry a constant load at least as much must be installed, and more where units rest."""
    return power


@relation("plant_share")
def share_of_a_plant(power: Expr, plant_power: Expr, capacity_factor: Expr) -> Expr:
    """The constant power over what the plant gives on average."""
    return power / (plant_power * capacity_factor)


topic = Topic(
    name="supply",
    words="Reactors, small modules or generators that carry a load, or the share of a plant",
    subjects=(Kind.PLANT, Kind.DEVICE, Kind.CLUSTER),
    options=(
        "power",
        "modules",
        "module_power",
        "capacity_factor",
        "plant_power",
        "plant_share",
        "installed_power",
        "facility_power",
        "mean_facility_power",
        "gpus",
        "device_power",
        "server_power",
        "gpus_per_server",
        "pue",
        "utilisation",
        "energy",
        "duration",
    ),
    headlines=(
        Headline(
            given=("power", "facility_power", "mean_facility_power", "energy", "gpus"),
            target="modules",
        ),
        Headline(given=("modules",), target="power"),
        Headline(given=("plant_power",), target="plant_share"),
    ),
    example="/supply power:300MW module_power:80MW capacity_factor:90%",
)
