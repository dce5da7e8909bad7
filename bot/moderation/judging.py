"""Judging: moderators approve proposals, edit them first, or reject them; each is decided once.

A button knows the version of the facts that its proposal was shown beside: what has changed since
is shown before it is replaced.
"""

from __future__ import annotations

from functools import partial

import discord
from discord import ui

from bot.layout import Message
from bot.moderation.card import KIND
from bot.moderation.desk import Desk, Noted, Visit
from bot.moderation.form import MAX_TITLE, About, fact_form, filled, form_fields
from bot.moderation.loading import read_or_tell
from bot.moderation.telling import is_open, overtaken, proposal, tell, too_late
from bot.texts import text
from calculators.language import signed
from facts.files import read_form
from facts.loaded import Entry, LoadedFact

MAX_REASON = 300


async def approve(
    desk: Desk, visit: Visit, number: int, version: int, edited: Entry | None = None
) -> Message | None:
    """Load a proposal, or what was made of it; the interaction is the token, so it counts once."""
    from facts.store import Conflict, Full, Gone, UnknownVersion

    proposed = await proposal(desk, visit, number)
    entry = edited or proposed.entry
    why = text("proposal_why", "headline" if edited is None else "next").format(number=number)
    try:
        await desk.holding.store.proposals.approve(
            visit.server,
            number,
            by=visit.person,
            why=why,
            token=visit.interaction.id,
            edited=edited,
            based_on=version,
        )
    except Gone:
        return await too_late(desk, visit, number)
    except Conflict:
        return await overtaken(desk, visit, proposed)
    except Full as full:
        raise Noted("facts_full", most=signed(f"{full.most:,}")) from None
    except UnknownVersion:
        raise Noted("stale_button") from None
    desk.holding.drop(visit.server)
    return await tell(desk, visit, await proposal(desk, visit, number), entry)


async def open_edit(desk: Desk, visit: Visit, number: int, version: int) -> Message | None:
    """Show the form with what was proposed."""
    proposed = await proposal(desk, visit, number)
    fact = proposed.entry
    if not is_open(proposed):
        return await too_late(desk, visit, number)
    if not isinstance(fact, LoadedFact):
        raise Noted("stale_button")
    title = text("proposal_edit", "headline").format(number=number)
    about = About(fact.subject, fact.quantity, str(fact.qualifier))
    form = fact_form(title, f"{KIND}:edited:{number}:{version}", about, fact)
    await visit.interaction.response.send_modal(form)
    return None


async def take_edit(desk: Desk, visit: Visit, number: int, version: int) -> Message | None:
    """Load what a moderator made of a proposal; what it is about stays."""
    proposed = await proposal(desk, visit, number)
    fields = form_fields(visit.interaction)
    reading = partial(read_form, fields, desk.holding.known, visit.entries)
    read = await read_or_tell(reading)
    if isinstance(read, Message):
        return read
    entry = read.changes.get(proposed.entry.key)
    if entry is None:
        raise Noted("stale_button")
    return await approve(desk, visit, number, version, None if entry == proposed.entry else entry)


async def open_reject(desk: Desk, visit: Visit, number: int, version: int) -> Message | None:
    """Show the form that asks for a reason."""
    if not is_open(await proposal(desk, visit, number)):
        return await too_late(desk, visit, number)
    title = text("proposal_reject", "headline").format(number=number)
    form = ui.Modal(title=title[:MAX_TITLE], custom_id=f"{KIND}:rejected:{number}:{version}")
    label, about = (text("proposal_reject", part) for part in ("label", "next"))
    reason = ui.TextInput[ui.Modal](
        custom_id="reason",
        required=False,
        max_length=MAX_REASON,
        style=discord.TextStyle.paragraph,
    )
    form.add_item(ui.Label(text=label, description=about, component=reason))
    form.stop()  # as with every form: the library would keep it for ever
    await visit.interaction.response.send_modal(form)
    return None


async def take_reject(desk: Desk, visit: Visit, number: int, _: int) -> Message | None:
    """Decide against a proposal."""
    from facts.store import Gone

    await proposal(desk, visit, number)
    try:
        decided = await desk.holding.store.proposals.reject(visit.server, number, by=visit.person)
    except Gone:
        return await too_late(desk, visit, number)
    reason = dict(filled(visit.interaction)).get("reason", "")
    return await tell(desk, visit, decided, decided.entry, reason)
