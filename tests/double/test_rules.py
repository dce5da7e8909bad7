"""The rules of interactions, faults and rate limits, seen by a stock client."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import discord
import pytest

from . import Double, delayed, dropped, rate_limited, server_error
from .client import running
from .scenario_bot import ScenarioBot

NOTHING: dict[str, list[str]] = {"parse": []}


def _code(error: Exception) -> tuple[int, int]:
    assert isinstance(error, discord.HTTPException)
    return error.status, error.code


async def test_late_answer_is_unknown_interaction() -> None:
    async with Double(interaction_deadline=0.05) as double, running(ScenarioBot(), double) as bot:
        handle = await double.slash("late")
        await asyncio.sleep(0.06)
        assert handle.failed(0.05)
        bot.hold.set()
        await handle.called(1)
        await double.until(lambda: bool(bot.errors))
        assert _code(bot.errors[0]) == (404, 10062)
        assert handle.answered_after is None
        assert handle.visible == []
        with pytest.raises(TimeoutError, match="404 10062"):
            await handle.answered(timeout=0.01)


async def test_same_interaction_twice_is_already_acknowledged(
    double: Double, bot: ScenarioBot
) -> None:
    handle = await double.slash("ping")
    await double.redeliver(handle)
    await handle.called(2)
    await double.until(lambda: bool(bot.errors))
    assert _code(bot.errors.pop()) == (400, 40060)
    assert handle.delivered == 2
    assert len(handle.visible) == 1


async def test_token_expires() -> None:
    async with Double(token_life=0.1) as double, running(ScenarioBot(), double) as bot:
        handle = await (await double.slash("slow")).acknowledged()
        await asyncio.sleep(0.11)
        bot.hold.set()
        await handle.called(2)
        await double.until(lambda: bool(bot.errors))
        assert _code(bot.errors[0]) == (401, 50027)


async def test_unknown_webhook_message_and_token(double: Double, bot: ScenarioBot) -> None:
    waiting = await double.slash("late")
    answered = await (await double.slash("ping")).answered()
    hooks = f"{double.api_url}/webhooks"
    cases = [
        (f"{hooks}/1/{answered.token}/messages/@original", 404, 10015),
        (f"{hooks}/{double.bot.id}/{waiting.token}/messages/@original", 404, 10015),
        (f"{hooks}/{double.bot.id}/nonsense/messages/@original", 401, 50027),
        (f"{hooks}/{double.bot.id}/{answered.token}/messages/99", 404, 10008),
    ]
    async with aiohttp.ClientSession() as session:
        for url, status, code in cases:
            response = await session.get(url)
            assert response.content_type == "application/json"
            assert response.headers["Content-Type"] == "application/json"
            assert (response.status, (await response.json())["code"]) == (status, code)
        url = f"{hooks}/{double.bot.id}/{answered.token}/messages/@original"
        assert (await session.delete(url)).status == 204
        assert (await session.get(url)).status == 404
    assert answered.visible == []
    bot.hold.set()
    await waiting.answered()


async def test_response_types_must_fit(double: Double, bot: ScenarioBot) -> None:
    handle = await double.slash("late")
    url = f"{double.api_url}/interactions/{handle.id}/{handle.token}/callback"
    async with aiohttp.ClientSession() as session:
        for body in ({"type": 8, "data": {"choices": []}}, {"type": 6}, {"type": 1}):
            response = await session.post(url, json=body)
            assert (response.status, (await response.json())["code"]) == (400, 50035)
        response = await session.post(url.replace(handle.token, "x"), json={"type": 5})
        assert (await response.json())["code"] == 10062
    bot.hold.set()
    await handle.answered()


async def test_first_followup_fills_a_deferred_answer(double: Double, bot: ScenarioBot) -> None:
    handle = await (await double.slash("slow")).acknowledged()
    url = f"{double.api_url}/webhooks/{double.bot.id}/{handle.token}"
    body = {"content": "as a followup", "allowed_mentions": NOTHING}
    async with aiohttp.ClientSession() as session:
        assert (await session.post(url, json=body)).status == 200
    assert handle.text == "as a followup"
    assert len(handle.messages) == 1
    assert handle.ephemeral
    bot.hold.set()
    await handle.shows("done")


async def test_payload_over_a_limit_is_refused_and_reported() -> None:
    async with Double() as double, running(ScenarioBot(), double):
        handle = await double.slash("late")
        url = f"{double.api_url}/interactions/{handle.id}/{handle.token}/callback"
        body = {"type": 4, "data": {"content": "x" * 2001, "allowed_mentions": NOTHING}}
        async with aiohttp.ClientSession() as session:
            response = await session.post(url, json=body)
            assert (response.status, (await response.json())["code"]) == (400, 50035)
            await session.get(f"{double.api_url}/unheard/of")
        assert "content-length" in double.violations[0]
        assert "/unheard/of" in double.violations[-1]


async def test_checks_can_be_switched_off() -> None:
    async with Double(checks=False) as double, running(ScenarioBot(), double) as bot:
        message = await (await bot.fetch_user(double.user.id)).send("x" * 3000)
        assert len(message.content) == 3000
        assert double.violations == []


# --- faults ---------------------------------------------------------------------------


async def test_server_error_makes_the_client_try_again(double: Double, bot: ScenarioBot) -> None:
    double.faults.add(server_error("callback"))
    handle = await (await double.slash("ping")).answered()
    assert [call.status for call in handle.calls] == [500, 200]
    assert handle.answered_after is not None
    assert handle.answered_after >= 1.0


async def test_accepted_then_failed_gives_40060(double: Double, bot: ScenarioBot) -> None:
    double.faults.add(server_error("callback", accepted=True))
    handle = await (await double.slash("ping")).called(2)
    await double.until(lambda: bool(bot.errors))
    assert _code(bot.errors.pop()) == (400, 40060)
    assert len(handle.visible) == 1


@pytest.mark.parametrize("reset", [False, True])
@pytest.mark.parametrize("accepted", [False, True])
async def test_dropped_connection(
    double: Double, bot: ScenarioBot, accepted: bool, reset: bool
) -> None:
    double.faults.add(dropped("callback", accepted=accepted, reset=reset))
    handle = await (await double.slash("ping")).called(1)
    await double.until(lambda: bool(bot.errors))
    kind = aiohttp.ClientOSError if reset else aiohttp.ServerDisconnectedError
    assert isinstance(bot.errors.pop(), kind)
    assert handle.calls[0].status is None
    assert bool(handle.visible) is accepted


async def test_rate_limit_is_waited_for(double: Double, bot: ScenarioBot) -> None:
    double.faults.add(rate_limited("callback", retry_after=0.01))
    handle = await (await double.slash("ping")).answered()
    assert [call.status for call in handle.calls] == [429, 200]


async def test_cloudflare_limit_is_an_error_at_once(double: Double, bot: ScenarioBot) -> None:
    double.faults.add(rate_limited("callback", scope="cloudflare"))
    handle = await (await double.slash("ping")).called(1)
    await double.until(lambda: bool(bot.errors))
    assert _code(bot.errors.pop()) == (429, 0)
    assert handle.visible == []


async def test_global_limit_is_waited_for(double: Double, bot: ScenarioBot) -> None:
    double.faults.add(rate_limited("message", retry_after=0.01, scope="global"))
    user = await bot.fetch_user(double.user.id)
    await user.send("hello")
    assert [call.status for call in double.calls_to("message")] == [429, 200]


async def test_delay_comes_after_the_effect(double: Double, bot: ScenarioBot) -> None:
    double.faults.add(delayed(0.05, "callback"))
    start = time.monotonic()
    handle = await (await double.slash("ping")).called(1)
    assert time.monotonic() - start >= 0.05
    assert handle.answered_after is not None
    assert handle.answered_after < 0.05


async def test_rules_count_skip_and_draw(double: Double) -> None:
    double.faults.add(server_error("callback", skip=1, times=2, method="POST"))
    struck = [double.faults.choose("callback", "POST") is not None for _ in range(4)]
    assert struck == [False, True, True, False]
    assert double.faults.choose("followup", "POST") is None
    double.faults.clear()
    double.faults.add(dropped(probability=0.25, times=None))
    hits = sum(double.faults.choose("x", "GET") is not None for _ in range(1000))
    assert 200 < hits < 300


async def test_real_limits_and_headers(double: Double, bot: ScenarioBot) -> None:
    double.limits.limit("message", 2, 0.2)
    user = await bot.fetch_user(double.user.id)
    start = time.monotonic()
    for _ in range(5):
        await user.send("x")
    # discord.py obeys the headers: it waits, and never runs into a 429.
    assert time.monotonic() - start >= 0.35
    assert {call.status for call in double.calls_to("message")} == {200}


async def test_global_bucket_spares_interactions(double: Double, bot: ScenarioBot) -> None:
    double.limits.limit_all(1, 60.0)
    await bot.fetch_user(double.user.id)
    assert (await (await double.slash("ping")).answered()).text
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {double.token}"}) as session:
        response = await session.get(f"{double.api_url}/users/@me")
        body = await response.json()
    assert response.status == 429
    assert body["global"]
    assert response.headers["Via"]
    assert response.headers["X-RateLimit-Scope"] == "global"


async def test_clock_skew_shows_in_the_ids() -> None:
    async with Double(clock_skew=-3600.0) as double:
        handle = await double.slash("ping")
        age = discord.utils.utcnow() - discord.utils.snowflake_time(handle.id)
        assert 3590 < age.total_seconds() < 3610
