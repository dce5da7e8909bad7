"""Direct messages: the terminal's commands, answered at most once."""

import pytest

from tests.double import Double, User

pytestmark = pytest.mark.usefixtures("bot")


async def test_a_command_in_a_direct_message_is_answered(double: Double):
    exchange = await double.direct_message("/power gpus:100000 device:h100")
    reply = await exchange.replied()
    assert "70 MW" in exchange.text
    assert reply.components


async def test_other_text_gets_one_line_with_an_example(double: Double):
    exchange = await double.direct_message("hello, how many homes is that?")
    await exchange.replied()
    assert "/power gpus:100000 device:h100" in exchange.text


@pytest.mark.parametrize(
    ("text", "user"),
    [("", None), ("   ", None), ("/power gpus:8 device:h100", User("otherbot", bot=True))],
    ids=["empty", "spaces", "from a bot"],
)
async def test_what_needs_no_answer_gets_none(double: Double, text: str, user: User | None):
    silent = await double.direct_message(text, user=user)
    # A later message is answered later: whatever the silent one caused would be there by then.
    await (await double.direct_message("/help")).replied()
    assert all("Worked, sourced answers" in reply.text for reply in silent.replies)


async def test_messages_in_servers_are_not_even_received(double: Double):
    ignored = await double.channel_message("/power gpus:8 device:h100")
    await (await double.direct_message("/help")).replied()
    assert ignored.replies == []
