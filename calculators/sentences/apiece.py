"""Apiece: whether a figure is one for each of something, and of what.

"700 W each", "$30,000 per H100", "each home uses …", "14 generators of 2.5 MW".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from calculators.grammar import any_of, units, words
from calculators.registry import Registry
from calculators.typical import Bare, meanings, over
from facts.units import Unit, known_spellings, unit

THINGS = ("accelerator", "server", "rack", "home", "reactor", "link")
"""What figures are for each of."""

_EACH = re.compile(rf"(?<!\w)(?:{any_of(words('each'))})(?!\w)", re.IGNORECASE)
_PER = re.compile(rf"(?<!\w)(?:{any_of(words('per'))})\s|/\s?", re.IGNORECASE)
_ONE = re.compile(rf"(?<!\w)(?:{any_of(words('one'))})\s", re.IGNORECASE)
_WORD_BEGINS = re.compile(r"(?<![\w-])(?=\w)")
_GOES_ON = re.compile(r"[\w-]")
_MARK = re.compile("[,.;]")
_BESIDE = re.compile(rf"(?:\s[^\s,]+){{0,2}}\s(?:{any_of(words('beside'))})\s?", re.IGNORECASE)
_SHARED = re.compile(
    rf"(?<!\w)(?:(?:{any_of(words('each'))})(?:\s[^\W\d_]+){{0,2}}|{any_of(words('distributes'))})\s?$",
    re.IGNORECASE,
)
"""What stands before a figure that each of the things before it has: "homes, if each uses"."""
_WORD = re.compile(r"\s\w")


class Count(NamedTuple):
    """A figure that counts things: of what, and where it ends."""

    of: Unit
    end: int


@cache
def things() -> dict[str, Unit]:
    """How things that are counted are spelt."""
    found = {each.casefold(): unit(each) for each in known_spellings()}
    found.update({each: unit(name) for each, name in units().items()})
    wanted = [{thing: 1} for thing in THINGS]
    return {each: of for each, of in found.items() if dict(of.dimension) in wanted}


@cache
def _noun() -> re.Pattern[str]:
    """Any of them, as a whole word."""
    longest = sorted(things(), key=len, reverse=True)
    return re.compile(rf"(?:{any_of(longest)})(?![\w-])", re.IGNORECASE)


class Apiece:
    """Finds what the figures of one text are for each of.

    ``devices`` are the names that the text has for accelerators.
    """

    def __init__(self, text: str, registry: Registry, devices: Iterable[str]) -> None:
        self._text = text
        self._registry = registry
        self._devices = sorted(devices, key=len, reverse=True)

    def speaks_of(self, of: Unit) -> bool:
        """Whether the text has a word for such things."""
        every = self._things(_WORD_BEGINS, self._text, 0, len(self._text))
        return any(each.of.dimension == of.dimension for each in every)

    def each(self, bare: Bare, begins: int, tail: str, rest: str, counts: list[Count]) -> Bare:
        """A figure in the unit that says what it is for each of, if it is.

        ``tail`` follows its number and ``rest`` its unit; ``counts`` stand before it.
        """
        since = counts[-1].end if counts else 0
        after = self._things(_PER, tail, 0, len(tail))
        before = self._things(_ONE, self._text, since, begins)
        apart = (each for each in before if not _MARK.search(self._text, each.end, begins))
        said = next(after, None) or next(apart, None)
        if said:
            return self._over(bare, said.of)
        if _EACH.match(rest.lstrip()) or self._ends_with_each(tail):
            every = (each for each in self._nouns(begins, counts) if self._fits(over(bare, each)))
            return self._over(bare, next(every, unit("accelerator")))
        if _SHARED.search(self._text, since, begins):
            every = (each for each in self._nouns(begins, counts) if self._fits(over(bare, each)))
            shared = next(every, None)
            if shared is not None:
                return self._over(bare, shared)
        between = self._text[since:begins]
        linked = counts and dict(counts[-1].of.dimension) == {"link": 1} and not between.strip()
        if linked or (counts and _BESIDE.fullmatch(between)):
            apiece = self._over(bare, counts[-1].of)
            return apiece if self._fits(apiece) else bare
        return bare

    @staticmethod
    def _ends_with_each(tail: str) -> bool:
        """Whether an "each" has nothing behind it that it could belong to."""
        return any(not _WORD.match(tail, found.end()) for found in _EACH.finditer(tail))

    @staticmethod
    def _over(bare: Bare, of: Unit) -> Bare:
        counted = next(iter(of.dimension))
        return bare if counted in bare.unit.dimension else over(bare, of)

    def _nouns(self, begins: int, counts: list[Count]) -> Iterator[Unit]:
        """The things that "each" may mean: those counted, then those named, the nearest first."""
        yield from (each.of for each in reversed(counts))
        named = list(self._things(_WORD_BEGINS, self._text, 0, begins))
        yield from (each.of for each in reversed(named))

    def _things(self, before: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Count]:
        """The things that stand right behind something in a part of a text."""
        last = start
        for match in before.finditer(text, start, end):
            thing = self._thing(text, match.end(), end) if match.start() >= last else None
            if thing:
                last = thing.end
                yield thing

    def _thing(self, text: str, at: int, end: int) -> Count | None:
        """The thing that stands at a place, by the longest name that it has."""
        for each in self._devices:
            last = at + len(each)
            same = text[at : min(last, end)].casefold() == each.casefold()
            if same and not _GOES_ON.match(text, last, end):
                return Count(unit("accelerator"), last)
        found = _noun().match(text, at, end)
        return Count(things()[found[0].casefold()], found.end()) if found else None

    def _fits(self, bare: Bare) -> bool:
        """Whether some quantity has such figures: 125 kW for each rack, but not 150 MW."""
        return any(
            quantity.plausible and quantity.is_plausible(each.value.value)
            for each in (bare, over(bare, unit("year")))
            for quantity in meanings(each.unit, self._registry)
        )
