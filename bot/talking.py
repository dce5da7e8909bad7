"""Talking in Discord: messages, ``/ask``, buttons, and the conversations they go on with."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import discord
from cachetools import LRUCache

from bot.conversation import Clock, Conversations, Whose
from bot.hearing import heard
from bot.holding import server_of
from bot.layout import Button, Message, message
from bot.offers import Offer, Offers, Picked
from bot.pace import Pace, Verdict
from bot.post import post
from bot.respond import Responder, apology, guarded
from bot.turn import Turn, own_reply, take_turn
from calculators.language import SOURCE, Lang, closest, speaking
from calculators.reply import Reply
from facts.loaded import ServerFacts

if TYPE_CHECKING:
    from calculators.plain.talk import State

REMEMBERED = 4_096
"""Messages whose repetition is noticed: the gateway may send one again when it resumes."""

_log = logging.getLogger(__name__)


class Talker:
    """Answers plain words.

    Every turn is taken on the responder's worker thread, one after the other: what a person says
    goes on from what they said before, however fast they write.
    """

    def __init__(self, responder: Responder, clock: Clock = time.monotonic) -> None:
        self._holding = responder.holding
        self._responder = responder
        self.conversations = Conversations(clock)
        self._offers = Offers(clock)
        self._pace = Pace(clock)
        self._met: LRUCache[int, bool] = LRUCache(REMEMBERED)

    async def prepare(self) -> None:
        """Load the parser, so that the first who says something need not wait for it."""
        await self._responder.on_worker(partial(self._holding.views.talk, None))

    # --- messages -----------------------------------------------------------------

    async def hear(self, received: discord.Message, me: int) -> None:
        """Answer a message, if it is for the bot ``me`` and has not been met before."""
        said = heard(received, me)
        if said is None or received.id in self._met:
            return
        self._met[received.id] = True
        verdict = self._pace.judge(received.author.id)
        if verdict is Verdict.ANSWER:
            await self._responder.attend(self._reply(received, said))
        elif verdict is Verdict.SLOW_DOWN:
            await self._responder.attend(_tell(received, own_reply("slow_down")))

    async def _reply(self, received: discord.Message, said: str) -> None:
        whose = Whose(received.channel.id, received.author.id)

        async def work() -> None:
            held = await self._holding.of(received.guild.id if received.guild else None)
            turn = await self._responder.on_worker(partial(self._turn, held, whose, said))
            buttons = self._offers.buttons(whose.person, turn)
            await post(received, partial(_laid_out, turn, buttons))

        reference = await guarded(work(), "message")
        if reference:
            await _tell(received, apology(reference))

    # --- slash commands -----------------------------------------------------------

    async def ask(self, interaction: discord.Interaction, question: str) -> None:
        """Answer ``/ask``. In a burst each is told to slow down: silence would read as a fault."""
        if self._pace.judge(interaction.user.id) is Verdict.ANSWER:
            await self._responder.attend(self._ask(interaction, question))
        else:
            await self._responder.note(interaction, "slow_down")

    async def _ask(self, interaction: discord.Interaction, question: str) -> None:
        whose = _whose(interaction)

        async def work() -> None:
            held = await self._holding.of(server_of(interaction))
            turn = await self._responder.worked_out(
                interaction, partial(self._turn, held, whose, question, lang=_lang(interaction))
            )
            sent = _laid_out(turn, self._offers.buttons(whose.person, turn))
            await self._responder.send(interaction, sent, ephemeral=turn.reply.refused)

        reference = await guarded(work(), "/ask")
        if reference:
            await self._responder.apologise(interaction, reference)

    async def forget(self, interaction: discord.Interaction) -> None:
        """Answer ``/forget``."""
        forgetting = partial(self.conversations.keep, _whose(interaction), None)
        await self._responder.on_worker(forgetting)
        await self._responder.note(interaction, "forgotten")

    async def remembered(self, person: int) -> dict[Whose, State]:
        """What is in memory of the conversations of one person."""
        return await self._responder.on_worker(partial(self.conversations.of, person))

    async def forget_person(self, person: int) -> None:
        """Forget one person everywhere: conversations, choices, pace."""
        await self._responder.on_worker(partial(self.conversations.forget, person))
        self._offers.forget(person)
        self._pace.forget(person)

    # --- buttons ------------------------------------------------------------------

    async def press(self, interaction: discord.Interaction) -> None:
        """Answer a pressed button: the answer takes the place of the message it was under."""
        data: Any = interaction.data or {}
        picked = self._offers.picked(data.get("custom_id", ""))
        if picked is None:
            await self._responder.note(interaction, "stale_button")
        elif picked.offer.person != interaction.user.id:
            await self._responder.note(interaction, "not_your_button")
        elif picked.offer.pressed is None:
            picked.offer.pressed = interaction.id
            await self._responder.attend(self._pick(interaction, picked))
        elif picked.offer.pressed != interaction.id:
            # Pressed again before the answer came: nothing to do but to say that it arrived.
            await guarded(_acknowledge(interaction), "a second press")

    async def _pick(self, interaction: discord.Interaction, picked: Picked) -> None:
        offer, choice = picked
        whose = _whose(interaction)

        async def work() -> None:
            held = await self._holding.of(server_of(interaction))
            turn = await self._responder.worked_out(
                interaction,
                partial(self._turn, held, whose, choice.text, offer, lang=_lang(interaction)),
            )
            sent = _laid_out(turn, self._offers.buttons(whose.person, turn))
            await self._responder.replace(interaction, sent)

        reference = await guarded(work(), "a button")
        if reference:
            offer.pressed = None  # it may be tried again
            await self._responder.apologise(interaction, reference)

    # --- on the worker thread -----------------------------------------------------

    def _turn(
        self,
        held: ServerFacts | None,
        whose: Whose,
        said: str,
        offer: Offer | None = None,
        lang: Lang = SOURCE,
    ) -> Turn:
        """Take a turn of a conversation, or the one that an offer was made in."""
        talk = self._holding.views.talk(held)
        before: State | None = self.conversations.before(whose) if offer is None else offer.state
        turn = take_turn(talk, said, talk.still_known(before), lang)
        self.conversations.keep(whose, turn.state)
        return turn


def _laid_out(turn: Turn, buttons: Sequence[Button]) -> Message:
    with speaking(turn.lang):
        return message(turn.reply, turn.whole, buttons)


def _lang(interaction: discord.Interaction) -> Lang:
    """The language of the reader's client."""
    return closest(str(interaction.locale))


def _whose(interaction: discord.Interaction) -> Whose:
    return Whose(interaction.channel_id or 0, interaction.user.id)


async def _acknowledge(interaction: discord.Interaction) -> None:
    await interaction.response.defer()


async def _tell(received: discord.Message, reply: Reply) -> None:
    """Post one of the bot's own replies; a failure is no reason for another."""
    try:
        await post(received, partial(message, reply))
    except discord.HTTPException as error:
        _log.warning("a message could not be answered: %s %s", error.status, error.code)
