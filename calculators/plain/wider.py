"""A lexicon that knows a few names more than another, which it shares: those of one server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from calculators.plain.lexicon import Lexicon, Phrase, Sort, related
from calculators.plain.tokens import stem, stems_of

MOST_WORDS = 512
"""Words kept: there is such a lexicon for every server that talks."""


class Wider(Lexicon):
    """The phrases of ``base``, and the names of a few subjects more.

    What the shared lexicon knows comes first: a server's name takes no other's place.
    """

    def __init__(self, base: Lexicon, names: Mapping[str, str]) -> None:
        self.lang, self.grammar, self._base = base.lang, base.grammar, base
        named = ((stems_of(name, base.lang), key) for name, key in names.items())
        self._index({(Sort.SUBJECT, stems): {key: None} for stems, key in named if stems})
        self.resolve = lru_cache(MOST_WORDS)(self._resolve)
        self.spelt = base.spelt
        self.is_strange = lru_cache(MOST_WORDS)(self._is_strange)

    def possible(self, first: str, forms: set[str]) -> Iterator[Phrase]:
        """The phrases that begin with a stem, and of which the others are among ``forms``."""
        yield from self._base.possible(first, forms)
        yield from super().possible(first, forms)

    def is_name(self, word: str) -> bool:
        """Whether a word begins the name of a subject."""
        return self._base.is_name(word) or super().is_name(word)

    def _is_strange(self, word: str) -> bool:
        """Whether a word is no form of any that either knows."""
        return self._base.is_strange(word) and super()._is_strange(word)

    def _resolve(self, text: str) -> tuple[str, ...]:
        """The stems of either that a word is a form of; a slip only where it is none."""
        known, more = self._base.resolve(text), super()._resolve(text)
        if not more:
            return known
        own = stem(text, self.lang)
        forms = tuple(dict.fromkeys(each for each in (*known, *more) if related(own, each)))
        return forms or known or more
