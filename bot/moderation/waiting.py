"""Proposals that wait: listed for moderators, and opened one by one."""

from __future__ import annotations

from functools import partial

from bot.layout import Button, Message, message
from bot.moderation.card import KIND, decided_card, open_card
from bot.moderation.desk import Desk, Noted, Visit, said
from bot.moderation.telling import is_open, loaded_by, proposal
from bot.texts import text
from calculators.changes import entry_told
from calculators.language import signed
from calculators.reply import Section
from calculators.text import render

MOST_LISTED = 20
MOST_BUTTONS = 5


async def waiting(desk: Desk, visit: Visit) -> Message:
    """The proposals that wait, the oldest with buttons."""
    every = await desk.holding.store.proposals.waiting(visit.server)
    if not every:
        raise Noted("proposal_none")
    registry, listed = desk.responder.engine.registry, every[:MOST_LISTED]
    lines = tuple(f"{each.id}: {entry_told(each.entry, registry)}" for each in listed)
    people = tuple(max(each.by, 0) for each in listed)
    section = Section(text("proposal_listed", "headline"), lines, people)
    reply = said("proposal_waiting", number=signed(f"{len(every):,}"))
    reply = reply._replace(sections=(section,))
    look = text("proposal_buttons", "look")
    buttons = [
        Button(look.format(number=each.id), f"{KIND}:show:{each.id}:0")
        for each in every[:MOST_BUTTONS]
    ]
    return message(reply, partial(render, reply), buttons)


async def show(desk: Desk, visit: Visit, number: int, _: int) -> Message:
    """A proposal as it is now."""
    proposed = await proposal(desk, visit, number)
    if is_open(proposed):
        return open_card(desk, visit, proposed)
    return decided_card(desk, proposed, await loaded_by(desk, proposed))
