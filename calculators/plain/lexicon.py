"""The lexicon: every phrase that names a quantity or a subject, derived from what is declared.

A quantity's phrases are its words, its noun and its entry in the file beside its declaration; a
subject's are its name and aliases. A new quantity or fact is understood without a change here.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from calculators import topics
from calculators.grammar import units
from calculators.language import Lang, speaking, tr
from calculators.plain.grammar import Grammar, Stems, grammar
from calculators.plain.slips import Slips
from calculators.plain.tokens import Word, fold, stem, stems_of
from calculators.registry import Registry
from calculators.sentences.apiece import things
from calculators.sentences.measure import MONEY
from facts import Facts
from facts.units import known_spellings, unit

SHORTEST = 4
"""Stems shorter than this are only compared whole."""
LONGEST_ENDING = 2
"""How many letters of a stem may be an ending that the stemmer left."""
NEAR = 84
"""How near a word must be to one of the lexicon to pass for a typing error."""
MOST_WORDS = 4_000
HOSTS = ("server", "rack")
NO_STEM = ""
"""The second stem of a phrase that has only one."""
CODE = 2
"""Names as short as this are codes, and words of other languages: "us", "de"."""


class Sort(Enum):
    """What a phrase names. A ``FAMILY`` is the word that several subjects' names begin with."""

    QUANTITY = "quantity"
    SUBJECT = "subject"
    FAMILY = "family"


class Phrase(NamedTuple):
    """What stems name: quantities, the likeliest first, or subjects."""

    stems: Stems
    sort: Sort
    keys: tuple[str, ...]


class Match(NamedTuple):
    """A phrase found: the places of its first word and of the word behind its last."""

    start: int
    end: int
    phrase: Phrase
    slips: float
    """The share of its words that are misspelt."""
    inner: bool = False
    """Whether it is only a part of a longer phrase, or overlaps one."""


class Lexicon:
    """The phrases of one language, found in the words of a text."""

    def __init__(self, registry: Registry, facts: Facts, lang: Lang) -> None:
        self.lang = lang
        self.grammar: Grammar = grammar(lang)
        phrases = [
            *((Sort.QUANTITY, *each) for each in _quantities(registry, lang)),
            *((Sort.SUBJECT, key, name) for name, key in facts.names.items()),
            *((Sort.FAMILY, *each) for each in _families(facts, lang)),
        ]
        self.spelt = Slips([*self.grammar.spelt_out, *(words for *_, words in phrases)])
        named: dict[tuple[Sort, Stems], dict[str, None]] = {}
        for sort, name, words in phrases:
            if stems := stems_of(words, lang):
                named.setdefault((sort, stems), {})[name] = None
        self._index(named)

    def _index(self, named: Mapping[tuple[Sort, Stems], Mapping[str, None]]) -> None:
        """Make phrases of stems and what they name, to be found by the first two of them."""
        self._by_first: dict[str, dict[str, list[Phrase]]] = {}
        for (sort, stems), keys in named.items():
            second = stems[1] if len(stems) > 1 else NO_STEM
            phrases = self._by_first.setdefault(stems[0], {}).setdefault(second, [])
            phrases.append(Phrase(stems, sort, tuple(keys)))
        self._naming = {stems[0] for sort, stems in named if sort is Sort.SUBJECT}
        self.stems = frozenset(each for _, stems in named for each in stems)
        self._sorted = sorted(self.stems)
        self._by_start: dict[str, list[str]] = {}
        for each in self._sorted:
            self._by_start.setdefault(each[:SHORTEST], []).append(each)
        self.resolve = lru_cache(MOST_WORDS)(self._resolve)
        self.is_strange = lru_cache(MOST_WORDS)(self._is_strange)

    def find(self, words: Sequence[Word], *sorts: Sort) -> list[Match]:
        """The phrases of some sorts in a row of words, longer ones first, none inside another."""
        resolved = [self.resolve(each.text) for each in words]
        forms = {NO_STEM, *(each.stem for each in words)}.union(*resolved)
        found = [
            match
            for start, firsts in enumerate(resolved)
            for first in firsts
            for phrase in self.possible(first, forms)
            if phrase.sort in sorts
            for match in self._standing(phrase, words, start)
        ]
        found.sort(
            key=lambda each: (
                self._small(each) - len(each.phrase.stems),
                -len(each.phrase.stems),
                each.slips,
                each.end - each.start - len(each.phrase.stems),
                each.start,
            )
        )
        taken: set[int] = set()
        chosen: list[Match] = []
        for match in found:
            places = range(match.start, match.end)
            if taken.isdisjoint(places):
                taken.update(places)
                chosen.append(match)
            elif match.phrase.sort is Sort.QUANTITY:
                chosen.append(match._replace(inner=True))
        return sorted(chosen, key=lambda each: each.start)

    def _small(self, match: Match) -> int:
        """How many of its words have no meaning of their own."""
        return sum(each in self.grammar.filler for each in match.phrase.stems)

    def possible(self, first: str, forms: set[str]) -> Iterator[Phrase]:
        """The phrases that begin with a stem, and of which the others are among ``forms``."""
        for second, phrases in self._by_first.get(first, {}).items():
            if second in forms:
                yield from (each for each in phrases if forms.issuperset(each.stems))

    def names_quantity(self, stems: Stems) -> bool:
        """Whether words name a quantity."""
        every = self.possible(stems[0], {NO_STEM, *stems})
        return any(each.sort is Sort.QUANTITY and each.stems == stems for each in every)

    def is_name(self, word: str) -> bool:
        """Whether a word begins the name of a subject."""
        return not self._naming.isdisjoint(self.resolve(word))

    def mended(self, text: str) -> str:
        """A text with the words that are spelt wrong as they are meant."""
        return self.spelt.mended(text, self.is_strange)

    def _is_strange(self, word: str) -> bool:
        """Whether a word is no form of any that is known."""
        own = stem(word, self.lang)
        return own not in self.grammar.known and own not in self.stems

    def knows(self, word: Word) -> bool:
        """Whether a word is one of the grammar's or of the lexicon's."""
        small = self.grammar.known
        return word.stem in small or fold(word.text) in small or bool(self.resolve(word.text))

    def _standing(self, phrase: Phrase, words: Sequence[Word], start: int) -> Iterator[Match]:
        """A phrase whose first word stands at a place, if the others follow."""
        if self._is_word(phrase, words[start]):
            return
        place, slips = start, int(not related(words[start].stem, phrase.stems[0]))
        for wanted in phrase.stems[1:]:
            last, place = place, self._next(words, place + 1, wanted)
            if place == len(words) or (place - last > 1 and self._is_host(phrase)):
                return
            slips += not related(words[place].stem, wanted)
        yield Match(start, place + 1, phrase, slips / len(phrase.stems))

    def _is_host(self, phrase: Phrase) -> bool:
        """Whether a subject is named by what it holds: "H100 with servers" is no "H100 server"."""
        return phrase.sort is Sort.SUBJECT and phrase.stems[-1] in _hosts(self.lang)

    def _is_word(self, phrase: Phrase, word: Word) -> bool:
        """Whether what may be a subject's code is a small word here: "tell us"."""
        one = len(phrase.stems) == 1 and len(word.text) <= CODE
        return one and not word.text.isupper() and self._is_small(word)

    def _is_small(self, word: Word) -> bool:
        return fold(word.text) in self.grammar.filler or word.text in UNITS

    def _next(self, words: Sequence[Word], place: int, wanted: str) -> int:
        """The place of the next word of a phrase; small words may stand before it."""
        first = place
        while place < len(words):
            if words[place].apart or (
                place > first and self._is_each(words[place - 1 : place + 1])
            ):
                break
            if words[place].stem == wanted or wanted in self.resolve(words[place].text):
                return place
            if words[place].stem not in self.grammar.filler and not self.is_name(words[place].text):
                break
            place += 1
        return len(words)

    def _is_each(self, words: Sequence[Word]) -> bool:
        """Whether two words say a time that something is for: "how many cards a day"."""
        return " ".join(fold(each.text) for each in words) in self.grammar.times

    def _resolve(self, text: str) -> tuple[str, ...]:
        """The stems of the lexicon that a word is a form of, or a slip of."""
        own = stem(text, self.lang)
        if len(own) < SHORTEST and own in self.stems:
            return (own,)
        plural = own[:-1] if own.endswith("s") and any(map(str.isdigit, own)) else ""
        if plural in self.stems:
            return (plural,)  # H100s
        if own in self.grammar.filler or text.casefold() in _money():
            return (own,) if own in self.stems else ()
        if len(own) < SHORTEST:
            return ()
        found = self._related(own)
        return found if found or own in self.grammar.known else self._slip(own)

    def _related(self, own: str) -> tuple[str, ...]:
        """The stems of the lexicon that differ from one in an ending only, itself first."""
        same = (own,) if own in self.stems else ()
        close = (each for each in self._by_start.get(own[:SHORTEST], ()) if related(own, each))
        return tuple(dict.fromkeys((*same, *close)))

    def _slip(self, own: str) -> tuple[str, ...]:
        from rapidfuzz import fuzz, process  # only a misspelling pays for the import

        if len(own) <= SHORTEST or any(each.isdigit() for each in own):
            return ()  # H200 is no slip of H100, and of short words many others are
        found = process.extractOne(own, self._sorted, scorer=fuzz.ratio, score_cutoff=NEAR)
        return (found[0],) if found and len(found[0]) > SHORTEST else ()


UNITS = ("gb", "de", "pl", "tn", "fr")
"""Codes that are units or small words as well; in small letters they name no region."""


@cache
def _hosts(lang: Lang) -> frozenset[str]:
    """The stems of what servers and racks are called."""
    return frozenset(stem(each, lang) for each, of in things().items() if of.symbol in HOSTS)


@cache
def _money() -> frozenset[str]:
    """What money is called: euros are no slip of Europe."""
    words = (*units(), *known_spellings())
    spelt = {each: unit(units().get(each, each)) for each in words}
    return frozenset(
        each.casefold()
        for each, of in spelt.items()
        if of.dimension and set(of.dimension) <= set(MONEY)
    )


def related(one: str, other: str) -> bool:
    """Whether two stems differ in an ending only: klastr- and klastrz-."""
    if one == other:
        return True
    if any(each.isdigit() for each in one + other):
        return False  # H200 is no form of H100
    common = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        common += 1
    lengths = sorted((len(one), len(other)))
    apart = lengths[0] - common <= 1 and lengths[1] - common <= LONGEST_ENDING
    return common >= SHORTEST and apart


def _quantities(registry: Registry, lang: Lang) -> Iterator[tuple[str, str]]:
    """Every phrase for a quantity: those written for people first, then its own words."""
    for name, phrases in asked_words(lang).items():
        for each in phrases:
            yield name, each
            yield name, fold(each)  # people leave accents out
    with speaking(lang):
        own = {
            name: (tr(each.words), each.words, each.noun, name.replace("_", " "))
            for name, each in registry.quantities.items()
            if not each.base
        }
    for name, phrases in own.items():
        for each in phrases:
            yield name, each.partition(" (")[0]


def _families(facts: Facts, lang: str) -> Iterator[tuple[str, str]]:
    """Words that the names of several subjects begin with and that name none: Llama."""
    firsts = {
        key: {
            stem(word, lang): word
            for name, each in facts.names.items()
            if each == key
            for word in name.split()[:1]
        }
        for key in facts.subjects
    }
    counts = Counter(each for stems in firsts.values() for each in stems)
    names = {stems_of(name, lang) for name in facts.names}
    for key, stems in firsts.items():
        for own, word in stems.items():
            several = counts[own] > 1 and (own,) not in names
            if several and own.isalpha() and len(own) >= SHORTEST:
                yield key, word


def asked_words(lang: str) -> Mapping[str, tuple[str, ...]]:
    """The words by which people ask for quantities, from the files beside the declarations."""
    found: dict[str, tuple[str, ...]] = {}
    for folder in topics.__path__:
        for file in sorted(Path(folder).glob("*.toml")):
            for name, entry in tomllib.loads(file.read_text("utf-8")).items():
                found[name] = tuple(entry[lang])
    return found


def unknown(words: Iterable[Word], lexicon: Lexicon) -> list[Word]:
    """Words that neither the lexicon nor the grammar knows."""
    return [each for each in words if not lexicon.knows(each)]
