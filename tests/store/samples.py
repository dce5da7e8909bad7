"""Entries, servers and people that the tests of the store use, and a clock that they set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from facts import Kind, Subject
from facts.loaded import LoadedFact, LoadedSubject

SERVER = 1_004_812_345_678_901_234
OTHER = 1_104_812_345_678_901_235
ANNE = 281_474_976_710_656_123
BEN = 381_474_976_710_656_321


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 3, 12, 30, 15, 250_001, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


def pue(value: float, subject: str = "ours", source: str = "our meters") -> LoadedFact:
    """A figure of a subject's PUE."""
    return LoadedFact(
        subject=subject, quantity="pue", value=value, unit="1", as_of="2026-10", source=source
    )


def device(name: str) -> LoadedSubject:
    """A device that the curated facts don't have."""
    return LoadedSubject(id=name, subject=Subject(kind=Kind.DEVICE, name=f"The {name}"))


PUE = pue(1.0).key
"""The key of our own PUE."""
