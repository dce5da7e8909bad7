"""What is said: a plain text in; its figures, names, phrases and conditions out.

Nothing is concluded here: that is ``target``, ``assign`` and ``choose``.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from calculators.grammar import pattern
from calculators.grammar import units as unit_words
from calculators.grammar import words as grammar_words
from calculators.language import SOURCE, Lang
from calculators.plain.conditions import conditioned, find_conditions
from calculators.plain.figure import Counted, Figure
from calculators.plain.figures import figures_of
from calculators.plain.fit import times
from calculators.plain.grammar import language
from calculators.plain.lexicon import Lexicon, Match, Sort, unknown
from calculators.plain.named import Name, find_names, thing_of
from calculators.plain.places import Places, intents
from calculators.plain.tokens import Word, clauses, fold, words_of
from calculators.plain.wording import cleaned, is_unit, reworded, unit_of
from calculators.quantity import Scope
from calculators.refusal import Refused
from calculators.registry import Registry
from calculators.sentences.measure import spelling
from facts import Facts, Kind
from facts.units import Unit, known_spellings, uncounted, unit

LONGEST_UNIT = 4
MOST_NUMBERS, MOST_NAMES = 12, 12
"""Figures and names of one message: more are no question, and would take long to weigh."""
SIMILAR = 10
"""Alternatives are no further from each other than so many times."""
_DO = re.compile(r"^do\b", re.IGNORECASE)
"""A question's first word, that would bound the figure behind it in Polish."""
_NUMBER = re.compile(r"[0-9][0-9.,]*")
_PER = re.compile(rf"(?:{pattern('per').pattern}|/)\s*$", re.IGNORECASE)


class Label(NamedTuple):
    """A phrase that names quantities, and where it stands.

    ``asked``: right behind a question word; ``inner``: a part of a longer phrase; ``slips``: the
    share of its words that are misspelt; ``clause``: in which clause of the text it stands, and
    whether it ``begins`` it; ``apart``: a mark stands before it.
    """

    keys: tuple[str, ...]
    start: int
    end: int
    stems: int
    asked: bool
    inner: bool = False
    slips: float = 0.0
    clause: int = 0
    begins: bool = False
    apart: bool = False


class Said(NamedTuple):
    """What a text says.

    ``families`` are names that several subjects share; ``asked_unit`` is the unit that is asked
    for, "how many kW", and ``asked_per`` that of which one is meant, "per kWh"; ``wanted`` is how
    it is spelt where the answer is to be in it, "in GJ"; ``counted`` the subject that "how many"
    stands before; ``hours`` a time without a figure, such as "a year"; ``intents`` the keys of the
    grammar's phrases that occur; ``parted``: "or" stands between two alternatives; ``vague`` a
    number that is none; ``unknown`` the words that nothing explains.
    """

    text: str
    lang: Lang
    words: tuple[Word, ...]
    figures: tuple[Figure, ...]
    labels: tuple[Label, ...]
    names: tuple[Name, ...]
    families: tuple[tuple[str, tuple[str, ...]], ...]
    asked_unit: Unit | None
    asked_per: Unit | None
    wanted: str
    counted: str | None
    hours: float | None
    settings: Mapping[str, str]
    scope: Scope | None
    intents: frozenset[str]
    begins: bool
    parted: bool
    vague: str
    unknown: tuple[str, ...]


def read_said(
    text: str,
    lexicons: Mapping[Lang, Lexicon],
    registry: Registry,
    facts: Facts,
    other: Lang = SOURCE,
) -> Said:
    """Find what a text says; ``other`` is its language where it doesn't show.

    Raises:
        Refused: for more numbers or names than a question has.
    """
    plain = cleaned(text)
    _bounded("too_many_numbers", len(_NUMBER.findall(plain)), 2 * MOST_NUMBERS)
    lexicon = lexicons[language(plain) or _likelier(plain, lexicons, other)]
    if lexicon.lang == "en":
        plain = _DO.sub("Does", plain)
    plain, vague = reworded(plain, lexicon)
    words = words_of(plain, lexicon.lang)
    places = Places(plain, words, lexicon.grammar)
    names = find_names(plain, words, lexicon, facts)
    _bounded("too_many_names", len(names), MOST_NAMES)
    figures = _figures(plain, lexicon.lang, names, registry, facts)
    figures = _shared(figures, places, plain)
    ends = clauses(plain)
    figures = [
        each._replace(clause=bisect(ends, each.start), than=_is_within("between", each, places))
        for each in figures
    ]
    _bounded("too_many_numbers", len(figures), MOST_NUMBERS)
    names = [each for each in names if not _is_no_name(each, plain, figures)]
    conditions = find_conditions(places, lexicon.grammar, figures)
    figures = conditioned(places, lexicon.grammar, figures)
    free = [each for each in _free(words, figures) if not _covered([each], conditions.used)]
    matches = lexicon.find(free, Sort.QUANTITY, Sort.SUBJECT, Sort.FAMILY)
    asked, spelt = _asked_unit(plain, free, places)
    asked = _apiece(asked, spelt, plain, names, facts)
    per = bool(spelt and _PER.search(plain[: spelt[0].start]))
    per = per and not (len(figures) == 1 and asked and _measures(figures[0], asked))
    kinds = intents(places, lexicon.grammar)
    return Said(
        text=plain,
        lang=lexicon.lang,
        words=tuple(words),
        figures=tuple(figures),
        labels=tuple(_labels(plain, free, matches, places, ends)),
        names=tuple(names),
        families=tuple(_families(plain, free, matches, lexicon)),
        asked_unit=None if per else asked,
        asked_per=asked if per else None,
        wanted="" if per else _wanted(plain, spelt, places),
        counted=_counted(names, places, facts),
        hours=_hours(words, figures, lexicon),
        settings=conditions.settings,
        scope=conditions.scope,
        intents=kinds.sorts,
        begins=kinds.begins,
        parted=_is_parted(names, places) or _are_parted(figures, places, plain),
        vague=vague,
        unknown=tuple(_unknown(free, matches, names, spelt, lexicon)),
    )


def _measures(figure: Figure, found: Unit) -> bool:
    """Whether a figure is measured in such a unit: TWh "na GJ" are to be GJ."""
    return figure.unit is not None and dict(figure.unit.dimension) == dict(found.dimension)


def _bounded(code: str, count: int, limit: int) -> None:
    if count > limit:
        raise Refused(code, count=str(count), limit=str(MOST_NUMBERS))


def _likelier(text: str, lexicons: Mapping[Lang, Lexicon], other: Lang) -> Lang:
    """The language that knows more words of a text; ``other`` where both know the same."""
    strange = {
        lang: len(unknown(words_of(text, lang), lexicon)) for lang, lexicon in lexicons.items()
    }
    fewest = min(strange.values())
    return other if strange[other] == fewest else min(strange, key=lambda lang: strange[lang])


def _figures(
    text: str, lang: Lang, names: Sequence[Name], registry: Registry, facts: Facts
) -> list[Figure]:
    counted = [
        Counted(each.key, of, each.start, each.end)
        for each in names
        if (of := thing_of(each.key, facts)) is not None
    ]
    # A digit that a name begins with is no figure either.
    places = [(each.start - 1, each.end) for each in names]
    return figures_of(text, lang, places, counted, registry=registry, facts=facts)


def _is_no_name(name: Name, text: str, figures: Sequence[Figure]) -> bool:
    """Whether what may be a name is the unit of a figure, 80 GB, or only says where it holds.

    Of "half a million H100 equivalents" the H100 is a measure; "a data centre of 40 MW" is no
    question about the industry.
    """
    of = next((each for each in figures if each.start <= name.start < each.end), None)
    inside = of is not None and name.end <= of.end
    measures = (
        of is not None and of.counts is None and of.unit is not None and "-" in of.unit.symbol
    )
    spelt = unit_of(text[name.start : name.end]) is not None
    return (inside and (spelt or measures)) or (name.kind is Kind.INDUSTRY and bool(figures))


def _free(words: Sequence[Word], figures: Sequence[Figure]) -> Iterator[Word]:
    """The words that are no part of a figure; no phrase goes on across one."""
    crossed = False
    for word in words:
        if _within(word, figures):
            crossed = True
            continue
        yield word._replace(apart=word.apart or crossed)
        crossed = False


def _labels(
    text: str, words: Sequence[Word], found: Sequence[Match], places: Places, ends: Sequence[int]
) -> list[Label]:
    """The phrases that name quantities; the first behind a question word is what it asks for."""
    labels: list[Label] = []
    for match in found:
        if match.phrase.sort is not Sort.QUANTITY:
            continue
        start, end = words[match.start].start, words[match.end - 1].end
        before = [each.end for each in labels if each.end <= start and not each.inner]
        asked = places.is_asked((start, end), max(before, default=-1))
        keys, stems = match.phrase.keys, len(match.phrase.stems)
        clause = bisect(ends, start)
        since = ends[clause - 1] if clause else 0
        begins = not text[since:start].strip()
        labels.append(
            Label(
                keys,
                start,
                end,
                stems,
                asked,
                match.inner,
                match.slips,
                clause,
                begins,
                words[match.start].apart and text[start - 2 : start - 1] == ",",
            )
        )
    return labels


def _families(
    text: str, words: Sequence[Word], matches: Sequence[Match], lexicon: Lexicon
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Words that several subjects' names begin with: Llama."""
    small = lexicon.grammar.filler
    for each in matches:
        word = words[each.start]
        if each.phrase.sort is Sort.FAMILY and not {word.stem, fold(word.text)} & small:
            yield text[word.start : words[each.end - 1].end], each.phrase.keys


def _asked_unit(
    text: str, words: Sequence[Word], places: Places
) -> tuple[Unit | None, Sequence[Word]]:
    """The unit that is asked for: "how many kW", "ile to MWh"; and the words that spell it."""
    weak: tuple[Unit | None, Sequence[Word]] = (None, ())
    for at in range(len(words)):
        spelt = _longest_unit(text, words[at : at + LONGEST_UNIT])
        if spelt is None:
            continue
        found, used = spelt
        if places.is_counted(words[at].start):
            return found, words[at : at + used]
        measures = uncounted(found.dimension) or "/" in found.symbol
        small = used == 1 and fold(words[at].text) in grammar_words("weak_units")
        if weak[0] is None and measures and not small and dict(found.dimension) != {"h": 1}:
            weak = found, words[at : at + used]
    return weak


def _apiece(
    asked: Unit | None, spelt: Sequence[Word], text: str, names: Sequence[Name], facts: Facts
) -> Unit | None:
    """The unit that is asked for, for each of what is named behind it: "kWh per H100"."""
    if asked is None or not spelt:
        return asked
    for name in names:
        gap = text[spelt[-1].end : name.start] if spelt[-1].end <= name.start else ""
        of = thing_of(name.key, facts)
        if of is not None and gap.strip() and _PER.fullmatch(gap.lstrip()):
            return asked.per(of)
    return asked


def _wanted(text: str, spelt: Sequence[Word], places: Places) -> str:
    """The unit that an answer is to be in, as spelt: "in GJ", "how many kWh"."""
    if not spelt:
        return ""
    start, end = spelt[0].start, spelt[-1].end
    stands = places.is_counted(start) or any(
        last <= start and not text[last:start].strip() for _, last in places.every("into")
    )
    return text[start:end] if stands else ""


@cache
def _unit_starts() -> frozenset[str]:
    """What the spellings of units begin with, up to the first sign or space."""
    return frozenset(map(_start, (*known_spellings(), *unit_words())))


def _start(text: str) -> str:
    return re.split(r"[\W_]", text, maxsplit=1)[0].casefold()


def _longest_unit(text: str, words: Sequence[Word]) -> tuple[Unit, int] | None:
    if _start(words[0].text) not in _unit_starts():
        return None
    for count in range(len(words), 0, -1):
        spelt = text[words[0].start : words[count - 1].end]
        found = unit_of(spelling(spelt))
        watts = spelt == "W" and words[0].start > 0  # not the Polish "in"
        if found is not None and found.dimension and (len(spelt) > 1 or watts):
            return found, count
    return None


def _counted(names: Sequence[Name], places: Places, facts: Facts) -> str | None:
    """The subject that "how many" stands right before: how many B200s."""
    things = [each for each in names if thing_of(each.key, facts)]
    if places.has("those"):
        return things[-1].key if things else None
    return next((each.key for each in things if places.is_counted(each.start)), None)


def _hours(words: Sequence[Word], figures: Sequence[Figure], lexicon: Lexicon) -> float | None:
    """A time that is named without a figure; that of a price is the price's."""
    prices = [each for each in figures if not each.is_amount]
    folded = " ".join(fold(each.text) for each in words if not _within(each, prices))
    times = lexicon.grammar.times.items()
    return next((unit(name).factor for name, every in times if every.search(folded)), None)


def _is_parted(names: Sequence[Name], places: Places) -> bool:
    """Whether a word for alternatives stands between two names of one kind."""
    return any(
        one.end <= start and end <= other.start and one.kind is other.kind
        for start, end in places.every("between")
        for one in names
        for other in names
    )


def _shared(figures: Sequence[Figure], places: Places, text: str) -> list[Figure]:
    """The figures, of which alternatives share the unit: "2.5 or 1.7 dollars an hour"."""
    found = list(figures)
    for at, (one, other) in enumerate(pairwise(figures)):
        if not _are_either(one, other, places, text):
            continue
        if other.unit is not None and _lacks(one, other):
            found[at] = _like(one, other)
        elif one.unit is not None and _lacks(other, one) and _is_similar(one, other):
            found[at + 1] = _like(other, one)
    return found


def _lacks(bare: Figure, whole: Figure) -> bool:
    """Whether a figure is a number alone, or money alone beside a price in the same."""
    if bare.unit is None or whole.unit is None:
        return bare.unit is None
    money = dict(bare.unit.dimension)
    return bare.is_money and len(money) == 1 and money.items() < whole.unit.dimension.items()


def _is_similar(whole: Figure, bare: Figure) -> bool:
    """Whether a number alone may go on from a figure: 5 from "2 years", but not 256 from "$3"."""
    size = whole.value.value / (whole.unit.factor if whole.unit else 1.0)
    return 1 / SIMILAR <= bare.value.value / size <= SIMILAR if size else False


def _like(bare: Figure, whole: Figure) -> Figure:
    """A figure in the unit of another."""
    factor = (whole.unit.factor if whole.unit else 1.0) / (bare.unit.factor if bare.unit else 1.0)
    alike = whole._replace(value=times(bare.value, factor), ways=None)
    return alike._replace(text=bare.text, start=bare.start, end=bare.end)


def _is_within(key: str, figure: Figure, places: Places) -> bool:
    """Whether a phrase of a sort stands within what is written as a figure."""
    return any(figure.start <= start < end <= figure.end for start, end in places.every(key))


def _are_parted(figures: Sequence[Figure], places: Places, text: str) -> bool:
    """Whether a word for alternatives is all between two figures, or between two alike."""
    return any(_are_either(one, other, places, text) for one, other in pairwise(figures)) or any(
        one.start < start and end <= other.end and one.end <= other.start and _alike(one, other)
        for start, end in places.every("either")
        for at, one in enumerate(figures)
        for other in figures[at + 1 :]
    )


def _alike(one: Figure, other: Figure) -> bool:
    """Whether two figures may be alternatives."""
    if one.unit is None or other.unit is None:
        return one.unit is other.unit
    return dict(one.unit.dimension) == dict(other.unit.dimension)


def _are_either(one: Figure, other: Figure, places: Places, text: str) -> bool:
    return any(
        one.end <= start
        and end <= other.start
        and not text[one.end : start].strip(" ,")
        and len(text[end : other.start].strip()) <= len("at")
        for start, end in places.every("either")
    )


def _unknown(
    words: Sequence[Word],
    matches: Sequence[Match],
    names: Sequence[Name],
    spelt: Sequence[Word],
    lexicon: Lexicon,
) -> Iterator[str]:
    """The words that nothing explains."""
    explained = {place for each in matches for place in range(each.start, each.end)}
    named = [(each.start, each.end) for each in names]
    rest = [
        each
        for place, each in enumerate(words)
        if place not in explained and each not in spelt and not _covered([each], named)
    ]
    yield from (each.text for each in unknown(rest, lexicon) if not is_unit(each.text))


def _within(word: Word, figures: Sequence[Figure]) -> bool:
    return any(each.start <= word.start and word.end <= each.end for each in figures)


def _covered(words: Sequence[Word], used: Sequence[tuple[int, int]]) -> bool:
    return any(start <= words[0].start and words[-1].end <= end for start, end in used)
