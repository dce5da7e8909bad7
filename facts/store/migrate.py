"""Migrations: a database becomes what this version of the program works with, when it is opened.

A new one is made as ``tables.py`` has it, which is what the migrations make: a test compares them.
Several processes may start at once. In PostgreSQL a lock is held for the transaction; with SQLite
the folder of the file is locked, because the mode of the journal can't be changed in a transaction.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from facts.store.database import Database, create_file
from facts.store.errors import NewerStore, NotAStore
from facts.store.tables import METADATA

SCRIPTS = Path(__file__).with_name("migrations")
REVISION = "0002"
"""The newest migration. Where a database has it, or is new, Alembic isn't even imported: that takes
longer than all else that there is to do."""
LOCK = 0x7261636B6D617468
"""The advisory lock of PostgreSQL: the letters "rackmath"."""
APPLICATION = 0x7261636B
"""What marks a SQLite file as ours: the letters "rack"."""
_VERSION = Table(  # as Alembic makes it
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


async def migrate(database: Database) -> None:
    """Bring a database up to date, and create it where there is none.

    Raises NewerStore where a later program has been at work, NotAStore for files of others.
    """
    if database.path is None:
        async with database.writing() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            await connection.run_sync(_upgrade)
        return
    async with _folder_locked(database.path):
        await asyncio.to_thread(create_file, database.path)
        try:
            await asyncio.to_thread(_drop_stale_log, database.path)
            await database.alone("PRAGMA journal_mode = WAL")
            async with database.writing() as connection:
                await _claim(connection, database.path)
                await connection.run_sync(_upgrade)
        except OperationalError:
            raise  # no permission, or no room: nothing is wrong with the file
        except DatabaseError as error:
            raise NotAStore(f"{database.path} can't be opened: {error.orig}") from error


@asynccontextmanager
async def _folder_locked(path: Path) -> AsyncIterator[None]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        await asyncio.to_thread(fcntl.flock, folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)  # and the lock goes with it


def _drop_stale_log(path: Path) -> None:
    """Delete the log of another file, left where a backup was put in its place.

    SQLite would replay it. A backup's head (bytes 18 and 19) says that it never had a log.
    """
    with path.open("rb") as file:
        versions = file.read(20)[18:]
    if versions == b"\x01\x01":
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)


async def _claim(connection: AsyncConnection, path: Path) -> None:
    """Mark a new file as ours; leave alone what is another program's."""
    mark = await connection.scalar(text("PRAGMA application_id"))
    if mark == APPLICATION:
        return
    if mark or await connection.scalar(text("SELECT count(*) FROM sqlite_master")):
        raise NotAStore(f"{path} belongs to another program")
    await connection.execute(text(f"PRAGMA application_id = {APPLICATION}"))


def _upgrade(connection: Connection) -> None:
    if not inspect(connection).has_table(_VERSION.name):
        METADATA.create_all(connection, checkfirst=False)
        _VERSION.create(connection)
        connection.execute(insert(_VERSION).values(version_num=REVISION))
        return
    revision = connection.scalar(select(_VERSION.c.version_num))
    if revision != REVISION:
        run_migrations(connection, revision)


def run_migrations(connection: Connection, revision: str | None) -> None:
    """Bring a database up to date from a revision, None for nothing; raises NewerStore."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerStore(revision)
    command.upgrade(config, "head")
