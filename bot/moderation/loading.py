"""Loading: a form of one fact or a file of many in, a preview or all problems out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import discord
from discord import ui

from bot.layout import Message, message
from bot.moderation.desk import Desk, Noted, Visit, note, said
from bot.moderation.form import About, fact_form, filled, form_fields
from bot.moderation.preview import Draft, preview
from bot.texts import text
from calculators.language import signed
from calculators.loading import problem_told
from calculators.names import nearest
from calculators.refusal import quoted
from calculators.reply import Section
from calculators.text import render
from facts import FactsError
from facts.files import MAX_BYTES, FileRead, read_file, read_form
from facts.files.known import named
from facts.inert import inert
from facts.loaded import LoadedFact
from facts.schema import Qualifier

MAX_WHY = 300
MOST_PROBLEMS = 8
PROBLEMS = "problems.txt"
SET, LOAD = "facts:1:set", "facts:1:load"


async def open_form(desk: Desk, visit: Visit, subject: str, quantity: str, meant: str) -> None:
    """Show the form of a fact, once it is known what it is about."""
    about, held = about_what(desk, visit, subject, quantity, meant)
    title = text("facts_form", "headline").format(about=f"{about.subject} {about.quantity}")
    await visit.interaction.response.send_modal(fact_form(title, SET, about, held))


def about_what(
    desk: Desk, visit: Visit, subject: str, quantity: str, meant: str
) -> tuple[About, LoadedFact | None]:
    """What a fact is about, by any names of it, and what the server holds of it.

    Raises Noted where there is no such subject or quantity, with the nearest names.
    """
    names = named(desk.holding.known, visit.entries)
    key = names.get(" ".join(subject.split()).casefold())
    if key is None:
        _unknown("facts_no_subject", subject, names)
    known = {name: name for name in desk.holding.known.quantities}
    if quantity not in known:
        _unknown("facts_no_quantity", quantity, known)
    held = visit.entries.get(f"fact:{key}/{quantity}")
    fact = held if isinstance(held, LoadedFact) else None
    given = meant if meant in set(Qualifier) else ""
    qualifier = given or (fact.qualifier if fact else Qualifier.EXACTLY)
    return About(str(key), quantity, str(qualifier)), fact


def _unknown(key: str, typed: str, known: Mapping[str, str]) -> None:
    near = ", ".join(dict.fromkeys(known[each] for each in nearest(typed, known))) or "…"
    raise Noted(key, typed=quoted(typed), near=near)


async def take_form(desk: Desk, visit: Visit) -> Message:
    """Preview what was filled in; what the form has no field for stays as it is held."""
    fields = form_fields(visit.interaction)
    held = visit.entries.get(f"fact:{fields.get('subject')}/{fields.get('quantity')}")
    if isinstance(held, LoadedFact) and held.scope:
        fields["scope"] = held.scope
    known = desk.holding.known
    read = await read_or_tell(partial(read_form, fields, known, visit.entries))
    if isinstance(read, Message):
        return read
    why = ", ".join(read.changes)
    return await preview(desk, visit, Draft(dict(read.changes), why, read.doubts))


async def open_upload(visit: Visit) -> None:
    """Show the form that takes a file."""
    form = ui.Modal(title=text("facts_upload", "headline"), custom_id=LOAD)
    form.add_item(
        ui.Label(
            text=text("facts_upload_file", "headline"),
            description=text("facts_upload_file", "next"),
            component=ui.FileUpload[ui.Modal](custom_id="file", min_values=1, max_values=1),
        )
    )
    form.add_item(
        ui.Label(
            text=text("facts_upload_why", "headline"),
            description=text("facts_upload_why", "next"),
            component=ui.TextInput[ui.Modal](custom_id="why", required=False, max_length=MAX_WHY),
        )
    )
    form.stop()
    await visit.interaction.response.send_modal(form)


async def take_upload(desk: Desk, visit: Visit) -> Message:
    """Preview the file that came with the form."""
    found = uploaded(visit.interaction)
    if found is None:
        raise Noted("facts_no_file")
    why = dict(filled(visit.interaction)).get("why", "")
    return await take_file(desk, visit, found, why)


def uploaded(interaction: discord.Interaction) -> discord.Attachment | None:
    """The file of a form; Discord says where it lies, nothing that a person typed does."""
    data: Any = interaction.data or {}
    files = data.get("resolved", {}).get("attachments", {})
    if len(files) != 1:
        return None
    state = interaction._state  # noqa: SLF001  # what the library makes attachments with
    return discord.Attachment(data=next(iter(files.values())), state=state)


async def take_file(desk: Desk, visit: Visit, file: discord.Attachment, why: str) -> Message:
    """Preview a file, or tell all its problems; one that is too large isn't even fetched."""
    if file.size > MAX_BYTES:
        raise Noted("facts_too_large", size=signed(f"{file.size:,}"), most=signed(f"{MAX_BYTES:,}"))
    async with desk.one_file:
        try:
            raw = await file.read()
        except (discord.HTTPException, OSError):
            raise Noted("facts_not_fetched") from None
        known = desk.holding.known
        reading = partial(read_file, file.filename, raw, known, visit.entries)
        read = await read_or_tell(reading)
    if isinstance(read, Message):
        return read
    draft = Draft(dict(read.changes), why.strip() or inert(file.filename), read.doubts)
    return await preview(desk, visit, draft)


async def read_or_tell(reading: Callable[[], FileRead]) -> FileRead | Message:
    """Read beside the event loop and beside the answers; the problems as a message."""
    try:
        return await asyncio.to_thread(reading)
    except FactsError as error:
        return await asyncio.to_thread(_problems, error)


def _problems(error: FactsError) -> Message:
    """All that is wrong: the first problems in the message, every one in a file."""
    every = tuple(inert(problem_told(each)) for each in error.problems)
    heading = text("facts_problems_listed", "headline").format(number=signed(f"{len(every):,}"))
    whole = note("facts_problems")._replace(sections=(Section(heading, every),))
    if len(every) <= MOST_PROBLEMS:
        return message(whole, partial(render, whole))
    shown = whole._replace(sections=(Section(heading, every[:MOST_PROBLEMS]),))
    return message(shown, partial(render, whole), attached=PROBLEMS)


def meanwhile(file: discord.Attachment) -> Message:
    """What is shown while a large file is read."""
    size = signed(f"{file.size:,}")
    return message(said("facts_reading", name=quoted(inert(file.filename)), size=size))
