"""Copies: from one database to another, into a file as a backup, and back from there.

A backup is a SQLite file whatever the database is, made from one state of it while others write.
A copy is written in one transaction and read back before that is committed: it is there with equal
digests, or not at all.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL

from facts.store.database import Database, create_file
from facts.store.errors import NotAStore
from facts.store.migrate import APPLICATION
from facts.store.rows import Sum, clear, copy_rows, lock, overall, sums
from facts.store.store import Store, opened
from facts.store.telling import tell_all


async def copy(source: Store, destination: Store) -> Mapping[str, Sum]:
    """Copy everything into an empty store; returns counts and digests, which are equal in both.

    Raises NotEmpty and CopyDiffers.
    """
    async with source.database.reading() as reads, destination.database.writing() as writes:
        await lock(writes)
        copied = await copy_rows(reads, writes)
        await tell_all(writes)
    return copied


async def contents(store: Store) -> Mapping[str, Sum]:
    """The count and digest of each table, the same whichever database holds the same rows."""
    async with store.database.reading() as connection:
        return await sums(connection)


async def digest(store: Store) -> str:
    """One SHA-256 of everything that a store holds, the same whichever database holds it."""
    return overall(await contents(store))


async def backup(store: Store, to: Path) -> Mapping[str, Sum]:
    """Write everything into a new file that only its owner may read, while the store is in use.

    Raises FileExistsError; where anything fails there is no file.
    """
    if await asyncio.to_thread(to.exists):
        raise FileExistsError(to)
    with tempfile.TemporaryDirectory(prefix=".rackmath-", dir=to.parent) as folder:
        partial = Path(folder, to.name)
        return await asyncio.to_thread(_write, store.database.url, partial, to)


async def restore(store: Store, path: Path) -> Mapping[str, Sum]:
    """Replace everything by what a backup holds, in one transaction.

    Raises NotAStore where the file is damaged or another program's, NewerStore, CopyDiffers;
    nothing was changed then. A backup of an earlier version of the program is migrated, in a copy.
    """
    with tempfile.TemporaryDirectory(prefix="rackmath-") as folder:
        private = Path(folder, "backup.sqlite")
        await asyncio.to_thread(_checked_copy, path, private)
        async with (
            opened(private) as held,
            held.database.reading() as reads,
            store.database.writing() as writes,
        ):
            await lock(writes)
            await clear(writes)
            copied = await copy_rows(reads, writes)
            await tell_all(writes)
    return copied


def _write(url: URL, partial: Path, to: Path) -> Mapping[str, Sum]:
    """Make a backup on connections and an event loop of its own: the other one has work to do."""

    async def make() -> Mapping[str, Sum]:
        source = Store(Database(url))
        try:
            async with opened(partial) as fresh:
                return await copy(source, fresh)
        finally:
            await source.close()

    copied = asyncio.run(make())
    _finish(partial, to)
    return copied


def _finish(partial: Path, to: Path) -> None:
    """Make one file of a database that nobody has open, safely on disk under its name."""
    with closing(sqlite3.connect(partial)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    _sync(partial)
    os.link(partial, to)  # unlike a renaming, it doesn't replace what has appeared meanwhile
    _sync(to.parent)


def _sync(path: Path) -> None:
    """Wait until a file, or the list of a folder, is on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _checked_copy(path: Path, to: Path) -> None:
    if not path.is_file():
        raise NotAStore(f"{path} is no file")
    create_file(to)
    try:
        with (
            closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(to)) as target,
        ):
            source.backup(target)
            mark = target.execute("PRAGMA application_id").fetchone()[0]
            problems = target.execute("PRAGMA integrity_check(1)").fetchone()[0]
            dangling = target.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise NotAStore(f"{path} can't be read: {error}") from error
    if mark != APPLICATION:
        raise NotAStore(f"{path} is not a backup that rackmath has written")
    if problems != "ok" or dangling:
        raise NotAStore(f"{path} is damaged: {problems}")
