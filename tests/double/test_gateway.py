"""A stock discord.py client meets the gateway of the double, whole and failing."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from . import Double, Guild
from .client import running
from .floor_bot import ping_bot
from .scenario_bot import ScenarioBot


async def _answers(double: Double) -> str:
    return (await (await double.slash("ping")).answered()).text


@pytest.fixture
def sleepless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the random back-off out of discord.py's reconnect after a refused connection."""
    monkeypatch.setattr("discord.backoff.ExponentialBackoff.delay", lambda self: 0.01)


async def test_op_7_resumes_on_the_resume_url_and_replays(double: Double, bot: ScenarioBot) -> None:
    await double.gateway.reconnect()
    # Sent while the bot is on its way: it must come with the replay.
    await double.until(lambda: not double.gateway.ready)
    handle = await double.slash("ping")
    await handle.answered()
    assert double.gateway.resumes == 1
    assert double.gateway.identifies == 1
    assert [connection.target for connection in double.gateway.connections] == ["resume"]
    assert bot.events.count("RESUMED") == 1


async def test_tcp_abort_resumes(double: Double, bot: ScenarioBot) -> None:
    double.gateway.abort()
    await double.until(lambda: double.gateway.resumes == 1)
    assert (await _answers(double)).startswith("pong")
    assert double.gateway.identifies == 1


async def test_op_9_false_identifies_again(double: Double, bot: ScenarioBot) -> None:
    await double.gateway.invalidate()
    await double.until(lambda: double.gateway.identifies == 2 and double.gateway.ready)
    assert double.gateway.resumes == 0
    assert await _answers(double)


async def test_op_9_true_resumes(double: Double, bot: ScenarioBot) -> None:
    await double.gateway.invalidate(resumable=True)
    await double.until(lambda: double.gateway.resumes == 1)
    assert double.gateway.identifies == 1


async def test_close_codes(double: Double, bot: ScenarioBot) -> None:
    await double.gateway.close(4000)
    await double.until(lambda: double.gateway.resumes == 1)
    await double.gateway.close(4009)
    # The session is gone: RESUME gets op 9 false, then comes IDENTIFY.
    await double.until(lambda: double.gateway.identifies == 2 and double.gateway.ready)
    assert double.gateway.resumes == 1


async def test_heartbeats_are_acknowledged_and_demanded(double: Double, bot: ScenarioBot) -> None:
    before = double.gateway.heartbeats
    await double.gateway.demand_heartbeat()
    await double.until(lambda: double.gateway.heartbeats > before)
    await double.until(lambda: bot.latency < 10)


async def test_silent_gateway_is_left_by_the_client(double: Double) -> None:
    client = ScenarioBot()
    client._connection.heartbeat_timeout = 0.2
    async with running(client, double):
        double.gateway.silence()
        await double.until(lambda: double.gateway.resumes >= 1)
        double.gateway.heartbeat = 0.05


async def test_wrong_token_is_refused_by_rest_and_gateway(double: Double) -> None:
    async with ping_bot() as client, running(ping_bot(), double):
        with pytest.raises(discord.LoginFailure):
            await client.start("wrong")
    double.gateway.token = "another"
    with pytest.raises(discord.ConnectionClosed) as caught:
        async with running(ping_bot(), double):
            pass
    assert caught.value.code == 4004


async def test_refused_connection_is_tried_again(
    double: Double, bot: ScenarioBot, sleepless: None
) -> None:
    double.gateway.refuse = True
    double.gateway.abort()
    await double.until(lambda: not double.gateway.ready)
    await asyncio.sleep(0.05)
    double.gateway.refuse = False
    await double.until(lambda: double.gateway.resumes == 1)


async def test_shards_get_their_guilds_and_dms_go_to_shard_0() -> None:
    guilds = [Guild(id=1 << 22), Guild(id=2 << 22)]
    async with Double(guilds=guilds) as double:
        client = discord.Client(intents=discord.Intents(guilds=True), shard_id=1, shard_count=2)
        created: list[int] = []

        async def on_socket_event_type(name: str) -> None:
            created.extend([guild.id for guild in client.guilds if name == "GUILD_CREATE"])

        client.event(on_socket_event_type)
        async with running(client, double):
            session = next(iter(double.gateway.sessions.values()))
            assert session.shard == (1, 2)
            in_guild = await double.slash("ping")
            elsewhere = await double.slash("ping", guild=guilds[1])
            direct = await double.slash("ping", guild=False)
            assert [i.delivered for i in (in_guild, elsewhere, direct)] == [1, 0, 0]


async def test_auto_sharded_client_asks_gateway_bot(double: Double) -> None:
    double.rest.shards = 2
    double.rest.max_concurrency = 2

    class Sharded(discord.AutoShardedClient):
        async def before_identify_hook(
            self, shard_id: int | None, *, initial: bool = False
        ) -> None:
            """As ScenarioBot's: no waiting between shards."""

    async with running(Sharded(intents=discord.Intents(guilds=True)), double):
        await double.until(lambda: double.gateway.identifies == 2)
        shards = {session.shard for session in double.gateway.sessions.values()}
        assert shards == {(0, 2), (1, 2)}


async def test_two_bots_on_one_shard_both_get_the_interaction(
    double: Double, bot: ScenarioBot
) -> None:
    async with running(ping_bot(), double):
        await double.until(lambda: double.gateway.identifies == 2)
        handle = await (await double.slash("ping")).called(2)
    assert handle.delivered == 2
    assert sorted(call.status or 0 for call in handle.calls) == [200, 400]
    assert len(handle.visible) == 1
    bot.errors.clear()


async def test_protocol_errors_close_with_their_codes(double: Double) -> None:
    cases = [("{", 4002), ('{"op":3,"d":{}}', 4003), ("x" * 5000, 4002)]
    cases.append(('{"op":6,"d":{"token":"no","session_id":"s","seq":1}}', 4004))
    cases.append((f'{{"op":2,"d":{{"token":"{double.token}"}}}}', 4013))
    async with aiohttp.ClientSession() as session:
        for frame, code in cases:
            async with session.ws_connect(double.gateway_url) as socket:
                assert (await socket.receive_json())["op"] == 10
                await socket.send_str(frame)
                await socket.receive()
                assert socket.close_code == code, frame


async def test_a_session_away_too_long_cannot_resume(double: Double, bot: ScenarioBot) -> None:
    session = next(iter(double.gateway.sessions.values()))
    session.log.clear()
    assert session.missed(session.sequence) == []
    assert session.missed(session.sequence - 1) is None
    assert session.missed(session.sequence + 1) is None


async def test_guild_members_can_be_asked_for(double: Double, bot: ScenarioBot) -> None:
    await double.until(lambda: bot.get_guild(double.guild.id) is not None)
    guild = bot.get_guild(double.guild.id)
    assert guild is not None
    members = await guild.query_members("rack", limit=1)
    assert [member.id for member in members] == [double.bot.id]


async def test_unavailable_guilds_and_later_guild_events(double: Double, bot: ScenarioBot) -> None:
    other = Guild("Other")
    await double.join(other)
    await double.until(lambda: bot.get_guild(other.id) is not None)
    await double.fail(other)
    await double.until(lambda: "GUILD_DELETE" in bot.events)
    known = bot.get_guild(other.id)
    assert known is not None
    assert known.unavailable
    await double.remove(other)
    await double.until(lambda: bot.get_guild(other.id) is None)
