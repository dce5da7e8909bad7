"""Compounds: adjectives made of a number and what it counts, "trzyletni", "30-dniowy"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from calculators.language import Lang
from calculators.plain.tokens import fold, grammar_of

ENDING = 3
"""Letters that the forms of an adjective differ in at most."""


def taken_apart(text: str, lang: Lang) -> str:
    """The text with such adjectives as a number and a unit: "3 lat", "30 dni"."""
    numbers, things = _parts(lang, "prefixes"), _parts(lang, "compounds")
    if not things:
        return text

    def apart(match: re.Match[str]) -> str:
        number = match["digits"] or numbers[fold(match["number"])]
        return f"{number} {things[fold(match['thing'])]}"

    return _pattern(lang).sub(apart, text)


@cache
def _parts(lang: Lang, key: str) -> Mapping[str, str]:
    """Beginnings of words and what each stands for, with their accents and without."""
    declared = grammar_of(lang).get(key, {})
    return {fold(each): name for name, every in declared.items() for each in every}


@cache
def _pattern(lang: Lang) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w])(?:(?P<digits>[0-9]+)[ -]?|(?P<number>{_any_of(lang, 'prefixes')}))"
        rf"(?P<thing>{_any_of(lang, 'compounds')})[^\W\d_]{{0,{ENDING}}}(?!\w)",
        re.IGNORECASE,
    )


def _any_of(lang: Lang, key: str) -> str:
    """Any of the beginnings, the longest first, as they are written and without accents."""
    written = {each for every in grammar_of(lang)[key].values() for each in every}
    return "|".join(sorted(written | set(map(fold, written)), key=len, reverse=True))
