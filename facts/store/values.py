"""What goes into the store and comes out of it, beside the entries themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from pydantic import Field, TypeAdapter

from facts.loaded import Entry
from facts.schema import Model

FORGOTTEN = 0
"""Stands for everyone who had what is stored of them deleted."""
OPERATOR = -1
"""Stands for whoever runs the program, at a terminal."""
MAX_WHY = 300

Changes = Mapping[str, Entry | None]
"""What to put under each key; None takes away what is there."""


class ChangeSet(Model):
    """One atomic change of a server's facts, which made ``version`` of them."""

    server: int
    version: int
    at: datetime
    by: int
    why: str
    undoes: int | None
    size: int
    """How many keys it changed."""


class Change(Model):
    """What one key held before a change set and after it."""

    before: Entry | None
    after: Entry | None


class Settings(Model):
    """What a server has set: who may load beside those who manage it, and whether to review."""

    roles: tuple[int, ...] = ()
    review: bool = False


class State(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    EDITED = "edited"


class Proposal(Model):
    """An entry that a member would have loaded. ``version`` is that of the change set it led to.

    ``channel`` and ``message`` are where it is shown, once it is.
    """

    id: int
    server: int
    entry: Entry
    by: int
    at: datetime
    state: State
    decided_by: int | None
    version: int | None
    channel: int | None = None
    message: int | None = None


class Preview(Model):
    """Changes that are shown and wait for Confirm or Cancel, based on a version of the facts."""

    id: int
    server: int
    by: int
    expires: datetime
    changes: Changes
    why: str
    based_on: int


class Changed(NamedTuple):
    """A server whose facts are at another version now; server None: any may be."""

    server: int | None
    version: int | None


_ENTRY: TypeAdapter[Entry] = TypeAdapter(Annotated[Entry, Field(discriminator="kind")])


def entry_text(entry: Entry | None) -> str | None:
    """An entry as it is kept: JSON in ASCII, the same text for equal entries."""
    if entry is None:
        return None
    return json.dumps(entry.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))


def entry_of(text: str) -> Entry:
    """The entry that was kept."""
    return _ENTRY.validate_json(text)


def changes_text(changes: Changes) -> str:
    """Changes as they are kept while they wait."""
    dumped = {key: entry and entry.model_dump(mode="json") for key, entry in changes.items()}
    return json.dumps(dumped, sort_keys=True, separators=(",", ":"))


def changes_of(text: str) -> dict[str, Entry | None]:
    """The changes that were kept."""
    read: dict[str, Any] = json.loads(text)
    return {key: each and entry_of(json.dumps(each)) for key, each in read.items()}


def roles_text(roles: Iterable[int]) -> str:
    """Roles as they are kept."""
    return " ".join(str(role) for role in sorted(set(roles)))


def roles_of(text: str) -> tuple[int, ...]:
    """The roles that were kept."""
    return tuple(int(role) for role in text.split())


def reason(text: str) -> str:
    """A reason that every database can keep: no NUL, no half characters, not too long."""
    return text.replace("\0", "").encode(errors="replace").decode()[:MAX_WHY]
