"""Plain words in Discord: the real client and the real parser, in English and in Polish."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.client import RackmathClient
from calculators.engine import curated
from calculators.language import Lang
from tests.bot.conversations import (
    BARE,
    BARE_SHOWS,
    CONVERSATIONS,
    ELSEWHERE,
    ENGLISH,
    EXAMPLES,
    FIRST_EXAMPLE,
    FORGET,
    HEADINGS,
    OPEN,
    POLISH,
    Conversation,
    Line,
    Question,
    spaced,
)
from tests.bot.echo import Clock
from tests.double import Double, Message, User
from tests.double.client import running
from tests.double.messages import walk

BUTTON = 2
LOCALES = {"en": "en-GB", "pl": "pl"}
BETWEEN = 3.0
"""Seconds between two messages of a person: no burst."""


@pytest.fixture
async def paced(double: Double, engine, tmp_path: Path, clock: Clock):
    """The bot with a clock of its own: what is said here is no burst."""
    async with running(RackmathClient(engine, tmp_path / "state", clock=clock), double):
        yield clock


def shown(text: str) -> str:
    """A text as it is read: ordinary spaces, no escapes."""
    return spaced(text).replace("\\", "")


def labels(message: Message) -> list[str]:
    return [spaced(each["label"]) for each in walk(message.components) if each["type"] == BUTTON]


def assert_shows(text: str, line: Line, lang: Lang) -> None:
    """The parts of a worked answer, and above them how it was read."""
    text = shown(text)
    for part in line.shows:
        assert part in text, line.said
    if line.read:
        first, second, *_ = text.splitlines()
        assert first.startswith("-# "), "how it was read comes first, and small"
        assert second.startswith("### ")
        for part in line.read:
            assert part in first, line.said
        for heading in HEADINGS[lang]:
            assert f"**{heading}**" in text
        for other in set(HEADINGS) - {lang}:
            assert f"**{HEADINGS[other][0]}**" not in text


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda each: each.lang)
async def test_a_conversation_in_direct_messages(
    double: Double, paced: Clock, conversation: Conversation
):
    for line in conversation.lines:
        exchange = await double.direct_message(line.said)
        await exchange.replied()
        assert_shows(exchange.text, line, conversation.lang)
        paced.now += BETWEEN


async def test_each_reply_is_in_the_language_of_its_message(double: Double, paced: Clock):
    for conversation in (ENGLISH, POLISH, ENGLISH):
        exchange = await double.direct_message(conversation.lines[0].said)
        await exchange.replied()
        assert_shows(exchange.text, conversation.lines[0], conversation.lang)
        paced.now += BETWEEN


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda each: each.lang)
async def test_a_mention_in_a_server(double: Double, paced: Clock, conversation: Conversation):
    first, second, *_ = conversation.lines
    for line in (first, second):
        exchange = await double.channel_message(line.said, mention=True)
        reply = await exchange.replied()
        assert reply.reference_id == exchange.message.id, "in a server it is seen who is answered"
        assert_shows(exchange.text, line, conversation.lang)
        paced.now += BETWEEN


@pytest.mark.usefixtures("paced")
async def test_two_people_in_a_server_speak_their_own_language(double: Double):
    people = (ENGLISH, double.user), (POLISH, User("bob"))
    for number in range(2):
        for conversation, user in people:
            line = conversation.lines[number]
            exchange = await double.channel_message(line.said, mention=True, user=user)
            await exchange.replied()
            assert_shows(exchange.text, line, conversation.lang)


@pytest.mark.usefixtures("paced")
@pytest.mark.parametrize("question", OPEN, ids=lambda each: each.lang)
@pytest.mark.parametrize("server", [False, True], ids=["direct", "server"])
async def test_a_question_back_is_answered_by_a_button(
    double: Double, question: Question, server: bool
):
    exchange = await (
        double.channel_message(question.said, mention=True)
        if server
        else double.direct_message(question.said)
    )
    reply = await exchange.replied()
    assert "?" in reply.text
    names = labels(reply)
    assert 2 <= len(names) <= 5
    number = names.index(question.device)
    pressed = await (await double.press(reply.custom_ids[number], reply)).answered()
    assert pressed.messages == [], "the answer takes the place of the question"
    assert_shows(reply.text, question.line, question.lang)
    assert reply.custom_ids == []


async def test_what_was_picked_is_gone_on_from(double: Double, paced: Clock):
    question = OPEN[0]
    reply = await (await double.direct_message(question.said)).replied()
    number = labels(reply).index(question.device)
    await (await double.press(reply.custom_ids[number], reply)).answered()
    paced.now += BETWEEN
    exchange = await double.direct_message("at PUE 1.2")
    await exchange.replied()
    # 50,000 × 1.275 kW = 63.75 MW; × 1.2
    assert "76.5 MW at full load at the utility meter" in shown(exchange.text)


async def test_nothing_english_is_left_in_polish(double: Double, paced: Clock):
    for said in (POLISH.lines[0].said, FORGET, OPEN[1].said):
        exchange = await double.direct_message(said)
        await exchange.replied()
        # the titles of documents stay in their own language
        text = shown(exchange.text).partition("**Źródła**")[0]
        assert not re.search(r"\b(?:the|of|you|assumed|which|what)\b", text), text
        paced.now += BETWEEN


@pytest.mark.usefixtures("paced")
@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda each: each.lang)
async def test_ask_answers_in_the_language_of_the_question(
    double: Double, conversation: Conversation
):
    first = conversation.lines[0]
    for locale in ("pl", "en-GB"):
        handle = await (
            await double.slash("ask", {"question": first.said}, locale=locale)
        ).answered()
        assert not handle.ephemeral
        assert_shows(handle.text, first, conversation.lang)


@pytest.mark.usefixtures("paced")
@pytest.mark.parametrize("lang", ["en", "pl"])
async def test_ask_is_in_the_language_of_the_reader_where_none_shows(double: Double, lang: Lang):
    handle = await (await double.slash("ask", {"question": BARE}, locale=LOCALES[lang])).answered()
    text = shown(handle.text)
    assert text.startswith("-# ")
    for part in BARE_SHOWS[lang]:
        assert part in text


async def test_ask_with_a_polish_client_goes_on_and_forgets(double: Double, paced: Clock):
    for line in POLISH.lines:
        name, options = "ask", {"question": line.said}
        if line.said == FORGET:
            name, options = "forget", {}
        handle = await (await double.slash(name, options, locale="pl")).answered()
        assert_shows(handle.text, line, "pl")
        paced.now += BETWEEN


@pytest.mark.usefixtures("paced")
@pytest.mark.parametrize("question", OPEN, ids=lambda each: each.lang)
async def test_ask_is_answered_by_a_button_in_a_whisper(double: Double, question: Question):
    locale = LOCALES[question.lang]
    handle = await (
        await double.slash("ask", {"question": question.said}, locale=locale)
    ).answered()
    assert handle.ephemeral
    number = labels(handle.message).index(question.device)
    custom_id = handle.message.custom_ids[number]
    await (await double.press(custom_id, handle, locale=locale)).answered()
    assert_shows(handle.message.text, question.line, question.lang)


@pytest.mark.usefixtures("paced")
@pytest.mark.parametrize(("lang", "said", "line"), ELSEWHERE)
async def test_what_is_no_question_of_infrastructure_gets_three_examples(
    double: Double, lang: Lang, said: str, line: str
):
    reply = await (await double.direct_message(said)).replied()
    assert line in shown(reply.text)
    assert labels(reply) == list(EXAMPLES[lang])
    await (await double.press(reply.custom_ids[0], reply)).answered()
    assert_shows(reply.text, Line(said, FIRST_EXAMPLE[lang], ("H100",)), lang)


async def test_the_first_question_of_all_is_answered_in_time(double: Double, tmp_path: Path):
    """Nothing is planned and no word looked up yet; the double allows 3 s, as Discord does."""
    async with running(RackmathClient(curated(), tmp_path / "state"), double) as client:
        first = POLISH.lines[0]
        handle = await (await double.slash("ask", {"question": first.said}, locale="pl")).answered()
        assert_shows(handle.text, first, "pl")
        assert len(handle.visible) == 1
        exchange = await double.direct_message(ENGLISH.lines[0].said)
        await exchange.replied()
        assert_shows(exchange.text, ENGLISH.lines[0], "en")
        await double.until(lambda: not client.responder.open)
