"""Sentences: the figures that a text states, and the quantities that each may stand for.

"100,000 H100s use 370 GWh a year" in; two figures, the H100 and a duration out. Nothing is
guessed from grammar: a figure is a number with what follows it, and its unit tells what it can be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from calculators.grammar import any_of, words
from calculators.numbers import normal, refuse_unreadable
from calculators.registry import Registry
from calculators.sentences.apiece import THINGS, Apiece, Count
from calculators.sentences.clauses import breaks, is_denied, is_planned, year_of
from calculators.sentences.figures import Found, find_figures, span
from calculators.sentences.measure import Read, read_measure
from calculators.sentences.named import find_names, nearest_names, only
from calculators.sentences.periods import Period
from calculators.sentences.shares import Share, check_possible, find_share
from calculators.sentences.unsaid import uncounted, unspoken
from calculators.typical import Bare, meanings, over
from calculators.value import Value, qualified
from facts import Facts, Kind
from facts.units import Dimension, Unit, unit

MOST_FIGURES = 6
EXAMPLE = "/check statement:100,000 H100s use 370 GWh a year"
EQUIVALENTS = "h100_equivalents"
_EQUIVALENTS = re.compile(r"[\s-]?equivalent", re.IGNORECASE)
_TEN = re.compile(r"(?<![*x×0-9] )(?<![*x×0-9])\b10\^([0-9]{1,2})\b")
"""A power of ten without a factor, 10^5; with one it is read as a number already."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_PERCENT = re.compile(r"\s?(?:%|per ?cent\b|proc\.|procent\w*)", re.IGNORECASE)
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200d\ufeff]")
"""What pages put where a line may break, and what joins the parts of an emoji."""
_PINGS = re.compile(r"<(?:[@#][!&]?|a?:\w+:)[0-9]+>\s?")
"""How Discord writes the names of people, channels and emojis: not figures."""


class Mention(NamedTuple):
    """A figure of a sentence: as it is said, in base units, and the quantities it may be.

    ``part`` is the clause that it stands in, ``year`` the one it is said of, and ``subjects`` are
    those that it is about where the sentence names several of a kind.
    """

    text: str
    value: Value
    meanings: tuple[str, ...]
    place: tuple[int, int] = (0, 0)
    device: str = ""
    part: int = 0
    year: str = ""
    subjects: Mapping[Kind, str] = {}


class Sentence(NamedTuple):
    """What a sentence states. ``hours`` is the time that its energy is for, if it says so.

    ``subjects`` are those of whose kind it names no other; ``several`` are the other kinds.
    """

    mentions: tuple[Mention, ...]
    subjects: Mapping[Kind, str]
    several: frozenset[Kind]
    hours: float | None
    unread: tuple[str, ...]
    unspoken: frozenset[str]
    """Quantities that no figure is taken for."""
    denied: bool
    planned: bool


class _Unread(NamedTuple):
    """A figure that isn't known to measure anything; ``size``: the number, if it may count."""

    text: str
    place: tuple[int, int]
    size: float | None = None


def read_sentence(text: str, registry: Registry, facts: Facts) -> Sentence:
    """Find the figures of a sentence.

    Raises:
        Refused: a figure that is too long to be one, a share that can't be, strange characters.
    """
    plain = normal(_UNSEEN.sub("", _PINGS.sub("", text)))
    refuse_unreadable(plain, "statement", EXAMPLE)
    return _Reader(_TEN.sub(r"1e\1", plain), registry, facts).read()


def sayable(found: Unit, registry: Registry) -> tuple[str, ...]:
    """The quantities that a figure in this unit may be in a sentence, the likeliest first.

    Of many in one unit, those that answers begin with; else all of them. Watts are a rated power
    and watt-hours in a year are mean power, though both have one dimension.
    """
    every = tuple(meanings(found, registry))
    same = [each for each in every if ("Wh" in each.unit) == ("Wh" in found.symbol)]
    answered = registry.answered
    told = [each for each in every if each.typical or (each.base or each.name) in answered]
    if not told and dict(found.dimension).keys() & set(THINGS):
        told = same
    return tuple(each.name for each in told or every)


class _Reader:
    """Reads one sentence, figure by figure."""

    def __init__(self, text: str, registry: Registry, facts: Facts) -> None:
        self._text = text
        self._registry = registry
        self._facts = facts
        self._names = find_names(text, facts)
        devices = {text[each.start : each.end] for each in self._names if each.kind is Kind.DEVICE}
        self._apiece = Apiece(text, registry, devices)
        self._mentions: list[Mention] = []
        self._unread: list[_Unread] = []
        self._hours: float | None = None

    def read(self) -> Sentence:
        """Everything that the sentence states."""
        for found in find_figures(self._text, [(each.start, each.end) for each in self._names]):
            self._read_figure(found)
        self._count()
        places = [*(each.place for each in self._mentions), *(each.place for each in self._unread)]
        of_one = self._kinds() >= {Kind.COMPANY} and Kind.CLUSTER not in self._kinds()
        ends = breaks(self._text, of_one=of_one)
        mentions = [
            each._replace(
                part=sum(end < each.place[0] for end in ends),
                meanings=(*each.meanings, *self._installed(each)),
                year=year_of(self._text, each.place, places),
                subjects=nearest_names(self._names, each.place, places),
            )
            for each in self._mentions
        ]
        single = only(self._names)
        return Sentence(
            mentions=tuple(mentions[:MOST_FIGURES]),
            subjects=single,
            several=frozenset(self._kinds() - single.keys()),
            hours=self._hours,
            unread=tuple(each.text for each in self._unread),
            unspoken=unspoken(self._text, self._dimensions(), self._kinds(), self._registry),
            denied=is_denied(self._text),
            planned=is_planned(self._text),
        )

    def _installed(self, mention: Mention) -> tuple[str, ...]:
        """What power beside counted generators may be as well: not only what they give."""
        units = any(each.meanings[0] == "modules" for each in self._mentions)
        return ("installed_power",) if units and mention.meanings[0] == "power" else ()

    def _dimensions(self) -> list[Dimension]:
        return [self._registry.dimensions[each.meanings[0]] for each in self._mentions]

    def _kinds(self) -> set[Kind]:
        return {each.kind for each in self._names if not each.compared}

    def _read_figure(self, found: Found) -> None:
        share = find_share(self._text[: found.begins], found.tail, self._registry)
        read = None if found.is_glued else read_measure(self._text, found, self._facts)
        ahead = share is not None and share.ahead
        if found.is_glued or (read and read.is_unclear):
            self._leave(found)
        elif read is None or not read.bare.unit.dimension or (ahead and read.before):
            self._read_share(found, share)
        elif found.first and share and ahead:  # "a growth factor of 2 to 200,000 GPUs"
            self._read_share(found.first._replace(tail=""), share)
            self._add(found._replace(first=None), read)
        else:
            self._add(found, read)

    def _leave(self, found: Found, size: float | None = None) -> None:
        said = self._text[found.begins : found.end].strip()
        self._unread.append(_Unread(said, (found.begins, found.end), size))

    def _add(self, found: Found, read: Read) -> None:
        """A figure with a unit."""
        counts = [
            Count(self._registry.quantities[each.meanings[0]].of, each.place[1])
            for each in self._mentions
            if self._registry.quantities[each.meanings[0]].noun
        ]
        bare = read.bare._replace(value=span(found, self._text, read.bare.value))
        bare = self._apiece.each(bare, found.begins, read.tail, read.rest, counts)
        if read.period:
            bare = self._over_time(bare, read.period, adjacent=read.adjacent)
        elif dict(bare.unit.dimension) == dict(unit("Wh/home").dimension):
            bare = over(bare, unit("year"))  # people speak of what a home uses in a year
        self._mention(self._text[found.begins : found.start] + read.said, bare, found, read)

    def _mention(self, said: str, bare: Bare, found: Found, read: Read) -> None:
        said = said.strip()
        names = sayable(bare.unit, self._registry)
        if EQUIVALENTS in names:
            equivalents = _EQUIVALENTS.search(read.said) or _EQUIVALENTS.match(read.rest)
            names = tuple(each for each in names if (each == EQUIVALENTS) == bool(equivalents))
        place = (found.begins, read.end)
        if not names:
            self._unread.append(_Unread(said, place))
            return
        self._mentions.append(Mention(said, bare.value, names, place, bare.device or ""))

    def _over_time(self, bare: Bare, period: Period, *, adjacent: bool) -> Bare:
        """A rate, or else an amount with the time that it is for."""
        rate = over(bare, period.of)
        energy = dict(bare.unit.dimension) == dict(unit("Wh").dimension)
        if adjacent and not energy and sayable(rate.unit, self._registry):
            return rate
        rental = over(rate, unit("accelerator"))
        if adjacent and period.of.factor == 1 and self._is_rental(rental):
            return rental
        self._hours = period.of.factor
        return bare

    def _is_rental(self, rate: Bare) -> bool:
        """Whether money an hour is for one accelerator: of these is spoken and the size fits."""
        quantities = self._registry.quantities
        names = sayable(rate.unit, self._registry)
        fits = any(quantities[each].is_plausible(rate.value.value) for each in names)
        return fits and self._speaks_of_devices()

    def _speaks_of_devices(self) -> bool:
        return Kind.DEVICE in self._kinds() or self._apiece.speaks_of(unit("accelerator"))

    def _read_share(self, found: Found, share: Share | None) -> None:
        """A share or a ratio is what the words beside it name: "PUE of 1.08"."""
        percent = _PERCENT.match(found.tail)
        factor = unit("%").factor if percent else 1.0
        figure = found.figure()
        if percent:
            share = find_share(
                self._text[: found.begins], found.tail[percent.end() :], self._registry
            )
        if share is None:
            if percent or not _YEAR.fullmatch(found.number):
                self._leave(found, None if percent or found.first else figure.size)
            return
        value = span(found, self._text, qualified(figure.size * factor, figure.qualifier))
        said = f"{self._text[found.begins : found.end]}{percent[0] if percent else ''}".strip()
        for end in (value.low, value.high):
            if end is not None:
                check_possible(share.quantity, end, said)
        place = (found.begins, found.end + (percent.end() if percent else 0))
        said = f"{share.quantity.words} {said}"
        self._mentions.append(Mention(said, value, (share.quantity.name,), place))

    def _count(self) -> None:
        """Things that are counted without a unit: "an H100", "so 100,000 use 370 GWh"."""
        things = uncounted(self._dimensions(), devices=self._speaks_of_devices())
        for of in things:
            for each in self._unread:
                if each.size and each.size >= 2 and each.size == int(each.size):
                    self._unread.remove(each)
                    value = Value(each.size, each.size, each.size)
                    names = sayable(of, self._registry)[:1]
                    self._mentions.insert(0, Mention(each.text, value, names, each.place))
                    return
        devices = [
            self._text[each.start : each.end]
            for each in self._names
            if each.kind is Kind.DEVICE and not each.compared
        ]
        one = rf"(?<!\w)(?:{any_of(words('single'))})\s(?:{any_of(devices)})(?!\w)"
        match = re.search(one, self._text, re.IGNORECASE) if devices else None
        if match and unit("accelerator") in things:
            one_of = Mention(match[0], Value(1.0, 1.0, 1.0), ("gpus",), match.span())
            self._mentions.insert(0, one_of)
