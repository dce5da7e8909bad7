"""Messages in servers: whose content a bot without the privileged intent can read, and where."""

from __future__ import annotations

import discord
import pytest

from . import Double, User
from .client import running
from .scenario_bot import ScenarioBot

UNREADABLE = "heard (nothing readable) and 0 bytes"


class Noting(ScenarioBot):
    """Keeps the messages it is told of, and answers none."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[discord.Message] = []

    async def on_message(self, message: discord.Message) -> None:
        self.heard.append(message)


async def test_a_reply_that_pings_the_bot_is_readable(double: Double, bot: ScenarioBot) -> None:
    first = await (await double.channel_message("one", mention=True)).replied()
    loud = await double.channel_message("two", reply_to=first)
    assert "two" in (await loud.replied()).content
    silent = await double.channel_message("three", reply_to=first, ping=False)
    assert (await silent.replied()).content == UNREADABLE


async def test_a_reply_to_somebody_else_is_not_readable(double: Double, bot: ScenarioBot) -> None:
    other = await double.channel_message("one", user=User("bob"))
    reply = await double.channel_message("two", reply_to=other.message)
    assert (await reply.replied()).content == UNREADABLE


async def test_a_mention_of_somebody_else_is_not_readable(double: Double, bot: ScenarioBot) -> None:
    bob = User("bob")
    exchange = await double.channel_message(f"{bob.mention} hello")
    assert (await exchange.replied()).content == UNREADABLE


async def test_both_forms_of_a_mention_count(double: Double, bot: ScenarioBot) -> None:
    exchange = await double.channel_message(f"hello <@!{double.bot.id}>")
    assert "hello" in (await exchange.replied()).content


@pytest.mark.parametrize("known", [True, False])
async def test_threads_are_written_to_and_answered_in(known: bool) -> None:
    async with Double() as double:
        thread = double.guild.thread(known=known)
        async with running(Noting(), double) as bot:
            await double.until(lambda: bot.get_guild(double.guild.id))
            assert (bot.get_channel(thread.id) is not None) is known
            exchange = await double.channel_message("hello", mention=True, channel=thread)
            await double.until(lambda: bot.heard)
            await bot.heard[0].reply("here", mention_author=False)
            assert (await exchange.replied()).channel_id == thread.id
        assert double.violations == []


async def test_edits_deletions_and_repeats_are_told(double: Double, bot: ScenarioBot) -> None:
    exchange = await double.channel_message("one", mention=True)
    await exchange.replied()
    await double.edit(exchange, "two")
    await double.delete(exchange)
    await double.until(lambda: "MESSAGE_DELETE" in bot.events)
    assert "MESSAGE_UPDATE" in bot.events
    again = await double.channel_message("three", mention=True)
    await again.replied()
    await double.tell(again.message)
    await again.replied(count=2)


async def test_a_reply_to_a_deleted_message_is_refused(double: Double, bot: ScenarioBot) -> None:
    exchange = await double.channel_message("one", mention=True)
    await exchange.replied()
    await double.delete(exchange)
    channel = bot.get_partial_messageable(exchange.message.channel_id)
    reference = discord.MessageReference(
        message_id=exchange.message.id, channel_id=exchange.message.channel_id
    )
    with pytest.raises(discord.HTTPException) as caught:
        await channel.send("two", reference=reference, mention_author=False)
    assert caught.value.code == 50035
    assert "message_reference" in caught.value.text


async def test_webhooks_and_system_messages_are_told_as_such(double: Double) -> None:
    async with running(Noting(), double) as bot:
        hook = User("hook", bot=True)
        await double.channel_message("hello", mention=True, webhook=True, user=hook)
        await double.channel_message("", kind=7)
        await double.until(lambda: len(bot.heard) == 2)
    assert bot.heard[0].webhook_id == hook.id
    assert bot.heard[1].is_system()
