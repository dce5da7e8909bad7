"""What was understood: the reading of a text that becomes a question, and what it left aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from calculators.language import Lang
from calculators.plain.figures import Figure
from calculators.quantity import Scope
from calculators.question import Question
from calculators.registry import Registry
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
    doubtful: tuple[tuple[str, Figure], ...] = ()
    """Givens of which the number can be read in two ways: 1.000."""


def question_of(read: Understood, registry: Registry, text: str) -> Question:
    """The question: of the topic whose ladder tells every scope where none is named."""
    givens, subjects = dict(read.givens), dict(read.subjects)
    part = read.target and registry.quantities[read.target].scope in (Scope.ACCELERATOR, Scope.IT)
    open_ = read.scope is None and not read.known and not part
    for topic in registry.topics.values() if open_ else ():
        takes = set(givens) <= set(topic.options) and set(subjects) <= set(topic.subjects)
        head = next((each for each in topic.headlines if set(givens) & set(each.given)), None)
        head = head or next(
            (each for each in topic.headlines if "gpus" in each.given and Kind.CLUSTER in subjects),
            None,
        )
        if takes and head and head.ladder and head.ladder.tells_scopes and "pue" not in givens:
            if read.target in head.ladder.quantities:
                return Question(text, topic, None, givens, subjects, read.lang)
    return Question(text, registry.everything, read.target, givens, subjects, read.lang)
