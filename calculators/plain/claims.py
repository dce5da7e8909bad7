"""Claims of the article that a text is about: by the figure that it repeats, and by its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from math import log
from typing import NamedTuple

from calculators.given import read_given
from calculators.language import Lang, speaking, tr
from calculators.pages.check import Entry, entries
from calculators.plain.figure import Figure
from calculators.plain.grammar import grammar
from calculators.plain.lexicon import Lexicon
from calculators.plain.said import Said
from calculators.plain.tokens import words_of
from calculators.registry import Registry
from facts import Fact, Facts
from facts.units import Dimension, uncounted, unit

SAME = 5e-3
"""A figure of the article is meant where a text has it as closely as this."""
FIGURE, SUBJECT, QUANTITY = 4.0, 1.5, 1.5
SHORTEST = 4


class Found(NamedTuple):
    """An entry of the article, how much speaks for it, and how many of its figures are repeated.

    ``own``: the figure itself is among them, and not only what it rests on; ``named``: the subject
    is; ``alone`` if no other word is of the entry.
    """

    key: str
    score: float
    repeated: int
    own: bool
    named: bool
    alone: bool


class ClaimFinder:
    """Finds the claim that a text is about."""

    def __init__(self, registry: Registry, facts: Facts, lexicons: Mapping[Lang, Lexicon]) -> None:
        self._registry = registry
        self._facts = facts
        self._entries = entries(facts)
        self._stems = {
            lang: {key: self._stems_of(each, lang) for key, each in self._entries.items()}
            for lang in lexicons
        }
        self._rare = {lang: _rarity(found.values()) for lang, found in self._stems.items()}

    def in_row(self, row: int) -> str | None:
        """The entry in a row of the article's audit."""
        return next((key for key, each in self._entries.items() if each.row == row), None)

    def best(self, said: Said) -> Found | None:
        """The entry for which most speaks."""
        stems = {
            each.stem for each in said.words if len(each.stem) >= SHORTEST or each.text.isupper()
        }
        named = len({each.key for each in said.names})
        telling = stems - _of_names(said) - _of_claims(said.lang)
        telling = telling if named <= 1 and not said.settings else stems
        found = [
            self._score(key, entry, said, stems, telling) for key, entry in self._entries.items()
        ]
        return max(found, key=lambda each: each.score, default=None)

    def _score(
        self, key: str, entry: Entry, said: Said, stems: set[str], telling: set[str]
    ) -> Found:
        own, rare = self._stems[said.lang][key], self._rare[said.lang]
        score = sum((rare[each] for each in stems & own), 0.0)
        chain = self._facts.chain(entry.subject)
        named = any(each.key in chain for each in said.names)
        score += SUBJECT * named
        alone = own.isdisjoint(telling)
        kind = self._facts.subjects[entry.subject].kind
        alike = [each.key for each in said.names if each.kind is kind]
        score -= FIGURE * (bool(alike) and not set(alike) & set(chain))  # of another cluster
        if not isinstance(entry, Fact):
            return Found(key, score, 0, own=False, named=named, alone=alone)
        asked = {name for label in said.labels for name in label.keys}
        score += QUANTITY * (entry.quantity in asked)
        sizes = [self._size(entry), *self._rests_on(key)]
        repeated = [
            any(_is(figure, *size) for size in sizes)
            for figure in said.figures
            if not figure.is_year and not figure.is_one
        ]
        is_set = any(_is_set(value, sizes[0][0]) for value in said.settings.values())
        is_own = is_set or any(_is(figure, *sizes[0]) for figure in said.figures)
        score += FIGURE * max(sum(repeated), is_set) + is_own
        return Found(key, score, sum(repeated), is_own, named, alone)

    def _size(self, entry: Fact) -> tuple[tuple[float, ...], Dimension]:
        """The figure in base units, or the middle and the ends of its range, and its dimension."""
        factor = unit(entry.unit).factor
        ends = (entry.value, entry.low, entry.high)
        if entry.value is None and entry.low is not None and entry.high is not None:
            ends = ((entry.low + entry.high) / 2, entry.low, entry.high)
        sizes = tuple(each * factor for each in ends if each is not None)
        return sizes, uncounted(self._registry.quantities[entry.quantity].of.dimension)

    def _rests_on(self, key: str) -> Iterator[tuple[tuple[float, ...], Dimension]]:
        """What the figure is worked out from in the article."""
        for claim in self._facts.claims:
            if claim.fact == key:
                for name, text in claim.given.items():
                    quantity, known = read_given(text, name, self._registry)
                    yield (known.value.value,), uncounted(quantity.of.dimension)

    def _stems_of(self, entry: Entry, lang: Lang) -> frozenset[str]:
        """The stems of everything that is said of an entry."""
        texts = [entry.correction, entry.note, entry.speaker]
        if isinstance(entry, Fact):
            texts += [self._registry.quantities[entry.quantity].words, entry.scope]
        else:
            texts.append(entry.states)
        texts.append(self._facts.subjects[entry.subject].name)
        return frozenset(
            word.stem
            for text in texts
            if text
            for word in words_of(_in(lang, text), lang)
            if len(word.stem) >= SHORTEST or word.text.isupper()
        )


def _of_names(said: Said) -> set[str]:
    """The stems of the words that name subjects."""
    return {
        word.stem
        for word in said.words
        if any(each.start <= word.start and word.end <= each.end for each in said.names)
    }


@cache
def _of_claims(lang: Lang) -> frozenset[str]:
    """The stems of the words that only say that something is a claim: article."""
    phrases = grammar(lang).phrases
    return frozenset(stem for key in ("claims", "tags") for each in phrases[key] for stem in each)


def _in(lang: Lang, text: str) -> str:
    with speaking(lang):
        return tr(text)


def _is(figure: Figure, sizes: tuple[float, ...], wanted: Dimension) -> bool:
    """Whether a figure is one of the article's: 3.7 MWh, or "over 100 thousand"."""
    if figure.unit is not None and dict(uncounted(figure.unit.dimension)) != dict(wanted):
        energy = "Wh" in figure.unit.dimension and "Wh" in wanted
        if not energy:
            return False
        sizes = tuple(size * 8760.0 for size in sizes) + sizes
    return any(size and abs(figure.value.value / size - 1) <= SAME for size in sizes)


def _is_set(value: str, sizes: tuple[float, ...]) -> bool:
    """Whether a condition says the figure: "tripled"."""
    return value.isdigit() and float(value) in sizes


def _rarity(every: Collection[frozenset[str]]) -> Mapping[str, float]:
    """What a stem says: the fewer entries have it, the more."""
    counts = Counter(stem for stems in every for stem in stems)
    return {stem: log(len(every) / times) for stem, times in counts.items()}
