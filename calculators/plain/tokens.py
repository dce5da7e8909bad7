"""Tokens: a text as words with their stems, compared without case, accents and endings."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

STEMMERS = {"en": "english", "pl": "polish"}
WORD = re.compile(r"[^\W_]+(?:[-'./][^\W_]+)*[%+]?", re.UNICODE)
SHORT = 2
"""A stem of so few letters says too little: Llamy is no "ll"."""
_OWNER = re.compile(r"(?<=\w)['’](?:s|a|u|em|owi|ie|ów)\b")
_MARK = re.compile(r"[,;:?!()=]|\.\s|\s[-–—]\s")
_SHORTENED = "".join(
    rf"(?<!\b{each})" for each in ("tys", "mln", "mld", "szt", "proc", "godz", "ok", "ca", "approx")
)
_CLAUSE = re.compile(rf"[;?!]|{_SHORTENED}\.\s", re.IGNORECASE)
_POLISH = re.compile("[ąćęłńóśźż]", re.IGNORECASE)
_STROKES = str.maketrans("łŁ", "lL")


class Word(NamedTuple):
    """A word of a text with its stem, and where it stands; ``apart``: a mark stands before it."""

    text: str
    stem: str
    start: int
    end: int
    apart: bool = False


def words_of(text: str, lang: str) -> list[Word]:
    """The words of a text."""
    found: list[Word] = []
    for match in WORD.finditer(text):
        between = text[found[-1].end : match.start()] if found else " "
        apart = between != " " and _MARK.search(between) is not None
        found.append(Word(match[0], stem(match[0], lang), match.start(), match.end(), apart))
    return found


def clauses(text: str) -> list[int]:
    """Where the clauses of a text end that a strong mark ends: what is beside what stops there."""
    return [match.end() for match in _CLAUSE.finditer(text)]


def spelt_words(text: str) -> list[str]:
    """The words of a text as they are spelt."""
    return WORD.findall(text)


def stems_of(text: str, lang: str) -> tuple[str, ...]:
    """The stems of a phrase."""
    return tuple(word.stem for word in words_of(_OWNER.sub("", text), lang))


@lru_cache(16_384)
def stem(word: str, lang: str) -> str:
    """What the forms of a word have in common, without accents: people leave them out."""
    folded = word.casefold()
    # What holds a digit has no endings.
    if len(folded) <= 3 or any(each.isdigit() for each in folded):
        return fold(folded)
    if folded in _whole(lang):
        return fold(folded)
    found = _stemmer(lang).stemWord(folded)
    return fold(found if len(found) > SHORT else folded[:-1])


@lru_cache(16_384)
def fold(text: str) -> str:
    """Lower case, no accents."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_STROKES))
    return "".join(each for each in plain if not unicodedata.combining(each))


def is_polish(text: str) -> bool:
    """Whether a text has a letter that only Polish has of the two languages."""
    return _POLISH.search(text) is not None


def grammar_of(lang: str) -> dict[str, Any]:
    """The file of a language's grammar, as it is written."""
    return tomllib.loads(Path(__file__).with_name(f"words-{lang}.toml").read_text("utf-8"))


@cache
def _whole(lang: str) -> frozenset[str]:
    """Words that are no form of the one that they begin with: powerful, power."""
    return frozenset(grammar_of(lang).get("whole", ()))


@cache
def _stemmer(lang: str) -> Any:
    import snowballstemmer  # only plain words need it

    return snowballstemmer.stemmer(STEMMERS[lang])
