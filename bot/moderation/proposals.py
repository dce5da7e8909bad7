"""``/facts propose`` and ``/facts proposals``, and the buttons and forms they lead to."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any

import discord
from discord import app_commands

from bot.layout import Message
from bot.moderation import judging, names, proposing
from bot.moderation.desk import LOADERS, LOOKERS, Desk, Noted, Visit
from bot.moderation.form_command import add_form_command
from bot.moderation.options import described
from bot.moderation.waiting import show, waiting

KIND = "proposal"
MAX_DIGITS = 18
Act = Callable[[Desk, Visit, int, int], Coroutine[Any, Any, Message | None]]
"""What is done about the proposal of a number, shown beside a version of the facts."""
PRESSED: Mapping[str, Act] = {
    "approve": judging.approve,
    "edit": judging.open_edit,
    "reject": judging.open_reject,
    "show": show,
}
FILLED_IN: Mapping[str, Act] = {
    "edited": judging.take_edit,
    "rejected": judging.take_reject,
}


def add_proposal_commands(group: app_commands.Group, desk: Desk) -> None:
    """Add the commands to the group."""
    add_form_command(group, desk, names.PROPOSE, "propose", proposing.open_form, needs=LOOKERS)

    @group.command(name=names.PROPOSALS, description=described("proposals"))
    async def proposals(interaction: discord.Interaction) -> None:
        await desk.attend(interaction, "/facts proposals", partial(waiting, desk))


async def routed(desk: Desk, interaction: discord.Interaction, parts: list[str]) -> None:
    """Answer a press or a form whose custom_id begins with ``proposal``."""
    is_form = interaction.type is discord.InteractionType.modal_submit
    if is_form and parts == ["1", "new"]:
        work = partial(proposing.take_form, desk)
        await desk.attend(interaction, "a proposal", work, LOOKERS)
    else:
        work = partial(_act, desk, parts, FILLED_IN if is_form else PRESSED)
        await desk.attend(interaction, f"proposal {parts[1:2]}", work, LOADERS)


async def _act(
    desk: Desk, parts: list[str], acts: Mapping[str, Act], visit: Visit
) -> Message | None:
    match parts:
        case ["1", act, number, beside] if act in acts and all(map(_is_number, (number, beside))):
            return await acts[act](desk, visit, int(number), int(beside))
        case _:
            raise Noted("stale_button")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
