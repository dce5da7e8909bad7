"""Figures of a sentence that nothing connects, beside what is known of the same."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING, NamedTuple

from calculators.display import DIGITS, bounded, plain, with_bound
from calculators.known import linked
from calculators.language import dated, tr
from calculators.language import told as correction
from calculators.pages.page import told
from calculators.provenance import attributed
from calculators.quantity import Quantity
from calculators.question import command_text
from calculators.sentences.reading import AGREEMENT, Fit, fit
from calculators.sentences.sentence import Mention, Sentence
from calculators.value import Value, of_fact
from facts import FAULTS, Fact, Standing

if TYPE_CHECKING:
    from calculators.engine import Engine


class Known(NamedTuple):
    """A figure beside a fact. ``fit`` is None where the article says the same and is at fault."""

    mention: Mention
    told: str
    fit: Fit | None
    factor: float


def beside(engine: Engine, sentence: Sentence, connected: Container[Mention]) -> Iterator[Known]:
    """What is known of the figures that nothing connects; plans aren't held against today."""
    if sentence.planned:
        return
    for mention in sentence.mentions:
        if mention not in connected and mention.value.value > 0:
            faulty = _of_article(engine, sentence, mention)
            known = faulty or _of_fact(engine, sentence, mention)
            if known:
                yield known


def _subjects(engine: Engine, sentence: Sentence, mention: Mention) -> tuple[str, ...]:
    return linked({**sentence.subjects, **mention.subjects}, engine.facts)


def _of_fact(engine: Engine, sentence: Sentence, mention: Mention) -> Known | None:
    """A figure beside the fact of the same, of the year that it is said of."""
    for key in _subjects(engine, sentence, mention):
        for name in mention.meanings:
            fact = _fact(engine, key, name, mention.year)
            if fact:
                return _held(engine, mention, fact)
            if name in engine.facts.inputs[key]:
                return None  # of another year: it may have been so
    return None


def _fact(engine: Engine, key: str, name: str, year: str) -> Fact | None:
    fact = engine.facts.inputs[key].get(name)
    if fact is None or fact.as_of.startswith(year):
        return fact
    same = (each for each in engine.facts.all if (each.subject, each.quantity) == (key, name))
    dated = (each for each in same if each.as_of.startswith(year))
    return next((each for each in dated if each.verdict not in FAULTS), None)


def _held(engine: Engine, mention: Mention, fact: Fact) -> Known:
    quantity, value = engine.registry.quantities[fact.quantity], of_fact(fact)
    what = tr("{words} {value}").format(words=tr(quantity.words), value=figure(quantity, value))
    line = told(
        "check",
        "known",
        subject=tr(engine.facts.subjects[fact.subject].name),
        known=f"{what}, {dated(fact.as_of)}",
        source=attributed(fact, engine.facts),
    )
    return Known(mention, line, fit(mention.value, value), mention.value.value / value.value)


def _of_article(engine: Engine, sentence: Sentence, mention: Mention) -> Known | None:
    """A figure of the article that was found at fault: its own check says more."""
    subjects = _subjects(engine, sentence, mention)
    for fact in engine.facts.all:
        article = engine.facts.standing(fact) is Standing.ARTICLE
        same = fact.subject in subjects and fact.quantity in mention.meanings
        if article and same and fact.verdict in FAULTS:
            factor = mention.value.value / of_fact(fact).value
            if abs(factor - 1) <= AGREEMENT:
                command = command_text("check", {"claim": fact.id})
                return Known(mention, f"{correction(fact.correction)} ({command})", None, 1.0)
    return None


def figure(quantity: Quantity, value: Value) -> str:
    """A computed figure with its bound; counts are rounded like measures here."""
    if not quantity.noun:
        return bounded(quantity, value, DIGITS)
    return with_bound(quantity, value, plain(value.value, DIGITS))
