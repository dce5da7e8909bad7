"""Splitting a difference: how much of it each cause makes, the parts adding up exactly.

Two set-ups are worked out by the same plan; some of its inputs differ. The share of an input is
its Shapley value: the change that it makes, averaged over all orders in which the inputs could
have been changed. No order is preferred, and the shares sum to the whole difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import factorial

MOST = 8
"""Inputs that are told apart; every further one doubles the work, so the rest goes together."""

Run = Callable[[Mapping[str, float]], float]


def split(run: Run, before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    """The part of ``run(after) - run(before)`` that each differing input makes.

    Inputs beyond the first ``MOST`` are changed together and share the key ``rest``.
    """
    names = [name for name in before if before[name] != after[name]]
    groups: dict[str, tuple[str, ...]] = {name: (name,) for name in names[:MOST]}
    if names[MOST:]:
        groups["rest"] = tuple(names[MOST:])
    keys = tuple(groups)
    found: dict[frozenset[str], float] = {}

    def at(changed: frozenset[str]) -> float:
        if changed not in found:
            replaced = {name for key in changed for name in groups[key]}
            found[changed] = run(
                {name: after[name] if name in replaced else before[name] for name in before}
            )
        return found[changed]

    return {key: _shapley(at, key, [each for each in keys if each != key]) for key in keys}


def _shapley(at: Callable[[frozenset[str]], float], key: str, others: Sequence[str]) -> float:
    total, count = 0.0, len(others) + 1
    for size in range(count):
        weight = factorial(size) * factorial(count - size - 1) / factorial(count)
        for chosen in combinations(others, size):
            with_others = frozenset(chosen)
            total += weight * (at(with_others | {key}) - at(with_others))
    return total
