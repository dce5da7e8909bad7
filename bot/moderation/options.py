"""Options of the commands about facts: names, descriptions and choices in every language."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from discord import app_commands
from discord.app_commands import Choice

from bot.commands import localised
from bot.moderation import names
from bot.texts import text
from calculators.language import tr
from facts.schema import Qualifier

MAX_NAME = 160
LAST = 2**53 - 1
"""The largest whole number that Discord sends."""
_C = TypeVar("_C", bound=Callable[..., Any])

QUALIFIERS = [
    Choice(name=localised(partial(tr, each.value)), value=each.value) for each in Qualifier
]
ACTIONS = [
    Choice(name=localised(partial(text, "facts_actions", "headline")), value="add"),
    Choice(name=localised(partial(text, "facts_actions", "next")), value="remove"),
]
STATES = [
    Choice(name=localised(partial(text, "facts_states", "headline")), value="on"),
    Choice(name=localised(partial(text, "facts_states", "next")), value="off"),
]


def described(name: str) -> app_commands.locale_str:
    """What describes a command of the group: the text of its key."""
    return localised(partial(text, f"facts_{name}_command", "headline"))


def options(**said: str) -> Callable[[_C], _C]:
    """Names and descriptions of a command's options; ``said`` are the keys of the latter."""

    def decorate(command: _C) -> _C:
        words = {
            name: localised(partial(text, f"facts_option_{key}", "headline"))
            for name, key in said.items()
        }
        renamed = {name: names.OPTIONS[name] for name in said}
        return app_commands.rename(**renamed)(app_commands.describe(**words)(command))

    return decorate
