"""What a message comes to: an answer, what the next one may go on from, what can be picked."""

from __future__ import annotations

from typing import NamedTuple

from calculators.answer import Answer
from calculators.plain.choices import Choice
from calculators.plain.follow import State


class Told(NamedTuple):
    """An answer; the state to go on from; and, where it asks back, what can be picked."""

    answer: Answer
    state: State | None
    choices: tuple[Choice, ...] = ()
