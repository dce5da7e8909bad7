"""Names: the subjects that a text names, and what a number before them counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from calculators.plain.lexicon import CODE, Lexicon, Match
from calculators.plain.tokens import Word
from calculators.plain.wording import Worded, unit_of
from facts import Facts, Kind
from facts.units import Unit, unit

_NUMBERED = re.compile("[0-9]{3,4}[A-Za-z]{0,2}")
RACKED = ("rack_power", "gpus_per_rack")
"""What is known of systems that are racks; the others are servers."""


class Name(NamedTuple):
    """A subject, and where it is named."""

    kind: Kind
    key: str
    start: int
    end: int
    general: bool = False
    """Whether the name is also what such things are called: "reaktor"."""


def find_names(worded: Worded, lexicon: Lexicon, facts: Facts) -> list[Name]:
    """The subjects that a text names."""
    words = worded.words
    named = [
        Name(
            facts.subjects[key].kind, key, words[each.start].start, words[each.end - 1].end, general
        )
        for each in worded.subjects
        for key in each.phrase.keys[:1]
        for general in (_is_general(each, lexicon),)
        if not _is_amount(words[each.start : each.end])
    ]
    named = [each for each in named if not _is_said_closer(each, named)]
    return [*named, *_versions(worded.text, words, named, facts)]


def strange_names(words: Sequence[Word], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Where names stand that nobody knows, with the number that belongs to each: RTX 4090."""
    for one, other in pairwise(words):
        spelt = len(one.text) > CODE and one.text.isupper() and one.text.isalpha()
        behind = other.start - one.end == 1 and _NUMBERED.fullmatch(other.text)
        if spelt and behind and not lexicon.knows(one) and unit_of(one.text) is None:
            yield one.start, other.end


def _is_said_closer(name: Name, named: Sequence[Name]) -> bool:
    """Whether a general name stands beside one that says which: "reaktorów NuScale"."""
    return name.general and any(
        not each.general and each.kind is name.kind and 0 <= each.start - name.end <= 1
        for each in named
    )


def _versions(
    text: str, words: Sequence[Word], named: Sequence[Name], facts: Facts
) -> Iterator[Name]:
    """Other versions of what is named: "the H100 SXM and the PCIe one"."""
    places = {place for each in named for place in range(each.start, each.end)}
    for name in named:
        spelt = text[name.start : name.end].casefold().split()
        for word in words:
            if word.start in places:
                continue
            heads = (" ".join(spelt[:count]) for count in range(max(len(spelt) - 1, 1), 0, -1))
            found = (facts.names.get(f"{head} {word.text.casefold()}") for head in heads)
            key = next(filter(None, found), None)
            if key and key != name.key and facts.subjects[key].kind is name.kind:
                yield Name(name.kind, key, word.start, word.end)


def _is_general(match: Match, lexicon: Lexicon) -> bool:
    """Whether the words of a name are those of a quantity too."""
    return lexicon.names_quantity(match.phrase.stems)


def _is_amount(words: Sequence[Word]) -> bool:
    """Whether a name that begins with a digit is a number: 405B parameters."""
    return len(words) == 1 and words[0].text[:1].isdigit()


def thing_of(key: str, facts: Facts) -> Unit | None:
    """What a number before a subject's name counts: accelerators, servers, racks, reactors."""
    kind, known = facts.subjects[key].kind, facts.inputs.get(key, {})
    if kind is Kind.DEVICE:
        return unit("accelerator")
    if kind is Kind.SYSTEM:
        return unit("rack" if any(name in known for name in RACKED) else "server")
    return unit("reactor") if kind is Kind.PLANT else None
