"""Units: the spelling of a unit in, its size and dimension out.

The table is ``units.toml``. A unit is a factor and a dimension over base units (Wh, h, m, g, B,
FLOP, token, currencies, and counted things such as accelerators and homes); the base is chosen so
that power x time and energy agree without a factor. The table is ours because a general units
library costs more at start than the whole rest of the program; the tests hold it against pint.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

Dimension = Mapping[str, int]
"""Base unit -> exponent; an empty mapping is a pure number."""

WORD = r"[^\W\dA-Z]{3,}|[a-z -]{4,}"
"""A unit that is spelt out, to which a prefix can be spelt out too."""
LANGUAGES = ("pl",)
"""Languages of which the table has words for units beside the spellings of all."""
PREFIXES = {"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18}
WORDS = {"kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P"}


class UnknownUnit(ValueError):
    """The text is not a unit of the table, or could be either of ``readings``: gb, GB or Gb."""

    def __init__(self, text: str, readings: tuple[str, ...] = ()) -> None:
        super().__init__(f"unknown unit {text!r}")
        self.text = text
        self.readings = readings


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: ``1 symbol = factor`` in base units of ``dimension``."""

    symbol: str
    factor: float
    dimension: Dimension

    def per(self, other: Unit) -> Unit:
        """This unit divided by another: ``kWh`` per ``year``."""
        dimension = multiplied(self.dimension, powered(other.dimension, -1))
        return Unit(f"{self.symbol}/{other.symbol}", self.factor / other.factor, dimension)


def multiplied(a: Dimension, b: Dimension) -> Dimension:
    """Dimension of a product."""
    exponents = {base: a.get(base, 0) + b.get(base, 0) for base in {**a, **b}}
    return {base: exponent for base, exponent in exponents.items() if exponent}


def powered(a: Dimension, exponent: int) -> Dimension:
    """Dimension of an integer power."""
    return {base: power * exponent for base, power in a.items() if power * exponent}


def uncounted(a: Dimension) -> Dimension:
    """The dimension without counted things: W per accelerator is read as W."""
    return {base: power for base, power in a.items() if base not in _table().counts}


def fits(given: Dimension, wanted: Dimension) -> bool:
    """Whether a figure of dimension ``given`` may stand for one of dimension ``wanted``.

    Counted things may be left out ("700 W" for W per accelerator) but not confused ("5 homes" for
    accelerators).
    """
    if uncounted(given) != uncounted(wanted):
        return False
    return all(wanted.get(base) == power for base, power in given.items())


def unit(text: str) -> Unit:
    """The unit that ``text`` spells; compounds with ``/`` or "per".

    Raises:
        UnknownUnit: naming the part that isn't in the table.
    """
    return _unit(text.strip())


def typed_unit(text: str) -> Unit:
    """The unit that a person spells, who may write it in words of another language: kWh/rok.

    Raises:
        UnknownUnit: naming the part that is neither.
    """
    found = _typed(text)
    if isinstance(found, UnknownUnit):
        raise found.with_traceback(None)
    return found


@lru_cache(maxsize=4096)
def _typed(text: str) -> Unit | UnknownUnit:
    """The unit, or why it is none: most of what stands behind numbers is no unit."""
    try:
        return unit(text)
    except UnknownUnit as unknown:
        words, parts = words_for_units(), re.split(r"\s*/\s*", text.strip())
        spelt = [words.get(each.casefold()) for each in parts]
        if not any(spelt):
            return unknown
        try:
            first, *rest = (own or unit(each) for own, each in zip(spelt, parts, strict=True))
        except UnknownUnit:
            return unknown
    for each in rest:
        first = first.per(each)
    return first


@cache
def words_for_units() -> Mapping[str, Unit]:
    """The words for units that languages have beside the spellings of all: "megawatów"."""
    return {word: found for words in _table().words.values() for word, found in words.items()}


def kinds() -> tuple[str, ...]:
    """What units measure, in words, as ``describe`` says it."""
    return tuple(dict.fromkeys(kind for _, kind in _table().kinds))


def describe(dimension: Dimension) -> str:
    """What a figure of this dimension is, in words: "an energy"; else its base units."""
    kinds = _table().kinds
    for candidate in (dimension, uncounted(dimension)):
        for wanted, kind in kinds:
            if dict(candidate) == dict(wanted):
                return kind
    return "a figure in " + "·".join(
        base if power == 1 else f"{base}^{power}" for base, power in dimension.items()
    )


@cache
def known_spellings() -> frozenset[str]:
    """Every simple spelling, for "did you mean"."""
    return frozenset(_table().units)


@lru_cache(maxsize=4096)
def _unit(text: str) -> Unit:
    whole = _table().units.get(text)  # some spellings hold a slash: Gb/s
    if whole is not None:
        return whole
    first, *rest = re.split(r"\s*/\s*|\s+per\s+", text)
    result = _simple(first)
    for part in rest:
        result = result.per(_simple(part))
    return result


def _simple(text: str) -> Unit:
    table = _table()
    found = table.units.get(text)
    if found is not None:
        return found
    folded = (
        () if re.match("m[A-Z]", text) else table.folded.get(text.casefold(), ())
    )  # mW is no MW
    if len(folded) != 1:
        raise UnknownUnit(text, tuple(each.symbol for each in folded))
    return folded[0]


@dataclass(frozen=True)
class _Table:
    units: Mapping[str, Unit]
    folded: Mapping[str, tuple[Unit, ...]]
    counts: frozenset[str]
    kinds: tuple[tuple[Dimension, str], ...]
    words: Mapping[str, Mapping[str, Unit]]


@cache
def _table() -> _Table:
    declared = tomllib.loads(Path(__file__).with_name("units.toml").read_text("utf-8"))
    units: dict[str, Unit] = {}
    for name, entry in declared.items():
        size = Unit(name, 1.0, {name: 1}) if "is" not in entry else _size(name, entry, units)
        for spelling, spelled in _spellings(size, entry):
            if spelling in units:
                raise ValueError(f"units.toml: {spelling!r} of [{name}] is already a unit")
            units[spelling] = spelled
    counts = frozenset(name for name, entry in declared.items() if entry.get("counts"))
    kinds = tuple(
        (units[name].dimension, entry["kind"])
        for name, entry in declared.items()
        if "kind" in entry
    )
    words = {lang: dict(_words(declared, units, lang)) for lang in LANGUAGES}
    return _Table(units, _fold(units), counts, kinds, words)


def _words(
    declared: Mapping[str, Any], units: Mapping[str, Unit], lang: str
) -> Iterator[tuple[str, Unit]]:
    for name, entry in declared.items():
        for spelling, spelled in _spellings(units[name], entry, lang):
            if spelling not in units:  # symbols are the same in all languages, and keep their case
                yield spelling.casefold(), spelled


def _size(name: str, entry: Mapping[str, Any], units: Mapping[str, Unit]) -> Unit:
    factor = 1.0
    dimension: Dimension = {}
    product, _, divisor = entry["is"].partition("/")
    for word in product.split():
        if word in units:
            factor *= units[word].factor
            dimension = multiplied(dimension, units[word].dimension)
        else:
            factor *= float(word)
    whole = Unit(name, factor, dimension)
    if divisor:
        whole = whole.per(units[divisor])
    return Unit(name, whole.factor, whole.dimension)


def _spellings(
    size: Unit, entry: Mapping[str, Any], key: str = "also"
) -> Iterator[tuple[str, Unit]]:
    words = [word for word in entry.get(key, ()) if re.fullmatch(WORD, word)]
    for spelling in (size.symbol, *entry.get(key, ())):
        yield spelling, size
    for prefix in entry.get("prefixes", ""):
        scaled = Unit(prefix + size.symbol, size.factor * PREFIXES[prefix], size.dimension)
        yield scaled.symbol, scaled
        long = next((word for word, short in WORDS.items() if short == prefix), None)
        if long:
            for word in words:
                yield long + word, scaled


def _fold(units: Mapping[str, Unit]) -> Mapping[str, tuple[Unit, ...]]:
    """Case-insensitive spellings, each with the different units that share it: gb is GB or Gb.

    A rate with a slash is kept to the letter: Gb/s is bits, GB/s is bytes.
    """
    folded: dict[str, dict[tuple[float, str], Unit]] = {}
    for spelling, spelled in units.items():
        if "/" not in spelling:
            size = (spelled.factor, repr(sorted(spelled.dimension.items())))
            folded.setdefault(spelling.casefold(), {}).setdefault(size, spelled)
    return {key: tuple(same.values()) for key, same in folded.items()}
