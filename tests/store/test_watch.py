"""Watching: a process sees what another one has changed. How fast is for the benchmark to say."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import asyncpg

from facts.store import Changed
from facts.store.copies import backup, restore
from facts.store.store import Store, opened
from tests.store.processes import Loader
from tests.store.samples import ANNE, OTHER, PUE, SERVER, Clock, pue

ALL = Changed(None, None)
PATIENCE = 30.0
"""Seconds after which a test takes it that nothing will come."""


@asynccontextmanager
async def watching(store: Store) -> AsyncIterator[asyncio.Queue[Changed]]:
    """A queue of what is seen; it is being watched already."""
    seen: asyncio.Queue[Changed] = asyncio.Queue()

    async def follow() -> None:
        async with aclosing(store.watch()) as changes:
            async for changed in changes:
                seen.put_nowait(changed)

    task = asyncio.create_task(follow())
    assert await soon(seen) == ALL
    try:
        yield seen
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def soon(seen: asyncio.Queue[Changed]) -> Changed:
    return await asyncio.wait_for(seen.get(), PATIENCE)


async def test_what_another_process_changes_is_seen(store: Store, where: str):
    async with watching(store) as seen, Loader(where) as loader:
        for version in (1, 2):
            await loader.load()
            assert await soon(seen) == Changed(loader.server, version)
        await store.facts.apply(OTHER, {PUE: pue(1.2)}, by=ANNE, why="", token=None)
        assert await soon(seen) == Changed(OTHER, 1)


async def test_a_backup_that_is_restored_changes_everything(store, where: str, tmp_path: Path):
    await store.facts.apply(SERVER, {PUE: pue(1.2)}, by=ANNE, why="", token=None)
    await backup(store, tmp_path / "backup")
    async with watching(store) as seen, opened(where) as other:
        await restore(other, tmp_path / "backup")
        assert await soon(seen) == ALL
        await other.facts.apply(SERVER, {PUE: pue(1.3)}, by=ANNE, why="", token=None)
        assert await soon(seen) == Changed(SERVER, 2)


async def test_a_purge_changes_everything(store: Store, where: str, clock: Clock):
    """The server may come back and be at the same version with other facts."""
    await store.facts.apply(SERVER, {PUE: pue(1.2)}, by=ANNE, why="", token=None)
    await store.servers.left(SERVER)
    clock.pass_by(days=30)
    async with watching(store) as seen, opened(where, clock) as other:
        await other.servers.purge(clock())
        assert await soon(seen) == ALL
        await other.facts.apply(SERVER, {PUE: pue(1.3)}, by=ANNE, why="", token=None)
        assert await soon(seen) == Changed(SERVER, 1)


async def test_a_lost_connection_is_made_again_and_says_so(postgres_database: str):
    async with opened(postgres_database) as store, watching(store) as seen:
        admin = await asyncpg.connect(postgres_database)
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await admin.close()
        assert await soon(seen) == ALL
        async with opened(postgres_database) as other:
            await other.facts.apply(SERVER, {PUE: pue(1.2)}, by=ANNE, why="", token=None)
        assert await soon(seen) == Changed(SERVER, 1)


async def test_whoever_stops_watching_leaves_no_listener(postgres_database: str):
    async with opened(postgres_database) as store:
        async with watching(store):
            pass
        async with store.database.engine.connect() as connection:
            query = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
            assert (await connection.exec_driver_sql(query)).scalar_one() == 0
