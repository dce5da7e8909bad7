"""The card of a proposal: what is proposed, what stands beside it, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import discord

from bot.layout import Button, Message, message
from bot.moderation.desk import Desk, Visit, said
from bot.texts import text
from calculators.changes import about, entry_told, figure_told, standing_told
from calculators.loading import doubt_told
from calculators.reply import Reply, Section
from calculators.text import render
from facts.files import doubts
from facts.inert import inert
from facts.loaded import Entry, LoadedFact

if TYPE_CHECKING:
    from facts.store import Proposal

KIND = "proposal:1"


def open_card(desk: Desk, visit: Visit, proposed: Proposal, *, overtaken: bool = False) -> Message:
    """An open proposal with its buttons, which know the version that it is shown beside."""
    entry = proposed.entry
    sections = [
        Section(text("proposal_parts", "headline"), *_described(desk, entry, proposed.by)),
        Section(text("proposal_beside", "headline"), tuple(_beside(desk, visit, entry))),
    ]
    odd = doubts({entry.key: entry}, desk.holding.known, visit.entries)
    if odd:
        sections.append(Section(text("proposal_doubts", "headline"), tuple(map(doubt_told, odd))))
    reply = _headed("open", proposed, entry)._replace(sections=tuple(sections))
    if overtaken:
        reply = reply._replace(beware=(text("proposal_overtaken", "headline"),), corrects=True)
    return message(reply, partial(render, reply), _buttons(proposed.id, visit.held.version))


def decided_card(desk: Desk, proposed: Proposal, loaded: Entry) -> Message:
    """A decided proposal; ``loaded`` is the entry that was loaded, if one was."""
    heading = text("proposal_parts", "headline" if proposed.version is None else "next")
    section = Section(heading, *_described(desk, loaded, proposed.by))
    reply = _headed(proposed.state.value, proposed, loaded)._replace(sections=(section,))
    return message(reply, partial(render, reply))


def outcome(proposed: Proposal, loaded: Entry, reason: str) -> Message:
    """What the proposer is told, under the proposal."""
    reply = _headed(proposed.state.value, proposed, loaded)
    if reason := inert(reason):
        told = text("proposal_reason", "headline").format(reason=reason)
        reply = reply._replace(lead=f"{reply.lead}\n{told}")
    return message(reply, partial(render, reply))


def _headed(state: str, proposed: Proposal, entry: Entry) -> Reply:
    places = {"number": proposed.id, "about": about(entry.key), "version": proposed.version}
    return said(f"proposal_{state}", **places)


def _described(desk: Desk, entry: Entry, by: int) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The lines of an entry, and the person each is about: the proposer, if known, on the first."""
    lines = [entry_told(entry, desk.responder.engine.registry)]
    if isinstance(entry, LoadedFact):
        lines += [inert(each) for each in (entry.url, entry.note) if each]
    return tuple(lines), (max(by, 0), *(0 for _ in lines[1:]))


def _beside(desk: Desk, visit: Visit, entry: Entry) -> Iterator[str]:
    """What the server holds, and the curated figure."""
    registry = desk.responder.engine.registry
    held = visit.entries.get(entry.key)
    if isinstance(held, LoadedFact):
        figure = f"{figure_told(held, registry)} ({standing_told(held)})"
        yield text("proposal_held", "headline").format(figure=figure)
    else:
        yield text("proposal_held", "next")
    curated = desk.holding.known.curated(entry) if isinstance(entry, LoadedFact) else None
    if curated is None:
        yield text("proposal_curated", "next")
    else:
        yield text("proposal_curated", "headline").format(figure=figure_told(curated, registry))


def _buttons(number: int, version: int) -> list[Button]:
    styles = {
        "approve": discord.ButtonStyle.success,
        "edit": discord.ButtonStyle.secondary,
        "reject": discord.ButtonStyle.danger,
    }
    return [
        Button(text("proposal_buttons", each), f"{KIND}:{each}:{number}:{version}", style)
        for each, style in styles.items()
    ]
