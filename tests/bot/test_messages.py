"""Messages: which are answered, where, and never more than once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.client import RackmathClient
from calculators.engine import Engine
from tests.bot.test_layout import HOSTILE, active
from tests.double import Double, Upload, User
from tests.double.client import running

QUESTION = "/power gpus:100000 device:h100"


async def settled(double: Double, bot: RackmathClient) -> None:
    """Wait until everything sent before has been answered as far as it will be."""
    await (await double.direct_message("/help", user=User("last"))).replied()
    await double.until(lambda: not bot.responder.open)


# --- direct messages ---


async def test_a_command_in_a_direct_message_is_answered(double: Double, bot: RackmathClient):
    exchange = await double.direct_message(QUESTION)
    reply = await exchange.replied()
    assert "70 MW" in exchange.text
    assert reply.components
    assert reply.reference_id is None, "there is nobody else to tell apart"


async def test_other_text_gets_examples(double: Double, bot: RackmathClient, examples: list[str]):
    exchange = await double.direct_message("hello, how is the weather?")
    reply = await exchange.replied()
    assert len(reply.custom_ids) == len(examples)
    for example in examples:
        assert example in str(reply.components)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("", {}),
        ("   ", {}),
        (QUESTION, {"user": User("otherbot", bot=True)}),
        ("", {"attachments": [Upload(b"1,2", "table.csv")]}),
        (QUESTION, {"kind": 6}),
    ],
    ids=["empty", "spaces", "from a bot", "only a file", "a pinned message"],
)
async def test_what_needs_no_answer_gets_none(double: Double, bot: RackmathClient, text, how):
    silent = await double.direct_message(text, **how)
    await settled(double, bot)
    assert silent.delivered == 1
    assert silent.replies == []


# --- servers ---


async def test_a_mention_is_answered_as_a_reply(double: Double, bot: RackmathClient):
    exchange = await double.channel_message(QUESTION, mention=True)
    reply = await exchange.replied()
    assert "70 MW" in exchange.text
    assert reply.reference_id == exchange.message.id
    (call,) = double.calls_to("message")
    assert call.body["allowed_mentions"] == {"parse": [], "replied_user": False}


@pytest.mark.parametrize("text", ["{me} /help", "/help {me}", "<@!{id}> /help", "{me}\n/help"])
async def test_the_mention_is_no_part_of_the_question(
    double: Double, bot: RackmathClient, text: str
):
    me = double.bot
    exchange = await double.channel_message(text.format(me=me.mention, id=me.id))
    await exchange.replied()
    assert "Worked, sourced answers" in exchange.text


async def test_a_reply_to_the_bot_is_answered(double: Double, bot: RackmathClient):
    first = await (await double.channel_message(QUESTION, mention=True)).replied()
    second = await double.channel_message("/help", reply_to=first)
    reply = await second.replied()
    assert "Worked, sourced answers" in second.text
    assert reply.reference_id == second.message.id


@pytest.mark.parametrize("known", [True, False])
async def test_a_mention_in_a_thread_is_answered_there(
    double: Double, engine: Engine, tmp_path: Path, known: bool
):
    thread = double.guild.thread(known=known)
    async with running(RackmathClient(engine, tmp_path), double):
        exchange = await double.channel_message(QUESTION, mention=True, channel=thread)
        reply = await exchange.replied()
    assert reply.channel_id == thread.id
    assert reply.reference_id == exchange.message.id


async def test_what_others_say_in_a_server_is_not_answered(double: Double, bot: RackmathClient):
    bob = User("bob")
    own = await (await double.channel_message(QUESTION, mention=True)).replied()
    other = await double.channel_message(QUESTION, user=bob)
    hook = User("hook", bot=True)
    silent = [
        other,
        await double.channel_message(f"{bob.mention} {QUESTION}"),
        await double.channel_message(QUESTION, reply_to=other.message),
        await double.channel_message(QUESTION, reply_to=own, ping=False),
        await double.channel_message(QUESTION, mention=True, user=User("otherbot", bot=True)),
        await double.channel_message(QUESTION, mention=True, user=hook, webhook=True),
        await double.channel_message("", reply_to=own, attachments=[Upload(b"1", "a.png")]),
        await double.channel_message("", mention=True, kind=7),
    ]
    await settled(double, bot)
    assert all(each.delivered == 1 for each in silent)
    assert len(double.calls_to("message")) == 2, "the first question and the last"


async def test_only_what_is_for_the_bot_is_answered_where_all_can_be_read(
    double: Double, engine: Engine, tmp_path: Path
):
    client = RackmathClient(engine, tmp_path)
    client._connection._intents.message_content = True  # which an operator's change could do
    async with running(client, double):
        own = await (await double.channel_message("/help", mention=True)).replied()
        other = await double.channel_message(QUESTION)
        silent = await double.channel_message(QUESTION, reply_to=other.message)
        quiet = await double.channel_message(QUESTION, reply_to=own, ping=False)
        await quiet.replied()
        await settled(double, client)
    assert other.replies == []
    assert silent.replies == []
    assert "70 MW" in quiet.text


async def test_a_mention_alone_gets_a_friendly_line(
    double: Double, bot: RackmathClient, examples: list[str]
):
    exchange = await double.channel_message("", mention=True)
    reply = await exchange.replied()
    assert "in your own words" in exchange.text
    assert len(reply.custom_ids) == len(examples)
    pressed = await (await double.press(reply.custom_ids[0], reply)).answered()
    assert pressed.response_type == 7


# --- once, and bounded ---


async def test_an_edited_message_is_not_answered_again(double: Double, bot: RackmathClient):
    exchange = await double.channel_message(QUESTION, mention=True)
    unheard = await double.channel_message(QUESTION)
    await exchange.replied()
    await double.edit(exchange, f"{double.bot.mention} /help")
    await double.edit(unheard, f"{double.bot.mention} /help")
    await double.delete(exchange)
    await settled(double, bot)
    assert len(exchange.replies) == 1
    assert unheard.replies == []


async def test_a_message_that_comes_twice_is_answered_once(double: Double, bot: RackmathClient):
    exchange = await double.direct_message(QUESTION)
    await double.tell(exchange.message)
    await settled(double, bot)
    assert len(exchange.replies) == 1


async def test_two_processes_that_get_a_message_show_one_answer(
    double: Double, bot: RackmathClient, engine: Engine, tmp_path: Path
):
    async with running(RackmathClient(engine, tmp_path / "second"), double) as second:
        await double.until(lambda: len(double.gateway.sessions) == 2)
        exchange = await double.channel_message(QUESTION, mention=True)
        assert exchange.delivered == 2
        await double.until(lambda: len(double.calls_to("message")) == 2)
        await settled(double, second)
    assert len(exchange.replies) == 1


@pytest.mark.parametrize("text", ["x" * 4000, "/power gpus:" + "9" * 3988, "🙂 " * 2000])
async def test_a_long_message_gets_a_bounded_reply(double: Double, bot: RackmathClient, text: str):
    exchange = await double.direct_message(text)
    await exchange.replied()
    assert len(exchange.text) < 1000


@pytest.mark.parametrize("typed", [*HOSTILE, "\u202e@everyone\u202c", "```js\n@here\n```"])
async def test_hostile_text_is_shown_inert(double: Double, bot: RackmathClient, typed: str):
    exchanges = [
        await double.direct_message(typed),
        await double.direct_message(f"/power gpus:{typed}"),
        await double.channel_message(f"/{typed}", mention=True),
    ]
    for exchange in exchanges:
        reply = await exchange.replied()
        for sign in ("@everyone", "@here", "<@", "<#", "](", "https://", "||", "<t:"):
            assert sign not in active(reply.text)
        assert "\u202e" not in str(reply.components)
    for call in double.calls_to("message"):
        assert call.body["allowed_mentions"]["parse"] == []


async def test_nothing_said_or_asked_is_logged(
    double: Double, bot: RackmathClient, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level("INFO"):
        await (await double.direct_message("/power gpus:8 device:canary")).replied()
        await (await double.slash("ask", {"question": "canary"})).answered()
    assert "canary" not in caplog.text
    assert double.user.name not in caplog.text
