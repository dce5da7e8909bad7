"""All rows of a database: counted, summed up in a digest, copied into another database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, Table, delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from facts.store.errors import CopyDiffers, NotEmpty
from facts.store.tables import TABLES

AT_ONCE = 500
"""Rows held in memory while copying."""
Rows = Sequence[Row[Any]]


class Sum(NamedTuple):
    """How many rows a table has, and the SHA-256 of them all in the order of their keys."""

    rows: int
    digest: str


class _Summing:
    """Sums up the rows of a table as they pass by."""

    def __init__(self) -> None:
        self._rows, self._digest = 0, hashlib.sha256()

    def add(self, rows: Rows) -> None:
        self._rows += len(rows)
        for row in rows:
            self._digest.update(json.dumps(list(row), default=str).encode() + b"\n")

    def sum(self) -> Sum:
        return Sum(self._rows, self._digest.hexdigest())


async def sums(connection: AsyncConnection) -> dict[str, Sum]:
    """The count and digest of each table, the same in every database that holds the same rows."""
    found = {}
    for table in TABLES:
        summing = _Summing()
        async for rows in _rows(connection, table):
            summing.add(rows)
        found[table.name] = summing.sum()
    return found


def overall(found: Mapping[str, Sum]) -> str:
    """One digest of all tables."""
    return hashlib.sha256(json.dumps(sorted(found.items())).encode()).hexdigest()


async def copy_rows(source: AsyncConnection, destination: AsyncConnection) -> dict[str, Sum]:
    """Copy everything into empty tables and read it back; returns what was copied.

    Raises NotEmpty, or CopyDiffers: the destination's transaction must be undone then.
    """
    for table in TABLES:
        if await destination.scalar(select(func.count()).select_from(table)):
            raise NotEmpty(f"the destination has rows in {table.name}")
    copied = {table.name: await _copy(source, destination, table) for table in TABLES}
    found = await sums(destination)
    if different := [name for name in found if found[name] != copied[name]]:
        raise CopyDiffers("differ: " + ", ".join(different))
    return copied


async def _copy(source: AsyncConnection, destination: AsyncConnection, table: Table) -> Sum:
    summing = _Summing()
    async for rows in _rows(source, table):
        summing.add(rows)
        await destination.execute(insert(table), [row._asdict() for row in rows])
    await _count_on(destination, table)
    return summing.sum()


async def lock(connection: AsyncConnection) -> None:
    """Let nobody else write until the end of the transaction, as is always so in SQLite.

    Whoever writes starts with a server's row; the tables are locked in an order that fits that.
    """
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in TABLES)
        await connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))


async def clear(connection: AsyncConnection) -> None:
    """Delete everything."""
    for table in reversed(TABLES):
        await connection.execute(delete(table))


async def _rows(connection: AsyncConnection, table: Table) -> AsyncIterator[Rows]:
    query = select(table).order_by(*table.primary_key.columns)
    async with connection.stream(query, execution_options={"yield_per": AT_ONCE}) as found:
        async for rows in found.partitions():
            yield rows


async def _count_on(connection: AsyncConnection, table: Table) -> None:
    """Let PostgreSQL number new rows after those that came with their numbers; SQLite does."""
    if connection.dialect.name == "postgresql" and table.autoincrement_column is not None:
        sequence = "pg_get_serial_sequence(:name, 'id')"
        last = f"(SELECT coalesce(max(id), 0) FROM {table.name})"  # noqa: S608
        query = text(f"SELECT setval({sequence}, {last} + 1, false)")
        await connection.execute(query, {"name": table.name})
