"""Servers that remove the bot, add it again, or have an outage: what becomes of their facts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.client import RackmathClient
from calculators.engine import Engine
from facts.store.tables import servers
from tests.double import Double, Guild
from tests.double.client import running
from tests.held import ours

PUE = ours("pue", 1.2, "1")


@asynccontextmanager
async def started(engine: Engine, state: Path, double: Double) -> AsyncIterator[RackmathClient]:
    """The bot once it is ready, of which the library is sure sooner than it usually is."""
    client = RackmathClient(engine, state)
    client._connection.guild_ready_timeout = 0.05
    async with running(client, double):
        await double.until(client.is_ready)
        yield client


async def load(bot: RackmathClient, guild: Guild) -> None:
    await bot.holding.store.facts.apply(guild.id, {PUE.key: PUE}, by=1, why="", token=None)
    bot.holding.drop(guild.id)


async def left(bot: RackmathClient) -> set[int]:
    """The servers that are known to have removed the bot."""
    query = select(servers.c.id).where(servers.c.left_at.is_not(None))
    async with bot.holding.store.database.reading() as connection:
        return set(await connection.scalars(query))


async def becomes(bot: RackmathClient, *guilds: Guild) -> None:
    """Wait until these have left, and no others."""
    expected = {guild.id for guild in guilds}
    while await left(bot) != expected:  # noqa: ASYNC110  # a database tells nobody
        await asyncio.sleep(0.02)


async def purged(bot: RackmathClient, days: int) -> list[int]:
    """What a purge so many days from now deletes."""
    return await bot.holding.store.servers.purge(datetime.now(UTC) + timedelta(days=days))


async def holds(bot: RackmathClient, guild: Guild) -> bool:
    return bool((await bot.holding.store.facts.current(guild.id)).entries)


async def test_the_parser_is_there_before_anybody_speaks_to_the_bot(
    double: Double, engine: Engine, state: Path
):
    async with started(engine, state, double) as bot:
        await double.until(lambda: bot.holding.views._talk, 30)


async def test_facts_of_a_server_that_removes_the_bot_go_after_30_days(
    double: Double, engine: Engine, state: Path, guild: Guild, other: Guild
):
    async with started(engine, state, double) as bot:
        await load(bot, guild)
        await load(bot, other)
        await double.remove(guild)
        await becomes(bot, guild)
        assert await purged(bot, 29) == []
        assert await holds(bot, guild)
        assert await purged(bot, 31) == [guild.id]
        assert not await holds(bot, guild)
        assert await holds(bot, other)


async def test_a_server_that_adds_the_bot_again_has_its_facts(
    double: Double, engine: Engine, state: Path, guild: Guild
):
    async with started(engine, state, double) as bot:
        await load(bot, guild)
        await double.remove(guild)
        await becomes(bot, guild)
        await double.join(guild)
        await becomes(bot)
        assert await purged(bot, 31) == []
        options = {"target": "facility_power", "given": "it_power=10MW"}
        solved = await (await double.slash("solve", options, guild=guild)).answered()
        assert "12 MW" in solved.text  # 10 MW x 1.2


async def test_an_outage_deletes_nothing(double: Double, engine: Engine, state: Path, guild: Guild):
    async with started(engine, state, double) as bot:
        await load(bot, guild)
        await double.fail(guild)
        await double.until(lambda: bot.get_guild(guild.id) is not None)
        await double.until(lambda: bot.get_guild(guild.id).unavailable)  # type: ignore[union-attr]
        await double.join(guild)
        await double.until(lambda: not bot.get_guild(guild.id).unavailable)  # type: ignore[union-attr]
        assert await left(bot) == set()
        assert await purged(bot, 31) == []
        assert await holds(bot, guild)


async def test_who_removes_the_bot_while_it_is_away_is_found_at_its_start(
    double: Double, engine: Engine, state: Path, guild: Guild, other: Guild
):
    async with started(engine, state, double) as bot:
        await load(bot, guild)
        await load(bot, other)
    double.guilds.remove(guild)
    async with started(engine, state, double) as bot:
        await becomes(bot, guild)
        assert await holds(bot, guild)
    double.guilds.append(guild)
    async with started(engine, state, double) as bot:
        await becomes(bot)
        assert await purged(bot, 31) == []


async def test_who_is_unavailable_at_the_start_has_not_left(
    double: Double, engine: Engine, state: Path, guild: Guild, other: Guild
):
    async with started(engine, state, double) as bot:
        await load(bot, guild)
        await load(bot, other)
    guild.unavailable = True
    double.guilds.remove(other)
    async with started(engine, state, double) as bot:
        await becomes(bot, other)  # so that the reconciling is over
        assert await purged(bot, 31) == [other.id]
        assert await holds(bot, guild)


async def test_who_leaves_after_a_lost_session_is_found(
    double: Double, engine: Engine, state: Path, guild: Guild
):
    async with started(engine, state, double) as bot:
        await load(bot, guild)
        double.guilds.remove(guild)
        await double.gateway.close(4009)  # resuming fails; a new READY lists what there is
        await double.until(lambda: double.gateway.identifies == 2, 15)
        await becomes(bot, guild)
