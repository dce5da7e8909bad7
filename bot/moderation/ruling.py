"""Ruling: who may load besides those who manage the server, and whether members may propose."""

from __future__ import annotations

from functools import partial

import discord

from bot.layout import Message, message
from bot.moderation.desk import Desk, Visit, said
from bot.texts import text
from calculators.reply import Section
from calculators.text import render
from facts.inert import inert


async def rule(desk: Desk, visit: Visit, role: discord.Role, *, adds: bool) -> Message:
    """Let a role load, or no longer."""
    servers = desk.holding.store.servers
    roles = await servers.let_load(visit.server, role.id, may=adds)
    reply = said("facts_role_added" if adds else "facts_role_removed", role=inert(role.name))
    names = tuple(sorted(role_name(visit, each) for each in roles))
    listed = names or (text("facts_roles", "next"),)
    reply = reply._replace(sections=(Section(text("facts_roles", "headline"), listed),))
    return message(reply, partial(render, reply))


def role_name(visit: Visit, role: int) -> str:
    found = visit.interaction.guild and visit.interaction.guild.get_role(role)
    return inert(found.name) if found else str(role)


async def review(desk: Desk, visit: Visit, *, on: bool) -> Message:
    """Let members propose facts, or no longer."""
    await desk.holding.store.servers.review(visit.server, on=on)
    reply = said("facts_review_on" if on else "facts_review_off")
    return message(reply, partial(render, reply))
