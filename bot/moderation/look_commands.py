"""``/facts show``, ``search``, ``history``, ``diff`` and ``export``: for every member."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.layout import Message
from bot.moderation import looking, names
from bot.moderation.desk import LOOKERS, Desk, Visit
from bot.moderation.options import LAST, MAX_NAME, described, options
from bot.moderation.suggesting import add_suggestions
from facts.files import Format


def add_look_commands(group: app_commands.Group, desk: Desk) -> None:
    """Add the commands that show what a server holds, and held."""

    @group.command(name=names.SHOW, description=described("show"))
    @options(subject="shown")
    async def show(interaction: discord.Interaction, subject: Range[str, 0, MAX_NAME] = "") -> None:
        async def work(visit: Visit) -> Message:
            return await looking.show(desk, visit, subject)

        await desk.attend(interaction, "/facts show", work, LOOKERS)

    add_suggestions(show, desk, "subject")

    @group.command(name=names.SEARCH, description=described("search"))
    @options(text="text")
    async def search(interaction: discord.Interaction, text: Range[str, 1, MAX_NAME]) -> None:
        async def work(visit: Visit) -> Message:
            return await looking.search(desk, visit, text)

        await desk.attend(interaction, "/facts search", work, LOOKERS)

    @group.command(name=names.EXPORT, description=described("export"))
    @options(format="format")
    async def export(interaction: discord.Interaction, format: Format) -> None:  # noqa: A002
        async def work(visit: Visit) -> Message:
            return await looking.export(visit, format)

        await desk.attend(interaction, "/facts export", work, LOOKERS)

    _add_history(group, desk)


def _add_history(group: app_commands.Group, desk: Desk) -> None:
    @group.command(name=names.HISTORY, description=described("history"))
    @options(before="before")
    async def history(
        interaction: discord.Interaction, before: Range[int, 1, LAST] | None = None
    ) -> None:
        async def work(visit: Visit) -> Message:
            return await looking.history(desk, visit, before)

        await desk.attend(interaction, "/facts history", work, LOOKERS)

    @group.command(name=names.DIFF, description=described("diff"))
    @options(since="since", until="until")
    async def diff(
        interaction: discord.Interaction,
        since: Range[int, 0, LAST],
        until: Range[int, 0, LAST] | None = None,
    ) -> None:
        async def work(visit: Visit) -> Message:
            return await looking.diff(desk, visit, since, until)

        await desk.attend(interaction, "/facts diff", work, LOOKERS)
