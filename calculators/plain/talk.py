"""Talking: a message in, an answer out, and what the next message may go on from.

``Talk.tell`` is the way in of every door that takes plain words: ``/ask``, direct messages,
mentions, the terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from calculators.answer import Answer
from calculators.refusal import Refused

if TYPE_CHECKING:
    from calculators.engine import Engine

EXAMPLES = (
    "How much power do 100,000 H100s draw?",
    "How many US homes could 370 GWh a year supply?",
    "Does the 34 million homes figure hold?",
)


class State(NamedTuple):
    """What was asked last: a next message may go on from it."""

    text: str


class Choice(NamedTuple):
    """One way to read a message: ``label`` to show, ``text`` to tell instead of the message."""

    label: str
    text: str


class Told(NamedTuple):
    """An answer; the state to go on from; and, where it asks back, what can be picked."""

    answer: Answer
    state: State | None
    choices: tuple[Choice, ...] = ()


class Talk:
    """Answers messages with an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def tell(self, text: str, before: State | None = None) -> Told:
        """Answer a message, alone or as going on from what was asked before. Never raises."""
        from calculators.engine import refused

        if text.lstrip().startswith("/"):
            return Told(self._engine.ask(text), State(text))
        refusal = Refused("not_ours", EXAMPLES)
        choices = tuple(Choice(each, each) for each in EXAMPLES)
        return Told(refused(text, refusal), before, choices)
