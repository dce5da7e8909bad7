"""``/privacy``: what is stored of a person, handed over or forgotten at once.

It works wherever the bot does, and whoever uses it learns of themselves alone.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any

import discord
from discord import app_commands

from bot.commands import Words, localised
from bot.layout import Button, Message, message
from bot.respond import Responder, guarded
from bot.talking import Talker
from bot.texts import text
from bot.turn import own_reply
from calculators.language import closest, ptr, speaking

KIND = "privacy"
DELETE = f"{KIND}:1:delete"
FILE_NAME = "rackmath-data.json"
EXACT = 2**53
"""Integers from here on are not exact in every program that reads JSON."""

Door = Callable[[discord.Interaction], Coroutine[Any, Any, Message]]


class Privacy:
    """Answers ``/privacy`` and the button under it."""

    def __init__(self, responder: Responder, talker: Talker) -> None:
        self._holding = responder.holding
        self._responder = responder
        self._talker = talker
        self._one_deletes = asyncio.Lock()

    def group(self) -> app_commands.Group:
        """The command with its subcommands."""
        group = app_commands.Group(
            name=localised(lambda: ptr("name of a command", "privacy")),
            description=localised(partial(text, "privacy", "headline")),
        )
        doors: Mapping[str, tuple[Words, Door]] = {
            "stored": (lambda: ptr("name of a command", "stored"), _stored),
            "export": (lambda: ptr("name of a command", "export"), self._export),
            "delete": (lambda: ptr("name of a command", "delete"), _ask),
        }
        for key, (name, door) in doors.items():
            group.add_command(self._command(key, name, door))
        return group

    def _command(self, key: str, name: Words, door: Door) -> app_commands.Command[Any, ..., None]:
        async def callback(interaction: discord.Interaction) -> None:
            await self._responder.attend(self._answer(interaction, door))

        return app_commands.Command(
            name=localised(name),
            description=localised(partial(text, f"privacy_{key}", "headline")),
            callback=callback,
        )

    async def press(self, interaction: discord.Interaction, parts: list[str]) -> None:
        """Answer the button that deletes what is stored of whoever presses it."""
        pressed = interaction.type is discord.InteractionType.component
        if pressed and parts == ["1", "delete"]:
            await self._responder.attend(self._answer(interaction, self._delete))
        else:
            await self._responder.note(interaction, "stale_button")

    async def _answer(self, interaction: discord.Interaction, door: Door) -> None:
        async def work() -> None:
            sent = await self._responder.awaited(interaction, door(interaction), ephemeral=True)
            if interaction.message is None:
                await self._responder.send(interaction, sent, ephemeral=True)
            else:
                await self._responder.replace(interaction, sent)

        reference = await guarded(work(), "/privacy")
        if reference:
            await self._responder.apologise(interaction, reference)

    async def _export(self, interaction: discord.Interaction) -> Message:
        person = interaction.user.id
        talks = await self._talker.remembered(person)
        found = {
            "user": person,
            "stored": await self._holding.store.privacy.export(person),
            "in_memory": [
                {"channel": whose.channel, "asked_last": state.text, "language": state.lang}
                for whose, state in talks.items()
            ],
        }
        written = json.dumps(_exact(found), ensure_ascii=False, indent=2)
        with speaking(closest(str(interaction.locale))):
            return message(own_reply("privacy_exported"), lambda: written, attached=FILE_NAME)

    async def _delete(self, interaction: discord.Interaction) -> Message:
        person = interaction.user.id
        await self._talker.forget_person(person)
        async with self._one_deletes:  # it writes the whole database anew
            await self._holding.store.privacy.forget(person)
        await self._responder.on_worker(self._holding.views.clear)
        self._holding.drop(None)  # texts of facts may have named the person
        return _told(interaction, "privacy_deleted")


async def _stored(interaction: discord.Interaction) -> Message:
    return _told(interaction, "privacy_policy")


async def _ask(interaction: discord.Interaction) -> Message:
    return _told(interaction, "privacy_ask", DELETE)


def _told(interaction: discord.Interaction, key: str, button: str = "") -> Message:
    """One of the bot's own texts, with a button where there is something to confirm."""
    with speaking(closest(str(interaction.locale))):
        buttons = [Button(text(key, "button"), button)] if button else []
        return message(own_reply(key), buttons=buttons)


def _exact(found: Any) -> Any:
    """What was found, with ids as text: JSON's numbers may lose their last digits."""
    if isinstance(found, dict):
        return {name: _exact(each) for name, each in found.items()}
    if isinstance(found, list):
        return [_exact(each) for each in found]
    big = isinstance(found, int) and abs(found) >= EXACT
    return str(found) if big else found
