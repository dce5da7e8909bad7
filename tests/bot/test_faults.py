"""Every interaction is answered exactly once, whatever fails on the way."""

from __future__ import annotations

import asyncio
import logging
import re
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot import respond
from bot.client import RackmathClient
from calculators.answer import Answer
from calculators.engine import Engine
from calculators.language import SOURCE, Lang
from tests.double import Double, dropped, rate_limited, server_error
from tests.double.client import running

OPTIONS = {"gpus": "100000", "device": "h100"}
FAULTS = {
    "500 once": [server_error("callback")],
    "503 four times": [server_error("callback", status=503, times=4)],
    "accepted, then 500": [server_error("callback", accepted=True)],
    "dropped": [dropped("callback")],
    "reset": [dropped("callback", reset=True)],
    "accepted, then dropped": [dropped("callback", accepted=True)],
    "429": [rate_limited("callback", retry_after=0.2)],
    "500, then dropped, then 429": [
        server_error("callback"),
        dropped("callback"),
        rate_limited("callback", retry_after=0.1),
    ],
}


@pytest.mark.parametrize("faults", FAULTS.values(), ids=FAULTS)
async def test_one_answer_in_spite_of_a_fault(double: Double, bot: RackmathClient, faults):
    double.faults.add(*faults)
    handle = await (await double.slash("power", OPTIONS)).answered()
    await bot.responder.drain(5)
    assert len(handle.visible) == 1
    assert "70 MW" in handle.text
    assert handle.answered_after is not None
    assert handle.answered_after < 3


async def test_a_limit_that_outlasts_the_interaction_is_not_waited_for(
    double: Double, bot: RackmathClient, caplog: pytest.LogCaptureFixture
):
    double.faults.add(rate_limited("callback", retry_after=60, times=None))
    await double.slash("power", OPTIONS)
    await double.until(lambda: double.calls_to("callback") and not bot.responder.open)
    assert len(double.calls_to("callback")) == 2, "the answer, and the apology for it"
    assert "failed for good" in caplog.text


@pytest.mark.parametrize(
    ("route", "options", "words"),
    [
        ("original", OPTIONS, "70 MW"),
        ("followup", {"gpus": "8"}, "device_power"),
    ],
)
async def test_a_limit_on_what_follows_is_waited_for(
    double: Double,
    engine: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    route: str,
    options: dict[str, str],
    words: str,
):
    monkeypatch.setattr(respond, "DEFER_AFTER", 0.0)
    double.faults.add(rate_limited(route, retry_after=0.2, times=2))
    slow = SlowEngine(engine)
    slow.go.set()
    async with running(RackmathClient(slow, tmp_path), double):
        handle = await (await double.slash("power", options)).answered()
        await handle.shows(words)
    assert len(handle.visible) == 1
    assert len(double.calls_to(route)) >= 3


async def test_random_faults_over_many_interactions(bot: RackmathClient, double: Double):
    double.faults.add(
        server_error("callback", times=None, probability=0.05),
        server_error("callback", accepted=True, times=None, probability=0.05),
        dropped("callback", times=None, probability=0.05),
        dropped("callback", accepted=True, times=None, probability=0.05),
    )
    for _ in range(5):  # in waves that a slow machine answers within Discord's three seconds
        handles = [await double.slash("power", OPTIONS) for _ in range(20)]
        for handle in handles:
            await handle.answered()
        await double.until(lambda: not bot.responder.open)
        assert [len(handle.visible) for handle in handles] == [1] * 20


class FaultyEngine(Engine):
    """An engine with a fault in the program."""

    def answer(
        self, command: str, options: Mapping[str, str], text: str = "", lang: Lang = SOURCE
    ) -> Answer:
        raise ZeroDivisionError("a secret of the program")

    def ask(self, text: str, lang: Lang = SOURCE) -> Answer:
        raise ZeroDivisionError("a secret of the program")


class SlowEngine(Engine):
    """An engine that answers when it is told to."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine.registry, engine.facts)
        self.go = threading.Event()

    def at_once(self, command: str, options: Mapping[str, str], lang: Lang = SOURCE) -> None:
        return None

    def answer(
        self, command: str, options: Mapping[str, str], text: str = "", lang: Lang = SOURCE
    ) -> Answer:
        self.go.wait(10)
        return super().answer(command, options, text, lang)


async def test_a_fault_of_the_program_is_a_short_apology_with_a_reference(
    double: Double, engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    faulty = FaultyEngine(engine.registry, engine.facts)
    with caplog.at_level(logging.ERROR):
        async with running(RackmathClient(faulty, tmp_path), double):
            handle = await (await double.slash("power", OPTIONS)).answered()
            exchange = await double.direct_message("/power gpus:8 device:h100")
            await exchange.replied()
    assert handle.ephemeral
    assert "secret" not in handle.text + exchange.text
    references = re.findall(r"[0-9a-f]{8}", handle.text + exchange.text)
    assert len(references) == 2
    for reference in references:
        record = next(each for each in caplog.records if reference in each.getMessage())
        assert record.exc_info is not None
        assert "secret" in str(record.exc_info[1])


@pytest.mark.parametrize(
    ("options", "words"), [(OPTIONS, "70 MW"), ({"gpus": "0"}, "above zero")], ids=["answer", "no"]
)
async def test_what_takes_long_is_deferred_and_then_answered(
    double: Double,
    engine: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: dict[str, str],
    words: str,
):
    monkeypatch.setattr(respond, "DEFER_AFTER", 0.05)
    slow = SlowEngine(engine)
    async with running(RackmathClient(slow, tmp_path), double):
        handle = await (await double.slash("power", options)).acknowledged()
        assert handle.original is not None
        assert handle.original.loading
        slow.go.set()
        await handle.answered()
        await handle.shows(words)
    assert len(handle.visible) == 1
    assert handle.message.ephemeral is (words != "70 MW")


async def test_an_interaction_that_is_over_is_left_alone(
    engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    async with Double(interaction_deadline=0.05) as double:
        slow = SlowEngine(engine)
        async with running(RackmathClient(slow, tmp_path), double) as client:
            handle = await double.slash("power", OPTIONS)
            await asyncio.sleep(0.1)
            slow.go.set()
            await handle.called(1)
            await client.responder.drain(5)
        assert handle.visible == []
        assert "10062" in caplog.text
        assert "fault" not in caplog.text


async def test_close_finishes_the_answers_under_way(double: Double, engine: Engine, tmp_path: Path):
    slow = SlowEngine(engine)
    async with running(RackmathClient(slow, tmp_path), double) as client:
        handle = await double.slash("power", OPTIONS)
        await double.until(lambda: client.responder.open)
        closing = asyncio.create_task(client.close())
        await asyncio.sleep(0.05)
        slow.go.set()
        await closing
    assert "70 MW" in handle.text


@pytest.mark.usefixtures("bot")
async def test_a_question_sent_while_the_gateway_reconnects_is_answered(double: Double):
    await double.gateway.reconnect()
    handle = await (await double.slash("power", OPTIONS)).answered()
    assert double.gateway.resumes == 1
    assert len(handle.visible) == 1


@pytest.mark.usefixtures("bot")
async def test_a_question_after_a_reset_connection_is_answered(double: Double):
    double.gateway.abort()
    await double.until(lambda: double.gateway.resumes == 1)
    handle = await (await double.slash("power", OPTIONS)).answered()
    assert len(handle.visible) == 1
