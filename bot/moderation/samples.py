"""Samples: what a change of a server's facts does to an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import NamedTuple

from bot.respond import Responder
from calculators.answer import Answer
from calculators.changes import about
from calculators.engine import Engine
from calculators.language import Lang
from calculators.question import command_text, split_command
from facts.loaded import Entry, Held, ServerFacts

POWER = "power"
FIRST = "/power gpus:100000 device:h100"
MOST_SUBJECTS = 3
MOST_QUESTIONS = 60
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When what is not loaded yet was loaded: no line of a sample shows it."""


class Sample(NamedTuple):
    """A question, and the first line of its answer before a change and after it."""

    question: str
    before: str
    after: str


async def sample(
    responder: Responder, held: ServerFacts, changes: Mapping[str, Entry | None], lang: Lang
) -> Sample | None:
    """The first question whose answer changes.

    Each is answered for itself on the responder's thread, so that nobody else waits for all.
    """
    views = responder.holding.views
    before = await responder.on_worker(partial(views.view, held))
    after = await responder.on_worker(partial(views.curated.viewed, changed(held, changes)))
    for question in dict.fromkeys(islice(_questions(after, changes), MOST_QUESTIONS)):
        work = partial(_compared, before, after, question, lang)
        if found := await responder.on_worker(work):
            return found
    return None


def _compared(before: Engine, after: Engine, question: str, lang: Lang) -> Sample | None:
    old, new = (each.ask(question, lang) for each in (before, after))
    return None if _results(old) == _results(new) else Sample(question, _line(old), _line(new))


def changed(held: ServerFacts, changes: Mapping[str, Entry | None]) -> ServerFacts:
    """What the server would hold."""
    version = held.version + 1
    kept = {key: each for key, each in held.entries.items() if key not in changes}
    new = {
        key: Held.model_construct(entry=entry, version=version, at=NEVER)
        for key, entry in changes.items()
        if entry is not None
    }
    return held.model_copy(update={"version": version, "entries": {**kept, **new}})


def _questions(engine: Engine, changes: Mapping[str, Entry | None]) -> Iterator[str]:
    """That of the power first, then the topics' examples, those of what changes before others.

    Of an example is left out what changes, since it gives that itself, and its subject may be one
    of those that change.
    """
    pairs = [about(key).split("/") for key in changes if key.startswith("fact:")]
    quantities = {quantity for _, quantity in pairs}
    subjects = {
        name: engine.facts.subjects[name].kind for name, _ in pairs if name in engine.facts.subjects
    }
    topics = sorted(
        engine.registry.topics.values(), key=lambda each: quantities.isdisjoint(each.options)
    )
    yield FIRST
    for topic in (engine.registry.topics[POWER], *topics):
        _, options = split_command(topic.example, engine.commands, engine.pages)
        left = {name: value for name, value in options.items() if name not in quantities}
        for name, kind in islice(subjects.items(), MOST_SUBJECTS):
            if kind in topic.subjects:
                yield command_text(topic.name, left | {kind.value: name})
        yield command_text(topic.name, left)


def _results(answer: Answer) -> object:
    if answer.refusal is not None:
        return answer.refusal.message
    return [(each.quantity, each.display) for each in answer.results]


def _line(answer: Answer) -> str:
    return " ".join((answer.reply.headline, *answer.reply.lead.splitlines()[:1]))
