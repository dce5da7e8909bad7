"""Telling other processes what has changed, once the transaction in which it did is committed.

PostgreSQL sends messages. With SQLite the others look, see ``watch.py``: a change set is a new row,
and for all other changes a count in the head of the file goes up.
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

CHANNEL = "rackmath"
EVERYTHING = "*"


async def tell(connection: AsyncConnection, server: int, version: int) -> None:
    """Tell that a server's facts are at a version."""
    if connection.dialect.name == "postgresql":
        await _notify(connection, f"{server} {version}")


async def tell_all(connection: AsyncConnection) -> None:
    """Tell that the facts of any server may be other ones now, its versions too."""
    if connection.dialect.name == "postgresql":
        await _notify(connection, EVERYTHING)
    else:
        times = await count(connection)
        await connection.exec_driver_sql(f"PRAGMA user_version = {(times + 1) % 2**31}")


async def count(connection: AsyncConnection) -> int:
    """How often everything was told to have changed in a SQLite file."""
    return int((await connection.exec_driver_sql("PRAGMA user_version")).scalar_one())


async def _notify(connection: AsyncConnection, what: str) -> None:
    query = text("SELECT pg_notify(:channel, :what)")
    await connection.execute(query, {"channel": CHANNEL, "what": what})
