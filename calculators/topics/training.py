"""Training: computing done over what the accelerators can do, and the time it takes."""

from sympy import Expr

from calculators.quantity import Quantity
from calculators.relation import relation
from calculators.topic import Headline, Ladder, Row, Topic
from facts import Kind

training_compute = Quantity(
    name="training_compute",
    demand=True,
    typical=True,
    symbol="C_train",
    unit="FLOP",
    words="training compute",
    example="3.8e25 FLOP",
    high=1e40,
    plausible=(1e12, 1e30),
    shown=("FLOP",),
)
parameters = Quantity(
    name="parameters",
    demand=True,
    typical=True,
    symbol="N_p",
    unit="parameter",
    words="parameters",
    noun="parameters",
    example="405B",
    high=1e20,
    plausible=(1e3, 1e15),
)
tokens = Quantity(
    name="tokens",
    demand=True,
    typical=True,
    symbol="D",
    unit="token",
    words="training tokens",
    noun="tokens",
    example="15.6T",
    high=1e20,
    plausible=(1e3, 1e16),
)
flop_per_parameter_token = Quantity(
    name="flop_per_parameter_token",
    symbol="k",
    unit="FLOP/parameter/token",
    words="computing for each parameter and token",
    example="6 FLOP",
    high=1e6,
    plausible=(1, 50),
)
mfu = Quantity(
    name="mfu",
    displaces=("gpu_hours",),
    symbol="MFU",
    unit="1",
    words="model FLOPs utilisation (MFU)",
    example="40%",
    high=1,
    plausible=(0.05, 0.75),
    shown=("%",),
)
training_time = Quantity(
    name="training_time",
    idle=("duration",),
    symbol="T",
    unit="h",
    words="training time",
    example="30 days",
    high=1e9,
    plausible=(0.01, 26280),
    shown=("min", "h", "days"),
)


@relation("training_compute")
def compute_of_a_model(flop_per_parameter_token: Expr, parameters: Expr, tokens: Expr) -> Expr:
    """Forward and backward pass of a dense transformer, for every parameter and token."""
    return flop_per_parameter_token * parameters * tokens


@relation("gpu_hours")
def hours_of_training(training_compute: Expr, dense_peak: Expr, mfu: Expr) -> Expr:
    """The computing over what one accelerator really does: its dense peak times MFU."""
    return training_compute / (dense_peak * mfu)


@relation("training_time")
def shared_between_accelerators(gpu_hours: Expr, gpus: Expr) -> Expr:
    """The accelerator-hours, shared between the accelerators."""
    return gpu_hours / gpus


TIME = Ladder(
    columns=("result",),
    rows=(
        Row(label="time", words="training time", quantities=("training_time",)),
        Row(label="in all", words="in all", quantities=("gpu_hours",)),
    ),
    heading="training",
)

topic = Topic(
    name="training",
    words="Time, accelerators, MFU or computing of a training run",
    subjects=(Kind.DEVICE, Kind.CLUSTER, Kind.MODEL, Kind.PRECISION),
    options=(
        "training_compute",
        "parameters",
        "tokens",
        "gpus",
        "mfu",
        "training_time",
        "gpu_hours",
        "dense_peak",
        "flop_per_parameter_token",
    ),
    headlines=(
        Headline(given=("training_time",), target="gpus"),
        Headline(given=("gpus",), target="training_time", ladder=TIME),
        Headline(given=("gpu_hours",), target="mfu"),
        Headline(given=("training_compute",), target="gpu_hours"),
        Headline(given=("parameters", "tokens"), target="training_compute"),
    ),
    assumed={Kind.PRECISION: "bf16"},
    example="/training training_compute:6e24 FLOP gpus:8192 device:h100 mfu:35%",
)
