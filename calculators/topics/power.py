"""Power: accelerators, their servers, the facility; at full load and on average."""

from sympy import Expr

from calculators.quantity import Quantity, Rounding, Scope
from calculators.relation import relation
from calculators.topic import Headline, Ladder, Row, Topic
from facts import Kind

WATTS = ("W", "kW", "MW", "GW", "TW")

gpus = Quantity(
    name="gpus",
    typical=True,
    symbol="N",
    unit="accelerator",
    words="accelerators",
    noun="accelerators",
    example="100k",
    whole=True,
    rounding=Rounding.BY_NEED,
    low=1,
    high=1e10,
    plausible=(1, 2e7),
    demand=True,
    sentence="{setup}: room for {value}.",
)
device_power = Quantity(
    name="device_power",
    symbol="p",
    unit="W/accelerator",
    words="rated power of one accelerator",
    example="700W",
    scope=Scope.ACCELERATOR,
    kind="peak",
    high=1e6,
    plausible=(10, 5000),
    shown=("W", "kW"),
)
gpus_per_server = Quantity(
    name="gpus_per_server",
    symbol="n",
    unit="accelerator/server",
    words="accelerators in one server",
    example="8",
    low=1,
    high=1e5,
    plausible=(1, 144),
)
server_power = Quantity(
    name="server_power",
    symbol="P_server",
    unit="W/server",
    words="maximum power of one server",
    example="10.2kW",
    scope=Scope.SERVER,
    kind="peak",
    high=1e8,
    plausible=(100, 200e3),
    shown=("W", "kW"),
)
server_power_per_gpu = Quantity(
    name="server_power_per_gpu",
    symbol="p_s",
    unit="W/accelerator",
    words="server power for each accelerator",
    example="1.275kW",
    scope=Scope.SERVER,
    kind="peak",
    high=1e7,
    plausible=(20, 10e3),
    shown=("W", "kW"),
)
servers = Quantity(
    name="servers",
    typical=True,
    symbol="S",
    unit="server",
    words="servers",
    noun="servers",
    example="12500",
    whole=True,
    rounding=Rounding.BY_NEED,
    low=1,
    high=1e10,
    plausible=(1, 1e7),
)
racks = Quantity(
    name="racks",
    typical=True,
    symbol="R",
    unit="rack",
    words="racks",
    noun="racks",
    example="12",
    whole=True,
    rounding=Rounding.BY_NEED,
    low=1,
    high=1e9,
    plausible=(1, 1e6),
)
rack_power = Quantity(
    name="rack_power",
    symbol="P_rack",
    unit="W/rack",
    words="power of one rack",
    example="120kW",
    scope=Scope.IT,
    kind="peak",
    high=1e8,
    plausible=(1e3, 2e6),
    shown=("W", "kW", "MW"),
)
gpus_per_rack = Quantity(
    name="gpus_per_rack",
    symbol="n_rack",
    unit="accelerator/rack",
    words="accelerators in one rack",
    example="72",
    low=1,
    high=1e5,
    plausible=(1, 1024),
)
utilisation = Quantity(
    name="utilisation",
    symbol="u",
    unit="1",
    words="mean utilisation",
    example="61%",
    high=1,
    plausible=(0.05, 1),
    shown=("%",),
)
pue = Quantity(
    name="pue",
    symbol="PUE",
    unit="1",
    words="PUE",
    example="1.3",
    low=1,
    high=20,
    plausible=(1.0, 3.0),
)
chip_power = Quantity(
    name="chip_power",
    symbol="P_chips",
    unit="W",
    words="power of the chips",
    example="70MW",
    scope=Scope.ACCELERATOR,
    kind="peak",
    plausible=(1, 20e9),
    shown=WATTS,
    sentence="{setup}: {value} at full load, the chips alone.",
)
it_power = Quantity(
    name="it_power",
    symbol="P_IT",
    unit="W",
    words="power of the servers",
    example="127.5MW",
    scope=Scope.IT,
    kind="peak",
    plausible=(1, 40e9),
    shown=WATTS,
    sentence="{setup}: {value} at full load with their servers.",
)
facility_power = Quantity(
    name="facility_power",
    symbol="P_site",
    unit="W",
    words="power of the facility",
    example="90MW",
    scope=Scope.FACILITY,
    kind="peak",
    plausible=(1, 50e9),
    shown=WATTS,
    sentence="{setup}: {value} at full load at the utility meter.",
)
mean_chip_power = Quantity(
    name="mean_chip_power",
    symbol="P_chips,mean",
    unit="W",
    words="mean power of the chips",
    example="42.7MW",
    scope=Scope.ACCELERATOR,
    kind="mean",
    plausible=(0.1, 20e9),
    shown=WATTS,
)
mean_it_power = Quantity(
    name="mean_it_power",
    symbol="P_IT,mean",
    unit="W",
    words="mean power of the servers",
    example="77.8MW",
    scope=Scope.IT,
    kind="mean",
    plausible=(0.1, 40e9),
    shown=WATTS,
)
mean_facility_power = Quantity(
    name="mean_facility_power",
    symbol="P_site,mean",
    unit="W",
    words="mean power of the facility",
    example="121MW",
    scope=Scope.FACILITY,
    kind="mean",
    plausible=(0.1, 50e9),
    shown=WATTS,
)


@relation("chip_power")
def chips_at_full_load(gpus: Expr, device_power: Expr) -> Expr:
    """Every accelerator at its rated power: the chips alone, no servers and no cooling."""
    return gpus * device_power


@relation("server_power_per_gpu")
def server_share(server_power: Expr, gpus_per_server: Expr) -> Expr:
    """Each accelerator's share of its server, with processors, memory, network and fans."""
    return server_power / gpus_per_server


@relation("servers")
def servers_needed(gpus: Expr, gpus_per_server: Expr) -> Expr:
    """Accelerators come in whole servers."""
    return gpus / gpus_per_server


@relation("it_power")
def servers_at_full_load(gpus: Expr, server_power_per_gpu: Expr) -> Expr:
    """Every server at its maximum power: what the machine room draws before cooling."""
    return gpus * server_power_per_gpu


@relation("it_power")
def servers_together(servers: Expr, server_power: Expr) -> Expr:
    """So many servers, each at its maximum power."""
    return servers * server_power


@relation("gpus")
def accelerators_in_racks(racks: Expr, gpus_per_rack: Expr) -> Expr:
    """As many accelerators as the racks hold."""
    return racks * gpus_per_rack


@relation("it_power")
def racks_at_full_load(racks: Expr, rack_power: Expr) -> Expr:
    """Every rack at its rated power, servers and switches included."""
    return racks * rack_power


@relation("facility_power")
def facility_at_full_load(it_power: Expr, pue: Expr) -> Expr:
    """PUE is facility power over IT power; it is applied once, to the servers."""
    return it_power * pue


@relation("mean_chip_power")
def chips_on_average(chip_power: Expr, utilisation: Expr) -> Expr:
    """Mean power of the chips at the given utilisation."""
    return chip_power * utilisation


@relation("mean_it_power")
def servers_on_average(it_power: Expr, utilisation: Expr) -> Expr:
    """Mean power of the servers, taken to follow the utilisation of their accelerators."""
    return it_power * utilisation


@relation("mean_facility_power")
def facility_on_average(facility_power: Expr, utilisation: Expr) -> Expr:
    """Mean power at the meter, taken to follow the utilisation of the accelerators."""
    return facility_power * utilisation


SCOPES = Ladder(
    columns=("peak", "mean", "energy"),
    rows=(
        Row(
            label="chips",
            words="the chips alone",
            quantities=("chip_power", "mean_chip_power", "chip_energy"),
        ),
        Row(
            label="servers",
            words="with their servers",
            quantities=("it_power", "mean_it_power", "it_energy"),
        ),
        Row(
            label="facility",
            words="at the utility meter",
            quantities=("facility_power", "mean_facility_power", "facility_energy"),
        ),
    ),
)

topic = Topic(
    name="power",
    words="Power of accelerators, servers and facility, or how many a given power runs",
    subjects=(Kind.DEVICE, Kind.CLUSTER, Kind.SYSTEM),
    options=(
        "gpus",
        "device_power",
        "server_power",
        "gpus_per_server",
        "server_power_per_gpu",
        "servers",
        "racks",
        "rack_power",
        "gpus_per_rack",
        "pue",
        "utilisation",
        "duration",
        "chip_power",
        "it_power",
        "facility_power",
        "mean_chip_power",
        "mean_it_power",
        "mean_facility_power",
    ),
    headlines=(
        Headline(given=("gpus", "servers"), target="chip_power", ladder=SCOPES),
        Headline(given=("racks",), target="facility_power", ladder=SCOPES),
        Headline(
            given=(
                "facility_power",
                "it_power",
                "chip_power",
                "mean_facility_power",
                "mean_it_power",
                "mean_chip_power",
            ),
            target="gpus",
        ),
    ),
    example="/power gpus:100000 device:h100",
)
