"""What a server holds, for tests: entries as moderators load them, and what holds them."""

from __future__ import annotations

from datetime import UTC, datetime

from facts import Kind, Subject
from facts.loaded import OURS, Entry, Held, LoadedFact, LoadedSubject, ServerFacts

DAY = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
SERVER = 81384788765712384


def fact(subject: str, quantity: str, value: float, unit: str, **more: object) -> LoadedFact:
    """A fact as loaded: measured by whoever loaded it."""
    said = {"as_of": "2026-10", "source": "Own meters", **more}
    parts = {"subject": subject, "quantity": quantity, "value": value, "unit": unit, **said}
    return LoadedFact.model_validate(parts)


def ours(quantity: str, value: float, unit: str, **more: object) -> LoadedFact:
    """What a server says of itself."""
    return fact(OURS, quantity, value, unit, **more)


def subject(key: str, name: str, kind: Kind = Kind.DEVICE, **more: object) -> LoadedSubject:
    """A subject of the server's own."""
    described = Subject.model_validate({"kind": kind, "name": name, **more})
    return LoadedSubject(id=key, subject=described)


def holding(*entries: Entry, server: int = SERVER, version: int = 3) -> ServerFacts:
    """A server that has loaded these."""
    held = {each.key: Held(entry=each, version=1, at=DAY) for each in entries}
    return ServerFacts(server=server, version=version, entries=held)
