"""Change sets: made once, undone, read back. States are worked out by hand."""

from __future__ import annotations

import asyncio

import pytest

from facts.loaded import MAX_ENTRIES, Entry, ServerFacts
from facts.store import Changes, Conflict, Full, UnknownVersion
from facts.store.store import Store
from tests.store.samples import ANNE, BEN, OTHER, PUE, SERVER, Clock, device, pue


def entries(facts: ServerFacts) -> dict[str, Entry]:
    return {key: held.entry for key, held in facts.entries.items()}


async def load(store: Store, *values: float, server: int = SERVER) -> None:
    for value in values:
        await store.facts.apply(server, {PUE: pue(value)}, by=ANNE, why="measured", token=None)


async def test_a_server_holds_nothing_at_first(store: Store):
    assert await store.facts.current(SERVER) == ServerFacts(server=SERVER, version=0, entries={})
    assert await store.facts.at(SERVER, 0) == await store.facts.current(SERVER)
    assert await store.facts.history(SERVER) == []
    assert await store.facts.versions([SERVER, OTHER]) == {SERVER: 0, OTHER: 0}


async def test_a_change_set_is_read_back_as_it_was_loaded(store: Store, clock: Clock):
    new = device("foo-9000")
    both: Changes = {new.key: new, PUE: pue(1.17)}
    made = await store.facts.apply(SERVER, both, by=ANNE, why="a\0 reason\ud800", token=7)
    assert made.model_dump() == {
        "server": SERVER,
        "version": 1,
        "at": clock(),
        "by": ANNE,
        "why": "a reason?",
        "undoes": None,
        "size": 2,
    }
    assert await store.facts.change_set(SERVER, 1) == made
    facts = await store.facts.current(SERVER)
    assert (facts.version, entries(facts)) == (1, both)
    assert {(held.version, held.at) for held in facts.entries.values()} == {(1, clock())}
    assert await store.facts.at(SERVER, 1) == facts


async def test_a_server_holds_so_many_entries_and_no_more(store: Store):
    every: Changes = {each.key: each for each in (device(f"d{n}") for n in range(MAX_ENTRIES))}
    first = next(iter(every))
    await store.facts.apply(SERVER, every, by=ANNE, why="", token=None)
    with pytest.raises(Full) as refused:
        await load(store, 1.1)
    assert refused.value.most == MAX_ENTRIES
    assert (await store.facts.current(SERVER)).version == 1
    await store.facts.apply(SERVER, {first: None}, by=ANNE, why="", token=None)
    await load(store, 1.1)
    with pytest.raises(Full):
        await store.facts.undo(SERVER, 2, by=ANNE, why="", token=None)
    assert len((await store.facts.current(SERVER)).entries) == MAX_ENTRIES
    await load(store, 1.1, server=OTHER)


async def test_what_stays_keeps_its_version(store: Store, clock: Clock):
    await load(store, 1.1)
    first = clock()
    clock.pass_by(days=1)
    new = device("foo-9000")
    changes: Changes = {PUE: pue(1.1), new.key: new}
    made = await store.facts.apply(SERVER, changes, by=BEN, why="", token=None)
    assert made.size == 1
    facts = await store.facts.current(SERVER)
    assert (facts.entries[PUE].version, facts.entries[PUE].at) == (1, first)
    assert (facts.entries[new.key].version, facts.entries[new.key].at) == (2, clock())
    assert list(await store.facts.changes(SERVER, 2)) == [new.key]


async def test_previous_values_are_recorded(store: Store):
    await load(store, 1.1, 1.2)
    await store.facts.apply(SERVER, {PUE: None}, by=ANNE, why="gone", token=None)
    recorded = [(await store.facts.changes(SERVER, version))[PUE] for version in (1, 2, 3)]
    assert [(each.before, each.after) for each in recorded] == [
        (None, pue(1.1)),
        (pue(1.1), pue(1.2)),
        (pue(1.2), None),
    ]
    assert (await store.facts.current(SERVER)).entries == {}


async def test_history_is_paged_from_the_newest(store: Store):
    await load(store, 1.1, 1.2, 1.3, 1.4)
    assert [each.version for each in await store.facts.history(SERVER, 3)] == [4, 3, 2]
    assert [each.version for each in await store.facts.history(SERVER, 3, before=2)] == [1]


async def test_servers_are_apart(store: Store):
    await load(store, 1.1, 1.2)
    await load(store, 1.9, server=OTHER)
    assert entries(await store.facts.current(SERVER)) == {PUE: pue(1.2)}
    assert entries(await store.facts.current(OTHER)) == {PUE: pue(1.9)}
    assert await store.facts.versions([SERVER, OTHER]) == {SERVER: 2, OTHER: 1}
    with pytest.raises(UnknownVersion):
        await store.facts.undo(OTHER, 2, by=ANNE, why="", token=None)


async def test_a_token_changes_once(store: Store):
    first = await store.facts.apply(SERVER, {PUE: pue(1.1)}, by=ANNE, why="", token=7)
    again = await store.facts.apply(SERVER, {PUE: pue(1.5)}, by=BEN, why="more", token=7)
    assert again == first
    undone = await store.facts.undo(SERVER, 1, by=ANNE, why="", token=8)
    assert await store.facts.undo(SERVER, 1, by=ANNE, why="", token=8) == undone
    back = await store.facts.revert(SERVER, 1, by=ANNE, why="", token=9)
    assert await store.facts.revert(SERVER, 0, by=ANNE, why="", token=9) == back
    assert [each.version for each in await store.facts.history(SERVER)] == [3, 2, 1]


async def test_a_token_of_another_server_is_another_token(store: Store):
    for server in (SERVER, OTHER):
        made = await store.facts.apply(server, {PUE: pue(1.1)}, by=ANNE, why="", token=7)
        assert (made.server, made.version) == (server, 1)


async def test_a_token_delivered_many_times_at_once_changes_once(store: Store):
    made = await asyncio.gather(
        *(
            store.facts.apply(SERVER, {PUE: pue(1 + n / 10)}, by=ANNE, why="", token=7)
            for n in range(16)
        )
    )
    assert made == [made[0]] * 16
    assert len(await store.facts.history(SERVER)) == 1


async def test_undo_puts_back_what_was_there(store: Store):
    new = device("foo-9000")
    await load(store, 1.1)
    both: Changes = {PUE: pue(1.2), new.key: new}
    await store.facts.apply(SERVER, both, by=ANNE, why="", token=None)
    undone = await store.facts.undo(SERVER, 2, by=BEN, why="wrong", token=None)
    assert (undone.version, undone.undoes, undone.by) == (3, 2, BEN)
    assert entries(await store.facts.current(SERVER)) == {PUE: pue(1.1)}
    await store.facts.undo(SERVER, 3, by=BEN, why="right after all", token=None)
    assert entries(await store.facts.current(SERVER)) == both


async def test_undo_of_what_was_changed_since_is_refused_unless_forced(store: Store):
    await load(store, 1.1, 1.2, 1.3)
    with pytest.raises(Conflict) as refused:
        await store.facts.undo(SERVER, 2, by=ANNE, why="", token=7)
    assert refused.value.keys == {PUE: 3}
    assert (await store.facts.current(SERVER)).version == 3
    await store.facts.undo(SERVER, 2, by=ANNE, why="", token=7, force=True)
    assert entries(await store.facts.current(SERVER)) == {PUE: pue(1.1)}


async def test_a_change_based_on_an_old_version_conflicts_where_keys_overlap(store: Store):
    await load(store, 1.1, 1.2)
    new = device("foo-9000")
    both: Changes = {PUE: pue(1.5), new.key: new}
    with pytest.raises(Conflict) as refused:
        await store.facts.apply(SERVER, both, by=ANNE, why="", token=7, based_on=1)
    assert refused.value.keys == {PUE: 2}
    await store.facts.apply(SERVER, {new.key: new}, by=ANNE, why="", token=7, based_on=1)
    await store.facts.apply(SERVER, {PUE: pue(1.5)}, by=ANNE, why="", token=8, based_on=2)
    assert entries(await store.facts.current(SERVER)) == both


async def test_a_server_goes_back_to_a_past_state(store: Store):
    new = device("foo-9000")
    await load(store, 1.1)
    await store.facts.apply(SERVER, {new.key: new, PUE: None}, by=ANNE, why="", token=None)
    await store.facts.revert(SERVER, 1, by=BEN, why="", token=None)
    facts = await store.facts.current(SERVER)
    assert (facts.version, entries(facts)) == (3, {PUE: pue(1.1)})
    await store.facts.revert(SERVER, 0, by=BEN, why="", token=None)
    assert (await store.facts.current(SERVER)).entries == {}


async def test_versions_that_are_not_there_are_refused(store: Store):
    await load(store, 1.1)
    for version in (-1, 2):
        with pytest.raises(UnknownVersion):
            await store.facts.at(SERVER, version)
        with pytest.raises(UnknownVersion):
            await store.facts.changes(SERVER, version)
        with pytest.raises(UnknownVersion):
            await store.facts.revert(SERVER, version, by=ANNE, why="", token=None)
        with pytest.raises(UnknownVersion):
            await store.facts.apply(SERVER, {}, by=ANNE, why="", token=None, based_on=version)
    assert (await store.facts.current(SERVER)).version == 1


async def test_an_entry_stands_under_its_own_key(store: Store):
    with pytest.raises(ValueError, match="fact:theirs/pue"):
        await store.facts.apply(SERVER, {"fact:theirs/pue": pue(1)}, by=ANNE, why="", token=None)
    assert (await store.facts.current(SERVER)).version == 0


async def test_a_large_file_is_one_change_set(store: Store):
    many = {each.key: each for each in (pue(1.2, f"site-{n}") for n in range(1_201))}
    made = await store.facts.apply(SERVER, many, by=ANNE, why="", token=None)
    assert made.size == 1_201
    await store.facts.apply(SERVER, dict.fromkeys(many), by=ANNE, why="", token=None)
    assert (await store.facts.current(SERVER)).entries == {}
    assert entries(await store.facts.at(SERVER, 1)) == many


async def test_cancelled_loads_leave_no_gaps_and_nothing_locked(store: Store):
    loads = [
        asyncio.create_task(
            store.facts.apply(SERVER, {PUE: pue(1 + n / 100)}, by=ANNE, why="", token=n)
        )
        for n in range(40)
    ]
    for n, task in enumerate(loads):
        await asyncio.sleep(0.002)
        if n % 2:
            task.cancel()
    ended = await asyncio.gather(*loads, return_exceptions=True)
    assert not [each for each in ended if isinstance(each, Exception)]
    last = await store.facts.apply(SERVER, {PUE: pue(2)}, by=ANNE, why="", token=None)
    made = await store.facts.history(SERVER, 100)
    assert [each.version for each in made] == list(range(last.version, 0, -1))
    acknowledged = {each.version for each in ended if not isinstance(each, BaseException)}
    assert acknowledged <= {each.version for each in made}
