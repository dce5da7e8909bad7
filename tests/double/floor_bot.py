"""The least a discord.py bot can be: the floor that benchmarks compare with.

``/ping`` answers a fixed text, ``/card`` a fixed layout of nine components and about 2.5 kB.
Run it as a process with ``python -m tests.double.floor_bot``; it reads
RACKMATH_DISCORD_API, RACKMATH_DISCORD_GATEWAY and RACKMATH_DISCORD_TOKEN.
"""

from __future__ import annotations

import asyncio
import contextlib
import os

import discord
from discord import app_commands, ui

from .client import point_at

PARAGRAPH = "All racks draw 1 200 kW at the meter, of which cooling takes a share. "


class Card(ui.LayoutView):
    """Nine components: a container with a heading, three texts, separators and a row."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        row: ui.ActionRow[Card] = ui.ActionRow(
            ui.Button(label="Source", url="https://example.org/source")
        )
        self.add_item(
            ui.Container(
                ui.TextDisplay("## 1 200 kW"),
                ui.TextDisplay(PARAGRAPH * 9),
                ui.Separator(),
                ui.TextDisplay(PARAGRAPH * 9),
                ui.Separator(),
                ui.TextDisplay(PARAGRAPH * 9),
                row,
            )
        )


class FloorBot(discord.Client):
    """A plain client with two commands, synced at start."""

    def __init__(self, *, sync: bool = True) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
        )
        self.tree = app_commands.CommandTree(self)
        self.tree.command(name="ping", description="Answer at once")(ping)
        self.tree.command(name="card", description="Answer with a card")(card)
        self._sync = sync

    async def setup_hook(self) -> None:
        if self._sync:
            await self.tree.sync()


async def ping(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("pong")


async def card(interaction: discord.Interaction) -> None:
    await interaction.response.send_message(view=Card())


def ping_bot() -> FloorBot:
    """A new floor bot, for tests in this process; ``point_at`` comes first."""
    return FloorBot()


async def main() -> None:
    point_at(os.environ["RACKMATH_DISCORD_API"], os.environ["RACKMATH_DISCORD_GATEWAY"])
    async with FloorBot() as bot:
        await bot.start(os.environ["RACKMATH_DISCORD_TOKEN"])


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main())
