"""Commands that open the form of one fact: which it is about, they are told as options."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.moderation.desk import LOADERS, Desk, Visit
from bot.moderation.options import MAX_NAME, QUALIFIERS, described, options
from bot.moderation.permit import Permit
from bot.moderation.suggesting import add_suggestions

OpenForm = Callable[[Desk, Visit, str, str, str], Coroutine[Any, Any, None]]
"""Shows the form to whoever is let in: subject, quantity and qualifier are filled in."""


def add_form_command(
    group: app_commands.Group,
    desk: Desk,
    name: app_commands.locale_str,
    key: str,
    open_form: OpenForm,
    *,
    needs: frozenset[Permit] = LOADERS,
) -> None:
    """Add a command to the group; ``key`` is what it is called in its texts and in the log."""

    @group.command(name=name, description=described(key))
    @options(subject="subject", quantity="quantity", qualifier="qualifier")
    @app_commands.choices(qualifier=QUALIFIERS)
    async def about(
        interaction: discord.Interaction,
        subject: Range[str, 1, MAX_NAME],
        quantity: Range[str, 1, MAX_NAME],
        qualifier: str = "",
    ) -> None:
        async def work(visit: Visit) -> None:
            await open_form(desk, visit, subject, quantity, qualifier)

        await desk.attend(interaction, f"/facts {key}", work, needs)

    add_suggestions(about, desk, "subject", "quantity")
