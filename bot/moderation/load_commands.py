"""``/facts set``, ``load``, ``template`` and ``undo``."""

from __future__ import annotations

from functools import partial

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.layout import Message
from bot.moderation import loading, looking, names, undoing
from bot.moderation.desk import LOADERS, LOOKERS, Desk, Noted, Visit
from bot.moderation.form_command import add_form_command
from bot.moderation.options import LAST, described, options
from facts.files import Format


def add_load_commands(group: app_commands.Group, desk: Desk) -> None:
    """Add the commands that change what a server holds, once they are confirmed."""
    add_form_command(group, desk, names.SET, "set", loading.open_form)

    @group.command(name=names.LOAD, description=described("load"))
    @options(file="file", why="why")
    async def load(
        interaction: discord.Interaction,
        file: discord.Attachment | None = None,
        why: Range[str, 0, loading.MAX_WHY] = "",
    ) -> None:
        async def work(visit: Visit) -> Message | None:
            if file is not None:
                return await loading.take_file(desk, visit, file, why)
            await loading.open_upload(visit)
            return None

        meanwhile = None if file is None else partial(loading.meanwhile, file)
        await desk.attend(interaction, "/facts load", work, LOADERS, meanwhile)

    @group.command(name=names.TEMPLATE, description=described("template"))
    @options(format="format")
    async def template(interaction: discord.Interaction, format: Format) -> None:  # noqa: A002
        work = partial(looking.blank, format)
        await desk.attend(interaction, "/facts template", work, LOOKERS)

    _add_undo(group, desk)


def _add_undo(group: app_commands.Group, desk: Desk) -> None:
    @group.command(name=names.UNDO, description=described("undo"))
    @options(version="undone", restore="restore")
    async def undo(
        interaction: discord.Interaction,
        version: Range[int, 0, LAST] | None = None,
        restore: bool = False,
    ) -> None:
        async def work(visit: Visit) -> Message:
            if not restore:
                return await undoing.undo(desk, visit, version)
            if version is None:
                raise Noted("facts_restore_what")
            return await undoing.restore(desk, visit, version)

        await desk.attend(interaction, "/facts undo", work)
