"""Changes in; what a moderator should look at again before they are confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from facts.files.known import Known, middle
from facts.loaded import Entry, LoadedFact
from facts.phrases import Phrase
from facts.problems import shown_figure
from facts.units import unit

FAR = 10.0
"""How many times a figure may differ from the curated one before that is said."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something odd about the entry under ``key``; it can be loaded all the same."""

    key: str
    field: str
    found: str
    expected: str


def doubts(
    changes: Mapping[str, Entry | None], known: Known, held: Mapping[str, Entry]
) -> tuple[Doubt, ...]:
    """What is odd about changes to what is held; the changes are of checked entries."""
    return tuple(each for key in changes for each in _of(key, changes[key], known, held))


def _of(key: str, entry: Entry | None, known: Known, held: Mapping[str, Entry]) -> Iterator[Doubt]:
    if entry is None and key not in held:
        expected = Phrase("something that this server has loaded")
        yield Doubt(key, "remove", Phrase("nothing to take away"), expected)
    if isinstance(entry, LoadedFact):
        yield from _implausible(entry, known)
        yield from _far(entry, known)


def _implausible(fact: LoadedFact, known: Known) -> Iterator[Doubt]:
    factor = unit(fact.unit).factor
    low, high = known.plausible(fact.quantity)
    for field in ("value", "low", "high"):
        figure = getattr(fact, field)
        if figure is not None and not low <= figure * factor <= high:
            expected = Phrase(
                "from {low} to {high}, as is plausible for {quantity}",
                low=shown_figure(low / factor, fact.unit),
                high=shown_figure(high / factor, fact.unit),
                quantity=fact.quantity,
            )
            yield Doubt(fact.key, field, shown_figure(figure, fact.unit), expected)


def _far(fact: LoadedFact, known: Known) -> Iterator[Doubt]:
    curated = known.curated(fact)
    theirs, ours = middle(curated) if curated else None, middle(fact)
    if theirs and ours and not 1 / FAR <= ours / theirs <= FAR:
        factor = unit(fact.unit).factor
        expected = Phrase(
            "something nearer to {curated}, the curated figure, of which it is {times} times",
            curated=shown_figure(theirs / factor, fact.unit),
            times=f"{ours / theirs:.3g}",
        )
        yield Doubt(fact.key, "value", shown_figure(ours / factor, fact.unit), expected)
