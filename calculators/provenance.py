"""Provenance: where each number comes from, in words, and the documents behind the marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from calculators.display import TYPED_DIGITS, bounded
from calculators.language import dated, told, tr
from calculators.plan import Plan
from calculators.quantity import Quantity
from calculators.reply import Given
from calculators.value import Input, Origin, Value
from facts import Fact, Facts, Kind, Statement
from facts.overlay import ServerFact


@dataclass(slots=True)
class Marks:
    """Facts and their documents in the order in which the working first reads them.

    A document's number is its mark; facts from the same place in it share one.
    """

    facts: dict[str, Fact] = field(default_factory=dict[str, Fact])
    documents: dict[tuple[str, str | None], int] = field(
        default_factory=dict[tuple[str, str | None], int]
    )

    def mark(self, fact: Fact) -> str:
        """The mark behind a figure: `` [2]``."""
        self.facts.setdefault(fact.id, fact)
        place = (fact.source, fact.locator)
        return f" [{self.documents.setdefault(place, len(self.documents) + 1)}]"

    def extended(self, facts: Iterable[Fact]) -> Marks:
        """These marks and those of more facts, which come after them."""
        marks = Marks(dict(self.facts), dict(self.documents))
        for fact in facts:
            marks.mark(fact)
        return marks


class Provenance(NamedTuple):
    """Curated inputs and assumptions in words, and the sources in the order of their marks."""

    inputs: tuple[Given, ...]
    assumed: tuple[Given, ...]
    sources: tuple[str, ...]


def provenance(
    plan: Plan,
    inputs: Mapping[str, Input],
    marks: Marks,
    quantities: Mapping[str, Quantity],
    facts: Facts,
) -> Provenance:
    """The provenance of a plan's curated inputs, in the order of the working."""
    lines: dict[bool, list[Given]] = {True: [], False: []}
    for name in in_order(plan):
        known = inputs[name]
        if known.fact is not None:
            assumed = known.origin is Origin.ASSUMED
            text = _curated(quantities[name], known, known.fact, facts)
            note = f". {tr(known.fact.note)}" if assumed and known.fact.note else ""
            lines[assumed].append(Given(f"{text}{marks.mark(known.fact)}{note}", name))
    places = {(fact.source, fact.locator): fact for fact in marks.facts.values()}
    sources = tuple(cite(places[place], facts) for place in marks.documents)
    return Provenance(tuple(lines[False]), tuple(lines[True]), sources)


def given(quantity: Quantity, known: Input) -> Given:
    """An input that was given, in words."""
    return Given(f"{_what(quantity, known.value)}: {standing(known)}", "")


def standing(known: Input) -> str:
    """The standing of an input in words."""
    return loaded(known.fact) or tr(known.origin)


def loaded(entry: Fact | Statement | None) -> str:
    """The standing of a fact that a server's moderators loaded; empty for any other."""
    if not isinstance(entry, ServerFact):
        return ""
    text = tr("loaded by this server's moderators on {date}")
    return text.format(date=dated(entry.loaded))


def in_order(plan: Plan) -> Iterator[str]:
    """The plan's known quantities in the order in which the working reads them."""
    names = dict.fromkeys((*(name for form in plan.steps for name in form.inputs), *plan.roots))
    return (name for name in names if name in plan.roots)


def cite(entry: Fact | Statement, facts: Facts) -> str:
    """Publisher, document, date, and where in it."""
    source = facts.source(entry)
    parts = (source.publisher, source.document, dated(source.date), told(entry.locator))
    return ", ".join(part for part in parts if part)


def attributed(entry: Fact | Statement, facts: Facts) -> str:
    """``cite``, with the standing of what moderators loaded: where no line says it elsewhere."""
    return ", ".join(filter(None, (cite(entry, facts), loaded(entry))))


def publisher(fact: Fact, facts: Facts) -> str:
    """Who published a fact, with the standing of what moderators loaded."""
    return ", ".join(filter(None, (facts.source(fact).publisher, loaded(fact))))


def _what(quantity: Quantity, value: Value) -> str:
    what = f"{quantity.symbol} = {bounded(quantity, value, TYPED_DIGITS)}"
    known_by_symbol = quantity.noun or quantity.words == quantity.symbol
    return what if known_by_symbol else f"{what}, {tr(quantity.words)}"


def _curated(quantity: Quantity, known: Input, fact: Fact, facts: Facts) -> str:
    subject = facts.subjects[fact.subject]
    of = f", {tr(subject.name)}, {dated(fact.as_of)}"
    of = "" if subject.kind is Kind.CONVENTION else of
    scope = f" ({tr(fact.scope)})" if fact.scope else ""
    return f"{_what(quantity, known.value)}{of}{scope}: {standing(known)}"
