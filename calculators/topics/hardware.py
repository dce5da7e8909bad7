"""Hardware: quantities that facts carry; no relation uses them yet."""

from calculators.quantity import Quantity

FLOPS = ("TFLOPS", "PFLOPS", "EFLOPS")


def known(name: str, unit: str, words: str, example: str, *shown: str) -> Quantity:
    """A quantity without relation: its symbol is its name."""
    return Quantity(
        name=name, symbol=name, unit=unit, words=words, example=example, shown=shown, high=1e40
    )


device_memory = known(
    "device_memory", "B/accelerator", "memory of one accelerator", "80GB", "GB", "TB"
)
memory_bandwidth = known(
    "memory_bandwidth", "B/s/accelerator", "memory bandwidth", "3.35TB/s", "GB/s", "TB/s"
)
peak_bf16 = known("peak_bf16", "FLOPS/accelerator", "dense BF16 peak", "989TFLOPS", *FLOPS)
peak_fp8 = known("peak_fp8", "FLOPS/accelerator", "dense FP8 peak", "1979TFLOPS", *FLOPS)
peak_int8 = known("peak_int8", "FLOPS/accelerator", "dense INT8 peak", "624TFLOPS", *FLOPS)
device_life = known("device_life", "year", "useful life of an accelerator", "4 years", "year")
rack_power = known("rack_power", "W/rack", "power of one rack", "120kW", "kW")
gpus_per_rack = known("gpus_per_rack", "accelerator/rack", "accelerators in one rack", "72")
racks = known("racks", "rack", "racks", "12")
rack_memory = known("rack_memory", "B/rack", "memory of one rack", "13.5TB", "TB")
rack_peak_bf16 = known("rack_peak_bf16", "FLOPS/rack", "dense BF16 peak", "180PFLOPS", *FLOPS)
rack_peak_fp8 = known("rack_peak_fp8", "FLOPS/rack", "dense FP8 peak", "360PFLOPS", *FLOPS)
