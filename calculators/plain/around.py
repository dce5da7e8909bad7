"""Around: what stands around the figures of a text and says what they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from calculators.grammar import any_of, words
from calculators.plain.figure import Figure
from calculators.plain.named import thing_of
from calculators.quantity import Scope
from calculators.sentences.periods import find_period
from facts import Facts
from facts.units import Unit, unit

ACCELERATOR, RACK = unit("accelerator"), unit("rack")
HOSTS = (RACK, unit("server"))
MILLION = 1e6
NEAR = 3
"""Words between a time and what is counted in it: "every day we lose 40 GPUs"."""
_TIMES = re.compile(r"\s?[x×]\s?")
_OUT_OF = re.compile(rf"(?<!\w)(?:{any_of(words('part_of'))})\s$", re.IGNORECASE)
_OF_THEM = re.compile(rf"\s(?:{any_of(words('of_them'))})(?!\w)", re.IGNORECASE)
_ENDS = re.compile(r"[,.;:?!]\s")


class Spoken(NamedTuple):
    """The units of what a text speaks of: that which is asked for, and the only one named."""

    asked: Unit | None
    only: Unit | None


def explained(figures: Sequence[Figure], text: str, spoken: Spoken, facts: Facts) -> list[Figure]:
    """The figures with what their neighbours say."""
    found = [_in_time(each, before, text) for before, each in pairwise([None, *figures]) if each]
    found = [_of_racks(each, facts) for each in found]
    for at, (one, other) in enumerate(pairwise(found)):
        if one.unit is None and _TIMES.fullmatch(text[one.end : other.start]):
            found[at], found[at + 1] = _so_many(one, other)
        elif one.unit is None and other.is_money and not _is_price(other) and _is_large(one):
            found[at] = one._replace(unit=other.unit)
    found = [_of_them(each, text, spoken) for each in found]
    return [_of_hosts(each, before, text) for before, each in pairwise([None, *found]) if each]


def _in_time(figure: Figure, before: Figure | None, text: str) -> Figure:
    """A count in the time beside it: "every day we lose 40 GPUs", "40 GPUs swapped daily"."""
    if not _may_be_rate(figure):
        return figure
    clause = _ENDS.split(text[figure.end :])[0]
    period = find_period(clause) if figure.hours else None
    between = clause[: period.start] if period else ""
    if period is None and not figure.hours:
        clause = _ENDS.split(text[before.end if before else 0 : figure.start])[-1]
        period = find_period(clause)
        between = clause[period.start + len(period.said) :] if period else ""
    said = between.casefold().split()
    each = period is not None and period.said.casefold() in words("every_time")
    if period is None or not each or len(said) > NEAR:
        return figure  # "how much a day do 4 cards use" is no rate of cards
    return figure._replace(hours=period.of.factor, adjacent=True)


def _may_be_rate(figure: Figure) -> bool:
    """Whether a figure may count accelerators that come or go."""
    return _is_whole(figure) and not figure.is_price and figure.unit in (None, ACCELERATOR)


def _is_whole(figure: Figure) -> bool:
    """Whether a figure may be a number of things: no PUE of 1.2."""
    size = figure.value.value
    return size > 1 and size == int(size) and figure.ways is None


def _of_racks(figure: Figure, facts: Facts) -> Figure:
    """Racks of a server are the system that such racks are: "24 racks of DGX H100"."""
    if figure.unit != RACK or figure.counts is None or thing_of(figure.counts, facts) == RACK:
        return figure
    rack = facts.names.get(f"{figure.counts.replace('-', ' ')} rack")
    return figure._replace(counts=rack) if rack else figure


def _so_many(count: Figure, each: Figure) -> tuple[Figure, Figure]:
    """A number and what each of so many has: "4 x 100 Gbit/s" are of four links."""
    if each.unit is None or dict(each.unit.dimension) != {"B": 1, "h": -1}:
        return count, each
    link = unit("link")
    return count._replace(unit=link), each._replace(unit=each.unit.per(link))


def _of_hosts(figure: Figure, before: Figure | None, text: str) -> Figure:
    """A power that racks or servers have, which is no facility's: "24 racks draw 960 kW"."""
    hosts = before is not None and before.unit in HOSTS
    power = figure.unit is not None and {*figure.unit.dimension} == {"Wh", "h"}
    if before is None or not hosts or not power or figure.counts:
        return figure
    between = text[before.end : figure.start]
    near = len(between.split()) <= NEAR and not _ENDS.search(between)
    return figure._replace(scope=Scope.IT) if near else figure


def _is_price(figure: Figure) -> bool:
    return figure.is_price or figure.unit is None or len(figure.unit.dimension) > 1


def _is_large(figure: Figure) -> bool:
    """Whether a number is of millions, in words: "45 billion now, 24 billion dollars before"."""
    return figure.value.value >= MILLION and any(map(str.isalpha, figure.text))


def _of_them(figure: Figure, text: str, spoken: Spoken) -> Figure:
    """A number of what is spoken of: "how many H100s out of 16,384", "100,000 of them"."""
    if figure.unit is not None or not _is_whole(figure):
        return figure
    if spoken.asked and _OUT_OF.search(text[: figure.start]):
        return figure._replace(unit=spoken.asked)
    return figure._replace(unit=spoken.only if _OF_THEM.match(text, figure.end) else None)
