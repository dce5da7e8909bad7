"""Autocomplete: how a value was understood, and the names it may mean."""

from __future__ import annotations

from collections.abc import Iterator

from calculators.engine import Engine
from calculators.given import read_given, understood
from calculators.language import SOURCE, Lang, speaking, tr
from calculators.names import nearest_quantities, nearest_subjects
from calculators.pages.help import with_example
from calculators.question import TARGET
from calculators.refusal import Refused
from calculators.registry import Registry
from calculators.topic import Topic
from facts import Kind

MOST = 25
MAX_CHOICE = 100

Choice = tuple[str, str]
"""What is shown, and the value that is sent."""


class Suggester:
    """Proposes values for an option while it is typed. Never fails: no proposal is a proposal."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def suggest(self, command: str, option: str, current: str, lang: Lang = SOURCE) -> list[Choice]:
        """At most ``MOST`` choices, each within ``MAX_CHOICE`` characters."""
        if len(current) > MAX_CHOICE:
            return []
        with speaking(lang):
            choices = list(self._choices(command, option, current.strip()))
        return [
            (_short(shown), value) for shown, value in choices if value and len(value) <= MAX_CHOICE
        ][:MOST]

    def _choices(self, command: str, option: str, current: str) -> Iterator[Choice]:
        topic = self._engine.registry.topics.get(command)
        if topic is None:
            yield from self._engine.pages[command].suggest(self._engine, option, current)
        elif option == TARGET:
            yield from self._targets(topic, current)
        elif option in (kind.value for kind in topic.subjects):
            yield from self._subjects(Kind(option), current)
        else:
            yield from _values(option, current, self._engine.registry)

    def _targets(self, topic: Topic, current: str) -> Iterator[Choice]:
        known = topic.targets
        words = {name: self._engine.registry.quantities[name].words for name in known}
        for name in nearest_quantities(current, known, self._engine.registry, MOST):
            yield f"{name}: {tr(words[name])}", name

    def _subjects(self, kind: Kind, current: str) -> Iterator[Choice]:
        subjects = self._engine.facts.subjects
        if current:
            keys = nearest_subjects(current, kind, self._engine.facts, MOST)
        else:
            known = self._engine.curated.facts.subjects
            same = (key for key, subject in subjects.items() if subject.kind is kind)
            keys = tuple(sorted(same, key=known.__contains__))  # a server's own come first
        for key in keys:
            yield tr(subjects[key].name), key


def _values(name: str, current: str, registry: Registry) -> Iterator[Choice]:
    if not current:
        quantity = registry.quantities[name]
        yield with_example(quantity), quantity.example
        return
    try:
        quantity, read = read_given(current, name, registry)
    except Refused as refusal:
        for each in refusal.suggestions:
            yield each, each
        yield refusal.message.replace("\n", " "), current
        return
    yield understood(quantity, read.value), current


def _short(text: str) -> str:
    return text if len(text) <= MAX_CHOICE else f"{text[: MAX_CHOICE - 1]}…"
