"""Copies, backups and restoring: all of it with equal digests, or nothing."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from facts.store import CopyDiffers, NewerStore, NotAStore, NotEmpty
from facts.store.copies import backup, copy, digest, restore
from facts.store.store import Store, open_store, opened
from tests.store.samples import ANNE, BEN, OTHER, PUE, SERVER, device, pue


async def fill(store: Store) -> None:
    """Something in every table; names that databases of different languages sort differently."""
    for n, name in enumerate(["a-b", "ab", "a1", "z", "a-c", "l"]):
        entry = device(name)
        await store.facts.apply(
            SERVER, {entry.key: entry}, by=ANNE, why="zażółć \U0001f642", token=n
        )
    values = {each.key: each for each in (pue(0.1 + 0.2), pue(1e300, "ab"), pue(5e-324, "a-b"))}
    await store.facts.apply(OTHER, values, by=BEN, why="", token=None)
    await store.facts.undo(SERVER, 3, by=ANNE, why="", token=None)
    await store.servers.let_load(OTHER, 7, may=True)
    await store.servers.left(OTHER)
    await store.proposals.propose(SERVER, pue(1.3), by=BEN)
    await store.previews.open(SERVER, {PUE: None}, by=ANNE, why="", based_on=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a second database."""
    if request.param == "sqlite":
        return str(tmp_path / "elsewhere.sqlite")
    address: str = request.getfixturevalue("bare_database")
    return address


async def test_a_copy_is_equal_in_every_database(store: Store, elsewhere: str):
    await fill(store)
    async with opened(elsewhere) as other:
        sums = await copy(store, other)
        assert await digest(other) == await digest(store)
        assert {name: each.rows for name, each in sums.items()} == {
            "servers": 2,
            "change_sets": 8,
            "changes": 10,
            "entries": 8,
            "proposals": 1,
            "previews": 1,
        }
        for server in (SERVER, OTHER):
            assert await other.facts.current(server) == await store.facts.current(server)


async def test_a_copy_goes_on_where_the_original_was(store: Store, elsewhere: str):
    await fill(store)
    async with opened(elsewhere) as other:
        await copy(store, other)
        for each in (store, other):
            made = await each.facts.apply(SERVER, {PUE: pue(1.9)}, by=BEN, why="", token=77)
            assert made.version == 8
            assert (await each.proposals.propose(SERVER, pue(1.4), by=BEN)).id == 2


async def test_nothing_is_copied_over_something(store: Store, elsewhere: str):
    await fill(store)
    async with opened(elsewhere) as other:
        await other.facts.apply(5, {PUE: pue(1.2)}, by=ANNE, why="", token=None)
        before = await digest(other)
        with pytest.raises(NotEmpty):
            await copy(store, other)
        assert await digest(other) == before


async def test_a_copy_that_differs_is_not_made(store: Store, tmp_path: Path):
    """A trigger in the destination stands for whatever might spoil a row there."""
    await fill(store)
    async with opened(tmp_path / "elsewhere.sqlite") as other:
        empty = await digest(other)
        async with other.database.writing() as connection:
            await connection.execute(
                text(
                    "CREATE TRIGGER spoil AFTER INSERT ON previews BEGIN"
                    " UPDATE previews SET based_on = 3; END"
                )
            )
        with pytest.raises(CopyDiffers, match="previews"):
            await copy(store, other)
        assert await digest(other) == empty


async def test_a_backup_is_restored_with_an_equal_digest(store: Store, tmp_path: Path):
    await fill(store)
    before = await digest(store)
    await backup(store, tmp_path / "backup")
    assert stat.S_IMODE((tmp_path / "backup").stat().st_mode) == 0o600
    await store.facts.apply(SERVER, {PUE: pue(1.9)}, by=BEN, why="", token=77)
    await store.facts.apply(5, {PUE: pue(1.9)}, by=BEN, why="", token=78)
    assert await digest(store) != before
    await restore(store, tmp_path / "backup")
    assert await digest(store) == before
    await restore(store, tmp_path / "backup")
    assert await digest(store) == before
    made = await store.facts.apply(SERVER, {PUE: pue(1.9)}, by=BEN, why="", token=77)
    assert made.version == 8


async def test_a_backup_is_one_file_and_replaces_none(store: Store, tmp_path: Path):
    folder = tmp_path / "backups"
    folder.mkdir()
    await backup(store, folder / "backup")
    assert [each.name for each in folder.iterdir()] == ["backup"]
    content = (folder / "backup").read_bytes()
    await fill(store)
    with pytest.raises(FileExistsError):
        await backup(store, folder / "backup")
    assert (folder / "backup").read_bytes() == content


async def test_a_backup_is_one_state_of_a_store_in_use(store: Store, tmp_path: Path):
    """Change set n holds n as both of its values: a backup in between would hold halves."""
    running = True

    async def load() -> int:
        n = 0
        while running:
            n += 1
            both = {each.key: each for each in (pue(n, "a"), pue(n, "b"))}
            await store.facts.apply(SERVER, both, by=ANNE, why="", token=n)
        return n

    loading = asyncio.create_task(load())
    for number in range(5):
        await backup(store, tmp_path / f"backup-{number}")
    running = False
    last = await loading
    for number in range(5):
        async with opened(tmp_path / f"backup-{number}") as kept:
            facts = await kept.facts.current(SERVER)
            values = [held.entry.model_dump()["value"] for held in facts.entries.values()]
            assert values == [facts.version] * 2 if facts.version else values == []
            assert await kept.facts.at(SERVER, facts.version) == facts
    assert (await store.facts.current(SERVER)).version == last


def spoilt(path: Path, to: Path) -> Path:
    """A copy of a database with some bytes in its middle changed."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4_000] = b"\xff" * 4_000
    to.write_bytes(content)
    return to


async def test_what_is_no_backup_is_refused_and_changes_nothing(store: Store, tmp_path: Path):
    await fill(store)
    await backup(store, tmp_path / "backup")
    before = await digest(store)
    (tmp_path / "notes").write_text("no backup")
    (tmp_path / "empty").touch()
    with closing(sqlite3.connect(tmp_path / "theirs")) as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")
    cut = tmp_path / "cut"
    cut.write_bytes((tmp_path / "backup").read_bytes()[:-8_192])
    spoilt(tmp_path / "backup", tmp_path / "spoilt")
    for name in ("notes", "empty", "theirs", "cut", "spoilt", "nowhere"):
        with pytest.raises(NotAStore, match=name):
            await restore(store, tmp_path / name)
    with pytest.raises(NotAStore):
        await restore(store, tmp_path)
    assert await digest(store) == before


async def test_a_newer_backup_is_refused_and_changes_nothing(store: Store, tmp_path: Path):
    await fill(store)
    before = await digest(store)
    await backup(store, tmp_path / "backup")
    with closing(sqlite3.connect(tmp_path / "backup")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(NewerStore):
        await restore(store, tmp_path / "backup")
    assert await digest(store) == before


async def test_a_backup_whose_rows_dont_fit_changes_nothing(store: Store, tmp_path: Path):
    await fill(store)
    before = await digest(store)
    await backup(store, tmp_path / "backup")
    with closing(sqlite3.connect(tmp_path / "backup")) as connection:
        connection.execute("UPDATE entries SET server = 12345")
        connection.commit()
    with pytest.raises(NotAStore, match="damaged"):
        await restore(store, tmp_path / "backup")
    assert await digest(store) == before


async def test_a_file_in_use_can_be_restored_from(store: Store, tmp_path: Path):
    """Its newest rows are in the log beside it, which an opened file's copy must not miss."""
    other = await open_store(tmp_path / "in-use.sqlite")
    await fill(other)
    await restore(store, tmp_path / "in-use.sqlite")
    assert await digest(store) == await digest(other)
    await other.close()


async def test_a_stale_log_beside_a_restored_copy_does_no_harm(tmp_path: Path):
    """Whoever copies a closed file over another must not get that one's log replayed into it."""
    store = await open_store(tmp_path / "facts.sqlite")
    await fill(store)
    await backup(store, tmp_path / "backup")
    expected = await digest(store)
    await store.facts.apply(5, {PUE: pue(1.9)}, by=BEN, why="", token=78)
    log = (tmp_path / "facts.sqlite-wal").read_bytes()
    assert log
    await store.close()
    shutil.copy(tmp_path / "backup", tmp_path / "facts.sqlite")
    (tmp_path / "facts.sqlite-wal").write_bytes(log)
    async with opened(tmp_path / "facts.sqlite") as again:
        found = await digest(again)
    assert found == expected
