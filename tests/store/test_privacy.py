"""A person's own data: read out, and forgotten to the last byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Text as SqlText
from sqlalchemy import cast, func, or_, select, text
from sqlalchemy.exc import DBAPIError

from facts.store import FORGOTTEN, State
from facts.store.copies import digest
from facts.store.store import Store
from facts.store.tables import TABLES
from tests.store.samples import ANNE, BEN, OTHER, PUE, SERVER, pue

MENTIONED = f"as <@{ANNE}> says"


async def busy(store: Store) -> None:
    """Leave traces of Anne's in every table, some of them in rows deleted since, and of Ben's."""
    for n in range(120):
        entry = pue(1 + n / 1000, f"site-{n % 30}", f"meter {n}, {MENTIONED}"[: 20 + n % 140])
        await store.facts.apply(SERVER, {entry.key: entry}, by=ANNE, why=MENTIONED, token=n)
    named = pue(1.5, f"room-{ANNE}")
    await store.facts.apply(SERVER, {named.key: named}, by=BEN, why="", token=None)
    first = await store.proposals.propose(SERVER, pue(1.3, source=MENTIONED), by=ANNE)
    second = await store.proposals.propose(SERVER, pue(1.4), by=BEN)
    await store.proposals.reject(SERVER, first.id, by=BEN)
    await store.proposals.approve(SERVER, second.id, by=ANNE, why="", token=None)
    await store.previews.open(SERVER, {PUE: pue(2)}, by=ANNE, why="", based_on=0)
    await store.previews.open(SERVER, {PUE: pue(2)}, by=BEN, why=MENTIONED, based_on=0)
    dropped = await store.previews.open(OTHER, {PUE: pue(2)}, by=ANNE, why="", based_on=0)
    await store.previews.cancel(OTHER, dropped.id)


def varint(number: int) -> bytes:
    """A number from 2**56 as SQLite's format writes row numbers: 8 times 7 bits, and 8 bits."""
    high, low = divmod(number, 256)
    return bytes(high >> 7 * n & 0x7F | 0x80 for n in reversed(range(8))) + bytes([low])


def traces(folder: Path, person: int) -> list[str]:
    forms = {
        "text": str(person).encode(),
        "big": person.to_bytes(8, "big"),
        "little": person.to_bytes(8, "little"),
        "varint": varint(person),
    }
    return [
        f"{path.name}: {name}"
        for path in folder.rglob("*")
        for name, form in forms.items()
        if path.is_file() and form in path.read_bytes()
    ]


async def rows_naming(store: Store, person: int) -> list[str]:
    found = []
    async with store.database.reading() as connection:
        for table in TABLES:
            named = or_(*(cast(each, SqlText).contains(str(person)) for each in table.columns))
            if await connection.scalar(select(func.count()).select_from(table).where(named)):
                found.append(table.name)
    return found


async def test_the_search_for_traces_finds_them(store: Store, where: str, tmp_path: Path):
    await busy(store)
    everywhere = {"change_sets", "changes", "entries", "previews", "proposals"}
    assert set(await rows_naming(store, ANNE)) == everywhere
    if str(tmp_path) in where:
        assert {each.split()[-1] for each in traces(tmp_path, ANNE)} >= {"text", "big"}


async def test_nothing_of_a_forgotten_person_stays(store: Store, where: str, tmp_path: Path):
    await busy(store)
    before = await store.facts.current(SERVER)
    await store.privacy.forget(ANNE)
    assert await rows_naming(store, ANNE) == []
    assert await rows_naming(store, BEN)
    if str(tmp_path) in where:
        assert traces(tmp_path, ANNE) == []
        assert traces(tmp_path, BEN)
    after = await store.facts.current(SERVER)
    assert (after.version, len(after.entries)) == (before.version, len(before.entries))
    assert after.entries[PUE] == before.entries[PUE]


async def test_facts_and_decisions_of_a_forgotten_person_stay(store: Store):
    proposed = await store.proposals.propose(SERVER, pue(1.3), by=ANNE)
    await store.proposals.reject(SERVER, proposed.id, by=ANNE)
    await store.facts.apply(SERVER, {PUE: pue(1.2)}, by=ANNE, why="measured", token=7)
    await store.privacy.forget(ANNE)
    assert (await store.facts.change_set(SERVER, 1)).by == FORGOTTEN
    assert (await store.facts.current(SERVER)).entries[PUE].entry == pue(1.2)
    kept = await store.proposals.get(SERVER, proposed.id)
    assert (kept.by, kept.decided_by, kept.state) == (FORGOTTEN, FORGOTTEN, State.REJECTED)
    await store.facts.undo(SERVER, 1, by=BEN, why="", token=8)


async def test_an_error_of_the_database_names_nobody(store: Store):
    """It may come into a log."""
    async with store.database.reading() as connection:
        with pytest.raises(DBAPIError) as refused:
            await connection.execute(
                text("SELECT nothing FROM nowhere WHERE id = :id"), {"id": ANNE}
            )
    assert str(ANNE) not in str(refused.value)


async def test_two_people_named_in_keys_stay_apart(store: Store):
    for person in (ANNE, BEN):
        named = pue(1.5, f"room-{person}")
        await store.facts.apply(SERVER, {named.key: named}, by=person, why="", token=person)
    for person in (ANNE, BEN):
        await store.privacy.forget(person)
    facts = await store.facts.current(SERVER)
    assert [each.entry.key for each in facts.entries.values()] == list(facts.entries)
    assert len(facts.entries) == 2


async def test_forgetting_a_stranger_changes_nothing(store: Store):
    await store.facts.apply(SERVER, {PUE: pue(1.2)}, by=BEN, why="", token=7)
    before = await digest(store)
    await store.privacy.forget(ANNE)
    await store.privacy.forget(2)  # no id of anybody's: figures hold that digit
    assert await digest(store) == before


async def test_a_person_reads_what_is_stored_of_them(store: Store, where: str):
    await store.facts.apply(SERVER, {PUE: pue(1.2)}, by=ANNE, why="measured", token=7)
    await store.facts.apply(OTHER, {PUE: pue(1.2)}, by=BEN, why="", token=8)
    await store.proposals.propose(SERVER, pue(1.3), by=ANNE)
    await store.previews.open(SERVER, {PUE: None}, by=ANNE, why="", based_on=1)
    found = json.loads(json.dumps(await store.privacy.export(ANNE)))
    assert {table: len(rows) for table, rows in found.items()} == {
        "change_sets": 1,
        "proposals": 1,
        "previews": 1,
    }
    loaded = found["change_sets"][0]
    assert (loaded["server"], loaded["version"], loaded["why"]) == (SERVER, 1, "measured")
    assert loaded["at"] == "2026-11-03T12:30:15.250001+00:00"
    await store.privacy.forget(ANNE)
    assert not any((await store.privacy.export(ANNE)).values())


@pytest.mark.parametrize("person", [2**56 + 1, 2**62 + 12_345])
async def test_short_and_long_ids_are_forgotten(store: Store, person: int, where: str, tmp_path):
    await store.facts.apply(SERVER, {PUE: pue(1.2)}, by=person, why="", token=7)
    await store.privacy.forget(person)
    assert await rows_naming(store, person) == []
    if str(tmp_path) in where:
        assert traces(tmp_path, person) == []
