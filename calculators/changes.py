"""Changes of what a server holds, told: entries, what becomes of them, what one may doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from calculators.language import dated, signed, tr
from calculators.loading import doubt_told
from calculators.pages.fact import qualified
from calculators.registry import Registry
from calculators.reply import Section
from facts.files import Change, Comparison, Doubt
from facts.inert import inert
from facts.loaded import Entry, LoadedFact
from facts.problems import shown_figure
from facts.schema import Fact

NEAR = (0.5, 2.0)
"""Between these a change is told in percent, beyond them as a factor."""


def entry_told(entry: Entry, registry: Registry) -> str:
    """An entry on one line: what it is about, its figure or name, and where that is from."""
    if not isinstance(entry, LoadedFact):
        kind = tr(entry.subject.kind.value)
        return f"{entry.id}: {inert(entry.subject.name)}, {kind}"
    parts = [about(entry.key), figure_told(entry, registry)]
    return f"{': '.join(parts)} ({standing_told(entry)})"


def about(key: str) -> str:
    """What a key is about: ``h100/device_power``, or the id of a subject."""
    return key.partition(":")[2]


def figure_told(fact: LoadedFact | Fact, registry: Registry) -> str:
    """The figure of a fact with its unit and how it is meant."""
    quantity = registry.quantities.get(fact.quantity)
    if quantity is None:  # the program has changed since it was loaded
        figures = (each for each in (fact.value, fact.low, fact.high) if each is not None)
        return signed(", ".join(shown_figure(each, inert(fact.unit)) for each in figures))
    return inert(qualified(fact, quantity))


def standing_told(fact: LoadedFact) -> str:
    """When a figure held, and who says so."""
    return ", ".join((tr("as of {date}").format(date=dated(fact.as_of)), inert(fact.source)))


def change_told(change: Change, registry: Registry) -> str:
    """What becomes of an entry: old → new, by how much, and which other fields differ."""
    old, new = change.old, change.new
    told = about(change.key)
    if isinstance(old, LoadedFact) and isinstance(new, LoadedFact):
        before, after = figure_told(old, registry), figure_told(new, registry)
        if before != after:
            by = _by(change.factor)
            told = f"{told}: {before} → {after}{f' ({by})' if by else ''}"
    others = [each for each in change.fields if each not in {"value", "low", "high", "unit"}]
    if others:
        fields = tr("also changed: {fields}").format(fields=", ".join(others))
        told = f"{told}; {fields}"
    return told


def _by(factor: float | None) -> str:
    if factor is None or factor == 1:
        return ""
    if NEAR[0] <= factor <= NEAR[1]:
        return signed(f"{(factor - 1) * 100:+.3g}%").replace("-", "−")
    return signed(f"×{factor:.3g}")


def sections(comparison: Comparison, doubts: Iterable[Doubt], registry: Registry) -> list[Section]:
    """What would be added, changed and removed, and what is doubtful, each under its heading."""
    added = [entry_told(each, registry) for each in comparison.added.values()]
    changed = [change_told(each, registry) for each in comparison.changed.values()]
    removed = [entry_told(each, registry) for each in comparison.removed.values()]
    every = (
        (tr("Added ({number})"), added),
        (tr("Changed ({number})"), changed),
        (tr("Removed ({number})"), removed),
        (tr("Look again ({number})"), [doubt_told(each) for each in doubts]),
    )
    return [_counted(heading, lines) for heading, lines in every if lines]


def _counted(heading: str, lines: Sequence[str]) -> Section:
    return Section(heading.format(number=signed(f"{len(lines):,}")), tuple(lines))


def first(every: Iterable[Section], most: int) -> Iterator[Section]:
    """The first lines of each section, and how many more there are."""
    for each in every:
        rest = len(each.lines) - most
        if rest <= 0:
            yield each
            continue
        line = tr("… and {number} more").format(number=signed(f"{rest:,}"))
        people = (*each.people[:most], 0) if each.people else ()
        yield each._replace(lines=(*each.lines[:most], line), people=people)
