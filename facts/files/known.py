"""What a moderator's file is held against: curated facts, quantities, and what the server holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from facts.checks import Possible
from facts.library import Facts
from facts.loaded import OURS, Entry, LoadedFact, LoadedSubject
from facts.schema import Fact, Subject
from facts.units import Dimension, UnknownUnit, unit

Plausible = Callable[[str], tuple[float, float]]
"""The plausible range of a quantity in base units; without end where there is none."""


@dataclass(frozen=True)
class Known:
    """The curated facts, and what the registry of quantities says of each."""

    facts: Facts
    quantities: Mapping[str, Dimension]
    possible: Possible
    plausible: Plausible

    def curated(self, fact: LoadedFact) -> Fact | None:
        """The curated fact that a loaded one takes the place of."""
        if fact.subject == OURS:
            return self.facts.defaults.get(fact.quantity)
        return self.facts.inputs.get(fact.subject, {}).get(fact.quantity)


def names_of(key: str, subject: Subject) -> Iterator[str]:
    """What a subject can be called, folded."""
    yield from {name.casefold() for name in (key, subject.name, *subject.aliases)}


def named(known: Known, held: Mapping[str, Entry]) -> dict[str, str]:
    """Every name of a curated subject or of one that the server holds, to its id."""
    names = {**known.facts.names, OURS: OURS}
    for entry in held.values():
        if isinstance(entry, LoadedSubject):
            names.update(dict.fromkeys(names_of(entry.id, entry.subject), entry.id))
    return names


def middle(fact: LoadedFact | Fact) -> float | None:
    """A fact's figure in base units, or the middle of its range, to compare it by."""
    try:
        factor = unit(fact.unit).factor
    except UnknownUnit:
        return None
    if fact.value is not None:
        return fact.value * factor
    if fact.low is None or fact.high is None:
        return None
    return (fact.low + fact.high) / 2 * factor
