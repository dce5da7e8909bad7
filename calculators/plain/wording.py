"""Wording: a text as typed in; the same with numbers in digits and units as the table has them.

"pol miliona kart", "150 megawats", "30-day" out as "500000 kart", "150 megawatts", "30 day".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from calculators.grammar import any_of
from calculators.grammar import units as unit_words
from calculators.grammar import words as grammar_words
from calculators.language import Lang
from calculators.names import nearest
from calculators.numbers import normal, split_scale
from calculators.plain.compounds import taken_apart
from calculators.plain.grammar import Grammar
from calculators.plain.lexicon import Lexicon, Match, Sort
from calculators.plain.spelt import in_digits
from calculators.plain.tokens import Word, fold, stem, words_of
from calculators.sentences.apiece import things
from facts.units import Unit, UnknownUnit, known_spellings, unit

MOST_WORDS = 2
"""A unit whose form is mended has no more words."""
LONG, SLIP = 5, 88
"""Words of so many letters may have a slip in them; so near must the right one be."""
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_PINGS = re.compile(r"<(?:[@#][!&]?|a?:\w+:)[0-9]+>\s?")
_LINKS = re.compile(r"https?://\S+")
_IT_IS = re.compile(rf"\b(?:{any_of(grammar_words('contracted'))})['’]s\s", re.IGNORECASE)
"""What says nothing: "what if it's only 6 cents?" is not about IT only."""
_OWNER = re.compile(r"(?<=\w)['’](?:s|a|u|em|owi|ie|ów)\b")
_LINK = rf"(?:{any_of(grammar_words('links'))})"
_LINKS_ARE = re.compile(rf"(?<!\w){_LINK}(?!\w)", re.IGNORECASE)
_SPEED = re.compile(r"(?<=[0-9])\s?(?:[Gg]|[Gg]ig|Gb|Gbit|[Gg]igabit\w*)(?![\w/])")
"""How fast links are, in gigabits, where a text speaks of some: "400G ports"."""
_DASH = re.compile(r"(?<=[0-9][kKmMGBT])-(?=[0-9])")
_IT = re.compile(
    r"\bIT\b(?=\s(?:(?:is|was|are|takes|draws|uses|bierze|pobiera|to)\s)?[0-9])|(?<=[MkG]W\s)(?:of\s)?IT\b(?!\s[a-z])"
)
_HALVES = re.compile("(?<=[0-9]) ?½")
_SCALED = re.compile(
    rf"(?<![^\W_])([0-9.,]+)[- ]?((?:{any_of(grammar_words('scaled'))})|[BbMT])-(?=[a-z]{{4}})"
)
"""A number with its scale before what it counts: "405B-parameter", "8-billion-parameter"."""
_HYPHEN = re.compile(r"(?<![\w.-])([0-9][0-9.,]*)-([A-Za-z]{2,})")
"""A figure before its unit: "a 4-year life"."""
_HOURS_OF = re.compile(r"\b([A-Za-z]+[0-9]+[A-Za-z]*)[- ](?:hours?|godzin\w*)\b")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[ ,][0-9]{3})+")
_FIGURE = rf"{_GROUPED.pattern}|[0-9]+(?:[.,][0-9]+)?"
_AROUND = re.compile(
    rf"(?<![0-9])(?P<middle>(?>{_FIGURE}))(?P<unit>[^0-9±+.,?!]{{0,16}}[0-9]{{0,3}}[A-Za-z]{{0,2}}?)\s?"
    rf"(?:±|\+/-)\s?(?P<apart>{_FIGURE})\s?(?:(?P<share>%)|(?P=unit)(?!\w))?"
)
"""A figure with what it may be off by, as a share or in the same unit."""
_WORDS = r"(?P<rest>[^\W\d_]+\.?(?:[ ][^\W\d_]+){0,3})"
_BEHIND = re.compile(rf"(?<=[0-9])(?P<gap>\s?){_WORDS}")
_LONG = re.compile(r"[^\W\d_]{4,}")
_PER = re.compile(rf"(?P<gap>\b(?:za|na|per)\s){_WORDS}", re.IGNORECASE)


class Worded(NamedTuple):
    """A text as the parser reads it: its words, and the names of subjects among them.

    ``vague`` is a number in it that is none: "tens of thousands".
    """

    text: str
    words: list[Word]
    subjects: list[Match]
    vague: str


def cleaned(text: str) -> str:
    """A text without links, pings and what can't be seen, with plain signs."""
    for pattern in (_UNSEEN, _PINGS, _LINKS, _IT_IS, _OWNER):
        text = pattern.sub("", text)
    text = _HALVES.sub(".5", text)
    text = _IT.sub("IT power", text)
    text = _SPEED.sub(" Gb/s", text) if _LINKS_ARE.search(text) else text
    text = _SCALED.sub(lambda match: f"{match[1]}{' ' * (len(match[2]) > 1)}{match[2]} ", text)
    return _HYPHEN.sub(r"\1 \2", _DASH.sub("–", _spans(normal(text))))


def _spans(text: str) -> str:
    """The text with "20 MW ± 10 %" as a range: 18–22 MW."""

    def ends(match: re.Match[str]) -> str:
        middle, apart = (_number(match[name]) for name in ("middle", "apart"))
        apart = middle * apart / 100 if match["share"] else apart
        return f"{middle - apart:.10g}–{middle + apart:.10g}{match['unit']}"

    return _AROUND.sub(ends, text) if "±" in text or "+/-" in text else text


def _number(text: str) -> float:
    if _GROUPED.fullmatch(text):
        return float(re.sub("[ ,]", "", text))
    return float(text.replace(",", "."))


def reworded(text: str, lexicon: Lexicon) -> Worded:
    """A cleaned text in digits and known units, and without slips of the hand."""
    text = taken_apart(lexicon.mended(text), lexicon.lang)
    words = words_of(text, lexicon.lang)
    names = lexicon.find(words, Sort.SUBJECT)
    places = [(words[each.start].start, words[each.end - 1].end) for each in names]

    def is_counted(word: str) -> bool:
        if fold(word) in lexicon.grammar.filler and len(word) == 1:
            return False  # the Polish "a" is no year
        return word.casefold() in things() or lexicon.is_name(word) or is_unit(word)

    vague, place = _vague(words, lexicon.grammar)
    if place and (following := next((each for each in words if each.start >= place[1]), None)):
        vague = "" if fold(following.text) in _comparatives() else vague
    places += [place] if place else []
    plain = _mended(in_digits(text, lexicon.grammar, is_counted, places), lexicon)
    plain = lexicon.grammar.minus.sub("-", _hours_of(plain, lexicon))
    if plain != text:
        words = words_of(plain, lexicon.lang)
        names = lexicon.find(words, Sort.SUBJECT)
    return Worded(plain, words, names, vague)


@lru_cache(4_096)
def is_unit(word: str) -> bool:
    """Whether a word spells a unit."""
    return word.casefold() in unit_words() or unit_of(word) is not None


@lru_cache(4_096)
def unit_of(text: str) -> Unit | None:
    """The unit that a text spells, in any language."""
    try:
        return unit(unit_words().get(text.casefold()) or _accented().get(fold(text), text))
    except UnknownUnit:
        return None


def _vague(words: Sequence[Word], grammar: Grammar) -> tuple[str, tuple[int, int] | None]:
    """A number that is none, and where it stands: "tens of thousands"."""
    folded = [fold(each.text) for each in words]
    for parts, phrase in grammar.vague.items():
        if parts[0] in folded:
            for at in range(len(words) - len(parts) + 1):
                if tuple(folded[at : at + len(parts)]) == parts:
                    return phrase, (words[at].start, words[at + len(parts) - 1].end)
    return "", None


def _hours_of(text: str, lexicon: Lexicon) -> str:
    """Hours of a device are hours of accelerators: "7M H100-hours"."""

    def swapped(match: re.Match[str]) -> str:
        return f"GPU-hours {match[1]}" if lexicon.is_name(match[1]) else match[0]

    return _HOURS_OF.sub(swapped, text)


def _mended(text: str, lexicon: Lexicon) -> str:
    """The text with slips, forms and missing accents of the units behind numbers mended."""
    known = _stemmed(lexicon.lang)

    def mend(match: re.Match[str]) -> str:
        words = match["rest"].split()
        scaled = len(words) > 1 and split_scale(f"{words[0]} x")[0] != 1.0
        first, words = (words[:1], words[1:]) if scaled else ([], words)
        for count in range(min(len(words), MOST_WORDS), 1, -1):
            stems = tuple(stem(each, lexicon.lang) for each in words[:count])
            if stems in known:
                words[:count] = [known[stems]]
                break
        else:
            words[:1] = [_spelt(words[0], lexicon)]
        return match["gap"] + " ".join([*first, *words])

    if lexicon.lang == "pl":
        text = _LONG.sub(lambda match: _accented().get(match[0].casefold(), match[0]), text)
    return _PER.sub(mend, _BEHIND.sub(mend, text))


def _spelt(word: str, lexicon: Lexicon) -> str:
    """A unit as it is spelt in the table; any other word as it is."""
    if is_unit(word) or lexicon.is_name(word):
        return word
    plain = _accented().get(fold(word))
    if len(word) >= LONG:
        plain = plain or _stemmed(lexicon.lang).get((stem(word, lexicon.lang),))
    if plain or len(word) < LONG:
        return plain or word
    near = nearest(word, _long_units(), 1, SLIP)
    return near[0] if near and abs(len(near[0]) - len(word)) <= 2 else word


@cache
def _comparatives() -> frozenset[str]:
    """Words before which "a lot" is no number of things."""
    return frozenset(map(fold, grammar_words("comparatives")))


@cache
def _accented() -> Mapping[str, str]:
    """Units that people write without their accents, and how they are spelt."""
    return {fold(each): each for each in unit_words() if fold(each) != each.casefold()}


@cache
def _stemmed(lang: Lang) -> Mapping[tuple[str, ...], str]:
    """Units by the stems of their words, for the forms that don't follow a number."""
    return {
        tuple(stem(word, lang) for word in each.split()): each
        for each in reversed((*unit_words(),))
        if len(each) >= LONG
    }


@cache
def _long_units() -> tuple[str, ...]:
    return tuple(each for each in (*known_spellings(), *unit_words()) if len(each) >= LONG)
