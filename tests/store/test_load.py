"""Many at once: readers and loaders, in one process and in several. 1 s here, 60 s with make soak.

How much slower answers get is for the benchmark to say; here nothing may fail or be lost.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from facts.loaded import LoadedFact
from facts.store.copies import backup, restore
from facts.store.store import Store, opened
from facts.store.tables import servers
from tests.store.loading import entries
from tests.store.processes import Loader
from tests.store.samples import ANNE, OTHER, SERVER
from tests.store.test_processes import check

LONG = bool(os.environ.get("RACKMATH_SOAK"))
SECONDS = 60.0 if LONG else 1.0
READERS, LOADERS = 64, 6
"""In this process; two more load in their own."""


async def read(store: Store, server: int, until: float) -> int:
    """Read a server's facts again and again: always one change set's, none older than the last."""
    reads, last = 0, 0
    while not reads or time.monotonic() < until:
        facts = await store.facts.current(server)
        assert facts.version >= last
        last = facts.version
        kept = [each.entry for each in facts.entries.values()]
        values = {entry.value for entry in kept if isinstance(entry, LoadedFact)}
        assert len(values) <= 1
        if last and reads % 50 == 0:
            version = random.randint(1, last)
            assert (await store.facts.at(server, version)).version == version
        reads += 1
    return reads


async def load(store: Store, first: int, until: float) -> set[int]:
    made = set[int]()
    while not made or time.monotonic() < until:
        number = first + len(made)
        token = SERVER + number
        await store.facts.apply(SERVER, entries(number), by=ANNE, why=str(number), token=token)
        made.add(number)
    return made


async def load_elsewhere(loader: Loader, until: float) -> None:
    while not loader.acknowledged or time.monotonic() < until:
        await loader.load()


@pytest.mark.soak
@pytest.mark.timeout(600)
async def test_readers_and_loaders_lose_nothing_and_are_never_refused(store: Store, where: str):
    async with Loader(where, 10_000_001) as one, Loader(where, 1, OTHER) as two:
        until = time.monotonic() + SECONDS
        loads = [load(store, n * 1_000_000 + 1, until) for n in range(LOADERS)]
        others = [load_elsewhere(each, until) for each in (one, two)]
        reads = [read(store, (SERVER, OTHER)[n % 2], until) for n in range(READERS)]
        made, _, read_ = await asyncio.gather(
            *(asyncio.gather(*each) for each in (loads, others, reads))
        )
    acknowledged = set[int]().union(*made, one.acknowledged)
    assert await check(store, SERVER, acknowledged) == len(acknowledged)
    assert await check(store, OTHER, set(two.acknowledged)) == len(two.acknowledged)
    assert all(made)
    assert all(read_)
    assert one.acknowledged
    assert two.acknowledged


async def test_whoever_writes_after_reading_is_not_refused(store: Store, where: str):
    """SQLite can't let a transaction write that has read what another one changed since."""
    async with opened(where) as other:
        async with store.database.writing() as connection:
            assert await connection.scalar(select(func.count()).select_from(servers)) == 0
            meanwhile = asyncio.create_task(load(other, 1, time.monotonic() + 0.1))
            await asyncio.sleep(0.2)
            await connection.execute(
                insert(servers).values(id=OTHER, version=0, review=False, roles="")
            )
        await meanwhile
    assert await store.facts.versions([SERVER, OTHER]) == {
        SERVER: len(meanwhile.result()),
        OTHER: 0,
    }


async def test_everything_at_once_neither_fails_nor_waits_for_ever(store: Store, tmp_path: Path):
    """Whatever locks more than one server: nothing may wait for what waits for it."""
    await backup(store, tmp_path / "backup")
    until = time.monotonic() + 1

    async def again(act: Callable[[], Awaitable[object]]) -> None:
        while time.monotonic() < until:
            await act()

    await asyncio.gather(
        *(load(store, n * 1_000_000, until) for n in range(4)),
        again(lambda: store.privacy.forget(ANNE)),
        again(lambda: store.servers.purge(store.database.clock())),
        again(lambda: store.servers.reconcile([SERVER])),
        again(lambda: restore(store, tmp_path / "backup")),
        again(lambda: store.facts.current(SERVER)),
    )
