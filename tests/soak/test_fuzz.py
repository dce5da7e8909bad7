"""Fuzzed plain words: 1,500 messages in the ordinary suite, 100,000 with ``make soak``.

The seed comes from pytest-randomly, which prints it: ``-p "randomly_seed=…"`` repeats a run.
"""

from __future__ import annotations

import math
import os
import random

import pytest

from calculators.engine import Engine
from calculators.plain.talk import Talk
from tests.soak.fuzz import MOST_TIME, Run, lines, tell_all

LONG = bool(os.environ.get("RACKMATH_SOAK"))
MOST_SLOW_FIRST = 0.125
"""The share of messages that may take longer than ``MOST_TIME`` the first time."""
SHORT = 12.0
"""Seconds that the ordinary suite spends on it at most."""
pytestmark = [pytest.mark.soak, pytest.mark.timeout(6 * 3600 if LONG else 600)]


def run(engine: Engine, count: int, given_up: float, within: float) -> Run:
    seed = random.getrandbits(32)
    return tell_all(engine, Talk(engine), count, seed, given_up=given_up, within=within)


def report(found: Run) -> str:
    return "\n".join(lines(found)).encode("utf-8", "backslashreplace").decode()


@pytest.mark.skipif(LONG, reason="the long version includes it")
def test_nothing_that_is_said_makes_it_fall_over(engine: Engine):
    """No time is asserted here, on a machine that may be busy.

    What hangs is broken off, for the long version to report, and after SHORT seconds it is enough.
    """
    found = run(engine, 1_500, 0.5, SHORT)
    assert found.told
    assert not found.crashes, report(found)


@pytest.mark.skipif(not LONG, reason="takes too long for the suite")
def test_nothing_that_is_said_makes_it_fall_over_or_slow(engine: Engine, capsys):
    """None is slower than 50 ms once warm, and one in eight at most the first time.

    Warm means: a message that took longer is told again at once and its best time counts, with
    its words looked up and its relations planned; and no garbage is collected while one is
    measured. What the first time took is printed beside it; the longest are claims to check, in
    which many figures may belong together.
    """
    found = run(engine, 100_000, 2.0, math.inf)
    with capsys.disabled():
        print(f"\n{report(found)}")  # noqa: T201
    assert not found.crashes
    assert not found.hangs
    assert all(each.warm <= MOST_TIME for each in found.slowest)
    assert found.slow_first <= MOST_SLOW_FIRST * found.told
