"""Slash commands, built from what topics and pages declare: options, descriptions, autocomplete."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import discord
from discord import app_commands

from bot.autocomplete import Suggester
from bot.respond import Responder
from calculators.engine import Engine
from calculators.question import TARGET
from calculators.topic import Topic

Options = Mapping[str, str]
"""Option name -> its description, in the order of the command."""
MAX_DESCRIPTION = 100


def add_commands(
    tree: app_commands.CommandTree[discord.Client], engine: Engine, responder: Responder
) -> None:
    """Add every topic and page of ``engine`` to ``tree``."""
    suggester = Suggester(engine)
    for topic in engine.registry.topics.values():
        tree.add_command(
            _build(topic.name, topic.words, _options(topic, engine), suggester, responder)
        )
    for page in engine.pages.values():
        options = {option: page.words(option) for option in page.options}
        tree.add_command(_build(page.name, page.words(), options, suggester, responder))


def _options(topic: Topic, engine: Engine) -> Options:
    quantities = engine.registry.quantities
    named = {kind.value: f"A {kind.value} by name" for kind in topic.subjects}
    given = {
        name: f"{quantities[name].words}, such as {quantities[name].example}"
        for name in topic.options
    }
    return {**named, **given, TARGET: "What to work out, where the command can't tell"}


def _build(
    name: str, words: str, options: Options, suggester: Suggester, responder: Responder
) -> app_commands.Command[Any, ..., None]:
    async def callback(interaction: discord.Interaction, **given: str | None) -> None:
        typed = {key: value for key, value in given.items() if value is not None}
        await responder.command(interaction, name, typed)

    callback.__signature__ = _signature(options)  # type: ignore[attr-defined]
    described = {key: text[:MAX_DESCRIPTION] for key, text in options.items()}
    if described:
        callback = app_commands.describe(**described)(callback)
    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=name, description=words[:MAX_DESCRIPTION], callback=callback
    )
    for option in options:
        command.autocomplete(option)(_autocomplete(name, option, suggester))
    return command


def _signature(options: Options) -> inspect.Signature:
    """What discord.py reads a command's options from."""
    interaction = inspect.Parameter(
        "interaction", inspect.Parameter.POSITIONAL_ONLY, annotation=discord.Interaction
    )
    given = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=str | None, default=None)
        for name in options
    ]
    return inspect.Signature([interaction, *given])


def _autocomplete(
    command: str, option: str, suggester: Suggester
) -> Callable[[discord.Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]:
    async def complete(
        interaction: discord.Interaction,  # noqa: ARG001
        current: str,
    ) -> list[app_commands.Choice[str]]:
        return [
            app_commands.Choice(name=shown, value=value)
            for shown, value in suggester.suggest(command, option, current)
        ]

    return complete
