"""Responding: every interaction is answered exactly once and in time, whatever happens.

The only broad ``except`` of the program is here: a fault becomes a short apology with a reference
id, and the trace goes to the log.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

import aiohttp
import discord

from bot.holding import Holding, server_of
from bot.layout import Message, message
from bot.texts import text
from bot.turn import own_reply
from calculators.answer import Answer
from calculators.language import Lang, closest, speaking
from calculators.reply import Reply
from facts.loaded import ServerFacts

DEFER_AFTER = 1.5
"""Seconds after which "thinking…" is shown, half of what Discord allows."""
_OVER = frozenset({10003, 10008, 10015, 10062, 40060, 50027})
"""Codes of an interaction that is over or answered elsewhere: nothing is left to do."""
_UNSENT = (discord.HTTPException, aiohttp.ClientError, OSError)
_WHISPERED = "whispered"
"""Marks an interaction whose first answer only the asker sees: what follows does so too."""
_T = TypeVar("_T")

_log = logging.getLogger(__name__)


class Responder:
    """Answers interactions with the engine's answers, and has what every way of answering needs.

    A kind of question asked before takes microseconds and is answered on the spot; a new one is
    planned on a worker thread, so that the event loop never waits for it.
    """

    def __init__(self, holding: Holding) -> None:
        self.holding = holding
        self.engine = holding.views.curated
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="planner")
        self.open: set[asyncio.Task[None]] = set()

    async def command(
        self, interaction: discord.Interaction, command: str, options: Mapping[str, str]
    ) -> None:
        """Answer a slash command."""
        await self.attend(self._command(interaction, command, options))

    async def attend(self, answering: Coroutine[Any, Any, None]) -> None:
        """Answer in a task of its own, which ``drain`` waits for."""
        task = asyncio.ensure_future(answering)
        self.open.add(task)
        task.add_done_callback(self.open.discard)
        await task

    async def _command(
        self, interaction: discord.Interaction, command: str, options: Mapping[str, str]
    ) -> None:
        lang = closest(str(interaction.locale))

        async def work() -> None:
            held = await self.holding.of(server_of(interaction))
            answer = self.engine.at_once(command, options, lang) if held is None else None
            if answer is None:
                planning = partial(self._answer, held, command, options, lang)
                answer = await self.worked_out(interaction, planning)
            refusal = answer.refusal is not None
            await self.send(interaction, laid_out(answer), ephemeral=refusal)

        reference = await guarded(work(), f"/{command}")
        if reference:
            await self.apologise(interaction, reference)

    async def on_worker(self, work: Callable[[], _T]) -> _T:
        """Run ``work`` on the worker thread, after what is there already."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    async def worked_out(self, interaction: discord.Interaction, work: Callable[[], _T]) -> _T:
        """Run ``work`` on the worker thread; the interaction is deferred if that takes long."""
        return await self.awaited(interaction, self.on_worker(work))

    async def awaited(
        self,
        interaction: discord.Interaction,
        work: Coroutine[Any, Any, _T],
        meanwhile: Callable[[], Message] | None = None,
        *,
        ephemeral: bool = False,
    ) -> _T:
        """Wait for ``work``; if that takes long, the interaction is deferred.

        ``meanwhile`` gives what is shown then; by default a command shows "thinking…", and a
        button's message stays as it is. The answer will be ``ephemeral``, or not.
        """
        working = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({working}, timeout=DEFER_AFTER)
        if not done and not interaction.response.is_done():
            if ephemeral:
                interaction.extras[_WHISPERED] = True
            if meanwhile is None:
                thinking = not _is_press(interaction)
                await interaction.response.defer(thinking=thinking, ephemeral=ephemeral)
            else:
                view = meanwhile().view
                await interaction.response.send_message(view=view, ephemeral=ephemeral)
        return await working

    def _answer(
        self, held: ServerFacts | None, command: str, options: Mapping[str, str], lang: Lang
    ) -> Answer:
        answer = self.holding.views.view(held).answer(command, options, lang=lang)
        _ = answer.reply  # composed here, not on the event loop
        return answer

    async def send(self, interaction: discord.Interaction, sent: Message, ephemeral: bool) -> None:
        """Answer with a message of its own."""
        if not interaction.response.is_done():
            await interaction.response.send_message(
                view=sent.view, files=list(sent.files), ephemeral=ephemeral
            )
        elif ephemeral and (_is_press(interaction) or _WHISPERED not in interaction.extras):
            # A deferred reply is public for good: take it away and whisper instead.
            if not _is_press(interaction):
                await interaction.delete_original_response()
            await interaction.followup.send(view=sent.view, files=list(sent.files), ephemeral=True)
        else:
            await interaction.edit_original_response(view=sent.view, attachments=list(sent.files))

    async def replace(self, interaction: discord.Interaction, sent: Message) -> None:
        """Put ``sent`` in the place of the message whose button was pressed."""
        if interaction.response.is_done():
            await interaction.edit_original_response(view=sent.view, attachments=list(sent.files))
        else:
            await interaction.response.edit_message(view=sent.view, attachments=list(sent.files))

    async def note(self, interaction: discord.Interaction, key: str) -> None:
        """Whisper one of the bot's own texts."""
        try:
            with speaking(closest(str(interaction.locale))):
                sent = message(own_reply(key))
            await self.send(interaction, sent, ephemeral=True)
        except _UNSENT:
            _log.warning("could not send the note %s", key)

    async def apologise(self, interaction: discord.Interaction, reference: str) -> None:
        """Whisper that something went wrong, with the reference of its trace in the log."""
        try:
            with speaking(closest(str(interaction.locale))):
                sent = message(apology(reference))
            await self.send(interaction, sent, ephemeral=True)
        except _UNSENT:
            _log.warning("fault %s: the apology could not be sent", reference)

    async def drain(self, seconds: float) -> None:
        """Wait for the answers under way."""
        if self.open:
            await asyncio.wait(self.open, timeout=seconds)
        self._worker.shutdown(wait=False, cancel_futures=True)


def laid_out(answer: Answer) -> Message:
    """An answer as a message, in its own language."""
    with speaking(answer.question.lang):
        return message(answer.reply, lambda: answer.text)


async def guarded(work: Coroutine[Any, Any, None], where: str) -> str | None:
    """Run ``work``; a fault is logged and its reference returned, for the apology."""
    try:
        await work
    except discord.HTTPException as error:
        if error.code in _OVER:
            _log.warning("%s: nothing left to answer (%s)", where, error.code)
            return None
        return fault(where, error)
    except Exception as error:  # noqa: BLE001  # the one border where every fault ends
        return fault(where, error)
    return None


def _is_press(interaction: discord.Interaction) -> bool:
    return interaction.type is discord.InteractionType.component


def fault(where: str, error: BaseException) -> str:
    """Log a fault with its trace under a new reference id, and return that."""
    reference = secrets.token_hex(4)
    _log.error("fault %s in %s", reference, where, exc_info=error)
    return reference


def apology(reference: str) -> Reply:
    """What is said of a fault."""
    return Reply(
        headline=text("fault", "headline"),
        lead=text("fault", "next").format(reference=reference),
        refused=True,
    )
