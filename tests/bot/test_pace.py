"""A burst from one person: five answers, one request to slow down, then silence for a while."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot import pace
from bot.client import RackmathClient
from bot.pace import LIMIT, WINDOW, Pace, Verdict
from tests.bot.echo import Clock
from tests.double import Double, User


def test_five_then_a_note_then_nothing_until_the_window_has_passed(clock: Clock):
    judge = Pace(clock).judge
    assert [judge(1) for _ in range(LIMIT)] == [Verdict.ANSWER] * LIMIT
    assert judge(1) is Verdict.SLOW_DOWN
    assert {judge(1) for _ in range(50)} == {Verdict.IGNORE}
    clock.now += WINDOW - 0.1
    assert judge(1) is Verdict.IGNORE
    clock.now += 0.1
    assert [judge(1) for _ in range(LIMIT)] == [Verdict.ANSWER] * LIMIT
    assert judge(1) is Verdict.SLOW_DOWN, "a new window, a new note"


def test_no_ten_seconds_hold_more_than_five_answers_or_two_notes(clock: Clock):
    judge, answered, noted = Pace(clock).judge, [], []
    for _ in range(300):
        verdict = judge(1)
        answered += [clock.now] if verdict is Verdict.ANSWER else []
        noted += [clock.now] if verdict is Verdict.SLOW_DOWN else []
        clock.now += 0.7
    assert all(
        late - early >= WINDOW for early, late in zip(answered, answered[LIMIT:], strict=False)
    )
    assert all(late - early >= WINDOW for early, late in pairwise(noted))
    assert len(answered) > 90


def test_one_person_does_not_slow_another(clock: Clock):
    judge = Pace(clock).judge
    for _ in range(LIMIT + 1):
        judge(1)
    assert judge(2) is Verdict.ANSWER


def test_steady_questions_are_all_answered(clock: Clock):
    judge = Pace(clock).judge
    for _ in range(100):
        assert judge(1) is Verdict.ANSWER
        clock.now += WINDOW / LIMIT


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch, clock: Clock):
    monkeypatch.setattr(pace, "MOST", 10)
    watching = Pace(clock)
    for person in range(100):
        for _ in range(LIMIT + 2):
            watching.judge(person)
    assert len(watching._answered) == len(watching._warned) == 10


async def test_a_burst_of_messages_gets_one_note(
    double: Double, talking: RackmathClient, clock: Clock
):
    exchanges = [await double.direct_message(f"number {at}") for at in range(12)]
    await exchanges[0].replied(count=LIMIT + 1)
    bob = await double.channel_message("not slowed", mention=True, user=User("bob"))
    await bob.replied()
    await double.until(lambda: not talking.responder.open)
    texts = [message.text for message in exchanges[0].replies]
    assert len(texts) == LIMIT + 1
    assert sum("One at a time" in text for text in texts) == 1
    clock.now += WINDOW
    later = await double.direct_message("later")
    await later.replied()
    assert "later after number 4" in later.text


async def test_ask_is_slowed_and_other_commands_are_not(double: Double, talking: RackmathClient):
    for _ in range(LIMIT):
        await (await double.slash("ask", {"question": "one"})).answered()
    for _ in range(2):
        handle = await (await double.slash("ask", {"question": "one"})).answered()
        assert handle.ephemeral
        assert "One at a time" in handle.text
    handle = await (await double.slash("power", {"gpus": "8", "device": "h100"})).answered()
    assert "5.6 kW" in handle.text  # 8 × 700 W
