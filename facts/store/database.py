"""Connections: an address becomes an engine with transactions to read in and to write in.

Whoever reads sees one state of the database from first to last and waits for nobody. Whoever
writes has the database (SQLite) or its server's row (PostgreSQL, see ``changes.py``) alone.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from inspect import signature
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from facts.store.errors import UnknownAddress

Clock = Callable[[], datetime]
BUSY = 60_000
"""Milliseconds that a process waits for another one's transaction in the same SQLite file."""
# What is stored, people's ids too, must not get into a log with the text of an error.
OPTIONS: dict[str, Any] = {"pool_timeout": BUSY / 1000, "hide_parameters": True}
PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY}",  # first: the others may have to wait already
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def address(text: str | Path) -> URL:
    """The URL of a database: a path, ``sqlite:///…`` or ``postgresql://…``.

    Raises UnknownAddress, which doesn't repeat the address: it may hold a password.
    """
    if isinstance(text, Path) or "://" not in text:
        if not str(text):
            raise UnknownAddress("expected a path or postgresql://…, found nothing")
        return URL.create("sqlite+aiosqlite", database=str(Path(text).expanduser().absolute()))
    try:
        url = make_url(text)
    except ArgumentError:
        raise UnknownAddress("expected a path or postgresql://…, found no address") from None
    kind = url.drivername.partition("+")[0]
    if kind == "sqlite" and url.database and url.database != ":memory:":
        return address(Path(url.database))
    if kind in {"postgresql", "postgres"}:
        import asyncpg  # SQLite needs none of it

        # The driver's name for what PostgreSQL's own tools call sslmode.
        query = {"ssl" if name == "sslmode" else name: each for name, each in url.query.items()}
        if unknown := query.keys() - signature(asyncpg.connect).parameters.keys():
            raise UnknownAddress(f"expected options such as sslmode, found {min(unknown)}")
        return url.set(drivername="postgresql+asyncpg", query=query)
    raise UnknownAddress(f"expected a path or postgresql://…, found {kind}://…")


def file_of(url: URL) -> Path | None:
    """The file of a SQLite database; any other has none."""
    return Path(url.database or "") if url.drivername.startswith("sqlite") else None


class Database:
    """An engine, and the two kinds of transaction."""

    def __init__(self, url: URL, clock: Clock = now) -> None:
        self.url, self.clock = url, clock
        self.path = file_of(url)
        self._one_writer = asyncio.Lock()
        if self.path:
            self.engine = _sqlite(url)
            self._readers = self.engine
            self._writers = self.engine.execution_options(rackmath_writes=True)
        else:
            self.engine = create_async_engine(url, pool_pre_ping=True, **OPTIONS)
            self._readers = self.engine.execution_options(isolation_level="REPEATABLE READ")
            self._writers = self.engine

    @property
    def place(self) -> str:
        """Which database it is, for people to read: without user and password."""
        if self.path:
            return str(self.path)
        port = f":{self.url.port}" if self.url.port else ""
        return f"postgresql://{self.url.host or ''}{port}/{self.url.database or ''}"

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that sees one state of the database."""
        async with self._readers.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that is committed at the end, or undone by an exception."""
        if self.path is None:
            async with self._writers.begin() as connection:
                yield connection
        else:
            # Within a process writers queue fairly; SQLite itself would have them all poll.
            async with self._one_writer, self._writers.begin() as connection:
                yield connection

    async def alone(self, statement: str) -> Any:
        """Run a statement outside any transaction; returns the first value that it gives."""
        if self.path is None:
            async with self.engine.connect() as connection:
                free = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await free.exec_driver_sql(statement)
                return None
        async with self._one_writer, self.engine.connect() as connection:
            raw: Any = (await connection.get_raw_connection()).driver_connection
            async with raw.execute(statement) as cursor:
                row = await cursor.fetchone()
            return row and row[0]

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()


def _sqlite(url: URL) -> AsyncEngine:
    engine = create_async_engine(url, **OPTIONS)

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin below, not where the driver guesses
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Connection) -> None:
        # One that reads first and writes then could not wait for another writer: it would have
        # read what is out of date by then, and SQLite would refuse at once.
        writes = connection.get_execution_options().get("rackmath_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def create_file(path: Path) -> None:
    """Make an empty database file that only its owner may read, unless there is one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
