"""Grammar: what plain questions are made of beside what they ask about, from ``words-*.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from calculators.language import LANGUAGES, Lang
from calculators.plain.tokens import fold, grammar_of, is_polish, spelt_words, stems_of

Stems = tuple[str, ...]
Starts = Mapping[str, tuple[tuple[str, Stems], ...]]
"""Phrases, and what each is for, by the stem that they begin with."""
MAPPINGS = ("settings", "scopes")
NUMBERS = ("fractions", "cardinals", "scales")
_PART = re.compile("<([a-z]+)>")
_ZLOTY = re.compile(r"zł\b", re.IGNORECASE)
"""A currency that English texts write with its own letter too."""
APART = (
    "whole",
    "filler",
    "articles",
    "ones",
    "joins",
    "points",
    "each",
    "vague",
    *NUMBERS,
    "times",
    "prefixes",
    "compounds",
    "parts",
)


@dataclass(frozen=True)
class Grammar:
    """The words of one language that questions are made of.

    ``known`` are the stems of all its words, ``spelt_out`` its phrases as they are written.
    ``phrases`` are lists of stems by their key in the file, longest first, and ``starts`` the same
    by the stem they begin with; ``settings`` and ``scopes`` are those that stand for a
    given and for a scope. ``times`` leads from folded words to a unit, and ``timed`` finds any of
    them; ``vague`` from folded words to how they are written. ``minus`` stands before a number.
    """

    lang: str
    filler: frozenset[str]
    known: frozenset[str]
    spelt_out: tuple[str, ...]
    phrases: Mapping[str, tuple[Stems, ...]]
    starts: Starts
    times: Mapping[str, str]
    timed: re.Pattern[str]
    settings: Starts
    scopes: Starts
    fractions: Mapping[str, float]
    cardinals: Mapping[str, float]
    scales: Mapping[str, float]
    spelt: Mapping[str, str]
    articles: frozenset[str]
    ones: frozenset[str]
    joins: frozenset[str]
    points: frozenset[str]
    vague: Mapping[Stems, str]
    minus: re.Pattern[str]
    examples: tuple[str, ...]


def language(text: str) -> Lang | None:
    """The language of a text: by its letters, else by its small words; None in doubt."""
    if is_polish(_ZLOTY.sub("", text)):
        return "pl"
    found = set(map(fold, spelt_words(text)))
    own = {lang: len(found & _small(lang)) for lang in LANGUAGES}
    if own["pl"] == own["en"]:
        return None
    return max(LANGUAGES, key=lambda lang: own[lang])


@cache
def grammar(lang: str) -> Grammar:
    """The grammar of a language."""
    declared = grammar_of(lang)
    parts = declared["parts"]
    for mapping in MAPPINGS:
        declared[mapping] = {
            name: [each for phrase in every for each in _spoken(phrase, parts)]
            for name, every in declared[mapping].items()
        }
    lists = [entry for entry in declared.values() if isinstance(entry, list)]
    lists += [words for name in MAPPINGS for words in declared[name].values()]
    numbers = [words for name in NUMBERS for words in declared[name].values()]
    phrases = {
        name: _longest(each for words in entry for each in _forms(words, lang))
        for name, entry in declared.items()
        if name not in (*MAPPINGS, *APART)
    }
    times = {fold(each): unit for unit, words in declared["times"].items() for each in words}
    minus = (each for stems in phrases["minus"] for each in stems)
    return Grammar(
        lang=lang,
        filler=_stems(declared["filler"], lang),
        spelt_out=tuple(each for words in (*lists, *numbers) for each in words),
        known=frozenset[str]().union(*(_stems(words, lang) for words in lists)),
        phrases=phrases,
        starts=_starts(phrases),
        times=times,
        timed=_any_of(times),
        settings=_stemmed(declared["settings"], lang),
        scopes=_stemmed(declared["scopes"], lang),
        fractions=_sizes(declared["fractions"]),
        cardinals=_sizes(declared["cardinals"]),
        scales=_sizes(declared["scales"]),
        spelt={fold(word): words[0] for words in declared["scales"].values() for word in words},
        articles=frozenset(map(fold, declared["articles"])),
        ones=frozenset(map(fold, declared["ones"])),
        joins=frozenset(map(fold, declared["joins"])),
        points=frozenset(map(fold, declared["points"])),
        examples=tuple(declared["examples"]),
        vague=_vague(declared["vague"]),
        minus=re.compile(rf"\b(?:{'|'.join(minus)})\s+(?=[0-9])", re.IGNORECASE),
    )


@cache
def _small(lang: str) -> frozenset[str]:
    """The small words of one language that the other hasn't."""
    own, *others = (
        {
            fold(word)
            for words in grammar_of(name).values()
            if isinstance(words, list)
            for each in words
            for word in each.split()
        }
        for name in sorted(LANGUAGES, key=lambda name: name != lang)
    )
    return frozenset(own.difference(*others))


def _starts(phrases: Mapping[str, Iterable[Stems]]) -> Starts:
    """The phrases by the stem that they begin with."""
    found: dict[str, list[tuple[str, Stems]]] = {}
    for key, every in phrases.items():
        for stems in every:
            if stems:
                found.setdefault(stems[0], []).append((key, stems))
    return {stem: tuple(each) for stem, each in found.items()}


def _stems(words: Iterable[str], lang: str) -> frozenset[str]:
    return frozenset(stem for each in words for stems in _forms(each, lang) for stem in stems)


def _forms(words: str, lang: str) -> tuple[Stems, ...]:
    """The stems of a phrase, and those of how it is written without accents."""
    return tuple(dict.fromkeys((stems_of(words, lang), stems_of(fold(words), lang))))


def _spoken(phrase: str, parts: Mapping[str, list[str]]) -> Iterator[str]:
    """A phrase with every choice of the parts that it names: "<only> <the> <chips>"."""
    part = _PART.search(phrase)
    if part is None:
        yield phrase
        return
    for words in parts[part[1]]:
        yield from _spoken(f"{phrase[: part.start()]}{words}{phrase[part.end() :]}", parts)


def _stemmed(entries: Mapping[str, list[str]], lang: str) -> Starts:
    """Phrases by their first stem, each once."""
    return _starts(
        {
            key: dict.fromkeys(stems for words in every for stems in _forms(words, lang))
            for key, every in entries.items()
        }
    )


def _sizes(declared: Mapping[str, list[str]]) -> dict[str, float]:
    return {fold(word): float(size) for size, words in declared.items() for word in words}


def _vague(phrases: Iterable[str]) -> dict[Stems, str]:
    longest = sorted(phrases, key=len, reverse=True)
    return {tuple(fold(each).split()): each for each in longest}


def _longest(every: Iterable[Stems]) -> tuple[Stems, ...]:
    return tuple(sorted(every, key=len, reverse=True))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    spaced = (r"\s+".join(map(re.escape, each.split())) for each in longest)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(spaced)})(?![\w-])", re.IGNORECASE)
