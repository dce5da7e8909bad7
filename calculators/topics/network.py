"""Network: the time to move data over links at their line rate."""

from sympy import Expr

from calculators.quantity import Quantity, Rounding
from calculators.relation import relation
from calculators.topic import Headline, Topic
from calculators.topics.memory import BYTES

RATES = ("kbit/s", "Mbit/s", "Gbit/s", "Tbit/s")

data_size = Quantity(
    name="data_size",
    typical=True,
    symbol="S_data",
    unit="B",
    words="data to move",
    example="1PB",
    high=1e24,
    plausible=(1e3, 1e20),
    shown=BYTES,
)
links = Quantity(
    name="links",
    symbol="n_link",
    unit="link",
    words="links",
    noun="links",
    example="8",
    whole=True,
    rounding=Rounding.UP,
    low=1,
    high=1e9,
    plausible=(1, 1e6),
)
link_speed = Quantity(
    name="link_speed",
    symbol="v",
    unit="bit/s/link",
    words="line rate of one link",
    example="400Gb/s",
    high=1e16,
    plausible=(1e6, 1e14),
    shown=RATES,
)
throughput = Quantity(
    name="throughput",
    symbol="V",
    unit="bit/s",
    words="throughput of all links",
    example="3.2Tb/s",
    high=1e20,
    plausible=(1e6, 1e17),
    shown=RATES,
)
transfer_time = Quantity(
    name="transfer_time",
    symbol="t_move",
    unit="h",
    words="transfer time at line rate",
    example="1 h",
    high=1e9,
    plausible=(1e-9, 87600),
    shown=("s", "min", "h", "days"),
)


@relation("throughput")
def links_together(links: Expr, link_speed: Expr) -> Expr:
    """All links at their line rate: protocols and congestion take some of it."""
    return links * link_speed


@relation("transfer_time")
def moving(data_size: Expr, throughput: Expr) -> Expr:
    """The data over the throughput."""
    return data_size / throughput


topic = Topic(
    name="network",
    words="Time to move data over links, or the links that a time needs",
    subjects=(),
    options=("data_size", "links", "link_speed", "throughput", "transfer_time"),
    headlines=(
        Headline(given=("transfer_time",), target="links"),
        Headline(given=("data_size",), target="transfer_time"),
        Headline(given=("links", "link_speed"), target="throughput"),
    ),
    example="/network data_size:1PB links:8 link_speed:400Gb/s",
)
