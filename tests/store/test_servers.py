"""Servers come and go: what they had loaded stays for 30 days, and an outage deletes nothing."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from facts.store import Gone, Settings
from facts.store.copies import digest
from facts.store.store import Store
from tests.store.samples import ANNE, BEN, OTHER, PUE, SERVER, Clock, pue


async def load(store: Store, *servers: int) -> None:
    for server in servers:
        await store.facts.apply(server, {PUE: pue(1.2)}, by=ANNE, why="", token=server)
        await store.proposals.propose(server, pue(1.3), by=BEN)
        await store.previews.open(
            server, {PUE: None}, by=ANNE, why="", based_on=1, lasts=timedelta(days=99)
        )


async def held(store: Store, *servers: int) -> list[int]:
    return list((await store.facts.versions(servers)).values())


async def test_settings_are_kept(store: Store):
    assert await store.servers.settings(SERVER) == Settings(roles=(), review=False)
    assert await store.servers.let_load(SERVER, 9, may=True) == (9,)
    assert await store.servers.let_load(SERVER, 7, may=True) == (7, 9)
    assert await store.servers.let_load(SERVER, 7, may=True) == (7, 9)
    await store.servers.review(SERVER, on=True)
    assert await store.servers.settings(SERVER) == Settings(roles=(7, 9), review=True)
    assert await store.servers.let_load(SERVER, 9, may=False) == (7,)
    assert await store.servers.let_load(SERVER, 7, may=False) == ()
    await store.servers.review(SERVER, on=False)
    assert await store.servers.settings(SERVER) == Settings()
    assert await store.servers.settings(OTHER) == Settings()


async def test_roles_that_several_managers_add_at_once_are_all_kept(store: Store):
    async with asyncio.TaskGroup() as managers:
        for role in range(1, 9):
            managers.create_task(store.servers.let_load(SERVER, role, may=True))
    assert (await store.servers.settings(SERVER)).roles == tuple(range(1, 9))


async def test_what_a_server_had_loaded_goes_after_30_days(store: Store, clock: Clock):
    empty = await digest(store)
    await load(store, SERVER)
    await store.servers.left(SERVER)
    clock.pass_by(days=29, hours=23)
    await store.servers.left(SERVER)  # once more, as after a reconnection: the first time counts
    assert await store.servers.purge(clock()) == []
    assert await held(store, SERVER) == [1]
    clock.pass_by(hours=1)
    assert await store.servers.purge(clock()) == [SERVER]
    assert await digest(store) == empty


async def test_a_purge_leaves_other_servers_alone(store: Store, clock: Clock):
    await load(store, SERVER)
    alone = await digest(store)
    await load(store, OTHER)
    await store.servers.left(OTHER)
    clock.pass_by(days=31)
    assert await store.servers.purge(clock()) == [OTHER]
    assert await digest(store) == alone


async def test_a_decided_proposal_goes_after_30_days_and_one_that_waits_stays(
    store: Store, clock: Clock
):
    decided = await store.proposals.propose(SERVER, pue(1.3), by=BEN)
    waits = await store.proposals.propose(SERVER, pue(1.4), by=BEN)
    await store.proposals.reject(SERVER, decided.id, by=ANNE)
    clock.pass_by(days=29)
    await store.servers.purge(clock())
    assert (await store.proposals.get(SERVER, decided.id)).state == "rejected"
    clock.pass_by(days=1)
    assert await store.servers.purge(clock()) == []
    with pytest.raises(Gone):
        await store.proposals.get(SERVER, decided.id)
    assert await store.proposals.waiting(SERVER) == [waits]


async def test_who_comes_back_in_time_keeps_everything(store: Store, clock: Clock):
    await load(store, SERVER)
    before = await digest(store)
    await store.servers.left(SERVER)
    clock.pass_by(days=29)
    await store.servers.rejoined(SERVER)
    clock.pass_by(days=29)
    assert await store.servers.purge(clock()) == []
    assert await digest(store) == before


async def test_who_left_while_the_bot_was_away_is_found(store: Store, clock: Clock):
    await load(store, SERVER, OTHER)
    assert await store.servers.reconcile([OTHER, 5]) == [SERVER]
    assert await store.servers.reconcile([OTHER, 5]) == []
    clock.pass_by(days=30)
    assert await store.servers.purge(clock()) == [SERVER]
    assert await held(store, SERVER, OTHER) == [0, 1]


async def test_who_came_back_while_the_bot_was_away_is_found(store: Store, clock: Clock):
    await load(store, SERVER)
    await store.servers.left(SERVER)
    assert await store.servers.reconcile([SERVER]) == []
    clock.pass_by(days=30)
    assert await store.servers.purge(clock()) == []


async def test_a_shard_decides_about_its_own_servers_only(store: Store):
    """Server n << 22 belongs to shard n modulo the number of shards."""
    await load(store, 4 << 22, 5 << 22, 6 << 22)
    assert await store.servers.reconcile([], shard=1, shards=2) == [5 << 22]
    assert await store.servers.reconcile([6 << 22], shard=0, shards=2) == [4 << 22]


async def test_a_server_that_never_loaded_leaves_nothing(store: Store):
    empty = await digest(store)
    await store.servers.left(SERVER)
    await store.servers.rejoined(SERVER)
    await store.servers.reconcile([SERVER])
    assert await digest(store) == empty


async def test_expired_previews_are_purged(store: Store, clock: Clock):
    empty = await digest(store)
    await store.servers.left(SERVER)
    await store.previews.open(SERVER, {PUE: pue(1)}, by=ANNE, why="", based_on=0)
    waiting = await digest(store)
    clock.pass_by(minutes=14)
    await store.servers.purge(clock())
    assert await digest(store) == waiting
    clock.pass_by(minutes=1)
    await store.servers.purge(clock())
    await store.servers.left(SERVER)
    clock.pass_by(days=30)
    await store.servers.purge(clock())
    assert await digest(store) == empty
