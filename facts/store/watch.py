"""Watching: what other processes change is seen within a second.

It starts by saying that anything may have changed, and says so again whenever it may have missed
something. Who keeps servers' facts in memory drops those that it names, or all.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from facts.store.database import Database
from facts.store.tables import change_sets
from facts.store.telling import CHANNEL, EVERYTHING, count
from facts.store.values import Changed

ALL = Changed(None, None)
LOOKS = 0.25
"""Seconds between two looks at a SQLite file."""
PING = 20.0
"""Seconds of silence after which a connection to PostgreSQL is tried."""
LONGEST_WAIT = 5.0
"""Seconds between two attempts to connect again, at most."""
LOST = (DBAPIError, OSError, TimeoutError)

log = logging.getLogger(__name__)


async def watch(database: Database) -> AsyncGenerator[Changed]:
    """Servers whose facts are at another version, for as long as it is asked."""
    if database.path:
        async with aclosing(_looking(database)) as seen:
            async for changed in seen:
                yield changed
    wait = 0.1
    while True:
        try:
            async with aclosing(_listening(database)) as heard:
                async for changed in heard:
                    wait = 0.1
                    yield changed
        except LOST as error:
            log.warning("the database can't be reached: %s", type(error).__name__)
        await asyncio.sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT)


async def _looking(database: Database) -> AsyncGenerator[Changed]:
    """Look at a SQLite file, whose count of commits a connection sees for all others."""
    async with database.engine.connect() as connection:
        state, times, last = await _look(connection)
        yield ALL
        while True:
            await asyncio.sleep(LOOKS)
            before = (state, times, last)
            state, times, last = await _look(connection)
            if times != before[1]:
                yield ALL
            elif state != before[0]:
                for changed in await _since(connection, before[2], last):
                    yield changed


async def _look(connection: AsyncConnection) -> tuple[int, int, int]:
    """Counts of commits, of changes of everything, and of change sets."""
    async with connection.begin():
        state = (await connection.exec_driver_sql("PRAGMA data_version")).scalar_one()
        last = await connection.scalar(select(func.max(change_sets.c.id)))
        return int(state), await count(connection), last or 0


async def _since(connection: AsyncConnection, after: int, last: int) -> list[Changed]:
    query = (
        select(change_sets.c.server, func.max(change_sets.c.version))
        .where(change_sets.c.id > after, change_sets.c.id <= last)
        .group_by(change_sets.c.server)
    )
    async with connection.begin():
        return [Changed(server, version) for server, version in await connection.execute(query)]


async def _listening(database: Database) -> AsyncGenerator[Changed]:
    """Listen to PostgreSQL on a connection of its own, until that is lost."""
    heard: asyncio.Queue[str | None] = asyncio.Queue()
    async with database.engine.connect() as connection:
        raw: Any = (await connection.get_raw_connection()).driver_connection
        raw.add_termination_listener(lambda _: heard.put_nowait(None))
        await raw.add_listener(CHANNEL, lambda *told: heard.put_nowait(told[3]))
        try:
            yield ALL
            async for told in _until_lost(heard, raw):
                server, _, version = told.partition(" ")
                yield ALL if told == EVERYTHING else Changed(int(server), int(version))
        finally:
            # It has listened: nobody else is to have it.
            with suppress(*LOST):
                await connection.invalidate()


async def _until_lost(heard: asyncio.Queue[str | None], raw: Any) -> AsyncGenerator[str]:
    while True:
        try:
            told = await asyncio.wait_for(heard.get(), PING)
        except TimeoutError:
            await raw.fetchval("SELECT 1", timeout=PING)
            continue
        if told is None:
            return
        yield told
