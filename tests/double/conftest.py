"""Fixtures of the double's own tests: a double and a bot that uses every feature."""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator

import pytest

from . import Double

with warnings.catch_warnings():
    # discord.py imports audioop where Python still has it; the rest stays an error.
    warnings.simplefilter("ignore", DeprecationWarning)
    import discord  # noqa: F401

from .client import running
from .scenario_bot import ScenarioBot


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    """A double; whatever the bot sent in the test must have been within Discord's limits."""
    async with Double() as running_double:
        yield running_double
        assert running_double.violations == []


@pytest.fixture
async def bot(double: Double) -> AsyncIterator[ScenarioBot]:
    """The scenario bot, connected to ``double``; tests of failures clear its errors."""
    async with running(ScenarioBot(), double) as client:
        yield client
        assert client.errors == []
