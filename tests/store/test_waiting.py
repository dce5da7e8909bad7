"""Previews and proposals: kept until somebody decides, and decided once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from facts.store import Conflict, Gone, State, StoreError, TooMany
from facts.store.proposals import MOST, MOST_OF_ONE
from facts.store.store import Store, open_store
from tests.store.samples import ANNE, BEN, OTHER, PUE, SERVER, Clock, device, pue

NEW = device("foo-9000")


async def loaded(store: Store) -> dict[str, object]:
    return {key: each.entry for key, each in (await store.facts.current(SERVER)).entries.items()}


async def test_a_preview_is_confirmed_once(store: Store):
    changes = {PUE: pue(1.2), NEW.key: None}
    shown = await store.previews.open(SERVER, changes, by=ANNE, why="file", based_on=0)
    assert await store.previews.get(SERVER, shown.id) == shown
    assert (shown.by, shown.why, shown.changes) == (ANNE, "file", changes)
    assert await loaded(store) == {}
    made = await store.previews.confirm(SERVER, shown.id, by=BEN, token=7)
    assert (made.version, made.by, made.why) == (1, BEN, "file")
    assert await store.previews.confirm(SERVER, shown.id, by=BEN, token=7) == made
    with pytest.raises(Gone):
        await store.previews.confirm(SERVER, shown.id, by=BEN, token=8)
    with pytest.raises(Gone):
        await store.previews.cancel(SERVER, shown.id)
    assert await loaded(store) == {PUE: pue(1.2)}


async def test_two_presses_at_once_confirm_once(store: Store):
    shown = await store.previews.open(SERVER, {PUE: pue(1.2)}, by=ANNE, why="", based_on=0)
    made = await asyncio.gather(
        *(store.previews.confirm(SERVER, shown.id, by=ANNE, token=n) for n in range(8)),
        return_exceptions=True,
    )
    assert sum(isinstance(each, Gone) for each in made) == 7
    assert (await store.facts.current(SERVER)).version == 1


async def test_a_cancelled_preview_is_gone(store: Store):
    shown = await store.previews.open(SERVER, {PUE: pue(1.2)}, by=ANNE, why="", based_on=0)
    await store.previews.cancel(SERVER, shown.id)
    for again in (store.previews.get, store.previews.cancel):
        with pytest.raises(Gone):
            await again(SERVER, shown.id)
    assert await loaded(store) == {}
    after = await store.previews.open(SERVER, {PUE: pue(9)}, by=BEN, why="", based_on=0)
    assert after.id != shown.id, "the buttons of the first would confirm the second"


async def test_a_preview_is_not_reached_from_another_server(store: Store):
    shown = await store.previews.open(SERVER, {PUE: pue(1.2)}, by=ANNE, why="", based_on=0)
    with pytest.raises(Gone):
        await store.previews.confirm(OTHER, shown.id, by=ANNE, token=7)
    with pytest.raises(Gone):
        await store.previews.cancel(OTHER, shown.id)
    assert await store.previews.get(SERVER, shown.id) == shown


async def test_a_preview_outlasts_the_process_and_expires(store: Store, where: str, clock: Clock):
    lasts = timedelta(minutes=15)
    shown = await store.previews.open(
        SERVER, {PUE: pue(1.2)}, by=ANNE, why="", based_on=0, lasts=lasts
    )
    again = await open_store(where, clock)
    clock.pass_by(minutes=14, seconds=59)
    assert await again.previews.get(SERVER, shown.id) == shown
    clock.pass_by(seconds=1)
    with pytest.raises(Gone):
        await again.previews.confirm(SERVER, shown.id, by=ANNE, token=7)
    await again.close()


async def test_a_preview_that_was_overtaken_conflicts_and_stays(store: Store):
    await store.facts.apply(SERVER, {PUE: pue(1.1)}, by=BEN, why="", token=None)
    shown = await store.previews.open(SERVER, {PUE: pue(1.2)}, by=ANNE, why="", based_on=1)
    await store.facts.apply(SERVER, {PUE: pue(1.3)}, by=BEN, why="", token=None)
    with pytest.raises(Conflict) as refused:
        await store.previews.confirm(SERVER, shown.id, by=ANNE, token=7)
    assert refused.value.keys == {PUE: 2}
    assert await store.previews.get(SERVER, shown.id) == shown
    assert await loaded(store) == {PUE: pue(1.3)}


async def test_a_proposal_is_approved_once(store: Store, clock: Clock):
    proposed = await store.proposals.propose(SERVER, pue(1.2), by=BEN)
    assert (proposed.state, proposed.by, proposed.at) == (State.OPEN, BEN, clock())
    assert await store.proposals.waiting(SERVER) == [proposed]
    assert await store.proposals.waiting(OTHER) == []
    made = await store.proposals.approve(SERVER, proposed.id, by=ANNE, why="yes", token=7)
    assert await store.proposals.approve(SERVER, proposed.id, by=ANNE, why="", token=7) == made
    decided = await store.proposals.get(SERVER, proposed.id)
    assert (decided.state, decided.decided_by, decided.version) == (State.APPROVED, ANNE, 1)
    assert await store.proposals.waiting(SERVER) == []
    assert await loaded(store) == {PUE: pue(1.2)}
    for again in (
        store.proposals.approve(SERVER, proposed.id, by=ANNE, why="", token=8),
        store.proposals.reject(SERVER, proposed.id, by=ANNE),
    ):
        with pytest.raises(Gone):
            await again
    assert (await store.facts.current(SERVER)).version == 1


async def test_a_proposal_is_edited_or_rejected(store: Store):
    first = await store.proposals.propose(SERVER, pue(12), by=BEN)
    second = await store.proposals.propose(SERVER, pue(13), by=BEN)
    await store.proposals.approve(SERVER, first.id, by=ANNE, why="", token=7, edited=pue(1.2))
    rejected = await store.proposals.reject(SERVER, second.id, by=ANNE)
    edited = await store.proposals.get(SERVER, first.id)
    assert (edited.state, edited.entry) == (State.EDITED, pue(12))
    assert (rejected.state, rejected.decided_by, rejected.version) == (State.REJECTED, ANNE, None)
    assert await loaded(store) == {PUE: pue(1.2)}


async def test_a_request_proposes_once(store: Store):
    first = await store.proposals.propose(SERVER, pue(1.2), by=BEN, token=7)
    assert await store.proposals.propose(SERVER, pue(1.2), by=BEN, token=7) == first
    other = await store.proposals.propose(OTHER, pue(1.2), by=BEN, token=7)
    assert other.id != first.id
    again = [store.proposals.propose(SERVER, pue(1.3), by=BEN, token=8) for _ in range(4)]
    made = {each.id for each in await asyncio.gather(*again)}
    assert len(made) == 1
    assert len(await store.proposals.waiting(SERVER)) == 2


async def test_a_person_and_a_server_have_so_many_proposals_open(store: Store):
    own = [await store.proposals.propose(SERVER, pue(1.2), by=BEN) for _ in range(MOST_OF_ONE)]
    with pytest.raises(TooMany) as refused:
        await store.proposals.propose(SERVER, pue(1.2), by=BEN)
    assert (refused.value.own, refused.value.most) == (True, 5)
    await store.proposals.propose(OTHER, pue(1.2), by=BEN)
    for number in range(MOST - MOST_OF_ONE):
        await store.proposals.propose(SERVER, pue(1.2), by=1000 + number)
    with pytest.raises(TooMany) as refused:
        await store.proposals.propose(SERVER, pue(1.2), by=ANNE)
    assert (refused.value.own, refused.value.most) == (False, 100)
    await store.proposals.reject(SERVER, own[0].id, by=ANNE)
    await store.proposals.propose(SERVER, pue(1.2), by=BEN)


async def test_where_a_proposal_is_shown_is_kept(store: Store):
    proposed = await store.proposals.propose(SERVER, pue(1.2), by=BEN)
    assert (proposed.channel, proposed.message) == (None, None)
    await store.proposals.shown(OTHER, proposed.id, channel=1, message=2)
    await store.proposals.shown(SERVER, proposed.id, channel=3, message=4)
    kept = await store.proposals.get(SERVER, proposed.id)
    assert (kept.channel, kept.message) == (3, 4)


async def test_a_proposal_is_not_reached_from_another_server(store: Store):
    proposed = await store.proposals.propose(SERVER, pue(1.2), by=BEN)
    for attempt in (
        store.proposals.get(OTHER, proposed.id),
        store.proposals.approve(OTHER, proposed.id, by=ANNE, why="", token=7),
        store.proposals.reject(OTHER, proposed.id, by=ANNE),
    ):
        with pytest.raises(StoreError):
            await attempt
    assert await store.proposals.waiting(SERVER) == [proposed]
