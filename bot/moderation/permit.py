"""Permits: who may load a server's facts.

Asked whenever a command runs, a button is pressed or a form comes in: what Discord shows to whom is
only a hint.
"""

from __future__ import annotations

from enum import Enum

import discord

from bot.holding import Holding, server_of


class Permit(Enum):
    """What somebody may do with a server's facts."""

    NOWHERE = "not in a server that has the bot"
    MEMBER = "look, and propose where proposals are reviewed"
    LOAD = "load and decide about proposals"
    MANAGE = "also say who may"


async def permit(interaction: discord.Interaction, holding: Holding) -> Permit:
    """What the person behind an interaction may do, as Discord vouches for it."""
    server = server_of(interaction)
    if server is None or not isinstance(interaction.user, discord.Member):
        return Permit.NOWHERE
    if interaction.permissions.administrator or interaction.permissions.manage_guild:
        return Permit.MANAGE
    settings = await holding.store.servers.settings(server)
    roles = {role.id for role in interaction.user.roles}
    return Permit.LOAD if roles & set(settings.roles) else Permit.MEMBER
