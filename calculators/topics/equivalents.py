"""Equivalents: accelerators counted in H100s by their dense peak in one number format."""

from sympy import Expr

from calculators.quantity import Quantity
from calculators.relation import relation
from calculators.topic import Headline, Topic
from calculators.topics.compute import peak
from facts import Kind

h100_equivalents = Quantity(
    name="h100_equivalents",
    demand=True,
    symbol="N_H100",
    unit="H100-equivalent",
    words="accelerators in H100-equivalents",
    noun="H100-equivalents",
    example="500000",
    high=1e12,
    plausible=(0.01, 1e8),
    sentence="{setup}: as much as {value}, dense {precision}.",
)
h100_peak = peak("h100_peak", "F_H100", "dense peak of one H100", unit="FLOPS/H100-equivalent")


@relation("h100_equivalents")
def counted_in_H100s(gpus: Expr, dense_peak: Expr, h100_peak: Expr) -> Expr:
    """Computing speed over that of one H100, both dense and in the same number format."""
    return gpus * dense_peak / h100_peak


topic = Topic(
    name="equivalents",
    words="Accelerators in H100-equivalents by dense peak, or how many equal so many H100s",
    subjects=(Kind.DEVICE, Kind.CLUSTER, Kind.PRECISION),
    options=("gpus", "h100_equivalents", "dense_peak", "h100_peak"),
    headlines=(
        Headline(given=("gpus",), target="h100_equivalents"),
        Headline(given=("h100_equivalents",), target="gpus"),
    ),
    assumed={Kind.PRECISION: "bf16"},
    example="/equivalents gpus:5000 device:mi300x precision:bf16",
)
