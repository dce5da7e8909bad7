"""Conversations: one for each person in each channel, for half an hour, until forgotten."""

from __future__ import annotations

import pytest

from bot import conversation
from bot.client import RackmathClient
from bot.conversation import KEPT_FOR, Conversations, Whose
from tests.bot.echo import Clock, EchoTalk, state
from tests.double import Double, User

FORGET = ["/forget", "forget", "Zapomnij", "forget.", " FORGET! "]


async def said(double: Double, text: str) -> str:
    exchange = await double.direct_message(text)
    await exchange.replied()
    return exchange.text


async def test_a_message_goes_on_from_the_last(double: Double, talking: RackmathClient):
    assert "one after nothing" in await said(double, "one")
    assert "two after one" in await said(double, "two")


async def test_how_it_was_read_is_shown_small(double: Double, talking: RackmathClient):
    assert (await said(double, "one")).startswith("-# Read as an echo\n### one after nothing")


@pytest.mark.parametrize("text", FORGET)
async def test_what_was_said_can_be_forgotten(double: Double, talking: RackmathClient, text: str):
    await said(double, "one")
    assert "Forgotten" in await said(double, text)
    assert "two after nothing" in await said(double, "two")


async def test_forgetting_by_mention(double: Double, talking: RackmathClient):
    for text, shown in (("one", "one after nothing"), ("forget", "Forgotten")):
        exchange = await double.channel_message(text, mention=True)
        await exchange.replied()
        assert shown in exchange.text
    assert len(talking.talker.conversations) == 0


async def test_forgetting_by_command(double: Double, talking: RackmathClient):
    await (await double.slash("ask", {"question": "one"})).answered()
    await said(double, "elsewhere")
    handle = await (await double.slash("forget")).answered()
    assert handle.ephemeral
    assert "Forgotten" in handle.text
    after = await (await double.slash("ask", {"question": "two"})).answered()
    assert "two after nothing" in after.text
    assert "three after elsewhere" in await said(double, "three")


async def test_ask_and_messages_are_one_conversation(double: Double, talking: RackmathClient):
    asked = await (await double.slash("ask", {"question": "one"})).answered()
    assert not asked.ephemeral
    assert "one after nothing" in asked.text
    exchange = await double.channel_message("two", mention=True)
    await exchange.replied()
    assert "two after one" in exchange.text


async def test_ask_with_real_words(double: Double, bot: RackmathClient):
    handle = await (
        await double.slash("ask", {"question": "/power gpus:100000 device:h100"})
    ).answered()
    assert "70 MW" in handle.text
    assert not handle.ephemeral
    refused = await (await double.slash("ask", {"question": "hello there"})).answered()
    assert refused.ephemeral
    assert refused.message.custom_ids


async def test_two_people_in_a_channel_share_nothing(double: Double, talking: RackmathClient):
    bob = User("bob")
    for user, text, shown in [
        (double.user, "one", "one after nothing"),
        (bob, "two", "two after nothing"),
        (double.user, "three", "three after one"),
        (bob, "four", "four after two"),
    ]:
        exchange = await double.channel_message(text, mention=True, user=user)
        await exchange.replied()
        assert shown in exchange.text


async def test_two_channels_share_nothing(double: Double, talking: RackmathClient):
    await said(double, "one")
    exchange = await double.channel_message("two", mention=True)
    await exchange.replied()
    assert "two after nothing" in exchange.text


async def test_it_is_forgotten_half_an_hour_after_the_last_message(
    double: Double, talking: RackmathClient, clock: Clock
):
    await said(double, "one")
    clock.now += KEPT_FOR - 1
    assert "two after one" in await said(double, "two")
    clock.now += KEPT_FOR - 1
    assert "three after two" in await said(double, "three")
    clock.now += KEPT_FOR + 1
    assert "four after nothing" in await said(double, "four")


async def test_what_is_written_fast_goes_on_in_order(
    double: Double, talking: RackmathClient, talk: EchoTalk
):
    talk.go.clear()
    exchanges = [await double.direct_message(text) for text in ("one", "two", "three")]
    await double.until(lambda: len(talking.responder.open) == 3)
    talk.go.set()
    await double.until(lambda: not talking.responder.open)
    shown = "\n".join(message.text for message in exchanges[0].replies)
    for words in ("one after nothing", "two after one", "three after two"):
        assert words in shown


def test_no_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(conversation, "MOST", 3)
    kept = Conversations()
    for person in range(3):
        kept.keep(Whose(1, person), state(str(person)))
    assert kept.before(Whose(1, 0)) == state("0")
    kept.keep(Whose(1, 3), state("3"))
    assert len(kept) == 3
    assert kept.before(Whose(1, 1)) is None, "the one that was used longest ago"
    assert kept.before(Whose(1, 0)) is not None
