"""Peak rates: what an accelerator computes at most, dense, in each number format."""

from sympy import Expr

from calculators.quantity import Quantity
from calculators.relation import relation

FLOPS = ("TFLOPS", "PFLOPS", "EFLOPS")


def peak(
    name: str,
    symbol: str,
    words: str,
    precision: str = "",
    unit: str = "FLOPS/accelerator",
) -> Quantity:
    """A dense peak rate of one accelerator: figures with sparsity are twice as large."""
    return Quantity(
        name=name,
        symbol=symbol,
        unit=unit,
        words=words,
        example="989TFLOPS",
        high=1e20,
        plausible=(1e12, 1e17),
        shown=FLOPS,
        precision=precision,
    )


dense_peak = peak("dense_peak", "F", "dense peak of one accelerator")
peak_bf16 = peak("peak_bf16", "F_BF16", "dense BF16 peak", "bf16")
peak_fp8 = peak("peak_fp8", "F_FP8", "dense FP8 peak", "fp8")
peak_int8 = peak("peak_int8", "F_INT8", "dense INT8 peak", "int8")


@relation("dense_peak")
def at_BF16(peak_bf16: Expr) -> Expr:
    """The peak in the number format that is used, here BF16."""
    return peak_bf16


@relation("dense_peak")
def at_FP8(peak_fp8: Expr) -> Expr:
    """The peak in the number format that is used, here FP8."""
    return peak_fp8


@relation("dense_peak")
def at_INT8(peak_int8: Expr) -> Expr:
    """The peak in the number format that is used, here INT8."""
    return peak_int8
