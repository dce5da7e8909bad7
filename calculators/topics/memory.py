"""Memory fit: accelerators that hold a model's weights, and what comes on top of them."""

from sympy import Expr

from calculators.quantity import Quantity, Rounding
from calculators.relation import relation
from calculators.topic import Headline, Topic
from facts import Kind

BYTES = ("B", "kB", "MB", "GB", "TB", "PB", "EB")

device_memory = Quantity(
    name="device_memory",
    symbol="m",
    unit="B/accelerator",
    words="memory of one accelerator",
    example="80GB",
    high=1e18,
    plausible=(1e9, 1e13),
    shown=("GB", "TB"),
)
bytes_per_parameter = Quantity(
    name="bytes_per_parameter",
    symbol="b",
    unit="B/parameter",
    words="bytes for each parameter",
    example="2 B",
    high=1e4,
    plausible=(0.1, 32),
    shown=("B",),
)
weight_memory = Quantity(
    name="weight_memory",
    typical=True,
    symbol="W",
    unit="B",
    words="memory of the weights",
    example="810GB",
    high=1e24,
    plausible=(1e3, 1e16),
    shown=BYTES,
)
memory_overhead = Quantity(
    name="memory_overhead",
    symbol="o",
    unit="1",
    words="memory beside the weights, as a share of them",
    example="20%",
    high=1e3,
    plausible=(0.01, 20),
    shown=("%",),
)
gpus_for_weights = Quantity(
    name="gpus_for_weights",
    symbol="N_w",
    unit="accelerator",
    words="accelerators that hold the weights",
    noun="accelerators",
    example="11",
    rounding=Rounding.UP,
    high=1e12,
    plausible=(0.001, 1e6),
    sentence="{setup}: {value} hold the weights alone, without room for anything else.",
)
gpus_to_hold = Quantity(
    name="gpus_to_hold",
    symbol="N_m",
    unit="accelerator",
    words="accelerators that hold weights and overhead",
    noun="accelerators",
    example="13",
    rounding=Rounding.UP,
    high=1e12,
    plausible=(0.001, 1e6),
    sentence="{setup}: {value} hold the weights and what comes on top.",
)


@relation("weight_memory")
def memory_of_weights(parameters: Expr, bytes_per_parameter: Expr) -> Expr:
    """Every parameter in its number format."""
    return parameters * bytes_per_parameter


@relation("gpus_for_weights")
def weights_over_memory(weight_memory: Expr, device_memory: Expr) -> Expr:
    """Memory of the weights over that of one accelerator."""
    return weight_memory / device_memory


@relation("gpus_to_hold")
def all_over_memory(weight_memory: Expr, memory_overhead: Expr, device_memory: Expr) -> Expr:
    """Weights, and a share of them for caches and activations, over the memory of one."""
    return weight_memory * (1 + memory_overhead) / device_memory


topic = Topic(
    name="memory",
    words="Accelerators that hold a model in a number format, or the model that they hold",
    subjects=(Kind.MODEL, Kind.DEVICE, Kind.PRECISION),
    options=(
        "parameters",
        "bytes_per_parameter",
        "weight_memory",
        "memory_overhead",
        "device_memory",
        "gpus_for_weights",
        "gpus_to_hold",
    ),
    headlines=(
        Headline(given=("gpus_for_weights", "gpus_to_hold"), target="parameters"),
        Headline(given=("parameters", "weight_memory"), target="gpus_for_weights"),
    ),
    assumed={Kind.PRECISION: "bf16"},
    example="/memory parameters:405B device:h100 precision:bf16",
)
