"""Which messages are for the bot, and what they say.

Without the privileged intent Discord shows a bot the content of direct messages and of messages
that mention it; a reply mentions whom it answers unless the writer turns that off.
"""

from __future__ import annotations

import re

import discord

_WRITTEN = (discord.MessageType.default, discord.MessageType.reply)


def heard(message: discord.Message, me: int) -> str | None:
    """What a person says to the bot ``me``, without its mention; None where nothing is.

    A mention and nothing else says "": it calls the bot. So does no file and no sticker.
    """
    if message.author.bot or message.webhook_id is not None or message.type not in _WRITTEN:
        return None
    if not message.content.strip() or not _addressed(message, me):
        return None
    return re.sub(rf"\s*<@!?{me}>\s*", " ", message.content).strip()


def is_direct(message: discord.Message) -> bool:
    """Whether a message was written to the bot alone."""
    return isinstance(message.channel, discord.DMChannel)


def _addressed(message: discord.Message, me: int) -> bool:
    if is_direct(message) or any(user.id == me for user in message.mentions):
        return True
    answered = message.reference.resolved if message.reference else None
    return isinstance(answered, discord.Message) and answered.author.id == me
