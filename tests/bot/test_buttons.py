"""Choices as buttons: picked once, by the person who asked, within half an hour."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.client import RackmathClient
from bot.conversation import KEPT_FOR
from calculators.engine import Engine
from tests.bot.echo import LABELS, Clock, EchoTalk
from tests.double import Double, Interaction, Message, User
from tests.double.client import running
from tests.double.messages import walk


async def asked_back(double: Double) -> Message:
    """A reply in a server that asks back."""
    return await (await double.channel_message("power?", mention=True)).replied()


async def press(
    double: Double, message: Message, number: int = 0, user: User | None = None
) -> Interaction:
    custom_id = message.custom_ids[number]
    pressed = await double.press(custom_id, message, user=user or double.user)
    return await pressed.answered()


async def test_every_choice_is_a_button(double: Double, talking: RackmathClient):
    reply = await asked_back(double)
    buttons = [each for each in walk(reply.components) if each["type"] == 2]
    assert [each["label"] for each in buttons] == [f"The {each}" for each in LABELS]


async def test_the_answer_takes_the_place_of_the_question(double: Double, talking: RackmathClient):
    reply = await asked_back(double)
    pressed = await press(double, reply, 2)
    assert pressed.messages == []
    assert "facility after power?" in reply.text
    assert reply.custom_ids == [], "nothing is left to press"
    further = await double.channel_message("and?", mention=True)
    await further.replied()
    assert "and? after facility" in further.text


@pytest.mark.usefixtures("bot")
async def test_a_real_choice_in_a_direct_message(double: Double, examples: list[str]):
    reply = await (await double.direct_message("hello there")).replied()
    assert examples[0] in str(reply.components)
    pressed = await press(double, reply)
    assert pressed.messages == []
    assert reply.edits == 1


@pytest.mark.parametrize("slow", [False, True])
async def test_what_is_asked_back_in_a_whisper_is_answered_in_it(
    double: Double,
    talking: RackmathClient,
    talk: EchoTalk,
    monkeypatch: pytest.MonkeyPatch,
    slow: bool,
):
    monkeypatch.setattr("bot.respond.DEFER_AFTER", 0.02)
    talk.refusing = True
    if slow:
        talk.go.clear()
    asked = await double.slash("ask", {"question": "power?"})
    if slow:
        await asked.acknowledged()
    talk.go.set()
    await asked.shows("power? after nothing")
    talk.refusing = False
    assert asked.message.ephemeral
    pressed = await press(double, asked.message)
    assert pressed.messages == []
    assert "chips after power?" in asked.message.text


async def test_it_goes_on_from_the_question_it_is_under(double: Double, talking: RackmathClient):
    reply = await asked_back(double)
    await (await double.channel_message("between", mention=True)).replied()
    await press(double, reply)
    assert "chips after power?" in reply.text


async def test_others_are_told_to_ask_themselves(
    double: Double, talking: RackmathClient, talk: EchoTalk
):
    reply = await asked_back(double)
    pressed = await press(double, reply, user=User("bob"))
    assert pressed.ephemeral
    assert "person who asked" in pressed.text
    assert "after power?" not in reply.text
    await press(double, reply)
    assert "chips after power?" in reply.text


async def test_pressed_twice_is_answered_once(
    double: Double, talking: RackmathClient, talk: EchoTalk
):
    reply = await asked_back(double)
    talk.go.clear()
    first = await double.press(reply.custom_ids[0], reply)
    second = await double.press(reply.custom_ids[1], reply)
    await second.acknowledged()
    talk.go.set()
    await first.answered()
    third = await double.press(str(first.payload["data"]["custom_id"]), reply, forged=True)
    await third.acknowledged()
    assert talk.told == ["power?", "chips"]
    assert first.messages + second.messages + third.messages == []


async def test_a_press_that_is_delivered_twice_is_answered(
    double: Double, talking: RackmathClient, talk: EchoTalk
):
    reply = await asked_back(double)
    talk.go.clear()
    pressed = await double.press(reply.custom_ids[0], reply)
    await double.redeliver(pressed)
    talk.go.set()
    await pressed.answered()
    await double.until(lambda: not talking.responder.open)
    assert [call.status for call in pressed.calls] == [200]
    assert "chips after power?" in reply.text


async def test_an_expired_button_says_so(double: Double, talking: RackmathClient, clock: Clock):
    reply = await asked_back(double)
    clock.now += KEPT_FOR - 1
    late = await asked_back(double)
    clock.now += 2
    pressed = await press(double, reply)
    assert pressed.ephemeral
    assert "older message" in pressed.text
    await press(double, late)
    assert "chips after power?" in late.text


async def test_a_button_from_before_a_restart_says_so(
    double: Double, talking: RackmathClient, engine: Engine, tmp_path: Path
):
    reply = await asked_back(double)
    await talking.close()
    async with running(RackmathClient(engine, tmp_path / "state"), double):
        pressed = await press(double, reply)
    assert pressed.ephemeral
    assert "older message" in pressed.text


@pytest.mark.parametrize(
    "custom_id", ["choice:1:unknown:0", "choice:1::0", "choice:2:x:0", "choice:1:{key}:9", "\u202e"]
)
async def test_forged_buttons_are_older_messages(
    double: Double, talking: RackmathClient, custom_id: str
):
    reply = await asked_back(double)
    key = reply.custom_ids[0].split(":")[2]
    pressed = await (await double.press(custom_id.format(key=key), reply, forged=True)).answered()
    assert pressed.ephemeral
    assert "older message" in pressed.text


async def test_a_fault_is_whispered_and_the_button_can_be_pressed_again(
    double: Double, talking: RackmathClient, talk: EchoTalk
):
    reply = await asked_back(double)
    talk.faulty = True
    pressed = await press(double, reply)
    assert pressed.ephemeral
    assert "secret" not in pressed.text
    assert reply.visible
    talk.faulty = False
    await press(double, reply)
    assert "chips after power?" in reply.text


@pytest.mark.parametrize("faulty", [False, True])
async def test_what_takes_long_is_acknowledged_first(
    double: Double,
    talking: RackmathClient,
    talk: EchoTalk,
    monkeypatch: pytest.MonkeyPatch,
    faulty: bool,
):
    monkeypatch.setattr("bot.respond.DEFER_AFTER", 0.02)
    reply = await asked_back(double)
    talk.go.clear()
    talk.faulty = faulty
    pressed = await (await double.press(reply.custom_ids[0], reply)).acknowledged()
    assert pressed.answered_after is None
    assert "power? after nothing" in reply.text, "it stays until the answer is there"
    talk.go.set()
    await pressed.answered()
    assert reply.visible
    assert ("chips after power?" in reply.text) is not faulty
    assert [message.ephemeral for message in pressed.messages] == [True] * faulty


async def test_a_picked_answer_that_is_too_long_brings_a_file(
    double: Double, talking: RackmathClient, monkeypatch: pytest.MonkeyPatch
):
    reply = await asked_back(double)
    monkeypatch.setattr("bot.layout.MAX_LINE", 12)
    await press(double, reply)
    assert "chips after power?" in reply.files["answer.txt"].data.decode()


async def test_buttons_leave_nothing_behind_in_the_library(
    double: Double, talking: RackmathClient, clock: Clock
):
    for _ in range(3):
        reply = await asked_back(double)
        await press(double, reply)
        await asked_back(double)
        asked = await (await double.slash("ask", {"question": "power?"})).answered()
        assert asked.message.custom_ids
        clock.now += 60
    store = talking._connection._view_store
    assert store.persistent_views == []
    assert not store._views
    assert not store._synced_message_views
