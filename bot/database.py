"""The database of servers' facts, for operators: opened, or why it can't be in their words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot.unable import Unable
from calculators.language import signed
from facts.store import (
    Conflict,
    CopyDiffers,
    Full,
    NewerStore,
    NotAStore,
    NotEmpty,
    StoreError,
    UnknownAddress,
    UnknownVersion,
    Unreachable,
)
from facts.store.database import address, file_of
from facts.store.store import Store, broken, opened, reason

KEYS: Mapping[type[StoreError], str] = {
    UnknownAddress: "bad_address",
    NotAStore: "not_a_database",
    Unreachable: "unreachable_database",
    NotEmpty: "not_empty",
    CopyDiffers: "copy_differs",
}


def unable(error: StoreError) -> Unable:
    """What the store refuses, told to whoever runs the program."""
    if isinstance(error, Conflict):
        keys = ", ".join(f"{key} ({version})" for key, version in error.keys.items())
        return Unable("changed_meanwhile", keys=keys)
    if isinstance(error, UnknownVersion):
        return Unable("unknown_version", server=str(error.server), version=str(error.version))
    if isinstance(error, Full):
        return Unable("facts_full", most=signed(f"{error.most:,}"))
    if isinstance(error, NewerStore):
        return Unable("newer_database", revision=error.revision)
    return Unable(KEYS[type(error)], reason=str(error))


@asynccontextmanager
async def working(where: str | Path, *, made: bool = False) -> AsyncIterator[Store]:
    """A store to work with, closed at the end; ``made`` where there is none yet.

    Raises:
        Unable: it can't be opened, or refuses what is asked of it.
    """
    try:
        if not made:
            _check_there(where)
        async with opened(where) as store:
            yield store
    except StoreError as error:
        raise unable(error) from error
    except broken() as error:  # it was there, and is no longer
        raise Unable("unreachable_database", reason=reason(error)) from error


def _check_there(where: str | Path) -> None:
    """Refuse a file that isn't there: opening it would make an empty one."""
    file = file_of(address(where))
    if file and not file.exists():
        raise Unable("no_database", where=str(file))
