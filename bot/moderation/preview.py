"""Previews: what a change would do, shown before it is made, with Confirm and Cancel.

The change waits in the store, so that the buttons work after a restart and in any process.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import discord

from bot.layout import Button, Message, message
from bot.moderation.desk import Desk, Noted, Visit, said
from bot.moderation.samples import Sample, sample
from bot.texts import text
from calculators.changes import first, sections
from calculators.reply import Reply, Section
from calculators.text import render
from facts.files import Doubt, compare
from facts.loaded import Entry

MOST_LINES = 8
"""Of each section in the message; all of them go along as a file."""
FILE = "preview.txt"
KIND = "facts:1"


class Draft(NamedTuple):
    """A change to be shown: the keys and what comes under them, why, and what to say of it."""

    changes: dict[str, Entry | None]
    why: str
    doubts: tuple[Doubt, ...] = ()
    beware: tuple[str, ...] = ()
    undoes: int | None = None


async def preview(desk: Desk, visit: Visit, draft: Draft) -> Message:
    """Keep a draft in the store and show it; raises Noted where it changes nothing."""
    comparison = compare(visit.entries, draft.changes)
    if comparison.is_empty:
        raise Noted("facts_unchanged")
    changes = {
        key: entry for key, entry in draft.changes.items() if visit.entries.get(key) != entry
    }
    found = await sample(desk.responder, visit.held, changes, visit.lang)
    kept = await desk.holding.store.previews.open(
        visit.server, changes, by=visit.person, why=draft.why, based_on=visit.held.version
    )
    told = sections(comparison, draft.doubts, desk.responder.engine.registry)
    return _laid_out(told, found, draft, kept.id)


def _laid_out(told: list[Section], found: Sample | None, draft: Draft, number: int) -> Message:
    whole = said("facts_preview")._replace(
        sections=(*told, _sampled(found)), beware=draft.beware, corrects=True
    )
    shown = whole._replace(sections=(*first(told, MOST_LINES), _sampled(found)))
    is_long = shown != whole
    return message(shown, partial(render, whole), _buttons(draft, number), FILE if is_long else "")


def _sampled(found: Sample | None) -> Section:
    heading = text("facts_sample", "headline")
    if found is None:
        return Section(heading, (text("facts_sample", "next"),))
    before, after = (text("facts_sampled", part) for part in ("headline", "next"))
    lines = (
        found.question,
        before.format(answer=found.before),
        after.format(answer=found.after),
    )
    return Section(heading, lines)


def _buttons(draft: Draft, number: int) -> list[Button]:
    undoes = "" if draft.undoes is None else f":{draft.undoes}"
    return [
        Button(
            text("facts_buttons", "headline"),
            f"{KIND}:confirm:{number}{undoes}",
            discord.ButtonStyle.success,
        ),
        Button(text("facts_buttons", "next"), f"{KIND}:cancel:{number}"),
    ]


def done(key: str, **places: object) -> Message:
    """What takes the place of a preview that is decided."""
    reply: Reply = said(key, **places)
    return message(reply, partial(render, reply))
