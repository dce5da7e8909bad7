"""The slash commands for plain words: ``/ask`` and ``/forget``."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.talking import Talker
from bot.texts import text

MAX_QUESTION = 2_000


def add_asking(tree: app_commands.CommandTree[discord.Client], talker: Talker) -> None:
    """Add the commands to ``tree``."""

    @tree.command(description=text("ask", "headline"))
    @app_commands.describe(question=text("ask", "next"))
    async def ask(
        interaction: discord.Interaction, question: app_commands.Range[str, 1, MAX_QUESTION]
    ) -> None:
        await talker.ask(interaction, question)

    @tree.command(description=text("forget", "headline"))
    async def forget(interaction: discord.Interaction) -> None:
        await talker.forget(interaction)
