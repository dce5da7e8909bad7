"""Asked for: the unit that an answer is wanted in, or of which one is meant, as it is spelt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from calculators.grammar import pattern
from calculators.grammar import units as unit_words
from calculators.grammar import words as grammar_words
from calculators.plain.figure import Figure
from calculators.plain.named import Name, thing_of
from calculators.plain.places import Places
from calculators.plain.tokens import Word, fold
from calculators.plain.wording import unit_of
from calculators.sentences.apiece import things
from calculators.sentences.measure import spelling
from facts import Facts
from facts.units import Unit, known_spellings, uncounted, unit

LONGEST_UNIT = 4
_PER = re.compile(rf"(?:{pattern('per').pattern}|/)\s*$", re.IGNORECASE)
_PER_THING = re.compile(rf"(?:\s\w+){{0,2}}\s(?:{pattern('per').pattern})\s(\w+)", re.IGNORECASE)
_PER_UNIT = re.compile(rf"(?:\s\w+){{1,2}}\s(?:{pattern('per').pattern})\s(\w+)", re.IGNORECASE)


class Asked(NamedTuple):
    """The unit that is asked for, "how many kW"; or ``per`` which one is meant, "per kWh".

    ``wanted`` is how it is spelt where the answer is to be in it, "in GJ"; ``words`` spell it.
    """

    unit: Unit | None
    per: Unit | None
    wanted: str
    words: Sequence[Word]


def asked_unit(
    words: Sequence[Word],
    places: Places,
    names: Sequence[Name],
    figures: Sequence[Figure],
    facts: Facts,
) -> Asked:
    """The unit that a text asks for, if it does."""
    text = places.text
    found, spelt = _asked_unit(text, words, places)
    if found and dict(found.dimension) == {"m": 1}:
        found = unit("m2")  # "how many metres" of floor
    found = _in_each(_apiece(found, spelt, text, names, facts), spelt, text)
    per = bool(spelt and _PER.search(text[: spelt[0].start]))
    # TWh "na GJ" are to be GJ: there is nothing else that a GJ could be one of.
    if found and len(figures) == 1 and _measures(figures[0], found):
        per = False
    if per and found:
        return Asked(_counted_per(found, spelt, text, names, facts), found, "", spelt)
    return Asked(found, None, _wanted(text, spelt, places), spelt)


def _asked_unit(
    text: str, words: Sequence[Word], places: Places
) -> tuple[Unit | None, Sequence[Word]]:
    """The unit that is asked for: "how many kW", "ile to MWh"; and the words that spell it."""
    weak: tuple[Unit | None, Sequence[Word]] = (None, ())
    for at in range(len(words)):
        spelt = _longest_unit(text, words[at : at + LONGEST_UNIT])
        if spelt is None:
            continue
        found, used = spelt
        if places.is_counted(words[at].start):
            return found, words[at : at + used]
        measures = uncounted(found.dimension) or "/" in found.symbol
        small = used == 1 and fold(words[at].text) in grammar_words("weak_units")
        if weak[0] is None and measures and not small and dict(found.dimension) != {"h": 1}:
            weak = found, words[at : at + used]
    return weak


def _apiece(
    asked: Unit | None, spelt: Sequence[Word], text: str, names: Sequence[Name], facts: Facts
) -> Unit | None:
    """The unit that is asked for, for each of what is named behind it: "kWh per H100"."""
    if asked is None or not spelt:
        return asked
    for name in names:
        gap = text[spelt[-1].end : name.start] if spelt[-1].end <= name.start else ""
        of = thing_of(name.key, facts)
        if of is not None and gap.strip() and _PER.fullmatch(gap.lstrip()):
            return asked.per(of)
    thing = _PER_THING.match(text, spelt[-1].end)
    of = things().get(thing[1].casefold()) if thing and uncounted(asked.dimension) else None
    return asked.per(of) if of else asked


def _wanted(text: str, spelt: Sequence[Word], places: Places) -> str:
    """The unit that an answer is to be in, as spelt: "in GJ", "how many kWh"."""
    if not spelt:
        return ""
    start, end = spelt[0].start, spelt[-1].end
    stands = places.is_counted(start) or any(
        last <= start and not text[last:start].strip() for _, last in places.every("into")
    )
    return text[start:end] if stands else ""


@cache
def _unit_starts() -> frozenset[str]:
    """What the spellings of units begin with, up to the first sign or space."""
    return frozenset(map(_start, (*known_spellings(), *unit_words())))


def _start(text: str) -> str:
    return re.split(r"[\W_]", text, maxsplit=1)[0].casefold()


def _longest_unit(text: str, words: Sequence[Word]) -> tuple[Unit, int] | None:
    if _start(words[0].text) not in _unit_starts():
        return None
    for count in range(len(words), 0, -1):
        spelt = text[words[0].start : words[count - 1].end]
        found = unit_of(spelling(spelt))
        watts = spelt == "W" and words[0].start > 0  # not the Polish "in"
        if found is not None and found.dimension and (len(spelt) > 1 or watts):
            return found, count
    return None


def _counted_per(
    found: Unit, spelt: Sequence[Word], text: str, names: Sequence[Name], facts: Facts
) -> Unit | None:
    """What is counted for each of a unit: "H100s per square metre"."""
    for name in names:
        gap = text[name.end : spelt[0].start] if name.end <= spelt[0].start else ""
        of = thing_of(name.key, facts)
        if of is not None and _PER.fullmatch(gap.removeprefix("s").strip() + " "):
            return of.per(found)
    return None


def _in_each(asked: Unit | None, spelt: Sequence[Word], text: str) -> Unit | None:
    """The unit that is asked for, for each of another: "how many grams of CO2 per kWh"."""
    behind = _PER_UNIT.match(text, spelt[-1].end) if spelt else None
    of = unit_of(behind[1]) if behind else None
    measures = of is not None and uncounted(of.dimension).keys() - {"h"}
    return asked.per(of) if asked and of and measures else asked


def _measures(figure: Figure, found: Unit) -> bool:
    """Whether a figure is measured in such a unit: TWh "na GJ" are to be GJ."""
    return figure.unit is not None and dict(figure.unit.dimension) == dict(found.dimension)
