"""A problem found in a payload, and small helpers to find them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """``rule`` is a stable short name, ``detail`` tells a person what is wrong.

    ``status`` is how Discord answers such a payload: 400, 500, or None where it would take it
    and the rule is ours (``mentions``).
    """

    rule: str
    detail: str
    status: int | None = 400

    def __str__(self) -> str:
        return f"{self.rule}: {self.detail}"

    def within(self, place: str) -> Problem:
        """The same problem, saying where it was found."""
        return Problem(self.rule, f"{place}: {self.detail}", self.status)


def length(rule: str, name: str, value: Any, low: int, high: int) -> Iterator[Problem]:
    """A string (or list) of ``low`` to ``high`` characters (or items); None counts as empty."""
    size = len(value) if value is not None else 0
    if not low <= size <= high:
        yield Problem(rule, f"{name} has {size}, allowed are {low} to {high}")


def optional(rule: str, name: str, value: Any, low: int, high: int) -> Iterator[Problem]:
    """As ``length``, but None is fine."""
    if value is not None:
        yield from length(rule, name, value, low, high)


def unique(rule: str, name: str, values: Iterable[Any]) -> Iterator[Problem]:
    seen: set[Any] = set()
    for value in values:
        if value in seen:
            yield Problem(rule, f"{name} {value!r} occurs twice")
        seen.add(value)
