"""Grammar: the words that figures in sentences are read by, in every language at once.

``grammar.toml`` has a table for each language. A sentence isn't asked for its language: names and
numbers are much the same, and people mix them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from facts import Qualifier
from facts.units import words_for_units

SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SYMBOLS = {
    **dict.fromkeys("kK", 1e3),
    **dict.fromkeys(("M", "m", "mn"), 1e6),
    **dict.fromkeys(("G", "B", "b", "bn"), 1e9),
    "T": 1e12,
}
_SIGNS = {
    Qualifier.AT_LEAST: (">=", "≥", ">"),
    Qualifier.AT_MOST: ("<=", "≤", "<"),
    Qualifier.ABOUT: ("~", "≈"),
}
_BOUNDS = {
    Qualifier.AT_LEAST: "least",
    Qualifier.AT_MOST: "most",
    Qualifier.ABOUT: "about",
}


@cache
def _languages() -> tuple[Mapping[str, Any], ...]:
    file = Path(__file__).with_name("grammar.toml")
    return tuple(tomllib.loads(file.read_text("utf-8")).values())


@cache
def words(key: str) -> tuple[str, ...]:
    """The words of one sort, longest first, so that no other is found in front of them."""
    every = {word for language in _languages() for word in language[key]}
    return tuple(sorted(every, key=lambda each: (-len(each), each)))


@cache
def spoken(key: str) -> tuple[str, ...]:
    """Words of which one must be there before a figure is taken for this."""
    return tuple(word for language in _languages() for word in language["spoken"][key])


@cache
def bounds() -> Mapping[str, Qualifier]:
    """What stands before a figure and makes it a bound, longest first."""
    found = {word: bound for bound, key in _BOUNDS.items() for word in words(key)}
    found.update({sign: bound for bound, signs in _SIGNS.items() for sign in signs})
    return {word: found[word] for word in sorted(found, key=len, reverse=True)}


def is_bound(word: str, text: str) -> bool:
    """Whether a word for a bound is one in this text: "do 100" in Polish, not in English."""
    return not any(
        word.casefold() in language["otherwise"] and _telling(number).search(text)
        for number, language in enumerate(_languages())
    )


@cache
def _telling(number: int) -> re.Pattern[str]:
    spelt = any_of(_languages()[number]["tells"])
    return re.compile(rf"(?<!\w)(?:{spelt})(?!\w)", re.IGNORECASE)


@cache
def scales() -> Mapping[str, float]:
    """What multiplies the number before it: a letter of the given case, or a word."""
    return {**_SYMBOLS, **{word: size for key, size in SCALES.items() for word in words(key)}}


@cache
def units() -> Mapping[str, str]:
    """How languages spell units, and how ``facts.units`` does."""
    own = {
        word: name
        for language in _languages()
        for name, spelt in language["units"].items()
        for word in spelt
    }
    return {**{word: found.symbol for word, found in words_for_units().items()}, **own}


def any_of(spelt: Iterable[str]) -> str:
    """A pattern of words; those that end in * stand for everything that begins so."""
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in spelt)


def pattern(*keys: str) -> re.Pattern[str]:
    """Any word of these sorts, as a whole word."""
    spelt = any_of(word for key in keys for word in words(key))
    return re.compile(rf"(?<!\w)(?:{spelt})(?!\w)", re.IGNORECASE)


def is_spoken(key: str, text: str) -> bool:
    """Whether a text has one of the words that ``key`` needs."""
    return bool(_spoken(key).search(text))


@cache
def _spoken(key: str) -> re.Pattern[str]:
    # A phrase may end in a sign, for $, and a figure follows it.
    return re.compile(rf"(?<!\w)(?:{any_of(spoken(key))})(?![^\W\d])", re.IGNORECASE)
