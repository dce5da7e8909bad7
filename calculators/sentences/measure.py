"""Measures: a number and the words behind it in, what it measures out.

The unit, or the name of what is counted, stands a few words behind its number at most: "34 million
average American homes".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from calculators.grammar import any_of, units, words
from calculators.numbers import Figure
from calculators.sentences.apiece import THINGS
from calculators.sentences.clauses import is_bounded
from calculators.sentences.figures import Found, scale_of
from calculators.sentences.periods import Period, find_period
from calculators.typical import Bare, read_bare
from calculators.value import Value, qualified
from facts import Facts, Qualifier
from facts.units import Unit, known_spellings, unit

MOST_WORDS = 4
"""A unit or a name has no more words, and no more stand between it and its number."""
CURRENCIES = {"$": "USD", "€": "EUR"}
MONEY = ("USD", "EUR", "PLN")

COUNTED = (*THINGS, "parameter", "token")

_SPANNED = ({"h": 1}, {"link": 1})
_MORE = re.compile(
    rf"\s?(?:\+|(?:{any_of(words('or_more'))}|(?P<less>{any_of(words('or_less'))}))(?!\w))",
    re.IGNORECASE,
)
_UNCLEAR = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
_BETWEEN = re.compile(r"[^\W\d_][\w'’-]*\.?")
_DIVIDED = re.compile(r"(\s+per\s+|\s*/\s*)")


class Read(NamedTuple):
    """A number with what it measures, as it is said; ``end`` is where that ends in its text.

    ``before`` words stand between the number and its unit; ``tail`` follows the number and ``rest``
    the unit. A ``period`` that is ``adjacent`` stands next to the unit.
    """

    bare: Bare
    said: str
    end: int
    before: int
    tail: str
    rest: str
    period: Period | None
    adjacent: bool
    is_unclear: bool


def read_measure(text: str, found: Found, facts: Facts) -> Read | None:
    """What the first unit or name that follows a number makes of it."""
    tail, period = found.tail, find_period(found.tail)
    more = _MORE.match(tail)
    behind = tail[more.end() :] if more else tail
    plain = behind.replace(period.said, "", 1) if period else behind
    read = _measured(found.figure(), plain, found.currency, facts)
    if read is None:
        return None
    bare, used, before = read
    end = _end(tail, used)
    adjacent = period is not None and not tail[end : period.start].strip(" .")
    if adjacent and period:
        end = max(end, period.start + len(period.said))
    after = _MORE.match(tail[end:])
    bound = _bound(more or after, bare.value)
    start = found.start
    spans = found.word.casefold() in words("spanning") and bare.unit.dimension in _SPANNED
    if spans and not is_bounded(text[: found.start]):
        bound, start = qualified(bare.value.value, Qualifier.EXACTLY), found.place
    end += after.end() if after else 0
    return Read(
        bare=bare._replace(value=bound),
        said=text[start : found.end + end].strip(),
        end=found.end + end,
        before=before,
        tail=tail,
        rest=tail[end:],
        period=period,
        adjacent=adjacent,
        is_unclear=_is_unclear(found, bare.unit, used),
    )


def _bound(said: re.Match[str] | None, value: Value) -> Value:
    """A figure with the bound that stands behind it: "100 or more"."""
    if said is None:
        return value
    bound = Qualifier.AT_MOST if said["less"] else Qualifier.AT_LEAST
    return qualified(value.value, bound)


def _is_unclear(found: Found, measure: Unit, used: str) -> bool:
    """Whether a dot between groups of three may be a thousand: where things or money are counted.

    1.268 MW are a decimal, and so are 1.268 million.
    """
    counted = set(measure.dimension) <= {*COUNTED, *MONEY}
    return bool(_UNCLEAR.fullmatch(found.number)) and counted and scale_of(used) == 1


def _end(tail: str, used: str) -> int:
    """Where in ``tail`` the words end that gave the unit."""
    end = 0
    for word in used.split():
        end = tail.index(word, end) + len(word)
    return end


def _measured(
    figure: Figure, tail: str, currency: str, facts: Facts
) -> tuple[Bare, str, int] | None:
    """The measure, the words of ``tail`` that gave it, and how many stand before the unit."""
    said = [each.strip(".,'\"”„“»() ") for each in tail.split()]
    scale = said[:1] if scale_of(tail) != 1 else []
    money = [CURRENCIES[currency]] if currency else []
    said[len(scale) : len(scale)] = money
    for leading in ([], scale) if scale else ([],):
        rest = said[len(leading) :]
        most = 1 if (scale and not leading) or money else MOST_WORDS
        for start, spelt in _phrases(rest, most, apart=tail[:1] == " "):
            text = " ".join((*leading, spelling(" ".join(spelt))))
            bare = read_bare(figure._replace(rest=text), facts)
            if bare is not None and not _is_flow(bare.unit) and not _is_ratio(bare.unit):
                used = [*leading, *rest[:start], *spelt]
                del used[len(scale) : len(scale) + len(money)]
                return bare, " ".join(used), start
    return None


def _phrases(rest: list[str], most: int, *, apart: bool) -> Iterator[tuple[int, list[str]]]:
    """What may be a unit: the nearest words first, and of these the most."""
    for start in range(min(most, len(rest))):
        if rest[start] in words("stops"):
            return
        for end in range(min(start + MOST_WORDS, len(rest)), start, -1):
            spelt = rest[start:end]
            whole = len(spelt) > 1 and " ".join(spelt[-2:]) in known_spellings()
            place = 0 if whole else start if len(spelt) == 1 else end - 1
            if _may_be_unit(spelt[-1], place, apart=apart):
                yield start, spelt
        if not _BETWEEN.fullmatch(rest[start]):
            return


def _may_be_unit(word: str, start: int, *, apart: bool) -> bool:
    """Whether a short word is a unit: "34 million homes w USA" has no watts, nor "2 a" years."""
    if len(word) > 1 or not word.islower():
        return True
    return start == 0 and not (apart and word in words("no_units"))


def spelling(text: str) -> str:
    """The unit as the table of units spells it: "a kWh" is "per kWh"."""
    joined = re.sub(r" (?:an?|za|na) ", " per ", text)
    parts = _DIVIDED.split(joined)
    return "".join(units().get(part.casefold(), part) for part in parts)


def _is_ratio(found: Unit) -> bool:
    """Whether a unit is divided by another of the same: "2 TWh na GJ" is no TWh per GJ."""
    return "/" in found.symbol and not found.dimension


def _is_flow(found: Unit) -> bool:
    """Whether energy over time was read: "370 GWh a year" are an energy and a year."""
    energy = "Wh" in found.symbol and "/" in found.symbol
    return energy and dict(found.dimension) == dict(unit("W").dimension)
