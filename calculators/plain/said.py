"""What is said: a plain text in; its figures, names, phrases and conditions out.

Nothing is concluded here: that is ``target`` and ``assign``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from calculators.grammar import pattern
from calculators.grammar import units as unit_words
from calculators.language import SOURCE, Lang
from calculators.names import nearest
from calculators.numbers import normal, split_scale
from calculators.plain.figures import Counted, Figure, figures_of
from calculators.plain.grammar import Grammar, Stems, language
from calculators.plain.lexicon import Lexicon, Match, Sort, unknown
from calculators.plain.spelt import in_digits
from calculators.plain.tokens import Word, fold, stem, words_of
from calculators.quantity import Scope
from calculators.registry import Registry
from calculators.sentences.apiece import things
from calculators.sentences.measure import MONEY, spelling
from facts import Facts, Kind
from facts.units import Unit, UnknownUnit, known_spellings, uncounted, unit

_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_PINGS = re.compile(r"<(?:[@#][!&]?|a?:\w+:)[0-9]+>\s?")
_DASH = re.compile(r"(?<=[0-9][kKmMGBT])-(?=[0-9])")
_HYPHEN = re.compile(r"(?<![\w.-])([0-9][0-9.,]*)-([A-Za-z]{2,})")
"""A figure before its unit: "a 4-year life"."""
_HOURS_OF = re.compile(r"\b([A-Za-z]+[0-9]+[A-Za-z]*)[- ](?:hours?|godzin\w*)\b")
_OWNER = re.compile(r"(?<=\w)['’](?:s|a|u|em|owi|ie|ów)\b")
_LINKS = re.compile(r"https?://\S+")
_WORDS = r"(?P<rest>[^\W\d_]+\.?(?:[ ][^\W\d_]+){0,3})"
_BEHIND = re.compile(rf"(?<=[0-9])(?P<gap>\s?){_WORDS}")
_PER_UNIT = re.compile(rf"(?P<gap>\b(?:za|na|per)\s){_WORDS}", re.IGNORECASE)
MOST_WORDS = 2
LONG = 5
"""Words of so many letters may have a slip in them."""
SLIP = 88
MEAN_WITHIN = 16
NEXT = 2
"""Words that may stand between "how many" and what is counted."""
_PER = pattern("per")
_PER = re.compile(rf"(?:{_PER.pattern}|/)$", re.IGNORECASE)
RACKED = ("rack_power", "gpus_per_rack")


class Label(NamedTuple):
    """A phrase that names quantities, and where it stands; ``asked``: right behind a question."""

    keys: tuple[str, ...]
    start: int
    end: int
    stems: int
    asked: bool
    inner: bool = False
    slips: float = 0.0


class Name(NamedTuple):
    """A subject, and where it is named."""

    kind: Kind
    key: str
    start: int
    end: int
    general: bool = False
    """Whether the name is also what such things are called: "reaktor"."""


class Said(NamedTuple):
    """What a text says.

    ``families`` are names that several subjects share; ``asked_unit`` is the unit that is asked
    for, "how many kW", and ``asked_per`` that of which one is meant, "per kWh"; ``counted`` the subject that "how many" stands before; ``hours`` a time
    without a figure, such as "a year"; ``intents`` the keys of the grammar's phrases that occur;
    ``vague`` a number that is none; ``unknown`` the words that nothing explains.
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
    counted: str | None
    hours: float | None
    settings: Mapping[str, str]
    scope: Scope | None
    intents: frozenset[str]
    begins: bool
    vague: str
    unknown: tuple[str, ...]


def read_said(
    text: str,
    lexicons: Mapping[Lang, Lexicon],
    registry: Registry,
    facts: Facts,
    other: Lang = SOURCE,
) -> Said:
    """Find what a text says; ``other`` is its language where it doesn't show."""
    plain = _HYPHEN.sub(
        r"\1 \2",
        _DASH.sub(
            "–", normal(_OWNER.sub("", _LINKS.sub("", _PINGS.sub("", _UNSEEN.sub("", text)))))
        ),
    )
    lang = language(plain) or _likelier(plain, lexicons, other)
    return _Reader(plain, lexicons[lang], registry, facts).read()


def _likelier(text: str, lexicons: Mapping[Lang, Lexicon], other: Lang) -> Lang:
    """The language that knows more words of a text; ``other`` where both know the same."""
    strange = {
        lang: len(unknown(words_of(text, lang), lexicon)) for lang, lexicon in lexicons.items()
    }
    fewest = min(strange.values())
    return other if strange[other] == fewest else min(strange, key=lambda lang: strange[lang])


class _Reader:
    """Reads one text."""

    def __init__(self, text: str, lexicon: Lexicon, registry: Registry, facts: Facts) -> None:
        self._lexicon = lexicon
        self._grammar: Grammar = lexicon.grammar
        self._registry = registry
        self._facts = facts
        words = words_of(text, lexicon.lang)
        names = lexicon.find(words, Sort.SUBJECT)
        places = [(words[each.start].start, words[each.end - 1].end) for each in names]
        self.vague, place = _vague(words, self._grammar)
        places += [place] if place else []
        self._text = self._mended(in_digits(text, self._grammar, self._is_counted, places))
        self._text = self._signed(self._hours_of(self._text))
        self._words = words_of(self._text, lexicon.lang)

    def read(self) -> Said:
        """Everything that the text says."""
        names = self._names()
        figures = self._figures(names)
        names = [
            each
            for each in names
            if _unit(self._text[each.start : each.end]) is None
            or not any(_inside(each, figure) for figure in figures)
        ]
        settings, scope, used = self._conditions(figures)
        figures = self._averaged(self._scoped(figures))
        free = self._free(figures)
        places = [(each.start, each.end) for each in names]
        matches = [
            each
            for each in self._lexicon.find(free, Sort.QUANTITY, Sort.SUBJECT, Sort.FAMILY)
            if not _covered(free[each.start : each.end], used)
        ]
        labels = self._labels(free, matches)
        explained = {place for each in matches for place in range(each.start, each.end)}
        rest = [
            each
            for place, each in enumerate(free)
            if place not in explained and not _covered([each], [*used, *places])
        ]
        intents = self._intents()
        asked_unit, spelt = self._asked_unit([each for each in free if not _covered([each], used)])
        rest = [each for each in rest if each not in spelt]
        before = self._text[: spelt[0].start].rstrip() if spelt else ""
        per = bool(_PER.search(before))
        return Said(
            text=self._text,
            lang=self._lexicon.lang,
            words=tuple(self._words),
            figures=tuple(figures),
            labels=tuple(labels),
            names=tuple(names),
            families=tuple(
                (self._spelling(free, each), each.phrase.keys)
                for each in matches
                if each.phrase.sort is Sort.FAMILY
                and fold(free[each.start].text) not in self._grammar.filler
                and free[each.start].stem not in self._grammar.filler
            ),
            asked_unit=None if per else asked_unit,
            asked_per=asked_unit if per else None,
            counted=self._counted(names),
            hours=self._hours(figures),
            settings=settings,
            scope=scope,
            intents=intents,
            begins=self._begins("follows"),
            vague=self.vague,
            unknown=tuple(
                each.text for each in unknown(rest, self._lexicon) if not self._is_unit(each.text)
            ),
        )

    def _free(self, figures: Sequence[Figure]) -> list[Word]:
        """The words that are no part of a figure; no phrase goes on across one."""
        found: list[Word] = []
        crossed = False
        for word in self._words:
            if _within(word, figures):
                crossed = True
                continue
            found.append(word._replace(apart=word.apart or crossed))
            crossed = False
        return found

    def _hours_of(self, text: str) -> str:
        """Hours of a device are hours of accelerators: "7M H100-hours"."""

        def swapped(match: re.Match[str]) -> str:
            return f"GPU-hours {match[1]}" if self._lexicon.is_name(match[1]) else match[0]

        return _HOURS_OF.sub(swapped, text)

    def _signed(self, text: str) -> str:
        """The text with the word for minus as its sign."""
        words = "|".join(stem for stems in self._grammar.phrases["minus"] for stem in stems)
        return re.sub(rf"\b(?:{words})\s+(?=[0-9])", "-", text, flags=re.IGNORECASE)

    def _spelling(self, words: Sequence[Word], match: Match) -> str:
        return self._text[words[match.start].start : words[match.end - 1].end]

    def _is_counted(self, word: str) -> bool:
        """Whether a word names things that can be counted, or a subject."""
        return word.casefold() in things() or self._lexicon.is_name(word) or self._is_unit(word)

    def _is_unit(self, word: str) -> bool:
        return word.casefold() in unit_words() or _unit(word) is not None

    def _names(self) -> list[Name]:
        found = self._lexicon.find(self._words, Sort.SUBJECT)
        places = [
            (self._words[each.start].start, self._words[each.end - 1].end, each) for each in found
        ]
        named = [
            Name(self._facts.subjects[key].kind, key, start, end, self._is_general(each))
            for start, end, each in places
            for key in each.phrase.keys[:1]
            if not self._is_amount(each)
        ]
        return [*named, *self._versions(named)]

    def _versions(self, named: Sequence[Name]) -> Iterator[Name]:
        """Other versions of what is named: "the H100 SXM and the PCIe one"."""
        for name in named:
            first = self._text[name.start : name.end].split()[0].casefold()
            for word in self._words:
                key = self._facts.names.get(f"{first} {word.text.casefold()}")
                apart = word.start > name.end or word.end < name.start
                if key not in (None, name.key) and apart and key:
                    yield Name(name.kind, key, word.start, word.end)

    def _is_general(self, match: Match) -> bool:
        """Whether the words of a name are those of a quantity too."""
        return any(
            phrase.sort is Sort.QUANTITY and phrase.stems == match.phrase.stems
            for phrase in self._lexicon.starting(match.phrase.stems[0])
        )

    def _is_amount(self, match: Match) -> bool:
        """Whether a name that begins with a digit is a number: 405B parameters."""
        words = self._words[match.start : match.end]
        return len(words) == 1 and words[0].text[:1].isdigit()

    def _figures(self, names: Sequence[Name]) -> list[Figure]:
        counted = [
            Counted(each.key, of, each.start, each.end)
            for each in names
            if (of := thing_of(each.key, self._facts)) is not None
        ]
        places = [(each.start - 1, each.end) for each in names]
        return figures_of(
            self._text, self._lexicon.lang, places, counted, self._registry, self._facts
        )

    def _conditions(
        self, figures: Sequence[Figure]
    ) -> tuple[dict[str, str], Scope | None, list[tuple[int, int]]]:
        """The settings and the scope that phrases stand for, and where they stand."""
        settings: dict[str, str] = {}
        scope: Scope | None = None
        used: list[tuple[int, int]] = []
        for stems, setting in self._grammar.settings.items():
            for place in self._places(stems, used):
                name, _, value = setting.partition("=")
                settings[name] = value
                used.append(place)
        for stems, name in self._grammar.scopes.items():
            for place in self._places(stems, used):
                if scope is None and not self._is_label(place, figures):
                    scope = Scope(name)
                    used.append(place)
        return settings, scope, used

    def _scoped(self, figures: Sequence[Figure]) -> list[Figure]:
        """The figures with the scopes that stand beside them: "the whole site takes 90 MW"."""
        found = list(figures)
        for stems, name in self._grammar.scopes.items():
            for place in self._places(stems, ()):
                for at, figure in enumerate(found):
                    if figure.scope is None and self._is_label(place, [figure]):
                        found[at] = figure._replace(scope=Scope(name))
        return found

    def _averaged(self, figures: Sequence[Figure]) -> list[Figure]:
        """The figures of power that words beside them call an average: "a steady 150 MW"."""
        places = [
            place for stems in self._grammar.phrases["mean"] for place in self._places(stems, ())
        ]
        return [
            each._replace(mean=any(self._is_label(place, [each], MEAN_WITHIN) for place in places))
            for each in figures
        ]

    def _is_label(
        self, place: tuple[int, int], figures: Sequence[Figure], within: int = len(" of the ")
    ) -> bool:
        """Whether a condition only says what a figure is: "150 MW of IT load", "IT is 50 MW"."""
        return any(
            0 <= place[0] - figure.end <= within or 0 <= figure.start - place[1] <= len(" takes ")
            for figure in figures
            if figure.unit is not None and figure.counts is None and "Wh" in figure.unit.dimension
        )

    def _places(self, stems: Stems, used: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        row = [each.stem for each in self._words]
        for at in range(len(row) - len(stems) + 1):
            if tuple(row[at : at + len(stems)]) == stems:
                start, end = self._words[at].start, self._words[at + len(stems) - 1].end
                if not any(left < end and start < right for left, right in used):
                    yield start, end

    def _has(self, stems: Stems) -> bool:
        return next(self._places(stems, ()), None) is not None

    def _intents(self) -> frozenset[str]:
        phrases = self._grammar.phrases
        found = {name for name, every in phrases.items() if any(map(self._has, every))}
        if not self._begins("opens") or "asks" in found:
            found.discard("opens")
        if not self._ends("tags"):
            found.discard("tags")
        if not self._parted():
            found.discard("between")
        return frozenset(found)

    def _ends(self, key: str) -> bool:
        row = tuple(each.stem for each in self._words)
        return any(row[-len(stems) :] == stems for stems in self._grammar.phrases[key])

    def _parted(self) -> bool:
        """Whether a word for alternatives stands between two names or figures of one kind."""
        names = self._names()
        return any(
            one.end <= start and end <= other.start and one.kind is other.kind
            for stems in self._grammar.phrases["between"]
            for start, end in self._places(stems, ())
            for one in names
            for other in names
        )

    def _begins(self, key: str) -> bool:
        row = tuple(each.stem for each in self._words[:4])
        return any(row[: len(stems)] == stems for stems in self._grammar.phrases[key] if stems)

    def _asks(self) -> list[tuple[int, int]]:
        """Where each question word begins and ends."""
        return sorted(
            place for stems in self._grammar.phrases["asks"] for place in self._places(stems, ())
        )

    def _labels(self, words: Sequence[Word], found: Sequence[Match]) -> list[Label]:
        matches = [each for each in found if each.phrase.sort is Sort.QUANTITY]
        asks = self._asks()
        labels: list[Label] = []
        for match in matches:
            start, end = words[match.start].start, words[match.end - 1].end
            # The first quantity behind a question word is what it asks for.
            between = [each for each in labels if each.end <= start and not each.inner]
            last = max((each.end for each in between), default=-1)
            asked = any(
                last <= stop <= start or start <= begin <= stop <= end for begin, stop in asks
            )
            labels.append(
                Label(
                    match.phrase.keys,
                    start,
                    end,
                    len(match.phrase.stems),
                    asked,
                    match.inner,
                    match.slips,
                )
            )
        return labels

    def _asked_unit(self, words: Sequence[Word]) -> tuple[Unit | None, list[Word]]:
        """The unit that is asked for: "how many kW", "ile to MWh"; and the words that spell it."""
        weak: tuple[Unit | None, list[Word]] = (None, [])
        for at in range(len(words)):
            spelt = self._longest_unit(words, at)
            if spelt is None:
                continue
            found, used = spelt
            if self._is_behind(words[at].start):
                return found, list(words[at : at + used])
            measures = uncounted(found.dimension) or "/" in found.symbol
            if weak[0] is None and measures and not _is_time(found):
                weak = found, list(words[at : at + used])
        return weak

    def _is_behind(self, start: int) -> bool:
        """Whether "how many" stands right before; "co ile" asks for no number."""
        asks = self._asks()
        for stems in self._grammar.phrases["counts"]:
            for begin, end in self._places(stems, ()):
                other = any(first < begin and end <= last for first, last in asks)
                gap = self._text[end:start].split() if end <= start else None
                if gap is not None and len(gap) < NEXT and not other:
                    return True
        return False

    def _longest_unit(self, words: Sequence[Word], at: int) -> tuple[Unit, int] | None:
        for count in (4, 3, 2, 1):
            chosen = words[at : at + count]
            if len(chosen) < count:
                continue
            text = self._text[chosen[0].start : chosen[-1].end]
            found = _unit(spelling(text))
            if found is not None and found.dimension and (len(text) > 1 or text == "W"):
                return found, count
        return None

    def _counted(self, names: Sequence[Name]) -> str | None:
        """The subject that "how many" stands right before: how many B200s."""
        return next(
            (
                name.key
                for name in names
                if thing_of(name.key, self._facts) and self._is_behind(name.start)
            ),
            None,
        )

    def _hours(self, figures: Sequence[Figure]) -> float | None:
        """A time that is named without a figure."""
        rates = [
            each for each in figures if set(each.unit.dimension if each.unit else ()) & set(MONEY)
        ]
        folded = " ".join(fold(each.text) for each in self._words if not _within(each, rates))
        for name, every in self._grammar.times.items():
            if every.search(folded):
                return unit(name).factor
        return None

    def _mended(self, text: str) -> str:
        """The text with slips, forms and missing accents of the units behind numbers mended."""

        def mend(match: re.Match[str]) -> str:
            words = match["rest"].split()
            scaled = len(words) > 1 and split_scale(f"{words[0]} x")[0] != 1.0
            first = words[:1] if scaled else []
            words = words[len(first) :]
            for count in range(min(len(words), MOST_WORDS), 1, -1):
                stems = tuple(stem(each, self._lexicon.lang) for each in words[:count])
                if stems in _stemmed(self._lexicon.lang):
                    words[:count] = [_stemmed(self._lexicon.lang)[stems]]
                    break
            else:
                words[:1] = [self._spelt(words[0])]
            return match["gap"] + " ".join([*first, *words])

        return _PER_UNIT.sub(mend, _BEHIND.sub(mend, text))

    def _spelt(self, word: str) -> str:
        """A unit as it is spelt in the table; any other word as it is."""
        if (
            word.casefold() in unit_words()
            or _unit(word) is not None
            or self._lexicon.is_name(word)
        ):
            return word
        plain = _accented().get(fold(word))
        if len(word) >= LONG:
            plain = plain or _stemmed(self._lexicon.lang).get((stem(word, self._lexicon.lang),))
        if plain or len(word) < LONG:
            return plain or word
        near = nearest(word, _long_units(), 1, SLIP)
        return near[0] if near and abs(len(near[0]) - len(word)) <= 2 else word


def thing_of(key: str, facts: Facts) -> Unit | None:
    """What a number before a subject's name counts: accelerators, servers, racks, reactors."""
    kind, known = facts.subjects[key].kind, facts.inputs.get(key, {})
    if kind is Kind.DEVICE:
        return unit("accelerator")
    if kind is Kind.SYSTEM:
        return unit("rack" if any(name in known for name in RACKED) else "server")
    return unit("reactor") if kind is Kind.PLANT else None


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


def _vague(words: Sequence[Word], grammar: Grammar) -> tuple[str, tuple[int, int] | None]:
    """A number that is none, and where it stands: "tens of thousands"."""
    folded = [fold(each.text) for each in words]
    for phrase in grammar.vague:
        parts = fold(phrase).split()
        for at in range(len(words) - len(parts) + 1):
            if folded[at : at + len(parts)] == parts:
                return phrase, (words[at].start, words[at + len(parts) - 1].end)
    return "", None


def _is_time(found: Unit) -> bool:
    return dict(found.dimension) == {"h": 1}


def _unit(text: str) -> Unit | None:
    try:
        return unit(unit_words().get(text.casefold(), text))
    except UnknownUnit:
        return None


def _within(word: Word, figures: Sequence[Figure]) -> bool:
    return any(each.start <= word.start and word.end <= each.end for each in figures)


def _inside(name: Name, figure: Figure) -> bool:
    return figure.start <= name.start and name.end <= figure.end


def _covered(words: Sequence[Word], used: Sequence[tuple[int, int]]) -> bool:
    return any(start <= words[0].start and words[-1].end <= end for start, end in used)
