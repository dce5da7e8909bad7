"""Reliability: interruptions seen on one cluster, carried over to another size."""

from sympy import Expr

from calculators.quantity import Quantity
from calculators.relation import relation
from calculators.topic import Headline, Topic
from facts import Kind

interruptions = Quantity(
    name="interruptions",
    idle=("observed_gpus", "observed_time"),
    typical=True,
    symbol="n_int",
    unit="interruption",
    words="interruptions seen",
    noun="interruptions",
    example="419",
    high=1e12,
    plausible=(1, 1e7),
)
observed_gpus = Quantity(
    name="observed_gpus",
    idle=("interruptions", "observed_time"),
    symbol="N_seen",
    unit="accelerator",
    words="accelerators on which they were seen",
    noun="accelerators",
    example="16384",
    whole=True,
    low=1,
    high=1e10,
    plausible=(1, 2e7),
)
observed_time = Quantity(
    name="observed_time",
    idle=("interruptions", "observed_gpus"),
    symbol="t_seen",
    unit="h",
    words="time in which they were seen",
    example="54 days",
    high=1e7,
    plausible=(1, 1e5),
    shown=("h", "days"),
)
interruption_rate = Quantity(
    name="interruption_rate",
    symbol="λ",
    unit="interruption/accelerator/h",
    words="interruptions in an accelerator-hour",
    example="2e-5/h",
    high=1e6,
    plausible=(1e-9, 1e-2),
)
mtbf = Quantity(
    name="mtbf",
    symbol="MTBF",
    unit="h/interruption",
    words="mean time between interruptions (MTBF)",
    example="3 h",
    high=1e9,
    plausible=(1 / 600, 1e5),
    shown=("s", "min", "h", "days"),
    sentence="{setup}: an interruption every {value} on average.",
)
expected_interruptions = Quantity(
    name="expected_interruptions",
    symbol="n_exp",
    unit="interruption",
    words="interruptions to expect",
    noun="interruptions",
    example="100",
    high=1e15,
    plausible=(0.01, 1e7),
)


@relation("interruption_rate")
def rate_seen(interruptions: Expr, observed_gpus: Expr, observed_time: Expr) -> Expr:
    """Interruptions over the accelerator-hours in which they were seen."""
    return interruptions / (observed_gpus * observed_time)


@relation("mtbf", assumption=True)
def carried_over(interruption_rate: Expr, gpus: Expr) -> Expr:
    """Taken as linear: each accelerator interrupts as often as seen; hopeful at larger sizes."""
    return 1 / (interruption_rate * gpus)


@relation("expected_interruptions")
def interruptions_over_time(duration: Expr, mtbf: Expr) -> Expr:
    """The time over the mean time between interruptions."""
    return duration / mtbf


topic = Topic(
    name="reliability",
    words="Mean time between interruptions at another size, from what was seen at one",
    subjects=(Kind.CLUSTER,),
    options=(
        "gpus",
        "interruptions",
        "observed_gpus",
        "observed_time",
        "interruption_rate",
        "mtbf",
        "expected_interruptions",
        "duration",
    ),
    headlines=(
        Headline(given=("gpus",), target="mtbf"),
        Headline(given=("mtbf",), target="gpus"),
        Headline(given=("interruptions",), target="interruption_rate"),
    ),
    example="/reliability interruptions:419 observed_gpus:16384 observed_time:54 days gpus:50000",
)
