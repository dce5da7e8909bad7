"""Opening: a database is made, brought up to date under a lock, or refused with the reason."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import zipfile
from contextlib import AsyncExitStack, closing
from itertools import count
from pathlib import Path

import asyncpg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from facts.store import NewerStore, NotAStore, UnknownAddress, Unreachable
from facts.store.database import Database, address
from facts.store.migrate import REVISION, SCRIPTS, run_migrations
from facts.store.store import Store, open_store, opened
from facts.store.tables import METADATA
from tests.store import loading
from tests.store.processes import Forked
from tests.store.samples import ANNE, PUE, SERVER, pue

ROOT = Path(__file__).parents[2]
OPENER = """
import asyncio, sys
from facts.store.store import opened

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


POSTGRESQL = (
    "SELECT table_name, ordinal_position, column_name, data_type, character_maximum_length,"
    " is_nullable, column_default, collation_name FROM information_schema.columns"
    " WHERE table_schema = 'public'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT sequencename, data_type::text, start_value, increment_by FROM pg_sequences",
)


def declared(sql: str | None) -> list[str]:
    """What a statement of SQLite declares: a migration puts new columns after the constraints."""
    head, _, body = " ".join((sql or "").split()).partition("(")
    clauses = re.split(r",(?![^(]*\))", body.rpartition(")")[0])
    return [head.strip(), *sorted(clause.strip() for clause in clauses)]


async def schema(database: Database) -> list[tuple[object, ...]]:
    """All that a database consists of, and its revision; no other rows."""
    found: list[tuple[object, ...]] = []
    async with database.reading() as connection:
        if database.path is None:
            for query in POSTGRESQL:
                found += map(tuple, await connection.exec_driver_sql(query))
        else:
            made = await connection.exec_driver_sql("SELECT name, sql FROM sqlite_master")
            for row in made.all():
                columns = await connection.exec_driver_sql(f"PRAGMA table_info({row.name})")
                found.append((row.name, *declared(row.sql), *map(tuple, columns)))
        if found:
            found += map(tuple, await connection.exec_driver_sql("SELECT * FROM alembic_version"))
    return sorted(found, key=repr)


async def test_a_new_database_is_what_the_migrations_make(nowhere: str):
    async with opened(nowhere) as store:
        made = await schema(store.database)
        assert len(made) > 10
        async with store.database.writing() as connection:
            await connection.run_sync(METADATA.drop_all)
            await connection.execute(text("DROP TABLE alembic_version"))
            await connection.run_sync(run_migrations, None)
        assert await schema(store.database) == made


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


async def test_a_process_killed_while_it_makes_a_database_leaves_all_or_nothing(nowhere: str):
    """It is killed after each of its statements in turn, until it comes to the end."""
    found = []
    for statements in count(1):
        async with Forked(loading.opens_until_killed, nowhere, statements) as process:
            ended = await process.hear()
        database = Database(address(nowhere))
        found.append(await schema(database))
        await database.close()
        if ended:
            break
    whole = found[-1]
    assert all(left in ([], whole) for left in found)
    assert found.count([]) > 8  # six tables and their mark, the look for it, the beginning
    async with opened(nowhere) as store:
        await store.facts.apply(SERVER, {PUE: pue(1.2)}, by=ANNE, why="", token=7)


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


ANSWERING = """
from click.testing import CliRunner
from bot.cli import main
assert CliRunner().invoke(main, ["ask", "/power gpus:8 device:h100"]).exit_code == 0
"""
DATABASES = {"sqlalchemy", "alembic", "aiosqlite", "asyncpg"}


@pytest.mark.parametrize(
    ("code", "needless"),
    [
        (ANSWERING, DATABASES | {"facts.store", "discord", "calculators.plain"}),
        ("import bot.run", DATABASES | {"calculators.plain"}),
    ],
    ids=["an answer in the terminal", "a bot that logs in"],
)
def test_neither_database_nor_parser_is_imported_for(code: str, needless: set[str]):
    code = f"import sys\n{code}\nprint({needless} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "set()"


@pytest.mark.parametrize("state", ["new", "up to date"])
async def test_no_more_is_imported_than_a_database_needs(nowhere: str, state: str):
    if state == "up to date":
        async with opened(nowhere):
            pass
    code = (
        f"{OPENER}\nfor name in ('alembic', 'asyncpg', 'sqlalchemy.dialects.postgresql'):"
        "\n    print(name in sys.modules)"
    )
    ran = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", code, nowhere), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await ran.communicate()
    needs = str(nowhere.startswith("postgresql"))
    assert said.decode().split() == ["{1:", "0}", "False", needs, needs]


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
