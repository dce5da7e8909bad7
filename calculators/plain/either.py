"""Alternatives: names or figures with "or", "than" or "and" between them, and what they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise

from calculators.plain.figure import Figure
from calculators.plain.fit import times
from calculators.plain.named import Name
from calculators.plain.places import NEXT, Place, Places

PAIR = 2
SIMILAR = 10
"""Alternatives are no further from each other than so many times."""


def names_parted(names: Sequence[Name], places: Places) -> bool:
    """Whether a word for alternatives stands between two names of one kind."""
    return any(
        one.end <= start and end <= other.start and one.kind is other.kind
        for start, end in places.every("between")
        for one in names
        for other in names
    )


def joined(names: Sequence[Name], figures: Sequence[Figure], places: Places) -> bool:
    """Whether "and" is about all between two names of one kind, or two figures alike.

    "In Poland and in France", "at PUE 1.1 and at PUE 1.5"; of three or more none are sides.
    """
    if not places.has("both"):
        return False
    kinds = Counter(each.kind for each in names)
    pairs: list[tuple[Place, Place]] = [
        ((one.start, one.end), (other.start, other.end))
        for one, other in combinations(sorted(names, key=lambda each: each.start), 2)
        if one.kind is other.kind and one.key != other.key and kinds[one.kind] == PAIR
    ]
    pairs += [
        ((one.start, one.end), (other.start, other.end))
        for one, other in pairwise(figures)
        if one.is_like(other)
    ]
    return any(
        one[1] <= start
        and end <= other[0]
        and not places.text[one[1] : start].strip(" ,")
        and len(places.text[end : other[0]].split()) <= NEXT
        for start, end in places.every("both")
        for one, other in pairs
    )


def shared(figures: Sequence[Figure], places: Places, text: str) -> list[Figure]:
    """The figures, of which alternatives share the unit: "2.5 or 1.7 dollars an hour"."""
    found = list(figures)
    for at, (one, other) in enumerate(pairwise(figures)):
        if not _are_either(one, other, places, text):
            continue
        if other.unit is not None and _lacks(one, other):
            found[at] = _like(one, other)
        elif one.unit is not None and _lacks(other, one) and _is_similar(one, other):
            found[at + 1] = _like(other, one)
    return found


def _lacks(bare: Figure, whole: Figure) -> bool:
    """Whether a figure is a number alone, or money alone beside a price in the same."""
    if bare.unit is None or whole.unit is None:
        return bare.unit is None
    money = dict(bare.unit.dimension)
    return bare.is_money and len(money) == 1 and money.items() < whole.unit.dimension.items()


def _is_similar(whole: Figure, bare: Figure) -> bool:
    """Whether a number alone may go on from a figure: 5 from "2 years", but not 256 from "$3"."""
    size = whole.value.value / (whole.unit.factor if whole.unit else 1.0)
    return 1 / SIMILAR <= bare.value.value / size <= SIMILAR if size else False


def _like(bare: Figure, whole: Figure) -> Figure:
    """A figure in the unit of another."""
    factor = (whole.unit.factor if whole.unit else 1.0) / (bare.unit.factor if bare.unit else 1.0)
    alike = whole._replace(value=times(bare.value, factor), ways=None)
    return alike._replace(text=bare.text, start=bare.start, end=bare.end)


def is_within(key: str, figure: Figure, places: Places) -> bool:
    """Whether a phrase of a sort stands within what is written as a figure."""
    return any(figure.start <= start < end <= figure.end for start, end in places.every(key))


def figures_parted(figures: Sequence[Figure], places: Places, text: str) -> bool:
    """Whether a word for alternatives is all between two figures, or between two alike."""
    return any(_are_either(one, other, places, text) for one, other in pairwise(figures)) or any(
        one.start < start and end <= other.end and one.end <= other.start and one.is_like(other)
        for start, end in places.every("either")
        for at, one in enumerate(figures)
        for other in figures[at + 1 :]
    )


def _are_either(one: Figure, other: Figure, places: Places, text: str) -> bool:
    return any(
        one.end <= start
        and end <= other.start
        and not text[one.end : start].strip(" ,")
        and len(text[end : other.start].strip()) <= len("at")
        for start, end in places.every("either")
    )
