"""Parts: figures that are of another one, "20 of 30,000 cards", "512 servers, how much is one"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from calculators.grammar import any_of, words
from calculators.plain.figure import Figure

_OF = re.compile(rf"\s(?:\w+\s)?(?:{any_of(words('part_of'))})\s(?:\w+\s)?", re.IGNORECASE)


def parts_of(figures: Sequence[Figure], text: str) -> list[Figure]:
    """The figures, of which a part counts the same as the whole behind it, in the whole's time."""
    found = list(figures)
    for at, (part, whole) in enumerate(pairwise(figures)):
        between = text[part.end : whole.start]
        one = part.unit is None or whole.unit is None
        if not one or not (part.is_count or whole.is_count) or not _OF.fullmatch(between):
            continue
        unit, hours = whole.unit or part.unit, whole.hours or part.hours
        found[at] = part._replace(unit=unit, hours=hours, adjacent=hours is not None)
        found[at + 1] = whole._replace(unit=unit, hours=None, adjacent=False)
    return found


def is_one_of(figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether a figure only says that one is meant of what another counts."""
    return figure.is_one and any(figure.is_like(other) for other in figures if not other.is_one)
