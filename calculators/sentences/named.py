"""Names: the subjects that a text names, and which of them each figure is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from calculators.grammar import any_of, words
from facts import Facts, Kind

SHORT = 3
"""A name no longer than this is written in capitals: "us" is a word, "US" a region."""

_UNLIKE = re.compile(
    rf"\b(?:{any_of(words('unlike'))})\s(?:the\s)?(?:(?:one|each)\s)?$", re.IGNORECASE
)


class Name(NamedTuple):
    """A subject, and where the text names it. ``compared``: only to say what it isn't about."""

    key: str
    kind: Kind
    start: int
    end: int
    compared: bool


def find_names(text: str, facts: Facts) -> tuple[Name, ...]:
    """The subjects that a text names, in its order; of names in names the longest."""
    found: list[Name] = []
    folded = text.casefold()
    for name in sorted(facts.names, key=len, reverse=True):
        if name not in folded:
            continue
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}s?(?![\w-])", folded):
            start, end = match.span()
            said = text[start : start + len(name)]
            if len(name) <= SHORT and said != said.upper():
                continue
            if not any(each.start < end and start < each.end for each in found):
                key = facts.names[name]
                compared = bool(_UNLIKE.search(text[:start]))
                found.append(Name(key, facts.subjects[key].kind, start, end, compared))
    return tuple(sorted(found, key=lambda each: each.start))


def only(names: Iterable[Name]) -> dict[Kind, str]:
    """The subjects of whose kind the text names no other."""
    keys = by_kind(names)
    return {kind: found[0] for kind, found in keys.items() if len(found) == 1}


def by_kind(names: Iterable[Name]) -> dict[Kind, list[str]]:
    """The subjects of each kind that the text is about."""
    keys: dict[Kind, list[str]] = {}
    for each in names:
        same = keys.setdefault(each.kind, [])
        if not each.compared and each.key not in same:
            same.append(each.key)
    return {kind: found for kind, found in keys.items() if found}


def nearest_names(
    names: Sequence[Name], place: tuple[int, int], places: Sequence[tuple[int, int]]
) -> Mapping[Kind, str]:
    """The subjects that a figure at ``place`` is about, where its text names several of a kind.

    The name that follows it before the next figure, or else the one between it and the last.
    """
    start, end = place
    after = min((begin for begin, _ in places if begin >= end), default=None)
    last = max((begin for begin, stop in places if stop <= start), default=0)
    found: dict[Kind, str] = {}
    several = {kind for kind, keys in by_kind(names).items() if len(keys) > 1}
    for kind in several:
        same = [each for each in names if each.kind is kind and not each.compared]
        own = [each for each in same if start <= each.start < end]
        behind = [each for each in same if each.start >= end and _before(each.start, after)]
        # What a count counts is what the figure behind it is about too: "100 A100s draw 40 kW".
        ahead = [each for each in same if last <= each.start < start]
        chosen = own[:1] or behind[:1] or ahead[-1:]
        if chosen:
            found[kind] = chosen[0].key
    return found


def _before(start: int, other: int | None) -> bool:
    return other is None or start < other
