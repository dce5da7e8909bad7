"""What is said: a plain text in; its figures, names, phrases and conditions out.

Nothing is concluded here: that is ``target``, ``assign`` and ``choose``.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from calculators.language import SOURCE, Lang
from calculators.plain.around import Spoken, explained
from calculators.plain.asked import asked_unit
from calculators.plain.conditions import conditioned, find_conditions
from calculators.plain.either import figures_parted, is_within, joined, names_parted, shared
from calculators.plain.figure import Counted, Figure
from calculators.plain.figures import figures_of
from calculators.plain.grammar import language
from calculators.plain.lexicon import Lexicon, Match, Sort, unknown
from calculators.plain.named import Name, find_names, strange_names, thing_of
from calculators.plain.parts import is_one_of, parts_of
from calculators.plain.places import Place, Places, intents
from calculators.plain.tokens import Word, fold, words_of
from calculators.plain.wording import cleaned, is_unit, reworded, unit_of
from calculators.quantity import Scope
from calculators.refusal import Refused
from calculators.registry import Registry
from facts import Facts, Kind
from facts.units import Unit, unit

MOST_NUMBERS, MOST_NAMES = 12, 12
"""Figures and names of one message: more are no question, and would take long to weigh."""
_DO = re.compile(r"^do\b", re.IGNORECASE)
"""A question's first word, that would bound the figure behind it in Polish."""
_NUMBER = re.compile(r"[0-9][0-9.,]*")


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
    grammar's phrases that occur; ``parted``: "or" stands between two alternatives, ``joined``:
    "and" between two alike; ``vague`` a number that is none; ``unknown`` words that nothing
    explains, and names that nobody knows.
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
    joined: bool
    vague: str
    unknown: tuple[str, ...]

    def word_before(self, figure: Figure) -> str:
        """The stem of the word right before a figure."""
        return next((each.stem for each in reversed(self.words) if each.end <= figure.start), "")

    def words_of(self, figure: Figure) -> Iterator[Word]:
        """The words that are part of a figure."""
        return (each for each in self.words if figure.start <= each.start < figure.end)

    def word_behind(self, figure: Figure) -> str:
        """The stem of the word right behind a figure."""
        return next((each.stem for each in self.words if each.start >= figure.end), "")


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
    worded = reworded(plain, lexicon)
    plain, words = worded.text, worded.words
    places = Places(plain, words, lexicon.grammar)
    names = find_names(worded, lexicon, facts)
    _bounded("too_many_names", len(names), MOST_NAMES)
    strange = list(strange_names(words, lexicon))
    figures = _figures(places, lexicon.lang, names, strange, registry=registry, facts=facts)
    _bounded("too_many_numbers", len(figures), MOST_NUMBERS)
    names = [each for each in names if not _is_no_name(each, plain, figures)]
    conditions = find_conditions(places, lexicon.grammar, figures)
    figures = conditioned(places, lexicon.grammar, figures)
    free = [each for each in _free(words, figures) if not _covered([each], conditions.used)]
    matches = lexicon.find(free, Sort.QUANTITY, Sort.SUBJECT, Sort.FAMILY)
    asked = asked_unit(free, places, names, figures, facts)
    kinds = intents(places, lexicon.grammar)
    named = [*((each.start, each.end) for each in names), *strange]
    return Said(
        text=plain,
        lang=lexicon.lang,
        words=tuple(words),
        figures=tuple(figures),
        labels=tuple(_labels(free, matches, places)),
        names=tuple(names),
        families=tuple(_families(plain, free, matches, lexicon)),
        asked_unit=asked.unit,
        asked_per=asked.per,
        wanted=asked.wanted,
        counted=_counted(names, places, facts),
        hours=_hours(words, figures, lexicon),
        settings=conditions.settings,
        scope=conditions.scope,
        intents=kinds.sorts,
        begins=kinds.begins,
        parted=names_parted(names, places) or figures_parted(figures, places, plain),
        joined=joined(names, figures, places),
        vague=worded.vague,
        unknown=(
            *(plain[start:end] for start, end in strange),
            *_unknown(free, matches, named, asked.words, lexicon),
        ),
    )


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
    places: Places,
    lang: Lang,
    names: Sequence[Name],
    strange: Sequence[Place],
    *,
    registry: Registry,
    facts: Facts,
) -> list[Figure]:
    """The figures of a text, with what alternatives and parts share, and where each stands."""
    text = places.text
    counted = [
        Counted(each.key, of, each.start, each.end)
        for each in names
        if (of := thing_of(each.key, facts)) is not None
    ]
    counted += [Counted("", unit("accelerator"), *place) for place in strange]
    # A digit that a name begins with is no figure either.
    named = [(each.start - 1, each.end) for each in names] + list(strange)
    found = figures_of(text, lang, named, counted, registry=registry, facts=facts)
    found = explained(found, text, _spoken(names, places, facts), facts)
    figures = shared(found, places, text)
    return [
        each._replace(
            clause=bisect(places.clause_ends, each.start), than=is_within("between", each, places)
        )
        for each in parts_of(figures, text)
        if not is_one_of(each, figures)
    ]


def _spoken(names: Sequence[Name], places: Places, facts: Facts) -> Spoken:
    """What a text speaks of that is counted."""
    asked = _counted(names, places, facts)
    things = {of.symbol: of for each in names if (of := thing_of(each.key, facts))}
    only = next(iter(things.values())) if len(things) == 1 else None
    return Spoken(thing_of(asked, facts) if asked else None, only)


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


def _labels(words: Sequence[Word], found: Sequence[Match], places: Places) -> list[Label]:
    """The phrases that name quantities; the first behind a question word is what it asks for."""
    text, ends = places.text, places.clause_ends
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
    found = map(lexicon.grammar.times.get, lexicon.grammar.timed.findall(folded))
    return max((unit(name).factor for name in found if name), default=None)


def _unknown(
    words: Sequence[Word],
    matches: Sequence[Match],
    named: Sequence[Place],
    spelt: Sequence[Word],
    lexicon: Lexicon,
) -> Iterator[str]:
    """The words that nothing explains; those at ``named`` are names."""
    explained = {place for each in matches for place in range(each.start, each.end)}
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
