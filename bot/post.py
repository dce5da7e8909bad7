"""Posting a reply to a message: one for each message, whatever fails on the way.

The nonce is the id of the message that is answered. Discord shows one message for one nonce, so
what is sent again, by us, by the library or by a second process, is not seen twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import aiohttp
import discord

from bot.hearing import is_direct
from bot.layout import Message

RETRY_AFTER = (0.1, 0.5, 1.5)
"""Seconds between tries over a network that drops connections; the library retries the rest."""
_INVALID_FORM, _NO_HISTORY = 50035, 160002

_log = logging.getLogger(__name__)


async def post(to: discord.Message, make: Callable[[], Message]) -> None:
    """Post what ``make`` lays out (anew for each try) in the channel, in a server as a reply.

    Where nobody can be reached, one line in the log says why.

    Raises:
        discord.HTTPException: Discord refuses what is sent, which is our fault.
    """
    try:
        await _post(to, make)
    except discord.HTTPException as error:
        if not _nobody_there(error):
            raise
        _log.warning("a message could not be answered: %s %s", error.status, error.code)
    except (aiohttp.ClientError, OSError) as error:
        _log.warning("a message could not be answered: %s", type(error).__name__)


async def _post(to: discord.Message, make: Callable[[], Message]) -> None:
    reply = not is_direct(to)
    for pause in (*RETRY_AFTER, None):
        try:
            return await _send(to, make(), reply=reply)
        except discord.HTTPException as error:
            if error.code == _NO_HISTORY and reply:
                reply = False  # a reply needs the permission to read what it answers
                continue
            if error.status != 503 or pause is None:
                raise
            await asyncio.sleep(pause)
        except (aiohttp.ClientError, OSError):
            if pause is None:
                raise
            await asyncio.sleep(pause)
    return None


async def _send(to: discord.Message, sent: Message, *, reply: bool) -> None:
    if reply:
        await to.reply(view=sent.view, files=list(sent.files), mention_author=False, nonce=to.id)
    else:
        await to.channel.send(view=sent.view, files=list(sent.files), nonce=to.id)


def _nobody_there(error: discord.HTTPException) -> bool:
    """No permission, no channel, the message to reply to gone, or Discord itself down."""
    gone = error.code == _INVALID_FORM and "message_reference" in error.text
    return gone or error.status in (403, 404) or error.status >= 500
