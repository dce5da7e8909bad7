"""Figures that facts carry, to be looked up and compared; few relations read them."""

from calculators.quantity import Quantity
from calculators.topics.compute import FLOPS
from calculators.topics.money import TOTALS, money
from calculators.topics.power import WATTS


def known(
    name: str, unit: str, words: str, example: str, *shown: str, symbol: str = ""
) -> Quantity:
    """A quantity that facts give; where no relation reads it, its symbol is its name."""
    return Quantity(
        name=name,
        symbol=symbol or name,
        unit=unit,
        words=words,
        example=example,
        shown=shown,
        high=1e40,
    )


memory_bandwidth = known(
    "memory_bandwidth", "B/s/accelerator", "memory bandwidth", "3.35TB/s", "GB/s", "TB/s"
)
rack_memory = known("rack_memory", "B/rack", "memory of one rack", "13.5TB", "TB")
rack_peak_bf16 = known(
    "rack_peak_bf16", "FLOPS/rack", "dense BF16 peak of one rack", "180PFLOPS", *FLOPS
)
rack_peak_fp8 = known(
    "rack_peak_fp8", "FLOPS/rack", "dense FP8 peak of one rack", "360PFLOPS", *FLOPS
)
emissions_growth = known("emissions_growth", "%", "change of emissions", "48%", "%", symbol="Δ_M")
cluster_growth = known("cluster_growth", "1", "growth factor of a cluster", "2", symbol="g_N")
generators = known("generators", "generator", "generators on the site", "14")
grid_supply = known("grid_supply", "W", "grid connection", "150MW", *WATTS)
household_count = known("household_count", "home", "number of households", "131000000")
electricity_generation = known(
    "electricity_generation", "TWh/year", "electricity generated", "30000 TWh/year", "TWh/year"
)
yearly_emissions = known("yearly_emissions", "Gt/year", "emissions", "37 Gt/year", "Gt/year")
valuation = money(
    "USD",
    TOTALS,
    "45 billion USD",
    name="valuation",
    symbol="valuation",
    words="valuation",
    high=1e18,
)
