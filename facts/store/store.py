"""The store: what moderators load, server by server, in SQLite or PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from facts.store.database import Clock, Database, address, now
from facts.store.errors import Unreachable
from facts.store.history import History
from facts.store.migrate import migrate
from facts.store.previews import Previews
from facts.store.privacy import Privacy
from facts.store.proposals import Proposals
from facts.store.servers import Servers
from facts.store.values import Changed
from facts.store.watch import watch


def broken() -> tuple[type[Exception], ...]:
    """What is raised where a database can't be worked with any longer.

    An ``except`` asks only once something was raised: until then SQLite needs no asyncpg.
    """
    from asyncpg import InterfaceError, PostgresError

    return ConnectionError, SQLAlchemyError, sqlite3.Error, PostgresError, InterfaceError


class Store:
    """One database, open. Everything in it belongs to a server and is reached by its id."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.facts = History(database)
        self.servers = Servers(database)
        self.proposals = Proposals(database)
        self.previews = Previews(database)
        self.privacy = Privacy(database)

    def watch(self) -> AsyncGenerator[Changed]:
        """What changes from now on, through this process or any other; see ``watch.py``."""
        return watch(self.database)

    async def close(self) -> None:
        """Give the connections back; nothing may be under way."""
        await self.database.close()


async def open_store(where: str | Path, clock: Clock = now) -> Store:
    """Open the database at a path or an address, made and migrated where need be.

    Raises CannotOpen.
    """
    database = Database(address(where), clock)
    try:
        await migrate(database)
    except BaseException as error:
        await database.close()
        if isinstance(error, (OSError, *broken())):  # it isn't there, or may not be used
            raise Unreachable(f"{database.place} can't be opened: {reason(error)}") from error
        raise
    return Store(database)


def reason(error: BaseException) -> str:
    """What a database says of why it can't be worked with, without what was sent to it."""
    return str(getattr(error, "orig", error) or type(error).__name__)


@asynccontextmanager
async def opened(where: str | Path, clock: Clock = now) -> AsyncIterator[Store]:
    """A store that is closed at the end of the block."""
    store = await open_store(where, clock)
    try:
        yield store
    finally:
        await store.close()
