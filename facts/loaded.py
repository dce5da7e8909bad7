"""What a server's moderators load: entries, how they are keyed, and what a server holds.

An entry is a fact or a subject. A fact is keyed by what it is about, so that a server has one
figure of each quantity of each subject, and loading it again changes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from facts.phrases import Phrase
from facts.schema import Id, Line, Model, Number, PartialDate, Qualifier, QuantityName, Subject, Url

MAX_ENTRIES = 2_000
"""Entries that a server may hold."""
OURS = "ours"
"""The subject of figures that hold wherever an answer in the server would assume one: our PUE."""


class LoadedFact(Model):
    """A value, a range, or both, of one quantity for one subject, as moderators write it."""

    kind: Literal["fact"] = "fact"
    subject: Id
    quantity: QuantityName
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: Line
    qualifier: Qualifier = Qualifier.EXACTLY
    as_of: PartialDate
    source: Line
    url: Url | None = None
    scope: Line | None = None
    note: Line | None = None

    @property
    def key(self) -> str:
        """What the fact is about."""
        return f"fact:{self.subject}/{self.quantity}"

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        given = [edge for edge in (self.low, self.value, self.high) if edge is not None]
        if self.value is None and (self.low is None or self.high is None):
            raise ValueError(Phrase("value, or low and high"))
        if given != sorted(given):
            raise ValueError(Phrase("low ≤ value ≤ high"))
        return self


class LoadedSubject(Model):
    """A subject that the curated facts don't have."""

    kind: Literal["subject"] = "subject"
    id: Id
    subject: Subject

    @property
    def key(self) -> str:
        """Which subject it is."""
        return f"subject:{self.id}"


Entry = LoadedFact | LoadedSubject
"""What a change set puts under a key, or takes from it."""


class Held(Model):
    """An entry as a server holds it: since which of its versions, and when that was (UTC)."""

    entry: Annotated[Entry, Field(discriminator="kind")]
    version: int
    at: datetime


class ServerFacts(Model):
    """Everything that one server has loaded, at one of its versions; version 0 holds nothing."""

    server: int
    version: int
    entries: Mapping[str, Held]
