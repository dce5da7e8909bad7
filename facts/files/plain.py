"""Parsed JSON or TOML in; the same as text out, bounded in depth and number."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from facts.raw import Unreadable
from facts.tree import FEWER, MAX_DEPTH, MAX_VALUES, PLAIN, TOO_DEEP, TOO_MANY

LARGE = 10**40
"""No figure has so many digits, and writing far more of them down would take long."""


def as_text(data: Any) -> Any:
    """Data whose values are all text, as YAML's are; what is null is empty.

    Raises:
        Unreadable: too deep, or too much.
    """
    return _Plain().of(data, 0)


class _Plain:
    def __init__(self) -> None:
        self._values = 0

    def of(self, value: Any, depth: int) -> Any:
        self._values += 1
        if self._values > MAX_VALUES:
            raise Unreadable(1, TOO_MANY, FEWER)
        if depth > MAX_DEPTH:
            raise Unreadable(1, TOO_DEEP, PLAIN)
        if isinstance(value, dict):
            return {key: self.of(each, depth + 1) for key, each in value.items()}
        if isinstance(value, list):
            return [self.of(each, depth + 1) for each in value]
        return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if abs(value) < LARGE else hex(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return "" if value is None else value
