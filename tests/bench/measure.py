"""Measuring: candidates in turn within one run, so that a drifting machine drifts for all."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

CLOCK = 5e-6
"""Calls shorter than this are measured together: reading the clock would count."""


@dataclass(frozen=True)
class Figure:
    """Median, least and most of repeated measurements."""

    median: float
    least: float
    most: float

    def __truediv__(self, other: Figure) -> float:
        return self.median / other.median


def figure(values: list[float]) -> Figure:
    """Sum up measurements."""
    return Figure(statistics.median(values), min(values), max(values))


def interleaved(
    candidates: Mapping[str, Callable[[], object]], rounds: int, repeat: Mapping[str, int]
) -> dict[str, Figure]:
    """Seconds of one call of each candidate, taken in turn ``rounds`` times.

    ``repeat`` says how many calls are made in a row. Each is a measurement of its own, so that the
    median is that of single calls; only what is nearly as fast as the clock is measured together.
    """
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    for call in candidates.values():
        call()
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name, call in candidates.items():
            taken[name].extend(_in_a_row(call, repeat.get(name, 1)))
    return {name: figure(values) for name, values in taken.items()}


def _in_a_row(call: Callable[[], object], times: int) -> list[float]:
    marks = [time.perf_counter()]
    for _ in range(times):
        call()
        marks.append(time.perf_counter())
    mean = (marks[-1] - marks[0]) / times
    if mean < CLOCK:
        start = time.perf_counter()
        for _ in range(times):
            call()
        return [(time.perf_counter() - start) / times]
    return [after - before for before, after in pairwise(marks)]


def show(name: str, found: Figure, unit: str = "µs") -> None:
    """Print a figure."""
    size = {"µs": 1e6, "ms": 1e3, "s": 1.0, "MB": 1.0, "/s": 1.0}[unit]
    print(
        f"  {name:<52} {found.median * size:>11,.1f}  "
        f"{found.least * size:>11,.1f}  {found.most * size:>11,.1f}  {unit}"
    )


def heading(text: str) -> None:
    """Print a section's head."""
    print(f"\n{text}\n  {'':<52} {'median':>11}  {'min':>11}  {'max':>11}")


def mark(what: str, found: float, wanted: float, unit: str, *, at_least: bool = False) -> None:
    """Print a mark beside what was found, met or not."""
    met = found >= wanted if at_least else found <= wanted
    sign = "≥" if at_least else "≤"
    word = "met" if met else "NOT MET"
    print(f"  mark: {what:<46} {found:>11,.2f}  {sign} {wanted:g} {unit}  {word}")
