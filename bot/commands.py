"""Slash commands, built from what topics and pages declare: options, descriptions, autocomplete."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any

import discord
from discord import app_commands

from bot.autocomplete import Suggester
from bot.holding import server_of
from bot.respond import Responder
from calculators.engine import Engine
from calculators.headline import capital
from calculators.language import (
    COMMAND,
    OPTION,
    SOURCE,
    TRANSLATED,
    Lang,
    closest,
    ptr,
    speaking,
    tr,
)
from calculators.pages.help import by_name, with_example
from calculators.question import TARGET, a_kind
from calculators.topic import Topic

Words = Callable[[], str]
"""What describes a command or an option, in the language that is spoken."""
Options = Mapping[str, Words]
"""Option name -> its description, in the order of the command."""
MAX_DESCRIPTION = 100


class Translator(app_commands.Translator):
    """Names and descriptions in the reader's language: each string carries its translations."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002
    ) -> str | None:
        """The string in a language, if the program speaks it."""
        lang = closest(str(locale))
        return None if lang == SOURCE else string.extras.get(lang)


def localised(words: Words) -> app_commands.locale_str:
    """A text of the registration with its translations, each as short as it must be."""
    translated: dict[str, str] = {lang: _said(words, lang) for lang in TRANSLATED}
    return app_commands.locale_str(_said(words, SOURCE), **translated)


def _said(words: Words, lang: Lang) -> str:
    with speaking(lang):
        return words()[:MAX_DESCRIPTION]


def add_commands(tree: app_commands.CommandTree[discord.Client], responder: Responder) -> None:
    """Add every topic and page of the engine to ``tree``."""
    engine = responder.engine
    for topic in engine.registry.topics.values():
        words = partial(tr, topic.words)
        tree.add_command(_build(topic.name, words, _options(topic, engine), responder))
    for page in engine.pages.values():
        options: Options = {option: partial(page.words, option) for option in page.options}
        tree.add_command(_build(page.name, page.words, options, responder))


def _options(topic: Topic, engine: Engine) -> Options:
    quantities = engine.registry.quantities
    named: Options = {kind.value: partial(_by_name, kind.value) for kind in topic.subjects}
    given: Options = {name: partial(with_example, quantities[name]) for name in topic.options}
    return {**named, **given, TARGET: lambda: tr("What to work out, where the command can't tell")}


def _by_name(kind: str) -> str:
    return capital(by_name(a_kind(kind)))


def _build(
    name: str, words: Words, options: Options, responder: Responder
) -> app_commands.Command[Any, ..., None]:
    async def callback(interaction: discord.Interaction, **given: str | None) -> None:
        typed = {key: value for key, value in given.items() if value is not None}
        await responder.command(interaction, name, typed)

    callback.__signature__ = _signature(options)  # type: ignore[attr-defined]
    if options:
        described = {key: localised(text) for key, text in options.items()}
        renamed = {key: localised(partial(ptr, OPTION, key)) for key in options}
        callback = app_commands.describe(**described)(callback)
        callback = app_commands.rename(**renamed)(callback)
    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=localised(partial(ptr, COMMAND, name)),
        description=localised(words),
        callback=callback,
    )
    for option in options:
        command.autocomplete(option)(_autocomplete(name, option, responder))
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
    command: str, option: str, responder: Responder
) -> Callable[[discord.Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]:
    async def complete(
        interaction: discord.Interaction,
        current: str,
    ) -> list[app_commands.Choice[str]]:
        held = await responder.holding.of(server_of(interaction))
        lang = closest(str(interaction.locale))

        def suggested() -> list[tuple[str, str]]:
            engine = responder.holding.views.view(held)
            return Suggester(engine).suggest(command, option, current, lang)

        found = suggested() if held is None else await responder.on_worker(suggested)
        return [app_commands.Choice(name=shown, value=value) for shown, value in found]

    return complete
