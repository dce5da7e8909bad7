"""All rows of a database: counted, summed up in a digest, copied into another database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Row, Table, delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from facts.store.errors import CopyDiffers, NotEmpty
from facts.store.tables import TABLES

AT_ONCE = 1_000
"""Rows held in memory while copying."""


class Sum(NamedTuple):
    """How many rows a table has, and the SHA-256 of them all in the order of their keys."""

    rows: int
    digest: str


async def sums(connection: AsyncConnection) -> dict[str, Sum]:
    """The count and digest of each table, the same in every database that holds the same rows."""
    found = {}
    for table in TABLES:
        digest, count = hashlib.sha256(), 0
        async for row in _rows(connection, table):
            digest.update(json.dumps(list(row), default=str).encode() + b"\n")
            count += 1
        found[table.name] = Sum(count, digest.hexdigest())
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
    for table in TABLES:
        batch: list[dict[str, Any]] = []
        async for row in _rows(source, table):
            batch.append(row._asdict())
            if len(batch) == AT_ONCE:
                await destination.execute(insert(table), batch)
                batch = []
        if batch:
            await destination.execute(insert(table), batch)
        await _count_on(destination, table)
    expected, found = await sums(source), await sums(destination)
    if expected != found:
        raise CopyDiffers(
            "differ: " + ", ".join(each for each in found if found[each] != expected[each])
        )
    return found


async def clear(connection: AsyncConnection) -> None:
    """Delete everything, with nobody else writing meanwhile."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in TABLES)
        await connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
    for table in reversed(TABLES):
        await connection.execute(delete(table))


async def _rows(connection: AsyncConnection, table: Table) -> AsyncIterator[Row[Any]]:
    query = select(table).order_by(*table.primary_key.columns)
    async with connection.stream(query, execution_options={"yield_per": AT_ONCE}) as rows:
        async for row in rows:
            yield row


async def _count_on(connection: AsyncConnection, table: Table) -> None:
    """Let PostgreSQL number new rows after those that came with their numbers; SQLite does."""
    if connection.dialect.name == "postgresql" and table.autoincrement_column is not None:
        sequence = "pg_get_serial_sequence(:name, 'id')"
        last = f"(SELECT coalesce(max(id), 0) FROM {table.name})"  # noqa: S608
        query = text(f"SELECT setval({sequence}, {last} + 1, false)")
        await connection.execute(query, {"name": table.name})
