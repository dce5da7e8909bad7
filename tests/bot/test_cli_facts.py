"""``rackmath facts …``: servers' facts at a terminal, in real files and a real PostgreSQL."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.settings import Settings
from facts.loaded import LoadedFact
from facts.store import OPERATOR, ChangeSet
from facts.store.store import opened
from tests.held import ours
from tests.store.samples import ANNE

SERVER, OTHER = 81384788765712384, 91384788765712385
FIRST = """\
subjects:
  foo: {kind: device, name: Foo 9000}
facts:
  - {quantity: pue, value: 1.5, as_of: 2026-10, source: Own meters}
  - {subject: foo, quantity: device_power, value: 900, unit: W, as_of: 2026, source: Data sheet}
"""
SECOND = """\
facts:
  - {quantity: pue, value: 1.2, as_of: 2026-11, source: Own meters}
  - {subject: foo, quantity: device_power, remove: true}
  - {quantity: utilisation, value: 50 %, as_of: 2026-11, source: Scheduler}
"""
Run = Callable[..., Result]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "state" / "facts.sqlite"


@pytest.fixture
def run(tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs ``rackmath`` with a state directory of its own, in the folder of the test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RACKMATH_STATE_DIR", str(database.parent))
    runner = CliRunner()
    return lambda *arguments, **more: runner.invoke(main, list(map(str, arguments)), **more)


@pytest.fixture
def load(run: Run, tmp_path: Path) -> Callable[..., Result]:
    """Loads a text as a file of facts."""

    def load(text: str, *arguments: object, **more: object) -> Result:
        file = tmp_path / "facts.yaml"
        file.write_text(text, "utf-8")
        return run("facts", "load", file, "--server", SERVER, *arguments, **more)

    return load


def history(where: Path) -> list[ChangeSet]:
    async def read() -> list[ChangeSet]:
        async with opened(where) as store:
            return await store.facts.history(SERVER)

    return asyncio.run(read())


def test_a_database_that_breaks_meanwhile_is_told(
    load: Callable[..., Result], run: Run, database: Path
):
    load(FIRST, "--yes")
    with closing(sqlite3.connect(database)) as broken:
        broken.execute("DROP TABLE entries")
    for command in (("show",), ("export",)):
        result = run("facts", *command, "--server", SERVER)
        assert result.exit_code == 2
        assert "The database can't be worked with: no such table: entries." in result.stderr


def test_the_operator_is_answered_in_polish(load: Callable[..., Result], run: Run, tmp_path: Path):
    load(FIRST, "--yes")
    shown = run("facts", "--lang", "pl", "show", "--server", SERVER)
    assert shown.stdout.startswith(f"Serwer {SERVER} w wersji 1, wpisy: 3")
    refused = run("facts", "--lang", "pl", "undo", "--server", OTHER)
    assert refused.stderr.startswith(f"Serwer {OTHER} niczego w tej bazie nie wczytał.")
    (tmp_path / "bad.yaml").write_text("facts:\n  - {quantity: pu}\n", "utf-8")
    checked = run("facts", "--lang", "pl", "check", tmp_path / "bad.yaml")
    assert checked.exit_code == 2
    assert "quantity – jest: 'pu'; powinno być: wielkość (pue?)" in checked.stdout


def test_the_default_is_the_file_of_the_bot(database: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("RACKMATH_STATE_DIR", str(database.parent))
    assert Settings().database == database
    monkeypatch.setenv("RACKMATH_DATABASE_URL", "postgresql://db/facts")
    assert Settings().database == "postgresql://db/facts"


def test_a_file_is_shown_asked_about_and_loaded(load, database: Path):
    result = load(FIRST, "--why", "first figures", input="y\n")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "+ foo: device, Foo 9000",
        "+ ours/pue: 1.5, 2026-10, Own meters",
        "+ foo/device_power: 900 W, 2026, Data sheet",
        "3 added, 0 changed, 0 taken away, 0 as they are",
        "Go on? [y/N]: y",
        f"Server {SERVER} is at version 1; changes: 3.",
    ]
    (made,) = history(database)
    assert (made.by, made.why, made.size) == (OPERATOR, "first figures", 3)


def test_what_would_change_is_shown(load):
    load(FIRST, "--yes")
    result = load(SECOND, "--yes")
    assert result.output.splitlines() == [
        "+ ours/utilisation: 50 %, 2026-11, Scheduler",
        "~ ours/pue: 1.5 → 1.2 (-20 %)",  # 1.2 / 1.5 = 0.8
        "    as_of: 2026-10 → 2026-11",
        "- foo/device_power: 900 W, 2026, Data sheet",
        "1 added, 1 changed, 1 taken away, 0 as they are",
        f"Server {SERVER} is at version 2; changes: 3.",
    ]


def test_what_is_odd_is_pointed_out(load):
    result = load(FIRST.replace("value: 900", "value: 90000"), "--yes")
    doubt = "? foo/device_power, value: found 90000 W; expected from 10 W to 5000 W"
    assert doubt in result.output
    assert "is at version 1" in result.output


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_nothing_is_loaded_unless_it_is_said(load, database: Path, answer: str):
    result = load(FIRST, input=answer)
    assert result.exit_code == 2
    assert result.stderr.strip() == "Nothing was changed."
    assert history(database) == []


def test_the_same_again_changes_nothing(load, database: Path):
    load(FIRST, "--yes")
    result = load(FIRST, "--yes")
    assert result.exit_code == 0
    assert "Nothing to change" in result.output
    assert len(history(database)) == 1


def test_a_bad_file_changes_nothing_and_names_every_problem(load, database: Path):
    load(FIRST, "--yes")
    rows = "".join(f"  - {{quantity: pu{n}, value: x}}\n" for n in range(150))
    result = load(SECOND + rows, "--yes")
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines[0] == "facts.yaml has problems: 750. Nothing was changed."
    assert len(lines) == 751  # each row: quantity, value, unit, date and source
    for n in range(150):  # SECOND is 4 lines
        assert any(line.startswith(f"facts.yaml:{n + 5}: ") for line in lines)
    assert len(history(database)) == 1


def test_a_file_that_is_not_there(run, tmp_path: Path):
    result = run("facts", "load", tmp_path / "none.yaml", "--server", SERVER, "--yes")
    assert result.exit_code == 2
    assert "none.yaml:1: file: found No such file" in result.stderr


def test_what_somebody_else_loads_meanwhile_is_not_overwritten(
    load, database: Path, monkeypatch: pytest.MonkeyPatch
):
    """The preview says what would be replaced: that mustn't be something else by then."""
    load(FIRST, "--yes")

    async def change() -> None:
        async with opened(database) as store:
            each = ours("pue", 1.4, "1")
            await store.facts.apply(SERVER, {each.key: each}, by=ANNE, why="", token=1)

    def confirm(_: str) -> bool:
        with ThreadPoolExecutor() as threads:
            threads.submit(asyncio.run, change()).result()
        return True

    monkeypatch.setattr("click.confirm", confirm)
    result = load(SECOND)
    assert result.exit_code == 2
    assert "changed later, each by the version in brackets: fact:ours/pue (2)" in result.stderr
    assert len(history(database)) == 2


@pytest.mark.parametrize("form", ["yaml", "toml", "json"])
def test_an_export_can_be_loaded_again(run, load, tmp_path: Path, form: str):
    load(FIRST, "--yes")
    load(SECOND, "--yes")
    for version, entries in ((1, 3), (2, 3)):
        shown = run("facts", "export", "--server", SERVER, "--version", version, "--format", form)
        assert shown.exit_code == 0
        file = tmp_path / f"again.{form}"
        file.write_bytes(shown.stdout_bytes)
        server = OTHER + version
        result = run("facts", "load", file, "--server", server, "--yes")
        assert f"is at version 1; changes: {entries}." in result.output
        again = run("facts", "export", "--server", server, "--format", form)
        assert again.stdout == shown.stdout


def test_a_table_has_facts_alone(run, load):
    load(FIRST, "--yes")
    result = run("facts", "export", "--server", SERVER, "--format", "csv")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no place for subjects of a server's own: foo" in result.stderr
    result = run("facts", "export", "--server", OTHER, "--format", "csv")
    assert result.stdout.startswith("subject,quantity,value,")


def test_history_and_states_are_shown(run, load):
    load(FIRST, "--yes", "--why", "first\nfigures\x1b[31m")
    load(SECOND, "--yes")
    assert run("facts", "undo", "--server", SERVER).exit_code == 0
    lines = run("facts", "history", "--server", SERVER).output.splitlines()
    moment = r"\d{4}-\d\d-\d\d \d\d:\d\d UTC"
    assert re.fullmatch(rf"   3  {moment}  the operator  changes: 3, undoes version 2", lines[0])
    assert re.fullmatch(rf"   2  {moment}  the operator  changes: 3", lines[1])
    assert re.fullmatch(rf"   1  {moment}  the operator  changes: 3  first figures \[31m", lines[2])
    assert len(run("facts", "history", "--server", SERVER, "--limit", 1).output.splitlines()) == 1
    now, at_2 = (
        run("facts", "show", "--server", SERVER, *more).output for more in ((), ("--version", 2))
    )
    assert f"Server {SERVER} at version 3, entries: 3" in now
    assert re.search(r"^ours/pue: 1\.5, 2026-10, Own meters \(version 3, \d{4}-", now, re.MULTILINE)
    assert re.search(
        r"^ours/pue: 1\.2, 2026-11, Own meters \(version 2, \d{4}-", at_2, re.MULTILINE
    )
    assert "foo/device_power" in now
    assert "foo/device_power" not in at_2


def test_who_changed_what_is_a_number(run, load, database: Path):
    async def change() -> None:
        async with opened(database) as store:
            each: LoadedFact = ours("pue", 1.3, "1")
            await store.facts.apply(SERVER, {each.key: each}, by=ANNE, why="", token=1)
            await store.facts.apply(SERVER, {each.key: None}, by=ANNE + 1, why="", token=2)
            await store.privacy.forget(ANNE)

    asyncio.run(change())
    second, first = run("facts", "history", "--server", SERVER).output.splitlines()
    assert f"  {ANNE + 1}  " in second
    assert "  somebody forgotten  " in first


def test_an_undo_of_what_was_changed_since_wants_force(run, load):
    load(FIRST, "--yes")
    load(SECOND, "--yes")
    refused = run("facts", "undo", 1, "--server", SERVER)
    assert refused.exit_code == 2
    assert "fact:foo/device_power (2), fact:ours/pue (2)" in refused.stderr
    forced = run("facts", "undo", 1, "--server", SERVER, "--force")
    assert forced.output == f"Server {SERVER} is at version 3; changes: 2.\n"
    assert "ours/utilisation: 50 %" in run("facts", "show", "--server", SERVER).output


@pytest.mark.parametrize(
    "command", [("undo",), ("undo", 4), ("history",), ("show", "--version", 4)]
)
def test_a_version_or_a_server_that_there_is_none_of(run, load, command: tuple[object, ...]):
    load(FIRST, "--yes")
    name, *more = command
    result = run("facts", name, *more, "--server", OTHER)
    assert result.exit_code == 2
    assert re.search(rf"Server {OTHER} has (loaded nothing|no version 4) in this", result.stderr)


def table(result: Result) -> list[str]:
    """The lines with counts and digests."""
    return [line for line in result.output.splitlines() if re.search("  [0-9a-f]{64}$", line)]


def test_a_backup_is_restored_with_equal_digests_or_nothing_changes(run, load, tmp_path: Path):
    load(FIRST, "--yes")
    made = run("facts", "backup", "backup.sqlite")
    assert made.exit_code == 0
    counts = {line.split()[0]: int(line.split()[1]) for line in table(made)}
    assert counts == {
        "servers": 1,
        "change_sets": 1,
        "changes": 3,
        "entries": 3,
        "proposals": 0,
        "previews": 0,
    }
    assert run("facts", "backup", "backup.sqlite").exit_code == 2, "nothing is overwritten"
    load(SECOND, "--yes")
    asked = run("facts", "restore", "backup.sqlite", input="n\n")
    assert asked.exit_code == 2
    assert "(servers 1, change_sets 2, entries 3," in asked.output
    spoilt = tmp_path / "spoilt.sqlite"
    spoilt.write_bytes((tmp_path / "backup.sqlite").read_bytes()[:-5000])
    refused = run("facts", "restore", spoilt, "--yes")
    assert refused.exit_code == 2
    assert "That is no database of rackmath" in refused.stderr
    assert "version 2" in run("facts", "show", "--server", SERVER).output
    restored = run("facts", "restore", "backup.sqlite", "--yes")
    assert restored.exit_code == 0
    assert table(restored) == table(made)
    assert "version 1" in run("facts", "show", "--server", SERVER).output


def test_a_copy_to_postgresql_and_back_has_equal_digests(
    run, load, database: Path, postgres_database: str
):
    load(FIRST, "--yes")
    there = run("facts", "copy", database, postgres_database)
    assert there.exit_code == 0
    back = run("facts", "copy", postgres_database, "back.sqlite")
    assert table(there) == table(back) != []
    again = run("facts", "copy", database, postgres_database)
    assert again.exit_code == 2
    assert "Nothing was copied: the destination has rows in servers" in again.stderr
    shown = [
        run("facts", "show", "--server", SERVER, "--database", where).output
        for where in (database, postgres_database, "back.sqlite")
    ]
    assert shown == [shown[0]] * 3


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("none.sqlite", "There is no database at"),
        ("mysql://root:secret@db/facts", "The address of the database can't be used"),
        ("postgresql://root:secret@db/facts?sslmod=require", "found sslmod"),
        ("postgresql://root:secret@127.0.0.1:9/facts", "postgresql://127.0.0.1:9/facts can't be"),
        ("notes.txt", "That is no database of rackmath"),
        ("notes.txt/facts.sqlite", "There is no database at"),
        ("folder", "The database can't be worked with"),
    ],
)
def test_a_database_that_cannot_be_opened(run, tmp_path: Path, where: str, words: str):
    (tmp_path / "notes.txt").write_text("notes")
    (tmp_path / "folder").mkdir()
    result = run("facts", "history", "--server", SERVER, "--database", where)
    assert result.exit_code == 2
    assert result.stderr.startswith(words) or words in result.stderr
    assert "secret" not in result.stderr
    assert not (tmp_path / "none.sqlite").exists()


def test_a_newer_database_is_refused(run, load, database: Path):
    load(FIRST, "--yes")
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    result = load(SECOND, "--yes")
    assert result.exit_code == 2
    assert "it is at revision 9999, which this version doesn't know" in result.stderr


def test_check_prints_the_version_of_the_facts(run, engine):
    assert run("facts", "check").output.strip().endswith(f"version is {engine.facts.digest}")
