"""What was understood: the reading of a text that becomes a question, and what it left aside."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from calculators.language import Lang
from calculators.plain.figure import Figure
from calculators.plain.target import family
from calculators.quantity import Scope
from calculators.question import Question
from calculators.registry import Registry
from calculators.topic import Topic
from calculators.value import Input
from facts import Kind


class Understood(NamedTuple):
    """A reading. ``left`` is what it leaves aside; ``open`` are numbers that nothing explains.

    ``missing`` says what it would take to work it out, None where nothing is missing.
    """

    lang: Lang
    target: str | None
    givens: Mapping[str, Input]
    subjects: Mapping[Kind, str]
    scope: Scope | None = None
    left: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    """Figures that the target doesn't depend on."""
    open: tuple[Figure, ...] = ()
    missing: tuple[str, ...] | None = None
    score: float = 0.0
    known: bool = False
    sure: bool = False
    """Whether the figures alone say what is asked."""
    follows: bool = False
    """Whether it goes on from what was asked before."""
    newly: frozenset[str] = frozenset()
    """The givens that the text itself gives."""
    led: Mapping[str, str] = MappingProxyType({})
    """The word before the figure of each given: "at" 100 Gb/s."""
    between: tuple[str, ...] = ()
    """Targets of which any may be meant: cost, of what was a power before."""
    doubtful: tuple[tuple[str, Figure], ...] = ()
    """Givens of which the number can be read in two ways: 1.000."""


def question_of(read: Understood, registry: Registry, text: str) -> Question:
    """The question: of the topic whose ladder tells every scope where none is named."""
    givens, subjects = dict(read.givens), dict(read.subjects)
    if read.target and read.scope is None and not read.known and "pue" not in givens:
        for topic in registry.topics.values():
            takes = set(givens) <= set(topic.options) and set(subjects) <= set(topic.subjects)
            if takes and _tells_scopes(topic, read.target, set(givens), subjects, registry):
                return Question(text, topic, None, givens, subjects, read.lang)
    return Question(text, registry.everything, read.target, givens, subjects, read.lang)


def _tells_scopes(
    topic: Topic,
    target: str,
    givens: set[str],
    subjects: Mapping[Kind, str],
    registry: Registry,
) -> bool:
    """Whether a topic answers with a target, and with a ladder that has it at every scope."""
    if registry.quantities[target].scope in (Scope.ACCELERATOR, Scope.IT):
        return False
    given = givens or ({"gpus"} if Kind.CLUSTER in subjects else set())
    head = next((each for each in topic.headlines if given & set(each.given)), None)
    if head is None or head.ladder is None or not head.ladder.tells_scopes:
        return False
    return target in head.ladder.quantities and family(head.target) == family(target)
