"""Memory: growth of the process over many answers, after a warm-up."""

from __future__ import annotations

import resource

from calculators.engine import curated
from tests.bench.measure import mark

WARM_UP = 20_000


def grown(answers: int) -> float:
    """Megabytes of resident memory that so many different answers add."""
    engine = curated()

    def some(first: int, count: int) -> None:
        for number in range(first, first + count):
            _ = engine.answer("power", {"gpus": str(1 + number % 999_983), "device": "h100"}).text

    some(0, WARM_UP)
    before = peak()
    some(WARM_UP, answers)
    return peak() - before


def peak() -> float:
    """The most resident memory that the process has had, in megabytes (Linux counts in kB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def run(answers: int) -> None:
    """Print the section."""
    print(f"\nMemory over {answers:,} different answers with their texts")
    mark(f"growth after a warm-up of {WARM_UP:,}", grown(answers), 1, "MB")
