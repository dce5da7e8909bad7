"""Several processes on one database, and what is left of one that is killed."""

from __future__ import annotations

import asyncio
import os
import random

import pytest

from facts.store.store import Store, opened
from tests.store.loading import SIZE, entries
from tests.store.processes import Loader
from tests.store.samples import OTHER, SERVER

LONG = bool(os.environ.get("RACKMATH_SOAK"))
KILLS = 500 if LONG else 8


async def check(store: Store, server: int, acknowledged: set[int]) -> int:
    """Everything acknowledged is there, all else whole; returns the last version."""
    made = await store.facts.history(server, 1_000_000)
    assert [each.version for each in made] == list(range(len(made), 0, -1))
    assert {each.size for each in made} <= {SIZE}
    assert acknowledged <= {int(each.why) for each in made}
    last = await store.facts.current(server)
    assert {key: held.entry for key, held in last.entries.items()} == (
        entries(int(made[0].why)) if made else {}
    )
    return last.version


@pytest.mark.soak
@pytest.mark.timeout(6 * 3600 if LONG else 300)
async def test_what_was_acknowledged_outlasts_a_kill(where: str):
    """The process is killed at any moment: while it starts to write, commits, or acknowledges.

    Each is started with the number after the last one acknowledged, which may be made already: its
    token is known then, and the change set is made once.
    """
    acknowledged: set[int] = set()
    for _ in range(KILLS):
        async with Loader(where, max(acknowledged, default=0) + 1, asked=False) as loader:
            await loader.kill_after(random.uniform(0, 0.2))
        acknowledged.update(loader.acknowledged)
        async with opened(where) as store:
            version = await check(store, SERVER, acknowledged)
        # One that was made and not acknowledged is the only one that may be beyond.
        assert version - max(acknowledged, default=0) in {0, 1}
    assert acknowledged


async def test_one_token_in_two_processes_changes_once(store: Store, where: str):
    async with Loader(where) as one, Loader(where) as two:
        for _ in range(5):
            await asyncio.gather(one.load(), two.load())
    assert one.acknowledged == two.acknowledged == [1, 2, 3, 4, 5]
    assert await check(store, SERVER, {1, 2, 3, 4, 5}) == 5


async def test_processes_that_load_at_once_lose_nothing(store: Store, where: str):
    """Two for one server, of which each second token is new, and one for another."""
    async with (
        Loader(where) as one,
        Loader(where, first=101) as two,
        Loader(where, server=OTHER) as three,
    ):
        for _ in range(10):
            await asyncio.gather(one.load(), two.load(), three.load())
    made = {int(each.why) for each in await store.facts.history(SERVER, 100)}
    assert made == {*range(1, 11), *range(101, 111)}
    assert await check(store, OTHER, set(range(1, 11))) == 10
