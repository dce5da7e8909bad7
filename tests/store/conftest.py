"""A store in each kind of database: a SQLite file of its own, and one of a real PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from facts.store.store import Store, open_store
from tests.store.samples import Clock

KINDS = ("sqlite", "postgresql")


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
