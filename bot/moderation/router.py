"""Routing: a pressed button or a filled-in form, by its custom_id, to who answers it.

A custom_id reads ``kind:version:action:id``: it carries what is needed, the state is in the store,
so that buttons and forms outlive the process. Anybody can send any custom_id.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import discord

Handler = Callable[[discord.Interaction, list[str]], Coroutine[Any, Any, None]]
"""Answers an interaction, given the parts of its custom_id after the kind."""
ROUTED = (discord.InteractionType.component, discord.InteractionType.modal_submit)


class Router:
    """Who answers which kind of custom_id."""

    def __init__(self) -> None:
        self._handlers: dict[str, Handler] = {}

    def add(self, kind: str, handler: Handler) -> None:
        """Let ``handler`` answer the presses and forms of a kind."""
        self._handlers[kind] = handler

    async def dispatch(self, interaction: discord.Interaction) -> bool:
        """Have an interaction answered; False where nobody answers its kind."""
        if interaction.type not in ROUTED:
            return False
        kind, *parts = custom_id_of(interaction).split(":")
        handler = self._handlers.get(kind)
        if handler is None:
            return False
        await handler(interaction, parts)
        return True


def custom_id_of(interaction: discord.Interaction) -> str:
    """The custom_id of what was pressed or filled in."""
    data: Any = interaction.data or {}
    return str(data.get("custom_id", ""))
