"""Sentences: the figures that a text states, and the quantities that each may stand for.

"100,000 H100s use 370 GWh a year" in; two figures, the H100 and a duration out. Nothing is
guessed from grammar: a figure is a number with what follows it, and its unit tells what it can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from calculators.numbers import PLAIN_NUMBER, QUALIFIERS, Figure, normal, read_figure, split_scale
from calculators.quantity import Quantity
from calculators.registry import Registry
from calculators.typical import Bare, meanings, read_bare
from calculators.value import Value, qualified
from facts import Facts, Kind
from facts.units import Unit, unit

MOST_FIGURES = 6
MOST_WORDS = 4
"""A unit or a name has no more words, and no more stand between it and its number."""
NEAR = 16
"""Characters that may stand between a share and the word that says of what it is one."""
ACCELERATOR = "accelerator"

_CURRENCIES = {"$": "USD", "€": "EUR"}
_THING = "gpu|accelerator|chip|device|processor"
_PER = r"(?:per|an?|each|every|/)\s?"
_TEN = re.compile(r"(?<![*x×0-9] )(?<![*x×0-9])\b10\^([0-9]{1,2})\b")
"""A power of ten without a factor, 10^5; with one it is read as a number already."""
_FIGURE = re.compile(
    rf"(?<![\w.,^/])(?<![A-Za-z]-)(?:(?P<word>{QUALIFIERS})\s*)?(?P<money>[$€]?)(?P<number>{PLAIN_NUMBER})",
    re.IGNORECASE,
)
_END = re.compile(r"[;:()!?]|,\s|\.\s|\.$|,$")
_PER_TIME = re.compile(rf"\b{_PER}(year|month|day|hour)\b|\b(?:annual|year)ly\b", re.IGNORECASE)
_AFTER = {
    ACCELERATOR: re.compile(rf"\beach\b(?! \w)|\bapiece\b|\b{_PER}(?:{_THING})\b", re.IGNORECASE),
    "home": re.compile(rf"\b{_PER}(?:home|household)\b", re.IGNORECASE),
}
"""What follows a figure that is one for each of something."""
_BEFORE = {
    ACCELERATOR: re.compile(rf"\b(?:an?|one|each|every) (?:{_THING})\b[^,.;]*$", re.IGNORECASE),
    "home": re.compile(r"\b(?:an?|one|each|every) (?:home|household)\b[^,.;]*$", re.IGNORECASE),
}
"""What stands before one: "each GPU uses …"."""
_OF = re.compile(r"(?:\s[^\s,]+){0,2}\s(?:of|at|with)\s?")
"""What stands between a count and a figure for each: "14 generators of 2.5 MW"."""
_THINGS = re.compile(rf"\b(?:{_THING})s?\b", re.IGNORECASE)
_RANGE = re.compile(r"\s?(?P<scale>[A-Za-z]+\.?)?\s?(?P<sign>[-–—]|\bto\b|\band\b)\s?")
_UNCLEAR = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
"""A dot between groups of three digits is a thousand here and a decimal there."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


class Mention(NamedTuple):
    """A figure of a sentence: as it is said, in base units, and the quantities it may be."""

    text: str
    value: Value
    meanings: tuple[str, ...]


class Sentence(NamedTuple):
    """What a sentence states. ``hours`` is the time that its energy is for, if it says so."""

    mentions: tuple[Mention, ...]
    subjects: dict[Kind, str]
    hours: float | None
    unread: tuple[str, ...]


def read_sentence(text: str, registry: Registry, facts: Facts) -> Sentence:
    """Find the figures of a sentence.

    Raises:
        Refused: a figure that is too long to be one.
    """
    reader = _Reader(_TEN.sub(r"1e\1", normal(text)), registry, facts)
    return reader.read()


def sayable(found: Unit, registry: Registry) -> tuple[str, ...]:
    """The quantities that a figure in this unit may be in a sentence, the likeliest first.

    Of many in one unit, those that answers begin with; else all of them.
    """
    every = tuple(meanings(found, registry))
    answered = registry.answered
    told = [each for each in every if each.typical or (each.base or each.name) in answered]
    return tuple(each.name for each in told or every)


class _Reader:
    """Reads one sentence, figure by figure."""

    def __init__(self, text: str, registry: Registry, facts: Facts) -> None:
        self._text = text
        self._registry = registry
        self._facts = facts
        self._subjects: dict[Kind, str] = {}
        self._mentions: list[Mention] = []
        self._unread: list[tuple[str, float | None]] = []
        self._hours: float | None = None

    def read(self) -> Sentence:
        """Everything that the sentence states."""
        names = self._name_subjects()
        matches = [each for each in _FIGURE.finditer(self._text) if not _inside(each, names)]
        start: re.Match[str] | None = None
        for match, following in zip(matches, [*matches[1:], None], strict=False):
            tail = self._text[match.end() : following.start() if following else None]
            if following and start is None and self._joins(match, tail):
                start = match
                continue
            end = _END.search(tail)
            self._read_figure(match, tail[: end.start()] if end else tail, start)
            start = None
        self._count()
        return Sentence(
            tuple(self._mentions[:MOST_FIGURES]),
            self._subjects,
            self._hours,
            tuple(text for text, _ in self._unread),
        )

    def _read_figure(
        self, match: re.Match[str], tail: str, start: re.Match[str] | None = None
    ) -> None:
        """One figure, or with ``start`` a range of which it is the end."""
        if _UNCLEAR.fullmatch(match["number"]) or tail[:1] in ("^", "*"):
            self._unread.append((match[0].strip(), None))
            return
        figure = read_figure(f"{match['word'] or ''} {match['number']}", "statement", "", "370 GWh")
        if match["money"]:
            scale = _scale(tail.split())
            tail = " ".join((*scale, _CURRENCIES[match["money"]], *tail.split()[len(scale) :]))
        per_time = _PER_TIME.search(tail)
        plain = tail.replace(per_time[0], "", 1) if per_time else tail
        read = _with_unit(figure, plain, self._facts)
        if read is None or not read[0].unit.dimension:
            self._read_share(figure, match, tail)
            return
        bare, used = read
        if start:
            gap = self._text[start.end() : match.start()]
            bare = bare._replace(value=_from(start, gap, bare.value.value, figure, tail))
        if bare.device:
            self._subjects.setdefault(Kind.DEVICE, bare.device)
        bare = self._for_each(bare, match, tail)
        adjacent = bool(per_time and used.startswith(tail[: per_time.start()].strip()))
        if per_time:
            bare = self._over_time(bare, per_time, adjacent=adjacent)
        if match["money"]:
            used = used.replace(_CURRENCIES[match["money"]], "").strip()
        said = f"{match[0]}{' ' * (tail[:1] == ' ' or bool(match['money']))}{used}".strip()
        said += f" {per_time[0]}" if per_time and adjacent else ""
        if start:
            said = self._text[start.start() : match.start()] + said
        self._add(said, bare.value, sayable(bare.unit, self._registry))

    def _joins(self, start: re.Match[str], gap: str) -> bool:
        """Whether a number and the next are the ends of a range: "25k to 40k"."""
        found = _RANGE.fullmatch(gap)
        if found is None or (found["scale"] and _scale_of(found["scale"]) == 1):
            return False
        return found["sign"] != "and" or self._text[: start.start()].casefold().endswith("between ")

    def _add(self, said: str, value: Value, names: tuple[str, ...]) -> None:
        if names:
            self._mentions.append(Mention(said.strip(), value, names))
        else:
            self._unread.append((said.strip(), None))

    def _for_each(self, bare: Bare, match: re.Match[str], tail: str) -> Bare:
        """A figure that is one for each accelerator or home, in the unit that says so."""
        for each, pattern in _AFTER.items():
            before = _BEFORE[each].search(self._text[: match.start()])
            if each not in bare.unit.dimension and (pattern.search(tail) or before):
                bare = _over(bare, unit(each))
        last = self._mentions[-1] if self._mentions else None
        between = self._text[: match.start()].rpartition(last.text)[2] if last else ""
        if last is None or not _OF.fullmatch(between):
            return bare
        counted = self._registry.quantities[last.meanings[0]]
        apiece = _over(bare, counted.of)
        return apiece if counted.noun and self._is_likely(apiece) else bare

    def _is_likely(self, bare: Bare) -> bool:
        """Whether some quantity has such figures: 125 kW for each rack, but not 150 MW."""
        every = meanings(bare.unit, self._registry)
        return any(each.plausible and each.is_plausible(bare.value.value) for each in every)

    def _over_time(self, bare: Bare, per_time: re.Match[str], *, adjacent: bool) -> Bare:
        """A rate, or else an amount with the time that it is for."""
        time = unit(per_time[1] or "year")
        rate = _over(bare, time)
        energy = dict(bare.unit.dimension) == dict(unit("Wh").dimension)
        if adjacent and not energy and sayable(rate.unit, self._registry):
            return rate
        self._hours = time.factor
        return bare

    def _read_share(self, figure: Figure, match: re.Match[str], tail: str) -> None:
        """A share or a ratio is what the words beside it name: "PUE of 1.08"."""
        percent = re.match(r"\s?(?:%|per ?cent\b)", tail)
        size = figure.size * (unit("%").factor if percent else 1.0)
        said = f"{match[0]}{percent[0] if percent else ''}"
        after = tail[percent.end() :] if percent else tail
        near = _distances(self._text[: match.start()], after, self._registry)
        named = min(near, key=lambda each: each[0], default=None)
        if named is not None:
            value = qualified(size, figure.qualifier)
            self._add(f"{named[1].words} {said}", value, (named[1].name,))
        elif percent or not _YEAR.fullmatch(match["number"]):
            self._unread.append((said.strip(), None if percent else size))

    def _name_subjects(self) -> list[tuple[int, int]]:
        """The subjects that the text names, one of each kind, longer names first; and where."""
        places: list[tuple[int, int]] = []
        folded, names = self._text.casefold(), self._facts.names
        for name in sorted(names, key=len, reverse=True):
            for match in re.finditer(rf"(?<![\w-]){re.escape(name)}s?(?![\w-])", folded):
                said = self._text[match.start() : match.start() + len(name)]
                if len(name) <= 3 and said != said.upper():
                    continue  # "us" is a word, "US" a region
                if not any(start < match.end() and match.start() < end for start, end in places):
                    places.append(match.span())
                    key = names[name]
                    self._subjects.setdefault(self._facts.subjects[key].kind, key)
        return places

    def _count(self) -> None:
        """Accelerators that are counted without a unit: "an H100", "so 100,000 use 370 GWh"."""
        if any("gpus" in each.meanings for each in self._mentions):
            return
        for said, size in self._unread:
            spoken_of = Kind.DEVICE in self._subjects or _THINGS.search(self._text)
            if size and size >= 2 and size == int(size) and spoken_of:
                self._unread.remove((said, size))
                self._mentions.insert(0, Mention(said, Value(size, size, size), ("gpus",)))
                return
        key = self._subjects.get(Kind.DEVICE)
        names = [re.escape(each) for each, of in self._facts.names.items() if of == key]
        one = rf"\b(?:an?|one|each|every|single) (?:{'|'.join(sorted(names, key=len)[::-1])})\b"
        match = re.search(one, self._text, re.IGNORECASE) if names else None
        if match:
            self._mentions.insert(0, Mention(match[0], Value(1.0, 1.0, 1.0), ("gpus",)))


def _from(start: re.Match[str], gap: str, end: float, figure: Figure, tail: str) -> Value:
    """A range that ends with ``end``; the scale and unit behind it hold for its start too."""
    factor = end / figure.size
    if _scale_of(gap) != 1:
        factor *= _scale_of(gap) / _scale_of(tail)
    low = read_figure(start["number"], "statement", "", "370 GWh").size * factor
    return Value((low + end) / 2, min(low, end), max(low, end))


def _scale_of(text: str) -> float:
    words = text.split()
    return split_scale(f"{words[0]} x")[0] if words else 1.0


def _scale(words: list[str]) -> list[str]:
    return words[:1] if words and split_scale(f"{words[0]} x")[0] != 1 else []


def _with_unit(figure: Figure, tail: str, facts: Facts) -> tuple[Bare, str] | None:
    """The figure with its unit, and the words that gave it: the first unit or name that follows."""
    words = [each.strip(".,'\"”") for each in tail.split()]
    scale = _scale(words)
    for leading in ([], scale) if scale else ([],):
        rest = words[len(leading) :]
        farthest = 1 if scale and not leading else min(MOST_WORDS, len(rest))
        for start in range(farthest):
            for end in range(min(start + MOST_WORDS, len(rest)), start, -1):
                spelt = _spelt(" ".join(rest[start:end]))
                bare = read_bare(figure._replace(rest=" ".join((*leading, spelt))), facts)
                if bare is not None and not _is_flow(bare.unit):
                    return bare, " ".join((*leading, *rest[:end]))
    return None


def _spelt(text: str) -> str:
    """Spell "a kWh" as "per kWh"."""
    return re.sub(r" an? ", " per ", text)


def _is_flow(found: Unit) -> bool:
    """Whether energy over time was read: "370 GWh a year" are an energy and a year."""
    energy = "Wh" in found.symbol and "/" in found.symbol
    return energy and dict(found.dimension) == dict(unit("W").dimension)


def _over(bare: Bare, by: Unit) -> Bare:
    low, high = (
        None if end is None else end / by.factor for end in (bare.value.low, bare.value.high)
    )
    value = bare.value._replace(value=bare.value.value / by.factor, low=low, high=high)
    return bare._replace(value=value, unit=bare.unit.per(by))


def _distances(before: str, after: str, registry: Registry) -> Iterator[tuple[int, Quantity]]:
    """How far from the figure each quantity without a unit is named."""
    before, after = (each.casefold().replace("utiliz", "utilis") for each in (before, after))
    for quantity in registry.quantities.values():
        if quantity.of.dimension or quantity.base:
            continue
        for name in _spellings(quantity):
            if name in before[-NEAR - len(name) :]:
                yield len(before) - before.rindex(name) - len(name), quantity
            if name in after[: NEAR + len(name)]:
                yield after.index(name), quantity


def _spellings(quantity: Quantity) -> set[str]:
    words, _, short = quantity.words.casefold().partition(" (")
    names = {quantity.name.replace("_", " "), words, short.removesuffix(")")}
    return {each for each in names if each}


def _inside(match: re.Match[str], places: list[tuple[int, int]]) -> bool:
    """Whether a number is part of a name: Llama 4."""
    start, end = match.span("number")
    return any(left < start and end <= right for left, right in places)
