"""What is stored of one person: read out, or forgotten so that no byte of it stays.

The facts stay; the id of whoever loaded, proposed or decided is replaced by FORGOTTEN.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Table, Text, delete, func, or_, select, update

from facts.store.database import BUSY, Database
from facts.store.errors import StoreError
from facts.store.rows import lock
from facts.store.tables import TABLES, change_sets, previews, proposals
from facts.store.values import FORGOTTEN

PEOPLE = (change_sets.c.by, proposals.c.by, proposals.c.decided_by, previews.c.by)
"""Every column that holds somebody's id."""
LEAST = 10**16
"""Ids of people are at least this long; a shorter number in a text is a figure."""
TRIES = 10


class Privacy:
    """A person's own data."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def export(self, person: int) -> dict[str, list[dict[str, Any]]]:
        """Every row that holds a person's id, by table, as JSON can write it."""
        found: dict[str, list[dict[str, Any]]] = {}
        async with self._database.reading() as connection:
            for table in dict.fromkeys(column.table for column in PEOPLE):
                theirs = or_(*(column == person for column in PEOPLE if column.table is table))
                query = select(table).where(theirs).order_by(*table.primary_key.columns)
                rows = await connection.execute(query)
                found[table.name] = [_readable(row._asdict()) for row in rows]
        return found

    async def forget(self, person: int) -> None:
        """Replace a person's id everywhere, in texts too, and drop previews that are theirs.

        Done when it returns: the files hold the id no more. Not so backups made before.
        """
        # A key may hold it, and must not become another one's: hence not the same for everyone.
        nobody = f"0{secrets.randbelow(10**17):017}"
        async with self._database.writing() as connection:
            await lock(connection)  # what they are just loading is waited for
            await connection.execute(delete(previews).where(previews.c.by == person))
            for column in PEOPLE:
                replaced = update(column.table).where(column == person)
                await connection.execute(replaced.values({column.name: FORGOTTEN}))
            if person >= LEAST:
                for table, column in _texts():
                    named = column.contains(str(person), autoescape=True)
                    cleaned = func.replace(column, str(person), nobody)
                    statement = update(table).where(named).values({column.name: cleaned})
                    await connection.execute(statement)
        # Written anew, the tables hold nothing between their rows, where deleted ones were.
        if self._database.path is None:
            await self._database.alone("VACUUM FULL " + ", ".join(each.name for each in TABLES))
        else:
            await self._database.alone("VACUUM")
            await self._empty_wal()

    async def _empty_wal(self) -> None:
        """Move everything from the write-ahead log into the file, and cut the log to nothing."""
        for _ in range(TRIES):
            busy = await self._database.alone("PRAGMA wal_checkpoint(TRUNCATE)")
            if not busy:
                return
            await asyncio.sleep(0.1)
        raise StoreError(f"a reader has kept the log from being emptied for {BUSY / 1000:g} s")


def _texts() -> Iterator[tuple[Table, Column[Any]]]:
    for table in TABLES:
        for column in table.columns:
            if isinstance(column.type, Text) and column.name not in {"state", "roles"}:
                yield table, column


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: each.isoformat() if hasattr(each, "isoformat") else each for name, each in row.items()
    }
