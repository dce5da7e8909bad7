"""The bot on the double, in two servers, with what moderators do in them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.client import RackmathClient
from calculators.engine import Engine
from tests.double import Double, Guild, Role
from tests.double.client import running

ENGINEERS = Role("engineers")


@pytest.fixture
def guild() -> Guild:
    """The server whose moderators load facts."""
    return Guild("Ours", roles=[ENGINEERS.payload()])


@pytest.fixture
def other() -> Guild:
    """A server that has the bot too, and loads nothing."""
    return Guild("Theirs", roles=[ENGINEERS.payload()])


@pytest.fixture
async def double(guild: Guild, other: Guild) -> AsyncIterator[Double]:
    """A double; whatever the bot sent must have been within Discord's schemas and limits."""
    async with Double(guilds=[guild, other]) as started:
        yield started
        assert started.violations == []


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Where the bot keeps its database."""
    return tmp_path / "state"


@pytest.fixture
async def bot(double: Double, engine: Engine, state: Path) -> AsyncIterator[RackmathClient]:
    """The bot, connected to ``double``."""
    async with running(RackmathClient(engine, state), double) as client:
        yield client
