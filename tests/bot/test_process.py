"""``rackmath run`` as a process of its own, started through its settings, stopped by signals."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sqlite3
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.run import point_at, serve
from bot.settings import Settings
from tests.double import Double
from tests.double.faults import delayed


@asynccontextmanager
async def started(state: Path, **settings: str) -> AsyncIterator[Process]:
    """A bot process; ended at the end whatever happens."""
    environment = {**os.environ, "RACKMATH_STATE_DIR": str(state), **settings}
    command = (sys.executable, "-m", "bot.cli", "run")
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, stdout=PIPE, stderr=STDOUT
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def health(state: Path) -> int:
    environment = {**os.environ, "RACKMATH_STATE_DIR": str(state)}
    command = (sys.executable, "-m", "bot.cli", "health")
    process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=PIPE)
    await process.communicate()
    assert process.returncode is not None
    return process.returncode


async def test_a_bot_process_answers_and_ends_on_sigterm(double: Double, tmp_path: Path):
    async with started(tmp_path, **double.settings) as process:
        await double.ready(30)
        handle = await (
            await double.slash("power", {"gpus": "100000", "device": "h100"})
        ).answered()
        assert "70 MW" in handle.text
        await double.until(lambda: (tmp_path / "health").exists())
        assert await health(tmp_path) == 0
        process.send_signal(signal.SIGTERM)
        output, _ = await asyncio.wait_for(process.communicate(), 20)
        assert process.returncode == 0, output.decode()
        assert double.token not in output.decode()
        assert await health(tmp_path) == 1


def made(path: Path) -> bool:
    """Whether a database has its tables."""
    with closing(sqlite3.connect(path)) as connection:
        return bool(connection.execute("SELECT name FROM sqlite_master").fetchall())


@pytest.mark.parametrize("route", ["me", "commands"])
async def test_the_store_is_opened_while_a_bot_logs_in_and_closed_where_that_is_cut_short(
    double: Double, tmp_path: Path, route: str
):
    double.faults.add(delayed(60, route))
    async with started(tmp_path, **double.settings) as process:
        await double.until(lambda: double.calls_to(route), 60)
        await double.until(lambda: made(tmp_path / "facts.sqlite"), 60)
        process.send_signal(signal.SIGTERM)
        output, _ = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0, output.decode()
    assert "could not be reached" not in output.decode()
    assert sorted(os.listdir(tmp_path)) == ["facts.sqlite"]  # noqa: PTH208  # and no log of it


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"RACKMATH_DISCORD_TOKEN": "not-the-token"}, "refused the token"),
        ({"RACKMATH_DISCORD_API": "http://127.0.0.1:9/api/v10"}, "could not be reached"),
        ({"RACKMATH_DATABASE_URL": "postgresql://me:secret@127.0.0.1:9/x"}, "127.0.0.1:9/x can't"),
        ({"RACKMATH_DATABASE_URL": __file__}, "no database of rackmath"),
    ],
    ids=["a refused token", "nothing there", "no database there", "another file"],
)
async def test_a_bot_that_cannot_start_says_why(
    double: Double, tmp_path: Path, settings: dict[str, str], words: str
):
    async with started(tmp_path, **{**double.settings, **settings}) as process:
        output, _ = await asyncio.wait_for(process.communicate(), 60)
    text = output.decode()
    assert process.returncode == 2, text
    assert words in text
    assert "Traceback" not in text
    assert "secret" not in text


async def test_the_bot_starts_in_process_through_its_settings(
    double: Double, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name, value in {**double.settings, "RACKMATH_STATE_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(Route, "BASE", Route.BASE)  # put back what point_at() changes
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    settings = Settings()
    assert settings.discord_token is not None
    point_at(settings)
    gc.disable()  # as the command does
    serving = asyncio.create_task(serve(settings, settings.discord_token))
    await double.ready()
    handle = await (await double.slash("energy", {"gpus": "1", "device": "h100"})).answered()
    assert "3.74 MWh" in handle.text  # 0.7 kW × 61 % × 8,760 h = 3,740.5 kWh, audit A3.2
    assert gc.isenabled()
    assert gc.get_freeze_count()
    gc.unfreeze()
    # Ready, or the library's wait for it would outlast this test.
    await double.until((tmp_path / "health").exists, 30)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, 10)


async def test_two_bots_on_one_database_answer_with_what_a_third_process_loads(
    double: Double, tmp_path: Path, postgres_database: str
):
    """100,000 × 10.2 kW / 8 of servers are 127.5 MW; at a PUE of 1.25 that is 159.4 MW."""
    own = {"RACKMATH_DATABASE_URL": postgres_database}
    facts = tmp_path / "facts.yaml"
    row = "{quantity: pue, value: 1.25, as_of: 2026-10, source: Own meters}"
    facts.write_text(f"facts:\n  - {row}\n", "utf-8")

    async def asked(of: Double) -> str:
        handle = await of.slash("power", {"gpus": "100000", "device": "h100"})
        return (await handle.answered()).text

    async with (
        Double() as other,
        started(tmp_path / "one", **double.settings, **own),
        started(tmp_path / "two", **other.settings, **own),
    ):
        await double.ready(60)
        await other.ready(60)
        for each in (double, other):
            assert "159.4 MW" not in await asked(each)
        command = (sys.executable, "-m", "bot.cli", "facts", "load", str(facts), "--yes")
        servers = {double.guild.id, other.guild.id}
        for server in servers:
            arguments = ("--server", str(server), "--database", postgres_database)
            loading = await asyncio.create_subprocess_exec(*command, *arguments, stdout=PIPE)
            await loading.communicate()
            assert loading.returncode == 0
        async with asyncio.timeout(20):
            for each in (double, other):
                while "159.4 MW" not in await asked(each):  # noqa: ASYNC110  # nobody tells
                    await asyncio.sleep(0.1)
