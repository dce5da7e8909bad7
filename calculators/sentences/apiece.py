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
_PER = rf"(?:(?<!\w)(?:{any_of(words('per'))})\s|/\s?)"
_ONE = rf"(?<!\w)(?:{any_of(words('one'))})\s"
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


class Apiece:
    """Finds what the figures of one text are for each of.

    ``devices`` are the names that the text has for accelerators.
    """

    def __init__(self, text: str, registry: Registry, devices: Iterable[str]) -> None:
        self._text = text
        self._registry = registry
        self._of = {**things(), **{each.casefold(): unit("accelerator") for each in devices}}
        thing = any_of(sorted(self._of, key=len, reverse=True))
        self._noun = re.compile(rf"(?<![\w-])(?:{thing})(?![\w-])", re.IGNORECASE)
        self._after = re.compile(rf"{_PER}(?P<thing>{thing})(?![\w-])", re.IGNORECASE)
        self._before = re.compile(rf"{_ONE}(?P<thing>{thing})(?![\w-])[^,.;]*$", re.IGNORECASE)

    def speaks_of(self, of: Unit) -> bool:
        """Whether the text has a word for such things."""
        said = self._noun.finditer(self._text)
        return any(self._of[each[0].casefold()].dimension == of.dimension for each in said)

    def each(self, bare: Bare, begins: int, tail: str, rest: str, counts: list[Count]) -> Bare:
        """A figure in the unit that says what it is for each of, if it is.

        ``tail`` follows its number and ``rest`` its unit; ``counts`` stand before it.
        """
        since = counts[-1].end if counts else 0
        said = self._after.search(tail) or self._before.search(self._text, since, begins)
        if said:
            return self._over(bare, self._of[said["thing"].casefold()])
        if _EACH.match(rest.lstrip()) or self._ends_with_each(tail):
            every = (each for each in self._nouns(begins, counts) if self._fits(over(bare, each)))
            return self._over(bare, next(every, unit("accelerator")))
        if _SHARED.search(self._text, since, begins):
            every = (each for each in self._nouns(begins, counts) if self._fits(over(bare, each)))
            shared = next(every, None)
            if shared is not None:
                return self._over(bare, shared)
        if counts and _BESIDE.fullmatch(self._text[since:begins]):
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
        for said in reversed(list(self._noun.finditer(self._text, 0, begins))):
            yield self._of[said[0].casefold()]

    def _fits(self, bare: Bare) -> bool:
        """Whether some quantity has such figures: 125 kW for each rack, but not 150 MW."""
        return any(
            quantity.plausible and quantity.is_plausible(each.value.value)
            for each in (bare, over(bare, unit("year")))
            for quantity in meanings(each.unit, self._registry)
        )
