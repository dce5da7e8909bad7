"""Suggesting: subjects and quantities while they are typed, the server's own among them."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.autocomplete import MAX_CHOICE, MOST
from bot.holding import server_of
from bot.moderation.desk import Desk
from calculators.language import Lang, closest, speaking, tr
from calculators.names import nearest, nearest_quantities
from facts.inert import inert
from facts.loaded import OURS, LoadedSubject, ServerFacts

MAX_TYPED = 100
Choice = tuple[str, str]
"""What is shown, and the value that is sent."""


def add_suggestions(command: app_commands.Command[Any, ..., None], desk: Desk, *names: str) -> None:
    """Complete some options of a command: subject, quantity."""
    if "subject" in names:

        @command.autocomplete("subject")
        async def complete_subject(
            interaction: discord.Interaction, current: str
        ) -> list[app_commands.Choice[str]]:
            held = await desk.holding.of(server_of(interaction))
            return _choices(subjects(desk, held, current[:MAX_TYPED], _lang(interaction)))

    if "quantity" in names:

        @command.autocomplete("quantity")
        async def complete_quantity(
            interaction: discord.Interaction, current: str
        ) -> list[app_commands.Choice[str]]:
            return _choices(quantities(desk, current[:MAX_TYPED], _lang(interaction)))


def _lang(interaction: discord.Interaction) -> Lang:
    return closest(str(interaction.locale))


def _choices(found: list[Choice]) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=shown, value=value) for shown, value in found]


def quantities(desk: Desk, typed: str, lang: Lang) -> list[Choice]:
    """Quantities near what is typed, with their words."""
    registry = desk.responder.engine.registry
    known = registry.quantities
    with speaking(lang):
        if not typed:
            names = tuple(known)[:MOST]
        else:
            words = {tr(each.words): name for name, each in known.items()}
            near = (
                *nearest_quantities(typed, tuple(known), registry, MOST),
                *nearest(typed, words),
            )
            names = tuple(dict.fromkeys(words.get(each, each) for each in near))[:MOST]
        return [(f"{name}: {tr(known[name].words)}"[:MAX_CHOICE], name) for name in names]


def subjects(desk: Desk, held: ServerFacts | None, typed: str, lang: Lang) -> list[Choice]:
    """``ours`` first, then the server's own subjects, then the curated ones."""
    own = (each.entry for each in held.entries.values()) if held else ()
    curated = desk.holding.known.facts.subjects
    with speaking(lang):
        named = {
            OURS: tr("ours: what this server assumes of itself"),
            **{
                each.id: inert(each.subject.name) for each in own if isinstance(each, LoadedSubject)
            },
            **{key: tr(subject.name) for key, subject in curated.items()},
        }
        words = {**{name: key for key, name in named.items()}, **{key: key for key in named}}
        chosen = [words[each] for each in nearest(typed, words, MOST)] if typed else list(named)
    return [(named[key][:MAX_CHOICE], key) for key in dict.fromkeys(chosen)][:MOST]
