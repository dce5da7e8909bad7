"""Long runs: short here, a hundred times longer with ``make soak`` (RACKMATH_SOAK)."""

from __future__ import annotations

import os
import random
import resource
from pathlib import Path

import pytest

from bot.autocomplete import Suggester
from bot.client import RackmathClient
from bot.layout import message
from calculators.engine import Engine
from tests.calculators.test_views import leaked
from tests.double import Double, User, dropped, server_error
from tests.double.client import running

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3000)]
TIMES = 100 if os.environ.get("RACKMATH_SOAK") else 1


def peak() -> float:
    """The most resident memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def test_memory_stays_over_many_different_answers(engine: Engine):
    def ask(first: int, count: int) -> None:
        for number in range(first, first + count):
            answer = engine.answer("power", {"gpus": str(1 + number), "device": "h100"})
            message(answer.reply)

    ask(0, 10_000)
    before = peak()
    ask(10_000, 5_000 * TIMES)
    assert peak() - before < 1, "performance marks: at most 1 MB after a warm-up"


def test_no_answer_of_another_server_holds_a_canary(engine: Engine):
    assert leaked(engine, 50 * TIMES, seed=11) == []


def test_any_text_gets_an_answer(engine: Engine):
    seeded = random.Random(20241130)  # the same texts in every run
    pieces = [
        *("/power", "/energy", "/households", "/fact", " gpus:", " device:", " energy:", " name:"),
        *("100k", "1,5 mln", "90MW", "61%", "h100", "xai-colossus", "@everyone", "**", "9**9**9"),
        *("\u202e", "\u200b", "९", "NaN", "1e999999", "{0}", "%s", "“", "`", "\n", "\x00", "🙂"),
    ]
    suggester = Suggester(engine)
    for _ in range(1_000 * TIMES):
        text = "".join(seeded.choices(pieces, k=seeded.randint(0, 12)))
        answer = engine.ask(text)
        assert answer.text
        message(answer.reply)
        for option in ("gpus", "device", "target"):
            assert len(suggester.suggest("power", option, text)) <= 25


async def test_every_interaction_is_answered_once_under_random_faults(
    engine: Engine, tmp_path: Path
):
    async with Double(checks=False) as double:
        double.faults.add(
            server_error("callback", times=None, probability=0.01),
            server_error("callback", accepted=True, times=None, probability=0.01),
            dropped("callback", accepted=True, times=None, probability=0.01),
        )
        async with running(RackmathClient(engine, tmp_path), double) as client:
            for _ in range(10 * TIMES):
                options = {"gpus": "100000", "device": "h100"}
                handles = [await double.slash("power", options) for _ in range(32)]
                for handle in handles:
                    await handle.answered()
                await double.until(lambda: not client.responder.open)
                assert [len(handle.visible) for handle in handles] == [1] * 32
                double.forget()


async def test_every_message_is_answered_once_under_random_faults(engine: Engine, tmp_path: Path):
    async with Double(checks=False) as double:
        double.faults.add(
            server_error("message", status=503, times=None, probability=0.01),
            dropped("message", times=None, probability=0.01),
            dropped("message", accepted=True, times=None, probability=0.01),
        )
        async with running(RackmathClient(engine, tmp_path), double) as client:
            for _ in range(2 * TIMES):
                people = [User(f"user{at}") for at in range(32)]
                asked = [
                    await double.channel_message("/help", mention=True, user=person)
                    for person in people
                ]
                for exchange in asked:
                    await exchange.replied()
                await double.until(lambda: not client.responder.open)
                assert [len(exchange.replies) for exchange in asked] == [1] * 32
                double.forget()
