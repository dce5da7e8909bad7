"""Opening: a database is made, brought up to date under a lock, or refused with the reason."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import stat
import subprocess
import sys
import zipfile
from contextlib import AsyncExitStack, closing
from pathlib import Path

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from facts.store import (
    NewerStore,
    NotAStore,
    Store,
    UnknownAddress,
    Unreachable,
    open_store,
    opened,
)
from facts.store.database import address
from facts.store.migrate import REVISION, SCRIPTS
from facts.store.tables import METADATA
from tests.store import loading
from tests.store.processes import Forked
from tests.store.samples import ANNE, PUE, SERVER, pue

ROOT = Path(__file__).parents[2]
OPENER = """
import asyncio, sys
from facts.store import opened

async def main():
    async with opened(sys.argv[1]) as store:
        print(await store.facts.versions([1]))

asyncio.run(main())
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def nowhere(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table."""
    if request.param == "sqlite":
        return str(tmp_path / "folder" / "new.sqlite")
    address: str = request.getfixturevalue("bare_database")
    return address


async def test_models_and_migrations_agree(nowhere: str):
    def differences(connection: Connection) -> object:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, METADATA)

    async with opened(nowhere) as store, store.database.reading() as connection:
        assert await connection.run_sync(differences) == []


def test_the_newest_migration_is_the_one_looked_for():
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


async def test_many_processes_start_at_once(nowhere: str):
    async with AsyncExitStack() as stack:
        started = [Forked(loading.opens, nowhere) for _ in range(4)]
        for each in started:
            await stack.enter_async_context(each)
        assert [await each.hear() for each in started] == [{1: 0}] * 4


async def test_a_newer_database_is_refused_and_left_alone(nowhere: str):
    async with opened(nowhere) as store:
        await store.facts.apply(SERVER, {PUE: pue(1.2)}, by=ANNE, why="", token=7)
        async with store.database.writing() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerStore, match="later version of rackmath"):
        await open_store(nowhere)
    database = Store(store.database)
    assert (await database.facts.current(SERVER)).version == 1
    await database.close()


async def test_the_file_is_its_owners_alone(tmp_path: Path):
    path = tmp_path / "folder" / "facts.sqlite"
    async with opened(path) as store:
        await store.facts.apply(SERVER, {PUE: pue(1.2)}, by=ANNE, why="", token=7)
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert set(modes) == {"facts.sqlite", "facts.sqlite-wal", "facts.sqlite-shm"}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["facts.sqlite"]


async def test_every_connection_is_safe(tmp_path: Path):
    """WAL, FULL is 2, foreign keys and secure deletion are on."""
    async with opened(tmp_path / "facts.sqlite") as store, store.database.reading() as connection:
        found = [
            (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        ]
    assert found == ["wal", 2, 1, 1]


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"\0" * 500])
async def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(NotAStore, match=r"notes\.txt"):
        await open_store(path)
    assert path.read_bytes() == content


async def test_another_programs_database_is_refused(tmp_path: Path):
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")
    with pytest.raises(NotAStore, match="another program"):
        await open_store(path)
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
    assert names == ["theirs"]


@pytest.mark.parametrize(
    "where",
    [
        "",
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://root:secret@db/facts",
        "x y://",
        "postgresql://root:secret@db/facts?sslmod=require",
    ],
)
def test_other_addresses_are_refused_without_repeating_them(where: str):
    with pytest.raises(UnknownAddress) as refused:
        address(where)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("postgresql://anne:secret@127.0.0.1:9/facts", "postgresql://127.0.0.1:9/facts"),
        ("postgresql://anne:secret@127.0.0.1:9/f?sslmode=never", "postgresql://127.0.0.1:9/f"),
        ("{folder}", "{folder}"),
        ("{folder}/notes.txt/facts.sqlite", "{folder}/notes.txt/facts.sqlite"),
    ],
    ids=["nobody listens", "no such mode", "a folder", "below a file"],
)
async def test_a_database_that_cannot_be_reached_is_named(tmp_path: Path, where: str, place: str):
    (tmp_path / "notes.txt").write_text("notes")
    with pytest.raises(Unreachable) as refused:
        await open_store(where.format(folder=tmp_path))
    assert str(refused.value).startswith(f"{place.format(folder=tmp_path)} can't be opened: ")
    assert "secret" not in str(refused.value)


async def test_a_database_that_does_not_let_in(bare_database: str):
    """A role that may log in, and nothing else."""
    connection = await asyncpg.connect(bare_database)
    role = "stranger_" + bare_database.partition("/test_")[2].partition("?")[0]
    await connection.execute(f"CREATE ROLE {role} LOGIN")
    try:
        with pytest.raises(Unreachable, match="permission denied"):
            await open_store(bare_database.replace("postgres:@", f"{role}:@"))
    finally:
        await connection.execute(f"DROP ROLE {role}")
        await connection.close()


async def test_a_file_that_is_in_use_too_long_is_named(tmp_path: Path, monkeypatch):
    async with opened(tmp_path / "facts.sqlite"):
        pass
    monkeypatch.setattr("facts.store.database.PRAGMAS", ("PRAGMA busy_timeout = 1",))
    with closing(sqlite3.connect(tmp_path / "facts.sqlite")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unreachable, match="locked"):
            await open_store(tmp_path / "facts.sqlite")


def test_addresses_are_understood(monkeypatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    for where in ("facts.sqlite", "sqlite:///facts.sqlite", f"sqlite:///{tmp_path}/facts.sqlite"):
        assert address(where).database == str(tmp_path / "facts.sqlite")
    url = address("postgresql://anne:secret@db:5433/facts?sslmode=require")
    assert url.drivername == "postgresql+asyncpg"
    assert (url.host, url.port, url.database) == ("db", 5433, "facts")
    assert dict(url.query) == {"ssl": "require"}


def test_an_answer_in_the_terminal_imports_no_database():
    code = (
        "import sys; from click.testing import CliRunner; from bot.cli import main;"
        "assert CliRunner().invoke(main, ['ask', '/power gpus:8 device:h100']).exit_code == 0;"
        "print({'sqlalchemy', 'alembic', 'aiosqlite', 'asyncpg'} & set(sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "set()"


async def test_an_up_to_date_database_is_opened_without_alembic(where: str):
    async with opened(where):
        pass
    code = f"{OPENER}\nprint('alembic' in sys.modules)"
    ran = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", code, where), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await ran.communicate()
    assert said.decode().split() == ["{1:", "0}", "False"]


def test_a_wheel_has_the_migrations(tmp_path: Path):
    """Built of a copy, so that nothing is left in the checkout."""
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    for package in ("bot", "calculators", "facts"):
        leave = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=leave)
    code = "from setuptools.build_meta import build_wheel; print(build_wheel('dist'))"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    versions = {path.name for path in (SCRIPTS / "versions").glob("0*.py")}
    assert {f"facts/store/migrations/versions/{name}" for name in versions} <= names
    assert "facts/store/migrations/env.py" in names
    every = {str(path.relative_to(ROOT)) for path in (ROOT / "facts").rglob("*.py")}
    assert every <= names


async def test_proposals_of_the_first_version_stay(nowhere: str):
    """A database as the first migration left it, with a proposal in it."""
    async with opened(nowhere) as store:
        kept = await store.proposals.propose(SERVER, pue(1.2), by=ANNE)
        async with store.database.writing() as connection:
            await connection.execute(text("DROP INDEX ix_proposals_token"))
            for name in ("token", "channel", "message"):
                await connection.execute(text(f"ALTER TABLE proposals DROP COLUMN {name}"))
            await connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    async with opened(nowhere) as store:
        assert await store.proposals.waiting(SERVER) == [kept]
        await store.proposals.propose(SERVER, pue(1.3), by=ANNE, token=7)
