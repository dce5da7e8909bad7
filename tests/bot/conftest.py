"""The bot on the loopback double: the real client and engine, nothing of discord.py mocked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.client import RackmathClient
from calculators.engine import Engine
from calculators.plain.talk import Talk
from tests.bot.echo import Clock, EchoTalk
from tests.double import Double
from tests.double.client import running


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    """A double; whatever the bot sent must have been within Discord's schemas and limits."""
    async with Double() as started:
        yield started
        assert started.violations == []


@pytest.fixture
async def bot(double: Double, engine: Engine, tmp_path: Path) -> AsyncIterator[RackmathClient]:
    """The bot, connected to ``double``."""
    async with running(RackmathClient(engine, tmp_path / "state"), double) as client:
        yield client


@pytest.fixture
def examples(engine: Engine) -> list[str]:
    """What can be asked, as the parser offers it to whoever says nothing it can read."""
    offered = [choice.text for choice in Talk(engine).tell("").choices]
    assert 1 <= len(offered) <= 5
    return offered


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> EchoTalk:
    """What stands in for the parser where a test is about conversations, not about words."""
    echo = EchoTalk()
    monkeypatch.setattr("calculators.views.Views.talk", lambda *_: echo)
    return echo


@pytest.fixture
async def talking(
    double: Double, engine: Engine, tmp_path: Path, talk: EchoTalk, clock: Clock
) -> AsyncIterator[RackmathClient]:
    """The bot with ``talk`` and ``clock``."""
    client = RackmathClient(engine, tmp_path / "state", clock=clock)
    async with running(client, double):
        yield client
        talk.go.set()
