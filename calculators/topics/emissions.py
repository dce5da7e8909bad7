"""Emissions: electricity times the carbon intensity of the grid, life-cycle and direct apart."""

from sympy import Expr

from calculators.quantity import Quantity, Scope
from calculators.relation import relation
from calculators.topic import Headline, Ladder, Row, Topic
from facts import Kind

TONNES = ("g", "kg", "t", "kt", "Mt", "Gt")


def intensity(name: str, symbol: str, words: str, example: str) -> Quantity:
    """A carbon intensity of electricity."""
    return Quantity(
        name=name,
        symbol=symbol,
        unit="g/kWh",
        words=words,
        example=example,
        high=1e5,
        plausible=(5, 1500),
        shown=("g/kWh",),
    )


grid_intensity_lifecycle = intensity(
    "grid_intensity_lifecycle", "I_life", "life-cycle carbon intensity of the grid", "384 g/kWh"
)
grid_intensity_direct = intensity(
    "grid_intensity_direct", "I_direct", "direct carbon intensity of the grid", "367 g/kWh"
)
grid_intensity = intensity("grid_intensity", "I", "carbon intensity of the grid", "400 g/kWh")


def mass(name: str, symbol: str, words: str, *, typical: bool = False) -> Quantity:
    """Emissions of open scope."""
    return Quantity(
        typical=typical,
        name=name,
        symbol=symbol,
        unit="t",
        words=words,
        example="2290 t",
        scope=Scope.OPEN,
        high=1e13,
        plausible=(1e-6, 2e9),
        shown=TONNES,
    )


emissions_lifecycle = mass(
    "emissions_lifecycle", "M_life", "life-cycle emissions (CO2e)", typical=True
)
emissions_direct = mass("emissions_direct", "M_direct", "direct emissions (CO2)")
emissions = mass("emissions", "M", "emissions")
chip_emissions_lifecycle = emissions_lifecycle.at(Scope.ACCELERATOR)
chip_emissions_direct = emissions_direct.at(Scope.ACCELERATOR)
it_emissions_lifecycle = emissions_lifecycle.at(Scope.IT)
it_emissions_direct = emissions_direct.at(Scope.IT)


@relation("emissions_lifecycle")
def life_cycle_emissions(energy: Expr, grid_intensity_lifecycle: Expr) -> Expr:
    """Everything from building the power plants to their fuel, for each unit of electricity."""
    return energy * grid_intensity_lifecycle


@relation("emissions_direct")
def direct_emissions(energy: Expr, grid_intensity_direct: Expr) -> Expr:
    """What leaves the stacks of the power plants, for each unit of electricity."""
    return energy * grid_intensity_direct


@relation("emissions")
def emissions_of_electricity(energy: Expr, grid_intensity: Expr) -> Expr:
    """With an intensity of which nobody said whether it is life-cycle or direct."""
    return energy * grid_intensity


life_cycle_of_chips = life_cycle_emissions.at(Scope.ACCELERATOR, "energy", "emissions_lifecycle")
life_cycle_of_servers = life_cycle_emissions.at(Scope.IT, "energy", "emissions_lifecycle")
direct_of_chips = direct_emissions.at(Scope.ACCELERATOR, "energy", "emissions_direct")
direct_of_servers = direct_emissions.at(Scope.IT, "energy", "emissions_direct")


SCOPES = Ladder(
    columns=("energy", "life-cycle", "direct"),
    rows=(
        Row(
            label="chips",
            words="the chips alone",
            quantities=("chip_energy", "chip_emissions_lifecycle", "chip_emissions_direct"),
        ),
        Row(
            label="servers",
            words="with their servers",
            quantities=("it_energy", "it_emissions_lifecycle", "it_emissions_direct"),
        ),
        Row(
            label="facility",
            words="at the utility meter",
            quantities=("facility_energy", "emissions_lifecycle", "emissions_direct"),
        ),
    ),
)

BASES = Ladder(
    columns=("emissions",),
    rows=(
        Row(label="life-cycle", words="life-cycle", quantities=("emissions_lifecycle",)),
        Row(label="direct", words="direct alone", quantities=("emissions_direct",)),
    ),
    heading="counted",
)

topic = Topic(
    name="emissions",
    words="Emissions of electricity by region, life-cycle and direct; or the intensity they imply",
    subjects=(Kind.REGION, Kind.DEVICE, Kind.CLUSTER, Kind.MODEL),
    options=(
        "energy",
        "power",
        "gpus",
        "gpu_hours",
        "grid_intensity_lifecycle",
        "grid_intensity_direct",
        "grid_intensity",
        "emissions",
        "emissions_lifecycle",
        "emissions_direct",
        "duration",
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
        Headline(given=("emissions",), target="grid_intensity"),
        Headline(given=("grid_intensity",), target="emissions"),
        Headline(given=("emissions_lifecycle", "emissions_direct"), target="energy"),
        Headline(given=("gpus",), target="emissions_lifecycle", ladder=SCOPES),
        Headline(
            given=(
                "energy",
                "power",
                "gpu_hours",
                "facility_power",
                "mean_facility_power",
                "facility_energy",
            ),
            target="emissions_lifecycle",
            ladder=BASES,
        ),
    ),
    example="/emissions energy:370GWh region:us",
)
