"""The slash commands for plain words: ``/ask`` and ``/forget``."""

from __future__ import annotations

from functools import partial

import discord
from discord import app_commands

from bot.commands import localised
from bot.talking import Talker
from bot.texts import text
from calculators.language import ptr

MAX_QUESTION = 2_000


def add_asking(tree: app_commands.CommandTree[discord.Client], talker: Talker) -> None:
    """Add the commands to ``tree``."""

    @tree.command(
        name=localised(lambda: ptr("name of a command", "ask")),
        description=localised(partial(text, "ask", "headline")),
    )
    @app_commands.rename(question=localised(lambda: ptr("name of an option", "question")))
    @app_commands.describe(question=localised(partial(text, "ask", "next")))
    async def ask(
        interaction: discord.Interaction, question: app_commands.Range[str, 1, MAX_QUESTION]
    ) -> None:
        await talker.ask(interaction, question)

    @tree.command(
        name=localised(lambda: ptr("name of a command", "forget")),
        description=localised(partial(text, "forget", "headline")),
    )
    async def forget(interaction: discord.Interaction) -> None:
        await talker.forget(interaction)
