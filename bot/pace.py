"""The pace at which one person is answered: a burst is asked to slow down, once, then ignored."""

from __future__ import annotations

import time
from collections import deque
from enum import Enum, auto

from cachetools import TTLCache

from bot.conversation import Clock

LIMIT = 5
"""Messages of one person answered within ``WINDOW``."""
WINDOW = 10.0
"""Seconds; also the least time between two requests to slow down."""
MOST = 10_000
"""People watched at a time."""


class Verdict(Enum):
    """What to do with a message."""

    ANSWER = auto()
    SLOW_DOWN = auto()
    IGNORE = auto()


class Pace:
    """Watches how fast people write."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._answered: TTLCache[int, deque[float], float] = TTLCache(MOST, WINDOW, clock)
        self._warned: TTLCache[int, bool, float] = TTLCache(MOST, WINDOW, clock)

    def forget(self, person: int) -> None:
        """Forget how fast one person wrote."""
        self._answered.pop(person, None)
        self._warned.pop(person, None)

    def judge(self, person: int) -> Verdict:
        """Count a message of ``person`` and say what to do with it."""
        now = self._clock()
        last = self._answered.get(person) or deque(maxlen=LIMIT)
        if len(last) < LIMIT or now - last[0] >= WINDOW:
            last.append(now)
            self._answered[person] = last  # set again: its time begins anew
            return Verdict.ANSWER
        if person in self._warned:
            return Verdict.IGNORE
        self._warned[person] = True
        return Verdict.SLOW_DOWN
