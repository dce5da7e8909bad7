"""Lifespan: accelerators that must be replaced in a steady state, and those that fail."""

from sympy import Expr

from calculators.quantity import Quantity
from calculators.relation import relation
from calculators.topic import Headline, Topic
from facts import Kind

device_life = Quantity(
    name="device_life",
    symbol="L_dev",
    unit="h",
    words="useful life of an accelerator",
    example="4 years",
    high=1e7,
    plausible=(4380, 175200),
    shown=("days", "years"),
)
replacement_rate = Quantity(
    name="replacement_rate",
    symbol="R_new",
    unit="accelerator/day",
    words="accelerators to replace",
    example="20/day",
    high=1e12,
    plausible=(1e-4, 1e5),
    shown=("GPUs/year", "GPUs/day"),
)
annual_failure_rate = Quantity(
    name="annual_failure_rate",
    symbol="AFR",
    unit="%/year",
    words="annual failure rate",
    example="9%/year",
    high=1e5,
    plausible=(0.01, 100),
    shown=("%/year",),
)
failures_rate = Quantity(
    name="failures_rate",
    symbol="R_fail",
    unit="accelerator/day",
    words="accelerators that fail",
    example="20/day",
    high=1e12,
    plausible=(1e-5, 1e5),
    shown=("GPUs/year", "GPUs/day"),
)


@relation("replacement_rate")
def steady_replacement(gpus: Expr, device_life: Expr) -> Expr:
    """In a steady state as many are replaced in one lifetime as there are."""
    return gpus / device_life


@relation("failures_rate")
def failing_in_a_year(gpus: Expr, annual_failure_rate: Expr) -> Expr:
    """The share that fails in a year, of all."""
    return gpus * annual_failure_rate


topic = Topic(
    name="lifespan",
    words="Accelerators to replace each day from their life, or the life that a rate implies",
    subjects=(Kind.CLUSTER, Kind.DEVICE, Kind.COMPANY),
    options=("gpus", "device_life", "replacement_rate", "annual_failure_rate", "failures_rate"),
    headlines=(
        Headline(given=("gpus",), target="replacement_rate"),
        Headline(given=("replacement_rate", "failures_rate"), target="gpus"),
    ),
    example="/lifespan gpus:30000 device_life:4 years",
)
