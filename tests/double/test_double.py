"""A stock discord.py client meets the double: commands, components, modals, messages."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest

from . import MODERATOR, Double, Upload, User, refusal
from .client import running
from .floor_bot import ping_bot
from .messages import walk
from .scenario_bot import ScenarioBot


async def test_start_up_logs_in_syncs_and_identifies(double: Double, bot: ScenarioBot) -> None:
    names = {command["name"] for command in double.registered}
    assert names >= {"ping", "power", "facts", "Explain"}
    assert [call.route for call in list(double.calls)[:3]] == ["me", "application", "commands"]
    assert double.gateway.identifies == 1
    await double.until(lambda: "GUILD_CREATE" in bot.events)
    assert bot.get_guild(double.guild.id) is not None


async def test_slash_command_in_a_guild(double: Double, bot: ScenarioBot) -> None:
    handle = await (await double.slash("ping", locale="de")).answered()
    assert handle.text == "pong de [0]"
    assert handle.ephemeral is False
    assert handle.answered_after is not None
    assert handle.answered_after < 1
    assert [call.status for call in handle.calls] == [200]


async def test_slash_command_in_dm_and_private_channel(double: Double, bot: ScenarioBot) -> None:
    direct = await (await double.slash("ping", guild=False)).answered()
    assert direct.text == "pong en-US [1]"
    assert direct.payload["authorizing_integration_owners"] == {"0": "0"}
    private = await (await double.slash("ping", private=True)).answered()
    assert private.text == "pong en-US [2]"
    assert private.payload["authorizing_integration_owners"] == {"1": str(double.user.id)}


async def test_permissions_and_owners_reach_the_bot(double: Double, bot: ScenarioBot) -> None:
    seen: list[discord.Interaction] = []
    bot.event(_collector(seen))
    moderator = User("mod")
    handle = await double.slash("ping", user=moderator, permissions=MODERATOR)
    await handle.answered()
    await (await double.slash("ping", user_install=True)).answered()
    assert seen[0].permissions.manage_guild
    assert seen[0].user.id == moderator.id
    assert seen[0].is_guild_integration()
    assert not seen[1].is_guild_integration()
    assert not seen[1].permissions.manage_guild
    assert seen[0].filesize_limit == 10 * 1024 * 1024


def _collector(seen: list[discord.Interaction]) -> Callable[..., Any]:
    async def on_interaction(interaction: discord.Interaction) -> None:
        seen.append(interaction)

    return on_interaction


async def test_options_and_subcommands(double: Double, bot: ScenarioBot) -> None:
    handle = await double.slash("power", {"gpus": "100000", "pue": 1.3})
    assert (await handle.answered()).text == "100000 at 1.3"
    handle = await double.slash("facts list", {"page": 2})
    assert (await handle.answered()).text == "page 2 for alice"


async def test_autocomplete_offers_choices(double: Double, bot: ScenarioBot) -> None:
    choices = await double.autocomplete("power", {"gpus": "1", "pue": 1.1}, focused="gpus")
    assert [choice["value"] for choice in choices] == ["100000", "120000", "150000"]
    assert await double.autocomplete("power", {"gpus": "9"}, focused="gpus") == []


async def test_defer_then_edit(double: Double, bot: ScenarioBot) -> None:
    handle = await (await double.slash("slow")).acknowledged()
    assert handle.messages[0].loading
    assert handle.visible == []
    assert handle.ephemeral
    assert handle.answered_after is None
    bot.hold.set()
    await handle.answered()
    assert handle.text == "done"
    # Ephemeral as decided by the deferral, though the edit said nothing of it.
    assert handle.ephemeral
    assert not handle.messages[0].loading
    assert [call.route for call in handle.calls] == ["callback", "original"]


async def test_followups_are_created_edited_and_deleted(double: Double, bot: ScenarioBot) -> None:
    handle = await (await double.slash("twice")).called(5)
    assert [message.content for message in handle.visible] == ["first", "second, edited"]
    assert [message.ephemeral for message in handle.visible] == [False, True]
    assert handle.messages[2].deleted


async def test_user_install_has_five_followups(double: Double, bot: ScenarioBot) -> None:
    handle = await (await double.slash("twice", user_install=True)).called(5)
    hook = f"{double.api_url}/webhooks/{double.bot.id}/{handle.token}"
    body = {"content": "more", "allowed_mentions": {"parse": []}}
    async with aiohttp.ClientSession() as session:
        answers = [await session.post(hook, json=body) for _ in range(4)]
        assert [answer.status for answer in answers] == [200, 200, 200, 400]
        assert (await answers[-1].json())["code"] == 40094


async def test_ephemeral_answer(double: Double, bot: ScenarioBot) -> None:
    handle = await (await double.slash("quiet")).shows("psst!")
    assert handle.ephemeral
    assert handle.message.edits == 1


async def test_component_updates_its_message(double: Double, bot: ScenarioBot) -> None:
    first = await (await double.slash("buttons")).answered()
    message = first.message
    assert message.custom_ids == ["count:1"]
    pressed = await (await double.press("count:1", first)).answered()
    assert pressed.text == "n is 2"
    assert pressed.messages == []
    assert message.content == "n is 2"
    assert message.custom_ids == ["count:2"]
    with pytest.raises(LookupError):
        await double.press("count:1", first)
    forged = await double.press("count:41", message, forged=True, user=User("mallory"))
    # It arrives; discord.py itself looks for the button in the message and lets it drop.
    assert forged.delivered == 1
    assert forged.payload["data"]["custom_id"] == "count:41"


async def test_modal_opens_and_is_submitted(double: Double, bot: ScenarioBot) -> None:
    opened = await (await double.slash("ask")).answered()
    assert opened.modal is not None
    assert opened.modal["title"] == "Question"
    field = next(c["custom_id"] for c in walk(opened.modal["components"]) if "custom_id" in c)
    submitted = await double.submit_modal(opened, {field: "why?"})
    assert (await submitted.answered()).text == "you asked why?"
    again = await double.submit_modal(opened.modal["custom_id"], {field: "how?"})
    assert again.user == opened.user
    with pytest.raises(LookupError):
        await double.submit_modal(opened, {"nonsense": "x"})


async def test_attachments_both_ways(double: Double, bot: ScenarioBot) -> None:
    table = Upload(b"rack,kW\n1,40\n", "racks.csv", "text/csv")
    handle = await (await double.slash("upload", {"table": table})).answered()
    assert handle.text == "13 bytes"
    assert handle.message.files["reversed.csv"].data == table.data[::-1]
    async with aiohttp.ClientSession() as session:
        url = handle.message.payload["attachments"][0]["url"]
        assert await (await session.get(url)).read() == table.data[::-1]
        assert (await session.get(f"{double.state.cdn_url}/attachments/1/x")).status == 404


async def test_context_menu(double: Double, bot: ScenarioBot) -> None:
    target = (await double.channel_message("power is energy over time")).message
    handle = await (await double.context_menu("Explain", target)).answered()
    assert handle.text == "explains power is energy over time"


async def test_direct_message_with_attachment(double: Double, bot: ScenarioBot) -> None:
    file = Upload(b"12345", "notes.txt")
    exchange = await double.direct_message("facts", attachments=[file])
    reply = await exchange.replied()
    assert reply.content == "heard facts and 5 bytes"
    assert reply.reference_id == exchange.message.id
    assert double.state.typing[exchange.message.channel_id] == 1
    # The echo of the bot's own reply came to it as well, and it did not answer itself.
    second = await double.direct_message("more", reply_to=reply)
    assert (await second.replied()).content == "heard more and 0 bytes"
    assert len(exchange.replies) == 1


async def test_channel_message_is_readable_only_with_mention(
    double: Double, bot: ScenarioBot
) -> None:
    plain = await double.channel_message("secret plans")
    assert (await plain.replied()).content == "heard (nothing readable) and 0 bytes"
    mention = await double.channel_message("hello", mention=True)
    assert "hello" in (await mention.replied()).content


async def test_messages_edit_read_delete_and_unknown(double: Double, bot: ScenarioBot) -> None:
    user = await bot.fetch_user(double.user.id)
    message = await user.send("one")
    await message.edit(content="two")
    assert (await message.channel.fetch_message(message.id)).content == "two"
    await message.delete()
    with pytest.raises(discord.NotFound) as caught:
        await message.channel.fetch_message(message.id)
    assert caught.value.code == 10008
    with pytest.raises(discord.NotFound) as caught:
        await bot.get_partial_messageable(1).send("nobody there")
    assert caught.value.code == 10003


async def test_closed_dms_refuse(double: Double, bot: ScenarioBot) -> None:
    double.faults.add(refusal("message", 403, 50007, "Cannot send messages to this user"))
    user = await bot.fetch_user(double.user.id)
    with pytest.raises(discord.Forbidden) as caught:
        await user.send("hello")
    assert caught.value.code == 50007


async def test_same_nonce_makes_one_message(double: Double, bot: ScenarioBot) -> None:
    channel = double.guild.channel
    url = f"{double.api_url}/channels/{channel.id}/messages"
    nothing: dict[str, list[str]] = {"parse": []}
    body = {"content": "x", "nonce": "7", "enforce_nonce": True, "allowed_mentions": nothing}
    headers = {"Authorization": f"Bot {double.token}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        ids = [(await (await session.post(url, json=body)).json())["id"] for _ in range(2)]
    assert ids[0] == ids[1]
    assert len([m for m in double.state.messages.values() if m.content == "x"]) == 1


async def test_resync_keeps_ids_of_known_commands(double: Double, bot: ScenarioBot) -> None:
    before = {command["name"]: command["id"] for command in double.registered}
    bot.tree.remove_command("ping")
    await bot.tree.sync()
    assert {c["name"]: c["id"] for c in double.registered} == {
        name: number for name, number in before.items() if name != "ping"
    }
    await bot.tree.sync(guild=discord.Object(double.guild.id))
    assert double.state.commands[double.guild.id] == []
    assert len(await bot.tree.fetch_commands()) == len(double.registered)


async def test_forget_and_bounded_history() -> None:
    async with Double(history=5) as double, running(ping_bot(), double):
        for _ in range(8):
            handle = await (await double.slash("ping")).answered()
            assert handle.text == "pong"
        assert len(double.state.interactions) == len(double.calls) == 5
        double.forget()
        assert not double.calls
        assert not double.state.messages
        assert (await (await double.slash("ping")).answered()).text == "pong"
        assert double.violations == []


async def test_floor_card_is_within_all_limits(double: Double) -> None:
    async with running(ping_bot(), double):
        handle = await (await double.slash("card")).answered()
    components = list(walk(handle.message.components))
    assert len(components) == 9
    assert all(component["id"] for component in components)
    assert "1 200 kW" in handle.text


async def test_floor_bot_runs_as_a_process(double: Double) -> None:
    package = "tests.double"
    root = Path(__file__).parents[2]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"{package}.floor_bot", cwd=root, env=os.environ | double.settings
    )
    try:
        await double.ready()
        assert (await (await double.slash("ping")).answered()).text == "pong"
    finally:
        process.terminate()
        await process.wait()
