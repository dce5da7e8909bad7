"""Running the bot: settings in, a connected client until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from pydantic import SecretStr

from bot.client import RackmathClient
from bot.settings import Settings
from bot.unable import Unable
from calculators.engine import curated
from facts.store import CannotOpen


def run(settings: Settings, *, sync: bool = False) -> None:
    """Run the bot until SIGINT or SIGTERM.

    Raises:
        Unable: no token, a refused token, no way to Discord, or no database.
    """
    token = settings.discord_token
    if token is None:
        raise Unable("no_token")
    discord.utils.setup_logging(level=logging.getLevelNamesMapping()[settings.log_level])
    point_at(settings)
    try:
        asyncio.run(serve(settings, token, sync=sync))
    except CannotOpen as error:
        from bot.database import unable

        raise unable(error) from error
    except discord.LoginFailure as error:
        raise Unable("bad_token") from error
    except (aiohttp.ClientError, OSError) as error:
        raise Unable("unreachable", reason=str(error) or type(error).__name__) from error


def point_at(settings: Settings) -> None:
    """Aim the library at the server that the settings name."""
    if settings.discord_api is not None:
        Route.BASE = str(settings.discord_api).rstrip("/")
    if settings.discord_gateway is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(str(settings.discord_gateway))


async def serve(settings: Settings, token: SecretStr, *, sync: bool = False) -> None:
    """Connect and answer until a signal comes; answers under way are finished."""
    client = RackmathClient(curated(), settings.state_dir, database=settings.database, sync=sync)
    async with client:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers here
            for each in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(each, stopping.set)
        serving = asyncio.create_task(_connected(client, token))
        stopped = asyncio.create_task(stopping.wait())
        await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        await client.close()
        if not stopping.is_set():
            await serving
        await asyncio.gather(serving, return_exceptions=True)  # a login is cut short by the signal


async def _connected(client: RackmathClient, token: SecretStr) -> None:
    """Log in and stay connected. What is loaded by then stays, and is never walked again."""
    try:
        await client.login(token.get_secret_value())
    finally:
        gc.freeze()  # not collected first: loading leaves next to no garbage, walking takes time
        gc.enable()
    await client.connect()
