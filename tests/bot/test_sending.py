"""Sending replies to messages: one line in the log where it can't be done, never two answers."""

from __future__ import annotations

import re

import pytest

from bot.client import RackmathClient
from tests.bot.echo import EchoTalk
from tests.double import Double, dropped, rate_limited, refusal, server_error

NOBODY_THERE = {
    "no permission": (403, 50013),
    "no access": (403, 50001),
    "closed to messages": (403, 50007),
    "no channel": (404, 10003),
    "no message": (404, 10008),
}
PASSING = {
    "dropped": [dropped("message", times=2)],
    "reset": [dropped("message", reset=True)],
    "accepted, then dropped": [dropped("message", accepted=True)],
    "503": [server_error("message", status=503)],
    "accepted, then 503": [server_error("message", status=503, accepted=True)],
    "429": [rate_limited("message", retry_after=0.1)],
}


def traces(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.exc_info]


@pytest.mark.parametrize(("status", "code"), NOBODY_THERE.values(), ids=NOBODY_THERE)
async def test_where_nobody_is_there_one_line_is_logged(
    double: Double,
    talking: RackmathClient,
    caplog: pytest.LogCaptureFixture,
    status: int,
    code: int,
):
    double.faults.add(refusal("message", status, code, "No", times=None))
    exchange = await double.channel_message("one", mention=True)
    await double.until(lambda: double.calls_to("message") and not talking.responder.open)
    assert exchange.replies == []
    assert len(double.calls_to("message")) == 1
    assert traces(caplog) == []
    assert str(code) in caplog.text


@pytest.mark.parametrize("faults", PASSING.values(), ids=PASSING)
async def test_a_fault_that_passes_costs_no_answer(
    double: Double, talking: RackmathClient, caplog: pytest.LogCaptureFixture, faults
):
    double.faults.add(*faults)
    exchange = await double.channel_message("one", mention=True)
    await exchange.replied()
    await double.until(lambda: not talking.responder.open)
    assert len(exchange.replies) == 1
    assert "one after nothing" in exchange.text
    assert traces(caplog) == []


async def test_a_file_is_whole_however_often_it_is_sent(
    double: Double, talking: RackmathClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.layout.MAX_LINE", 12)
    double.faults.add(dropped("message", times=2), server_error("message", status=503))
    reply = await (await double.direct_message("one")).replied()
    assert "one after nothing" in reply.files["answer.txt"].data.decode()


async def test_a_network_that_stays_down_is_given_up(
    double: Double,
    talking: RackmathClient,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("bot.post.RETRY_AFTER", (0.01, 0.01))
    double.faults.add(dropped("message", times=None))
    exchange = await double.direct_message("one")
    await double.until(lambda: len(double.calls_to("message")) == 3)
    await double.until(lambda: not talking.responder.open)
    assert exchange.replies == []
    assert traces(caplog) == []
    assert "could not be answered" in caplog.text


async def test_a_question_deleted_meanwhile_is_not_answered(
    double: Double,
    talking: RackmathClient,
    talk: EchoTalk,
    caplog: pytest.LogCaptureFixture,
):
    talk.go.clear()
    exchange = await double.channel_message("one", mention=True)
    await double.delete(exchange)
    talk.go.set()
    await double.until(lambda: double.calls_to("message") and not talking.responder.open)
    assert exchange.replies == []
    assert [call.code for call in double.calls_to("message")] == [50035]
    assert traces(caplog) == []


async def test_without_the_history_the_answer_is_no_reply(double: Double, talking: RackmathClient):
    refused = "Cannot reply without permission to read message history"
    double.faults.add(refusal("message", 400, 160002, refused))
    exchange = await double.channel_message("one", mention=True)
    reply = await exchange.replied()
    assert reply.reference_id is None
    assert "one after nothing" in reply.text


async def test_what_discord_refuses_becomes_one_apology(
    double: Double, talking: RackmathClient, caplog: pytest.LogCaptureFixture
):
    double.faults.add(refusal("message", 400, 50035, "Invalid Form Body"))
    exchange = await double.channel_message("one", mention=True)
    await exchange.replied()
    (reference,) = re.findall(r"[0-9a-f]{8}", exchange.text)
    await double.until(lambda: not talking.responder.open)
    assert len(exchange.replies) == 1
    assert len(traces(caplog)) == 1
    assert reference in traces(caplog)[0]


async def test_an_apology_that_is_refused_too_is_not_tried_again(
    double: Double, talking: RackmathClient, caplog: pytest.LogCaptureFixture
):
    double.faults.add(refusal("message", 400, 50035, "Invalid Form Body", times=None))
    exchange = await double.direct_message("one")
    await double.until(lambda: len(double.calls_to("message")) == 2)
    await double.until(lambda: not talking.responder.open)
    assert exchange.replies == []
    assert len(traces(caplog)) == 1


async def test_a_fault_of_the_program_is_an_apology(
    double: Double, talking: RackmathClient, talk: EchoTalk, caplog: pytest.LogCaptureFixture
):
    talk.faulty = True
    exchange = await double.channel_message("one", mention=True)
    reply = await exchange.replied()
    assert reply.reference_id == exchange.message.id
    assert "secret" not in exchange.text
    assert len(traces(caplog)) == 1
    handle = await (await double.slash("ask", {"question": "one"})).answered()
    assert handle.ephemeral
    assert "secret" not in handle.text


async def test_close_finishes_the_answers_under_way(
    double: Double, talking: RackmathClient, talk: EchoTalk
):
    talk.go.clear()
    exchange = await double.direct_message("one")
    await double.until(lambda: talking.responder.open)
    talk.go.set()
    await talking.close()
    assert "one after nothing" in exchange.text
