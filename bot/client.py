"""The Discord client: intents, commands, messages, buttons, and what keeps it tidy."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import time
from functools import partial
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from bot import adapter
from bot.asking import add_asking
from bot.commands import Translator, add_commands
from bot.conversation import Clock
from bot.holding import Holding
from bot.moderation.desk import Desk
from bot.moderation.group import facts_group, routed
from bot.moderation.proposals import KIND as PROPOSAL
from bot.moderation.proposals import routed as proposal_routed
from bot.moderation.router import Router
from bot.privacy import KIND as PRIVACY
from bot.privacy import Privacy
from bot.respond import Responder, fault
from bot.settings import DATABASE
from bot.talking import Talker
from calculators.engine import Engine

HEALTH_EVERY = 15.0
HEALTH_FILE = "health"
HEARTBEAT_TIMEOUT = 45.0
"""Seconds without any frame after which the gateway counts as dead; the library waits 60."""
DRAIN = 10.0
_STALE = (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)

_log = logging.getLogger(__name__)


class RackmathTree(app_commands.CommandTree["RackmathClient"]):
    """The command tree; whatever the library can't dispatch gets an answer all the same."""

    async def on_error(
        self,
        interaction: discord.Interaction[RackmathClient],
        error: app_commands.AppCommandError,
        /,
    ) -> None:
        """Answer what went wrong before a command ran."""
        if interaction.type is discord.InteractionType.autocomplete:
            _log.error("autocomplete failed", exc_info=error)
        elif isinstance(error, _STALE):
            await interaction.client.responder.note(interaction, "stale_command")
        else:
            reference = fault("command", error)
            await interaction.client.responder.apologise(interaction, reference)


class RackmathClient(discord.Client):
    """Answers slash commands and buttons everywhere, direct messages, mentions and replies."""

    def __init__(
        self,
        engine: Engine,
        state_dir: Path,
        *,
        database: str | Path | None = None,
        sync: bool = False,
        clock: Clock = time.monotonic,
    ) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            heartbeat_timeout=HEARTBEAT_TIMEOUT,
        )
        self.holding = Holding(engine, database or state_dir / DATABASE)
        self.responder = Responder(self.holding)
        self.talker = Talker(self.responder, clock)
        self.router = Router()
        self.desk = Desk(self.responder)
        self.tree = RackmathTree(
            self,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self._state_dir = state_dir
        self._force_sync = sync
        self._health: asyncio.Task[None] | None = None
        add_commands(self.tree, self.responder)
        add_asking(self.tree, self.talker)
        self.facts = facts_group(self.desk)
        self.tree.add_command(self.facts)
        self.router.add("facts", partial(routed, self.desk))
        self.router.add(PROPOSAL, partial(proposal_routed, self.desk))
        privacy = Privacy(self.responder, self.talker)
        self.tree.add_command(privacy.group())
        self.router.add(PRIVACY, privacy.press)

    async def login(self, token: str) -> None:
        """Log in, and open the store meanwhile: what servers hold is known before the gateway.

        Raises CannotOpen beside what the library raises.
        """
        self._state_dir.mkdir(parents=True, exist_ok=True)
        opening = asyncio.create_task(self.holding.open())
        try:
            await super().login(token)
        finally:
            await asyncio.gather(opening, return_exceptions=True)  # not cut short while it creates
            if self.is_closed():  # before there was a store to close
                await self.holding.close()
        await opening

    async def setup_hook(self) -> None:
        """Once in a process's life, before the gateway: adapter, commands, health mark."""
        adapter.install()
        await self.tree.set_translator(Translator())
        await self._register_commands()
        self._health = asyncio.create_task(self._mark_health())

    async def _register_commands(self) -> None:
        """Register the commands if they changed: creating them is rationed by the day."""
        payload: list[dict[str, Any]] = [
            await command.get_translated_payload(self.tree, Translator())
            for command in self.tree.get_commands()
        ]
        digest = hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
        mark = self._state_dir / f"commands-{self.application_id}"
        if not self._force_sync and mark.is_file() and mark.read_text("utf-8") == digest:
            return
        await self.tree.sync()
        mark.write_text(digest, "utf-8")
        _log.info("registered %d commands", len(payload))

    async def _mark_health(self) -> None:
        """Touch the health mark while the gateway is alive; ``rackmath health`` reads its age."""
        while True:
            if self.is_ready() and not self.is_closed():
                (self._state_dir / HEALTH_FILE).write_text(str(time.time()), "utf-8")
            await asyncio.sleep(HEALTH_EVERY)

    async def on_ready(self) -> None:
        """Say that questions can come."""
        (self._state_dir / HEALTH_FILE).write_text(str(time.time()), "utf-8")
        _log.info("ready in %d servers", len(self.guilds))
        # Those that are only unavailable are among them: an outage deletes nothing.
        shard = {"shard": self.shard_id or 0, "shards": self.shard_count or 1}
        await self.holding.store.servers.reconcile([each.id for each in self.guilds], **shard)
        await self.talker.prepare()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """A server has the bot, perhaps again: what it had loaded is kept."""
        await self.holding.store.servers.rejoined(guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """A server has removed the bot: its facts are kept for 30 days. No outage comes here."""
        await self.holding.store.servers.left(guild.id)

    async def on_message(self, message: discord.Message) -> None:
        """Answer what people say to the bot. Edits are other events: nothing is answered again."""
        if self.user is not None:
            await self.talker.hear(message, self.user.id)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer buttons and forms, those too that no version of this program knows any more."""
        if await self.router.dispatch(interaction):
            return
        if interaction.type is discord.InteractionType.component:
            await self.talker.press(interaction)
        elif interaction.type is discord.InteractionType.modal_submit:
            await self.responder.note(interaction, "stale_button")

    async def close(self) -> None:
        """Finish the answers under way, then leave."""
        if self._health:
            self._health.cancel()
        (self._state_dir / HEALTH_FILE).unlink(missing_ok=True)
        await self.responder.drain(DRAIN)
        await super().close()
        await self.holding.close()
