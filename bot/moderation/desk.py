"""The desk: whoever does something with a server's facts is permitted, and answered once.

Every command, press and form goes through here, so that none can forget to ask for the permit.
Answers are for the eyes of whoever asked, in their language.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import discord

from bot.holding import server_of
from bot.layout import Message, message
from bot.moderation.permit import Permit, permit
from bot.respond import Responder, guarded
from bot.texts import text
from calculators.language import Lang, closest, speaking
from calculators.reply import Reply
from calculators.text import render
from facts.loaded import Entry, ServerFacts
from facts.store import UnknownVersion

_T = TypeVar("_T")
LOOKERS = frozenset({Permit.MEMBER, Permit.LOAD, Permit.MANAGE})
LOADERS = frozenset({Permit.LOAD, Permit.MANAGE})
MANAGERS = frozenset({Permit.MANAGE})


class Noted(Exception):
    """Ends a visit with one of the bot's own texts; nothing was changed."""

    def __init__(self, key: str, **places: object) -> None:
        super().__init__(key)
        self.reply = note(key, **places)


def note(key: str, **places: object) -> Reply:
    """One of the bot's own texts with its places filled in, as a refusal."""
    return said(key, **places)._replace(refused=True)


def said(key: str, **places: object) -> Reply:
    """One of the bot's own texts with its places filled in."""
    headline, lead = (text(key, part).format(**places) for part in ("headline", "next"))
    return Reply(headline=headline, lead=lead)


@dataclass(frozen=True)
class Visit:
    """Somebody permitted at the desk of a server."""

    interaction: discord.Interaction
    server: int
    person: int
    lang: Lang
    held: ServerFacts
    """What the server holds; at version 0 it has loaded nothing yet."""

    @property
    def entries(self) -> dict[str, Entry]:
        """The entries that the server holds, by key."""
        return {key: each.entry for key, each in self.held.entries.items()}


Work = Callable[[Visit], Coroutine[Any, Any, Message | None]]
"""What is done at the desk: the message that answers, None where it was answered already."""


class Desk:
    """Lets people in and answers them."""

    def __init__(self, responder: Responder) -> None:
        self.responder = responder
        self.holding = responder.holding
        self.one_file = asyncio.Semaphore(1)
        """Held while a file is read: each may take 64 MB."""

    async def attend(
        self,
        interaction: discord.Interaction,
        where: str,
        work: Work,
        needs: frozenset[Permit] = LOADERS,
        meanwhile: Callable[[], Message] | None = None,
    ) -> None:
        """Do ``work`` for whoever has one of the permits ``needs``; ``where`` is for the log."""
        await self.responder.attend(self._attend(interaction, where, work, needs, meanwhile))

    async def known(
        self, visit: Visit, version: int, of: Callable[[int, int], Coroutine[Any, Any, _T]]
    ) -> _T:
        """What the store has of one of the server's versions; raises Noted where it has none."""
        try:
            return await of(visit.server, version)
        except UnknownVersion:
            last = visit.held.version
            raise Noted("facts_no_version", version=version, last=last) from None

    async def _attend(
        self,
        interaction: discord.Interaction,
        where: str,
        work: Work,
        needs: frozenset[Permit],
        meanwhile: Callable[[], Message] | None,
    ) -> None:
        async def answering() -> None:
            working = self._worked(interaction, work, needs)
            sent, replaces = await self.responder.awaited(
                interaction, working, meanwhile, ephemeral=True
            )
            if sent is not None and replaces:
                await self.responder.replace(interaction, sent)
            elif sent is not None:
                await self.responder.send(interaction, sent, ephemeral=True)

        with speaking(closest(str(interaction.locale))):
            reference = await guarded(answering(), where)
        if reference:
            await self.responder.apologise(interaction, reference)

    async def _worked(
        self, interaction: discord.Interaction, work: Work, needs: frozenset[Permit]
    ) -> tuple[Message | None, bool]:
        """What answers, and whether it takes the place of the message with the button."""
        try:
            sent = await work(await self._let_in(interaction, needs))
        except Noted as noted:
            return message(noted.reply, partial(render, noted.reply)), False
        return sent, interaction.type is discord.InteractionType.component

    async def _let_in(self, interaction: discord.Interaction, needs: frozenset[Permit]) -> Visit:
        found = await permit(interaction, self.holding)
        server = server_of(interaction)
        if found is Permit.NOWHERE or server is None:
            raise Noted("facts_nowhere")
        if found not in needs:
            raise Noted("facts_not_manager" if needs == MANAGERS else "facts_not_permitted")
        held = await self.holding.of(server)
        return Visit(
            interaction=interaction,
            server=server,
            person=interaction.user.id,
            lang=closest(str(interaction.locale)),
            held=held or ServerFacts(server=server, version=0, entries={}),
        )
