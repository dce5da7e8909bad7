"""Samples: what a change of a server's facts does to an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from calculators.answer import Answer
from calculators.engine import Engine
from calculators.language import Lang
from calculators.views import Views
from facts.loaded import Entry, Held, LoadedFact, ServerFacts
from facts.schema import Kind

FIRST = "/power gpus:100000 device:h100"
OF_A_DEVICE = "/power gpus:1000 device:{device}"
MOST_DEVICES = 3
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When what is not loaded yet was loaded: no line of a sample shows it."""


class Sample(NamedTuple):
    """A question, and the first line of its answer before a change and after it."""

    question: str
    before: str
    after: str


def sample(
    views: Views, held: ServerFacts, changes: Mapping[str, Entry | None], lang: Lang
) -> Sample | None:
    """The first question whose answer changes; runs on the thread of ``views``."""
    before, after = views.view(held), views.curated.viewed(changed(held, changes))
    for question in _questions(after, changes):
        old, new = (each.ask(question, lang) for each in (before, after))
        if _results(old) != _results(new):
            return Sample(question, _line(old), _line(new))
    return None


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
    """That of the power first, then of the devices that change, then the topics' examples."""
    yield FIRST
    named = (each.subject for each in changes.values() if isinstance(each, LoadedFact))
    subjects = engine.facts.subjects
    devices = [
        name
        for name in dict.fromkeys(named)
        if name in subjects and subjects[name].kind is Kind.DEVICE
    ]
    yield from (OF_A_DEVICE.format(device=device) for device in devices[:MOST_DEVICES])
    yield from (topic.example for topic in engine.registry.topics.values())


def _results(answer: Answer) -> object:
    if answer.refusal is not None:
        return answer.refusal.message
    return [(each.quantity, each.display) for each in answer.results]


def _line(answer: Answer) -> str:
    return " ".join((answer.reply.headline, *answer.reply.lead.splitlines()[:1]))
