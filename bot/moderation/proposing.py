"""Proposing: a member fills in the form of a fact, and the moderators find it in the channel."""

from __future__ import annotations

from functools import partial

import discord

from bot.layout import Message
from bot.moderation.card import KIND, open_card
from bot.moderation.desk import Desk, Noted, Visit
from bot.moderation.form import fact_form, form_fields
from bot.moderation.loading import about_what, read_or_tell
from bot.moderation.preview import done
from bot.moderation.ruling import role_name
from bot.texts import text
from facts.files import read_form

NEW = f"{KIND}:new"


async def open_form(desk: Desk, visit: Visit, subject: str, quantity: str, meant: str) -> None:
    """Show the form, where proposals are reviewed and it is known what it is about."""
    await _refuse_unreviewed(desk, visit)
    about, _ = about_what(desk, visit, subject, quantity, meant)
    title = text("proposal_form", "headline").format(about=f"{about.subject} {about.quantity}")
    await visit.interaction.response.send_modal(fact_form(title, NEW, about, None))


async def take_form(desk: Desk, visit: Visit) -> Message | None:
    """Keep what was filled in and show it in the channel; or all that is wrong with it."""
    from facts.store import TooMany

    await _refuse_unreviewed(desk, visit)
    fields = form_fields(visit.interaction)
    read = await read_or_tell(partial(read_form, fields, desk.holding.known, visit.entries))
    if isinstance(read, Message):
        return read
    (entry,) = read.changes.values()
    if entry is None or visit.entries.get(entry.key) == entry:
        raise Noted("proposal_unchanged")
    proposals, token = desk.holding.store.proposals, visit.interaction.id
    try:
        proposed = await proposals.propose(visit.server, entry, by=visit.person, token=token)
    except TooMany as refused:
        key = "proposal_too_many_own" if refused.own else "proposal_too_many"
        raise Noted(key, most=refused.most) from None
    shown = await _post(desk, visit, open_card(desk, visit, proposed))
    await proposals.shown(visit.server, proposed.id, channel=shown.channel.id, message=shown.id)
    return None


async def _refuse_unreviewed(desk: Desk, visit: Visit) -> None:
    """Raise Noted where members may not propose, with who can load instead."""
    settings = await desk.holding.store.servers.settings(visit.server)
    if settings.review:
        return
    roles = ", ".join(role_name(visit, each) for each in settings.roles)
    who = text("proposal_who", "next" if roles else "headline").format(roles=roles)
    raise Noted("proposal_off", who=who)


async def _post(desk: Desk, visit: Visit, card: Message) -> discord.Message:
    """Put the card into the channel, for everybody to see."""
    interaction = visit.interaction
    if not interaction.response.is_done():
        await desk.responder.send(interaction, card, ephemeral=False)
        return await interaction.original_response()
    # It took long, and the proposer alone sees "thinking…": that gets an answer of its own.
    await desk.responder.send(interaction, done("proposal_posted"), ephemeral=True)
    return await interaction.followup.send(view=card.view, files=list(card.files), wait=True)
