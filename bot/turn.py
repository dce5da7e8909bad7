"""A turn of a conversation: what a person says in, a reply and what can follow it out.

Every door that takes plain words goes through ``take_turn``; they differ in how they show it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from bot.texts import text
from calculators.language import SOURCE, Lang, speaking
from calculators.reply import Reply
from calculators.text import render

if TYPE_CHECKING:  # a bot that starts need not wait for the parser
    from calculators.plain.talk import Choice, State, Talk

FORGET = frozenset({"/forget", "forget", "zapomnij"})


class Turn(NamedTuple):
    """A reply, ``whole`` as plain text; the state to go on from; what can be picked."""

    reply: Reply
    whole: Callable[[], str]
    state: State | None = None
    choices: tuple[Choice, ...] = ()
    lang: Lang = SOURCE


def take_turn(talk: Talk, said: str, before: State | None, lang: Lang = SOURCE) -> Turn:
    """Reply to what was said, in its language; ``lang`` is the reader's, where it doesn't show.

    Saying nothing is answered with what can be said.
    """
    words = said.strip()
    if words.casefold().rstrip(".!") in FORGET:
        return _own("forgotten", before.lang if before else lang)
    told = talk.tell(said, before, lang)
    if not words:
        return _own("hello", before.lang if before else lang, before, told.choices)
    answer = told.answer
    return Turn(answer.reply, lambda: answer.text, told.state, told.choices, answer.question.lang)


def own_reply(key: str) -> Reply:
    """One of the bot's own texts as a reply."""
    return Reply(headline=text(key, "headline"), lead=text(key, "next"), refused=True)


def _own(
    key: str, lang: Lang, state: State | None = None, choices: tuple[Choice, ...] = ()
) -> Turn:
    with speaking(lang):
        reply = own_reply(key)
    return Turn(reply, partial(render, reply), state, choices, lang)
