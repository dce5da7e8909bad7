"""Canaries: what a server has loaded is in no answer of another server, a direct message, …

500 answers through the real client here, 10,000 with ``make soak`` (RACKMATH_SOAK).
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.client import RackmathClient
from calculators.engine import Engine
from tests.calculators.test_views import ASKED, CANARY, canaries
from tests.double import Double, Guild, Interaction, Message, User
from tests.double.client import running
from tests.double.messages import walk

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3000)]
TIMES = 20 if os.environ.get("RACKMATH_SOAK") else 1
ANSWERS = 500
MARKS = (CANARY, "717 W", "917 W", "1017", "1,017", "1.1717", "51.717", "0.1717")
OWN, OTHER = Guild("Ours"), Guild("Theirs")
COMMANDS: tuple[tuple[str, dict[str, str]], ...] = (
    ("power", {"gpus": "{n}", "device": "h100"}),
    ("power", {"gpus": "{n}", "device": "canary"}),
    ("cost", {"gpus": "{n}", "device": "b200"}),
    ("solve", {"target": "facility_power", "given": "it_power={n} kW"}),
    ("solve", {"target": "it_power", "given": "racks={n}"}),
    ("fact", {"name": "h100 device_power"}),
    ("fact", {"name": "ours pue"}),
    ("facts show", {}),
    ("facts search", {"text": "a"}),
    ("facts history", {}),
    ("facts export", {"format": "yaml"}),
)
Place = Callable[[Double, random.Random, User], Awaitable[str]]


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with Double(guilds=[OWN, OTHER], checks=False) as started:
        yield started


def words(message: Message) -> str:
    files = [upload.data.decode() for upload in message.files.values()]
    labels = [str(each.get("label", "")) for each in walk(message.components)]
    return "\n".join((message.text, *files, *labels))


def shown(handle: Interaction) -> str:
    """All words that came back, those of attached files and buttons too."""
    return "\n".join(map(words, handle.messages))


async def asked(double: Double, draw: random.Random, where: dict[str, Any]) -> str:
    """A command or a plain question at a place."""
    number = str(draw.choice((8, 200, 3_000)))
    if draw.random() < 0.4:
        question = draw.choice(ASKED).format(n=number)
        handle = await double.slash("ask", {"question": question}, **where)
    elif draw.random() < 0.1:
        choices = await double.autocomplete("power", {"device": "canar"}, focused="device", **where)
        return json.dumps(choices)
    else:
        inside = where.get("guild") is OTHER
        name, options = draw.choice(COMMANDS if inside else COMMANDS[:7])
        given = {key: value.format(n=number) for key, value in options.items()}
        handle = await double.slash(name, given, **where)
    return shown(await handle.answered(20))


async def in_the_other(double: Double, draw: random.Random, user: User) -> str:
    return await asked(double, draw, {"guild": OTHER, "user": user})


async def in_a_direct_message(double: Double, draw: random.Random, user: User) -> str:
    if draw.random() < 0.5:
        return await asked(double, draw, {"guild": False, "user": user})
    question = draw.choice(ASKED).format(n=8)
    exchange = await double.direct_message(question, user=user)
    return words(await exchange.replied(20))


async def as_a_user_install(double: Double, draw: random.Random, user: User) -> str:
    where: dict[str, Any] = draw.choice(({"guild": OWN, "user_install": True}, {"private": True}))
    return await asked(double, draw, {**where, "user": user})


async def test_no_answer_elsewhere_holds_what_a_server_has_loaded(
    engine: Engine, double: Double, tmp_path: Path
):
    draw = random.Random(23)
    places: tuple[Place, ...] = (in_the_other, in_a_direct_message, as_a_user_install)
    async with running(RackmathClient(engine, tmp_path), double) as bot:
        loaded = {each.key: each for each in canaries()}
        await bot.holding.store.facts.apply(OWN.id, loaded, by=1, why=CANARY, token=None)
        found: list[str] = []
        at_home = 0
        for number in range(ANSWERS * TIMES):
            user = User(f"user-{number}")  # a new one, whom nobody asks to slow down
            if number % 10 == 0:
                own = await double.slash("power", {"gpus": "8", "device": "canary"}, user=user)
                at_home += CANARY in shown(await own.answered(20))
            said = await draw.choice(places)(double, draw, user)
            found.extend(mark for mark in (*MARKS, str(OWN.id)) if mark in said)
            if number % 500 == 499:
                double.forget()
    assert at_home == ANSWERS * TIMES / 10, "the canaries sing at home"
    assert found == []
