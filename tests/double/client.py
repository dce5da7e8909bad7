"""Leading a stock discord.py client to a double, and running one inside a test."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TypeVar

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from .server import Double

ClientT = TypeVar("ClientT", bound=discord.Client)


def point_at(api_url: str, gateway_url: str) -> None:
    """Lead discord.py to a double. These are class attributes: it holds for the process."""
    Route.BASE = api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)


@contextlib.asynccontextmanager
async def running(client: ClientT, double: Double) -> AsyncIterator[ClientT]:
    """Run a client on the double, from its login to its close.

    Returns once it has identified. That is sooner than ``on_ready``, for which discord.py
    waits two more seconds in case further guilds come.
    """
    before = (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY)
    point_at(double.api_url, double.gateway_url)
    task = asyncio.create_task(client.start(double.token))
    ready = asyncio.create_task(double.ready())
    try:
        await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
        await ready
        yield client
    finally:
        ready.cancel()
        await client.close()
        # The library still waits for guilds then, to say later that it is ready.
        if (waiting := client._connection._ready_task) is not None:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        await asyncio.gather(task, ready, return_exceptions=True)
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
