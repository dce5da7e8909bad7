"""A turn of a conversation: what a person says in, a reply and what can follow it out.

Every door that takes plain words goes through ``take_turn``; they differ in how they show it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from bot.texts import text
from calculators.plain.talk import Choice, State, Talk
from calculators.reply import Reply
from calculators.text import render

FORGET = frozenset({"/forget", "forget", "zapomnij"})


class Turn(NamedTuple):
    """A reply, ``whole`` as plain text; the state to go on from; what can be picked."""

    reply: Reply
    whole: Callable[[], str]
    state: State | None = None
    choices: tuple[Choice, ...] = ()


def take_turn(talk: Talk, said: str, before: State | None) -> Turn:
    """Reply to what was said. Saying nothing is answered with what can be said."""
    words = said.strip()
    if words.casefold().rstrip(".!") in FORGET:
        return _own("forgotten")
    told = talk.tell(said, before)
    if not words:
        return _own("hello", before, told.choices)
    answer = told.answer
    return Turn(answer.reply, lambda: answer.text, told.state, told.choices)


def own_reply(key: str) -> Reply:
    """One of the bot's own texts as a reply."""
    return Reply(headline=text(key, "headline"), lead=text(key, "next"), refused=True)


def _own(key: str, state: State | None = None, choices: tuple[Choice, ...] = ()) -> Turn:
    reply = own_reply(key)
    return Turn(reply, partial(render, reply), state, choices)
