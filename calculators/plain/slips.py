"""Slips: words of a text that are spelt wrong, mended to the one word they can be meant as."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from calculators.grammar import units
from calculators.plain.tokens import WORD, fold, spelt_words
from facts.units import known_spellings

SWAPPED, WRONG = 4, 7
"""In words of so many letters two neighbours may be swapped, or one letter wrong."""
KEPT = 4_000


class Slips:
    """Finds the known word that a strange one is a slip of."""

    def __init__(self, phrases: Iterable[str]) -> None:
        spelt = (
            word for each in (*phrases, *units(), *known_spellings()) for word in spelt_words(each)
        )
        folded = map(fold, spelt)
        self._forms = sorted({each for each in folded if len(each) >= SWAPPED and each.isalpha()})
        self._meant = lru_cache(KEPT)(self._nearest)

    def mended(self, text: str, is_strange: Callable[[str], bool]) -> str:
        """The text with the words mended that are strange."""
        return WORD.sub(
            lambda match: (is_strange(match[0]) and self._meant(match[0])) or match[0], text
        )

    def _nearest(self, word: str) -> str | None:
        """The word that is meant; None where there is none, or it is spelt right."""
        own = fold(word)
        if len(own) < SWAPPED or not own.isalpha():
            return None
        from rapidfuzz import process  # only a misspelling pays for the import
        from rapidfuzz.distance import OSA

        near = process.extract(own, self._forms, scorer=OSA.distance, score_cutoff=1, limit=None)
        found = [each for each, *_ in near]
        if own in found:
            return None
        likely = (
            each
            for each in found
            if (len(own) >= WRONG and each[0] == own[0]) or sorted(each) == sorted(own)
        )
        return next(likely, None)
