"""Growth: from a base to a later figure of anything counted or measured, and the time it takes."""

from sympy import Expr

from calculators.quantity import Quantity, Variant
from calculators.relation import Relation, relation
from calculators.topic import Headline, Topic
from calculators.topics.emissions import TONNES
from calculators.topics.energy import WATT_HOURS
from calculators.topics.money import CURRENCIES, TOTALS
from calculators.topics.power import WATTS
from facts import Kind

KINDS = {
    "accelerators": Variant("accelerator", noun="accelerators", example="100000 GPUs"),
    "power": Variant("W", WATTS, example="150MW"),
    "energy": Variant("Wh", WATT_HOURS, example="370GWh"),
    "emissions": Variant("t", TONNES, example="14.3Mt"),
    "usd": Variant("USD", TOTALS, example="45 billion USD"),
    **{
        key: Variant(currency, tuple(each.replace("USD", currency) for each in TOTALS))
        for key, currency in CURRENCIES.items()
    },
}
"""What may grow, beside a pure number."""


def amount(name: str, symbol: str, words: str) -> Quantity:
    """The figure at one end of the growth."""
    return Quantity(
        name=name,
        symbol=symbol,
        unit="1",
        words=words,
        example="14.3Mt",
        high=1e25,
        variants=KINDS,
    )


base = amount("base", "B", "figure at the start")
later = amount("later", "L", "figure later")
growth_factor = Quantity(
    name="growth_factor",
    symbol="g",
    unit="1",
    words="growth factor",
    example="1.48",
    high=1e12,
    plausible=(1e-3, 1e3),
)
growth = Quantity(
    name="growth",
    symbol="Δ",
    unit="1",
    words="growth",
    example="48%",
    low=-1,
    high=1e12,
    plausible=(-0.999, 1e3),
    shown=("%",),
)
yearly_growth = Quantity(
    name="yearly_growth",
    symbol="Δ_y",
    unit="1",
    words="growth in a year",
    example="10%",
    low=-1,
    high=1e6,
    plausible=(-0.9, 20),
    shown=("%",),
)
growth_time = Quantity(
    name="growth_time",
    symbol="t_g",
    unit="h",
    words="time of the growth",
    example="4 years",
    high=1e9,
    plausible=(24, 876e3),
    shown=("days", "years"),
)
year_length = Quantity(
    name="year_length",
    symbol="t_y",
    unit="h",
    words="length of a year",
    example="8760 h",
    low=8000,
    high=9000,
    shown=("h",),
)


@relation("later")
def grown(base: Expr, growth_factor: Expr) -> Expr:
    """The figure at the start, times the growth factor."""
    return base * growth_factor


@relation("growth_factor")
def one_plus_growth(growth: Expr) -> Expr:
    """Growth by a share of the start: 48 % more is a factor of 1.48."""
    return 1 + growth


@relation("growth_factor")
def year_after_year(yearly_growth: Expr, growth_time: Expr, year_length: Expr) -> Expr:
    """The same growth every year, for so many years."""
    return (1 + yearly_growth) ** (growth_time / year_length)


def same(target: str, name: str, sentence: str) -> Relation:
    """A figure that facts carry under another name."""

    def known(figure: Expr) -> Expr:
        return figure

    known.__doc__ = sentence
    return relation(target)(known).renamed(name, {"figure": name}, base="as_known")


known_emissions = same("later_emissions", "emissions", "What is emitted now.")
known_gpus = same("base_accelerators", "gpus", "What stands there now.")
known_growth = same("growth", "emissions_growth", "Growth of the emissions since the base year.")
known_factor = same("growth_factor", "cluster_growth", "Growth of the cluster, as planned.")

topic = Topic(
    name="growth",
    words="Growth by a factor or percent: the figure later, the base it implies, or the time",
    subjects=(Kind.COMPANY, Kind.CLUSTER),
    options=(
        "base",
        "later",
        "growth",
        "growth_factor",
        "yearly_growth",
        "growth_time",
        "year_length",
    ),
    headlines=(
        Headline(given=("base",), target="later"),
        Headline(given=("later",), target="base"),
        Headline(given=("emissions",), target="base_emissions"),
        Headline(given=("gpus",), target="later_accelerators"),
    ),
    example="/growth later:14.3Mt growth:48%",
)
