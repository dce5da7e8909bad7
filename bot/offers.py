"""Choices offered as buttons: the custom_id carries a key, what it stands for stays in memory.

No view is kept for them and no timer runs: a press of what is no longer known is answered as one
of an older message.
"""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from cachetools import TTLCache

from bot.conversation import KEPT_FOR, MOST, Clock
from bot.layout import MAX_BUTTONS, Button
from bot.turn import Turn

if TYPE_CHECKING:
    from calculators.plain.talk import Choice, State

_CUSTOM_ID = re.compile(r"choice:1:([\w-]+):([0-9])")


@dataclass(slots=True)
class Offer:
    """What one person may pick from, once; ``pressed`` is the interaction that did."""

    person: int
    state: State | None
    choices: tuple[Choice, ...]
    pressed: int | None = None


class Picked(NamedTuple):
    """A choice and the offer it is from."""

    offer: Offer
    choice: Choice


class Offers:
    """The offers that can still be taken."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._offers: TTLCache[str, Offer, float] = TTLCache(MOST, KEPT_FOR, clock)

    def buttons(self, person: int, turn: Turn) -> list[Button]:
        """Offer ``person`` the choices of a turn."""
        choices = turn.choices[:MAX_BUTTONS]
        if not choices:
            return []
        key = secrets.token_urlsafe(12)
        self._offers[key] = Offer(person, turn.state, choices)
        return [Button(each.label, f"choice:1:{key}:{at}") for at, each in enumerate(choices)]

    def forget(self, person: int) -> None:
        """Drop what one person may still pick from."""
        for key in [key for key, offer in self._offers.items() if offer.person == person]:
            self._offers.pop(key, None)

    def picked(self, custom_id: str) -> Picked | None:
        """What a button stands for, if it is one of these and still known."""
        found = _CUSTOM_ID.fullmatch(custom_id)
        offer = self._offers.get(found[1]) if found else None
        if found is None or offer is None or int(found[2]) >= len(offer.choices):
            return None
        return Picked(offer, offer.choices[int(found[2])])
