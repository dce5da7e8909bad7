"""Telling what became of a proposal: in place of its buttons, and to the proposer below it.

The answer of the interaction does both where the button is under the proposal, which takes no
permission in the channel. Nobody is pinged, and no direct message is sent.
"""

from __future__ import annotations

import dataclasses
import logging
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.layout import Message
from bot.moderation.card import decided_card, open_card, outcome
from bot.moderation.desk import Desk, Noted, Visit
from bot.moderation.preview import done
from facts.loaded import Entry, ServerFacts

if TYPE_CHECKING:
    from facts.store import Proposal

_UNSENT = (discord.HTTPException, aiohttp.ClientError, OSError)

_log = logging.getLogger(__name__)


async def proposal(desk: Desk, visit: Visit, number: int) -> Proposal:
    """A proposal of the server; raises Noted where it has no such one."""
    from facts.store import Gone

    try:
        return await desk.holding.store.proposals.get(visit.server, number)
    except Gone:
        raise Noted("proposal_gone") from None


def is_open(proposed: Proposal) -> bool:
    """Whether nobody has decided yet."""
    return proposed.state == "open"


async def loaded_by(desk: Desk, proposed: Proposal) -> Entry:
    """What a decided proposal loaded; what was proposed, where it loaded nothing."""
    if proposed.version is None:
        return proposed.entry
    loaded = await desk.holding.store.facts.at(proposed.server, proposed.version)
    return loaded.entries[proposed.entry.key].entry


async def tell(
    desk: Desk, visit: Visit, proposed: Proposal, loaded: Entry, reason: str = ""
) -> Message | None:
    """Show a decision that was just made, and tell the proposer."""
    card = partial(decided_card, desk, proposed, loaded)
    left = await _replaced(desk, visit, card())
    told = outcome(proposed, loaded, reason)
    try:
        if left is None and _is_under(visit, proposed):
            await visit.interaction.followup.send(view=told.view, files=list(told.files))
        elif proposed.channel is not None and proposed.message is not None:
            channel = visit.interaction.client.get_partial_messageable(proposed.channel)
            shown = channel.get_partial_message(proposed.message)
            # Unlike a message, an edit would mention whom Discord finds in it.
            await shown.edit(view=card().view, allowed_mentions=discord.AllowedMentions.none())
            nonce = visit.interaction.id
            await shown.reply(view=told.view, mention_author=False, nonce=nonce)
    except _UNSENT as error:
        # The message may be gone, or the bot may not write there; it is decided all the same.
        _log.warning("a decision could not be told in the channel: %s", type(error).__name__)
    return left


async def too_late(desk: Desk, visit: Visit, number: int) -> Message | None:
    """Show how somebody else has decided, in place of the buttons that were pressed too late."""
    proposed = await proposal(desk, visit, number)
    card = decided_card(desk, proposed, await loaded_by(desk, proposed))
    left = await _replaced(desk, visit, card)
    if left is None:
        said = done("proposal_decided", number=number)
        await visit.interaction.followup.send(view=said.view, ephemeral=True)
    return left


async def overtaken(desk: Desk, visit: Visit, proposed: Proposal) -> Message | None:
    """Show a proposal anew, beside what the server holds by now."""
    desk.holding.drop(visit.server)
    held = await desk.holding.of(visit.server)
    nothing = ServerFacts(server=visit.server, version=0, entries={})
    now = dataclasses.replace(visit, held=held or nothing)
    return await _replaced(desk, visit, open_card(desk, now, proposed, overtaken=True))


async def _replaced(desk: Desk, visit: Visit, card: Message) -> Message | None:
    """Put a card in the place of the message with the button.

    Where there is none, or the form was deferred as a message of its own, the card is returned, to
    be the answer.
    """
    interaction = visit.interaction
    is_form = interaction.type is discord.InteractionType.modal_submit
    if interaction.message is None or (is_form and interaction.response.is_done()):
        return card
    await desk.responder.replace(interaction, card)
    return None


def _is_under(visit: Visit, proposed: Proposal) -> bool:
    """Whether the button was under the proposal in the channel."""
    under = visit.interaction.message
    if under is None:
        return False
    return under.id == proposed.message or (proposed.message is None and not under.flags.ephemeral)
