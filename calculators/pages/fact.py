"""``/fact``: look up what is known, with its qualifier, source and correction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calculators.answer import Answer, QuestionItem, ResultItem
from calculators.compose import result_item
from calculators.display import TYPED_DIGITS, between, limited, measured, plain, plural, show
from calculators.frame import fact_item
from calculators.language import dated, foreign, language, ntr, told, tr
from calculators.names import nearest
from calculators.pages.page import Choice, Options, Page
from calculators.provenance import cite, loaded
from calculators.quantity import Quantity
from calculators.refusal import Refused, quoted
from calculators.registry import Registry
from calculators.reply import Reply
from calculators.value import of_fact
from facts import Fact, Facts, Qualifier, Statement, Verdict
from facts.loaded import LoadedFact

if TYPE_CHECKING:
    from calculators.engine import Engine

MOST_FACTS = 12
MOST_CHOICES = 25


def describe(fact: Fact | Statement, registry: Registry, facts: Facts) -> str:
    """A fact in one line: subject, quantity, value as its source gives it, with its qualifier."""
    subject = tr(facts.subjects[fact.subject].name)
    if isinstance(fact, Statement):
        return f"{subject}: {tr(fact.states)}"
    quantity = registry.quantities[fact.quantity]
    return f"{subject}, {tr(quantity.words)}: {qualified(fact, quantity)}"


def qualified(fact: Fact | LoadedFact, quantity: Quantity) -> str:
    """The figure with what it counts or its unit, and the word for how it is meant."""
    figure = _figure(fact)
    if quantity.noun:
        about = fact.qualifier is Qualifier.ABOUT
        figure = f"{figure} {plural(quantity, figure, about=about)}"
    elif fact.unit != "1":
        figure = _in_unit(figure, fact.unit)
    if fact.qualifier is Qualifier.ABOUT:
        return tr("about {value}").format(value=figure)
    if fact.qualifier is Qualifier.PLANNED:
        return tr("planned {value}").format(value=figure)
    return limited(fact.qualifier, figure)


def _in_unit(figure: str, spelling: str) -> str:
    """A printed figure with its unit: English leaves a unit as the source spells it."""
    return measured(figure, spelling) if foreign() else f"{figure} {spelling}"


def _figure(fact: Fact | LoadedFact) -> str:
    ends = [plain(end, TYPED_DIGITS) for end in (fact.low, fact.high) if end is not None]
    span = between(*ends) if len(ends) > 1 else "".join(ends)
    if fact.value is None:
        return span
    middle = plain(fact.value, TYPED_DIGITS)
    return f"{middle} ({span})" if span else middle


def find(text: str, registry: Registry, facts: Facts) -> tuple[Fact | Statement, ...]:
    """Facts and statements by id, by subject, by quantity, or by both."""
    entries: tuple[Fact | Statement, ...] = (*facts.all, *facts.statements)
    by_id = [entry for entry in entries if entry.id == text]
    if by_id:
        return tuple(by_id)
    words = f" {' '.join(text.casefold().replace(',', ' ').split())} "
    named = [name for name in facts.names if f" {name} " in words]
    longest = max(named, key=len, default=None)
    subject = facts.names[longest] if longest else None
    rest = words.replace(f" {longest} ", "  ") if longest else words
    quantities = [
        name
        for name, quantity in registry.quantities.items()
        if f" {name} " in rest
        or any(f" {each.casefold()} " in rest for each in (quantity.words, tr(quantity.words)))
    ]
    if not rest.strip():
        return tuple(entry for entry in entries if entry.subject == subject)
    return tuple(
        fact
        for fact in facts.all
        if fact.quantity in quantities and subject in (None, fact.subject)
    )


def _fact(engine: Engine, options: Options, text: str) -> Answer:
    registry, facts = engine.registry, engine.facts
    name = options.get("name", "").strip()
    if not name:
        raise page.empty("name", "h100 device_power")
    found = find(name, registry, facts)
    if not found:
        known = {entry.id: entry.id for entry in (*facts.all, *facts.statements)}
        known |= {subject.name.casefold(): key for key, subject in facts.subjects.items()}
        near = dict.fromkeys(known[each] for each in nearest(name, known))
        suggestions = tuple(f"/fact name:{each}" for each in near)
        raise Refused("unknown_fact", suggestions, text=quoted(name))
    ordered = sorted(found, key=lambda entry: not (isinstance(entry, Fact) and entry.preferred))
    shown = ordered[:MOST_FACTS]
    numeric = [entry for entry in shown if isinstance(entry, Fact)]
    results: tuple[ResultItem, ...] = ()
    if len(numeric) == 1:
        quantity, value = registry.quantities[numeric[0].quantity], of_fact(numeric[0])
        shown_value = show(quantity, value.value, TYPED_DIGITS)
        results = (result_item(quantity, value, shown_value, quantity.scope),)
    return Answer.of(
        QuestionItem(text=text, lang=language(), target=None, givens={}),
        lambda made: _fact_reply(made, shown, len(found), registry, facts),
        results=results,
        facts=tuple(fact_item(fact, facts) for fact in numeric),
        warnings=tuple(
            f"{entry.id}: {told(entry.verdict)}. {tr(entry.correction)}"
            for entry in shown
            if entry.correction is not None
        ),
    )


def _fact_reply(
    answer: Answer,
    shown: list[Fact | Statement],
    total: int,
    registry: Registry,
    facts: Facts,
) -> Reply:
    cited = dict.fromkeys(cite(entry, facts) for entry in shown)
    numbers = {source: number for number, source in enumerate(cited, 1)}
    standings = [_standing(entry, numbers[cite(entry, facts)], facts) for entry in shown]
    if total == 1:
        headline, lines = describe(shown[0], registry, facts), standings
    else:
        headline = ntr("{number} fact", "{number} facts", total).format(number=total)
        if total > len(shown):
            first = tr("{facts}, the first {number} of them")
            headline = first.format(facts=headline, number=len(shown))
        described = (describe(entry, registry, facts) for entry in shown)
        lines = [f"{each} ({rest})" for each, rest in zip(described, standings, strict=True)]
    return Reply(
        headline=headline,
        lead="\n".join(lines),
        beware=answer.warnings,
        sources=tuple(numbers),
        corrects=bool(answer.warnings),
    )


def _standing(entry: Fact | Statement, number: int, facts: Facts) -> str:
    """Who says it, when, how it is meant, and the note that belongs to it."""
    as_of = tr("as of {date}").format(date=dated(entry.as_of))
    standing = loaded(entry) or tr(facts.standing(entry))
    parts = [entry.id, as_of, f"{standing} [{number}]"]
    if isinstance(entry, Fact):
        parts.insert(1, tr(entry.qualifier))
        parts += [tr(entry.scope)] if entry.scope else []
    if entry.speaker:
        parts.append(tr("said by {speaker}").format(speaker=tr(entry.speaker)))
    if entry.verdict and entry.verdict is not Verdict.OK:
        parts.append(tr("verdict: {verdict}").format(verdict=tr(entry.verdict)))
    note = f". {tr(entry.note)}" if entry.note else ""
    return f"{', '.join(parts)}{note}"


def _suggest(engine: Engine, option: str, text: str) -> Iterator[Choice]:  # noqa: ARG001
    """Facts to propose: each in words, with its id."""
    registry, facts = engine.registry, engine.facts
    words = {
        f"{tr(facts.subjects[fact.subject].name)}: "
        f"{tr(registry.quantities[fact.quantity].words)}": fact.id
        for fact in reversed(facts.all)
    }
    for each in nearest(text, words, MOST_CHOICES) if text else tuple(words)[:MOST_CHOICES]:
        yield each, words[each]


page = Page(
    name="fact",
    options=("name",),
    example="/fact name:h100 device_power",
    answer=_fact,
    suggest=_suggest,
)
