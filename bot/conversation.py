"""What is remembered of conversations: the last state of each, in memory, for half an hour.

A conversation is one person's in one channel. Its keys are numbers, and nothing of it is logged.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from cachetools import TTLCache

if TYPE_CHECKING:
    from calculators.plain.talk import State

KEPT_FOR = 30 * 60.0
"""Seconds from the last message until a conversation is forgotten."""
MOST = 10_000
"""Conversations kept; beyond, the one that nobody went on with for longest is dropped."""

Clock = Callable[[], float]


class Whose(NamedTuple):
    """Whose conversation: a person in a channel."""

    channel: int
    person: int


class Conversations:
    """The state that each conversation goes on from. Not thread-safe: one thread uses it."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._states: TTLCache[Whose, State, float] = TTLCache(MOST, KEPT_FOR, clock)

    def __len__(self) -> int:
        return len(self._states)

    def before(self, whose: Whose) -> State | None:
        """What was said before."""
        return self._states.get(whose)

    def of(self, person: int) -> dict[Whose, State]:
        """The conversations of one person."""
        return {whose: state for whose, state in self._states.items() if whose.person == person}

    def forget(self, person: int) -> None:
        """Forget all conversations of one person."""
        for whose in self.of(person):
            self._states.pop(whose, None)

    def keep(self, whose: Whose, state: State | None) -> None:
        """Go on from ``state`` next time; None forgets."""
        if state is None:
            self._states.pop(whose, None)
        else:
            self._states[whose] = state
