"""The group of slash commands ``/facts …``, and where its buttons and forms come back to."""

from __future__ import annotations

from functools import partial

import discord
from discord import app_commands

from bot.commands import localised
from bot.layout import Message
from bot.moderation import loading, names, ruling
from bot.moderation.deciding import decide
from bot.moderation.desk import LOADERS, MANAGERS, Desk, Noted, Visit
from bot.moderation.load_commands import add_load_commands
from bot.moderation.look_commands import add_look_commands
from bot.moderation.options import ACTIONS, STATES, described, options
from bot.moderation.proposals import add_proposal_commands
from bot.texts import text


def facts_group(desk: Desk) -> app_commands.Group:
    """The group with all its commands; members see it too, as they may look."""
    group = app_commands.Group(
        name=names.FACTS,
        description=localised(partial(text, "facts_command", "headline")),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=False, private_channel=False
        ),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )
    add_load_commands(group, desk)
    add_look_commands(group, desk)
    _add_ruling(group, desk)
    add_proposal_commands(group, desk)
    return group


def _add_ruling(group: app_commands.Group, desk: Desk) -> None:
    @group.command(name=names.ROLE, description=described("role"))
    @options(role="role", action="action")
    @app_commands.choices(action=ACTIONS)
    async def role(interaction: discord.Interaction, role: discord.Role, action: str) -> None:
        async def work(visit: Visit) -> Message:
            return await ruling.rule(desk, visit, role, adds=action == "add")

        await desk.attend(interaction, "/facts role", work, MANAGERS)

    @group.command(name=names.REVIEW, description=described("review"))
    @options(state="state")
    @app_commands.choices(state=STATES)
    async def review(interaction: discord.Interaction, state: str) -> None:
        async def work(visit: Visit) -> Message:
            return await ruling.review(desk, visit, on=state == "on")

        await desk.attend(interaction, "/facts review", work, LOADERS)


async def routed(desk: Desk, interaction: discord.Interaction, parts: list[str]) -> None:
    """Answer a press or a form by the rest of its custom_id, after ``facts``."""
    submits = interaction.type is discord.InteractionType.modal_submit
    file = loading.uploaded(interaction) if submits else None
    meanwhile = None if file is None else partial(loading.meanwhile, file)
    work = partial(_routed, desk, parts)
    await desk.attend(interaction, "a button or form of facts", work, LOADERS, meanwhile)


async def _routed(desk: Desk, parts: list[str], visit: Visit) -> Message:
    submits = visit.interaction.type is discord.InteractionType.modal_submit
    if submits and parts == ["1", "set"]:
        return await loading.take_form(desk, visit)
    if submits and parts == ["1", "load"]:
        return await loading.take_upload(desk, visit)
    if not submits and parts[:1] == ["1"]:
        return await decide(desk, visit, parts[1:])
    raise Noted("stale_button")
