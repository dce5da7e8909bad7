"""What servers hold, at hand for answers: read from the store once, dropped when it changes.

Facts of a server are used where the bot is installed in it, and nowhere else: not in direct
messages, and not where only the asking user has installed it.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import discord
from cachetools import LRUCache

from calculators.engine import Engine
from calculators.loading import known_to
from calculators.views import Views
from facts.files import Known
from facts.loaded import ServerFacts

if TYPE_CHECKING:
    from facts.store.store import Store

SIZE = 1_024
"""Servers whose facts are kept at hand."""
PURGE_EVERY = 3_600.0
RETRY_AFTER = 1.0

_log = logging.getLogger(__name__)


def server_of(interaction: discord.Interaction) -> int | None:
    """The server whose facts hold for an interaction; None where none do."""
    return interaction.guild_id if interaction.is_guild_integration() else None


class Holding:
    """The facts of servers, from one store; its ``views`` are used on the worker thread."""

    store: Store
    """Open between ``open`` and ``close``."""

    def __init__(self, engine: Engine, where: str | Path) -> None:
        self._where = where
        self.views = Views(engine)
        self.known: Known = known_to(engine.registry, engine.facts)
        self._held: LRUCache[int, ServerFacts] = LRUCache(SIZE)
        self._dropped = 0
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Open the store, watch it, and purge what servers left behind, from now on.

        Raises:
            CannotOpen: see ``open_store``.
        """
        # It takes long to import: meanwhile the event loop has a bot to log in.
        await asyncio.to_thread(import_module, "facts.store.store")
        from facts.store.store import open_store

        self.store = await open_store(self._where)
        self._tasks = [asyncio.create_task(self._watch()), asyncio.create_task(self._purge())]

    async def close(self) -> None:
        """Stop watching and close the store, where it is open and nobody else is closing it."""
        tasks, self._tasks = self._tasks, []
        if not tasks:
            return
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.store.close()

    async def of(self, server: int | None) -> ServerFacts | None:
        """What a server holds; None where no server's facts hold, or it has none."""
        if server is None:
            return None
        held = self._held.get(server)
        while held is None:
            since = self._dropped
            held = await self.store.facts.current(server)
            if since == self._dropped:  # else something changed while it was read
                self._held[server] = held
            else:
                held = None
        return held if held.version else None

    def drop(self, server: int | None) -> None:
        """Read what a server holds anew next time; of all servers for None."""
        self._dropped += 1
        if server is None:
            self._held.clear()
        else:
            self._held.pop(server, None)

    async def _watch(self) -> None:
        while True:
            try:
                async for changed in self.store.watch():
                    self.drop(changed.server)
            except Exception:  # noqa: BLE001  # whatever ends the watching, what is kept may be old from now on
                _log.exception("watching the store failed; trying again")
                self.drop(None)
                await asyncio.sleep(RETRY_AFTER)

    async def _purge(self) -> None:
        while True:
            try:
                purged = await self.store.servers.purge(datetime.now(UTC))
                if purged:
                    _log.info("the facts of %d servers that left are deleted", len(purged))
            except Exception:  # noqa: BLE001  # it is tried again
                _log.exception("purging the store failed")
            await asyncio.sleep(PURGE_EVERY)
